"""Fingerprints differ where a run would differ, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.fingerprint import fingerprint, fingerprints
from resolve.linkage.task import Policy, Task
from resolve.records.population import read_population
from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources

FRAME = pd.DataFrame({"id": ["1", "2"], "surname": ["Hoxha", "Marić"], "given_name": ["Ana", "Ivo"]})
TASK = Task(Policy.named("default"))
PLAIN = st.recursive(st.none() | st.integers() | st.text() | st.booleans(), st.lists, max_leaves=8)


def read(frame: pd.DataFrame, schema: Schema | None = None) -> Records:
    sources = read_sources(frame)
    return prepare(sources, read_schemas(sources, schema or Schema()))


def test_the_same_data_and_options_have_the_same_fingerprints():
    assert fingerprints(read(FRAME), TASK) == fingerprints(read(FRAME.copy()), TASK)


def test_another_cell_id_order_or_reading_is_other_data():
    others = (FRAME.replace("Ivo", "Iva"), FRAME.replace("2", "3"), FRAME.iloc[::-1])
    found = [fingerprints(read(frame), TASK)["data"] for frame in (FRAME, *others)]
    found.append(fingerprints(read(FRAME, Schema(map={"given_name": "middle_name"})), TASK)["data"])
    assert len(set(found)) == len(found)


def test_another_population_is_another_run():
    tables = ([("surname", "Hoxha", 5)], [("surname", "Hoxha", 6)], [("surname", "Hodža", 5)])
    people = [read_population(pd.DataFrame(table, columns=["field", "value", "count"])) for table in tables]
    tasks = [TASK, *(replace(TASK, population=one) for one in people)]
    found = [fingerprints(read(FRAME), task) for task in tasks]
    assert len({one["population"] for one in found}) == 4 and len({one["options"] for one in found}) == 1


def test_another_policy_or_way_is_another_run():
    tasks = (TASK, replace(TASK, across_only=True), Task(replace(TASK.policy, link=0.71)))
    found = [fingerprints(read(FRAME), task)["options"] for task in tasks]
    assert len(set(found)) == len(found)


def test_arrays_count_by_kind_and_content():
    arrays = (np.arange(3), np.arange(3, dtype=np.int8), np.arange(4), np.array(["0", "1", "2"], object))
    assert len({fingerprint(array) for array in arrays}) == len(arrays)


@settings(deadline=None)
@given(PLAIN, PLAIN)
def test_equal_fingerprints_are_of_equal_content(one, other):
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))
