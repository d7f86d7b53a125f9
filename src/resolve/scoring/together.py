"""Whether disagreements come together: what the number of fields that do not fully agree says beyond each by itself.

Weights of single fields take errors for independent. They are not: a record taken over the telephone, or typed by a
tired clerk, has several, and where each copy was spoiled once on purpose it has one. So the model holds, for each
number of fields in less than full agreement, the log2 of how often matches have so many, over how often they would
have if each field erred by itself. Missing fields count as nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

# So many disagreements, or more, are one class.
MOST = 6


def disagreements(levels: Levels) -> npt.NDArray[np.intp]:
    """Count for each row of levels the fields in less than full agreement, up to MOST.

    >>> disagreements(np.array([[1, 1, 0], [1, 3, 2]], np.int8)).tolist()
    [0, 2]
    """
    count = np.zeros(len(levels), np.int8)
    for column in levels.T:
        count += column > 1
    return np.minimum(count, MOST).astype(np.intp)


def kinds_filled(levels: Levels) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Give the different rows of which fields are filled on both sides, and the number of each row's own.

    >>> kinds_filled(np.array([[1, 2], [0, 1], [3, 1]], np.int8))[1].tolist()
    [1, 0, 1]
    """
    code = np.zeros(len(levels), np.int64)
    for number, column in enumerate(levels.T):
        code |= (column > 0).astype(np.int64) << min(number, 62)
    _, first, position = np.unique(code, return_index=True, return_inverse=True)
    return levels[first] > 0, position


def if_alone(filled: npt.NDArray[np.bool_], matches: Floats, full: Sequence[float]) -> Floats:
    """Give how many matches would have each number of disagreements if every field erred by itself.

    Args:
        filled: which fields are filled on both sides, a row a kind. matches: how many there are of each kind.
        full: by field, the share of matches in full agreement.

    >>> if_alone(np.array([[True, True]]), np.array([100.0]), [0.9, 0.8]).round(1).tolist()[:3]
    [72.0, 26.0, 2.0]
    """
    shares = np.zeros((len(filled), MOST + 1))
    shares[:, 0] = 1.0
    for number, agrees in enumerate(full):
        errs = np.where(filled[:, number], 1 - agrees, 0.0)[:, None]
        moved = shares * errs
        shares = shares * (1 - errs)
        shares[:, 1:] += moved[:, :-1]
        shares[:, -1] += moved[:, -1]
    expected: Floats = matches @ shares
    return expected


def together_bits(seen: Floats, alone: Floats, strength: float, most: float) -> tuple[float, ...]:
    """Give log2(seen / alone) for each number of disagreements, as if `strength` matches more had stood at both.

    Full agreement never counts against a pair, and several disagreements never for it: matches that disagree so much
    are few, and among what is taken for them are relatives.

    >>> [round(bits, 1) for bits in together_bits(np.array([80.0, 10.0]), np.array([60.0, 40.0]), 20, 4)]
    [0.3, -1.0]
    """
    ratio = (seen + strength) / (alone + strength)
    bits = np.clip(np.log2(ratio), -most, most)
    bits[0] = max(bits[0], 0.0)
    bits[2:] = np.minimum(bits[2:], 0.0)
    return tuple(bits.tolist())
