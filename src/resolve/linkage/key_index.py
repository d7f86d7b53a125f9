"""Blocking keys as sorted arrays, so that the candidates of one new record are found without a look at the others.

The same rules, bounds and refinements hold as in `linkage.blocking`: a record is a candidate where it would have been
one, had the new record stood among the data. Blocks of one record are kept too, since the new one makes them two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from resolve.linkage import blocking
from resolve.linkage.blocking import Rule
from resolve.linkage.blocks import Blocks
from resolve.records.columns import MISSING
from resolve.records.prepare import Records

Rows = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
# Gives the code of a key of the new record, -1 where it has none or no record of the data has it.
KeyOf = Callable[[str], int]
# The same of some new records.
CodesOf = Callable[[str], Counts]

_BITS = 62
_KEPT, _LEFT_OUT = -1, -2


@dataclass(frozen=True)
class _Level:
    """The blocks that one key splits others into: by block and code of the key, in rising order, the block's number.

    `dense`: the packed numbers are all those from 0 on, as where a key of one part splits all rows.
    """

    name: str
    packed: Counts
    width: int
    first: int
    dense: bool

    def block(self, within: int, code: int) -> int:
        if code == MISSING or code >> self.width:
            return MISSING
        wanted = within << self.width | code
        if self.dense:
            return self.first + wanted if wanted < len(self.packed) else MISSING
        view = self._view
        at = bisect_left(view, wanted)
        return self.first + at if at < len(view) and view[at] == wanted else MISSING

    @cached_property
    def _view(self) -> memoryview:
        return self.packed.data

    def blocks(self, within: Counts, codes: Counts) -> Counts:
        """Give the blocks of some records, as `block` does of one."""
        wanted = within << self.width | codes
        at = np.minimum(self.packed.searchsorted(wanted), len(self.packed) - 1)
        there = (codes != MISSING) & (codes >> self.width == 0) & (self.packed[at] == wanted)
        return np.where(there, self.first + at, MISSING)


@dataclass(frozen=True)
class RuleIndex:
    """The blocks of one rule, before and after those too large were refined.

    Attributes:
        rule: the rule. order, start, size: the rows of each block. state: of each block, that it is kept or left out,
            else the number of the level that splits it further.
    """

    rule: Rule
    levels: tuple[_Level, ...]
    order: Rows
    start: Counts
    size: Counts
    state: npt.NDArray[np.int8]

    @classmethod
    def of(cls, records: Records, rule: Rule, rows: Rows, bounds: blocking._Bounds) -> RuleIndex:
        """Index some rows by a rule."""
        made = _Made(records, rows)
        for name in rule.keys:
            made.split(name, made.latest())
        made.forget_parts()
        most = bounds.loose_pairs if rule.loose else bounds.pairs
        open_blocks = made.latest()
        for extra in (*rule.refine, ""):
            sizes = made.size[open_blocks]
            large = open_blocks[blocking._too_large(made.blocks(sizes), bounds.block, most)]
            if not len(large):
                break
            if extra:
                finer = made.split(extra, large)
                open_blocks = np.concatenate([np.setdiff1d(open_blocks, large), finer])
            else:
                made.state[large] = _LEFT_OUT
        return cls(rule, tuple(made.levels), made.order, made.start, made.size, made.state)

    def rows(self, key_of: KeyOf) -> Rows | None:
        """Give the rows that share the new record's key; None where there are none."""
        block = 0
        for level in self.levels[: len(self.rule.keys)]:
            block = level.block(block, key_of(level.name))
            if block == MISSING:
                return None
        while (state := self._states[block]) >= 0:
            block = self.levels[state].block(block, key_of(self.levels[state].name))
            if block == MISSING:
                return None
        if state == _LEFT_OUT:
            return None
        start = int(self.start[block])
        return self.order[start : start + int(self.size[block])]

    @cached_property
    def _states(self) -> memoryview:
        return self.state.data

    def rows_of_many(self, codes_of: CodesOf, count: int) -> tuple[Counts, Counts]:
        """Give the rows that share a key with some new records: the number of the record, and the row."""
        number, block = np.arange(count), np.zeros(count, np.int64)
        for level in self.levels[: len(self.rule.keys)]:
            number, block = _within(level, number, block, codes_of)
        kept = []
        waiting = [(number, block)]
        while waiting:
            number, block = waiting.pop()
            state = self.state[block]
            kept.append((number[state == _KEPT], block[state == _KEPT]))
            for which in np.unique(state[state >= 0]).tolist():
                open_ = state == which
                waiting.append(_within(self.levels[which], number[open_], block[open_], codes_of))
        number, block = (np.concatenate(part) for part in zip(*kept, strict=True))
        size = self.size[block]
        step = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
        return np.repeat(number, size), self.order[np.repeat(self.start[block], size) + step].astype(np.int64)


def _within(level: _Level, number: Counts, block: Counts, codes_of: CodesOf) -> tuple[Counts, Counts]:
    """Give those records that are in a block of the next level, and the block."""
    if not len(level.packed):
        return number[:0], block[:0]
    block = level.blocks(block, codes_of(level.name)[number])
    there = block != MISSING
    return number[there], block[there]


class _Made:
    """Blocks in the making: block 0 is all rows; each key splits some blocks into further ones."""

    def __init__(self, records: Records, rows: Rows) -> None:
        self.records = records
        self.levels: list[_Level] = []
        self.order = rows
        self.start, self.size = np.zeros(1, np.int64), np.array([len(rows)], np.int64)
        self.state = np.full(1, _KEPT, np.int8)
        self.first = 0

    def latest(self) -> Counts:
        """Give the blocks that the last key made."""
        return np.arange(self.first, len(self.size))

    def forget_parts(self) -> None:
        """Let go of the rows of all blocks but the latest: of a key of several parts, only the whole key's count."""
        start = int(self.start[self.first]) if self.first < len(self.start) else len(self.order)
        self.order, self.start = self.order[start:], self.start - start

    def split(self, name: str, blocks: Counts) -> Counts:
        """Split blocks by a key; give the new ones."""
        self.state[blocks] = len(self.levels)
        rows, within = self._members(blocks)
        code = blocking._key_codes(self.records, name)[rows].astype(np.int64)
        there = code != MISSING
        rows, within, code = rows[there], within[there], code[there]
        width = int(code.max(initial=0)).bit_length()
        if width + int(within.max(initial=0)).bit_length() > _BITS:
            raise AssertionError("expected keys and blocks that fit into one number")
        packed = within << width | code
        place = np.argsort(packed, kind="stable")
        distinct, start, size = np.unique(packed[place], return_index=True, return_counts=True)
        self.first = len(self.size)
        dense = len(distinct) > 0 and int(distinct[0]) == 0 and int(distinct[-1]) == len(distinct) - 1
        self.levels.append(_Level(name, distinct, width, self.first, dense))
        self.start = np.concatenate([self.start, start + len(self.order)])
        self.size = np.concatenate([self.size, size])
        self.state = np.concatenate([self.state, np.full(len(size), _KEPT, np.int8)])
        self.order = np.concatenate([self.order, rows[place]])
        return self.latest()

    def blocks(self, sizes: Counts) -> Blocks:
        """Give blocks of these sizes, for what is decided by size alone."""
        return Blocks(np.empty(0, np.int32), np.zeros(len(sizes), np.int64), sizes)

    def _members(self, blocks: Counts) -> tuple[Rows, Counts]:
        size = self.size[blocks]
        within = np.repeat(blocks, size)
        step = np.arange(len(within)) - np.repeat(np.cumsum(size) - size, size)
        return self.order[self.start[within] + step], within


def index_rules(records: Records, rows: Rows, rules: Sequence[Rule]) -> tuple[RuleIndex, ...]:
    """Index rows, one of each set of identical records, by every rule."""
    bounds = blocking._Bounds.for_rows(len(rows))
    return tuple(RuleIndex.of(records, rule, rows, bounds) for rule in rules)
