"""Clustering: links become entities, with a guard against chains that over-merge.

Connected components of the links are the base. A component in which every pair of records was linked stands. In any
other, the pairs that no rule proposed are scored too, and clusters grow from single records by average linkage:
always the two clusters whose mean weight over all pairs between them is highest, for as long as that mean is above
the bound. One strong link between two groups that contradict each other does not join them.

Clusters that are each other's best neighbour merge in the same round, all components at once, which gives the same
result as merging one pair at a time (average linkage is reducible: Murtagh 1983; Sumengen et al. 2021).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

# No pair counts for more than this either way, so that one contradiction, or one chance agreement, does not outvote
# all the other pairs between two groups.
_MOST_BITS = 8.0
# The weight of a pair that must not come together: no mean over other pairs outweighs it.
BARRED_BITS = -float(2**30)
# In larger components only the pairs already scored count, and the others as if they contradicted.
_LARGEST_SCORED_WHOLE = 400
_UNSCORED_BITS = -_MOST_BITS
# From 2 to this power of pairs on, the bound on their mean is eased in full.
_DOUBLINGS = 4.0


@dataclass(frozen=True)
class Clustering:
    """Entities of records.

    Attributes:
        labels: int64, one a record: the lowest row of its entity.
        components: how many connected components of more than one record the links made.
        examined: how many of them were not cliques and were clustered again; split: how many fell apart.
    """

    labels: Labels
    components: int
    examined: int
    split: int


def components_of(count: int, left: Rows | Labels, right: Rows | Labels) -> Labels:
    """Label each of `count` records with the lowest row of its connected component.

    The higher of two linked labels is led to the lower, and all follow to the end of the way they are led; then the
    links between different labels are looked at again (Liu and Tarjan 2019: rounds grow with the logarithm of `count`).
    """
    labels = np.arange(count, dtype=np.int64)
    one, other = left.astype(np.int64), right.astype(np.int64)
    while True:
        apart = np.flatnonzero(one != other)
        if not len(apart):
            return labels
        one, other = one[apart], other[apart]
        np.minimum.at(labels, np.maximum(one, other), np.minimum(one, other))
        settled = False
        while not settled:
            further = labels[labels]
            settled = bool(np.array_equal(further, labels))
            labels = further
        one, other = labels[one], labels[other]


@dataclass(frozen=True)
class Components:
    """The connected components of links.

    Attributes:
        labels: int64, one a record: the lowest row of its component.
        count: how many of them have more than one record.
        open_: by row, whether it is the lowest of a component in which not every pair is linked.
    """

    labels: Labels
    count: int
    open_: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, count: int, left: Rows, right: Rows) -> Components:
        """Find them; each link is given once, and none of a record with itself."""
        labels = components_of(count, left, right)
        sizes = np.bincount(labels, minlength=count)
        links = np.bincount(labels[left], minlength=count)
        return cls(labels, int((sizes > 1).sum()), (sizes > 2) & (links < sizes * (sizes - 1) // 2))


def cluster(
    count: int,
    left: Rows,
    right: Rows,
    weights: Weights,
    score: Callable[[Rows, Rows], Weights],
    *,
    link_bits: float,
    join_bits: float,
    eased_bits: float = 0.0,
) -> Clustering:
    """Cluster records by their scored pairs.

    Args:
        count: number of records. left, right, weights: scored pairs, each pair once; a weight of `BARRED_BITS` keeps
            the two and their clusters apart.
        score: gives the weights of further pairs.
        link_bits: weight from which a pair is a link. join_bits: mean weight over which two clusters join.
        eased_bits: by how much that bound is lower at most, the more pairs there are between the two: one pair's
            weight may be a freak, the mean of many is not, and strangers' is far lower.
    """
    linked = weights >= link_bits
    found = Components.of(count, left[linked], right[linked])
    base, examined = found.labels, int(found.open_.sum())
    if not examined:
        return Clustering(base, found.count, 0, 0)
    member = found.open_[base]
    inside = member[left] & (base[left] == base[right])
    more_left, more_right = _missing_pairs(base, np.flatnonzero(member), left[inside], right[inside])
    edges_left = np.concatenate([left[inside], more_left])
    edges_right = np.concatenate([right[inside], more_right])
    edge_weights = np.concatenate([weights[inside], score(more_left, more_right)])
    # Sums depend on the order of what is added; in one order, a run repeats itself to the bit.
    order = np.argsort(edges_left.astype(np.int64) * count + edges_right, kind="stable")
    edges_left, edges_right, edge_weights = edges_left[order], edges_right[order], edge_weights[order]
    labels = base.copy()
    labels[member] = _agglomerate(count, edges_left, edges_right, edge_weights, join_bits, eased_bits)[member]
    split = len(np.unique(labels[member])) - examined
    return Clustering(labels, found.count, examined, max(0, split))


def _missing_pairs(base: Labels, members: npt.NDArray[np.int64], left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Give the pairs inside components that were not scored, for components small enough."""
    order = members[np.argsort(base[members], kind="stable")]
    _, starts, sizes = np.unique(base[order], return_index=True, return_counts=True)
    lefts, rights = [], []
    for size in np.unique(sizes[sizes <= _LARGEST_SCORED_WHOLE]):
        i, j = np.triu_indices(int(size), 1)
        rows = order[starts[sizes == size][:, None] + np.arange(size)]
        lefts.append(rows[:, i].ravel())
        rights.append(rows[:, j].ravel())
    if not lefts:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    a, b = np.concatenate(lefts), np.concatenate(rights)
    all_pairs = np.minimum(a, b) * len(base) + np.maximum(a, b)
    lower, upper = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    scored = np.sort(lower * len(base) + upper)
    place = np.minimum(np.searchsorted(scored, all_pairs), max(len(scored) - 1, 0))
    fresh = all_pairs[scored[place] != all_pairs] if len(scored) else all_pairs
    return (fresh // len(base)).astype(np.int32), (fresh % len(base)).astype(np.int32)


def _agglomerate(count: int, left: Rows, right: Rows, weights: Weights, join_bits: float, eased_bits: float) -> Labels:
    """Merge mutual best neighbours by mean weight, round by round, until no mean is above the bound."""
    labels = np.arange(count, dtype=np.int64)
    sizes = np.ones(count, np.int64)
    # Sums of the excess over the weight that a pair without a score counts for; a mean is rebuilt from it.
    # The second sum is of weights without a bound: it tells which of two means at the bound is the higher.
    a, b = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    bounded = np.where(weights <= BARRED_BITS, BARRED_BITS, np.clip(weights, -_MOST_BITS, _MOST_BITS))
    sums = np.stack([bounded, weights], axis=1).astype(np.float64) - _UNSCORED_BITS
    while len(a):
        means = sums / (sizes[a] * sizes[b])[:, None] + _UNSCORED_BITS
        keep = means[:, 0] > join_bits - eased_bits * np.minimum(np.log2(sizes[a] * sizes[b]) / _DOUBLINGS, 1.0)
        partner = _best_neighbours(count, a[keep], b[keep], means[keep])
        mutual = np.flatnonzero((partner >= 0) & (partner[np.maximum(partner, 0)] == np.arange(count)))
        mutual = mutual[mutual < partner[mutual]]
        if not len(mutual):
            break
        moved = np.arange(count, dtype=np.int64)
        moved[partner[mutual]] = mutual
        sizes[mutual] += sizes[partner[mutual]]
        labels = moved[labels]
        a, b, sums = _merge_edges(count, moved[a], moved[b], sums)
    return labels


def _best_neighbours(count: int, a: Labels, b: Labels, means: npt.NDArray[np.float64]) -> Labels:
    """Give each cluster's neighbour of the highest means, the lower row at equal ones; -1 where it has none."""
    ends = np.concatenate([a, b])
    others = np.concatenate([b, a])
    # Equal means are broken by the pair, not by the side, or a ring of equals would never have a mutual pair.
    pair = -(np.minimum(a, b) * count + np.maximum(a, b))
    best = np.full(count, -1, np.int64)
    kept = np.arange(len(ends))
    for key in (means[:, 0], means[:, 1], pair) if len(a) else ():
        of_kept, at = np.concatenate([key, key])[kept], ends[kept]
        highest = np.full(count, of_kept.min())
        np.maximum.at(highest, at, of_kept)
        kept = kept[of_kept == highest[at]]
    best[ends[kept]] = others[kept]
    return best


def _merge_edges(
    count: int, a: Labels, b: Labels, sums: npt.NDArray[np.float64]
) -> tuple[Labels, Labels, npt.NDArray[np.float64]]:
    outside = a != b
    a, b, sums = a[outside], b[outside], sums[outside]
    pair = np.minimum(a, b) * count + np.maximum(a, b)
    distinct, inverse = np.unique(pair, return_inverse=True)
    merged = [np.bincount(inverse, part, minlength=len(distinct)) for part in sums.T]
    return distinct // count, distinct % count, np.stack(merged, axis=1).astype(np.float64)


def one_to_one(left: Rows, right: Rows, weights: Weights) -> npt.NDArray[np.int64]:
    """Choose links so that each record has at most one, with the highest sum of weights (optimal assignment).

    Args:
        left, right: record rows of the two sides. weights: bits over the link bound, each positive.

    Returns:
        Indices of the chosen pairs, rising.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(left):
        return np.empty(0, np.int64)
    lefts, row = np.unique(left, return_inverse=True)
    rights, column = np.unique(right, return_inverse=True)
    size = len(lefts) + len(rights)
    graph = coo_matrix((np.ones(len(row)), (row, column + len(lefts))), shape=(size, size))
    part = connected_components(graph, directed=False)[1][row]
    alone = np.bincount(part)[part] == 1
    chosen = [np.flatnonzero(alone)]
    rest = np.flatnonzero(~alone)
    rest = rest[np.argsort(part[rest], kind="stable")]
    for pairs in np.split(rest, np.flatnonzero(np.diff(part[rest])) + 1) if len(rest) else []:
        rows, i = np.unique(row[pairs], return_inverse=True)
        columns, j = np.unique(column[pairs], return_inverse=True)
        gain = np.zeros((len(rows), len(columns)))
        which = np.full(gain.shape, -1, np.int64)
        gain[i, j], which[i, j] = weights[pairs], pairs
        picked = which[linear_sum_assignment(gain, maximize=True)]
        chosen.append(picked[picked >= 0])
    return np.sort(np.concatenate(chosen))
