"""Document numbers: any form is read, issuers beside them, look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.values import documents


@pytest.mark.parametrize(
    ("text", "number", "issuer", "kind"),
    [
        ("009776525", "009776525", "", ""),
        ("pa 012 34", "PA01234", "", ""),
        ("Pasoš br. 009776525 izdat u Srbiji", "009776525", "SRB", "passport"),
        ("RKS P00123456", "P00123456", "XKX", ""),
        ("Letërnjoftimi nr. K123456", "K123456", "", "identity_card"),
        ("Driving licence no. ABC-12/3", "ABC123", "", "driving_licence"),
        ("UN 123456", "UN123456", "", ""),
        ("PASS", "PASS", "", ""),
        ("SRB", "SRB", "", ""),
    ],
)
def test_cells_are_read(text, number, issuer, kind):
    found = documents.parse(text)
    assert (found.number, found.issuer, found.kind) == (number, issuer, kind)
    assert documents.number_of(found.text) == number and documents.issuer_of(found.text) == issuer


def test_an_issuer_said_elsewhere_counts_more():
    assert documents.parse("P1 (Albania)", "Kosovo").issuer == "XKX"
    assert documents.parse("P1", "somewhere").issuer == "" and documents.parse("P1", "SRB/MKD").issuer == ""
    assert [one.text for one in documents.parse_many(["P1", "P2"], ["SRB", ""])] == ["P1 SRB", "P2"]


@pytest.mark.parametrize("text", ["", "---", "0000000", " "])
def test_nothing_to_read(text):
    assert not documents.is_valid(text)
    with pytest.raises(InputError, match="expected a document number"):
        documents.validate(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = documents.parse(one), documents.parse(other)
    if left and right:
        assert documents.compare(left, right) is documents.compare(right, left)
        assert documents.compare(left, left) is documents.Agreement.SAME
        assert left.number.isascii() and left.number.isalnum()


@pytest.mark.parametrize("text", ["A1 " * 3_000_000, "9" * 10**7, "\ud8001", "\u202e12345"])
def test_hostile_text_ends_soon(text):
    assert len(documents.compact(text)) <= 200
