"""The level of one pair of values without arrays, where it can be told so: most pairs have little in common.

Every answer is the one that `comparison.levels_of_values` gives (`tests/scoring/test_quick` holds the two against each
other); where more knowledge is needed, of names that are near each other above all, there is none, and the arrays tell.

>>> from resolve.records.columns import Coded
>>> from resolve.scoring.comparison import levels_of
>>> column = Column.of("surname", "surname", Coded.of(["hoxha", "hodza", "petrovic"]))
>>> look = quick_look(column, Comparison("surname", "surname", levels_of("surname")))
>>> look(0, 2) == len(levels_of("surname")), look(0, 1) is None
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from resolve import rules
from resolve.records.columns import MISSING, Column
from resolve.scoring.across import ACROSS
from resolve.scoring.agreement import DATE_PART_TESTS, DATE_TESTS, OF_DATES, SAME_FORMS, dates_of
from resolve.scoring.comparison import Comparison, Level
from resolve.scoring.looks import LONG, Looks, looks_of
from resolve.scoring.names import NEAR_ACROSS, core_of, initial_tables, is_single
from resolve.scoring.tokens import token_table
from resolve.scoring.value_agreement import place_table
from resolve.values import countries
from resolve.values.date_agreement import Part, agreement_of_days

# Gives the level of two different values by code, None where it does not tell.
Look = Callable[[int, int], int | None]
_Holds = Callable[[Column, Level, int, int], bool]
_T = TypeVar("_T")


def quick_look(column: Column, comparison: Comparison) -> Look | None:
    """Give a look at pairs of a column's values; None where their kind has a test that needs arrays."""
    tests = own_tests_of(comparison)
    if comparison.levels[-1].test != "otherwise":
        return None
    if (look := names_look(comparison)) is not None:
        return _LookAtNames(column, *look)
    if tests <= {*OF_DATES, "otherwise"}:
        return partial(_dates, column, dates_numbered(comparison), len(comparison.levels))
    if tests <= {"equal", *_TESTS} and not any(level.neutral for level in comparison.levels):
        return partial(_first_that_holds, column, steps_of(comparison, _TESTS))
    return None


def own_tests_of(comparison: Comparison) -> set[str]:
    """Give the names of the tests that a field's own values are put to."""
    return {level.test for level in comparison.levels} - {*ACROSS}


def names_look(comparison: Comparison) -> tuple[int, float] | None:
    """Give the level of names with nothing in common, and from where on two are near; None where it is not of names."""
    tests = own_tests_of(comparison)
    if "name" not in tests or not tests <= {"equal", "name", "otherwise"}:
        return None
    return len(comparison.levels), float(rules.load("models/comparisons")["names"]["near"])


def dates_numbered(comparison: Comparison) -> dict[tuple[int, int], int]:
    """Give the number of the level of dates by their agreement and the part in which they differ."""
    numbers: dict[tuple[int, int], int] = {}
    for number, level in enumerate(comparison.levels, start=1):
        if level.test in DATE_PART_TESTS:
            agreement, part = DATE_PART_TESTS[level.test]
            numbers[int(agreement), int(part)] = 0 if level.neutral else number
        elif level.test in DATE_TESTS:
            for part in Part:
                numbers.setdefault((int(DATE_TESTS[level.test]), int(part)), 0 if level.neutral else number)
    return numbers


def steps_of(comparison: Comparison, tests: Mapping[str, _T]) -> list[tuple[int, _T, Level]]:
    """Give the levels that are tested for two different values: number, test and level."""
    return [
        (number, tests[level.test], level)
        for number, level in enumerate(comparison.levels, start=1)
        if level.test in tests
    ]


def _first_that_holds(column: Column, steps: list[tuple[int, _Holds, Level]], one: int, other: int) -> int | None:
    for number, holds, level in steps:
        if holds(column, level, one, other):
            return number
    return None


def _dates(column: Column, numbers: Mapping[tuple[int, int], int], last: int, one: int, other: int) -> int | None:
    found = agreement_of_days(dates_of(column), one, other)
    return None if found is None else numbers.get(found, last)


class _LookAtNames:
    """Tells names that have nothing in common, by the looks that `scoring.names` takes before it asks what it knows."""

    def __init__(self, column: Column, last: int, near: float) -> None:
        from rapidfuzz.distance import JaroWinkler

        self._column, self._last, self._near = column, last, near
        self._similarity: Callable[..., float] = JaroWinkler.similarity

    def __call__(self, one: int, other: int) -> int | None:
        column = self._column
        core = core_of(column)
        if core is not None:
            one, other, column = int(core.codes[one]), int(core.codes[other]), core
        table = looks_of(column)
        if one == other or table.sets[one] & table.sets[other]:
            return None
        values = column.values
        if self._similarity(values[one], values[other], score_cutoff=self._near):
            return None
        single = is_single(column)
        if single[one] and single[other]:
            return None if self._maybe_alike(column, table, one, other) else self._last
        initials, starts = initial_tables(column)
        words = token_table(column)
        pairs = ((words, words), (initials, starts), (starts, initials))
        return None if any(_shared(a[one].tolist(), b[other].tolist()) for a, b in pairs) else self._last

    def _maybe_alike(self, column: Column, table: Looks, one: int, other: int) -> bool:
        """Tell whether two single words that are not near may yet be one name: an initial, a sound, a script."""
        if table.initial[one] or table.initial[other]:
            return True
        if (table.rewritten[one] or table.rewritten[other]) and self._similarity(
            column.values[one], column.values[other], score_cutoff=NEAR_ACROSS
        ):
            return True
        if table.listed[one] and table.listed[other]:
            return False
        sounds = column.form("sound").codes
        return bool(sounds[one] == sounds[other] != MISSING) or _half_in_place(table, one, other)


def _half_in_place(table: Looks, one: int, other: int) -> bool:
    length = int(table.length[one])
    if length != table.length[other] or length < LONG:
        return False
    letters = zip(table.letters[one].tolist(), table.letters[other].tolist(), strict=True)
    return bool(2 * sum(a != b for a, b in letters) <= length)


def _shared(ours: list[int], theirs: list[int]) -> bool:
    return not {*ours, 0}.isdisjoint(one for one in theirs if one)


def _same_form(name: str) -> _Holds:
    def holds(column: Column, _: Level, one: int, other: int) -> bool:
        codes = column.form(name).codes
        return bool(codes[one] == codes[other] != MISSING)

    return holds


def _one_edit(column: Column, _: Level, one: int, other: int) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(column.values[one], column.values[other], score_cutoff=1) <= 1


def _jaro_winkler(column: Column, level: Level, one: int, other: int) -> bool:
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(column.values[one], column.values[other], score_cutoff=level.parameter) > 0


def _shared_token(column: Column, _: Level, one: int, other: int) -> bool:
    table = token_table(column)
    return _shared(table[one].tolist(), table[other].tolist())


def _same_place(column: Column, level: Level, one: int, other: int) -> bool:
    return _same_form("place")(column, level, one, other) and not _apart(column, one, other)


def _place_within(column: Column, _: Level, one: int, other: int) -> bool:
    table = place_table(column)
    if table.is_country[one] != table.is_country[other] and _related(column, one, other):
        return True
    around, town = table.around, table.town
    return bool(
        (around[one] >= 0 and around[one] == town[other]) or (around[other] >= 0 and around[other] == town[one])
    )


def _other_place(column: Column, _: Level, one: int, other: int) -> bool:
    town = place_table(column).town
    return bool(town[one] >= 0 and town[other] >= 0 and town[one] != town[other]) or _apart(column, one, other)


def _apart(column: Column, one: int, other: int) -> bool:
    table = place_table(column).countries
    known = max(table[one].tolist()) >= 0 and max(table[other].tolist()) >= 0
    return known and not _related(column, one, other)


def _related(column: Column, one: int, other: int) -> bool:
    table, related = place_table(column).countries, countries.related_table()
    return any(related[a, b] for a in table[one].tolist() if a >= 0 for b in table[other].tolist() if b >= 0)


_TESTS: Mapping[str, _Holds] = {
    **{test: _same_form(form) for test, form in SAME_FORMS.items()},
    "jaro_winkler": _jaro_winkler,
    "one_edit": _one_edit,
    "shared_token": _shared_token,
    "same_place": _same_place,
    "place_within": _place_within,
    "other_place": _other_place,
    "otherwise": lambda column, level, one, other: True,
}
