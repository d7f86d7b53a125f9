"""Registration plates of vehicles: one spelling whatever the spaces, hyphens and alphabet, and whose they may be.

>>> parse("BG 1234-AB").text, parse("bg1234 ab").countries
('BG1234AB', ('SRB', 'MKD', 'HRV'))
>>> parse("СА 1234 АВ").countries  # Cyrillic letters on a Bulgarian plate are read by their shape
('SRB', 'MKD', 'HRV', 'BGR')
>>> compare(parse("01-123-AB"), parse("O1 123 A8")).value
'characters that look alike'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from resolve import rules
from resolve.errors import InputError
from resolve.text.unicode import compact_many
from resolve.values.contract import Unread
from resolve.values.shapes import fold_slips, latin_shapes

_LONGEST = 40
_MOST = 12
_LETTER, _DIGIT = "L", "D"
_EVERY_LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Agreement(Enum):
    """How far two plates agree, from the strongest."""

    SAME = "same"
    LOOK_ALIKE = "characters that look alike"
    ONE_EDIT = "one character apart or swapped"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate: its capital letters and digits, and the countries whose form it has, () for none that is known."""

    text: str
    countries: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Plate | Unread:
    """Read one plate; `Unread` for text without a digit or of over 12 letters and digits."""
    found = compact(text)
    if not any(letter.isdigit() for letter in found):
        return Unread("no digit")
    if len(found) > _MOST:
        return Unread(f"over {_MOST} letters and digits")
    return Plate(found, tuple(dict.fromkeys(country for country, form in _forms() if _fits(found, form))))


def parse_many(texts: Sequence[str]) -> list[Plate | Unread]:
    """Read each text as `parse` does."""
    return [parse(text) for text in texts]


def compact(text: str) -> str:
    """Give the capital letters and digits of a plate.

    Letters that look like Latin ones are read as these if all letters of the text do; else they are transliterated, as
    Serbian and Macedonian exports write their plates.

    >>> compact("БГ 123-ЋЧ"), compact("К 1234 ТХ")
    ('BG123CC', 'K1234TX')
    """
    text = text[:_LONGEST].upper()
    by_shape = latin_shapes(text)
    return compact_many([by_shape if by_shape.isascii() else text])[0]


def validate(text: str) -> str:
    """Give a plate's letters and digits.

    Raises:
        InputError: it has none, or too many; no form is refused.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a registration plate, found {found.reason}")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text may be a plate."""
    return isinstance(parse(text), Plate)


def compare(left: Plate, right: Plate) -> Agreement:
    """Give the agreement level of two plates."""
    from rapidfuzz.distance import OSA

    if left.text == right.text:
        return Agreement.SAME
    if fold_slips(left.text) == fold_slips(right.text):
        return Agreement.LOOK_ALIKE
    near = OSA.distance(left.text, right.text, score_cutoff=1) <= 1
    return Agreement.ONE_EDIT if near else Agreement.DIFFERENT


@cache
def _forms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each form as its country and, place by place, the characters that may stand there."""
    found = []
    for entry in rules.load("identifiers/plates")["plate"]:
        kinds = {_LETTER: entry.get("letters", _EVERY_LETTER), _DIGIT: "0123456789"}
        found.append((entry["country"], tuple([kinds.get(place, place) for place in entry["pattern"]])))
    return tuple(found)


def _fits(text: str, form: Sequence[str]) -> bool:
    return len(text) == len(form) and all(letter in allowed for letter, allowed in zip(text, form, strict=True))
