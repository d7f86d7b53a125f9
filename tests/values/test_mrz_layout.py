"""Layouts of zones hold together, and check digits catch what they can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.errors import UnknownNameError
from resolve.values.mrz_layout import check_digit, composite_digit, layout, layouts, put, read


def test_fields_lie_inside_their_lines_and_apart():
    for form in layouts():
        taken: set[tuple[int, int]] = set()
        places = [*form.field.values(), *(form.check_place(name) for name in form.checked)]
        for line, first, last in places:
            cells = {(line, place) for place in range(first, last + 1)}
            assert 1 <= line <= form.lines and 1 <= first <= last <= form.width and not cells & taken
            taken |= cells
        assert taken == {(line, place) for line in range(1, form.lines + 1) for place in range(1, form.width + 1)}


def test_the_specimen_of_doc_9303():
    found = [check_digit(text) for text in ("L898902C3", "740812", "120415", "ZE184226B<<<<<")]
    assert found == ["6", "2", "9", "1"]
    lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
    assert composite_digit(lines, layout("TD3")) == "0"


@given(st.text("0123456789", min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 9))
def test_every_wrong_digit_is_caught(text, place, by):
    place %= len(text)
    wrong = text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :]
    assert check_digit(wrong) != check_digit(text)


@pytest.mark.parametrize(("one", "other"), [("G", "6"), ("A", "K"), ("<", "0")])
def test_what_differs_by_ten_is_not(one, other):
    assert check_digit("12" + one) == check_digit("12" + other)


def test_reading_what_was_put():
    assert read(put(["ABC", "DEF"], (2, 2, 3), "XY"), (2, 2, 3)) == "XY"
    with pytest.raises(UnknownNameError, match="there are: TD3, TD2"):
        layout("TD4")
