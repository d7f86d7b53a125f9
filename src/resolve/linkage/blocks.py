"""Blocks: sets of places that share a key, and the pairs inside them.

A place is the position of a record in some order of records. Keys come as parts, one array of codes each; two places
share a key where all parts are equal. Key and place are packed into one 64-bit number and sorted, which puts each block
side by side at a tenth of what a hash table takes.

>>> blocks = Blocks.of([np.array([4, 7, 4, -1, 7, 7])])
>>> [blocks.order[start : start + size].tolist() for start, size in zip(blocks.start, blocks.size, strict=True)]
[[0, 2], [1, 4, 5]]
>>> [side.tolist() for side in blocks.all_pairs()]
[[0, 1, 1, 4], [2, 4, 5, 5]]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING

Ints = npt.NDArray[np.integer]
Places = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]

_BITS = 63
_TWO_BYTES = 1 << 16


@dataclass(frozen=True)
class Blocks:
    """Sets of two places or more.

    Attributes:
        order: the places, block by block, rising within each. start, size: where each block stands in `order`; between
            them may stand places of blocks that were left out (see `without`).
    """

    order: Places
    start: Counts
    size: Counts

    @classmethod
    def of(cls, parts: Sequence[Ints], places: Places | None = None) -> Blocks:
        """Find the blocks of a key.

        Args:
            parts: one or more arrays of codes, aligned; a place with a code of -1 in any has no key.
            places: whose codes they are; None is all of them in order.
        """
        if places is None:
            places = np.arange(len(parts[0]), dtype=np.int32)
        key = _packed(parts)
        width = _width(places)
        if _width(key) + width > _BITS:
            key = _renumbered(key)
        key <<= width
        key |= places
        key.sort()
        # A missing part makes the whole negative.
        return cls._of_sorted(key[key.searchsorted(0) :], width)

    @classmethod
    def none(cls) -> Blocks:
        """Give no blocks."""
        return cls(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))

    @classmethod
    def _of_sorted(cls, packed: Counts, width: int) -> Blocks:
        """Give the blocks of keys in rising order, each with its place in the lowest bits."""
        if len(packed) < 2:
            return cls.none()
        as_before = np.zeros(len(packed) + 1, bool)
        np.less(packed[1:] ^ packed[:-1], 1 << width, out=as_before[1:-1])
        several = np.flatnonzero(as_before[:-1] | as_before[1:])
        order = packed[several]
        order &= (1 << width) - 1
        start = np.flatnonzero(~as_before[several])
        return cls(order.astype(np.int32), start, np.diff(start, append=len(order)))

    @property
    def pairs(self) -> int:
        """How many pairs all blocks hold."""
        return pairs_of(self.size)

    def __len__(self) -> int:
        return len(self.size)

    def numbers(self) -> Places:
        """Give the number of its block for each entry of `order`."""
        step = np.zeros(len(self.order), np.int32)
        step[self.start[1:]] = 1
        return np.cumsum(step, dtype=np.int32)

    def keys(self, count: int) -> Places:
        """Give the number of its block for each of `count` places, -1 for one that is in none."""
        key = np.full(count, MISSING, np.int32)
        key[self.order] = self.numbers()
        return key

    def where(self, keep: npt.NDArray[np.bool_]) -> Blocks:
        """Give some of the blocks, side by side."""
        start, size = self.start[keep], self.size[keep]
        moved = np.cumsum(size) - size
        if len(moved) and len(self.order) == moved[-1] + size[-1]:
            return self
        return Blocks(self.order[np.repeat(start - moved, size) + np.arange(size.sum())], moved, size)

    def without(self, leave: npt.NDArray[np.bool_]) -> Blocks:
        """Leave out some of the blocks, whose places stay in `order`; nothing but `where` and pairs may be asked of it.

        It costs next to nothing, where `where` moves all places.
        """
        return Blocks(self.order, self.start[~leave], self.size[~leave])

    def beside(self, other: Blocks) -> Blocks:
        """Give the blocks of both."""
        return Blocks(
            np.concatenate([self.order, other.order]),
            np.concatenate([self.start, other.start + len(self.order)]),
            np.concatenate([self.size, other.size]),
        )

    def split(self, part: Ints) -> Blocks:
        """Split each block by a further part of the key, given for each entry of `order`."""
        return Blocks.of([self.numbers(), part], self.order)

    def all_pairs(self) -> tuple[Places, Places]:
        """Give every pair of places that share a block, the lower place first."""
        lefts, rights = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        counts = np.bincount(self.size)
        sizes = np.flatnonzero(counts)
        # NumPy sorts numbers of two bytes by counting.
        small = self.size.astype(np.uint16) if len(counts) <= _TWO_BYTES else self.size
        by_size = np.split(np.argsort(small, kind="stable"), np.cumsum(counts[sizes])[:-1])
        for size, blocks in zip(sizes.tolist(), by_size, strict=False):
            i, j = np.triu_indices(size, 1)
            places = self.order[self.start[blocks] + np.arange(size)[:, None]]
            lefts.append(places[i].ravel())
            rights.append(places[j].ravel())
        return np.concatenate(lefts), np.concatenate(rights)

    def some_pairs(self, number: int, draw: np.random.Generator) -> tuple[Places, Places]:
        """Draw pairs of places that share a block, each pair as likely as any other, some maybe twice.

        What is drawn hangs on the places that blocks hold, not on how their keys are numbered.
        """
        blocks = np.argsort(self.order[self.start])
        pairs = np.cumsum(self.size[blocks] * (self.size[blocks] - 1) // 2)
        drawn = blocks[np.searchsorted(pairs, np.sort(draw.integers(0, pairs[-1], number)), side="right")]
        size = self.size[drawn]
        first = draw.integers(0, size)
        second = (first + draw.integers(1, size)) % size
        one, other = self.order[self.start[drawn] + first], self.order[self.start[drawn] + second]
        return np.minimum(one, other), np.maximum(one, other)


def pairs_of(sizes: Counts) -> int:
    """Give how many pairs there are in sets of these sizes.

    >>> pairs_of(np.array([1, 2, 4]))
    7
    """
    return int((sizes.astype(np.int64) * (sizes - 1) // 2).sum())


def _packed(parts: Sequence[Ints]) -> Counts:
    """Make one number of the codes of all parts: equal where all are equal, negative where one is missing."""
    key = parts[0].astype(np.int64)
    for part in parts[1:]:
        width = _width(part)
        if _width(key) + width > _BITS:
            key = _renumbered(key)
        key <<= width
        key |= part
    return key


def _width(codes: Ints) -> int:
    return max(0, int(codes.max(initial=0))).bit_length()


def _renumbered(key: Counts) -> Counts:
    """Number keys anew, as low as can be; those that are negative stay so."""
    found, number = np.unique(key, return_inverse=True)
    return np.asarray(number - found.searchsorted(0), np.int64)
