"""Threads: what a block changes for a while is as it was behind it, whatever happens in it."""

from __future__ import annotations

import sys

import pytest

from resolve.threads import short_turns


def test_turns_are_short_in_a_block_only_even_if_it_fails():
    before = sys.getswitchinterval()
    with pytest.raises(KeyError), short_turns():
        assert sys.getswitchinterval() < before
        raise KeyError
    assert sys.getswitchinterval() == pytest.approx(before)
