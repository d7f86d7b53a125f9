"""Work in threads gives what work one after the other gives, errors among it."""

from __future__ import annotations

import sys

import pytest

from resolve.threads import beside, importing, in_threads


def test_results_come_in_order_of_what_is_given():
    assert in_threads(lambda one, other: one * other, range(50), range(50)) == [n * n for n in range(50)]
    assert in_threads(str, []) == []


def test_what_work_in_threads_raises_is_raised():
    def fail(*_):
        raise ValueError("expected")

    with pytest.raises(ValueError, match="expected"):
        in_threads(fail, [1])
    with pytest.raises(ValueError, match="expected"), beside(fail):
        pass


def test_an_error_in_the_block_comes_first():
    with pytest.raises(KeyError), beside(lambda: 1 / 0):
        raise KeyError("own")


def test_modules_are_there_after_the_block_and_those_that_are_missing_do_no_harm():
    sys.modules.pop("colorsys", None)
    with importing("no_such_module_at_all", "colorsys"):
        pass
    assert "colorsys" in sys.modules
