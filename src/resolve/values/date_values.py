"""A date of birth as a value: the days that it may be, how closely it is known, and what is odd about it.

The normal spelling follows ISO 8601-2 (EDTF) where it can: "1986-03-14", "1986-03", "1986", "1958/1962" for a span,
"1960~" for an approximate date, "1986-01-01?" for a day that may only stand for "not known". A word may follow:
"solar" or "lunar" where the date was converted from that calendar, "age" where it comes from an age. A date that no
calendar has keeps its digits: "1986-31-02".

>>> born = of_text("1958/1962")
>>> born.first.isoformat(), born.last.isoformat(), born.precision.value
('1958-01-01', '1962-12-31', 'range')
>>> of_text("1986-01-01?").flags, of_text("1986-01-01?").last.isoformat()
(<Flag.DEFAULT: 1>, '1986-12-31')
>>> of_text("14.3.1986") is None
True
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from resolve import rules
from resolve.values.date_calendars import Calendar, month_of, year_of

EARLIEST_YEAR = 1000
_POINT = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_NORMAL = re.compile(rf"({_POINT})(?:/({_POINT}))?([?~]?)(?: (solar|lunar|gregorian|age))?", re.ASCII)
_DAYS_BEFORE_LEAP = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Precision(enum.Enum):
    """How closely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    AGE = "age"
    """Worked out from an age, so known to within a year."""


class Flag(enum.Flag):
    """What is odd about a date."""

    DEFAULT = enum.auto()
    """1 January, 1 July or 21 March, which stand for "not known" in many files: worth no more than its year."""
    APPROXIMATE = enum.auto()
    """Said to be approximate; the interval is widened on both sides."""
    AGE = enum.auto()
    """Worked out from an age."""
    IMPOSSIBLE = enum.auto()
    """No calendar has the date as it is written."""
    SWAPPED = enum.auto()
    """As written it is impossible, with day and month exchanged it is possible."""


NO_FLAG = Flag(0)


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date of birth as far as it is known.

    Attributes:
        first, last: the first and last day, in the Gregorian calendar, on which the birth may have been.
        precision: how closely it is known. A default day is known to the year.
        calendar: the one in which it was written. flags: what is odd about it.
        text: the normal spelling (see the module). raw: the text that was read; it does not count in comparing values.
        year, month, day: the parts as written, in the Gregorian calendar, 0 where unknown or impossible; those of a
            default day are 0 but for the year, those of a span the ones that both its ends share.
    """

    first: date
    last: date
    precision: Precision
    calendar: Calendar = Calendar.GREGORIAN
    flags: Flag = NO_FLAG
    text: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    raw: str = field(default="", compare=False)

    @property
    def possible(self) -> bool:
        """Whether some calendar has the date as it is written."""
        return Flag.IMPOSSIBLE not in self.flags


def point(year: int, month: int, day: int) -> BirthDate | None:
    """Make a Gregorian date of numbers, 0 for an unknown month or day; None before the year 1000 or after 9999."""
    if not EARLIEST_YEAR <= year <= 9999:
        return None
    if month == 0 and day == 0:
        return _known(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, f"{year:04}", (year, 0, 0))
    if not 1 <= month <= 12 or day > days_in(year, month):
        return _impossible(year, month, day)
    if day == 0:
        last = date(year, month, days_in(year, month))
        return _known(date(year, month, 1), last, Precision.MONTH, f"{year:04}-{month:02}", (year, month, 0))
    only = date(year, month, day)
    return _known(only, only, Precision.DAY, only.isoformat(), (year, month, day))


def default_day(born: BirthDate) -> BirthDate:
    """Take a day that stands for "not known" for what it is worth: its year, or the solar year that it begins."""
    first, last = date(born.year, 1, 1), date(born.year, 12, 31)
    if born.calendar is not Calendar.GREGORIAN:
        first, last = year_of(born.calendar, born.first)
    elif (born.month, born.day) == (3, 21) and born.year < 9999:
        first, last = born.first, date(born.year + 1, 3, 20)
    mark = _marked(born.text, "?")
    return BirthDate(first, last, Precision.YEAR, born.calendar, born.flags | Flag.DEFAULT, mark, born.year)


def span(first: date, last: date, calendar: Calendar = Calendar.GREGORIAN, *, age: bool = False) -> BirthDate:
    """Make a date of an interval; one that is a day, month or year of its calendar is that."""
    core = _span_text(first, last)
    tag = "age" if age else "" if calendar is Calendar.GREGORIAN else calendar.value
    text = f"{core} {tag}".strip()
    if not age and calendar is Calendar.GREGORIAN and "/" not in core:
        found = point(*([int(part) for part in core.split("-")] + [0, 0])[:3])
        assert found is not None  # a date object always has a year that is in range
        return found
    precision = Precision.AGE if age else _precision(first, last, calendar)
    year = first.year if first.year == last.year else 0
    month = first.month if year and first.month == last.month else 0
    day = first.day if first == last else 0
    return BirthDate(first, last, precision, calendar, Flag.AGE if age else NO_FLAG, text, year, month, day)


def approximate(born: BirthDate) -> BirthDate:
    """Widen a date that is said to be approximate; its written parts stay."""
    if Flag.APPROXIMATE in born.flags or Flag.IMPOSSIBLE in born.flags:
        return born
    years = int(rules.load("dates/words")["approximate"]["years"])
    first, last = _moved(born.first, -years), _moved(born.last, years)
    precision = Precision.AGE if born.precision is Precision.AGE else Precision.RANGE
    text = _marked(born.text.replace("?", ""), "~")
    parts = (born.year, born.month, born.day)
    return BirthDate(first, last, precision, born.calendar, born.flags | Flag.APPROXIMATE, text, *parts)


def of_text(text: str) -> BirthDate | None:
    """Read a normal spelling back; None for any other text, and for years that `dates.parse` takes for Hijri ones."""
    found = _NORMAL.fullmatch(text)
    if found is None:
        return None
    start, end, mark, tag = found.groups()
    left = point(*_numbers(start))
    right = point(*_numbers(end)) if end else left
    if left is None or right is None or (end and not (left.possible and right.possible and left.first <= right.last)):
        return None
    calendar = Calendar(tag) if tag in ("solar", "lunar") else Calendar.GREGORIAN
    if end or calendar is not Calendar.GREGORIAN or tag == "age":
        born = span(left.first, right.last, calendar, age=tag == "age")
    else:
        born = left
    if tag == "gregorian":
        born = _with_text(born, f"{born.text} gregorian")
    if mark == "?" and (born.first != born.last or Flag.IMPOSSIBLE in born.flags):
        return None
    born = default_day(born) if mark == "?" else approximate(born) if mark == "~" else born
    return born if born.text == text else None


def gregorian(born: BirthDate) -> BirthDate:
    """Say in the normal spelling that a year in the range of the Hijri ones is none."""
    low, high = hijri_years()
    if born.calendar is Calendar.GREGORIAN and low <= born.first.year <= high and not born.text.endswith(" gregorian"):
        return _with_text(born, f"{born.text} gregorian")
    return born


@lru_cache(maxsize=1)
def default_days() -> frozenset[tuple[int, int]]:
    """Give month and day of the days that may stand for "not known"."""
    return frozenset((int(day[:2]), int(day[3:])) for day in rules.load("dates/words")["default"]["days"])


@lru_cache(maxsize=1)
def hijri_years() -> tuple[int, int]:
    """Give the first and last year that, in a birth date, is taken for one of a Hijri calendar."""
    written = rules.load("dates/words")["hijri"]
    return int(written["first"]), int(written["last"])


def days_in(year: int, month: int) -> int:
    """Give the number of days of a Gregorian month."""
    if month == 2 and (year % 4 or (year % 100 == 0 and year % 400)):
        return 28
    return _DAYS_BEFORE_LEAP[month - 1]


def _known(first: date, last: date, precision: Precision, text: str, parts: tuple[int, int, int]) -> BirthDate:
    return BirthDate(first, last, precision, Calendar.GREGORIAN, NO_FLAG, text, *parts)


def _impossible(year: int, month: int, day: int) -> BirthDate:
    flags = Flag.IMPOSSIBLE
    text = f"{year:04}-{month:02}-{day:02}"
    if 1 <= month <= 12:
        first, last = date(year, month, 1), date(year, month, days_in(year, month))
        return BirthDate(first, last, Precision.MONTH, Calendar.GREGORIAN, flags, text, year, month, 0)
    if 1 <= day <= 12 and 1 <= month <= days_in(year, day):
        only = date(year, day, month)
        return BirthDate(only, only, Precision.DAY, Calendar.GREGORIAN, flags | Flag.SWAPPED, text, year, 0, day)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return BirthDate(first, last, Precision.YEAR, Calendar.GREGORIAN, flags, text, year, 0, day if day <= 31 else 0)


def _precision(first: date, last: date, calendar: Calendar) -> Precision:
    if first == last:
        return Precision.DAY
    if calendar is not Calendar.GREGORIAN:
        if month_of(calendar, first) == (first, last):
            return Precision.MONTH
        if year_of(calendar, first) == (first, last):
            return Precision.YEAR
    return Precision.RANGE


def _span_text(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == days_in(last.year, last.month):
        if first.month == 1 and last.month == 12:
            return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.year:04}-{first.month:02}"
        return f"{first.year:04}-{first.month:02}/{last.year:04}-{last.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _numbers(written: str) -> tuple[int, int, int]:
    year, month, day = ([int(part) for part in written.split("-")] + [0, 0])[:3]
    return year, month, day


def _moved(day: date, years: int) -> date:
    year = min(9999, max(1, day.year + years))
    return day.replace(year=year, day=min(day.day, days_in(year, day.month)))


def _marked(text: str, mark: str) -> str:
    core, space, tag = text.partition(" ")
    return core + mark + space + tag


def _with_text(born: BirthDate, text: str) -> BirthDate:
    return BirthDate(
        born.first, born.last, born.precision, born.calendar, born.flags, text, born.year, born.month, born.day
    )


def years_before(day: date, years: int) -> tuple[date, date]:
    """Give the first and last birthday of a person who is so many years old on a day."""
    return _moved(day, -years - 1) + timedelta(days=1), _moved(day, -years)
