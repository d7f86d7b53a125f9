from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolve
from resolve.errors import InputError

LETTERS = st.text(alphabet="abcdefghijklmnoprstuvzžšđčćабвгдђежзијклљмнњопрстћуфхцчџш", min_size=2, max_size=9)
NAMES = st.lists(LETTERS, min_size=1, max_size=4).map(" ".join)
CYRILLIC = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
WORDS = st.lists(st.text(alphabet="".join(CYRILLIC), min_size=3, max_size=9), min_size=2, max_size=3)


def similarity(left: str, right: str) -> float:
    return resolve.compare_names(left, right).similarity


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_symmetric_in_range_and_the_same_in_a_batch(left: str, right: str) -> None:
    one = similarity(left, right)
    assert 0.0 <= one <= 1.0
    assert similarity(right, left) == pytest.approx(one, abs=1e-6)
    batch = resolve.compare_names_many([left, right, left], [right, left, left])
    assert batch.tolist() == pytest.approx([one, one, similarity(left, left)], abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(NAMES)
def test_identical_names_are_one(name: str) -> None:
    assert similarity(name, name) == 1.0


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_serbian_cyrillic_and_latin_are_one(words: list[str]) -> None:
    latin = ["".join(CYRILLIC[letter] for letter in word) for word in words]
    assert similarity(" ".join(words), " ".join(latin)) == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ђорђе Љубисављевић", "Đorđe Ljubisavljević"),
        ("Џевад Његош", "Dževad Njegoš"),
        ("Петар Петровић", "Petar Petrović"),
        ("PETAR PETROVIĆ", "Petar  Petrović"),
        ("Petar Petrovic\u0301", "Petar Petrović"),
    ],
)
def test_alphabet_case_spaces_and_unicode_form_change_nothing(left: str, right: str) -> None:
    assert similarity(left, right) == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Đorđe Đorđević", "Djordje Djordjevic"),
        ("Џевдет Џафери", "Xhevdet Xhaferi"),
        ("Sloba Ilić", "Slobodan Ilić"),
        ("Хашим Тачи", "Hashim Thaçi"),
        ("Petrović (Marko) Nikola", "Nikola Petrović"),
        ("Abd al-Rahman Nur ud-Din", "Abdurrahman Nureddin"),
        ("Vesna Petrovski", "Vesna Petrovska"),
        ("AlbanKrasniqi", "Alban Krasniqi"),
        ("N. Ražnatović", "Nikola Ražnatović"),
    ],
)
def test_one_name_in_two_spellings(left: str, right: str) -> None:
    assert similarity(left, right) >= 0.75


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Goran Ilić", "Zoran Ilić"),
        ("Dragan Ilić", "Dragana Ilić"),
        ("Ana Jovanović", "Ana Jovanov"),
        ("Ali Hasan Ahmad al-Tikriti", "Ali Hasan Ahmad al-Mosuli"),
        ("Ivan Petrovich Sidorov", "Ivan Sergeyevich Sidorov"),
        ("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi"),
    ],
)
def test_two_names(left: str, right: str) -> None:
    assert similarity(left, right) < 0.75


def test_the_explanation_adds_up() -> None:
    for left, right in [
        ("Sloba Ilić", "Slobodan Ilic"),
        ("Marko Kraljević", "Marko Petar Kraljevic"),
        ("Ana", "Ana Ilić"),
    ]:
        comparison = resolve.compare_names(left, right)
        spent = sum(one.cost for one in comparison.explanation.evidence)
        assert comparison.similarity == pytest.approx(exp(-spent), abs=1e-6)
        assert comparison.explanation.to_dict()["similarity"] == comparison.similarity
        assert str(comparison.explanation).startswith("similarity ")


def test_missing_and_wrong_values() -> None:
    assert resolve.compare_names_many(["", None, float("nan"), "!?"], ["Ana Ilić"] * 4).tolist() == [0.0] * 4
    assert resolve.compare_names_many([], []).tolist() == []
    with pytest.raises(InputError, match="int"):
        resolve.compare_names(7, "Ana")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="found 1 and 2"):
        resolve.compare_names_many(["a"], ["b", "c"])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "ab " * 10_000,
        "a" + "\u0301" * 5_000,
        "\u202eabc\u202d",
        "a\0b",
        "\ud800x",
        "(" * 900,
        ",;" * 900,
    ],
)
def test_hostile_strings_have_a_result(text: str) -> None:
    for found in (similarity(text, "Ana Ilić"), similarity(text, text)):
        assert np.isfinite(found)
        assert 0.0 <= found <= 1.0


def test_threads_change_nothing() -> None:
    names = [
        f"{given} {family}{ending}"
        for given in ("Ana", "Ivo", "Meho")
        for family in ("Kol", "Mar")
        for ending in ("ić", "ov")
    ]
    rng = np.random.default_rng(1)
    left, right = ([names[i] for i in rng.integers(0, len(names), 210_000)] for _ in range(2))
    whole = resolve.compare_names_many(left, right)
    some = slice(100_000, 100_500)
    assert whole[some].tolist() == pytest.approx(resolve.compare_names_many(left[some], right[some]).tolist(), abs=1e-6)


def test_words_of_vowels_alone_in_a_script_that_leaves_vowels_out_have_a_similarity():
    assert 0 <= resolve.compare_names("Aeoi", "ایي").similarity < 0.75  # neither has a consonant to compare
