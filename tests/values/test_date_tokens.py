"""Tokens of a written date, and where it falls into parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.date_tokens import LONGEST, alternatives, ends, has_year, tidied, tokens_of


def texts(tokens) -> str:
    return " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1 May 1970 or 2 June 1971", ["1 May 1970", "2 June 1971"]),
        ("a) 1970; b) 1971", ["1970", "1971"]),
        ("1970, 1971 (1972)", ["1970", "1971", "1972"]),
        ("1 or 2 May 1970", ["1 or 2 May 1970"]),
        ("12, May, 1970", ["12 , May , 1970"]),
    ],
)
def test_dates_of_which_one_is_true_are_parted_where_each_is_whole(written, parts):
    found = [texts(token for token in part if token.text not in ";)") for part in alternatives(tokens_of(written))]
    assert found == parts


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1961 to 1962", "1961", "1962"),
        ("1980-85", "1980", "1985"),
        ("12 May - 3 June 1970", "12 May", "3 June 1970"),
        ("5.1960/6.1961", "5 . 1960", "6 . 1961"),
    ],
)
def test_a_span_has_two_ends(written, first, last):
    parted = ends(tokens_of(written))
    assert parted is not None and (texts(parted[0]), texts(parted[1])) == (first, last)


@pytest.mark.parametrize("written", ["1980-05", "12-05-1980", "1980-05-12", "5/1960", ""])
def test_what_is_one_date_is_no_span(written):
    assert ends(tokens_of(written)) is None


def test_times_of_day_and_marks_that_are_not_seen_do_not_count():
    assert tidied(" \u200f1968-04-24T00:00:00Z ") == "1968-04-24"
    assert tidied("24.04.1968 00:00") == "24.04.1968"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_cut_and_a_year_is_four_digits(text):
    tidy = tidied(text)
    assert len(tidy) <= LONGEST
    tokens = tokens_of(tidy)
    assert has_year(tokens) == any(token.text.isdigit() and len(token.text) == 4 for token in tokens)
