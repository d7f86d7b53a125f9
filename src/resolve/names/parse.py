"""Whole names cut into given name, surname and the rest.

>>> print(parse_name("Petrović (Marko) Nikola, zvani Nidžo"))
given Nikola · father Marko · family Petrović · nickname Nidžo
>>> split_name("Petrović (Marko) Nikola")
NameParts(given='nikola', surname='petrovic', other='', father='marko')
>>> split_name("HOXHA, Agim Besnik")
NameParts(given='agim', surname='hoxha', other='besnik', father='')
>>> split_name("agim hoxha")
NameParts(given='agim', surname='hoxha', other='', father='')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from resolve.errors import InputError
from resolve.names import grammar
from resolve.names.mrz import read_zone
from resolve.names.person import NamePart, PersonName, Role
from resolve.names.simple import learn_words, simple_name
from resolve.names.tokens import MOST_TOKENS, tokens
from resolve.names.words import listed_words
from resolve.text.repair import repair
from resolve.text.unicode import plain_many

LONGEST = 500
"""Characters of a name that are read."""

_FORMED = re.compile(r"[^\w\s.-]|_|\s-|-\s")
"""Anything that gives a name a form: brackets, quotes, commas, fillers, hyphens with a space."""


def parse_name(text: str, *, surname_first: bool | None = None) -> PersonName:
    """Read a person's name as agencies write it.

    Understood are the father's name in brackets ("Prezime (Otac) Ime") or after words such as "sin", "bin", "i biri i"
    and before "oğlu"; "Surname, Given"; surnames in capitals; the name field of a machine-readable zone; maiden names,
    nicknames and aliases after the words for them in the languages of `rules/names/words.toml`; nicknames in quotes
    or brackets; titles, suffixes, particles, initials; patronymics by their ending; names of several words ("Abd al-
    Rahman"). What nothing tells is guessed: a list of given names decides the order, else the given name comes first.

    Args:
        text: the name in any script. Damage is repaired first. The first 500 characters and 40 words are read.
        surname_first: the order where the caller knows it; it settles what the form of the name does not tell.

    Returns:
        The parts with their roles. A name alone is taken for a surname. Text without a name has no parts, or parts of
        unknown role. Marker words themselves are no parts.

    Raises:
        InputError: the name is not a text.

    >>> name = parse_name("ПЕТРОВИЋ Никола, син Марка, рођ. 1980")
    >>> name.family, name.given, name.father, name.plain
    (('ПЕТРОВИЋ',), ('Никола',), ('Марко',), 'nikola marko petrovic')
    >>> print(parse_name("Muhammad bin Abd al-Rahman al-Masri a.k.a. Abu Omar"))
    given Muhammad · father bin Abd al-Rahman · family al-Masri · also called (nickname Abu Omar)
    >>> parse_name("  ").parts
    ()
    """
    if not isinstance(text, str):
        raise InputError(f"a name is a text; found {type(text).__name__}")
    raw = text if len(text) <= LONGEST else text[:LONGEST]
    repaired = repair(raw)
    cut = len(text) > LONGEST or len(repaired) > LONGEST
    repaired = repaired[:LONGEST]
    name = _simple(raw, repaired, surname_first) or _formed(raw, repaired, surname_first)
    return replace(name, cut=True) if cut else name


def parse_names(texts: Iterable[str], *, surname_first: bool | None = None) -> list[PersonName]:
    """Read many names, each as `parse_name` reads it.

    >>> [name.given for name in parse_names(["Agim Hoxha", "HOXHA, Besnik"])]
    [('Agim',), ('Besnik',)]
    """
    texts = list(texts)
    learn_words([text[:LONGEST] for text in texts if isinstance(text, str)])
    return [parse_name(text, surname_first=surname_first) for text in texts]


def _simple(raw: str, repaired: str, surname_first: bool | None) -> PersonName | None:
    """Read a name of plain words, the shorter way to what `_formed` gives."""
    found = simple_name(repaired, surname_first)
    if found is None:
        return None
    parts = [NamePart(one.text, one.plain, *place) for one, place in zip(*found, strict=True)]
    return PersonName(raw, tuple(parts))


def _formed(raw: str, repaired: str, surname_first: bool | None) -> PersonName:
    zone = read_zone(repaired)
    if zone:
        repaired = f"{' '.join(zone.primary)}, {' '.join(zone.secondary)}"
    found = tokens(repaired)
    name = grammar.read(found[:MOST_TOKENS], raw, surname_first)
    return name if len(found) <= MOST_TOKENS else replace(name, cut=True)


class NameParts(NamedTuple):
    """The parts of a name, each plain (lower-case a-z) and possibly empty; `other` holds what is neither."""

    given: str
    surname: str
    other: str
    father: str


def split_name(text: str, *, surname_first: bool = False) -> NameParts:
    """Cut one whole name; see `split_names` for many.

    What the form of a name or a word in it tells is read as `parse_name` does; else the first token is the given name
    and the last the surname, or the other way round with `surname_first`. One token alone counts as a surname.
    Titles and suffixes are left out; nicknames, maiden names, particles and aliases are in `other`.

    >>> split_name("Dr. Ana Petrović rođ. Marić")
    NameParts(given='ana', surname='petrovic', other='maric', father='')
    """
    return split_names([text], surname_first=surname_first)[0]


def split_names(texts: Sequence[str], *, surname_first: bool = False) -> list[NameParts]:
    """Cut many whole names; the same as `split_name` on each, but normalised together."""
    texts = [text[:LONGEST] for text in texts]
    unlisted, formed = listed_words().isdisjoint, _FORMED.search
    done = []
    for text, spelled in zip(texts, plain_many(texts), strict=True):
        words = spelled.split()
        # Letters and spaces are by far the most frequent, and quicker to tell than by the pattern.
        formless = text.replace(" ", "").isalpha() or not formed(text)
        if formless and unlisted(words):
            done.append(_tokens(words, surname_first))
        else:
            # A form may tell another order than that of the other names, so that the usual one is not pressed on it.
            order = surname_first if formless else surname_first or None
            done.append(_from_name(parse_name(text, surname_first=order)))
    return done


def _tokens(words: list[str], surname_first: bool) -> NameParts:
    if len(words) < 2:
        return NameParts("", words[0] if words else "", "", "")
    other = " ".join(words[1:-1]) if len(words) > 2 else ""
    if surname_first:
        return NameParts(words[-1], words[0], other, "")
    return NameParts(words[0], words[-1], other, "")


def _from_name(name: PersonName) -> NameParts:
    """Bring a name to four fields. A father's name stands in for a surname that is not there, as it does in life."""
    texts: dict[Role, list[str]] = {role: [] for role in (Role.GIVEN, Role.FAMILY, Role.FATHER, Role.UNKNOWN)}
    for part in name.parts:
        if part.role not in (Role.TITLE, Role.SUFFIX):
            texts[part.role if part.role in texts else Role.UNKNOWN].append(part.plain)
    given, surname, father, other = (" ".join(filter(None, plains)) for plains in texts.values())
    others = [other, *[alias.plain for alias in name.aliases]]
    if not surname:
        surname, father = father, ""
    return NameParts(given, surname, " ".join(filter(None, others)), father)


def surname_comes_first(plain_names: Iterable[str], given: Counter[str], surnames: Counter[str]) -> bool:
    """Tell from a vocabulary whether the whole names of a source put the surname first.

    Args:
        plain_names: whole names, plain.
        given, surnames: how often tokens are given names and surnames elsewhere in the data at hand.
    """
    votes = 0
    for name in plain_names:
        tokens = name.split()
        if len(tokens) < 2:
            continue
        first, last = tokens[0], tokens[-1]
        forward = given[first] * (1 + surnames[last]) + surnames[last]
        backward = surnames[first] * (1 + given[last]) + given[last]
        votes += (backward > forward) - (forward > backward)
    return votes > 0
