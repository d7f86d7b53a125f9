"""Normal spellings of values in columns, and their forms: many as one, and read again unchanged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records import value_forms
from resolve.records.forms import FORMS
from resolve.records.prepare import normalise

TEXTS = st.lists(
    st.sampled_from(["Srbija", "PA 012 34", "пасош 123", "+377 44 123456", "a@b.c", "Niš, SRB"]) | st.text(max_size=20),
    max_size=6,
)
NORMALISERS = [
    value_forms.nationalities,
    value_forms.email_texts,
    value_forms.document_texts,
    value_forms.plate_texts,
    value_forms.account_texts,
    value_forms.phone_digits,
]


@pytest.mark.parametrize("change", NORMALISERS)
@settings(max_examples=40, deadline=None)
@given(texts=TEXTS)
def test_many_are_as_one_and_there_is_one_for_each(change: Callable[[list[str]], list[str]], texts: list[str]):
    found = change(texts)
    assert found == [change([text])[0] for text in texts]


@pytest.mark.parametrize("form", ["place", "number", "look_alike", "account_number", "mailbox", "street_and_house"])
def test_forms_take_nothing_and_give_nothing(form):
    assert list(FORMS[form][1]([])) == []


@pytest.mark.parametrize(
    ("field", "cell", "normal"),
    [
        ("nationality", "Република Србија", "srb"),
        ("nationality", "unknown", ""),
        ("country", "Kosovë", "xkx"),
        ("document_number", "Passport no. P01234 (Kosovo)", "P01234 XKX"),
        ("document_number", "n/a", ""),
        ("phone", "+386 49 123 456", "38349123456"),
        ("plate", "bg-123 ab", "BG123AB"),
        ("account", "rs35 2600 0560 1001 6113 79", "RS35260005601001611379"),
        ("account", "000000", ""),
        ("email", "<Ana@x.rs>", "ana@x.rs"),
        ("birth_place", "Priština, Kosovo", "pristina kosovo"),
    ],
)
def test_fields_are_normalised(field, cell, normal):
    assert list(normalise(field, [cell])) == [normal]
    assert list(normalise(field, [normal])) == [normal]
