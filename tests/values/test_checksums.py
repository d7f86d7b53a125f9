"""National numbers by their check digits: against python-stdnum, and against every wrong digit that can be caught."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resolve.values.checksums import ALL, believed, checked, shaped_as, telling, valid_in
from resolve.values.number_schemes import schemes

QUIET = settings(max_examples=100, deadline=None)
BIT = {scheme.key: bit for bit, scheme in enumerate(schemes())}
CHECKED = [scheme for scheme in schemes() if scheme.check != "none"]
STDNUM = {
    "jmbg": "si.emso", "egn": "bg.egn", "amka": "gr.amka", "tckn": "tr.tckimlik", "oib": "hr.oib", "lnch": "bg.pnf",
    "imei": "imei",
}  # fmt: skip
# The greatest number of wrong single digits that an algorithm lets pass, as a share of all, and why:
#   complement: remainders 0 and 1 of the sum share the check digit 0, so a digit that turns one into the other passes
#   remainder:  remainders 10 and 0 (for `ten` = 0) or 10 and 1 (for `ten` = 1) share a digit in the same way
#   tens:       weights that share a factor with 10 would let digits pass; 21 19 17 13 11 9 7 3 1 share none: all caught
#   luhn, mod_11_10, turkish: all caught
SHARES_A_DIGIT = {"complement": {0, 1}, "remainder": {0, 10}, "remainder 1": {1, 10}}


def valid(number: str, key: str) -> bool:
    return bool(valid_in([number])[0] >> BIT[key] & 1)


def number_of(scheme, digits: str) -> str | None:
    """Complete digits to a number of a scheme by trying the check digits; None where the date or pattern denies it."""
    length = len(scheme.shape)
    tail = 2 if scheme.check == "turkish" else 1
    stem = digits[: length - tail]
    if scheme.birth is not None:
        rule, letters = scheme.birth, list(stem)
        for part, figure in (("day", "14"), ("month", "03")):
            letters[rule[part] - 1 : rule[part] + 1] = figure
        stem = "".join(letters)
    tried = [stem + f"{check:0{tail}}" for check in range(10**tail)]
    return next(
        (number for number, bits in zip(tried, valid_in(tried), strict=True) if bits >> BIT[scheme.key] & 1), None
    )


def remainder(scheme, number: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, scheme.weights, strict=False)) % 11


@pytest.mark.parametrize("scheme", CHECKED, ids=lambda scheme: scheme.key)
@QUIET
@given(digits=st.text("0123456789", min_size=15, max_size=15), place=st.integers(0, 14), step=st.integers(1, 9))
def test_every_wrong_digit_is_caught_that_the_algorithm_can_catch(scheme, digits, place, step):
    number = number_of(scheme, digits)
    assume(number is not None)
    place %= len(number)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    kind = "remainder 1" if scheme.check == "remainder" and scheme.ten == 1 else scheme.check
    if kind in SHARES_A_DIGIT and {remainder(scheme, number), remainder(scheme, wrong)} == SHARES_A_DIGIT[kind]:
        assert place < len(number) - 1
        return
    assert not valid(wrong, scheme.key)


@pytest.mark.parametrize("key", STDNUM)
@QUIET
@given(digits=st.text("0123456789", min_size=15, max_size=15))
def test_python_stdnum_agrees(key, digits):
    scheme = schemes()[BIT[key]]
    module = importlib.import_module(f"stdnum.{STDNUM[key]}")
    for number in (digits[: len(scheme.shape)], number_of(scheme, digits)):
        if number is not None:
            assert valid(number, key) == module.is_valid(number)


@QUIET
@given(digits=st.text("0123456789", min_size=15, max_size=15))
def test_a_romanian_number_that_python_stdnum_takes_is_taken(digits):
    number = number_of(schemes()[BIT["cnp"]], digits)
    module = importlib.import_module("stdnum.ro.cnp")
    assert not module.is_valid(digits[:13]) or valid(digits[:13], "cnp")
    assert number is None or valid(number, "cnp")


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("7523169263", {"egn"}),  # the example of python-stdnum's bg.egn
        ("1630615123457", {"cnp"}),  # the example of python-stdnum's ro.cnp
        ("0101990710008", {"jmbg"}),
        ("3201990710008", set()),
        ("0113990710008", set()),
        ("3002990710008", set()),
        ("J00101999W", {"albania"}),
        ("AB123456C", {"nino"}),
        ("BG123456C", set()),
        ("", set()),
        ("12345", set()),
        ("010199071000X", set()),
        ("٠١٠١٩٩٠٧١٠٠٠٨", set()),
        ("0" * 13, set()),
        ("9" * 100_000, set()),
        ("\ud800" * 13, set()),
    ],
)
def test_examples(number, keys):
    found = {scheme.key for bit, scheme in enumerate(schemes()) if valid_in([number])[0] >> bit & 1}
    assert found == keys


@given(st.lists(st.text("0123456789X", max_size=14)))
def test_many_are_as_each_alone(numbers):
    assert valid_in(numbers).tolist() == [int(valid_in([number])[0]) for number in numbers]
    assert not np.any(valid_in(numbers) & ~shaped_as(numbers))


def test_none():
    assert valid_in([]).dtype == np.uint32 and len(valid_in([])) == 0 and believed([]) == 0


def test_only_some_schemes_may_be_asked_for():
    assert valid_in(["0101990710008"], ALL ^ 1 << BIT["jmbg"])[0] == 0


def test_chance_makes_no_column_one_of_a_scheme():
    rng = np.random.default_rng(1)
    by_chance = [f"{number:010}" for number in rng.integers(0, 10**10, 2000)]
    assert (valid_in(by_chance) != 0).any() and not believed(by_chance) & checked()


def test_a_column_is_of_the_scheme_that_most_of_its_numbers_pass():
    lnch = [number for number in (f"{n:010}" for n in range(7_111_042_000, 7_111_042_400)) if valid(number, "lnch")]
    assert believed(lnch[:20]) >> BIT["lnch"] & 1
    assert not believed(lnch[:3]) >> BIT["lnch"] & 1  # so few may be chance
    assert believed(["7523169263"]) == 1 << BIT["egn"]  # a birth date is no chance


def test_numbers_that_are_replaced_or_unsure_tell_nobody_apart():
    for key in ("kosovo", "albania", "nino", "adt", "imei"):
        assert not telling() >> BIT[key] & 1
    assert telling() >> BIT["jmbg"] & 1
