"""The levels and the weight of single pairs, quickly: what was found of two values is kept, and sums are plain numbers.

The levels come from the comparison that columns are compared by (`comparison.levels_of_values`), and the bits from the
model's own tables; only the adding up is done here a pair at a time. `tests/scoring/test_single` holds it against
`comparison.compare` and `weights.weigh`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column
from resolve.records.prepare import Records
from resolve.scoring.across import ACROSS, NAME_PARTS, said_by_others
from resolve.scoring.comparison import Levels, Rows, count_once, levels_of_values
from resolve.scoring.moved import MovedAmong, MovedWords, PairOfNames
from resolve.scoring.quick import quick_look
from resolve.scoring.quick_rows import quick_sweep
from resolve.scoring.room import RoomyColumn
from resolve.scoring.tally import Rarity, Tally
from resolve.scoring.together import MOST
from resolve.scoring.weights import OF_SOUNDS, ONLY_COMMON, FieldModel, Model, rarity_of_sounds, rarity_table

# Where a word of one may stand in the other and count once (see `comparison.count_once`).
_CROSSING = ("given_name", "surname")
# Pairs of values of one field whose level is kept at hand.
_KEPT = 200_000
_MOST_ODDS = 120.0
# Up to so many values are looked at one by one, or swept over, before arrays are set up; of more, arrays are quicker.
_FEW, _MANY = 4, 200


@dataclass(frozen=True)
class PairScore:
    """What one pair comes to.

    Attributes:
        levels, bits, rarity: by field of the model that the records fill; see `weights.weigh`.
        prior: what the pair has before any field is looked at. near: what is taken off because people of one family or
            area would agree too. together: what the number of fields that disagree adds.
        weight: all of it, in bits.
    """

    levels: tuple[int, ...]
    bits: tuple[float, ...]
    rarity: tuple[float, ...]
    prior: float
    near: float
    together: float
    weight: float


class PairScorer:
    """Scores pairs of which one side at least is in a free row of the columns."""

    def __init__(self, records: Records, model: Model, rooms: Mapping[str, RoomyColumn]) -> None:
        self._records = records
        self.fields = model.comparisons_in(records)
        self._base = model.bits_before
        self._together = model.together
        strangers = 1 - model.prior - sum(model.near.values())
        self._near = [log2(share / strangers) for share in model.near.values()]
        self._words = MovedWords({name: rooms[name].column for name in NAME_PARTS if name in rooms})
        self._comparisons = tuple(each.comparison for each in self.fields)
        self._sides = [_Field.of(each, rooms[each.field], list(model.near)) for each in self.fields]
        self._codes = [side.column.codes for side in self._sides]
        rarity = [Rarity(side.column.codes, side.rarity, side.of_sounds) for side in self._sides]
        self._tally = Tally(model, self.fields, rarity)
        crossing = [(number, side.moved) for number, side in enumerate(self._sides) if side.name in _CROSSING]
        self._crossing = crossing if len(crossing) == len(_CROSSING) else []
        for side in self._sides:
            if any(test == "elsewhere" for test, _ in side.across):
                side.also = [rooms[name].column for name in said_by_others(side.name) if name in rooms]

    def levels(self, row: int, rows: Rows) -> Levels:
        """Give the levels of one record with others, as `comparison.compare` does."""
        found = np.zeros((len(rows), len(self._sides)), np.int8, order="F")
        left = np.full(len(rows), row, np.int32)
        among: MovedAmong | None = None
        for number, side in enumerate(self._sides):
            codes = side.column.codes
            own = int(codes[row])
            if own != MISSING:
                found[:, number] = side.levels(own, codes[rows].tolist())
            for test, level in side.across:
                if test == "moved":
                    if own == MISSING:
                        continue
                    below = found[:, number] > level
                    if below.any():
                        among = among or self._words.among(row, rows)
                        found[below & among.in_pairs(side.name), number] = level
                elif side.also or test != "elsewhere":
                    ACROSS[test](self._records, side.name, level, found[:, number], left, rows)
        if self._crossing and all((found[:, number] == level).any() for number, level in self._crossing):
            count_once(self._records, self._comparisons, found, left, rows)
        return found

    def weigh(self, levels: Levels, row: int, rows: Rows) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """Give the weights of one record with others, in bits, and whether a contradiction keeps the two apart."""
        return self._tally.weigh(levels, row, rows)

    def score(self, left: int, right: int) -> PairScore:
        """Compare and weigh one pair of rows."""
        bits, rarities = [], []
        odds = self._near.copy()
        disagree = 0
        pairs = [(int(codes[left]), int(codes[right])) for codes in self._codes]
        levels = self._levels_of_pair(left, right, pairs)
        for side, level, (one, other) in zip(self._sides, levels, pairs, strict=True):
            rarity = side.rarity_of(level, one, other) if level else 0.0
            for group, shared in side.near:
                odds[group] += shared[level] + rarity
            disagree += level > 1
            bits.append(side.bits[level])
            rarities.append(rarity)
        near = -log2(1 + sum([2 ** min(each, _MOST_ODDS) for each in odds]))
        together = self._together[min(disagree, MOST)] if self._together and any(levels) else 0.0
        weight = self._base + sum(bits) + sum(rarities) + near + together
        return PairScore(tuple(levels), tuple(bits), tuple(rarities), self._base, near, together, weight)

    def _levels_of_pair(self, left: int, right: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
        """Give the level of each field; what two fields tell together is left to the arrays: few pairs need it."""
        levels: list[int] = []
        moved = 0
        names: PairOfNames | None = None
        for side, (one, other) in zip(self._sides, pairs, strict=True):
            if MISSING in (one, other):
                if side.also and one != other:
                    lacking = left if one == MISSING else right
                    if any(int(column.codes[lacking]) != MISSING for column in side.also):
                        return self._by_arrays(left, right)
                levels.append(0)
                continue
            level = side.level(one, other)
            if level > side.moved > 0:
                names = names or self._words.of_pair(left, right)
                if self._words.in_pair(side.name, names):
                    level = side.moved
            moved += level == side.moved > 0 and side.name in _CROSSING
            levels.append(level)
        return self._by_arrays(left, right) if moved == len(_CROSSING) else levels

    def _by_arrays(self, left: int, right: int) -> list[int]:
        found: list[int] = self.levels(left, np.array([right], np.int32))[0].tolist()
        return found

    def forget(self, name: str) -> None:
        """Forget what was found of a field's values, whose codes are about to be given to others."""
        for side in self._sides:
            if side.name == name:
                side.forget()
        self._words.forget(name)


class _Field:
    """One field: what the model says of its levels, and the levels found so far."""

    def __init__(self, model: FieldModel, room: RoomyColumn) -> None:
        self.name = model.field
        self.column: Column = room.column
        self.bits = model.bits().astype(np.float32).tolist()
        self.near: list[tuple[int, list[float]]] = []
        self.across = [(level.test, n) for n, level in enumerate(model.levels, start=1) if level.test in ACROSS]
        self.moved = next((n for test, n in self.across if test == "moved"), 0)
        self.also: list[Column] = []
        self._known: dict[int, dict[int, int]] = {}
        self._held = 0
        self._comparison = room.comparison
        self._look = quick_look(room.column, room.comparison)
        self._sweep = quick_sweep(room.column, room.comparison)
        self._kinds = model.rarity_kinds.tolist()
        self.rarity = rarity_table(room.column, model.u[0])
        self.of_sounds = rarity_of_sounds(room.column, model.u[0]) if OF_SOUNDS in self._kinds else self.rarity
        self._room = room

    @classmethod
    def of(cls, model: FieldModel, room: RoomyColumn, groups: Sequence[str]) -> _Field:
        made = cls(model, room)
        for number, group in enumerate(groups):
            if group in model.near:
                made.near.append((number, model.near_bits(group).astype(np.float32).tolist()))
        return made

    def levels(self, own: int, others: Sequence[int]) -> list[int]:
        """Give the level of one value, by code, with each of some others, 0 where that is missing."""
        known = self._known_of(own)
        new = {*others} - known.keys()
        if new:
            known.update(self._find(own, sorted(new)))
            self._held += len(new)
        return [known[other] for other in others]

    def level(self, own: int, other: int) -> int:
        """Give the level of two values, by code."""
        known = self._known_of(own)
        level = known.get(other)
        if level is None and self._look is not None and own != other:
            level = self._look(min(own, other), max(own, other))
            if level is not None:
                known[other] = level
                self._held += 1
        return self.levels(own, (other,))[0] if level is None else level

    def _known_of(self, own: int) -> dict[int, int]:
        """Give the levels of a value that are known, by the other's code."""
        if self._held > _KEPT:
            self.forget()
        found = self._known.get(own)
        if found is None:
            found = self._known[own] = {MISSING: 0}
            self._held += 1
        return found

    def forget(self) -> None:
        """Forget all levels."""
        self._known.clear()
        self._held = 0

    def rarity_of(self, level: int, one: int, other: int) -> float:
        """Give what the rarity of two values adds at a level, as `weights.rarity_bits` does."""
        kind = self._kinds[level]
        if not kind:
            return 0.0
        table = self.of_sounds if kind == OF_SOUNDS else self.rarity
        found = min(float(table[one]), float(table[other]))
        return min(found, 0.0) if kind == ONLY_COMMON else found

    def _find(self, own: int, others: list[int]) -> dict[int, int]:
        """Find the level of a value with each of some others."""
        found: dict[int, int] = {}
        if own in others:
            others.remove(own)
            found[own] = self._room.level_with_itself(own)
        if 0 < len(others) <= _MANY and (self._sweep is not None or len(others) <= _FEW):
            quickly = self._sweep(own, others) if self._sweep else [self._look_at(own, other) for other in others]
            untold = []
            for other, level in zip(others, quickly, strict=True):
                if level is None:
                    untold.append(other)
                else:
                    found[other] = level
            others = untold
        if others:
            codes = np.array(others)
            low, high = np.minimum(codes, own), np.maximum(codes, own)
            levels = levels_of_values(self.column, self._comparison, low, high).tolist()
            found |= dict(zip(others, levels, strict=True))
        return found

    def _look_at(self, own: int, other: int) -> int | None:
        return None if self._look is None else self._look(min(own, other), max(own, other))
