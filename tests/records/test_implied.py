"""What national numbers tell beside the records' own fields."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources

NUMBER = "0101990710008"  # male, 1 January 1990
OTHER = "1403986714970"  # male, 14 March 1986


def read(**columns: list[str | None]) -> Records:
    frame = pd.DataFrame({"surname": ["a"] * len(next(iter(columns.values()))), **columns})
    sources = read_sources(frame)
    return prepare(sources, read_schemas(sources, Schema(map={name: name for name in frame.columns})))


def values(records: Records, field: str) -> list[str]:
    return [records.value(field, row) for row in range(len(records))]


def test_a_valid_number_fills_what_is_missing_and_says_so():
    records = read(national_id=[OTHER, None], birth_date=[None, "5.6.1970"], sex=[None, "f"])
    assert values(records, "birth_date") == ["1986-03-14", "1970-06-05"] and values(records, "sex") == ["m", "f"]
    assert any("1 records without a date of birth" in note for note in records.notes)
    assert records.contradicted == {}


def test_it_makes_a_column_that_no_source_has():
    assert values(read(national_id=[OTHER]), "birth_date") == ["1986-03-14"]


@pytest.mark.parametrize("own", ["1986", "3/1986", "1.1.1986", "1980-1990"])
def test_it_makes_a_date_known_in_part_exact(own):
    assert values(read(national_id=[OTHER], birth_date=[own]), "birth_date") == ["1986-03-14"]


@pytest.mark.parametrize("own", ["14.3.1987", "20.11.1951", "1987", "4.3.1986"])
def test_a_field_that_it_contradicts_stays_and_is_reported(own):
    records = read(national_id=[OTHER, None], birth_date=[own, "5.6.1970"], sex=["f", "m"])
    assert not values(records, "birth_date")[0].endswith("03-14") or own == "14.3.1987"
    assert {field: rows.tolist() for field, rows in records.contradicted.items()} == {"birth_date": [0], "sex": [0]}
    assert sum("contradicts" in note for note in records.notes) == 2


@pytest.mark.parametrize("number", ["1403986714979", "7003157", "AB123456C", "1234567890"])
def test_other_numbers_tell_nothing(number):
    records = read(national_id=[number], birth_date=["1986"])
    assert values(records, "birth_date") == ["1986"] and not records.notes


def test_a_zero_that_a_spreadsheet_dropped_is_given_back():
    records = read(national_id=[NUMBER, NUMBER[1:]])
    assert values(records, "national_id") == [NUMBER, NUMBER]
