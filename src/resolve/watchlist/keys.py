"""Keys under which one token of a name may find another: equal, one letter apart, the same consonants, one name.

Keys are 32-bit hashes. Two tokens that share none are never compared, so a key stands for every way in which the
comparison of tokens (`names.evidence`) may find evidence; that two tokens share a key by chance only costs a look.
One letter apart is found by leaving each letter out in turn (the deletion neighbourhood of Mor and Fraenkel 1982).

>>> one, other = shortened(["marko"])[1], shortened(["marco"])[1]
>>> len(one), len(set(one.tolist()) & set(other.tolist()))
(5, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from resolve.names.vocabulary import CUT, INITIAL, NONE, Numbers, Vocabulary

Keys = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

# Longer tokens are told by their beginning; bytes of UTF-8.
_LONGEST = 32
_BASE = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_POWERS = np.array([pow(int(_BASE), power, 1 << 64) for power in range(_LONGEST + 1)], np.uint64)
_VOWELS = "aeiouj"
# A reading, or its consonants, that is shorter says too little with a letter left out.
_SHORTEST_SHORTENED = 4
_SHORTEST_CONSONANTS = 3
_PREFIX = 5
# What a token and two written as one are compared by
_AS_ONE = ("forms", "sounds")


@dataclass(frozen=True)
class TokenKeys:
    """Keys of tokens: `keys[i]` is one of token `rows[i]`, a place in what was asked."""

    keys: Keys
    rows: Rows


def listed_keys(words: Vocabulary, tokens: Numbers) -> TokenKeys:
    """Give the keys under which tokens of a list are found."""
    as_one = single_keys(words, tokens)
    parts = [*_sound_keys(words, tokens), *_beginnings(words, tokens, asked=False), (as_one.keys, as_one.rows)]
    return _joined(parts)


def asked_keys(words: Vocabulary, tokens: Numbers) -> TokenKeys:
    """Give the keys under which tokens of a query look for tokens of a list."""
    return _joined([*_sound_keys(words, tokens), *_beginnings(words, tokens, asked=True)])


def joined_keys(words: Vocabulary, first: Numbers, second: Numbers) -> TokenKeys:
    """Give the keys of two tokens each written as one: by their letters, and by their sounds."""
    texts = words.of_spellings("text")
    both = []
    for column in _AS_ONE:
        numbers = words[column][:, 0]
        left, right = (texts[numbers[tokens]].tolist() for tokens in (first, second))
        both.append(_salted(spelled([one + other for one, other in zip(left, right, strict=True)]), "joined"))
    return _joined((keys, np.arange(len(first))) for keys in both)


def single_keys(words: Vocabulary, tokens: Numbers) -> TokenKeys:
    """Give the keys under which single tokens look for two that are written as one (`joined_keys`)."""
    texts = words.of_spellings("text")
    both = (_salted(spelled(texts[words[column][tokens, 0]].tolist()), "joined") for column in _AS_ONE)
    return _joined((keys, np.arange(len(tokens))) for keys in both)


def _sound_keys(words: Vocabulary, tokens: Numbers) -> Iterator[tuple[Keys, Rows]]:
    words.closely(tokens)
    words.all_readings(tokens)
    texts = words.of_spellings("text")
    whole = np.flatnonzero((words["traits"][tokens] & INITIAL) == 0)
    sounds = words["sounds"][tokens[whole]]
    row, place = np.nonzero(sounds != NONE)
    readings = texts[sounds[row, place]].tolist()
    row = whole[row]
    yield from _near("sound", readings, row, _SHORTEST_SHORTENED)
    bare = _consonants(readings)
    some = [i for i, one in enumerate(bare) if len(one) >= _SHORTEST_CONSONANTS]
    yield from _near("consonants", [bare[i] for i in some], row[some], _SHORTEST_SHORTENED + 1)
    for column in ("seen", "stem", "main"):
        numbers = words[column][tokens]
        known = np.flatnonzero(numbers != NONE)
        yield _salted(spelled(texts[numbers[known]].tolist()), column), known
    # A short form looks for its full names, and they for it.
    for column, salt in (("spelling", "s"), ("tradition", "t"), ("full", "f"), ("short_of", "f")):
        sets = words[column][tokens]
        row, place = np.nonzero(sets != NONE)
        yield _salted(sets[row, place].astype(np.uint64), salt), row


def _near(kind: str, texts: Sequence[str], rows: Rows, shortest: int) -> Iterator[tuple[Keys, Rows]]:
    yield _salted(spelled(texts), kind), rows
    long = [place for place, text in enumerate(texts) if len(text) >= shortest]
    owner, hashes = shortened([texts[place] for place in long])
    yield _salted(hashes, kind), rows[np.array(long, np.int64)[owner]]


def _beginnings(words: Vocabulary, tokens: Numbers, *, asked: bool) -> Iterator[tuple[Keys, Rows]]:
    """Give keys by the beginning: of an initial its letter, of a token that may have been cut its first letters."""
    traits = words["traits"][tokens]
    plains = words.of_spellings("text")[words["forms"][tokens, 0]]
    initial = np.flatnonzero((traits & INITIAL) != 0)
    cut = np.flatnonzero((traits & CUT) != 0)
    long = np.array([len(text) >= _PREFIX for text in plains.tolist()], bool)
    everyone = np.arange(len(tokens))
    # Only the initials of a list are looked for: those of a query would find every token that begins so.
    yield _prefix_keys(plains, everyone if asked else initial, 1, "initial")
    is_long = np.flatnonzero(long)
    cut_and_long = cut[long[cut]]
    yield _prefix_keys(plains, is_long if asked else cut_and_long, _PREFIX, "cut in list")
    yield _prefix_keys(plains, cut_and_long if asked else is_long, _PREFIX, "cut in query")


def _prefix_keys(plains: npt.NDArray[np.object_], rows: Rows, size: int, kind: str) -> tuple[Keys, Rows]:
    return _salted(spelled([text[:size] for text in plains[rows].tolist()]), kind), rows


def _consonants(readings: Sequence[str]) -> list[str]:
    if not readings:
        return []
    return "\n".join(readings).translate(str.maketrans("", "", _VOWELS)).split("\n")


def spelled(texts: Sequence[str]) -> Hashes:
    """Give the hash of each text, of which at most 32 bytes count."""
    prefixes, lengths = _prefixes(texts)
    hashes: Hashes = prefixes[np.arange(len(texts)), lengths]
    return hashes


def shortened(texts: Sequence[str]) -> tuple[Rows, Hashes]:
    """Give the hashes of texts with each letter left out in turn, and to which text each belongs."""
    prefixes, lengths = _prefixes(texts)
    owner = np.repeat(np.arange(len(texts)), lengths)
    at = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    length = lengths[owner]
    behind = _POWERS[length - 1 - at]
    return owner, prefixes[owner, length] + (prefixes[owner, at] - prefixes[owner, at + 1]) * behind


def _prefixes(texts: Sequence[str]) -> tuple[Hashes, Rows]:
    """Give the hash of every beginning of each text, from the empty one on, and the texts' lengths in bytes."""
    letters = np.array([text.encode("utf-8", "replace") for text in texts] or [b""], f"S{_LONGEST}")[: len(texts)]
    table = letters.view(np.uint8).reshape(len(texts), _LONGEST)
    lengths = np.char.str_len(letters).astype(np.int64)
    width = int(lengths.max(initial=0))
    hashes = np.zeros((len(texts), width + 1), np.uint64)
    for place in range(width):
        hashes[:, place + 1] = hashes[:, place] * _BASE + table[:, place]
    return hashes, lengths


def _salted(hashes: Hashes, kind: str) -> Keys:
    """Keep keys of different kinds apart, and mix the bits of each into 32."""
    salt = np.uint64(crc32(kind.encode()) << 32)
    mixed = (hashes ^ salt) * _MIX
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * _MIX) >> np.uint64(32), np.uint32)


def _joined(parts: Iterable[tuple[Keys, Rows]]) -> TokenKeys:
    found = list(parts)
    keys = np.concatenate([keys for keys, _ in found])
    rows = np.concatenate([rows for _, rows in found]).astype(np.int64)
    pairs = np.unique(rows.astype(np.uint64) << np.uint64(32) | keys)
    return TokenKeys((pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32), (pairs >> np.uint64(32)).astype(np.int64))
