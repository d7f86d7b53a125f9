"""Accuracy of clusters and links, from counts.

A clustering is an array that gives each record its cluster, in the same order as the truth. Pairs are counted
from the sizes of clusters and of their overlaps, so a million records take a second. Where nothing was there
to be found (no pairs on either side), precision and recall are 1.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Score:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        """Give precision, recall and F1, rounded to five places."""
        return {name: round(value, 5) for name, value in {**asdict(self), "f1": self.f1}.items()}


def _ratio(part: float, whole: float) -> float:
    """Divide; 1 where there is nothing to divide by."""
    return float(part / whole) if whole else 1.0


def _overlaps(predicted: Any, true: Any) -> tuple[Codes, Codes, Codes, Codes, Codes]:
    """Give sizes of predicted and true clusters and of overlaps, and the two clusters of each overlap."""
    if len(predicted) != len(true):
        raise ValueError(f"expected as many predicted clusters as true ones, found {len(predicted)} and {len(true)}")
    left = pd.factorize(np.asarray(predicted))[0].astype(np.int64)
    right = pd.factorize(np.asarray(true))[0].astype(np.int64)
    width = int(right.max(initial=0)) + 1
    cells, sizes = np.unique(left * width + right, return_counts=True)
    return np.bincount(left), np.bincount(right), sizes, cells // width, cells % width


def _pairs(sizes: Codes) -> int:
    """Count the pairs within groups of these sizes."""
    return int((sizes * (sizes - 1) // 2).sum())


def pairwise(predicted: Any, true: Any) -> Score:
    """Score unordered pairs of records in one cluster: are ours true, and are the true ones ours."""
    ours, theirs, both, _, _ = _overlaps(predicted, true)
    found = _pairs(both)
    return Score(_ratio(found, _pairs(ours)), _ratio(found, _pairs(theirs)))


def b_cubed(predicted: Any, true: Any) -> Score:
    """Score each record by the overlap of its two clusters (Bagga and Baldwin 1998); average over records."""
    ours, theirs, both, left, right = _overlaps(predicted, true)
    squares = both.astype(np.float64) ** 2
    records = float(both.sum())
    return Score(_ratio((squares / ours[left]).sum(), records), _ratio((squares / theirs[right]).sum(), records))


def align(entities: pd.DataFrame, truth: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Put clusters (record_id, entity_id) and truth (id, entity_id) in the same order, ids compared as text.

    Every record of the truth must be in `entities` once; a ValueError says how many are not.
    """
    ours = pd.Series(entities["entity_id"].to_numpy(), index=entities["record_id"].astype(str).to_numpy())
    if ours.index.has_duplicates:
        raise ValueError(f"expected each record once, found {int(ours.index.duplicated().sum())} repeated")
    keys = truth["id"].astype(str).to_numpy()
    missing = int((~pd.Index(keys).isin(ours.index)).sum())
    if missing or len(ours) != len(keys):
        raise ValueError(f"expected the {len(keys)} records of the truth, found {len(ours)}, {missing} missing")
    return ours.reindex(keys).reset_index(drop=True), truth["entity_id"].reset_index(drop=True)


def score_clusters(entities: pd.DataFrame, truth: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Give pairwise and B-cubed scores of clusters against the truth."""
    predicted, true = align(entities, truth)
    return {"pairwise": pairwise(predicted, true).to_dict(), "b_cubed": b_cubed(predicted, true).to_dict()}


def link_score(links: pd.DataFrame, truth: pd.DataFrame) -> Score:
    """Score links (left_id, right_id) against true links (left_id, right_id), ids compared as text."""
    ours, theirs = _link_keys(links), _link_keys(truth)
    found = len(ours.intersection(theirs))
    return Score(_ratio(found, len(ours)), _ratio(found, len(theirs)))


def best_link_score(links: pd.DataFrame, truth: pd.DataFrame) -> tuple[float, Score]:
    """Give the weight from which on the links score best by F1, and that score."""
    ordered = links.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)
    true = pd.MultiIndex.from_frame(ordered[["left_id", "right_id"]].astype(str)).isin(_link_keys(truth))
    if not len(ordered):
        return float("inf"), link_score(links, truth)
    found = np.cumsum(true)
    f1 = 2 * found / (np.arange(1, len(ordered) + 1) + len(_link_keys(truth)))
    weight = ordered["weight"].to_numpy(dtype=np.float64)
    f1[:-1][weight[:-1] == weight[1:]] = -1.0  # a threshold cannot part links of equal weight
    best = int(f1.argmax())
    return float(weight[best]), link_score(ordered.iloc[: best + 1], truth)


def _link_keys(links: pd.DataFrame) -> pd.MultiIndex:
    """Give the distinct links as pairs of texts."""
    return pd.MultiIndex.from_frame(links[["left_id", "right_id"]].astype(str)).unique()
