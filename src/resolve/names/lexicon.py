"""What the rules know of single names: short forms, spellings, traditions, sex, and endings of surnames.

>>> dict(known("slobodan").sets)["full"][0] in dict(known("sloba").sets)["short_of"]
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from resolve import rules

MALE, FEMALE, EITHER = 1, 2, 3
# A full name and its short forms have one number, so they share a bit.
_SALTS = {"full": 0, "short_of": 0, "spelling": 1, "tradition": 2}
_SEXES = {"m": MALE, "f": FEMALE, "u": EITHER}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one plain name.

    sets  by kind ("full", "short_of", "spelling", "tradition"), numbers of sets of names that belong together; a
          short form is `short_of` the numbers of the names that it stands for, each of which has its own as `full`
    bits  64 bits made of them: names that share a set share a bit, so names that share no bit share no set
    sex   MALE, FEMALE, EITHER, or 0 where the name is not known as a given name
    """

    sets: tuple[tuple[str, tuple[int, ...]], ...] = ()
    bits: int = 0
    sex: int = 0

    @property
    def full(self) -> int:
        """The number of the name as one that has short forms, -1 where it has none."""
        return dict(self.sets).get("full", (-1,))[0]

    @property
    def short_of(self) -> tuple[int, ...]:
        """The numbers of the names that it is short for."""
        return dict(self.sets).get("short_of", ())


@lru_cache(maxsize=50_000)
def known(plain: str) -> Known:
    """Look one plain token up; a name that no rule mentions gives an empty answer."""
    sets = tuple([(kind, tuple(one[plain])) for kind, one in _sets().items() if plain in one])
    bits = 0
    for kind, numbers in sets:
        for number in numbers:
            bits |= 1 << ((number * len(_SALTS) + _SALTS[kind]) * 0x9E3779B1 >> 7) % 64
    return Known(sets, bits, given_sexes().get(plain, 0) or _sexes_by_set().get(plain, 0))


def known_many(plains: Sequence[str]) -> list[tuple[int, Known]]:
    """Look tokens up by plain spelling, or else folded (kolya, kolja); give place and entry of those that are known."""
    folded = map(_by_folding().get, _fold(plains))
    listed = map(_names().__contains__, plains)
    names = [plain if there else name for plain, there, name in zip(plains, listed, folded, strict=True)]
    return [(place, known(name)) for place, name in enumerate(names) if name]


def roots_of(plains: Sequence[str]) -> list[str]:
    """Give for each plain token one name that stands for it: the full name of a short one, the first of its spellings.

    Of several full names that a short one stands for, it is the first that the rules give. Other tokens stand for
    themselves.

    >>> roots_of(["sloba", "hoxha"])
    ['slobodan', 'hoxha']
    """
    found = list(plains)
    table = _roots()
    for place, entry in known_many(plains):
        root = next((table[key] for key in _root_keys(entry) if key in table), None)
        if root:
            found[place] = root
    return found


def _root_keys(entry: Known) -> Iterator[tuple[str, int]]:
    sets = dict(entry.sets)
    for kind in ("full", "short_of", "spelling"):
        for number in sets.get(kind, ()):
            yield ("full" if kind == "short_of" else kind), number


@cache
def _roots() -> Mapping[tuple[str, int], str]:
    """Give, by kind and number of a set, the name that stands for it.

    A full name that is also a spelling of another stands under the first of these spellings, so that the two kinds of
    sets hang together.
    """
    sets = _sets()
    first: dict[tuple[str, int], str] = {}
    for kind in ("spelling", "full"):
        for name, numbers in sets[kind].items():
            for number in numbers:
                spelled = sets["spelling"].get(name, []) if kind == "full" else []
                first.setdefault((kind, number), first[("spelling", spelled[0])] if spelled else name)
    return first


@cache
def _names() -> frozenset[str]:
    return frozenset(given_sexes().keys()).union(*(one.keys() for one in _sets().values()))


@cache
def _by_folding() -> Mapping[str, str]:
    """Give names by their folded spelling; of names that fold alike, the first in the alphabet."""
    names = sorted(_names(), reverse=True)
    return dict(zip(_fold(names), names, strict=True))


def _fold(plains: Sequence[str]) -> list[str]:
    """Write spellings that only differ by the romanisation of a letter alike."""
    joined = "\n".join(plains)
    for old, new in _folding():
        joined = joined.replace(old, new)
    return joined.split("\n") if plains else []


@cache
def _folding() -> tuple[tuple[str, str], ...]:
    steps = rules.load("names/tokens")["folded"]["steps"]
    return tuple([(old, new) for old, _, new in (step.partition(">") for step in steps)])


@cache
def common_names() -> Mapping[str, float]:
    """Give the share of people, per mille, who bear a name in the population where it is most common; plain names."""
    found: dict[str, float] = {}
    for kind in ("given", "surname"):
        for shares in rules.load("names/common")[kind].values():
            for name, share in shares.items():
                found[name] = max(found.get(name, 0.0), float(share))
    return found


@cache
def _sets() -> Mapping[str, Mapping[str, list[int]]]:
    """Give by kind, and by name, the numbers of the sets that it is in."""
    full, short_of = _short_forms()
    equivalents = rules.load("names/equivalents")
    return {
        "full": full,
        "short_of": short_of,
        "spelling": _listed_sets(equivalents["spelling"]),
        "tradition": _listed_sets(equivalents["tradition"]),
    }


def _short_forms() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    full: dict[str, list[int]] = {}
    short_of: dict[str, list[int]] = {}
    for language, written in rules.load("names/short_forms").items():
        if language == "about":
            continue
        for name, shorts in written.items():
            (number,) = full.setdefault(name, [len(full)])
            for short in shorts.split():
                numbers = short_of.setdefault(short, [])
                if number not in numbers:
                    numbers.append(number)
    return full, short_of


def _listed_sets(written: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, one in enumerate(written):
        for name in one["names"].split():
            found.setdefault(name, []).append(number)
    return found


@cache
def _sexes_by_set() -> dict[str, int]:
    """Give the sex of names that only stand as a spelling of others, where all of these are of one sex."""
    found: dict[str, int] = {}
    for one in rules.load("names/equivalents")["spelling"]:
        names = one["names"].split()
        sexes = {given_sexes()[name] for name in names if name in given_sexes()}
        if len(sexes) == 1:
            found |= dict.fromkeys(names, next(iter(sexes)))
    return found


@cache
def given_sexes() -> dict[str, int]:
    """Give the sex of every given name; a name that is a man's in one language and a woman's in another is either."""
    found: dict[str, int] = {}
    for language, written in rules.load("names/given").items():
        if language == "about":
            continue
        for letter, names in written.items():
            for name in names.split():
                found[name] = found.get(name, 0) | _SEXES[letter]
    return found
