"""Identical records are one group; what is found of its leader holds for all of it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from resolve.linkage.groups import Groups
from resolve.linkage.scored import Scored
from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources


def records(names: list[str], sources: int = 1) -> Records:
    frame = pd.DataFrame({"surname": names, "birth_date": ["1.2.1985."] * len(names)})
    read = read_sources([frame] * sources)
    return prepare(read, read_schemas(read, Schema()))


def pairs(*found: tuple[int, int]) -> Scored:
    left, right = (np.array([pair[side] for pair in found], np.int32) for side in (0, 1))
    count = len(found)
    return Scored(left, right, np.ones(count, np.float32), np.zeros(count, np.int8), np.zeros(count, bool))


def test_the_lowest_row_leads():
    groups = Groups.of(records(["hoxha", "marić", "Hoxha", "HOXHA"]), by_source=False)
    assert groups.leader.tolist() == [0, 1, 0, 0] and groups.rows.tolist() == [0, 1]
    assert groups.size.tolist() == [3, 1, 0, 0]


def test_by_source_each_has_its_own():
    groups = Groups.of(records(["hoxha", "hoxha"], sources=2), by_source=True)
    assert groups.leader.tolist() == [0, 0, 2, 2]


def test_leaders_alone_tell_the_groups():
    groups = Groups.of(records(["hoxha", "marić", "hoxha"]), by_source=False)
    again = Groups.led_by(groups.leader)
    assert all((getattr(groups, name) == getattr(again, name)).all() for name in vars(groups))


def test_a_link_of_leaders_is_one_of_every_two_members():
    groups = Groups.led_by(np.array([0, 1, 0, 1], np.int32))
    spread = groups.spread(pairs((0, 1), (0, 0)))
    assert list(zip(spread.left.tolist(), spread.right.tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 2),
        (2, 3),
    ]


@pytest.mark.parametrize("by_source", [False, True])
def test_sets_are_those_of_equal_rows(read, messy_frame, by_source):
    frame = messy_frame(40, 1)
    records = read(frame, frame.head(15), messy_frame(10, 2))
    rows = defaultdict(list)
    for row in range(len(records)):
        key = tuple(column.codes[row] for column in records.columns.values())
        rows[(*key, records.source_codes[row] if by_source else 0)].append(row)
    found = Groups.of(records, by_source=by_source)
    assert found.rows.tolist() == sorted(own[0] for own in rows.values())
    number, members = found.members(found.rows)
    assert sorted(rows.values()) == [members[number == n].tolist() for n in range(len(found.rows))]
