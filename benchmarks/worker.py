"""Run one contender on one file in a process of its own, and write down what it did and what it took.

    python benchmarks/worker.py splink population.parquet out/

writes out/<label>.parquet (record_id, entity_id) for each clustering and out/run.json (seconds, stages, peak
memory). The contender sees no truth.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from contender import Deduplication, peak_memory_mib


def resolve_dedupe(path: Path) -> Deduplication:
    """Deduplicate with this project, as a user would who knows nothing of the data."""
    import resolve

    resolution = resolve.dedupe(path)
    stages = {stage: round(float(seconds), 3) for stage, seconds in resolution.timings.items()}
    entities = resolution.entities[["record_id", "entity_id"]]
    return Deduplication({"default": entities}, stages, notes={"links": len(resolution.links)})


def splink_dedupe(path: Path) -> Deduplication:
    """Deduplicate with Splink."""
    from peers import splink_dedupe as splink

    return splink.dedupe(path)


CONTENDERS: dict[str, Callable[[Path], Deduplication]] = {"resolve": resolve_dedupe, "splink": splink_dedupe}
TRIALS = "trial clusters"
"""A stage of this name serves the bench (other thresholds) and doesn't count as the contender's time."""


def run(contender: str, data: Path, folder: Path) -> None:
    """Deduplicate and write clusters and run.json to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    result = CONTENDERS[contender](data)
    seconds = time.perf_counter() - start - result.stages.get(TRIALS, 0.0)
    memory = result.peak_mib if result.peak_mib is not None else peak_memory_mib()
    for label, clusters in result.clusters.items():
        clusters.to_parquet(folder / f"{label}.parquet", index=False)
    figures = {
        "contender": contender,
        "seconds": round(seconds, 3),
        "peak_mib": round(memory, 1),
        "stages": {stage: value for stage, value in result.stages.items() if stage != TRIALS},
        "trial_seconds": result.stages.get(TRIALS, 0.0),
        "labels": list(result.clusters),
        "notes": result.notes,
    }
    (folder / "run.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Run one contender on one file.")
    parser.add_argument("contender", choices=sorted(CONTENDERS))
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    run(options.contender, options.data, options.folder)


if __name__ == "__main__":
    main()
