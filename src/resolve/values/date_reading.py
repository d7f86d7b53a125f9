"""One written date, in any of the forms that files and lists use, read into a value.

Dates of which one is true are parted first, then the ends of spans (date_tokens), then each date is read by itself.
Work is linear in the length of the text, which counts up to 160 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from resolve.values.contract import Unread
from resolve.values.date_calendars import Calendar, interval, this_solar_year
from resolve.values.date_tokens import Tokens, alternatives, ends, has_year, is_year, names_calendar, tidied, tokens_of
from resolve.values.date_values import (
    BirthDate,
    Flag,
    approximate,
    default_day,
    default_days,
    gregorian,
    hijri_years,
    of_text,
    point,
    span,
    years_before,
)

_MOST_DATES = 12


@dataclass(frozen=True, slots=True)
class Habits:
    """How the dates of a column are written, or what is believed of a single one.

    Attributes:
        month_first: 03/04/1986 is 4 March.
        hijri: a year such as 1364 or 1402 is of a Hijri calendar (nobody alive was born in that Gregorian year).
        defaults: month and day of days that stand for "not known".
        this_year: the last year that a birth may be in (0: the current one); two digits never mean a later one.
        stated: the day on which ages were stated; without it an age tells no date.
    """

    month_first: bool = False
    hijri: bool = True
    defaults: frozenset[tuple[int, int]] = field(default_factory=default_days)
    this_year: int = 0
    stated: date | None = None

    @property
    def last_year(self) -> int:
        """The last year that a birth may be in."""
        return self.this_year or date.today().year


def read(text: str, habits: Habits) -> BirthDate | Unread:
    """Read a text that holds one date; several of which one is true are read as the span that they lie in."""
    found = read_all(text, habits)
    if isinstance(found, Unread):
        return found
    if len(found) == 1:
        return found[0]
    return replace(span(min(one.first for one in found), max(one.last for one in found)), raw=text)


def read_all(text: str, habits: Habits) -> list[BirthDate] | Unread:
    """Read every date of a text that lists several of which one is true; equal ones once."""
    tidy = tidied(text)
    written = of_text(tidy)
    if written is not None and (not habits.hijri or written.first.year > hijri_years()[1] or " " in tidy):
        return [replace(_finished(written, habits), raw=text)]
    tokens = tokens_of(tidy)
    if not any(token.kind == "n" for token in tokens):
        return Unread("it holds no number" if tidy else "it is empty")
    general = next((token.kind for token in tokens if token.kind in ("solar", "lunar")), "")
    read_one: list[BirthDate] = []
    for part in alternatives(tokens)[:_MOST_DATES]:
        found = _span_or_date(part, habits, general if not names_calendar(part) else "")
        if isinstance(found, Unread):
            return found
        found = replace(found, raw=text)
        if found not in read_one:
            read_one.append(found)
    return read_one


def _span_or_date(tokens: Tokens, habits: Habits, calendar: str) -> BirthDate | Unread:
    about = any(token.kind == "approximate" or token.text == "~" for token in tokens)
    tokens = [token for token in tokens if token.kind not in ("approximate", "between") and token.text not in "()~"]
    aged = _age(tokens, habits)
    if aged is not None:
        return approximate(aged) if about and isinstance(aged, BirthDate) else aged
    parted = ends(tokens)
    found = _date(tokens, habits, calendar) if parted is None else _spanned(*parted, habits, calendar)
    return approximate(found) if about and isinstance(found, BirthDate) else found


def _spanned(left: Tokens, right: Tokens, habits: Habits, calendar: str) -> BirthDate | Unread:
    if not has_year(left) and any(token.kind == "m" for token in left):
        left = [*left, *(token for token in right if is_year(token))]
    begin, end = _date(left, habits, calendar), _date(right, habits, calendar)
    if isinstance(begin, Unread) or isinstance(end, Unread):
        return begin if isinstance(begin, Unread) else end
    if Flag.IMPOSSIBLE in begin.flags | end.flags or begin.first > end.last:
        return Unread("the ends of its span are no dates, or in the wrong order")
    # A default day at an end of a span is meant as it stands: "1 January 1961 to 31 December 1962".
    first = date(begin.year, 1, 1) if Flag.DEFAULT in begin.flags and begin.year else begin.first
    both = {begin.calendar, end.calendar}
    return span(first, end.last, both.pop() if len(both) == 1 else Calendar.GREGORIAN)


def _age(tokens: Tokens, habits: Habits) -> BirthDate | Unread | None:
    numbers = [token.text for token in tokens if token.kind == "n"]
    if not any(t.kind == "age" for t in tokens) or any(t.kind == "m" for t in tokens) or len(numbers) > 2:
        return None
    ages = [int(number) for number in numbers if len(number) <= 3]
    if len(ages) != len(numbers) or max(ages, default=999) > _most_years():
        return None
    if habits.stated is None:
        return Unread("it is an age, and the day on which it was stated is not known")
    first, _ = years_before(habits.stated, max(ages))
    _, last = years_before(habits.stated, min(ages))
    return span(first, last, age=True)


def _most_years() -> int:
    from resolve import rules

    return int(rules.load("dates/words")["age"]["most"])


def _date(tokens: Tokens, habits: Habits, calendar: str) -> BirthDate | Unread:
    months = [token for token in tokens if token.kind == "m"]
    numbers = [token.text for token in tokens if token.kind == "n"]
    told = next((token.kind for token in tokens if token.kind in ("solar", "lunar", "gregorian")), calendar)
    if months:
        parts = _parts_with_name(months, numbers)
        told = months[0].calendar.value if months[0].calendar is not Calendar.GREGORIAN else told
    elif _word_between(tokens):
        return Unread("it holds words that are no part of a date")
    else:
        parts = _parts_of_numbers(numbers, month_first=habits.month_first)
    if parts is None:
        return Unread("its numbers make no date")
    year = _full_year(parts[0], habits)
    if year is None or len(parts[1]) > 2 or len(parts[2]) > 2:
        return Unread("its numbers make no date")
    return _made(year, int(parts[1]), int(parts[2]), told, habits)


def _made(year: int, month: int, day: int, told: str, habits: Habits) -> BirthDate | Unread:
    low, high = hijri_years()
    calendar = Calendar(told) if told else Calendar.GREGORIAN
    if not told and habits.hijri and low <= year <= high:
        calendar = Calendar.SOLAR if year <= this_solar_year() else Calendar.LUNAR
    if calendar is not Calendar.GREGORIAN and low <= year <= high:
        return _hijri(calendar, year, month, day, told, habits)
    found = point(year, month, day)
    if found is None:
        return Unread("its year is out of range")
    return _finished(found, habits)


def _hijri(calendar: Calendar, year: int, month: int, day: int, told: str, habits: Habits) -> BirthDate | Unread:
    found = interval(calendar, year, month, day)
    if not told and (found is None or found[0].year > habits.last_year):
        calendar = Calendar.LUNAR
        found = interval(calendar, year, month, day)
    if found is None:
        return Unread(f"the {calendar.value} Hijri calendar has no such date")
    born = span(*found, calendar)
    return default_day(born) if (month, day) == (1, 1) and (1, 1) in habits.defaults else born


def _finished(born: BirthDate, habits: Habits) -> BirthDate:
    """Mark a default day, and a Gregorian year that looks like a Hijri one."""
    whole = born.first == born.last and born.possible and born.calendar is Calendar.GREGORIAN
    if whole and (born.month, born.day) in habits.defaults and Flag.DEFAULT not in born.flags:
        born = default_day(born)
    return gregorian(born)


def _parts_of_numbers(numbers: Sequence[str], *, month_first: bool) -> tuple[str, str, str] | None:
    """Give year, month and day as digits, "0" where unknown; None where the numbers are no date."""
    if len(numbers) == 1:
        return _one_number(numbers[0])
    if len(numbers) == 2:
        first, second = numbers
        return (first, second, "0") if len(first) == 4 else (second, first, "0")
    if len(numbers) == 3:
        if len(numbers[0]) == 4:
            return numbers[0], numbers[1], numbers[2]
        day, month = (numbers[1], numbers[0]) if month_first else (numbers[0], numbers[1])
        return numbers[2], month, day
    return None


def _one_number(digits: str) -> tuple[str, str, str] | None:
    low, _ = hijri_years()
    if len(digits) == 8:
        if low <= int(digits[:4]) <= 2100 and (int(digits[:4]) >= 1800 or int(digits[4:6]) <= 12):
            return digits[:4], digits[4:6], digits[6:]
        return digits[4:], digits[2:4], digits[:2]
    if len(digits) == 6 and 1800 <= int(digits[:4]) <= 2100 and int(digits[4:]) <= 12:
        return digits[:4], digits[4:], "0"
    return (digits, "0", "0") if len(digits) == 4 else None


def _parts_with_name(months: Tokens, numbers: Sequence[str]) -> tuple[str, str, str] | None:
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    month = str(months[0].month)
    if len(numbers) == 1:
        return (numbers[0], month, "0") if len(numbers[0]) == 4 else None
    first_is_year = len(numbers[0]) == 4
    day, year = (numbers[1], numbers[0]) if first_is_year else (numbers[0], numbers[1])
    return year, month, day


def _full_year(digits: str, habits: Habits) -> int | None:
    if len(digits) == 2:
        return int(digits) + (2000 if 2000 + int(digits) <= habits.last_year else 1900)
    return int(digits) if len(digits) == 4 else None


def _word_between(tokens: Tokens) -> bool:
    places = [place for place, token in enumerate(tokens) if token.kind == "n"]
    inside = tokens[places[0] : places[-1]] if places else []
    return any(token.kind in ("w", "age") for token in inside)
