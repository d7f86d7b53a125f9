"""Precision and recall of links at every threshold that a policy could have set.

>>> import numpy as np
>>> from resolve.evaluation.truth import Judged
>>> judged = Judged(np.array([9.0, 5.0, 2.0]), np.array([True, False, True]), 3)
>>> by_threshold(judged)[["weight", "found", "right", "precision", "recall"]].round(2).to_dict("records")[-1]
{'weight': 2.0, 'found': 3, 'right': 2, 'precision': 0.67, 'recall': 0.67}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from resolve.evaluation.truth import Judged

if TYPE_CHECKING:
    import pandas as pd

# A curve is drawn no finer than this.
_MOST_POINTS = 400


def by_threshold(judged: Judged, bound: float | None = None) -> pd.DataFrame:
    """Score the links that each bound on the weight gives.

    Args:
        bound: a weight in bits to have a row of its own, whose `bound` is True: the one that the run used.

    Returns:
        A row a threshold, from the highest to the lowest weight of any pair: weight (bits), probability, found, right,
        precision, recall, f1 (a share of nothing is 1), bound. No pairs give the row of `bound` alone, or none.
    """
    import pandas as pd

    order = np.argsort(-judged.weights, kind="stable")
    weights, right = judged.weights[order], np.cumsum(judged.match[order])
    ends = np.flatnonzero(np.diff(weights, append=-np.inf)) if len(weights) else np.empty(0, np.int64)
    if len(ends) > _MOST_POINTS:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, _MOST_POINTS).astype(np.int64))]
    at = weights[ends] if bound is None else np.unique([*weights[ends], bound])[::-1]
    found = np.searchsorted(-weights, -at, side="right")
    true = np.append(0, right)[found]
    precision = np.divide(true, found, out=np.ones(len(at)), where=found > 0)
    recall = np.full(len(at), 1.0) if not judged.all_pairs else true / judged.all_pairs
    both = precision + recall
    return pd.DataFrame(
        {
            "weight": at,
            "probability": 1 / (1 + np.exp2(-np.clip(at, -500, 500))),
            "found": found,
            "right": true,
            "precision": precision,
            "recall": recall,
            "f1": np.divide(2 * precision * recall, both, out=np.zeros(len(at)), where=both > 0),
            "bound": at == (np.nan if bound is None else bound),
        }
    )
