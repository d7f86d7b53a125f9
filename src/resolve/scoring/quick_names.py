"""The levels of one name with some others at once: the comparison of `scoring.names` for a few dozen pairs.

Its looks are taken in the same order, each once for the one name and then pair by pair, so that nothing is paid for
arrays of three entries. What the kernel of names must tell, it tells; names of several words, and initials, are left to
the arrays.

>>> from resolve.records.columns import Coded
>>> from resolve.scoring.comparison import levels_of
>>> column = Column.of("surname", "surname", Coded.of(["petrovski", "petrovskj", "hoxha", "ana maria"]))
>>> levels = levels_of("surname")
>>> [level and levels[level - 1].name for level in sweep_of_names(column, levels, 0.72)(0, [1, 2, 3])]
['close in sound', 'different', None]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from resolve.names.evidence import Kind
from resolve.records.columns import MISSING, Column
from resolve.scoring import names
from resolve.scoring.agreement import NameLevel
from resolve.scoring.looks import LONG, Looks, in_place, looks_of, tells_endings
from resolve.scoring.names import NAME_KINDS, NEAR_ACROSS, NameEvidence, by_kernel, core_of, is_single

# For each kind of evidence, by number: levels that it may make, each with the most that it may cost there, 0 for any.
_Told = Mapping[int, Sequence[tuple[int, float]]]
_Found = tuple[int, float]
_NOTHING: _Found = (Kind.DIFFERENT, 1.0)


def sweep_of_names(
    column: Column, levels: Sequence[NameLevel], near: float
) -> Callable[[int, Sequence[int]], list[int | None]]:
    """Give what tells the levels of a name, by code, with each of some others; None where it does not tell.

    Args:
        levels: of names; the last is that of names with nothing in common. near: as in `names.evidence_of`.
    """
    told: dict[int, list[tuple[int, float]]] = {}
    for number, level in enumerate(levels, start=1):
        for kind in level.kinds.split():
            told.setdefault(NAME_KINDS.index(kind), []).append((number, _as_in_arrays(level.parameter)))
    return partial(_sweep, column, told, len(levels), near)


def _as_in_arrays(cost: float) -> float:
    return float(np.float32(cost))


def _sweep(column: Column, told: _Told, last: int, near: float, own: int, others: Sequence[int]) -> list[int | None]:
    at = np.array(others)
    core = core_of(column)
    if core is not None:
        own, at, column = int(core.codes[own]), core.codes[at], core
    table, single = looks_of(column), is_single(column)
    if not single[own]:
        return [None] * len(others)
    untold, initial = (at == own) | ~single[at], table.initial[at] | table.initial[own]
    levels: list[int | None] = [None if so else last for so in untold.tolist()]
    if initial.any():
        fits = (table.first[at] == table.first[own]) | (table.first_sound[at] == table.first_sound[own])
        as_initials = [_level(told, last, (Kind.ANOTHER_INITIAL, 1.0)), _level(told, last, (Kind.INITIAL, 0.0))]
        for place in np.flatnonzero(initial & ~untold).tolist():
            levels[place] = as_initials[bool(fits[place])]
    if table.initial[own]:
        return levels
    sides = _Sides.of(column, table, near, own, at)
    kernel = []
    for place in np.flatnonzero(sides.maybe & ~untold & ~initial).tolist():
        found = sides.look(place)
        if found is None:
            kernel.append(place)
        else:
            levels[place] = _level(told, last, found)
    if kernel:
        for place, found in zip(kernel, _ask_kernel(column, table, own, at[kernel]), strict=True):
            levels[place] = _level(told, last, found)
    return levels


def _level(told: _Told, last: int, found: _Found) -> int:
    kind, cost = found
    if kind == Kind.DIFFERENT:
        return last
    return next((number for number, most in told.get(kind, ()) if not most or cost <= most), last)


@dataclass(frozen=True)
class _Sides:
    """A name of one word, and others of one word, with what the looks at them say of each pair.

    Attributes:
        maybe: whether there may be anything in common. listed: both are. alike: they sound the same, and one is not
            listed. near, sets: they are near each other; they are in one set of the lexicon.
    """

    column: Column
    table: Looks
    own: int
    at: names.Ints
    maybe: names.Bools
    listed: Sequence[bool]
    alike: Sequence[bool]
    near: Sequence[bool]
    sets: Sequence[bool]
    in_place: Sequence[bool]

    @classmethod
    def of(cls, column: Column, table: Looks, near: float, own: int, at: names.Ints) -> _Sides:
        listed = table.listed[at] & table.listed[own]
        sounds = column.form("sound").codes
        alike = (sounds[at] == sounds[own]) & ~listed & (sounds[own] != MISSING)
        near_enough = _near(column, table, near, own, at)
        sets = (table.sets[at] & table.sets[own]) != 0
        loosely = _in_place(table, own, at, ~listed)
        near_of = np.array(near_enough, bool)
        maybe = alike | sets | near_of | loosely
        return cls(column, table, own, at, maybe, *(part.tolist() for part in (listed, alike, near_of, sets, loosely)))

    def look(self, place: int) -> _Found | None:
        """Give what is found of one of the pairs, None where the kernel must tell (`names._without_kernel`)."""
        if self.alike[place]:
            return Kind.SOUND, 0.0
        found = _NOTHING
        if self.near[place] or self.sets[place]:
            other = int(self.at[place])
            plain = self.table.plain
            if self.listed[place] or not (plain[self.own] and plain[other]):
                return None
            found = self._by_slips(other)
        if found == _NOTHING and self.in_place[place]:
            return names.IN_PLACE, _as_in_arrays(names._IN_PLACE)
        return found

    def _by_slips(self, other: int) -> _Found:
        """Weigh two near names that no list has, as `names._by_slips` does."""
        from rapidfuzz.distance import OSA, Levenshtein

        ours, theirs = self.column.values[self.own], self.column.values[other]
        slips = OSA.distance(ours, theirs, score_cutoff=2)
        ends_alike = bool(self.table.end[self.own] == self.table.end[other])
        if slips == 2 and ends_alike:
            return Kind.CLOSE, _as_in_arrays(names._TWO_SLIPS)
        if slips != 1:
            return _NOTHING
        if not ends_alike:
            gendered, a_more = tells_endings(ours, theirs)
            if gendered:
                return Kind.GENDERED, 0.0
            if a_more:
                return Kind.ENDING_APART, _as_in_arrays(names._ENDING_APART)
        swapped = Levenshtein.distance(ours, theirs) == 2
        return (Kind.SWAPPED if swapped else Kind.CLOSE), _as_in_arrays(names._ONE_SLIP)


def _in_place(table: Looks, own: int, at: names.Ints, asked: names.Bools) -> names.Bools:
    """Tell which of the names that are asked about have half their letters in place, as `looks.in_place` does."""
    found = np.zeros(len(at), bool)
    length = int(table.length[own])
    if length < LONG:
        return found
    half = (length + 1) // 2
    mine = table.letters[own].tobytes()[:length]
    for place in np.flatnonzero((table.length[at] == length) & asked).tolist():
        apart = [a != b for a, b in zip(mine, table.letters[at[place]].tobytes(), strict=False)]
        found[place] = 2 * sum(apart) <= length and 4 * sum(apart[:half]) <= 2 * half
    return found


def _near(column: Column, table: Looks, near: float, own: int, at: names.Ints) -> list[bool]:
    """Tell which names are near enough to be looked at, those in other letters from a lower bound on."""
    from rapidfuzz.distance import JaroWinkler

    mine, texts, similarity = column.values[own], column.values[at].tolist(), JaroWinkler.similarity
    across = min(near, NEAR_ACROSS)
    if table.rewritten[own]:
        return [similarity(mine, text, score_cutoff=across) > 0 for text in texts]
    rewritten = table.rewritten[at].tolist()
    return [
        similarity(mine, text, score_cutoff=across if other else near) > 0
        for text, other in zip(texts, rewritten, strict=True)
    ]


def _ask_kernel(column: Column, table: Looks, own: int, at: names.Ints) -> list[_Found]:
    """Ask the kernel of names, which may find less than a look at the letters in their places does."""
    left = np.full(len(at), own)
    found = NameEvidence(np.full(len(at), Kind.DIFFERENT, np.int8), np.ones(len(at), np.float32))
    unlisted = np.flatnonzero(~(table.listed[left] & table.listed[at]))
    some = unlisted[in_place(table, left[unlisted], at[unlisted])]
    found.kind[some], found.cost[some] = names.IN_PLACE, names._IN_PLACE
    by_kernel(column, np.minimum(left, at), np.maximum(left, at), np.arange(len(at)), found)
    return list(zip(found.kind.tolist(), found.cost.tolist(), strict=True))
