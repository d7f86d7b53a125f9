"""What national numbers tell, set beside the fields of the records that hold them.

A valid number fills a birth date or sex that is missing, and makes a date that is known to the year more exact where
the two agree. A record's own field that contradicts its number stays, and the row is reported: a typing error in
either, or a number of somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Coded, concat
from resolve.values.date_agreement import Agreement, DateTable, agreements
from resolve.values.implied import believed, implied

Rows = npt.NDArray[np.int64]

COARSER = (Agreement.SAME_MONTH, Agreement.SAME_DEFAULT, Agreement.AS_FAR_AS_KNOWN, Agreement.WITHIN_RANGE)
_WORDS = {"birth_date": "date of birth", "sex": "sex"}


def with_implied(fields: Mapping[str, Coded]) -> tuple[dict[str, Coded], tuple[str, ...], dict[str, Rows]]:
    """Fill fields by what the column `national_id` tells.

    Args:
        fields: coded columns of all records, by field.

    Returns:
        The fields, notes for people, and by field the rows whose own value the number contradicts.
    """
    found = dict(fields)
    notes: list[str] = []
    contradicted: dict[str, Rows] = {}
    numbers = fields.get("national_id")
    if numbers is None or not numbers.filled:
        return found, (), contradicted
    counts = np.bincount(numbers.codes[numbers.codes != MISSING], minlength=len(numbers.values))
    texts = numbers.values.tolist()
    told = implied(texts, believed(texts, counts))
    sides: tuple[tuple[str, list[str], Callable[[Coded, Coded], tuple[Rows, Rows]]], ...] = (
        ("birth_date", told.births, _date_rows),
        ("sex", told.sexes, _sex_rows),
    )
    for field_name, values, compared in sides:
        of_number = numbers.replaced(values)
        if not of_number.filled:
            continue
        own = fields.get(field_name, Coded.missing(len(numbers.codes)))
        coarser, against = compared(own, of_number)
        missing = np.flatnonzero((own.codes == MISSING) & (of_number.codes != MISSING))
        found[field_name] = _put(own, of_number, np.concatenate([missing, coarser]))
        notes += _notes(field_name, len(missing), len(coarser), len(against))
        if len(against):
            contradicted[field_name] = against
    return found, tuple(notes), contradicted


def _date_rows(own: Coded, of_number: Coded) -> tuple[Rows, Rows]:
    """Give the rows whose own date is less exact than the number's and agrees, and those where the two contradict."""
    rows = np.flatnonzero((own.codes != MISSING) & (of_number.codes != MISSING))
    both = concat([Coded(own.codes[rows], own.values), Coded(of_number.codes[rows], of_number.values)])
    table = DateTable.of(both.values.tolist())
    level = agreements(table, both.codes[: len(rows)], both.codes[len(rows) :])
    coarser = np.isin(level, COARSER)
    return rows[coarser], rows[~coarser & (level != Agreement.SAME_DAY)]


def _sex_rows(own: Coded, of_number: Coded) -> tuple[Rows, Rows]:
    rows = np.flatnonzero((own.codes != MISSING) & (of_number.codes != MISSING))
    return rows[:0], rows[own.texts()[rows] != of_number.texts()[rows]]


def _put(own: Coded, other: Coded, rows: Rows) -> Coded:
    """Put the other column's values into some rows."""
    if not len(rows):
        return own
    both = concat([own, other])
    codes = both.codes[: len(own.codes)].copy()
    codes[rows] = both.codes[len(own.codes) :][rows]
    return Coded(codes, both.values)


def _notes(field_name: str, filled: int, exact: int, against: int) -> list[str]:
    word = _WORDS[field_name]
    said = []
    if filled:
        said.append(f"{filled:,} records without a {word} got it from their national number")
    if exact:
        said.append(f"{exact:,} records with a {word} known in part got it in full from their national number")
    if against:
        said.append(f"{against:,} records have a {word} that contradicts their national number; both were kept")
    return said
