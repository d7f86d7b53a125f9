"""Rows of a table that are no records: the header once more, and totals below the last one.

>>> import pyarrow as pa
>>> table = pa.table({"a": ["Ana", "Ime", "Ivo", "Ukupno"], "b": ["1985", "God", "1990", None]})
>>> repeats_of_header(table, ("Ime", "God")), totals_at_end(table)
([1], [3])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resolve import rules
from resolve.records.heading import is_total

if TYPE_CHECKING:
    import pyarrow as pa

# The header of a table of one column is a word that a record may hold as well.
_FEWEST_CELLS = 2


def repeats_of_header(table: pa.Table, header: Sequence[str]) -> list[int]:
    """Give the rows, from 0, that hold the header's own cells; where that is one cell they are records."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = [(i, cell) for i, cell in enumerate(header[: table.num_columns]) if cell.strip()]
    if len(cells) < _FEWEST_CELLS:
        return []
    rows = pa.array(range(0), pa.int64())
    for place, (i, cell) in enumerate(cells):
        if place == 0:
            rows = pc.indices_nonzero(pc.fill_null(pc.equal(table.column(i), cell), False))
        else:
            rows = rows.filter(pc.fill_null(pc.equal(table.column(i).take(rows), cell), False))
        if len(rows) == 0:
            return []
    return [int(row) for row in rows.to_pylist()]


def totals_at_end(table: pa.Table) -> list[int]:
    """Give the rows, from 0, among the last few that are lines of totals."""
    looked_at = min(table.num_rows, rules.load("schemas/layout")["totals"]["rows"])
    first = table.num_rows - looked_at
    rows = zip(*(column.to_pylist() for column in table.slice(first).columns), strict=True)
    return [first + i for i, row in enumerate(rows) if is_total(row)]
