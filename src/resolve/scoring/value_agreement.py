"""Tests of agreement for places, nationalities and documents: `resolve.values` over whole arrays of pairs.

What a test needs of a value is looked up once a distinct value; pairs are then compared by codes and small tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column
from resolve.values import countries, documents, places

if TYPE_CHECKING:
    from resolve.scoring.agreement import ValuePairs

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]
# So many countries of one value count; more are not honest.
_COUNTRIES = 4


def _related_country(pairs: ValuePairs, _: float) -> Bools:
    """Hold where a country of one side is that of the other, or related to it (see `countries.related`)."""
    table = country_table(pairs.column)
    return _any_related(table[pairs.left], table[pairs.right])


def _same_place(pairs: ValuePairs, _: float) -> Bools:
    """Hold where two texts name one place, and no countries that exclude each other."""
    left, right = pairs.forms("place")
    return np.asarray((left == right) & (left != MISSING) & ~_apart(pairs))


def _place_within(pairs: ValuePairs, _: float) -> Bools:
    """Hold where one place lies in or by the other (see `places.within`)."""
    table = place_table(pairs.column)
    left, right = pairs.left, pairs.right
    related = _any_related(table.countries[left], table.countries[right])
    one_is_country = table.is_country[left] != table.is_country[right]
    around, town = table.around, table.town
    beside = (around[left] >= 0) & (around[left] == town[right]) | (around[right] >= 0) & (around[right] == town[left])
    return np.asarray((one_is_country & related) | beside)


def _other_place(pairs: ValuePairs, _: float) -> Bools:
    """Hold where both are towns of the gazetteer, and not one, or places in countries that exclude each other."""
    table = place_table(pairs.column)
    left, right = table.town[pairs.left], table.town[pairs.right]
    return np.asarray(((left >= 0) & (right >= 0) & (left != right)) | _apart(pairs))


def _apart(pairs: ValuePairs) -> Bools:
    table = place_table(pairs.column).countries
    left, right = table[pairs.left], table[pairs.right]
    known = (left >= 0).any(axis=1) & (right >= 0).any(axis=1)
    return np.asarray(known & ~_any_related(left, right))


def _same_document(pairs: ValuePairs, _: float) -> Bools:
    """Hold where the numbers are the same and no issuers are known that exclude each other."""
    return _with_issuers(pairs, "number")


def _look_alike(pairs: ValuePairs, _: float) -> Bools:
    """Hold where the numbers differ by characters that look alike, and no issuers exclude each other."""
    return _with_issuers(pairs, "look_alike")


def _with_issuers(pairs: ValuePairs, form: str) -> Bools:
    left, right = pairs.forms(form)
    same = (left == right) & (left != MISSING)

    table = issuer_table(pairs.column)
    one, other = table[pairs.left], table[pairs.right]
    known = (one[:, 0] >= 0) & (other[:, 0] >= 0)
    return np.asarray(same & (~known | _any_related(one, other)))


def country_table(column: Column) -> Ints:
    """Give the countries that each distinct value names, by index, padded with -1."""
    table: Ints = column.derived("countries", lambda: _countries_of([v.upper().split() for v in column.values]))
    return table


def issuer_table(column: Column) -> Ints:
    """Give the issuers of each distinct document number, by index, padded with -1."""
    issuers: Ints = column.derived(
        "issuers", lambda: _countries_of([documents.issuer_of(value).split() for value in column.values])
    )
    return issuers


VALUE_TESTS: Mapping[str, Callable[[ValuePairs, float], Bools]] = {
    "related_country": _related_country,
    "same_place": _same_place,
    "place_within": _place_within,
    "other_place": _other_place,
    "same_document": _same_document,
    "look_alike": _look_alike,
}


@dataclass(frozen=True)
class Places:
    """The distinct places of a column: town and surrounding town by index (-1 none), countries, and country alone."""

    town: Ints
    around: Ints
    countries: Ints
    is_country: Bools


def place_table(column: Column) -> Places:
    """Give what the gazetteer knows of each distinct value."""

    def make() -> Places:
        found = places.parse_many(column.values.tolist())
        known = [place for place in found if isinstance(place, places.Place)]
        if len(known) != len(found):
            raise AssertionError("expected normalised places, found an empty one")
        return Places(
            np.array([place.town for place in known], np.int32),
            np.array([place.around for place in known], np.int32),
            _countries_of([place.countries for place in known]),
            np.array([not place.name for place in known], bool),
        )

    table: Places = column.derived("places", make)
    return table


def _countries_of(ids: Sequence[Sequence[str]]) -> Ints:
    """Give the countries of each value by index, as many columns as any has, -1 for none."""
    index = {one: i for i, one in enumerate(countries.country_ids())}
    listed = [[index[one] for one in each if one in index][:_COUNTRIES] for each in ids]
    width = max(1, max(map(len, listed), default=1))
    return np.array([each + [-1] * (width - len(each)) for each in listed], np.int32).reshape(-1, width)


def _any_related(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> Bools:
    """Tell for each row whether any country of the left is, or is related to, one of the right; -1 never is."""
    table = countries.related_table()
    found = np.zeros(len(left), bool)
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            found |= table[left[:, i], right[:, j]]  # the last row and column, which -1 means, are False
    return found
