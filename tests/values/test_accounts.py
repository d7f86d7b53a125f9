"""Bank accounts: lengths and check digits as the registry has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban

from resolve import rules
from resolve.errors import InputError
from resolve.values import accounts, countries

BBANS = st.text("0123456789", min_size=11, max_size=26)


def with_check(country: str, bban: str) -> str:
    return country + f"{98 - int(''.join(str(int(c, 36)) for c in bban + country + '00')) % 97:02}" + bban


def test_lengths_are_those_that_python_stdnum_has():
    known = rules.load("identifiers/accounts")["length"]
    for code, length in known.items():
        assert countries.of_code(code)
        structure = iban._ibandb.info(code + "00")[0][1].get("bban")
        if structure:
            assert sum(map(int, re.findall(r"\d+", structure))) + 4 == length, code


@settings(deadline=None)
@given(BBANS, st.integers(0, 30), st.integers(1, 9))
def test_every_wrong_digit_is_caught(bban, place, by):
    text = with_check("SB", bban)  # a country whose length is not listed
    assert accounts.is_valid(text) and accounts.parse(text).country == "SLB"
    place = 2 + place % (len(text) - 2)
    wrong = text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :]
    assert not accounts.is_valid(wrong)
    with pytest.raises(InputError, match="modulo 97"):
        accounts.validate(wrong)


def test_what_is_wrong_is_said_without_the_number():
    with pytest.raises(InputError, match="expected an IBAN of 22 characters, found 21"):
        accounts.validate("RS3526000560100161137")
    with pytest.raises(InputError, match="fewer than five"):
        accounts.validate("1")
    assert accounts.validate("iban: gb29 nwbk 6016 1331 9268 19") == "GB29NWBK60161331926819"


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_text_is_read_or_refused_and_comparing_is_symmetric(one, other):
    left, right = accounts.parse_many([one, other])
    if left and right:
        assert accounts.compare(left, right) is accounts.compare(right, left)
        assert accounts.account_number(left.text) == left.bban


@pytest.mark.parametrize("text", ["1" * 10**7, "\ud800" * 100, "GB29" * 10**6])
def test_hostile_text_ends_soon(text):
    assert len(accounts.compact(text)) <= 100
