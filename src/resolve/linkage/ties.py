"""Pairs as the edges of a graph: where an entity would fall apart, and whether one link holds it together.

>>> hold = Ties(np.array([0, 1]), np.array([1, 2]), np.array([9.0, 3.0]))
>>> bottleneck(3, hold, np.zeros(3, int)).tolist(), on_a_bridge(3, hold).tolist()
([3.0], [True, True, True])
>>> ring = Ties(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([9.0, 3.0, 5.0]))
>>> bottleneck(3, ring, np.zeros(3, int)).tolist(), on_a_bridge(3, ring).any().item()
([5.0], False)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.linkage.clustering import components_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_NONE = -1
_SEED = 1


@dataclass(frozen=True)
class Ties:
    """Pairs of rows, left below right, each pair once, with their weight in bits."""

    left: Ints
    right: Ints
    bits: Floats

    def __len__(self) -> int:
        return len(self.left)

    def where(self, keep: Flags | Ints) -> Ties:
        """Give some of them."""
        return Ties(self.left[keep], self.right[keep], self.bits[keep])

    def and_(self, more: Ties) -> Ties:
        """Give these and others."""
        parts = zip((self.left, self.right, self.bits), (more.left, more.right, more.bits), strict=True)
        return Ties(*(np.concatenate(part) for part in parts))


def bottleneck(count: int, ties: Ties, entity: Ints) -> Floats:
    """Give for each entity the lightest weight on its maximum spanning tree; NaN where it has no pair.

    Args:
        count: rows. entity: for each row, the number of its entity, from 0.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    weakest = np.full(int(entity.max(initial=-1)) + 1, np.nan)
    if len(ties):
        # The tree of the least costs is that of the greatest weights; a cost of 0 would count as no edge.
        distinct, rank = np.unique(-ties.bits, return_inverse=True)
        tree = minimum_spanning_tree(coo_matrix((rank + 1.0, (ties.left, ties.right)), shape=(count, count))).tocoo()
        bits = -distinct[tree.data.astype(np.int64) - 1]
        np.fmin.at(weakest, entity[tree.row], bits)
    return weakest


def compact(count: int, ties: Ties) -> tuple[Ints, Ties]:
    """Number only the rows that have ties: which they are, and the ties by those numbers."""
    used = np.zeros(count, bool)
    used[ties.left] = used[ties.right] = True
    number = np.cumsum(used) - 1
    return np.flatnonzero(used), Ties(number[ties.left], number[ties.right], ties.bits)


def on_a_bridge(count: int, links: Ties) -> Flags:
    """Tell for each row whether a bridge ends at it.

    Each link off a spanning tree gets a random number, and each row the exclusive or of those of its links: over a
    subtree they cancel out unless a link leaves it beside the one of the tree (63 bits: a wrong answer is not to be
    expected in the life of the world).
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order

    # One row more, tied to one row of each component, makes one tree of all.
    base = components_of(count, links.left.astype(np.int32), links.right.astype(np.int32))
    roots = np.flatnonzero(base == np.arange(count))
    left, right = np.append(links.left, roots), np.append(links.right, np.full(len(roots), count))
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(count + 1, count + 1)).tocsr()
    _, parent = breadth_first_order(graph, count, directed=False)
    parent = parent.astype(np.int64)
    parent[count] = count
    depth = _depths(parent)
    mark = np.zeros(count + 1, np.int64)
    off = (parent[links.left] != links.right) & (parent[links.right] != links.left)
    random = np.random.default_rng(_SEED).integers(1, np.iinfo(np.int64).max, int(off.sum()))
    np.bitwise_xor.at(mark, links.left[off], random)
    np.bitwise_xor.at(mark, links.right[off], random)
    order = np.argsort(-depth, kind="stable")
    for level in np.split(order, np.flatnonzero(np.diff(depth[order])) + 1):
        np.bitwise_xor.at(mark, parent[level], np.where(level == count, 0, mark[level]))
    below = np.flatnonzero((mark[:count] == 0) & (parent[:count] != count))
    found = np.zeros(count, bool)
    found[below] = found[parent[below]] = True
    return found


def _depths(parent: Ints) -> Ints:
    """Give how far each row is from the top of its tree, whose parent is itself."""
    depth = (parent != np.arange(len(parent))).astype(np.int64)
    above = parent.copy()
    while (above != above[above]).any():
        depth += depth[above]
        above = above[above]
    return np.asarray(depth, np.int64)
