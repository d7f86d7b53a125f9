"""The estimate from labelled samples against worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.errors import InputError
from resolve.evaluation.labels import Stratum, from_labels


def test_full_labels_give_the_exact_measures():
    estimate = from_labels([Stratum(True, 10, 10, 9), Stratum(False, 90, 90, 3)])
    assert estimate.precision.value == 0.9 and estimate.recall.value == 0.75
    assert estimate.precision.low == estimate.precision.high == 0.9


def test_bounds_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(5)
    bands = [(True, rng.random(2000) < 0.95), (True, rng.random(600) < 0.6), (False, rng.random(4000) < 0.05)]
    found = sum(match.sum() for linked, match in bands if linked)
    missed = sum(match.sum() for linked, match in bands if not linked)
    precision, recall = found / 2600, found / (found + missed)
    covered = np.zeros(2)
    for _ in range(300):
        strata = []
        for linked, match in bands:
            drawn = rng.choice(match, 120, replace=False)
            strata.append(Stratum(linked, len(match), 120, int(drawn.sum())))
        estimate = from_labels(strata)
        covered += [
            estimate.precision.low <= precision <= estimate.precision.high,
            estimate.recall.low <= recall <= estimate.recall.high,
        ]
    assert (covered / 300 > 0.9).all()


def test_bad_strata_are_refused():
    with pytest.raises(InputError, match="matches <= labelled"):
        Stratum(True, 10, 5, 6)
    with pytest.raises(InputError, match="without"):
        Stratum(True, 10, 0, 0)
    with pytest.raises(InputError, match="confidence"):
        from_labels([], confidence=1.0)


def test_nothing_linked_is_precise():
    estimate = from_labels([Stratum(False, 10, 10, 5)])
    assert estimate.precision.value == 1.0 and estimate.recall.value == 0.0
