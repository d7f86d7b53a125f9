"""The records of an agency: who is on its books, in what order, and what each row says.

>>> from resolve.evaluation.world.agencies import read_agencies
>>> desk = Desk(Population(seed=1, count=200), read_agencies(["rs_registar"])[0], Difficulty.named("medium"))
>>> page = desk.page(0, desk.places)
>>> len(page.rows) == len(page.people.ids), page.rows.column_names[:3]
(True, ['Редни број', 'ЈМБГ', 'Презиме'])
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from resolve.evaluation.world.agencies import Agency, Difficulty
from resolve.evaluation.world.cells import Facts
from resolve.evaluation.world.draws import Flags, Ids, Numbers, Permutation, pick
from resolve.evaluation.world.names import Texts
from resolve.evaluation.world.people import People, Population
from resolve.evaluation.world.slips import (
    Mishaps,
    cut,
    deceived,
    disguised,
    emptied,
    garbled,
    misread,
    mistyped,
    strike,
)
from resolve.evaluation.world.spelling import speller, systems

if TYPE_CHECKING:
    import pyarrow as pa

_RECORDS_A_PERSON = 3
_MRZ_NAME = 39
_IDENTIFIERS = ("national_id", "document", "phone")
_NAME_PARTS = ("surname", "given", "father", "maiden", "nickname", "patronymic")
_PIECE = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}|([^\[\]{}]+)")


@dataclass(frozen=True)
class Page:
    """Some of an agency's records.

    Attributes:
        numbers: the agency's own number of each. system: of spelling, as a place in the agency's list.
        marks: 0 as it is, 1 with a slip, 2 made to deceive.
    """

    rows: pa.Table
    numbers: Texts
    people: People
    system: Numbers
    marks: npt.NDArray[np.int8]


class Desk:
    """Where an agency's records are written; any stretch of them can be had alone.

    A person may have three records at most. Every possible record has a place in a shuffled order, and is there or not.

    Attributes:
        places: how many places there are.
    """

    def __init__(self, world: Population, agency: Agency, difficulty: Difficulty) -> None:
        self.world, self.agency, self.difficulty = world, agency, difficulty
        self.places = _RECORDS_A_PERSON * world.count
        self._order = Permutation(world.draws, f"{agency.name}/order", self.places)
        self._spellers = [speller(system) for system, _ in agency.spelling]
        self._places = [speller(one.places) for one in self._spellers]
        self._digits = len(str(self.places))

    def page(self, start: int, stop: int) -> Page:
        """Write the records at the places from `start` up to `stop`."""
        places = np.arange(start, min(stop, self.places), dtype=np.uint64)
        slots = self._order(places)
        there = self.on_file(slots)
        return self.write(slots[there], places[there])

    def slots_of(self, person: int) -> Ids:
        """Give the slots of a person's records here."""
        slots = np.uint64(person) + np.arange(_RECORDS_A_PERSON, dtype=np.uint64) * np.uint64(self.world.count)
        return slots[self.on_file(slots)]

    def on_file(self, slots: Ids) -> Flags:
        """Say which of the possible records there are."""
        agency, world, draws = self.agency, self.world, self.world.draws
        person, again = self._person(slots)
        known, reach = draws.uniform(f"{agency.name}/on file", person), agency.reach_by_tradition()
        result = known < max(agency.ring_reach, float(reach.max()))
        for turn, rate in enumerate(agency.repeats, start=1):
            repeated = draws.hits(f"{agency.name}/again {turn}", person, rate * self.difficulty.repeats)
            result &= (again < turn) | repeated
        at = np.flatnonzero(result)
        some = person[at]
        wanted = reach[world.core(some, world.places(some)).tradition]
        in_ring = draws.hits("in ring", some, world.rates["ring"])
        result[at] = known[at] < np.where(in_ring, np.maximum(wanted, agency.ring_reach), wanted)
        return np.asarray(result)

    def _person(self, slots: Ids) -> tuple[Ids, Ids]:
        again, person = np.divmod(slots, np.uint64(self.world.count))
        return person, again

    def write(self, slots: Ids, places: Ids) -> Page:
        """Write records by slot, numbered by their places."""
        import pyarrow as pa

        people = self.world.people(self._person(slots)[0])
        prefix, digits = self.agency.prefix, self._digits
        numbers = np.array([f"{prefix}{place:0{digits}}" for place in places.tolist()], object)
        row = _Row(self, slots, people)
        columns = [numbers if field == "id" else row.cell(field) for _, field in self.agency.columns]
        rows = pa.table([pa.array(column, pa.string()) for column in columns], list(self.agency.headers))
        return Page(rows, numbers, people, row.system, row.mishaps.marks)

    def spelled(self, codes: Numbers, system: Numbers, variant: Numbers, *, places: bool = False) -> Texts:
        """Write names of the stock, each in its record's system; `places` in the one for towns and streets."""
        result: Texts = np.full(len(codes), "", object)
        for number, write in enumerate(self._places if places else self._spellers):
            at = np.flatnonzero(system == number)
            if len(at):
                result[at] = write(codes[at], variant[at])
        return result


class _Row:
    """The cells of some records, each written when it is asked for; the parts of names once for all cells."""

    def __init__(self, desk: Desk, slots: Ids, people: People) -> None:
        agency, level, draws = desk.agency, desk.difficulty, desk.world.draws
        self.desk, self.people, self.agency, self.level = desk, people, agency, level
        own = slots * np.uint64(2) + np.uint64(1)
        # Each agency has draws of its own: its name is in what is drawn.
        salt = draws.bits(agency.name, own)
        factors = {"slips": level.slips * agency.care, "changes": level.changes}
        self.mishaps = Mishaps(draws, salt, factors)
        self.hides = people.evasive & draws.hits("hides", salt, level.hides)
        self.system = pick(np.cumsum([share for _, share in agency.spelling]), draws.uniform("system", salt))
        self.variant = draws.below("variant", salt, 1 << 20)
        self.script = agency.script
        self.facts = Facts(desk.world, agency, people, self.mishaps, self.hides)
        self.names = self._names()
        self.garbles = self.mishaps.hits("slips", "mojibake") if self.script == "Latn" else np.zeros(len(people), bool)

    def cell(self, field: str) -> npt.NDArray[np.object_]:
        """Write the cells of a field; None where they are empty."""
        texts = self._text(field)
        if field in (*_NAME_PARTS, "full", "town", "street", "address", "birth_town"):
            texts = strike(texts, self.garbles, self.mishaps.bits("garbled"), self.script, garbled)
            if self.agency.upper:
                texts = np.array([_upper(text, self.agency.language) for text in texts], object)
        if field == "full" and "<<" in self.agency.full:
            texts = np.array([text.replace(" ", "<")[:_MRZ_NAME] for text in texts], object)
        return emptied(texts, (texts == "") | self._missing(field))

    def _missing(self, field: str) -> Flags:
        kept = self.level.births if field == "birth" else self.level.identifiers if field in _IDENTIFIERS else 1.0
        rate = 1 - (1 - min(0.95, self.agency.missing.get(field, 0.0) * self.level.missing)) * kept
        return self.desk.world.draws.hits(f"missing/{field}", self.mishaps.bits("missing"), rate)

    def _text(self, field: str) -> Texts:
        if field in _NAME_PARTS:
            return self.names[field]
        if field == "full":
            return assembled(self.agency.full, self._whole())
        if field == "birth_town":
            return self._spelled(self.people.birth_town, places=True)
        if field in ("town", "street", "address"):
            return self._home(field)
        return _FACTS[field](self.facts)

    def _whole(self) -> dict[str, Texts]:
        dropped = self._missing("father")
        return self.names | {"father": np.where(dropped, "", self.names["father"])}

    def _spelled(self, codes: Numbers, *, places: bool = False) -> Texts:
        return self.desk.spelled(codes, self.system, self.variant, places=places)

    def _home(self, field: str) -> Texts:
        town, street, house = self.facts.home()
        if field == "town":
            return self._spelled(town, places=True)
        streets = self._spelled(street, places=True)
        at = house + " " + streets if self.agency.language == "en" else streets + " " + house
        return at if field == "street" else np.asarray(at + ", " + self._spelled(town, places=True))

    def _names(self) -> dict[str, Texts]:
        """Write the parts of the names, with all that goes wrong with them."""
        people, hits, stock = self.people, self.mishaps.hits, self.desk.world.stock
        at_birth = hits("changes", "birth_surname", only=people.maiden != people.surname)
        surname = np.where(at_birth, people.maiden, people.surname)
        masculine = hits("changes", "masculine_form", only=people.female)
        surname = np.where(masculine, _masculine(stock.feminine)[surname], surname)
        first_short = self.mishaps.bits("which short") % np.uint64(2) == 0
        short = np.where(first_short, stock.short[people.given], stock.other_short[people.given])
        known_short = short != people.given
        given = np.where(hits("changes", "nickname", only=known_short), short, people.given)
        other_father = hits("changes", "father_other")
        father = np.where(other_father, self.desk.world.other_father(people), people.father)
        parts = {
            "surname": self._spelled(surname),
            "given": self._spelled(given),
            "father": self._spelled(father),
            "maiden": self._spelled(np.where(people.maiden != people.surname, people.maiden, -1)),
            "nickname": self._spelled(np.where(known_short, short, -1)),
            "patronymic": self._spelled(self._patronymic(father)),
        }
        second = np.where(hits("changes", "second_dropped"), -1, people.second)
        seconds = self._spelled(second)
        parts["given"] = np.where(seconds == "", parts["given"], parts["given"] + " " + seconds)
        return self._with_slips(parts)

    def _patronymic(self, father: Numbers) -> Numbers:
        stock = self.desk.world.stock
        formed = np.where(self.people.female, stock.patronymic_feminine[father], stock.patronymic[father])
        return np.where(formed < 0, father, formed)

    def _with_slips(self, parts: dict[str, Texts]) -> dict[str, Texts]:
        hits, bits, script = self.mishaps.hits, self.mishaps.bits, self.script
        lies = hits("hiding", "spelling", only=self.hides)
        first = bits("which name") % np.uint64(3) > 0
        parts["surname"] = strike(parts["surname"], lies & first, bits("lie"), script, deceived)
        parts["given"] = strike(parts["given"], lies & ~first, bits("lie"), script, deceived)
        for name in ("surname", "given", "father", "patronymic"):
            for slip, change in (("clerk", mistyped), ("ocr", misread), ("cut", cut)):
                parts[name] = strike(parts[name], hits("slips", slip, name), bits(f"{slip}/{name}"), script, change)
        initial = hits("slips", "initial")
        parts["given"] = strike(parts["given"], initial, bits("initial"), script, lambda text, *_: text[:1] + ".")
        alike = hits("hiding", "look_alike", only=self.hides)
        parts["surname"] = strike(parts["surname"], alike, bits("alike"), script, disguised)
        swapped = hits("slips", "swapped")
        surname, given = parts["surname"], parts["given"]
        return parts | {
            "surname": np.where(swapped, given, surname),
            "given": np.where(swapped, surname, given),
        }


_FACTS: dict[str, Callable[[Facts], Texts]] = {
    name: getattr(Facts, name)
    for name in (
        "national_id",
        "document",
        "phone",
        "ring_phone",
        "plate",
        "account",
        "birth",
        "age",
        "event_date",
        "sex",
        "nationality",
        "crossing",
        "case",
    )
}


def assembled(shape: str, parts: dict[str, Texts]) -> Texts:
    """Put whole names together.

    >>> parts = {"a": np.array(["x", "y"], object), "b": np.array(["", "z"], object)}
    >>> assembled("{a}[ ({b})]!", parts).tolist()
    ['x!', 'y (z)!']
    """
    result: Texts = np.full(len(next(iter(parts.values()))), "", object)
    for optional, part, literal in _PIECE.findall(shape):
        if optional:
            names = re.findall(r"\{(\w+)\}", optional)
            there = np.logical_and.reduce([parts[name] != "" for name in names])
            result = result + np.where(there, assembled(optional, parts), "")
        else:
            result = result + (parts[part] if part else literal)
    return result


def _masculine(feminine: Numbers) -> Numbers:
    """Give the masculine form of each surname; itself for others."""
    result = np.arange(len(feminine))
    changed = np.flatnonzero(feminine != result)
    result[feminine[changed]] = changed
    return result


def _upper(text: str, language: str) -> str:
    return text.replace("i", "İ").upper() if language == "tr" else text.upper()


def label_of(agency: Agency, system: int) -> str:
    """Say in words how a spelling system of an agency writes."""
    return str(systems()[agency.spelling[system][0]]["label"])
