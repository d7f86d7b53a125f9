"""Random numbers that belong to what they are drawn for, not to the order in which they are drawn.

Each draw is a hash of the seed, of what is drawn ("birth year") and of whom it is for (a person's number). So any part
of the world can be made by itself, in any order and by any number of processes, and comes out the same.

>>> draws = Draws(7)
>>> ids = np.arange(4, dtype=np.uint64)
>>> bool((draws.uniform("sex", ids) == draws.uniform("sex", ids[::-1])[::-1]).all())
True
>>> sorted(Permutation(draws, "order", 10)(np.arange(10, dtype=np.uint64)).tolist())
[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_ROUNDS = 4


class Draws:
    """Draws of one seed.

    The hash is the output step of SplitMix64 (Steele, Lea and Flood 2014), applied twice.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def bits(self, purpose: str, ids: Ids) -> Ids:
        """Give 64 random bits for each id."""
        key = np.uint64(int.from_bytes(blake2b(f"{self.seed}/{purpose}".encode(), digest_size=8).digest(), "little"))
        return _mixed(_mixed(ids * _GOLDEN + key))

    def uniform(self, purpose: str, ids: Ids) -> Floats:
        """Give a number in [0, 1) for each id."""
        return (self.bits(purpose, ids) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, purpose: str, ids: Ids, bound: int | Numbers) -> Numbers:
        """Give a whole number in [0, bound) for each id."""
        return (self.uniform(purpose, ids) * bound).astype(np.int64)

    def hits(self, purpose: str, ids: Ids, rate: float | Floats) -> Flags:
        """Say which ids an event of this rate strikes."""
        return np.asarray(self.uniform(purpose, ids) < rate)

    def choice(self, purpose: str, ids: Ids, weights: Sequence[float]) -> Numbers:
        """Give the number of a weight for each id, in proportion to the weights."""
        return pick(np.cumsum(weights), self.uniform(purpose, ids))


class Permutation:
    """A shuffling of 0 … size-1 of which any stretch can be had alone: a Feistel network that walks its cycles."""

    def __init__(self, draws: Draws, purpose: str, size: int) -> None:
        self._draws, self._purpose, self._size = draws, purpose, size
        self._half = max(1, -(-max(1, (size - 1).bit_length()) // 2))

    def __call__(self, places: Ids) -> Ids:
        """Give what stands at each place."""
        result = self._step(places)
        outside = np.flatnonzero(result >= self._size)
        while len(outside):
            result[outside] = self._step(result[outside])
            outside = outside[result[outside] >= self._size]
        return result

    def _step(self, values: Ids) -> Ids:
        shift, mask = np.uint64(self._half), np.uint64((1 << self._half) - 1)
        left, right = values >> shift, values & mask
        for turn in range(_ROUNDS):
            left, right = right, left ^ (self._draws.bits(f"{self._purpose}/{turn}", right) & mask)
        return (left << shift) | right


def pick(cumulative: npt.ArrayLike, uniform: Floats) -> Numbers:
    """Give the entry of a cumulative weighting that each number in [0, 1) falls on."""
    steps = np.asarray(cumulative, np.float64)
    return np.asarray(np.minimum(np.searchsorted(steps, uniform * steps[-1], side="right"), len(steps) - 1))


def _mixed(values: Ids) -> Ids:
    """Mix the bits of each value, in place: arrays are large, and a new one for each step costs more than the sums."""
    shifted = values >> np.uint64(30)
    values ^= shifted
    values *= _FIRST
    np.right_shift(values, np.uint64(27), out=shifted)
    values ^= shifted
    values *= _SECOND
    np.right_shift(values, np.uint64(31), out=shifted)
    values ^= shifted
    return values
