"""Readings of a written token: how it may be said, by the orthographies in `rules/phonetics/readings`.

>>> readings("đorđe")[0] == readings("ђорђе")[0] == readings("djordje")[0]
True
>>> "JorJ" in readings("george"), readings("джордж")
(True, ('JorJ',))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from resolve import rules

_DOUBLED = re.compile(r"([^\n])\1+")
_MARKS = re.compile("[\u0300-\u036f]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# No name needs more; the bound keeps the comparison of two tokens of unclear origin cheap.
MOST = 10


def readings(token: str) -> tuple[str, ...]:
    """Give the distinct readings of one lower-case token of Latin or Cyrillic letters, the most general first."""
    return tuple(
        dict.fromkeys((*first_readings([token], [token], [_script(token)]), *other_readings_many([[token]])[0]))
    )[:MOST]


def first_readings(tokens: Sequence[str], forms: Sequence[str], scripts: Sequence[str]) -> list[str]:
    """Give the most general reading of each lower-case token; "" for one without letters.

    Args:
        tokens, scripts: the tokens and their scripts (`text.scripts`).
        forms: a Latin form of each, which is read for scripts that have no table of readings.
    """
    cyrillic = [token if script == "Cyrl" else "" for token, script in zip(tokens, scripts, strict=True)]
    latin = ["" if script == "Cyrl" else form for form, script in zip(forms, scripts, strict=True)]
    general = {table.of: table for table in reversed(_tables())}
    found = general["Latn"].read_many(latin)
    if any(cyrillic):
        found = [one or other for one, other in zip(found, general["Cyrl"].read_many(cyrillic), strict=True)]
    return found


def other_readings_many(forms: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give, for the forms of each token, their readings by every orthography that has something of its own to say."""
    flat = [(form, owner) for owner, written in enumerate(forms) for form in written]
    scripts = [_script(form) for form, _ in flat]
    found: list[list[str]] = [[] for _ in forms]
    irregular = _irregular()
    for form, owner in flat:
        if form in irregular:
            found[owner].append(irregular[form])
    for table in _tables():
        fitting = [
            (form, owner)
            for (form, owner), script in zip(flat, scripts, strict=True)
            if script == table.of and (table.where is None or table.where.search(form))
        ]
        for (_, owner), said in zip(fitting, table.read_many([form for form, _ in fitting]), strict=True):
            if said:
                found[owner].append(said)
    return found


def _script(token: str) -> str:
    return "Cyrl" if _CYRILLIC.search(token) else "Latn"


def features_many(readings: Sequence[str]) -> list[str]:
    """Spell readings by the features of their sounds (`rules/phonetics/sounds`), for measuring distance.

    >>> features_many(["da"])
    ['3+dMa']
    """
    return "\n".join(readings).translate(_features()).split("\n") if readings else []


def ending(reading: str) -> str:
    """Give the longest ending of a reading that many surnames share, "" for none.

    >>> ending("pavloviC"), ending("hoJa")
    ('oviC', '')
    """
    found = _endings().search(reading)
    return found.group(1) if found else ""


def beginning(reading: str) -> str:
    """Give the beginning of a reading that many names of several words share, "" for none.

    >>> beginning("abdulsalam"), beginning("ana")
    ('abdul', '')
    """
    found = _beginnings().match(reading)
    return found.group() if found else ""


def without_gender(reading: str) -> str:
    """Give a surname's reading without the ending that tells a man's from a woman's, "" where it has none.

    >>> without_gender("petrovski") == without_gender("petrovska")
    True
    >>> without_gender("hoJa")
    ''
    """
    for size in range(min(5, len(reading) - 2), 0, -1):
        kind = _gendered().get(reading[-size:])
        if kind is not None:
            return f"{reading[:-size]} {kind}"
    return ""


class _Table:
    """One orthography, ready to read."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.of = str(written["of"])
        self.where = re.compile(written["where"]) if "where" in written else None
        steps = [step.rpartition(">") for step in written["steps"]]
        self._sounds: list[str] = [sounds for _, _, sounds in steps]
        self._pattern = re.compile("|".join(f"({pattern})" for pattern, _, _ in steps), re.MULTILINE)

    def read_many(self, tokens: Sequence[str]) -> list[str]:
        return self.read("\n".join(tokens)).split("\n") if tokens else []

    def read(self, token: str) -> str:
        said: str = self._pattern.sub(self._sound, token).translate(_letters())
        if not said.isascii():
            said = _MARKS.sub("", unicodedata.normalize("NFD", said)).translate(_letters())
        once: str = _DOUBLED.sub(r"\1", said)
        return once

    def _sound(self, found: re.Match[str]) -> str:
        return self._sounds[(found.lastindex or 1) - 1]


@cache
def _tables() -> tuple[_Table, ...]:
    return tuple(_Table(written) for written in rules.load("phonetics/readings")["table"].values())


@cache
def _irregular() -> Mapping[str, str]:
    written: Mapping[str, str] = rules.load("phonetics/readings")["irregular"]
    return written


@cache
def _letters() -> dict[int, str]:
    return {ord(letter): sound for letter, sound in rules.load("phonetics/readings")["letters"].items()}


@cache
def _features() -> dict[int, str]:
    return {ord(sound): spelled for sound, spelled in rules.load("phonetics/sounds")["features"].items()}


@cache
def _endings() -> re.Pattern[str]:
    longest_first = sorted(rules.load("phonetics/sounds")["endings"]["sounds"].split(), key=len, reverse=True)
    return re.compile(f"..({'|'.join(longest_first)})$")


@cache
def _beginnings() -> re.Pattern[str]:
    longest_first = sorted(rules.load("phonetics/sounds")["endings"]["beginnings"].split(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(longest_first)})(?=...)")


@cache
def _gendered() -> Mapping[str, int]:
    written = rules.load("phonetics/sounds")["endings"]["gendered"]
    return {ending: kind for kind, endings in enumerate(written) for ending in endings.split()}
