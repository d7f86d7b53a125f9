"""Parts of a world for people to look at: some people with all their records, common names, entries of the list.

>>> shown = look(Order(people=400, seed=1, agencies=("mk_granica", "xk_kufiri", "rs_registar")))
>>> [sample.why for sample in shown.samples][:1]
['Member of a smuggling ring']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.evaluation.world.agencies import Difficulty, read_agencies
from resolve.evaluation.world.draws import Flags, Ids
from resolve.evaluation.world.names import KINDS, TRADITIONS, Stock
from resolve.evaluation.world.people import People, Population
from resolve.evaluation.world.records import Desk
from resolve.evaluation.world.watchlist import entries
from resolve.evaluation.world.writing import MARKS, Order

_LOOKED_THROUGH = 6_000
_COMMONEST, _RARE = 8, 6
_ENTRIES = 8
_NAME_FIELDS = ("full", "surname", "given", "father", "patronymic", "maiden", "nickname")


@dataclass(frozen=True)
class Sighting:
    """One record: the agency, its name cells and its other cells as (header, text), and what happened to it."""

    agency: str
    name: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    mark: str


@dataclass(frozen=True)
class Sample:
    """A person: why shown, who it is, and the records."""

    why: str
    title: str
    facts: str
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True)
class Tradition:
    """Names of a tradition: the commonest surnames and given names with their shares, and some rare surnames."""

    name: str
    surnames: tuple[tuple[str, float], ...]
    given: tuple[tuple[str, float], ...]
    rare: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What to look at, and the share of the people looked through who have a namesake among them."""

    samples: tuple[Sample, ...]
    traditions: tuple[Tradition, ...]
    listed: tuple[dict[str, str], ...]
    looked_through: int
    namesakes: float


def look(order: Order) -> Shown:
    """Take some of a world for people to look at."""
    world = Population(order.seed, order.people)
    agencies = read_agencies(order.agencies)
    desks = [Desk(world, agency, Difficulty.named(order.difficulty)) for agency in agencies]
    ids = np.arange(min(order.people, _LOOKED_THROUGH), dtype=np.uint64)
    people = world.people(ids)
    records = np.sum([desk.on_file(ids) for desk in desks], axis=0)
    samples = [_sample(why, int(ids[at]), people, desks) for why, at in _chosen(people, records)]
    listed = entries(world, 0, min(world.count, 50 * _LOOKED_THROUGH)).slice(0, 40 * _ENTRIES).to_pylist()
    with_aliases = sorted(listed, key=lambda entry: -len(f"{entry['aliases'] or ''}{entry['weak_aliases'] or ''}"))
    return Shown(
        tuple(samples),
        tuple(_tradition(world.stock, name) for name in TRADITIONS),
        tuple({key: value or "" for key, value in entry.items()} for entry in with_aliases[:_ENTRIES]),
        len(ids),
        _namesakes(people),
    )


def _chosen(people: People, records: npt.NDArray[np.int64]) -> list[tuple[str, int]]:
    """Choose people with several records: one of each kind of difficulty, then one of each tradition."""
    kinds: list[tuple[str, Flags]] = [
        ("Member of a smuggling ring", people.ring >= 0),
        ("Hides from the police", people.evasive & (people.ring < 0)),
        ("Took a husband's surname", people.maiden != people.surname),
        ("Known by 1 January only", people.default_birth),
        ("Twin", people.twin),
    ]
    kinds += [(f"Tradition {name}", people.tradition == number) for number, name in enumerate(TRADITIONS)]
    chosen: list[tuple[str, int]] = []
    for why, fits in kinds:
        seen = np.where(fits, records, 0)
        seen[[at for _, at in chosen]] = 0
        best = int(np.argmax(np.minimum(seen, 4)))
        if seen[best] > 1:
            chosen.append((why, best))
    return chosen


def _sample(why: str, person: int, people: People, desks: Sequence[Desk]) -> Sample:
    stock = desks[0].world.stock
    at = int(np.flatnonzero(people.ids == person)[0])
    name = f"{stock.texts[people.given[at]]} {stock.texts[people.surname[at]]}"
    latin = " ".join(stock.latin[code] for code in (people.given[at], people.surname[at]) if stock.latin[code])
    facts = [f"born {people.birth[at]}", f"father {stock.texts[people.father[at]]}"]
    if people.maiden[at] != people.surname[at]:
        facts.append(f"born as {stock.texts[people.maiden[at]]}")
    sightings = [sighting for desk in desks for sighting in _sightings(desk, desk.slots_of(person))]
    return Sample(why, f"{latin} ({name})" if latin else name, ", ".join(facts), tuple(sightings))


def _sightings(desk: Desk, slots: Ids) -> list[Sighting]:
    page = desk.write(slots, np.zeros(len(slots), np.uint64))
    found = []
    for row, mark in zip(page.rows.to_pylist(), page.marks.tolist(), strict=True):
        cells = [(header, field, row[header]) for header, field in desk.agency.columns if row[header] and field != "id"]
        name = tuple((header, text) for header, field, text in cells if field in _NAME_FIELDS)
        others = tuple((header, text) for header, field, text in cells if field not in _NAME_FIELDS)
        found.append(Sighting(desk.agency.label, name, others, MARKS[mark]))
    return found


def _tradition(stock: Stock, name: str) -> Tradition:
    shares = {kind: np.diff(stock.curves[name, kind][1], prepend=0.0) for kind in KINDS}
    texts = {kind: _shown(stock, stock.curves[name, kind][0]) for kind in KINDS}
    common = [(texts["surnames"][at], float(shares["surnames"][at])) for at in range(_COMMONEST)]
    given = [(texts[kind][at], float(shares[kind][at])) for at in range(_COMMONEST // 2) for kind in ("male", "female")]
    rare = np.linspace(len(texts["surnames"]) * 0.4, len(texts["surnames"]) - 1, _RARE).astype(int)
    return Tradition(name, tuple(common), tuple(given), tuple(texts["surnames"][at] for at in rare.tolist()))


def _shown(stock: Stock, codes: npt.NDArray[np.int64]) -> list[str]:
    return [
        f"{stock.latin[code]} {stock.texts[code]}" if stock.latin[code] else str(stock.texts[code])
        for code in codes.tolist()
    ]


def _namesakes(people: People) -> float:
    _, counts = np.unique(np.column_stack([people.given, people.surname]), axis=0, return_counts=True)
    return float(counts[counts > 1].sum() / len(people))
