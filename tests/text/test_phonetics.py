"""Sound keys: one key for the ways a name is spelled, and the same alone as in a batch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.text.phonetics import loose_many, skeleton, skeleton_many, sound, sound_many
from resolve.text.unicode import plain_many

QUIET = settings(max_examples=150, deadline=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8), max_size=4).map(" ".join)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Đorđević", "Djordjevic", "Gjorgjeviq", "Ђорђевић", "DJORDJEVIĆ", "Đorđevič"),
        ("Hoxha", "Hodža", "Хоџа", "Hodzha"),
        ("Thaçi", "Taçi", "Taqi", "Тачи"),
        ("Jovanović", "Jovanovič", "Јовановић", "Yovanovich"),
        ("Philip", "Filip", "Филип"),
        ("Ljubo", "Љубо"),
    ],
)
def test_spellings_of_one_name_sound_the_same(spellings):
    assert len({sound(name) for name in spellings}) == 1
    assert len({skeleton(name) for name in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Marko", "Mirko"), ("Ana", "Ivo"), ("Petrović", "Pavlović")])
def test_different_names_sound_different(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize(("one", "other"), [("haqmal", "hakmal"), ("taghavi", "taqavi"), ("zahid", "zahit")])
def test_the_loosest_key_takes_alike_what_scripts_and_scribes_do(one, other):
    assert loose_many([skeleton(one)]) == loose_many([skeleton(other)])


def test_the_loose_key_passes_over_vowels_and_endings_of_gender():
    assert skeleton("petrovski") == skeleton("petrovska")
    assert skeleton("marko") == skeleton("mirka")


def test_a_leading_vowel_leaves_a_mark_and_no_name_is_lost():
    assert skeleton("ana") != skeleton("na")
    assert skeleton("aia") == "A"


@QUIET
@given(st.lists(ANY_TEXT, max_size=6))
def test_a_batch_equals_its_texts_one_by_one(texts):
    sounds = sound_many(plain_many(texts))
    assert sounds == [sound(text) for text in texts]
    assert skeleton_many(sounds) == [skeleton(text) for text in texts]


@QUIET
@given(WORDS)
def test_keys_keep_the_number_of_words(text):
    words = len(text.split())
    assert len(sound(text).split(" ")) == max(1, words)


@QUIET
@given(WORDS)
def test_a_name_sounds_as_its_words_do(text):
    assert sound(text).split(" ") == [sound(word) for word in text.split()] or text == ""


@QUIET
@given(WORDS)
def test_keys_do_not_hang_on_case_and_only_shrink(text):
    assert sound(text) == sound(text.upper())
    assert len(sound(text)) <= 2 * len(text)


def test_nothing_gives_nothing():
    assert sound_many([]) == [] == skeleton_many([])
    assert sound("") == skeleton("") == ""
    assert sound_many(["", "ana", ""]) == ["", sound("ana"), ""]


@QUIET
@given(st.lists(WORDS, max_size=12))
def test_a_long_column_has_the_keys_of_a_short_one(texts):
    long = texts * 1_000
    assert sound_many(long) == sound_many(texts) * 1_000
    assert skeleton_many(sound_many(long)) == skeleton_many(sound_many(texts)) * 1_000
