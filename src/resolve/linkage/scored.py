"""Pairs of records with what they weigh.

>>> pairs = Scored(*(np.array(part) for part in ([0, 0], [1, 2], [9.5, -3.0], [4, 4], [False, True])))
>>> len(pairs.where(~pairs.barred)), histogram(pairs.weight, np.array([1.0, 2.0]))
(1, {-3: 2, 9: 1})
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.scoring import comparison
from resolve.scoring.comparison import Rows
from resolve.scoring.weights import Floats

Weights = npt.NDArray[np.float32]

# Weights beyond are counted with these.
_MOST_BITS = 60


@dataclass(frozen=True)
class Scored:
    """Pairs of record rows with their weight in bits and the number of the rule that found them.

    A rule of -1 means that the two records are identical in every prepared column. Barred pairs are no links whatever
    their weight (see `comparison.barred`).
    """

    left: Rows
    right: Rows
    weight: Weights
    rule: npt.NDArray[np.int8]
    barred: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.left)

    def where(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Scored:
        """Give some of the pairs."""
        return Scored(self.left[keep], self.right[keep], self.weight[keep], self.rule[keep], self.barred[keep])


def histogram(weights: Weights, pair_counts: Floats) -> dict[int, int]:
    """Count pairs by whole bits of weight, each as many times as it stands for pairs of records."""
    counts = np.zeros(2 * _MOST_BITS + 1)
    seen = np.zeros(2 * _MOST_BITS + 1, bool)
    for start in range(0, len(weights), comparison.CHUNK):
        part = slice(start, start + comparison.CHUNK)
        bits = np.clip(np.floor(weights[part]), -_MOST_BITS, _MOST_BITS).astype(np.intp) + _MOST_BITS
        counts += np.bincount(bits, pair_counts[part], minlength=len(counts))
        seen[bits] = True
    return {int(bit) - _MOST_BITS: round(float(counts[bit])) for bit in np.flatnonzero(seen)}
