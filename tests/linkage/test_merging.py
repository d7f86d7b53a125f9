"""Golden values: what most records of an entity hold."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.merging import choose
from resolve.records.columns import Coded, Column

VALUES = st.sampled_from(["", "a", "b", "cc", "ccc"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(VALUES, st.integers(0, 3)), min_size=1, max_size=12))
def test_the_value_with_most_votes_then_the_longest_then_the_first_in_order(rows):
    texts = [text for text, _ in rows]
    entity = np.array([number for _, number in rows], np.int64)
    column = Column.of("town", "place", Coded.of(texts))
    found = choose(column, entity, 4)
    for number in range(4):
        votes = Counter(text for text, of in rows if of == number and text)
        assert found.filled[number] == sum(votes.values())
        if not votes:
            assert (found.row[number], found.votes[number]) == (-1, 0)
            continue
        best = min(votes, key=lambda text: (-votes[text], -len(text), text))
        row = found.row[number]
        assert (texts[row], entity[row], found.votes[number]) == (best, number, votes[best])


def test_a_column_without_values_chooses_nothing():
    found = choose(Column.of("town", "place", Coded.missing(3)), np.array([0, 1, 1]), 2)
    assert found.row.tolist() == [-1, -1] and found.filled.tolist() == [0, 0]


def test_of_dates_with_as_many_votes_the_one_known_best_is_chosen():
    texts = ["1986", "1986-01-01?", "1986-03-14", "1986-14-13", "1985/1987"]
    column = Column.of("birth_date", "date", Coded.of(texts))
    assert choose(column, np.zeros(5, np.int64), 1).row.tolist() == [2]
