"""Telephone numbers: one international form, columns that tell their country, hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.errors import InputError
from resolve.values import phones
from resolve.values.phone_columns import plainly

DIGITS = st.text("0123456789", min_size=4, max_size=14)
WRITTEN = st.tuples(
    st.sampled_from(["+", "00", "", "0", "(0)", "+381 ", "+377 44 "]), DIGITS, st.sampled_from(["", " ext 3", "/1"])
)


def texts(column: list[str], region: str = "") -> list[str]:
    return [found.text if found else "" for found in phones.parse_many(column, region)]


def test_a_column_of_one_country_tells_what_its_national_numbers_are():
    column = ["+38344123456", "+383 45 123 456", "00383 49 123456", "+377 44 999 888", "+38343111222", "044 777 666"]
    assert texts(column)[-1] == "+38344777666"
    assert texts(column[-2:])[-1] == "44777666"
    assert texts([*column[:5], "+381641234567", "+389701234567", "044 777 666"])[-1] == "44777666"
    assert texts(["064/123-4567"], "RS") == ["+381641234567"]


def test_numbers_are_checked_by_their_countries_plan():
    assert phones.validate("+44 20 7946 0000") == "+442079460000" and phones.is_valid("+383 44 123 456")
    assert not phones.is_valid("+381 1") and not phones.is_valid("064 1234567") and not phones.parse("+999999999").valid
    for text in ("12", "064 1234567", "+44 1"):
        with pytest.raises(InputError, match="expected"):
            phones.validate(text)


def test_moved_numbers_go_to_codes_that_are_listed():
    known = {entry["code"] for entry in rules.load("identifiers/phones")["calling"]}
    assert all(entry["to"] in known for entry in rules.load("identifiers/phones")["moved"])


@settings(max_examples=200, deadline=None)
@given(st.lists(WRITTEN.map("".join) | st.text(max_size=30), max_size=12), st.sampled_from(["", "RS", "GB", "XX"]))
def test_digits_are_those_of_the_values(column, region):
    found = phones.parse_many(column, region)
    assert phones.digits_many(column, region) == [one.digits if one else "" for one in found]
    for one in found:
        if one:
            assert one.digits.isdigit() and (one.text[0] == "+") == bool(one.region)


@settings(max_examples=100, deadline=None)
@given(st.lists(WRITTEN.map("".join) | st.text("+0378 1/()-.x", max_size=20) | st.text(max_size=9), max_size=30))
def test_a_long_column_is_read_as_its_numbers_are(column):
    digits, regions, left = plainly(column)
    for i, text in enumerate(column):
        one = phones.parse(text)
        if i not in left:
            assert (digits[i], regions[i]) == ((one.digits, one.region) if one else ("", "")), text


@settings(max_examples=30, deadline=None)
@given(st.lists(WRITTEN.map("".join), min_size=1, max_size=30), st.sampled_from(["RS", "GB", "RU", "HU", "XX"]))
def test_numbers_of_a_long_column_are_its_countrys(column, region):
    column = column * 300
    found = [phones.parse(text, region) for text in column]
    assert phones.digits_many(column, region) == [one.digits if one else "" for one in found]


def test_zeros_that_stand_apart_are_no_calling_sign():
    assert phones.digits_many(["0 0381 64 1234567"] * 300) == [phones.parse("0 0381 64 1234567").digits] * 300


@settings(max_examples=100, deadline=None)
@given(WRITTEN.map("".join), WRITTEN.map("".join))
def test_comparing_is_symmetric_and_reading_again_changes_nothing(one, other):
    left, right = phones.parse(one), phones.parse(other)
    if left and right:
        assert phones.compare(left, right) is phones.compare(right, left)
    if left and left.region:
        assert phones.parse(left.text) == left


@pytest.mark.parametrize("text", ["1" * 10**7, "+" * 10**7, "1/" * 10**6, "\ud800" * 50, "٠" * 30, "²³¹²³¹²³¹"])
def test_hostile_text_ends_soon(text):
    assert len(phones.compact(text)) <= 20


@settings(max_examples=60, deadline=None)
@given(st.lists(WRITTEN.map("".join) | st.text(max_size=20), min_size=1, max_size=12))
def test_one_number_is_read_as_in_a_column_of_its_country(column):
    region = phones.region_of(column)
    assert [phones.digits_of(text, region) for text in column] == phones.digits_many(column)
