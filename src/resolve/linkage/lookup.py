"""One new record beside the records of a finished run: who of them may it be, and what the pair weighs.

The new record is put into a free row of the prepared columns, so that it is compared and weighed by the very code that
scores millions of pairs. Model, counts, blocks and the ways in which columns are read stay as the run left them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from resolve.linkage.blocking import applicable_rules
from resolve.linkage.groups import Groups
from resolve.linkage.key_index import Counts, Rows, RuleIndex, index_rules
from resolve.records.columns import MISSING, Coded, concat
from resolve.records.prepare import Records
from resolve.records.single import OneRecord
from resolve.scoring import room
from resolve.scoring.comparison import Comparison, levels_of
from resolve.scoring.room import TOGETHER, RoomyColumn
from resolve.scoring.single import PairScorer
from resolve.scoring.weights import Model

Weights = npt.NDArray[np.float32]
_MIX, _ALL = 0x9E3779B97F4A7C15, (1 << 64) - 1


@dataclass(frozen=True)
class Found:
    """Candidates of a new record: record rows, their weight in bits, and whether they are barred whatever it is."""

    rows: Rows
    weight: Weights
    barred: npt.NDArray[np.bool_]

    def where(self, keep: npt.NDArray[np.bool_]) -> Found:
        """Give some of them."""
        return Found(self.rows[keep], self.weight[keep], self.barred[keep])


class Finder:
    """The records of a run, ready for new ones to be looked up among them.

    Attributes:
        records: the run's records, and free rows at their end: `first` and `second` for one and for a pair, and from
            `free` on `together` for records that are looked up at once (see `linkage.lookup_batch`).
    """

    def __init__(self, records: Records, model: Model, *, across_only: bool = False) -> None:
        told = {each.field: each.comparison for each in model.comparisons_in(records)}
        self.model = model
        self.across_only = across_only
        self.rooms = {
            name: RoomyColumn(column, told.get(name) or Comparison(name, column.kind, levels_of(column.kind)))
            for name, column in records.columns.items()
        }
        self.comparisons = tuple(told.values())
        self.first, self.second, self.free = (len(records) + place for place in range(3))
        self.together = min(TOGETHER, room.ROOM // 4)
        self.records = replace(
            records,
            columns={name: each.column for name, each in self.rooms.items()},
            source_codes=np.append(records.source_codes, np.zeros(room.ROWS, np.int16)),
            record_ids=np.append(records.record_ids, np.full(room.ROWS, "", object)),
        )
        self.scorer = PairScorer(self.records, model, self.rooms)
        self._groups = Groups.of(records, by_source=across_only)
        rules = applicable_rules(self.records)
        pairs = _NamePairs(self.rooms)
        named = sorted({key for rule in rules for key in (*rule.keys, *rule.refine)})
        self._keys = {key: self._key(key, pairs) for key in named}
        self._rules = index_rules(self.records, self._groups.rows, rules)
        self._same = _SameInAll(self.records, self._groups.rows)
        for each in self.rooms.values():
            each.learn_names()

    @property
    def rules(self) -> tuple[RuleIndex, ...]:
        """The blocking rules that propose candidates, each with its blocks."""
        return self._rules

    def put(self, one: OneRecord, row: int, source: int) -> None:
        """Put a record into a free row; `settle` comes before the first of those that are compared."""
        values, spellings = one.values, one.spellings
        for name, column in self.rooms.items():
            value = values.get(name)
            column.column.codes[row] = column.code_of(value, spellings) if value else MISSING
        self.records.source_codes[row] = source

    def settle(self, count: int = 2) -> None:
        """Let go of the records that were looked up before; so many are put next."""
        for name, column in self.rooms.items():
            if column.settle(count):
                self.scorer.forget(name)

    def candidates(self) -> Rows:
        """Give the rows that the blocking rules propose for the record in the first free row, in rising order."""
        known: dict[str, int] = {}

        def key_of(key: str) -> int:
            code = known.get(key)
            if code is None:
                code = known[key] = self._keys[key](self.first)
            return code

        found = [rows for rule in self._rules if (rows := rule.rows(key_of)) is not None]
        found.append(self.same_in_all(self.first))
        leaders: Rows = np.sort(np.concatenate(found))
        leaders = leaders[np.append(leaders[:1] >= 0, leaders[1:] != leaders[:-1])]
        if self.across_only:
            leaders = leaders[self.records.source_codes[leaders] != self.records.source_codes[self.first]]
        return leaders

    def likely(self, least: float) -> Found:
        """Give the candidates for the record in the first free row that weigh so many bits or more."""
        found = self.score(self.candidates(), self.first)
        return found.where(found.weight >= least)

    def score(self, rows: Rows, row: int) -> Found:
        """Compare the record in a free row with others and weigh the pairs."""
        return Found(rows, *self.scorer.weigh(self.scorer.levels(row, rows), row, rows))

    def with_identical(self, found: Found) -> Found:
        """Give beside each record those that are identical to it in every prepared field."""
        number, rows = self._groups.members(found.rows)
        return Found(rows, found.weight[number], found.barred[number])

    def _key(self, key: str, pairs: _NamePairs) -> Callable[[int], int]:
        """Make a key ready; give what gives its code for a row."""
        name, _, form = key.partition(":")
        if name == "name":
            form = form.removesuffix("_pair")
            pairs.make_ready(form)
            return partial(pairs.code, form)
        return self.rooms[name].key_of_form(form)

    def codes_of(self, key: str, rows: Rows) -> Counts:
        """Give the codes of a key for records in free rows, -1 where the data has none like it."""
        name, _, form = key.partition(":")
        if name == "name":
            return np.array([self._keys[key](row) for row in rows.tolist()], np.int64)
        return self.rooms[name].form_codes(form, self.rooms[name].column.codes[rows])

    def same_in_all(self, row: int) -> Rows:
        """Give the record that is the same as that of a free row in every field, if there is one."""
        return self._same.rows(row)

    def adds_spellings(self, one: OneRecord) -> bool:
        """Say whether names of a record are written in a way that the data does not know."""
        return any(
            column.adds_spellings(one.values[name], one.spellings)
            for name, column in self.rooms.items()
            if one.spellings and name in one.values
        )


class _NamePairs:
    """Keys of given name and surname together, as `blocking` makes them."""

    def __init__(self, rooms: Mapping[str, RoomyColumn]) -> None:
        self._rooms = rooms
        self._codes: dict[str, dict[str, int]] = {}

    def make_ready(self, form: str) -> None:
        rooms = [self._rooms[name] for name in ("given_name", "surname")]
        for each in rooms:
            each.prepare_form(form)
        made = [each.column.form(form) for each in rooms]
        both = concat([Coded(np.empty(0, np.int32), each.values) for each in made])
        self._codes[form] = {text: code for code, text in enumerate(both.values.tolist())}

    def code(self, form: str, row: int) -> int:
        codes = self._codes[form]
        found = []
        for name in ("given_name", "surname"):
            column = self._rooms[name].column
            code = int(column.codes[row])
            if code == MISSING:
                return MISSING
            made = column.form(form)
            place = int(made.codes[code])
            found.append(codes.get(str(made.values[place]), MISSING) if place != MISSING else MISSING)
        low, high = min(found), max(found)
        return MISSING if low == MISSING else low * (len(codes) + 1) + high


class _SameInAll:
    """Finds the record that is the same in every field, in whatever blocks it is."""

    def __init__(self, records: Records, rows: Rows) -> None:
        self._columns = [column.codes for column in records.columns.values()]
        self._known = [int(codes[rows].max(initial=MISSING)) for codes in self._columns]
        mixed = np.zeros(len(rows), np.uint64)
        for codes in self._columns:
            mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(_MIX) + (codes[rows] + 1).astype(np.uint64)
        order = np.argsort(mixed, kind="stable")
        self._mixed, self._rows = mixed[order], rows[order]

    def rows(self, row: int) -> Rows:
        own = [int(codes[row]) for codes in self._columns]
        if any(code > known for code, known in zip(own, self._known, strict=True)):  # a value that nobody has
            return self._rows[:0]
        mixed = 0
        for code in own:
            mixed = ((mixed ^ (mixed >> 29)) * _MIX + code + 1) & _ALL
        start, stop = (int(self._mixed.searchsorted(np.uint64(mixed), side)) for side in ("left", "right"))
        rows = self._rows[start:stop]
        return (
            rows[[all(codes[one] == code for codes, code in zip(self._columns, own, strict=True)) for one in rows]]
            if len(rows)
            else rows
        )
