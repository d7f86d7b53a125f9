"""Deduplication at scale: this project and its peers by turns, on one machine, in one run.

Each run is a process of its own, so peak memory and wall time are that contender's alone. "seconds" is the
whole call, reading the file included; "process" adds the start of Python and imports.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import measure
import record

HERE = Path(__file__).parent


def suite(records: int, seed: int, contenders: Sequence[str], repeats: int) -> str:
    """Generate the population, run every contender `repeats` times by turns, score, and write the results."""
    with tempfile.TemporaryDirectory(prefix="resolve-scale-") as folder:
        data = Path(folder) / "population.parquet"
        size = ["--records", str(records), "--seed", str(seed)]
        subprocess.run([sys.executable, str(HERE / "population.py"), *size, "-o", str(data)], check=True)
        truth = pd.read_parquet(data.with_suffix(".truth.parquet"))
        runs = []
        for turn in range(repeats):
            for contender in contenders if turn % 2 == 0 else list(reversed(contenders)):
                print(f"turn {turn + 1} of {repeats}: {contender}", flush=True)
                runs.append(_run(contender, data, Path(folder) / f"{contender}-{turn}", truth))
    title = f"Deduplicating {records:,} synthetic records (seed {seed})"
    return record.write(f"scale_{records}", title, rows(runs), {"runs": runs})


def _run(contender: str, data: Path, folder: Path, truth: pd.DataFrame) -> dict[str, Any]:
    """Run one contender in a process and score each of its clusterings."""
    start = time.perf_counter()
    command = [sys.executable, str(HERE / "worker.py"), contender, str(data), str(folder)]
    subprocess.run(command, check=True)
    process = time.perf_counter() - start
    figures: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    figures["process_seconds"] = round(process - figures["trial_seconds"], 3)
    figures["scores"] = {
        label: measure.score_clusters(pd.read_parquet(folder / f"{label}.parquet"), truth)
        for label in figures["labels"]
    }
    return figures


def rows(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sum up the runs: a row for each contender at its default threshold, and one at its best if another.

    Times and memory are medians over the turns, scores those of the first turn.
    """
    table = []
    for contender in dict.fromkeys(run["contender"] for run in runs):
        mine = [run for run in runs if run["contender"] == contender]
        scores = mine[0]["scores"]
        best = max(scores, key=lambda label: scores[label]["pairwise"]["f1"])
        for label in dict.fromkeys([mine[0]["labels"][0], best]):
            pairwise = scores[label]["pairwise"]
            table.append(
                {
                    "contender": contender,
                    "threshold": label if label == mine[0]["labels"][0] else f"{label} (best)",
                    "seconds": statistics.median(run["seconds"] for run in mine),
                    "process": statistics.median(run["process_seconds"] for run in mine),
                    "peak MiB": round(statistics.median(run["peak_mib"] for run in mine)),
                    "precision": pairwise["precision"],
                    "recall": pairwise["recall"],
                    "F1": pairwise["f1"],
                    "B³ F1": scores[label]["b_cubed"]["f1"],
                    "stages": ", ".join(f"{stage} {value:.1f}" for stage, value in mine[0]["stages"].items()),
                }
            )
    return table
