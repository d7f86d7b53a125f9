"""Births told from ages: the years in which a person of that age may be born, given when the record was written.

A record of 2023 that says 45 is of somebody born in 1977 or 1978. Where a source does not say when a record was
written, the rows that have both an age and a date of birth tell it, if they tell much the same; else the age is not
used, since it may be of any time.

>>> ages, stated = Coded.of(["45", "3 yrs", "?"]), Coded.of(["2023", "14.03.2021", "2023"])
>>> births_of_ages(ages, stated, Coded.missing(3)).texts().tolist()
['1977/1978 age', '2017/2018 age', '']
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Coded
from resolve.values.date_agreement import DateTable
from resolve.values.date_columns import normal_texts
from resolve.values.date_values import EARLIEST_YEAR

Years = npt.NDArray[np.int64]

_NUMBER = re.compile(r"\s*(\d{1,3})(?:\.0+)?(?!\d)", re.ASCII)
_UNKNOWN = -1
_LAST_YEAR = 9999
# Of the rows that tell when a source was written, a tenth at either end may be slips.
_TAIL = 10


def births_of_ages(ages: Coded, stated: Coded | None, births: Coded) -> Coded:
    """Give, as normal spellings of dates, when the people of some rows were born by their ages; "" where it is open.

    Args:
        ages: raw ages in years, one a row. stated: raw dates or years of writing; None where there is no such column.
        births: normal spellings of the dates of birth that the same rows have, which tell when a source was written.
    """
    return births_from(ages, stated, (_UNKNOWN, _UNKNOWN) if stated is not None else era_of(ages, births))


def era_of(ages: Coded, births: Coded) -> tuple[int, int]:
    """Tell in which years a source was written from people whose birth it has beside their age; -1 where it is open."""
    age = _ages(ages)
    born, _ = _years(births, age)
    return _era(born[age != _UNKNOWN], age[age != _UNKNOWN])


def births_from(ages: Coded, stated: Coded | None, era: tuple[int, int]) -> Coded:
    """Give births as `births_of_ages` does, by the rows' own dates, else by the years in which all were written."""
    age = _ages(ages)
    if stated is None:
        first, last = (np.full(len(age), year, np.int64) for year in era)
    else:
        first, last = _years(stated.replaced(normal_texts(stated.values.tolist())), age)
    low, high = first - age - 1, last - age
    told = (age != _UNKNOWN) & (low >= EARLIEST_YEAR) & (high <= _LAST_YEAR) & (high - low <= int(_bounds()["widest"]))
    texts = np.full(len(age), "", object)
    texts[told] = [f"{a:04}/{b:04} age" for a, b in zip(low[told].tolist(), high[told].tolist(), strict=True)]
    return Coded.of(texts)


def _ages(ages: Coded) -> Years:
    return _by_row(ages, np.array([_age(text) for text in ages.values.tolist()], np.int64))


def _age(text: str) -> int:
    found = _NUMBER.match(text)
    years = int(found.group(1)) if found else _UNKNOWN
    return years if years <= int(_bounds()["most"]) else _UNKNOWN


def _years(dates: Coded, age: Years) -> tuple[Years, Years]:
    """Give for each row the first and last year of its date, unknown where it has none or one of many years."""
    if not len(dates.values):
        return np.full(len(age), _UNKNOWN, np.int64), np.full(len(age), _UNKNOWN, np.int64)
    table = DateTable.of(dates.values.tolist())
    known = table.first <= table.last
    ends = [
        np.where(known, day, 0).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970
        for day in (table.first, table.last)
    ]
    return _by_row(dates, np.where(known, ends[0], _UNKNOWN)), _by_row(dates, np.where(known, ends[1], _UNKNOWN))


def _era(births: Years, age: Years) -> tuple[int, int]:
    both = births != _UNKNOWN
    if int(both.sum()) < int(_bounds()["enough"]):
        return _UNKNOWN, _UNKNOWN
    first, last = np.percentile(births[both] + age[both], [_TAIL, 100 - _TAIL])
    return int(first), int(last) + 1


def _by_row(coded: Coded, of_values: Years) -> Years:
    if not len(of_values):
        return np.full(len(coded.codes), _UNKNOWN, np.int64)
    return np.where(coded.codes == MISSING, _UNKNOWN, of_values[coded.codes])


def _bounds() -> dict[str, int]:
    found: dict[str, int] = rules.load("dates/words")["age"]
    return found
