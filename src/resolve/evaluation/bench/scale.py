"""The suite `scale`: time and memory on large worlds, each contender in a process of its own.

A world is written to disk. Each contender is started anew, reads it and writes down the entities, its time and the
most memory that it had; it is scored when it has ended. This engine reads the exports; the others read one table in
which the columns are brought together already, and that is not counted as their time.

>>> people_for(100_000)
70000
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.evaluation.bench.common import world_table
from resolve.evaluation.bench.comparing import Measure
from resolve.evaluation.bench.contenders import contender
from resolve.evaluation.bench.suites import Asked, with_records
from resolve.evaluation.bench.task import COMMON, OURS
from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.pairs import bootstrap
from resolve.evaluation.world.writing import Order, generate

if TYPE_CHECKING:
    import pandas as pd

_PEOPLE_A_RECORD = 0.7
_FEWEST = 30
_TIMES = 100
TABLE, RUN, ENTITIES = "common.parquet", "run.json", "entities.parquet"


@dataclass(frozen=True)
class ScaleRow:
    """One contender on one large world.

    Attributes:
        seconds: from the files to the entities, wall time; process_seconds: with the start of Python and imports.
        peak_mib: the most memory that the process had, in MiB; None where the system does not tell.
        failed: why there is no result, "" where there is one; the measures are 0 then.
    """

    set: str
    contender: str
    version: str
    records: int
    seconds: float
    process_seconds: float
    peak_mib: float | None
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    b_cubed_f1: float
    exact_entities: float
    failed: str = ""

    def measures(self) -> dict[str, Measure]:
        """Give what is compared with an earlier run."""
        found = {
            "precision": Measure(self.precision),
            "recall": Measure(self.recall),
            "f1": Measure(self.f1, self.f1_low, self.f1_high),
            "b_cubed_f1": Measure(self.b_cubed_f1),
            "seconds": Measure(self.seconds, more_is_better=False),
        }
        if self.peak_mib is not None:
            found["peak_mib"] = Measure(self.peak_mib, more_is_better=False)
        return {} if self.failed else found


def people_for(records: int) -> int:
    """Give how many people have about so many records."""
    return round(records * _PEOPLE_A_RECORD)


def run_scale(
    asked: Asked,
    against: Sequence[str] = (),
    *,
    told: Callable[[str], None] = lambda words: None,
    progress: Callable[[str, float], None] = lambda stage, share: None,
) -> list[ScaleRow]:
    """Run this engine and others on a world of each size, at the first of the difficulties that are asked for.

    Args:
        against: peers that deduplicate, each installed. told: called with what begins.
        progress: called with a stage and the share of it that is done.

    Raises:
        InputError: a size is too small.
    """
    if not asked.records or min(asked.records) < _FEWEST:
        raise InputError(
            f"expected sizes of {_FEWEST} records or more in --records, found {min(asked.records, default=0)}"
        )
    return [row for records in asked.records for row in _of_size(asked, records, (OURS, *against), told, progress)]


def _of_size(
    asked: Asked,
    records: int,
    names: Sequence[str],
    told: Callable[[str], None],
    progress: Callable[[str, float], None],
) -> Iterator[ScaleRow]:
    import pandas as pd

    difficulty = "medium" if "medium" in asked.difficulties else asked.difficulties[0]
    with tempfile.TemporaryDirectory(prefix="resolve-scale-") as name:
        folder = Path(name)
        order = Order(people_for(records), asked.seed, difficulty)
        told(f"scale {records:,}: writing a world of {order.people:,} people")
        made = generate(order, folder, progress=progress)
        if len(names) > 1:
            told(f"scale {records:,}: one table for the others")
            table = world_table(folder, with_records(made))
            table[["record_id", *COMMON]].to_parquet(folder / TABLE, index=False)
            del table
        truth = pd.read_csv(folder / "truth.csv", dtype=str).set_index(["source", "record_id"])["entity_id"]
        for who in names:
            told(f"scale {records:,}: {contender(who).label}")
            progress(f"{contender(who).label} at {records:,}", 0.0)
            yield _run(who, folder, f"scale {records:,} {difficulty}", truth)
            progress(f"{contender(who).label} at {records:,}", 1.0)


def _run(who: str, folder: Path, name: str, truth: pd.Series[str]) -> ScaleRow:
    out = folder / f"out-{who}"
    out.mkdir()
    command = [sys.executable, "-m", "resolve.evaluation.bench.worker", who, str(folder), str(out)]
    start = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    process = time.perf_counter() - start
    about: dict[str, Any] = {"set": name, "contender": contender(who).label, "version": contender(who).version}
    about |= {"records": len(truth), "process_seconds": round(process, 2)}
    if ended.returncode or not (out / RUN).exists():
        said = (ended.stderr.strip().splitlines() or ["no message"])[-1]
        return ScaleRow(**about, **_NOTHING, failed=f"ended with status {ended.returncode}: {said[:200]}")
    figures = json.loads((out / RUN).read_text("utf-8"))
    return ScaleRow(
        **about, seconds=round(figures["seconds"], 2), peak_mib=figures["peak_mib"], **_scored(out / ENTITIES, truth)
    )


_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("seconds", "precision", "recall", "f1", "f1_low", "f1_high", "b_cubed_f1", "exact_entities"), 0.0),
    "peak_mib": None,
}


def _scored(path: Path, truth: pd.Series[str]) -> dict[str, Any]:
    """Score entities; a record that has none stands alone."""
    import pandas as pd

    found = pd.read_parquet(path).set_index(["source", "record_id"])["entity_id"].reindex(truth.index)
    alone = found.isna().to_numpy()
    labels = found.to_numpy(object, copy=True)
    labels[alone] = [f"alone {row}" for row in range(int(alone.sum()))]
    scores = score_clusters(labels.astype(str), truth.to_numpy(str))
    f1 = bootstrap(labels.astype(str), truth.to_numpy(str), times=_TIMES)["f1"]
    return {
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "f1_low": f1.low,
        "f1_high": f1.high,
        "b_cubed_f1": scores.b_cubed_f1 or 0.0,
        "exact_entities": scores.exact_entities or 0.0,
    }
