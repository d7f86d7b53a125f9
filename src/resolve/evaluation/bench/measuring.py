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
from pathlib import Path
from typing import Any

import numpy as np

from resolve import rules
from resolve.evaluation.bench.comparing import Measure
from resolve.evaluation.bench.contenders import Contender, contender
from resolve.evaluation.bench.task import PairScores, Task
from resolve.evaluation.calibration import Calibration, calibration
from resolve.evaluation.curves import Curve, precision_recall
from resolve.evaluation.fairness import SliceRates, rates_by_pair, rates_by_slice
from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.pairs import bootstrap, codes_of
from resolve.evaluation.world.fingerprint import world_fingerprint
from resolve.version import __version__

_TIMES = 200


@dataclass(frozen=True)
class Row:
    """One contender on one set; measures in [0, 1]; slices by kind, then by name.

    Attributes:
        seconds: what the answer at the default threshold took, wall time.
        best_f1: of the best of the thresholds tried, chosen with the truth in hand; `f1` is that of the default.
        curve: precision and recall of the scored pairs by threshold, before any clustering; thinned.
        calibration: of the match probabilities of the scored pairs; None where the scores are no probabilities.
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
    slices: dict[str, dict[str, SliceRates]]
    precision_low: float = 0.0
    precision_high: float = 1.0
    recall_low: float = 0.0
    recall_high: float = 1.0
    curve: Curve | None = None
    calibration: Calibration | None = None

    def measures(self) -> dict[str, Measure]:
        """Give what is compared with an earlier run."""
        return {
            "precision": Measure(self.precision, self.precision_low, self.precision_high),
            "recall": Measure(self.recall, self.recall_low, self.recall_high),
            "f1": Measure(self.f1, self.f1_low, self.f1_high),
            "b_cubed_f1": Measure(self.b_cubed_f1),
            "seconds": Measure(self.seconds, more_is_better=False),
        }


def measure(task: Task, who: Contender) -> Row:
    """Run one contender on one task."""
    start = time.perf_counter()
    answer = who.dedupe(task)
    seconds = time.perf_counter() - start - answer.extra_seconds
    found = answer.labels
    scores = score_clusters(found, task.truth)
    best = max([scores.f1, *(score_clusters(labels, task.truth).f1 for labels in answer.trials.values())])
    bounds = bootstrap(found, task.truth, times=_TIMES)
    slices = {kind: rates_by_slice(found, task.truth, values) for kind, values in task.slices.items()}
    if "script" in task.slices:
        slices["pair of scripts"] = rates_by_pair(found, task.truth, task.slices["script"])
    curve, calibrated = _of_scores(answer.scored, task.truth, scores.all_pairs)
    return Row(
        set=task.name,
        contender=who.label,
        version=who.version,
        records=len(task.keys),
        seconds=round(seconds, 2),
        precision=scores.precision,
        recall=scores.recall,
        f1=scores.f1,
        f1_low=bounds["f1"].low,
        f1_high=bounds["f1"].high,
        best_f1=best,
        b_cubed_f1=scores.b_cubed_f1 or 0.0,
        exact_entities=scores.exact_entities or 0.0,
        variation_of_information=scores.variation_of_information or 0.0,
        slices=slices,
        precision_low=bounds["precision"].low,
        precision_high=bounds["precision"].high,
        recall_low=bounds["recall"].low,
        recall_high=bounds["recall"].high,
        curve=curve,
        calibration=calibrated,
    )


def _of_scores(scored: PairScores | None, truth: list[str], matches: int) -> tuple[Curve | None, Calibration | None]:
    if scored is None or not len(scored.score):
        return None, None
    codes = codes_of(truth)
    match = codes[scored.left] == codes[scored.right]
    curve = precision_recall(scored.score, match, all_matches=matches).thinned()
    return curve, calibration(np.clip(scored.score, 0, 1), match) if scored.probability else None


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
    """Say what a result was measured with: versions, rules, machine and command, files by their names alone."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    return {
        "suite": suite,
        "version": __version__,
        "rules": rules.fingerprint(),
        "world_rules": world_fingerprint(),
        "machine": f"{machine}, Python {platform.python_version()}",
        "command": " ".join(Path(word).name if os.sep in word else word for word in command),
    }
