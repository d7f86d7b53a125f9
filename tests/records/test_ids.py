"""Ids of records: every one is the id of one record of its source."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.ids import ids_of
from resolve.records.mapping import Schema
from resolve.records.schema import read_schemas
from resolve.records.sources import read_sources


def ids(*columns: list[str | None]) -> tuple[list[str], tuple[str, ...]]:
    frames = [pd.DataFrame({"id": column, "name": [f"Ana {n}" for n in range(len(column))]}) for column in columns]
    sources = read_sources(frames)
    schema = Schema.of({"map": {"id": "id"}})
    found, notes = ids_of(sources, read_schemas(sources, schema))
    return found.tolist(), notes


def test_cells_that_are_empty_or_repeat_an_earlier_one_get_their_row_number():
    found, notes = ids(["b", "a", None, "b", "b#4", "a"])
    assert found == ["b", "a", "#3", "b#4#", "b#4", "a#6"]
    assert len(notes) == 1 and "3 rows" in notes[0]


def test_sources_may_use_the_same_ids():
    assert ids(["1", "2"], ["2", "1"]) == (["1", "2", "2", "1"], ())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "a#2", "#1", None]), min_size=1, max_size=12))
def test_no_two_records_have_one_id_and_first_ones_keep_theirs(column):
    found, _ = ids(column)
    assert len(set(found)) == len(found)
    firsts = {cell: row for row, cell in reversed(list(enumerate(column))) if cell}
    assert all(found[row] == cell for cell, row in firsts.items())
