"""Sets of identical records are those that are equal in every column."""

from __future__ import annotations

from collections import defaultdict

import pytest

from resolve.linkage.identical import Identical


@pytest.mark.parametrize("by_source", [False, True])
def test_sets_are_those_of_equal_rows(read, messy_frame, by_source):
    frame = messy_frame(40, 1)
    records = read(frame, frame.head(15), messy_frame(10, 2))
    rows = defaultdict(list)
    for row in range(len(records)):
        key = tuple(column.codes[row] for column in records.columns.values())
        rows[(*key, records.source_codes[row] if by_source else 0)].append(row)
    found = Identical.of(records, by_source=by_source)
    assert found.rows.tolist() == sorted(own[0] for own in rows.values())
    number, members = found.members(found.rows)
    assert sorted(rows.values()) == [members[number == n].tolist() for n in range(len(found.rows))]
