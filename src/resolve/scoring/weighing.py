"""Weighing many pairs: the figures of `weights.weigh`, faster.

A part of the pairs is weighed at a time, so that what is known of it stays in a processor's cache, and several parts at
once. What a pair weighs doesn't hang on how many there are, or where it stands among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, Rows
from resolve.scoring.level_sums import LevelSums, Sums
from resolve.scoring.rarities import Bits, Rarities
from resolve.scoring.weights import FieldModel, Model, together_of
from resolve.threads import in_threads

# Pairs weighed at a time
_AT_A_TIME = 1 << 15
# Parts of so many go to a thread each.
_A_THREAD = 1 << 18
# Bits of odds beyond which a 32-bit number of them would be near its end.
_MOST_ODDS = np.float32(120)


def weigh_many(
    records: Records, model: Model, levels: Levels, left: Rows, right: Rows, rarities: Rarities | None = None
) -> Bits:
    """Give the match weight of pairs in bits, prior included, as `weights.weigh` does but for rounding.

    Args:
        levels: from `comparison.compare`, one column for each of `model.comparisons_in(records)`; maybe on the disk.
        left, right: the record rows that were compared.
        rarities: of the model's fields in the records, where they are at hand; they hang on u alone.
    """
    weight = np.empty(len(left), np.float32)
    if not len(left):
        return weight
    scale = _Scale.of(records, model, len(left), rarities)

    def fill(first: int) -> None:
        for start in range(first, min(first + _A_THREAD, len(left)), _AT_A_TIME):
            part = slice(start, start + _AT_A_TIME)
            weight[part] = scale.weigh(np.asarray(levels[part]), left[part], right[part])

    starts = range(0, len(left), _A_THREAD)
    if len(starts) == 1:
        fill(0)
    else:
        in_threads(fill, starts)
    return weight


@dataclass(frozen=True)
class _Scale:
    """A model made ready to weigh pairs of some records."""

    model: Model
    fields: tuple[FieldModel, ...]
    sums: LevelSums
    rarities: Rarities

    @classmethod
    def of(cls, records: Records, model: Model, pairs: int, rarities: Rarities | None) -> _Scale:
        fields = model.comparisons_in(records)
        worth = [np.stack([each.bits(), *(each.near_bits(group) for group in model.near)]) for each in fields]
        return cls(model, fields, LevelSums.of(worth, pairs), rarities or Rarities.of(records, fields, pairs))

    def weigh(self, levels: Levels, left: Rows, right: Rows) -> Bits:
        rarity = self.rarities.of_pairs(levels, left, right)
        odds = self.sums.of_pairs(levels)
        total: Bits = odds[0] + np.float32(self.model.bits_before)
        for bits in rarity:
            if bits is not None:
                total += bits
        total += together_of(self.model, levels)
        if self.model.near:
            total -= self._near_bits(odds[1:], rarity)
        return total

    def _near_bits(self, odds: Sums, rarity: Sequence[Bits | None]) -> Bits:
        """Give log2 of how much more pairs of strangers and near people are than those of strangers.

        Args:
            odds: by group of near people, what the levels say of it; it is changed.
        """
        strangers = 1 - self.model.prior - sum(self.model.near.values())
        against = np.ones(len(odds[0]), np.float32)
        for (group, share), of_group in zip(self.model.near.items(), odds, strict=True):
            np.add(of_group, np.float32(np.log2(share / strangers)), out=of_group)
            for each, bits in zip(self.fields, rarity, strict=True):
                if bits is not None and group in each.near:
                    np.add(of_group, bits, out=of_group)
            against += np.exp2(np.minimum(of_group, _MOST_ODDS, out=of_group), out=of_group)
        found: npt.NDArray[np.float32] = np.log2(against, out=against)
        return found
