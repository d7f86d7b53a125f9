"""Arrays by one number that grow together, and sets of letters as bits.

>>> table = Table({"size": (0, np.int16), "sets": (2, np.int32)})
>>> table.hold(1_000)
>>> table.columns["size"].shape[0] >= 1_000, table.columns["sets"][7].tolist()
(True, [-1, -1])
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules

Numbers = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint32]
Array = npt.NDArray[Any]

NONE = -1
"""What stands in a column of numbers where there is none."""
_SOUNDS = "aeioujpbfvdtszkghlrmncCJSZ"
_FIRST_ROWS = 256
_LINE_BREAK = 10


class Table:
    """Arrays by one number, which grow together. A kind is the width (0: one figure a number) and the type."""

    def __init__(self, kinds: dict[str, tuple[int, type]]) -> None:
        self._kinds = kinds
        self._rows = 0
        self.columns: dict[str, Array] = {}
        self.hold(_FIRST_ROWS)

    def hold(self, rows: int) -> None:
        """Make room for so many rows."""
        if rows <= self._rows:
            return
        more = max(rows, 2 * self._rows) - self._rows
        self.columns = {
            name: np.concatenate([self.columns[name], _empty(*kind, more)]) if self.columns else _empty(*kind, more)
            for name, kind in self._kinds.items()
        }
        self._rows += more


def _empty(width: int, kind: type, rows: int) -> Array:
    shape = (rows, width) if width else (rows,)
    return np.full(shape, NONE if kind is np.int32 else 0, kind)


class Letters:
    """The character codes of many texts, to be looked up in tables of bits.

    >>> letters = Letters(["ab", "", "ba"])
    >>> letters.bits(written_bits()).tolist(), letters.first_bits(written_bits()).tolist()
    ([3, 0, 3], [1, 0, 2])
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "\n".join(texts) + "\n"
        self._codes = np.frombuffer(joined.encode("ascii", "replace"), np.uint8)
        self.ends = (self._codes == _LINE_BREAK).nonzero()[0]
        self._starts = np.zeros_like(self.ends)
        self._starts[1:] = self.ends[:-1] + 1

    def bits(self, table: Bits) -> Bits:
        """Give for each text the bits of its characters, joined by or."""
        found: Bits = np.bitwise_or.reduceat(table[self._codes], self._starts)
        return found

    def first_bits(self, table: Bits) -> Bits:
        """Give the bits of the first character of each text."""
        found: Bits = table[self._codes[self._starts]]
        return found

    @property
    def sizes(self) -> Array:
        """How many characters each text has."""
        sizes: Array = self.ends - self._starts
        return sizes


def count_bits(bits: Array) -> npt.NDArray[np.int8]:
    """Count the bits that are set."""
    table = _bit_counts()
    found: npt.NDArray[np.int8] = table[bits & 0xFFFF] + table[bits >> 16]
    return found


@cache
def _bit_counts() -> npt.NDArray[np.int8]:
    return np.array([number.bit_count() for number in range(1 << 16)], np.int8)


@cache
def sound_bits() -> Bits:
    """Give the bit of each sound, by its character code."""
    bits = np.zeros(256, np.uint32)
    for number, sound in enumerate(_SOUNDS):
        bits[ord(sound)] = 1 << number
    return bits


@cache
def written_bits() -> Bits:
    """Give the bit of each letter a-z, by its character code."""
    bits = np.zeros(256, np.uint32)
    for number in range(26):
        bits[ord("a") + number] = 1 << number
    return bits


@cache
def may_bits(table: str) -> Bits:
    """Give the bits of all sounds that a letter (table "may_be") or a sound ("may_sound") may stand for."""
    bits = sound_bits().copy()
    for letter, sounds in rules.load("phonetics/sounds")[table].items():
        for sound in sounds:
            bits[ord(letter)] |= sound_bits()[ord(sound)]
    return bits
