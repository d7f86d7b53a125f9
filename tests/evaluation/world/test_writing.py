"""The files of a world: the same bytes, a complete truth, and records that hang together."""

from __future__ import annotations

import csv
import json

import pytest

import resolve
from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.world.agencies import agency_names, read_agencies
from resolve.evaluation.world.writing import Order, generate

SMALL = ("rs_registar", "mk_granica", "uk_visa", "consular_list")


def read(folder, name, encoding="utf-8-sig", delimiter=","):
    with (folder / f"{name}.csv").open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    generate(Order(600, 3, "hard"), folder)
    return folder


def test_the_same_order_gives_the_same_bytes_whatever_the_pages(tmp_path):
    order = Order(400, 5, "medium", SMALL)
    generate(order, tmp_path / "one")
    generate(order, tmp_path / "other", page=97)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "other").iterdir())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes(), name


def test_another_seed_gives_another_world(tmp_path):
    for seed in (1, 2):
        generate(Order(100, seed, "easy", SMALL), tmp_path / str(seed))
    assert (tmp_path / "1" / "people.csv").read_bytes() != (tmp_path / "2" / "people.csv").read_bytes()


def test_every_record_is_in_the_truth_once_and_every_entity_is_a_person(world):
    truth = read(world, "truth")
    people = {row["entity_id"] for row in read(world, "people")}
    records = []
    for agency in read_agencies():
        rows = read(world, agency.name, agency.encoding, agency.delimiter)
        id_header = next(header for header, field in agency.columns if field == "id")
        records += [(agency.name, row[id_header]) for row in rows]
    assert len(people) == 600 and len(set(records)) == len(records)
    assert sorted(records) == sorted((row["source"], row["record_id"]) for row in truth)
    assert {row["entity_id"] for row in truth} <= people
    slices = read(world, "records")
    assert [(row["source"], row["record_id"]) for row in slices] == [(row["source"], row["record_id"]) for row in truth]


def test_the_agencies_write_in_their_scripts_and_the_engine_reads_their_columns(world):
    scripts = {row["source"]: row["script"] for row in read(world, "records")}
    assert scripts["rs_registar"] == "Cyrl" and scripts["consular_list"] == "Arab" and scripts["uk_visa"] == "Latn"
    linked = resolve.dedupe([world / f"{name}.csv" for name in ("rs_registar", "mk_granica", "xk_kufiri")])
    assert not linked.rejects
    scores = resolve.evaluate(linked, world / "truth.csv")
    assert scores.records > 100 and scores.precision > 0.3


def test_hits_are_records_of_listed_people_and_some_entries_are_of_nobody(world):
    entries = {row["id"] for row in read(world, "watchlist")}
    hits = read(world, "watchlist_hits")
    assert {row["entry_id"] for row in hits} <= entries
    known = {(row["source"], row["record_id"]): row["entity_id"] for row in read(world, "truth")}
    owners = {}
    for row in hits:
        owners.setdefault(row["entry_id"], set()).add(known[row["source"], row["record_id"]])
    assert all(len(owner) == 1 for owner in owners.values())


def test_the_order_and_what_made_it_are_written_down(world):
    written = json.loads((world / "world.json").read_text("utf-8"))
    assert (written["people"], written["seed"], written["difficulty"]) == (600, 3, "hard")
    assert set(written["records"]) == set(agency_names()) and len(written["world_rules"]) == 12


def test_wrong_orders_are_refused(tmp_path):
    with pytest.raises(UnknownNameError, match="no agency 'fbi'"):
        generate(Order(100, agencies=("fbi",)), tmp_path)
    with pytest.raises(UnknownNameError, match="no difficulty 'mild'"):
        generate(Order(100, difficulty="mild"), tmp_path)
    with pytest.raises(InputError, match="20 people"):
        generate(Order(1), tmp_path)
    assert not list(tmp_path.iterdir())


def test_processes_give_what_one_gives(tmp_path):
    order = Order(200, 5, "medium", ("rs_registar", "uk_visa"))
    generate(order, tmp_path / "one", workers=1)
    generate(order, tmp_path / "two", workers=2, page=200)
    assert (tmp_path / "one" / "truth.csv").read_bytes() == (tmp_path / "two" / "truth.csv").read_bytes()
