"""Rows by key, and texts one after the other: flat arrays that stay in a file until they are asked for.

>>> asked, rows = Postings.by_number(np.array([1, 0, 1]), np.array([7, 8, 9]), 2).of(np.array([1]))
>>> asked.tolist(), rows.tolist(), Texts.of(["Niš", "Peć"])[1]
([0, 0], [7, 9], 'Peć')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.watchlist.keys import Keys

Rows = npt.NDArray[np.int64]


Array = npt.NDArray[Any]


def spread(first: Rows, last: Rows) -> tuple[Rows, Rows]:
    """Give the places in [first, last) of each pair of bounds, one after the other, and which pair each belongs to.

    >>> [rows.tolist() for rows in spread(np.array([5, 0, 2]), np.array([7, 0, 3]))]
    [[0, 0, 2], [5, 6, 2]]
    """
    counts = last - first
    of_pair = np.repeat(np.arange(len(counts)), counts)
    return of_pair, np.arange(len(of_pair)) + np.repeat(first - (np.cumsum(counts) - counts), counts)


def first_of_runs(*sorted_columns: Array) -> npt.NDArray[np.bool_]:
    """Tell which rows of columns sorted together begin a run of equal ones.

    >>> first_of_runs(np.array([1, 1, 1, 2]), np.array([5, 5, 6, 6])).tolist()
    [True, False, True, True]
    """
    first = np.ones(len(sorted_columns[0]), bool)
    first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in sorted_columns])
    return first


@dataclass(frozen=True)
class Postings:
    """For sorted keys, or for numbers from 0, the rows that each stands for."""

    starts: Rows
    rows: npt.NDArray[np.int32]

    @classmethod
    def by_number(cls, numbers: Array, rows: Array, count: int) -> Postings:
        """Group rows by their numbers, each below `count`."""
        order = np.argsort(numbers, kind="stable")
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(numbers, minlength=count), out=starts[1:])
        return cls(starts, rows[order].astype(np.int32))

    def of(self, numbers: Array) -> tuple[Rows, npt.NDArray[np.int32]]:
        """Give the rows of each number, one after the other, and which of the asked numbers each belongs to."""
        return self.between(self.starts[numbers], self.starts[numbers + 1])

    def under(self, values: Keys, keys: Keys) -> tuple[Rows, npt.NDArray[np.int32]]:
        """Give the rows under each key, one after the other, and which of the keys each belongs to.

        Args:
            values: the sorted keys that the numbers stand for. keys: those asked for; some may not be there.
        """
        at = np.searchsorted(values, keys)
        hit = np.flatnonzero(at < len(values))
        hit = hit[values[at[hit]] == keys[hit]]
        asked, rows = self.of(at[hit])
        return hit[asked], rows

    def between(self, first: Rows, last: Rows) -> tuple[Rows, npt.NDArray[np.int32]]:
        """Give the rows in [first, last) of each pair of bounds, and which pair each belongs to."""
        asked, at = spread(first, last)
        return asked, self.rows[at]


@dataclass(frozen=True)
class Texts:
    """Many texts as one run of UTF-8 bytes, so that they can stay in a file until they are asked for."""

    starts: Rows
    letters: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Put texts one after the other."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(one) for one in encoded], out=starts[1:])
        return cls(starts, np.frombuffer(b"".join(encoded), np.uint8))

    @property
    def size(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        first, last = self.starts[number], self.starts[number + 1]
        return self.letters[first:last].tobytes().decode("utf-8", "surrogatepass")
