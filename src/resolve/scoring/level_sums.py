"""What the levels of several fields are worth together, looked up for some fields at once.

The sum over fields is looked up in tables over all combinations of levels of a few fields, which stay in a processor's
cache. Where there are fewer pairs than combinations, each pair's sum is made by itself, to the same figure.

>>> worth = [np.array([[0.0, 2.0, -1.0]]), np.array([[0.0, 0.5]])]
>>> LevelSums.of(worth, pairs=3).of_pairs(np.array([[1, 1], [2, 0], [0, 1]], np.int8)).tolist()
[[2.5, -1.0, 0.5]]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Sums = npt.NDArray[np.float32]
Levels = npt.NDArray[np.int8]

# Combinations of levels in a table of 32-bit numbers: some such tables find room in a processor's second cache.
_MOST_COMBINATIONS = 4096


@dataclass(frozen=True)
class _Fields:
    """Some neighbouring fields.

    Attributes:
        start: number of the first of them. worth: by field, of shape (kinds of sum, level codes).
        table: the sums at each combination of levels, a row a kind; None where there are fewer pairs.
    """

    start: int
    worth: tuple[Floats, ...]
    table: Sums | None

    @classmethod
    def of(cls, start: int, worth: tuple[Floats, ...], pairs: int) -> _Fields:
        return cls(start, worth, _at_all_combinations(worth) if _combinations(worth) <= pairs else None)

    def add_to(self, sums: Sums, levels: Levels) -> None:
        """Add what these fields are worth to the sums of pairs, of shape (kinds, pairs)."""
        columns = levels.T[self.start : self.start + len(self.worth)]
        if self.table is None:
            own = np.zeros(sums.shape)
            for bits, column in zip(self.worth, columns, strict=True):
                own += bits[:, column]
            sums += own.astype(np.float32)
            return
        place = np.zeros(len(levels), np.int32)
        for bits, column in zip(self.worth, columns, strict=True):
            place *= bits.shape[1]
            place += column
        at = place.astype(np.intp)
        for number, of_kind in enumerate(self.table):
            sums[number] += of_kind[at]


@dataclass(frozen=True)
class LevelSums:
    """Sums over fields of what the levels of a pair are worth, of several kinds."""

    kinds: int
    parts: tuple[_Fields, ...]

    @classmethod
    def of(cls, worth: Sequence[Floats], pairs: int) -> LevelSums:
        """Make ready to sum.

        Args:
            worth: for each field what its level codes are worth, of shape (kinds of sum, level codes); one at least.
            pairs: how many will be asked about: whether tables pay. It doesn't change what is found.
        """
        parts: list[_Fields] = []
        start = 0
        while start < len(worth):
            stop = start + 1
            while stop < len(worth) and _combinations(worth[start : stop + 1]) <= _MOST_COMBINATIONS:
                stop += 1
            parts.append(_Fields.of(start, tuple(worth[start:stop]), pairs))
            start = stop
        return cls(len(worth[0]), tuple(parts))

    def of_pairs(self, levels: Levels) -> Sums:
        """Give the sums of pairs: float32 of shape (kinds, pairs)."""
        sums = np.zeros((self.kinds, len(levels)), np.float32)
        for part in self.parts:
            part.add_to(sums, levels)
        return sums


def _combinations(fields: Sequence[Floats]) -> int:
    return math.prod(bits.shape[1] for bits in fields)


def _at_all_combinations(fields: Sequence[Floats]) -> Sums:
    sums = np.zeros((len(fields[0]), 1))
    for bits in fields:
        sums = (sums[:, :, None] + bits[:, None, :]).reshape(len(bits), -1)
    return sums.astype(np.float32)
