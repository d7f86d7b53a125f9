"""Names of an index found by all their letters, whatever the order of words and letters, or by one word cut short.

The letters of a name are summed up: every letter has a number of 64 bits, a name the sum of its letters' numbers. So
names of the same letters have one sum, and what one letter more, less or another one makes of it is found by adding and
taking off. A word cut short is found by the sum of the other words and its own first letters.

>>> from resolve.watchlist.index import NameIndex
>>> from resolve.watchlist.postings import spread
>>> search = LetterSearch.of(NameIndex.of([("Marko Petrović", 0), ("Ana Ilić", 1), ("Muhamed Abdurahmanović", 2)]))
>>> asked = ["Petrović Makro", "Ana Illić", "Muhamed Abdurahm", "Ivo Ilić"]
>>> [part.tolist() for part in search.find([one.split() for one in asked])]
[[0, 1, 2], [0, 1, 2]]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve.text.unicode import plain_many
from resolve.watchlist.index import NameIndex
from resolve.watchlist.postings import Rows, spread

Sums = npt.NDArray[np.uint64]

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
# Of a word cut short so many letters must be there.
_BEGINNING = 3
# Names asked about at a time; it bounds memory.
_AT_ONCE = 200


@dataclass(frozen=True)
class _Words:
    """Words of names: the sum of each word's letters and its first letters as a number; where each name begins."""

    sums: Sums
    beginnings: Sums
    starts: Rows

    def of_names(self) -> tuple[Sums, Rows]:
        """Give the sum of each name, and the name of each word."""
        sizes = np.diff(self.starts)
        name_of = np.repeat(np.arange(len(sizes)), sizes)
        total = np.zeros(len(sizes), np.uint64)
        np.add.at(total, name_of, self.sums)
        return total, name_of

    def but_one(self) -> Sums:
        """Give for each word the key of its name with this word cut down to its first letters."""
        total, name_of = self.of_names()
        found: Sums = (total[name_of] - self.sums) * np.uint64(0x9E3779B97F4A7C15) + self.beginnings
        return found


@dataclass(frozen=True)
class LetterSearch:
    """Sorted sums of the names of an index, and sorted keys of its names with one word cut, with the names of each."""

    sums: Sums
    of_sum: Rows
    cut: Sums
    of_cut: Rows

    @classmethod
    def of(cls, index: NameIndex) -> LetterSearch:
        """Sum the names of an index up; some seconds for a million names."""
        sums, beginnings = _summed([index.tokens[number] for number in range(index.tokens.size)])
        starts = np.concatenate([[0], np.cumsum(index.sizes.astype(np.int64))])
        words = _Words(sums[index.token_rows], beginnings[index.token_rows], starts)
        total, name_of = words.of_names()
        keys = words.but_one()
        by_sum, by_key = np.argsort(total, kind="stable"), np.argsort(keys, kind="stable")
        return cls(total[by_sum], by_sum, keys[by_key], name_of[by_key])

    def find(self, names: Sequence[Sequence[str]]) -> tuple[Rows, Rows]:
        """Find the names of the index that have the letters of those asked about, but for one, or but for a cut word.

        Args:
            names: the words of each name.

        Returns:
            Places in `names`, and names of the index, each pair once, in order.
        """
        pairs = [np.empty((0, 2), np.int64)]
        for first in range(0, len(names), _AT_ONCE):
            part = names[first : first + _AT_ONCE]
            sums, beginnings = _summed([word for name in part for word in name])
            words = _Words(sums, beginnings, np.concatenate([[0], np.cumsum([len(name) for name in part])]))
            total, name_of = words.of_names()
            asked, wanted = _neighbours(total, ["".join(plain_many(list(name))) for name in part])
            pairs.append(_under(self.sums, self.of_sum, wanted, asked, first))
            pairs.append(_under(self.cut, self.of_cut, words.but_one(), name_of, first))
        found = np.unique(np.concatenate(pairs), axis=0)
        return found[:, 0], found[:, 1]


def _neighbours(total: Sums, texts: Sequence[str]) -> tuple[Rows, Sums]:
    """Give the sums that one letter more, less or other makes of each name's, and the name of each."""
    numbers = _numbers()
    has = np.array([[letter in text for letter in _ALPHABET] for text in texts], bool).reshape(-1, len(_ALPHABET))
    name, gone = np.nonzero(has)
    without = np.concatenate([total, total[name] - numbers[gone]])
    of_name = np.concatenate([np.arange(len(total)), name])
    plus = np.concatenate([np.zeros(1, np.uint64), numbers])
    return np.repeat(of_name, len(plus)), (without[:, None] + plus[None, :]).ravel()


def _under(values: Sums, names: Rows, wanted: Sums, asked: Rows, start: int) -> Rows:
    """Give pairs of who asked, counted from `start`, and the names under the keys wanted."""
    first, last = (np.searchsorted(values, wanted, side=side) for side in ("left", "right"))
    of_asked, place = spread(first, last)
    return np.stack([asked[of_asked] + start, names[place]], axis=1)


def _summed(words: Sequence[str]) -> tuple[Sums, Sums]:
    """Give the sum of the letters of each word, and its first letters as a number."""
    if not words:
        return np.empty(0, np.uint64), np.empty(0, np.uint64)
    texts = [text.replace(" ", "") for text in plain_many(list(words))]
    sizes = np.array([len(text) for text in texts], np.int64)
    letters = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8)
    sums = np.zeros(len(texts), np.uint64)
    np.add.at(sums, np.repeat(np.arange(len(texts)), sizes), _by_byte()[letters])
    begun = [int.from_bytes(text[:_BEGINNING].encode("ascii", "replace"), "big") for text in texts]
    return sums, np.array(begun, np.uint64)


@cache
def _numbers() -> Sums:
    return np.random.default_rng(2023_333).integers(1 << 63, dtype=np.uint64, size=len(_ALPHABET))


@cache
def _by_byte() -> Sums:
    table = np.zeros(256, np.uint64)
    table[[ord(letter) for letter in _ALPHABET]] = _numbers()
    return table
