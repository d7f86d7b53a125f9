"""Short values as one number each, a few bits a letter: many pairs are told apart by a handful of operations.

>>> from resolve.records.columns import Coded
>>> column = Column.of("phone", "phone", Coded.of(["0641234", "0461234", "641234", "0641235", "0651243"]))
>>> numbers = packed_letters(column)
>>> one_edit_apart(numbers, np.zeros(5, int), np.arange(5)).tolist()
[True, True, True, True, False]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import Column

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Words = npt.NDArray[np.uint64]
Letters = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]

_LONGEST_IN_PLACE = 24
_BITS = 64
_CODES = 256


@dataclass(frozen=True)
class Packed:
    """Values by number: the first letter in the lowest `bits` bits, and so on, 0 behind the last; and their lengths."""

    numbers: Words
    lengths: npt.NDArray[np.int8]
    bits: int

    @property
    def lowest(self) -> np.uint64:
        """The lowest bit of every letter."""
        return np.uint64(sum(1 << place for place in range(0, _BITS, self.bits)))


def letters_in_place(column: Column) -> Letters | None:
    """Give plain values as a table of letters, one row each, and their lengths; None for long or other values."""
    table: Letters | None = column.derived("letters in place", lambda: _letters_of(column.values))
    return table


def _letters_of(values: npt.NDArray[np.object_]) -> Letters | None:
    texts = values.tolist()
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    if not len(texts) or lengths.max() > _LONGEST_IN_PLACE or not "".join(texts).isascii():
        return None
    width = int(lengths.max())
    return values.astype(f"S{width}").view(np.uint8).reshape(len(values), width), lengths


def packed_letters(column: Column) -> Packed | None:
    """Give the values packed, None where some do not fit: long ones, and such of many different letters."""
    found: Packed | None = column.derived("letters packed", lambda: _packed(letters_in_place(column)))
    return found


def _packed(table: Letters | None) -> Packed | None:
    if table is None:
        return None
    letters, lengths = table
    used = np.zeros(_CODES, bool)
    used[letters.ravel()] = True
    used[0] = False
    code = np.where(used, used.cumsum(), 0).astype(np.uint64)
    bits = max(1, int(used.sum()).bit_length())
    width = letters.shape[1]
    # A character 0 inside a value would be taken for its end.
    if width * bits > _BITS or np.count_nonzero(letters) != lengths.sum():
        return None
    numbers = np.zeros(len(letters), np.uint64)
    for place in range(width):
        numbers |= code[letters[:, place]] << np.uint64(bits * place)
    return Packed(numbers, lengths.astype(np.int8), bits)


def one_edit_apart(packed: Packed, left: Ints, right: Ints) -> Bools:
    """Tell for each pair whether one insertion, deletion, substitution or swap of neighbours makes them equal."""
    one, other = packed.numbers[left], packed.numbers[right]
    differ = _letters_that_differ(packed, one ^ other)
    lowest = differ & -differ
    more = differ ^ lowest
    apart = packed.lengths[left] - packed.lengths[right]
    holds = np.asarray((more == 0) & (apart == 0))
    swapped = np.flatnonzero((more == lowest << np.uint64(packed.bits)) & (more != 0) & (apart == 0))
    holds[swapped] = _exchanged(packed, one[swapped], other[swapped], lowest[swapped])
    for way, longer, shorter in ((1, one, other), (-1, other, one)):
        at = np.flatnonzero(apart == way)
        # Behind a letter left out, all letters move up by one; before it, none differs.
        moved = longer[at] >> np.uint64(packed.bits) ^ shorter[at]
        holds[at] = moved < lowest[at]
    return holds


def _letters_that_differ(packed: Packed, differ: Words) -> Words:
    """Give the lowest bit of every letter of which any bit is set."""
    found = differ.copy()
    for shift in range(1, packed.bits):
        found |= differ >> np.uint64(shift)
    found &= packed.lowest
    return found


def _exchanged(packed: Packed, one: Words, other: Words, lowest: Words) -> Bools:
    """Tell where a letter and the next one are exchanged, the lowest bit of the first being given."""
    step, letter = np.uint64(packed.bits), lowest * np.uint64((1 << packed.bits) - 1)
    return np.asarray((((one >> step ^ other) | (other >> step ^ one)) & letter) == 0)
