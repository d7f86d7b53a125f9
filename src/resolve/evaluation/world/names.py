"""The stock of names of the world: every name a number, drawn by the frequency curve of its tradition.

>>> stock = read_stock()
>>> codes = stock.draw("mk", "surnames", np.array([0.0, 0.999]))
>>> [str(text) for text in stock.texts[stock.feminine[codes]]]
['Стојановска', ...]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.evaluation.world.draws import Floats, Numbers, pick

Texts = npt.NDArray[np.object_]

KINDS = ("male", "female", "surnames")
TRADITIONS = (
    "sr",
    "bs",
    "hr",
    "me",
    "mk",
    "sl",
    "sq_al",
    "sq_xk",
    "bg",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
    "ps",
    "ku",
    "en",
)
_LARGEST_FLATNESS = 1e5


@dataclass(frozen=True)
class Stock:
    """All names, each with the number of its tradition and the numbers of names that come from it.

    Attributes:
        texts: in the letters of the tradition. latin: official Latin where the tradition says it, else "".
        tradition: place in `TRADITIONS`.
        feminine: the surname as a woman bears it; itself where the tradition does not tell.
        short: a short form of a given name, or itself; `other_short` another one.
        patronymic, patronymic_feminine: of a man's given name, or -1.
    """

    texts: Texts
    latin: Texts
    tradition: Numbers
    feminine: Numbers
    short: Numbers
    other_short: Numbers
    patronymic: Numbers
    patronymic_feminine: Numbers
    curves: Mapping[tuple[str, str], tuple[Numbers, Floats]]

    def draw(self, group: str, kind: str, uniform: Floats) -> Numbers:
        """Give a name for each number in [0, 1): the commonest for those near 0.

        Args:
            group: a tradition, for the kinds "male", "female" and "surnames"; a country, for "towns" and "streets".
        """
        codes, cumulative = self.curves[group, kind]
        return codes[pick(cumulative, uniform)]


@cache
def read_stock() -> Stock:
    """Read the names of `rules/world/names`."""
    builder = _Builder()
    for tradition in TRADITIONS:
        builder.add(tradition, rules.load(f"world/names/{tradition}"))
    for country, described in rules.load("world/places")["country"].items():
        builder.add_places(country, described)
    return builder.build()


class _Builder:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.latin: list[str] = []
        self.tradition: list[int] = []
        self.links: dict[str, dict[int, int]] = {
            name: {} for name in ("feminine", "short", "other_short", "patronymic", "patronymic_feminine")
        }
        self.ranked: dict[tuple[str, str], tuple[list[int], float]] = {}
        self.curves: dict[tuple[str, str], tuple[Numbers, Floats]] = {}

    def name(self, number: int, entry: Any) -> int:
        """Take up a name, given as text or as text and Latin, and give its code."""
        text, latin = (entry, "") if isinstance(entry, str) else entry
        self.texts.append(text)
        self.latin.append(latin)
        self.tradition.append(number)
        return len(self.texts) - 1

    def add(self, tradition: str, table: Mapping[str, Any]) -> None:
        number = TRADITIONS.index(tradition)
        by_text: dict[str, int] = {}
        for kind in KINDS:
            entries = list(table[kind]["names"])
            if kind == "surnames":
                entries += _tail(table, {_text(entry) for entry in entries})
            codes = [self.name(number, entry) for entry in entries]
            by_text.update({self.texts[code]: code for code in codes} if kind != "surnames" else {})
            self.ranked[tradition, kind] = (codes, table[kind]["head"])
        self._short_forms(number, table, by_text)
        self._gendered(number, table, tradition)

    def add_places(self, country: str, described: Mapping[str, Any]) -> None:
        number = TRADITIONS.index(described["tradition"])
        towns = [self.name(number, row[0] if len(row) == 2 else row[:2]) for row in described["towns"]]
        self.curves[country, "towns"] = np.array(towns), np.cumsum([row[-1] for row in described["towns"]], dtype=float)
        if "streets" in described:
            streets = [self.name(number, name) for name in described["streets"]]
            self.curves[country, "streets"] = np.array(streets), np.arange(1.0, len(streets) + 1)

    def _short_forms(self, number: int, table: Mapping[str, Any], by_text: Mapping[str, int]) -> None:
        for text, forms in table.get("short", {}).items():
            if text in by_text:
                codes = [self.name(number, (form, _short_latin(form)) if _is_arabic(form) else form) for form in forms]
                self.links["short"][by_text[text]] = codes[0]
                self.links["other_short"][by_text[text]] = codes[-1]

    def _gendered(self, number: int, table: Mapping[str, Any], tradition: str) -> None:
        for code in self.ranked[tradition, "surnames"][0]:
            changed = _ending(self.texts[code], table["tradition"].get("feminine", ()))
            if changed:
                self.links["feminine"][code] = self.name(number, changed)
        endings = table["tradition"].get("patronymic", ())
        for code in self.ranked[tradition, "male"][0] if endings else ():
            text = self.texts[code]
            for link, place in (("patronymic", 1), ("patronymic_feminine", 2)):
                formed = _ending(text, [(row[0], row[place]) for row in endings])
                self.links[link][code] = self.name(number, formed or text)

    def build(self) -> Stock:
        count = len(self.texts)
        links = {}
        for name, pairs in self.links.items():
            links[name] = np.full(count, -1) if name.startswith("patronymic") else np.arange(count)
            links[name][list(pairs)] = list(pairs.values())
        return Stock(
            np.array(self.texts, object),
            np.array(self.latin, object),
            np.array(self.tradition),
            curves={key: self._curve(*key) for key in self.ranked} | self.curves,
            **links,
        )

    def _curve(self, tradition: str, kind: str) -> tuple[Numbers, Floats]:
        """Rank a tradition's own names before those that it shares with others."""
        codes, head = list(self.ranked[tradition, kind][0]), self.ranked[tradition, kind][1]
        for other in rules.load(f"world/names/{tradition}")["tradition"].get("more", ()):
            codes += self.ranked[other, kind][0]
        weights = zipf(len(codes), head, rules.load("world/people")["frequency"][kind])
        return np.array(codes), np.cumsum(weights)


def zipf(count: int, head: float, steepness: float) -> Floats:
    """Give shares of `count` ranked names by the law of Zipf and Mandelbrot, 1 / (rank + flatness) ** steepness.

    Args:
        head: share of the commonest name; the flatness is chosen to meet it as nearly as it can be met.
    """
    ranks = np.arange(1, count + 1, dtype=np.float64)
    low, high = 0.0, _LARGEST_FLATNESS
    for _ in range(60):
        middle = (low + high) / 2
        weights = (ranks + middle) ** -steepness
        low, high = (middle, high) if weights[0] / weights.sum() > head else (low, middle)
    weights = (ranks + low) ** -steepness
    return np.asarray(weights / weights.sum())


def _tail(table: Mapping[str, Any], known: set[str]) -> list[tuple[str, str]]:
    """Compose the rarer surnames of stems and endings, in an order that mixes them."""
    tail = table.get("tail", {"stems": (), "endings": ()})
    stems, endings = tail["stems"], tail["endings"]
    composed = []
    for turn in range(len(endings)):
        for place, stem in enumerate(stems):
            ending = endings[(turn + place) % len(endings)]
            text, latin = (_text(stem) + _text(ending), _latin(stem) + _latin(ending))
            if text not in known:
                known.add(text)
                composed.append((text, latin))
    return composed


def _text(entry: Any) -> str:
    return str(entry if isinstance(entry, str) else entry[0])


def _latin(entry: Any) -> str:
    return "" if isinstance(entry, str) else str(entry[1])


def _ending(text: str, endings: Iterable[tuple[str, str]]) -> str:
    for old, new in endings:
        if text.endswith(old):
            return text[: len(text) - len(old)] + new
    return ""


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[:1] <= "\u06ff"


def _short_latin(text: str) -> str:
    return str(rules.load("world/people")["short_latin"].get(text, ""))
