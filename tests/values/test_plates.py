"""Registration plates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve import rules
from resolve.errors import InputError
from resolve.values import countries, plates


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("BG 1234-AB", "SRB"),
        ("A12-B-345", ""),
        ("A12-J-345", "BIH"),
        ("PG AB123", "MNE"),
        ("SK 1234-AB", "MKD"),
        ("01-123-AB", "XKX"),
        ("AA 123 BB", "ALB"),
        ("ZG 1234-AB", "HRV"),
        ("CA 1234 AB", "BGR"),
        ("AB12 CDE", "GBR"),
        ("34 ABC 123", "TUR"),
    ],
)
def test_the_forms_of_the_region(text, country):
    found = plates.parse(text)
    assert country in found.countries if country else found.countries == ()


def test_forms_are_of_countries_and_of_letters_and_digits():
    for entry in rules.load("identifiers/plates")["plate"]:
        assert entry["country"] in countries.country_ids() and entry["pattern"].isalpha()


def test_the_contract():
    assert plates.validate("bg-123 ab") == "BG123AB" and not plates.is_valid("none")
    with pytest.raises(InputError, match="found no digit"):
        plates.validate("---")
    with pytest.raises(InputError, match="over 12"):
        plates.validate("1234567890123")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = plates.parse_many([one, other])
    if left and right:
        assert plates.compare(left, right) is plates.compare(right, left)
    assert len(plates.compact(one * 100_000)) <= 200
