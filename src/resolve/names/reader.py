"""Many names at once as rows of token numbers and roles: what `names.reading` gives for each, read as columns.

Most names are plain words in a row, or around a comma. Each distinct word is looked at once and has a number; a name is
then a row of numbers, and what it is read as follows from what is known of them, by arrays. Other names, and those with
a word that the rules list, are read one by one.

>>> words = Vocabulary()
>>> names, aliases = reader_of(words).names(["Agim Hoxha", "HOXHA, Besnik", "Petar Ilić alias Pera Perić"])
>>> [words.texts[token] for token in names.tokens[names.starts[1] : names.starts[1] + names.sizes[1]]]
['hoxha', 'besnik']
>>> [(place, alias.tokens) for place, alias in aliases]
[(2, ('pera', 'perić'))]
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from resolve.names import position
from resolve.names.columns import NONE, Array, Table
from resolve.names.parse import LONGEST
from resolve.names.reading import FULL_FIELD, OUTER, Names, Read, folded, read_many, roles_of, tokens_of_word
from resolve.names.simple import PLAIN_WORD, halves
from resolve.names.vocabulary import CUT_MARK, Vocabulary
from resolve.names.words import LONGEST_INITIAL, listed_many, word, words_many
from resolve.text.unicode import plain_many

Rows = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.int8]

# Bits of what every word of a name must be, and of what one of them must be
_PLAIN, _LETTERS, _TITLE, _UPPER, _LOWER, _CASED, _COMMA = (1 << bit for bit in range(7))
# Longer names are read one by one: so many words, each with its traits and pieces, make one number. Of traits there are
# fewer than 200 combinations: nothing is both a given name and a surname, or a son's and a daughter's.
_MOST_WORDS, _MOST_PIECES, _KIND_BITS, _SIZE_BITS = 5, 3, 10, 3
# Words that are kept, some 100 MB
_MOST_KEPT = 400_000
_BETWEEN = "\n"
_ONE_CASE = _TITLE | _UPPER | _LOWER
_SIZES, _KINDS = (1 << _SIZE_BITS) - 1, (1 << _KIND_BITS) - 1
_TWO = 2
_ONLY_LETTERS = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")
_COMMAS = ",،、，"
_ODD = re.compile(r"[\d_'’‘ʻʼ`´ʹ]")

_WORDS: dict[str, tuple[int, type]] = {
    "flags": (0, np.uint8),
    "kind": (0, np.int16),  # number of all that decides on roles
    "count": (0, np.int8),  # how many tokens it makes
    "tokens": (_MOST_PIECES, np.int32),  # their numbers, in the reader
}


class Reader:
    """A growing table of words as written, and the tokens that they make, numbered in a vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._numbers: dict[str, int] = {_BETWEEN: 0, "": 1}
        self._table = Table(_WORDS)
        self._texts = ["", ""]
        self._kinds: dict[tuple[int, int], int] = {}
        self._token_numbers: dict[str, int] = {}
        self._token_texts: list[str] = []
        # By token: its number in the vocabulary as it is, and with the mark of a full field
        self._tokens = Table({"number": (2, np.int32)})
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._numbers)

    def names(self, texts: Sequence[str]) -> tuple[Names, list[tuple[int, Read]]]:
        """Read names whose Unicode is repaired already (`text.repair`).

        Returns:
            The names, in order; and the aliases that some of them state, with the place of the name.
        """
        flat = f" {_BETWEEN} ".join(texts).split(" ") if texts else []
        codes = self._number(flat)
        ends = np.append(np.flatnonzero(codes == 0), len(codes))
        if len(ends) != len(texts):  # a line break in a name, which repairing takes out
            return _one_by_one(self.words, texts, np.arange(len(texts)), _none(len(texts)))
        written = _Written(codes[codes != 0], np.diff(ends, prepend=-1) - 1)
        long = np.fromiter(map(len, texts), np.int64, len(texts))
        quick = self._quick(written) & (long <= LONGEST)
        found = _none(len(texts))
        if quick.any():
            found = self._rows(written.where(quick), np.flatnonzero(quick), long >= FULL_FIELD)
        return _one_by_one(self.words, texts, np.flatnonzero(~quick), found)

    def _number(self, flat: list[str]) -> Rows:
        try:
            return np.fromiter(map(self._numbers.__getitem__, flat), np.int64, len(flat))
        except KeyError:
            with self._lock:
                new = [text for text in dict.fromkeys(flat) if text not in self._numbers]
                if new:  # another thread may have learnt them meanwhile
                    self._learn(new)
            return np.fromiter(map(self._numbers.__getitem__, flat), np.int64, len(flat))

    def _learn(self, new: list[str]) -> None:
        first = len(self._numbers)
        self._table.hold(first + len(new))
        bare = [text[:-1] if text[-1] in _COMMAS else text for text in new]
        fitting = [place for place, text in enumerate(bare) if PLAIN_WORD.fullmatch(text) and not _ODD.search(text)]
        texts = [bare[place] for place in fitting]
        plains = plain_many(texts)
        rows, flags, counts, tokens = [], [], [], []
        for place, text, spelled, listed in zip(fitting, texts, plains, listed_many(texts, plains), strict=True):
            pieces = () if listed else _pieces(text, spelled)
            bits = _flags(text, pieces) if pieces else 0
            if bits:
                rows.append(first + place)
                flags.append(bits | _COMMA * (text is not new[place]))
                counts.append(len(pieces))
                tokens.extend([self._token(piece) for piece in pieces])
        columns, row, count = self._table.columns, np.array(rows, np.int64), np.array(counts, np.int64)
        columns["flags"][row], columns["count"][row] = flags, count
        places = np.arange(len(tokens)) - np.repeat(count.cumsum() - count, count)
        columns["tokens"][np.repeat(row, count), places] = tokens
        self._tokens.hold(len(self._token_texts))
        self._texts.extend(bare)
        self._numbers.update(zip(new, range(first, first + len(new)), strict=True))

    def _token(self, text: str) -> int:
        number = self._token_numbers.setdefault(text, len(self._token_texts))
        if number == len(self._token_texts):
            self._token_texts.append(text)
        return number

    def _quick(self, written: _Written) -> Bools:
        """Tell which names are plain words, in a row or around one comma."""
        flags = self._table.columns["flags"][written.words]
        comma = (flags & _COMMA) != 0
        quick: Bools = (np.bitwise_and.reduceat(flags, written.starts) & _PLAIN) != 0
        quick &= (written.sizes <= _MOST_WORDS) & (np.add.reduceat(comma, written.starts, dtype=np.int64) <= 1)
        quick &= ~comma[written.starts + written.sizes - 1]
        return quick

    def _rows(self, written: _Written, rows: Rows, full: Bools) -> Names:
        """Give the tokens and roles of names of plain words, which are some `rows` of the names asked for."""
        columns, starts = self._table.columns, written.starts
        counts = columns["count"][written.words].astype(np.int64)
        flat = columns["tokens"][written.words][np.arange(_MOST_PIECES) < counts[:, None]]
        counts = np.add.reduceat(counts, starts)
        ends = counts.cumsum()
        marked = np.zeros(len(flat), np.int64)
        marked[ends[full[rows]] - 1] = 1
        roles = np.full(len(flat), OUTER, np.int8)
        flags = columns["flags"][written.words]
        all_of, one_of = np.bitwise_and.reduceat(flags, starts), np.bitwise_or.reduceat(flags, starts)
        cased = ((all_of & _ONE_CASE) != 0) & ((one_of & _CASED) != 0)
        bare = cased & ((all_of & _LETTERS) != 0) & ((one_of & _COMMA) == 0) & (counts <= _TWO)
        if not bare.all():
            roles[np.repeat(~bare, counts)] = self._roles(written.where(~bare))
        sizes, begin = np.zeros(len(full), np.int64), np.zeros(len(full), np.int64)
        sizes[rows], begin[rows] = counts, ends - counts
        return Names(self._in_vocabulary(flat, marked), roles, begin, sizes)

    def _roles(self, written: _Written) -> Kinds:
        """Give the roles of all tokens of names, of which there are few combinations of words."""
        columns, starts = self._table.columns, written.starts
        place = np.arange(len(written.words)) - np.repeat(starts, written.sizes)
        comma = ((columns["flags"][written.words] & _COMMA) != 0) * (place + 1)
        number = self._kinds_of(written.words) << (2 * _SIZE_BITS + _KIND_BITS * place)
        number = np.add.reduceat(number, starts) | np.add.reduceat(comma, starts) << _SIZE_BITS | written.sizes
        distinct, which = np.unique(number, return_inverse=True)
        kinds = [(0, 0), *self._kinds]
        found = [_roles_by_number(one, kinds) for one in distinct.tolist()]
        counts = np.array(list(map(len, found)), np.int64)
        table = np.zeros((len(found), counts.max()), np.int8)
        table[np.arange(table.shape[1]) < counts[:, None]] = list(chain.from_iterable(found))
        roles: Kinds = table[which][np.arange(table.shape[1]) < counts[which][:, None]]
        return roles

    def _kinds_of(self, rows: Rows) -> Rows:
        """Give the numbers of all that decides on the roles of words; few words are asked for it."""
        kinds = self._table.columns["kind"]
        new = np.unique(rows[kinds[rows] == 0])
        if len(new):
            with self._lock:
                texts = [self._texts[row] for row in new.tolist()]
                words_many(dict.fromkeys(texts))  # quicker than one after the other
                for row, one in zip(new.tolist(), map(word, texts), strict=True):
                    own = one.upper * position.UPPER | one.initial * position.INITIAL
                    kind = position.word_traits(one.text, one.plain) | own, int(self._table.columns["count"][row])
                    kinds[row] = self._kinds.setdefault(kind, len(self._kinds) + 1)
        return kinds[rows].astype(np.int64)

    def _in_vocabulary(self, tokens: Array, marked: Rows) -> Array:
        """Give the numbers in the vocabulary of tokens, as they are or with the mark of a full field."""
        known = self._tokens.columns["number"]
        found = known[tokens, marked]
        new = np.flatnonzero(found == NONE)
        if len(new):
            distinct = np.unique(tokens[new] * np.int64(2) + marked[new])
            token, mark = np.divmod(distinct, 2)
            ends = zip(token.tolist(), mark.tolist(), strict=True)
            known[token, mark] = self.words.numbers([self._token_texts[one] + CUT_MARK * cut for one, cut in ends])
            found[new] = known[tokens[new], marked[new]]
        return found


@dataclass(frozen=True)
class _Written:
    """Words of names, one after the other, and how many each name has: one or more."""

    words: Rows
    sizes: Rows

    @cached_property
    def starts(self) -> Rows:
        return self.sizes.cumsum() - self.sizes

    def where(self, keep: Bools) -> _Written:
        """Give some of the names."""
        return self if keep.all() else _Written(self.words[np.repeat(keep, self.sizes)], self.sizes[keep])


def _pieces(text: str, spelled: str) -> tuple[str, ...]:
    """Give the tokens of a word that is not listed; none where a half of it is, or there are too many of them."""
    if text.isalpha() and len(spelled) > LONGEST_INITIAL:
        return (text.lower() if text.isascii() else folded(text),)
    if "-" in text and any(word(half).listed for half in halves(text)):
        return ()
    pieces = tokens_of_word(word(text))[1]
    return () if "" in pieces or len(pieces) > _MOST_PIECES else pieces


def _flags(text: str, pieces: Sequence[str]) -> int:
    """Give what decides how a name is read with this word in it; 0 where it takes more."""
    case = _TITLE * text.istitle() | _UPPER * text.isupper() | _LOWER * text.islower()
    if not case and text.upper() == text.lower():
        case = _ONE_CASE  # a script without capitals goes with either
    else:
        case |= _CASED
    if not _ONLY_LETTERS.fullmatch(text):
        return _PLAIN | case
    plainly = tuple(text.casefold().split("-")) == tuple(pieces)
    return (_PLAIN | _LETTERS | case) if plainly or not case & _CASED else 0


def _roles_by_number(number: int, kinds: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    size, comma = number & _SIZES, number >> _SIZE_BITS & _SIZES
    number >>= 2 * _SIZE_BITS
    words = [kinds[number >> _KIND_BITS * place & _KINDS] for place in range(size)]
    traits = tuple([one for one, _ in words])
    places = position.comma_places(traits[:comma], traits[comma:], None) if comma else position.run_places(traits, None)
    return roles_of(places, tuple([count for _, count in words]))


def _none(count: int) -> Names:
    empty = np.zeros(count, np.int64)
    return Names(np.empty(0, np.int32), np.empty(0, np.int8), empty, empty)


def _one_by_one(
    words: Vocabulary, texts: Sequence[str], rows: Rows, found: Names
) -> tuple[Names, list[tuple[int, Read]]]:
    """Read the names of some rows, and put them with those that are found already."""
    if not len(rows):
        return found, []
    each = read_many([texts[row] for row in rows.tolist()])
    aliases = [(row, alias) for row, name in zip(rows.tolist(), each, strict=True) for alias in name.aliases]
    more = Names.of(words, each)
    starts, sizes = found.starts.copy(), found.sizes.copy()
    starts[rows], sizes[rows] = more.starts + len(found.tokens), more.sizes
    tokens, roles = np.concatenate([found.tokens, more.tokens]), np.concatenate([found.roles, more.roles])
    return Names(tokens, roles, starts, sizes), aliases


_made: list[Reader] = []


def reader_of(words: Vocabulary) -> Reader:
    """Give the reader of a vocabulary; one that has grown beyond its bound gives way to a new one."""
    reader = next((one for one in _made if one.words is words and len(one) <= _MOST_KEPT), None)
    if reader is None:
        reader = Reader(words)
        _made[:] = [reader]
    return reader
