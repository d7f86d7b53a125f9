"""Whole names cut into parts, one by one and in columns."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.names.parse import NameParts, split_name, split_names, surname_comes_first

QUIET = settings(max_examples=150, deadline=None)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=40) | st.text("abcŠЂ ,()-'", max_size=30)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Agim Hoxha", NameParts("agim", "hoxha", "", "")),
        ("Хашим Тачи", NameParts("hasim", "taci", "", "")),
        ("HOXHA, Agim", NameParts("agim", "hoxha", "", "")),
        ("HOXHA, Agim Besnik", NameParts("agim", "hoxha", "besnik", "")),
        ("Petrović-Njegoš, Petar", NameParts("petar", "petrovic njegos", "", "")),
        ("Petrović (Marko) Nikola", NameParts("nikola", "petrovic", "", "marko")),
        ("Петровић(Марко)Никола", NameParts("nikola", "petrovic", "", "marko")),
        ("Agim Besnik Hoxha", NameParts("agim", "hoxha", "besnik", "")),
        ("Ana Maria de la Cruz", NameParts("ana", "cruz", "maria de la", "")),
        ("Hoxha", NameParts("", "hoxha", "", "")),
        ("", NameParts("", "", "", "")),
        ("  ,  ", NameParts("", "", "", "")),
        ("Hoxha,", NameParts("", "hoxha", "", "")),
        (", Agim", NameParts("", "agim", "", "")),
        ("()", NameParts("", "", "", "")),
    ],
)
def test_a_name_is_cut(text, parts):
    assert split_name(text) == parts


def test_surname_first_turns_only_names_whose_form_does_not_tell():
    assert split_name("Hoxha Agim", surname_first=True) == NameParts("agim", "hoxha", "", "")
    assert split_name("Hoxha Besnik Agim", surname_first=True) == NameParts("agim", "hoxha", "besnik", "")
    for told in ("HOXHA, Agim", "Petrović (Marko) Nikola", "Hoxha", ""):
        assert split_name(told, surname_first=True) == split_name(told)


@QUIET
@given(st.lists(TEXTS, max_size=6), st.booleans())
def test_many_equal_one_by_one(texts, surname_first):
    found = split_names(texts, surname_first=surname_first)
    assert found == [split_name(text, surname_first=surname_first) for text in texts]


@QUIET
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=5), st.booleans())
def test_no_token_is_lost_or_made(tokens, surname_first):
    found = split_name(" ".join(tokens), surname_first=surname_first)
    assert sorted(" ".join(found).split()) == sorted(tokens)


@QUIET
@given(st.text("abc", min_size=1, max_size=5), st.text("xyz", min_size=1, max_size=5))
def test_comma_and_order_agree(given_name, surname):
    assert split_name(f"{surname}, {given_name}") == split_name(f"{given_name} {surname}")


@pytest.mark.parametrize("unit", ["a", "(", ")", "a(", ", ", "a ", "ж", "(a)"])
def test_a_name_of_megabytes_is_cut(unit):
    assert len(split_name(unit * (10_000_000 // len(unit))).surname) <= 2_000


GIVEN = Counter({"agim": 9, "ana": 8, "marko": 7})
SURNAMES = Counter({"hoxha": 9, "maric": 8, "petrov": 7})


def test_order_is_told_from_the_vocabulary():
    assert surname_comes_first(["hoxha agim", "maric ana", "petrov marko"], GIVEN, SURNAMES)
    assert not surname_comes_first(["agim hoxha", "ana maric", "marko petrov"], GIVEN, SURNAMES)


def test_order_is_the_usual_one_where_nothing_tells():
    assert not surname_comes_first([], GIVEN, SURNAMES)
    assert not surname_comes_first(["hoxha agim"], Counter(), Counter())
    assert not surname_comes_first(["agim", "hoxha", ""], GIVEN, SURNAMES)


def test_the_majority_tells_order():
    assert surname_comes_first(["hoxha agim", "maric ana", "marko petrov"], GIVEN, SURNAMES)
