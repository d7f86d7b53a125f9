"""Comparison: the agreement level of every field, for pairs of records.

A pair of distinct values is compared once, however many record pairs share it. The same function serves ten million
pairs and the one pair of an explanation.

Levels are small integers: 0 where either value is missing or the two say nothing, then 1 for the strongest agreement
up to the number of levels for "different". Which levels a kind of field has, and by which test, is data
(`rules/models/comparisons`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Column
from resolve.records.prepare import Records
from resolve.scoring import agreement
from resolve.scoring.across import ACROSS, crossed
from resolve.threads import in_threads, no_collection, short_turns

Rows = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]

# So many record pairs are compared at a time; it bounds memory at some 100 MB whatever the number of pairs. Two names
# take long to compare and come together often, so that more pairs are brought together to compare each once.
CHUNK = 1_000_000
_NAMES_AT_A_TIME = 4
# What no level is worth, in bits.
NO_BOUND = 1000.0
# Below this many pairs, starting threads costs more than it saves.
_WORTH_THREADS = 20_000
_BITS = 63
# Pairs of values that are held in a table by both of them, 4 MB
_SMALL = 1 << 22


@dataclass(frozen=True)
class Level:
    """One agreement level: its name for people, its test, and what the model starts from (shares of pairs).

    `rarity` says whether agreement on rare values weighs more: "yes", "like" (the values differ, the more frequent
    counts), "sounds" (the same, all spellings of a name counted together), "common" (as "like", but it only takes off)
    or "no"; `bars` whether two records at the level are never of one entity; `kinds` are kinds of evidence of names,
    where the test is "name"; `at_best` is the most that the level may be worth, in bits; `neutral` whether pairs at the
    level are as if a value were missing, for nothing follows from it.
    """

    name: str
    test: str
    parameter: float
    m: float
    u: float
    rarity: str = "no"
    bars: bool = False
    kinds: str = ""
    at_best: float = NO_BOUND
    neutral: bool = False


@dataclass(frozen=True)
class Comparison:
    """How one field is compared: its levels, from the strongest agreement to "different"."""

    field: str
    kind: str
    levels: tuple[Level, ...]

    @cached_property
    def of_names(self) -> bool:
        """Whether names are compared, which takes longer than anything else."""
        return any(level.kinds for level in self.levels)

    @cached_property
    def settled_before(self) -> frozenset[int]:
        """The numbers of the levels of names and of dates but the first of each, at which all are told at once."""
        numbered = list(enumerate(self.levels, start=1))
        names = [number for number, step in numbered if step.kinds]
        dates = [number for number, step in numbered if step.test in agreement.DATE_TESTS and not step.neutral]
        return frozenset(names[1:] + dates[1:])


def comparisons_for(records: Records) -> tuple[Comparison, ...]:
    """Give a comparison for every prepared field."""
    return tuple(Comparison(column.field, column.kind, levels_of(column.kind)) for column in records.columns.values())


@cache
def levels_of(kind: str, rules_file: str = "models/comparisons") -> tuple[Level, ...]:
    """Read the levels of a kind of field from a file of the rules."""
    written: Sequence[Any] = rules.load(rules_file)[kind]
    return tuple(
        Level(
            w["name"],
            w["test"],
            float(w.get("at_least", w.get("at_most", 0.0))),
            w["m"],
            w["u"],
            w.get("tf", "no"),
            w.get("bars") == "yes",
            w.get("kinds", ""),
            float(w.get("at_best", NO_BOUND)),
            w.get("neutral") == "yes",
        )
        for w in written
    )


def compare(
    records: Records,
    comparisons: Sequence[Comparison],
    left: Rows,
    right: Rows,
    tick: Callable[[float], None] = lambda share: None,
) -> Levels:
    """Compare pairs of records field by field.

    Args:
        left, right: record rows, aligned.
        tick: called with the share done, from 0 to 1.

    Returns:
        int8 of shape (pairs, comparisons): the level of each pair in each field.
    """
    found = np.zeros((len(left), len(comparisons)), np.int8, order="F")
    compared: list[int] = []

    def fill(number: int) -> None:
        chunk = CHUNK * _NAMES_AT_A_TIME if comparisons[number].of_names else CHUNK
        for start in range(0, len(left), chunk):
            part = slice(start, start + chunk)
            found[part, number] = _one_field(records, comparisons[number], left[part], right[part])
            compared.append(len(left[part]))
            tick(sum(compared) / found.size)

    if len(left) < _WORTH_THREADS:
        for number in range(len(comparisons)):
            fill(number)
    else:  # One field a thread at a time: what a column derives from its values is then made once.
        with no_collection(), short_turns():
            in_threads(fill, _side_by_side(records, comparisons))
    count_once(records, comparisons, found, left, right)
    return found


def _side_by_side(records: Records, comparisons: Sequence[Comparison]) -> list[int]:
    """Give the numbers of fields in an order in which two columns of names seldom meet, which both hold Python.

    The longest column of names comes first, the others after all other fields.
    """

    def place(number: int) -> tuple[int, int]:
        return int(comparisons[number].of_names), -len(records.columns[comparisons[number].field].values)

    ordered = sorted(range(len(comparisons)), key=place)
    names = [number for number in ordered if comparisons[number].of_names]
    return [*names[:1], *[number for number in ordered if number not in names[:1]]]


def count_once(records: Records, comparisons: Sequence[Comparison], found: Levels, left: Rows, right: Rows) -> None:
    """Count a given name that stands in the other's surname once: the surname's level is that of what is left over."""
    place = {each.field: number for number, each in enumerate(comparisons)}
    if not {"given_name", "surname"} <= place.keys():
        return
    parts = [place[name] for name in ("given_name", "surname")]
    moved = [[level.test for level in comparisons[part].levels].index("moved") + 1 for part in parts]
    at = np.flatnonzero((found[:, parts[0]] == moved[0]) & (found[:, parts[1]] == moved[1]))
    if not len(at):
        return
    column, left_over = crossed(records, left[at], right[at])
    level = np.zeros(len(at), np.int8)
    for rows, one, other in left_over:  # where both given names are in the other's surname, what agrees less tells
        low, high = np.minimum(one, other), np.maximum(one, other)
        level[rows] = np.maximum(level[rows], levels_of_values(column, comparisons[parts[1]], low, high))
    found[at[level > 0], parts[1]] = level[level > 0]


def barred(comparisons: Sequence[Comparison], levels: Levels) -> npt.NDArray[np.bool_]:
    """Tell which compared pairs stand, in any field, at a level that keeps them apart."""
    found = np.zeros(len(levels), bool)
    for number, comparison in enumerate(comparisons):
        for code, level in enumerate(comparison.levels, start=1):
            if level.bars:
                found |= levels[:, number] == code
    return found


def _one_field(records: Records, comparison: Comparison, left: Rows, right: Rows) -> Levels:
    column = records.columns[comparison.field]
    # "clip" keeps from checking every row, all of which are there.
    left_codes, right_codes = column.codes.take(left, mode="clip"), column.codes.take(right, mode="clip")
    there = (left_codes != MISSING) & (right_codes != MISSING)
    if there.all():
        level = _by_distinct_pair(column, comparison, left_codes, right_codes)
    else:
        level = np.zeros(len(left), np.int8)
        level[there] = _by_distinct_pair(column, comparison, left_codes[there], right_codes[there])
    for number, step in enumerate(comparison.levels, start=1):
        if step.test in ACROSS:
            ACROSS[step.test](records, comparison.field, number, level, left, right)
    return level


def _by_distinct_pair(column: Column, comparison: Comparison, left: Rows, right: Rows) -> Levels:
    if not len(left):
        return np.zeros(0, np.int8)
    low, high = np.minimum(left, right), np.maximum(left, right)
    if len(column.values) ** 2 <= min(_SMALL, len(low)):
        return _by_square(column, comparison, low, high)
    level = _same_value_levels(column, comparison)[low]
    other = np.flatnonzero(low != high)
    if len(other):
        place, times, lows, highs = _distinct_pairs(low[other], high[other], len(column.values))
        levels = np.empty(len(lows), np.int8)
        for start in range(0, len(lows), CHUNK):
            part = slice(start, start + CHUNK)
            levels[part] = levels_of_values(column, comparison, lows[part], highs[part])
        level[other[place]] = np.repeat(levels, times)
    return level


def _by_square(column: Column, comparison: Comparison, low: Rows, high: Rows) -> Levels:
    """Compare pairs of few values: a square table of all pairs of these has room for what is found."""
    values = len(column.values)
    pair = low.astype(np.int64) * values + high
    found = np.zeros(values * values, np.int8)
    found[pair] = 1
    distinct = np.flatnonzero(found)
    found[distinct] = levels_of_values(column, comparison, *np.divmod(distinct, values))
    level: Levels = found[pair]
    return level


def _distinct_pairs(
    low: Rows, high: Rows, values: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Bring equal pairs together: an order, how often each distinct pair comes in it, and the distinct pairs."""
    width = (values - 1).bit_length()
    pair = low.astype(np.int64) << width | high
    places = (len(pair) - 1).bit_length()
    if 2 * width + places <= _BITS:  # pair and place fit into one number, which sorts several times as fast
        packed = np.sort(pair << places | np.arange(len(pair)))
        pair, order = packed >> places, packed & ((1 << places) - 1)
    else:
        order = np.argsort(pair)
        pair = pair[order]
    first = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
    distinct = pair[first]
    return order, np.diff(first, append=len(pair)), distinct >> width, distinct & ((1 << width) - 1)


def _same_value_levels(column: Column, comparison: Comparison) -> Levels:
    """Give the level of each distinct value with itself: the first for most kinds, lower for a date known in part."""

    def make() -> Levels:
        codes = np.arange(len(column.values))
        return levels_of_values(column, comparison, codes, codes)

    table: Levels = column.derived(f"levels with itself by {hash(comparison.levels)}", make)
    return table


def levels_of_values(
    column: Column, comparison: Comparison, left: npt.NDArray[np.integer], right: npt.NDArray[np.integer]
) -> Levels:
    """Give the level of each pair of a column's values, by code: the first whose test holds.

    Each test is tried only on the pairs that no earlier one took.
    """
    level = np.zeros(len(left), np.int8)
    open_pairs = np.arange(len(left))
    least: dict[str, float] = {}
    for step in comparison.levels:
        least[step.test] = min(step.parameter, least.get(step.test, step.parameter))
    pairs = agreement.ValuePairs(column, left, right, least)
    tests = ["" if step.neutral else step.test for step in comparison.levels]
    later = comparison.settled_before
    for number, step in enumerate(comparison.levels, start=1):
        if step.test in ACROSS or number in later or not len(open_pairs):
            continue
        if step.test == "otherwise":
            level[open_pairs] = 0 if step.neutral else number
            break
        if step.kinds:  # all levels of names at once: most pairs are at none of them
            found = agreement.named_levels(pairs, comparison.levels)
            holds = found > 0
            level[open_pairs] = found
        elif step.test in agreement.OF_DATES and not step.neutral:  # and all of dates
            found = agreement.dated_levels(pairs, tests)
            holds = found > 0
            level[open_pairs] = found
        else:
            holds = agreement.TESTS[step.test](pairs, step.parameter)
            level[open_pairs[holds]] = 0 if step.neutral else number
        if holds.any():
            left_over = np.flatnonzero(~holds)
            open_pairs = open_pairs[left_over]
            pairs = pairs.where(left_over)
    return level
