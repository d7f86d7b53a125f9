"""Rows by key and texts in a row: what goes in comes out again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolve.watchlist.postings import Postings, Texts


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 50)), max_size=30))
def test_postings_give_the_rows_of_each_number(pairs):
    numbers = np.array([number for number, _ in pairs], np.int64)
    rows = np.array([row for _, row in pairs], np.int64)
    postings = Postings.by_number(numbers, rows, 6)
    asked, found = postings.of(np.arange(6))
    assert sorted(zip(asked.tolist(), found.tolist(), strict=True)) == sorted(pairs)


@given(st.lists(st.text(max_size=20), max_size=10))
def test_texts_come_back_as_they_were(texts):
    held = Texts.of(texts)
    assert [held[number] for number in range(held.size)] == texts


def test_keys_that_are_not_there_find_nothing():
    postings = Postings.by_number(np.array([0, 1]), np.array([7, 8]), 2)
    values = np.array([10, 20], np.uint32)
    asked, rows = postings.under(values, np.array([5, 20, 99], np.uint32))
    assert (asked.tolist(), rows.tolist()) == ([1], [8])
