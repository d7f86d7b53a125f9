"""Columns of telephone numbers: most are plain, and are read all at once by Arrow and NumPy.

What `plainly` reads it reads as `phones.parse` does; it leaves everything else to that.

>>> digits, regions, left = plainly(["+381 64 1234567", "064/123-4567", "+377 44 123 456", "tel. 064 1234567"])
>>> digits.tolist(), regions.tolist(), left.tolist()
(['381641234567', '641234567', '', ''], ['RS', '', '', ''], [2, 3])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules

Strings = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

_SIGNS = r"[ .()/-]+"
_PLAIN = r"^(\+|00)?\d[\d .()/-]{4,22}\d$"
_DIGITS = r"^\d{5,15}$"
# Below this many numbers, setting arrays up costs more than it saves.
_WORTH_ARRAYS = 200
# With more digits than this, a slash may part two numbers.
_ONE_NUMBER = 12
_LONGEST_CODE = 3


def plainly(texts: Sequence[str]) -> tuple[Strings, Strings, npt.NDArray[np.int64]]:
    """Read the plain numbers of a column.

    Returns:
        Digits and regions, "" where not read here, and the places of what is left to read one by one.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    ascii_ = np.array([text.isascii() for text in texts], bool)
    raw = pa.array([text if ok else "" for text, ok in zip(texts, ascii_.tolist(), strict=True)], pa.string())
    bare = pc.replace_substring_regex(raw, _SIGNS, "")
    abroad = _bools(pc.match_substring_regex(bare, r"^(\+|00)"))
    digits = pc.replace_substring_regex(bare, r"^(\+|00)", "")
    size = _ints(pc.utf8_length(digits))
    plain = _bools(pc.match_substring_regex(raw, _PLAIN)) & _bools(pc.match_substring_regex(digits, _DIGITS))
    # A zero in brackets is a trunk zero, and a slash may part two numbers.
    dialled = _ints(pc.utf8_length(bare)) - _bools(pc.starts_with(bare, "+"))
    plain &= ~_bools(pc.match_substring(raw, "(0")) & ((dialled <= _ONE_NUMBER) | ~_bools(pc.match_substring(raw, "/")))
    country, fits = _countries(digits, size)
    done = plain & (~abroad | fits)
    read = np.where(abroad, _texts(digits), _texts(pc.utf8_ltrim(digits, "0")))
    regions = np.where(done & abroad, _table().regions[country], "")
    return np.where(done, read, ""), regions, np.flatnonzero(~done)


def worth_it(texts: Sequence[str]) -> bool:
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


def _countries(digits: Any, size: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Bools]:
    """Give for each number with a calling code its country, and whether it is whole and no trunk digit is in it."""
    import pyarrow.compute as pc

    table = _table()
    start = pc.utf8_slice_codeunits(digits, 0, _LONGEST_CODE + 2).dictionary_encode()
    distinct = start.dictionary.to_pylist()
    country = np.array([_country(one) for one in distinct] or [-1], np.int64)
    # A trunk digit behind the code, and codes of which numbers have moved, are read one by one.
    odd = np.array(
        [_is_odd(one, found) for one, found in zip(distinct, country.tolist(), strict=False)] or [True], bool
    )
    codes = start.indices.to_numpy(zero_copy_only=False)
    found = country[codes]
    national = np.clip(size - table.size[found], 0, 62)
    return found, ((table.lengths[found] >> national) & 1).astype(bool) & ~odd[codes]


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


def _bools(array: Any) -> Bools:
    found: Bools = array.to_numpy(zero_copy_only=False).astype(bool)
    return found


def _ints(array: Any) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = array.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _texts(array: Any) -> Strings:
    found: Strings = array.to_numpy(zero_copy_only=False).astype(object)
    return found
