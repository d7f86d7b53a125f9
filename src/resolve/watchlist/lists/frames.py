"""An agency's own list in a table that is in memory already: a pandas, Polars or Arrow frame, a DuckDB relation.

>>> import pandas as pd
>>> read = read_frame(pd.DataFrame({"id": ["7"], "name": ["Ana Ilić"]}), "own")
>>> read.format, read.entries[0].entry_id, read.entries[0].name
('frame', '7', 'Ana Ilić')
"""

from __future__ import annotations

import hashlib
from typing import Any

from resolve.errors import InputError
from resolve.records.mapping import Schema
from resolve.records.sources import read_source
from resolve.watchlist.lists.draft import Harvest
from resolve.watchlist.lists.entries import Kind, ReadList
from resolve.watchlist.lists.tables import read_table


def read_frame(data: Any, name: str, *, as_kind: Kind = Kind.PERSON, schema: Schema | None = None) -> ReadList:
    """Read a frame, one entry a row; its columns are read as those of an export are.

    Args:
        data: the frame. name: what the list is called in hits.
        as_kind: what an entry is about where no column says so. schema: what columns mean, where headers do not say.

    Raises:
        InputError: it has no rows, no column with names, or no row with a name.
    """
    source = read_source(data, name)
    harvest = Harvest(name)
    read_table(source, harvest, as_kind, schema)
    if not harvest.entries:
        raise InputError(f"{name}: expected a list of people or organisations, found no row with a name")
    digest = hashlib.sha256(repr(harvest.entries).encode("utf-8", "replace")).hexdigest()[:12]
    rejects, notes = tuple(harvest.rejects), harvest.all_notes(source.notes)
    return ReadList(name, "frame", tuple(harvest.entries), "", rejects, notes, digest)
