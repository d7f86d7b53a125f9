"""Cheap looks at names: what they rule out is ruled out by the dear measure as well."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.scoring.looks import looks_of, may_be_near
from resolve.text.similarity import jaro_winkler

_VALUES = st.lists(st.text("abeiknorv z", min_size=1, max_size=20) | st.text(min_size=1, max_size=6), min_size=2)


@settings(max_examples=150, deadline=None)
@given(_VALUES, st.sampled_from([0.6, 0.8, 0.9]))
def test_no_near_pair_is_ruled_out(values: list[str], near: float) -> None:
    column = Column.of("surname", "surname", Coded.of([value.strip() or "a" for value in values]))
    left, right = (part.ravel() for part in np.indices((len(column.values), len(column.values))))
    measured = jaro_winkler(column.values[left], column.values[right], near) >= near
    assert not (measured & ~may_be_near(looks_of(column), left, right, near)).any()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("petrov", "petrova", True), ("petrov", "betrov", True), ("petrov", "ilic", False), ("ana", "milica", False)],
)
def test_names_of_other_letters_are_ruled_out(one: str, other: str, expected: bool) -> None:
    column = Column.of("surname", "surname", Coded.of([one, other]))
    codes = {value: np.array([code]) for code, value in enumerate(column.values.tolist())}
    assert may_be_near(looks_of(column), codes[one], codes[other], 0.8).tolist() == [expected]
