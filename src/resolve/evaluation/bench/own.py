"""A user's own exports and truth as a task.

The common table for the other contenders is made of the columns as this engine reads them: headers and dates are
understood for everyone alike, names are given raw.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from resolve.errors import InputError
from resolve.evaluation.bench.common import plain_text
from resolve.evaluation.bench.task import COMMON, Task
from resolve.evaluation.truth import clustering_of
from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources

_PREPARED = {
    "birth_date": "birth_date",
    "sex": "sex",
    "national_id": "national_id",
    "document": "document_number",
    "phone": "phone",
    "given_name": "given_name",
    "surname": "surname",
    "father_name": "father_name",
    "place": "birth_place",
}


def own_task(data: Sequence[Path], truth: Path) -> Task:
    """Read exports and their truth; records that the truth does not know are left out of the measures.

    Raises:
        InputError: no record of the exports is in the truth.
    """
    import pandas as pd

    sources = read_sources(list(data))
    records = prepare(sources, read_schemas(sources, Schema()))
    names = records.source_names()
    keys = [(names[source], key) for source, key in zip(records.source_codes, records.record_ids, strict=True)]
    known = clustering_of(truth)
    entity = {(row.source, row.record): str(row.entity) for row in known.itertuples()}
    found = [entity.get(key, entity.get(("", key[1]))) for key in keys]
    if not any(found):
        raise InputError("no record of the exports is in the truth; do both use the same record ids and source names?")
    alone = [name if name is not None else f"not in the truth {row}" for row, name in enumerate(found)]
    common = pd.DataFrame({column: _texts(records, field) for column, field in _PREPARED.items()})
    common["full_name"] = [
        f"{given or ''} {surname or ''}".strip() or None
        for given, surname in zip(common["given_name"], common["surname"], strict=True)
    ]
    common["source"] = [name for name, _ in keys]
    return Task(
        "own", dict(zip(names, data, strict=True)), common[list(COMMON)], keys, alone, {"source": [k[0] for k in keys]}
    )


def _texts(records: Records, field: str) -> list[str | None]:
    if field not in records.columns:
        return [None] * len(records)
    column = records.columns[field]
    values = np.array([*column.values, ""], object)  # the code of a missing value is -1
    return [
        plain_text(str(text)) or None if field.endswith("name") else str(text) or None for text in values[column.codes]
    ]
