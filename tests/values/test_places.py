"""Places: every name of every town is read, comparing is symmetric, hostile text ends soon."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.errors import InputError
from resolve.values import places

TOWNS = rules.load("places/towns")["town"]


def test_every_name_with_its_country_is_its_town():
    astray = []
    for index, town in enumerate(TOWNS):
        for name in (town["name"], *town.get("names", ())):
            found = places.parse(f"{name}, {town['country'].split()[0]}")
            if found.town != index:
                astray.append(f"{name}, {town['country']}")
    assert len(astray) <= 0.01 * len(TOWNS), astray


@pytest.mark.parametrize(
    ("text", "name", "country", "near"),
    [
        ("selo Bare kod Kragujevca", "bare", ("SRB",), "Kragujevac"),
        ("Donje Selo, opština Bujanovac", "donje", ("SRB",), "Bujanovac"),
        ("Leeds, West Yorkshire, UK", "leeds west yorkshire", ("GBR",), "Leeds"),
        ("Bajram Curri", "Bajram Curri", ("ALB",), ""),
        ("SFRJ", "", ("YUG",), ""),
        ("Unknownville", "unknownville", (), ""),
        ("Unknownville, Syria", "unknownville", ("SYR",), ""),
        ("Bar ME", "Bar", ("MNE",), ""),
        ("La Paz", "la paz", (), ""),
    ],
)
def test_cells_are_read(text, name, country, near):
    found = places.parse(text)
    assert (found.name, found.countries, found.near) == (name, country, near)


def test_the_contract():
    assert places.validate("Priština") == "prishtine xkx" and places.is_valid("Kosovo")
    assert not places.is_valid("Unknownville") and not places.parse("---")
    assert str(places.parse("Peć")) == "Pejë, XKX" and places.compact("---") == ""
    with pytest.raises(InputError, match="rules/places"):
        places.validate("Unknownville")


PIECES = [
    "Novi",
    "Grad",
    "Pazar",
    "kod",
    "Prizren",
    "Kosovo",
    "SRB",
    "Niš",
    "s.",
    "opština",
    "u",
    "MKD",
    "(SCG)",
    "Peć",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=8)


@settings(max_examples=200, deadline=None)
@given(WORDS.map(" ".join) | st.text(max_size=60), WORDS.map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = places.parse_many([one, other])
    if left and right:
        assert places.compare(left, right) is places.compare(right, left)
        assert places.compare(left, left) is places.Agreement.SAME
        assert places.parse(left.text) == left and left.key


@pytest.mark.parametrize("text", ["kod " * 2_000_000, "a" * 10**7, "\ud800", "\u202eNiš", "Niš, " * 10**6])
def test_hostile_text_ends_soon(text):
    found = places.parse(text)
    assert not found or len(found.text) <= 2_000
