"""The suite `screening`: the records of a world against its watchlist.

A screener is given the folder of a world and the queries, and answers with hits. Who screens is handed in from outside,
so that a screening engine needs no place here; a baseline of RapidFuzz is always there.

>>> rows = run_screening(Asked(people=400, difficulties=("easy",)), {BASELINE: by_rapidfuzz})
>>> rows[0].contender, rows[0].listed > 0
('rapidfuzz baseline', True)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from resolve.evaluation.bench.common import plain_text
from resolve.evaluation.bench.suites import Asked, read_rows, world_task
from resolve.evaluation.screening import DetPoint, Hit, screening_scores
from resolve.evaluation.world.writing import Order, generate

if TYPE_CHECKING:
    import pandas as pd

BASELINE = "rapidfuzz baseline"
Screener = Callable[[Path, "pd.DataFrame"], list[Hit]]

_ALERTS = (1.0, 5.0, 10.0)
_LEAST = 70.0
_SAME_YEAR, _OTHER_YEAR = 6.0, -12.0


@dataclass(frozen=True)
class ScreenRow:
    """One screener on one world: recall of listed people at alerts per 1,000 others, and at rank 1."""

    set: str
    contender: str
    queries: int
    listed: int
    seconds: float
    recall_at_1: float
    recall_at_1_alert: float
    recall_at_5_alerts: float
    recall_at_10_alerts: float
    det: tuple[DetPoint, ...]


def run_screening(asked: Asked, screeners: Mapping[str, Screener]) -> list[ScreenRow]:
    """Screen the records of a world at each difficulty."""
    return [row for difficulty in asked.difficulties for row in _on_world(asked, difficulty, screeners)]


def _on_world(asked: Asked, difficulty: str, screeners: Mapping[str, Screener]) -> Iterator[ScreenRow]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = generate(Order(asked.people, asked.seed, difficulty), folder)
        task = world_task(folder, f"world {asked.people:,} {difficulty}", list(made.records))
        queries = task.common.assign(query_id=[record for _, record in task.keys])
        queries = queries.rename(columns={"full_name": "name"})
        truth = {(row["record_id"], row["entry_id"]) for row in read_rows(folder / "watchlist_hits.csv")}
        for label, screen in screeners.items():
            start = time.perf_counter()
            hits = screen(folder / "watchlist.csv", queries)
            seconds = time.perf_counter() - start
            scores = screening_scores(hits, truth, queries=len(queries), alerts=_ALERTS)
            yield ScreenRow(
                task.name,
                label,
                len(queries),
                scores.listed,
                round(seconds, 2),
                scores.recall_at[1],
                scores.recall_at_alerts[1.0],
                scores.recall_at_alerts[5.0],
                scores.recall_at_alerts[10.0],
                scores.det,
            )


def by_rapidfuzz(watchlist: Path, queries: pd.DataFrame) -> list[Hit]:
    """Screen by token_sort_ratio over all names of an entry, with a year of birth that agrees or not counted in."""
    from rapidfuzz import fuzz, process

    entries = read_rows(watchlist)
    names = [
        (at, plain_text(name))
        for at, entry in enumerate(entries)
        for name in (entry["name"], *entry["aliases"].split("; "), *entry["weak_aliases"].split("; "))
        if name
    ]
    if not names:
        return []
    owner = np.array([at for at, _ in names])
    year = np.array([entry["birth_date"][:4] for entry in entries], object)
    hits: list[Hit] = []
    texts = queries["name"].fillna("").tolist()
    born = queries["birth_date"].fillna("").str[:4].to_numpy()
    ids = queries["query_id"].tolist()
    for start in range(0, len(texts), 2000):
        part = slice(start, start + 2000)
        alike = process.cdist(texts[part], [name for _, name in names], scorer=fuzz.token_sort_ratio, dtype=np.float32)
        for row, column in zip(*np.nonzero(alike >= _LEAST), strict=True):
            entry, asked = int(owner[column]), born[part][row]
            known = bool(asked and year[entry])
            step = (_SAME_YEAR if asked == year[entry] else _OTHER_YEAR) if known else 0.0
            hits.append((ids[start + row], entries[entry]["id"], float(alike[row, column]) + step))
    return hits
