"""An index over names: tokens by key, names by token, ready to be searched and kept in a file.

>>> index = NameIndex.of([("Hashim Thaçi", 0), ("Ana Ilić", 1), ("Anka", 1)])
>>> len(index), index.tokens.size, index.owner.tolist()
(3, 5, [0, 1, 1])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.names.reading import Names, Read, read_many
from resolve.names.vocabulary import MOST_TOKENS, Numbers, Vocabulary
from resolve.text.repair import repair_many
from resolve.watchlist.keys import Keys, joined_keys, listed_keys
from resolve.watchlist.postings import Array, Postings, Rows, Texts, spread

# Names read, and tokens keyed, at a time while an index is built.
_CHUNK = 50_000
_NOT_LEARNED = -1
_SAYS_LITTLE = 2_000


@dataclass
class NameIndex:
    """Names of a list: tokens, roles and owner of each name, and the postings that find them.

    Attributes:
        tokens: the distinct tokens. counts: how many names have each.
        starts, sizes: where each name's tokens begin in `token_rows` and `roles`, and how many there are.
        owner: whose name it is, one number a name.
        key_values, by_key: sorted distinct keys, and the tokens under each. by_token: the names of each token.
        joined_values, by_joined: keys of two neighbouring tokens written as one, and the names under each.
    """

    tokens: Texts
    counts: npt.NDArray[np.int32]
    token_rows: npt.NDArray[np.int32]
    roles: npt.NDArray[np.int8]
    starts: Rows
    sizes: npt.NDArray[np.int8]
    owner: npt.NDArray[np.int32]
    key_values: Keys
    by_key: Postings
    by_token: Postings
    joined_values: Keys
    by_joined: Postings
    words: Vocabulary = field(default_factory=Vocabulary, repr=False)
    _numbers: Numbers | None = field(default=None, repr=False)
    _shares: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32), repr=False)

    def __post_init__(self) -> None:
        if self._numbers is not None:
            self._share(np.arange(self.tokens.size))

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, names: Iterable[tuple[str, int]]) -> NameIndex:
        """Build an index of names as they are written, each with the number of its owner."""
        return cls.of_reads(_read(names))

    @classmethod
    def of_reads(cls, parts: Iterable[tuple[list[Read], list[int]]]) -> NameIndex:
        """Build an index of names that are read already, and the numbers of their owners, part by part."""
        words = Vocabulary()
        found = _Collected()
        for reads, owners in parts:
            found.add(words, reads, owners)
        return found.index(words)

    def vocabulary(self) -> tuple[Vocabulary, Numbers]:
        """Give the vocabulary to compare in, and the number in it of each token, -1 where it is not learned yet.

        A vocabulary that queries have filled far beyond the index's own tokens gives way to a new one.
        """
        if self._numbers is None or len(self.words) > MOST_TOKENS + self.tokens.size:
            self.words = Vocabulary()
            self._numbers = np.full(self.tokens.size, _NOT_LEARNED, np.int32)
            self._shares = np.empty(0, np.float32)
        return self.words, self._numbers

    def _share(self, tokens: Array) -> None:
        """Note the shares of tokens that were learned."""
        _, numbers = self.vocabulary()
        self.shares()[numbers[tokens]] = self.counts[tokens] / np.float32(max(len(self), _SAYS_LITTLE))

    def learned(self, tokens: Array) -> Numbers:
        """Give the vocabulary's numbers of tokens, learning those that it lacks."""
        words, numbers = self.vocabulary()
        new = np.unique(tokens[numbers[tokens] == _NOT_LEARNED])
        if len(new):
            numbers[new] = words.numbers([self.tokens[token] for token in new.tolist()])
            self._share(new)
        return np.asarray(numbers[tokens], np.int32)

    def shares(self) -> npt.NDArray[np.float32]:
        """Give, by the vocabulary's number, the share of the index's names that have each token learned so far.

        A small list says little of how common a name is, so it counts as if it had 2,000 names.
        """
        words, _ = self.vocabulary()
        if len(self._shares) < len(words):
            self._shares = np.concatenate([self._shares, np.zeros(len(words), np.float32)])
        return self._shares[: len(words)]

    def names(self, rows: Array) -> Names:
        """Give some names, ready to be compared."""
        sizes = self.sizes[rows].astype(np.int64)
        _, at = spread(self.starts[rows], self.starts[rows] + sizes)
        return Names(self.learned(self.token_rows[at]), self.roles[at], np.cumsum(sizes) - sizes, sizes)

    def arrays(self) -> Mapping[str, Array]:
        """Give everything as arrays by name, to be kept."""
        return {
            "token_starts": self.tokens.starts,
            "token_letters": self.tokens.letters,
            "by_key_starts": self.by_key.starts,
            "by_key_rows": self.by_key.rows,
            "by_token_starts": self.by_token.starts,
            "by_token_rows": self.by_token.rows,
            "by_joined_starts": self.by_joined.starts,
            "by_joined_rows": self.by_joined.rows,
            **{name: getattr(self, name) for name in _PLAIN},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> NameIndex:
        """Take up what `arrays` gave."""

        def posted(name: str) -> Postings:
            return Postings(arrays[f"{name}_starts"], arrays[f"{name}_rows"])

        plain: Mapping[str, Any] = {name: arrays[name] for name in _PLAIN}
        return cls(
            tokens=Texts(arrays["token_starts"], arrays["token_letters"]),
            by_key=posted("by_key"),
            by_token=posted("by_token"),
            by_joined=posted("by_joined"),
            **plain,
        )


_PLAIN = ("counts", "token_rows", "roles", "starts", "sizes", "owner", "key_values", "joined_values")


def _read(names: Iterable[tuple[str, int]]) -> Iterator[tuple[list[Read], list[int]]]:
    """Read names a chunk at a time; aliases that stand in a name are names of the same owner."""
    left = iter(names)
    while chunk := list(islice(left, _CHUNK)):
        reads: list[Read] = []
        owners: list[int] = []
        for whole, (_, owner) in zip(read_many(repair_many([text for text, _ in chunk])), chunk, strict=True):
            for one in (whole, *whole.aliases):
                reads.append(one)
                owners.append(owner)
        yield reads, owners


@dataclass
class _Collected:
    """Parts of an index under way; tokens are numbers of one vocabulary."""

    tokens: list[Numbers] = field(default_factory=list)
    roles: list[npt.NDArray[np.int8]] = field(default_factory=list)
    sizes: list[Rows] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def add(self, words: Vocabulary, reads: list[Read], owners: list[int]) -> None:
        numbered = Names.of(words, reads)
        self.tokens.append(numbered.tokens)
        self.roles.append(numbered.roles)
        self.sizes.append(numbered.sizes)
        self.owners += owners

    def index(self, words: Vocabulary) -> NameIndex:
        tokens = np.concatenate([*self.tokens, np.empty(0, np.int32)])
        sizes = np.concatenate([*self.sizes, np.empty(0, np.int64)])
        distinct, rows = np.unique(tokens, return_inverse=True)
        name_of = np.repeat(np.arange(len(sizes)), sizes)
        once = np.unique(rows.astype(np.int64) * max(1, len(sizes)) + name_of)
        of_token, of_name = np.divmod(once, max(1, len(sizes)))
        by_token = Postings.by_number(of_token, of_name, len(distinct))
        key_values, by_key = _by_key(words, distinct)
        joined_values, by_joined = _by_joined(words, tokens, sizes)
        numbers: Numbers = distinct.astype(np.int32)
        return NameIndex(
            tokens=Texts.of([words.texts[number] for number in numbers.tolist()]),
            counts=np.diff(by_token.starts).astype(np.int32),
            token_rows=rows.astype(np.int32),
            roles=np.concatenate([*self.roles, np.empty(0, np.int8)]),
            starts=np.cumsum(sizes) - sizes,
            sizes=sizes.astype(np.int8),
            owner=np.array(self.owners, np.int32),
            key_values=key_values,
            by_key=by_key,
            by_token=by_token,
            joined_values=joined_values,
            by_joined=by_joined,
            words=words,
            _numbers=numbers,
        )


def _by_key(words: Vocabulary, numbers: Numbers) -> tuple[Keys, Postings]:
    keys, rows = [np.empty(0, np.uint32)], [np.empty(0, np.int64)]
    for start in range(0, len(numbers), _CHUNK):
        found = listed_keys(words, numbers[start : start + _CHUNK])
        keys.append(found.keys)
        rows.append(found.rows + start)
    return _posted(np.concatenate(keys), np.concatenate(rows))


def _by_joined(words: Vocabulary, tokens: Numbers, sizes: Rows) -> tuple[Keys, Postings]:
    """Post names under the keys of each two neighbouring tokens."""
    first, second, name_of = neighbours(sizes)
    pairs = tokens[first].astype(np.int64) << 32 | tokens[second]
    distinct, inverse = np.unique(pairs, return_inverse=True)
    made = joined_keys(words, (distinct >> 32).astype(np.int32), (distinct & 0xFFFFFFFF).astype(np.int32))
    at, keys = Postings.by_number(made.rows, np.arange(len(made.rows)), len(distinct)).of(inverse)
    return _posted(made.keys[keys], name_of[at])


def neighbours(sizes: Rows) -> tuple[Rows, Rows, Rows]:
    """Give the places of every two tokens of a name that may stand side by side, and the name: the last before the
    first too, since the surname may come first.

    >>> [rows.tolist() for rows in neighbours(np.array([1, 2, 3]))]
    [[1, 2, 3, 4, 5], [2, 1, 4, 5, 3], [1, 1, 2, 2, 2]]
    """
    name_of = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    first = np.flatnonzero(sizes[name_of] > 1)
    within = first - starts[name_of[first]] + 1
    second = np.asarray(starts[name_of[first]] + within % sizes[name_of[first]], np.int64)
    found: tuple[Rows, Rows, Rows] = first, second, name_of[first]
    return found


def _posted(keys: Keys, rows: Rows) -> tuple[Keys, Postings]:
    values, numbers = np.unique(keys, return_inverse=True)
    return values, Postings.by_number(numbers, rows, len(values))
