"""From prepared records to entities: the stages in order, timed, with progress.

Records that are identical in every prepared column are handled once, as a group with a count.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.linkage.blocking import Candidates, RuleReport, find_candidates, missed_at_least, with_links
from resolve.linkage.blocks import Blocks
from resolve.linkage.clustering import BARRED_BITS, Clustering, cluster, components_of, one_to_one
from resolve.linkage.corroborated import corroborated
from resolve.linkage.exclusive import Sides, left_over_bits, nobody_twice, with_rivals
from resolve.linkage.labelled import Labels, taught
from resolve.linkage.regression import Compared
from resolve.linkage.sampling import Turned, by_content
from resolve.linkage.training import estimate_prior, pairs_in_all, train
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, Rows, barred, compare, comparisons_for
from resolve.scoring.weights import Floats, Model, weigh, weight_of

Weights = npt.NDArray[np.float32]
Progress = Callable[[str, float], None]

# Every pair of two groups of identical records becomes a link up to this size; of larger ones, as many as join them.
_LARGEST_CLIQUE = 50
_NEVER = 1e-30


@dataclass(frozen=True)
class Policy:
    """Bounds as match probabilities in (0, 1); `rules/models/policies` says what each means.

    `eased` is in bits, 0 or more: by how much `join` is lower where many pairs stand between two groups.
    """

    name: str
    link: float
    possible: float
    join: float
    eased: float = 0.0

    def __post_init__(self) -> None:
        if not (0 < self.possible <= self.link < 1 and 0 < self.join < 1):
            raise InputError(
                f"policy '{self.name}': expected 0 < possible <= link < 1 and 0 < join < 1, found "
                f"possible {self.possible}, link {self.link}, join {self.join}"
            )
        if not 0 <= self.eased < math.inf:
            raise InputError(f"policy '{self.name}': expected eased as bits, 0 or more, found {self.eased}")

    @classmethod
    def named(cls, name: str) -> Policy:
        """Read a policy of the rules by its name.

        Raises:
            UnknownNameError: there is none of that name.
        """
        policies = rules.load("models/policies")["policy"]
        if name not in policies:
            raise UnknownNameError(f"no policy '{name}'; there are: {', '.join(policies)}")
        return cls(name, **policies[name])


@dataclass(frozen=True)
class Task:
    """What is asked of a run.

    Attributes:
        across_only: link records of different sources only, never within one.
        one_to_one: at most one link a record (needs `across_only` and two sources).
        model: a model trained before, in place of training.
        labels: what people have said of pairs of the records, to be learned from beside.
    """

    policy: Policy
    across_only: bool = False
    one_to_one: bool = False
    model: Model | None = None
    labels: Labels | None = None


@dataclass(frozen=True)
class Scored:
    """Pairs of record rows with their weight in bits and the number of the rule that found them.

    A rule of -1 means that the two records are identical in every prepared column. Barred pairs are no links whatever
    their weight (see `comparison.barred`).
    """

    left: Rows
    right: Rows
    weight: Weights
    rule: npt.NDArray[np.int8]
    barred: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.left)

    def where(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Scored:
        """Give some of the pairs."""
        return Scored(self.left[keep], self.right[keep], self.weight[keep], self.rule[keep], self.barred[keep])


@dataclass(frozen=True)
class Linked:
    """What a run found.

    Attributes:
        links: pairs at or over the policy's `link`, each record pair once.
        possible: pairs in the unsure band, and barred ones over it.
        labels: int64, one a record: the lowest row of its entity.
        weights: counts of candidate pairs by whole bits, for the histogram.
        rules, blocking: the rules used and what each did. seconds: by stage.
        missed: how many matches no rule proposed, at least, by estimate (see `blocking.missed_at_least`).
    """

    records: Records
    model: Model
    task: Task
    links: Scored
    possible: Scored
    labels: npt.NDArray[np.int64]
    clustering: Clustering
    candidate_pairs: int
    weights: Mapping[int, int]
    rules: tuple[str, ...]
    blocking: tuple[RuleReport, ...]
    missed: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)


def run(records: Records, task: Task, progress: Progress = lambda stage, share: None) -> Linked:
    """Link prepared records.

    Args:
        progress: called with the name of a stage and the share of it that is done, from 0 to 1.
    """
    clock = _Clock(progress)
    with clock.stage("finding identical records"):
        groups = _Groups.of(records, by_source=task.across_only)
        records = records.counting(groups.rows)
        ordered = by_content(records, groups.rows)
        turned = Turned.of(ordered, len(records))
    with clock.stage("blocking"):
        candidates = find_candidates(
            records, ordered, across_only=task.across_only, tick=lambda share: progress("blocking", share)
        )
        candidates, pair_counts = groups.with_own_pairs(candidates, across_only=task.across_only)
    comparisons = (
        comparisons_for(records)
        if task.model is None
        else tuple(f.comparison for f in task.model.comparisons_in(records))
    )
    with clock.stage("comparing"):
        levels = compare(
            records, comparisons, candidates.left, candidates.right, tick=lambda share: progress("comparing", share)
        )
    with clock.stage("training"):
        model = (
            train(records, candidates, ordered, groups.size, comparisons, across_only=task.across_only)
            if task.model is None
            else _reused(task.model, records, candidates, levels, pair_counts, across_only=task.across_only)
        )
        bars, total = barred(comparisons, levels), pairs_in_all(records, task.across_only)
        seen = Compared(candidates.left, candidates.right, levels, pair_counts, total, turned.place)
        if task.model is None and not task.across_only:  # across two sources few have a third record to vouch for them
            model = corroborated(records, model, seen, bars)
        if task.labels is not None:
            model = taught(records, model, task.labels, seen)
    with clock.stage("scoring"):
        weights = weigh(records, model, levels, candidates.left, candidates.right)
        scored = Scored(candidates.left, candidates.right, weights, candidates.rule, bars)
        if task.across_only and len(records.sources) == 2:
            model, scored = _once_a_source(records, model, task, scored, groups)
    with clock.stage("clustering"):
        links, labels, clustering = _decide(records, model, task, scored, groups, turned)
    linked = (scored.weight >= weight_of(task.policy.link)) & ~scored.barred
    possible = groups.spread(scored.where(~linked & (scored.weight >= weight_of(task.policy.possible))))
    return Linked(
        records,
        model,
        task,
        links,
        possible,
        labels,
        clustering,
        int(pair_counts.sum()),
        _histogram(scored.weight, pair_counts),
        tuple(rule.name for rule in candidates.rules),
        with_links(candidates, linked),
        missed_at_least(candidates.times[linked]),
        clock.seconds,
    )


def _reused(
    model: Model, records: Records, candidates: Candidates, levels: Levels, pair_counts: Floats, *, across_only: bool
) -> Model:
    """Fit a model trained before to the data at hand.

    How often fields agree carries over from the data it was trained on; how many matches there are does not.
    """
    if not model.comparisons_in(records):
        raise InputError(
            f"the model compares {', '.join(each.field for each in model.fields)}; "
            f"the data has {', '.join(records.columns)}: train a model on such data, or map its columns"
        )
    total = pairs_in_all(records, across_only)
    model = replace(model, left_over_bits=0.0)
    return replace(model, prior=estimate_prior(records, model, candidates, levels, pair_counts, total))


def _once_a_source(records: Records, model: Model, task: Task, scored: Scored, groups: _Groups) -> tuple[Model, Scored]:
    """Use it, where nobody is twice in a source: those left over gain, and who has a better partner is barred.

    Where it is not asked for but only seems so, no link is lost that stands without the gain.
    """
    of_source = np.bincount(records.source_codes, minlength=2).tolist()
    bits = np.where(scored.barred, BARRED_BITS, scored.weight).astype(np.float64)
    sides = Sides(scored.left, scored.right, bits, groups.size, (of_source[0], of_source[1]))
    if not task.one_to_one and not nobody_twice(sides):
        return model, scored
    gained = left_over_bits(sides)
    more = replace(scored, weight=(scored.weight + np.float32(gained)))
    if not task.one_to_one:
        alone = with_rivals(scored.left, scored.right, bits + gained, len(records))
        stands = max(task.policy.link, float(rules.load("models/comparisons")["exclusive"]["stands"]))
        outdone = (alone < task.policy.link) & (scored.weight < weight_of(stands)) & ~scored.barred
        # What is said of a pair with a better rival is how likely it is beside that rival.
        beside = np.log2(np.maximum(alone, _NEVER) / np.maximum(1 - alone, _NEVER)).astype(np.float32)
        weight = np.where(outdone, np.minimum(more.weight, beside), more.weight)
        more = replace(more, weight=weight, barred=scored.barred | outdone)
    return replace(model, left_over_bits=gained), more


def _decide(
    records: Records, model: Model, task: Task, scored: Scored, groups: _Groups, turned: Turned
) -> tuple[Scored, npt.NDArray[np.int64], Clustering]:
    link_bits, join_bits = weight_of(task.policy.link), weight_of(task.policy.join)

    def score(left: Rows, right: Rows) -> Weights:
        comparisons = [each.comparison for each in model.comparisons_in(records)]
        left, right = turned.rows[left], turned.rows[right]
        levels = compare(records, comparisons, left, right)
        return _with_bars(weigh(records, model, levels, left, right), barred(comparisons, levels))

    linked = (scored.weight >= link_bits) & ~scored.barred
    if task.one_to_one:
        links = groups.spread(scored.where(linked))
        links = links.where(one_to_one(links.left, links.right, links.weight))
        labels = components_of(len(records), links.left, links.right)
        return links, labels, Clustering(labels, len(links), 0, 0)
    apart = scored.where(scored.left != scored.right)
    found = cluster(
        len(records),
        turned.place[apart.left],
        turned.place[apart.right],
        _with_bars(apart.weight, apart.barred),
        score,
        link_bits=link_bits,
        join_bits=join_bits,
        eased_bits=task.policy.eased,
    )
    found = replace(found, labels=turned.back(found.labels))
    together = np.flatnonzero(linked)
    own = scored.where(together[scored.left[together] == scored.right[together]])
    labels = groups.labels(found.labels, own.left, follow_links=task.across_only)
    return groups.spread(scored.where(together)), labels, found


def _with_bars(weights: Weights, bars: npt.NDArray[np.bool_]) -> Weights:
    return np.where(bars, np.float32(BARRED_BITS), weights)


@dataclass(frozen=True)
class _Groups:
    """Sets of records identical in every prepared column, each led by its lowest row.

    Attributes:
        rows: the leaders. leader: of every record. order, start, size: the members of each leader's set, found at
            `order[start[leader] : start[leader] + size[leader]]`.
    """

    rows: Rows
    leader: Rows
    order: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    @classmethod
    def of(cls, records: Records, *, by_source: bool) -> _Groups:
        count = len(records)
        same = Blocks.of([records.source_codes if by_source else np.zeros(count, np.int8)])
        # Columns of many values first: they leave few records that may still be the same.
        for column in sorted(records.columns.values(), key=lambda column: -len(column.values)):
            same = same.split(column.codes[same.order] + 1)
        leader = np.arange(count, dtype=np.int32)
        leader[same.order] = np.repeat(same.order[same.start], same.size)
        size = np.bincount(leader, minlength=count)
        return cls(
            np.flatnonzero(size).astype(np.int32),
            leader,
            np.argsort(leader, kind="stable"),
            np.cumsum(size) - size,
            size,
        )

    def with_own_pairs(self, candidates: Candidates, *, across_only: bool) -> tuple[Candidates, Floats]:
        """Add, for each group of several, the pair of its leader with itself; count the record pairs behind each."""
        counts = self.size[candidates.left].astype(float) * self.size[candidates.right]
        several = self.rows[self.size[self.rows] > 1]
        if across_only or not len(several):
            return candidates, np.asarray(counts, np.float64)
        inside = self.size[several].astype(float)
        both = Candidates(
            np.concatenate([candidates.left, several]),
            np.concatenate([candidates.right, several]),
            np.concatenate([candidates.rule, np.full(len(several), -1, np.int8)]),
            np.concatenate([candidates.times, np.zeros(len(several), np.int8)]),
            candidates.rules,
            candidates.blocks,
            candidates.reports,
        )
        return both, np.asarray(np.concatenate([counts, inside * (inside - 1) / 2]), np.float64)

    def labels(self, of_leaders: npt.NDArray[np.int64], joined: Rows, *, follow_links: bool) -> npt.NDArray[np.int64]:
        """Spread the leaders' labels to all records; a group not linked to itself stays apart, but for its leader.

        Args:
            joined: leaders of groups that are linked to themselves.
            follow_links: let a group hold together wherever its leader is linked to another; for runs that never link
                within a source.
        """
        labels = np.arange(len(self.leader), dtype=np.int64)
        whole = np.zeros(len(labels), bool)
        whole[joined] = True
        if follow_links:
            shared = np.bincount(of_leaders[self.rows], minlength=len(labels)) > 1
            whole[self.rows] |= shared[of_leaders[self.rows]]
        alone = self.size[self.leader] == 1
        follow = alone | whole[self.leader] | (self.leader == labels)
        labels[follow] = of_leaders[self.leader[follow]]
        return labels

    def spread(self, pairs: Scored) -> Scored:
        """Turn pairs of leaders into sorted pairs of records; a leader's pair with itself into its group's pairs."""
        first, second = self.size[pairs.left], self.size[pairs.right]
        large = np.maximum(first, second) > _LARGEST_CLIQUE
        own = pairs.left == pairs.right
        # Of large groups not every pair is written: within one, each member with the leader; between two, the members
        # in order, and those that are left over with the other group's last.
        across = np.where(large, np.maximum(first, second), first * second)
        number = np.repeat(np.arange(len(pairs)), across)
        step = np.arange(len(number)) - np.repeat(np.cumsum(across) - across, across)
        of_first, of_second = first[number], second[number]
        i = np.where(large[number], np.where(own[number], 0, np.minimum(step, of_first - 1)), step // of_second)
        j = np.where(large[number], np.minimum(step, of_second - 1), step % of_second)
        left = self.order[self.start[pairs.left[number]] + i]
        right = self.order[self.start[pairs.right[number]] + j]
        keep = ~own[number] | (left < right)
        low, high = np.minimum(left, right)[keep], np.maximum(left, right)[keep]
        number = number[keep]
        order = np.lexsort((high, low))
        spread = pairs.where(number[order])
        ends = low[order].astype(np.int32), high[order].astype(np.int32)
        return Scored(*ends, spread.weight, spread.rule, spread.barred)


def _histogram(weights: Weights, pair_counts: Floats) -> dict[int, int]:
    bits = np.clip(np.floor(weights), -60, 60).astype(int)
    values, position = np.unique(bits, return_inverse=True)
    counts = np.bincount(position, pair_counts, minlength=len(values))
    return {int(value): round(float(count)) for value, count in zip(values, counts, strict=True)}


class _Clock:
    """Times stages and tells progress of their start and end."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._progress(name, 0.0)
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self._progress(name, 1.0)
