"""String distances: symmetric, bounded, and the same on threads as on one core."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.text.similarity import indel_ratio, jaro_winkler, within_one_edit

WORDS = st.text("abcdeé -", max_size=10)


def column(*texts: str) -> np.ndarray:
    return np.array([*texts, None], object)[:-1]


def one_edit_plainly(left: str, right: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes the texts equal, by trying them."""
    if left == right:
        return True
    if abs(len(left) - len(right)) == 1:
        short, long = sorted((left, right), key=len)
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    if len(left) != len(right):
        return False
    differ = [i for i in range(len(left)) if left[i] != right[i]]
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1
    return len(differ) == 1 or (swapped and left[differ[0]] == right[differ[1]] and left[differ[1]] == right[differ[0]])


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_measures_are_symmetric_and_bounded(left, right):
    a, b = column(left), column(right)
    for measure in (jaro_winkler, indel_ratio):
        there, back = measure(a, b)[0], measure(b, a)[0]
        assert there == pytest.approx(back)
        assert 0 <= there <= 1
        assert measure(a, a)[0] == 1


@settings(max_examples=300, deadline=None)
@given(st.text("ab1", max_size=5), st.text("ab1", max_size=5))
def test_one_edit_is_what_trying_every_edit_finds(left, right):
    assert bool(within_one_edit(column(left), column(right))[0]) == one_edit_plainly(left, right)


@pytest.mark.parametrize("measure", [jaro_winkler, indel_ratio, within_one_edit])
def test_no_pairs_give_no_scores(measure):
    assert len(measure(column(), column())) == 0


@pytest.mark.parametrize("measure", [jaro_winkler, indel_ratio, within_one_edit])
def test_many_pairs_score_as_few_do(measure):
    draw = np.random.default_rng(5)
    words = np.array(["".join(draw.choice(list("abc"), 6)) for _ in range(50)], object)
    left, right = words[draw.integers(0, 50, 21_000)], words[draw.integers(0, 50, 21_000)]
    many = measure(left, right)
    few = np.concatenate([measure(left[i : i + 7_000], right[i : i + 7_000]) for i in range(0, 21_000, 7_000)])
    assert np.array_equal(many, few)
