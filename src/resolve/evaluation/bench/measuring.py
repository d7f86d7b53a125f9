"""Running contenders on tasks, and what comes of it.

>>> from resolve.evaluation.bench.suites import Asked, SUITES
>>> task = next(SUITES["world"](Asked(people=100, difficulties=("easy",))))
>>> row = measure(task, contender("rapidfuzz"))
>>> row.contender, 0 < row.recall < 1
('rapidfuzz baseline', True)
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from resolve import rules
from resolve.evaluation.bench.task import Contender, Task, contender
from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.pairs import SliceScore, bootstrap, by_slice, pair_slices
from resolve.evaluation.world.fingerprint import world_fingerprint
from resolve.version import __version__

_TIMES = 200
_FEWEST_PAIRS = 20


@dataclass(frozen=True)
class Row:
    """One contender on one set; measures in [0, 1]; slices by kind, then by name.

    `best_f1` is that of the best of the thresholds tried, chosen with the truth in hand; `f1` that of the default.
    """

    set: str
    contender: str
    version: str
    records: int
    seconds: float
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    best_f1: float
    b_cubed_f1: float
    exact_entities: float
    variation_of_information: float
    slices: dict[str, dict[str, SliceScore]]

    def gap(self, kind: str) -> float | None:
        """Give how far the worst slice of a kind is below the best in recall, among those of 20 pairs or more."""
        recalls = [score.recall for score in self.slices.get(kind, {}).values() if score.pairs >= _FEWEST_PAIRS]
        return max(recalls) - min(recalls) if recalls else None


def measure(task: Task, who: Contender) -> Row:
    """Run one contender on one task."""
    start = time.perf_counter()
    answer = who.dedupe(task)
    seconds = time.perf_counter() - start
    found = answer.labels
    scores = score_clusters(found, task.truth)
    best = max([scores.f1, *(score_clusters(labels, task.truth).f1 for labels in answer.trials.values())])
    interval = bootstrap(found, task.truth, times=_TIMES)["f1"]
    slices = {kind: by_slice(found, task.truth, values) for kind, values in task.slices.items()}
    if "script" in task.slices:
        slices["pair of scripts"] = pair_slices(found, task.truth, task.slices["script"])
    return Row(
        task.name,
        who.label,
        who.version,
        len(task.keys),
        round(seconds, 2),
        scores.precision,
        scores.recall,
        scores.f1,
        interval.low,
        interval.high,
        best,
        scores.b_cubed_f1 or 0.0,
        scores.exact_entities or 0.0,
        scores.variation_of_information or 0.0,
        slices,
    )


def run(
    tasks: Iterable[Task],
    contenders: Sequence[str],
    *,
    told: Callable[[str], None] = lambda words: None,
) -> list[Row]:
    """Run contenders on tasks, one after the other in this process.

    Args:
        told: called with what begins.

    Raises:
        UnknownNameError: no contender of a name. InputError: one is not installed.
    """
    chosen = [contender(name) for name in contenders]
    rows = []
    for task in tasks:
        for who in chosen:
            told(f"{task.name}: {who.label}")
            rows.append(measure(task, who))
    return rows


def header_of(suite: str, command: Sequence[str]) -> dict[str, Any]:
    """Say what a result was measured with: versions, rules, machine and command."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    return {
        "suite": suite,
        "version": __version__,
        "rules": rules.fingerprint(),
        "world_rules": world_fingerprint(),
        "machine": f"{machine}, Python {platform.python_version()}",
        "command": " ".join(command),
    }


def moved(old: dict[str, Any], rows: Sequence[Row]) -> list[tuple[str, str, dict[str, tuple[float, float]]]]:
    """Say for each set and contender that an earlier result has too what each measure was and is."""
    before = {(row["set"], row["contender"]): row for row in old.get("rows", ())}
    names = ("precision", "recall", "f1", "b_cubed_f1", "seconds")
    return [
        (row.set, row.contender, {name: (before[key][name], getattr(row, name)) for name in names})
        for row in rows
        if (key := (row.set, row.contender)) in before
    ]
