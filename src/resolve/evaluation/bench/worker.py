"""One contender on one world, in a process of its own.

    python -m resolve.evaluation.bench.worker splink WORLD OUT

writes OUT/entities.parquet (source, record_id, entity_id) and OUT/run.json (seconds, peak_mib). WORLD is a folder as
`scale` lays it out; the truth in it is not looked at.

>>> (peak_memory() or 1.0) > 0
True
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.evaluation.bench.contenders import contender
from resolve.evaluation.bench.scale import ENTITIES, RUN, TABLE
from resolve.evaluation.bench.task import COMMON, OURS, Task

if TYPE_CHECKING:
    import pandas as pd


def main(name: str, world: Path, out: Path) -> None:
    """Run a contender and write down what it found and took."""
    start = time.perf_counter()
    found = _ours(world) if name == OURS else _peer(name, world)
    seconds = time.perf_counter() - start
    figures = {"seconds": seconds, "peak_mib": peak_memory()}
    found.to_parquet(out / ENTITIES, index=False)
    (out / RUN).write_text(json.dumps(figures), "utf-8")


def _ours(world: Path) -> pd.DataFrame:
    import pandas as pd

    from resolve.evaluation.bench.engine import entities, link

    counts = json.loads((world / "world.json").read_text("utf-8"))["records"]
    linked = link({agency: world / f"{agency}.csv" for agency, records in counts.items() if records})
    rows = [(*key, entity) for key, entity in entities(linked)]
    return pd.DataFrame(rows, columns=["source", "record_id", "entity_id"])


def _peer(name: str, world: Path) -> pd.DataFrame:
    import pandas as pd

    table = pd.read_parquet(world / TABLE).astype(object)
    table = table.where(table.notna(), None)
    keys: list[Any] = list(zip(table["source"], table["record_id"], strict=True))
    task = Task("scale", None, table[list(COMMON)], keys, [], labels_only=True)
    labels = contender(name).dedupe(task).labels
    return table[["source", "record_id"]].assign(entity_id=[str(label) for label in labels])


def peak_memory() -> float | None:
    """Give the most memory that this process has had, in MiB; None where the system does not tell.

    Linux carries the maximum of `getrusage` over from the parent through exec, so VmHWM is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
