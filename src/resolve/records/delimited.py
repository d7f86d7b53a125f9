r"""Delimited text (CSV, TSV and kin) to a table of text.

Arrow reads the file at full speed. Where it meets rows of the wrong width, the csv module goes over the file
once more to learn which rows and lines those are; both follow the same quoting rules and keep the same rows. Where a
quote seems to have swallowed rows, the lines at fault are found and blanked out, and the file is read again.

>>> parsed = read_delimited(Decoded("ime;god\nAna;1985\nIvo\n".encode(), "utf-8"), "people", "people.csv")
>>> parsed.table.to_pylist(), parsed.rejects[0].line, parsed.rejects[0].reason
([{'ime': 'Ana', 'god': '1985'}], 3, 'expected 2 cells, found 1')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.records.encoding import UNREADABLE, Decoded
from resolve.records.heading import is_total
from resolve.records.layout import DELIMITERS, Layout, Row, ends_in_quote, find_layout, rows_of
from resolve.records.norecords import repeats_of_header, totals_at_end
from resolve.records.quotes import Slip, close_quotes, plain_quotes
from resolve.records.raw import ABOVE, REPEATED, TOTALS, Form, Parsed, Reject, RowNumbers, counted, numbers_of
from resolve.records.tables import blank_to_null, holds_any

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST_BLOCK = 1 << 20
_LARGEST_BLOCK = (1 << 31) - 1


@dataclass(frozen=True)
class _Read:
    """The rows that were read, the rows that were not, and the number of each row that was."""

    table: pa.Table
    rejects: tuple[Reject, ...] = ()
    skipped: tuple[Reject, ...] = ()
    numbers: RowNumbers | None = None


def read_delimited(text: Decoded, name: str, where: str, prefer: str = DELIMITERS) -> Parsed:
    """Read delimited text.

    Args:
        text: the file. Its header is found below titles and remarks, in one row or two. Quoted cells may hold
            delimiters and line breaks; blank lines are passed over, and so are lines of totals and repeated headers.
        name: the source's name, for its rejects.
        where: what to call the file in an error.
        prefer: the delimiters that it may have, the likeliest first.

    Raises:
        InputError: no header, no rows, a header that opens a quote, or no row as wide as the header.
    """
    data, escaped = plain_quotes(text.data)
    layout = find_layout(data, where, prefer)
    slips: tuple[Slip, ...] = ()
    table, ragged = _read_fast(data, layout)
    if _may_have_swallowed(data, table, layout, ragged):
        data, slips = close_quotes(data, layout.delimiter, len(layout.names), layout.last_line)
        if slips:
            # Rows that an open quote made too wide no longer speak for how many columns there are.
            layout = find_layout(data, where, prefer)
            table, ragged = _read_fast(data, layout)
    repeated = [row for header in layout.written for row in repeats_of_header(table, header)]
    known = repeated, totals_at_end(table)
    if ragged or text.marked or slips or any(known):
        read = _second_reading(table, data, layout, name, slips, known)
    else:
        read = _Read(table)
    if read.table.num_rows == 0:
        raise _no_rows(layout, read.rejects, where)
    columns = [blank_to_null(column) for column in read.table.columns]
    above = tuple(Reject(name, None, row.line, None, ABOVE, row.text) for row in layout.above)
    notes = (*layout.notes, *_notes(read, escaped))
    form = Form(delimiter=layout.delimiter, header_line=layout.header.line if layout.header else None)
    return Parsed(
        _named(columns, layout.names), read.rejects, notes, read.numbers, skipped=(*above, *read.skipped), form=form
    )


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


def _may_have_swallowed(data: bytes, table: pa.Table, layout: Layout, ragged: bool) -> bool:
    """Say whether a quoted cell may have taken in rows: it holds line breaks and quotes, or line breaks and rows."""
    import pyarrow.compute as pc

    if data.find(b'"', layout.start) < 0:
        return False
    if ragged or table.num_rows == 0 or ends_in_quote(_tail(data, table), table.column(-1)[-1].as_py() or ""):
        return True
    least = max(1, len(layout.names) - 1)
    for column in table.columns:
        if not holds_any(column, (b"\n", b"\r")):
            continue
        broken = column.filter(pc.match_substring_regex(column, r"[\r\n]")).drop_null()
        if len(broken) and (
            pc.any(pc.match_substring(broken, '"')).as_py()
            or pc.max(pc.count_substring(broken, layout.delimiter)).as_py() >= least
        ):
            return True
    return False


def _second_reading(
    table: pa.Table,
    data: bytes,
    layout: Layout,
    name: str,
    slips: Sequence[Slip],
    known: tuple[Sequence[int], Sequence[int]],
) -> _Read:
    """Go over the file again to learn which rows were refused or are no records, and on which lines they stand."""
    reasons = dict.fromkeys(known[0], REPEATED) | dict.fromkeys(known[1], TOTALS)
    rejects: list[Reject] = []
    skipped: list[Reject] = []
    keep: list[bool] = []
    numbers: list[int] = []
    waiting = list(reversed(slips))
    number = 0
    for row in islice(rows_of(data, layout.delimiter), layout.rows_before, None):
        while waiting and waiting[-1].line < row.line:
            number += 1
            rejects.append(_slip_reject(name, number, waiting.pop()))
        shown = row.text.replace(UNREADABLE, "\ufffd")
        right_width = len(row.cells) == len(layout.names)
        no_record = reasons.get(len(keep)) if right_width else TOTALS if is_total(row.cells) else None
        column, reason = _fault(row, layout)
        if right_width:
            keep.append(not no_record and not reason)
        if no_record:
            skipped.append(Reject(name, None, row.line, None, no_record, shown))
            continue
        number += 1
        if reason:
            rejects.append(Reject(name, number, row.line, column, reason, shown))
        else:
            numbers.append(number)
    for slip in reversed(waiting):
        number += 1
        rejects.append(_slip_reject(name, number, slip))
    if len(keep) != table.num_rows:
        raise AssertionError(f"expected {len(keep)} rows of the right width, found {table.num_rows}")
    if not all(keep):
        table = table.filter(keep)
    return _Read(table, tuple(rejects), tuple(skipped), numbers_of(numbers, number))


def _slip_reject(name: str, number: int, slip: Slip) -> Reject:
    return Reject(name, number, slip.line, None, 'opens a quote (") that is never closed', slip.text)


def _fault(row: Row, layout: Layout) -> tuple[str | None, str]:
    if len(row.cells) != len(layout.names):
        return None, f"expected {counted(len(layout.names), 'cell')}, found {len(row.cells)}"
    for column, cell in zip(layout.names, row.cells, strict=True):
        if UNREADABLE in cell:
            return column, "holds bytes that are no text"
    return None, ""


def _tail(data: bytes, table: pa.Table) -> str:
    """Give the end of a file, long enough to hold its last cell as written."""
    last = table.column(-1)[-1].as_py() or ""
    return data[-(2 * len(last.encode()) + 8) :].decode("utf-8", "ignore")


def _no_rows(layout: Layout, rejects: tuple[Reject, ...], where: str) -> InputError:
    if not rejects:
        return InputError(f"{where}: holds a header but no rows; export it again with its rows")
    return InputError(
        f"{where}: the header has {counted(len(layout.names), 'cell')}, and no row could be read "
        f"(line {rejects[0].line}: {rejects[0].reason}); is the first line the header?"
    )


def _notes(read: _Read, escaped: bool) -> tuple[str, ...]:
    notes = []
    ragged = sum(reject.reason.startswith("expected") for reject in read.rejects)
    if ragged:
        notes.append(f"{counted(ragged, 'row')} refused: too many or too few cells")
    if len(read.rejects) > ragged:
        notes.append(f"{counted(len(read.rejects) - ragged, 'row')} refused: damaged; rejects.csv has the lines")
    for reason in (REPEATED, TOTALS):
        found = [row for row in read.skipped if row.reason == reason]
        if found:
            notes.append(f"{counted(len(found), 'line')} passed over: {reason} (line {found[0].line})")
    if escaped:
        notes.append("quotes inside cells are escaped by a backslash")
    return tuple(notes)


def _named(columns: list[pa.ChunkedArray], names: tuple[str, ...]) -> pa.Table:
    import pyarrow as pa

    return pa.table(columns, names=list(names))
