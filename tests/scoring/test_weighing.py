"""Many pairs weigh what each weighs by itself: by the same rarities, in any company, and in parts of any size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resolve.scoring import weighing
from resolve.scoring.comparison import compare, comparisons_for
from resolve.scoring.rarities import Rarities
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import rarity_of_pairs, start_model, weigh

NEAR = {"area": 1e-3, "household": 1e-4, "family": 1e-4, "community": 1e-3}


@pytest.fixture
def at_hand(read, messy_frame):
    """Records, a model, and pairs of records: most drawn at random, some with much in common."""
    records = read(messy_frame(60, 1), messy_frame(60, 2))
    model = replace(start_model(comparisons_for(records), 0.01, NEAR), together=(0.4, 0.2, -0.1, -0.5, -1, -1, -2))
    draw = np.random.default_rng(1)
    left = np.concatenate([draw.integers(0, 120, 500), np.arange(60)]).astype(np.int32)
    right = np.concatenate([draw.integers(0, 120, 500), np.arange(60, 120)]).astype(np.int32)
    levels = compare(records, [each.comparison for each in model.fields], left, right)
    return records, model, levels, left, right


def test_many_pairs_weigh_what_each_does_by_itself(at_hand):
    records, model, levels, left, right = at_hand
    found = weigh_many(records, model, levels, left, right)
    assert found == pytest.approx(weigh(records, model, levels, left, right), abs=1e-4)
    without = replace(model, near={}, together=())
    found = weigh_many(records, without, levels, left, right)
    assert found == pytest.approx(weigh(records, without, levels, left, right), abs=1e-4)


def test_company_and_the_size_of_parts_change_nothing(at_hand, monkeypatch):
    records, model, levels, left, right = at_hand
    whole = weigh_many(records, model, levels, left, right)
    for few in (1, 7, 50):
        assert (weigh_many(records, model, levels[:few], left[:few], right[:few]) == whole[:few]).all()
    monkeypatch.setattr(weighing, "_AT_A_TIME", 16)
    monkeypatch.setattr(weighing, "_A_THREAD", 100)
    assert (weigh_many(records, model, levels, left, right) == whole).all()
    assert not len(weigh_many(records, model, levels[:0], left[:0], right[:0]))


@pytest.mark.parametrize("pairs", [0, 10_000])
def test_rarities_side_by_side_and_by_value_are_those_of_one_field_at_a_time(at_hand, pairs):
    records, model, levels, left, right = at_hand
    found = Rarities.of(records, model.fields, pairs).of_pairs(levels, left, right)
    for each, bits, plain in zip(
        model.fields, found, rarity_of_pairs(records, model, levels, left, right), strict=True
    ):
        assert bits is None or (bits == plain).all(), each.field
        assert bits is not None or not plain.any()
