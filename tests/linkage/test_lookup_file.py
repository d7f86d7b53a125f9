"""A lookup kept in a file: what is opened is what was saved, and nothing else is opened."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather

from resolve.errors import FileError, InputError
from resolve.linkage.lookup_file import Resolved, load, save
from resolve.linkage.pipeline import Policy, Task, run
from resolve.records.facts import facts_of
from resolve.records.frequencies import Frequencies, Population


@pytest.fixture
def resolved(read, messy_frame) -> Resolved:
    policy = Policy.named("strict")
    linked = run(read(messy_frame(40, 1), messy_frame(20, 2)), Task(policy))
    ids = np.array([f"E{label}" for label in linked.labels], object)
    return Resolved(linked.records, ids, linked.model, policy, facts_of(linked.records))


def test_what_is_opened_is_what_was_saved(resolved, tmp_path):
    path = tmp_path / "new" / "people.lookup"
    save(resolved, path)
    opened = load(path)
    assert [each.name for each in path.parent.iterdir()] == ["people.lookup"]
    assert (opened.policy, opened.facts, opened.across_only) == (resolved.policy, resolved.facts, False)
    assert opened.model.to_json() == resolved.model.to_json()
    assert (opened.entity_ids == resolved.entity_ids).all()
    ours, theirs = opened.records, resolved.records
    assert ours.source_names() == theirs.source_names()
    assert (ours.record_ids == theirs.record_ids).all() and (ours.source_codes == theirs.source_codes).all()
    assert list(ours.columns) == list(theirs.columns)
    for name, column in theirs.columns.items():
        same = ours.columns[name]
        assert same.kind == column.kind
        assert (same.codes == column.codes).all() and (same.values == column.values).all()
        assert (same.counts == column.counts).all()
        words = {word for value in column.values.tolist() for word in value.split()}
        assert same.spellings == {word: own for word, own in column.spellings.items() if word in words}
    assert {name: rows.tolist() for name, rows in ours.contradicted.items()} == {
        name: rows.tolist() for name, rows in theirs.contradicted.items()
    }


def test_the_population_is_kept(read, messy_frame, tmp_path):
    people = Population({"surname": Frequencies.of(["hoxha", "ilic"], [70, 3], 900)})
    linked = run(read(messy_frame(40, 1)), Task(Policy.named("default"), population=people))
    ids = np.array([f"E{label}" for label in linked.labels], object)
    save(
        Resolved(linked.records, ids, linked.model, linked.task.policy, facts_of(linked.records)),
        tmp_path / "people.lookup",
    )
    columns = load(tmp_path / "people.lookup").records.columns
    kept = {name: column.population for name, column in columns.items() if column.population is not None}
    assert list(kept) == ["surname"]
    assert (
        kept["surname"].shares(["hoxha", "ilic", "x"]).tolist()
        == people.fields["surname"].shares(["hoxha", "ilic", "x"]).tolist()
    )


def test_other_files_are_refused(resolved, tmp_path):
    path = tmp_path / "people.lookup"
    with pytest.raises(FileError, match="no such file"):
        load(path)
    for content in (b"", b"a,b\n1,2\n", bytes(range(256)) * 40):
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"expected a file written by Lookup\.save"):
            load(path)
    feather.write_feather(pa.table({"a": [1]}), str(path))
    with pytest.raises(InputError, match=r"expected a file written by Lookup\.save"):
        load(path)


def test_a_file_cut_short_is_refused(resolved, tmp_path):
    path = tmp_path / "people.lookup"
    save(resolved, path)
    whole = path.read_bytes()
    for length in range(0, len(whole), len(whole) // 25):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError):
            load(path)


@pytest.mark.parametrize(
    "broken",
    [
        {"format": "another"},
        {"model": "{}"},
        {"policy": {"name": "x", "link": 2, "possible": 1, "join": 0.5}},
        {"policy": {"name": "x"}},
        {"facts": []},
        {"facts": [{"source": "x"}]},
        {"kinds": {"nothing": "given"}},
        {"spellings": []},
        {"contradicted": None},
    ],
)
def test_a_part_that_is_broken_is_refused(resolved, tmp_path, broken):
    path = tmp_path / "people.lookup"
    save(resolved, path)
    table = feather.read_table(str(path))
    told = json.loads(table.schema.metadata[b"resolve"]) | broken
    feather.write_feather(table.replace_schema_metadata({"resolve": json.dumps(told)}), str(path))
    with pytest.raises(InputError):
        load(path)
