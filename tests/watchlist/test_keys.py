"""Keys: tokens that the comparison may find alike share one; the keys of a token depend on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.names.vocabulary import Vocabulary
from resolve.watchlist.keys import asked_keys, joined_keys, listed_keys, shortened, single_keys, spelled


def _share(listed: str, asked: str) -> bool:
    words = Vocabulary()
    one = listed_keys(words, np.array(words.numbers([listed]), np.int32))
    other = asked_keys(words, np.array(words.numbers([asked]), np.int32))
    return bool(np.intersect1d(one.keys, other.keys).size)


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("đorđe", "ђорђе"),
        ("djordjević", "gjorgjeviq"),
        ("xhaferi", "џафери"),
        ("marko", "marco"),
        ("marko", "mrako"),
        ("dehghan", "dhghn"),
        ("slobodan", "sloba"),
        ("sloba", "slobodan"),
        ("jovan", "ivan"),
        ("petrovska", "petrovski"),
        ("m.", "marko"),
        ("konstantin…", "konstantinovski"),
        ("konstantinovski", "konstantin…"),
        ("abdulrahman", "abdurrahman"),
    ],
)
def test_tokens_that_may_be_one_name_share_a_key(listed, asked):
    assert _share(listed, asked)


@pytest.mark.parametrize(("listed", "asked"), [("marko", "zoran"), ("hoxha", "smith"), ("ana", "ivo")])
def test_tokens_that_have_nothing_in_common_share_none(listed, asked):
    assert not _share(listed, asked)


def test_two_tokens_written_as_one_find_each_other():
    words = Vocabulary()
    texts = ["ay", "al", "zawahiri", "alzawahiri", "jovan", "jovanović", "jovanjovanović"]
    ay, al, zawahiri, joined, *jovan = (np.array([n], np.int32) for n in words.numbers(texts))
    one = single_keys(words, joined).keys
    assert np.intersect1d(joined_keys(words, al, zawahiri).keys, one).size
    assert not np.intersect1d(joined_keys(words, ay, zawahiri).keys, one).size
    # Letters that make one sound across the join
    assert np.intersect1d(joined_keys(words, *jovan[:2]).keys, single_keys(words, jovan[2]).keys).size


@given(st.lists(st.text("abcdeć", min_size=1, max_size=40), min_size=1, max_size=8))
def test_hashes_depend_on_the_text_alone(texts):
    together = spelled(texts)
    assert [int(spelled([text])[0]) for text in texts] == together.tolist()


@given(st.text("abcd", min_size=2, max_size=30), st.data())
def test_leaving_a_letter_out_gives_the_hash_of_the_shorter_text(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    owner, hashes = shortened([text])
    assert owner.tolist() == [0] * len(text)
    assert hashes[at] == spelled([text[:at] + text[at + 1 :]])[0]


def test_no_tokens_have_no_keys():
    words = Vocabulary()
    none = np.empty(0, np.int32)
    assert len(listed_keys(words, none).keys) == len(asked_keys(words, none).keys) == 0
