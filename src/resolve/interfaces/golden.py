"""Golden records as tables of one row an entity.

They are made by Arrow, in parts: the whole of a large one is several times its data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from resolve.interfaces.results import entities_numbered, source_sets
from resolve.linkage.merging import choose
from resolve.linkage.pipeline import Linked
from resolve.records.columns import MISSING
from resolve.records.prepare import Records

if TYPE_CHECKING:
    import pyarrow as pa

Rows = npt.NDArray[np.int64]


def golden_parts(linked: Linked, ids: npt.NDArray[np.object_], size: int) -> Iterator[pa.Table]:
    """Give one row an entity: its size and sources, and for each field the value most of its records hold.

    Beside each value stand `<field>_from`, the record it was taken from, and `<field>_votes`, how many of the records
    with a value agree on it ("2/3"). Where no record has a value all three are empty.

    Args:
        ids: the entity's id for each record. size: how many entities a part has; there is one part at least.
    """
    import pyarrow as pa

    records = linked.records
    first, entity = entities_numbered(linked.labels)
    count = len(first)
    held = np.bincount(entity, minlength=count)
    sources = source_sets(records, entity, count)
    chosen = {field: choose(column, entity, count) for field, column in records.columns.items()}
    cells = {field: _Cells(records, field) for field in chosen}
    origins = _origins(records)
    for start in range(0, max(count, 1), size):
        part = slice(start, start + size)
        columns = {
            "entity_id": pa.array(ids[first[part]], pa.string()),
            "records": pa.array(held[part]),
            "sources": pa.array(sources[part], pa.string()),
        }
        for field, one in chosen.items():
            row = one.row[part]
            at = pa.array(row, mask=row == MISSING)
            columns[field] = cells[field].take(row)
            columns[f"{field}_from"] = _filled(origins.take(at))
            columns[f"{field}_votes"] = _votes(one.votes[part], one.filled[part], row != MISSING)
        yield pa.table(columns)


def _filled(texts: pa.Array) -> pa.Array:
    return texts.fill_null("")


def _origins(records: Records) -> pa.Array:
    """Name each record by its source and id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(records.source_names(), pa.string()).take(pa.array(records.source_codes))
    return pc.binary_join_element_wise(names, pa.array(records.record_ids, pa.string()), ":")


def _votes(votes: Rows, filled: Rows, have: npt.NDArray[np.bool_]) -> pa.Array:
    """Write how many of how many: few different ones, each written once."""
    import pyarrow as pa

    base = int(filled.max(initial=0)) + 1
    coded = pa.array(votes * base + filled, mask=~have).dictionary_encode()
    texts = [f"{code // base}/{code % base}" for code in coded.dictionary.to_pylist()]
    return _filled(pa.array(texts, pa.string()).take(coded.indices))


class _Cells:
    """The cells of a field as sources wrote them, where one column holds just this field; else normalised values."""

    def __init__(self, records: Records, field: str) -> None:
        import pyarrow as pa

        column = records.columns[field]
        self._codes = column.codes
        self._values = pa.array(column.values, pa.string())
        self._written: list[tuple[int, int, pa.Array]] = []
        start = 0
        for source, schema in zip(records.sources, records.schemas, strict=True):
            stop = start + source.table.num_rows
            named = schema.columns_of(field)
            if len(named) == 1:
                self._written.append((start, stop, _whole(source.table.column(named[0]))))
            start = stop

    def take(self, rows: Rows) -> pa.Array:
        """Give the cells of some records, "" for a row of -1."""
        import pyarrow as pa
        import pyarrow.compute as pc

        missing = rows == MISSING
        found = []
        for start, stop, cells in self._written:
            outside = missing | (rows < start) | (rows >= stop)
            if not outside.all():
                found.append(cells.take(pa.array(np.where(outside, 0, rows - start), mask=outside)))
        if len(found) != 1 or found[0].null_count > missing.sum():
            found.append(self._values.take(pa.array(self._codes[rows], mask=missing)))
        return _filled(pc.coalesce(*found))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Give a column in one piece; its texts may be more than one array of strings can hold."""
    import pyarrow as pa

    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
