"""Cyrillic to Latin: language by its own letters, tables, and everything else left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.text.transliterate import guess_language, to_latin, to_latin_many


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("ђорђе", "sr"),
        ("љиљана", "sr"),
        ("ќосев", "mk"),
        ("ѓорѓи", "mk"),
        ("ѕвезда", "mk"),
        ("щерев", "bg"),
        ("юлия", "bg"),
        ("ёлкин", "ru"),
        ("быков", "ru"),
        ("їжак", "uk"),
        ("зінченко", "uk"),
        ("быкаў", "be"),
        ("марко", "sr"),
        ("", "sr"),
        ("marko", "sr"),
    ],
)
def test_language_is_told_by_letters_that_only_it_has(word, language):
    assert guess_language(word) == language


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Ђорђе Џамија", "đorđe džamija"),
        ("Ѓорѓи", "ǵorǵi"),
        ("Щерев", "shterev"),
        ("Цыганов", "tsyganov"),
        ("Marko", "marko"),
        ("Марко2 Smith", "marko2 smith"),
        ("", ""),
    ],
)
def test_transliteration(written, latin):
    assert to_latin(written) == latin


def test_each_word_is_read_in_its_own_language():
    assert to_latin("щерев ђорђе ќосев") == " ".join(to_latin(word) for word in ("щерев", "ђорђе", "ќосев"))


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_line_breaks_and_spaces_stay(text):
    lowered = text.lower()
    assert [c for c in to_latin_many(lowered) if c in "\n "] == [c for c in lowered if c in "\n "]


ALPHABETS = {
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
}


@pytest.mark.parametrize(
    "language",
    [
        *(language for language in ALPHABETS if language != "be"),
        "be",
    ],
)
def test_no_letter_of_a_known_alphabet_is_left_in_cyrillic(language):
    own = next(letter for letter in ALPHABETS[language] if guess_language(letter) == language)
    latin = to_latin(own + ALPHABETS[language])
    assert not any("\u0400" <= letter <= "\u052f" for letter in latin)
    assert to_latin(latin) == latin


@pytest.mark.parametrize(("written", "latin"), [("Ольга", "olga"), ("Игорь", "igor"), ("Татьяна", "tatiana")])
def test_a_soft_sign_not_before_o_is_russian(written, latin):
    assert to_latin(written) == latin
