"""Blocks as sorted arrays: a record finds there whom blocking would have paired it with."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from resolve.linkage import blocking
from resolve.linkage.blocking import find_candidates
from resolve.linkage.groups import Groups
from resolve.linkage.lookup import Finder
from resolve.linkage.pipeline import Policy, Task, run


def neighbours(records, rows, *, across_only: bool) -> dict[int, set[int]]:
    found = find_candidates(records, rows, across_only=across_only)
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(found.left.tolist(), found.right.tolist(), strict=True):
        beside[one].add(other)
        beside[other].add(one)
    return beside


@pytest.mark.parametrize("across_only", [False, True])
@pytest.mark.parametrize("bounds", [None, (2, 5, 3), (4, 60, 12), (8, 100_000, 40)])
def test_a_record_of_the_data_finds_its_candidates_whatever_was_refined_or_left_out(
    read, messy_frame, monkeypatch, across_only, bounds
):
    records = read(messy_frame(70, 1), messy_frame(70, 2))
    model = run(records, Task(Policy.named("default"))).model
    if bounds is not None:
        tight = blocking._Bounds(*bounds)
        monkeypatch.setattr(blocking._Bounds, "for_rows", classmethod(lambda cls, rows: tight))
    finder = Finder(records, model, across_only=across_only)
    rows = Groups.of(records, by_source=across_only).rows
    want = neighbours(records, rows, across_only=across_only)
    assert bounds is None or any(len(want[row]) for row in rows.tolist())
    for row in rows.tolist():
        for name, room in finder.rooms.items():
            room.column.codes[finder.first] = records.columns[name].codes[row]
        finder.records.source_codes[finder.first] = records.source_codes[row]
        assert set(finder.candidates().tolist()) - {row} == want[row]


def test_a_record_with_nothing_finds_nobody(read, messy_frame):
    records = read(messy_frame(30, 1))
    finder = Finder(records, run(records, Task(Policy.named("default"))).model)
    assert finder.candidates().tolist() == []


def test_identical_records_come_together(read, messy_frame):
    frame = messy_frame(12, 3)
    records = read(frame, frame)
    finder = Finder(records, run(records, Task(Policy.named("default"))).model)
    for name, room in finder.rooms.items():
        room.column.codes[finder.first] = records.columns[name].codes[4]
    found = finder.with_identical(finder.score(np.array([4], np.int32), finder.first))
    assert {4, 16} <= set(found.rows.tolist()) and len(set(found.weight.tolist())) == 1
