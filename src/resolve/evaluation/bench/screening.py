"""The suite `screening`: the records of a world against its watchlist.

A screener is given the world's list and exports as they are, and the records in one plain table as well, for those that
read no exports. A baseline of RapidFuzz is always there.

>>> rows = run_screening(Asked(people=400, difficulties=("easy",)), {BASELINE: by_rapidfuzz})
>>> rows[0].contender, rows[0].listed > 0
('rapidfuzz baseline', True)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from resolve.errors import InputError
from resolve.evaluation.bench.common import plain_text, written_names
from resolve.evaluation.bench.comparing import Measure
from resolve.evaluation.bench.suites import Asked, read_rows, with_records, world_task
from resolve.evaluation.bench.task import Task
from resolve.evaluation.bounds import grouped_share
from resolve.evaluation.fairness import GroupRates, rates_by_group
from resolve.evaluation.pairs import Interval
from resolve.evaluation.screening import DetPoint, Hit, ScreeningScores, screening_scores
from resolve.evaluation.world.writing import Order, generate

if TYPE_CHECKING:
    import pandas as pd

BASELINE = "rapidfuzz baseline"

Pairs = frozenset[tuple[str, str]]

_ALERTS = (1.0, 5.0, 10.0)
_DET_POINTS = 80
_LEAST = 70.0
_SAME_YEAR, _OTHER_YEAR = 6.0, -12.0


@dataclass(frozen=True)
class ScreenTask:
    """People to screen, and the list to screen them against.

    Attributes:
        watchlist: the world's list. data: its exports by agency.
        queries: the same records as one table of plain texts (see `task.COMMON`; the name is in `name`, and in
            `name_as_written` in its own script), each with a `query_id` as `query_id(agency, record)` gives it.
    """

    watchlist: Path
    data: Mapping[str, Path]
    queries: pd.DataFrame


@dataclass(frozen=True)
class ScreenAnswer:
    """What a screener found.

    Attributes:
        hits: (query, entry, score) of every hit however weak, higher is surer.
        verdicts: by verdict, from the weakest, the (query, entry) that reach it by the screener's own default.
        extra_seconds: what the hits below the default took; they are not the screener's own time.
    """

    hits: list[Hit]
    verdicts: Mapping[str, Pairs] = field(default_factory=dict)
    extra_seconds: float = 0.0


@dataclass(frozen=True)
class VerdictScore:
    """Alerts of a verdict or a stronger one: how many are right, and of how many listed people one is right."""

    alerts: int
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    recall_low: float
    recall_high: float
    alerts_per_thousand: float


@dataclass(frozen=True)
class ScreenRow:
    """One screener on one world.

    Attributes:
        listed: records of listed people, of all the `queries`.
        recall_at_1: share of them with the right entry first; recall_at_N_alerts: found at a threshold that raises no
            more than N alerts per 1,000 records of other people. Bounds count people.
        verdicts: at the screener's own bounds; slices: recall and alerts on others at 5 alerts per 1,000 overall.
    """

    set: str
    contender: str
    version: str
    queries: int
    listed: int
    seconds: float
    recall_at_1: float
    recall_at_1_low: float
    recall_at_1_high: float
    recall_at_1_alert: float
    recall_at_5_alerts: float
    recall_at_5_alerts_low: float
    recall_at_5_alerts_high: float
    recall_at_10_alerts: float
    verdicts: dict[str, VerdictScore]
    slices: dict[str, dict[str, GroupRates]]
    det: tuple[DetPoint, ...]

    def measures(self) -> dict[str, Measure]:
        """Give what is compared with an earlier run."""
        return {
            "recall_at_1": Measure(self.recall_at_1, self.recall_at_1_low, self.recall_at_1_high),
            "recall_at_1_alert": Measure(self.recall_at_1_alert),
            "recall_at_5_alerts": Measure(
                self.recall_at_5_alerts, self.recall_at_5_alerts_low, self.recall_at_5_alerts_high
            ),
            "recall_at_10_alerts": Measure(self.recall_at_10_alerts),
            "seconds": Measure(self.seconds, more_is_better=False),
        }


Screener = Callable[[ScreenTask], ScreenAnswer]


def query_id(agency: str, record: str) -> str:
    """Name a record as a query: record numbers are unique within an agency only."""
    return f"{agency}:{record}"


def run_screening(
    asked: Asked,
    screeners: Mapping[str, Screener],
    *,
    versions: Mapping[str, str] | None = None,
    told: Callable[[str], None] = lambda words: None,
) -> list[ScreenRow]:
    """Screen the records of a world at each difficulty.

    Args:
        screeners: by the name to show. versions: of these, for the record. told: called with what begins.

    Raises:
        InputError: nobody is listed in so small a world.
    """
    numbers = versions or {}
    return [
        row
        for difficulty in asked.difficulties
        for row in _on_world(Order(asked.people, asked.seed, difficulty), screeners, numbers, told)
    ]


def _on_world(
    order: Order, screeners: Mapping[str, Screener], versions: Mapping[str, str], told: Callable[[str], None]
) -> Iterator[ScreenRow]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = generate(order, folder)
        task = world_task(folder, f"world {order.people:,} {order.difficulty}", with_records(made))
        written = written_names(folder, with_records(made))  # in the order of the task
        queries = task.common.rename(columns={"full_name": "name"}).assign(
            query_id=[query_id(*key) for key in task.keys], name_as_written=written["name"].to_numpy()
        )
        rows = read_rows(folder / "watchlist_hits.csv")
        truth = frozenset((query_id(row["source"], row["record_id"]), row["entry_id"]) for row in rows)
        if not rows:
            raise InputError(f"nobody of a world of {order.people:,} people is on its watchlist: ask for more --people")
        asked = ScreenTask(folder / "watchlist.csv", dict(task.data), queries)
        for label, screen in screeners.items():
            told(f"{task.name}: {label}")
            start = time.perf_counter()
            answer = screen(asked)
            seconds = time.perf_counter() - start - answer.extra_seconds
            yield _row(task, (label, versions.get(label, "")), answer, truth, seconds)


def _row(task: Task, who: tuple[str, str], answer: ScreenAnswer, truth: Pairs, seconds: float) -> ScreenRow:
    scores = screening_scores(answer.hits, truth, queries=len(task.keys), alerts=_ALERTS)
    asked = _Listed.of(task, truth)
    first = asked.share(_first_right(answer.hits, truth))
    over = frozenset((query, entry) for query, entry, score in answer.hits if score > scores.threshold_at_alerts[5.0])
    five = asked.share({query for query, _ in over & truth})
    return ScreenRow(
        set=task.name,
        contender=who[0],
        version=who[1],
        queries=len(task.keys),
        listed=scores.listed,
        seconds=round(seconds, 2),
        recall_at_1=first.value,
        recall_at_1_low=first.low,
        recall_at_1_high=first.high,
        recall_at_1_alert=scores.recall_at_alerts[1.0],
        recall_at_5_alerts=five.value,
        recall_at_5_alerts_low=five.low,
        recall_at_5_alerts_high=five.high,
        recall_at_10_alerts=scores.recall_at_alerts[10.0],
        verdicts={verdict: _verdict(pairs, truth, asked) for verdict, pairs in answer.verdicts.items()},
        slices=_slices(task, over, truth),
        det=_thinned(scores),
    )


@dataclass(frozen=True)
class _Listed:
    """The records of listed people in order, whom each is of, and how many records of others were asked about."""

    queries: list[str]
    people: list[str]
    others: int

    @classmethod
    def of(cls, task: Task, truth: Pairs) -> _Listed:
        listed = {query for query, _ in truth}
        both = [(query_id(*key), person) for key, person in zip(task.keys, task.truth, strict=True)]
        inside = [(query, person) for query, person in both if query in listed]
        return cls([query for query, _ in inside], [person for _, person in inside], len(both) - len(inside))

    def share(self, found: Set[str]) -> Interval:
        """Bound the share of the listed records that were found."""
        return grouped_share([query in found for query in self.queries], self.people)


def _first_right(hits: Sequence[Hit], truth: Pairs) -> set[str]:
    """Give the queries whose best hit is right; among equals a wrong one comes first."""
    best: dict[str, tuple[float, bool]] = {}
    for query, entry, score in hits:
        hit = (score, (query, entry) not in truth)
        best[query] = max(best.get(query, hit), hit)
    return {query for query, (_, wrong) in best.items() if not wrong}


def _verdict(pairs: Pairs, truth: Pairs, asked: _Listed) -> VerdictScore:
    alerts = sorted(pairs)
    precision = grouped_share([pair in truth for pair in alerts], [query for query, _ in alerts])
    recall = asked.share({query for query, _ in pairs & truth})
    others = len({query for query, _ in pairs} - set(asked.queries))
    return VerdictScore(
        len(pairs),
        precision.value,
        precision.low,
        precision.high,
        recall.value,
        recall.low,
        recall.high,
        1000 * others / max(1, asked.others),
    )


def _slices(task: Task, over: Pairs, truth: Pairs) -> dict[str, dict[str, GroupRates]]:
    """Score each kind of slice at one threshold for all: a listed record is found by its right entry only."""
    ids = [query_id(*key) for key in task.keys]
    listed = {query for query, _ in truth}
    found, alerted = {query for query, _ in over & truth}, {query for query, _ in over}
    match = [one in listed for one in ids]
    said = [one in found if one in listed else one in alerted for one in ids]
    return {kind: rates_by_group(values, match, said, task.truth) for kind, values in task.slices.items()}


def _thinned(scores: ScreeningScores) -> tuple[DetPoint, ...]:
    """Give points of the tradeoff where something changes, evenly chosen where they are many."""
    corners = [
        point
        for at, point in enumerate(scores.det)
        if at in (0, len(scores.det) - 1)
        or (point.missed, point.false_alarms) != (scores.det[at - 1].missed, scores.det[at - 1].false_alarms)
    ]
    step = max(1, -(-len(corners) // _DET_POINTS))
    return tuple(corners[::step]) + (tuple(corners[-1:]) if (len(corners) - 1) % step else ())


def by_rapidfuzz(task: ScreenTask) -> ScreenAnswer:
    """Screen by token_sort_ratio over all names of an entry, with a year of birth that agrees or not counted in."""
    from rapidfuzz import fuzz, process

    entries = read_rows(task.watchlist)
    names = [(at, name) for at, entry in enumerate(entries) for name in names_of(entry)]
    if not names:
        return ScreenAnswer([])
    owner = np.array([at for at, _ in names])
    year = np.array([entry["birth_date"][:4] for entry in entries], object)
    hits: list[Hit] = []
    texts = task.queries["name"].fillna("").tolist()
    born = task.queries["birth_date"].fillna("").str[:4].to_numpy()
    ids = task.queries["query_id"].tolist()
    for start in range(0, len(texts), 2000):
        part = slice(start, start + 2000)
        alike = process.cdist(texts[part], [name for _, name in names], scorer=fuzz.token_sort_ratio, dtype=np.float32)
        for row, column in zip(*np.nonzero(alike >= _LEAST), strict=True):
            entry, asked = int(owner[column]), born[part][row]
            known = bool(asked and year[entry])
            step = (_SAME_YEAR if asked == year[entry] else _OTHER_YEAR) if known else 0.0
            hits.append((ids[start + row], entries[entry]["id"], float(alike[row, column]) + step))
    return ScreenAnswer(hits)


def names_of(entry: Mapping[str, str]) -> list[str]:
    """Give all names of an entry of a world's list as plain texts."""
    given = (entry["name"], *entry["aliases"].split("; "), *entry["weak_aliases"].split("; "))
    return [text for text in map(plain_text, given) if text]
