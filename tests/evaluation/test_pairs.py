"""Pairs, blocking and bounds against counting pair by pair."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.pairs import blocking_scores, bootstrap, pairs_of

QUIET = settings(max_examples=150, deadline=None)
ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from("abcde"), st.sampled_from(["Cyrl", "Latn", "Arab"])),
    min_size=1,
    max_size=12,
)


def together(labels) -> set[tuple[int, int]]:
    return {(i, j) for i, j in itertools.combinations(range(len(labels)), 2) if labels[i] == labels[j]}


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@QUIET
@given(ROWS)
def test_pairs_are_those_with_one_label(rows):
    labels = [row[1] for row in rows]
    assert [tuple(pair) for pair in pairs_of(labels).tolist()] == sorted(together(labels))


@QUIET
@given(ROWS, st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_blocking_counts_as_pair_by_pair(rows, drawn):
    true = [row[1] for row in rows]
    candidates = {tuple(sorted(pair)) for pair in drawn if pair[0] != pair[1] and max(pair) < len(rows)}
    scores = blocking_scores([*candidates, *[pair[::-1] for pair in candidates]], true)
    everything = len(rows) * (len(rows) - 1) // 2
    assert (scores.candidates, scores.all_pairs) == (len(candidates), everything)
    assert scores.recall == share(len(candidates & together(true)), len(together(true)))
    assert scores.reduction == pytest.approx(1 - len(candidates) / everything if everything else 1.0)


def test_blocking_refuses_a_pair_of_one_row_and_rows_that_are_not_there():
    with pytest.raises(InputError, match="two different rows"):
        blocking_scores([(1, 1)], ["a", "b"])
    with pytest.raises(InputError, match="from 0 to 1"):
        blocking_scores([(0, 2)], ["a", "b"])


@QUIET
@given(ROWS)
def test_bounds_hold_the_measure_and_are_the_same_each_time(rows):
    found, true = [row[0] for row in rows], [row[1] for row in rows]
    whole = score_clusters(found, true)
    intervals = bootstrap(found, true, times=20)
    assert intervals["precision"].value == pytest.approx(whole.precision)
    assert intervals["recall"].value == pytest.approx(whole.recall)
    assert intervals["f1"].value == pytest.approx(whole.f1)
    assert all(0 <= interval.low <= interval.high <= 1 for interval in intervals.values())
    assert intervals == bootstrap(found, true, times=20)


def test_bounds_cover_the_true_recall_about_as_often_as_they_say():
    rng = np.random.default_rng(3)
    covered = 0
    for turn in range(100):
        true = np.repeat(np.arange(120), 2)
        kept = rng.random(120) < 0.8
        found = np.where(np.repeat(kept, 2), true, 1000 + np.arange(240))
        interval = bootstrap(found, true, times=200, seed=turn)["recall"]
        covered += interval.low <= 0.8 <= interval.high
    assert covered >= 85


def test_nothing_gives_a_whole_share():
    assert bootstrap([], [])["f1"].value == 1.0
