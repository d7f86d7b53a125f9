"""What national numbers tell of the people who have them: date of birth, sex, place of registration.

Where a number was given out says nothing of where a person is from, and is never made into a nationality.

>>> told = implied(["0101990710008", "7523169263", "5"], believed(["0101990710008", "7523169263"]))
>>> told.births, told.sexes
(['1990-01-01', '1875-03-16', ''], ['m', 'm', ''])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from resolve.values.checksums import Digits, believed, births_of, digits_of, figure, valid_in
from resolve.values.date_columns import spelled
from resolve.values.number_schemes import Scheme, schemes

__all__ = ["Implied", "believed", "implied", "lost_zeros", "region_of", "sexes_of", "with_lost_zeros"]


@dataclass(frozen=True)
class Implied:
    """What numbers tell, one entry a number: births as "1986-03-14", sexes "m" or "f", each "" where not told."""

    births: list[str]
    sexes: list[str]


def implied(numbers: Sequence[str], of_schemes: int) -> Implied:
    """Give what valid numbers tell.

    Args:
        numbers: compact numbers.
        of_schemes: bits of the schemes that they may be of (see `checksums.believed`); only those count whose check
            digit is sure. A number that is valid in several tells what the first of them says.
    """
    births, sexes = np.full(len(numbers), "", object), np.full(len(numbers), "", object)
    valid = valid_in(numbers, of_schemes)
    for bit, scheme in enumerate(schemes()):
        places = np.flatnonzero(valid >> np.uint32(bit) & 1)
        if not len(places) or scheme.birth is None or not scheme.sure:
            continue
        valid[places] = 0
        digits = digits_of([numbers[place] for place in places.tolist()], len(scheme.shape))
        read = births_of(digits, scheme)
        births[places] = np.where(read.year > 0, np.array(spelled(read.year, read.month, read.day), object), "")
        sexes[places] = sexes_of(digits, scheme)
    return Implied(births.tolist(), sexes.tolist())


def sexes_of(digits: Digits, scheme: Scheme) -> list[str]:
    """Give the sex that each number of a scheme tells, "" where the scheme tells none."""
    if scheme.added:
        return [scheme.added.get(added, "") for added in births_of(digits, scheme).added.tolist()]
    if scheme.sex is None:
        return [""] * len(digits)
    told = figure(digits, scheme.sex["place"], scheme.sex["width"])
    rule = scheme.sex["female"]
    female = told >= scheme.sex["figure"] if rule == "from" else told % 2 == (1 if rule == "odd" else 0)
    told_sexes: list[str] = np.where(female, "f", "m").tolist()
    return told_sexes


def region_of(digits: Digits, scheme: Scheme) -> str:
    """Give the place of registration that the first number of a table tells, "" where it tells none."""
    if scheme.region is None:
        return ""
    return scheme.regions.get(int(figure(digits, *scheme.region)[0]), "")


def with_lost_zeros(numbers: Sequence[str], mended: int | None = None) -> list[str]:
    """Give back the leading zero that spreadsheets drop, where the numbers that it makes are valid by their scheme.

    Only schemes that hold a birth date and may begin with 0 are mended, and only where most numbers of the length
    become valid, or the column has whole numbers of the scheme.

    Args:
        numbers: compact numbers of one column.
        mended: bits of the schemes to mend, where that is known (see `lost_zeros`); None finds out from the numbers.

    >>> with_lost_zeros(["101990710008", "3112985710003"])
    ['0101990710008', '3112985710003']
    """
    return _zeros_put_back(numbers, mended)[0]


def lost_zeros(numbers: Sequence[str]) -> int:
    """Give, as bits, the schemes whose lost zeros `with_lost_zeros` puts back in a column.

    A scheme that the column has no number of counts as one: nothing there speaks against it.
    """
    return _zeros_put_back(numbers, None)[1]


def _zeros_put_back(numbers: Sequence[str], mended: int | None) -> tuple[list[str], int]:
    numbers = list(numbers)
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    whole, done = None, 0
    for bit, scheme in enumerate(schemes()):
        if not scheme.lost_zero:
            continue
        places = np.flatnonzero(lengths == len(scheme.shape) - 1)
        if not len(places):
            done |= 1 << bit
            continue
        made = ["0" + numbers[place] for place in places.tolist()]
        as_written = valid_in([numbers[place] for place in places.tolist()])
        good = ((valid_in(made) >> np.uint32(bit) & 1) == 1) & (as_written == 0)
        if mended is None and whole is None:
            whole = believed(numbers)
        worth = 2 * good.sum() >= len(places) or bool((whole or 0) >> bit & 1)
        if worth if mended is None else bool(mended >> bit & 1):
            done |= 1 << bit
            for place, number in zip(places[good].tolist(), np.array(made, object)[good].tolist(), strict=True):
                numbers[place] = number
                lengths[place] += 1
    return numbers, done
