"""Names of companies, agencies, parties, banks and vessels: read into words with what each of them is.

>>> print(parse_organisation('DOO "Трговина Балкан" Београд (TBB)'))
core Балкан · business Трговина · town Београд · form DOO · acronym TBB
>>> parse_organisation("Adria Shipping Ltd t/a Blue Line").aliases[0].core
('Blue', 'Line')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from resolve.names.organisation_words import (
    alias_words,
    cut_entry,
    inner_entry,
    keys_of,
    longest_entry,
    number_entry,
    number_signs,
    roman,
)
from resolve.text.repair import repair_many
from resolve.text.unicode import LONGEST

# No name has more words that say something; the bound keeps hostile ones cheap.
MOST_WORDS = 24
MOST_ALIASES = 4
# A name so long may have been cut by the end of its field.
FULL_FIELD = 40

_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f])"
_NO_MORE = r"(?![^\W_'’])"
_TIGHT = rf"(?:{_LETTER}[./\\]|{_LETTER}{{2}}\.(?={_LETTER}(?:\.|{_NO_MORE})))(?:{_LETTER}[./\\])*{_LETTER}?"
_SPACED = rf"{_LETTER}\.(?: {_LETTER}\.)+(?: {_LETTER}{_NO_MORE})?"
_WORD = re.compile(
    rf"(?<![^\W_])(?P<dotted>(?:{_SPACED}|{_TIGHT}){_NO_MORE}\.?)|(?P<plain>{_LETTER}+(?:['’‘ʻʼ`´]{_LETTER}+)*)"
)
_APOSTROPHES = re.compile("['’‘ʻʼ`´]")
_POSSESSIVE = re.compile(r"['’][sS]$")
_NO_LETTERS = re.compile(r"[\W_]+")
_LETTERS_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d+)")
_ANY_LETTER = re.compile(r"[^\W_]")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_MORE_NAMES = re.compile(r"[;；|]")


class WordKind(StrEnum):
    """What a word is in an organisation's name; fillers are words such as "of" and "и"."""

    CORE = "core"
    BUSINESS = "business"
    EMPTY = "empty"
    COUNTRY = "country"
    REGION = "region"
    TOWN = "town"
    NUMBER = "number"
    FORM = "form"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word or phrase as it was written, what it is, and the class that it means in every language ("" for none)."""

    text: str
    kind: WordKind
    means: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """An organisation's name, read.

    words: in their order. acronym: a single word in brackets, "" for none. aliases: other names of
    the organisation that the text gives.
    """

    raw: str
    words: tuple[OrganisationWord, ...]
    acronym: str = ""
    aliases: tuple[OrganisationName, ...] = ()

    @property
    def core(self) -> tuple[str, ...]:
        """Give the words that belong to this organisation alone."""
        return self._texts(WordKind.CORE)

    @property
    def generic(self) -> tuple[str, ...]:
        """Give the words that many names have: lines of business, and those that say next to nothing."""
        return self._texts(WordKind.BUSINESS, WordKind.EMPTY)

    @property
    def places(self) -> tuple[str, ...]:
        """Give the countries, parts of the world and towns."""
        return self._texts(WordKind.COUNTRY, WordKind.REGION, WordKind.TOWN)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Give the numbers, as digits."""
        return tuple(word.means for word in self.words if word.kind is WordKind.NUMBER)

    @property
    def forms(self) -> tuple[str, ...]:
        """Give the classes of the legal forms, such as "limited"; they are named in `rules/names/organisations`."""
        return tuple(dict.fromkeys(word.means for word in self.words if word.kind is WordKind.FORM))

    def _texts(self, *kinds: WordKind) -> tuple[str, ...]:
        return tuple(word.text for word in self.words if word.kind in kinds)

    def __str__(self) -> str:
        parts = [
            f"{kind} {' '.join(texts)}"
            for kind in WordKind
            if kind is not WordKind.FILLER and (texts := self._texts(kind))
        ]
        parts += [f"acronym {self.acronym}"] if self.acronym else []
        return " · ".join([*parts, *(f"alias {alias.raw}" for alias in self.aliases)])

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain dictionaries and lists, ready for JSON."""
        return {
            "raw": self.raw,
            "words": [{"text": one.text, "kind": one.kind.value, "means": one.means} for one in self.words],
            "forms": list(self.forms),
            "acronym": self.acronym,
            "aliases": [alias.to_dict() for alias in self.aliases],
        }


def parse_organisation(text: str) -> OrganisationName:
    """Read the name of an organisation in any script.

    Legal forms, generic words, places and numbers are told by `rules/names/organisations` and `rules/names/places`, in
    some twenty languages; every other word is a word of its own ("core"). A single word in brackets is an acronym
    unless it is one of those; what follows "t/a", "a.k.a.", "formerly" and the like is an alias.

    Args:
        text: the name; the first 2,000 characters count.

    Returns:
        The name; without words where the text has no letters or digits.

    >>> [(word.text, word.means) for word in parse_organisation("Factory No. 7, Serbia, L.L.C.").words]
    [('Factory', 'manufacturing'), ('7', '7'), ('Serbia', 'rs'), ('L.L.C.', 'limited')]
    >>> parse_organisation("Islamic Republic of Iran Shipping Lines (IRISL)").acronym
    'IRISL'
    """
    repaired = " ".join(unicodedata.normalize("NFKC", repair_many([text[:LONGEST]])[0])[:LONGEST].split())
    found = [name for name in map(_parse_one, _names(repaired)) if name.words]
    if not found:
        return OrganisationName(text, ())
    first = found[0]
    return OrganisationName(text, first.words, first.acronym, (*found[1:], *first.aliases)[:MOST_ALIASES])


def _names(text: str) -> list[str]:
    """Cut a text where it goes on to another name; a word that announces one needs a name before it.

    >>> _names("Adria a.k.a. Blue; Green"), _names("AKA Bank")
    (['Adria ', ' Blue', ' Green'], ['AKA Bank'])
    """
    first = _ANY_LETTER.search(text)
    begun = first.start() if first else 0
    announced = alias_words().match(text, begun)
    kept = announced.end() if announced else 0
    parts = alias_words().split(_announced(text[kept:]))
    return [piece for part in (text[:kept] + parts[0], *parts[1:]) for piece in _MORE_NAMES.split(part)]


def token_of(word: OrganisationWord) -> str:
    """Give a word as it is compared: small letters, nothing between them, no English possessive.

    >>> token_of(OrganisationWord("Qa'ida", WordKind.CORE)), token_of(OrganisationWord("C.K.", WordKind.CORE))
    ('qaida', 'ck')
    """
    bare = _NO_LETTERS.sub("", _POSSESSIVE.sub("", word.text))
    return unicodedata.normalize("NFC", bare.casefold())


def _announced(text: str) -> str:
    """Take the brackets off another name that is announced inside them: "Adria (formerly Balkan)"."""
    return _BRACKETS.sub(lambda found: found[1] if alias_words().match(found[1].strip()) else found[0], text)


def _parse_one(text: str) -> OrganisationName:
    """Read a text that holds one name; what brackets add makes an acronym, or a shorter name without it."""
    acronyms: list[str] = []
    beside: list[str] = []

    def read_brackets(found: re.Match[str]) -> str:
        words = _words(found[1])
        own = [word for word in words if word.kind is WordKind.CORE]
        if len(words) == len(own) == 1 and _words(text[: found.start()] + text[found.end() :]):
            acronyms.append(own[0].text)
            return " "
        if own:
            beside.append(found[1])
        return f" {found[1]} "

    whole = _BRACKETS.sub(read_brackets, text)
    if acronyms and not _words(whole):
        return OrganisationName(text.strip(), _words(text))
    shorter = _words(_BRACKETS.sub(" ", text)) if beside else ()
    alias = (OrganisationName(text, shorter),) if any(word.kind is WordKind.CORE for word in shorter) else ()
    return OrganisationName(text.strip(), _words(whole), "".join(acronyms[:1]), alias)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the text; `dotted` where it is letters with dots between them, as legal forms often are."""

    text: str
    bare: str
    dotted: bool


# What may stand behind the number at the end of a name
_BEHIND_THE_END = (WordKind.FORM, WordKind.COUNTRY, WordKind.REGION, WordKind.TOWN)


def _words(text: str) -> tuple[OrganisationWord, ...]:
    """Say what each word of a name is; fillers and legal forms are words like any other where nothing else stands."""
    pieces = list(_pieces(text))[: 2 * MOST_WORDS]
    keys = keys_of([piece.bare for piece in pieces])
    found: list[OrganisationWord] = []
    at = 0
    while at < len(pieces):
        entry, count = longest_entry(keys, at)
        if len(text) >= FULL_FIELD and at + count < len(pieces):
            cut, cut_words = cut_entry(keys, at)
            entry, count = (cut, cut_words) if cut else (entry, count)
        if keys[at] in number_signs() and at + 1 < len(keys) and number_entry(keys[at + 1]):
            at += 1
            continue
        shown = " ".join(piece.text for piece in pieces[at : at + max(count, 1)])
        if entry and entry.kind == "form" and not _is_form(pieces, keys, at, count):
            entry, count, shown = inner_entry(keys[at]), 1, pieces[at].text
        if entry is None:
            found.append(OrganisationWord(shown, WordKind.CORE))
        else:
            found.append(OrganisationWord(shown, WordKind(entry.kind), entry.means))
        at += max(count, 1)
    if all(word.kind in (WordKind.FILLER, WordKind.FORM) for word in found):
        found = [replace(word, kind=WordKind.CORE, means="") for word in found]
    return tuple(_with_joined_numbers(_with_last_number(found)))[:MOST_WORDS]


def _pieces(text: str) -> Iterable[_Piece]:
    for found in _WORD.finditer(text):
        written = found.group().strip()
        if found.lastgroup == "dotted":
            bare = _NO_LETTERS.sub("", written)
            yield _Piece(written, bare, len(bare) > 1)
            continue
        bare = _APOSTROPHES.sub("", _POSSESSIVE.sub("", written))
        parted = _LETTERS_THEN_DIGITS.fullmatch(bare)
        for part in parted.groups() if parted else (bare,):
            yield _Piece(part if parted else written, part, False)


def _is_form(pieces: Sequence[_Piece], keys: Sequence[str], at: int, count: int) -> bool:
    """Tell whether a short word that may be a legal form is one: by its dots, or because it stands at an end.

    Behind it may stand places, numbers and other forms.
    """
    if count > 1 or len(keys[at]) > 2 or pieces[at].dotted:
        return len(pieces) > count
    if at == 0:
        return len(pieces) > 1
    after = at + count
    while after < len(keys):
        entry, words = longest_entry(keys, after)
        if entry is None or entry.kind not in ("form", "country", "region", "town", "number", "filler"):
            return False
        after += words
    return True


def _with_joined_numbers(words: Sequence[OrganisationWord]) -> list[OrganisationWord]:
    """Put tens and units together: "forty-four"."""
    joined: list[OrganisationWord] = []
    for word in words:
        before = joined[-1] if joined else None
        if (
            before
            and before.kind is word.kind is WordKind.NUMBER
            and not any(map(str.isdigit, before.text + word.text))
        ):
            tens, units = int(before.means), int(word.means)
            if 20 <= tens < 100 and tens % 10 == 0 and 0 < units < 10:
                joined[-1] = OrganisationWord(f"{before.text} {word.text}", WordKind.NUMBER, str(tens + units))
                continue
        joined.append(word)
    return joined


def _with_last_number(words: list[OrganisationWord]) -> list[OrganisationWord]:
    """Read a single I, V or X at the end, with only a legal form or a place behind it, as a number."""
    last = max((i for i, word in enumerate(words) if word.kind not in _BEHIND_THE_END), default=0)
    word = words[last] if last else None
    if word and word.kind in (WordKind.CORE, WordKind.FILLER) and (value := roman(word.text.casefold())):
        words[last] = OrganisationWord(word.text, WordKind.NUMBER, str(value))
    return words
