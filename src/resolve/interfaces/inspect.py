"""What `resolve inspect` shows: how a file would be read, column by column.

Values that could not be read are shown, because whoever runs it asked to see them. They go to the screen only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from resolve.interfaces.names import screen
from resolve.interfaces.screen import Screen
from resolve.records.raw import Reject, counted
from resolve.records.schema import Schema
from resolve.records.sources import read_sources
from resolve.report.inspection import Column, Inspection, inspect, is_blank, lines_shown

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "\x1f": "none: one column"}
_FORMATS = {
    "csv": "delimited text",
    "tsv": "delimited text",
    "xlsx": "spreadsheet",
    "jsonl": "JSON",
    "parquet": "Parquet",
}
_LONGEST_SAMPLE = 60


def inspect_files(paths: Sequence[Path], schema: Schema, encoding: str | None) -> list[Inspection]:
    """Read files and inspect each.

    Raises:
        InputError, FileError: as `read_sources`. UnknownNameError: the schema names what is not there.
    """
    from resolve.records.mapping import check_columns, check_sources

    sources = read_sources(list(paths), encoding=encoding)
    check_columns(schema, sources)
    check_sources(schema, [source.name for source in sources])
    return [inspect(source, schema) for source in sources]


def inspection_dicts(found: Sequence[Inspection]) -> Any:
    """Give inspections as plain dictionaries: one by itself, several as a list."""
    done = [one.to_dict() for one in found]
    return done[0] if len(done) == 1 else done


def show_inspections(found: Sequence[Inspection]) -> None:
    """Show inspections: the file, the columns, what could not be read, and what to do."""
    console = screen()
    for place, one in enumerate(found):
        if place:
            console.print()
        _show(console, one)


def _show(console: Screen, found: Inspection) -> None:
    source = found.source
    console.print(f"[bold]{escape(source.path or source.name)}[/]")
    facts = _table()
    for label, text in _facts(found):
        facts.add_row(label, escape(text))
    console.print(facts)
    console.print()
    console.print(_columns(found.columns))
    for title, rows in (("refused", source.rejects), ("no records, passed over", source.skipped)):
        if rows:
            console.print(f"\n[bold]{title}[/]: {counted(len(rows), 'row')}")
            console.print(_lines(rows))
    if any(column.samples for column in found.columns):
        console.print("\n[bold]not read[/]")
        console.print(_samples(found.columns))
    if found.source.notes or found.advice:
        console.print()
    for note in source.notes:
        console.print(f"[yellow]note[/]  {escape(note)}", soft_wrap=True)
    for advice in found.advice:
        console.print(f"[green]do[/]    {escape(advice)}", soft_wrap=True)


def _facts(found: Inspection) -> Iterator[tuple[str, str]]:
    source, form = found.source, found.source.form
    yield "format", _FORMATS.get(source.format, source.format)
    if source.encoding:
        yield "encoding", f"{source.encoding} ({form.encoding_reason})" if form.encoding_reason else source.encoding
    if form.delimiter:
        yield "delimiter", _DELIMITERS.get(form.delimiter, repr(form.delimiter))
    if form.sheets:
        yield "sheet", ", ".join(form.sheets)
    if form.header_line:
        yield "header", f"{'row' if form.sheets else 'line'} {form.header_line}"
    refused = f"; {counted(len(source.rejects), 'row')} refused" if source.rejects else ""
    yield "rows", f"{source.table.num_rows:,}{refused}"
    blank = sum(map(is_blank, found.columns))
    aside = f"; {counted(blank, 'column')} without header or value" if blank else ""
    yield "columns", f"{len(found.columns) - blank:,}{aside}"


def _columns(columns: Sequence[Column]) -> Table:
    table = _table("column", "read as", "why", "filled", "distinct", "looks like", "not read")
    for name in ("filled", "distinct", "not read"):
        next(column for column in table.columns if column.header == name).justify = "right"
    for column in columns:
        if is_blank(column):
            continue
        shapes = "  ".join(f"{shape.text} {shape.share:.0%}" for shape in column.shapes)
        why = f"{column.reason}; {counted(column.many, 'cell')} with several values" if column.many else column.reason
        unread = f"{column.unread:,}" if column.unread else ""
        cells = (column.name, column.field, why, f"{column.filled:.0%}", f"{column.distinct:,}", shapes, unread)
        table.add_row(*map(escape, cells), style="dim" if column.field == "ignore" else "")
    return table


def _lines(rows: Sequence[Reject]) -> Table:
    table = _table("line", "why", "text")
    for row in lines_shown(rows):
        table.add_row(str(row.line or row.row or ""), escape(_reason(row)), escape(_shown(row.text)))
    if len(rows) > len(lines_shown(rows)):
        table.add_row("…", "", "")
    return table


def _reason(row: Reject) -> str:
    return f"{row.column}: {row.reason}" if row.column else row.reason


def _samples(columns: Sequence[Column]) -> Table:
    table = _table("column", "value", "cells", "why")
    table.columns[2].justify = "right"
    for column in columns:
        for sample in column.samples:
            table.add_row(escape(column.name), escape(_shown(sample.text)), f"{sample.cells:,}", escape(sample.reason))
    return table


def _shown(text: str) -> str:
    """Give a text from a file on one line, without what would steer the terminal."""
    flat = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _LONGEST_SAMPLE]).strip()
    return flat if len(flat) <= _LONGEST_SAMPLE else flat[: _LONGEST_SAMPLE - 1] + "…"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", show_header=bool(columns))
    for column in columns or ("", ""):
        table.add_column(column, style="dim" if not columns and not table.columns else "")
    return table
