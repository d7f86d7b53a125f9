"""The vocabulary: tokens learnt together, alone, in steps and by several threads are the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.names.columns import NONE
from resolve.names.vocabulary import CLOSELY, CUT, INITIAL, LOST, READ, SYLLABIC, UNVOWELLED, Vocabulary

QUIET = settings(max_examples=40, deadline=None)
TOKENS = st.text("abcdeiouhjkrvzžšđčćëабвгдежијкмнњуџшمحمد李p.?…'", min_size=1, max_size=9)
OF_SPELLINGS = {"main", "forms", "sounds", "body", "skeleton", "seen"}


def learnt(tokens: list[str], together: bool) -> list[dict[str, object]]:
    """Give what a new vocabulary knows of tokens, spellings by their text."""
    words = Vocabulary()
    for some in [tokens] if together else [[token] for token in tokens]:
        numbers = np.array(words.numbers(some), np.int32)
        words.closely(numbers)
        words.all_readings(numbers)
    texts = words.of_spellings("text")
    found = []
    for number in words.numbers(tokens):
        row: dict[str, object] = {}
        for column in words._tokens.columns:
            value = words[column][number].tolist()
            if column in OF_SPELLINGS:
                value = [texts[one] for one in np.atleast_1d(words[column][number]).tolist() if one != NONE]
            elif column == "stem":
                value = texts[value] if value != NONE else None
            row[column] = value
        found.append(row)
    return found


@QUIET
@given(st.lists(TOKENS, min_size=1, max_size=6, unique=True))
def test_tokens_learnt_together_are_as_learnt_alone(tokens):
    assert learnt(tokens, together=True) == learnt(tokens, together=False)


@pytest.mark.parametrize(
    ("token", "traits"),
    [
        ("a", INITIAL),
        ("dž.", INITIAL),
        ("hmdn", UNVOWELLED),
        ("محمد", UNVOWELLED),
        ("李", INITIAL | SYLLABIC),
        ("petrov…", CUT),
        ("be?anovi?", LOST),
        ("ana", 0),
    ],
)
def test_traits(token, traits):
    words = Vocabulary()
    assert words["traits"][words.numbers([token])[0]] & ~(CLOSELY | READ) == traits


def test_numbers_stay_and_columns_grow():
    words = Vocabulary()
    first = words.numbers(["ana", "ivo"])
    words.numbers([f"t{number}a" for number in range(2_000)])
    assert words.numbers(["ana", "ivo"]) == first
    assert len(words) == 2_002
    assert words.numbers([]) == []


def test_threads_learn_each_token_once():
    words = Vocabulary()
    tokens = [f"{stem}{ending}" for stem in ("mar", "jov", "pet", "đor") for ending in ("ko", "an", "ić", "ovski", "a")]

    def work(turn: int) -> None:
        numbers = np.array(words.numbers(tokens[turn:] + tokens[:turn]), np.int32)
        words.closely(numbers)
        words.all_readings(numbers)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(20)))
    assert len(words) == len(set(words.texts)) == len(tokens)


def test_what_tells_whether_to_look_does_not_change_when_a_look_is_taken():
    words = Vocabulary()
    numbers = np.array(words.numbers(["джон", "саша", "đorđe", "marko"]), np.int32)
    before = words["sets"][numbers].tolist()
    words.closely(numbers)
    words.all_readings(numbers)
    assert words["sets"][numbers].tolist() == before
    assert all(before[:3])


def test_many_words_are_read_as_each_alone():
    words = ["xhafer", "george", "đorđe", "джордж", "محمد", "muhammad", "чавдар", "wright", "anna", "chávez"]
    words += [f"{one}{other}" for one in ("che", "zyg", "ou", "sch", "qu", "gj") for other in "abcdeiou"]
    assert len(words) >= 50
    many = Vocabulary()
    numbers = np.array(many.numbers(words), np.int32)
    many.all_readings(numbers)
    for word, number in zip(words, numbers, strict=True):
        alone = Vocabulary()
        one = np.array(alone.numbers([word]), np.int32)
        alone.all_readings(one)
        assert said(many, number) == said(alone, one[0])


def said(words: Vocabulary, number: int) -> list[str]:
    return [str(words.of_spellings("text")[one]) for one in words["sounds"][number] if one >= 0]
