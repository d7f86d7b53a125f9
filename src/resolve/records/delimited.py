r"""Delimited text (CSV, TSV and kin) to a table of text.

Arrow reads the file at full speed. Where it meets rows of the wrong width, the csv module goes over the file
once more to learn which rows and lines those are; both follow the same quoting rules and keep the same rows.

>>> parsed = read_delimited(Decoded("ime;god\nAna;1985\nIvo\n".encode(), "utf-8"), "people", "people.csv")
>>> parsed.table.to_pylist(), parsed.rejects[0].line, parsed.rejects[0].reason
([{'ime': 'Ana', 'god': '1985'}], 3, 'expected 2 cells, found 1')
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.records.encoding import UNREADABLE, Decoded
from resolve.records.layout import DELIMITERS, Layout, Row, ends_in_quote, find_layout, rows_of
from resolve.records.raw import Parsed, Reject, RowNumbers, counted, numbers_of
from resolve.records.tables import blank_to_null

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST_BLOCK = 1 << 20
_LARGEST_BLOCK = (1 << 31) - 1


def read_delimited(text: Decoded, name: str, where: str, prefer: str = DELIMITERS) -> Parsed:
    """Read delimited text, its first row the header.

    Args:
        text: the file. Quoted cells may hold delimiters and line breaks; blank lines are skipped.
        name: the source's name, for its rejects.
        where: what to call the file in an error.
        prefer: the delimiters that it may have, the likeliest first.

    Raises:
        InputError: no header, no rows, a quote that is never closed, or no row as wide as the header.
    """
    layout = find_layout(text.data, where, prefer)
    table, ragged = _read_fast(text.data, layout)
    rejects: tuple[Reject, ...] = ()
    numbers = None
    if ragged or text.marked:
        table, rejects, numbers = _second_reading(table, text, layout, name, where)
    elif table.num_rows and ends_in_quote(_tail(text.data, table), table.column(-1)[-1].as_py() or ""):
        raise _open_quote_error(text.data, layout, where)
    if table.num_rows == 0:
        raise _no_rows(layout, rejects, where)
    columns = [blank_to_null(column) for column in table.columns]
    notes = (*layout.notes, *_reject_notes(rejects))
    return Parsed(_named(columns, layout.names), rejects, notes, numbers)


def _read_fast(data: bytes, layout: Layout) -> tuple[pa.Table, bool]:
    """Read the rows with Arrow; also say whether it met rows that are not as wide as the header."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    body = memoryview(data)[layout.start :]
    codes = [f"c{i}" for i in range(len(layout.names))]
    ragged: list[bool] = []

    def note_row(row: Any) -> str:
        ragged.append(bool(row.text.strip()))
        return "skip"

    parse = arrow_csv.ParseOptions(
        delimiter=layout.delimiter,
        newlines_in_values=data.find(b'"', layout.start) >= 0,
        invalid_row_handler=note_row,
    )
    convert = arrow_csv.ConvertOptions(
        column_types={code: pa.string() for code in codes},
        null_values=[""],
        strings_can_be_null=True,
        check_utf8=False,  # checked when the file was decoded
    )
    if not bytes(body[:4096]).strip() and not data[layout.start :].strip():
        return pa.table({code: pa.array([], pa.string()) for code in codes}), False
    block = _FIRST_BLOCK
    while True:
        read = arrow_csv.ReadOptions(column_names=codes, block_size=block)
        ragged.clear()
        try:
            table = arrow_csv.read_csv(pa.BufferReader(pa.py_buffer(body)), read, parse, convert)
            return table, any(ragged)
        except pa.ArrowInvalid as error:
            if "straddling" not in str(error) or block >= min(len(body), _LARGEST_BLOCK):
                raise
            block = min(block * 32, _LARGEST_BLOCK)  # a row longer than a block


def _second_reading(
    table: pa.Table, text: Decoded, layout: Layout, name: str, where: str
) -> tuple[pa.Table, tuple[Reject, ...], RowNumbers | None]:
    """Go over the file again to learn which rows were refused, and refuse those with unreadable bytes."""
    rejects: list[Reject] = []
    keep: list[bool] = []
    numbers: list[int] = []
    row = None
    for row in islice(rows_of(text.data, layout.delimiter), 1, None):
        column, reason = _fault(row, layout)
        if reason:
            shown = row.text.replace(UNREADABLE, "\ufffd")
            rejects.append(Reject(name, row.number, row.line, column, reason, shown))
        else:
            numbers.append(row.number)
        if len(row.cells) == len(layout.names):
            keep.append(not reason)
    if row and row.open_quote:
        raise _open_quote_error(text.data, layout, where)
    if len(keep) != table.num_rows:
        raise AssertionError(f"expected {len(keep)} rows of the right width, found {table.num_rows}")
    if not all(keep):
        table = table.filter(keep)
    return table, tuple(rejects), numbers_of(numbers, len(numbers) + len(rejects))


def _fault(row: Row, layout: Layout) -> tuple[str | None, str]:
    if len(row.cells) != len(layout.names):
        return None, f"expected {counted(len(layout.names), 'cell')}, found {len(row.cells)}"
    for column, cell in zip(layout.names, row.cells, strict=True):
        if UNREADABLE in cell:
            return column, "holds bytes that are not UTF-8"
    return None, ""


def _tail(data: bytes, table: pa.Table) -> str:
    """Give the end of a file, long enough to hold its last cell as written."""
    last = table.column(-1)[-1].as_py() or ""
    return data[-(2 * len(last.encode()) + 8) :].decode("utf-8", "ignore")


def _open_quote_error(data: bytes, layout: Layout, where: str) -> InputError:
    line = [row.line for row in rows_of(data, layout.delimiter)][-1]
    return InputError(
        f'{where}, line {line}: the row that begins here opens a quote (") that is never closed; close or remove it'
    )


def _no_rows(layout: Layout, rejects: tuple[Reject, ...], where: str) -> InputError:
    if not rejects:
        return InputError(f"{where}: holds a header but no rows; export it again with its rows")
    return InputError(
        f"{where}: the header has {counted(len(layout.names), 'cell')}, and no row could be read "
        f"(line {rejects[0].line}: {rejects[0].reason}); is the first line the header?"
    )


def _reject_notes(rejects: tuple[Reject, ...]) -> tuple[str, ...]:
    ragged = sum(reject.column is None for reject in rejects)
    return (f"{counted(ragged, 'row')} refused: too many or too few cells",) if ragged else ()


def _named(columns: list[pa.ChunkedArray], names: tuple[str, ...]) -> pa.Table:
    import pyarrow as pa

    return pa.table(columns, names=list(names))
