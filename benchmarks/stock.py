"""The stock of names and places that the synthetic population is drawn from, read from names.toml.

Names are numbered over all cultures, so a person holds numbers and every spelling of a name is a row of a
table.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corruption import Strings, respell

HERE = Path(__file__).parent
Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """A run of name numbers, and the cumulative frequency of each, commonest first."""

    start: int
    cumulative: Shares

    def draw(self, count: int, rng: np.random.Generator) -> Numbers:
        """Draw `count` name numbers by frequency."""
        return self.start + np.searchsorted(self.cumulative, rng.random(count), side="right")


@dataclass(frozen=True)
class Culture:
    """Where the names of one culture stand in the stock, and where its people live."""

    share: float
    in_britain: float
    home: str
    men: Range
    women: Range
    surnames: Range


@dataclass(frozen=True)
class Country:
    """Towns, the shapes of their postcodes and phone numbers, and the cumulative weight of the towns."""

    towns: Strings
    postcodes: Strings
    cumulative: Shares
    phone: str


@dataclass(frozen=True)
class Stock:
    """All names in all spellings.

    given[spelling, short, number] and surnames[spelling, feminine, number]; spelling 0 is the proper one, 1
    without diacritics, 2 with digraphs.
    """

    cultures: list[Culture]
    countries: dict[str, Country]
    given: Strings
    surnames: Strings


def zipf(count: int, flatness: float) -> Shares:
    """Give the cumulative Zipf-Mandelbrot frequencies 1 / (rank + flatness) of `count` ranks."""
    weights = 1.0 / (np.arange(1, count + 1) + flatness)
    cumulative: Shares = np.cumsum(weights / weights.sum())
    cumulative[-1] = 1.0
    return cumulative


def read_stock(errors: dict[str, Any]) -> Stock:
    """Read names.toml; `errors` has the spellings of letters: "plain" (no diacritics) and "digraph"."""
    knowledge = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
    given: list[str] = []
    short: list[str] = []
    surnames: list[str] = []
    feminine: list[str] = []
    cultures = []
    for culture in knowledge["culture"].values():
        ranges = []
        for sex in ("male", "female"):
            names = _given_names(culture, sex, knowledge["stock"]["given_names"])
            ranges.append(Range(len(given), zipf(len(names), knowledge["stock"]["given_flatness"])))
            given += names
            short += [culture["nicknames"].get(name, name) for name in names]
        family = _surnames(culture, knowledge["stock"]["surnames"])
        family_range = Range(len(surnames), zipf(len(family), culture["flatness"]))
        surnames += family
        feminine += [_feminine(name, culture.get("feminine", [])) for name in family]
        cultures.append(
            Culture(culture["share"], culture["in_britain"], culture["home"], ranges[0], ranges[1], family_range)
        )
    countries = {code: _country(country) for code, country in knowledge["country"].items()}
    return Stock(cultures, countries, _spellings(given, short, errors), _spellings(surnames, feminine, errors))


def _spellings(first: list[str], second: list[str], errors: dict[str, Any]) -> Strings:
    """Lay out two forms of each name in the three spellings."""
    tables: list[dict[str, str]] = [{}, errors["plain"], errors["digraph"]]
    return np.array([[respell(form, table) for form in (first, second)] for table in tables], dtype=np.str_)


def _compose(culture: dict[str, Any], endings: list[str], limit: int) -> list[str]:
    """Compose up to `limit` names of onset, vowel, coda and ending, in an order that mixes all of them."""
    names = list(
        dict.fromkeys(
            map("".join, product(culture["onsets"], culture["vowels"], culture["codas"], endings)),
        )
    )
    order = np.random.default_rng(len(names)).permutation(len(names))[:limit]
    return [names[place] for place in order]


def _given_names(culture: dict[str, Any], sex: str, limit: int) -> list[str]:
    """Give the common names of one sex and then the composed ones."""
    common: list[str] = culture[f"given_{sex}"]
    return list(dict.fromkeys(common + _compose(culture, culture[f"endings_{sex}"], limit)))


def _surnames(culture: dict[str, Any], limit: int) -> list[str]:
    """Give the common surnames and then the composed ones."""
    common: list[str] = culture["surnames"]
    return list(dict.fromkeys(common + _compose(culture, culture["endings"], limit)))


def _feminine(name: str, endings: list[list[str]]) -> str:
    """Give the form that a woman bears: Petrovski, Petrovska."""
    for masculine, feminine in endings:
        if name.endswith(masculine):
            return name.removesuffix(masculine) + feminine
    return name


def _country(country: dict[str, Any]) -> Country:
    """Read the towns of a country."""
    towns, postcodes, weights = zip(*country["towns"], strict=True)
    cumulative: Shares = np.cumsum(np.array(weights, dtype=np.float64))
    cumulative /= cumulative[-1]
    return Country(np.array(towns), np.array(postcodes), cumulative, country["phone"])
