"""Curves against counting at every threshold, and against scikit-learn where it is installed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.evaluation.curves import precision_recall

QUIET = settings(max_examples=150, deadline=None)
ROWS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=25)


@QUIET
@given(ROWS, st.integers(0, 5))
def test_points_are_those_of_counting_at_each_threshold(rows, unseen):
    scores, match = [float(score) for score, _ in rows], [match for _, match in rows]
    everything = sum(match) + unseen
    curve = precision_recall(scores, match, all_matches=everything)
    if not everything:
        assert curve.points == () and curve.average_precision == 0.0
        return
    assert [point.threshold for point in curve.points] == sorted(set(scores), reverse=True)
    for point in curve.points:
        found = [match for score, match in zip(scores, match, strict=True) if score >= point.threshold]
        assert point.precision == pytest.approx(sum(found) / len(found))
        assert point.recall == pytest.approx(sum(found) / everything)
    recalls = [point.recall for point in curve.points]
    assert recalls == sorted(recalls) and 0 <= curve.average_precision <= 1


@QUIET
@given(ROWS)
def test_agrees_with_scikit_learn(rows):
    metrics = pytest.importorskip("sklearn.metrics")
    scores, match = [score for score, _ in rows], [match for _, match in rows]
    if not any(match):
        return
    curve = precision_recall(scores, match)
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(match, scores))
    precision, recall, thresholds = metrics.precision_recall_curve(match, scores)
    theirs = {float(at): pair for at, *pair in zip(thresholds, precision, recall, strict=False)}
    ours = {point.threshold: [point.precision, point.recall] for point in curve.points if point.threshold in theirs}
    assert ours.keys() == theirs.keys()
    for at, pair in ours.items():
        assert pair == pytest.approx(theirs[at])


@QUIET
@given(ROWS, st.integers(2, 10))
def test_a_thinned_curve_keeps_its_ends(rows, most):
    curve = precision_recall([score for score, _ in rows], [match for _, match in rows])
    thin = curve.thinned(most)
    assert thin.average_precision == curve.average_precision and set(thin.points) <= set(curve.points)
    if curve.points:
        assert (thin.points[0], thin.points[-1]) == (curve.points[0], curve.points[-1])
        assert len(thin.points) <= max(most, 2)


def test_bad_input_is_refused_and_many_pairs_are_quick():
    for scores, match in (([0.5], []), ([float("nan")], [True])):
        with pytest.raises(InputError, match="a score and an outcome"):
            precision_recall(scores, match)
    with pytest.raises(InputError, match="2 matches or more"):
        precision_recall([1.0, 2.0], [True, True], all_matches=1)
    rng = np.random.default_rng(1)
    curve = precision_recall(rng.random(300_000), rng.random(300_000) < 0.5)
    assert len(curve.points) == 300_000 and len(curve.thinned().points) <= 61
