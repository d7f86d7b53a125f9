"""Every distinct spelling once, be it a form or a reading, with what the distance of two readings needs.

>>> spellings = Spellings()
>>> spellings.numbers(["pavloviC", "pavkoviC", "pavloviC"])
[0, 1, 0]
>>> spellings.measure(np.array([0, 1]))
>>> bool(spellings["ending"][0] == spellings["ending"][1])
True
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import islice

import numpy as np

from resolve import rules
from resolve.names.columns import Array, Letters, Numbers, Table, sound_bits
from resolve.text.readings import beginnings_many, endings_many, features_many

_VOWELS = re.compile("[aeiouj]+")
_COLUMNS: dict[str, tuple[int, type]] = {
    "text": (0, object),
    "features": (0, object),
    "units": (0, np.int16),  # how many features, 0 where it is not measured
    "letters": (0, np.uint32),
    "ending": (0, np.int32),  # the surname ending of a reading, 0 for none
    "tail": (0, np.int16),  # how many features the ending has
    "beginning": (0, np.int32),
    "head": (0, np.int16),
}


class Spellings:
    """A growing table of spellings. A spelling keeps its number; numbers run from 0."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._shared: dict[str, tuple[int, int]] = {"": (0, 0)}
        self._table = Table(_COLUMNS)

    def __getitem__(self, column: str) -> Array:
        """Give a column by spelling number."""
        return self._table.columns[column]

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """Give the numbers of texts, numbering those that are new."""
        first = len(self._numbers)
        found = list(map(self._numbers.__getitem__, texts))
        count = len(self._numbers)
        if count > first:
            self._table.hold(count)
            self["text"][first:count] = list(islice(reversed(self._numbers), count - first))[::-1]
        return found

    def measure(self, spellings: Numbers) -> None:
        """Work out what the distance of readings needs of these, where it is not known yet."""
        units = self["units"]
        new = spellings[units[spellings] == 0]
        if not len(new):
            return
        new = np.array(list(dict.fromkeys(new.tolist())))
        texts = self["text"][new].tolist()
        spelled = features_many(texts)
        self["features"][new] = spelled
        for part, size, cuts in (
            ("ending", "tail", endings_many(texts)),
            ("beginning", "head", beginnings_many(texts)),
        ):
            places = [place for place, cut in enumerate(cuts) if cut]  # where there is none, both are 0
            self[part][new], self[size][new] = 0, 0
            if places:
                numbered = np.array([self._of_many(cuts[place]) for place in places])
                self[part][new[places]], self[size][new[places]] = numbered.T
        units[new] = list(map(len, spelled))

    def find_letters(self, spellings: Numbers, texts: Sequence[str]) -> None:
        """Note the bits of the sounds of these readings, whose texts are given."""
        self["letters"][spellings] = Letters(texts).bits(sound_bits())

    def _of_many(self, text: str) -> tuple[int, int]:
        """Give the number of an ending or a beginning that many names share, and how many features it has."""
        found = self._shared.get(text)
        if found is None:
            found = self._shared[text] = (len(self._shared), len(features_many([text])[0]))
        return found


def skeletons_of(readings: Sequence[str]) -> list[str]:
    """Leave the vowels out of readings, and write alike what scripts without vowels do.

    >>> skeletons_of(["perez", "biriz"])
    ['brz', 'brz']
    """
    joined = _VOWELS.sub("", "\n".join(readings))
    for one, other in _written_alike():
        joined = joined.replace(one, other)
    return joined.split("\n")


@cache
def _written_alike() -> tuple[tuple[str, str], ...]:
    return tuple(rules.load("phonetics/sounds")["unvowelled"]["alike"].items())


def as_seen(plains: Sequence[str]) -> list[str]:
    """Write letters and digits of plain forms alike that a reading machine takes for one another.

    >>> as_seen(["mi1an", "rnilan"])
    ['mllan', 'mllan']
    """
    joined = "\n".join(plains)
    for one, other in _seen_as():
        joined = joined.replace(one, other)
    return joined.split("\n")


@cache
def _seen_as() -> tuple[tuple[str, str], ...]:
    return tuple(rules.load("phonetics/sounds")["seen_as"].items())
