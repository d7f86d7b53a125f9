"""Measures as other people's libraries give them, on random cases; each test is skipped where its library is absent."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.screening import screening_scores

SEEDS = range(25)


def clusterings(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw a truth, and a result that splits and joins some of it."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 120))
    true = rng.integers(0, max(2, size // 3), size)
    found = np.where(rng.random(size) < 0.25, rng.integers(0, size, size), true)
    return found, true


@pytest.mark.parametrize("seed", SEEDS)
def test_clusters_score_as_er_evaluation_gives(seed):
    metrics = pytest.importorskip("er_evaluation.metrics")
    import pandas as pd

    found, true = clusterings(seed)
    scores = score_clusters(found, true)
    theirs = {
        name: getattr(metrics, name)(pd.Series(found), pd.Series(true))
        for name in (
            "pairwise_precision",
            "pairwise_recall",
            "pairwise_f",
            "cluster_recall",
        )
    }
    ours = (
        scores.precision,
        scores.recall,
        scores.f1,
        scores.exact_entities,
    )
    for (name, expected), value in zip(theirs.items(), ours, strict=True):
        assert value == pytest.approx(expected), name


@pytest.mark.parametrize("seed", SEEDS)
def test_b_cubed_is_that_of_er_evaluation_where_entities_are_of_one_size(seed):
    # There it is the mean over entities, here over records as its authors have it; then both are the same.
    metrics = pytest.importorskip("er_evaluation.metrics")
    import pandas as pd

    rng = np.random.default_rng(seed)
    true = np.repeat(np.arange(30), 3)
    found = np.where(rng.random(90) < 0.3, rng.integers(0, 40, 90), true)
    scores = score_clusters(found, true)
    sides = pd.Series(found), pd.Series(true)
    assert scores.b_cubed_precision == pytest.approx(metrics.b_cubed_precision(*sides))
    assert scores.b_cubed_recall == pytest.approx(metrics.b_cubed_recall(*sides))


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_counted_as_scikit_learn_counts_them(seed):
    cluster = pytest.importorskip("sklearn.metrics.cluster")
    found, true = clusterings(seed)
    scores = score_clusters(found, true)
    (_, wrong), (missed, right) = cluster.pair_confusion_matrix(true, found) / 2  # both orders are counted there
    assert (scores.true_pairs, scores.found_pairs, scores.all_pairs) == (right, right + wrong, right + missed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tradeoff_is_that_of_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    size = int(rng.integers(5, 80))
    listed = rng.random(size) < 0.4
    listed[:2] = [True, False]
    scores = np.round(rng.normal(listed * 1.5, 1.0), 1)
    hits = [(f"q{at}", "right" if listed[at] else "wrong", float(score)) for at, score in enumerate(scores)]
    truth = {(f"q{at}", "right") for at in np.flatnonzero(listed)}
    ours = {
        point.threshold: (point.false_alarms, point.missed) for point in screening_scores(hits, truth, queries=size).det
    }
    for alarms, missed, at in zip(*metrics.det_curve(listed, scores), strict=True):
        if np.isfinite(at):
            assert ours[float(at)] == pytest.approx((alarms, missed))
