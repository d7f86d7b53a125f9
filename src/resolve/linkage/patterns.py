"""Agreement patterns: the distinct rows of levels that sampled pairs show, which training works on.

>>> patterns = Patterns.plain(np.array([[1, 2], [1, 2], [3, 0]], np.int8))
>>> patterns.levels.tolist(), patterns.counts.tolist()
([[1, 2], [3, 0]], [2.0, 1.0])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.linkage.sampling import Sample
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels
from resolve.scoring.together import disagreements, kinds_filled
from resolve.scoring.weights import Floats, Model, rarity_of_pairs

# Room for the codes of a field's levels.
LEVELS = 128
_STANDS_FOR_FEW = 100.0
_LARGEST_CODE = 2**62


@dataclass(frozen=True)
class Patterns:
    """Distinct rows of agreement levels, and how many pairs show each.

    Attributes:
        levels: int8 of shape (patterns, fields). counts: float64, pairs a pattern.
        rarity: bits that the rarity of agreeing values adds to a pattern's weight.
        near_rarity: the same by group of near people, over the fields that they agree on.
        trusted: the part of `counts` that comes from pairs each of which stands for few. A pair that stands for
            thousands tells how near people agree, but where it looks like a match it is as likely a freak.
        total: number of all pairs; those that are not in a pattern count as pairs of strangers.
    """

    levels: Levels
    counts: Floats
    rarity: Floats
    near_rarity: Mapping[str, Floats]
    trusted: Floats
    total: float

    @cached_property
    def disagreements(self) -> npt.NDArray[np.intp]:
        """The number of fields of each pattern that do not fully agree."""
        return disagreements(self.levels)

    @cached_property
    def shown(self) -> Any:
        """A sparse matrix of ones: a row a pattern, a column for each level of each field, missing among them.

        Sums by level, and what the levels of a pattern are worth together, are then products of matrices.
        """
        from scipy.sparse import csr_matrix

        rows, fields = self.levels.shape
        columns = self.levels.astype(np.int32) + np.arange(fields, dtype=np.int32) * LEVELS
        starts = np.arange(0, rows * fields + 1, max(fields, 1), dtype=np.int32)
        return csr_matrix((np.ones(rows * fields), columns.ravel(), starts), (rows, fields * LEVELS))

    @cached_property
    def shown_by_level(self) -> Any:
        """The same matrix turned about."""
        return self.shown.T.tocsr()

    @cached_property
    def filled(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
        """The different rows of which fields are filled, and the number of each pattern's own."""
        return kinds_filled(self.levels)

    @classmethod
    def plain(cls, levels: Levels) -> Patterns:
        """Make patterns of given rows of levels, one pair each, with nothing known of rarity."""
        distinct, counts = np.unique(levels, axis=0, return_counts=True)
        nothing = np.zeros(len(distinct))
        weights = counts.astype(float)
        return cls(distinct, weights, nothing, {}, weights, float(len(levels)))


def patterns_of(records: Records, model: Model, sample: Sample, levels: Levels, total: float) -> Patterns:
    """Count the agreement patterns of sampled pairs, with the rarity of what agrees to the nearest two bits."""
    import pandas as pd

    rarity = rarity_of_pairs(records, model, levels, sample.left, sample.right)
    zero = np.zeros(len(levels), np.float32)
    coarse = [_two_bits(sum(rarity, zero))]
    for group in model.near:
        coarse.append(
            _two_bits(sum((bits for bits, f in zip(rarity, model.fields, strict=True) if group in f.near), zero))
        )
    code = np.zeros(len(levels), np.int64)
    room = 1
    for part in (*(bits + 8 for bits in coarse), *levels.T):
        width = int(part.max(initial=0)) + 1
        if room * width > _LARGEST_CODE:
            code = pd.factorize(code)[0].astype(np.int64)
            room = int(code.max(initial=0)) + 1
        code = code * width + part
        room *= width
    code = pd.factorize(code)[0].astype(np.int64)
    first = np.unique(code, return_index=True)[1]
    counts = np.bincount(code, sample.counts, minlength=len(first))
    rounded = [2.0 * bits[first].astype(np.float64) for bits in coarse]
    near = dict(zip(model.near, rounded[1:], strict=True))
    trusted = np.bincount(code, np.where(sample.drawn_for <= _STANDS_FOR_FEW, sample.counts, 0.0), minlength=len(first))
    return Patterns(levels[first], counts.astype(np.float64), rounded[0], near, trusted.astype(np.float64), total)


def _two_bits(bits: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    return np.clip(np.round(bits / 2), -8, 8).astype(np.int64)
