"""Every distinct name token once: its forms, readings and what the rules know of it, as arrays by token number.

A token is learned in steps, since most are only ever met by tokens that have nothing in common with them: at first
what tells whether two tokens are worth a look, the rest when a look is taken (`closely`), and readings by other
orthographies only where a doubt is left (`all_readings`).

>>> words = Vocabulary()
>>> one, other = words.numbers(["ђорђе", "đorđe"])
>>> bool(words["main"][one] == words["main"][other])
True
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from resolve.names.columns import (
    NONE,
    Array,
    Letters,
    Numbers,
    Table,
    count_bits,
    may_bits,
    sound_bits,
    written_bits,
)
from resolve.names.lexicon import Known, common_names, known_many
from resolve.names.pairs import KeptPairs
from resolve.names.spellings import Spellings, as_seen, skeletons_of
from resolve.text.readings import MOST, first_readings, other_readings_flat, other_readings_many, without_gender_many
from resolve.text.scripts import script_of
from resolve.text.transliterate import latin_texts_many
from resolve.text.unicode import plain_many

__all__ = ["NONE", "Array", "Numbers", "Vocabulary", "count_bits", "shared_vocabulary"]

# Tokens that the shared vocabulary holds, some 200 MB
MOST_TOKENS = 500_000
FORMS = 6
SETS = 4
LATIN, CYRILLIC, OTHER = 0, 1, 2
_SCRIPTS = {"Latn": LATIN, "Cyrl": CYRILLIC}
# Scripts that write a syllable or a word by one sign: another sign is another name, not a slip.
_SYLLABIC = frozenset({"Hani", "Hang", "Jpan"})
# Bits of the column "traits"
INITIAL, SYLLABIC, CLOSELY, UNVOWELLED, CUT, READ, LOST = 1, 2, 4, 8, 16, 32, 64
# Below this many tokens, setting arrays up takes longer than a loop.
_WORTH_ARRAYS = 50
# A reading of more sounds than this and no vowel is one that vowels were left out of.
_NO_SHORT_FORM = 2
# Scripts that leave short vowels out
_ABJADS = frozenset({"Arab", "Hebr"})
# Ends the text of a token that a full field may have cut
CUT_MARK = "…"
# Stands in a token for a letter that a program could not write
LOST_LETTER = "?"
NO_FINAL, FINAL_A, FINAL_E, FINAL_I, FINAL_OTHER, FINAL_AJ = range(6)
_FINALS = {"a": FINAL_A, "e": FINAL_E, "i": FINAL_I, "o": FINAL_OTHER, "u": FINAL_OTHER}
# How many sounds of a reading each final is
_CUT_OFF = {FINAL_A: 1, FINAL_E: 1, FINAL_I: 1, FINAL_OTHER: 1, FINAL_AJ: 2}
_VOWEL_SOUNDS = "aeiouj"
# What may stand at the end of a token's text beside its letters
_NO_LETTERS = "." + CUT_MARK

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
    "body": (0, np.int32),  # the first reading without its last vowel, or -aj
    "final": (0, np.int8),  # which that is
    "skeleton": (0, np.int32),  # the consonants of the first reading
    "seen": (0, np.int32),  # the first plain form with letters alike to a reading machine made one
}


class Vocabulary:
    """A growing table of tokens. A token keeps its number as long as the vocabulary lives.

    `texts` are the tokens by number; `pairs` and `kept` are for those who compare tokens to keep what
    they found of two, one by one and in batches.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pairs: dict[tuple[int, int], tuple[float, int]] = {}
        self.kept = KeptPairs()
        self._numbers: dict[str, int] = {}
        self._spellings = Spellings()
        self._tokens = Table(_TOKENS)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, column: str) -> Array:
        """Give a column by token number."""
        return self._tokens.columns[column]

    def of_spellings(self, column: str) -> Array:
        """Give a column by spelling number."""
        return self._spellings[column]

    def numbers(self, tokens: Sequence[str]) -> list[int]:
        """Give the numbers of lower-case tokens, learning those that are new."""
        try:
            return list(map(self._numbers.__getitem__, tokens))
        except KeyError:
            with self._lock:
                new = [token for token in dict.fromkeys(tokens) if token not in self._numbers]
                if new:  # another thread may have learnt them meanwhile
                    self._learn(new)
            return list(map(self._numbers.__getitem__, tokens))

    def closely(self, tokens: Numbers) -> None:
        """Learn what comparing needs of these tokens, but for their other readings, where it is not known yet."""
        self._learn_more(tokens, CLOSELY, self._learn_closely)

    def all_readings(self, tokens: Numbers) -> None:
        """Learn the readings of these tokens by other orthographies, where they are not known yet."""
        self._learn_more(tokens, READ, self._learn_readings)

    def measure(self, spellings: Numbers) -> None:
        """Learn what the distance of these readings needs, where it is not known yet."""
        if (self.of_spellings("units")[spellings] == 0).any():
            with self._lock:
                self._spellings.measure(spellings)

    def _learn_more(self, tokens: Numbers, trait: int, learn: Callable[[list[int]], None]) -> None:
        new = (self["traits"][tokens] & trait) == 0
        if new.any():
            with self._lock:
                traits = self["traits"]
                still = [number for number in dict.fromkeys(tokens[new].tolist()) if not traits[number] & trait]
                if still:  # another thread may have learnt them meanwhile
                    learn(still)

    def _learn(self, tokens: list[str]) -> None:
        first = len(self.texts)
        rows = slice(first, first + len(tokens))
        self._tokens.hold(rows.stop)
        columns = self._tokens.columns
        bare = [token.rstrip(_NO_LETTERS) or token for token in tokens]
        scripts = ["Latn" if token.isascii() else script_of(token) for token in bare]
        mains = _mains(bare)
        plains = plain_many(mains)
        readings = first_readings(bare, mains, scripts)
        columns["main"][rows] = self._spellings.numbers(mains)
        columns["forms"][rows, 0] = self._spellings.numbers(plains)
        columns["sounds"][rows, 0] = self._spellings.numbers(readings)
        script = np.array([_SCRIPTS.get(one, OTHER) for one in scripts], np.int8)
        said, spelled = Letters(readings), Letters(plains)
        letters, written = said.bits(sound_bits()), spelled.bits(written_bits())
        initial = np.array([len(one) == 1 or token[-1:] == "." for token, one in zip(tokens, bare, strict=True)])
        traits = INITIAL * initial + UNVOWELLED * (((letters & _vowel_bits()) == 0) & (said.sizes > _NO_SHORT_FORM))
        traits |= np.array([_of_script(one) for one in scripts])
        traits |= CUT * np.array([token[-1:] == CUT_MARK for token in tokens])
        traits |= LOST * np.array([LOST_LETTER in token for token in tokens])
        columns["script"][rows], columns["traits"][rows] = script, traits
        columns["size"][rows] = np.where(initial, 1, spelled.sizes)
        columns["letters"][rows], columns["written"][rows] = letters, written
        columns["letter_count"][rows], columns["written_count"][rows] = count_bits(letters), count_bits(written)
        may_be = np.where(script == LATIN, spelled.bits(may_bits("may_be")), said.bits(may_bits("may_sound")))
        columns["any_letters"][rows] = letters | may_be
        # The letters of an initial that two letters spell (Dž.) do not tell its first sound.
        several = initial & np.array([len(one) > 1 for one in bare])
        begins = np.where(several, np.uint32(0), spelled.first_bits(sound_bits()))
        columns["starts"][rows] = said.first_bits(sound_bits()) | begins
        shares = common_names()
        columns["share"][rows] = [shares.get(plain, 0.0) for plain in plains]
        known = known_many(plains)
        for place, entry in known:
            self._put_sets(first + place, entry)
            columns["sex"][first + place] = entry.sex
        self.texts.extend(tokens)
        # Another form of a name may be a known name, or another one (Џон is džon and john, Саша is sasa and sasha).
        self._learn_forms([first + place for place, token in enumerate(tokens) if not token.isascii()])
        self._numbers.update(zip(tokens, range(first, rows.stop), strict=True))

    def _learn_closely(self, numbers: list[int]) -> None:
        columns = self._tokens.columns
        first_sounds = columns["sounds"][numbers, 0]
        firsts = self.of_spellings("text")[first_sounds].tolist()
        plains = self.of_spellings("text")[columns["forms"][numbers, 0]].tolist()
        finals = [FINAL_AJ if first[-2:] == "aj" else _FINALS.get(first[-1:], NO_FINAL) for first in firsts]
        stems = without_gender_many(firsts)
        skeletons = self._spellings.numbers(skeletons_of(firsts))
        bodies = [first[: -_CUT_OFF[final]] if final else first for first, final in zip(firsts, finals, strict=True)]
        stem_numbers = np.array(self._spellings.numbers(stems), np.int32)
        columns["final"][numbers] = finals
        columns["stem"][numbers] = np.where(np.array(list(map(bool, stems))), stem_numbers, NONE)
        columns["skeleton"][numbers] = skeletons
        columns["body"][numbers] = self._spellings.numbers(bodies)
        columns["seen"][numbers] = self._spellings.numbers(as_seen(plains))
        columns["traits"][numbers] |= CLOSELY

    def _learn_forms(self, numbers: list[int]) -> None:
        """Learn the further Latin forms of tokens that have marks or are of another script."""
        if not numbers:
            return
        tokens = [self.texts[number].rstrip(_NO_LETTERS) or self.texts[number] for number in numbers]
        written = latin_texts_many(tokens)
        plains = iter(plain_many([text for texts in written for text in texts]))
        forms = [list(dict.fromkeys([next(plains) for _ in texts])) for texts in written]
        forms = [[form for form in own if form][:FORMS] for own in forms]
        self._put_rows("forms", numbers, forms, self._spellings.numbers([form for own in forms for form in own]))
        others = [(number, form) for number, own in zip(numbers, forms, strict=True) for form in own[1:SETS]]
        for place, entry in known_many([form for _, form in others]):
            self._put_sets(others[place][0], entry)

    def _learn_readings(self, numbers: list[int]) -> None:
        columns = self._tokens.columns
        firsts = self.of_spellings("text")[columns["sounds"][numbers, 0]].tolist()
        tokens = [self.texts[number].rstrip(_NO_LETTERS) or self.texts[number] for number in numbers]
        scripts = columns["script"][numbers].tolist()
        foreign = iter(latin_texts_many([token for token, one in zip(tokens, scripts, strict=True) if one == OTHER]))
        forms = [next(foreign) if one == OTHER else (token,) for token, one in zip(tokens, scripts, strict=True)]
        if len(numbers) < _WORTH_ARRAYS:
            self._put_readings(numbers, firsts, other_readings_many(forms))
            return
        # Of a plain word, the first reading is its most general one.
        plain = {token for token, one in zip(tokens, scripts, strict=True) if one == LATIN and token.isascii()}
        if OTHER in scripts:
            plain.difference_update(*[own for own, one in zip(forms, scripts, strict=True) if one == OTHER])
        owners, others = other_readings_flat(forms, read_before=plain)
        # Equal readings of a token count once, where they come first.
        places = np.concatenate([np.arange(len(numbers)), owners])
        said = np.array(self._spellings.numbers([*firsts, *others]), np.int64)
        ordered = np.argsort(places, kind="stable")
        _, first_of = np.unique(places[ordered] << 32 | said[ordered], return_index=True)
        kept = ordered[np.sort(first_of)]
        token, said = places[kept], said[kept]
        rank = np.arange(len(token)) - np.searchsorted(token, token)
        token, said, rank = (part[rank < MOST] for part in (token, said, rank))
        columns["sounds"][np.array(numbers)[token], rank] = said
        distinct = np.unique(said)
        self._spellings.find_letters(distinct, self.of_spellings("text")[distinct].tolist())
        columns["traits"][numbers] |= READ

    def _put_readings(self, numbers: list[int], firsts: list[str], others: list[list[str]]) -> None:
        """Put the readings of a few tokens: the first of each, and the others."""
        said = [list(dict.fromkeys((first, *more)))[:MOST] for first, more in zip(firsts, others, strict=True)]
        flat = [reading for readings in said for reading in readings]
        found = self._spellings.numbers(flat)
        self._spellings.find_letters(np.array(found), flat)
        self._put_rows("sounds", numbers, said, found)
        self["traits"][numbers] |= READ

    def _put_rows(self, column: str, numbers: Sequence[int], rows: Sequence[Sequence[str]], found: list[int]) -> None:
        """Put the spelling numbers `found` of all texts of `rows` into the rows of a column."""
        sizes = np.array(list(map(len, rows)), np.int64)
        places = np.arange(len(found)) - np.repeat(sizes.cumsum() - sizes, sizes)
        self[column][np.repeat(np.array(numbers, np.int64), sizes), places] = found

    def _put_sets(self, number: int, entry: Known) -> None:
        columns = self._tokens.columns
        columns["sets"][number] |= np.uint64(entry.bits)
        for kind, sets in entry.sets:
            row = columns[kind][number]
            had = [one for one in row.tolist() if one != NONE]
            merged = list(dict.fromkeys([*had, *sets]))[: len(row)]
            row[: len(merged)] = merged


_shared: list[Vocabulary] = []


def shared_vocabulary() -> Vocabulary:
    """Give the vocabulary of this process; one that has grown beyond its bound gives way to a new one."""
    if not _shared or len(_shared[0]) > MOST_TOKENS:
        _shared[:] = [Vocabulary()]
    return _shared[0]


def _of_script(script: str) -> int:
    return UNVOWELLED if script in _ABJADS else SYLLABIC if script in _SYLLABIC else 0


@cache
def _vowel_bits() -> Array:
    return Letters([_VOWEL_SOUNDS]).bits(sound_bits())


def _mains(tokens: list[str]) -> list[str]:
    """Give the first form of each token, the token itself where there is none."""
    foreign = [token for token in tokens if not token.isascii()]
    if not foreign:
        return tokens
    first = iter(latin_texts_many(foreign, most=1))
    return [token if token.isascii() else next(iter(next(first)), token) for token in tokens]
