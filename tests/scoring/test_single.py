"""Single pairs: levels, bits and weight are those that pairs by the million get."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.linkage.lookup import Finder
from resolve.linkage.pipeline import Policy, Task, run
from resolve.scoring.comparison import compare
from resolve.scoring.weights import near_discount, rarity_of_pairs, together_of, weigh


@pytest.fixture(params=[1, 2])
def at_hand(request, read, messy_frame):
    linked = run(read(messy_frame(60, request.param)), Task(Policy.named("default")))
    return linked.records, linked.model, Finder(linked.records, linked.model)


def put(finder, records, row: int, free: int) -> None:
    for name, room in finder.rooms.items():
        room.column.codes[free] = records.columns[name].codes[row]
    finder.records.source_codes[free] = records.source_codes[row]


def test_levels_of_one_with_others_are_those_of_arrays(at_hand):
    records, _, finder = at_hand
    rows = np.arange(len(records), dtype=np.int32)
    for row in range(0, len(records), 7):
        put(finder, records, row, finder.first)
        want = compare(records, finder.comparisons, np.full(len(rows), row, np.int32), rows)
        for _ in range(2):  # from what was kept, too
            assert (finder.scorer.levels(finder.first, rows) == want).all()


def test_a_pair_scores_as_in_a_batch_part_by_part(at_hand):
    records, model, finder = at_hand
    draw = np.random.default_rng(3)
    for left, right in draw.integers(0, len(records), (150, 2)).tolist():
        put(finder, records, left, finder.first)
        put(finder, records, right, finder.second)
        pair = np.array([left], np.int32), np.array([right], np.int32)
        levels = compare(records, finder.comparisons, *pair)
        rarity = rarity_of_pairs(records, model, levels, *pair)
        score = finder.scorer.score(finder.first, finder.second)
        assert list(score.levels) == levels[0].tolist()
        assert score.rarity == pytest.approx([float(bits[0]) for bits in rarity], abs=1e-5)
        assert score.near == pytest.approx(float(near_discount(records, model, levels, rarity)[0]), abs=1e-4)
        assert score.together == pytest.approx(float(together_of(model, levels)[0]), abs=1e-5)
        assert score.weight == pytest.approx(float(weigh(records, model, levels, *pair)[0]), abs=1e-3)
        turned = finder.scorer.score(finder.second, finder.first)
        assert turned.weight == pytest.approx(score.weight, abs=1e-9)


def test_forgetting_changes_nothing(at_hand):
    records, _, finder = at_hand
    put(finder, records, 0, finder.first)
    before = finder.scorer.score(finder.first, 5)
    for name in finder.rooms:
        finder.scorer.forget(name)
    assert finder.scorer.score(finder.first, 5) == before
