"""Whole names cut into given name, surname and the rest.

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
from typing import NamedTuple

from resolve.text.unicode import plain, plain_many

_LONGEST = 500
_FATHER = re.compile(r"^([^()]+?)\s*\(([^()]+)\)\s*([^()]+)$")


class NameParts(NamedTuple):
    """The parts of a name, each plain (lower-case a-z) and possibly empty; `other` holds what is neither."""

    given: str
    surname: str
    other: str
    father: str


def split_name(text: str, *, surname_first: bool = False) -> NameParts:
    """Cut one whole name; see `split_names` for many.

    "Surname, Given" and "Surname (Father) Given" are told by their form; else the first token is the given name
    and the last the surname, or the other way round with `surname_first`. One token alone counts as a surname.
    """
    text = text[:_LONGEST]
    form = _FATHER.match(text)
    if form:
        surname, father, given = plain_many(list(form.groups()))
        return NameParts(given, surname, "", father)
    head, comma, tail = text.partition(",")
    if comma and plain(head) and plain(tail):
        return _comma(plain(head), plain(tail))
    return _tokens(plain(text).split(), surname_first)


def split_names(texts: Sequence[str], *, surname_first: bool = False) -> list[NameParts]:
    """Cut many whole names; the same as `split_name` on each, but normalised together."""
    plains = plain_many([text[:_LONGEST] for text in texts])
    return [
        split_name(text, surname_first=surname_first)
        if "," in text or "(" in text
        else _tokens(spelled.split(), surname_first)
        for text, spelled in zip(texts, plains, strict=True)
    ]


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


def _comma(head: str, tail: str) -> NameParts:
    given, _, other = tail.partition(" ")
    return NameParts(given, head, other, "")


def _tokens(tokens: list[str], surname_first: bool) -> NameParts:
    if not tokens:
        return NameParts("", "", "", "")
    if len(tokens) == 1:
        return NameParts("", tokens[0], "", "")
    given, surname = (tokens[-1], tokens[0]) if surname_first else (tokens[0], tokens[-1])
    return NameParts(given, surname, " ".join(tokens[1:-1]), "")
