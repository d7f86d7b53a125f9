"""Words of dates: every name in the rules is known by itself, and hostile words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve import rules
from resolve.values.date_calendars import Calendar
from resolve.values.date_words import month_named, names_of_two_words, role_of

MONTHS = rules.load("dates/months")


@pytest.mark.parametrize("calendar", Calendar)
def test_every_language_has_twelve_months_each_known_by_its_names(calendar):
    for lines in MONTHS[calendar.value].values():
        assert len(lines) == 12
        for number, line in enumerate(lines, start=1):
            for name in line.split():
                assert month_named(name.replace("_", "")) == (calendar, number), name


def test_capitals_and_other_forms_of_a_letter_are_the_same_word():
    assert month_named("ОКТОБРА") == month_named("октобра") == month_named("oktobra") == (Calendar.GREGORIAN, 10)
    assert month_named("Şubat") == month_named("SUBAT") == month_named("s\u0327ubat") == (Calendar.GREGORIAN, 2)


def test_no_month_is_also_a_word_beside_dates():
    for calendar in Calendar:
        for lines in MONTHS[calendar.value].values():
            assert not [name for line in lines for name in line.split() if role_of(name.replace("_", ""))]


def test_words_of_each_role_are_known():
    words = rules.load("dates/words")
    for role in ("between", "to", "or"):
        assert {role_of(word) for word in words["span"][role]} == {role}
    assert {role_of(word) for word in words["approximate"]["words"]} == {"approximate"}


def test_names_of_two_words_have_one_to_stand_for_them():
    joined = names_of_two_words()
    assert joined and all(" " in name and month_named(one) for name, one in joined.items())


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_word_has_a_clear_result(word):
    found = month_named(word)
    assert found is None or 1 <= found[1] <= 12
    assert role_of(word) in ("", "approximate", "between", "to", "or", "age", "solar", "lunar", "gregorian")
