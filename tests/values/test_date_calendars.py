"""Hijri dates as Gregorian days: known days, and intervals without gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.date_calendars import Calendar, interval, month_of, year_of

HIJRI = st.sampled_from([Calendar.SOLAR, Calendar.LUNAR])


@pytest.mark.parametrize(
    ("calendar", "parts", "first"),
    [
        (Calendar.SOLAR, (1364, 1, 1), date(1985, 3, 21)),
        (Calendar.SOLAR, (1375, 1, 1), date(1996, 3, 20)),  # after a leap year of the calendar's own
        (Calendar.SOLAR, (1399, 12, 30), date(2021, 3, 20)),
        (Calendar.LUNAR, (1402, 6, 24), date(1982, 4, 18)),
        (Calendar.LUNAR, (1445, 9, 1), date(2024, 3, 11)),
    ],
)
def test_known_days(calendar, parts, first):
    assert interval(calendar, *parts) == (first, first)


@settings(max_examples=80, deadline=None)
@given(HIJRI, st.integers(1345, 1440), st.integers(1, 12))
def test_months_and_years_follow_each_other_without_gaps(calendar, year, month):
    first, last = interval(calendar, year, month, 0)
    following = interval(calendar, year + month // 12, month % 12 + 1, 0)
    # The tables of the lunar calendar have a month or two of 28 days, about 1927.
    assert following[0] == last + timedelta(days=1) and 27 <= (last - first).days <= 30
    assert month_of(calendar, last) == (first, last)
    whole = interval(calendar, year, 0, 0)
    assert whole[0] <= first and last <= whole[1] and year_of(calendar, first) == whole


@pytest.mark.parametrize("parts", [(1364, 13, 1), (1364, 12, 31), (1364, 1, 99), (99999, 1, 1), (0, 0, 0)])
@pytest.mark.parametrize("calendar", [Calendar.SOLAR, Calendar.LUNAR])
def test_there_is_no_such_day(calendar, parts):
    assert interval(calendar, *parts) is None


def test_days_out_of_reach_have_no_lunar_month():
    assert month_of(Calendar.LUNAR, date(1500, 1, 1)) is None
    assert year_of(Calendar.LUNAR, date(1500, 1, 1)) == (date(1500, 1, 1), date(1500, 1, 1))
