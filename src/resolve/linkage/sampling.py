"""Drawing pairs of records that share a blocking key, so that what they show can be scaled to all such pairs.

Rows are drawn in an order that only their content tells, so that a file gives the same sample however it is sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING
from resolve.records.prepare import Records

Keys = npt.NDArray[np.int64]

# Pairs drawn for each rule; with some twenty-five rules, less than half a million pairs are compared for training.
_PAIRS_A_RULE = 20_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Sample:
    """Pairs of record rows.

    Attributes:
        counts: how many pairs of records each stands for, identical records included.
        drawn_for: how many pairs of rows it was drawn to stand for; 1 where all were taken.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float64]
    drawn_for: npt.NDArray[np.float64]


def by_content(records: Records, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Put rows into an order that hangs on what they hold alone; of two sources' equal rows the first comes first."""
    import pandas as pd

    mixed = np.zeros(len(rows), np.uint64)
    for name in sorted(records.columns):
        column = records.columns[name]
        hashed = np.append(pd.util.hash_array(column.values), np.uint64(0))  # the last is for the code of missing
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + hashed[column.codes[rows]]
    return rows[np.argsort(mixed, kind="stable")]


@dataclass(frozen=True)
class Turned:
    """Rows in an order that hangs on their content, so that ties in clustering do not hang on the file's.

    Attributes:
        rows: by place in that order. place: by row.
    """

    rows: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]

    @classmethod
    def of(cls, ordered: npt.NDArray[np.int32], count: int) -> Turned:
        """Put `count` rows in order: the ordered ones, then all others."""
        place = np.full(count, -1, np.int32)
        place[ordered] = np.arange(len(ordered))
        others = np.flatnonzero(place < 0)
        place[others] = np.arange(len(ordered), count)
        return cls(np.concatenate([ordered, others]).astype(np.int32), place)

    def back(self, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Give labels by place as labels by row: the lowest row of each entity."""
        of_row = labels[self.place]
        lowest = np.full(len(of_row), len(of_row), np.int64)
        np.minimum.at(lowest, of_row, np.arange(len(of_row)))
        return np.asarray(lowest[of_row])


def draw_sample(
    keys: Sequence[Keys],
    sizes: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int16] | None,
    ordered: npt.NDArray[np.int32],
    *,
    seed: int = 1,
) -> Sample:
    """Draw pairs from the blocks of every key.

    A key with no more pairs than are wanted gives all of them, any other as many drawn at random. A pair that several
    keys hold may be drawn by each; it stands for 1 / (sum of its chances).

    Args:
        keys: for each rule, one key a row, -1 where the row has none.
        sizes: identical records that each row stands for.
        sources: source of each row, to keep only pairs of different sources; None to keep all.
        ordered: the rows that have keys, in an order that hangs on their content.
    """
    draw = np.random.default_rng(seed)
    with ThreadPoolExecutor() as pool:
        blocks = list(pool.map(lambda key: _Blocks.of(key[ordered]), keys))
    chances = [min(1.0, _PAIRS_A_RULE / block.pairs) if block.pairs else 0.0 for block in blocks]
    found = [block.some(draw) if 0 < chance < 1 else block.all() for block, chance in zip(blocks, chances, strict=True)]
    places = max(len(ordered), 1)
    pair = np.unique(
        np.concatenate([*(np.minimum(a, b) * places + np.maximum(a, b) for a, b in found), np.empty(0, np.int64)])
    )
    left, right = (ordered[place] for place in np.divmod(pair, places))
    own = ordered[sizes[ordered] > 1] if sources is None else np.empty(0, np.int32)
    if sources is not None:
        apart = sources[left] != sources[right]
        left, right = left[apart], right[apart]
    # The chance to be drawn at all is one minus that of being missed by every key that holds the pair.
    missed = np.ones(len(left))
    for key, chance in zip(keys, chances, strict=True):
        together = (key[left] == key[right]) & (key[left] != MISSING)
        missed[together] *= 1 - chance
    drawn_for = 1 / np.maximum(1 - missed, 1e-12)
    inside = sizes[own].astype(float)
    return Sample(
        np.concatenate([left, own]).astype(np.int32),
        np.concatenate([right, own]).astype(np.int32),
        np.concatenate([sizes[left].astype(float) * sizes[right] * drawn_for, inside * (inside - 1) / 2]),
        np.concatenate([drawn_for, np.ones(len(own))]),
    )


@dataclass(frozen=True)
class _Blocks:
    """Places in order of block, with each block's start and size; blocks stand in the order of their first places."""

    order: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    @classmethod
    def of(cls, key: Keys) -> _Blocks:
        rows = np.flatnonzero(key != MISSING)
        order = rows[np.argsort(key[rows], kind="stable")]
        _, start, size = np.unique(key[order], return_index=True, return_counts=True)
        several = np.flatnonzero(size > 1)
        several = several[np.argsort(order[start[several]], kind="stable")]
        return cls(order, start[several], size[several])

    @property
    def pairs(self) -> int:
        return int((self.size * (self.size - 1) // 2).sum())

    def some(self, draw: np.random.Generator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        pairs = np.cumsum(self.size * (self.size - 1) // 2)
        block = np.searchsorted(pairs, draw.integers(0, pairs[-1], _PAIRS_A_RULE), side="right")
        size = self.size[block]
        first = draw.integers(0, size)
        second = (first + draw.integers(1, size)) % size
        return self.order[self.start[block] + first], self.order[self.start[block] + second]

    def all(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        lefts, rights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for size in np.unique(self.size):
            i, j = np.triu_indices(int(size), 1)
            rows = self.order[self.start[self.size == size][:, None] + np.arange(size)]
            lefts.append(rows[:, i].ravel())
            rights.append(rows[:, j].ravel())
        return np.concatenate(lefts), np.concatenate(rights)
