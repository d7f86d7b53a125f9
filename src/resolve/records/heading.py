"""Where the header of a table is: below titles and remarks, in one row or in two.

>>> rows = [["Last Updated", "10/04/2025"], ["Surname", "Forename", "DOB"], ["Hoti", "Arben", "1982"]]
>>> find_heading(rows)
Heading(first=1, last=1, names=('Surname', 'Forename', 'DOB'))
>>> find_heading([["Ime", "Datum rođenja", "", ""], ["", "dan", "mesec", "godina"], ["Ana", "1", "2", "1985"]]).names
('Ime', 'Datum rođenja / dan', 'Datum rođenja / mesec', 'Datum rođenja / godina')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from resolve import rules
from resolve.records.headers import BETWEEN_LEVELS, is_header_word
from resolve.text.unicode import plain

_LONGEST_CELL = 80
# A word that fills so much of its column below is a value.
_RECURS = 0.2


@dataclass(frozen=True)
class Heading:
    """The header among the first rows of a table.

    Attributes:
        first, last: index of its first and last row; they differ where it has two levels; -1 for none.
        names: one text a column, as it stands there; of two levels both, with " / " between; "" where there is none.
    """

    first: int
    last: int
    names: tuple[str, ...]


def find_heading(rows: Sequence[Sequence[str]]) -> Heading:
    """Find the header among the first rows of a table, blank rows left out.

    Args:
        rows: cells as text, "" where blank; merged cells hold their text in the first or in all of their cells.

    Returns:
        The heading; the first row where nothing speaks for another. No rows give an empty heading.

    >>> find_heading([["36", "Ana Marić", "1985-02-03"], ["173", "Ivo Ilić", "1990-01-01"]])
    Heading(first=-1, last=-1, names=('', '', ''))
    """
    if not rows:
        return Heading(0, 0, ())
    top = list(rows[: _rules()["rows"]])
    at = _header_row(top)
    if at == 0 and _is_data(top):
        return Heading(-1, -1, ("",) * len(top[0]))
    if at + 1 < len(top) and _is_second_level(top[at], top[at + 1]):
        return Heading(at, at + 1, _joined(top[at], top[at + 1]))
    if at and _is_band(top[at - 1], top[at]):
        return Heading(at - 1, at, _joined(top[at - 1], top[at]))
    return Heading(at, at, tuple(top[at]))


def is_total(cells: Sequence[str | None]) -> bool:
    """Say whether a row is a line of totals or the foot of a page, not a record.

    >>> is_total(["Ukupno", "61", "", ""]), is_total(["Page 2 of 3"]), is_total(["Total", "Ana", "1985", "F"])
    (True, True, False)
    """
    limits = rules.load("schemas/layout")["totals"]
    filled = [cell for cell in cells if cell and cell.strip()]
    if not filled or len(filled) > max(2, limits["filled"] * len(cells)):
        return False
    numbers = all(len(cell) <= _LONGEST_CELL and _data_like().fullmatch(cell.strip()) for cell in filled[1:])
    return numbers and _total_pattern().fullmatch(plain(filled[0][:_LONGEST_CELL])) is not None


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    known = _rules()["known"]
    first = _known_cells(rows[0])
    if first >= known:
        return 0
    scores = [first, *[_known_cells(row) for row in rows[1:]]]
    best = max(range(len(rows)), key=lambda at: (scores[at], -at))
    if best and scores[best] >= known and max(map(_filled, rows[:best])) < _filled(rows[best]):
        return best
    return 0 if first else _below_titles(rows)


def _is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first row is a record: it has numbers or dates where rows below do, and no header words."""
    pattern = _data_like()
    first = rows[0][: _rules()["cells"]]
    if len(rows) < 2 or _known([cell for i, cell in enumerate(first) if not _recurs(cell, i, rows[1:])]):
        return False
    like = [i for i, cell in enumerate(first) if len(cell) <= _LONGEST_CELL and pattern.fullmatch(cell.strip())]
    below = [[row[i].strip()[:_LONGEST_CELL] for row in rows[1:] if i < len(row) and row[i].strip()] for i in like]
    agree = _rules()["agree"]
    return any(cells and sum(bool(pattern.fullmatch(c)) for c in cells) >= agree * len(cells) for cells in below)


def _recurs(cell: str, place: int, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a cell stands in many rows of its column, as a value does and a header does not."""
    same = sum(place < len(row) and row[place] == cell for row in rows)
    return not cell.strip() or same >= _RECURS * len(rows)


def _below_titles(rows: Sequence[Sequence[str]]) -> int:
    """Give the first row that is as wide as most, where all rows above it hold one cell; else 0."""
    usual, times = Counter(map(len, rows)).most_common(1)[0]
    at = next((i for i, row in enumerate(rows) if len(row) == usual and _filled(row) > 1), 0)
    titles = all(_filled(row) == 1 for row in rows[:at])
    body = [row for row in rows[at:] if len(row) == usual]
    agree = len(body) >= max(2, _rules()["agree"] * (len(rows) - at))
    return at if titles and usual >= _rules()["width"] and times > 1 and agree else 0


def _is_second_level(top: Sequence[str], sub: Sequence[str]) -> bool:
    """Say whether a row goes on with the header above: it fills the blanks there and holds words of headers."""
    if len(top) != len(sub):
        return False
    blank = [not cell.strip() for cell in top]
    same_above = [i > 0 and cell == top[i - 1] and bool(cell.strip()) for i, cell in enumerate(top)]
    grouped = [a or b for a, b in zip(blank, same_above, strict=True)]
    if not any(grouped) or not all(sub[i].strip() for i, one in enumerate(grouped) if one):
        return False
    filled = [cell for cell, above in zip(sub, top, strict=True) if cell.strip() and cell != above]
    return bool(filled) and _known(filled) >= _rules()["sub"] * len(filled)


def _is_band(band: Sequence[str], header: Sequence[str]) -> bool:
    """Say whether the row above the header names groups of its columns, not the table."""
    groups = len({cell for cell in band if cell.strip()})
    return len(band) == len(header) and 1 < groups < _filled(header)


def _joined(top: Sequence[str], sub: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    group = ""
    for above, below in zip(top, sub, strict=True):
        if above.strip():
            group = above if below.strip() else ""
        if not below.strip() or below.strip() == above.strip():
            names.append(above)
        else:
            names.append(f"{group.strip()}{BETWEEN_LEVELS}{below.strip()}" if group.strip() else below)
    return tuple(names)


def _filled(row: Sequence[str]) -> int:
    """Count filled cells; those that a merged cell covers count once."""
    return sum(bool(cell.strip()) and (i == 0 or cell != row[i - 1]) for i, cell in enumerate(row))


def _known_cells(row: Sequence[str]) -> int:
    return _known([cell for cell in row[: _rules()["cells"]] if cell.strip()])


def _known(cells: Sequence[str]) -> int:
    """Count different cells that are words of headers; long texts and numbers are none."""
    return sum(is_header_word(cell) for cell in set(cells) if len(cell) <= _LONGEST_CELL)


@lru_cache(maxsize=1)
def _total_pattern() -> re.Pattern[str]:
    totals = rules.load("schemas/layout")["totals"]
    words = "|".join(totals["words"])
    return re.compile(rf"(?:{words})(?:\W.*)?|(?:{'|'.join(totals['pages'])}) \d+(?:\W.*)?")


@lru_cache(maxsize=1)
def _data_like() -> re.Pattern[str]:
    return re.compile(rules.load("schemas/contents")["header"]["data_like"])


def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = rules.load("schemas/layout")["header"]
    return found
