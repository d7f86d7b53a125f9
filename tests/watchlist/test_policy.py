"""Policies: bounds in order, verdicts, and a prior that falls with the size of the list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.watchlist.policy import ScreeningPolicy


def test_verdicts_by_probability():
    policy = replace(ScreeningPolicy.named("default"), match=0.9, possible=0.1)
    assert [policy.verdict(p) for p in (0.9, 0.89, 0.1, 0.09)] == ["match", "possible", "possible", "no match"]


def test_ten_times_the_entries_are_that_much_less_likely_each():
    policy = ScreeningPolicy.named("strict")
    assert policy.prior_bits(1_000) - policy.prior_bits(10_000) == pytest.approx(3.32, abs=0.01)
    # But no entry is so likely because its list is short.
    assert policy.prior_bits(1) == policy.prior_bits(50)


def test_an_unknown_policy_says_which_there_are():
    with pytest.raises(UnknownNameError, match="default, strict"):
        ScreeningPolicy.named("hopeful")


@pytest.mark.parametrize(
    "change", [{"match": 1.0}, {"possible": 0.0}, {"possible": 0.95, "match": 0.9}, {"weak": -1.0}]
)
def test_bounds_out_of_order_are_refused(change):
    with pytest.raises(InputError, match="expected 0 < possible"):
        replace(ScreeningPolicy.named("default"), **change)
