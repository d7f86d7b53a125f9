"""The words that the rules list, and what is known of one word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.names.words import (
    NO_KINDS,
    Kind,
    is_given,
    is_mans,
    is_short_form,
    is_surname,
    listed_words,
    nominatives,
    phrases_from,
    tells_order,
    word,
)
from resolve.text.unicode import plain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("zvani", Kind.NICKNAME),
        ("ЗВАНИ", Kind.NICKNAME),
        ("zv.", Kind.NICKNAME),
        ("rođ.", Kind.MAIDEN),
        ("rodj", Kind.MAIDEN),
        ("РОЂЕНА", Kind.MAIDEN),
        ("née", Kind.MAIDEN),
        ("a.k.a.", Kind.ALIAS),
        ("A/K/A", Kind.ALIAS),
        ("aka", Kind.ALIAS),
        ("oğlu", Kind.FATHER_AFTER),
        ("kızı", Kind.FATHER_AFTER),
        ("بن", Kind.CHILD),
        ("عبد", Kind.JOIN_NEXT),
        ("ή", Kind.OR),
        ("г-н", Kind.TITLE),
        ("Jr.", Kind.SUFFIX),
        ("al-", Kind.PARTICLE),
    ],
)
def test_a_word_is_known_in_its_spellings(text, kind):
    assert kind in word(text).kinds


@pytest.mark.parametrize("text", ["zv", "ml", "nad", "st", "Petrović", "", "J.R.", "ž"])
def test_a_word_is_not_taken_for_one_that_needs_a_dot_or_a_phrase(text):
    assert word(text).kinds == NO_KINDS


def test_every_table_is_a_kind_and_every_word_is_found():
    tables = rules.load("names/words")
    others = {"about", "lower_case", "patronymic", "family", "order", "genitive"}
    assert set(tables) - others == set(Kind)
    for kind in Kind:
        for texts in tables[kind].values():
            for text in texts:
                if " " not in text:
                    assert kind in word(text).kinds, text
                else:
                    first = word(text.split()[0])
                    assert first.opens and any(kind in entry.bare for _, entry in phrases_from(first.key)), text


def test_words_of_small_letters_are_listed():
    tables = rules.load("names/words")
    for texts in tables["lower_case"].values():
        for text in texts:
            entry = word(text).entry
            assert entry is not None and entry.lower_case, text


def test_listed_words_hold_a_word_of_every_marker_and_no_particle():
    assert {"zvani", "sin", "poznat", "oglu", "bin", "abd", "dr", "kao"} & listed_words() >= {
        "zvani",
        "sin",
        "bin",
        "dr",
    }
    assert not {"van", "de", "al", "der"} & listed_words()


@pytest.mark.parametrize(
    ("name", "language", "first"),
    [
        ("Marka", "sr", "Marko"),
        ("Марка", "sr", "Марко"),
        ("Nikole", "sr", "Nikola"),
        ("Николе", "sr", "Никола"),
        ("Jovana", "sr", "Jovan"),
        ("Petra", "sr", "Petar"),
        ("ПЕТРА", "sr", "ПЕТАР"),
        ("Aleksandra", "sr", "Aleksandar"),
        ("Đorđa", "sr", "Đorđe"),
        ("Miloša", "sr", "Miloš"),
        ("Ilije", "sr", "Ilija"),
        ("Сергея", "ru", "Сергей"),
        ("Юрия", "ru", "Юрий"),
        ("Никиты", "ru", "Никита"),
        ("Ивана", "ru", "Иван"),
        ("Сергія", "uk", "Сергій"),
        ("Agimit", "sq", "Agim"),
        ("Markut", "sq", "Mark"),
        ("Ahmet'in", "tr", "Ahmet"),
        ("Ιωάννου", "el", "Ιωάννος"),
    ],
)
def test_the_genitive_is_undone(name, language, first):
    assert nominatives(name, (language,))[0] == first


def test_what_is_no_genitive_gives_nothing():
    assert nominatives("Agim", ("sr", "ru")) == [] and nominatives("", ("sr",)) == [] and nominatives("Marka", ()) == []


def test_case_and_initials():
    assert (word("MARKO").upper, word("Marko").upper, word("محمد").upper, word("marko").lower) == (
        True,
        False,
        False,
        True,
    )
    assert [word(text).initial for text in ("N.", "Ж", "J.C.", "JC", "Li", "LI", "Ng", "Ana")] == [True] * 4 + [
        False
    ] * 4


def test_what_the_lists_of_names_know():
    assert is_given("marko") and is_mans("marko") and not is_mans("ana") and not is_given("petrovic")
    assert is_short_form("nidzo", "nikola") and not is_short_form("nikola", "nidzo") and not is_short_form("x", "y")
    assert is_surname("hoxha") and not is_surname("marko") and not is_surname("zzz")
    assert tells_order("marko") and not tells_order("osman") and not tells_order("petrovic")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_is_a_word(text):
    found = word(text)
    assert found.text == text and found.plain == plain(text)
    assert isinstance(nominatives(text, ("sr", "ru", "sq", "tr", "el", "uk", "az", "xx")), list)
