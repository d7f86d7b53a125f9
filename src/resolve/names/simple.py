"""Names of plain words alone, in the forms that most names have: a shorter way to what `names.grammar` reads.

Such a name is one to eight words that the rules do not list, in a row, around one comma, or around a father's name in
brackets; so the roles follow from the traits of the words alone. Everything else is left to the grammar.

>>> [(word.text, role.value) for word, (role, _) in zip(*simple_name("Petrović (Marko) Nikola"))]
[('Petrović', 'family'), ('Marko', 'father'), ('Nikola', 'given')]
>>> simple_name("Nikola, sin Marka") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from resolve.names import position
from resolve.names.person import Role
from resolve.names.position import Place
from resolve.names.words import Word, is_short_form, word, words_many

# Vowel signs and other marks that stand on letters; word characters or not, they belong to the word
_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0981-\u09e3"
    r"\u0a01-\u0a51\u0a81-\u0ae3\u0b01-\u0d63\u0e31-\u0e4e"
)
_LETTERS = rf"[^\W\d_][\w{_MARKS}]*"
_WORD = rf"(?:{_LETTERS}(?:-{_LETTERS})*|[^\W\d_]\.)"
_RUN = rf"{_WORD}(?: {_WORD}){{0,7}}"
_SHAPE = re.compile(rf"(?!.*[\d_])({_RUN})(?: ?[,،、，] ?({_RUN})| \(({_WORD})\) ({_RUN}))?")
PLAIN_WORD = re.compile(_WORD)
_BETWEEN_WORDS = re.compile(r"[ ,،、，()\n-]+")


class SimpleName(NamedTuple):
    """The words of a name in the order in which they stand, and the role of each with whether it is told."""

    words: tuple[Word, ...]
    places: tuple[Place, ...]


def simple_name(text: str, surname_first: bool | None = None) -> SimpleName | None:
    """Read a repaired name of plain words; None where it is anything else."""
    shape = _SHAPE.fullmatch(text)
    if not shape:
        return None
    run, after_comma, father, after_father = shape.groups()
    first = _words(run)
    if first is None:
        return None
    if after_comma is None and father is None:
        return SimpleName(first, position.run_places(_traits(first), surname_first))
    second = _words(after_comma or after_father)
    if second is None:
        return None
    if father is None:
        return SimpleName(first + second, position.comma_places(_traits(first), _traits(second), surname_first))
    return _around_father(first, father, second, surname_first)


def learn_words(texts: Iterable[str]) -> None:
    """Look at the words of many names at once, which is quicker than at each when its name is read."""
    words_many(dict.fromkeys(_BETWEEN_WORDS.split("\n".join(texts))).keys() - {""})


def _around_father(
    before: tuple[Word, ...], written: str, after: tuple[Word, ...], surname_first: bool | None
) -> SimpleName | None:
    father = _words(written)
    if father is None:
        return None
    around = _traits(before), _traits(after)
    if position.word_traits(father[0].text, father[0].plain) & position.SURNAME:
        between: Place = (Role.MAIDEN, False)
    elif any(is_short_form(father[0].plain, one.plain) for one in before + after):
        return None
    else:
        between = (Role.FATHER, True)
    places = position.father_places(*around, surname_first)
    return SimpleName(before + father + after, (*places[: len(before)], between, *places[len(before) :]))


def _words(run: str) -> tuple[Word, ...] | None:
    """Look at the words of a run; None where the rules list one of them, or half of one."""
    found = tuple(map(word, run.split(" ")))
    for one in found:
        if one.listed:
            return None
    if "-" in run and any(half.listed for half in map(word, halves(run))):
        return None
    return found


def halves(run: str) -> list[str]:
    """Give the words of a run and the halves of those that a hyphen joins."""
    return _BETWEEN_WORDS.split(run)


def _traits(words: tuple[Word, ...]) -> tuple[int, ...]:
    return tuple([position.word_traits(one.text, one.plain) | (one.upper | one.initial << 1) for one in words])
