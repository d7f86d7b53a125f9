"""Every distinct name token once: its forms, readings and what the rules know of it, as arrays by token number.

A token is learned in two steps, since most are only ever met by tokens that have nothing in common with them: at first
what tells whether two tokens are worth a look, and all else when a look is taken (`closely`).

>>> words = Vocabulary()
>>> one, other = words.numbers(["ђорђе", "đorđe"])
>>> bool(words["main"][one] == words["main"][other])
True
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.lexicon import Known, common_names, known_many
from resolve.text.readings import (
    MOST,
    beginning,
    ending,
    features_many,
    first_readings,
    other_readings_many,
    without_gender,
)
from resolve.text.scripts import script_of
from resolve.text.transliterate import latin_forms
from resolve.text.unicode import plain_many

Numbers = npt.NDArray[np.int32]
Array = npt.NDArray[Any]

# Tokens that the shared vocabulary holds, some 200 MB
MOST_TOKENS = 500_000
FORMS = 6
SETS = 4
NONE = -1
LATIN, CYRILLIC, OTHER = 0, 1, 2
_SCRIPTS = {"Latn": LATIN, "Cyrl": CYRILLIC}
# Scripts that write a syllable or a word by one sign: another sign is another name, not a slip.
_SYLLABIC = frozenset({"Hani", "Hang", "Jpan"})
# Bits of the column "traits"
INITIAL, SYLLABIC, CLOSELY, UNVOWELLED, CUT, READ = 1, 2, 4, 8, 16, 32
# Scripts that leave short vowels out
_ABJADS = frozenset({"Arab", "Hebr"})
# Ends the text of a token that a full field may have cut
CUT_MARK = "…"
NO_FINAL, FINAL_A, FINAL_E, FINAL_OTHER = range(4)
_FINALS = {"a": FINAL_A, "e": FINAL_E, "i": FINAL_OTHER, "o": FINAL_OTHER, "u": FINAL_OTHER}
_VOWELS = re.compile("[aeiouj]+")
# What may stand at the end of a token's text beside its letters
_NO_LETTERS = "." + CUT_MARK
_SOUNDS = "aeioujpbfvdtszkghlrmncCJSZ"

# Columns by token number: width (0 for one figure a token) and type.
_TOKENS: dict[str, tuple[int, type]] = {
    "main": (0, np.int32),  # the first form, marks kept
    "forms": (FORMS, np.int32),  # all forms in plain letters
    "sounds": (MOST, np.int32),  # the readings
    "script": (0, np.int8),
    "traits": (0, np.int8),
    "size": (0, np.int16),  # letters of the first plain form
    "letters": (0, np.uint32),  # bits of the sounds of the first reading
    "letter_count": (0, np.int8),
    "any_letters": (0, np.uint32),  # bits of the sounds that any reading may have
    "written": (0, np.uint32),  # bits of the letters of the first plain form
    "written_count": (0, np.int8),
    "starts": (0, np.uint32),  # bits of the sounds and letters with which it starts
    "full": (1, np.int32),
    "short_of": (SETS, np.int32),
    "spelling": (SETS, np.int32),
    "tradition": (SETS, np.int32),
    "sets": (0, np.uint64),  # bits of the four above
    "sex": (0, np.int8),
    "share": (0, np.float32),  # people per mille who bear it where it is most common; 0 for names not listed
    "stem": (0, np.int32),  # what is left when a surname ending that has a sex is taken off
    "body": (0, np.int32),  # the first reading without its last vowel
    "final": (0, np.int8),  # that vowel
    "skeleton": (0, np.int32),  # the consonants of the first reading
    "seen": (0, np.int32),  # the first plain form with letters alike to a reading machine made one
}
# Columns by spelling number: spellings are forms and readings.
_SPELLINGS: dict[str, tuple[int, type]] = {
    "text": (0, object),
    "features": (0, object),
    "units": (0, np.int16),  # how many features
    "letters": (0, np.uint32),
    "ending": (0, np.int32),  # the surname ending of a reading, 0 for none
    "tail": (0, np.int16),  # how many features the ending has
    "beginning": (0, np.int32),
    "head": (0, np.int16),
}


class Vocabulary:
    """A growing table of tokens. A token keeps its number as long as the vocabulary lives."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._spelling_numbers: dict[str, int] = {}
        self._endings: dict[str, int] = {"": 0}
        self._tokens = _Table(_TOKENS)
        self._spellings = _Table(_SPELLINGS)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, column: str) -> Array:
        """Give a column by token number."""
        return self._tokens.columns[column]

    def of_spellings(self, column: str) -> Array:
        """Give a column by spelling number."""
        return self._spellings.columns[column]

    def numbers(self, tokens: Sequence[str]) -> list[int]:
        """Give the numbers of lower-case tokens, learning those that are new."""
        try:
            return list(map(self._numbers.__getitem__, tokens))
        except KeyError:
            with self._lock:
                self._learn([token for token in dict.fromkeys(tokens) if token not in self._numbers])
            return list(map(self._numbers.__getitem__, tokens))

    def closely(self, tokens: Numbers) -> None:
        """Learn what comparing needs of these tokens, but for their other readings, where it is not known yet."""
        self._learn_more(tokens, CLOSELY, self._learn_closely)

    def all_readings(self, tokens: Numbers) -> None:
        """Learn the readings of these tokens by other orthographies, where they are not known yet."""
        self._learn_more(tokens, READ, self._learn_readings)

    def _learn_more(self, tokens: Numbers, trait: int, learn: Callable[[list[int]], None]) -> None:
        new = (self["traits"][tokens] & trait) == 0
        if new.any():
            with self._lock:
                numbers = dict.fromkeys(tokens[new].tolist())
                learn([number for number in numbers if not self["traits"][number] & trait])

    def _learn(self, tokens: list[str]) -> None:
        first = len(self.texts)
        rows = slice(first, first + len(tokens))
        self._tokens.hold(rows.stop)
        columns = self._tokens.columns
        bare = [token.rstrip(_NO_LETTERS) or token for token in tokens]
        scripts = ["Latn" if token.isascii() else script_of(token) for token in bare]
        forms = [[one] if one.isascii() else [form.text for form in latin_forms(one)] or [one] for one in bare]
        mains = [one[0] for one in forms]
        plains = plain_many(mains)
        readings = first_readings(bare, mains, scripts)
        columns["main"][rows] = self._spell(mains)
        columns["forms"][rows, 0] = self._spell(plains)
        columns["sounds"][rows, 0] = self._spell(readings)
        columns["script"][rows] = [_SCRIPTS.get(script, OTHER) for script in scripts]
        traits = [_traits(*one) for one in zip(tokens, bare, scripts, readings, strict=True)]
        columns["traits"][rows] = traits
        columns["size"][rows] = [
            1 if trait & INITIAL else len(plain) for trait, plain in zip(traits, plains, strict=True)
        ]
        letters, written = _bits_many(readings, _own_bits()), _bits_many(plains, _written_bits())
        columns["letters"][rows], columns["written"][rows] = letters, written
        columns["letter_count"][rows], columns["written_count"][rows] = count_bits(letters), count_bits(written)
        columns["any_letters"][rows] = letters | np.where(
            columns["script"][rows] == LATIN,
            _bits_many(plains, _may_bits("may_be")),
            _bits_many(readings, _may_bits("may_sound")),
        )
        sounds, spelled = (
            [reading[:1] for reading in readings],
            [
                "" if trait & INITIAL and len(one) > 1 else plain[:1]
                for trait, one, plain in zip(traits, bare, plains, strict=True)
            ],
        )
        columns["starts"][rows] = _bits_many(sounds, _own_bits()) | _bits_many(spelled, _own_bits())
        shares = common_names()
        columns["share"][rows] = [shares.get(plain, 0.0) for plain in plains]
        for place, entry in known_many(plains):
            self._put_sets(first + place, entry)
            columns["sex"][first + place] = entry.sex
        for number, one in enumerate(forms, start=first):
            if len(one) > 1:
                self._more_forms(number, one)
        self.texts.extend(tokens)
        self._numbers.update(zip(tokens, range(first, rows.stop), strict=True))

    def _more_forms(self, number: int, written: Sequence[str]) -> None:
        plains = [plain for plain in dict.fromkeys(plain_many(written)) if plain][:FORMS]
        self["forms"][number, : len(plains)] = self._spell(plains)
        for _, entry in known_many(plains[1:SETS]):
            self._put_sets(number, entry)

    def _learn_closely(self, numbers: list[int]) -> None:
        columns = self._tokens.columns
        first_sounds = columns["sounds"][numbers, 0]
        firsts = self.of_spellings("text")[first_sounds].tolist()
        plains = self.of_spellings("text")[columns["forms"][numbers, 0]].tolist()
        finals = [_FINALS.get(first[-1:], NO_FINAL) for first in firsts]
        stems = [without_gender(first) for first in firsts]
        skeletons = self._spell([_consonants(first) for first in firsts])
        self._measure([*first_sounds.tolist(), *skeletons])
        bodies = self._spell([first[:-1] if final else first for first, final in zip(firsts, finals, strict=True)])
        seen = self._spell([_as_seen(plain) for plain in plains])
        stem_numbers = [number if stem else NONE for stem, number in zip(stems, self._spell(stems), strict=True)]
        for name, values in (
            ("final", finals),
            ("stem", stem_numbers),
            ("skeleton", skeletons),
            ("body", bodies),
            ("seen", seen),
        ):
            columns[name][numbers] = values
        columns["traits"][numbers] |= CLOSELY

    def _learn_readings(self, numbers: list[int]) -> None:
        columns = self._tokens.columns
        firsts = self.of_spellings("text")[columns["sounds"][numbers, 0]].tolist()
        tokens = [self.texts[number].rstrip(_NO_LETTERS) or self.texts[number] for number in numbers]
        others = other_readings_many(
            [
                [form.text for form in latin_forms(token)] if columns["script"][number] == OTHER else [token]
                for token, number in zip(tokens, numbers, strict=True)
            ]
        )
        said = [list(dict.fromkeys((first, *more)))[:MOST] for first, more in zip(firsts, others, strict=True)]
        self._measure(self._spell([reading for readings in said for reading in readings]))
        for number, readings in zip(numbers, said, strict=True):
            columns["sounds"][number, : len(readings)] = [self._spelling_numbers[reading] for reading in readings]
        columns["traits"][numbers] |= READ

    def _measure(self, spellings: Sequence[int]) -> None:
        """Work out what the distance of readings needs of these."""
        columns = self._spellings.columns
        new = [spelling for spelling in dict.fromkeys(spellings) if not columns["units"][spelling]]
        if not new:
            return
        texts = columns["text"][new].tolist()
        spelled, endings = features_many(texts), [ending(text) for text in texts]
        columns["features"][new] = spelled
        columns["units"][new] = [len(one) for one in spelled]
        columns["letters"][new] = _bits_many(texts, _own_bits())
        columns["ending"][new] = [self._endings.setdefault(shared, len(self._endings)) for shared in endings]
        columns["tail"][new] = [len(one) for one in features_many(endings)]
        begun = [beginning(text) for text in texts]
        columns["beginning"][new] = [self._endings.setdefault(shared, len(self._endings)) for shared in begun]
        columns["head"][new] = [len(one) for one in features_many(begun)]

    def _put_sets(self, number: int, entry: Known) -> None:
        columns = self._tokens.columns
        columns["sets"][number] |= np.uint64(entry.bits)
        for kind, sets in entry.sets:
            row = columns[kind][number]
            had = [one for one in row.tolist() if one != NONE]
            merged = list(dict.fromkeys([*had, *sets]))[: len(row)]
            row[: len(merged)] = merged

    def _spell(self, texts: Sequence[str]) -> list[int]:
        numbers = self._spelling_numbers
        first = len(numbers)
        found = [numbers.setdefault(text, len(numbers)) for text in texts]
        if len(numbers) > first:
            self._spellings.hold(len(numbers))
            column = self._spellings.columns["text"]
            for text, number in zip(texts, found, strict=True):
                if number >= first:
                    column[number] = text
        return found


_shared: list[Vocabulary] = []


def shared_vocabulary() -> Vocabulary:
    """Give the vocabulary of this process; one that has grown beyond its bound gives way to a new one."""
    if not _shared or len(_shared[0]) > MOST_TOKENS:
        _shared[:] = [Vocabulary()]
    return _shared[0]


class _Table:
    """Arrays by one number, which grow together."""

    def __init__(self, kinds: dict[str, tuple[int, type]]) -> None:
        self._kinds = kinds
        self._rows = 0
        self.columns: dict[str, Array] = {}
        self.hold(256)

    def hold(self, rows: int) -> None:
        """Make room for so many rows."""
        if rows <= self._rows:
            return
        more = max(rows, 2 * self._rows) - self._rows
        self.columns = {
            name: np.concatenate([self.columns[name], _empty(*kind, more)]) if self.columns else _empty(*kind, more)
            for name, kind in self._kinds.items()
        }
        self._rows += more


def _empty(width: int, kind: type, rows: int) -> Array:
    shape = (rows, width) if width else (rows,)
    return np.full(shape, NONE if kind is np.int32 else 0, kind)


def _traits(token: str, bare: str, script: str, reading: str) -> int:
    initial = len(bare) == 1 or token.endswith(".")
    unvowelled = script in _ABJADS or (len(reading) > 2 and not _VOWELS.search(reading))
    cut = token.endswith(CUT_MARK)
    return INITIAL * initial | SYLLABIC * (script in _SYLLABIC) | UNVOWELLED * unvowelled | CUT * cut


def _consonants(reading: str) -> str:
    return _VOWELS.sub("", reading)


def _as_seen(plain: str) -> str:
    """Write letters and digits that a reading machine takes for one another alike."""
    for one, other in rules.load("phonetics/sounds")["seen_as"].items():
        plain = plain.replace(one, other)
    return plain


def _bits_many(texts: Sequence[str], bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Give for each text the bits of its characters, joined by or."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("ascii", "replace"), np.uint8)
    ends = np.flatnonzero(codes == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    found: npt.NDArray[np.uint32] = np.bitwise_or.reduceat(bits[codes], starts)
    return found


def count_bits(bits: Array) -> npt.NDArray[np.int8]:
    """Count the bits that are set."""
    table = _bit_counts()
    found: npt.NDArray[np.int8] = table[bits & 0xFFFF] + table[bits >> 16]
    return found


@cache
def _bit_counts() -> npt.NDArray[np.int8]:
    return np.array([number.bit_count() for number in range(1 << 16)], np.int8)


@cache
def _own_bits() -> npt.NDArray[np.uint32]:
    bits = np.zeros(256, np.uint32)
    for number, sound in enumerate(_SOUNDS):
        bits[ord(sound)] = 1 << number
    return bits


@cache
def _written_bits() -> npt.NDArray[np.uint32]:
    bits = np.zeros(256, np.uint32)
    for number in range(26):
        bits[ord("a") + number] = 1 << number
    return bits


@cache
def _may_bits(table: str) -> npt.NDArray[np.uint32]:
    bits = _own_bits().copy()
    for letter, sounds in rules.load("phonetics/sounds")[table].items():
        for sound in sounds:
            bits[ord(letter)] |= _own_bits()[ord(sound)]
    return bits
