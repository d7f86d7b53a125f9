"""Pairs of records of one entity, counted and resampled by entity; by slice of the records, see `fairness`.

>>> blocking_scores([(0, 1), (2, 3)], ["x", "x", "x", "y"])
BlockingScores(recall=0.3333333333333333, reduction=0.6666666666666667, candidates=2, all_pairs=6)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError

Codes = npt.NDArray[np.int64]
Labels = Sequence[Any] | npt.NDArray[Any]


@dataclass(frozen=True)
class BlockingScores:
    """What blocking lost and what it saved.

    Attributes:
        recall: share of the true pairs that are candidates. reduction: share of all pairs that need no comparison.
    """

    recall: float
    reduction: float
    candidates: int
    all_pairs: int


@dataclass(frozen=True)
class Interval:
    """A measure with the bounds between which it lies in a share of resampled worlds."""

    value: float
    low: float
    high: float


def pair_names(texts: npt.NDArray[np.str_], pairs: Codes) -> npt.NDArray[Any]:
    """Name each pair of rows by the texts of both, in order."""
    sides = np.sort(texts[pairs], axis=1)
    return np.array([f"{left}–{right}" for left, right in sides.tolist()], object).astype(str)


def blocking_scores(candidates: Any, true: Labels) -> BlockingScores:
    """Score candidate pairs.

    Args:
        candidates: pairs of rows, each once in either order.
        true: the entity of each row.
    """
    rows = np.asarray(list(candidates) if not isinstance(candidates, np.ndarray) else candidates, np.int64)
    rows = np.unique(np.sort(rows.reshape(-1, 2), axis=1), axis=0)
    codes = codes_of(true)
    if len(rows) and (rows.min() < 0 or rows.max() >= len(codes) or (rows[:, 0] == rows[:, 1]).any()):
        raise InputError(f"expected pairs of two different rows from 0 to {len(codes) - 1}")
    right = int((codes[rows[:, 0]] == codes[rows[:, 1]]).sum())
    of_truth, everything = _pair_count(np.bincount(codes)), len(codes) * (len(codes) - 1) // 2
    return BlockingScores(_share(right, of_truth), 1 - _part(len(rows), everything), len(rows), everything)


def pairs_of(labels: Labels) -> Codes:
    """Give all pairs of rows with one label, the lower row first, in order."""
    codes = codes_of(labels)
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
    result = [np.empty((0, 2), np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        rows = order[starts[sizes == size][:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        result.append(np.stack([rows[:, left].ravel(), rows[:, right].ravel()], axis=1))
    pairs = np.concatenate(result)
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def bootstrap(
    found: Labels, true: Labels, *, times: int = 500, share: float = 0.95, seed: int = 1
) -> dict[str, Interval]:
    """Give pairwise precision, recall and F1 with bounds from drawing the true entities anew, with replacement.

    A pair of records of two entities counts half in each, so that every pair is counted once; entities are the unit,
    because the pairs of one entity rise and fall together.

    Args:
        times: how often the entities are drawn. share: of the draws that lie within the bounds.
    """
    codes_true = codes_of(true)
    entities = int(codes_true.max(initial=-1)) + 1
    right, wrong, missed = _counts_by_entity(codes_of(found), codes_true, entities)
    rng = np.random.default_rng(seed)
    draws = [_measures(float(right.sum()), float(wrong.sum()), float(missed.sum()))]
    for _ in range(times if entities else 0):
        weight = np.bincount(rng.integers(0, entities, entities), minlength=entities)
        draws.append(_measures(float(right @ weight), float(wrong @ weight), float(missed @ weight)))
    tail = 100 * (1 - share) / 2
    bounds = np.percentile(np.array(draws[1:] or draws), [tail, 100 - tail], axis=0)
    return {
        name: Interval(draws[0][at], float(bounds[0, at]), float(bounds[1, at]))
        for at, name in enumerate(("precision", "recall", "f1"))
    }


def _counts_by_entity(found: Codes, true: Codes, entities: int) -> tuple[npt.NDArray[np.float64], ...]:
    """Give the pairs of each entity that are found, the false pairs at its records (halves), and those missed."""
    width = entities or 1
    cells, overlap = np.unique(found * width + true, return_counts=True)
    of_found, of_true = np.divmod(cells, width)
    within = overlap * (overlap - 1) / 2
    across = overlap * (np.bincount(found)[of_found] - overlap) / 2
    sizes = np.bincount(true, minlength=entities).astype(np.float64)
    right = np.bincount(of_true, within, entities).astype(np.float64)
    wrong = np.bincount(of_true, across, entities).astype(np.float64)
    return right, wrong, sizes * (sizes - 1) / 2 - right


def _measures(right: float, wrong: float, missed: float) -> tuple[float, float, float]:
    precision, recall = _share(right, right + wrong), _share(right, right + missed)
    return precision, recall, _part(2 * precision * recall, precision + recall)


def codes_of(labels: Labels) -> Codes:
    """Give labels as whole numbers, in order of appearance."""
    import pandas as pd

    return pd.factorize(np.asarray(labels))[0].astype(np.int64)


def _pair_count(sizes: Codes) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 1.0


def _part(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
