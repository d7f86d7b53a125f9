"""Packed values: the quick test of one edit is the general measure, and what does not fit is not packed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.scoring.packed import one_edit_apart, packed_letters
from resolve.text.similarity import within_one_edit


def column_of(values: list[str]) -> Column:
    return Column.of("phone", "phone", Coded.of(values))


VALUES = st.lists(
    st.text("01", min_size=1, max_size=6) | st.text("0123456789", min_size=1, max_size=16), min_size=1, max_size=12
)


@given(VALUES)
def test_one_edit_is_the_general_measure(values: list[str]) -> None:
    column = column_of(values)
    packed = packed_letters(column)
    assert packed is not None
    left, right = (side.ravel() for side in np.indices((len(column.values),) * 2))
    expected = within_one_edit(column.values[left], column.values[right]).tolist()
    assert one_edit_apart(packed, left, right).tolist() == expected


@given(st.text("012", min_size=1, max_size=16), st.data())
def test_every_single_edit_holds(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    edits = [
        text[:place] + "9" + text[place:],
        text[:place] + text[place + 1 :],
        text[:place] + "9" + text[place + 1 :],
    ]
    edits.append(text[:place] + text[place : place + 2][::-1] + text[place + 2 :])
    column = column_of([text, *[edit for edit in edits if 0 < len(edit) <= 16]])
    packed = packed_letters(column)
    assert packed is not None
    others = np.arange(len(column.values))
    assert one_edit_apart(packed, np.zeros_like(others), others).all()


@pytest.mark.parametrize(
    "values",
    [["1" * 25], ["12", "ž"], ["a\0b", "ab"], ["a\0", "a"], ["0123456789" * 2], ["abcdefghijklmnopqrstuvw"]],
)
def test_what_does_not_fit_is_not_packed(values: list[str]) -> None:
    assert packed_letters(column_of(values)) is None


def test_a_column_without_values_has_none() -> None:
    assert packed_letters(column_of(["", ""])) is None
