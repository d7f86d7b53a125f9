"""Bounds of shares and of F1 that were counted on a sample.

>>> share = wilson(0.9, 50)
>>> round(share.low, 3), round(share.high, 3)
(0.786, 0.957)
>>> wilson(1.0, 30).low < 0.9
True
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError
from resolve.evaluation.pairs import Interval

_TIMES = 1_000


def wilson(share: float, count: float, *, confidence: float = 0.95) -> Interval:
    """Bound a share by the score interval (Wilson 1927), which has a width where all or none were hit, too.

    Args:
        share: what was counted, in [0, 1]. count: of how many; with 0 the bounds are 0 and 1; it need not be whole.

    Raises:
        InputError: the share is not in [0, 1], or the count is below 0.
    """
    if not 0 <= share <= 1 or count < 0:
        raise InputError(f"expected a share from 0 to 1 of a count from 0 up, found {share} of {count}")
    if not count:
        return Interval(share, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2) / (1 + z * z / count)
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def grouped_share(hits: npt.ArrayLike, groups: npt.ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Bound the share of cases that were hit, where the cases of one group rise and fall together.

    The share is bounded as that of as many independent cases as have the same spread (Korn and Graubard 1998): never
    more than there are, never fewer than if all cases of a group agreed (Kish 1965). Where all or none were hit, and
    nothing tells the spread, each group counts once.

    Args:
        hits: whether each case was hit. groups: the group of each, such as the person.

    Returns:
        With no cases, 1 with bounds of 0 and 1.

    >>> grouped_share([True, True, False, True], ["a", "a", "b", "c"]).value
    0.75
    """
    hit = np.asarray(hits, bool)
    if not len(hit):
        return Interval(1.0, 0.0, 1.0)
    group = np.unique(np.asarray(groups), return_inverse=True)[1]
    sizes = np.bincount(group).astype(np.float64)
    total, share = float(sizes.sum()), float(hit.mean())
    spread = float(((np.bincount(group, hit) - share * sizes) ** 2).sum()) / total**2
    if not spread:
        return wilson(share, total if 0 < share < 1 else len(sizes), confidence=confidence)
    fewest = total**2 / float((sizes**2).sum())
    return wilson(share, min(max(share * (1 - share) / spread, fewest), total), confidence=confidence)


def f1_bounds(right: int, wrong: int, missed: int, *, confidence: float = 0.95, seed: int = 1) -> Interval:
    """Bound F1 by drawing the cases anew, as often right, wrong and missed as they were.

    Args:
        right, wrong, missed: found and true, found and not true, true and not found.

    Returns:
        With no cases at all, 1 with bounds of 0 and 1.
    """
    total = right + wrong + missed
    if not total:
        return Interval(1.0, 0.0, 1.0)
    value = 2 * right / (2 * right + wrong + missed)
    shares = np.array([right, wrong, missed], np.float64) / total
    drawn = np.random.default_rng(seed).multinomial(total, shares, _TIMES)
    f1 = 2 * drawn[:, 0] / (2 * drawn[:, 0] + drawn[:, 1] + drawn[:, 2])
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(f1, [tail, 100 - tail])
    return Interval(value, min(value, float(low)), max(value, float(high)))
