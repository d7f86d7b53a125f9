"""Lines of zones found in texts, and characters mended where they stand out."""

from __future__ import annotations

import pytest

from resolve.values.mrz_lines import Slip, find_lines, mend

FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", "", "\n\n", "\t", "\u2028"])
def test_lines_are_found_whatever_parts_them(between):
    form, lines = find_lines(FIRST + between + SECOND)
    assert (form.name, lines) == ("TD3", [FIRST, SECOND])


def test_too_many_fillers_are_cut_and_too_few_filled_up():
    for first in (FIRST + "<<<<", FIRST.rstrip("<")):
        assert find_lines(first + "\n" + SECOND)[1] == [FIRST, SECOND]


def test_the_last_check_digit_must_be_there():
    found = find_lines(FIRST + "\n" + SECOND[:-1])
    assert not found and "lines of 44 and 43 characters" in found.reason


def mended(second: str, first: str = FIRST) -> tuple[list[str], tuple[Slip, ...]]:
    form, lines = find_lines(first + "\n" + second)
    return mend(form, lines)


def test_a_letter_in_a_field_of_digits_is_a_digit():
    lines, slips = mended(SECOND.replace("7408122", "7A08IZ2"))
    assert lines[1] == SECOND.replace("740812", "7A0812")  # nothing looks like an A
    assert slips == (Slip(2, "birth", "I", "1"), Slip(2, "birth", "Z", "2"))


@pytest.mark.parametrize(("written", "meant"), [("0<<", "D<<"), ("5RB", "SRB"), ("81H", "BIH"), ("6BR", "GBR")])
def test_a_digit_in_a_state_is_the_letter_that_makes_a_state(written, meant):
    lines, _ = mended(SECOND.replace("UTO", written))
    assert lines[1][10:13] == meant


def test_what_fits_by_chance_only_is_left():
    text = SECOND.replace("L898902C36", "L898902C46")
    assert mended(text) == ([FIRST, text], ())


def test_initials_are_no_fillers():
    for name in ("ERIKSSON<<ANNA<K<S", "ERIKSSON<<K<L", "KC<<LE"):
        first = ("P<UTO" + name).ljust(44, "<")
        assert mended(SECOND, first) == ([first, SECOND], ())
