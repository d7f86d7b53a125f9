"""Bounds against the literature's formulas as other libraries have them, and against drawing from a known truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.evaluation.bounds import f1_bounds, grouped_share, wilson

QUIET = settings(max_examples=100, deadline=None)
CASES = st.lists(st.tuples(st.booleans(), st.sampled_from("abcdef")), min_size=1, max_size=30)


@QUIET
@given(st.integers(1, 500), st.data())
def test_wilson_is_that_of_scipy(count, data):
    stats = pytest.importorskip("scipy.stats")
    hits = data.draw(st.integers(0, count))
    expected = stats.binomtest(hits, count).proportion_ci(method="wilson")
    found = wilson(hits / count, count)
    assert found.low == pytest.approx(expected.low, abs=1e-9)
    assert found.high == pytest.approx(expected.high, abs=1e-9)


@QUIET
@given(CASES)
def test_bounds_hold_the_share_and_groups_never_narrow_them(cases):
    hits, groups = zip(*cases, strict=True)
    found, alone = grouped_share(hits, groups), wilson(sum(hits) / len(hits), len(hits))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.value == pytest.approx(alone.value)
    assert found.high - found.low >= alone.high - alone.low - 1e-9


@QUIET
@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_groups_of_one_are_independent_cases(hits):
    found, alone = grouped_share(hits, range(len(hits))), wilson(sum(hits) / len(hits), len(hits))
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), rel=1e-6)


def test_cases_that_always_agree_count_once_a_group():
    hits = np.repeat([True] * 30 + [False] * 10, 5)
    found = grouped_share(hits, np.repeat(np.arange(40), 5))
    assert (found.low, found.high) == pytest.approx((wilson(0.75, 40).low, wilson(0.75, 40).high))


def test_grouped_bounds_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(4)
    covered = 0
    for _ in range(300):
        sizes = rng.integers(1, 6, 60)
        found = grouped_share(np.repeat(rng.random(60) < 0.85, sizes), np.repeat(np.arange(60), sizes))
        covered += found.low <= 0.85 <= found.high
    assert covered >= 270


def test_f1_bounds_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(4)
    shares = np.array([0.7, 0.1, 0.2])
    true = 2 * shares[0] / (2 * shares[0] + shares[1] + shares[2])
    drawn = [f1_bounds(*rng.multinomial(200, shares).tolist(), seed=turn) for turn in range(200)]
    assert sum(found.low <= true <= found.high for found in drawn) >= 180


def test_nothing_is_bounded_by_nothing_known():
    for nothing in (wilson(1.0, 0), grouped_share([], []), f1_bounds(0, 0, 0)):
        assert (nothing.value, nothing.low, nothing.high) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize("bad", [(-0.1, 5), (1.1, 5), (0.5, -1), (float("nan"), 5)])
def test_what_is_no_share_is_refused(bad):
    with pytest.raises(InputError, match="a share from 0 to 1"):
        wilson(*bad)
