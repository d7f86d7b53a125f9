r"""How a delimited file is laid out: its rows as the csv module reads them, its delimiter, header and quotes.

>>> layout = find_layout("ime;god;\nAna;1985;\n".encode(), "people.csv")
>>> layout.delimiter, layout.names, layout.start
(';', ('ime', 'god', 'column_3'), 9)
"""

from __future__ import annotations

import csv
import io
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from resolve.errors import InputError
from resolve.records.raw import counted, unique_names

DELIMITERS = ",;\t|"
# Splits nothing: a control character that text does not hold, for files of one column.
NO_DELIMITER = "\x1f"
LONGEST_FIELD = (1 << 31) - 1

_SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 200


@dataclass(frozen=True)
class Row:
    """One row as the csv module reads it.

    Attributes:
        number: its data row from 1; 0 is the header.
        line: its first line in the file, from 1.
        cells, text: the cells, and the row as it stands in the file.
    """

    number: int
    line: int
    cells: list[str] = field(repr=False)
    text: str = field(repr=False)

    @property
    def open_quote(self) -> bool:
        """Whether the last cell's quote is never closed."""
        return ends_in_quote(self.text, self.cells[-1])


@dataclass(frozen=True)
class Layout:
    """How a file is laid out: its delimiter, its columns, and the byte at which the rows begin."""

    delimiter: str
    names: tuple[str, ...]
    start: int
    notes: tuple[str, ...] = ()


def sniff_delimiter(records_text: str, prefer: str = DELIMITERS) -> str:
    r"""Find the delimiter: the one that gives the header several cells and the rows below as many.

    >>> sniff_delimiter("a;b\n1,5;2\n"), sniff_delimiter("name\nSmith, Ann\n") == NO_DELIMITER
    (';', True)
    """
    scored = [(_consistency(records_text, mark), -prefer.find(mark), mark) for mark in prefer]
    best = max(scored)
    return best[2] if best[0] > (0.0, 0) else NO_DELIMITER


def rows_of(data: bytes, delimiter: str) -> Iterator[Row]:
    """Give the rows of a file, header included, blank ones left out: the plain twin of Arrow's reader."""
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), "utf-8", errors="replace", newline=""))
    with _no_field_limit:
        number = 0
        for cells in csv.reader(lines, delimiter=delimiter):
            line, text = lines.take()
            if cells and (len(cells) > 1 or cells[0].strip()):
                yield Row(number, line, cells, text)
                number += 1


def find_layout(data: bytes, where: str, prefer: str = DELIMITERS) -> Layout:
    """Find the delimiter, the columns and the start of the rows.

    Raises:
        InputError: there is no header row.
    """
    sample = data[:_SAMPLE_BYTES].decode("utf-8", "ignore")
    delimiter = sniff_delimiter(sample, prefer)
    rows = list(islice(rows_of(sample.encode(), delimiter), _SAMPLE_ROWS + 1))
    if not rows:
        raise InputError(f"{where}: expected a header and rows, found nothing; the file is empty")
    header = rows[0]
    if header.open_quote:
        raise InputError(f'{where}, line {header.line}: the header opens a quote (") that is never closed; mend it')
    cells, note = _fitted(header.cells, [len(row.cells) for row in rows[1:]])
    names, notes = unique_names(cells)
    start = sample.index(header.text) + len(header.text)
    return Layout(delimiter, tuple(names), len(sample[:start].encode()), (*note, *notes))


def ends_in_quote(text: str, cell: str) -> bool:
    """Say whether text whose last cell is `cell` ends inside that cell's quotes.

    >>> ends_in_quote('1,"abc', "abc"), ends_in_quote('1,"abc"', "abc"), ends_in_quote("1,abc", "abc")
    (True, False, False)
    """
    opened = '"' + cell.replace('"', '""')
    return text.endswith(opened) and text[-len(opened) - 1 : -len(opened)] != '"'


def _fitted(header: list[str], widths: list[int]) -> tuple[list[str], tuple[str, ...]]:
    """Fit the header to rows of another width: a delimiter at the end of every row, or of the header."""
    usual, times = Counter(widths).most_common(1)[0] if widths else (len(header), 1)
    if usual == len(header) or times <= len(widths) / 2 or len(header) == 1:
        return header, ()
    if usual > len(header):
        extra = usual - len(header)
        note = f"most rows have {usual} cells, the header {len(header)}: {counted(extra, 'column')} added"
        return [*header, *[""] * extra], (note,)
    if not any(cell.strip() for cell in header[usual:]):
        return header[:usual], ()
    return header, ()


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    widths = [len(row.cells) for row in islice(rows_of(text.encode(), delimiter), _SAMPLE_ROWS + 1)]
    if not widths or widths[0] == 1:
        return 0.0, 0
    if len(widths) == 1:
        return 1.0, widths[0]
    usual, times = Counter(widths[1:]).most_common(1)[0]
    agree = widths[1:].count(widths[0]) / len(widths[1:])
    # Rows that agree with each other but not with the header count half: a delimiter at the end of each.
    return max(agree, 0.5 * times / len(widths[1:]) if usual > 1 else 0.01), widths[0]


class _Lines:
    """Lines of a file, remembered until the reader has made a row of them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._taken: list[str] = []
        self._number = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def take(self) -> tuple[int, str]:
        """Give the number of the first line since the last call, and the text of all of them."""
        first, text = self._number, "".join(self._taken)
        self._number += len(self._taken)
        self._taken.clear()
        return first, text


class _NoFieldLimit:
    """Lifts the csv module's limit on the length of a cell, one for the whole process, while in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before = 0

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._before = csv.field_size_limit(LONGEST_FIELD)
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                csv.field_size_limit(self._before)


_no_field_limit = _NoFieldLimit()
