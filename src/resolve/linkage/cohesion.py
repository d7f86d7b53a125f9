"""How well each entity hangs together: its coherence, the tie that it would fall apart at, whether one link holds it.

*Coherence* is the mean match probability over the pairs of an entity's records, those that no rule proposed too:
1 where every two of its records are surely one person, near 0 where a chain of links joins records that contradict
each other. Of an entity of many records a fixed number of pairs a record stand for all.

The *weakest tie* is the lightest edge of the maximum spanning tree over an entity's pairs: the heaviest weight that a
bound could have without the entity falling in two. A lighter link beside a chain of heavier ones is not it. A *bridge*
is a link without which no link would join two parts of an entity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resolve.linkage.clustering import BARRED_BITS, components_of
from resolve.linkage.pipeline import Linked
from resolve.linkage.sampling import by_content
from resolve.linkage.ties import Flags, Floats, Ints, Ties, bottleneck, compact, on_a_bridge
from resolve.records.prepare import Records
from resolve.scoring.comparison import barred, compare
from resolve.scoring.weights import probability_of, weigh, weight_of

# Up to this size all pairs of an entity are looked at; of a larger one, so many pairs a record.
LARGEST_WHOLE = 50
PAIRS_A_RECORD = 16
# Weights that differ by less are told apart by nothing that a person would call evidence.
_DIGITS = 3
_NONE = -1


@dataclass(frozen=True)
class Cohesion:
    """For each entity, in order of its lowest row, how it hangs together.

    Attributes:
        labels: the lowest row. entity: for each record, the place of its entity here. sizes: records.
        coherence: in [0, 1]; NaN for a single record.
        weakest: bits of the weakest tie; left, right: its two rows. NaN and -1 for a single record.
        bridge: of three records or more, whether one link holds two parts together, or none, but only unsure pairs.
    """

    labels: Ints
    entity: Ints
    sizes: Ints
    coherence: Floats
    weakest: Floats
    left: Ints
    right: Ints
    bridge: Flags

    def worst_first(self) -> Ints:
        """Give the places of entities of several records, the least coherent first, then those of the weakest tie."""
        several = np.flatnonzero(self.sizes > 1)
        order = np.lexsort((self.labels[several], self.weakest[several], self.coherence[several]))
        return np.asarray(several[order], np.int64)


def cohesion_of(linked: Linked) -> Cohesion:
    """Find out how the entities of a run hang together.

    The work is bounded by some 25 pairs a record, and most of them are links that the run has weighed.
    """
    labels = linked.labels
    roots = np.flatnonzero(labels == np.arange(len(labels)))
    place = np.full(len(labels), _NONE, np.int64)
    place[roots] = np.arange(len(roots))
    entity = place[labels]
    sizes = np.bincount(entity, minlength=len(roots)).astype(np.int64)
    known = _weighed(linked, entity)
    fresh, sampled = _not_weighed(linked, entity, sizes, known)
    ties = known.and_(fresh)
    of_tie = entity[ties.left]
    count = len(roots)
    seen = np.ones(len(ties), bool)
    in_part = np.isin(of_tie, entity[sampled // len(labels)])
    seen[in_part] = np.isin(_keys(ties.where(in_part), len(labels)), sampled)
    probability = probability_of(ties.bits)
    pairs = np.bincount(of_tie[seen], minlength=count)
    with np.errstate(invalid="ignore"):
        coherence = np.bincount(of_tie[seen], probability[seen], count) / pairs
    weakest, chosen = _weakest(linked, ties, entity, sizes)
    left, right = (np.where(chosen < 0, _NONE, np.append(rows, _NONE)[chosen]) for rows in (ties.left, ties.right))
    links = ties.where(ties.bits >= weight_of(linked.task.policy.link))
    bridge = _held_by_one(links, entity, sizes)
    return Cohesion(roots, entity, sizes, np.round(coherence, 6), weakest, left, right, bridge)


def _weighed(linked: Linked, entity: Ints) -> Ties:
    """Give the pairs inside entities whose weight the run has kept."""
    parts = []
    for pairs, bars in ((linked.links, None), (linked.possible, linked.possible.barred)):
        inside = np.flatnonzero((entity[pairs.left] == entity[pairs.right]) & (pairs.left != pairs.right))
        bits = pairs.weight[inside].astype(np.float64)
        bits = bits if bars is None else np.where(bars[inside], BARRED_BITS, bits)
        low, high = np.minimum(pairs.left, pairs.right)[inside], np.maximum(pairs.left, pairs.right)[inside]
        parts.append(Ties(low.astype(np.int64), high.astype(np.int64), np.round(bits, _DIGITS)))
    return parts[0].and_(parts[1])


def _not_weighed(linked: Linked, entity: Ints, sizes: Ints, known: Ties) -> tuple[Ties, Ints]:
    """Weigh the other pairs, of large entities a sample; give the keys of the whole sample beside them."""
    count, codes = len(entity), linked.records.source_codes
    weighed = np.bincount(entity[known.left], minlength=len(sizes))
    open_ = weighed < sizes * (sizes - 1) // 2
    rows = np.flatnonzero(open_[entity])
    small = sizes[entity[rows]] <= LARGEST_WHOLE
    whole = _pairs_of_whole(entity, rows[small])
    some = _pairs_of_large(entity, by_content(linked.records, rows[~small].astype(np.int32)).astype(np.int64))
    if linked.task.across_only:
        whole, some = (keys[codes[keys // count] != codes[keys % count]] for keys in (whole, some))
    open_keys = np.sort(_keys(known.where(open_[entity[known.left]]), count))
    keys = np.concatenate([whole, some])
    at = np.searchsorted(open_keys, keys)
    keys = keys[np.append(open_keys, _NONE)[at] != keys]
    left, right = keys // count, keys % count
    comparisons = [each.comparison for each in linked.model.comparisons_in(linked.records)]
    pairs = left.astype(np.int32), right.astype(np.int32)
    levels = compare(linked.records, comparisons, *pairs)
    bits = weigh(linked.records, linked.model, levels, *pairs).astype(np.float64)
    bits = np.where(barred(comparisons, levels), BARRED_BITS, np.round(bits, _DIGITS))
    return Ties(left, right, bits), some


def _keys(ties: Ties, count: int) -> Ints:
    return np.asarray(ties.left * count + ties.right, np.int64)


def _pairs_of_whole(entity: Ints, rows: Ints) -> Ints:
    """Give the key of every pair of rows of one entity; `rows` are rising."""
    found = []
    order = rows[np.argsort(entity[rows], kind="stable")]
    for starts, size in _runs_by_size(entity, rows):
        i, j = np.triu_indices(size, 1)
        members = order[starts[:, None] + np.arange(size)]
        found.append((members[:, i] * len(entity) + members[:, j]).ravel())
    return np.concatenate([*found, np.empty(0, np.int64)]).astype(np.int64)


def _pairs_of_large(entity: Ints, rows: Ints) -> Ints:
    """Give the keys of a sample in which every row meets as many others, near and far in the order of `rows`."""
    found = []
    order = rows[np.argsort(entity[rows], kind="stable")]
    for starts, size in _runs_by_size(entity, rows):
        steps = np.unique(np.linspace(1, size // 2, PAIRS_A_RECORD).astype(np.int64))
        place = np.arange(size)
        for start in starts.tolist():
            members = order[start : start + size]
            one, other = members[place[:, None]], members[(place[:, None] + steps) % size]
            found.append((np.minimum(one, other) * len(entity) + np.maximum(one, other)).ravel())
    return np.unique(np.concatenate([*found, np.empty(0, np.int64)])).astype(np.int64)


def _runs_by_size(entity: Ints, rows: Ints) -> list[tuple[Ints, int]]:
    """Give, by size, where the entities of that size start among rows sorted by entity."""
    ordered = np.sort(entity[rows])
    first = np.flatnonzero(np.diff(ordered, prepend=_NONE))
    sizes = np.diff(first, append=len(ordered))
    return [(first[sizes == size], int(size)) for size in np.unique(sizes)]


def _weakest(linked: Linked, ties: Ties, entity: Ints, sizes: Ints) -> tuple[Floats, Ints]:
    """Give each entity's weakest tie: its bits, and its place among the ties, -1 for a single record.

    Of several as weak, it is that of the lowest record ids, whatever the order of the rows.
    """
    of_tie = entity[ties.left]
    weakest = np.full(len(sizes), np.nan)
    chosen = np.full(len(sizes), _NONE, np.int64)
    two = np.flatnonzero(sizes[of_tie] == 2)
    weakest[of_tie[two]], chosen[of_tie[two]] = ties.bits[two], two
    more = np.flatnonzero(sizes[of_tie] > 2)
    if not len(more):
        return weakest, chosen
    rows, own = compact(len(entity), ties.where(more))
    numbers, of_row = np.unique(entity[rows], return_inverse=True)
    weakest[numbers] = bottleneck(len(rows), own, of_row)
    firm = own.bits > weakest[of_tie[more]]
    part = components_of(len(rows), own.left[firm].astype(np.int32), own.right[firm].astype(np.int32))
    crossing = (part[own.left] != part[own.right]) & (own.bits == weakest[of_tie[more]])
    candidates = more[crossing]
    first = _first_by_ids(linked.records, ties.where(candidates), of_tie[candidates])
    chosen[of_tie[candidates[first]]] = candidates[first]
    return weakest, chosen


def _first_by_ids(records: Records, ties: Ties, of_tie: Ints) -> Ints:
    """Give for each entity the place of the tie whose two records come first by their ids."""
    import pandas as pd

    rows = np.unique(np.concatenate([ties.left, ties.right]))
    ids, _ = pd.factorize(records.record_ids[rows], sort=True)
    rank = np.empty(len(records), np.int64)
    rank[rows[np.lexsort((records.source_codes[rows], ids))]] = np.arange(len(rows))
    one, other = rank[ties.left], rank[ties.right]
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other), of_tie))
    return np.asarray(order[np.flatnonzero(np.diff(of_tie[order], prepend=_NONE))], np.int64)


def _held_by_one(links: Ties, entity: Ints, sizes: Ints) -> Flags:
    """Tell which entities of three records or more would fall in two without one of their links."""
    linked = np.bincount(entity[links.left], minlength=len(sizes))
    open_ = (sizes > 2) & (linked < sizes * (sizes - 1) // 2)
    bridge = np.zeros(len(sizes), bool)
    rows = np.flatnonzero(open_[entity])
    if not len(rows):
        return bridge
    number = np.full(len(entity), _NONE, np.int64)
    number[rows] = np.arange(len(rows))
    inside = links.where(open_[entity[links.left]])
    own = Ties(number[inside.left], number[inside.right], inside.bits)
    bridge[entity[rows[on_a_bridge(len(rows), own)]]] = True
    # Parts that no link joins at all were joined by pairs under the bound.
    parts = components_of(len(rows), own.left.astype(np.int32), own.right.astype(np.int32))
    apart = np.bincount(entity[rows], parts == np.arange(len(rows)), len(sizes)) > 1
    return np.asarray(bridge | apart, bool)
