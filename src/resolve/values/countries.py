"""Countries and nationalities, by code, name or adjective, in the languages of `rules/places`.

A cell may name several. What cannot be read keeps its plain spelling, so that two such cells can still be equal.

>>> [parse(text).text for text in ("Srbija", "SRB", "Republika Srbija", "srpsko", "Држављанин Србије", "Serbe")]
['SRB', 'SRB', 'SRB', 'SRB', 'SRB', 'SRB']
>>> parse("Serbian / Bosnian").text, parse("SFRJ").text, parse("Kosovë").text, parse("D<<").text
('BIH SRB', 'YUG', 'XKX', 'DEU')
>>> compare(parse("SRB"), parse("Serbia and Montenegro")).name, compare(parse("SRB"), parse("MNE")).name
('RELATED', 'DIFFERENT')
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.text.unicode import plain_many
from resolve.values.contract import Unread

# Between several: signs, "and", or numbers and letters in brackets, "(1) Syria (2) Turkey"
_BETWEEN = re.compile(
    r"\s*[/,;|+&]\s*|\s+(?:i|dhe|and|und|et|ve)\s+|\n|\(?\s*(?:\d{1,2}|\b[a-h])(?:\s*(?:to|-)\s*\(?\d{1,2})?\s*\)",
    re.IGNORECASE,
)
_FILLER = re.compile(r"[<>]+")
_LONGEST = 200
_MOST = 4
_LONGEST_NAME = 8
_SHORTEST_STEM = 4


class Agreement(Enum):
    """How far two nationalities agree, from the strongest."""

    SAME = "same"
    SHARED = "one of several the same"
    RELATED = "one followed the other, is contested by it, or is a part of it"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Nationality:
    """One country or several.

    Attributes:
        text: the ids in alphabetical order, parted by spaces: "SRB", "BIH SRB".
        ids: the same, one by one; each is a table `country.ID` of `rules/places/countries`.
    """

    text: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        """The English names, in the order of `ids`."""
        return tuple([name_of(one) for one in self.ids])


def parse(text: str) -> Nationality | Unread:
    """Read the countries or nationalities in a cell.

    Args:
        text: a code (ISO 3166 of 2 or 3 letters, ICAO 9303, vehicle or sport), a name, an adjective or the word for a
            citizen, of any script and case, or up to four of these parted by "/", ",", ";" or "and".

    Returns:
        `Unread` for empty text, and where no part of it is known.
    """
    return parse_many([text])[0]


def parse_many(texts: Sequence[str]) -> list[Nationality | Unread]:
    """Read each text as `parse` does; equal texts are read once."""
    return [_read(text[:_LONGEST]) for text in texts]


def compact(text: str) -> str:
    """Give the ids that a text names, or its plain spelling where none is known."""
    found = parse(text)
    return found.text if isinstance(found, Nationality) else plain_many([text])[0]


def validate(text: str) -> str:
    """Give the ids that a text names.

    Raises:
        InputError: it names no country that is known.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a country or nationality by name or code, found {found.reason}")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text names a country or nationality.

    >>> is_valid("shqiptare"), is_valid("XXA"), is_valid("Ruritanian")
    (True, True, False)
    """
    return isinstance(parse(text), Nationality)


def compare(left: Nationality, right: Nationality) -> Agreement:
    """Give the agreement level of two nationalities; exchanging them changes nothing."""
    if left.ids == right.ids:
        return Agreement.SAME
    if set(left.ids) & set(right.ids):
        return Agreement.SHARED
    if any(related(one, other) for one in left.ids for other in right.ids):
        return Agreement.RELATED
    return Agreement.DIFFERENT


def related(left: str, right: str) -> bool:
    """Tell whether a person of one may be written as of the other without contradiction.

    One is a state before or after the other, claims it, or is a class or part of it, at any remove. Two successors of
    one state are not related, nor is a country to itself.

    >>> related("YUG", "SRB"), related("XKX", "SRB"), related("GBR", "GBN"), related("SRB", "HRV")
    (True, True, True, False)
    """
    return left != right and (left in _wider(right) or right in _wider(left))


def why_related(left: str, right: str) -> str:
    """Say in words how two related countries hang together, "" where they are not related.

    >>> why_related("SCG", "SRB"), why_related("SRB", "XKX")[:33]
    ('SRB followed SCG in 2006', 'XKX is contested by SRB since 200')
    """
    early, late = (left, right) if left in _wider(right) else (right, left)
    if not related(left, right):
        return ""
    for relation in rules.load("places/countries")["relation"]:
        if (relation["of"], relation["to"]) == (early, late):
            since, kind = relation.get("since"), relation["kind"]
            if kind == "successor":
                return f"{late} followed {early} in {since}"
            if kind == "contested":
                return f"{late} is contested by {early} since {since}"
            return f"{late} is a class or part of {early}"
    return f"{late} followed {early}, with others between"


def name_of(identifier: str) -> str:
    """Give the English name of a country by its id; the id itself where it is unknown."""
    known = rules.load("places/countries")["country"].get(identifier)
    if known is None:
        return identifier
    names = known["names"]
    first = next((listed for languages, listed in names.items() if "en" in languages.split()), None)
    return str((first or next(iter(names.values())))[0])


def of_code(code: str) -> str:
    """Give the id for a code of a machine-readable zone or another register, "" where it is unknown.

    >>> of_code("RKS"), of_code("D"), of_code("UNK"), of_code("QQQ")
    ('XKX', 'DEU', 'XKX', '')
    """
    return _codes().get(code.strip(" <").upper(), "")


def by_name(plain_text: str) -> str:
    """Give the id for a name, adjective or citizen's word in plain letters, declined or long forms too; else ""."""
    return _by_name(plain_text) if len(plain_text) <= _LONGEST else ""


def country_ids() -> tuple[str, ...]:
    """Give all ids in the order of the rules; `related_table` has its rows and columns in this order."""
    return tuple(rules.load("places/countries")["country"])


@cache
def related_table() -> npt.NDArray[np.bool_]:
    """Give a square table over `country_ids()`: whether two countries are the same or related.

    A last row and column of False stands for "no country".
    """
    ids = country_ids()
    place = {one: i for i, one in enumerate(ids)}
    table = np.zeros((len(ids) + 1, len(ids) + 1), bool)
    for one, i in place.items():
        table[i, i] = True
        for other in _wider(one):
            table[i, place[other]] = table[place[other], i] = True
    return table


@lru_cache(maxsize=50_000)
def _read(text: str) -> Nationality | Unread:
    cleaned = _FILLER.sub(" ", text).strip(" .")
    if not cleaned:
        return Unread("empty text")
    whole = _one(cleaned)
    if whole:
        return Nationality(whole, (whole,))
    words = cleaned.upper().split()
    if words and len(words) <= _MOST and set(words) <= set(country_ids()):  # as `Nationality.text` is written
        return Nationality(" ".join(sorted(set(words))), tuple(sorted(set(words))))
    parts = [part for piece in _BETWEEN.split(cleaned) for part in _over_time(piece) if part.strip(" .-")]
    ids = sorted({found for part in parts[:_MOST] if (found := _one(part))})
    return Nationality(" ".join(ids), tuple(ids)) if ids else Unread("no country or nationality that is known")


def _over_time(text: str) -> list[str]:
    """Cut "former USSR currently Ukraine" into the states of the two times."""
    return _changes().split(text)


@cache
def _changes() -> re.Pattern[str]:
    words = "|".join(rules.load("places/countries")["long_form"]["between"])
    return re.compile(rf"[\s(]+(?:{words})\b", re.IGNORECASE)


def _one(text: str) -> str:
    spelled = plain_many([text])[0]
    if not spelled:
        return ""
    # "(born then)", "from 1992": words in brackets and years are said about the country.
    return _by_name(spelled) or _codes().get(text.strip().upper(), "") or _by_name(_without_remarks(text))


def _without_remarks(text: str) -> str:
    return plain_many([re.sub(r"\([^)]*\)?|\d+|[.]", " ", text)])[0]


@lru_cache(maxsize=50_000)
def _by_name(spelled: str) -> str:
    known = _names()
    for form in _shorter(spelled):
        if form in known:
            return known[form]
        for ending, instead in _declined():
            if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_STEM:
                found = known.get(form[: len(form) - len(ending)] + instead)
                if found:
                    return found
    return ""


def _shorter(spelled: str) -> list[str]:
    """Give a name and what is left of it without words such as "republic of" in front, longest first."""
    forms = [spelled]
    words = spelled.split()[:_LONGEST_NAME]
    openers = _openers()
    while words:
        cut = next((n for n in (4, 3, 2, 1) if n < len(words) and " ".join(words[:n]) in openers), 0)
        if not cut:
            break
        words = words[cut:]
        forms.append(" ".join(words))
    closers = rules.load("places/countries")["long_form"]["closers"]
    return forms + [" ".join(words[:-1]) for words in map(str.split, forms) if len(words) > 1 and words[-1] in closers]


@cache
def _openers() -> frozenset[str]:
    return frozenset(rules.load("places/countries")["long_form"]["words"])


@cache
def _declined() -> tuple[tuple[str, str], ...]:
    listed = rules.load("places/countries")["long_form"]["declined"]
    return tuple([(ending, instead) for ending, instead in listed])


@cache
def _codes() -> Mapping[str, str]:
    """Give ids by code, in capitals; an id is its own code, and a state's own codes beat those of former ones."""
    countries = rules.load("places/countries")["country"]
    found = {one.upper(): one for one in countries}
    for one, entry in countries.items():
        for code in (*entry.get("codes", ()), entry.get("alpha2", "")):
            found.setdefault(code.upper(), one)
    found.pop("", None)
    return found


@cache
def _names() -> Mapping[str, str]:
    """Give ids by plain name; the first listed keeps a name, and names of countries beat words for nationalities."""
    texts, ids = [], []
    for one, entry in rules.load("places/countries")["country"].items():
        for listed in entry["names"].values():
            texts += listed
            ids += [one] * len(listed)
    found: dict[str, str] = {}
    for spelled, one in zip(plain_many(texts), ids, strict=True):
        found.setdefault(spelled, one)
    for spelled, one in _nationality_words():
        found.setdefault(spelled, one)
    found.pop("", None)
    return found


def _nationality_words() -> list[tuple[str, str]]:
    words = rules.load("places/nationalities")
    texts, owners = [], []
    for one, groups in words["country"].items():
        for group, listed in groups.items():
            texts += listed
            owners += [(one, words["endings"].get(group, ("",)))] * len(listed)
    return [
        (spelled + ending, one)
        for spelled, (one, endings) in zip(plain_many(texts), owners, strict=True)
        for ending in endings
    ]


@cache
def _wider(identifier: str) -> frozenset[str]:
    """Give what a country came from, is claimed by or is a part of, at any remove."""
    found: set[str] = set()
    fresh = {identifier}
    relations = [(r["of"], r["to"]) for r in rules.load("places/countries")["relation"]]
    while fresh:
        fresh = {of for of, to in relations if to in fresh} - found - {identifier}
        found |= fresh
    return frozenset(found)
