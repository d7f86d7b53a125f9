"""Agreement patterns: the distinct rows of levels that sampled pairs show, which training works on.

>>> patterns = Patterns.plain(np.array([[1, 2], [1, 2], [3, 0]], np.int8))
>>> patterns.levels.tolist(), patterns.counts.tolist()
([[1, 2], [3, 0]], [2.0, 1.0])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.linkage.sampling import Sample
from resolve.records.prepare import Records
from resolve.scoring.comparison import Levels
from resolve.scoring.rarities import Bits, Rarities
from resolve.scoring.together import disagreements, kinds_filled
from resolve.scoring.weights import Floats, Model
from resolve.threads import in_threads

Numbers = npt.NDArray[np.intp]

# Room for the codes of a field's levels.
LEVELS = 128
_STANDS_FOR_FEW = 100.0
_LARGEST_CODE = 2**62
# Rarity is told to the nearest two bits, and not beyond so many times two.
_MOST_TWO_BITS = 8
# Pairs whose rarity is found at a time: what is known of them stays in a processor's cache.
_AT_A_TIME = 1 << 15


@dataclass(frozen=True)
class Patterns:
    """Distinct rows of agreement levels with the rarity of what agrees, and how many pairs show each.

    Attributes:
        rows: int8 of shape (rows, fields), distinct. row: of each pattern; patterns of one row differ in rarity.
        counts: float64, pairs a pattern.
        rarity: bits that the rarity of agreeing values adds to a pattern's weight.
        near_rarity: the same by group of near people, over the fields that they agree on.
        trusted: the part of `counts` that comes from pairs each of which stands for few. A pair that stands for
            thousands tells how near people agree, but where it looks like a match it is as likely a freak.
        total: number of all pairs; those that are not in a pattern count as pairs of strangers.
    """

    rows: Levels
    row: Numbers
    counts: Floats
    rarity: Floats
    near_rarity: Mapping[str, Floats]
    trusted: Floats
    total: float

    @property
    def levels(self) -> Levels:
        """The levels of each pattern, of shape (patterns, fields)."""
        levels: Levels = self.rows[self.row]
        return levels

    def by_row(self, weights: Floats) -> Floats:
        """Sum weights of patterns by row of levels."""
        return np.bincount(self.row, weights, minlength=len(self.rows)).astype(np.float64, copy=False)

    @cached_property
    def rarity_odds(self) -> Mapping[str, Floats]:
        """What rarity multiplies the odds of a match (under "") and of each group of near people by."""
        return {group: np.exp2(bits) for group, bits in {"": self.rarity, **self.near_rarity}.items()}

    @cached_property
    def disagreements(self) -> Numbers:
        """The number of fields of each row that do not fully agree."""
        return disagreements(self.rows)

    @cached_property
    def shown(self) -> Any:
        """A sparse matrix of ones: a line for each row, a column for each level of each field, missing among them.

        Sums by level, and what the levels of a row are worth together, are then products of matrices.
        """
        from scipy.sparse import csr_matrix

        rows, fields = self.rows.shape
        columns = self.rows.astype(np.int32) + np.arange(fields, dtype=np.int32) * LEVELS
        starts = np.arange(0, rows * fields + 1, max(fields, 1), dtype=np.int32)
        return csr_matrix((np.ones(rows * fields), columns.ravel(), starts), (rows, fields * LEVELS))

    @cached_property
    def shown_by_level(self) -> Any:
        """The same matrix turned about."""
        return self.shown.T.tocsr()

    @cached_property
    def filled(self) -> tuple[npt.NDArray[np.bool_], Numbers]:
        """The different combinations of filled fields, and the number of each row's own."""
        return kinds_filled(self.rows)

    @classmethod
    def plain(cls, levels: Levels) -> Patterns:
        """Make patterns of given rows of levels, one pair each, with nothing known of rarity."""
        distinct, counts = np.unique(levels, axis=0, return_counts=True)
        nothing = np.zeros(len(distinct))
        weights = counts.astype(float)
        return cls(distinct, np.arange(len(distinct)), weights, nothing, {}, weights, float(len(levels)))


@dataclass(frozen=True)
class Shown:
    """What sampled pairs show.

    Attributes:
        rows: the distinct rows of levels. row: the number of each pair's own.
    """

    sample: Sample
    levels: Levels
    rows: Levels
    row: Numbers

    @classmethod
    def of(cls, sample: Sample, levels: Levels) -> Shown:
        """Find the distinct rows of levels."""
        row, first = numbered(list(levels.T))
        return cls(sample, levels, levels[first], row)


def patterns_of(records: Records, model: Model, shown: Shown, total: float) -> Patterns:
    """Count the agreement patterns of sampled pairs, with the rarity of what agrees to the nearest two bits."""
    sample = shown.sample
    coarse = _coarse_rarity(records, model, shown)
    number, first = numbered([shown.row, *(coarse + np.int8(_MOST_TWO_BITS))])
    counts = np.bincount(number, sample.counts, minlength=len(first))
    rounded = [2.0 * bits[first].astype(np.float64) for bits in coarse]
    near = dict(zip(model.near, rounded[1:], strict=True))
    few = np.where(sample.drawn_for <= _STANDS_FOR_FEW, sample.counts, 0.0)
    trusted = np.bincount(number, few, minlength=len(first))
    row = shown.row[first]
    return Patterns(shown.rows, row, counts.astype(np.float64), rounded[0], near, trusted.astype(np.float64), total)


def _coarse_rarity(records: Records, model: Model, shown: Shown) -> npt.NDArray[np.int8]:
    """Give the rarity of each pair's values in two bits: a row for matches and one for each group of near people."""
    sample, pairs = shown.sample, len(shown.row)
    members = [range(len(model.fields)), *_members(model)]
    rarities = Rarities.of(records, model.fields, pairs)
    coarse = np.empty((len(members), pairs), np.int8)

    def fill(start: int) -> None:
        part = slice(start, start + _AT_A_TIME)
        bits = rarities.of_pairs(shown.levels[part], sample.left[part], sample.right[part])
        for fields, found in zip(members, coarse, strict=True):
            found[part] = _two_bits([bits[number] for number in fields], len(found[part]))

    in_threads(fill, range(0, pairs, _AT_A_TIME))
    return coarse


def _members(model: Model) -> list[list[int]]:
    """Give for each group of near people the numbers of the fields that they agree on."""
    return [[number for number, each in enumerate(model.fields) if group in each.near] for group in model.near]


def _two_bits(rarity: Sequence[Bits | None], pairs: int) -> npt.NDArray[np.int8]:
    bits = np.zeros(pairs, np.float32)
    for of_field in rarity:
        if of_field is not None:
            bits += of_field
    return np.clip(np.round(bits / 2), -_MOST_TWO_BITS, _MOST_TWO_BITS).astype(np.int8)


def numbered(columns: Sequence[npt.NDArray[np.integer]]) -> tuple[Numbers, Numbers]:
    """Number the distinct rows of columns of small numbers, 0 or more, as they appear; and give where each first does.

    >>> numbered([np.array([3, 0, 3]), np.array([1, 1, 1])])
    (array([0, 1, 0]), array([0, 1]))
    """
    import pandas as pd

    length = len(columns[0])
    code = np.zeros(length, np.int64)
    room = 1
    for part in columns:
        width = int(part.max(initial=0)) + 1
        if room * width > _LARGEST_CODE:
            code = pd.factorize(code)[0].astype(np.int64)
            room = int(code.max(initial=0)) + 1
        code = code * width + part
        room *= width
    number = pd.factorize(code)[0].astype(np.intp, copy=False)
    first = np.empty(int(number.max(initial=-1)) + 1, np.intp)
    first[number[::-1]] = np.arange(length - 1, -1, -1)  # what is written last stays
    return number, first
