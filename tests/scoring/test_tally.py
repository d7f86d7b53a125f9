"""A tally of a few pairs is what a batch weighs."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from resolve.linkage.lookup import Finder
from resolve.linkage.pipeline import Policy, Task, run
from resolve.scoring.comparison import barred, compare
from resolve.scoring.weights import weigh


@pytest.fixture
def records(read, messy_frame):
    return read(messy_frame(60, 2))


@pytest.fixture
def model(records):
    return run(records, Task(Policy.named("default"))).model


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"near": {}},
        {"together": ()},
        {"together": (0.5, -0.25, 0.125, -1.0, 1.0, 2.0, -2.0)},
        {"taught_bits": 1.5, "left_over_bits": 0.75},
    ],
)
def test_it_is_what_a_batch_weighs(records, model, change):
    model = dataclasses.replace(model, **change)
    finder = Finder(records, model)
    rows = np.arange(len(records), dtype=np.int32)
    for row in range(0, len(records), 7):
        left = np.full(len(rows), row, np.int32)
        levels = compare(records, finder.comparisons, left, rows)
        weight, apart = finder.scorer.weigh(levels, row, rows)
        assert weight == pytest.approx(weigh(records, model, levels, left, rows), abs=1e-4)
        assert apart.tolist() == barred(finder.comparisons, levels).tolist()
        score = finder.scorer.score(row, 3)
        assert score.weight == pytest.approx(float(weight[3]), abs=1e-3)


def test_no_pairs_and_pairs_that_say_nothing(records, model):
    finder = Finder(records, model)
    none = np.empty(0, np.int32)
    weight, apart = finder.scorer.weigh(np.zeros((0, len(finder.comparisons)), np.int8), finder.first, none)
    assert len(weight) == len(apart) == 0
    rows = np.arange(3, dtype=np.int32)
    levels = np.zeros((3, len(finder.comparisons)), np.int8)
    weight, _ = finder.scorer.weigh(levels, finder.first, rows)
    assert weight == pytest.approx(weigh(records, model, levels, rows, rows), abs=1e-4)
