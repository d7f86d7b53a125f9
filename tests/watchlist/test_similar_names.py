"""Names: each clause of the law on names, and what just misses it."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.names.reading import Names, read
from resolve.names.vocabulary import Vocabulary
from resolve.text.repair import repair_many
from resolve.watchlist.similar_names import NameLikeness, similar_names
from resolve.watchlist.similarity import NEITHER, SAME, SIMILAR, Law

WORDS = Vocabulary()
ONE = np.zeros(1, np.int64)


def compared(left: str, right: str) -> NameLikeness:
    ours, theirs = (Names.of(WORDS, [read(repair_many([text])[0])]) for text in (left, right))
    (found,) = similar_names(Law.named("eu_mid"), WORDS, ours, theirs, ONE, ONE)
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Slobodan Petrović", "SLOBODAN PETROVIĆ"),
        ("Petrović, Slobodan", "Slobodan Petrović"),  # in what order a form has them is no deviation
        ("Petrović, Slobodan", "Petrović Slobodan"),
        ("Dr Slobodan Petrović", "Slobodan Petrović"),
    ],
)
def test_the_same(left, right):
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).standing == SAME and compared(one, other).cases == ()


@pytest.mark.parametrize(
    ("left", "right", "cases"),
    [
        ("Слободан Петровић", "Slobodan Petrović", {"transliteration"}),
        ("Hashim Thaçi", "Хашим Тачи", {"transliteration"}),
        ("Muhammad Qasim", "Mohammed Kasim", {"transliteration"}),
        ("Petrović Slobodan", "Slobodan Petrović", {"inversion"}),
        ("Slobodan, Petrović", "Petrović, Slobodan", {"inversion"}),
        ("Horvat Babić Ana", "Ana Horvat Babić", {"inversion"}),
        ("SlobodanPetrović", "Slobodan Petrović", {"regrouped"}),
        ("PetrovićSlobodan", "Slobodan Petrović", {"regrouped"}),
        ("Ana Babić Horvat Novak", "Ana Novak Horvat Babić", {"words"}),
        ("Ana Horvat Babić Novak", "Ana Babić Horvat Novak", {"words"}),
        ("Slobodan Petrvoić", "Slobodan Petrović", {"letters"}),
        ("Slobodan Pevrotić", "Slobodan Petrović", {"letters"}),
        ("Slobodan Petrvić", "Slobodan Petrović", {"edit"}),
        ("Slobodan Petrorvić", "Slobodan Petrović", {"edit"}),
        ("Slobodan Petković", "Slobodan Petrović", {"edit"}),
        ("Slobodan Petro", "Slobodan Petrović", {"truncated"}),
        ("Ana Marija Kova", "Ana Marija Kovačević Horvat", {"truncated"}),
        ("Kovačević, Ana", "Kovačević, Ana Marija", {"truncated"}),
        ("Петровић Слободн", "Slobodan Petrović", {"inversion", "transliteration", "edit"}),
    ],
)
def test_each_clause_by_its_name(left, right, cases):
    for one, other in ((left, right), (right, left)):
        found = compared(one, other)
        assert found.standing == SIMILAR and set(found.cases) == cases


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sloba Petrović", "Slobodan Petrovački"),
        ("S. Petrović", "Slobodan Petrović"),  # an initial
        ("Bob Smith", "Robert Smith"),  # a short form
        ("Ivan Petrović", "Jovan Petrović"),  # the name in another tradition, two letters apart
        ("Slobodan Pekrovač", "Slobodan Petrović"),  # three edits
        ("Slobodam Petrovič", "Slobodan Petkovič"),  # one edit in each of two words
        ("Slobodan Pertvoić", "Slobodan Petrović"),  # two pairs of letters
        ("Ana Novak Babić Horvat Ilić", "Novak Ana Horvat Babić Ilić"),  # two pairs of words
        ("Pe Slobodan", "Slobodan Petrović"),  # too little is left
        ("Ana Ilić", "Ana Marija Ilić"),  # a word left out in the middle
        ("Ana", "Ana Ilić"),
        ("Marko Ilić", "Ana Horvat"),
    ],
)
def test_what_just_misses_a_clause_is_not_similar(left, right):
    assert compared(left, right).standing == compared(right, left).standing == NEITHER


def test_each_word_has_its_own_clause():
    found = compared("Slobodan Petrvoić", "Слободан Петровић")
    assert [case for _, _, case in found.words] == ["transliteration", "letters"]


@pytest.mark.parametrize("hostile", ["", " ", "\ud800", "\u202eABC", "a" * 100_000, "a " * 10_000, "'-,"])
def test_hostile_names_have_a_standing(hostile):
    assert compared(hostile, "Ana Ilić").standing in (NEITHER, SIMILAR)
    assert compared(hostile, hostile).standing in (NEITHER, SAME)
