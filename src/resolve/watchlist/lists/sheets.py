r"""Lists in delimited text: rows by header; those that do not fit are refused, a file that is cut off is as a whole.

>>> sheet = open_sheet(b"Report Date: 1-Jan-2026\nID,Name\n1,Ana\n2\n3,Eva\n", "list.csv")
>>> sheet.above, sheet.headers
(('Report Date: 1-Jan-2026',), ('ID', 'Name'))
>>> harvest = Harvest("list")
>>> [row.cells["Name"] for row in sheet.rows(harvest)], harvest.rejects[0].line, harvest.rejects[0].reason
(['Ana', 'Eva'], 4, 'expected 2 cells, found 1')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from resolve.errors import InputError
from resolve.records.encoding import UNREADABLE
from resolve.records.layout import Row, rows_of, sniff_delimiter
from resolve.records.raw import counted
from resolve.watchlist.lists.draft import Harvest

_SNIFFED_BYTES = 1 << 17
_ABOVE = 3


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by header, its line in the file and its number from 1."""

    cells: dict[str, str] = field(repr=False)
    line: int
    number: int
    text: str = field(repr=False)

    def get(self, *headers: str) -> str:
        """Give the first filled cell under one of the headers, "" where there is none."""
        for header in headers:
            if (cell := self.cells.get(header)) and (cell := cell.strip()):
                return cell
        return ""


@dataclass(frozen=True)
class Sheet:
    """A delimited file: its delimiter, what stands above the header, the header, and how many rows stand before."""

    data: bytes = field(repr=False)
    where: str
    delimiter: str
    above: tuple[str, ...]
    headers: tuple[str, ...]

    def rows(self, harvest: Harvest) -> Iterator[SheetRow]:
        """Give the rows; those of another width than the header are refused.

        Raises:
            InputError: the file ends inside a row.
        """
        width = len(self.headers)
        for number, row in enumerate(islice(rows_of(self.data, self.delimiter), len(self.above) + 1, None), start=1):
            cells = row.cells[:width] if not any(map(str.strip, row.cells[width:])) else row.cells
            if len(cells) != width or UNREADABLE in row.text:
                self._refuse(row, number, harvest)
                continue
            yield SheetRow(dict(zip(self.headers, cells, strict=True)), row.line, number, row.text)
            if row.open_quote:
                raise cut_off_at(self.where, row.line)

    def _refuse(self, row: Row, number: int, harvest: Harvest) -> None:
        if row.open_quote or not row.text.endswith(("\n", "\r")):
            raise cut_off_at(self.where, row.line)
        if len(row.cells) == len(self.headers):
            reason = "holds bytes that cannot be read"
        else:
            reason = f"expected {counted(len(self.headers), 'cell')}, found {len(row.cells)}"
        harvest.reject(reason, row.line, row.text.replace(UNREADABLE, "\ufffd"), number)


def cut_off_at(where: str, line: int | None) -> InputError:
    """Make the error for a list that ends inside the row that begins on a line."""
    return InputError(
        f"{where}, line {line}: expected a whole list, found one that is cut off inside the row that begins here; "
        "a part of a list is not used: get the file again"
    )


def open_sheet(data: bytes, where: str) -> Sheet:
    """Find the delimiter and the header, which may stand below a line or two that say how old the list is.

    Raises:
        InputError: there is no row at all.
    """
    sample = data[:_SNIFFED_BYTES].decode("utf-8", "ignore")
    lines = sample.split("\n", _ABOVE)
    skipped = next((i for i, line in enumerate(lines[:_ABOVE]) if not _stands_above(line)), 0)
    delimiter = sniff_delimiter("\n".join(lines[skipped:]))
    rows = list(islice(rows_of(sample.encode(), delimiter), skipped + 1))
    if len(rows) <= skipped:
        raise InputError(f"{where}: expected a list, found nothing in it")
    above = tuple(row.text.strip() for row in rows[:skipped])
    return Sheet(data, where, delimiter, above, tuple(cell.strip().strip("\ufeff") for cell in rows[skipped].cells))


def gathered(rows: Iterable[SheetRow], key: str) -> dict[str, list[SheetRow]]:
    """Bring together the rows of one entry, entries in the order in which they first appear."""
    groups: dict[str, list[SheetRow]] = {}
    for row in rows:
        groups.setdefault(row.get(key), []).append(row)
    return groups


def _stands_above(line: str) -> bool:
    start = line.strip().strip('"').lower()
    filled = [cell for cell in line.replace(";", ",").split(",") if cell.strip()]
    return len(filled) <= 2 and start.startswith(("last updated", "report date", "date generated"))
