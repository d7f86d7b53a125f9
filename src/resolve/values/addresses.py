"""Addresses taken apart lightly: street, house, flat, town, postcode; what is not understood stays in the street.

>>> address = parse("ul. Vojvode Mišića br. 12/5, 18000 Niš")
>>> address.street, address.house, address.flat, address.town, address.postcode
('vojvode misica', '12', '5', 'Niš', '18000')
>>> parse("Flat 3, 221B Baker Street, London NW1 6XE").key, parse("221b Baker St.").key
('baker 221b', 'baker 221b')
>>> compare(parse("Rr. Nëna Terezë 266"), parse("Nëna Tereze nr 266, Gjakovë")).value
'same street and house'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from resolve import rules
from resolve.errors import InputError
from resolve.text.phonetics import sound_many
from resolve.text.unicode import plain_many
from resolve.values import gazetteer
from resolve.values.contract import Unread

_MOST_WORDS = 24
_MOST_IN_A_TOWN = 3
_NEAR, _CLOSE = 0.85, 0.70
_HOUSE = re.compile(r"\d{1,4}[a-z]?")
_POSTCODE = re.compile(r"\d{4,6}")
_UK_OUT, _UK_IN = re.compile(r"[a-z]{1,2}\d[a-z\d]?"), re.compile(r"\d[a-z]{2}")


class Agreement(Enum):
    """How far two addresses agree, from the strongest."""

    SAME = "same"
    HOUSE = "same street and house"
    NEAR = "nearly the same"
    CLOSE = "close"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Address:
    """One address; parts that are not there are "".

    Attributes:
        text: its plain words.
        street: the street's words without "street", "ulica", "rruga" and their like, and whatever else was written.
        house, flat: their numbers, with a letter behind them where there is one.
        town: a town's name as `rules/places/towns` has it, where the address ends in one.
        postcode: digits, or a UK postcode without its space.
    """

    text: str
    street: str
    house: str = ""
    flat: str = ""
    town: str = ""
    postcode: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        """The street's words by sound, in alphabetical order, and the house number; "" where one of them is missing."""
        return keys_of([self])[0]


def parse(text: str) -> Address | Unread:
    """Read one address; `Unread` for text without a letter or digit."""
    return parse_many([text])[0]


def parse_many(texts: Sequence[str]) -> list[Address | Unread]:
    """Read each text as `parse` does; equal texts are read once."""
    return [_read(spelled) if spelled else Unread("no letter or digit") for spelled in plain_many(texts)]


def compact(text: str) -> str:
    """Give an address's plain words."""
    return plain_many([text])[0]


def validate(text: str) -> str:
    """Give an address's plain words; any address with a letter or digit is valid.

    Raises:
        InputError: it has none.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected an address, found {found.reason}")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text has a letter or digit."""
    return isinstance(parse(text), Address)


def compare(left: Address, right: Address) -> Agreement:
    """Give the agreement level of two addresses; a town or postcode that both have must not differ for the second."""
    from rapidfuzz.distance import Indel

    if left.text == right.text:
        return Agreement.SAME
    apart = bool(left.town and right.town and left.town != right.town)
    if left.key and left.key == right.key and not apart:
        return Agreement.HOUSE
    ordered = [" ".join(sorted(one.text.split())) for one in (left, right)]
    ratio = max(Indel.normalized_similarity(left.text, right.text), Indel.normalized_similarity(*ordered))
    return Agreement.NEAR if ratio >= _NEAR else Agreement.CLOSE if ratio >= _CLOSE else Agreement.DIFFERENT


def keys_of(found: Sequence[Address]) -> list[str]:
    """Give the keys of many addresses at once (see `Address.key`)."""
    sounds = sound_many([address.street for address in found])
    return [
        f"{' '.join(sorted(sound.split()))} {address.house}" if sound and address.house else ""
        for sound, address in zip(sounds, found, strict=True)
    ]


@lru_cache(maxsize=200_000)
def _read(spelled: str) -> Address:
    words, postcode = _postcode_apart(spelled.split()[:_MOST_WORDS])
    words, town = _town_apart(words)
    if not postcode:  # it may stand before the town
        words, postcode = _postcode_apart(words)
    street, house, flat = _house_apart(words)
    return Address(spelled, " ".join(street), house, flat, town, postcode)


def _postcode_apart(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and _UK_OUT.fullmatch(words[-2]) and _UK_IN.fullmatch(words[-1]):
        return words[:-2], words[-2] + words[-1]
    if len(words) > 1 and _POSTCODE.fullmatch(words[-1]) and len(words[-1]) > 4:
        return words[:-1], words[-1]
    # Behind a house number a number of four digits is a postcode too.
    if len(words) > 2 and _POSTCODE.fullmatch(words[-1]) and any(map(_HOUSE.fullmatch, words[:-1])):
        return words[:-1], words[-1]
    return words, ""


def _town_apart(words: list[str]) -> tuple[list[str], str]:
    """Take a known town off the end, where something stands before it."""
    for count in range(min(_MOST_IN_A_TOWN, len(words) - 1), 0, -1):
        town = gazetteer.town_named(" ".join(words[-count:]))
        if town >= 0:
            return words[:-count], gazetteer.towns()[town].name
    return words, ""


def _house_apart(words: list[str]) -> tuple[list[str], str, str]:
    """Give the street's words, the house number and the flat."""
    street: list[str] = []
    before: list[str] = []
    behind: list[str] = []
    flat = ""
    flats, dropped, none = _words("flat"), _dropped(), _no_number()
    for i, word in enumerate(words):
        number = word[0].isdigit() and _HOUSE.fullmatch(word) is not None
        if number and i and words[i - 1] in flats and (before or behind or i == 1):
            flat = flat or word
        elif number or word in none:
            (behind if street else before).append("bb" if not number else word)
        elif word not in dropped and not (word in flats and _labels_a_flat(words, i)):
            street.append(word)
    if before and behind:  # "27. marta 15": a date is the street's name
        street, before = [*before, *street], []
    numbers = [*before, *behind, ""]
    return street or words, numbers[0], flat or (numbers[1] if len(numbers) > 2 else "")


def _labels_a_flat(words: list[str], i: int) -> bool:
    return i + 1 < len(words) and _HOUSE.fullmatch(words[i + 1]) is not None


@cache
def _dropped() -> frozenset[str]:
    types = rules.load("places/streets")["types"].values()
    return frozenset(word for words in types for word in words) | _words("number")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(rules.load("places/streets")[name]["words"])


@cache
def _no_number() -> frozenset[str]:
    return frozenset(rules.load("places/streets")["number"]["none"])
