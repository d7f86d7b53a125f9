"""Patterns count each distinct row of levels once, and their matrix has a one for each level shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolve.linkage.patterns import LEVELS, Patterns

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
