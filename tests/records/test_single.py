"""One record read by itself comes out as it did among the others."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError, UnknownNameError
from resolve.records.facts import Facts, facts_of
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.single import RecordReader
from resolve.records.sources import read_sources
from resolve.rules import data_folder

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
COLUMNS = {
    "ime": "given_name", "prezime": "surname", "roj": "birth_date", "tel": "phone", "mb": "national_id",
    "dok": "document_number", "drz": "issuing_country", "grad": "town", "pol": "sex", "br": "ignore",
}  # fmt: skip


def prepared(*frames: pd.DataFrame, **said: str):
    sources = read_sources(list(frames))
    known = {name for frame in frames for name in frame.columns}
    return prepare(sources, read_schemas(sources, Schema(map={k: v for k, v in said.items() if k in known})))


def differences(records) -> list[tuple]:
    """Read every record by itself, from its raw cells; give what comes out otherwise."""
    readers = [RecordReader(facts) for facts in facts_of(records)]
    wrong = []
    for row in range(len(records)):
        one = readers[records.source_codes[row]].read(records.raw(row))
        want = {name: records.value(name, row) for name in records.columns if records.value(name, row)}
        got = {name: text for name, text in one.values.items() if name in records.columns}
        contradicted = {name for name, rows in records.contradicted.items() if row in rows}
        if want != got or contradicted != set(one.contradicted):
            wrong.append((row, want, got, contradicted, one.contradicted))
    return wrong


@pytest.mark.parametrize("name", ["mup_registar", "kufiri_hyrje", "uk_cases"])
def test_records_of_the_fixtures(name):
    sources = read_sources(data_folder("fixtures") / f"{name}.csv")
    assert not differences(prepare(sources, read_schemas(sources)))


def test_messy_records(messy_frame):
    frame = messy_frame(60, 1)
    assert not differences(prepared(frame, **{name: name for name in frame.columns}))


def test_what_columns_tell_is_kept():
    numbers = ["101990710008", "0101990710008", "3112985710003", "1403986710012", None] * 8
    frame = pd.DataFrame(
        {
            "name": ["Petrović Ana", "Ilić, Goran", "Jović Marko (Petar)", "ИЛИЋ МАРА", "dr Hoxha Agim"] * 8,
            "surname_was": ["Petrović", "", "Ilić Jović", None, "n/a"] * 8,
            "born": ["03/14/1986", "12/31/1990", "01/01/1970", "1986", "?"] * 8,
            "tel": ["+381 64 123 4567", "064 123 4568", "+381 11 222 333; 064 1", "", "x"] * 8,
            "mb": numbers,
            "given": [None, "", None, None, "Agim"] * 8,
        }
    )
    said = {"name": "full_name", "surname_was": "maiden_name", "born": "birth_date", "tel": "phone"}
    records = prepared(frame, **said, mb="national_id", given="given_name")
    assert facts_of(records)[0].dates["birth_date"].month_first
    assert not differences(records)


def test_parts_of_dates_joined_columns_zones_and_issuers():
    frame = pd.DataFrame(
        {
            "g": ["1986", "90", "", "1986"], "m": ["3", "", "2", "13"], "d": ["14", "", "2", "1"],
            "n1": ["Ana", "Goran", None, ""], "n2": ["Marija", None, "Petar", None],
            "zone": [None, "", ZONE, "no zone"],
            "doc": ["P1234567", None, "X1 (SRB)", "0000"], "by": ["Srbija", "SRB", "BIH", None],
            "pol": ["žensko", "M", "?", "n/a"],
        }
    )  # fmt: skip
    said = {"g": "birth_year", "m": "birth_month", "d": "birth_day", "n1": "given_name", "n2": "given_name"}
    records = prepared(frame, **said, zone="mrz", doc="document_number", by="issuing_country", pol="sex")
    assert not differences(records)


def test_mended_columns_are_mended_again():
    names = ["PetroviÄ‡", "JoviÄ‡", "IliÄ‡", "NikoliÄ‡", "Ana"]
    frame = pd.DataFrame({"surname": names, "birth_year": ["1985.0", "1990.0", "1971.0", "1950.0", None]})
    records = prepared(frame)
    assert records.sources[0].repairs
    assert not differences(records)


def reader() -> RecordReader:
    return RecordReader(Facts("border", COLUMNS))


def test_keys_are_columns_or_fields_whatever_their_capitals():
    found = reader().read({"IME ": "Ana", "surname": "Marić", "br": "x", "tel": None, "grad": "  "})
    assert dict(found.values) == {"given_name": "ana", "surname": "maric"}


def test_unknown_keys_are_refused_by_the_columns_there_are_and_no_value():
    with pytest.raises(
        UnknownNameError, match=r"border has no column 'imee' \(did you mean 'ime'\?\); its columns are"
    ):
        reader().read({"imee": "Secret"})
    with pytest.raises(UnknownNameError) as refused:
        reader().read({"x" * 10_000: "Secret", 3: "Secret"})
    assert "Secret" not in str(refused.value) and len(str(refused.value)) < 400
    with pytest.raises(InputError, match="mapping"):
        reader().read([("ime", "Ana")])  # type: ignore[arg-type]


def test_values_that_cannot_be_read_are_missing_and_noted_by_column():
    found = reader().read({"roj": "yesterday or so", "tel": "?", "ime": "n/a", "prezime": "Ilić", "pol": "unknown"})
    assert dict(found.values) == {"surname": "ilic"} and found.unread == ("roj", "tel")


def test_values_need_not_be_text():
    born = pd.Timestamp("1986-03-14")
    found = reader().read({"roj": born, "tel": 641234567.0, "mb": float("nan"), "ime": ["Ana", "Mara"], "pol": pd.NA})
    assert found.values["birth_date"] == "1986-03-14" and found.values["phone"] == "641234567"
    assert "national_id" not in found.values and "ana" in found.values["given_name"]


def test_very_long_cells_take_no_longer_than_their_length():
    found = reader().read(dict.fromkeys(("ime", "roj", "tel", "mb", "dok", "grad"), "a1 " * 1000000))
    assert "birth_date" not in found.values


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(list(COLUMNS)), st.text(st.characters(), max_size=40) | st.none() | st.floats()))
def test_any_cells_are_read(cells):
    found = reader().read(cells)
    assert all(isinstance(text, str) and text for text in found.values.values())
    assert reader().read(cells) == found


def test_records_of_one_shape_are_read_alike_whatever_shapes_came_before():
    facts = Facts("border", {"Ime": "given_name", "Prezime": "surname", "Rođen": "birth_date", "Let": "ignore"})
    shapes = [
        {"Ime": "Ana", "Prezime": None, "Rođen": "1.2.1985.", "Let": "JU 540"},
        {"Ime": "Ana", "ime": "Marija"},
        {"ime": "Marija", "Ime": "Ana"},
        {"Ime": "Ana", "ime": " "},
        {"given_name": "Marija", "Ime": "Ana", "surname": "Ilić"},
        {"given_name": "Marija", "Ime": "", "surname": "Ilić"},
        {"Rođen": 1985, "surname": float("nan")},
        {},
    ]
    kept = RecordReader(facts)
    for cells in [*shapes, *reversed(shapes)]:
        assert kept.read(cells) == RecordReader(facts).read(cells)
    found = [dict(kept.read(cells).values).get("given_name", "") for cells in shapes]
    assert found == ["ana", "marija", "ana", "ana", "ana", "marija", "", ""]
    for _ in range(2):
        with pytest.raises(UnknownNameError, match="did you mean 'Rođen'"):
            kept.read({"Ime": "Ana", "Rodjen": "1985"})
