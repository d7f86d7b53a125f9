"""National numbers told valid by their check digit, many at once.

>>> valid_in(["0101990710008", "0101990710009", "1234567"]).tolist()
[1, 0, 0]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules

Schemes = npt.NDArray[np.uint8]
Digits = npt.NDArray[np.int64]


def valid_in(numbers: Sequence[str]) -> Schemes:
    """Tell in which schemes of `rules/identifiers/checksums` each compact number is valid.

    Returns:
        uint8, one a number: bit k stands for the k-th scheme; 0 where a number is valid in none.
    """
    found = np.zeros(len(numbers), np.uint8)
    for bit, scheme in enumerate(rules.load("identifiers/checksums")["scheme"]):
        fitting = [i for i, text in enumerate(numbers) if len(text) == scheme["length"] and _is_digits(text)]
        if fitting:
            joined = "".join(numbers[i] for i in fitting).encode()
            digits = np.frombuffer(joined, np.uint8).reshape(len(fitting), -1).astype(np.int64) - ord("0")
            found[fitting] |= (_checks(digits, scheme) & _dates_fit(digits, scheme)).astype(np.uint8) << bit
    return found


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _checks(digits: Digits, scheme: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    total = (digits[:, :-1] @ np.array(scheme["weights"], np.int64)) % 11
    check = total if scheme["check"] == "remainder" else 11 - total
    check = np.where(check == 11, 0, np.where(check == 10, scheme["ten"], check))
    return np.asarray(check == digits[:, -1])


def _dates_fit(digits: Digits, scheme: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    fits = np.ones(len(digits), bool)
    for part, most in (("day", 31), ("month", 12)):
        if part in scheme:
            place = scheme[part] - 1
            value = 10 * digits[:, place] + digits[:, place + 1]
            fits &= (value >= 1) & (value <= most)
    return fits
