"""Whether match probabilities mean what they say, on labelled sets: reliability tables and calibration errors.

Every pair with a probability of 1 % or more counts, those kept apart by a contradiction or a rival too; the millions
below would make any error small.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import accuracy
import record

LEAST = 0.01
FILES: dict[str, tuple[str, Callable[[Path], list[accuracy.Task]]]] = {
    "historical": ("historical_50k.parquet", accuracy.historical),
    "census": ("uk_census_cis", accuracy.census),
    "rldata": ("rldata10000.csv", accuracy.rldata),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets of the other suites")


def suite(options: argparse.Namespace) -> str:
    """Measure every set and write the results."""
    tasks = [*accuracy.febrl(), *(task for file, read in FILES.values() for task in read(options.data / file))]
    measured = [_measured(task) for task in tasks]
    rows = [row for row, _ in measured]
    cells = {task.name: bins for task, (_, bins) in zip(tasks, measured, strict=True)}
    return record.write("calibration", "Calibration of match probabilities", rows, {"reliability": cells})


def _measured(task: accuracy.Task) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give the errors of one set and its reliability table."""
    import resolve
    from resolve.evaluation.calibration import calibration
    from resolve.linkage.pipeline import Policy

    usual = Policy.named("default")
    policy = Policy("calibration", usual.link, LEAST, usual.join, usual.eased)
    alone = task.right is None
    found = resolve.dedupe(task.left, policy=policy) if alone else resolve.link(task.left, task.right, policy=policy)
    pairs = pd.concat([found.links, found.possible])
    pairs = pairs[pairs["probability"] >= LEAST]
    result = calibration(pairs["probability"].to_numpy(), _matches(pairs, task))
    row = {
        "set": task.name,
        "pairs": len(pairs),
        "expected calibration error": round(result.error, 4),
        "largest": round(result.largest, 3),
        "Brier": round(result.brier, 4),
    }
    for cell in result.bins:
        row[f"{cell.low:.0%}"] = f"{cell.said:.2f} → {cell.true:.2f} ({cell.pairs})"
    for low in range(0, 100, 10):
        row.setdefault(f"{low}%", "–")
    order = [*list(row)[:5], *(f"{low}%" for low in range(0, 100, 10))]
    return {name: row[name] for name in order}, [vars(cell) for cell in result.bins]


def _matches(pairs: pd.DataFrame, task: accuracy.Task) -> np.ndarray:
    """Tell which pairs the truth has."""
    left, right = pairs["left_id"].astype(str), pairs["right_id"].astype(str)
    if task.right is None:
        person = task.truth.set_index(task.truth["id"].astype(str))["entity_id"]
        return np.asarray(person.loc[left].to_numpy() == person.loc[right].to_numpy())
    known = set(zip(task.truth["left_id"].astype(str), task.truth["right_id"].astype(str), strict=True))
    return np.array([pair in known for pair in zip(left, right, strict=True)], bool)
