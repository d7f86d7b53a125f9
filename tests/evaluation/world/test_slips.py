"""Mistakes change a text a little, and never break."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from resolve.evaluation.world.slips import cut, deceived, digit_changed, disguised, garbled, misread, mistyped, strike

TEXTS = st.text(st.sampled_from("abčćdđeštž АбВгђњљш ا ب 12-"), max_size=14)
BITS = st.integers(0, 2**64 - 1)
ALL = (mistyped, misread, deceived, disguised, garbled, cut, digit_changed)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["Latn", "Cyrl", "Arab"]), BITS)
def test_any_text_may_be_struck(text, script, bits):
    for change in ALL:
        assert change(text, script, bits) == change(text, script, bits)
    assert OSA.distance(text, mistyped(text, script, bits)) <= 1
    assert OSA.distance(text, digit_changed(text, script, bits)) <= 1


@pytest.mark.parametrize("change", ALL)
def test_hostile_texts_are_bounded(change):
    for text in ("", "\ud800", "\u202eabc", "İ" * 5, "a" * 100_000):
        assert len(change(text, "Latn", 12345)) <= 2 * len(text) + 2


def test_only_the_struck_are_changed():
    texts = np.array(["Petrović", "Petrović", ""], object)
    struck = strike(texts, np.array([True, False, True]), np.array([7, 7, 7], np.uint64), "Latn", mistyped)
    assert struck[0] != "Petrović" and struck[1] == "Petrović" and struck[2] == ""
