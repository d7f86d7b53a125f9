"""Addresses taken apart lightly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.values import addresses


@pytest.mark.parametrize(
    ("text", "street", "house", "flat", "town", "postcode"),
    [
        ("Светоилијска 183, Лесковац", "svetoilijska", "183", "", "Leskovac", ""),
        ("564 Station Road, Leeds LS1 4AB", "station", "564", "", "Leeds", "ls14ab"),
        ("Flat 12, 506 Church Street, York", "church york", "506", "12", "", ""),
        ("Rruga 28 Nëntori nr. 5, Prishtinë 10000", "28 nentori", "5", "", "Prishtinë", "10000"),
        ("Atatürk Cad. No:12 D:5 Ankara", "ataturk", "12", "5", "Ankara", ""),
        ("Bulevar kralja Aleksandra bb", "kralja aleksandra", "bb", "", "", ""),
        ("Berlin", "berlin", "", "", "", ""),
        ("12", "12", "12", "", "", ""),
    ],
)
def test_parts(text, street, house, flat, town, postcode):
    found = addresses.parse(text)
    assert (found.street, found.house, found.flat, found.town, found.postcode) == (street, house, flat, town, postcode)


def test_the_contract():
    assert addresses.validate("Ul. 5") == "ul 5" and not addresses.is_valid("--") and addresses.compact("") == ""
    with pytest.raises(InputError, match="expected an address"):
        addresses.validate("--")


@settings(max_examples=100, deadline=None)
@given(st.text("ul 12.abst,NišŽ", max_size=40) | st.text(max_size=40), st.text("ul 12.abst", max_size=40))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = addresses.parse_many([one, other])
    if left and right:
        assert addresses.compare(left, right) is addresses.compare(right, left)
        assert addresses.keys_of([left, right]) == [left.key, right.key]


@pytest.mark.parametrize("text", ["ul 1 " * 2_000_000, "1" * 10**7, "\ud800" * 50])
def test_hostile_text_ends_soon(text):
    assert len(addresses.compact(text)) <= 2_000
    addresses.parse(text)
