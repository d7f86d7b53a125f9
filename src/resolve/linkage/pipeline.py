"""From prepared records to entities: the stages in order, timed, with progress.

Records that are identical in every prepared column are handled once, as a group with a count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError
from resolve.linkage import stages as kept
from resolve.linkage.blocking import Candidates, RuleReport, find_candidates, make_forms, missed_at_least, with_links
from resolve.linkage.clustering import Clustering
from resolve.linkage.corroborated import corroborated
from resolve.linkage.deciding import decide, few_partners, once_a_source
from resolve.linkage.groups import Groups
from resolve.linkage.labelled import taught
from resolve.linkage.progress import Clock, Progress
from resolve.linkage.regression import Compared
from resolve.linkage.sampling import Sample, by_content, draw_sample, places
from resolve.linkage.scored import Scored, Weights, histogram
from resolve.linkage.stages import Stages
from resolve.linkage.task import Policy, Task
from resolve.linkage.training import estimate_prior, levels_of_sample, pairs_in_all, train
from resolve.linkage.work import Work
from resolve.records.prepare import Records
from resolve.scoring.comparison import Comparison, Levels, Rows, barred, compare, comparisons_for
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import Floats, Model, weight_of
from resolve.threads import beside

__all__ = ["NOTHING_KEPT", "Linked", "Policy", "Progress", "Scored", "Task", "Work", "run"]

NOTHING_KEPT = Work()


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


def run(
    records: Records, task: Task, progress: Progress = lambda stage, share: None, work: Work = NOTHING_KEPT
) -> Linked:
    """Link prepared records.

    Args:
        progress: called with the name of a stage and the share of it that is done, from 0 to 1.
        work: where finished stages are kept, and taken up from.
    """
    clock = Clock(progress)
    stages = Stages(work, clock)
    across = task.across_only
    if task.population is not None:
        records = replace(records, columns=task.population.beside(records.columns))
    groups, ordered = stages.done(
        "identical", lambda: _identical(records, across), kept.write_identical, kept.read_identical
    )
    records = records.counting(groups.rows)
    found, sample = stages.done(
        "blocking",
        lambda: _found(records, groups, ordered, across, progress),
        kept.write_blocking,
        kept.read_blocking,
    )
    candidates, pair_counts = groups.with_own_pairs(found, across_only=across)
    pairs = _Pairs(groups, ordered, sample, candidates, pair_counts)
    model, scored = _scored(records, task, pairs, stages)
    links, labels, clustering = stages.done(
        "clustering",
        lambda: decide(records, model, task, scored, groups, pairs.place),
        kept.write_decided,
        kept.read_decided,
    )
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


def _identical(records: Records, across_only: bool) -> tuple[Groups, Rows]:
    with beside(lambda: make_forms(records)):
        groups = Groups.of(records, by_source=across_only)
        return groups, by_content(records, groups.rows)


def _found(
    records: Records, groups: Groups, ordered: Rows, across_only: bool, progress: Progress
) -> tuple[Candidates, Sample]:
    """Find the candidates, and draw from their blocks what training needs; the blocks, which are large, are let go."""
    found = find_candidates(
        records, ordered, across_only=across_only, tick=lambda share: progress("blocking", 0.95 * share)
    )
    sample = draw_sample(found, groups.size, records.source_codes if across_only else None, ordered)
    return replace(found, blocks=(), codes={}), sample


@dataclass(frozen=True)
class _Pairs:
    """What pairs of which records there are to compare; `counts`: how many pairs of records each stands for."""

    groups: Groups
    ordered: Rows
    sample: Sample
    candidates: Candidates
    counts: Floats

    @cached_property
    def place(self) -> Rows:
        """The place of each row in an order that hangs on what the records hold."""
        return places(self.ordered, len(self.groups.leader))


def _scored(records: Records, task: Task, pairs: _Pairs, stages: Stages) -> tuple[Model, Scored]:
    """Compare the candidates, fit the model, and weigh them; their levels are let go after that."""
    found = pairs.candidates
    comparisons = (
        comparisons_for(records)
        if task.model is None
        else tuple(f.comparison for f in task.model.comparisons_in(records))
    )
    told = stages.clock.progress
    levels = stages.done(
        "comparing",
        lambda: compare(records, comparisons, found.left, found.right, tick=lambda share: told("comparing", share)),
        kept.write_levels,
        kept.read_levels,
    )
    model = stages.done(
        "training",
        lambda: _trained(records, task, pairs, levels, comparisons),
        kept.write_model,
        kept.read_model,
    )
    model, weight, bars = stages.done(
        "scoring",
        lambda: _weighed(records, model, task, levels, pairs),
        kept.write_weighed,
        kept.read_weighed,
    )
    return model, Scored(found.left, found.right, weight, found.rule, bars)


def _trained(records: Records, task: Task, pairs: _Pairs, levels: Levels, comparisons: Sequence[Comparison]) -> Model:
    """Fit the model, or the one that was given to the data at hand, and let others correct it: records that vouch for
    pairs, where a third record is to be expected at all, and labels.
    """
    found, across = pairs.candidates, task.across_only
    model = (
        _fitted(records, pairs, levels, comparisons, across_only=across)
        if task.model is None
        else _reused(task.model, records, found, levels, pairs.counts, across_only=across)
    )
    seen = Compared(found.left, found.right, levels, pairs.counts, pairs_in_all(records, across), pairs.place)
    if task.model is None and not across:
        model = corroborated(records, model, seen, barred(comparisons, levels))
    if task.labels is not None:
        model = taught(records, model, task.labels, seen)
    told = {} if task.population is None else {"population": task.population.told(list(records.columns))}
    return replace(model, training={**_without(model.training, "population"), **told})


def _without(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Leave out what a model that is used again was told of the data it was trained on."""
    return {key: value for key, value in told.items() if key != name}


def _weighed(
    records: Records, model: Model, task: Task, levels: Levels, pairs: _Pairs
) -> tuple[Model, Weights, npt.NDArray[np.bool_]]:
    found = pairs.candidates
    weight = weigh_many(records, model, levels, found.left, found.right)
    bars = barred([each.comparison for each in model.comparisons_in(records)], levels)
    scored = Scored(found.left, found.right, weight, found.rule, bars)
    if task.across_only and len(records.sources) == 2:
        model, scored = once_a_source(records, model, task, scored, pairs.groups)
    elif not task.across_only:
        model, scored = few_partners(records, model, task, scored, pairs.groups)
    return model, scored.weight, scored.barred


def _fitted(
    records: Records, pairs: _Pairs, levels: Levels, comparisons: Sequence[Comparison], *, across_only: bool
) -> Model:
    of_sample = levels_of_sample(records, comparisons, pairs.sample, pairs.candidates, levels)
    return train(records, pairs.sample, of_sample, pairs.ordered, comparisons, across_only=across_only)


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
