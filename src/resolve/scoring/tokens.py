"""Words of values as tables of hashes, so that shared words are found by comparing numbers.

>>> table = hash_tokens([["ana", "maria"], ["maria"], []])
>>> any_shared(table[[0, 0]], table[[1, 2]]).tolist()
[True, False]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column

Bools = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]

# Words of a value beyond these are not looked at; no honest name part has more.
_TOKENS = 6
_SHORTEST = 2
# The hash of a longer word is not kept at hand.
_LONGEST_KEPT = 60


def hash_tokens(lists: Sequence[Sequence[str]]) -> Hashes:
    """Give the hash of each word, a row for each list, padded with 0."""
    width = max(1, min(_TOKENS, max((len(tokens) for tokens in lists), default=1)))
    table = np.zeros((len(lists), width), np.uint64)
    rows = np.repeat(np.arange(len(lists)), [min(len(tokens), width) for tokens in lists])
    flat = [token for tokens in lists for token in tokens[:width]]
    if len(lists) == 1:  # a value by itself
        table[0, : len(flat)] = [_hash_of(token) if len(token) <= _LONGEST_KEPT else _hashed(token) for token in flat]
    elif flat:
        import pandas as pd

        codes, distinct = pd.factorize(np.asarray(flat, object))
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))
        table[rows, place] = pd.util.hash_array(np.asarray(distinct, object))[codes]
    return table


def _hashed(token: str) -> int:
    import pandas as pd

    return int(pd.util.hash_array(np.array([token], object), categorize=False)[0])


_hash_of = lru_cache(maxsize=50_000)(_hashed)


def any_shared(left: Hashes, right: Hashes) -> Bools:
    """Tell for each row whether two padded tables share a word; 0 is padding."""
    shared = np.zeros(len(left), bool)
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            shared |= (left[:, i] == right[:, j]) & (left[:, i] != 0)
    return shared


def without(left: Hashes, right: Hashes) -> Hashes:
    """Give for each row the words of one padded table that the other has not.

    >>> table = hash_tokens([["ana", "maria"], ["maria"]])
    >>> (without(table[[0]], table[[1]]) == table[[0]]).tolist()
    [[True, False]]
    """
    held = (left[:, :, None] == right[:, None, :]).any(2)
    return np.where(held, np.uint64(0), left)


def token_table(column: Column, form: str = "whole") -> Hashes:
    """Give the words of two letters or more of each distinct value, or of a form of it."""
    table: Hashes = column.derived("tokens:" + form, lambda: _table_of(column.form(form).texts().tolist()))
    return table


def _table_of(texts: list[str]) -> Hashes:
    """Give the words of two letters or more of each text; where every text is one word, without cutting any."""
    if len(texts) == 1:
        return hash_tokens([[word for word in texts[0].split() if len(word) >= _SHORTEST]])
    import pandas as pd

    joined = "".join(texts)
    if joined.split(maxsplit=1) != [joined]:
        return hash_tokens([[t for t in v.split() if len(t) >= _SHORTEST] for v in texts])
    table = np.asarray(pd.util.hash_array(np.asarray(texts, object), categorize=False), np.uint64)
    table[np.fromiter(map(len, texts), np.int64, len(texts)) < _SHORTEST] = 0
    return table[:, None]


def tokens_of_rows(column: Column, rows: npt.NDArray[np.int32], form: str = "whole") -> Hashes:
    """Give the words of a column for record rows, none where missing."""
    codes = column.codes[rows]
    table = token_table(column, form)
    found = table[np.maximum(codes, 0)] if len(table) else np.zeros((len(rows), 1), np.uint64)
    found[codes == MISSING] = 0
    return found
