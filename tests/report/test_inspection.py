"""What an inspection says: shapes and no values, what could not be read, and what to do."""

from __future__ import annotations

import json

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.schema import Schema
from resolve.records.sources import read_source
from resolve.report.inspection import inspect, is_blank
from resolve.report.shapes import Shape, common_shapes, shape

PEOPLE = {
    "Prezime": ["Hoti", "Ilić", "Marić"],
    "dob": ["1.2.1985.", "yesterday", "n/a"],
    "x1": ["Crna kuća", "Bela vila", "Plavi most"],
    "phone": ["064 123 456", "none", "060 111 222; 011 222 333"],
}


def test_what_could_not_be_read_and_why():
    found = inspect(read_source(pd.DataFrame(PEOPLE), "border"))
    dob = found.columns[1]
    assert (dob.unread, dob.samples[0].text, dob.samples[0].reason) == (1, "yesterday", "does not look like dates")
    assert found.columns[3].unread == 0 and found.columns[3].many == 1


def test_advice():
    advice = inspect(read_source(pd.DataFrame({"k": PEOPLE["x1"], "n": ["1", "2", "3"]}))).advice
    assert any("'k' looks like one" in line and "--map" in line for line in advice)
    assert any("not known: 'k', 'n'" in line for line in advice)
    told = inspect(read_source(pd.DataFrame({"k": PEOPLE["x1"]})), Schema(map={"k": "full_name"}))
    assert told.advice == () and told.columns[0].reason == "as told"


def test_the_guess_of_an_encoding_is_pointed_out(tmp_path):
    path = tmp_path / "p.csv"
    path.write_bytes("ime;prezime\nĐorđe;Šarić\nŽika;Ćosić\n".encode("cp1250"))
    assert any("--encoding" in line for line in inspect(read_source(path)).advice)


def test_as_dictionaries(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Title\nsurname;dob\nHoti;1985\nIlić\n", encoding="utf-8")
    told = json.loads(json.dumps(inspect(read_source(path)).to_dict()))
    assert (told["rows"], told["rejected"], told["header_line"], told["delimiter"]) == (1, 1, 2, ";")
    assert told["rejects"][0]["line"] == 4 and told["not_records"][0]["line"] == 1
    assert told["columns"][1]["shapes"] == [{"text": "9999", "share": 1.0}]


def test_blank_columns():
    found = inspect(read_source(pd.DataFrame({"surname": ["Hoti"], "": [None], "note": [None]})))
    assert [is_blank(column) for column in found.columns] == [False, True, False]


def test_shapes_tell_no_letter_and_no_digit():
    assert shape("Šarić-Ђ 24.04.'68\n") == "Aaaaa-A 99.99.'99↵"
    assert shape("\u202ex\x00") == "·a·" and shape("").strip() == "" and len(shape("a" * 1000)) == 61
    assert common_shapes(["AB12", "CD34", "E5"], [5, 4, 1]) == (Shape("AA99", 0.9), Shape("A9", 0.1))
    assert common_shapes(["Ana", "Ivona", "Petar"], [1, 1, 1]) == (Shape("Aaaaa", 0.6667), Shape("Aaa", 0.3333))
    assert common_shapes(["Ana", "Ivona", "Marija", "Eve Li"], [1] * 4)[0] == Shape("Aa+", 0.75)
    assert common_shapes([], []) == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_a_shape_holds_no_letter_but_a(text):
    kept = {letter for letter in shape(text) if letter.isalpha()}
    assert kept <= {"A", "a"} and not any(letter.isdigit() and letter != "9" for letter in shape(text))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=10), min_size=1, max_size=5))
def test_any_row_can_be_inspected(row):
    found = inspect(read_source(pd.DataFrame([row])))
    assert len(found.columns) == len(row) and json.dumps(found.to_dict())
