"""Columns of telephone numbers: most are plain, and are read all at once, as letters in a row.

What `plainly` reads it reads as `phones.parse` does; it leaves everything else to that.

>>> digits, regions, left = plainly(["+381 64 1234567", "064/123-4567", "+377 44 123 456", "tel. 064 1234567"])
>>> digits, regions.tolist(), left.tolist()
(['381641234567', '641234567', '', ''], ['RS', '', '', ''], [2, 3])
"""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules

Strings = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Letters = npt.NDArray[np.uint8]

_BREAK, _PLUS, _ZERO, _SLASH, _BRACKET = (ord(sign) for sign in "\n+0/(")
_SIGNS = np.frombuffer(b" .()/-", np.uint8)
_LEAST_DIGITS, _MOST_DIGITS = 5, 15
# Letters between the first digit and the last.
_BETWEEN = (4, 22)
# Below this many numbers, setting arrays up costs more than it saves.
_WORTH_ARRAYS = 200
# With more digits than this, a slash may part two numbers.
_ONE_NUMBER = 12
_LONGEST_CODE = 3


def plainly(texts: Sequence[str]) -> tuple[list[str], Strings, Ints]:
    """Read the plain numbers of a column.

    Returns:
        Digits and regions, "" where not read here, and the places of what is left to read one by one.
    """
    letters, ends, size = _in_a_row(texts)
    first = np.append(0, ends[:-1] + 1)[: len(ends)]
    numeric = letters - np.uint8(_ZERO) <= 9
    others = _Others.of(letters, ends, numeric)
    dialled = size - others.count
    plus = letters[first] == _PLUS
    inner = others.plain
    digits = letters[numeric] - np.uint8(_ZERO)
    start = np.cumsum(dialled) - dialled
    zero = (dialled > 0) & (_at(digits, start) == 0)
    double_zero = zero & (letters[np.minimum(first + 1, len(letters) - 1)] == _ZERO) & ~plus
    plain = inner & _shaped(letters, numeric, first, size, plus)
    abroad = plus | double_zero
    left_out = 2 * double_zero
    whole = dialled - left_out
    plain &= (whole >= _LEAST_DIGITS) & (whole <= _MOST_DIGITS)
    # A zero in brackets is a trunk zero, and a slash may part two numbers.
    brackets = others.at(_BRACKET)
    plain[np.searchsorted(ends, brackets[letters[brackets + 1] == _ZERO])] = False
    slashes = np.searchsorted(ends, others.at(_SLASH))
    plain[slashes[dialled[slashes] > _ONE_NUMBER]] = False
    country, fits = _countries(digits, start + left_out, whole)
    # Of zeros apart from each other it is not certain that they are a trunk's.
    done = plain & np.where(abroad, fits, ~zero | (_at(digits, start + 1) != 0))
    left_out += zero & ~abroad
    regions = _table().regions[np.where(done & abroad, country, -1)]
    return _kept(letters, numeric, start, np.where(done, left_out, dialled)), regions, np.flatnonzero(~done)


def worth_it(texts: Sized) -> bool:
    """Tell whether a column is long enough for arrays to pay."""
    return len(texts) >= _WORTH_ARRAYS


@dataclass(frozen=True)
class _Table:
    """Calling codes: sizes of code, lengths of numbers as bits, trunks and regions; the last row is "no country"."""

    codes: dict[str, int]
    size: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    trunks: tuple[str, ...]
    regions: Strings


@cache
def _table() -> _Table:
    calling = rules.load("identifiers/phones")["calling"]
    return _Table(
        {entry["code"]: i for i, entry in enumerate(calling)},
        np.array([*(len(entry["code"]) for entry in calling), 0], np.int64),
        np.array([*(sum(1 << n for n in entry["lengths"]) for entry in calling), 0], np.int64),
        tuple(entry["trunk"] for entry in calling),
        np.array([*(entry["region"] for entry in calling), ""], object),
    )


def _in_a_row(texts: Sequence[str]) -> tuple[Letters, Ints, Ints]:
    """Give all texts as letters in a row, each with a line break behind it, where these are, and the texts' sizes.

    Texts that hold more than ASCII, or a line break, count as empty.
    """
    joined = "\n".join(texts)
    if not joined.isascii() or joined.count("\n") != max(len(texts) - 1, 0):
        joined = "\n".join([text if text.isascii() and "\n" not in text else "" for text in texts])
    letters = np.frombuffer(f"{joined}\n".encode() if len(texts) else b"", np.uint8)
    ends = np.flatnonzero(letters == _BREAK)
    return letters, ends, np.diff(ends, prepend=-1) - 1


@dataclass(frozen=True)
class _Others:
    """The letters that are no digits.

    Attributes:
        places: where they are, line breaks among them. letters: what they are.
        count: how many of them each text has. plain: whether they are all signs, but for a plus in front.
    """

    places: Ints
    letters: Letters
    count: Ints
    plain: Bools

    @classmethod
    def of(cls, letters: Letters, ends: Ints, numeric: Bools) -> _Others:
        """Find them among texts in a row."""
        places = np.flatnonzero(~numeric)
        found = letters[places]
        breaks = found == _BREAK
        odd = ~_is_sign()[found] & ~breaks
        # What stands right behind a line break stands in front of a text.
        behind = np.append(True, breaks[:-1] & (np.diff(places) == 1))[: len(places)]
        behind[:1] &= places[:1] == 0
        odd &= ~((found == _PLUS) & behind)
        plain = np.ones(len(ends), bool)
        plain[np.searchsorted(ends, places[odd])] = False
        return cls(places, found, np.diff(np.flatnonzero(breaks), prepend=-1) - 1, plain)

    def at(self, letter: int) -> Ints:
        """Give the places of a letter."""
        found: Ints = self.places[self.letters == letter]
        return found


@cache
def _is_sign() -> Bools:
    table = np.zeros(256, bool)
    table[_SIGNS] = True
    return table


def _at(digits: Letters, places: Ints) -> Letters:
    """Give the digits at some places, those of another text among them where a text has too few."""
    return digits[np.minimum(places, len(digits) - 1)] if len(digits) else np.full(len(places), 255, np.uint8)


def _shaped(letters: Letters, numeric: Bools, first: Ints, size: Ints, plus: Bools) -> Bools:
    """Say which texts begin and end with a digit, behind + or 00 if there is one, and are neither short nor long."""
    least, most = (between + 2 for between in _BETWEEN)
    last = len(letters) - 1
    second, third = np.minimum(first + 1, last), np.minimum(first + 2, last)
    zeros = (letters[first] == _ZERO) & (letters[second] == _ZERO)
    bare = ~plus & numeric[first] & (size >= least) & (size <= most)
    behind_plus = plus & numeric[second] & (size >= least + 1) & (size <= most + 1)
    behind_zeros = zeros & numeric[third] & (size >= least + 2) & (size <= most + 2)
    ends_well = numeric[np.maximum(first + size - 1, first)]
    return np.asarray((bare | behind_plus | behind_zeros) & ends_well)


def _kept(letters: Letters, numeric: Bools, start: Ints, left_out: Ints) -> list[str]:
    """Give the digits of each text without the first so many."""
    if not len(left_out):
        return []
    keep = numeric | (letters == _BREAK)
    cut = np.flatnonzero(left_out)
    many = left_out[cut]
    of_digits = np.repeat(start[cut] - np.cumsum(many) + many, many) + np.arange(many.sum())
    keep[np.flatnonzero(numeric)[of_digits]] = False
    texts: list[str] = letters[keep].tobytes().decode("ascii").split("\n")
    return texts[:-1]


def _countries(digits: Letters, start: Ints, size: Ints) -> tuple[Ints, Bools]:
    """Give for each number with a calling code its country, and whether it is whole and no trunk digit is in it."""
    table = _table()
    key = np.zeros(len(start), np.int32)
    for place in range(_LONGEST_CODE + 2):
        key = key * 11 + np.where(place < size, _at(digits, start + place).astype(np.int32) + 1, 0)
    distinct = np.flatnonzero(np.bincount(key))
    begins = [_begin(number) for number in distinct.tolist()]
    of_key = np.full(int(distinct[-1]) + 1 if len(distinct) else 1, -1, np.int64)
    odd_key = np.ones(len(of_key), bool)
    of_key[distinct] = [_country(one) for one in begins]
    # A trunk digit behind the code, and codes of which numbers have moved, are read one by one.
    odd_key[distinct] = [_is_odd(one, found) for one, found in zip(begins, of_key[distinct].tolist(), strict=True)]
    found = of_key[key]
    national = np.clip(size - table.size[found], 0, 62)
    return found, ((table.lengths[found] >> national) & 1).astype(bool) & ~odd_key[key]


def _begin(key: int) -> str:
    """Give the first digits of numbers back from the number made of them."""
    begin = ""
    while key:
        key, digit = divmod(key, 11)
        begin = (str(digit - 1) if digit else "") + begin
    return begin


def _country(start: str) -> int:
    codes = _table().codes
    return next((codes[start[:n]] for n in range(_LONGEST_CODE, 0, -1) if start[:n] in codes), -1)


def _is_odd(start: str, country: int) -> bool:
    if country < 0:
        return True
    table = _table()
    trunk = table.trunks[country]
    behind = start[table.size[country] :]
    moved = any(start.startswith(move["from"]) for move in rules.load("identifiers/phones")["moved"])
    return (moved and _may_have_moved(start)) or (bool(trunk) and behind.startswith(trunk[:1]))


def _may_have_moved(start: str) -> bool:
    moves = rules.load("identifiers/phones")["moved"]
    return any(start.startswith(move["from"] + digits) for move in moves for digits in (*move["digits"], "0"))
