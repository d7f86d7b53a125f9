"""A population table beside the data: what it changes, where it is told, and what is refused."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import resolve
from resolve.errors import InputError, UnknownNameError

PEOPLE = pd.DataFrame(
    {
        "id": ["1", "2", "3", "4"],
        "given_name": ["Marko", "Marko", "Ana", "Ana"],
        "surname": ["Petrović", "Petrovic", "Zubčić", "Зубчић"],
    }
)
COMMON = pd.DataFrame(
    [
        ("surname", "Петровић", 90_000, 7_000_000),
        ("surname", "Zubčić", 12, None),
        ("surname", "Jovanović", 80_000, None),
    ],
    columns=["field", "value", "count", "total"],
)


def surname_bits(explanation: resolve.Explanation) -> float:
    return next(one.total for one in explanation.evidence if one.field == "surname")


def test_a_name_that_is_rare_among_all_people_weighs_more():
    alone, beside = resolve.dedupe(PEOPLE), resolve.dedupe(PEOPLE, population=COMMON)
    bits = [[surname_bits(found.explain(*pair)) for pair in (("1", "2"), ("3", "4"))] for found in (alone, beside)]
    assert bits[0][1] - bits[0][0] == pytest.approx(0, abs=0.5)
    assert bits[1][1] - bits[1][0] > 5


def test_the_explanation_says_where_a_name_is_common():
    found = resolve.dedupe(PEOPLE, population=COMMON)
    assert "common in the population" in str(found.explain("1", "2"))
    rare = found.explain("3", "4").to_dict()["evidence"]
    assert [one["population"] for one in rare if one["field"] == "surname"] == [pytest.approx(12 / 7e6)]
    assert [one["population"] for one in rare if one["field"] == "given_name"] == [None]


def test_explanations_add_up_and_a_new_record_weighs_as_one_of_the_data():
    found = resolve.dedupe(PEOPLE, population=COMMON)
    for left, right in (("1", "2"), ("1", "3"), ("3", "4")):
        told = found.explain(left, right)
        assert sum(one.total for one in told.evidence) + told.prior_bits + told.near_bits == pytest.approx(
            told.weight, abs=1e-3
        )
    lookup, cells = found.lookup(), {"given_name": "Ana", "surname": "Zubčić"}
    assert lookup.compare(cells, "4").weight == pytest.approx(found.explain("3", "4").weight, abs=1e-3)


def test_a_name_new_to_the_data_is_as_rare_as_among_all_people(tmp_path):
    lookup = resolve.dedupe(PEOPLE, population=COMMON).lookup()
    opened = resolve.Lookup.open(lookup.save(tmp_path / "people.lookup"))
    for one in (lookup, opened):
        common, rare = (
            surname_bits(one.compare({"given_name": "Ivo", "surname": name}, {"given_name": "Ivo", "surname": name}))
            for name in ("Jovanović", "Jovančićević")
        )
        assert rare > common + 5


def test_the_model_says_which_population_it_was_made_beside():
    model = resolve.train(PEOPLE, population=COMMON)
    told = model.training["population"]
    assert told["fields"] == {"surname": {"values": 3, "people": 7_000_000.0}} and len(told["digest"]) == 32
    assert resolve.dedupe(PEOPLE, population=COMMON).model == model
    assert "population" not in resolve.dedupe(PEOPLE, model=model).model.training


def test_stages_kept_for_another_population_are_refused(tmp_path):
    resolve.dedupe(PEOPLE, population=COMMON, work=tmp_path / "work")
    resolve.dedupe(PEOPLE, population=COMMON.copy(), work=tmp_path / "work")
    with pytest.raises(InputError, match="another population table, or none"):
        resolve.dedupe(PEOPLE, work=tmp_path / "work")


def test_the_command_line_takes_tables_and_lists_the_rows_that_it_could_not_use(call, tmp_path):
    PEOPLE.to_csv(tmp_path / "people.csv", index=False)
    COMMON.to_csv(tmp_path / "surnames.csv", index=False)
    (tmp_path / "given.csv").write_text("first name,broj\nMarko,30000\nAna,few\n", "utf-8")
    tables = ["--population", tmp_path / "surnames.csv", "--population", tmp_path / "given.csv"]
    status, _, err = call("dedupe", tmp_path / "people.csv", "-o", tmp_path / "out", *tables)
    assert (status, err) == (1, "")
    rejects = pd.read_csv(tmp_path / "out" / "rejects.csv")
    assert rejects[["source", "row", "column"]].to_numpy().tolist() == [["given", 2, "broj"]]
    told = json.loads((tmp_path / "out" / "model.json").read_text("utf-8"))["training"]["population"]
    assert set(told["fields"]) == {"surname", "given_name"}
    model = tmp_path / "model.json"
    assert call("train", tmp_path / "people.csv", "-o", model, *tables[:2], "-q")[0] == 0
    link = ["link", tmp_path / "people.csv", tmp_path / "people.csv", "-o", tmp_path / "links", *tables[:2], "-q"]
    assert call(*link, "--model", model)[0] == 0


def test_what_is_no_population_table_is_refused_before_the_data_is_read():
    with pytest.raises(InputError, match="columns field, value and count"):
        resolve.dedupe("no/such/file.csv", population=PEOPLE)
    with pytest.raises(UnknownNameError, match="'sirname'"):
        resolve.dedupe(PEOPLE, population=COMMON.replace("surname", "sirname"))


def test_a_table_of_other_fields_is_told():
    towns = pd.DataFrame({"field": ["town"], "value": ["Niš"], "count": [5]})
    notes = resolve.dedupe(PEOPLE, population=towns).linked.records.notes
    assert any("says nothing of the data's fields" in note for note in notes)
