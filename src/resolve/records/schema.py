"""What the columns of a source mean: as the user says, else as their headers say and their values confirm.

>>> from resolve.records.sources import read_source
>>> import pandas as pd
>>> frame = pd.DataFrame({"Презиме": ["Тачи"], "Датум рођења": ["24.04.1968."], "x": ["a"]})
>>> for reading in read_schema(read_source(frame)).columns:
...     print(reading.column, "→", reading.field, "|", reading.reason)
Презиме → surname | header: 'презиме' (sr, hr, bs, mk, bg) means surname
Датум рођења → birth_date | header: 'датум рођења' (sr, hr, bs) means birth_date
x → ignore | no meaning found
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.records.contents import Sample, expectation, guess, says, share
from resolve.records.headers import HeaderReading, read_headers
from resolve.records.many import cells_of_many, firsts
from resolve.records.mapping import Schema, check_columns, check_sources
from resolve.records.raw import Source, by_column
from resolve.text.unicode import plain_many

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ColumnReading", "Schema", "SourceSchema", "read_schema", "read_schemas"]

_TOLD = "as told"


@dataclass(frozen=True)
class ColumnReading:
    """What one column means.

    Attributes:
        column: its name in the source's table.
        field: a field of `rules/schemas/fields.toml`; "ignore" where it is not used.
        confidence: 0 to 1.
        reason: for people; it holds no value of the column.
        filled: share of rows with a value, 0 to 1.
        distinct: number of distinct values.
        many: in how many cells several values stand (see `records.many`); the first of them counts, of names all.
    """

    column: str
    field: str
    confidence: float
    reason: str
    filled: float = 0.0
    distinct: int = 0
    many: int = 0


@dataclass(frozen=True)
class SourceSchema:
    """What the columns of one source mean, in the order of its table."""

    source: str
    columns: tuple[ColumnReading, ...]

    def columns_of(self, field_name: str) -> tuple[str, ...]:
        """Give the columns that mean a field, in table order; none is ()."""
        return tuple(reading.column for reading in self.columns if reading.field == field_name)

    @property
    def id_column(self) -> str | None:
        """The column with the source's own number for the row, if there is one."""
        return next(iter(self.columns_of("id")), None)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that some column means, each once, "ignore" left out."""
        return tuple(dict.fromkeys(r.field for r in self.columns if r.field != "ignore"))


def read_schema(source: Source, schema: Schema | None = None) -> SourceSchema:
    """Read what the columns of one source mean.

    Args:
        source: a source of at least one row.
        schema: what the user says. Columns that only other sources have are passed over here: `read_schemas`
            refuses those that no source has.

    Raises:
        UnknownNameError: what `schema` says for this source alone names a column that it does not have.
    """
    said = schema or Schema()
    check_columns(said.sources.get(source.name, Schema()), [source])
    names = source.table.column_names
    told = {name: field_name for name in names if (field_name := said.field_of(source.name, name))}
    guessed = read_headers([name for name in names if name not in told])
    headers = dict(zip([name for name in names if name not in told], guessed, strict=True))
    columns = (partial(source.value_counts, name) for name in names)
    fields, found = (told.get(name) for name in names), (headers.get(name) for name in names)
    rows = source.table.num_rows
    readings = by_column(rows, partial(_read_column, rows), names, columns, fields, found)
    readings = _one_id(readings, rows)
    return SourceSchema(source.name, tuple(_without_repeats(readings, source.table)))


def read_schemas(sources: Sequence[Source], schema: Schema | None = None) -> list[SourceSchema]:
    """Read what the columns of all sources mean.

    Raises:
        UnknownNameError: `schema` names a column or a source that is not there.
    """
    said = schema or Schema()
    check_columns(said, sources)
    check_sources(said, [source.name for source in sources])
    return [read_schema(source, said) for source in sources]


def _read_column(
    rows: int, name: str, count: Callable[[], pa.StructArray], told: str | None, header: HeaderReading | None
) -> ColumnReading:
    import pyarrow.compute as pc

    counted = count()
    filled = (pc.sum(counted.field("counts")).as_py() or 0) / rows if rows else 0.0
    if told is not None:
        field_name, confidence, reason = told, 1.0, _TOLD
    elif len(counted) == 0:
        field_name, confidence, reason = "ignore", 1.0, "empty"
    elif header is not None and header.field == "ignore":
        field_name, confidence, reason = header.field, header.confidence, header.reason
    else:
        field_name, confidence, reason = _weigh(header, Sample.of(counted))
    many = cells_of_many(field_name, counted)
    return ColumnReading(name, field_name, round(confidence, 2), reason, round(filled, 4), len(counted), many)


def _weigh(header: HeaderReading | None, sample: Sample) -> tuple[str, float, str]:
    """Weigh what a header says against what the values look like."""
    if header is None:
        found = guess(sample) if sample.values else None
        return (found.field, found.confidence, found.reason) if found else ("ignore", 0.0, "no meaning found")
    expected = expectation(header.field)
    if expected is None or not sample.values:
        return header.field, header.confidence, header.reason
    passing = share(expected["test"], Sample(tuple(firsts(header.field, sample.values)), sample.counts))
    if passing >= expected["confirm"]:
        return header.field, header.confidence, header.reason
    doubt = f"{header.reason}, but {passing:.0%} of values look like {says(expected['test'])}"
    if passing > expected["deny"]:
        return header.field, header.confidence * passing / expected["confirm"], doubt
    found = guess(sample)
    if found is not None:
        return found.field, found.confidence / 2, f"{doubt}; {found.reason}"
    return "ignore", 0.5, doubt


def _one_id(readings: list[ColumnReading], rows: int) -> list[ColumnReading]:
    """Keep one id column: the one that was told, else the surest."""
    checked = [_checked_id(reading, rows) if reading.field == "id" else reading for reading in readings]
    ids = [reading for reading in checked if reading.field == "id"]
    if len(ids) < 2:
        return checked
    best = max(ids, key=lambda reading: (reading.reason == _TOLD, reading.confidence))
    reason = f"the id is the column '{best.column}'"
    return [
        replace(reading, field="ignore", reason=reason) if reading.field == "id" and reading is not best else reading
        for reading in checked
    ]


def _checked_id(reading: ColumnReading, rows: int) -> ColumnReading:
    """Doubt an id whose values repeat (a case of several people); drop it where the header is vague too."""
    limits = rules.load("schemas/contents")["id"]
    if reading.distinct == rows or reading.reason == _TOLD:
        return reading
    doubt = f"{reading.reason}, but its values repeat or have gaps"
    kept = "id" if reading.confidence >= limits["weak"] else "ignore"
    return replace(reading, field=kept, confidence=limits["repeated"], reason=doubt)


def _without_repeats(readings: list[ColumnReading], table: pa.Table) -> list[ColumnReading]:
    """Leave out a column that only repeats another of its field, such as an address written twice."""
    rule = rules.load("schemas/contents")["repeats"]
    kept = list(readings)
    for i in reversed(range(len(kept))):  # of two that repeat each other the first stays
        reading = kept[i]
        if reading.field not in rule["fields"] or reading.reason == _TOLD:
            continue
        others = [one.column for one in kept if one.field == reading.field and one is not reading]
        repeated = next((other for other in others if _repeats(table, reading.column, other, rule)), None)
        if repeated is not None:
            kept[i] = replace(reading, field="ignore", reason=f"repeats the column '{repeated}'")
    return kept


def _repeats(table: pa.Table, column: str, other: str, rule: Mapping[str, Any]) -> bool:
    step = max(1, table.num_rows // rule["rows"])
    rows = table.select([column, other]).take(list(range(0, table.num_rows, step)))
    ours, theirs = (plain_many(["" if text is None else text for text in part.to_pylist()]) for part in rows.columns)
    filled = [(set(a.split()), set(b.split())) for a, b in zip(ours, theirs, strict=True) if a]
    return bool(filled) and sum(a <= b for a, b in filled) / len(filled) >= rule["share"]
