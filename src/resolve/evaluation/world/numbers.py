"""Numbers that identify: national numbers, documents, phones, vehicles and accounts, valid and invented.

>>> some = Population(seed=1, count=1000).people(np.arange(40, dtype=np.uint64))
>>> written = national_numbers(Draws(1), some)
>>> numbers = [text for text, country in zip(written, some.nationality) if countries()[country] == "SRB"]
>>> {len(number) for number in numbers}
{13}
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.evaluation.world.draws import Draws, Ids, Numbers
from resolve.evaluation.world.names import Texts
from resolve.evaluation.world.people import People, Population, countries

__all__ = ["Draws", "Population", "filled", "national_numbers", "shaped"]

Digits = npt.NDArray[np.int64]
Characters = npt.NDArray[np.uint8]

_LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPRSTUVXZ", np.uint8)
_NINO_FIRST = np.frombuffer(b"ABCEHJKLMPRSWXYZ", np.uint8)
_NINO_SECOND = np.frombuffer(b"ABCEHJKLMPRSWXYZ", np.uint8)
_NINO_LAST = np.frombuffer(b"ABCD", np.uint8)
_ALBANIAN_CHECK = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVW", np.uint8)
_JMBG = np.array([7, 6, 5, 4, 3, 2] * 2)
_EGN = np.array([2, 4, 8, 5, 10, 9, 7, 3, 6])
_ZERO = ord("0")


def shaped(draws: Draws, purpose: str, ids: Ids, country: Numbers, field: str) -> Texts:
    """Give a number in the shape that a country's table has in `field`; "" where it has none.

    Args:
        ids: whose number it is; equal ids of one country get equal numbers.
    """
    result = np.full(len(ids), "", object)
    for number in np.unique(country).tolist():
        shape = rules.load("world/places")["country"][countries()[number]].get(field, "")
        at = np.flatnonzero(country == number)
        if shape:
            result[at] = filled(draws, purpose, ids[at], shape)
    return result


def filled(draws: Draws, purpose: str, ids: Ids, shape: str) -> Texts:
    """Fill a shape: "#" becomes a digit, "@" a letter."""
    written = np.tile(np.frombuffer(shape.encode(), np.uint8), (len(ids), 1))
    bits = draws.bits(purpose, ids)
    for place in np.flatnonzero(written[0] == ord("#")).tolist() if len(ids) else ():
        bits, digit = np.divmod(bits, np.uint64(10))
        written[:, place] = digit + _ZERO
    letters = draws.bits(f"{purpose}/letters", ids)
    for place in np.flatnonzero(written[0] == ord("@")).tolist() if len(ids) else ():
        letters, letter = np.divmod(letters, np.uint64(len(_LETTERS)))
        written[:, place] = _LETTERS[letter.astype(np.int64)]
    return _text(written)


def national_numbers(draws: Draws, people: People) -> Texts:
    """Give each person the number of the (first) nationality; "" where that has none."""
    result = np.full(len(people), "", object)
    for number in np.unique(people.nationality).tolist():
        scheme = rules.load("world/places")["country"][countries()[number]].get("number")
        if scheme:
            at = np.flatnonzero(people.nationality == number)
            result[at] = _SCHEMES[scheme](draws, people, at)
    return result


def _jmbg(draws: Draws, people: People, at: npt.NDArray[np.intp]) -> Texts:
    year, month, day = _parts(people, at)
    number = int(people.nationality[at[0]])
    regions = np.array(rules.load("world/places")["country"][countries()[number]]["regions"])
    region = regions[draws.below("region", people.ids[at], len(regions))]
    serial = draws.below("serial", people.ids[at], 500) + 500 * people.female[at]
    digits = _digits([(day, 2), (month, 2), (year % 1000, 3), (region, 2), (serial, 3)])
    check = 11 - digits @ _JMBG % 11
    # A check digit of 10 is not given out; the next serial of the same sex has another one.
    serial = np.where(check == 10, serial // 500 * 500 + (serial + 1) % 500, serial)
    digits = _digits([(day, 2), (month, 2), (year % 1000, 3), (region, 2), (serial, 3)])
    check = (11 - digits @ _JMBG % 11) % 11 % 10
    return _text((np.column_stack([digits, check]) + _ZERO).astype(np.uint8))


def _egn(draws: Draws, people: People, at: npt.NDArray[np.intp]) -> Texts:
    year, month, day = _parts(people, at)
    month = month + 40 * (year >= 2000)
    serial = 2 * draws.below("serial", people.ids[at], 500) + people.female[at]
    digits = _digits([(year % 100, 2), (month, 2), (day, 2), (serial, 3)])
    return _text((np.column_stack([digits, digits @ _EGN % 11 % 10]) + _ZERO).astype(np.uint8))


def _tckn(draws: Draws, people: People, at: npt.NDArray[np.intp]) -> Texts:
    digits = _digits([(100_000_000 + draws.below("serial", people.ids[at], 900_000_000), 9)])
    tenth = (7 * digits[:, 0::2].sum(1) - digits[:, 1::2].sum(1)) % 10
    eleventh = (digits.sum(1) + tenth) % 10
    return _text((np.column_stack([digits, tenth, eleventh]) + _ZERO).astype(np.uint8))


def _nino(draws: Draws, people: People, at: npt.NDArray[np.intp]) -> Texts:
    ids = people.ids[at]
    digits = _digits([(draws.below("serial", ids, 1_000_000), 6)]) + _ZERO
    letters = [
        table[draws.below(f"letter {place}", ids, len(table))]
        for place, table in enumerate((_NINO_FIRST, _NINO_SECOND, _NINO_LAST))
    ]
    return _text(np.column_stack([letters[0], letters[1], digits, letters[2]]).astype(np.uint8))


def _nid(draws: Draws, people: People, at: npt.NDArray[np.intp]) -> Texts:
    year, month, day = _parts(people, at)
    serial = draws.below("serial", people.ids[at], 1000)
    decade = ord("A") + (year - 1900) // 10
    digits = _digits([(year % 10, 1), (month + 50 * people.female[at], 2), (day, 2), (serial, 3)])
    check = _ALBANIAN_CHECK[(digits @ np.arange(1, 9)) % 23]
    return _text(np.column_stack([decade, digits + _ZERO, check]).astype(np.uint8))


_SCHEMES: dict[str, Callable[[Draws, People, npt.NDArray[np.intp]], Texts]] = {
    "jmbg": _jmbg,
    "egn": _egn,
    "tckn": _tckn,
    "nino": _nino,
    "nid": _nid,
}


def _parts(people: People, at: npt.NDArray[np.intp]) -> tuple[Numbers, Numbers, Numbers]:
    return date_parts(people.birth[at])


def date_parts(dates: npt.NDArray[np.datetime64]) -> tuple[Numbers, Numbers, Numbers]:
    """Give years, months and days."""
    months = dates.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    return year, month, day


def _digits(parts: list[tuple[Numbers, int]]) -> Digits:
    columns = [value // 10**power % 10 for value, width in parts for power in range(width - 1, -1, -1)]
    return np.column_stack(columns)


def _text(characters: Characters) -> Texts:
    if not len(characters):
        return np.empty(0, object)
    joined = np.ascontiguousarray(characters).view(f"S{characters.shape[1]}").ravel()
    return np.asarray(joined.astype(str).astype(object))
