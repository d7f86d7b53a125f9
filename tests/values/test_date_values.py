"""Dates of birth as values: the normal spelling holds all there is to a value, and reads back to it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.date_calendars import Calendar
from resolve.values.date_values import (
    BirthDate,
    Flag,
    Precision,
    approximate,
    days_in,
    default_day,
    gregorian,
    of_text,
    point,
    span,
    years_before,
)

QUIET = settings(max_examples=200, deadline=None)
DAYS = st.dates(date(1451, 1, 1), date(2090, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(sorted)
CALENDARS = st.sampled_from(Calendar)


@QUIET
@given(DAYS, st.sampled_from(["day", "month", "year"]))
def test_dates_known_in_part_read_back(day, precision):
    month, of_month = (day.month, day.day) if precision == "day" else (day.month, 0) if precision == "month" else (0, 0)
    born = point(day.year, month, of_month)
    assert born.precision is Precision(precision) and of_text(born.text) == born
    assert born.first <= day <= born.last


@QUIET
@given(SPANS, CALENDARS)
def test_spans_read_back(ends, calendar):
    born = span(*ends, calendar)
    assert of_text(born.text) == born and [born.first, born.last] == ends
    assert of_text(approximate(born).text) == approximate(born)


@QUIET
@given(DAYS, st.integers(0, 120))
def test_ages_read_back_and_hold_the_birthday(day, age):
    first, last = years_before(day, age)
    born = span(first, last, age=True)
    assert of_text(born.text) == born and Flag.AGE in born.flags
    completed = day.year - last.year - ((day.month, day.day) < (last.month, last.day))
    assert completed == age


@QUIET
@given(DAYS, CALENDARS)
def test_default_days_read_back_and_are_worth_a_year(day, calendar):
    born = default_day(span(day, day, calendar))
    assert of_text(born.text) == born and born.precision is Precision.YEAR
    assert born.first <= day <= born.last or calendar is not Calendar.GREGORIAN


@QUIET
@given(st.integers(1000, 9999), st.integers(0, 99), st.integers(0, 99))
def test_any_digits_make_a_value_that_reads_back(year, month, day):
    born = point(year, month, day)
    assert born.first <= born.last and born.year == year
    assert of_text(born.text) == born
    possible = (month == day == 0) or (1 <= month <= 12 and day <= days_in(year, month))
    assert born.possible is possible


def test_an_approximate_date_is_widened_once():
    born = approximate(point(1960, 0, 0))
    assert (born.first, born.last, born.text) == (date(1958, 1, 1), date(1962, 12, 31), "1960~")
    assert approximate(born) == born


def test_a_gregorian_year_that_looks_like_a_hijri_one_says_so():
    born = gregorian(point(1364, 5, 12))
    assert born.text == "1364-05-12 gregorian" and of_text(born.text) == born
    assert gregorian(point(1964, 5, 12)).text == "1964-05-12"


@pytest.mark.parametrize(
    "text", ["", "1986?", "1986-31-02?", "1986-01-01? x", "1990/1980", "1986-03-14/1986-31-02", "0999", "14.03.1986"]
)
def test_other_texts_are_no_normal_spelling(text):
    assert of_text(text) is None


def test_what_was_read_is_no_part_of_the_value():
    born = point(1986, 3, 14)
    other = BirthDate(
        born.first, born.last, born.precision, text=born.text, year=1986, month=3, day=14, raw="14.3.1986"
    )
    assert other == born and hash(other) == hash(born)
