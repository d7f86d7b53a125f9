"""Dates of birth as agencies write them, read into year, month and day, each of which may be unknown.

>>> read_date("14.03.1986.").text, read_date("14-MAR-86").text, read_date("00.00.1986").text
('1986-03-14', '1986-03-14', '1986')
>>> read_date("1986-31-02").text, read_date("1986-31-02").possible
('1986-31-02', False)
>>> read_date("not known") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from resolve import rules
from resolve.text.unicode import plain

EARLIEST_YEAR = 1000
_LONGEST = 64
_DIGITS = re.compile(r"\d+")
_TIME = re.compile(r"[T ]\d{1,2}:\d\d.*$")
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_WORD_BETWEEN = re.compile(r"\d[^\d]*[^\W\d][^\d]*\d")
_PARTS_OF_A_DATE = 3
_DAYS_BEFORE_LEAP = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class ReadDate:
    """A date as far as it is known.

    Attributes:
        year, month, day: 0 where unknown. In an impossible date the parts that cannot be are 0.
        text: "1986-03-14", "1986-03" or "1986"; an impossible date keeps its digits as written.
        possible: False for a date that no calendar has (month 31, 30 February).
    """

    year: int
    month: int
    day: int
    text: str
    possible: bool = True


def read_date(text: str, *, month_first: bool = False, this_year: int | None = None) -> ReadDate | None:
    """Read one date; None where the text holds none.

    Args:
        text: any of 1986-03-14, 14.03.1986., 14/3/86, 19860314, 14-MAR-1986, March 14 1986, 03/1986, 1986,
            00.00.1986, each with or without a time of day.
        month_first: read 03/04/1986 as 4 March.
        this_year: the last year a two-digit year may mean (default: the current one).
    """
    text = _TIME.sub("", text.strip()[:_LONGEST])
    numbers = _DIGITS.findall(text)
    if not numbers:
        return None
    last = this_year or date.today().year
    if any(letter.isalpha() for letter in text):
        words = plain(_BETWEEN_LETTER_AND_DIGIT.sub(" ", text)).split()
        if any(_month_named(word) for word in words):
            return _with_month_name(words, last)
        if _WORD_BETWEEN.search(text):
            return None
    return _of_numbers(numbers, last, month_first)


def _of_numbers(numbers: list[str], last: int, month_first: bool) -> ReadDate | None:
    if len(numbers) == 1:
        return _one_number(numbers[0])
    if len(numbers) == 2:
        first, second = numbers
        return _make(first, second, "0", last) if len(first) == 4 else _make(second, first, "0", last)
    if len(numbers) == _PARTS_OF_A_DATE:
        if len(numbers[0]) == 4:
            return _make(numbers[0], numbers[1], numbers[2], last)
        day, month = (numbers[1], numbers[0]) if month_first else (numbers[0], numbers[1])
        return _make(numbers[2], month, day, last)
    return None


def read_dates(texts: Sequence[str]) -> list[ReadDate | None]:
    """Read the dates of one column; whether its month comes first is told from the column as a whole.

    >>> [found.text for found in read_dates(["03/14/1986", "04/05/1990"]) if found]
    ['1986-03-14', '1990-04-05']
    """
    month_first = _month_comes_first(texts)
    this_year = date.today().year
    return [read_date(text, month_first=month_first, this_year=this_year) for text in texts]


def _month_comes_first(texts: Sequence[str]) -> bool:
    first_over, second_over = 0, 0
    for text in texts:
        found = re.match(r"\s*(\d{1,2})[./\- ](\d{1,2})[./\- ]\d{2,4}", text[:_LONGEST])
        if found:
            first_over += int(found.group(1)) > 12
            second_over += int(found.group(2)) > 12
    # A column of days first has slips too, so a few impossible months do not turn it round.
    return second_over > 4 * first_over and second_over > 0


def _one_number(digits: str) -> ReadDate | None:
    if len(digits) == 8:
        if 1800 <= int(digits[:4]) <= 2100:
            return _make(digits[:4], digits[4:6], digits[6:], 9999)
        return _make(digits[4:], digits[2:4], digits[:2], 9999)
    if len(digits) == 6 and 1800 <= int(digits[:4]) <= 2100 and int(digits[4:]) <= 12:
        return _make(digits[:4], digits[4:], "0", 9999)
    if len(digits) == 4:
        return _make(digits, "0", "0", 9999)
    return None


def _with_month_name(words: list[str], last: int) -> ReadDate | None:
    months = [month for month in (_month_named(word) for word in words) if month]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 1:
        return _make(numbers[0], str(months[0]), "0", last) if len(numbers[0]) == 4 else None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    return _make(year, str(months[0]), day, last)


def _make(year_digits: str, month_digits: str, day_digits: str, last: int) -> ReadDate | None:
    if len(year_digits) not in (2, 4) or len(month_digits) > 2 or len(day_digits) > 2:
        return None
    year, month, day = int(year_digits), int(month_digits), int(day_digits)
    if len(year_digits) == 2:
        year += 2000 if 2000 + year <= last else 1900
    if year < EARLIEST_YEAR:
        return None
    if month == 0:
        return ReadDate(year, 0, 0, f"{year:04}") if day == 0 else _impossible(year, month, day)
    if month > 12:
        return _impossible(year, month, day)
    if day == 0:
        return ReadDate(year, month, 0, f"{year:04}-{month:02}")
    if day > _days_in(year, month):
        return _impossible(year, month, day)
    return ReadDate(year, month, day, f"{year:04}-{month:02}-{day:02}")


def _impossible(year: int, month: int, day: int) -> ReadDate:
    known_month = month if 1 <= month <= 12 else 0
    known_day = day if 1 <= day <= 31 and not known_month else 0
    return ReadDate(year, known_month, known_day, f"{year:04}-{month:02}-{day:02}", possible=False)


def _days_in(year: int, month: int) -> int:
    if month == 2 and (year % 4 or (year % 100 == 0 and year % 400)):
        return 28
    return _DAYS_BEFORE_LEAP[month - 1]


@lru_cache(maxsize=4096)
def _month_named(word: str) -> int:
    if len(word) < 3:
        return 0
    months = rules.load("dates/months")["months"]
    exact = {int(number) for number, names in months.items() if word in names}
    found = exact or {int(n) for n, names in months.items() if any(name.startswith(word) for name in names)}
    return found.pop() if len(found) == 1 else 0
