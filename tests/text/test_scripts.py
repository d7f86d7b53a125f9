"""Scripts of words: by the majority of letters, whatever else stands among them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.text.scripts import letters_by_script, script_of, scripts_in

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@pytest.mark.parametrize(
    ("token", "script"),
    [
        ("Marko", "Latn"),
        ("Thaçi", "Latn"),
        ("Đặng", "Latn"),
        ("ＭＡＲＫＯ", "Latn"),
        ("Тачи", "Cyrl"),
        ("с́утра", "Cyrl"),
        ("Γιώργος", "Grek"),
        ("ᾧ", "Grek"),
        ("Պետրոսյան", "Armn"),
        ("ჯაფარიძე", "Geor"),
        ("ᲯᲐ", "Geor"),
        ("محمد", "Arab"),
        ("گلاب", "Arab"),
        ("ﻣﺤﻤﺪ", "Arab"),
        ("כהן", "Hebr"),
        ("李明", "Hani"),
        ("김철수", "Hang"),
        ("さくら", "Jpan"),
        ("サクラ", "Jpan"),
        ("किशोर", "Zzzz"),
        ("1968", "Zyyy"),
        ("¾¹", "Zyyy"),
        ("", "Zyyy"),
        ("\ud800", "Zyyy"),
    ],
)
def test_script_of_a_word(token, script):
    assert script_of(token) == script


def test_most_letters_decide_and_the_first_of_equals():
    assert script_of("Мarko") == "Latn"
    assert script_of("мa") == "Cyrl"
    assert script_of("aм") == "Latn"
    assert letters_by_script("Мarko") == {"Cyrl": 1, "Latn": 4}


def test_each_token_has_its_script():
    assert scripts_in("Хашим  Thaçi 24.04.1968\nمحمد") == ("Cyrl", "Latn", "Zyyy", "Arab")
    assert scripts_in("") == ()


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_any_text_has_a_script_for_each_of_its_tokens(text):
    assert len(scripts_in(text)) == len(text.split())
    assert (script_of(text) == "Zyyy") == (letters_by_script(text) == {})


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert script_of("Ж" * 5_000_000 + "a") == "Cyrl"
    assert len(scripts_in("ж " * 10_000)) == 1_000
