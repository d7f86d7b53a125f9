"""How the agencies of the world write names: spelling systems made of letter tables.

>>> rewrite("mk_icao", "ќосевски")
'kjosevski'
>>> [spell("Тачи", "mk", system) for system in ("sr_cyrillic", "sq_latin", "en_hearing", "icao")]
['Тачи', 'Taçi', 'Tachi', 'Tachi']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

from resolve import rules
from resolve.evaluation.world.draws import Numbers
from resolve.evaluation.world.names import TRADITIONS, Stock, Texts, read_stock

_KEEP = "keep"
_WORDS = re.compile(r"[^\W\d_]+")


def systems() -> Mapping[str, Any]:
    """Give the spelling systems by name."""
    described: Mapping[str, Any] = rules.load("world/spelling")["system"]
    return described


def spell(text: str, tradition: str, system: str, *, latin: str = "", variant: int = 0) -> str:
    """Write a name of a tradition in a spelling system.

    Args:
        latin: its official Latin form, where the tradition's letters do not give it.
        variant: which of the ways a listener has of writing it; 0 … `variants_a_name` - 1.
    """
    described = systems()[system]
    if described["from"] == "original":
        return text
    lower = (latin or text).lower().replace("i̇", "i")
    own, first = tradition in described.get("own", ()), _first(tradition, described)
    steps = list(described["then"])
    if own or first == _KEEP:
        steps = [step for step in steps if not step.startswith("gaj_")]
    elif first:
        steps.insert(0, first)
    for step in steps:
        lower = rewrite(step, lower)
    if "vary" in described and not own:
        lower = _varied(lower, described["vary"], variant)
    return _WORDS.sub(lambda word: _capital(word.group(), tradition, described), lower)


def rewrite(table: str, lower: str) -> str:
    """Rewrite a lower-case text by a table of the rules."""
    return _rewriter(table)(lower)


class Speller:
    """Writes numbered names in one spelling system, each once."""

    def __init__(self, stock: Stock, system: str) -> None:
        self._stock, self._system = stock, system
        self.places = systems()[system].get("places", system)
        self.variants = rules.load("world/spelling")["hearing"]["variants_a_name"] if "vary" in systems()[system] else 1
        self._known = np.full((self.variants, len(stock.texts)), None, object)

    def __call__(self, codes: Numbers, variant: Numbers) -> Texts:
        """Give the texts; a code below 0 gives an empty one."""
        variant = variant % self.variants
        absent = codes < 0
        safe = np.where(absent, 0, codes)
        cells = np.unique(variant * len(self._stock.texts) + safe)
        for cell in cells[self._known.ravel()[cells] == None].tolist():  # noqa: E711
            self._write(*divmod(cell, len(self._stock.texts)))
        result = self._known[variant, safe]
        result[absent] = ""
        return result

    def _write(self, variant: int, code: int) -> None:
        stock = self._stock
        tradition = TRADITIONS[stock.tradition[code]]
        self._known[variant, code] = spell(
            stock.texts[code], tradition, self._system, latin=stock.latin[code], variant=variant
        )


@cache
def speller(system: str) -> Speller:
    """Give the one speller of a system, so that agencies that share it share what it has written."""
    return Speller(read_stock(), system)


def _first(tradition: str, system: Mapping[str, Any]) -> str:
    special = system.get("special", {}).get(tradition)
    tables = rules.load("world/spelling")["to_gaj" if system["from"] == "gaj" else "to_latin"]
    return str(special or tables.get(tradition, ""))


def _capital(word: str, tradition: str, system: Mapping[str, Any]) -> str:
    if word[0] == "i" and tradition == "tr" and tradition in system.get("own", ()):
        return "İ" + word[1:]
    return word[0].upper() + word[1:]


@cache
def _rewriter(name: str) -> Callable[[str], str]:
    rows = rules.load("world/spelling")["table"][name]["rows"]
    if all(len(old) == 1 for old, _ in rows):
        letters = str.maketrans(dict(rows))
        return lambda text: text.translate(letters)
    ordered = sorted(rows, key=lambda row: (-len(row[0].strip("^$")), -len(row[0])))
    pattern = re.compile("|".join(f"({_anchored(old)})" for old, _ in ordered))
    new = [row[1] for row in ordered]
    return lambda text: pattern.sub(lambda found: new[(found.lastindex or 1) - 1], text)


def _anchored(row: str) -> str:
    start, end = (r"(?<!\w)" if row[0] == "^" else ""), (r"(?!\w)" if row[-1] == "$" else "")
    return start + re.escape(row.removeprefix("^").removesuffix("$")) + end


@cache
def _variant_rows(name: str) -> list[tuple[re.Pattern[str], str, float]]:
    rows = rules.load("world/spelling")["variants"][name]["rows"]
    return [(re.compile(_anchored(old)), new, chance) for old, new, chance in rows]


def _varied(lower: str, name: str, variant: int) -> str:
    chances = blake2b(f"{lower}/{variant}".encode(), digest_size=64).digest()
    for place, (pattern, new, chance) in enumerate(_variant_rows(name)):
        if chances[place % 64] < 256 * chance:
            lower = pattern.sub(new, lower)
    return " ".join(lower.split())
