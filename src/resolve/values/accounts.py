"""Bank accounts: IBANs, and the domestic numbers of the region that an IBAN is made from.

>>> parse("GB29 NWBK 6016 1331 9268 19")
Account(text='GB29NWBK60161331926819', bban='NWBK60161331926819', country='GBR', valid=True)
>>> parse("RS35 2600 0560 1001 6113 79").bban, parse("260-0056010016113-79").bban, parse("260-56010016113-79").bban
('260005601001611379', '260005601001611379', '260005601001611379')
>>> compare(parse("RS35260005601001611379"), parse("260-56010016113-79")).value
'same account, written with and without the country'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from resolve import rules
from resolve.errors import InputError
from resolve.text.unicode import compact_many
from resolve.values.contract import Unread
from resolve.values.countries import of_code
from resolve.values.shapes import latin_shapes

_LONGEST = 100
_SHORTEST = 5
_IBAN = re.compile(r"(?:IBAN)?([A-Z]{2}\d\d[A-Z0-9]+)")
_PARTS = re.compile(r"\s*(\d{3})\s*-\s*(\d{1,13})\s*-\s*(\d{2})\s*")
_PARTS_DIGITS = 13


class Agreement(Enum):
    """How far two accounts agree, from the strongest."""

    SAME = "same"
    DOMESTIC = "same account, written with and without the country"
    ONE_EDIT = "one character apart or swapped"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        text: an IBAN, or a domestic number, in capital letters and digits.
        bban: the account number within its country.
        country: id of `rules/places/countries` for an IBAN, else "".
        valid: its check digits fit, and an IBAN has its country's length where that is known.
    """

    text: str
    bban: str
    country: str
    valid: bool

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Account | Unread:
    """Read an IBAN or another account number, valid or not; `Unread` for under five letters and digits."""
    found = compact(text)
    if len(found) < _SHORTEST or not any(letter.isdigit() for letter in found):
        return Unread("fewer than five letters and digits, or no digit")
    if _IBAN.fullmatch(found) and of_code(found[:2]):
        length = rules.load("identifiers/accounts")["length"].get(found[:2], len(found))
        return Account(found, found[4:], of_code(found[:2]), len(found) == length and _leaves_one(found))
    checks = any(
        len(found) == entry["digits"] and found.isdigit() and int(found) % 97 == 1
        for entry in rules.load("identifiers/accounts")["domestic"].values()
    )
    return Account(found, found, "", checks)


def parse_many(texts: Sequence[str]) -> list[Account | Unread]:
    """Read each text as `parse` does."""
    return [parse(text) for text in texts]


def compact(text: str) -> str:
    """Give the capital letters and digits; a domestic number in three parts gets the zeros that its middle lacks."""
    text = text[:_LONGEST]
    parts = _PARTS.fullmatch(text)
    if parts:
        bank, number, check = parts.groups()
        return bank + number.zfill(_PARTS_DIGITS) + check
    found = compact_many([latin_shapes(text.upper())])[0]
    iban = _IBAN.fullmatch(found)
    return iban.group(1) if iban else found


def validate(text: str) -> str:
    """Give an account whose check digits fit.

    Raises:
        InputError: it is no account, has the wrong length, or its check digits do not fit.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a bank account, found {found.reason}")
    length = rules.load("identifiers/accounts")["length"].get(found.text[:2])
    if found.country and length not in (None, len(found.text)):
        raise InputError(f"expected an IBAN of {length} characters, found {len(found.text)}")
    if not found.valid:
        raise InputError("expected check digits that leave 1 modulo 97, found others; look for a mistyped digit")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text is an account whose check digits fit."""
    found = parse(text)
    return isinstance(found, Account) and found.valid


def compare(left: Account, right: Account) -> Agreement:
    """Give the agreement level of two accounts."""
    from rapidfuzz.distance import OSA

    if left.text == right.text:
        return Agreement.SAME
    if left.bban == right.bban and (not left.country or not right.country):
        return Agreement.DOMESTIC
    near = OSA.distance(left.text, right.text, score_cutoff=1) <= 1
    # Two numbers whose check digits both fit are two accounts, however alike.
    return Agreement.ONE_EDIT if near and not (left.valid and right.valid) else Agreement.DIFFERENT


def account_number(text: str) -> str:
    """Give the account number within its country of an account's text: that of an IBAN without its first four."""
    return text[4:] if _IBAN.fullmatch(text) and of_code(text[:2]) else text


def _leaves_one(iban: str) -> bool:
    """Check as ISO 7064 mod 97-10 does: the first four characters go behind, letters count from 10."""
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1
