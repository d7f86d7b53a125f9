"""Dates of birth as agencies and lists write them, under the contract of all values (see `values.contract`).

>>> parse("14.03.1986.").text, parse("14-MAR-86").text, parse("00.00.1986").text
('1986-03-14', '1986-03-14', '1986')
>>> parse("1364/05/12").text, parse("between 1958 and 1962").text, parse("circa 1960").text
('1985-08-03 solar', '1958/1962', '1960~')
>>> parse("1 January 1986").text, parse("1986-31-02").possible
('1986-01-01?', False)
>>> parse("not known")
Unread(reason='it holds no number')
>>> compare(parse("14.03.1986"), parse("1986-14-03"))
<Agreement.SWAPPED: 2>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from resolve.errors import InputError
from resolve.values.contract import Unread
from resolve.values.date_agreement import Agreement, DateTable, agreements
from resolve.values.date_calendars import Calendar
from resolve.values.date_columns import habits_of, normal_texts
from resolve.values.date_reading import Habits, read, read_all
from resolve.values.date_tokens import tidied
from resolve.values.date_values import BirthDate, Flag, Precision

__all__ = [
    "Agreement",
    "BirthDate",
    "Calendar",
    "DateTable",
    "Flag",
    "Habits",
    "Precision",
    "agreements",
    "compact",
    "compare",
    "habits_of",
    "is_valid",
    "normal_texts",
    "parse",
    "parse_all",
    "parse_many",
    "read_date",
    "read_dates",
    "validate",
]


def parse(text: str, habits: Habits | None = None) -> BirthDate | Unread:
    """Read a date of birth.

    Args:
        text: 1986-03-14, 14.03.1986., 14/3/86, 19860314, 14-MAR-1986, March 14 1986, 03/1986, 1986, 00.00.1986, each
            with or without a time of day and in any digits; with month names in the languages of `rules/dates/months`;
            1364/05/12 and the like in the Hijri calendars; "circa 1960", "between 1958 and 1962", "1960-1962",
            "age 34"; several dates of which one is true ("1962 or 1967", "(a) 7.7.1956, (b) 17.6.1963"), read as the
            span that they lie in; and every normal spelling. Day before month unless `habits` say otherwise.
        habits: how the column is written, see `habits_of`. An age is read only where they say when it was stated.

    Returns:
        The date, or why there is none. A date that no calendar has is read, and flagged.
    """
    return read(text, habits or Habits())


def parse_all(text: str, habits: Habits | None = None) -> tuple[BirthDate, ...]:
    """Read every date of a text that lists several of which one is true; () where there is none.

    >>> [born.text for born in parse_all("1962 or circa 1967")]
    ['1962', '1967~']
    """
    found = read_all(text, habits or Habits())
    return () if isinstance(found, Unread) else tuple(found)


def compact(text: str) -> str:
    """Give the normal spelling as far as there is one, else the text in plain digits, without a time of day.

    >>> compact("14.3.1986 00:00"), compact(" ?? ")
    ('1986-03-14', '??')
    """
    found = parse(text)
    return found.text if found else tidied(text)


def validate(text: str) -> str:
    """Give the normal spelling.

    Raises:
        InputError: the text is no date, or one that no calendar has.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a date such as 1986-03-14, 14.03.1986 or 1986; {found.reason}")
    if not found.possible:
        raise InputError("expected a date that the calendar has; day and month of this one are out of range")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether `validate` would not raise."""
    found = parse(text)
    return isinstance(found, BirthDate) and found.possible


def compare(left: BirthDate, right: BirthDate) -> Agreement:
    """Give how two dates agree; exchanging them changes nothing."""
    table = DateTable.of_values([left, right])
    return Agreement(int(agreements(table, np.array([0]), np.array([1]))[0]))


def parse_many(texts: Sequence[str], stated: date | None = None) -> list[BirthDate | Unread]:
    """Read the dates of one column, each distinct text once; what the column as a whole tells is found first.

    Args:
        stated: the day on which ages in it were stated.
    """
    habits = replace(habits_of(texts), stated=stated)
    found = {text: read(text, habits) for text in dict.fromkeys(texts)}
    return [found[text] for text in texts]


def read_date(text: str, *, month_first: bool = False, this_year: int | None = None) -> BirthDate | None:
    """Read one date; None where the text holds none. `parse` says why, and reads by other habits too."""
    return read(text, Habits(month_first=month_first, this_year=this_year or 0)) or None


def read_dates(texts: Sequence[str]) -> list[BirthDate | None]:
    """Read the dates of one column, None where a text holds none.

    >>> [found.text for found in read_dates(["03/14/1986", "04/05/1990"]) if found]
    ['1986-03-14', '1990-04-05']
    """
    return [found or None for found in parse_many(texts)]
