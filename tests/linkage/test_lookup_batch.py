"""Records looked up together are found as each by itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from resolve.linkage.lookup import Finder
from resolve.linkage.lookup_batch import find_together
from resolve.linkage.pipeline import Policy, Task, run
from resolve.records.facts import facts_of
from resolve.records.single import OneRecord, RecordReader
from resolve.scoring import room


@pytest.fixture
def records(read, messy_frame):
    return read(messy_frame(80, 4))


@pytest.fixture
def model(records):
    return run(records, Task(Policy.named("default"))).model


def ones_of(records) -> list[OneRecord]:
    (facts,) = facts_of(records)
    reader = RecordReader(facts)
    ones = [reader.read(records.raw(row)) for row in range(len(records))]
    new = [OneRecord({"surname": f"hoxh{letter}", "birth_date": "1986-03-14"}) for letter in "abcdefgh"]
    written = [
        OneRecord({"surname": "djordjevik"}, {"djordjevik": ("ђорђевиќ",)}),
        OneRecord({"surname": "djordjevik"}, {"djordjevik": ("đorđevik",)}),
        OneRecord({"surname": "djordjevik"}),
    ]
    return [*ones, *new, *written, OneRecord({}), OneRecord({"surname": "qqqq"})]


def alone(finder, one, source, least):
    finder.settle()
    finder.put(one, finder.first, source)
    return finder.with_identical(finder.likely(least))


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(("least", "space"), [(-20.0, 4_096), (2.0, 64)])
def test_it_is_what_each_finds_alone(records, model, monkeypatch, across, least, space):
    monkeypatch.setattr(room, "ROOM", space)
    ones = ones_of(records)
    codes = np.arange(len(records), dtype=np.int16) % 2 * across
    finder = Finder(dataclasses.replace(records, source_codes=codes), model, across_only=across)
    for start in range(0, len(ones), finder.together):
        some = ones[start : start + finder.together]
        for source in (0, -1):
            together = find_together(finder, some, source, least)
            for one, found in zip(some, together, strict=True):
                want = alone(finder, one, source, least)
                assert found.rows.tolist() == want.rows.tolist()
                assert found.weight == pytest.approx(want.weight, abs=1e-4)
                assert found.barred.tolist() == want.barred.tolist()


def test_nobody(records, model):
    finder = Finder(records, model)
    assert find_together(finder, [], 0, 0.0) == []
    (found,) = find_together(finder, [OneRecord({})], 0, 0.0)
    assert not len(found.rows)
