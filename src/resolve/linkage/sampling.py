"""Drawing pairs of records that share a blocking key, so that what they show can be scaled to all such pairs.

Rows are drawn in an order that only their content tells, so that a file gives the same sample however it is sorted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.linkage.blocking import Candidates
from resolve.records.columns import MISSING
from resolve.records.prepare import Records
from resolve.threads import in_threads

# Pairs drawn for each rule; with some twenty-five rules, less than half a million pairs are compared for training.
_PAIRS_A_RULE = 20_000
Places = npt.NDArray[np.int32]

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Sample:
    """Pairs of record rows.

    Attributes:
        counts: how many pairs of records each stands for, identical records included.
        drawn_for: how many pairs of rows it was drawn to stand for; 1 where all were taken.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float64]
    drawn_for: npt.NDArray[np.float64]


def by_content(records: Records, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Put rows into an order that hangs on what they hold alone; of two sources' equal rows the first comes first."""
    import pandas as pd

    mixed = np.zeros(len(rows), np.uint64)
    for name in sorted(records.columns):
        column = records.columns[name]
        codes, values = column.codes[rows], column.values
        if len(rows) < len(values):  # then most values are of no row
            used = np.unique(codes[codes != MISSING])
            codes, values = np.where(codes == MISSING, MISSING, np.searchsorted(used, codes)), values[used]
        # The last is for the code of missing
        hashed = np.append(pd.util.hash_array(values, categorize=False), np.uint64(0))
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX
        mixed += hashed.take(codes)
    order = np.argsort(mixed)
    ordered = mixed[order]
    if (ordered[1:] == ordered[:-1]).any():  # keeping the order of equals takes four times as long
        order = np.argsort(mixed, kind="stable")
    return rows[order]


def places(ordered: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int32]:
    """Give each of `count` rows its place in an order that hangs on content: the ordered rows, then all others.

    By it, ties do not hang on the order of the file.
    """
    place = np.full(count, -1, np.int32)
    place[ordered] = np.arange(len(ordered))
    others = np.flatnonzero(place < 0)
    place[others] = np.arange(len(ordered), count)
    return place


def draw_sample(
    found: Candidates,
    sizes: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int16] | None,
    ordered: npt.NDArray[np.int32],
    *,
    seed: int = 1,
) -> Sample:
    """Draw pairs from the blocks of every rule.

    A rule with no more pairs than are wanted gives all of them, any other as many drawn at random. A pair that several
    rules hold may be drawn by each; it stands for 1 / (the chance that one of them draws it).

    Args:
        found: with the blocks and the codes of keys of places in `ordered`.
        sizes: identical records that each row stands for.
        sources: source of each row, to keep only pairs of different sources; None to keep all.
        ordered: rows, in an order that hangs on their content.
    """
    draw = np.random.default_rng(seed)
    blocks = found.blocks
    chances = [min(1.0, _PAIRS_A_RULE / each.pairs) if len(each) else 0.0 for each in blocks]
    drawn = [
        each.some_pairs(_PAIRS_A_RULE, draw) if 0 < chance < 1 else each.all_pairs()
        for each, chance in zip(blocks, chances, strict=True)
    ]
    pair = np.sort(np.concatenate([*(a.astype(np.int64) << 32 | b for a, b in drawn), np.empty(0, np.int64)]))
    pair = pair[np.concatenate([[True], pair[1:] != pair[:-1]])[: len(pair)]]
    one, other = (pair >> 32).astype(np.int32), (pair & 0xFFFFFFFF).astype(np.int32)
    own = ordered[sizes[ordered] > 1] if sources is None else np.empty(0, np.int32)
    if sources is not None:
        apart = sources[ordered[one]] != sources[ordered[other]]
        one, other = one[apart], other[apart]
    # The chance to be drawn at all is one minus that of being missed by every rule that holds the pair.
    missed = np.ones(len(one))
    for together, chance in zip(_held(found, one, other), chances, strict=True):
        missed[together] *= 1 - chance
    drawn_for = 1 / np.maximum(1 - missed, 1e-12)
    left, right = ordered[one], ordered[other]
    inside = sizes[own].astype(float)
    return Sample(
        np.concatenate([left, own]).astype(np.int32),
        np.concatenate([right, own]).astype(np.int32),
        np.concatenate([sizes[left].astype(float) * sizes[right] * drawn_for, inside * (inside - 1) / 2]),
        np.concatenate([drawn_for, np.ones(len(own))]),
    )


def _held(found: Candidates, one: Places, other: Places) -> Iterator[npt.NDArray[np.bool_]]:
    """Tell for each rule in whose blocks, before any bound, which pairs of places are: where all its keys agree."""
    keys = list(dict.fromkeys(key for rule in found.rules for key in rule.keys))

    def agree(key: str) -> npt.NDArray[np.bool_]:
        code = found.codes[key]
        of_one = code[one]
        return np.asarray((of_one == code[other]) & (of_one != MISSING))

    agreeing = dict(zip(keys, in_threads(agree, keys), strict=True))
    for rule in found.rules:
        yield np.logical_and.reduce([agreeing[key] for key in rule.keys])
