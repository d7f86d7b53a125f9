"""The kernel: many pairs of names as each alone, the least of all ways to set tokens, and joined tokens."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolve
from resolve.names.alignment import align
from resolve.names.kernel import NO_NAME, name_costs, rejoined, score, shapes
from resolve.names.reading import Names, read
from resolve.names.vocabulary import Vocabulary

QUIET = settings(max_examples=40, deadline=None)
WORDS = st.sampled_from(
    [
        "Ana",
        "Ivo",
        "Marko",
        "Marka",
        "Марко",
        "Sloba",
        "Slobodan",
        "Petrović",
        "Petrov",
        "Petrova",
        "Ilić",
        "Jelić",
        "Abd",
        "Rahman",
        "Hadži",
        "Abdić",
        "Hadžiabdić",
        "J.",
        "Dr",
    ]
)
NAMES = st.lists(WORDS, max_size=5).map(" ".join)


def costs(words: Vocabulary, pairs: list[tuple[str, str]]) -> list[float]:
    left, right = (Names.of(words, [read(name) for name in names]) for names in zip(*pairs, strict=True))
    rows = np.arange(len(pairs))
    return name_costs(words, left, right, rows, rows).tolist()


@QUIET
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_many_pairs_are_as_each_alone_and_either_way_round(pairs):
    together = costs(Vocabulary(), pairs)
    words = Vocabulary()
    assert [costs(words, [pair])[0] for pair in pairs] == pytest.approx(together, abs=1e-6)
    assert costs(words, [(right, left) for left, right in pairs]) == pytest.approx(together, abs=1e-6)


@QUIET
@given(
    st.integers(1, 3).flatmap(
        lambda few: st.integers(few, 4).flatmap(
            lambda many: st.tuples(
                st.lists(st.lists(st.floats(0, 1, width=32), min_size=many, max_size=many), min_size=few, max_size=few),
                st.lists(st.floats(0, 0.25, width=32), min_size=many, max_size=many),
            )
        )
    )
)
def test_alignment_is_the_least_there_is(table):
    cost, omitted = np.array([table[0]], np.float32), np.array([table[1]], np.float32)
    few, many = cost.shape[1:]
    total, chosen = align(cost, omitted)

    def spent(way):
        left_over = set(range(many)) - set(way)
        return sum(cost[0, i, j] for i, j in enumerate(way)) + sum(omitted[0, j] for j in left_over)

    assert total[0] == pytest.approx(min(map(spent, permutations(range(many), few))), abs=1e-5)
    assert spent(chosen[0].tolist()) == pytest.approx(total[0], abs=1e-5)


def test_tokens_are_joined_more_than_once():
    words = Vocabulary()
    one, other = (Names.of(words, [read(name)]) for name in ("Ana Maria Hadži Petkova", "Anamaria Hadžipetkova"))
    row = np.zeros(1, np.int64)
    (shape,) = shapes(one, other, row, row)
    found = list(rejoined(words, shape, score(words, shape)))
    assert max(len(places) for places, _, _ in found) == 2
    assert resolve.compare_names("Ana Maria Hadži Petkova", "Anamaria Hadžipetkova").similarity > 0.9


def test_a_name_without_tokens_is_no_name():
    assert costs(Vocabulary(), [("", "Ana Ilić")]) == [NO_NAME]


@pytest.mark.parametrize(
    ("one", "other"), [("Đorđe Ilić", "Джордже Илич"), ("Marko Petrović", "Марко Петровић"), ("Ali", "Ali Hasan Ilić")]
)
def test_how_rare_a_name_is_does_not_depend_on_which_stands_first(one, other):
    there, back = resolve.compare_names(one, other).similarity, resolve.compare_names(other, one).similarity
    assert there == pytest.approx(back, abs=1e-7)
