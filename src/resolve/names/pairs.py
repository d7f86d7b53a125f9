"""What was found of pairs of tokens, kept for the next batch in a table of fixed size.

Each pair has one place in the table, by its number, and gives way to the next one that has the same place: nothing is
ever searched for, and memory is bounded.

>>> kept = KeptPairs(bits=8)
>>> low, high = np.array([1, 2], np.int32), np.array([5, 7], np.int32)
>>> kept.keep(low, high, np.array([0.25, 1.0], np.float32), np.array([3, 18], np.int8))
>>> there, cost, kind = kept.find(np.array([2, 3], np.int32), np.array([7, 9], np.int32))
>>> there.tolist(), cost[there].tolist(), kind[there].tolist()
([True, False], [1.0], [18])
"""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from resolve.names.columns import Numbers

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Kinds = npt.NDArray[np.int8]
_Words = npt.NDArray[np.uint64]

# 16 MB
_BITS = 20
_HALF = np.uint64(32)
# The golden ratio in 64 bits spreads numbers well (Knuth, The Art of Computer Programming 3, 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


class KeptPairs:
    """Costs and kinds of pairs of token numbers, of which the first is not above the second."""

    def __init__(self, bits: int = _BITS) -> None:
        self._shift = np.uint64(64 - bits)
        # A row is the pair, and its cost and kind: what is read together stands together.
        self._rows = np.full((1 << bits, 2), _EMPTY, np.uint64)
        self._lock = threading.Lock()

    def find(self, low: Numbers, high: Numbers) -> tuple[Bools, Floats, Kinds]:
        """Tell of each pair whether it is here, and its cost and kind, which mean nothing where it is not."""
        pair = _together(low, high)
        with self._lock:
            rows = self._rows.take(self._places(pair), axis=0)
        found = rows[:, 1]
        return rows[:, 0] == pair, found.astype(np.uint32).view(np.float32), (found >> _HALF).astype(np.int8)

    def keep(self, low: Numbers, high: Numbers, cost: Floats, kind: Kinds) -> None:
        """Keep what was found of pairs, in place of others."""
        pair = _together(low, high)
        found = np.ascontiguousarray(cost).view(np.uint32).astype(np.uint64) | kind.astype(np.uint64) << _HALF
        rows = np.stack([pair, found], axis=1)
        with self._lock:
            self._rows[self._places(pair)] = rows

    def _places(self, pair: _Words) -> npt.NDArray[np.int64]:
        return (pair * _SPREAD >> self._shift).astype(np.int64)


def _together(low: Numbers, high: Numbers) -> _Words:
    return low.astype(np.uint64) << _HALF | high.astype(np.uint64)
