"""Whether a record that has found a partner is likely to have a second one: what that says of every pair of a file.

A pair is weighed as if it stood alone. In one file entities have sizes: where those of two records are common and those
of three are next to unknown, a record that surely has a partner has no other, and one that has none must be looked for
among those left over. Let r be the share of records with a partner, and s the share of those with one that have a
second. A pair both of whose records are without another partner is then (1 - s)² / (1 - r)² times as likely to be one
entity as two records in general, and one whose record has another partner s / r times. Both shares are counted among
surely linked records, so that where people have many records nothing changes.

>>> pairs = [(n, n + 1, 20.0) for n in range(0, 1000, 2)] + [(0, 1000, 4.0), (1001, 1002, 4.0)]
>>> left, right, bits = (np.array(part) for part in zip(*pairs, strict=True))
>>> found = Partners.among(Side(left, right, bits, np.ones(3000, np.int64)))
>>> round(found.gained, 1), round(found.lost, 1)
(1.2, -5.7)
>>> beside_better(left, right, bits, 3000, found.lost)[-2:].round(1).tolist()
[-1.7, 4.0]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.scoring.weights import probability_of

Rows = npt.NDArray[np.integer]
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Side:
    """Scored pairs within a file.

    Attributes:
        left, right, bits: rows and weight of each pair; a row with itself stands for its identical records.
        sizes: the records that each row stands for.
    """

    left: Rows
    right: Rows
    bits: Floats
    sizes: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Partners:
    """What a pair gains by being of two records without another partner, 0 or more, and loses by one that has one, 0
    or less; in bits.
    """

    gained: float = 0.0
    lost: float = 0.0

    @classmethod
    def among(cls, side: Side) -> Partners:
        """Find it from surely linked records; too few of them tell nothing, nor does a file where third records abound.

        Some records more are counted that have a second partner as often as any record has one, so that a handful of
        links proves little.
        """
        written = rules.load("models/comparisons")["partners"]
        sure = side.bits >= written["sure_bits"]
        linked, twice = _with_partners(side, sure)
        if linked < written["least_linked"]:
            return cls()
        first = linked / float(side.sizes.sum())
        second = (twice + float(written["firm"]) * first) / (linked + float(written["firm"]))
        if second > written["second_at_most"] * first:
            return cls()
        gained = 2 * np.log2((1 - second) / max(1 - first, float(written["least_left"])))
        return cls(round(max(float(gained), 0.0), 6), round(float(np.log2(second / first)), 6))


def _with_partners(side: Side, sure: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Count the records with a sure partner or more, and those with two or more."""
    left, right, sizes, count = side.left[sure], side.right[sure], side.sizes, len(side.sizes)
    own = left == right
    others = np.where(own, 0, sizes[right]), np.where(own, 0, sizes[left])
    partners = np.bincount(left, others[0], count) + np.bincount(right, others[1], count)
    partners[left[own]] += sizes[left[own]] - 1
    return float(sizes[partners > 0].sum()), float(sizes[partners > 1].sum())


def beside_better(left: Rows, right: Rows, bits: Floats, count: int, lost: float) -> Floats:
    """Give the weight of pairs beside the best other partner of their two records.

    Only a better partner counts, as likely as it is one: of rivals of one weight none outdoes the other.

    Args:
        count: how many rows there are. lost: bits that a pair loses where one of its records surely has a partner.
    """
    best = np.full(count, -np.inf)
    np.maximum.at(best, left, bits)
    np.maximum.at(best, right, bits)
    other = np.maximum(best[left], best[right])
    taken = np.where(other > bits, probability_of(other), 0.0)
    weight: Floats = bits + np.log2(1 - taken + taken * 2.0**lost)
    return weight
