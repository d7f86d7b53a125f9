"""What the report counts and which entities and pairs it shows. All records are seen by NumPy only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.linkage.cohesion import Cohesion
from resolve.linkage.pipeline import Linked
from resolve.records.prepare import Records
from resolve.scoring.comparison import compare
from resolve.scoring.weights import weigh

Labels = npt.NDArray[np.int64]

# A set of sources is a bit mask of this many; of more sources only the number that a person is in is told.
_MOST_SOURCES = 62

# Of larger entities the weakest tie is shown in place of the least alike of all pairs.
_LARGEST_SEEN_WHOLE = 60

_LARGEST, _WEAKEST = 3, 3


@dataclass(frozen=True)
class People:
    """The entities of a run, counted.

    Attributes:
        labels: the lowest row of each entity, rising.
        sizes: its records; spread: how many sources they are from.
        combinations: for each set of sources, by index, how many entities are in just these, most first;
            empty where there are too many sources.
    """

    labels: Labels
    sizes: Labels
    spread: Labels
    combinations: tuple[tuple[tuple[int, ...], int], ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def in_several_sources(self) -> int:
        """How many entities have records of more than one source."""
        return int((self.spread > 1).sum())

    def by_size(self) -> list[tuple[str, int]]:
        """Give how many entities have how many records, the larger sizes put together."""
        edges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000]
        edges = [edge for edge in edges if edge <= self.sizes.max()]
        numbers = np.bincount(np.searchsorted(edges, self.sizes, side="right") - 1, minlength=len(edges))
        names = [_range(low, high) for low, high in zip(edges, [*edges[1:], None], strict=True)]
        return list(zip(names, map(int, numbers), strict=True))


def count_people(linked: Linked) -> People:
    """Count entities by size and by the sources that their records come from."""
    labels, sizes = np.unique(linked.labels, return_counts=True)
    sources = len(linked.records.sources)
    pairs = np.sort(np.searchsorted(labels, linked.labels) * sources + linked.records.source_codes)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # several times quicker than `np.unique`, which hashes
    spread = np.bincount(pairs // sources, minlength=len(labels))
    return People(labels, sizes, spread, _combinations(pairs, sources))


def _combinations(pairs: Labels, sources: int) -> tuple[tuple[tuple[int, ...], int], ...]:
    if sources > _MOST_SOURCES:
        return ()
    entity, source = np.divmod(pairs, sources)
    starts = np.flatnonzero(np.diff(entity, prepend=-1))
    masks, numbers = np.unique(np.add.reduceat(np.int64(1) << source, starts), return_counts=True)
    sets = [tuple(i for i in range(sources) if int(mask) >> i & 1) for mask in masks]
    return tuple(sorted(zip(sets, map(int, numbers), strict=True), key=lambda each: (-each[1], each[0])))


def _range(low: int, high: int | None) -> str:
    if high is None or high == low + 1:
        return f"{low}" if high or low < 10 else f"{low} or more"
    return f"{low} to {high - 1}"


@dataclass(frozen=True)
class Example:
    """An entity worth looking at: why it was chosen, its label and rows, and the two of them that are least alike."""

    reason: str
    label: int
    rows: tuple[int, ...]
    weakest: tuple[int, int]


def examples(linked: Linked, people: People, held: Cohesion, limit: int = 8) -> list[Example]:
    """Choose entities of several records: the largest, the least coherent, those in most sources."""
    several = people.sizes > 1
    labels, sizes, spread = people.labels[several], people.sizes[several], people.spread[several]
    chosen: dict[int, str] = {}
    for label in labels[np.lexsort((labels, -sizes))][:_LARGEST]:
        chosen[int(label)] = "among the most records"
    worst = held.labels[held.worst_first()[: _WEAKEST + len(chosen)]].tolist()
    fresh = [label for label in worst if label not in chosen]
    chosen |= dict.fromkeys(fresh[:_WEAKEST], "among the least coherent")
    left = limit - len(chosen)
    open_ = ~np.isin(labels, list(chosen))
    labels, spread = labels[open_], spread[open_]
    if left > 0 and len(labels):
        widest = labels[spread == spread.max()]
        # Spread over the file, so that they are typical and not its first lines.
        picked = widest[np.unique(np.linspace(0, len(widest) - 1, min(left, len(widest))).astype(int))]
        reason = f"in {spread.max()} sources" if spread.max() > 1 else "repeated in one source"
        chosen |= dict.fromkeys(map(int, picked), reason)
    return [_example(linked, held, label, reason) for label, reason in chosen.items()]


def _example(linked: Linked, held: Cohesion, label: int, reason: str) -> Example:
    rows = np.flatnonzero(linked.labels == label)
    if len(rows) > _LARGEST_SEEN_WHOLE:
        place = int(np.searchsorted(held.labels, label))
        pair = int(held.left[place]), int(held.right[place])
    else:
        pair = _weakest_pair(linked, rows)
    return Example(reason, label, tuple(map(int, rows)), pair)


def _weakest_pair(linked: Linked, rows: Labels) -> tuple[int, int]:
    i, j = np.triu_indices(len(rows), 1)
    left, right = rows[i].astype(np.int32), rows[j].astype(np.int32)
    if linked.task.across_only:
        codes = linked.records.source_codes
        across = codes[left] != codes[right]
        left, right = left[across], right[across]
    comparisons = [each.comparison for each in linked.model.comparisons_in(linked.records)]
    levels = compare(linked.records, comparisons, left, right)
    weakest = int(np.argmin(weigh(linked.records, linked.model, levels, left, right)))
    return int(left[weakest]), int(right[weakest])


@dataclass(frozen=True)
class Unsure:
    """Pairs of the unsure band: those to show, nearest to a link first, and how many other links settle."""

    pairs: tuple[tuple[int, int], ...]
    total: int
    settled: int

    @property
    def open(self) -> int:
        """How many pairs are left for a person to decide."""
        return self.total - self.settled


def unsure_pairs(linked: Linked, limit: int = 15) -> Unsure:
    """Choose the unsure pairs nearest to the link threshold whose records are not one person already."""
    found = linked.possible
    own = found.left == found.right
    apart = own | (linked.labels[found.left] != linked.labels[found.right])
    open_ = np.flatnonzero(apart)
    nearest = open_[np.argsort(-found.weight[open_], kind="stable")][:limit]
    pairs = []
    for left, right in zip(found.left[nearest].tolist(), found.right[nearest].tolist(), strict=True):
        pairs.append((left, right if left != right else _twin(linked.records, left)))
    return Unsure(tuple(pairs), len(found), int((~apart).sum()))


def _twin(records: Records, row: int) -> int:
    """Find a record identical to a row: a group of such is scored as its first row paired with itself."""
    same = np.ones(len(records), bool)
    for column in records.columns.values():
        same &= column.codes == column.codes[row]
    same[row] = False
    return int(np.argmax(same)) if same.any() else row


def links_undone(linked: Linked) -> int:
    """Count the links whose records clustering kept apart all the same."""
    return int((linked.labels[linked.links.left] != linked.labels[linked.links.right]).sum())


def links_by_rule(linked: Linked) -> Counter[int]:
    """Count links by the number of the rule that found them, -1 for identical records."""
    numbers, counts = np.unique(linked.links.rule, return_counts=True)
    return Counter(dict(zip(map(int, numbers), map(int, counts), strict=True)))
