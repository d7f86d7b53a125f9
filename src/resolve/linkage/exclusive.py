"""Sources in which nobody is twice: what it says of a pair that its two records have, or lack, another partner.

A pair is weighed as if its records could match any others as well. Where each of two sources holds a person once and
most people are in both, a record that has found its partner has no other, and one that has not must be looked for among
those left over. Under a random matching of M pairs between N1 and N2 records, two records without other partners are
1 / ((1 - M/N1)(1 - M/N2)) times as likely to belong together as two records in general.

>>> import numpy as np
>>> left, right = np.array([0, 0, 1]), np.array([2, 3, 3])
>>> with_rivals(left, right, np.array([9.0, 3.0, 8.0]), 4).round(2).tolist()
[0.98, 0.01, 0.97]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve import rules

Rows = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]

_ROUNDS = 5
_MOST_BITS = 300.0


@dataclass(frozen=True)
class Sides:
    """Scored pairs across two sources.

    Attributes:
        left, right, bits: rows and weight of each pair. sizes: the records that each row stands for.
        records: how many records each source has.
    """

    left: Rows
    right: Rows
    bits: Floats
    sizes: npt.NDArray[np.int64]
    records: tuple[int, int]


def nobody_twice(sides: Sides) -> bool:
    """Tell whether next to no record that is surely linked has a second partner.

    A file too small to tell counts as one in which people may be twice.
    """
    written = rules.load("models/comparisons")["exclusive"]
    sure = sides.bits >= written["sure_bits"]
    left, right, sizes = sides.left[sure], sides.right[sure], sides.sizes
    count = len(sizes)
    partners = np.bincount(left, sizes[right], count) + np.bincount(right, sizes[left], count)
    linked = float(sizes[partners > 0].sum())
    twice = float(sizes[partners > 1].sum())
    return bool(linked >= written["least_linked"] and twice <= written["twice_at_most"] * linked)


def left_over_bits(sides: Sides) -> float:
    """Give what two records gain, in bits, by being left over in their sources, where nobody is twice in either."""
    written = rules.load("models/comparisons")["exclusive"]
    firm, least = float(written["firm"]), float(written["least_left"])
    gained = 0.0
    for _ in range(_ROUNDS):
        matched = float(with_rivals(sides.left, sides.right, sides.bits + gained, len(sides.sizes)).sum())
        left_over = [max(least, (max(n - matched, 0.0) + firm) / (n + firm)) for n in sides.records]
        gained = float(-np.log2(left_over).sum())
    return round(gained, 6)  # sums hang on the order of pairs in the last digits


def with_rivals(left: Rows, right: Rows, bits: Floats, count: int) -> Floats:
    """Give the probability of each pair where a record has one partner at most, against all others of its two records.

    Args:
        count: how many record rows there are.
    """
    odds = np.exp2(np.clip(bits, -_MOST_BITS, _MOST_BITS))
    of_left, of_right = np.bincount(left, odds, count), np.bincount(right, odds, count)
    return np.asarray(odds / (1 + of_left[left] + of_right[right] - odds), np.float64)
