"""Screening scores against a search over all thresholds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.evaluation.screening import screening_scores

HITS = st.dictionaries(
    st.tuples(st.sampled_from([f"q{i}" for i in range(8)]), st.sampled_from("abc")), st.integers(0, 6), max_size=16
)
TRUTH = st.sets(st.tuples(st.sampled_from([f"q{i}" for i in range(4)]), st.sampled_from("abc")), max_size=6)


@settings(max_examples=200, deadline=None)
@given(HITS, TRUTH, st.sampled_from([0.0, 100.0, 250.0, 1000.0]))
def test_recall_at_alerts_is_the_best_that_any_threshold_gives(hits, truth, rate):
    listed = {query for query, _ in truth}
    scores = screening_scores([(q, e, s) for (q, e), s in hits.items()], truth, queries=12, alerts=[rate])
    allowed = int(rate / 1000 * (12 - len(listed)) + 1e-9)
    best = 0.0
    for threshold in range(-1, 8):
        alerts = {q for (q, _), s in hits.items() if s > threshold - 0.5 and q not in listed}
        found = {q for (q, e), s in hits.items() if s > threshold - 0.5 and (q, e) in truth}
        if len(alerts) <= allowed:
            best = max(best, len(found) / len(listed) if listed else 1.0)
    assert scores.recall_at_alerts[rate] == pytest.approx(best if listed else 1.0)


@settings(max_examples=100, deadline=None)
@given(HITS, TRUTH)
def test_recall_at_k_grows_and_det_runs_from_strict_to_lenient(hits, truth):
    scores = screening_scores([(q, e, s) for (q, e), s in hits.items()], truth, queries=12, ranks=[1, 2, 3])
    assert scores.recall_at[1] <= scores.recall_at[2] <= scores.recall_at[3]
    alarms = [point.false_alarms for point in scores.det]
    missed = [point.missed for point in scores.det]
    assert alarms == sorted(alarms) and missed == sorted(missed, reverse=True)


def test_ties_count_against_the_engine():
    scores = screening_scores([("q", "wrong", 1.0), ("q", "right", 1.0)], {("q", "right")}, queries=1)
    assert scores.recall_at[1] == 0.0


def test_too_few_queries_are_refused():
    with pytest.raises(InputError, match="at least 2"):
        screening_scores([("a", "e", 1.0), ("b", "e", 1.0)], set(), queries=1)
