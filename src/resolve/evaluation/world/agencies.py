"""The agencies of the world: who is on their books and how they write.

>>> agency = read_agencies(["mk_granica"])[0]
>>> agency.label, agency.prefix, agency.headers[1]
('Border police, North Macedonia', 'MKG', 'Презиме')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from resolve import rules
from resolve.errors import UnknownNameError
from resolve.evaluation.world.draws import Floats
from resolve.evaluation.world.names import TRADITIONS
from resolve.evaluation.world.spelling import systems

LEVELS = ("easy", "medium", "hard")


@dataclass(frozen=True)
class Agency:
    """An agency; `rules/world/agencies.toml` says what each field means."""

    name: str
    label: str
    language: str
    encoding: str
    delimiter: str
    spelling: tuple[tuple[str, float], ...]
    columns: tuple[tuple[str, str], ...]
    date: str
    year: str
    numbers_of: tuple[str, ...]
    reach: Mapping[str, float]
    ring_reach: float
    repeats: tuple[float, ...]
    missing: Mapping[str, float]
    care: float
    upper: bool = False
    full: str = ""
    sex: tuple[str, str] = ("M", "F")
    country: str = "iso3"
    crossings: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """Give the letters before its record numbers."""
        first, second = self.name.split("_")
        return (first[:2] + second[0]).upper()

    @property
    def headers(self) -> tuple[str, ...]:
        """Give the headers of its columns."""
        return tuple(header for header, _ in self.columns)

    @property
    def script(self) -> str:
        """Give the script in which it writes."""
        return str(systems()[self.spelling[0][0]]["script"])

    def reach_by_tradition(self) -> Floats:
        """Give the share of the people of each tradition who are on its books."""
        return np.array([self.reach.get(name, self.reach["other"]) for name in TRADITIONS])


@dataclass(frozen=True)
class Difficulty:
    """How hard the world is; `rules/world/noise.toml` says what each field means."""

    name: str
    slips: float
    changes: float
    missing: float
    identifiers: float
    births: float
    hides: float
    repeats: float

    @classmethod
    def named(cls, name: str) -> Difficulty:
        """Read a level of the rules.

        Raises:
            UnknownNameError: there is none of that name.
        """
        levels = rules.load("world/noise")["difficulty"]
        if name not in levels:
            raise UnknownNameError(f"no difficulty '{name}'; there are: {', '.join(levels)}")
        return cls(name, **levels[name])


def agency_names() -> tuple[str, ...]:
    """Give the names of all agencies."""
    return tuple(rules.load("world/agencies")["agency"])


def read_agencies(names: Sequence[str] | None = None) -> list[Agency]:
    """Read agencies of the rules, all of them where no names are given.

    Raises:
        UnknownNameError: there is no agency of a name.
    """
    table = rules.load("world/agencies")["agency"]
    chosen = list(dict.fromkeys(names or table))
    for name in chosen:
        if name not in table:
            raise UnknownNameError(f"no agency '{name}'; there are: {', '.join(table)}")
    return [_agency(name, table[name]) for name in chosen]


def _agency(name: str, described: Mapping[str, Any]) -> Agency:
    return Agency(name, **described)
