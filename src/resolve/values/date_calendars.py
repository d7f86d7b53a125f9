"""The Hijri calendars in which birth dates are written, brought to Gregorian days.

Solar Hijri (Iran, Afghanistan) by the package persiantools, lunar Hijri (Umm al-Qura) by hijridate. Both are exact for
the years of living people; other converters of the lunar calendar differ by a day, since its months begin with the
sight of the moon.

>>> interval(Calendar.SOLAR, 1364, 5, 12)
(datetime.date(1985, 8, 3), datetime.date(1985, 8, 3))
>>> interval(Calendar.SOLAR, 1364, 0, 0)
(datetime.date(1985, 3, 21), datetime.date(1986, 3, 20))
>>> interval(Calendar.LUNAR, 1402, 6, 31) is None
True
"""

from __future__ import annotations

import enum
from datetime import date, timedelta
from functools import lru_cache
from typing import Any


class Calendar(enum.Enum):
    """The calendar in which a date was written."""

    GREGORIAN = "gregorian"
    SOLAR = "solar"
    LUNAR = "lunar"


Interval = tuple[date, date]


@lru_cache(maxsize=65536)
def interval(calendar: Calendar, year: int, month: int, day: int) -> Interval | None:
    """Give the first and last Gregorian day of a Hijri day, month (day 0) or year (month and day 0).

    None where the calendar has no such date, or the package does not reach so far.
    """
    if month == 0 and day == 0:
        first, after = _day(calendar, year, 1, 1), _day(calendar, year + 1, 1, 1)
    elif day == 0:
        first = _day(calendar, year, month, 1)
        after = _day(calendar, year + month // 12, month % 12 + 1, 1)
    else:
        first = _day(calendar, year, month, day)
        after = first + timedelta(days=1) if first else None
    return None if first is None or after is None else (first, after - timedelta(days=1))


def month_of(calendar: Calendar, day: date) -> Interval | None:
    """Give the first and last day of the Hijri month that a Gregorian day lies in."""
    found = _parts(calendar, day)
    return found and interval(calendar, found[0], found[1], 0)


def year_of(calendar: Calendar, day: date) -> Interval:
    """Give the first and last day of the Hijri year that a Gregorian day lies in; that day alone if out of reach."""
    found = _parts(calendar, day)
    return (found and interval(calendar, found[0], 0, 0)) or (day, day)


@lru_cache(maxsize=1)
def this_solar_year() -> int:
    """Give the current year of the Solar Hijri calendar."""
    found = _parts(Calendar.SOLAR, date.today())
    assert found is not None  # the present is in reach
    return found[0]


def _day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    try:
        return _solar(year, month, day) if calendar is Calendar.SOLAR else _lunar(year, month, day)
    except (ValueError, OverflowError):  # no such day, or out of the package's reach
        return None


def _solar(year: int, month: int, day: int) -> date:
    from persiantools.jdatetime import JalaliDate

    found: date = JalaliDate(year, month, day).to_gregorian()
    return found


def _lunar(year: int, month: int, day: int) -> date:
    from hijridate import Hijri

    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


@lru_cache(maxsize=4096)
def _parts(calendar: Calendar, day: date) -> tuple[int, int] | None:
    try:
        found: Any
        if calendar is Calendar.SOLAR:
            from persiantools.jdatetime import JalaliDate

            found = JalaliDate.to_jalali(day)
        else:
            from hijridate import Gregorian

            found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return int(found.year), int(found.month)
