"""A baseline of the kind that many write first: RapidFuzz on whole names, and the date of birth.

Records are compared that share a date of birth, the first three letters of a word of the name and the year, or a
number. A pair is a link where a number is the same, or the names are alike by 88 in token_sort_ratio and the dates are
the same.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from resolve.evaluation.bench.peers.joining import joined
from resolve.evaluation.bench.task import Answer, PairScores, Task

_ALIKE = 88.0
_TRIALS = (60.0, 70.0, 80.0)
_LARGEST_BLOCK = 500
_NUMBERS = ("national_id", "document", "phone")


def dedupe(task: Task) -> Answer:
    """Find the entities."""
    from rapidfuzz import fuzz, process

    table = task.common
    left, right = _candidates(table)
    names = table["full_name"].fillna("").to_numpy()
    alike = process.cpdist(names[left], names[right], scorer=fuzz.token_sort_ratio, dtype=np.float32)
    birth = table["birth_date"].fillna("").to_numpy()
    same_birth = (birth[left] == birth[right]) & (birth[left] != "")

    # A link from this likeness on: never, where neither the dates nor a number are the same.
    from_on = np.where(same_birth | _same(table["phone"], left, right), alike, -1.0)
    for column in ("national_id", "document"):
        from_on = np.where(_same(table[column], left, right), 100.0, from_on)

    def found(bound: float) -> list[int]:
        return joined(len(table), left[from_on >= bound], right[from_on >= bound])

    labels = found(_ALIKE)
    if task.labels_only:
        return Answer(labels)
    start = time.perf_counter()
    some = from_on >= 0
    scored = PairScores(left[some], right[some], from_on[some].astype(np.float64), probability=False)
    trials = {str(bound): found(bound) for bound in _TRIALS}
    return Answer(labels, trials, scored, time.perf_counter() - start)


def _same(column: pd.Series, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    number = column.fillna("").to_numpy()
    return np.asarray((number[left] == number[right]) & (number[left] != ""), bool)


def _candidates(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    year = table["birth_date"].str[:4].fillna("")
    keys = [table["birth_date"], *(table[column] for column in _NUMBERS)]
    words = table["full_name"].fillna("").str.split().explode()
    start = words.str[:3] + year.reindex(words.index)
    blocks = [pd.Series(key.to_numpy(), np.arange(len(table))).dropna() for key in keys]
    blocks.append(start[(words.str.len() > 2) & (year.reindex(words.index) != "")])
    pairs = [_pairs(block) for block in blocks]
    distinct = np.unique(np.concatenate(pairs), axis=0)
    return distinct[:, 0], distinct[:, 1]


def _pairs(block: pd.Series) -> np.ndarray:
    """Give the pairs of rows with one key, blocks that are too large left out."""
    frame = pd.DataFrame({"key": block.to_numpy(), "row": block.index.to_numpy()}).drop_duplicates()
    size = frame.groupby("key")["row"].transform("size")
    frame = frame[(size > 1) & (size <= _LARGEST_BLOCK)]
    together = frame.merge(frame, on="key")
    together = together[together["row_x"] < together["row_y"]]
    return together[["row_x", "row_y"]].to_numpy(np.int64)
