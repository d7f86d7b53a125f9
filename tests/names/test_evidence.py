"""Evidence on two tokens: the same either way round, for few pairs and for many, first time and again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.names.evidence import KINDS, token_costs
from resolve.names.vocabulary import Vocabulary

QUIET = settings(max_examples=40, deadline=None)
TOKENS = st.text("aeiouhjkrvnmdžšđčćабвгежијкмн?…", min_size=1, max_size=8) | st.sampled_from(
    [
        "marko",
        "марко",
        "sloba",
        "slobodan",
        "dragan",
        "dragana",
        "petrovski",
        "petrovska",
        "محمد",
        "muhammad",
        "ђ.",
        "đ",
    ]
)
PAIRS = st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=8)


def numbered(words: Vocabulary, pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    left, right = zip(*pairs, strict=True)
    return np.array(words.numbers(left), np.int32), np.array(words.numbers(right), np.int32)


@QUIET
@given(PAIRS)
def test_symmetric_and_bounded(pairs):
    words = Vocabulary()
    left, right = numbered(words, pairs)
    cost, kind = token_costs(words, left, right)
    words.pairs.clear()
    back, kind_back = token_costs(words, right, left)
    assert cost.tolist() == back.tolist()
    assert kind.tolist() == kind_back.tolist()
    assert ((cost >= 0) & (cost <= 1)).all()


@QUIET
@given(PAIRS)
def test_few_pairs_first_time_and_again_are_as_in_a_batch(pairs):
    words, others = Vocabulary(), Vocabulary()
    few = [token_costs(words, *numbered(words, [pair])) for pair in pairs]
    again = [token_costs(words, *numbered(words, [pair])) for pair in pairs]
    cost, kind = token_costs(others, *numbered(others, pairs * 100))
    assert [float(one[0][0]) for one in few] == [float(one[0][0]) for one in again] == cost[: len(pairs)].tolist()
    assert [int(one[1][0]) for one in few] == kind[: len(pairs)].tolist()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("marko", "марко", "same"),
        ("sloba", "slobodan", "short"),
        ("dragan", "dragana", "sexes_apart"),
        ("petrovski", "petrovska", "gendered"),
        ("m", "marko", "initial"),
        ("be?ir", "bećir", "lost"),
        ("hadziha…", "hadzihasanovic", "cut_off"),
        ("hadziha", "hadzihasanovic…", "different"),
        ("hoxha", "hoxhaj", "ending_apart"),
        ("بيريز", "pérez", "unvowelled"),
    ],
)
def test_kinds(one, other, kind):
    words = Vocabulary()
    assert KINDS[token_costs(words, *numbered(words, [(one, other)]))[1][0]] == kind
