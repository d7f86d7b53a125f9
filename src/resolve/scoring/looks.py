"""What a cheap look at each distinct value of a name column tells, before any knowledge of names is asked.

>>> from resolve.records.columns import Coded, Column
>>> looks = looks_of(Column.of("surname", "surname", Coded.of(["petrovska", "petrovski", "j"])))
>>> looks.length.tolist(), looks.initial.tolist()
([9, 9, 1], [False, False, True])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from resolve.names.columns import count_bits
from resolve.names.lexicon import common_names, known_many
from resolve.records.columns import MISSING, Coded, Codes, Column
from resolve.text.readings import without_gender_many

Bools = npt.NDArray[np.bool_]
Letters = npt.NDArray[np.str_]
Rows = npt.NDArray[np.integer]

# A name of fewer letters is not told by counting slips.
LONG = 4
_END = 2
_CODE_BITS = 21
_VOWELS = "aeiouy"
# Letters beyond these are not looked at one by one.
_WIDTH = 16
# Letters by the bits of their code in which those of one alphabet differ
_BIT = 31
_ROUNDING = 1e-4
# From here on Jaro-Winkler raises the measure for letters at the beginning that are the same.
_RAISED = 0.7
# Bits of the traits of a value
INITIAL, LISTED, REWRITTEN, PLAIN, IN_SETS = 1, 2, 4, 8, 16


@dataclass(frozen=True)
class Looks:
    """What a cheap look at each distinct value tells.

    Attributes:
        initial: it is a single letter; first, first_sound: its first letter, and that of its sound.
        listed: a word of it is in the lexicon; sets: 64 bits of the sets (short forms, spellings, traditions) that its
            words are in. rewritten: it was written in letters that tell more than plain ones.
        plain: it was not, and has letters enough to count slips.
        letters: its first letters, a row each, padded with 0; length: how many of them there are; bits: of these.
        end: a number that its last letters make.
    """

    initial: Bools
    first: Letters
    first_sound: Letters
    listed: Bools
    sets: npt.NDArray[np.uint64]
    rewritten: Bools
    plain: Bools
    letters: npt.NDArray[np.uint8]
    length: npt.NDArray[np.int8]
    bits: npt.NDArray[np.uint32]
    end: npt.NDArray[np.int64]

    @cached_property
    def traits(self) -> npt.NDArray[np.uint8]:
        """What is so of each value, as bits, so that pairs need look it up once."""
        told = (
            (INITIAL, self.initial),
            (LISTED, self.listed),
            (REWRITTEN, self.rewritten),
            (PLAIN, self.plain),
            (IN_SETS, self.sets != 0),
        )
        return np.asarray(sum(holds * np.uint8(bit) for bit, holds in told), np.uint8)


def looks_of(column: Column) -> Looks:
    """Look at the values of a column; they are looked at once."""
    made: Looks = column.derived("looks", lambda: _look(column))
    return made


def _look(column: Column) -> Looks:
    values, spellings = column.values.tolist(), column.spellings
    sets, listed = _lexicon(values)
    letters = _letters(values)
    sizes = _sizes(values)
    rewritten = np.fromiter(map(spellings.__contains__, values), bool, len(values))
    written = sizes.copy()
    written[rewritten] = _sizes([spellings[values[place]][0] for place in np.flatnonzero(rewritten).tolist()])
    return Looks(
        initial=written == 1,
        first=np.array(values, "U1"),
        first_sound=np.array(column.form("sound").texts().tolist(), "U1"),
        listed=listed,
        sets=sets,
        rewritten=rewritten,
        plain=(sizes >= LONG) & ~rewritten,
        letters=letters,
        length=np.minimum(sizes, _WIDTH).astype(np.int8),
        bits=np.bitwise_or.reduce(np.where(letters > 0, np.uint32(1) << (letters & _BIT), np.uint32(0)), axis=1),
        end=_ends(values),
    )


def _sizes(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(len, texts), np.int64, len(texts))


@dataclass(frozen=True)
class Endings:
    """What the ends of both sides of some pairs tell.

    Attributes:
        gendered: what is left without an ending that tells men from women is the same.
        a_more: they are the same but for a final vowel, which is an a in one of them.
    """

    gendered: Bools
    a_more: Bools


def endings_of(column: Column, left: Rows, right: Rows) -> Endings:
    """Look at how pairs of values end; it takes long, and few pairs need it.

    >>> from resolve.records.columns import Coded, Column
    >>> column = Column.of("surname", "surname", Coded.of(["petrovska", "petrovski", "zeman", "zemana"]))
    >>> found = endings_of(column, np.array([0, 2]), np.array([1, 3]))
    >>> found.gendered.tolist(), found.a_more.tolist()
    ([True, False], [True, True])
    """
    codes, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    values = column.values[codes].tolist()
    stem = _numbered(without_gender_many(values))
    without_final = _numbered([value.rstrip(_VOWELS) or value for value in values])
    final_a = np.array([value.endswith("a") for value in values], bool)
    one, other = place[: len(left)], place[len(left) :]
    return Endings(
        np.asarray((stem[one] == stem[other]) & (stem[one] != MISSING)),
        np.asarray((final_a[one] != final_a[other]) & (without_final[one] == without_final[other])),
    )


def tells_endings(one: str, other: str) -> tuple[bool, bool]:
    """Tell of two values by themselves what `endings_of` tells of pairs: gendered, and an a more.

    >>> tells_endings("petrovska", "petrovski"), tells_endings("zeman", "zemana")
    ((True, True), (False, True))
    """
    stem, other_stem = without_gender_many([one, other])
    a_more = one.endswith("a") != other.endswith("a")
    same = (one.rstrip(_VOWELS) or one) == (other.rstrip(_VOWELS) or other)
    return bool(stem) and stem == other_stem, a_more and same


def _numbered(texts: list[str]) -> Codes:
    """Number equal texts alike, -1 where there is none."""
    return Coded.of(texts).codes


def _ends(values: Sequence[str]) -> npt.NDArray[np.int64]:
    """Make a number of the last letters of each value, another for any others."""
    spelled = np.array([value[-_END:] for value in values], f"U{_END}")
    codes = spelled.view(np.uint32).reshape(len(values), _END).astype(np.int64)
    return np.asarray(codes @ (1 << _CODE_BITS * np.arange(_END)))


def _letters(values: Sequence[str]) -> npt.NDArray[np.uint8]:
    plain = values if "".join(values).isascii() else [value[:_WIDTH].encode("ascii", "replace") for value in values]
    return np.array(plain, f"S{_WIDTH}").view(np.uint8).reshape(len(values), _WIDTH)


def may_be_near(looks: Looks, left: Rows, right: Rows, near: float) -> Bools:
    """Tell which pairs may be as near as this by Jaro-Winkler; many need not be measured to know that they are not.

    The measure is a third of three shares of letters that match, of which the last is at most 1; a letter that the
    other name does not have matches none of its letters. Where the first letters are the same, what is above 0.7 is
    raised.

    >>> from resolve.records.columns import Coded, Column
    >>> looks = looks_of(Column.of("surname", "surname", Coded.of(["petrov", "ilic", "betrov"])))
    >>> may_be_near(looks, np.array([0, 0]), np.array([1, 2]), 0.8).tolist()
    [False, True]
    """
    one, other = looks.bits[left], looks.bits[right]
    ours, theirs = looks.length[left], looks.length[right]
    match = np.minimum(ours - count_bits(one & ~other), theirs - count_bits(other & ~one))
    most = _most_near()[match, ours] + _most_near()[match, theirs]
    same_start = looks.letters[left, 0] == looks.letters[right, 0]
    least = np.where(same_start, np.float32(min(near, _RAISED)), np.float32(near)) - np.float32(1 / 3 + _ROUNDING)
    # Of a longer name not all letters are known.
    maybe: Bools = (most > least) | (np.maximum(ours, theirs) == _WIDTH)
    return maybe


@cache
def _most_near() -> npt.NDArray[np.float32]:
    """Give a third of the share that so many letters are of so many, by both numbers."""
    matching, letters = np.ogrid[: _WIDTH + 1, : _WIDTH + 1]
    return np.asarray(matching / np.maximum(letters, 1) / 3, np.float32)


def in_place(looks: Looks, left: Rows, right: Rows) -> Bools:
    """Tell which pairs are of one length, and have half their letters or more in the same places, at the front too.

    >>> from resolve.records.columns import Coded, Column
    >>> looks = looks_of(Column.of("given_name", "given", Coded.of(["hannah", "mannam", "jasmin"])))
    >>> in_place(looks, np.array([0, 0]), np.array([1, 2])).tolist()
    [True, False]
    """
    found = np.asarray((looks.length[left] == looks.length[right]) & (looks.length[left] >= LONG))
    at = np.flatnonzero(found)
    apart = looks.letters[left[at]] != looks.letters[right[at]]
    length = looks.length[left[at]]
    front = np.arange(_WIDTH) < ((length + 1) // 2)[:, None]
    few = (2 * np.count_nonzero(apart, axis=1) <= length) & (
        4 * np.count_nonzero(apart & front, axis=1) <= 2 * ((length + 1) // 2)
    )
    found[at] = few
    return found


def _lexicon(values: list[str]) -> tuple[npt.NDArray[np.uint64], Bools]:
    tokens, owners = " ".join(values).split(), np.arange(len(values))
    if tokens != values:
        owners = owners.repeat([len(value.split()) for value in values])
    sets, listed = np.zeros(len(values), np.uint64), np.zeros(len(values), bool)
    for place, entry in known_many(tokens):
        sets[owners[place]] |= np.uint64(entry.bits)
        listed[owners[place]] = True
    common = np.fromiter(map(common_names().__contains__, tokens), bool, len(tokens))
    listed[owners[common]] = True
    return sets, listed
