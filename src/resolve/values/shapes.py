"""Characters that look alike: letters of other scripts in numbers, and letters that readers take for digits.

>>> latin_shapes("СА 1234 АВ")  # Cyrillic letters
'CA 1234 AB'
>>> fold_slips("BO12S") == fold_slips("801ZS"), fold_slips("P01") == fold_slips("P02")
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from resolve import rules


def latin_shapes(text: str) -> str:
    """Put Latin letters for Cyrillic and Greek capitals that look like them; others stay as they are."""
    return text if text.isascii() else text.translate(_shapes())


def fold_slips(text: str) -> str:
    """Put digits for the letters that are taken for them: what is then equal differs by misreading at most."""
    return text.upper().translate(to_digit())


def fold_slips_many(texts: Sequence[str]) -> list[str]:
    """Do the same for many texts at once."""
    return fold_slips("\n".join(texts)).split("\n") if texts else []


def slip_pairs() -> tuple[tuple[str, str], ...]:
    """Give the pairs of a letter and the digit that it is taken for, of `rules/identifiers/mrz`."""
    return tuple([(letter, digit) for letter, digit in rules.load("identifiers/mrz")["slips"]["pairs"]])


@cache
def to_digit() -> dict[int, str]:
    """Give digits by the letters that are taken for them, for `str.translate`."""
    return {ord(letter): digit for letter, digit in slip_pairs()}


@cache
def to_letter() -> dict[int, str]:
    """Give letters by the digits that are taken for them, the first listed of several, for `str.translate`."""
    return {ord(digit): letter for letter, digit in reversed(slip_pairs())}


@cache
def _shapes() -> dict[int, str]:
    pairs = rules.load("transliteration/repair")["lookalikes"]["Latn"]
    return {ord(foreign): latin for foreign, latin in pairs}
