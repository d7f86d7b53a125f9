"""Reading tables of how common values are in a population: lists of names with counts, as statistics offices have them.

Values are prepared as those of records are, so that Петровић, Petrović and PETROVIC are counted together.

>>> import pandas as pd
>>> listed = pd.DataFrame({"Презиме": ["Петровић", "PETROVIC", "Зубчић"], "Број": ["12.300", "1.200", "14.000"],
...                        "total": ["6.600.000", None, None]})
>>> found = read_population(listed).fields["surname"]
>>> found.values.tolist(), found.counts.tolist(), found.total
(['petrovic', 'zubcic'], [13500.0, 14000.0], 6600000.0)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.records.frequencies import Frequencies, Population
from resolve.records.headers import read_headers
from resolve.records.names import plain_names
from resolve.records.prepare import NORMALISERS, kind_of
from resolve.records.raw import Reject, Source
from resolve.records.sources import read_sources
from resolve.text.unicode import plain_many

_NAMES = ("given_name", "surname", "other_names")
_PARTS_OF_NAMES = {"full_name": "given_name and surname"} | dict.fromkeys(
    ("middle_name", "maiden_name", "alias"), "other_names"
)
_SPACES = re.compile(r"[\s'’_]+")
_COMMAS = re.compile(r"[+]?\d{1,3}(,\d{3})+")
_DOTS = re.compile(r"[+]?[1-9]\d{0,2}(\.\d{3})+")
_SLACK = 1e-6


def read_population(data: Any) -> Population:
    """Read one or more population tables.

    Args:
        data: a path or a frame, a list of these or a dict of them by name, as `read_sources` takes. Columns field,
            value and count; or a column with the header of a field (surname, prezime) and one of counts. Maybe total:
            how many people were counted in all. Counts may be shares, if total is in the same unit. Counts of
            values that are the same once prepared add up; so do counts and totals of one field in several tables.

    Returns:
        The frequencies by field, and in `rejects` the rows that could not be used: those without a value that can be
        read, and those whose count is no number of 0 or more.

    Raises:
        UnknownNameError: a field does not exist, or has no values of its own.
        InputError: no such columns, a total that is no number or less than its counts, or no row that can be used.
        FileError: a file cannot be read.
    """
    rows: list[_Row] = []
    rejects: list[Reject] = []
    totals: dict[str, float] = {}
    for source in read_sources(data):
        rejects += source.rejects
        of_source, refused = _rows(source)
        rows += of_source
        rejects += refused
        for name, total in _totals(source, of_source).items():
            totals[name] = totals.get(name, 0.0) + total
    if not any(row.count > 0 for row in rows):
        raise InputError("the population table has no row with a value and a count over 0")
    fields = {}
    for name, total in totals.items():
        own = [row for row in rows if row.field == name]
        made = Frequencies.of([row.value for row in own], [row.count for row in own], total)
        if len(made.values):
            fields[name] = made
    return Population(fields, tuple(rejects))


@dataclass(frozen=True)
class _Row:
    """A row that can be used; `number`: its place in the table, from 1."""

    number: int
    field: str
    value: str
    count: float


@dataclass(frozen=True)
class _Columns:
    """The columns of one table; `of_field`: what field all its values are of, where no column says it."""

    value: str
    count: str
    total: str | None
    field: str | None = None
    of_field: str = ""


def _rows(source: Source) -> tuple[list[_Row], list[Reject]]:
    columns = _columns(source)
    texts = _texts(source, columns.value)
    fields = _fields(source, columns)
    values = [""] * len(texts)
    for name in dict.fromkeys(fields):
        at = [place for place, one in enumerate(fields) if one == name]
        for place, value in zip(at, prepared(name, [texts[place] for place in at]), strict=True):
            values[place] = value
    counts = numbers(_texts(source, columns.count))
    rows, rejects = [], []
    for place, (name, value, count) in enumerate(zip(fields, values, counts, strict=True)):
        if value and math.isfinite(count) and count >= 0:
            rows.append(_Row(place + 1, name, value, count))
        elif value:
            rejects.append(_refused(source, place, columns.count, "the count is no number of 0 or more"))
        else:
            rejects.append(_refused(source, place, columns.value, "the value is missing or cannot be read"))
    return rows, rejects


def _columns(source: Source) -> _Columns:
    """Find the columns by their headers."""
    names = source.table.column_names
    plain = dict(zip(plain_many(names), names, strict=True))
    written = rules.load("schemas/population")["columns"]
    found = {role: next((plain[word] for word in words if word in plain), None) for role, words in written.items()}
    value, count, total, named = (found[role] for role in ("value", "count", "total", "field"))
    if value is not None and count is not None and named is not None:
        return _Columns(value, count, total, named)
    left = [name for name in names if name not in (count, total)]
    readings = [(name, reading.field) for name, reading in zip(left, read_headers(left), strict=True) if reading]
    told = [(name, field) for name, field in readings if _has_values(field)]
    if count is not None and len(told) == 1:
        return _Columns(told[0][0], count, total, None, told[0][1])
    raise InputError(
        f"{source.name}: expected a population table with the columns field, value and count, or one column of a "
        f"field (surname) beside count; found {', '.join(names[:20])}"
    )


def _fields(source: Source, columns: _Columns) -> list[str]:
    """Give the field of every row.

    Raises:
        UnknownNameError: there is none of that name, or it has no values of its own.
    """
    if columns.field is None:
        return [columns.of_field] * source.table.num_rows
    fields = [text.strip().lower() for text in _texts(source, columns.field)]
    known = [name for name in rules.load("schemas/fields")["field"] if _has_values(name)]
    for name in dict.fromkeys(fields):
        if name in known:
            continue
        at = _where(source, fields.index(name))
        close = get_close_matches(name, known, n=1, cutoff=0.7)
        near = f" (did you mean '{close[0]}'?)" if close else ""
        if name in _PARTS_OF_NAMES:
            near = f" (its words are compared as {_PARTS_OF_NAMES[name]})"
        raise UnknownNameError(
            f"{source.name}, {at}, column '{columns.field}': expected a field with values of its own, "
            f"found '{name[:40]}'{near}; there are {', '.join(known)}"
        )
    return fields


def _has_values(field: str) -> bool:
    return field in _NAMES or (field in rules.load("schemas/fields")["field"] and kind_of(field) in NORMALISERS)


def prepared(field: str, values: list[str]) -> Sequence[str]:
    """Normalise values of a field as records' are, "" where they say nothing.

    >>> list(prepared("surname", ["Петровић", "n/a"]))
    ['petrovic', '']
    """
    return plain_names(values) if field in _NAMES else NORMALISERS[kind_of(field)](values)


def numbers(texts: Sequence[str]) -> list[float]:
    """Read a column of counts; NaN for what is no number.

    Spaces and commas may part thousands. So may dots, if all numbers with dots have three digits between them.

    >>> numbers(["12 300", "1,234,567", "0.5", "-"]), numbers(["1.234", "950", "12.345.678"])
    ([12300.0, 1234567.0, 0.5, nan], [1234.0, 950.0, 12345678.0])
    """
    bare = [_SPACES.sub("", text) for text in texts]
    dotted = [text for text in bare if "." in text]
    if dotted and all(map(_DOTS.fullmatch, dotted)):
        bare = [text.replace(".", "") for text in bare]
    return [_number(text.replace(",", "") if _COMMAS.fullmatch(text) else text) for text in bare]


def _number(text: str) -> float:
    try:
        return float(text) if text.isascii() else math.nan
    except ValueError:
        return math.nan


def _totals(source: Source, rows: Iterable[_Row]) -> Mapping[str, float]:
    """Give by field how many people were counted: as the table says, or all its counts together.

    Raises:
        InputError: a total is no number over 0, differs from another of its field, or is less than the counts.
    """
    columns = _columns(source)
    stated: dict[str, float] = {}
    if columns.total is not None:
        texts = _texts(source, columns.total)
        for place, (name, text, total) in enumerate(zip(_fields(source, columns), texts, numbers(texts), strict=True)):
            if not text.strip():
                continue
            if not (math.isfinite(total) and total > 0) or stated.setdefault(name, total) != total:
                raise InputError(
                    f"{source.name}, {_where(source, place)}, column '{columns.total}': expected one number over 0 "
                    f"for all rows of the field '{name}', found '{text[:40]}'"
                )
    counted: dict[str, float] = {}
    for row in rows:
        counted[row.field] = counted.get(row.field, 0.0) + row.count
    for name, total in stated.items():
        if counted.get(name, 0.0) > total * (1 + _SLACK):
            raise InputError(
                f"{source.name}: the field '{name}' has counts of {counted[name]:,.0f} in all, which is more than its "
                f"total of {total:,.0f}; the total is of all people, those with other values too"
            )
    return counted | {name: total for name, total in stated.items() if name in counted}


def _texts(source: Source, column: str) -> list[str]:
    return [text or "" for text in source.table.column(column).to_pylist()]


def _refused(source: Source, place: int, column: str, reason: str) -> Reject:
    number = int(source.row_numbers[place]) if source.row_numbers is not None else place + 1
    cells = (source.table.column(name)[place].as_py() or "" for name in source.table.column_names)
    return Reject(source.name, number, None, column, reason, ",".join(cells))


def _where(source: Source, place: int) -> str:
    number = int(source.row_numbers[place]) if source.row_numbers is not None else place + 1
    return f"row {number}"
