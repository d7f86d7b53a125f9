"""What the rarity of agreeing values adds to many pairs: the figures of `weights.rarity_bits`, faster.

Where there are about as many pairs as records, the rarities of all of a record's values are put side by side first, so
that a pair asks for two places in memory and not for four a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import Codes
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, Rows
from resolve.scoring.weights import OF_SOUNDS, ONLY_COMMON, FieldModel, rarity_of_sounds, rarity_table
from resolve.threads import in_threads

Bits = npt.NDArray[np.float32]

# From so many pairs a record on, putting rarities side by side pays.
_PAIRS_A_RECORD = 0.5
# Records whose rarities are put side by side at a time
_AT_A_TIME = 1 << 15


@dataclass(frozen=True)
class _Field:
    """A field at some of whose levels rarity counts.

    Attributes:
        number: of the field; codes: of its values, one a record; kinds: as `FieldModel.rarity_kinds`.
        tables: rarity by value, and where it counts that of all spellings.
    """

    number: int
    codes: Codes
    kinds: npt.NDArray[np.int8]
    tables: tuple[Bits, ...]

    @classmethod
    def of(cls, records: Records, number: int, model: FieldModel) -> _Field:
        column, kinds = records.columns[model.field], model.rarity_kinds
        tables = [rarity_table(column, model.u[0])]
        if OF_SOUNDS in kinds:
            tables.append(rarity_of_sounds(column, model.u[0]))
        return cls(number, column.codes, kinds, tuple(tables))

    @property
    def first_is_plain(self) -> bool:
        """Whether rarity counts in full at the strongest level, which next to all such pairs are at."""
        return bool(self.kinds[1] == 1)

    def further(self, levels: npt.NDArray[np.int8]) -> npt.NDArray[np.intp]:
        """Give the pairs at other levels than that at which rarity may count."""
        last = int(self.kinds.nonzero()[0].max())
        return np.flatnonzero((levels > self.first_is_plain) & (levels <= last))

    def as_it_counts(self, levels: npt.NDArray[np.int8], met: Sequence[Bits]) -> Bits:
        """Give the bits of pairs from how rare the less rare of their values is, by `tables`."""
        kind, found = self.kinds[levels], met[0]
        if len(met) > 1:
            found = np.where(kind == OF_SOUNDS, met[1], found)
        return np.where(kind == ONLY_COMMON, np.minimum(found, 0), np.where(kind > 0, found, np.float32(0)))


@dataclass(frozen=True)
class Rarities:
    """The rarities of the values of some records, ready for pairs of these.

    Attributes:
        count: of the model's fields. fields: those of them in which rarity counts.
        side_by_side: a row a record, a column for each table of each field; None where pairs are few.
    """

    count: int
    fields: tuple[_Field, ...]
    side_by_side: Bits | None

    @classmethod
    def of(cls, records: Records, models: Sequence[FieldModel], pairs: int) -> Rarities:
        """Make ready, for so many pairs; how many doesn't change what is found."""
        fields = tuple(
            _Field.of(records, number, each) for number, each in enumerate(models) if each.rarity_kinds.any()
        )
        many = bool(fields) and pairs >= _PAIRS_A_RECORD * len(records)
        return cls(len(models), fields, _side_by_side(fields, len(records)) if many else None)

    def of_pairs(self, levels: Levels, left: Rows, right: Rows) -> list[Bits | None]:
        """Give `rarity_bits` for each field; None where rarity counts at none of its levels."""
        found: list[Bits | None] = [None] * self.count
        left, right = left.astype(np.intp), right.astype(np.intp)
        if self.side_by_side is None:
            for each in self.fields:
                found[each.number] = _of_values(each, levels[:, each.number], left, right)
            return found
        pair = self.side_by_side.take(left, axis=0)
        met = np.minimum(pair, self.side_by_side.take(right, axis=0), out=pair).T.copy()
        start = 0
        for each in self.fields:
            stop = start + len(each.tables)
            found[each.number] = _of_met(each, levels[:, each.number], met[start:stop])
            start = stop
        return found


def _side_by_side(fields: Sequence[_Field], records: int) -> Bits:
    columns = [(each.codes, table) for each in fields for table in each.tables]
    rows = np.zeros((records, len(columns)), np.float32)

    def fill(start: int) -> None:
        part = slice(start, start + _AT_A_TIME)
        for number, (codes, table) in enumerate(columns):
            if len(table):  # a missing value gets some figure: no pair of it is at a level that counts
                rows[part, number] = table[codes[part]]

    in_threads(fill, range(0, records, _AT_A_TIME))
    return rows


def _of_met(field: _Field, levels: npt.NDArray[np.int8], met: Bits) -> Bits:
    bits: Bits = met[0] * (levels == 1) if field.first_is_plain else np.zeros(len(levels), np.float32)
    at = field.further(levels)
    if len(at):
        bits[at] = field.as_it_counts(levels[at], [one[at] for one in met])
    return bits


def _of_values(field: _Field, levels: npt.NDArray[np.int8], left: Rows, right: Rows) -> Bits:
    bits = np.zeros(len(levels), np.float32)
    if field.first_is_plain:
        at = np.flatnonzero(levels == 1)
        bits[at] = _less_rare(field.tables[0], field.codes[left[at]], field.codes[right[at]])
    at = field.further(levels)
    if len(at):
        one, other = field.codes[left[at]], field.codes[right[at]]
        bits[at] = field.as_it_counts(levels[at], [_less_rare(table, one, other) for table in field.tables])
    return bits


def _less_rare(table: Bits, one: Codes, other: Codes) -> Bits:
    """Give the rarity of the more frequent of two values, the better witness of how rare what they share is."""
    found = table[one]
    differ = np.flatnonzero(one != other)
    if len(differ):
        found[differ] = np.minimum(found[differ], table[other[differ]])
    return found
