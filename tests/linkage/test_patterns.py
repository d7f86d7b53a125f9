"""Patterns count each distinct row of levels once, and their matrix has a one for each level shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolve.linkage.patterns import LEVELS, Patterns, Shown, patterns_of
from resolve.linkage.sampling import Sample
from resolve.scoring.comparison import compare, comparisons_for
from resolve.scoring.weights import rarity_of_pairs, start_model

ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 120)), min_size=1, max_size=30)


@given(ROWS)
def test_counts_add_up_and_rows_are_distinct(rows):
    patterns = Patterns.plain(np.array(rows, np.int8))
    assert patterns.counts.sum() == len(rows)
    assert sorted(map(tuple, patterns.levels.tolist())) == sorted(set(rows))


@given(ROWS)
def test_the_matrix_sums_what_a_loop_would(rows):
    patterns = Patterns.plain(np.array(rows, np.int8))
    sums = patterns.shown_by_level @ patterns.counts
    for field in range(2):
        for level in range(LEVELS):
            assert sums[field * LEVELS + level] == sum(row[field] == level for row in rows)
    assert (patterns.shown @ np.ones(2 * LEVELS) == 2).all()


def test_patterns_of_one_row_differ_in_rarity_and_share_its_levels(read, messy_frame):
    records = read(messy_frame(80, 1))
    comparisons = tuple(each for each in comparisons_for(records) if each.field in ("given_name", "surname", "town"))
    model = start_model(comparisons, 0.01, {"area": 1e-3, "family": 1e-4})
    left, right = np.triu_indices(len(records), 1)
    sample = Sample(left.astype(np.int32), right.astype(np.int32), np.full(len(left), 2.0), np.full(len(left), 2.0))
    levels = compare(records, comparisons, sample.left, sample.right)
    patterns = patterns_of(records, model, Shown.of(sample, levels), 1e4)
    assert patterns.counts.sum() == patterns.trusted.sum() == 2 * len(left)
    assert len(set(map(tuple, patterns.rows.tolist()))) == len(patterns.rows) < len(patterns.counts)
    rarity = rarity_of_pairs(records, model, levels, sample.left, sample.right)
    of_area = [bits for bits, each in zip(rarity, model.fields, strict=True) if "area" in each.near]
    told = {
        (*row, 2 * np.clip(np.round(every / 2), -8, 8), 2 * np.clip(np.round(area / 2), -8, 8))
        for row, every, area in zip(levels.tolist(), sum(rarity), sum(of_area), strict=True)
    }
    columns = patterns.levels.tolist(), patterns.rarity, patterns.near_rarity["area"]
    assert {(*row, every, area) for row, every, area in zip(*columns, strict=True)} == told
    assert (patterns.by_row(patterns.counts) == np.bincount(patterns.row, patterns.counts)).all()
