"""Precision and recall over all thresholds of a score.

>>> curve = precision_recall([0.9, 0.8, 0.4], [True, False, True], all_matches=4)
>>> [(point.threshold, round(point.precision, 2), point.recall) for point in curve.points]
[(0.9, 1.0, 0.25), (0.8, 0.5, 0.25), (0.4, 0.67, 0.5)]
>>> round(curve.average_precision, 3)
0.417
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError


@dataclass(frozen=True)
class CurvePoint:
    """What is found by all scores at or over a threshold: how much of it is right, and how much of what is right."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True)
class Curve:
    """Points from the strictest threshold to the most lenient.

    `average_precision` is the mean of the precision over recall, in [0, 1], recall that is never reached counting 0.
    """

    points: tuple[CurvePoint, ...]
    average_precision: float

    def thinned(self, most: int = 60) -> Curve:
        """Give a curve of no more points than asked for, chosen evenly by recall; the first and the last stay."""
        if len(self.points) <= most:
            return self
        recalls = np.array([point.recall for point in self.points])
        wanted = np.searchsorted(recalls, np.linspace(recalls[0], recalls[-1], most))
        chosen = np.unique(np.concatenate([[0], np.minimum(wanted, len(recalls) - 1), [len(recalls) - 1]]))
        if len(chosen) > most:
            chosen = np.delete(chosen, len(chosen) // 2)
        return Curve(tuple(self.points[at] for at in chosen.tolist()), self.average_precision)


def precision_recall(
    score: Sequence[float] | npt.NDArray[np.float64],
    match: Sequence[bool] | npt.NDArray[np.bool_],
    *,
    all_matches: int | None = None,
) -> Curve:
    """Give precision and recall at each distinct score as threshold.

    Args:
        score: of each pair that was scored, higher is surer. match: whether it is one.
        all_matches: how many matches there are, those that were never scored too; None: those scored.

    Returns:
        No pairs or no matches give no points and an average precision of 0.

    Raises:
        InputError: lengths differ, a score is not a number, or there are more matches than `all_matches`.
    """
    scores, true = np.asarray(score, np.float64), np.asarray(match, bool)
    if len(scores) != len(true) or np.isnan(scores).any():
        raise InputError(f"expected a score and an outcome a pair, found {len(scores)} and {len(true)}, or no number")
    everything = int(true.sum()) if all_matches is None else all_matches
    if everything < true.sum():
        raise InputError(f"expected {int(true.sum())} matches or more in all, found {everything}")
    if not len(scores) or not everything:
        return Curve((), 0.0)
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    last = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    right = np.cumsum(true[order])[last]
    precision, recall = right / (last + 1), right / everything
    average = float((np.diff(recall, prepend=0.0) * precision).sum())
    points = zip(falling[last].tolist(), precision.tolist(), recall.tolist(), strict=True)
    return Curve(tuple(CurvePoint(*point) for point in points), average)
