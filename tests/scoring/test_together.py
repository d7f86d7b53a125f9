"""Disagreements that come together: counted, compared with chance, and never for a pair that disagrees much."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.scoring.together import MOST, disagreements, if_alone, kinds_filled, together_bits

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=9)


@given(SHARES, st.integers(1, 100))
def test_what_chance_gives_adds_up_to_all_matches(full, matches):
    filled = np.ones((1, len(full)), bool)
    assert if_alone(filled, np.array([float(matches)]), full).sum() == pytest.approx(matches)


def test_missing_fields_count_as_nothing():
    levels = np.array([[0, 3, 1], [0, 0, 0]], np.int8)
    assert disagreements(levels).tolist() == [1, 0]
    filled, position = kinds_filled(levels)
    assert filled[position].tolist() == [[False, True, True], [False, False, False]]


def test_many_disagreements_are_one_class():
    assert disagreements(np.full((1, MOST + 3), 2, np.int8)).tolist() == [MOST]


@given(st.lists(st.floats(0, 1e6), min_size=MOST + 1, max_size=MOST + 1), st.floats(1, 100))
def test_agreement_never_counts_against_nor_disagreement_for_a_pair(seen, strength):
    bits = together_bits(np.array(seen), np.array(seen[::-1]), strength, 4.0)
    assert len(bits) == MOST + 1 and bits[0] >= 0 and all(-4 <= each <= 0 for each in bits[2:])
