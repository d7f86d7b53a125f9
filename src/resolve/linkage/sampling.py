"""Drawing pairs of records that share a blocking key, so that what they show can be scaled to all such pairs."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING

Keys = npt.NDArray[np.int64]

# Pairs drawn for each rule; with some twenty rules, 250,000 pairs are compared for training at most.
_PAIRS_A_RULE = 12_000


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


def draw_sample(
    keys: Sequence[Keys],
    sizes: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int16] | None,
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
    """
    draw = np.random.default_rng(seed)
    with ThreadPoolExecutor() as pool:
        blocks = list(pool.map(_Blocks.of, keys))
    chances = [min(1.0, _PAIRS_A_RULE / block.pairs) if block.pairs else 0.0 for block in blocks]
    found = [block.some(draw) if 0 < chance < 1 else block.all() for block, chance in zip(blocks, chances, strict=True)]
    rows = max((len(key) for key in keys), default=0)
    own = np.flatnonzero(sizes > 1) if sources is None else np.empty(0, np.int64)
    pair = np.unique(
        np.concatenate([*(np.minimum(a, b) * rows + np.maximum(a, b) for a, b in found), np.empty(0, np.int64)])
    )
    left, right = np.divmod(pair, max(rows, 1))
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
    """Rows in order of block, with each block's start and size."""

    order: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    @classmethod
    def of(cls, key: Keys) -> _Blocks:
        rows = np.flatnonzero(key != MISSING)
        order = rows[np.argsort(key[rows], kind="stable")]
        _, start, size = np.unique(key[order], return_index=True, return_counts=True)
        several = size > 1
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
