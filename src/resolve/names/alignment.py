"""Which token of one name stands for which of the other, at the least total cost, for arrays of name pairs.

>>> total, chosen = align(np.array([[[0.0, 1.0], [1.0, 0.5]]], np.float32), np.zeros((1, 2), np.float32))
>>> total.tolist(), chosen.tolist()
([0.5], [[0, 1]])
"""

from __future__ import annotations

from functools import cache
from itertools import permutations
from math import perm

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

# Names are aligned exactly where so many ways to try suffice, else greedily.
WAYS = 130


def align(cost: Floats, omitted: Floats) -> tuple[Floats, Rows]:
    """Set every token of the shorter name against another token of the longer one.

    Args:
        cost: (pairs, few, many), what it costs to set two tokens against each other; few is at most many.
        omitted: (pairs, many), what it costs to leave a token of the longer name over.

    Returns:
        (pairs,) the total, the least there is unless there are more than `WAYS` ways; (pairs, few) the token of the
        longer name for each of the shorter.
    """
    few, many = cost.shape[1:]
    net = cost - omitted[:, None, :]
    if perm(many, few) > WAYS:
        return _greedy(net, omitted)
    paths = _ways(few, many)
    sums = net[:, 0, paths[:, 0]]
    for i in range(1, few):
        sums = sums + net[:, i, paths[:, i]]
    best = sums.argmin(1)
    total: Floats = sums[np.arange(len(best)), best] + omitted.sum(1)
    return total, paths[best]


@cache
def _ways(few: int, many: int) -> Rows:
    return np.array(list(permutations(range(many), few)), np.int64).reshape(-1, few)


def _greedy(net: Floats, omitted: Floats) -> tuple[Floats, Rows]:
    """Take the cheapest two tokens that are free, again and again."""
    count, few, many = net.shape
    left = net.copy()
    rows = np.arange(count)
    total = omitted.sum(1)
    chosen = np.zeros((count, few), np.int64)
    for _ in range(few):
        i, j = np.divmod(left.reshape(count, -1).argmin(1), many)
        total = total + net[rows, i, j]
        chosen[rows, i] = j
        left[rows, i, :] = np.inf
        left[rows, :, j] = np.inf
    return total, chosen
