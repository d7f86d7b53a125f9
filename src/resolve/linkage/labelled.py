"""What pairs that people have labelled teach a model that was fitted without them.

People label what they are shown: pairs near the threshold, or links, seldom a fair sample. Counting their levels into m
and u would teach that people of one person disagree as often as hard pairs do, and that strangers agree as often. So
labels are taken for what they tell under any choice of pairs that looked at the pairs alone: how likely a pair *with
these levels* is a match. The weight that the model gives without labels is the start; what labels add to it, so many
bits for every pair and for each level, is found by logistic regression with that weight as offset, held near zero by a
normal prior (ridge; Hoerl and Kennard 1970, le Cessie and van Houwelingen 1992). How near is chosen by cross-validation
on the labels, "at zero" among the choices, so that few or idle labels change nothing. m and u stay what they were,
shares of all pairs.

>>> told = LabelledPairs(np.array([0, 2], np.int32), np.array([1, 3], np.int32), np.array([True, False]))
>>> len(told), told.matches
(2, 1)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, Rows, compare
from resolve.scoring.weights import FieldModel, Floats, Model, probability_of, weigh

Flags = npt.NDArray[np.bool_]

_LN2 = float(np.log(2))
_ROUNDS = 50
_SETTLED = 1e-3
_LONGEST_STEP = 4.0


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

    def among(self, left: Rows, right: Rows) -> LabelledPairs:
        """Give the labelled pairs, and those of the candidates both of whose records have a known entity."""
        if not len(self.entities):
            return self.pairs
        known = np.flatnonzero((self.entities[left] >= 0) & (self.entities[right] >= 0) & (left != right))
        most = int(rules.load("models/labelled")["choice"]["most_pairs"])
        if len(known) > most:
            known = np.sort(np.random.default_rng(1).choice(known, most, replace=False))
        left, right = left[known], right[known]
        return LabelledPairs(
            np.concatenate([self.pairs.left, left]),
            np.concatenate([self.pairs.right, right]),
            np.concatenate([self.pairs.match, self.entities[left] == self.entities[right]]),
        )


@dataclass(frozen=True)
class Lesson:
    """What labels add: `bits` to every pair, and `by_level` to each level of each field, in bits.

    Attributes:
        spread: the standard deviation, in bits, of the normal prior that was chosen; 0: nothing is added.
        gained: by how much the labels' mean log loss falls in cross-validation, in bits a pair, 0 or more.
    """

    bits: float
    by_level: tuple[tuple[float, ...], ...]
    spread: float
    gained: float


@dataclass(frozen=True)
class Compared:
    """All pairs that may be matches: rows, levels, how many pairs of records each stands for; `total`: pairs in all."""

    left: Rows
    right: Rows
    levels: Levels
    counts: Floats
    total: float


def taught(records: Records, model: Model, labels: Labels, compared: Compared) -> Model:
    """Give the model with what labels add to it."""
    told = labels.among(compared.left, compared.right)
    lesson = learn(records, model, told)
    said = {
        **labels.told,
        "pairs": len(told),
        "matches": told.matches,
        "spread": lesson.spread,
        "gained": lesson.gained,
    }
    model = replace(model, training={**model.training, "labelled": said})
    if not lesson.spread:
        return model
    new = _with_lesson(model, lesson, model.comparisons_in(records))
    # The prior is the share of matches that the new weights come to, and what they gain beside it is what labels add: a
    # run that finds the prior anew on such data then comes to the same weights.
    probability = probability_of(weigh(records, new, compared.levels, compared.left, compared.right))
    share = (float(compared.counts @ probability) + 1.0) / (compared.total + 11.0)
    before = new.bits_before
    new = replace(new, prior=min(share, 0.999 - sum(new.near.values())))
    return replace(new, taught_bits=new.taught_bits + before - new.bits_before)


def learn(records: Records, model: Model, told: LabelledPairs) -> Lesson:
    """Find what labels add to a model's weights.

    Nothing is added where there are fewer labels than the rules ask for, or all are of one kind: how likely a match is
    cannot be told from matches alone.
    """
    fields = model.comparisons_in(records)
    nothing = Lesson(0.0, tuple((0.0,) * len(each.levels) for each in fields), 0.0, 0.0)
    written = rules.load("models/labelled")
    if len(told) < written["choice"]["least"] or told.matches in (0, len(told)):
        return nothing
    levels = compare(records, [each.comparison for each in fields], told.left, told.right)
    offset = weigh(records, model, levels, told.left, told.right).astype(np.float64)
    shape = _Shape.of(fields, levels, written["prior"])
    folds = _folds(told, int(written["choice"]["folds"]))
    spread, gained = _chosen(shape, offset, told.match, folds, written["choice"])
    if not spread:
        return nothing
    found = shape.fit(offset, told.match, spread)
    return Lesson(float(found[0]), shape.by_level(found), spread, gained)


def _with_lesson(model: Model, lesson: Lesson, fields: Sequence[FieldModel]) -> Model:
    by_field = {each.field: np.array(bits) for each, bits in zip(fields, lesson.by_level, strict=True)}
    changed = []
    for each in model.fields:
        bits = by_field.get(each.field, 0.0) + np.array(each.taught or (0.0,) * len(each.levels))
        changed.append(replace(each, taught=tuple(bits.tolist())))
    return replace(model, taught_bits=model.taught_bits + lesson.bits, fields=tuple(changed))


@dataclass(frozen=True)
class _Shape:
    """The regression's columns: one of ones, one for each level of each field, one for each field that disagrees.

    Attributes:
        columns: a sparse matrix of ones and noughts, of shape (pairs, columns).
        scale: how wide the prior of each column is, over its `spread`. counts: levels a field.
    """

    columns: Any
    scale: Floats
    counts: tuple[int, ...]

    @classmethod
    def of(cls, fields: Sequence[FieldModel], levels: Levels, prior: Mapping[str, Any]) -> _Shape:
        from scipy.sparse import csr_matrix

        ones: list[Any] = [np.ones(len(levels))]
        scale = [float(prior["every_pair"])]
        for number, each in enumerate(fields):
            ones += [levels[:, number] == code for code in range(1, len(each.levels) + 1)]
            scale += [float(prior["level"])] * len(each.levels)
        for number in range(len(fields)):
            ones.append(levels[:, number] > 1)
            scale.append(float(prior["disagreement"]))
        columns = csr_matrix(np.array(ones, np.float64).T)
        return cls(columns, np.array(scale), tuple(len(each.levels) for each in fields))

    def fit(self, offset: Floats, match: Flags, spread: float) -> Floats:
        """Give the bits of each column by Newton's method; columns that no pair is in have none."""
        used = np.flatnonzero(self.columns.getnnz(0))
        columns = self.columns[:, used]
        turned = columns.T.tocsr()
        precision = 1 / (spread * self.scale[used]) ** 2
        bits = np.zeros(len(used))
        for _ in range(_ROUNDS):
            said = probability_of(offset + columns @ bits)
            slope = _LN2 * (turned @ (match - said)) - precision * bits
            bend = _LN2**2 * (turned @ columns.multiply((said * (1 - said))[:, None]).tocsr()).toarray()
            step = np.linalg.solve(bend + np.diag(precision), slope)
            step *= min(1.0, _LONGEST_STEP / max(np.abs(step).max(), 1e-12))
            bits = bits + step
            if np.abs(step).max() < _SETTLED:
                break
        found = np.zeros(self.columns.shape[1])
        found[used] = bits
        return found

    def by_level(self, bits: Floats) -> tuple[tuple[float, ...], ...]:
        """Give the bits of each field's levels, those of its disagreement among them."""
        ends = 1 + np.cumsum(self.counts)
        disagrees = bits[ends[-1] :]
        return tuple(
            tuple((bits[end - count : end] + np.where(np.arange(count) > 0, extra, 0.0)).tolist())
            for count, end, extra in zip(self.counts, ends, disagrees, strict=True)
        )


def _chosen(
    shape: _Shape, offset: Floats, match: Flags, folds: npt.NDArray[np.intp], choice: Mapping[str, Any]
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
            inside = replace(shape, columns=shape.columns[~out])
            bits = inside.fit(offset[~out], match[~out], spread)
            left_out[out] = offset[out] + shape.columns[out] @ bits
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
    _, first = np.unique(group, return_index=True)
    fold_of = np.random.default_rng(1).permutation(len(first)) % folds
    numbered = np.unique(group, return_inverse=True)[1]
    return np.asarray(fold_of[numbered], np.intp)
