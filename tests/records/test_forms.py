"""Forms of values: one string a value, whatever the value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.forms import FORMS
from resolve.text.unicode import plain_many

VALUES = st.lists(
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=20).map(lambda t: plain_many([t])[0] or "x")
    | st.dates().map(str)
    | st.sampled_from(["1986", "1986-03", "0000-03-14", "0000-00-14", "1986-31-02", "ana@x.rs", "@", "11000", "M80NA"]),
    max_size=8,
    unique=True,
)


def form(name: str, values: list[str]) -> list[str]:
    """Give the form of each value, values being distinct."""
    return Column.of("any", "given", Coded.of(values)).form(name).texts().tolist()


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_a_form_gives_one_string_a_value_the_same_alone_as_in_a_batch(name, values):
    made = form(name, values)
    assert len(made) == len(values) and all(isinstance(text, str) for text in made)
    assert made == [form(name, [value])[0] for value in values]


@pytest.mark.parametrize("name", FORMS)
def test_no_values_give_no_forms(name):
    assert form(name, []) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("whole", "ana maric", "ana maric"),
        ("root", "petrovski jovan", "ptrvsk"),
        ("root", "sloba", "slbdn"),
        ("start", "ana", "ana"),
        ("core", "al masri", "masri"),
        ("core", "abd al rahman", "abdulrahman"),
        ("core", "abd allah", "abdullah"),
        ("core", "ana maria", "ana maria"),
        ("start", "el kurdi", "kur"),
        ("sound_start", "kurdi", "kr"),
        ("start", "an", "an"),
        ("end", "petrovic", "ovic"),
        ("full_date", "1986-03-14", "1986-03-14"),
        ("full_date", "1986-03", ""),
        ("year", "1986", "1986"),
        ("year", "1986-03-14", "1986"),
        ("year", "0000-03-14", ""),
        ("month_day", "1986-03-14", "03-14"),
        ("month_day", "1986-14-03", "03-14"),
        ("month_day", "1986-03", ""),
        ("prefix", "M80NA", "M8"),
        ("prefix", "1", "1"),
        ("tail", "381641234567", "1234567"),
        ("tail", "123456", ""),
        ("local_part", "ana@x.rs", "ana"),
        ("sorted_words", "were street 11", "11 street were"),
    ],
)
def test_forms(name, value, expected):
    assert form(name, [value]) == [expected]
