"""Sound keys for names of the region, driven by `rules/phonetics`.

The strict key (`sound`) keeps vowels and is close to "spelled differently, said the same"; the loose key
(`skeleton`) keeps consonants only and serves blocking.

>>> sound("gjorgjeviq") == sound("djordjevic") == sound("đorđević")
True
>>> skeleton("hoxha"), skeleton("hodza")
('hd', 'hd')
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.text.unicode import plain_many

_LETTERS = string.ascii_letters
# In a shorter text, looking for each letter twice costs less than setting arrays up.
_WORTH_ARRAYS = 10_000


def sound(text: str) -> str:
    """Give the strict sound key of a text: its tokens' classes, spaces kept."""
    return sound_many(plain_many([text]))[0]


def skeleton(text: str) -> str:
    """Give the loose sound key of a text: consonants, and an A for a leading vowel."""
    return skeleton_many(sound_many(plain_many([text])))[0]


def sound_many(plain_texts: Sequence[str]) -> list[str]:
    """Give strict sound keys of texts already plain (see `text.unicode.plain_many`)."""
    return _rewrite(plain_texts, "classes")


def skeleton_many(sounds: Sequence[str]) -> list[str]:
    """Give loose keys from strict ones; a text of vowels only keeps its "A"."""
    return _rewrite(sounds, "skeleton")


def loose_many(skeletons: Sequence[str]) -> list[str]:
    """Give the loosest keys from loose ones: consonants that scripts and scribes take for each other are one."""
    return _rewrite(skeletons, "loose")


def _rewrite(texts: Sequence[str], steps: str) -> list[str]:
    if not texts:
        return []
    # Every token stands between two marks of its own (^ before, $ after), so that an anchored step never eats the
    # neighbour's; a line break ends a text.
    joined = "^" + "\n".join(texts).replace(" ", "$ ^").replace("\n", "$\n^") + "$"
    for old, new in _steps(steps):
        joined = joined.replace(old, new)
    joined = joined.replace("^", "").replace("$", "")
    return _each_letter_once(joined).split("\n")


def _each_letter_once(text: str) -> str:
    """Write a letter that stands several times in a row once."""
    if len(text) >= _WORTH_ARRAYS and text.isascii():
        letters = np.frombuffer(text.encode("ascii"), np.uint8)
        again = (letters[1:] == letters[:-1]) & _is_letter()[letters[1:]]
        once: str = letters[np.append(True, ~again)].tobytes().decode("ascii")
        return once
    for letter in _LETTERS:
        while letter + letter in text:
            text = text.replace(letter + letter, letter)
    return text


@cache
def _is_letter() -> npt.NDArray[np.bool_]:
    table = np.zeros(256, bool)
    table[np.frombuffer(_LETTERS.encode("ascii"), np.uint8)] = True
    return table


@cache
def _steps(name: str) -> tuple[tuple[str, str], ...]:
    written = rules.load("phonetics/balkan")["sound"][name]
    return tuple((old, new) for old, _, new in (step.partition(">") for step in written))
