"""Machine-readable zones fill the fields that a source has no columns for."""

from __future__ import annotations

import pandas as pd
import pytest

import resolve
from resolve.records.prepare import Records, prepare
from resolve.records.schema import read_schema, read_schemas
from resolve.records.sources import read_source, read_sources
from resolve.values import mrz

FIRST = "P<SRBILIC<<ANA<MARIJA".ljust(44, "<")


def zone(number: str = "012345678", birth: str = "850101", name: str = "ILIC<<ANA<MARIJA") -> str:
    fields = {"type": "P", "issuer": "SRB", "name": name, "number": number, "nationality": "SRB"}
    return mrz.write("TD3", fields | {"birth": birth, "sex": "F", "expiry": "300101"})


def records(frame: pd.DataFrame) -> Records:
    sources = read_sources([frame])
    return prepare(sources, read_schemas(sources))


def test_a_zone_fills_name_birth_sex_nationality_and_document():
    found = records(pd.DataFrame({"mrz": [zone(), zone("999999999", "900202")]}))
    values = {field: found.value(field, 0) for field in found.columns}
    assert values == {
        "given_name": "ana marija",
        "surname": "ilic",
        "birth_date": "1985-01-01",
        "sex": "f",
        "nationality": "srb",
        "document_number": "012345678 SRB",
    } | {field: value for field, value in values.items() if field in ("birth_date", "other_names")}


def test_lines_in_columns_of_their_own_are_joined():
    first, second = zone().split("\n")
    found = records(pd.DataFrame({"MRZ line 1": [first], "MRZ line 2": [second], "id": ["a"]}))
    assert found.value("surname", 0) == "ilic" and found.value("document_number", 0) == "012345678 SRB"


def test_a_sources_own_columns_come_first():
    frame = pd.DataFrame({"mrz": [zone(), zone()], "surname": ["Ilić-Marić", None], "passport_no": ["X1", None]})
    found = records(frame)
    assert [found.value("surname", row) for row in (0, 1)] == ["ilic maric", "ilic"]
    assert [found.value("document_number", row) for row in (0, 1)] == ["X1 SRB", "012345678 SRB"]


def test_what_a_failed_check_digit_puts_in_doubt_is_left_out():
    found = records(pd.DataFrame({"mrz": [zone(), zone().replace("850101", "850701"), "not a zone"]}))
    assert [found.value("surname", row) for row in range(3)] == ["ilic", "ilic", ""]
    assert [found.value("birth_date", row) != "" for row in range(3)] == [True, False, False]


def test_a_column_of_zones_is_known_by_its_values():
    schema = read_schema(read_source(pd.DataFrame({"zone_text": [zone(), zone("987654321")]})))
    assert schema.columns[0].field == "mrz"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("IBAN", "account"),
        ("Bank account no.", "account"),
        ("Žiro račun", "account"),
        ("Nr. i llogarisë", "account"),
        ("Registarska oznaka", "plate"),
        ("Targa", "plate"),
        ("number_plate", "plate"),
        ("Plaka", "plate"),
        ("MRZ", "mrz"),
        ("mrz_line2", "mrz"),
        ("Issuing state", "issuing_country"),
        ("Држава издавања", "issuing_country"),
        ("Shteti lëshues", "issuing_country"),
    ],
)
def test_headers(header, field):
    from resolve.records.headers import read_header

    assert read_header(header).field == field


def test_issuers_in_a_column_of_their_own_go_with_the_numbers():
    frame = pd.DataFrame(
        {
            "surname": ["a", "b", "c", "d"],
            "passport number": ["P1", "P1", "P1 (Kosovo)", None],
            "issuing country": ["Srbija", None, "SRB", "SRB"],
        }
    )
    found = records(frame)
    assert [found.value("document_number", row) for row in range(4)] == ["P1 SRB", "P1", "P1 XKX", ""]


def test_records_of_one_document_meet_whatever_wrote_them():
    left = pd.DataFrame({"mrz": [zone(), zone("111222333", "700707", "HOXHA<<BESNIK")]})
    right = pd.DataFrame(
        {
            "name": ["Ana Marija Ilić", "Besnik Hoxha"],
            "passport": ["012345678", "111222333"],
            "born": ["01.01.1985.", "07.07.1970."],
            "place of birth": ["Priština", "Prishtinë"],
        }
    )
    found = resolve.link(left, right)
    assert sorted(found.links[["left_id", "right_id"]].to_numpy().tolist()) == [["1", "1"], ["2", "2"]]
