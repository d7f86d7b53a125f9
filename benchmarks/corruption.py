"""Spoil strings and dates the way keyboards, scanners and clerks do, for whole arrays at once.

A column of strings is a NumPy array of dtype `<U…`; "" is a missing value and stays one. Every function takes
the random generator as its last argument and gives a new array. The strings are edited as a matrix of code
points, one row a string, so a million edits cost a few array operations.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Strings = NDArray[np.str_]
Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Dates = NDArray[np.datetime64]

HIGHEST_LETTER = 0x250
"""Code points from here on are edited as well, but have no keys and no look-alikes of their own."""


def to_codes(values: Strings, spare: int = 0) -> Codes:
    """Give the code points of `values`, one row a string, with `spare` empty columns at the end."""
    count = len(values)
    width = values.dtype.itemsize // 4
    padded = np.ascontiguousarray(values.astype(f"<U{width + spare}"))
    return padded.view(np.uint32).reshape(count, width + spare).copy()


def to_strings(codes: Codes) -> Strings:
    """Give the strings whose code points are the rows of `codes`."""
    return np.ascontiguousarray(codes, dtype=np.uint32).view(f"<U{codes.shape[1]}").reshape(len(codes))


def lengths(codes: Codes) -> NDArray[np.int64]:
    """Give the length of each string in `codes`."""
    size: NDArray[np.int64] = (codes != 0).sum(axis=1)
    return size


@dataclass(frozen=True)
class Keyboard:
    """Which keys lie beside which: `keys[code point]` has up to six neighbours, `counts` says how many."""

    keys: Codes
    counts: NDArray[np.int64]
    near: float

    @classmethod
    def of(cls, rows: list[str], near: float) -> Keyboard:
        """Build the table from the rows of keys, top row first; a digit's neighbours are digits only."""
        keys = np.zeros((HIGHEST_LETTER, 6), dtype=np.uint32)
        counts = np.zeros(HIGHEST_LETTER, dtype=np.int64)
        for key, found in _neighbours(rows).items():
            for spelled in {key, key.upper()}:
                wanted = [n.upper() if spelled != key else n for n in found]
                keys[ord(spelled), : len(wanted)] = [ord(n) for n in wanted]
                counts[ord(spelled)] = len(wanted)
        return cls(keys, counts, near)

    def slips(self, wanted: Codes, rng: np.random.Generator) -> Codes:
        """Give the key hit instead of each in `wanted`: mostly a neighbour, else any letter (or digit)."""
        known = np.where(wanted < HIGHEST_LETTER, wanted, 0)
        counts = self.counts[known]
        pick = (rng.random(len(wanted)) * np.maximum(counts, 1)).astype(np.int64)
        letters = rng.integers(ord("a"), ord("z") + 1, len(wanted))
        digits = ord("0") + (wanted - ord("0") + rng.integers(1, 10, len(wanted))) % 10
        is_digit = (wanted >= ord("0")) & (wanted <= ord("9"))
        anything = np.where(is_digit, digits, letters)
        near = (counts > 0) & (rng.random(len(wanted)) < self.near)
        return np.where(near, self.keys[known, pick], anything).astype(np.uint32)


def _neighbours(rows: list[str]) -> dict[str, list[str]]:
    """Say which keys of the same sort touch each key; a row is half a key right of the one above."""
    at = {key: (row, column) for row, keys in enumerate(rows) for column, key in enumerate(keys)}
    touching = {(0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0)}
    return {
        key: [
            other
            for other, (row, column) in at.items()
            if key.isdigit() == other.isdigit() and (row - here[0], column - here[1]) in touching
        ]
        for key, here in at.items()
    }


def typing_errors(values: Strings, keyboard: Keyboard, weights: dict[str, float], rng: np.random.Generator) -> Strings:
    """Make one typing error in each string of two letters or more.

    `weights` has the chances of "insert", "delete", "substitute" and "transpose". The first letter is hit
    half as often as the others, as people see it. Two equal letters transposed change nothing.
    """
    codes = to_codes(values, spare=1)
    size = lengths(codes)
    at = _positions(size, rng)
    kind = rng.choice(4, len(values), p=[weights[k] for k in ("insert", "delete", "substitute", "transpose")])
    columns = np.arange(codes.shape[1])
    edited = codes.copy()
    rows = np.arange(len(values))
    here = codes[rows, at]
    slip = keyboard.slips(here, rng)

    shift = np.where(kind[:, None] == 0, -(columns > at[:, None]).astype(np.int64), 0)
    shift += np.where(kind[:, None] == 1, (columns >= at[:, None]).astype(np.int64), 0)
    source = np.clip(columns + shift, 0, codes.shape[1] - 1)
    edited = np.take_along_axis(codes, source, axis=1)
    insert, substitute = kind == 0, kind == 2
    edited[rows[insert], at[insert] + 1] = slip[insert]
    edited[rows[substitute], at[substitute]] = slip[substitute]
    swap = (kind == 3) & (size > 1)
    first = np.minimum(at, np.maximum(size - 2, 0))
    edited[rows[swap], first[swap]] = codes[rows[swap], first[swap] + 1]
    edited[rows[swap], first[swap] + 1] = codes[rows[swap], first[swap]]
    edited[size < 2] = codes[size < 2]
    return to_strings(edited)


def _positions(size: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw a position in each string; half of the hits on the first letter go to another place."""
    at = (rng.random(len(size)) * size).astype(np.int64)
    again = (rng.random(len(size)) * size).astype(np.int64)
    moved = (at == 0) & (rng.random(len(size)) < 0.5)
    return np.where(moved, again, at)


def ocr_errors(values: Strings, look_alikes: dict[str, str], rng: np.random.Generator) -> Strings:
    """Replace one letter that has a look-alike by it, where there is one."""
    table = np.zeros(HIGHEST_LETTER, dtype=np.uint32)
    for letter, look_alike in look_alikes.items():
        table[ord(letter)] = ord(look_alike)
    codes = to_codes(values)
    other = table[np.where(codes < HIGHEST_LETTER, codes, 0)]
    return to_strings(_replace_one(codes, other, rng))


def digit_errors(values: Strings, rng: np.random.Generator) -> Strings:
    """Replace one digit of each string by another digit; a string without digits stays as it is."""
    codes = to_codes(values)
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    wrong = ord("0") + (codes.astype(np.int64) - ord("0") + rng.integers(1, 10, codes.shape)) % 10
    return to_strings(_replace_one(codes, np.where(is_digit, wrong, 0).astype(np.uint32), rng))


def _replace_one(codes: Codes, other: Codes, rng: np.random.Generator) -> Codes:
    """Take over one entry of each row from `other` among those that are not 0 there."""
    chance = np.where(other != 0, rng.random(codes.shape), -1.0)
    at = chance.argmax(axis=1)
    rows = np.flatnonzero((other != 0).any(axis=1))
    edited = codes.copy()
    edited[rows, at[rows]] = other[rows, at[rows]]
    return edited


def initials(values: Strings) -> Strings:
    """Keep the first letter only."""
    return values.astype("<U1")


def respell(values: list[str], letters: dict[str, str]) -> list[str]:
    """Replace letters by their spellings in each of `values`."""
    table = str.maketrans(letters)
    return [value.translate(table) for value in values]


def fill(shapes: Strings, rng: np.random.Generator) -> Strings:
    """Fill shapes: "#" with a digit, "@" with a capital letter that postcodes use; the rest stays."""
    codes = to_codes(shapes)
    digits = rng.integers(ord("0"), ord("9") + 1, codes.shape)
    allowed = np.array([ord(c) for c in string.ascii_uppercase if c not in "CIKMOV"])
    letters = allowed[rng.integers(0, len(allowed), codes.shape)]
    filled = np.where(codes == ord("#"), digits, np.where(codes == ord("@"), letters, codes))
    return to_strings(filled.astype(np.uint32))


@dataclass(frozen=True)
class Calendar:
    """Dates as three arrays of numbers, so that one part can go wrong by itself."""

    year: NDArray[np.int64]
    month: NDArray[np.int64]
    day: NDArray[np.int64]

    @classmethod
    def of(cls, dates: Dates) -> Calendar:
        """Take dates (datetime64[D]) apart."""
        months = dates.astype("datetime64[M]")
        month_number = months.astype(np.int64)
        day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
        return cls(month_number // 12 + 1970, month_number % 12 + 1, day)

    def dates(self) -> Dates:
        """Put the parts together again; a day past the end of its month becomes the last day."""
        months = ((self.year - 1970) * 12 + self.month - 1).astype("datetime64[M]")
        first = months.astype("datetime64[D]")
        last = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
        joined: Any = first + (np.minimum(self.day, last) - 1)
        return np.asarray(joined, dtype="datetime64[D]")


def swap_day_and_month(dates: Dates) -> Dates:
    """Read day as month and month as day where that gives a date; other dates stay."""
    parts = Calendar.of(dates)
    possible = parts.day <= 12
    month = np.where(possible, parts.day, parts.month)
    return Calendar(parts.year, month, np.where(possible, parts.month, parts.day)).dates()


def january_default(dates: Dates) -> Dates:
    """Keep the year; day and month become 1 January, as when only the year was known."""
    one = np.ones(len(dates), dtype=np.int64)
    return Calendar(Calendar.of(dates).year, one, one).dates()


def wrong_year(dates: Dates, rng: np.random.Generator) -> Dates:
    """Change the last digit of the year by one or two steps, or (one time in four) the decade by one step."""
    parts = Calendar.of(dates)
    sign = rng.choice([-1, 1], len(dates))
    step = np.where(rng.random(len(dates)) < 0.25, 10, rng.integers(1, 3, len(dates)))
    return Calendar(np.clip(parts.year + sign * step, 1900, 2026), parts.month, parts.day).dates()


def wrong_day(dates: Dates, rng: np.random.Generator) -> Dates:
    """Replace the last digit of the day, or (one time in four) the first, by another."""
    parts = Calendar.of(dates)
    units = parts.day // 10 * 10 + (parts.day % 10 + rng.integers(1, 10, len(dates))) % 10
    tens = (parts.day + 10 * rng.integers(1, 3, len(dates)) - 1) % 30 + 1
    day = np.where(rng.random(len(dates)) < 0.25, tens, units)
    return Calendar(parts.year, parts.month, np.clip(day, 1, 31)).dates()
