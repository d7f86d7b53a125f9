"""Ages: the years in which somebody of an age may be born, given when the record was written."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.records.ages import births_of_ages
from resolve.records.columns import Coded


def births(ages: list[str], stated: list[str] | None, known: list[str] | None = None) -> list[str]:
    written = None if stated is None else Coded.of(stated)
    return births_of_ages(Coded.of(ages), written, Coded.of(known or [""] * len(ages))).texts().tolist()


@pytest.mark.parametrize("stated", ["2023", "2023-04-01", "01.04.2023.", "04/2023"])
def test_an_age_tells_two_years_whatever_the_date_of_writing_is_like(stated):
    assert births(["45"], [stated]) == ["1977/1978 age"]


@pytest.mark.parametrize("age", ["", "?", "unknown", "-3", "999", "4500", "45678901234567890", "adult"])
def test_what_is_no_age_tells_nothing(age):
    assert births([age], ["2023"]) == [""]


@pytest.mark.parametrize("stated", ["", "?", "1900/2020", "0001", "99"])
def test_without_a_date_of_writing_a_row_tells_nothing(stated):
    assert births(["45"], [stated]) == [""]


def test_a_source_without_dates_of_writing_is_dated_by_births_beside_ages():
    ages, known = ["30"] * 30 + ["45"], ["1990-05-01"] * 30 + [""]
    assert births(ages, None, known)[-1] == "1974/1976 age"
    assert births(ages[-5:], None, known[-5:])[-1] == ""  # too few to tell


def test_a_source_written_over_many_years_is_not_dated():
    ages = [str(age) for age in range(20, 60)] + ["45"]
    assert births(ages, None, ["1980-05-01"] * 40 + [""])[-1] == ""


def test_an_age_stands_in_for_a_birth_date_that_is_missing_and_no_other(read):
    frame = pd.DataFrame(
        {
            "full_name": ["Ana Kola", "Ana Kola", "Ana Kola"],
            "birth_date": ["1980-05-01", "", ""],
            "age": ["45", "45", ""],
            "record_date": ["2023", "2023", "2023"],
        }
    )
    records = read(frame)
    assert [records.value("birth_date", row) for row in range(3)] == ["1980-05-01", "1977/1978 age", ""]


def test_nothing_at_all():
    assert births([], None) == [] and births([], []) == []
