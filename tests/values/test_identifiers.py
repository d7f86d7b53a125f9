"""Numbers that identify: the contract of values, hints, and what is never claimed of a number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.values.contract import Unread
from resolve.values.identifiers import (
    Agreement,
    Check,
    Identifier,
    compact,
    compact_all,
    compare,
    is_valid,
    parse,
    parse_many,
    validate,
)

QUIET = settings(max_examples=200, deadline=None)
ANY = st.text(st.characters(exclude_categories=()), max_size=30) | st.text("0123456789-/ ABJKαβ", max_size=16)
HINTS = st.lists(st.sampled_from(["RS", "BG", "XK", "GR", "RU", "EMBG", "oib", "imei", "no such", ""]), max_size=3)


@QUIET
@given(ANY, HINTS)
def test_reading_the_compact_number_changes_nothing(text, hints):
    found = parse(text, hints)
    if found:
        assert parse(found.text, hints) == found and compact(found.text) == found.text
        assert found.raw in (text, found.text)


@QUIET
@given(ANY, ANY, HINTS)
def test_exchanging_the_sides_changes_nothing(left, right, hints):
    a, b = parse(left, hints), parse(right, hints)
    if a and b:
        assert compare(a, b) is compare(b, a)
        assert (compare(a, b) is Agreement.SAME) == (a.text == b.text)


@QUIET
@given(st.lists(ANY, max_size=6))
def test_many_are_as_each_alone(texts):
    assert parse_many(texts) == [parse(text) for text in texts]
    assert compact_all(texts) == [compact(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["9" * 10_000_000, "A" * 10_000_000, "0" * 10_000_000, "\ud800" * 1_000_000, "\u202e12"]
)
def test_hostile_text_has_a_clear_result(text):
    found = parse(text)
    assert isinstance(found, Unread | Identifier) and is_valid(text) is bool(found)


def test_validate_gives_the_number_or_says_why_not_without_quoting_it():
    assert validate("0101990-71-0008") == "0101990710008"
    assert validate("P 085-33013") == "P08533013"  # of no scheme, so nothing speaks against it
    for text in ("0101990710009", "??"):
        with pytest.raises(InputError) as raised:
            validate(text)
        assert text not in str(raised.value)
        assert not is_valid(text)


def test_a_number_that_fails_its_check_tells_nothing_of_its_holder():
    found = parse("0101990710009")
    assert (found.check, found.birth, found.sex, found.region) == (Check.FAILED, "", "", "")


def test_a_hint_chooses_between_schemes_of_one_shape():
    assert parse("33392005961", ["HR"]).scheme == "oib"
    assert parse("33392005961", ["OIB"]).trusted and not parse("33392005961").trusted


def test_two_numbers_of_a_scheme_that_only_chance_suggests_are_not_two_people():
    left, right = parse("33392005961"), parse("69435151530")
    assert compare(left, right) is Agreement.DIFFERENT
    assert compare(parse("33392005961", ["HR"]), parse("69435151530", ["HR"])) is Agreement.TWO_NUMBERS


def test_python_stdnum_is_asked_for_countries_that_no_table_covers():
    found = parse("44051401359", ["PL"])  # the example of python-stdnum's pl.pesel
    assert (found.scheme, found.check, found.birth, found.sex) == ("pl.pesel", Check.VALID, "1944-05-14", "m")
    assert parse("44051401358", ["PL"]).check is not Check.VALID
