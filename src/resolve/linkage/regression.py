"""Correcting a model's weights by logistic regression, with the weight of each pair as offset.

What is found is bits to add: to every pair, to each level of each field, and to a field's disagreement at any level,
held near zero by a normal prior (ridge; Hoerl and Kennard 1970, le Cessie and van Houwelingen 1992). Where only some
matches are seen to be ones, and all other pairs are unknown, the share of matches that is seen enters the likelihood
(Elkan and Noto 2008).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.linkage.patterns import numbered
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels, Rows
from resolve.scoring.rarities import Rarities
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import FieldModel, Floats, Model, probability_of

Flags = npt.NDArray[np.bool_]

_LN2 = float(np.log(2))
_ROUNDS = 50
_SETTLED = 1e-3
_LONGEST_STEP = 4.0
_NONE = 1e-9


@dataclass(frozen=True)
class Lesson:
    """What is to be added: `bits` to every pair, and `by_level` to each level of each field, in bits."""

    bits: float
    by_level: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Columns:
    """The regression's columns: one of ones, one for each level of each field, one for each field that disagrees.

    Attributes:
        rows: a sparse matrix of ones and noughts, of shape (distinct rows of levels, columns).
        row: the number of each pair's row; some pair is of each.
        scale: how wide the prior of each column is, over its `spread`. counts: levels a field.
    """

    rows: Any
    row: npt.NDArray[np.intp]
    scale: Floats
    counts: tuple[int, ...]

    @classmethod
    def of(cls, fields: Sequence[FieldModel], levels: Levels, prior: Mapping[str, Any]) -> Columns:
        """Make the columns of pairs with these levels; `prior` says how wide it is for each sort of column."""
        from scipy.sparse import csr_matrix

        row, first = numbered(list(levels.T))
        distinct = levels[first]
        ones: list[Any] = [np.ones(len(distinct))]
        scale = [float(prior["every_pair"])]
        for number, each in enumerate(fields):
            ones += [distinct[:, number] == code for code in range(1, len(each.levels) + 1)]
            scale += [float(prior["level"])] * len(each.levels)
        for number in range(len(fields)):
            ones.append(distinct[:, number] > 1)
            scale.append(float(prior["disagreement"]))
        rows = csr_matrix(np.array(ones, np.float64).T)
        return cls(rows, row, np.array(scale), tuple(len(each.levels) for each in fields))

    def where(self, keep: Flags) -> Columns:
        """Give the columns of some of the pairs."""
        used, row = np.unique(self.row[keep], return_inverse=True)
        return replace(self, rows=self.rows[used], row=row)

    def bits_of(self, bits: Floats) -> Floats:
        """Give what the bits of each column come to for each pair."""
        of_pairs: Floats = (self.rows @ bits)[self.row]
        return of_pairs

    def fit(self, offset: Floats, seen: Flags, spread: float, caught: Floats | float = 1.0) -> Floats:
        """Give the bits of each column by Fisher scoring; columns that no pair is in have none.

        Args:
            offset: weights in bits, to which the columns add. seen: which pairs are seen to be matches.
            spread: of the normal prior, in bits.
            caught: the share of matches that is seen, of those with each pair's levels; 1: all.
        """
        used = np.flatnonzero(self.rows.getnnz(0))
        columns = self.rows[:, used]
        turned = columns.T.tocsr()
        precision = 1 / (spread * self.scale[used]) ** 2
        bits = np.zeros(len(used))
        for _ in range(_ROUNDS):
            said = probability_of(offset + (columns @ bits)[self.row])
            expected = caught * said
            open_ = (1 - said) / np.maximum(1 - expected, _NONE)
            slope = _LN2 * (turned @ self._by_row(open_ * (seen - expected))) - precision * bits
            information = self._by_row(np.maximum(1 - said, 0.0) * open_ * expected)
            bend = _LN2**2 * (turned @ columns.multiply(information[:, None]).tocsr()).toarray()
            step = np.linalg.solve(bend + np.diag(precision), slope)
            step *= min(1.0, _LONGEST_STEP / max(np.abs(step).max(), 1e-12))
            bits = bits + step
            if np.abs(step).max() < _SETTLED:
                break
        found = np.zeros(self.rows.shape[1])
        found[used] = bits
        return found

    def _by_row(self, of_pairs: Floats) -> Floats:
        return np.bincount(self.row, of_pairs, minlength=self.rows.shape[0]).astype(np.float64, copy=False)

    def by_level(self, bits: Floats) -> tuple[tuple[float, ...], ...]:
        """Give the bits of each field's levels, those of its disagreement among them."""
        ends = 1 + np.cumsum(self.counts)
        disagrees = bits[ends[-1] :]
        return tuple(
            tuple((bits[end - count : end] + np.where(np.arange(count) > 0, extra, 0.0)).tolist())
            for count, end, extra in zip(self.counts, ends, disagrees, strict=True)
        )


@dataclass(frozen=True)
class Compared:
    """All pairs that may be matches.

    Attributes:
        left, right: rows; levels: of their agreement; counts: how many pairs of records each stands for.
        total: pairs in all. place: of each row in an order that hangs on what the records hold.
    """

    left: Rows
    right: Rows
    levels: Levels
    counts: Floats
    total: float
    place: Rows

    def where(self, keep: Flags) -> Compared:
        """Give some of the pairs."""
        kept = np.flatnonzero(keep)
        levels = np.empty((len(kept), self.levels.shape[1]), np.int8, order="F")
        for number, column in enumerate(self.levels.T):
            levels[:, number] = column[kept]
        return replace(self, left=self.left[kept], right=self.right[kept], levels=levels, counts=self.counts[kept])

    def in_order(self, left: Rows, right: Rows) -> npt.NDArray[np.intp]:
        """Give an order of pairs of rows that does not hang on the order of rows."""
        one, other = self.place[left].astype(np.int64), self.place[right].astype(np.int64)
        pair = np.minimum(one, other) << 32 | np.maximum(one, other)
        order = np.argsort(pair)
        in_turn = pair[order]
        if (in_turn[1:] == in_turn[:-1]).any():  # keeping the order of equals takes several times as long
            order = np.argsort(pair, kind="stable")
        return order


def corrected(
    records: Records, model: Model, lesson: Lesson, compared: Compared, rarities: Rarities | None = None
) -> Model:
    """Give the model with a lesson added to it.

    The prior is then the share of matches that the new weights come to, and the rest of what every pair gains is kept
    beside it: a run that finds the prior anew on such data comes to the same weights. `rarities`: as for `weigh_many`.
    """
    new = _with_lesson(model, lesson, model.comparisons_in(records))
    weight = weigh_many(records, new, compared.levels, compared.left, compared.right, rarities)
    probability = probability_of(weight)
    share = (float(compared.counts @ probability) + 1.0) / (compared.total + 11.0)
    before = new.bits_before
    new = replace(new, prior=min(share, 0.999 - sum(new.near.values())))
    return replace(new, taught_bits=new.taught_bits + before - new.bits_before)


def _with_lesson(model: Model, lesson: Lesson, fields: Sequence[FieldModel]) -> Model:
    by_field = {each.field: np.array(bits) for each, bits in zip(fields, lesson.by_level, strict=True)}
    changed = []
    for each in model.fields:
        bits = by_field.get(each.field, 0.0) + np.array(each.taught or (0.0,) * len(each.levels))
        changed.append(replace(each, taught=tuple(bits.tolist())))
    return replace(model, taught_bits=model.taught_bits + lesson.bits, fields=tuple(changed))
