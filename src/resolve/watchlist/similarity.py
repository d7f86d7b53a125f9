"""The same, similar, or neither: values of two people by a law's own list of similarities (`rules/screening/eu_mid`).

>>> law = Law.named("eu_mid")
>>> law.value("birth_date", "1968-04-03", "1968-03-04"), law.value("birth_date", "1968-04-03", "1971-04-03")
(Likeness(standing=1, cases=('inversion',)), Likeness(standing=0, cases=()))
>>> law.says("birth_date", law.value("birth_date", "1968-04-03", "1968-03-04"))
'similar: day and month swapped (Annex II, 3.2(a))'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

from resolve import rules
from resolve.text.readings import readings
from resolve.values.date_values import BirthDate, of_text
from resolve.values.dates import compare

SAME, SIMILAR, NEITHER, UNKNOWN = 2, 1, 0, -1


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two values stand to each other, and the cases of the law's list that make them similar.

    `standing` is SAME, SIMILAR, NEITHER, or UNKNOWN where too little is known of a side to say.
    """

    standing: int
    cases: tuple[str, ...] = ()


APART, ALIKE, UNTOLD = Likeness(NEITHER), Likeness(SAME), Likeness(UNKNOWN)


@dataclass(frozen=True)
class Law:
    """A law's list of similarities, by the name of its file in `rules/screening`."""

    name: str

    @classmethod
    @cache
    def named(cls, name: str) -> Law:
        """Read a list.

        Raises:
            RulesError: there is none of that name.
        """
        rules.load(f"screening/{name}")
        return cls(name)

    @property
    def written(self) -> Mapping[str, Any]:
        """All that the file says."""
        return rules.load(f"screening/{self.name}")

    @property
    def title(self) -> str:
        """What the law is called."""
        return str(self.written["law"]["name"])

    def category(self, field: str) -> str:
        """Give the category that a field belongs to, "" for none."""
        return next((name for name, one in self.written["category"].items() if field in one["fields"]), "")

    def value(self, field: str, asked: str, listed: str) -> Likeness:
        """Compare two normalised values of a field that is no name."""
        return _value(self.name, self.category(field), field, asked, listed)

    def says(self, field: str, likeness: Likeness) -> str:
        """Say how two values stand to each other, and by which clause."""
        category = self.category(field)
        if likeness.standing == SAME:
            return f"same ({self.written['category'][category]['same']})"
        if likeness.standing == SIMILAR:
            return "similar: " + "; ".join(self.case(category, one) for one in likeness.cases)
        return "not similar" if likeness.standing == NEITHER else "not compared: too little is known"

    def word(self, case: str) -> str:
        """Say how two words of names stand to each other."""
        return "same" if case == "same" else f"similar: {self.case('names', case)}"

    def case(self, category: str, name: str) -> str:
        """Say what a case of the list is, and its clause."""
        one = self.written[category][name]
        return f"{one['says']} ({one['at']})"

    def document(self) -> str:
        """Say that a travel document's number is shared, and what the law says of that."""
        one = self.written["document"]
        return f"{one['says']} ({one['at']})"

    def whole(self, by_field: Mapping[str, int], *, document: bool) -> str:
        """Give the verdict on all fields by how they stand; "" where there is no alert.

        Args:
            by_field: the standing of every field that both sides have. document: they share a travel document's number.
        """
        verdict: Mapping[str, str] = self.written["verdict"]
        found = [self._standing(one, by_field) for one in self.written["category"].values()]
        if NEITHER in found:
            return verdict["document"] if document else ""
        needed = [one.get("needed") == "yes" for one in self.written["category"].values()]
        lacking = any(one == UNKNOWN and need for one, need in zip(found, needed, strict=True))
        return verdict["similar"] if SIMILAR in found or lacking else verdict["same"]

    @staticmethod
    def _standing(category: Mapping[str, Any], by_field: Mapping[str, int]) -> int:
        """Give how a category stands: as its best field, but only similar if none that decides is the same."""
        found = {field: by_field[field] for field in category["fields"] if by_field.get(field, UNKNOWN) != UNKNOWN}
        best = max(found.values(), default=UNKNOWN)
        deciding = [found[field] for field in category["decides"] if field in found]
        return SIMILAR if best == SAME and deciding and max(deciding) != SAME else best


@lru_cache(maxsize=100_000)
def _value(law: str, category: str, field: str, asked: str, listed: str) -> Likeness:
    written = rules.load(f"screening/{law}")
    if asked == listed:
        return ALIKE
    tests = {"birth_date": _date, "sex": _sex, "origin": _origin}
    return tests[category](written, field, asked, listed) if category in tests else UNTOLD


def _sex(written: Mapping[str, Any], field: str, asked: str, listed: str) -> Likeness:
    return APART


def _date(written: Mapping[str, Any], field: str, asked: str, listed: str) -> Likeness:
    one, other = of_text(asked), of_text(listed)
    if one is None or other is None:
        return UNTOLD
    level = compare(one, other).name.lower()
    found = written["dates"].get(level, "")
    if level == "same_day":
        return ALIKE if one.calendar is other.calendar else Likeness(SIMILAR, ("calendar",))
    if found == "untold":
        return UNTOLD
    if not found and _julian(written, one, other):
        found = "calendar"
    if not found and _one_edit(asked, listed):
        found = "edit"
    return Likeness(SIMILAR, (found,)) if found else APART


def _julian(written: Mapping[str, Any], one: BirthDate, other: BirthDate) -> bool:
    """Tell whether one day is the other's by the Julian calendar."""
    early, late = sorted((one.first, other.first))
    apart = [days for year, days in written["julian"].items() if int(year) <= early.year]
    whole = one.first == one.last and other.first == other.last
    return whole and bool(apart) and late - early == timedelta(days=max(apart))


def _origin(written: Mapping[str, Any], field: str, asked: str, listed: str) -> Likeness:
    if field == "nationality":
        ours, theirs = asked.upper().split(), listed.upper().split()
        if set(ours) & set(theirs):
            return ALIKE
        if any(_followed(one, other) or _followed(other, one) for one in ours for other in theirs):
            return Likeness(SIMILAR, ("renamed",))
    else:
        found = _place(asked, listed)
        if found is not None:
            return found
    for names in written["renamed"]["towns"]:
        if asked in names and listed in names:
            return Likeness(SIMILAR, ("renamed",))
    if _one_edit(asked, listed):
        return Likeness(SIMILAR, ("edit",))
    return Likeness(SIMILAR, ("transliteration",)) if _said(asked) & _said(listed) else APART


def _place(asked: str, listed: str) -> Likeness | None:
    """Compare two places by the gazetteer; None where it does not know them."""
    from resolve.values import places

    one, other = places.parse(asked), places.parse(listed)
    if not isinstance(one, places.Place) or not isinstance(other, places.Place):
        return None
    agreement = places.compare(one, other)
    if agreement is places.Agreement.WITHIN:
        return UNTOLD
    if agreement is not places.Agreement.OTHER_NAME:
        return None
    first, second = set(asked.split()), set(listed.split())
    if first <= second or second <= first:
        # One says the country too.
        return ALIKE
    return Likeness(SIMILAR, ("transliteration",) if _said(asked) & _said(listed) else ("renamed",))


def _followed(early: str, late: str) -> bool:
    """Tell whether a country is the successor of another, at any remove."""
    return late in _successors().get(early, frozenset())


@cache
def _successors() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in rules.load("places/countries")["relation"]:
        if one["kind"] == "successor":
            found.setdefault(one["of"], set()).add(one["to"])
    for _ in found:
        for after in found.values():
            after |= {last for one in tuple(after) for last in found.get(one, ())}
    return {early: frozenset(after) for early, after in found.items()}


@lru_cache(maxsize=20_000)
def _said(text: str) -> frozenset[tuple[str, ...]]:
    """Give the readings of a place's words, each in one orthography throughout; none for more than a few words."""
    words = text.split()
    found = [readings(word) for word in words[:4]]
    if not words or len(words) > 4:
        return frozenset()
    most = max(map(len, found))
    return frozenset(tuple(one[min(number, len(one) - 1)] for one in found) for number in range(most))


def _one_edit(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other, score_cutoff=1) == 1
