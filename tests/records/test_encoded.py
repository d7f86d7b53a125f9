"""Columns encoded by a shorter way are what Arrow's own encoding gives."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.encoded import all_differ, encoded_of, in_order

ROWS = 25_000
MANY = [f"{number:07d}" for number in range(ROWS)]


def same_as_arrows(column: pa.StringArray) -> bool:
    made, arrows = encoded_of(column), column.dictionary_encode()
    return made.indices.equals(arrows.indices) and made.dictionary.equals(arrows.dictionary)


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: texts,
        lambda texts: [*texts[:-1], texts[5]],
        lambda texts: [*texts[:-1], None],
        lambda texts: [*texts[:-1], ""],
        lambda texts: [text[-3:] for text in texts],
        lambda texts: [f"{text}ć{'x' * (place % 40)}" for place, text in enumerate(texts)],
    ],
)
def test_many_texts_are_encoded_as_by_arrow(change):
    column = pa.array(change(MANY), pa.string())
    assert same_as_arrows(column)
    assert same_as_arrows(column[100:])


def test_texts_that_differ_are_told_from_those_that_may_not():
    assert all_differ(pa.array(MANY))
    assert all_differ(pa.array(MANY)[3:])
    assert not all_differ(pa.array([*MANY[:-1], MANY[0]]))
    assert not all_differ(pa.array([*MANY[:-1], None]))
    assert not all_differ(pa.array(MANY[:10]))


def test_texts_that_are_alike_at_both_ends_are_encoded_by_what_they_hold():
    column = pa.array([f"abcdefgh{number}abcdefgh" for number in range(10_000, 10_000 + ROWS)])
    assert not all_differ(column)
    assert same_as_arrows(column)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=18), min_size=1, max_size=5))
def test_texts_beside_many_others_are_encoded_as_by_arrow(texts):
    kept = [text.encode("utf-8", "replace").decode() for text in texts]
    assert same_as_arrows(pa.array([*MANY, *kept]))


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=12))
def test_codes_as_arrow_gives_them_are_in_order(cells):
    texts = pa.array([None if cell is None else str(cell) for cell in cells], pa.string()).dictionary_encode()
    codes = texts.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    assert in_order(codes, len(texts.dictionary))
    assert not in_order(codes, len(texts.dictionary) + 1)
    if len(texts.dictionary) > 1:
        turned = np.where(codes < 0, codes, len(texts.dictionary) - 1 - codes)
        assert not in_order(turned.astype(np.int32), len(texts.dictionary))
