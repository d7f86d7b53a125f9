"""From links to entities.

>>> joined(4, [0, 1], [1, 2])
[0, 0, 0, 1]
"""

from __future__ import annotations

from typing import Any

import numpy as np


def joined(rows: int, left: Any, right: Any) -> list[int]:
    """Give the connected components of links between rows."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(left), np.int8)
    graph = coo_matrix((ones, (np.asarray(left, int), np.asarray(right, int))), shape=(rows, rows))
    labels: list[int] = connected_components(graph, directed=False)[1].tolist()
    return labels
