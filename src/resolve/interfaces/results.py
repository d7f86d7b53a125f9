"""A finished run as tables that other systems read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from resolve.linkage.cohesion import Cohesion
from resolve.linkage.pipeline import Linked, Scored
from resolve.records.prepare import Records
from resolve.scoring.weights import probability_of

if TYPE_CHECKING:
    import pandas as pd

SAME_IN_EVERY_FIELD = "same in every field"
# Records whose texts are joined at a time.
_AT_A_TIME = 1 << 13


def entities_numbered(labels: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the first row of each entity, and for each record the number of its entity from 0, by `Linked.labels`.

    >>> [part.tolist() for part in entities_numbered(np.array([0, 1, 0, 3]))]
    [[0, 1, 3], [0, 1, 0, 2]]
    """
    leads = labels == np.arange(len(labels))  # a label is the lowest row of its entity
    return np.flatnonzero(leads), (np.cumsum(leads) - 1)[labels]


def entity_ids(linked: Linked) -> npt.NDArray[np.object_]:
    """Give each record the id of its entity.

    An id is a fingerprint of one member's source and record id, the lowest of all members', so that it is the same
    whatever the order of the rows, and stays when other members come or go.
    """
    fingerprint = _fingerprints(linked.records)
    first, entity = entities_numbered(linked.labels)
    lowest = np.full(len(first), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(lowest, entity, fingerprint)
    return np.asarray(_hexadecimal(lowest)[entity], object)


def _fingerprints(records: Records) -> npt.NDArray[np.uint64]:
    """Make a number of each record's source and id; of a part at a time, so that their joined texts soon go again."""
    import pandas as pd

    names = np.array([name + "\x1f" for name in records.source_names()], object)
    found = np.empty(len(records), np.uint64)
    for start in range(0, len(records), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        whole = names[records.source_codes[part]] + records.record_ids[part]
        found[part] = pd.util.hash_array(np.asarray(whole, object), categorize=False)
    return found


def _hexadecimal(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.object_]:
    """Write numbers as "E" and 16 hexadecimal digits."""
    import pyarrow as pa

    two_digits = np.array([f"{byte:02x}" for byte in range(256)], "S2").view(np.uint16)
    letters = np.full((len(numbers), 17), ord("E"), np.uint8)
    letters[:, 1:] = two_digits[numbers.astype(">u8").view(np.uint8)].view(np.uint8).reshape(-1, 16)
    ends = np.arange(0, letters.size + 1, 17, dtype=np.int64)
    texts = pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(letters))
    return np.asarray(texts.to_numpy(zero_copy_only=False), object)


def entities_table(linked: Linked, ids: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Give every record with its source and entity."""
    import pandas as pd

    # Copies of its own, as columns by themselves: pandas would copy them again to put them side by side.
    columns = {
        "record_id": linked.records.record_ids.copy(),
        "source": _sources(linked.records),
        "entity_id": ids.copy(),
    }
    return pd.DataFrame(columns, copy=False)


def pairs_table(linked: Linked, pairs: Scored) -> pd.DataFrame:
    """Give scored pairs, which come in the order of their rows, the heaviest first."""
    import pandas as pd

    pairs = pairs.where(np.argsort(-pairs.weight, kind="stable"))
    records = linked.records
    sources = np.array(records.source_names(), object)
    rules = np.array([*linked.rules, SAME_IN_EVERY_FIELD], object)
    return pd.DataFrame(
        {
            "left_id": records.record_ids[pairs.left],
            "right_id": records.record_ids[pairs.right],
            "weight": pairs.weight.round(3),
            "probability": probability_of(pairs.weight),
            "rule": rules[pairs.rule],
            "left_source": sources[records.source_codes[pairs.left]],
            "right_source": sources[records.source_codes[pairs.right]],
        },
        copy=False,
    )


def clusters_table(linked: Linked, ids: npt.NDArray[np.object_], held: Cohesion) -> pd.DataFrame:
    """Give one row an entity: its size, how well it hangs together, and its weakest tie; the least coherent first.

    What a single record has no figure for is missing.
    """
    import pandas as pd

    records = linked.records
    order = np.lexsort((held.weakest, held.coherence))
    several, weakest = held.sizes[order] > 1, held.weakest[order]
    table: dict[str, npt.NDArray[np.generic]] = {
        "entity_id": ids[held.labels[order]],
        "records": held.sizes[order],
        "sources": source_sets(records, held.entity, len(held.labels))[order],
        "coherence": held.coherence[order],
        "bridge": held.bridge[order],
        "weakest_weight": weakest,
        "weakest_probability": probability_of(weakest),
    }
    sources = _sources(records)
    for what, of_row in (("id", records.record_ids), ("source", sources)):
        for side, rows in (("left", held.left[order]), ("right", held.right[order])):
            named = of_row[rows]
            named[~several] = None
            table[f"weakest_{side}_{what}"] = named
    return pd.DataFrame(table)


def source_sets(records: Records, entity: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.object_]:
    """Give for each entity the names of the sources that its records come from, "; " between them."""
    texts, codes = [""], np.zeros(count, np.int64)
    for number, name in enumerate(records.source_names()):
        held = np.bincount(entity[records.source_codes == number], minlength=count) > 0
        seen, codes = np.unique(codes * 2 + held, return_inverse=True)
        texts = [_with_name(texts[code // 2], name) if code % 2 else texts[code // 2] for code in seen.tolist()]
    return np.asarray(np.array(texts, object)[codes], object)


def _with_name(names: str, name: str) -> str:
    return f"{names}; {name}" if names else name


def _sources(records: Records) -> npt.NDArray[np.object_]:
    return np.asarray(np.array(records.source_names(), object)[records.source_codes], object)
