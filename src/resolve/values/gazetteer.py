"""Towns under all their names, and the words that say what kind of place one is (rules/places).

>>> [towns()[town].name for town, rank in candidates(("shkup",))]
['Skopje']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from resolve import rules
from resolve.text.unicode import plain_many
from resolve.values import countries

_SHORTEST_DECLINED = 4
_MAIN, _OTHER, _FORMER = range(3)


Words = tuple[str, ...]


def town_named(plain_text: str) -> int:
    """Give the index of the one town that has just this plain name; -1 where none or several have.

    >>> towns()[town_named("shkup")].name, town_named("mitrovica"), town_named("shkup 5")
    ('Skopje', -1, -1)
    """
    found = _index().get(plain_text, ())
    if len(found) > 1:
        best = min(rank for _, rank in found)
        found = tuple([one for one in found if one[1] == best])
    return found[0][0] if len(found) == 1 else -1


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer: its name, the ids of its countries, and names that it had, with years where known."""

    name: str
    countries: Words
    former: tuple[tuple[str, int, int], ...]


@cache
def towns() -> tuple[Town, ...]:
    """Give the towns of the gazetteer in the order of the rules."""
    return tuple(
        Town(
            entry["name"],
            tuple(entry["country"].split()),
            tuple([(f["name"], f.get("from", 0), f.get("to", 0)) for f in entry.get("former", ())]),
        )
        for entry in rules.load("places/towns")["town"]
    )


def lies_in(town: int, country: str) -> bool:
    """Say whether a town lies in one of the countries whose ids are given, or in a related one."""
    return any(
        one == said or countries.related(one, said) for one in towns()[town].countries for said in country.split()
    )


def undeclined(words: Words) -> list[Words]:
    """Give the names that words may be declined forms of, by the endings of the rules."""
    last = words[-1]
    if len(last) < _SHORTEST_DECLINED:
        return []
    declined = rules.load("places/words")["declined"]
    first = [*_restored(words[0], declined["adjectives"]), words[0]] if len(words) > 1 else []
    return [
        (*head, restored)
        for restored in _restored(last, declined["endings"])
        for head in ([(one, *words[1:-1]) for one in first] or [()])
    ]


def _restored(word: str, endings: Sequence[Sequence[str]]) -> list[str]:
    return [word[: len(word) - len(ending)] + instead for ending, instead in endings if word.endswith(ending)]


def candidates(words: Words) -> tuple[tuple[int, int], ...]:
    """Give the towns that have the name, each with whether it is the main (0), another (1) or a former one (2)."""
    return _index().get(" ".join(words), ())


def main_name(text: str) -> bool:
    """Say whether a plain text is the main name of a town."""
    return any(rank == _MAIN for _, rank in _index().get(text, ()))


@cache
def _index() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Give by plain name the towns that have it, each with whether it is the main, another or a former name."""
    texts: list[str] = []
    owners: list[tuple[int, int]] = []
    for i, entry in enumerate(rules.load("places/towns")["town"]):
        ranked = ((_MAIN, [entry["name"]]), (_OTHER, entry.get("names", ())), (_FORMER, _former(entry)))
        for rank, names in ranked:
            texts += names
            owners += [(i, rank)] * len(names)
    found: dict[str, dict[int, int]] = {}
    for spelled, (town, rank) in zip(plain_many(texts), owners, strict=True):
        if spelled:
            found.setdefault(spelled, {}).setdefault(town, rank)
    return {spelled: tuple(known.items()) for spelled, known in found.items()}


def _former(entry: Mapping[str, Sequence[Mapping[str, str]]]) -> list[str]:
    return [one["name"] for one in entry.get("former", ())]


@cache
def kinds(where: str) -> frozenset[str]:
    """Give the words for a kind of place that stand "before" or "after" its name."""
    return frozenset(rules.load("places/words")["settlement"][where])


@cache
def word_list(name: str) -> frozenset[str]:
    """Give the words of a list of `rules/places/words`."""
    return frozenset(rules.load("places/words")[name]["words"])
