"""Writing the world: the agencies' exports, the watchlist and the truth, page by page in bounded memory.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     made = generate(Order(people=200, seed=1, agencies=("rs_registar", "uk_intel")), Path(folder))
...     print(*sorted(path.name for path in Path(folder).iterdir()))
people.csv records.csv rs_registar.csv truth.csv uk_intel.csv watchlist.csv watchlist_hits.csv world.json
"""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from resolve.evaluation.world.agencies import Agency, Difficulty, agency_names, read_agencies
from resolve.evaluation.world.draws import Ids
from resolve.evaluation.world.fingerprint import world_fingerprint
from resolve.evaluation.world.names import TRADITIONS, Texts
from resolve.evaluation.world.people import Population, countries
from resolve.evaluation.world.records import Desk, Page
from resolve.evaluation.world.spelling import systems
from resolve.evaluation.world.watchlist import entries, entry_ids, listed
from resolve.files import write_atomically, written_in_one_step
from resolve.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, float], None]

# Places of an agency written at a time, and people; what is written does not depend on these.
_PLACES_A_PAGE = 300_000
_PEOPLE_A_PAGE = 100_000
# Below this many people, starting other processes takes longer than it saves.
_ALONE_UP_TO = 50_000
_PAGES_AHEAD = 3
MARKS = ("as written", "slip", "deceit")
"""What may have happened to a record, by the number that `Page.marks` has."""
_SHARED = ("truth", "records", "watchlist_hits")


@dataclass(frozen=True)
class Order:
    """What world to make.

    Attributes:
        people: how many, from 20 up.
        agencies: names of `rules/world/agencies`; empty for all.
        difficulty: "easy", "medium" or "hard".
    """

    people: int
    seed: int = 1
    difficulty: str = "medium"
    agencies: tuple[str, ...] = ()


@dataclass
class Made:
    """What was made: records by agency, by tradition of the person and by what happened to them; listed people."""

    order: Order
    records: Counter[str] = field(default_factory=Counter)
    traditions: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    listed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain types, with the version and the rules that made it."""
        return {
            **asdict(self.order),
            "agencies": list(self.records),
            "records": dict(self.records),
            "records_by_tradition": dict(self.traditions),
            "records_by_mark": dict(self.marks),
            "watchlist_entries": self.listed,
            "version": __version__,
            "world_rules": world_fingerprint(),
        }


def generate(
    order: Order,
    folder: Path,
    *,
    progress: Progress = lambda stage, share: None,
    workers: int | None = None,
    page: int = _PLACES_A_PAGE,
) -> Made:
    """Write a world to a folder. The same order gives the same bytes, whatever `workers` and `page` are.

    Files: one export an agency; truth.csv (source, record_id, entity_id); records.csv (slices of the records);
    people.csv (slices of the people); watchlist.csv; watchlist_hits.csv (source, record_id, entry_id); world.json.

    Args:
        progress: called with a stage's name and the share of it that is done.
        workers: processes; None: as many as there are processors, one for a small world.
        page: places of an agency written at a time.

    Raises:
        InputError: too few people. UnknownNameError: no such agency or difficulty. FileError: a file cannot be written.
    """
    names = order.agencies or agency_names()
    order = Order(order.people, order.seed, order.difficulty, tuple(agency.name for agency in read_agencies(names)))
    world = _world(order.seed, order.people)
    Difficulty.named(order.difficulty)
    made = Made(order)
    with ExitStack() as files:
        shared = {name: files.enter_context(_file(folder / f"{name}.csv")) for name in _SHARED}
        shared["truth"].write(b"source,record_id,entity_id\n")
        shared["records"].write(b"source,record_id,script,language,spelling,condition\n")
        shared["watchlist_hits"].write(b"source,record_id,entry_id\n")
        for agency in read_agencies(order.agencies):
            made.records[agency.name] = 0
        _write_agencies(order, folder, shared, made, (progress, workers, page))
        _write_people(world, files.enter_context(_file(folder / "people.csv")), progress)
        made.listed = _write_watchlist(world, files.enter_context(_file(folder / "watchlist.csv")), progress)
    write_atomically(folder / "world.json", json.dumps(made.to_dict(), indent=1) + "\n")
    return made


@dataclass(frozen=True)
class _Task:
    order: Order
    agency: str
    start: int
    stop: int


@dataclass(frozen=True)
class _Written:
    """A page as bytes, for each file, and what to count."""

    agency: str
    export: bytes
    shared: dict[str, bytes]
    traditions: dict[str, int]
    marks: dict[str, int]
    records: int


def _write_agencies(
    order: Order,
    folder: Path,
    shared: dict[str, BinaryIO],
    made: Made,
    how: tuple[Progress, int | None, int],
) -> None:
    progress, workers, page = how
    agencies = read_agencies(order.agencies)
    places = _desk(order, agencies[0].name).places
    tasks = [_Task(order, agency.name, start, start + page) for agency in agencies for start in range(0, places, page)]
    by_name = {agency.name: agency for agency in agencies}
    with ExitStack() as files:
        exports: dict[str, BinaryIO] = {}
        for done, written in enumerate(_in_order(tasks, _processes(order, workers)), start=1):
            if written.agency not in exports:
                exports[written.agency] = files.enter_context(_file(folder / f"{written.agency}.csv"))
                exports[written.agency].write(_header(by_name[written.agency]))
            exports[written.agency].write(written.export)
            for name, content in written.shared.items():
                shared[name].write(content)
            made.records[written.agency] += written.records
            made.traditions.update(written.traditions)
            made.marks.update(written.marks)
            progress("writing agencies", done / len(tasks))


def _processes(order: Order, workers: int | None) -> int:
    if workers is not None:
        return max(1, workers)
    return 1 if order.people <= _ALONE_UP_TO else (os.cpu_count() or 1)


def _in_order(tasks: Sequence[_Task], processes: int) -> Iterator[_Written]:
    """Do tasks, some at a time in other processes, and give their results in the order of the tasks."""
    if processes == 1:
        yield from map(_do, tasks)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        ahead: deque[Future[_Written]] = deque()
        try:
            for task in tasks:
                ahead.append(pool.submit(_do, task))
                if len(ahead) >= _PAGES_AHEAD * processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()


@lru_cache(maxsize=2)
def _world(seed: int, people: int) -> Population:
    return Population(seed, people)


@lru_cache(maxsize=2)
def _desk(order: Order, agency: str) -> Desk:
    world = _world(order.seed, order.people)
    return Desk(world, read_agencies([agency])[0], Difficulty.named(order.difficulty))


def _do(task: _Task) -> _Written:
    desk = _desk(task.order, task.agency)
    page = desk.page(task.start, task.stop)
    agency, people = desk.agency, page.people
    found = listed(desk.world, people.ids)
    source = [agency.name] * len(people)
    spelling = np.array([systems()[system]["script"] for system, _ in agency.spelling], object)[page.system]
    names = np.array([system for system, _ in agency.spelling], object)[page.system]
    shared = {
        "truth": _csv([source, page.numbers, entity_ids(desk.world, people.ids)]),
        "records": _csv(
            [
                source,
                page.numbers,
                spelling,
                [agency.language] * len(people),
                names,
                np.array(MARKS, object)[page.marks],
            ]
        ),
        "watchlist_hits": _csv(
            [source[: int(found.sum())], page.numbers[found], entry_ids(desk.world, people.ids[found])]
        ),
    }
    return _Written(
        agency.name,
        _encoded(page, agency),
        shared,
        _counted(TRADITIONS, people.tradition),
        _counted(MARKS, page.marks),
        len(people),
    )


def _counted(names: Sequence[str], codes: Any) -> dict[str, int]:
    return dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True))


def entity_ids(world: Population, ids: Ids) -> Texts:
    """Give the opaque numbers of people that the truth uses."""
    width = len(str(2 * world.count))
    return np.array([f"P{number:0{width}}" for number in world.names(ids).tolist()], object)


def _header(agency: Agency) -> bytes:
    return (agency.delimiter.join(agency.headers) + "\n").encode(agency.encoding)


def _encoded(page: Page, agency: Agency) -> bytes:
    content = _table_csv(page.rows, agency.delimiter)
    if agency.encoding.startswith("utf-8"):
        return content
    return content.decode("utf-8").encode(agency.encoding, errors="replace")


def _csv(columns: Sequence[Any]) -> bytes:
    import pyarrow as pa

    arrays = [pa.array(column, pa.string()) for column in columns]
    return _table_csv(pa.table(arrays, [str(place) for place in range(len(arrays))]), ",")


def _table_csv(table: pa.Table, delimiter: str) -> bytes:
    """Write rows as CSV, quoted where they must be; the writer of pyarrow quotes every text."""
    import pyarrow.compute as pc

    if not len(table):
        return b""
    special = f'["\\n{delimiter}]'
    columns = []
    for column in table.columns:
        texts = pc.fill_null(column.combine_chunks(), "")
        odd = pc.match_substring_regex(texts, special)
        if pc.any(odd).as_py():
            quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
            texts = pc.if_else(odd, quoted, texts)
        columns.append(texts)
    lines = pc.binary_join_element_wise(*columns, delimiter)
    return ("\n".join(lines.to_pylist()) + "\n").encode()


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    with written_in_one_step(path) as part, part.open("wb") as file:
        yield file


def _write_people(world: Population, file: BinaryIO, progress: Progress) -> None:
    file.write(
        b"entity_id,given_name,surname,tradition,sex,birth_date,nationality,other_nationality,residence,"
        b"family,ring,evasive,twin,default_birth_date\n"
    )
    codes = np.array([*countries(), None], object)
    for start in range(0, world.count, _PEOPLE_A_PAGE):
        ids = np.arange(start, min(start + _PEOPLE_A_PAGE, world.count), dtype=np.uint64)
        people, texts = world.people(ids), world.stock.texts
        ring = [f"R{number}" if number >= 0 else None for number in people.ring.tolist()]
        columns: list[Any] = [
            entity_ids(world, ids),
            texts[people.given],
            texts[people.surname],
            np.array(TRADITIONS, object)[people.tradition],
            np.where(people.female, "F", "M"),
            np.datetime_as_string(people.birth, unit="D"),
            codes[people.nationality],
            codes[people.other_nationality],
            codes[people.residence],
            entity_ids(world, people.household),
            ring,
            *(np.where(flags, "yes", "no") for flags in (people.evasive, people.twin, people.default_birth)),
        ]
        file.write(_csv(columns))
        progress("writing people", min(1.0, (start + len(ids)) / world.count))


def _write_watchlist(world: Population, file: BinaryIO, progress: Progress) -> int:
    count = 0
    for start in range(0, 2 * world.count, _PEOPLE_A_PAGE):
        table = entries(world, start, min(start + _PEOPLE_A_PAGE, 2 * world.count))
        if not start:
            file.write((",".join(table.column_names) + "\n").encode())
        file.write(_table_csv(table, ","))
        count += len(table)
        progress("writing watchlist", min(1.0, (start + _PEOPLE_A_PAGE) / (2 * world.count)))
    return count
