"""What goes wrong when names, dates and numbers are written down.

>>> [mistyped("petrovic", "Latn", bits) for bits in (3, 1 << 20, 77 << 30)]
['pwtrovic', 'petrrovic', 'petrovoc']
>>> deceived("Marković", "Latn", 5)
'M...'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from resolve import rules
from resolve.evaluation.world.draws import Draws, Flags, Ids
from resolve.evaluation.world.names import Texts

Change = Callable[[str, str, int], str]

_DELETE, _DOUBLE, _EXCHANGE = 0, 1, 2


def strike(texts: Texts, struck: Flags, bits: Ids, script: str, change: Change) -> Texts:
    """Give the texts with a change made to the struck ones; the others, and empty ones, stay."""
    result = texts.copy()
    for at in np.flatnonzero(struck).tolist():
        if result[at]:
            result[at] = change(result[at], script, int(bits[at]))
    return result


def emptied(texts: Texts, where: Flags) -> Texts:
    """Give the texts with None in some places."""
    result = texts.copy()
    result[where] = None
    return result


def mistyped(text: str, script: str, bits: int) -> str:
    """Make one typing error: a letter left out, doubled, exchanged with the next, or a neighbouring key struck."""
    places = [at for at, letter in enumerate(text) if letter.isalpha()]
    if len(places) < 3:
        return text
    kind, bits = bits % 5, bits // 5
    at, bits = places[1 + bits % (len(places) - 1)], bits // len(places)
    letter = text[at]
    if kind == _DELETE:
        return text[:at] + text[at + 1 :]
    if kind == _DOUBLE:
        return text[:at] + letter.lower() + text[at:] if letter.islower() else text[:at] + letter + text[at:]
    if kind == _EXCHANGE and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + letter + text[at + 2 :]
    near = _neighbours(script).get(letter.lower(), letter)
    struck = str(near[bits % len(near)])
    return text[:at] + (struck.upper() if letter.isupper() else struck) + text[at + 1 :]


def misread(text: str, script: str, bits: int) -> str:
    """Make one error of a scanner or of a reader of handwriting."""
    return _rewritten(text, _table("ocr", script), bits, 1)


def deceived(text: str, script: str, bits: int) -> str:
    """Change one or two sounds on purpose."""
    changed = _rewritten(text, _table("deliberate", script), bits, 1)
    return _rewritten(changed, _table("deliberate", script), bits >> 20, 1) if bits % 3 == 0 else changed


def disguised(text: str, script: str, bits: int) -> str:
    """Put letters of another script that look the same in place of about half of those that have one."""
    alike = dict(_table("look_alike", script))
    return "".join(alike.get(letter, letter) if bits >> (at % 60) & 1 else letter for at, letter in enumerate(text))


def garbled(text: str, script: str, bits: int) -> str:
    """Show the letters as they come out when the wrong code page is used."""
    letters = dict(rules.load("world/noise")["mojibake"]["letters"])
    return "".join(letters.get(letter, letter) for letter in text)


def cut(text: str, script: str, bits: int) -> str:
    """Cut a text off at eight letters."""
    return text[:8]


def digit_changed(text: str, script: str, bits: int) -> str:
    """Change one digit, or exchange it with the next."""
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    at = places[bits % len(places)]
    if bits >> 20 & 1 and at + 1 < len(text) and text[at + 1].isdigit() and text[at + 1] != text[at]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + str((int(text[at]) + 1 + (bits >> 24) % 9) % 10) + text[at + 1 :]


class Mishaps:
    """Says which records of an agency a mishap of the rules strikes, and marks them.

    Attributes:
        marks: by record: 0 nothing, 1 a slip, 2 deceit.
    """

    def __init__(self, draws: Draws, ids: Ids, factors: Mapping[str, float]) -> None:
        self._draws, self._ids, self._factors = draws, ids, factors
        self.marks = np.zeros(len(ids), np.int8)

    def hits(self, group: str, name: str, cell: str = "", only: Flags | None = None) -> Flags:
        """Say which records `rates.<group>.<name>` strikes, those of `only` alone where it is given."""
        rate = rules.load("world/noise")["rates"][group][name] * self._factors.get(group, 1.0)
        struck = self._draws.hits(f"{group}/{name}/{cell}", self._ids, rate)
        struck = struck if only is None else struck & only
        if group != "changes":
            self.marks[struck] = np.maximum(self.marks[struck], 2 if group == "hiding" else 1)
        return struck

    def bits(self, purpose: str) -> Ids:
        """Give random bits for each record."""
        return self._draws.bits(purpose, self._ids)


def _rewritten(text: str, rows: Sequence[tuple[str, str]], bits: int, first: int) -> str:
    """Apply one fitting row at one of its places, the first letter spared where another place offers itself."""
    lower = text.lower()
    if len(lower) != len(text):
        return text
    found = [(at, old, new) for old, new in rows for at in _places(lower, old)]
    later = [hit for hit in found if hit[0] >= first] or found
    if not later:
        return text
    at, old, new = later[bits % len(later)]
    new = new.upper() if text[at : at + len(old)].isupper() and len(text) > 1 and text[-1].isupper() else new
    new = new.capitalize() if at == 0 and text[:1].isupper() else new
    return text[:at] + new + text[at + len(old) :]


def _places(text: str, part: str) -> list[int]:
    found = []
    at = text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


@cache
def _table(name: str, script: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in rules.load("world/noise")[name][script])


@cache
def _neighbours(script: str) -> dict[str, Any]:
    near: dict[str, str] = {}
    for row in rules.load("world/noise")["keyboard"][script]:
        for at, letter in enumerate(row):
            near[letter] = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return near
