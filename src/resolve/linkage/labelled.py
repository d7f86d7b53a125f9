"""What pairs that people have labelled teach a model that was fitted without them.

People label what they are shown: pairs near the threshold, or links, seldom a fair sample. Counting their levels into
m and u would teach that records of one person disagree as often as hard pairs do, and that strangers agree as often.
So labels are taken for what they tell under any choice of pairs that looked at the pairs alone: how likely a pair
*with these levels* is a match. The weight that the model gives without labels is the start, and a regression with it
as offset (`linkage.regression`) finds what labels add to it. How far they may go is chosen by cross-validation, "not
at all" among the choices, so that few or idle labels change nothing. m and u stay what they were, shares of all
pairs.

>>> told = LabelledPairs(np.array([0, 2], np.int32), np.array([1, 3], np.int32), np.array([True, False]))
>>> len(told), told.matches
(2, 1)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.linkage.regression import Columns, Compared, Lesson, corrected
from resolve.records.prepare import Records
from resolve.scoring.comparison import Rows, compare
from resolve.scoring.weights import Floats, Model, weigh

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LabelledPairs:
    """Pairs of record rows, and whether each is a match; `left` and `right` never the same row."""

    left: Rows
    right: Rows
    match: Flags

    def __len__(self) -> int:
        return len(self.left)

    @property
    def matches(self) -> int:
        """How many of the pairs are matches."""
        return int(self.match.sum())


@dataclass(frozen=True)
class Labels:
    """What is known of the records, in pairs or in entities; see `evaluation.labelled` for reading it.

    Attributes:
        pairs: labelled by themselves.
        entities: int64, one a record: a number of its entity, -1 where it is not known; empty: known of none.
        told: what became of the labels as they were given, for people: counts by name.
    """

    pairs: LabelledPairs
    entities: npt.NDArray[np.int64] = dataclasses.field(default_factory=lambda: np.empty(0, np.int64))
    told: Mapping[str, int] = dataclasses.field(default_factory=dict)

    def among(self, compared: Compared) -> LabelledPairs:
        """Give the labelled pairs, and those of the candidates both of whose records have a known entity.

        They come in an order that does not hang on that of the records.
        """
        left, right, match = self.pairs.left, self.pairs.right, self.pairs.match
        if len(self.entities):
            own, other = self.entities[compared.left], self.entities[compared.right]
            known = np.flatnonzero((own >= 0) & (other >= 0) & (compared.left != compared.right))
            left = np.concatenate([left, compared.left[known]])
            right = np.concatenate([right, compared.right[known]])
            match = np.concatenate([match, (own == other)[known]])
        order = compared.in_order(left, right)
        most = int(rules.load("models/labelled")["choice"]["most_pairs"])
        if len(order) > most:
            order = order[np.sort(np.random.default_rng(1).choice(len(order), most, replace=False))]
        return LabelledPairs(left[order], right[order], match[order])


def taught(records: Records, model: Model, labels: Labels, compared: Compared) -> Model:
    """Give the model with what labels add to it; `training["labelled"]` tells what they were and did.

    Nothing is added where there are fewer labels than the rules ask for, or all are of one kind: how likely a match is
    cannot be told from matches alone.
    """
    told = labels.among(compared)
    lesson, spread, gained = learn(records, model, told)
    said = {**labels.told, "pairs": len(told), "matches": told.matches, "spread": spread, "gained": gained}
    model = replace(model, training={**model.training, "labelled": said})
    return corrected(records, model, lesson, compared) if spread else model


def learn(records: Records, model: Model, told: LabelledPairs) -> tuple[Lesson, float, float]:
    """Find what labels add to a model's weights.

    Gives it with the prior's spread that was chosen, in bits, 0 where nothing is added, and by how much the mean log
    loss of labels left out falls, in bits a pair.
    """
    fields = model.comparisons_in(records)
    nothing = Lesson(0.0, tuple((0.0,) * len(each.levels) for each in fields)), 0.0, 0.0
    written = rules.load("models/labelled")
    if len(told) < written["choice"]["least"] or told.matches in (0, len(told)):
        return nothing
    levels = compare(records, [each.comparison for each in fields], told.left, told.right)
    offset = weigh(records, model, levels, told.left, told.right).astype(np.float64)
    columns = Columns.of(fields, levels, written["prior"])
    folds = _folds(told, int(written["choice"]["folds"]))
    spread, gained = _chosen(columns, offset, told.match, folds, written["choice"])
    if not spread:
        return nothing
    found = columns.fit(offset, told.match, spread)
    return Lesson(float(found[0]), columns.by_level(found)), spread, gained


def _chosen(
    columns: Columns, offset: Floats, match: Flags, folds: npt.NDArray[np.intp], choice: Mapping[str, Any]
) -> tuple[float, float]:
    """Choose the prior's spread by cross-validation; 0 where none of them beats what is known without labels clearly.

    Gives the spread and by how much the mean log loss falls, in bits a pair.
    """
    most = float(choice["most_bits"])
    before = _loss(offset, match, most)
    best, gained = 0.0, 0.0
    for spread in choice["spreads"]:
        left_out = np.empty(len(match))
        for fold in range(int(folds.max()) + 1):
            out = folds == fold
            inside = columns.where(~out)
            bits = inside.fit(offset[~out], match[~out], spread)
            left_out[out] = offset[out] + columns.where(out).bits_of(bits)
        better = before - _loss(left_out, match, most)
        # A gain must be more than chance: so many standard errors of its mean.
        sure = float(choice["errors"]) * better.std() / np.sqrt(len(better))
        if better.mean() > sure and better.mean() > gained:
            best, gained = float(spread), float(better.mean())
    return best, gained


def _loss(weight: Floats, match: Flags, most: float) -> Floats:
    """Give -log2 of the probability of what each label says; to be surer than `most` bits of weight is no gain."""
    weight = np.clip(weight, -most, most)
    return np.asarray(np.logaddexp2(0.0, np.where(match, -weight, weight)))


def _folds(told: LabelledPairs, folds: int) -> npt.NDArray[np.intp]:
    """Part pairs into folds so that pairs of records that labels bring together are not parted."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows, place = np.unique(np.concatenate([told.left, told.right]), return_inverse=True)
    left, right = place[: len(told)], place[len(told) :]
    same = told.match
    joined = coo_matrix((np.ones(int(same.sum())), (left[same], right[same])), shape=(len(rows), len(rows)))
    group = connected_components(joined, directed=False)[1][left]
    # Groups are numbered as they come, for the numbers of rows are chance.
    first, number = np.unique(group, return_index=True, return_inverse=True)[1:]
    fold_of = np.empty(len(first), np.intp)
    fold_of[np.argsort(first)] = np.random.default_rng(1).permutation(len(first)) % folds
    return fold_of[number]
