"""From weights to decisions: which pairs are links, and which records are one entity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.linkage.clustering import BARRED_BITS, Clustering, Components, cluster, components_of, one_to_one
from resolve.linkage.exclusive import Sides, left_over_bits, nobody_twice, with_rivals
from resolve.linkage.groups import Groups
from resolve.linkage.partners import Partners, Side, beside_better
from resolve.linkage.scored import Scored, Weights
from resolve.linkage.task import Task
from resolve.records.prepare import Records
from resolve.scoring.comparison import Rows, barred, compare
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import Model, weight_of

_NEVER = 1e-30


def once_a_source(records: Records, model: Model, task: Task, scored: Scored, groups: Groups) -> tuple[Model, Scored]:
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


def few_partners(records: Records, model: Model, task: Task, scored: Scored, groups: Groups) -> tuple[Model, Scored]:
    """Use it, where in one file next to no record has a second partner: pairs gain, and those with a better rival lose.

    A pair under the policy's `possible` is no rival, and stays as it is but for the gain.
    """
    open_to = np.flatnonzero((scored.weight >= weight_of(task.policy.possible)) & ~scored.barred)
    if not len(open_to):
        return model, scored
    some = scored.where(open_to)
    found = Partners.among(Side(some.left, some.right, some.weight, groups.size))
    if not found.lost:
        return model, scored
    weight = scored.weight + np.float32(found.gained)
    weight[open_to] = beside_better(some.left, some.right, weight[open_to].astype(np.float64), len(records), found.lost)
    return replace(model, left_over_bits=found.gained), replace(scored, weight=weight)


def decide(
    records: Records, model: Model, task: Task, scored: Scored, groups: Groups, place: Rows
) -> tuple[Scored, npt.NDArray[np.int64], Clustering]:
    """Choose the links, as pairs of records, and put records into entities.

    Args:
        place: of each row in an order that hangs on what the records hold (`sampling.places`).

    Returns:
        The links; int64, one a record: the lowest row of its entity; and the clustering of groups' leaders.
    """
    linked = np.flatnonzero((scored.weight >= weight_of(task.policy.link)) & ~scored.barred)
    left, right = scored.left[linked], scored.right[linked]
    own = left == right
    if task.one_to_one:
        links = groups.spread(scored.where(linked))
        links = links.where(one_to_one(links.left, links.right, links.weight))
        labels = components_of(len(records), links.left, links.right)
        return links, labels, Clustering(labels, len(links), 0, 0)
    components = Components.of(len(records), left[~own], right[~own])
    found = _examined(records, model, task, scored, components, place)
    labels = groups.labels(found.labels, left[own], follow_links=task.across_only)
    return groups.spread(scored.where(linked)), labels, found


def _examined(
    records: Records, model: Model, task: Task, scored: Scored, components: Components, place: Rows
) -> Clustering:
    """Cluster the records of open components again; all other components stand.

    Only pairs inside such a component have a say in whether it holds. Records are numbered by their content, so that
    ties do not hang on the order of rows.
    """
    member = components.open_[components.labels]
    rows = np.flatnonzero(member).astype(np.int32)
    rows = rows[np.argsort(place[rows])]
    number = np.zeros(len(records), np.int32)
    number[rows] = np.arange(len(rows))
    inside = np.flatnonzero(member[scored.left])
    left, right = scored.left[inside], scored.right[inside]
    inside = inside[(components.labels[left] == components.labels[right]) & (left != right)]
    comparisons = [each.comparison for each in model.comparisons_in(records)]

    def score(left: Rows, right: Rows) -> Weights:
        left, right = rows[left], rows[right]
        levels = compare(records, comparisons, left, right)
        return _with_bars(weigh_many(records, model, levels, left, right), barred(comparisons, levels))

    found = cluster(
        len(rows),
        number[scored.left[inside]],
        number[scored.right[inside]],
        _with_bars(scored.weight[inside], scored.barred[inside]),
        score,
        link_bits=weight_of(task.policy.link),
        join_bits=weight_of(task.policy.join),
        eased_bits=task.policy.eased,
    )
    lowest = np.full(len(rows), len(records), np.int64)
    np.minimum.at(lowest, found.labels, rows)
    labels = components.labels.copy()
    labels[rows] = lowest[found.labels]
    return Clustering(labels, components.count, found.examined, found.split)


def _with_bars(weights: Weights, bars: npt.NDArray[np.bool_]) -> Weights:
    return np.where(bars, np.float32(BARRED_BITS), weights)
