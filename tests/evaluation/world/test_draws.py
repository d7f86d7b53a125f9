"""Draws depend on what they are for alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.evaluation.world.draws import Draws, Permutation, pick

IDS = np.arange(20_000, dtype=np.uint64)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.integers(0, 2**60))
def test_a_permutation_holds_every_number_once(size, seed):
    places = np.arange(size, dtype=np.uint64)
    assert sorted(Permutation(Draws(seed), "x", size)(places).tolist()) == list(range(size))


def test_draws_are_even_and_independent_of_each_other():
    draws = Draws(1)
    one, other = draws.uniform("one", IDS), draws.uniform("other", IDS)
    assert abs(one.mean() - 0.5) < 0.01 and abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.03
    assert not (one == Draws(2).uniform("one", IDS)).any()


def test_choices_follow_their_weights():
    counts = np.bincount(Draws(1).choice("x", IDS, [1, 3, 0, 6])) / len(IDS)
    assert np.allclose(counts, [0.1, 0.3, 0, 0.6], atol=0.02)


def test_the_largest_number_below_one_still_falls_on_an_entry():
    assert pick([0.5, 0.75], np.array([0.0, np.nextafter(1, 0)])).tolist() == [0, 1]
