r"""How a delimited file is laid out: its delimiter, its header, and what stands above it.

>>> layout = find_layout("Izveštaj\nime;god;\nAna;1985;\n".encode(), "people.csv")
>>> layout.delimiter, layout.names, layout.header.line, [row.cells for row in layout.above]
(';', ('ime', 'god', 'column_3'), 2, [['Izveštaj']])
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from resolve.errors import InputError
from resolve.records.csvrows import Row, ends_in_quote, rows_of
from resolve.records.heading import find_heading
from resolve.records.raw import NO_HEADER, counted, unique_names

__all__ = ["DELIMITERS", "NO_DELIMITER", "Layout", "Row", "ends_in_quote", "find_layout", "rows_of", "sniff_delimiter"]

DELIMITERS = ",;\t|"
# Splits nothing: a control character that text does not hold, for files of one column.
NO_DELIMITER = "\x1f"

_SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 200
_SAID = re.compile(r'"?sep=(.)"?\r?(?:\n|$)', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a file is laid out.

    Attributes:
        delimiter: what separates its cells.
        names: its columns; width = their number.
        start: the byte at which the rows begin.
        header: the last row of its header; None where it has none.
        rows_before: how many rows there are down to the header, the header included.
        above: rows above the header, which are titles and remarks.
        written: the cells of the one or two rows of the header, as they stand there.
        notes: what a person should know.
    """

    delimiter: str
    names: tuple[str, ...]
    start: int
    header: Row | None
    rows_before: int
    above: tuple[Row, ...] = ()
    written: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def last_line(self) -> int:
        """The last line of the header, or of what stands above the rows; 0 where they begin at once."""
        return self.header.last_line if self.header else self.rows_before


def sniff_delimiter(records_text: str, prefer: str = DELIMITERS) -> str:
    r"""Find the delimiter: the one that gives the header several cells and the rows below as many.

    >>> sniff_delimiter("a;b\n1,5;2\n"), sniff_delimiter("name\nSmith, Ann\n") == NO_DELIMITER
    (';', True)
    >>> sniff_delimiter("List, as of 2024\nsurname;forename;dob\nHoti;Arben;1982\n"), sniff_delimiter("sep=|\na;b\n")
    (';', '|')
    """
    said = _SAID.match(records_text)
    if said and not said[1].isalnum():
        return said[1]
    scored = [(_consistency(records_text, mark), -prefer.find(mark), mark) for mark in prefer]
    best = max(scored)
    return best[2] if best[0] > (0.0, 0) else NO_DELIMITER


def find_layout(data: bytes, where: str, prefer: str = DELIMITERS) -> Layout:
    """Find the delimiter, the header and the start of the rows.

    Raises:
        InputError: there is no header row.
    """
    sample = data[:_SAMPLE_BYTES].decode("utf-8", "ignore")
    delimiter = sniff_delimiter(sample, prefer)
    rows = list(islice(rows_of(sample.encode(), delimiter), _SAMPLE_ROWS + 1))
    said = 1 if rows and _SAID.match(rows[0].text) else 0
    if len(rows) == said:
        raise InputError(f"{where}: expected a header and rows, found nothing; the file is empty")
    heading = find_heading(_cells(rows[said:]))
    first, last = heading.first + said, heading.last + said
    header = rows[last] if heading.last >= 0 else None
    if header and header.open_quote:
        raise InputError(f'{where}, line {header.line}: the header opens a quote (") that is never closed; mend it')
    cells, fitted = _fitted(list(heading.names), [len(row.cells) for row in rows[last + 1 :]])
    names, renamed = unique_names(cells)
    start = len(sample[: _end_of(rows[: last + 1], sample)].encode())
    above = tuple(rows[said:first]) if header else ()
    notes = (*_heading_notes(above, rows[first] if header else None, header), *fitted, *renamed)
    written = tuple(tuple(row.cells) for row in rows[first : last + 1]) if header else ()
    return Layout(delimiter, tuple(names), start, header, last + 1, above, written, notes)


def _end_of(rows: Sequence[Row], text: str) -> int:
    """Give the place in the text at which the last of its first rows ends."""
    place = 0
    for row in rows:
        place = text.index(row.text, place) + len(row.text)
    return place


def _heading_notes(above: Sequence[Row], first: Row | None, last: Row | None) -> tuple[str, ...]:
    if first is None or last is None:
        return (NO_HEADER,)
    notes = []
    if above:
        notes.append(f"the header is in line {first.line}; {counted(len(above), 'line')} above it not read")
    if first is not last:
        notes.append(f"the header has two rows, in lines {first.line} and {last.line}")
    return tuple(notes)


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    return [row.cells for row in rows]


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
    rows = _cells(list(islice(rows_of(text.encode(), delimiter), _SAMPLE_ROWS + 1)))
    at = max(0, find_heading(rows).last) if rows else 0
    widths = [len(row) for row in rows[at:]]
    if not widths or widths[0] == 1:
        return 0.0, 0
    if len(widths) == 1:
        return 1.0, widths[0]
    usual, times = Counter(widths[1:]).most_common(1)[0]
    agree = widths[1:].count(widths[0]) / len(widths[1:])
    # Rows that agree with each other but not with the header count half: a delimiter at the end of each.
    score = max(agree, 0.5 * times / len(widths[1:]) if usual > 1 else 0.01)
    # A header further down has to be the better one.
    return (score if at == 0 else 0.9 * score), widths[0]
