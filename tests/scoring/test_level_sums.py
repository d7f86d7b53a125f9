"""Sums by tables are the sums of each pair by itself, whatever the number of pairs and fields."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.scoring.level_sums import LevelSums


@given(st.lists(st.integers(1, 40), min_size=1, max_size=7), st.integers(1, 3), st.integers(0, 10_000))
@settings(max_examples=30)
def test_tables_change_no_figure(widths, kinds, seed):
    draw = np.random.default_rng(seed)
    worth = [draw.normal(0, 9, (kinds, width)) for width in widths]
    levels = np.stack([draw.integers(0, width, 50) for width in widths], axis=1).astype(np.int8)
    few, many = (LevelSums.of(worth, pairs).of_pairs(levels) for pairs in (0, 10_000))
    assert (few == many).all()
    plain = [
        [sum(bits[kind, code] for bits, code in zip(worth, row, strict=True)) for row in levels]
        for kind in range(kinds)
    ]
    assert few == pytest.approx(np.array(plain), abs=1e-4)


def test_no_pairs_have_no_sums():
    assert LevelSums.of([np.zeros((2, 3))], pairs=0).of_pairs(np.zeros((0, 1), np.int8)).shape == (2, 0)
