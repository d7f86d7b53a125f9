"""Words in another part of the other name, of one record and a few others: the answers of the arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.prepare import Records
from resolve.scoring.across import NAME_PARTS, raise_moved
from resolve.scoring.moved import MovedWords

_NAMES = st.sampled_from(["", "walter", "anton", "walter anton", "djordje", "dzordze", "ana", "anton ana"])
_KINDS = {"given_name": "given", "surname": "surname", "other_names": "other_names"}


def _records(rows: list[tuple[str, ...]]) -> Records:
    columns = {
        name: Column.of(name, _KINDS[name], Coded.of([row[place] for row in rows]))
        for place, name in enumerate(NAME_PARTS)
    }
    empty = Records((), (), np.zeros(len(rows), np.int16), np.array([str(n) for n in range(len(rows))], object), {})
    return replace(empty, columns=columns)


@given(st.lists(st.tuples(_NAMES, _NAMES, _NAMES), min_size=2, max_size=6))
def test_pairs_are_raised_as_by_the_arrays(rows):
    rows = [*rows, ("walter", "anton", "ana")]
    records = _records(rows)
    words = MovedWords(records.columns)
    others = np.arange(len(rows), dtype=np.int32)
    for row in range(len(rows)):
        among = words.among(row, others)
        for name in NAME_PARTS:
            level = np.full(len(rows), 2, np.int8)
            raise_moved(records, name, 1, level, np.full(len(rows), row, np.int32), others)
            assert among.in_pairs(name).tolist() == (level == 1).tolist()
            pairs = [words.in_pair(name, words.of_pair(row, other)) for other in others.tolist()]
            assert pairs == (level == 1).tolist()


@pytest.mark.parametrize(("rows", "moved"), [
    ([("walter", "walter", ""), ("anton", "walter", "")], False),
    ([("walter", "anton", ""), ("anton", "petrovic", "")], True),
    ([("walter", "", ""), ("", "walter", "")], True),
])  # fmt: skip
def test_a_word_that_stands_in_both_parts_of_its_own_name_has_not_moved(rows, moved):
    words = MovedWords(_records([*rows, ("x", "x", "x")]).columns)
    assert words.in_pair("given_name", words.of_pair(0, 1)) is moved
    assert words.among(0, np.array([1], np.int32)).in_pairs("given_name").tolist() == [moved]


def test_codes_that_are_given_to_other_values_are_asked_anew():
    records = _records([("walter", "anton", "x"), ("ana", "walter", "x")])
    words = MovedWords(records.columns)
    assert words.in_pair("given_name", words.of_pair(0, 1))
    column = records.columns["given_name"]
    column._derived["tokens:sound"][column.codes[0]] = 0
    assert words.in_pair("given_name", words.of_pair(0, 1))
    words.forget("given_name")
    assert not words.in_pair("given_name", words.of_pair(0, 1))
