"""The ids of records: cells of the id column, each made one of a kind within its source, or row numbers.

>>> import pandas as pd
>>> from resolve.records.schema import read_schema
>>> from resolve.records.sources import read_source
>>> source = read_source(pd.DataFrame({"id": ["a", "b", "a", None], "name": ["Ana", "Ivo", "Ana", "Jo"]}), "border")
>>> ids, notes = ids_of([source], [read_schema(source)])
>>> ids.tolist()
['a', 'b', 'a#3', '#4']
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Coded
from resolve.records.schema import SourceSchema
from resolve.records.sources import Source


def ids_of(
    sources: Sequence[Source], schemas: Sequence[SourceSchema]
) -> tuple[npt.NDArray[np.object_], tuple[str, ...]]:
    """Give each row its id: the id column's cell, else its row number from 1.

    A cell that is empty or repeats an earlier one of its source gets "#" and the row number behind it, so that every
    record can be named, and a note says how many.
    """
    ids: list[npt.NDArray[np.object_]] = []
    notes: list[str] = []
    for source, schema in zip(sources, schemas, strict=True):
        rows = source.table.num_rows
        numbers = source.row_numbers if source.row_numbers is not None else np.arange(1, rows + 1)
        if schema.id_column is None:
            ids.append(numbers.astype(str).astype(object))
            continue
        encoded = source.encoded(schema.id_column)
        if len(encoded.dictionary) == rows:  # each cell has a text of its own, in order
            ids.append(encoded.dictionary.to_numpy(zero_copy_only=False))
            continue
        coded = Coded.of_encoded(encoded)
        found = coded.texts()
        # Codes are numbered as they first appear, so that a first one is higher than all before it.
        highest = np.maximum.accumulate(coded.codes)
        repeated = coded.codes <= np.append(np.int32(MISSING), highest[:-1])
        if repeated.any():
            taken = set(found[~repeated].tolist())
            for row in np.flatnonzero(repeated):
                found[row] = _free_id(f"{found[row]}#{numbers[row]}", taken)
            notes.append(
                f"{source.name}: {int(repeated.sum())} rows have an id that is empty or was used before; "
                "'#' and the row number were added to it"
            )
        ids.append(found)
    return np.concatenate(ids), tuple(notes)


def _free_id(wanted: str, taken: set[str]) -> str:
    """Lengthen an id until no other record has it, and take it."""
    while wanted in taken:
        wanted += "#"
    taken.add(wanted)
    return wanted
