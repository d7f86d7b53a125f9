"""How good screening against a watchlist is, at the number of alerts that people have time for.

Each query is a person; `hits` are the entries that the engine proposes for it with a score. A query is *listed* where
the truth has an entry for it.

>>> hits = [("q1", "e1", 9.0), ("q1", "e2", 8.0), ("q2", "e3", 7.0), ("q3", "e1", 5.0)]
>>> scores = screening_scores(hits, {("q1", "e2"), ("q3", "e1")}, queries=1000)
>>> scores.recall_at_alerts, scores.recall_at
({1.0: 0.5, 10.0: 1.0}, {1: 0.5, 5: 1.0})
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError

Hit = tuple[str, str, float]


@dataclass(frozen=True)
class DetPoint:
    """At a threshold: the share of queries not listed that raise an alert, and of listed ones that are missed."""

    threshold: float
    false_alarms: float
    missed: float


@dataclass(frozen=True)
class ScreeningScores:
    """Measures of screening.

    Attributes:
        listed: queries that are on the list.
        recall_at: by k: share of the listed queries with a right entry among their k best.
        recall_at_alerts: by alerts per 1,000 queries: share of the listed queries found with a right entry where the
            threshold is the lowest that raises no more alerts on the queries that are not listed.
        threshold_at_alerts: that threshold; a score over it is an alert.
        det: points of the detection error tradeoff (Martin et al. 1997), from strict to lenient.
    """

    queries: int
    listed: int
    recall_at: dict[int, float]
    recall_at_alerts: dict[float, float]
    threshold_at_alerts: dict[float, float]
    det: tuple[DetPoint, ...]


def screening_scores(
    hits: Iterable[Hit],
    truth: Set[tuple[str, str]],
    *,
    queries: int,
    ranks: Sequence[int] = (1, 5),
    alerts: Sequence[float] = (1.0, 10.0),
) -> ScreeningScores:
    """Score hits.

    Args:
        hits: (query, entry, score), higher is surer; ties count against the engine.
        truth: (query, entry) that belong together; a query may have several.
        queries: how many were asked, also those without hits.

    Raises:
        InputError: fewer queries than appear.
    """
    best_right: dict[str, float] = {}
    best: dict[str, float] = {}
    scores: dict[str, list[tuple[float, bool]]] = {}
    for query, entry, score in hits:
        right = (query, entry) in truth
        scores.setdefault(query, []).append((score, right))
        best[query] = max(score, best.get(query, -np.inf))
        if right:
            best_right[query] = max(score, best_right.get(query, -np.inf))
    listed = {query for query, _ in truth}
    if queries < len(listed | best.keys()):
        raise InputError(f"expected at least {len(listed | best.keys())} queries, found {queries}")
    right_scores = np.sort(np.array([best_right.get(query, -np.inf) for query in listed], np.float64))
    false_scores = np.sort(np.array([score for query, score in best.items() if query not in listed], np.float64))
    clean = queries - len(listed)
    thresholds = {rate: _threshold_at_rate(false_scores, clean, rate / 1000) for rate in alerts}
    return ScreeningScores(
        queries,
        len(listed),
        {k: _recall_at(scores, listed, k) for k in ranks},
        {rate: _share_over(right_scores, threshold) for rate, threshold in thresholds.items()},
        thresholds,
        _det(right_scores, false_scores, clean),
    )


def _recall_at(scores: dict[str, list[tuple[float, bool]]], listed: Set[str], k: int) -> float:
    found = 0
    for query in listed:
        ranked = sorted(scores.get(query, ()), key=lambda hit: (-hit[0], hit[1]))
        found += any(right for _, right in ranked[:k])
    return found / len(listed) if listed else 1.0


def _threshold_at_rate(false: npt.NDArray[np.float64], clean: int, rate: float) -> float:
    allowed = int(rate * clean + 1e-9)
    return -np.inf if allowed >= len(false) else float(false[len(false) - allowed - 1])


def _share_over(right: npt.NDArray[np.float64], threshold: float) -> float:
    return int((right > threshold).sum()) / len(right) if len(right) else 1.0


def _det(right: npt.NDArray[np.float64], false: npt.NDArray[np.float64], clean: int) -> tuple[DetPoint, ...]:
    thresholds = np.unique(np.concatenate([right[np.isfinite(right)], false]))[::-1]
    false_alarms = (len(false) - np.searchsorted(false, thresholds)) / max(clean, 1)
    missed = np.searchsorted(right, thresholds) / max(len(right), 1)
    return tuple(
        DetPoint(float(at), float(alarm), float(miss))
        for at, alarm, miss in zip(thresholds, false_alarms, missed, strict=True)
    )
