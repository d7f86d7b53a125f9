"""Dates of birth: every way of writing them, what no calendar has, and text that is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.values.contract import Unread
from resolve.values.dates import (
    Calendar,
    Flag,
    Habits,
    Precision,
    compact,
    is_valid,
    parse,
    parse_all,
    parse_many,
    read_date,
    read_dates,
    validate,
)

QUIET = settings(max_examples=200, deadline=None)
DATES = st.dates(date(1900, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "1986-03-14",
        "1986/03/14",
        "1986.03.14",
        "14.03.1986",
        "14.03.1986.",
        "14. 03. 1986.",
        "14. 3. 1986",
        "14/3/86",
        "14-03-86",
        "14 03 1986",
        "19860314",
        "14031986",
        "14-MAR-1986",
        "14MAR1986",
        "14MAR86",
        "14-Mar-86",
        "14 March 1986",
        "March 14 1986",
        "March 14, 1986",
        "Mar 14th 1986",
        "1986 March 14",
        "1986-03-14T00:00:00",
        "1986-03-14 12:30:45.123",
        "14.03.1986 00:00",
        "  14.03.1986  ",
        "14. mart 1986.",
        "14. марта 1986. године",
        "14 mars 1986",
        "14 ožujka 1986",
        "14 март 1986 г.",
        "14 Mart 1986",
        "14 märz 1986",
    ],
)
def test_one_day_in_every_writing(written):
    found = read_date(written)
    assert found is not None and found.possible
    assert (found.year, found.month, found.day, found.text) == (1986, 3, 14, "1986-03-14")


@pytest.mark.parametrize(
    ("written", "text", "parts"),
    [
        ("1986", "1986", (1986, 0, 0)),
        ("03/1986", "1986-03", (1986, 3, 0)),
        ("3.1986.", "1986-03", (1986, 3, 0)),
        ("1986-03", "1986-03", (1986, 3, 0)),
        ("198603", "1986-03", (1986, 3, 0)),
        ("March 1986", "1986-03", (1986, 3, 0)),
        ("mart 1986.", "1986-03", (1986, 3, 0)),
        ("00.00.1986", "1986", (1986, 0, 0)),
        ("00.00.1986.", "1986", (1986, 0, 0)),
        ("1986-00-00", "1986", (1986, 0, 0)),
        ("19860000", "1986", (1986, 0, 0)),
        ("00.03.1986", "1986-03", (1986, 3, 0)),
        ("1986-03-00", "1986-03", (1986, 3, 0)),
        ("29.02.2000", "2000-02-29", (2000, 2, 29)),
        ("29.02.1984", "1984-02-29", (1984, 2, 29)),
    ],
)
def test_dates_known_in_part(written, text, parts):
    found = read_date(written)
    assert found is not None and found.possible
    assert (found.text, (found.year, found.month, found.day)) == (text, parts)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1986-31-02", "1986-31-02"),
        ("30.02.1986", "1986-02-30"),
        ("29.02.1986", "1986-02-29"),
        ("29.02.1900", "1900-02-29"),
        ("31.04.1990", "1990-04-31"),
        ("32.01.1990", "1990-01-32"),
        ("14.13.1986", "1986-13-14"),
        ("99.99.1986", "1986-99-99"),
        ("14.00.1986", "1986-00-14"),
    ],
)
def test_a_date_that_no_calendar_has_keeps_its_digits_and_says_so(written, text):
    found = read_date(written)
    assert found is not None
    assert (found.text, found.possible, found.year) == (text, False, int(text[:4]))
    assert 0 <= found.month <= 12 and 0 <= found.day <= 31


@pytest.mark.parametrize(
    ("word", "month"),
    [
        # Serbian, Croatian, Macedonian, Albanian, Bulgarian, Turkish
        ("januar", 1), ("јануар", 1), ("siječnja", 1), ("janar", 1), ("януари", 1), ("Ocak", 1),
        ("februara", 2), ("фебруар", 2), ("veljače", 2), ("shkurt", 2), ("февруари", 2), ("Şubat", 2),
        ("april", 4), ("априла", 4), ("travnja", 4), ("prill", 4), ("април", 4), ("Nisan", 4),
        ("maj", 5), ("маја", 5), ("svibnja", 5), ("maj", 5), ("май", 5), ("Mayıs", 5),
        ("juna", 6), ("јуна", 6), ("lipnja", 6), ("јуни", 6), ("qershor", 6), ("юни", 6), ("Haziran", 6),
        ("jula", 7), ("јула", 7), ("srpnja", 7), ("јули", 7), ("korrik", 7), ("юли", 7), ("Temmuz", 7),
        ("avgust", 8), ("августа", 8), ("kolovoza", 8), ("gusht", 8), ("август", 8), ("Ağustos", 8),
        ("septembar", 9), ("септембра", 9), ("rujna", 9), ("септември", 9), ("shtator", 9), ("Eylül", 9),
        ("oktobar", 10), ("октобра", 10), ("listopada", 10), ("октомври", 10), ("tetor", 10), ("Ekim", 10),
        ("novembar", 11), ("новембра", 11), ("studenog", 11), ("ноември", 11), ("nëntor", 11), ("Kasım", 11),
        ("decembar", 12), ("децембра", 12), ("prosinca", 12), ("декември", 12), ("dhjetor", 12), ("Aralık", 12),
    ],
)  # fmt: skip
def test_month_names_of_the_region(word, month):
    found = read_date(f"5. {word} 1986.")
    assert found is not None and (found.year, found.month, found.day) == (1986, month, 5)
    assert read_date(f"5-{word.upper()}-1986") == found


def test_the_beginning_of_a_month_that_two_could_have_is_not_guessed():
    assert read_date("5 ju 1986") is None
    assert read_date("5 xyz 1986") is None


@pytest.mark.parametrize(
    "written",
    ["", " ", "not known", "nepoznato", "N/A", "0", "0000-00-00", "00.00.0000", "00000000", "12", "123", "12345",
     "1-2-3-4", "1.2", "123456789012", "0999", "14.03.0986", "March", "14 March April 1986", "14.03.198", "..", "\x00",
     "\ud800", "١٤", "²³", "14.03.1986 15.04.1987", "-1986--", "e", "1e3", "Infinity"],
)  # fmt: skip
def test_what_is_no_date_is_none_or_a_year(written):
    found = read_date(written)
    assert found is None or (written, found.text) == ("-1986--", "1986")


@QUIET
@given(st.text(st.characters(exclude_categories=()), max_size=30) | st.text("0123456789./- TMARjanı", max_size=20))
def test_hostile_text_never_raises_and_what_is_found_is_well_formed(text):
    for month_first in (False, True):
        found = read_date(text, month_first=month_first)
        if found is None:
            continue
        assert found.first <= found.last and found.raw == text
        assert parse(found.text) == found
        assert 0 <= found.year <= 9999 and 0 <= found.month <= 12 and 0 <= found.day <= 31


@pytest.mark.parametrize(
    "text", ["9" * 10_000_000, "1." * 5_000_000, "1986-03-14" + " " * 10_000_000, "a1" * 4_000_000]
)
def test_a_text_of_megabytes_is_cut(text):
    found = read_date(text)
    assert found is None or found.text == "1986-03-14"


@QUIET
@given(DATES)
def test_every_writing_of_a_day_reads_as_that_day(day):
    want = day.isoformat() + ("?" if (day.month, day.day) in Habits().defaults else "")
    formats = ("%Y-%m-%d", "%d.%m.%Y.", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%Y-%m-%d 23:59:59")
    assert {read_date(day.strftime(written)).text for written in formats} == {want}
    assert read_date(day.strftime("%m/%d/%Y"), month_first=True).text == want
    assert read_date(want).text == want


@QUIET
@given(DATES)
def test_reading_is_idempotent(day):
    once = read_date(day.strftime("%d.%m.%Y"))
    assert read_date(once.text) == once


@QUIET
@given(st.integers(0, 99), st.integers(2000, 2099))
def test_a_year_of_two_digits_is_never_in_the_future(digits, this_year):
    found = read_date(f"14.03.{digits:02}", this_year=this_year)
    assert found is not None
    assert this_year - 100 < found.year <= this_year or found.year >= 1900
    assert found.year <= this_year and found.year % 100 == digits


def test_a_year_of_two_digits_by_default_is_never_after_this_year():
    this_year = date.today().year
    assert read_date(f"1.1.{this_year % 100:02}").year == this_year
    assert read_date(f"1.1.{(this_year + 1) % 100:02}").year == this_year + 1 - 100


def test_a_column_tells_whether_the_month_comes_first():
    american = ["03/14/1986", "04/05/1990", "12/31/1999", "13/01/1980"]
    assert [found.text for found in read_dates(american[:3])] == ["1986-03-14", "1990-04-05", "1999-12-31"]
    european = ["14.03.1986", "04.05.1990", "31.12.1999"]
    assert [found.text for found in read_dates(european)] == ["1986-03-14", "1990-05-04", "1999-12-31"]


def test_a_slip_or_two_does_not_turn_a_column_round():
    column = ["14/03/1986"] * 20 + ["03/14/1986", "04/05/1990"]
    found = read_dates(column)
    assert found[-1].text == "1990-05-04"
    assert not found[-2].possible


def test_a_column_that_does_not_tell_reads_the_day_first():
    assert read_dates(["04/05/1990"])[0].text == "1990-05-04"


def test_writings_that_do_not_leave_the_order_open_are_read_the_same_in_any_column():
    column = ["03/14/1986", "12/31/1999", "1990-05-04", "4 May 1990", "19900504"]
    assert [found.text for found in read_dates(column)][2:] == ["1990-05-04"] * 3


@QUIET
@given(st.lists(st.text("0123456789./ ", max_size=12), max_size=6))
def test_a_column_keeps_its_length(texts):
    assert len(read_dates(texts)) == len(texts)


@pytest.mark.parametrize(
    "written", ["14.03.1986. god.", "c. 1986", "born 1986", "14.03.1986 (est.)", "oko 1986. godine"]
)
def test_words_beside_a_date(written):
    found = read_date(written)
    assert found is not None and found.year == 1986


def test_january_in_macedonian():
    assert read_date("5. јануари 1986").text == "1986-01-05"


@pytest.mark.parametrize("text", ["14.03.1986.", "1364/05/12", "circa 1960", "1958 - 1962", "01.01.1990", "1986-31-02"])
def test_the_contract_of_values(text):
    found = parse(text)
    assert compact(text) == found.text and parse(found.text) == found
    assert is_valid(text) is found.possible
    if found.possible:
        assert validate(text) == found.text
    else:
        with pytest.raises(InputError, match="out of range"):
            validate(text)


def test_what_is_no_date_says_why_without_quoting_it():
    found = parse("secret 34 words 12")
    assert isinstance(found, Unread) and "secret" not in found.reason
    assert compact("secret") == "secret" and not is_valid("secret") and parse_all("secret") == ()
    with pytest.raises(InputError) as raised:
        validate("secret")
    assert "secret" not in str(raised.value)


def test_a_value_says_how_closely_it_is_known_and_in_which_calendar():
    assert [parse(text).precision for text in ("14.3.1986", "3.1986", "1986", "1.1.1986", "1985-1987")] == [
        Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.YEAR, Precision.RANGE,
    ]  # fmt: skip
    solar = parse("1364/01/01")
    assert (solar.calendar, solar.flags, solar.precision) == (Calendar.SOLAR, Flag.DEFAULT, Precision.YEAR)
    aged = parse("34 years", Habits(stated=date(2026, 11, 26)))
    assert (aged.precision, aged.flags) == (Precision.AGE, Flag.AGE)


def test_dates_of_which_one_is_true_are_each_given():
    found = parse_all("(a) 7.7.1956, (b) 17.6.1963, (c) 24.6.1402 (Hijri Calendar)")
    assert [born.text for born in found] == ["1956-07-07", "1963-06-17", "1982-04-18 lunar"]


def test_a_column_of_ages_is_read_by_the_day_they_were_stated_on():
    found = parse_many(["34 years", "?", "34 years"], stated=date(2026, 11, 26))
    assert [born.text if born else "" for born in found] == ["1991-11-27/1992-11-26 age", ""] * 1 + [
        "1991-11-27/1992-11-26 age"
    ]
