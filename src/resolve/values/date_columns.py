"""A column of written dates to normal spellings: the common shapes as arrays of digits, the rest one by one.

What the column as a whole tells is found first (see `habits_of`): whether its months come first, whether years such as
1364 are Hijri ones, and which days of the year stand for "not known".

>>> normal_texts(["03/14/1986", "04/05/1990", "circa 1960", "?"])
['1986-03-14', '1990-04-05', '1960~', '']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.values.date_calendars import Calendar
from resolve.values.date_reading import Habits, read
from resolve.values.date_values import default_days, hijri_years
from resolve.values.date_words import month_named, role_of

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Letters = npt.NDArray[np.uint8]

_LONGEST_LOOKED_AT = 64
_LOOKED_AT = 50_000
_NAMED = re.compile(r"(\d{1,2})[ .\-/]{0,2}([^\W\d_]{3,12})[ .,\-/]{0,2}(\d{4}|\d\d)\.?")
_DIGITS = {ord(digit): str(value) for zero in "٠۰" for value, digit in enumerate(chr(ord(zero) + n) for n in range(10))}
_YEARS = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)|(?<!\d)1[0-8]\d\d(?=(?:0\d|1[0-2])[0-3]\d(?!\d))")
"""Years from 1000 to 1899, alone or at the start of eight digits."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ORDER_OPEN = re.compile(r"\s*(\d{1,2})[./\- ](\d{1,2})[./\- ]\d{2,4}")
_SIGNS = np.frombuffer(b"./- ", np.uint8)
_SHORTEST, _LONGEST = 8, 11
_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True)
class _Shape:
    """A writing of a whole date: where in its letters the parts start, how long they are, and where signs stand."""

    year: tuple[int, int]
    middle: tuple[int, int]
    outer: tuple[int, int]
    signs: tuple[int, ...]
    dot: int = -1
    """The place of a dot at the end, -1 without one."""

    @property
    def year_first(self) -> bool:
        """Whether it reads year, month, day."""
        return self.year[0] == 0


def _shapes() -> dict[int, list[_Shape]]:
    """Give the shapes by length: 1986-03-14, 19860314, and 14.03.1986. in full and without zeros."""
    found: dict[int, list[_Shape]] = {
        8: [_Shape((0, 4), (4, 2), (6, 2), ())],
        10: [_Shape((0, 4), (5, 2), (8, 2), (4, 7))],
    }
    for day in (1, 2):
        for month in (1, 2):
            for year in (2, 4):
                start = day + month + 2
                signs = (day, day + month + 1)
                for dot in (-1, start + year):
                    shape = _Shape((start, year), (day + 1, month), (0, day), signs, dot)
                    length = start + year + (dot >= 0)
                    if length >= _SHORTEST:
                        found.setdefault(length, []).append(shape)
    return found


SHAPES = _shapes()


def normal_texts(texts: Sequence[str], counts: Sequence[int] | Ints | None = None) -> list[str]:
    """Give the normal spelling of each date of a column, "" where there is none to be read.

    Args:
        texts: distinct texts, any number.
        counts: in how many rows each stands (default: one each); it tells which days are more frequent than births are.
    """
    return normal_texts_by(texts, habits_of(texts), counts)


def normal_texts_by(texts: Sequence[str], habits: Habits, counts: Sequence[int] | Ints | None = None) -> list[str]:
    """Give normal spellings as `normal_texts` does, in a column whose habits are known; `counts` None keeps them."""
    return _read(texts, habits, counts)[0]


def normal_text(text: str, habits: Habits) -> str:
    """Give the normal spelling of one date in a column whose habits are known, as `normal_texts_by` does.

    >>> habits = Habits(hijri=False)
    >>> [normal_text(text, habits) for text in ("1986-03-14", "14.3.1986.", "circa 1960", "1986-13-01", "?")]
    ['1986-03-14', '1986-03-14', '1960~', '1986-13-01', '']
    """
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
        if year > hijri_years()[1] and 1 <= month <= 12 and 1 <= day <= 28 and (month, day) not in habits.defaults:
            return text
    return _one(text, habits)


def habits_and_defaults(texts: Sequence[str], counts: Sequence[int] | Ints) -> Habits:
    """Tell how the dates of a column are written and which days stand for "not known" in it, as `normal_texts` does.

    With them `normal_texts_by` reads a further date as it would have been read in that column.
    """
    return _read(texts, habits_of(texts), counts)[1]


def _read(texts: Sequence[str], habits: Habits, counts: Sequence[int] | Ints | None) -> tuple[list[str], Habits]:
    found, codes = _fast(texts, habits)
    _read_named(texts, habits, found, codes)
    slow = np.flatnonzero(codes == 0)
    if counts is not None:
        plainly = replace(habits, defaults=frozenset())
        for place in slow.tolist():
            found[place] = _one(texts[place], plainly)
        codes[slow] = [_code_of(found[place]) for place in slow.tolist()]
        habits = replace(habits, defaults=_defaults_in(codes, np.asarray(counts, np.int64)))
        slow = slow[np.isin(codes[slow] % 10_000, _codes(habits.defaults)) | (codes[slow] == 0)]
    for place in slow.tolist():
        found[place] = _one(texts[place], habits)
    fast = np.ones(len(codes), bool)
    fast[slow] = False
    for place in np.flatnonzero(fast & np.isin(codes % 10_000, _codes(habits.defaults))).tolist():
        if codes[place] and "?" not in found[place]:
            core, space, tag = found[place].partition(" ")
            found[place] = core + "?" + space + tag
    return found, habits


def habits_of(texts: Sequence[str]) -> Habits:
    """Tell from a column as a whole how its dates are written; of many texts, 50,000 evenly spread are looked at."""
    texts = texts[:: max(1, len(texts) // _LOOKED_AT)]
    first_over, second_over = 0, 0
    for text in texts:
        found = _ORDER_OPEN.match(text[:_LONGEST_LOOKED_AT])
        if found:
            first_over += int(found.group(1)) > 12
            second_over += int(found.group(2)) > 12
    times = int(rules.load("dates/words")["month_first"]["times"])
    # A column of days first has slips too, so a few impossible months do not turn it round.
    return Habits(month_first=second_over > times * first_over, hijri=_hijri(texts))


def _hijri(texts: Sequence[str]) -> bool:
    """Say whether years such as 1364 are Hijri ones in a column, not those of the dead nor slips for 1964.

    Slips fall on all centuries alike, and columns of the dead hold other centuries too.
    """
    years = _YEARS.findall("\n".join(text[:_LONGEST_LOOKED_AT] for text in texts))
    numbers = np.array(years, np.int64)
    low, high = hijri_years()
    hijri = int(((numbers >= low) & (numbers <= high)).sum())
    return hijri >= len(numbers) - hijri


def _one(text: str, habits: Habits) -> str:
    found = read(text, habits)
    return found.text if found else ""


def _codes(days: frozenset[tuple[int, int]]) -> list[int]:
    return [100 * month + day for month, day in days]


def _code_of(text: str) -> int:
    """Give a whole Gregorian date as a number such as 19860314; 0 for other spellings and impossible dates."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return 0
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    return 10_000 * year + 100 * month + day if 1 <= month <= 12 and day <= 31 else 0


def _defaults_in(codes: Ints, counts: Ints) -> frozenset[tuple[int, int]]:
    """Tell which of the days that may stand for "not known" do, being more frequent than births on a day are.

    In a column too small to tell they all do.
    """
    written = rules.load("dates/words")["default"]
    days = default_days()
    total = int(counts[codes > 0].sum())
    if total < written["enough"]:
        return days
    usual = written["times"] * total / 365.25 + written["more"]
    return frozenset((month, day) for month, day in days if counts[codes % 10_000 == 100 * month + day].sum() > usual)


def _fast(texts: Sequence[str], habits: Habits) -> tuple[list[str], Ints]:
    """Read the texts of common shapes; give spellings ("" for the rest) and dates as numbers (0 for the rest)."""
    found = np.full(len(texts), "", object)
    codes = np.zeros(len(texts), np.int64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    column: npt.NDArray[np.object_] | None = None
    for length, shapes in SHAPES.items():
        places = np.flatnonzero(lengths == length)
        if not len(places):
            continue
        if column is None:
            column = np.empty(len(texts), object)
            column[:] = texts
        joined = "".join(column[places].tolist())
        if not joined.isascii():
            keep = np.fromiter((text.isascii() for text in column[places]), bool, len(places))
            places = places[keep]
            joined = "".join(column[places].tolist())
        letters = np.asfortranarray(np.frombuffer(joined.encode(), np.uint8).reshape(len(places), length))
        for shape in shapes:
            took = _read_shape(letters, shape, habits, places, found, codes)
            letters, places = letters[~took], places[~took]
            if not len(places):
                break
    return found.tolist(), codes


def _read_named(texts: Sequence[str], habits: Habits, found: list[str], codes: Ints) -> None:
    """Read what `_fast` left: a day, a month's name and a year, or another script's digits, by way of plain digits."""
    places: list[int] = []
    plainly: list[str] = []
    for place in np.flatnonzero(codes == 0).tolist():
        text = texts[place]
        if len(text) > _LONGEST_LOOKED_AT:
            continue
        named = _NAMED.fullmatch(text)
        if named is None:
            if not text.isascii() and (digits := text.translate(_DIGITS)) != text and digits.isascii():
                places.append(place)
                plainly.append(digits)
            continue
        day, word, year = named.groups()
        month = month_named(word)
        if month is not None and month[0] is Calendar.GREGORIAN and not role_of(word) and day.isascii():
            places.append(place)
            plainly.append(
                f"{day:0>2}.{month[1]:02}.{year}" if not habits.month_first else f"{month[1]:02}.{day:0>2}.{year}"
            )
    spelled, dates = _fast(plainly, habits)
    for place, text, code in zip(places, spelled, dates.tolist(), strict=True):
        found[place], codes[place] = text, code


def _read_shape(
    letters: Letters, shape: _Shape, habits: Habits, places: Ints, found: npt.NDArray[np.object_], codes: Ints
) -> Bools:
    """Read the rows that are of a shape and are a whole, possible date; say which those were."""
    fits = _of_shape(letters, shape)
    rows = np.flatnonzero(fits)
    year = _number(letters[rows], shape.year)
    month, day = _number(letters[rows], shape.middle), _number(letters[rows], shape.outer)
    if habits.month_first and not shape.year_first:
        month, day = day, month
    if shape.year[1] == 2:
        year = year + np.where(2000 + year <= habits.last_year, 2000, 1900)
    possible = (year > hijri_years()[1]) & (month >= 1) & (month <= 12) & (day >= 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    month_days = _DAYS[np.clip(month, 1, 12) - 1] + (leap & (month == 2))
    possible &= day <= month_days
    if not shape.signs:  # eight digits in a row are year first in some files, year last in others
        possible &= (year >= 1800) & (year <= 2100)
    rows, year, month, day = rows[possible], year[possible], month[possible], day[possible]
    found[places[rows]] = spelled(year, month, day)
    codes[places[rows]] = 10_000 * year + 100 * month + day
    took = np.zeros(len(letters), bool)
    took[rows] = True
    return took


def _of_shape(letters: Letters, shape: _Shape) -> Bools:
    fits = np.ones(len(letters), bool)
    for start, width in (shape.year, shape.middle, shape.outer):
        for place in range(start, start + width):
            fits &= (letters[:, place] >= ord("0")) & (letters[:, place] <= ord("9"))
    for place in shape.signs:
        fits &= np.isin(letters[:, place], _SIGNS)
    if shape.dot >= 0:
        fits &= letters[:, shape.dot] == ord(".")
    return fits


def _number(letters: Letters, part: tuple[int, int]) -> Ints:
    value = np.zeros(len(letters), np.int64)
    for place in range(part[0], part[0] + part[1]):
        value = 10 * value + letters[:, place] - ord("0")
    return value


def spelled(year: Ints, month: Ints, day: Ints) -> list[str]:
    """Give the normal spelling of possible dates in numbers."""
    letters = np.full((len(year), 10), ord("-"), np.uint8)
    for value, last, width in ((year, 3, 4), (month, 6, 2), (day, 9, 2)):
        rest = value
        for place in range(last, last - width, -1):
            letters[:, place] = rest % 10 + ord("0")
            rest = rest // 10
    texts: list[str] = letters.view("S10").ravel().astype("U10").tolist()
    return texts
