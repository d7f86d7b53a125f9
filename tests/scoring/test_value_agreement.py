"""Tests of agreement over arrays say what the values' own comparison says of each pair."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from resolve.records.columns import Coded, Column
from resolve.records.prepare import normalise
from resolve.scoring.agreement import TESTS, ValuePairs
from resolve.scoring.comparison import Comparison, levels_of, levels_of_values
from resolve.values import countries, documents, places

PLACES = [
    "Priština", "Prishtinë", "Priština, Kosovo", "Kosovo", "Peć (SCG)", "SFRJ", "SRB", "Novi Pazar", "Pazari i Ri",
    "Novi Sad", "Niš - Medijana", "Niš", "s. Velika Kruša kod Prizrena", "Prizren", "Donja Rijeka", "Donja Rjeka",
    "Monastir, Tunisia", "Bitola", "Monastir", "Simferopol, Ukraine", "Симферополь, Россия", "London",
    "Syria", "Unknownville, Syria",
]  # fmt: skip
COUNTRIES = [
    "SRB",
    "Serbia and Montenegro",
    "Kosovo",
    "MKD",
    "Serbian / Bosnian",
    "BIH",
    "GBN",
    "UK",
    "Ruritania",
    "SFRJ",
]
DOCUMENTS = [
    "009776525", "009776525 SRB", "009776525 HRV", "009776525 SCG", "P0123456 (Kosovo)", "PO12345G SRB",
    "P0123456", "P0123457",
]  # fmt: skip


def pairs_of(field: str, kind: str, texts: list[str]) -> ValuePairs:
    values = [text for text in dict.fromkeys(normalise(field, texts)) if text]
    column = Column.of(field, kind, Coded.of(values))
    left, right = map(np.array, zip(*itertools.product(range(len(values)), repeat=2), strict=True))
    return ValuePairs(column, left, right)


@pytest.mark.parametrize(
    ("field", "kind", "texts"),
    [
        ("birth_place", "place", PLACES),
        ("nationality", "nationality", COUNTRIES),
        ("document_number", "document", DOCUMENTS),
    ],
)
def test_tests_are_symmetric_and_hold_of_a_value_with_itself_alike(field, kind, texts):
    pairs = pairs_of(field, kind, texts)
    turned = ValuePairs(pairs.column, pairs.right, pairs.left)
    for level in [each for each in levels_of(kind) if each.test in TESTS]:
        assert np.array_equal(TESTS[level.test](pairs, level.parameter), TESTS[level.test](turned, level.parameter))


def test_places_are_compared_as_values_are():
    pairs = pairs_of("birth_place", "place", PLACES)
    values = pairs.column.values.tolist()
    same, within = TESTS["same_place"](pairs, 0.0), TESTS["place_within"](pairs, 0.0)
    other = TESTS["other_place"](pairs, 0.0)
    for i, (left, right) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        found = places.compare(places.parse(values[left]), places.parse(values[right]))
        if left == right:
            continue
        told = "OTHER_NAME" if same[i] else "WITHIN" if within[i] else "DIFFERENT" if other[i] else "OPEN"
        assert told == (
            "OPEN" if found.name == "CLOSE" or (told == "OPEN" and found.name == "DIFFERENT") else found.name
        )


def test_nationalities_are_related_as_values_are():
    pairs = pairs_of("nationality", "nationality", COUNTRIES)
    found = TESTS["related_country"](pairs, 0.0)
    for i, (left, right) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        one, other = (countries.parse(pairs.column.values[code]) for code in (left, right))
        if not one or not other:
            assert not found[i]
        else:
            assert found[i] == (countries.compare(one, other) is not countries.Agreement.DIFFERENT)


def test_documents_are_compared_as_values_are():
    pairs = pairs_of("document_number", "document", DOCUMENTS)
    names = {
        "same": "SAME",
        "same number, the issuer known on one side only": "SAME",
        "same but for characters that look alike": "LOOK_ALIKE",
        "same number, another issuer": "OTHER_ISSUER",
    }
    levels = levels_of("document")
    found = levels_of_values(pairs.column, Comparison("document_number", "document", levels), pairs.left, pairs.right)
    for level, left, right in zip(found, pairs.left, pairs.right, strict=True):
        one, other = (documents.parse(pairs.column.values[code]) for code in (left, right))
        expected = documents.compare(one, other).name
        if levels[level - 1].name in names or expected in names.values():
            assert names[levels[level - 1].name] == expected
