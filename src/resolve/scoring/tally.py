"""Weights of the few pairs that one record makes, from tables of all fields laid end to end.

The figures are those of `weights.weigh`, whose sums over fields are one look-up and one product here: a few dozen pairs
are not worth an array for each field and group of near people (`tests/scoring/test_tally` holds the two together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.scoring.comparison import Levels, Rows
from resolve.scoring.together import MOST
from resolve.scoring.weights import OF_SOUNDS, ONLY_COMMON, FieldModel, Model

Floats = npt.NDArray[np.float32]
_MOST_ODDS = np.float32(120)


@dataclass(frozen=True)
class Rarity:
    """What weighs a field's rarity: record codes, bits by value as it stands, and with all its spellings together."""

    codes: Rows
    of_values: Floats
    of_sounds: Floats


class Tally:
    """Adds the evidence of some pairs up, given their levels."""

    def __init__(self, model: Model, fields: Sequence[FieldModel], rarity: Sequence[Rarity]) -> None:
        sizes = [len(each.levels) + 1 for each in fields]
        self._first = np.cumsum([0, *sizes[:-1]], dtype=np.intp)
        strangers = 1 - model.prior - sum(model.near.values())
        odds = [np.log2(share / strangers) for share in model.near.values()]
        self._before = np.array([model.bits_before, *odds], np.float32)
        # A column for the weight itself, then one for each group of near people.
        self._bits = np.concatenate(
            [np.column_stack([each.bits(), *(each.near_bits(group) for group in model.near)]) for each in fields]
        ).astype(np.float32)
        self._counts_rarity = np.array(
            [[1, *(group in each.near for group in model.near)] for each in fields], np.float32
        )
        self._kinds = np.concatenate([each.rarity_kinds for each in fields])
        self._bars = np.array([bars for each in fields for bars in (False, *(level.bars for level in each.levels))])
        self._any_bars = bool(self._bars.any())
        self._together = np.array(model.together, np.float32)
        self._rarity = rarity
        # What others than the record at hand weigh: their values are the data's, which stay.
        sizes = [len(each.of_values) for each in rarity]
        self._start = np.cumsum([0, *sizes[:-1]], dtype=np.intp)
        self._of_values = np.concatenate([each.of_values for each in rarity])
        self._of_sounds = np.concatenate([each.of_sounds for each in rarity])

    def weigh(self, levels: Levels, row: int, rows: Rows) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Give the weight of one record with some others, in bits, and whether a contradiction keeps the pair apart."""
        at = levels + self._first
        sums = self._before + self._bits[at].sum(1)
        sums += self._rarity_of(self._kinds[at], row, rows) @ self._counts_rarity
        odds = np.exp2(np.minimum(sums[:, 1:], _MOST_ODDS))
        weight: Floats = sums[:, 0] - np.log2(1 + odds.sum(1))
        if len(self._together):
            disagree = np.minimum(np.count_nonzero(levels > 1, axis=1), MOST)
            weight += np.where(levels.any(1), self._together[disagree], np.float32(0))
        barred = self._bars[at].any(1) if self._any_bars else np.zeros(len(rows), bool)
        return weight, barred

    def _rarity_of(self, kinds: npt.NDArray[np.int8], row: int, rows: Rows) -> Floats:
        """Give what the rarity of each field's values adds, as `weights.rarity_bits` does."""
        places = np.empty(kinds.shape, np.intp)
        own = []
        for number, each in enumerate(self._rarity):
            places[:, number] = each.codes[rows]
            code = each.codes[row]
            own.append((each.of_values[code], each.of_sounds[code]))
        places += self._start  # where a value is missing, this is another's place, and the kind is 0
        values, sounds = np.array(own, np.float32).T
        found: Floats = np.minimum(self._of_values[places], values)
        by_sound = kinds == OF_SOUNDS
        if by_sound.any():
            found = np.where(by_sound, np.minimum(self._of_sounds[places], sounds), found)
        found = np.where(kinds == ONLY_COMMON, np.minimum(found, 0), found)
        found[kinds == 0] = 0
        return found
