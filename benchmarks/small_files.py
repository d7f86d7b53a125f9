"""Small files of large labelled sets: what is found, and whether probabilities hold, from ten records on.

Whole people are drawn from a set until a file of so many records is full, many times over, and each file is
deduplicated by itself; the pairs of all files of one size are scored together. Some files are of people of a few
surnames, as those of a village are: there strangers are much alike.

Two things are measured so. The figures of rules/models/comparisons.toml from which training starts: CANDIDATES are
tried on every set, and which is best is chosen on the others (leave one set out). And a population table, made of the
whole set, name by name how many people have it: files alone and beside it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd

import accuracy
import record

SIZES = (10, 30, 100, 300)
# So many files of each size: small ones say little by themselves.
FILES = {10: 60, 30: 30, 100: 12, 300: 6, 1_000: 3}
LEAST = 0.01
COUNTED = ("given_name", "surname", "father_name", "mother_name", "birth_place", "town", "occupation")
# Figures to start from, by their place in rules/models/comparisons.toml; the first is what there was before.
CANDIDATES: Mapping[str, Mapping[str, float]] = {
    "most 0.15, firm 50": {"near.most": 0.15, "near.firm": 50.0},
    "most 0.005, firm 50": {"near.most": 0.005, "near.firm": 50.0},
    "most 0.005, firm 150": {"near.most": 0.005, "near.firm": 150.0},
    "most 0.005, firm 500": {"near.most": 0.005, "near.firm": 500.0},
}
LEFT_OUT = "Figures chosen on the other sets"
BESIDE = "A population beside the data"
# Of how many people a surname must be for files of a few surnames to be drawn from them.
_OF_PEOPLE = (3, 400)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets of the other suites")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))


def suite(options: argparse.Namespace) -> str:
    """Measure every set with every candidate, and beside a population; write the results."""
    rows, beside = [], []
    for read in sets(options.data):
        labelled = read()
        people = population_of(labelled)
        for size in options.sizes:
            for name, figures in CANDIDATES.items():
                with started_from(figures):
                    rows.append({"set": labelled.name, "records": size, "start": name, **measured(labelled, size)})
            for name, told in (("alone", None), ("population", people)):
                row = measured(labelled, size, population=told)
                beside.append({"set": labelled.name, "records": size, "beside": name, **row})
    tables = {"start": rows, LEFT_OUT: left_out(rows), BESIDE: beside}
    return record.page("small", "Small files", tables)


def sets(data: Path) -> list[Callable[[], Labelled]]:
    """Give what reads each set."""
    tasks = {
        "rldata10000.csv": accuracy.rldata,
        "historical_50k.parquet": accuracy.historical,
        "uk_census_cis": accuracy.census,
    }
    of_files = [lambda file=file, read=read: of_task(read(data / file)[0]) for file, read in tasks.items()]
    worlds = [lambda level=level: world(5_000, level) for level in ("medium", "hard")]
    alike = lambda: of_few_surnames(of_task(accuracy.historical(data / "historical_50k.parquet")[0]))  # noqa: E731
    return [*of_files, lambda: of_task(accuracy.febrl()[0]), *worlds, alike]


def left_out(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose the candidate of least Brier score on all sets but one, and give what it does on that one."""
    table = pd.DataFrame(rows)
    first = next(iter(CANDIDATES))
    found = []
    for name in table["set"].unique():
        others = table[table["set"] != name].groupby("start", sort=False)["Brier"].mean()
        own = table[table["set"] == name].groupby("start", sort=False)[["F1", "calibration error", "Brier"]].mean()
        best = str(others.idxmin())
        row: dict[str, Any] = {"set left out": name, "chosen on the others": best}
        for figure in own.columns:
            row[f"{figure} before"] = round(own.loc[first, figure], 4)
            row[f"{figure} so"] = round(own.loc[best, figure], 4)
        found.append(row)
    return found


@contextmanager
def started_from(figures: Mapping[str, float]) -> Iterator[None]:
    """Have training start from other figures than those of the rules."""
    from resolve import rules

    load = rules.load

    def changed(name: str) -> Any:
        content = load(name)
        if name != "models/comparisons":
            return content
        made = dict(content)
        for place, figure in figures.items():
            section, key = place.split(".")
            made[section] = {**made[section], key: figure}
        return made

    with mock.patch.object(rules, "load", changed):
        yield


def population_of(labelled: Labelled) -> pd.DataFrame:
    """Count, over one record of each person, how many people have which name, place and occupation."""
    from resolve.records.prepare import prepare
    from resolve.records.schema import Schema, read_schemas
    from resolve.records.sources import read_sources

    first = labelled.truth.drop_duplicates("entity_id").groupby("source")["id"].agg(set)
    tables = {name: table[table["id"].isin(first.get(name, set()))] for name, table in labelled.tables.items()}
    sources = read_sources({name: table for name, table in tables.items() if len(table)})
    columns = prepare(sources, read_schemas(sources, Schema())).columns
    counted = [
        pd.DataFrame({"field": name, "value": columns[name].values, "count": columns[name].counts})
        for name in COUNTED
        if name in columns
    ]
    return pd.concat(counted)


@dataclass(frozen=True)
class Labelled:
    """A set with its truth: tables by source, and for each record its source, id and person.

    `groups`: people of one surname each, if files are to be of a few of these only.
    """

    name: str
    tables: dict[str, pd.DataFrame]
    truth: pd.DataFrame
    groups: tuple[Any, ...] = ()

    def file(self, people: Sequence[Any]) -> dict[str, pd.DataFrame]:
        """Give the tables with some people's records only."""
        kept = self.truth[self.truth["entity_id"].isin(people)]
        by_source = {name: set(ids) for name, ids in kept.groupby("source")["id"]}
        tables = {name: table[table["id"].isin(by_source.get(name, ()))] for name, table in self.tables.items()}
        return {name: table for name, table in tables.items() if len(table)}

    def files(self, size: int, seed: int = 1) -> Iterator[dict[str, pd.DataFrame]]:
        """Draw files of about `size` records, whole people only."""
        sizes = self.truth.groupby("entity_id", sort=True).size()
        rng = np.random.default_rng([seed, size])
        for _ in range(FILES[size]):
            if self.groups:
                chosen = rng.permutation(len(self.groups))[: max(2, size // 25)]
                people = rng.permutation(np.concatenate([self.groups[i] for i in chosen]))
            else:
                people = sizes.index.to_numpy()[rng.permutation(len(sizes))[: size + 1]]
            yield self.file(people[np.cumsum(sizes.loc[people].to_numpy()) <= size].tolist())


@dataclass
class Tally:
    """Pairs of many files: those found and true, and the probabilities of all that were looked at."""

    found: int = 0
    true: int = 0
    both: int = 0
    said: list[Any] = field(default_factory=list)
    match: list[Any] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """Give the figures."""
        from resolve.evaluation.calibration import calibration

        precision, recall = self.both / max(self.found, 1), self.both / max(self.true, 1)
        result = calibration(np.concatenate(self.said or [[]]), np.concatenate(self.match or [np.empty(0, bool)]))
        return {
            "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "calibration error": round(result.error, 4),
            "Brier": round(result.brier, 4),
        }


def measured(labelled: Labelled, size: int, **options: Any) -> dict[str, Any]:
    """Deduplicate the files of one size and give their figures."""
    import resolve
    from resolve.errors import InputError
    from resolve.linkage.pipeline import Policy

    usual = Policy.named("default")
    policy = Policy("small", usual.link, LEAST, usual.join, usual.eased)
    person = labelled.truth.set_index(["source", "id"])["entity_id"]
    tally = Tally()
    for tables in labelled.files(size):
        try:
            found = resolve.dedupe(tables, policy=policy, **options)
        except InputError:  # no two records have a field in common
            continue
        rows = found.entities
        true = person.loc[pd.MultiIndex.from_frame(rows[["source", "record_id"]])].to_numpy()
        own = rows["entity_id"].to_numpy()
        tally.found += _pairs(own)
        tally.true += _pairs(true)
        tally.both += _pairs(pd.factorize(pd.Series(list(zip(own, true, strict=True))))[0])
        looked = pd.concat([found.links, found.possible])
        looked = looked[looked["probability"] >= LEAST]
        if len(looked):
            ends = [
                person.loc[pd.MultiIndex.from_frame(looked[[f"{side}_source", f"{side}_id"]])].to_numpy()
                for side in ("left", "right")
            ]
            tally.said.append(looked["probability"].to_numpy())
            tally.match.append(ends[0] == ends[1])
    return tally.row()


def _pairs(groups: Any) -> int:
    counts = np.unique(groups, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def of_task(task: accuracy.Task) -> Labelled:
    """Bring a set of the accuracy suites into this shape; of two files to link, people keep one label over both."""
    left = task.left.astype({"id": str})
    if task.right is None:
        return Labelled(task.name, {"records": left}, task.truth.astype(str).assign(source="records"))
    right = task.right.astype({"id": str})
    links = task.truth.astype(str)
    partner = dict(zip(links["right_id"], links["left_id"], strict=True))
    truth = pd.concat(
        [
            pd.DataFrame({"source": "left", "id": left["id"], "entity_id": left["id"]}),
            pd.DataFrame(
                {"source": "right", "id": right["id"], "entity_id": [partner.get(i, "r" + i) for i in right["id"]]}
            ),
        ]
    )
    return Labelled(task.name, {"left": left, "right": right}, truth)


def of_few_surnames(labelled: Labelled) -> Labelled:
    """Give a set whose files are of people of a few surnames, rare and common ones alike."""
    tables = [table[["id", "surname"]].assign(source=name) for name, table in labelled.tables.items()]
    named = labelled.truth.merge(pd.concat(tables).dropna(), on=["source", "id"]).drop_duplicates("entity_id")
    by_name = named.groupby(named["surname"].str.lower())["entity_id"]
    groups = tuple(people.to_numpy() for _, people in by_name if _OF_PEOPLE[0] <= len(people) <= _OF_PEOPLE[1])
    return Labelled(f"{labelled.name}, few surnames", labelled.tables, labelled.truth, groups)


def world(people: int, difficulty: str, seed: int = 3) -> Labelled:
    """Make a synthetic world and read its exports."""
    import tempfile

    from resolve.evaluation.world.writing import Order, generate
    from resolve.records.sources import read_sources

    with tempfile.TemporaryDirectory() as folder:
        generate(Order(people, seed, difficulty), Path(folder))
        truth = pd.read_csv(Path(folder) / "truth.csv", dtype=str)
        names = sorted(truth["source"].unique())
        sources = read_sources({name: Path(folder) / f"{name}.csv" for name in names})
        tables = {source.name: source.table.to_pandas() for source in sources}
    return Labelled(
        f"world {people:,} {difficulty}", _with_ids(tables, truth), truth.rename(columns={"record_id": "id"})
    )


def _with_ids(tables: dict[str, pd.DataFrame], truth: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Call the column `id` whose values the truth has."""
    for name, table in tables.items():
        ids = set(truth.loc[truth["source"] == name, "record_id"])
        own = max(table.columns, key=lambda column: table[column].isin(ids).mean())
        table.rename(columns={own: "id"}, inplace=True)
    return tables
