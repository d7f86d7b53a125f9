r"""The rows of a delimited file as the csv module reads them, each with its line and its text.

>>> [(row.number, row.line, row.cells) for row in rows_of(b'a,b\n\n1,"x\ny"\n', ",")]
[(0, 1, ['a', 'b']), (1, 3, ['1', 'x\ny'])]
"""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_FIELD = (1 << 31) - 1

_LINE_BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Row:
    """One row as the csv module reads it.

    Attributes:
        number: which row it is, from 0, blank lines not counted.
        line: its first line in the file, from 1.
        cells, text: the cells, and the row as it stands in the file.
    """

    number: int
    line: int
    cells: list[str] = field(repr=False)
    text: str = field(repr=False)

    @property
    def last_line(self) -> int:
        """Its last line in the file, from 1."""
        return self.line + len(_LINE_BREAK.findall(self.text.rstrip("\r\n")))

    @property
    def open_quote(self) -> bool:
        """Whether the last cell's quote is never closed."""
        return ends_in_quote(self.text, self.cells[-1])


def rows_of(data: bytes, delimiter: str) -> Iterator[Row]:
    """Give the rows of a file, header included, blank ones left out: the plain twin of Arrow's reader."""
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), "utf-8", errors="replace", newline=""))
    with lifted_field_limit:
        number = 0
        for cells in csv.reader(lines, delimiter=delimiter):
            line, text = lines.take()
            if cells and (len(cells) > 1 or cells[0].strip()):
                yield Row(number, line, cells, text)
                number += 1


def ends_in_quote(text: str, cell: str) -> bool:
    """Say whether text whose last cell is `cell` ends inside that cell's quotes.

    >>> ends_in_quote('1,"abc', "abc"), ends_in_quote('1,"abc"', "abc"), ends_in_quote("1,abc", "abc")
    (True, False, False)
    """
    opened = '"' + cell.replace('"', '""')
    return text.endswith(opened) and text[-len(opened) - 1 : -len(opened)] != '"'


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


lifted_field_limit = _NoFieldLimit()
