"""National numbers told valid by their shape, the birth date in them and their check digits, many at once.

>>> [scheme.key for bit, scheme in enumerate(schemes()) if valid_in(["0101990710008"])[0] >> bit & 1]
['jmbg']
>>> valid_in(["0101990710009", "1234567"]).tolist()
[0, 0]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.values.number_schemes import Scheme, schemes

Schemes = npt.NDArray[np.uint32]
Digits = npt.NDArray[np.int16]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ALL = (1 << 32) - 1
_OTHER = 99
_LOOKED_AT = 50_000
_VALUE = np.full(256, _OTHER, np.int16)
_VALUE[ord("0") : ord("9") + 1] = range(10)
_VALUE[ord("A") : ord("Z") + 1] = range(10, 36)
_RANGES = {"9": (0, 9), "A": (10, 35), "X": (0, 35)}
_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True)
class Births:
    """Birth dates in numbers, 0 for a year that is not told; `added` is what was added to the month."""

    year: Ints
    month: Ints
    day: Ints
    added: Ints


def valid_in(numbers: Sequence[str], only: int = ALL) -> Schemes:
    """Tell in which schemes of `rules/identifiers/schemes` each compact number is valid.

    Schemes without a check digit, and such as are only warned about, count where shape and birth date fit.

    Args:
        only: bits of the schemes to look at.

    Returns:
        uint32, one a number: bit k stands for the k-th scheme; 0 where a number is valid in none.
    """
    return _by_scheme(numbers, lambda scheme, digits: checks(digits, scheme), only)


def shaped_as(numbers: Sequence[str]) -> Schemes:
    """Tell of which schemes each compact number has the shape and a possible birth date, whatever its check digit."""
    return _by_scheme(numbers, lambda scheme, digits: np.ones(len(digits), bool), ALL)


def telling() -> int:
    """Give the bits of the schemes in which two different valid numbers are two people."""
    return sum(1 << bit for bit, scheme in enumerate(schemes()) if scheme.tells_people_apart)


def checked() -> int:
    """Give the bits of the schemes whose check digit is sure."""
    return sum(1 << bit for bit, scheme in enumerate(schemes()) if scheme.sure and scheme.check != "none")


def believed(numbers: Sequence[str], counts: npt.NDArray[np.int64] | None = None) -> int:
    """Tell which schemes the numbers of a column are of, as bits, since chance alone makes some number valid in any.

    Of many numbers, 50,000 evenly spread are looked at.

    Args:
        numbers: distinct compact numbers. counts: in how many rows each stands (default: one each).
    """
    written = rules.load("identifiers/schemes")["belief"]
    weight = np.ones(len(numbers), np.int64) if counts is None else counts
    step = max(1, len(numbers) // _LOOKED_AT)
    numbers, weight = numbers[::step], weight[::step]
    shaped, valid = _by_shape(numbers), valid_in(numbers)
    bits = 0
    for bit, scheme in enumerate(schemes()):
        of_shape, passing = (int(weight[(found >> bit & 1) == 1].sum()) for found in (shaped, valid))
        few = of_shape < written["enough"]
        if passing and (scheme.birth is not None if few else passing >= written["share"] * of_shape):
            bits |= 1 << bit
    return bits


def digits_of(numbers: Sequence[str], length: int) -> Digits:
    """Give ASCII numbers of one length as a table: digits as they are, A as 10 to Z as 35, anything else 99."""
    letters = np.frombuffer("".join(numbers).encode("ascii", "replace"), np.uint8).reshape(len(numbers), length)
    return np.asfortranarray(_VALUE[letters])  # the work goes place by place


def births_of(digits: Digits, scheme: Scheme) -> Births:
    """Read the birth dates in numbers of a scheme that holds one."""
    rule = scheme.birth
    assert rule is not None  # the caller's scheme holds a birth date
    month, day = figure(digits, rule["month"], 2), figure(digits, rule["day"], 2)
    year = figure(digits, rule["year"], rule["digits"])
    added = np.zeros(len(digits), np.int64)
    century = rule["century"]
    if century == "thousand":
        year = year + np.where(year >= 800, 1000, 2000)
    elif century == "month":
        added = np.where(month > 40, 40, np.where(month > 20, 20, 0))
        year = year + np.where(added == 40, 2000, np.where(added == 20, 1800, 1900))
    elif century == "first digit":
        start = np.array(rule["centuries"])[np.clip(digits[:, 0], 0, 9)]
        year = np.where(start == 0, 0, start + year)
    elif century == "decade":
        year = year + 1800
    else:
        year = np.where(year > date.today().year % 100, 1900 + year, 0)
    for months in scheme.added:
        added = np.where((month > months) & (month <= months + 12), months, added)
    return Births(year, month - added, day, added)


def figure(digits: Digits, place: int, width: int) -> Ints:
    """Give the figure that stands at a place, counted from 1."""
    value = np.zeros(len(digits), np.int64)
    for at in range(place - 1, place - 1 + width):
        value = 10 * value + digits[:, at]
    return value


def checks(digits: Digits, scheme: Scheme) -> Bools:
    """Tell which numbers of a scheme's shape have the right check digit."""
    return _CHECKS[scheme.check](digits, scheme)


def _by_scheme(numbers: Sequence[str], test: Callable[[Scheme, Digits], Bools], only: int) -> Schemes:
    found = np.zeros(len(numbers), np.uint32)
    tables = _tables(numbers)
    for bit, scheme in enumerate(schemes()):
        if len(scheme.shape) not in tables or not only >> bit & 1:
            continue
        places, digits = tables[len(scheme.shape)]
        fits = _fits(digits, scheme)
        if scheme.pattern is not None and fits.any():
            fits[fits] = [scheme.pattern.fullmatch(numbers[place]) is not None for place in places[fits].tolist()]
        fits[fits] = _dates_fit(digits[fits], scheme)
        fits[fits] = test(scheme, digits[fits])
        found[places[fits]] |= np.uint32(1 << bit)
    return found


def _by_shape(numbers: Sequence[str]) -> Schemes:
    found = np.zeros(len(numbers), np.uint32)
    tables = _tables(numbers)
    for bit, scheme in enumerate(schemes()):
        if len(scheme.shape) in tables:
            places, digits = tables[len(scheme.shape)]
            found[places[_fits(digits, scheme)]] |= np.uint32(1 << bit)
    return found


def _tables(numbers: Sequence[str]) -> Mapping[int, tuple[npt.NDArray[np.int64], Digits]]:
    """Give the numbers of each length that some scheme has: their places, and their digits as a table."""
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    tables = {}
    for length in sorted({len(scheme.shape) for scheme in schemes()}):
        places = np.flatnonzero(lengths == length)
        if len(places):
            tables[length] = places, digits_of([numbers[place] for place in places.tolist()], length)
    return tables


def _fits(digits: Digits, scheme: Scheme) -> Bools:
    fits = np.ones(len(digits), bool)
    for place, sign in enumerate(scheme.shape):
        low, high = _RANGES[sign]
        fits &= (digits[:, place] >= low) & (digits[:, place] <= high)
    return fits


def _dates_fit(digits: Digits, scheme: Scheme) -> Bools:
    if scheme.birth is None:
        return np.ones(len(digits), bool)
    births = births_of(digits, scheme)
    possible = (births.month >= 1) & (births.month <= 12) & (births.day >= 1)
    leap = (births.year % 4 == 0) & ((births.year % 100 != 0) | (births.year % 400 == 0)) | (births.year == 0)
    days = _DAYS[np.clip(births.month, 1, 12) - 1] - ((births.month == 2) & ~leap)
    return np.asarray(possible & (births.day <= days))


def _weighted(digits: Digits, scheme: Scheme) -> Ints:
    # Whole numbers this small are exact in floating point, where the product is much faster.
    return np.asarray(digits[:, :-1].astype(np.float32) @ np.array(scheme.weights, np.float32)).astype(np.int64)


def _complement(digits: Digits, scheme: Scheme) -> Bools:
    check = 11 - _weighted(digits, scheme) % 11
    return np.asarray(np.where(check > 9, 0, check) == digits[:, -1])


def _remainder(digits: Digits, scheme: Scheme) -> Bools:
    check = _weighted(digits, scheme) % 11
    return np.asarray(np.where(check == 10, scheme.ten, check) == digits[:, -1])


def _tens(digits: Digits, scheme: Scheme) -> Bools:
    return np.asarray(_weighted(digits, scheme) % 10 == digits[:, -1])


def _luhn(digits: Digits, _: Scheme) -> Bools:
    doubled = digits.copy()
    doubled[:, -2::-2] *= 2
    return np.asarray((doubled // 10 + doubled % 10).sum(axis=1) % 10 == 0)


def _mod_11_10(digits: Digits, _: Scheme) -> Bools:
    check = np.full(len(digits), 10, np.int64)
    for place in range(digits.shape[1] - 1):
        check = (check + digits[:, place]) % 10
        check = np.where(check == 0, 10, check) * 2 % 11
    return np.asarray((11 - check) % 10 == digits[:, -1])


def _turkish(digits: Digits, _: Scheme) -> Bools:
    tenth = (7 * digits[:, 0:9:2].sum(axis=1) - digits[:, 1:8:2].sum(axis=1)) % 10
    eleventh = digits[:, :10].sum(axis=1) % 10
    return np.asarray((tenth == digits[:, 9]) & (eleventh == digits[:, 10]))


def _unchecked(digits: Digits, _: Scheme) -> Bools:
    return np.ones(len(digits), bool)


_CHECKS: Mapping[str, Callable[[Digits, Scheme], Bools]] = {
    "complement": _complement,
    "remainder": _remainder,
    "tens": _tens,
    "luhn": _luhn,
    "mod_11_10": _mod_11_10,
    "turkish": _turkish,
    "none": _unchecked,
}
