"""Arrow columns of text with each distinct text held once, made as cheaply as what is known of them allows.

>>> import pyarrow as pa
>>> encoded_of(pa.array(["b", None, "a", "b"])).indices.to_pylist()
[0, None, 1, 0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Numbers = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]

# Of a column of fewer rows a hash table is soon made. So many rows of others are looked at before all of them are.
_WORTH_A_LOOK = 20_000
_LOOKED_AT = 1_000
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD = 8
# What is kept of eight bytes where a text has so many.
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)


def encoded_of(column: pa.StringArray) -> pa.DictionaryArray:
    """Encode a column; texts are numbered as they first appear, and a missing one has no number."""
    import pyarrow as pa

    if all_differ(column):
        return pa.DictionaryArray.from_arrays(pa.array(np.arange(len(column), dtype=np.int32)), column)
    return column.dictionary_encode()


def all_differ(column: pa.StringArray) -> bool:
    """Say whether it is plain that no two texts are the same and none is missing, at a tenth of a hash table's time.

    False says nothing: of few texts, and of those that are alike at both ends, it is not found out.

    >>> import pyarrow as pa
    >>> all_differ(pa.array([f"R{number}" for number in range(30_000)]))
    True
    """
    import pyarrow.compute as pc

    if len(column) < _WORTH_A_LOOK or column.null_count:
        return False
    if pc.count_distinct(column[:_LOOKED_AT]).as_py() < _LOOKED_AT:
        return False
    mixed = _ends_mixed(column)
    mixed.sort()
    return not bool((mixed[1:] == mixed[:-1]).any())


def in_order(codes: npt.NDArray[np.int32], distinct: int) -> bool:
    """Say whether codes, -1 for missing, are numbered as they first appear, and each of so many is there.

    >>> in_order(np.array([0, -1, 1, 0], np.int32), 2), in_order(np.array([1, 0], np.int32), 2)
    (True, False)
    """
    highest = np.maximum.accumulate(np.append(np.int32(-1), codes))
    return bool(highest[-1] == distinct - 1 and (np.diff(highest) <= 1).all())


def _ends_mixed(column: pa.StringArray) -> Numbers:
    """Make one number of the length, the first and the last eight bytes of each text."""
    _, offsets, memory = column.buffers()
    at = np.frombuffer(offsets, np.int32, len(column) + 1, 4 * column.offset).astype(np.int64)
    size = np.diff(at)
    text = np.frombuffer(memory, np.uint8) if memory is not None else np.zeros(0, np.uint8)
    padded = np.concatenate([text[at[0] : at[-1]], np.zeros(_WORD, np.uint8)])
    words = np.ndarray(len(padded) - _WORD + 1, "<u8", padded, strides=(1,))
    kept: Numbers = _KEPT.take(np.minimum(size, _WORD))
    start = at[:-1] - at[0]
    mixed: Numbers = words[start] & kept
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed += words[np.maximum(start + size - _WORD, start)] & kept
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(32)
    mixed += size.astype(np.uint64)
    return mixed
