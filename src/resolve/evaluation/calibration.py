"""Whether match probabilities mean what they say.

>>> measured = calibration([0.9, 0.9, 0.9, 0.1], [True, True, False, False], bins=2)
>>> round(measured.error, 3), round(measured.brier, 3)
(0.2, 0.21)
>>> [(cell.pairs, round(cell.said, 2), round(cell.true, 2)) for cell in measured.bins]
[(1, 0.1, 0.0), (3, 0.9, 0.67)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.errors import InputError


@dataclass(frozen=True)
class Bin:
    """Pairs whose probability lies in [low, high): how many, the mean of what was said, the share that is true."""

    low: float
    high: float
    pairs: int
    said: float
    true: float


@dataclass(frozen=True)
class Calibration:
    """How far probabilities are from shares.

    Attributes:
        error: expected calibration error, the mean over pairs of |said - true| of their bin; 0 is best.
        largest: of the bins' |said - true|. brier: mean squared error of single probabilities.
        bins: those that hold pairs, from low to high.
    """

    error: float
    largest: float
    brier: float
    bins: tuple[Bin, ...]


def calibration(
    probability: Sequence[float] | npt.NDArray[np.float64],
    match: Sequence[bool] | npt.NDArray[np.bool_],
    *,
    bins: int = 10,
) -> Calibration:
    """Compare probabilities with what turned out true (Naeini, Cooper and Hauskrecht 2015).

    Args:
        probability: of each pair, in [0, 1]. match: whether it is one. No pairs give errors of 0 and no bins.
        bins: how many of equal width; 1 or more.

    Raises:
        InputError: lengths differ, or a probability is outside [0, 1].
    """
    said, true = np.asarray(probability, np.float64), np.asarray(match, bool)
    if len(said) != len(true):
        raise InputError(f"expected as many outcomes as probabilities, found {len(true)} and {len(said)}")
    if not ((said >= 0) & (said <= 1)).all():
        raise InputError("expected probabilities from 0 to 1, found one outside")
    if bins < 1:
        raise InputError(f"expected one bin or more, found {bins}")
    if not len(said):
        return Calibration(0.0, 0.0, 0.0, ())
    cell = np.minimum((said * bins).astype(np.int64), bins - 1)
    pairs = np.bincount(cell, minlength=bins)
    filled = np.flatnonzero(pairs)
    mean_said = np.bincount(cell, said, bins)[filled] / pairs[filled]
    mean_true = np.bincount(cell, true, bins)[filled] / pairs[filled]
    apart = np.abs(mean_said - mean_true)
    return Calibration(
        float((apart * pairs[filled]).sum() / len(said)),
        float(apart.max()),
        float(((said - true) ** 2).mean()),
        tuple(
            Bin(at / bins, (at + 1) / bins, int(pairs[at]), float(said_here), float(true_here))
            for at, said_here, true_here in zip(filled.tolist(), mean_said, mean_true, strict=True)
        ),
    )
