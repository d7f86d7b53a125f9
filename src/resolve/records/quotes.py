r"""Quotes of a delimited file that go wrong: opened and never closed, or escaped by a backslash.

>>> mended, slips = close_quotes(b'a,b\n1,"open\n2,x\n3,"y"\n', ",", 2)
>>> mended, slips
(b'a,b\n       \n2,x\n3,"y"\n', (Slip(line=2),))
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from resolve import rules
from resolve.records.csvrows import ends_in_quote, lifted_field_limit

# A backslash before a quote that neither ends a cell nor is doubled: only a backslash that escapes stands there.
_ESCAPES = re.compile(rb'[^\\]\\"[^",;\t|\r\n]')
_ESCAPED = re.compile(rb'\\(["\\])')


@dataclass(frozen=True)
class Slip:
    """A row that opens a quote which is never closed: its line in the file, and its text as it stands there."""

    line: int
    text: str = field(repr=False, compare=False, default="")


def plain_quotes(data: bytes) -> tuple[bytes, bool]:
    r"""Write quotes that a backslash escapes as doubled ones, where the file does escape them so.

    >>> plain_quotes(rb'a;"the \"big\" one";c')[0], plain_quotes(rb'a;"C:\";c')[1]
    (b'a;"the ""big"" one";c', False)
    """
    if data.find(b'\\"') < 0 or not _ESCAPES.search(data):
        return data, False
    return _ESCAPED.sub(lambda found: b'""' if found[1] == b'"' else b"\\", data), True


def close_quotes(data: bytes, delimiter: str, width: int, after: int = 0) -> tuple[bytes, tuple[Slip, ...]]:
    """Blank out the rows that open a quote which is never closed, so that they do not swallow those below.

    A quote that spans lines is right where the row is whole by the strict rules of CSV and as wide as the table, or
    where the lines that it takes in are not.

    Args:
        data: UTF-8. delimiter: of the file. width: its number of columns. after: so many first lines are left alone.

    Returns:
        The file with the lines at fault made blanks, as long as before, and what stood there.
    """
    limit = int(rules.load("schemas/layout")["quotes"]["lines"])
    lines = list(io.TextIOWrapper(io.BytesIO(data), "utf-8", errors="replace", newline=""))
    slips: list[Slip] = []
    at = after
    with lifted_field_limit:
        while at < len(lines):
            taken = 1
            if '"' in lines[at] and _is_open(lines[at], delimiter):
                taken = _span(lines, at, limit, delimiter, width)
                if taken == 0:
                    slips.append(Slip(at + 1, lines[at]))
                    lines[at] = _blanked(lines[at])
                    taken = 1
            at += taken
    return ("".join(lines).encode() if slips else data), tuple(slips)


def _is_open(line: str, delimiter: str) -> bool:
    cells = next(csv.reader([line], delimiter=delimiter), [""])
    return bool(cells) and ends_in_quote(line, cells[-1])


def _span(lines: Sequence[str], at: int, limit: int, delimiter: str, width: int) -> int:
    """Give how many lines the row that begins at a line takes, 0 where its quote is a slip."""
    taken = 0

    def following() -> Iterator[str]:
        nonlocal taken
        for place in range(at, min(at + limit, len(lines))):
            taken += 1
            yield lines[place]

    try:
        cells = next(csv.reader(following(), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return 0
    if len(cells) == width:
        return taken
    whole = [_width(line, delimiter) == width for line in lines[at + 1 : at + taken]]
    return 0 if sum(whole) * 2 > len(whole) else taken


def _width(line: str, delimiter: str) -> int:
    return len(next(chain(csv.reader([line], delimiter=delimiter), [[]])))


def _blanked(line: str) -> str:
    bare = line.rstrip("\r\n")
    return " " * len(bare) + line[len(bare) :]
