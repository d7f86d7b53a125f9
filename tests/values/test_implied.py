"""What national numbers tell, many at once as one alone; zeros that spreadsheets dropped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.checksums import ALL, believed
from resolve.values.identifiers import parse
from resolve.values.implied import implied, lost_zeros, with_lost_zeros


def jmbg(day: date, serial: int) -> str:
    digits = f"{day:%d%m}{day.year % 1000:03}71{serial:03}"
    total = sum(int(d) * w for d, w in zip(digits, (7, 6, 5, 4, 3, 2) * 2, strict=True))
    return digits + str(0 if 11 - total % 11 > 9 else 11 - total % 11)


BIRTHS = st.lists(
    st.tuples(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999)), min_size=1, max_size=8, unique=True
)


@settings(max_examples=100, deadline=None)
@given(BIRTHS)
def test_a_number_tells_the_date_and_sex_that_it_was_made_of(births):
    numbers = [jmbg(*birth) for birth in births]
    told = implied(numbers, believed(numbers))
    assert told.births == [day.isoformat() for day, _ in births]
    assert told.sexes == ["f" if serial >= 500 else "m" for _, serial in births]
    alone = [parse(number) for number in numbers]
    assert [(one.birth, one.sex) for one in alone] == list(zip(told.births, told.sexes, strict=True))


def test_what_is_not_valid_or_not_believed_tells_nothing():
    assert implied(["0101990710009", "", "7"], ALL).births == ["", "", ""]
    assert implied(["0101990710008"], 0).births == [""]
    assert implied([], ALL).births == []


@pytest.mark.parametrize("number", ["J00101999W", "AB123456C"])
def test_a_number_whose_check_is_not_sure_tells_nothing_in_a_batch(number):
    assert implied([number], ALL).births == [""]


@settings(max_examples=100, deadline=None)
@given(BIRTHS)
def test_a_lost_zero_is_given_back(births):
    numbers = [jmbg(*birth) for birth in births]
    assert with_lost_zeros([str(int(number)) for number in numbers if number[:2] != "00"]) == numbers


def test_numbers_of_another_kind_keep_their_length():
    numbers = [f"{n:012}" for n in range(100_000_000_000, 100_000_000_300)]
    assert with_lost_zeros(numbers) == numbers and with_lost_zeros([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dates(date(1920, 1, 1), date(1999, 12, 31)), min_size=1, max_size=8, unique=True), st.booleans())
def test_zeros_are_put_back_in_one_number_as_they_were_in_its_column(days, other):
    numbers = [jmbg(day, 1).removeprefix("0") for day in days] + ["123456789012"] * other
    mended = lost_zeros(numbers)
    assert [with_lost_zeros([number], mended)[0] for number in numbers] == with_lost_zeros(numbers)
