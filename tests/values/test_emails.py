"""E-mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.values import emails


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Ana@X.rs ", "ana@x.rs"),
        ("<ana@x.rs>", "ana@x.rs"),
        ("ana@x.rs; ivo@x.rs", "ana@x.rs"),
        ("ana (at) x.rs", "ana@x.rs"),
        ("ana@x.rs.", "ana@x.rs"),
        ("a na@x .rs", "ana@x.rs"),
        ("none", ""),
        ("", ""),
    ],
)
def test_addresses_are_brought_to_one_spelling(text, normal):
    assert emails.compact(text) == normal


def test_the_contract():
    assert emails.validate("ANA@x.rs") == "ana@x.rs" and not emails.is_valid("ana@x") and not emails.parse("@x.rs")
    assert emails.mailbox("...@x.rs") == "...@x.rs"
    with pytest.raises(InputError, match=r"name@domain\.tld"):
        emails.validate("ana@x")


@given(st.text("ana.+@x ;<", max_size=30) | st.text(max_size=30), st.text("ana.+@x", max_size=30))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = emails.parse_many([one, other])
    if left and right:
        assert emails.compare(left, right) is emails.compare(right, left)
        assert emails.parse(left.text) == left or left.text != emails.compact(left.text)
    assert len(emails.compact(one * 100_000)) <= 320
