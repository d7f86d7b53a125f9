"""Columns of dates: arrays of digits and one text at a time give the same, and the column tells how it is written."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.date_columns import (
    SHAPES,
    habits_and_defaults,
    habits_of,
    normal_text,
    normal_texts,
    normal_texts_by,
)
from resolve.values.date_reading import Habits, read

QUIET = settings(max_examples=100, deadline=None)
FORMATS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d/%m/%y", "%Y%m%d", "%d%m%Y",
    "%Y/%m/%d", "%d-%b-%Y", "%d %B %Y", "%d-%b-%y", "%d%b%Y", "%m/%Y", "%Y", "%Y-%m-%dT00:00:00",
)  # fmt: skip
SHORT = ("{0.day}.{0.month}.{0.year}", "{0.day}.{0.month}.{0.year}.", "{0.day}/{0.month}/{0.year}")
WRITTEN = st.builds(
    lambda day, form: form.format(day) if "{" in form else day.strftime(form),
    st.dates(date(1000, 1, 1), date(2090, 12, 31)),
    st.sampled_from(FORMATS + SHORT),
)
DIGITS = st.text("0123456789./- ", min_size=8, max_size=11)
EASTERN = WRITTEN.map(lambda text: text.translate({ord("0") + n: chr(0x6F0 + n) for n in range(10)}))
HABITS = st.builds(Habits, month_first=st.booleans(), hijri=st.booleans(), this_year=st.sampled_from([0, 1999, 2026]))


@QUIET
@given(st.lists(WRITTEN | DIGITS | EASTERN | st.text(max_size=12), max_size=12, unique=True), HABITS)
def test_a_column_is_read_as_its_texts_are_one_by_one(texts, habits):
    alone = [read(text, habits) for text in texts]
    assert normal_texts_by(texts, habits) == [born.text if born else "" for born in alone]


@QUIET
@given(st.lists(WRITTEN | DIGITS, max_size=12, unique=True), HABITS)
def test_counts_change_nothing_in_a_column_too_small_to_tell(texts, habits):
    counted = normal_texts_by(texts, habits, np.ones(len(texts), np.int64))
    assert counted == normal_texts_by(texts, habits)


def days(count: int) -> list[str]:
    return [(date(1970, 1, 1) + timedelta(days=7 * n)).strftime("%d.%m.%Y") for n in range(count)]


def test_a_day_that_is_no_more_frequent_than_others_is_a_day():
    found = normal_texts(["01.01.1986", *days(1000)], np.ones(1001, np.int64))
    assert found[0] == "1986-01-01"


def test_a_day_that_is_far_too_frequent_stands_for_not_known():
    texts = [f"01.01.{year}" for year in range(1950, 2000)] + ["01.07.1986", *days(1000)]
    found = normal_texts(texts, np.array([4] * 50 + [1] * 1001))
    assert set(found[:50]) == {f"{year}-01-01?" for year in range(1950, 2000)} and found[50] == "1986-07-01"


def test_in_a_small_column_every_such_day_stands_for_not_known():
    assert normal_texts(["01.01.1986", "1.7.1986", "21 March 1986"]) == ["1986-01-01?", "1986-07-01?", "1986-03-21?"]


def test_hijri_years_are_read_in_a_column_of_births_but_not_for_slips_or_in_one_of_the_dead():
    assert normal_texts(["1364/05/12", "14.03.1986"]) == ["1985-08-03 solar", "1986-03-14"]
    assert normal_texts(["1364-05-12", "1264-05-12", "1164-05-12", "1986-03-14"])[0] == "1364-05-12 gregorian"
    assert not habits_of([f"{year}-05-12" for year in range(1350, 1800, 5)]).hijri


def test_eight_digits_are_of_one_shape_whatever_the_column():
    assert normal_texts(["19860314", "14031986", "31121999"]) == ["1986-03-14", "1986-03-14", "1999-12-31"]


@pytest.mark.parametrize("length", SHAPES)
def test_shapes_do_not_overlap_their_parts(length):
    for shape in SHAPES[length]:
        places = [at for start, width in (shape.year, shape.middle, shape.outer) for at in range(start, start + width)]
        places += [*shape.signs, *([shape.dot] if shape.dot >= 0 else [])]
        assert sorted(places) == list(range(length))


def test_no_texts_and_hostile_ones():
    assert normal_texts([]) == []
    hostile = [
        "\ud800" * 10,
        "1" * 5_000_000,
        "١" * 10,
        "\x00" * 10,
        "\u202e14.03.1986",
        "99.99.9999",
        "-- -- ----",
        "",
    ]
    assert len(normal_texts(hostile)) == len(hostile)


@QUIET
@given(WRITTEN | DIGITS | EASTERN | st.text(max_size=12), HABITS)
def test_one_text_is_read_as_in_a_column_of_such_habits(text, habits):
    assert normal_text(text, habits) == normal_texts_by([text], habits)[0]


@QUIET
@given(st.lists(WRITTEN, min_size=1, max_size=12, unique=True), st.integers(1, 200))
def test_habits_and_defaults_read_texts_as_their_column_did(texts, often):
    counts = [often] + [1] * (len(texts) - 1)
    habits = habits_and_defaults(texts, counts)
    assert [normal_text(text, habits) for text in texts] == normal_texts(texts, counts)
