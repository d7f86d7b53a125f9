"""Workbooks (.xlsx, .xls, .ods) to a table of text: which sheet, where its header is, what merged cells hold.

Sheets of one header are one table in parts, and are read together. A cell merged over several rows holds for each of
them; one merged over several columns of the header names the group of these columns.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from resolve.errors import InputError
from resolve.records.heading import Heading, find_heading
from resolve.records.norecords import repeats_of_header, totals_at_end
from resolve.records.raw import ABOVE, NO_HEADER, REPEATED, TOTALS, Form, Parsed, Reject, counted, unique_names
from resolve.records.tables import rows_table, value_text
from resolve.records.workbook import SheetFacts, check_bounds, sheet_facts

_TOP = 41  # rows in which the header is looked for
Row = tuple[int, list[Any]]  # its number in the sheet, from 1, and its cells


@dataclass(frozen=True)
class _Sheet:
    """A sheet that holds something: its rows, those above and of its header left out, and what is to be said of it."""

    name: str
    hidden: bool
    heading: Heading
    header_line: int
    above: tuple[Row, ...] = field(repr=False)
    headers: tuple[tuple[str, ...], ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The header, by which sheets that belong together are known."""
        return tuple(name.strip().casefold() for name in self.heading.names)


def read_spreadsheet(data: bytes, name: str, where: str) -> Parsed:
    """Read the records of a workbook.

    Read is the first visible sheet with a header and rows, and with it every other visible one of the same header.
    Titles above the header, repeated headers and totals are passed over. Numbers are written out in full, with the
    leading zeros that the sheet shows them with.

    Raises:
        InputError: the bytes are no workbook, one that would not fit into memory, or one without rows.
    """
    check_bounds(data, where)
    sheets = _sheets(data, where)
    if not sheets:
        raise InputError(f"{where}: expected a header and rows, found only empty sheets")
    chosen = _chosen(sheets)
    if not any(sheet.rows for sheet in chosen):
        raise _no_rows(where, chosen[0])
    width = max(len(row) for sheet in chosen for row in (sheet.heading.names, *(cells for _, cells in sheet.rows)))
    names, renamed = unique_names([*chosen[0].heading.names, *[""] * (width - len(chosen[0].heading.names))])
    rows = [row for sheet in chosen for row in sheet.rows]
    table = rows_table(names, [_to_width(cells, width) for _, cells in rows])
    repeated = {row for sheet in chosen for header in sheet.headers for row in repeats_of_header(table, header)}
    totals = set(totals_at_end(table)) - repeated
    skipped = [_skipped(name, row, ABOVE) for sheet in chosen for row in sheet.above]
    skipped += [_skipped(name, rows[i], REPEATED) for i in sorted(repeated)]
    skipped += [_skipped(name, rows[i], TOTALS) for i in sorted(totals)]
    if repeated or totals:
        table = table.take([i for i in range(len(rows)) if i not in repeated and i not in totals])
    if table.num_rows == 0:
        raise _no_rows(where, chosen[0])
    notes = (*_choice_notes(sheets, chosen), *_skipped_notes(repeated, totals), *(n for s in chosen for n in s.notes))
    form = Form(header_line=chosen[0].header_line or None, sheets=tuple(sheet.name for sheet in chosen))
    return Parsed(table, notes=(*notes, *renamed), skipped=tuple(skipped), form=form)


def _no_rows(where: str, sheet: _Sheet) -> InputError:
    return InputError(f"{where}, sheet '{sheet.name}': holds a header but no rows; export it again with its rows")


def _sheets(data: bytes, where: str) -> list[_Sheet]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {sheet.name for sheet in book.sheets_metadata if str(sheet.visible).rpartition(".")[2] != "Visible"}
        found = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        grids = [(name, _grid(sheet), getattr(sheet, "merged_cell_ranges", None) or ()) for name, sheet in found]
    except Exception as error:  # the library has a kind of its own for each format and each fault
        raise InputError(
            f"{where}: expected a spreadsheet, found none that can be read ({type(error).__name__}); "
            "open it and save it again as .xlsx without a password, or as .csv in UTF-8"
        ) from None
    facts = sheet_facts(data)
    return [
        _sheet(name, name in hidden, grid, merged, facts.get(name, SheetFacts()))
        for name, grid, merged in grids
        if any(map(_width, grid))
    ]


def _grid(sheet: Any) -> list[list[Any]]:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


def _sheet(name: str, hidden: bool, grid: list[list[Any]], merged: Sequence[Any], facts: SheetFacts) -> _Sheet:
    _show_zeros(grid, facts)
    filled = _spread_down(grid, merged)
    top = [[_text(cell) for cell in row] for row in grid[:_TOP]]
    _spread_across(top, merged)
    blank = [not _width(row) for row in grid]
    places = [i for i in range(len(top)) if not blank[i]]
    width = max(map(_width, grid))
    heading = find_heading([top[i][:width] for i in places])
    has = heading.last >= 0
    first, last = (places[heading.first], places[heading.last]) if has else (-1, -1)
    above = tuple((i + 1, grid[i]) for i in places[: max(0, heading.first)])
    rows = tuple((i + 1, row) for i, row in enumerate(grid) if i > last and not blank[i])
    headers = tuple(tuple(top[i]) for i in places[heading.first : heading.last + 1]) if has else ()
    notes = _sheet_notes(name, above, first != last, sum(row > last for row in filled), facts)
    notes = notes if has else (f"sheet '{name}': {NO_HEADER}", *notes)
    return _Sheet(name, hidden, heading, last + 1, above, headers, rows, notes)


def _sheet_notes(name: str, above: Sequence[Row], two: bool, filled: int, facts: SheetFacts) -> tuple[str, ...]:
    notes = []
    if above:
        notes.append(f"sheet '{name}': {counted(len(above), 'row')} above the header not read")
    if two:
        notes.append(f"sheet '{name}': the header has two rows")
    if filled:
        notes.append(f"sheet '{name}': {counted(filled, 'cell')} filled from merged ones above")
    if facts.hidden_rows:
        notes.append(f"sheet '{name}': {counted(facts.hidden_rows, 'hidden row')} read as the others are")
    return tuple(notes)


def _show_zeros(grid: list[list[Any]], facts: SheetFacts) -> None:
    """Write numbers with the leading zeros that the sheet shows them with."""
    for (row, column), digits in facts.zeros.items():
        if row < len(grid) and column < len(grid[row]):
            value = grid[row][column]
            if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value == int(value):
                grid[row][column] = f"{int(value):0{digits}}"


def _spread_down(grid: list[list[Any]], merged: Sequence[Any]) -> list[int]:
    """Give every row of a merged cell its value; the rows where that filled a cell."""
    filled = []
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom + 1, len(grid))):
            if left < len(grid[row]) and not _text(grid[row][left]) and _text(grid[top][left]):
                grid[row][left] = grid[top][left]
                filled.append(row)
    return filled


def _spread_across(top: list[list[str]], merged: Sequence[Any]) -> None:
    for (first, left), (last, right) in merged:
        for row in range(first, min(last + 1, len(top))):
            for column in range(left, min(right + 1, len(top[row]))):
                top[row][column] = top[first][left]


def _chosen(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    shown = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
    first = next((sheet for sheet in shown if sheet.rows and sum(map(bool, sheet.key)) > 1), None)
    first = first or next((sheet for sheet in shown if sheet.rows), shown[0])
    return [first, *(sheet for sheet in shown if sheet is not first and sheet.key == first.key)]


def _choice_notes(sheets: Sequence[_Sheet], chosen: Sequence[_Sheet]) -> tuple[str, ...]:
    if len(sheets) == 1:
        return ()
    read = ", ".join(f"'{sheet.name}'" for sheet in chosen)
    why = "the first with a header and rows" if len(chosen) == 1 else "which have one header"
    notes = [f"read the sheet{'s' if len(chosen) > 1 else ''} {read}, {why}"]
    others = [sheet for sheet in sheets if sheet not in chosen]
    if others:
        whys = ("another header", "hidden")
        listed = ", ".join(f"'{sheet.name}' ({whys[sheet.hidden]})" for sheet in others[:10])
        notes.append(f"{counted(len(others), 'other sheet')} with content not read: {listed}")
    return tuple(notes)


def _skipped_notes(repeated: set[int], totals: set[int]) -> tuple[str, ...]:
    found = ((repeated, REPEATED), (totals, TOTALS))
    return tuple(f"{counted(len(rows), 'line')} passed over: {reason}" for rows, reason in found if rows)


def _skipped(source: str, row: Row, reason: str) -> Reject:
    number, cells = row
    return Reject(source, None, number, None, reason, "\t".join(map(_text, cells)).strip())


def _text(cell: Any) -> str:
    return (value_text(cell) or "").strip() if cell is not None else ""


def _width(row: Sequence[Any]) -> int:
    """Give the number of cells up to the last filled one."""
    return max((i for i, cell in enumerate(row, start=1) if cell is not None and str(cell).strip()), default=0)


def _to_width(row: Sequence[Any], width: int) -> list[Any]:
    return [*row[:width], *[None] * (width - len(row))]
