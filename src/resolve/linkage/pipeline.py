"""From prepared records to entities: the stages in order, timed, with progress.

Records that are identical in every prepared column are handled once, as a group with a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError
from resolve.linkage.blocking import Candidates, RuleReport, find_candidates, missed_at_least, with_links
from resolve.linkage.clustering import Clustering
from resolve.linkage.deciding import decide, once_a_source
from resolve.linkage.groups import Groups
from resolve.linkage.labelled import Compared, taught
from resolve.linkage.progress import Clock, Progress
from resolve.linkage.sampling import Turned, by_content
from resolve.linkage.scored import Scored, histogram
from resolve.linkage.task import Policy, Task
from resolve.linkage.training import estimate_prior, pairs_in_all, train
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, barred, compare, comparisons_for
from resolve.scoring.weights import Floats, Model, weigh, weight_of

__all__ = ["Linked", "Policy", "Progress", "Scored", "Task", "run"]


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
    clock = Clock(progress)
    with clock.stage("finding identical records"):
        groups = Groups.of(records, by_source=task.across_only)
        records = records.counting(groups.rows)
        ordered = by_content(records, groups.rows)
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
        if task.labels is not None:
            total = pairs_in_all(records, task.across_only)
            seen = Compared(candidates.left, candidates.right, levels, pair_counts, total)
            model = taught(records, model, task.labels, seen)
    with clock.stage("scoring"):
        weights = weigh(records, model, levels, candidates.left, candidates.right)
        scored = Scored(candidates.left, candidates.right, weights, candidates.rule, barred(comparisons, levels))
        if task.across_only and len(records.sources) == 2:
            model, scored = once_a_source(records, model, task, scored, groups)
    with clock.stage("clustering"):
        links, labels, clustering = decide(records, model, task, scored, groups, Turned.of(ordered, len(records)))
    linked = (scored.weight >= weight_of(task.policy.link)) & ~scored.barred
    unsure = ~linked
    possible = groups.spread(scored.where(unsure & (scored.weight >= weight_of(task.policy.possible))))
    return Linked(
        records,
        model,
        task,
        links,
        possible,
        labels,
        clustering,
        int(pair_counts.sum()),
        histogram(scored.weight, pair_counts),
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
