"""The words in and around names that `rules/names/words.toml` lists, and what is known of a single word.

>>> sorted(word("звани").kinds), word("Marko").kinds
([<Kind.NICKNAME: 'nickname'>], frozenset())
>>> word("ml.").kinds, word("ml").kinds  # counts only with its dot
(frozenset({<Kind.SUFFIX: 'suffix'>}), frozenset())
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from resolve import rules
from resolve.names.lexicon import MALE, given_sexes, known
from resolve.text.unicode import plain, plain_many


class Kind(StrEnum):
    """What a listed word does; each is a table of `rules/names/words.toml`, where it is explained."""

    TITLE = "title"
    TITLE_LEADING = "title_leading"
    TITLE_MAYBE = "title_maybe"
    TITLE_AFTER = "title_after"
    TITLE_AFTER_MAYBE = "title_after_maybe"
    SUFFIX = "suffix"
    SUFFIX_NUMBER = "suffix_number"
    PARTICLE = "particle"
    ALSO_GIVEN = "also_given"
    CHILD = "child"
    JOIN_NEXT = "join_next"
    JOIN_ARTICLE = "join_article"
    JOIN_PREVIOUS = "join_previous"
    FATHER = "father"
    FATHER_GENITIVE = "father_genitive"
    FATHER_AFTER = "father_after"
    MOTHER = "mother"
    MOTHER_GENITIVE = "mother_genitive"
    MAIDEN = "maiden"
    MARRIED = "married"
    NICKNAME = "nickname"
    ALIAS = "alias"
    OR = "or"
    AND = "and"


MARKERS = frozenset(
    {
        Kind.FATHER,
        Kind.FATHER_GENITIVE,
        Kind.FATHER_AFTER,
        Kind.MOTHER,
        Kind.MOTHER_GENITIVE,
        Kind.MAIDEN,
        Kind.MARRIED,
        Kind.NICKNAME,
        Kind.ALIAS,
        Kind.OR,
    }
)
"""Words that tell what the name beside them is."""

NO_KINDS: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed word or phrase: its kinds with and without a dot at its end, and the languages of its genitive."""

    dotted: frozenset[Kind]
    bare: frozenset[Kind]
    languages: tuple[str, ...]
    lower_case: bool


class Word(NamedTuple):
    """A word as it stands in a name.

    Attributes:
        text, plain: as written, and in plain a-z.
        key: how the rules know it.
        kinds: what it may be by itself.
        entry: what the rules say of it by itself, if anything.
        opens: a phrase of several listed words may begin with it.
        listed: the rules say something of it, by itself or with others.
        upper, lower: written in capitals, or small; False for both in scripts that have no case.
        initial: one letter, or letters with dots, or capitals that cannot be said as a word (JC).
    """

    text: str
    plain: str
    key: str
    kinds: frozenset[Kind]
    entry: Entry | None
    opens: bool
    listed: bool
    upper: bool
    lower: bool
    initial: bool


_INITIAL = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.[ -]?){2,}[^\W\d_]?")
_UNSAYABLE = re.compile(r"[b-df-hj-np-tv-xz]{2,3}")
LONGEST_INITIAL = 3
# Words that are kept, some 100 MB
_MOST_KEPT = 200_000


def word(text: str) -> Word:
    """Look at one word: its plain spelling, case, and what the rules say of it."""
    found = _kept.get(text)
    return found if found is not None else words_many([text])[0]


def words_many(texts: Iterable[str]) -> list[Word]:
    """Look at many words at once, each distinct one; what is found is kept for those who ask for one of them.

    >>> [one.plain for one in words_many(["Đorđe", "звани"])]
    ['djordje', 'zvani']
    """
    found = {text: _kept.get(text) for text in texts}
    new = [text for text, known in found.items() if known is None]
    if new:
        made = dict(zip(new, map(_looked_at, new, plain_many(new)), strict=True))
        found |= made
        if len(_kept) + len(made) > _MOST_KEPT:
            _kept.clear()
        _kept.update(made)
    return [one for one in found.values() if one is not None]


def listed_many(texts: Sequence[str], plains: Sequence[str]) -> list[bool]:
    """Tell of many words whether they are listed, without looking at them further.

    Args:
        plains: their plain spellings.

    >>> listed_many(["Marko", "zvani", "Dr."], ["marko", "zvani", "dr"])
    [False, True, True]
    """
    keys = _listed_keys()
    return [_key(text, spelled) in keys for text, spelled in zip(texts, plains, strict=True)]


@cache
def _listed_keys() -> frozenset[str]:
    return frozenset(keys[0] for keys in _table() if len(keys) == 1) | _phrases().keys()


def _looked_at(text: str, spelled: str) -> Word:
    key = _key(text, spelled)
    entry = _table().get((key,))
    kinds = NO_KINDS if entry is None else entry.dotted if text.endswith(".") else entry.bare
    upper = text.isupper() and text != text.casefold()
    initial = (len(text) < LONGEST_INITIAL or "." in text) and bool(_INITIAL.fullmatch(text))
    if upper and not initial and len(spelled) <= LONGEST_INITIAL:
        initial = bool(_UNSAYABLE.fullmatch(spelled))
    opens = key in _phrases()
    return Word(text, spelled, key, kinds, entry, opens, opens or entry is not None, upper, text.islower(), initial)


_kept: dict[str, Word] = {}


def phrases_from(key: str) -> tuple[tuple[tuple[str, ...], Entry], ...]:
    """Give the phrases of two and more words that begin with a word, the longest first.

    >>> [keys for keys, _ in phrases_from("known")], phrases_from("marko")
    ([('known', 'as')], ())
    """
    return _phrases().get(key, ())


@cache
def listed_words() -> frozenset[str]:
    """Give the plain spellings of words that make a name more than a row of names, and of the rarest word of phrases.

    Particles and articles are not among them.
    """
    quiet = {Kind.PARTICLE, Kind.ALSO_GIVEN, Kind.JOIN_ARTICLE, Kind.AND}
    found: set[str] = set()
    too_common: set[str] = set()
    for keys, entry in _table().items():
        words = plain(" ".join(keys)).split()
        if words:
            (found if entry.dotted - quiet else too_common).add(max(words, key=lambda one: (len(one), one)))
    return frozenset(found - too_common)


def nominatives(name: str, languages: tuple[str, ...]) -> list[str]:
    """Give what a name in the genitive may be in the nominative, the likeliest first; none where no rule fits.

    >>> nominatives("Petra", ("sr",)), nominatives("MARKA", ("sr",)), nominatives("Nikole", ("sr",))
    (['Petar'], ['MARKO', 'MARK'], ['Nikola'])
    """
    small = name.casefold().replace("’", "'")
    for language in languages:
        for ending, *others in _genitive().get(language, ()):
            whole = len(small) == len(ending) > 2  # a rule for one name
            if small.endswith(ending) and (len(small) > len(ending) or whole) and len(small) == len(name):
                stem = name[: len(name) - len(ending)]
                return [stem + (other.upper() if name.isupper() else other) for other in _capital(stem, others)]
    return []


def is_given(name: str) -> bool:
    """Tell whether a plain name is in the list of given names."""
    return name in given_sexes()


def is_mans(name: str) -> bool:
    """Tell whether a plain name is in the list of given names as one that men bear."""
    return bool(known(name).sex & MALE)


def is_surname(name: str) -> bool:
    """Tell whether a plain name is among the common surnames and not among the given names."""
    return name in _surnames() and not is_given(name)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(name for names in rules.load("names/common")["surname"].values() for name in names)


def tells_order(name: str) -> bool:
    """Tell whether a plain name is a given name and not one that stands last as often (Ali, Osman)."""
    return is_given(name) and name not in _often_last()


@cache
def _often_last() -> frozenset[str]:
    given = rules.load("names/given")
    languages = rules.load("names/words")["order"]["given_name_last"]
    return frozenset(name for language in languages for names in given[language].values() for name in names.split())


def is_short_form(short: str, full: str) -> bool:
    """Tell whether one plain name is listed as a short form of another."""
    return full in _full_names().get(short, ())


@cache
def _full_names() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for language, written in rules.load("names/short_forms").items():
        if language != "about":
            for full, shorts in written.items():
                for short in shorts.split():
                    found.setdefault(short, set()).add(full)
    return found


def _capital(stem: str, endings: list[str]) -> list[str]:
    return endings if stem else [ending.capitalize() for ending in endings]


def _key(text: str, spelled: str) -> str:
    """Give how a word is looked up: plain, but as it stands where that is short or of a script read by guessing."""
    small = text.casefold().strip(".-")
    by_sound = small < "\u0370" or "\u0400" <= small < "\u0530"
    return spelled if by_sound and len(spelled) > 2 else small


@cache
def _table() -> Mapping[tuple[str, ...], Entry]:
    words = rules.load("names/words")
    dotted: dict[tuple[str, ...], set[Kind]] = {}
    bare: dict[tuple[str, ...], set[Kind]] = {}
    languages: dict[tuple[str, ...], list[str]] = {}
    listed = [text for kind in Kind for texts in words[kind].values() for text in texts]
    listed += [text for texts in words["lower_case"].values() for text in texts]
    single = list(dict.fromkeys([one for text in listed for one in text.split()]))
    key_of = dict(zip(single, map(_key, single, plain_many(single)), strict=True))
    for kind in Kind:
        for language, texts in words[kind].items():
            for text in texts:
                keys = tuple([key_of[one] for one in text.split()])
                dotted.setdefault(keys, set()).add(kind)
                bare.setdefault(keys, set())
                if not text.endswith(".") or len(keys) > 1:
                    bare[keys].add(kind)
                languages.setdefault(keys, []).append(language)
    small = {key_of[text] for texts in words["lower_case"].values() for text in texts}
    return {
        keys: Entry(
            frozenset(dotted[keys]), frozenset(bare[keys]), tuple(languages[keys]), keys[0] in small and len(keys) == 1
        )
        for keys in dotted
    }


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for keys, entry in sorted(_table().items(), key=lambda item: -len(item[0])):
        if len(keys) > 1:
            found.setdefault(keys[0], []).append((keys, entry))
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _genitive() -> Mapping[str, Any]:
    found: Mapping[str, Any] = rules.load("names/words")["genitive"]
    return found
