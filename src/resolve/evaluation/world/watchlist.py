"""The watchlist of the world: who is listed, under which names, and how much of it is known.

>>> world = Population(seed=1, count=2000)
>>> entries(world, 0, 2000).column_names
['id', 'name', 'aliases', 'weak_aliases', 'birth_date', 'nationality', 'document', 'sex']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve import rules
from resolve.evaluation.world.draws import Flags, Ids, Numbers, Permutation
from resolve.evaluation.world.names import Texts
from resolve.evaluation.world.numbers import shaped
from resolve.evaluation.world.people import People, Population, countries
from resolve.evaluation.world.slips import deceived, emptied, strike
from resolve.evaluation.world.spelling import speller

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATOR = "; "


def listed(world: Population, ids: Ids) -> Flags:
    """Say which people are on the list; numbers from `world.count` on are people whom no agency knows."""
    table = rules.load("world/watchlist")["rates"]
    rate = np.where(ids < world.count, table["listed"], table["listed"] * table["absent"])
    ring = world.draws.hits("in ring", ids, world.rates["ring"]) & (ids < world.count)
    return world.draws.hits("listed", ids, np.where(ring, table["listed_ring"], rate))


def entry_ids(world: Population, ids: Ids) -> Texts:
    """Give the list's own numbers of people."""
    numbers = Permutation(world.draws, "entry", 2 * world.count)(ids)
    width = len(str(2 * world.count))
    return np.array([f"WL{number:0{width}}" for number in numbers.tolist()], object)


def entries(world: Population, start: int, stop: int) -> pa.Table:
    """Give the entries of the listed people among the numbers from `start` up to `stop`."""
    import pyarrow as pa

    ids = np.arange(start, stop, dtype=np.uint64)
    people = world.people(ids[listed(world, ids)])
    writer = _Writer(world, people)
    columns = {
        "id": entry_ids(world, people.ids),
        "name": writer.main,
        "aliases": writer.aliases(),
        "weak_aliases": writer.weak_aliases(),
        "birth_date": writer.birth(),
        "nationality": np.array(countries(), object)[people.nationality],
        "document": writer.known(
            "document", shaped(world.draws, "document", 2 * people.ids, people.nationality, "document")
        ),
        "sex": np.where(people.female, "F", "M"),
    }
    return pa.table({name: pa.array(list(texts), pa.string()) for name, texts in columns.items()})


class _Writer:
    def __init__(self, world: Population, people: People) -> None:
        self.world, self.people, self.table = world, people, rules.load("world/watchlist")
        self.variant = world.draws.below("list variant", people.ids, 1000)
        self.main = self._full(self.table["names"]["main"], people.given, people.surname)

    def _full(self, system: str, given: Numbers, surname: Numbers) -> Texts:
        write = speller(system)
        return np.asarray(write(given, self.variant) + " " + write(surname, self.variant))

    def _hits(self, purpose: str, rate: float) -> Flags:
        return self.world.draws.hits(f"list/{purpose}", self.people.ids, rate)

    def known(self, field: str, texts: Texts) -> Texts:
        return emptied(texts, ~self._hits(field, self.table["known"][field]) | (texts == ""))

    def aliases(self) -> Texts:
        """Names of good quality: official spellings of other states, the original script, the name at birth."""
        people, names = self.people, self.table["names"]
        found = []
        for system, rate in names["aliases"]:
            found.append(np.where(self._hits(system, rate), self._full(system, people.given, people.surname), ""))
        original = self.world.stock.texts[people.given] + " " + self.world.stock.texts[people.surname]
        found.append(np.where(self._hits("original", names["original"]), original, ""))
        birth = np.where(people.maiden != people.surname, self._full(names["main"], people.given, people.maiden), "")
        found.append(np.where(self._hits("maiden", names["maiden"]), birth, ""))
        return self._joined(found)

    def weak_aliases(self) -> Texts:
        """Names of low quality: nicknames, names by ear, and names used to deceive."""
        people, names, stock = self.people, self.table["names"], self.world.stock
        short = stock.short[people.given]
        nickname = np.where(short != people.given, speller(names["main"])(short, self.variant), "")
        heard = self._full(names["heard"], people.given, people.surname)
        false = strike(
            self.main, np.ones(len(people), bool), self.world.draws.bits("false name", people.ids), "Latn", deceived
        )
        found = [
            np.where(self._hits(kind, names[f"{kind}_rate"]), texts, "")
            for kind, texts in (("nickname", nickname), ("heard", heard), ("false", false))
        ]
        return self._joined(found)

    def _joined(self, found: Sequence[Texts]) -> Texts:
        rows: Any = zip(self.main, *found, strict=True)
        joined = [_SEPARATOR.join(dict.fromkeys(text for text in row[1:] if text and text != row[0])) for row in rows]
        return np.array([text or None for text in joined], object)

    def birth(self) -> Texts:
        """Birth dates as far as they are known: the day, the year, or nothing."""
        days = np.datetime_as_string(self.people.birth, unit="D").astype(object)
        known = self.table["known"]
        years = np.array([day[:4] for day in days], object)
        some = np.where(self._hits("birth day", known["birth_day"]), days, years)
        return emptied(some, ~self._hits("birth", known["birth"]))
