"""Names of organisations as rows of token numbers, roles and classes, ready to be compared.

>>> name = read_organisation("Balkan Trade d.o.o. Beograd")
>>> name.tokens, name.roles, sorted(name.forms)
(('balkan', 'trade', 'beograd'), (0, 1, 5), ['limited'])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.organisation import OrganisationName, OrganisationWord, WordKind, parse_organisation, token_of
from resolve.names.organisation_words import adjective_stem, common_words, families, keys_of
from resolve.names.vocabulary import Numbers, Vocabulary

Rows = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

ROLES = ("core", "business", "empty", "country", "region", "town", "number")
CORE, BUSINESS, EMPTY, COUNTRY, REGION, TOWN, NUMBER = range(len(ROLES))
NO_CLASS = -1
# Bits of the column "traits"
COMMON, DIGITS, IS_NUMBER, ADJECTIVE = 1, 2, 4, 8
# Longer names do not repeat, and would fill the memory that shorter ones share.
_WORTH_KEEPING = 200
# Words that are not compared one by one
_BESIDE = (WordKind.FORM, WordKind.FILLER)
# Words of a name that may be one word in another name; first letters that make an acronym
_MOST_JOINED = 4
_ACRONYM_LETTERS = range(3, 9)


class Span(NamedTuple):
    """Words of a name, from `start` up to `stop`, that another may write as one: "joined" or by their first letters."""

    start: int
    stop: int
    kind: str


@dataclass(frozen=True, slots=True)
class ReadOrganisation:
    """A name as it is compared: its words without legal forms, and these.

    tokens, roles (numbers of ROLES), means (class of each word, "" for none), shown: one a word. forms: classes of
    legal forms. spans: what runs of words are when they are written as one. aliases: the organisation's other names.
    """

    tokens: tuple[str, ...]
    roles: tuple[int, ...]
    means: tuple[str, ...]
    shown: tuple[str, ...]
    forms: frozenset[str]
    spans: Mapping[str, Span]
    aliases: tuple[ReadOrganisation, ...] = ()

    def order(self) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
        """Give what two names are put in order by, so that a pair is worked on the same way from either side."""
        return self.tokens, self.roles, self.means, tuple(sorted(self.forms))

    def written_as_one(self, key: str, token: str) -> ReadOrganisation:
        """Give the name with the words of a span as one distinctive token."""
        start, stop, _ = self.spans[key]
        return replace(
            self,
            tokens=(*self.tokens[:start], token, *self.tokens[stop:]),
            roles=(*self.roles[:start], CORE, *self.roles[stop:]),
            means=(*self.means[:start], "", *self.means[stop:]),
            shown=(*self.shown[:start], " ".join(self.shown[start:stop]), *self.shown[stop:]),
            spans={},
        )


def read_organisation(text: str) -> ReadOrganisation:
    """Read one name."""
    return _kept(text) if len(text) <= _WORTH_KEEPING else _of_name(parse_organisation(text))


@lru_cache(maxsize=200_000)
def _kept(text: str) -> ReadOrganisation:
    return _of_name(parse_organisation(text))


def _of_name(name: OrganisationName) -> ReadOrganisation:
    words = [word for word in name.words if word.kind not in _BESIDE]
    tokens = tuple([_without_article(token_of(word)) for word in words])
    aliases = [_of_name(alias) for alias in name.aliases]
    if name.acronym:
        acronym = (OrganisationWord(name.acronym, WordKind.CORE),)
        aliases.append(_of_name(OrganisationName(name.acronym, acronym)))
    return ReadOrganisation(
        tokens,
        _roles(name.words),
        tuple(f"{word.kind}:{word.means}" if word.means else "" for word in words),
        tuple(word.text for word in words),
        frozenset(name.forms),
        _spans(name.words),
        tuple(alias for alias in aliases if alias.tokens),
    )


def _without_article(token: str) -> str:
    """Take off an Arabic article that is written in one with its word."""
    for article in rules.load("names/tokens")["articles"]["joined"].split():
        if token.startswith(article) and len(token) > len(article) + 2:
            return token[len(article) :]
    return token


def _roles(words: Sequence[OrganisationWord]) -> tuple[int, ...]:
    """Give the roles of words; where none is distinctive, those that say most count as distinctive.

    >>> read_organisation("State Bank of Serbia").roles, read_organisation("The Group").roles
    ((2, 0, 0), (0,))
    """
    forms = [place for place, word in enumerate(words) if place and word.kind is WordKind.FORM]
    roles = [
        TOWN if word.kind is WordKind.COUNTRY and forms and place > forms[0] else ROLES.index(word.kind.value)
        for place, word in enumerate(words)
        if word.kind not in _BESIDE
    ]
    for promoted in ({CORE}, {BUSINESS, COUNTRY, REGION, TOWN}, {NUMBER}, {EMPTY}):
        if promoted & set(roles):
            return tuple(CORE if role in promoted else role for role in roles)
    return ()


def _spans(words: Sequence[OrganisationWord]) -> dict[str, Span]:
    """Give the keys of runs of words written as one; legal forms and fillers may be in them ("JP Morgan", "Al Nur")."""
    keys = keys_of([token_of(word) for word in words])
    beside = [word.kind in _BESIDE for word in words]
    place = list(accumulate((not one for one in beside), initial=0))
    found: dict[str, Span] = {}
    for start in range(len(keys)):
        for stop in range(start + 2, min(start + _MOST_JOINED, len(keys)) + 1):
            if place[stop] > place[start]:
                found.setdefault("".join(keys[start:stop]), Span(place[start], place[stop], "joined"))
    firsts = [
        "".join(key[:1] for key in keys_of(word.text.split()))
        for word, one in zip(words, beside, strict=True)
        if not one
    ]
    for start in range(len(firsts)):
        for stop in range(start + 2, len(firsts) + 1):
            letters = "".join(firsts[start:stop])
            if len(letters) in _ACRONYM_LETTERS:
                kind = "short_acronym" if len(letters) == _ACRONYM_LETTERS[0] else "acronym"
                found.setdefault(letters, Span(start, stop, kind))
            elif len(letters) > _ACRONYM_LETTERS[-1]:
                break
    return found


@dataclass(frozen=True)
class Organisations:
    """Many names: columns of all their words, one after the other, and where each name begins and how many it has.

    means and stems (of what adjectives are made of) are numbers that hold within the table, NO_CLASS for none. forms
    and families: the bits of the legal forms of each name.
    """

    tokens: Numbers
    roles: npt.NDArray[np.int8]
    means: Numbers
    stems: Numbers
    traits: npt.NDArray[np.int8]
    starts: Rows
    sizes: Rows
    forms: Bits
    families: Bits

    @classmethod
    def of(cls, words: Vocabulary, names: Sequence[ReadOrganisation]) -> Organisations:
        """Number the words of names."""
        tokens = list(chain.from_iterable(name.tokens for name in names))
        means = list(chain.from_iterable(name.means for name in names))
        numbers = np.array(words.numbers(tokens), np.int32)
        sizes = np.array([len(name.tokens) for name in names], np.int64)
        bits = [_form_bits(name.forms) for name in names]
        return cls(
            numbers,
            np.array(list(chain.from_iterable(name.roles for name in names)), np.int8),
            _numbered(means),
            _numbered(map(_stem, tokens)),
            np.array([_traits(*one) for one in zip(tokens, means, strict=True)], np.int8)
            | np.where(words["share"][numbers] >= _common_from(), COMMON, 0).astype(np.int8),
            sizes.cumsum() - sizes,
            sizes,
            np.array([one for one, _ in bits], np.uint64),
            np.array([one for _, one in bits], np.uint64),
        )

    def places(self, rows: Rows, size: int) -> Rows:
        """Give where the words of some names of one size are, (rows, size)."""
        found: Rows = self.starts[rows][:, None] + np.arange(size)
        return found


@lru_cache(maxsize=200_000)
def _traits(token: str, means: str) -> int:
    common = bool(means) or not common_words().isdisjoint(keys_of([token]))
    number = means.startswith(f"{WordKind.NUMBER}:")
    adjective = adjective_stem(keys_of([token])[0])[1]
    return COMMON * common | DIGITS * any(map(str.isdigit, token)) | IS_NUMBER * number | ADJECTIVE * adjective


@lru_cache(maxsize=200_000)
def _stem(token: str) -> str:
    return adjective_stem(keys_of([token])[0])[0]


def _numbered(texts: Iterable[str]) -> Numbers:
    """Give equal texts equal numbers; NO_CLASS for ""."""
    numbers = {"": NO_CLASS}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int32)


@lru_cache(maxsize=10_000)
def _form_bits(forms: frozenset[str]) -> tuple[int, int]:
    """Give legal forms as bits: of their classes, and of the families of these."""
    known = families()
    classes, kinds = list(known), list(dict.fromkeys(known.values()))
    return (
        _bits(classes.index(form) for form in forms),
        _bits(kinds.index(known[form]) for form in forms),
    )


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def rewritten(
    one: ReadOrganisation, other: ReadOrganisation
) -> Iterator[tuple[ReadOrganisation, ReadOrganisation, str]]:
    """Give two names again with words of one written as a single word of the other, and the kind of span.

    >>> one, other = read_organisation("Goodwill Company"), read_organisation("Good Will Co.")
    >>> [(left.tokens, right.tokens, kind) for left, right, kind in rewritten(one, other)]
    [(('goodwill', 'company'), ('goodwill', 'co'), 'joined')]
    """
    for token, key in keyed(other):
        if key in one.spans:
            yield one.written_as_one(key, token), other, one.spans[key].kind
    for token, key in keyed(one):
        if key in other.spans:
            yield one, other.written_as_one(key, token), other.spans[key].kind


def keyed(name: ReadOrganisation) -> list[tuple[str, str]]:
    """Give the tokens that may stand for several words of another name, with their keys."""
    return [(token, key) for token, key in zip(name.tokens, keys_of(name.tokens), strict=True) if len(key) > 2]


@cache
def _common_from() -> float:
    return float(rules.load("names/organisations")["rarity"]["common_from"])
