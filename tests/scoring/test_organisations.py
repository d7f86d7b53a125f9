"""Bits of organisations' names: rare words weigh, contradictions take off, and the explanation adds up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.names.organisation_reading import read_organisation
from resolve.names.vocabulary import Vocabulary
from resolve.scoring.organisations import NOTHING, lookup_key, organisation_bits, organisation_evidence

WORDS = Vocabulary()
PAIRS = [
    ("Zvezdara Impex d.o.o.", "Звездара Импекс"),
    ("Zvezdara Trade Ltd", "Zvezdara Trgovina"),
    ("Zvezdara Balkan Trade", "Zvezdara Trade"),
    ("Zvezdara Trade", "Avala Trade"),
    ("Zvezdaraimpex", "Zvezdara Impex"),
    ("ZBTC", "Zvezdara Balkan Trade Consulting"),
    ("Zvezdara 5", "Zvezdara 7"),
    ("Zvezdara", "Zvezdara"),
]


def bits(one: str, other: str, shares: dict[str, float] | None = None) -> float:
    names = [read_organisation(one), read_organisation(other)]
    return float(organisation_bits(WORDS, names, np.array([0]), np.array([1]), shares or {})[0])


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_evidence_adds_up_and_the_sides_may_be_exchanged(one, other):
    said = organisation_evidence(WORDS, read_organisation(one), read_organisation(other), {})
    assert sum(word.bits for word in said) == pytest.approx(bits(one, other), abs=0.05)
    assert bits(one, other) == pytest.approx(bits(other, one), abs=1e-4)


def test_words_that_differ_and_numbers_take_off():
    same = bits("Zvezdara Trade", "Zvezdara Trade")
    assert same > bits("Zvezdara Balkan Trade", "Zvezdara Trade") > bits("Zvezdara Trade", "Avala Trade")
    assert same > bits("Zvezdara 5", "Zvezdara 7")


def test_a_word_that_many_names_have_says_less():
    assert bits("Zvezdara Impex", "Zvezdara Impex") > bits("Zvezdara Impex", "Zvezdara Impex", {"zvezdara": 0.01})


def test_legal_forms_and_lines_of_business_alone_say_little():
    assert bits("Trade d.o.o.", "Trading Ltd") < bits("Zvezdara d.o.o.", "Zvezdara Ltd")


def test_a_letter_that_a_machine_misread_in_a_word_is_no_number():
    assert bits("P0lymedic Zvezdara", "Polymedic Zvezdara") > bits("Avala Zvezdara", "Polymedic Zvezdara") + 10


def test_words_are_counted_by_what_they_mean():
    assert lookup_key("trgovina", "business:trade") == lookup_key("trade", "business:trade")


def test_no_name_is_nothing():
    assert bits("", "Zvezdara") == bits("", "") == NOTHING


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_bits_that_are_explained(one, other):
    found = bits(one, other)
    said = organisation_evidence(WORDS, read_organisation(one), read_organisation(other), {})
    assert np.isfinite(found)
    assert not said or sum(word.bits for word in said) == pytest.approx(found, abs=0.06)
