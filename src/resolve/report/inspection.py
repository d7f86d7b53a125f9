"""What would be read of a source: how its file is written, what its columns mean, what could not be read and why.

>>> import pandas as pd
>>> from resolve.records.sources import read_source
>>> found = inspect(read_source(pd.DataFrame({"Prezime": ["Hoti", "Ilić"], "dob": ["1.2.1985.", "soon"]}), "border"))
>>> [(column.name, column.field, column.unread) for column in found.columns]
[('Prezime', 'surname', 0), ('dob', 'birth_date', 1)]
>>> found.columns[1].samples
(Unread(text='soon', reason='does not look like dates', cells=1),)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from resolve.records.contents import Sample, expectation, passes, says
from resolve.records.many import firsts
from resolve.records.prepare import unread_of
from resolve.records.raw import Reject, Repair, Source
from resolve.records.schema import ColumnReading, Schema, SourceSchema, read_schema
from resolve.report.shapes import Shape, common_shapes
from resolve.report.words import field_meaning

_SAMPLES = 3
_LINES = 5
_UNSURE = 0.7
_NAMELESS = re.compile(r"column_\d+")
_NAMES = frozenset({"full_name", "given_name", "surname"})
_FEWEST_DISTINCT = 2
_MANY_NAMES = 0.5
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Unread:
    """A value that could not be read, for the screen only: its text, why, and in how many of the cells it stands."""

    text: str
    reason: str
    cells: int


@dataclass(frozen=True)
class Column:
    """One column: what it means and why, how full it is, what its values look like, and what could not be read.

    Attributes:
        filled: share of rows with a value, 0 to 1. distinct: number of distinct values.
        many: cells with several values. unread: cells that could not be read, over up to 2,000 distinct values.
    """

    name: str
    field: str
    meaning: str
    confidence: float
    reason: str
    filled: float
    distinct: int
    many: int
    shapes: tuple[Shape, ...]
    unread: int
    samples: tuple[Unread, ...]
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What would be read of one source.

    Attributes:
        source: as it was read. columns: in its order. advice: what to do where something is doubtful.
    """

    source: Source
    columns: tuple[Column, ...]
    advice: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain dictionaries and lists; rows and samples hold people's data."""
        source, form = self.source, self.source.form
        return {
            "source": source.name,
            "path": source.path,
            "format": source.format,
            "encoding": source.encoding,
            "encoding_reason": form.encoding_reason,
            "delimiter": form.delimiter,
            "sheets": list(form.sheets),
            "header_line": form.header_line,
            "rows": source.table.num_rows,
            "rejected": len(source.rejects),
            "rejects": list(map(_line, source.rejects)),
            "not_records": list(map(_line, source.skipped)),
            "columns": [asdict(column) for column in self.columns],
            "notes": list(source.notes),
            "advice": list(self.advice),
        }


def inspect(source: Source, schema: Schema | None = None) -> Inspection:
    """Inspect one source.

    Args:
        source: a source of at least one row, as `read_source` gives it.
        schema: what the user says of its columns.

    Raises:
        UnknownNameError: what `schema` says for this source alone names a column that it does not have.
    """
    read = read_schema(source, schema)
    columns = tuple(_column(source, reading) for reading in read.columns)
    return Inspection(source, columns, tuple(_advice(source, read, columns)))


def is_blank(column: Column) -> bool:
    """Say whether a column has neither a header nor a value."""
    return column.distinct == 0 and _NAMELESS.fullmatch(column.name) is not None


def lines_shown(rows: Sequence[Reject]) -> Sequence[Reject]:
    """Give the first few rows of many."""
    return rows[:_LINES]


def _column(source: Source, reading: ColumnReading) -> Column:
    counted = source.table.column(reading.column).drop_null().value_counts()
    sample = Sample.of(counted) if len(counted) else Sample((), ())
    unread = list(_unread(reading.field, sample))
    return Column(
        name=reading.column,
        field=reading.field,
        meaning=field_meaning(reading.field),
        confidence=reading.confidence,
        reason=reading.reason,
        filled=reading.filled,
        distinct=reading.distinct,
        many=reading.many,
        shapes=common_shapes(sample.values, sample.counts),
        unread=sum(one.cells for one in unread),
        samples=tuple(sorted(unread, key=lambda one: -one.cells)[:_SAMPLES]),
        repairs=tuple(repair for repair in source.repairs if repair.column == reading.column),
    )


def _unread(field_name: str, sample: Sample) -> Iterator[Unread]:
    """Give the values that cannot be read as their field, or do not look like it."""
    if field_name in ("ignore", "id") or not sample.values:
        return
    failed = unread_of(field_name, sample.values)
    expected = expectation(field_name)
    fits = passes(expected["test"], firsts(field_name, sample.values)) if expected else [True] * len(failed)
    looks = f"does not look like {says(str(expected['test']))}" if expected else ""
    for text, count, bad, fit in zip(sample.values, sample.counts, failed, fits, strict=True):
        if bad or not fit:
            yield Unread(text, looks if not fit else "cannot be read as what its column means", count)


def _advice(source: Source, read: SourceSchema, columns: Sequence[Column]) -> Iterator[str]:
    if source.encoding and source.form.encoding_reason.startswith("not UTF-8"):
        yield f"if names look wrong, {source.encoding} was a wrong guess: say what it is with --encoding"
    if not _NAMES & set(read.fields):
        likely = [one.name for one in columns if one.field == "ignore" and _may_be_names(source, one)]
        looks = f" ('{likely[0]}' looks like one)" if likely else ""
        yield f"no column is read as a name{looks}; say which is with --map COLUMN=full_name, or surname and given_name"
    unsure = [one for one in columns if 0 < one.confidence < _UNSURE and one.field not in ("ignore", "id")]
    for one in unsure[:_LINES]:
        yield f"'{one.name}' may not be {one.field}: if it is not, say --map '{one.name}=ignore', or what it is"
    unknown = [one for one in columns if one.reason == "no meaning found" and one.distinct >= _FEWEST_DISTINCT]
    if unknown:
        names = ", ".join(f"'{one.name}'" for one in unknown[:_LINES])
        more = f" and {len(unknown) - _LINES:,} more" if len(unknown) > _LINES else ""
        yield f"not known: {names}{more}; what matters for telling people apart, say with --map COLUMN=field"
    for one in columns:
        if one.unread and one.field != "ignore" and one.unread > one.filled * source.table.num_rows / 2:
            yield f"most of '{one.name}' cannot be read as {one.field}; is it something else?"


def _may_be_names(source: Source, column: Column) -> bool:
    """Say whether values may be names: words of letters, hardly any of them twice, two or three in most cells."""
    counted = source.table.column(column.name).drop_null().value_counts()
    if len(counted) < _MANY_NAMES * source.table.num_rows * column.filled:
        return False
    values = [text for text in Sample.of(counted).values if len(text) <= _LONGEST_NAME]
    likely = sum(passes("letters", values)) if values else 0
    return likely >= _MANY_NAMES * len(counted[: len(Sample.of(counted).values)])


def _line(row: Reject) -> Mapping[str, Any]:
    return {"row": row.row, "line": row.line, "column": row.column, "reason": row.reason, "text": row.text}
