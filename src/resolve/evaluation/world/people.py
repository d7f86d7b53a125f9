"""The people of the world: families, twins, marriages, origins and homes, by number.

A person's number says in which block of twenty people, household and family of origin the person is; all else is drawn
for that person, household or family. So any people can be asked for, in any order.

>>> world = Population(seed=1, count=1000)
>>> some = world.people(np.arange(20, dtype=np.uint64))
>>> len(some), bool((some.birth[some.twin] > np.datetime64("1940-01-01")).all())
(20, True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.evaluation.world.draws import Draws, Flags, Ids, Numbers, Permutation, pick
from resolve.evaluation.world.names import TRADITIONS, Stock, read_stock

Dates = npt.NDArray[np.datetime64]

BLOCK = 20
_NOBODY = -1
_PARENT_YEARS, _PARENT_SPAN = 19, 20
_HEADS = {True: (1948, 1986), False: (1940, 2004)}
_PARTNER_YEARS = 6


@dataclass(frozen=True)
class Places:
    """Where each person stands in the block: household, family of origin, role, and the household's head and partner.

    Roles are 0 for the head, 1 for the partner and 2, 3 … for children. `mate` is the person's own number where the
    household has no partner.
    """

    household: Ids
    family: Ids
    role: Numbers
    size: Numbers
    head: Ids
    mate: Ids


@dataclass(frozen=True)
class Core:
    """What is known of a person before names."""

    tradition: Numbers
    female: Flags
    birth: Dates
    default_birth: Flags
    twin: Flags


@dataclass(frozen=True)
class People:
    """Some people; one entry a person. Names, towns and streets are numbers of the stock, -1 where there is none."""

    ids: Ids
    household: Ids
    tradition: Numbers
    female: Flags
    birth: Dates
    default_birth: Flags
    twin: Flags
    given: Numbers
    second: Numbers
    surname: Numbers
    maiden: Numbers
    father: Numbers
    nationality: Numbers
    other_nationality: Numbers
    residence: Numbers
    birth_town: Numbers
    ring: Numbers
    evasive: Flags

    def __len__(self) -> int:
        return len(self.ids)


class Population:
    """A world of `count` people."""

    def __init__(self, seed: int, count: int) -> None:
        self.table = rules.load("world/people")
        fewest = self.table["general"]["fewest_people"]
        if count < fewest:
            raise InputError(f"expected {fewest} people or more, found {count}")
        self.count, self.draws = count, Draws(seed)
        self.stock: Stock = read_stock()
        self.rates: Mapping[str, float] = self.table["rates"]
        self.rings = max(1, round(count * self.rates["ring"] / self.table["general"]["ring_size"]))

    @cached_property
    def names(self) -> Permutation:
        """Shuffle people's numbers into opaque ones; numbers from `count` on are people whom no agency knows."""
        return Permutation(self.draws, "entity", 2 * self.count)

    def people(self, ids: Ids) -> People:
        """Give people by number."""
        draws, places = self.draws, self.places(ids)
        core = self.core(ids, places)
        given, surname, maiden, father = self._names(ids, places, core)
        nationality, other = self._nationality(ids, core)
        second = self._drawn("second name", ids, core)
        has_second = draws.hits("has second", ids, _by_tradition("second_name")[core.tradition])
        home = _weighted("residence", core.tradition, draws.uniform("residence", places.household))
        rings = draws.hits("in ring", ids, self.rates["ring"])
        return People(
            ids,
            places.household,
            core.tradition,
            core.female,
            core.birth,
            core.default_birth,
            core.twin,
            given,
            np.where(has_second & (second != given), second, _NOBODY),
            surname,
            maiden,
            father,
            nationality,
            other,
            home,
            self.town("birth town", ids, nationality),
            np.where(rings, draws.below("ring", ids, self.rings), _NOBODY),
            rings | draws.hits("evasive", ids, self.rates["evasive"]),
        )

    def places(self, ids: Ids) -> Places:
        """Say where in their blocks people stand."""
        block, place = ids // np.uint64(BLOCK), (ids % np.uint64(BLOCK)).astype(np.int64)
        patterns = _patterns()
        which = self.draws.below("pattern", block, len(patterns))
        household, family, role, size, head, mate = np.moveaxis(patterns[which, place], -1, 0)
        start = block * np.uint64(BLOCK)
        return Places(
            start + household.astype(np.uint64),
            start + family.astype(np.uint64),
            role,
            size,
            start + head.astype(np.uint64),
            np.where(mate == _NOBODY, ids, start + np.maximum(mate, 0).astype(np.uint64)),
        )

    def core(self, ids: Ids, places: Places) -> Core:
        """Give tradition, sex and birth."""
        draws, rates = self.draws, self.rates
        shares = list(self.table["share"].values())
        tradition = draws.choice("tradition", places.family, shares)
        mixed = (places.role == 1) & draws.hits("other tradition", ids, rates["partner_of_other_tradition"])
        tradition = np.where(mixed, draws.choice("own tradition", ids, shares), tradition)
        head_female = draws.hits("female head", places.household, rates["female_head"])
        female = np.where(places.role > 1, draws.hits("female", ids, 0.5), head_female ^ (places.role == 1))
        twin_home = draws.hits("twins", places.household, rates["twin"]) & (places.size > 3)
        second_twin = twin_home & (places.role == 3)
        birth = self._birth(np.where(second_twin, ids - np.uint64(1), ids), places)
        migrant = np.isin(tradition, [TRADITIONS.index(name) for name in self.table["general"]["default_birth_in"]])
        default = migrant & draws.hits("default birth", ids, rates["default_birth"])
        birth = np.where(default, birth.astype("datetime64[Y]").astype("datetime64[D]"), birth)
        return Core(tradition, female, birth, default, twin_home & (places.role > 1) & (places.role < 4))

    def _birth(self, ids: Ids, places: Places) -> Dates:
        draws = self.draws
        (first, last), (first_alone, last_alone) = _HEADS[True], _HEADS[False]
        with_children = places.size > 2
        low = np.where(with_children, first, first_alone)
        span = np.where(with_children, last - first, last_alone - first_alone) + 1
        head = low + draws.below("head's year", places.household, span)
        partner = head + draws.below("partner's year", places.household, 2 * _PARTNER_YEARS + 1) - _PARTNER_YEARS
        child = np.maximum(head, partner) + _PARENT_YEARS + draws.below("child's year", ids, _PARENT_SPAN)
        year = np.choose(np.minimum(places.role, 2), [head, partner, child])
        year = np.clip(year, self.table["general"]["oldest_born"], self.table["general"]["youngest_born"])
        day = draws.below("birthday", ids, 365)
        first = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
        return np.asarray(first + day.astype("timedelta64[D]"))

    def _names(self, ids: Ids, places: Places, core: Core) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Give given name, surname, surname at birth and father's name."""
        draws = self.draws
        given = self._drawn("given name", ids, core)
        heads, mates = (self._core_of(who) for who in (places.head, places.mate))
        family = heads.tradition
        of_family = self._grouped("family surname", places.family, family, "surnames")
        own = self._grouped("surname", ids, core.tradition, "surnames")
        partner = places.role == 1
        takes = core.female & draws.hits("takes name", ids, _by_tradition("wife_takes_name")[family])
        surname, maiden = np.where(partner & ~takes, own, of_family), np.where(partner, own, of_family)
        head_given = self._drawn("given name", places.head, heads)
        mate_given = self._drawn("given name", places.mate, mates)
        has_father = ~heads.female | (~mates.female & (places.mate != ids))
        own_father = self._grouped("father", ids, core.tradition, "male")
        father = np.where(has_father, np.where(heads.female, mate_given, head_given), own_father)
        father = np.where(places.role == 0, self._grouped("family father", places.family, family, "male"), father)
        father = np.where(partner, own_father, father)
        feminine = self.stock.feminine
        surname, maiden = (np.where(core.female, feminine[codes], codes) for codes in (surname, maiden))
        return given, surname, maiden, father

    def _core_of(self, ids: Ids) -> Core:
        return self.core(ids, self.places(ids))

    def _drawn(self, purpose: str, ids: Ids, core: Core) -> Numbers:
        men = self._grouped(purpose, ids, core.tradition, "male", ~core.female)
        return np.where(core.female, self._grouped(purpose, ids, core.tradition, "female", core.female), men)

    def _grouped(self, purpose: str, ids: Ids, tradition: Numbers, kind: str, only: Flags | None = None) -> Numbers:
        uniform = self.draws.uniform(purpose, ids)
        wanted = tradition if only is None else np.where(only, tradition, _NOBODY)
        return by_group(wanted, lambda number, at: self.stock.draw(TRADITIONS[number], kind, uniform[at]))

    def _nationality(self, ids: Ids, core: Core) -> tuple[Numbers, Numbers]:
        draws = self.draws
        nationality = _weighted("nationality", core.tradition, draws.uniform("nationality", ids))
        second = np.array([countries().index(self.table["second_nationality"].get(name, name)) for name in countries()])
        has_other = draws.hits("second nationality", ids, self.rates["second_nationality"])
        return nationality, np.where(has_other, second[nationality], _NOBODY)

    def other_father(self, people: People) -> Numbers:
        """Draw the name of another man for each person's father."""
        return self._grouped("another father", people.ids, people.tradition, "male")

    def town(self, purpose: str, ids: Ids, country: Numbers) -> Numbers:
        """Draw towns of countries."""
        uniform = self.draws.uniform(purpose, ids)
        return by_group(country, lambda number, at: self.stock.draw(countries()[number], "towns", uniform[at]))

    def street(self, purpose: str, ids: Ids, country: Numbers) -> Numbers:
        """Draw streets of countries."""
        uniform = self.draws.uniform(purpose, ids)
        return by_group(country, lambda number, at: self.stock.draw(countries()[number], "streets", uniform[at]))


def by_group(groups: Numbers, draw: Callable[[int, npt.NDArray[np.intp]], Numbers]) -> Numbers:
    """Draw group by group; -1 for those of no group (below 0)."""
    result = np.full(len(groups), _NOBODY)
    for group in np.unique(groups[groups >= 0]).tolist():
        at = np.flatnonzero(groups == group)
        result[at] = draw(group, at)
    return result


@cache
def countries() -> tuple[str, ...]:
    """Give the codes of the countries in the order of their numbers."""
    return tuple(rules.load("world/places")["country"])


def _weighted(table: str, tradition: Numbers, uniform: npt.NDArray[np.float64]) -> Numbers:
    rows = rules.load("world/people")[table]

    def draw(number: int, at: npt.NDArray[np.intp]) -> Numbers:
        codes, weights = zip(*rows[TRADITIONS[number]], strict=True)
        numbers: Numbers = np.array([countries().index(code) for code in codes])
        return numbers[pick(np.cumsum(weights), uniform[at])]

    return by_group(tradition, draw)


@cache
def _by_tradition(field: str) -> npt.NDArray[np.float64]:
    return np.array([rules.load(f"world/names/{name}")["tradition"][field] for name in TRADITIONS])


@cache
def _patterns() -> npt.NDArray[np.int64]:
    """Give household, family, role, size, head and mate (places in the block) by pattern and place."""
    return np.array([_pattern(row) for row in rules.load("world/people")["family"]["patterns"]])


def _pattern(row: Any) -> list[tuple[int, int, int, int, int, int]]:
    members: list[tuple[int, int, int, int, int, int]] = []
    for entry in row:
        start, size = len(members), int(entry[1:])
        mate = start + 1 if size > 1 else _NOBODY
        family = ord(entry[0]) - ord("A")
        members += [(start, family, role, size, start, mate) for role in range(size)]
    return members
