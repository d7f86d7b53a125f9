"""The levels of one value with some others at once, where they can be told without the whole comparison.

A new record has a few dozen candidates: too few for arrays to pay, too many for one look after the other. What is
asked of the one value is found once here, and each test is one short sweep over the others. As in `scoring.quick`,
every answer is that of `comparison.levels_of_values` (`tests/scoring/test_quick_rows`), and where more must be known
there is none.

>>> from resolve.records.columns import Coded
>>> from resolve.scoring.comparison import levels_of
>>> column = Column.of("birth_date", "date", Coded.of(["1986-03-14", "1986-03-15", "1968-07-02", "1986"]))
>>> levels = levels_of("date")
>>> found = quick_sweep(column, Comparison("birth_date", "date", levels))(0, [1, 2, 3])
>>> [levels[level - 1].test for level in found]
['one_date_edit_day', 'otherwise', 'as_far_as_known']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from resolve.records.columns import MISSING, Column
from resolve.scoring.agreement import OF_DATES, SAME_FORMS, dates_of
from resolve.scoring.comparison import Comparison, Level
from resolve.scoring.quick import dates_numbered, names_look, own_tests_of, steps_of
from resolve.scoring.quick_names import sweep_of_names
from resolve.values.date_agreement import agreements_of_days

# Gives the level of a value, by code, with each of some others, None where it does not tell.
Sweep = Callable[[int, Sequence[int]], list[int | None]]
_Holds = Callable[[Column, Level, int, Sequence[int]], Sequence[bool]]


def quick_sweep(column: Column, comparison: Comparison) -> Sweep | None:
    """Give a sweep over a column's values; None where their kind has a test that needs arrays."""
    tests = own_tests_of(comparison)
    if comparison.levels[-1].test != "otherwise":
        return None
    if (look := names_look(comparison)) is not None:
        return sweep_of_names(column, comparison.levels, look[1])
    if tests <= {*OF_DATES, "otherwise"}:
        return partial(_dates, column, dates_numbered(comparison), len(comparison.levels))
    if tests <= {"equal", *_TESTS} and not any(level.neutral for level in comparison.levels):
        return partial(_first_that_holds, column, steps_of(comparison, _TESTS))
    return None


def _first_that_holds(
    column: Column, steps: Sequence[tuple[int, _Holds, Level]], own: int, others: Sequence[int]
) -> list[int | None]:
    told: dict[int, int] = {}
    still = others
    for number, holds, level in steps:
        held = holds(column, level, own, still)
        told.update((other, number) for other, one in zip(still, held, strict=True) if one)
        still = [other for other, one in zip(still, held, strict=True) if not one]
        if not still:
            break
    return [told.get(other) for other in others]


def _dates(
    column: Column, numbers: Mapping[tuple[int, int], int], last: int, own: int, others: Sequence[int]
) -> list[int | None]:
    told = agreements_of_days(dates_of(column), own, others)
    return [None if each is None else numbers.get(each, last) for each in told]


def _same_form(name: str) -> _Holds:
    def holds(column: Column, _: Level, own: int, others: Sequence[int]) -> Sequence[bool]:
        codes = column.form(name).codes
        if codes[own] == MISSING:
            return [False] * len(others)
        same: list[bool] = (codes[np.array(others)] == codes[own]).tolist()
        return same

    return holds


def _one_edit(column: Column, _: Level, own: int, others: Sequence[int]) -> Sequence[bool]:
    from rapidfuzz.distance import OSA

    mine, values, distance = column.values[own], column.values, OSA.distance
    return [distance(mine, values[other], score_cutoff=1) <= 1 for other in others]


def _jaro_winkler(column: Column, level: Level, own: int, others: Sequence[int]) -> Sequence[bool]:
    from rapidfuzz.distance import JaroWinkler

    mine, values, similarity = column.values[own], column.values, JaroWinkler.similarity
    return [similarity(mine, values[other], score_cutoff=level.parameter) > 0 for other in others]


_TESTS: Mapping[str, _Holds] = {
    **{test: _same_form(form) for test, form in SAME_FORMS.items()},
    "jaro_winkler": _jaro_winkler,
    "one_edit": _one_edit,
    "otherwise": lambda column, level, own, others: [True] * len(others),
}
