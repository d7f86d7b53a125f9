"""What every contender of the deduplication bench hands back, and what it costs the machine."""

from __future__ import annotations

import resource
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Deduplication:
    """The clusters of one run.

    clusters  by label ("default", "0.95" ...): a frame with the columns record_id and entity_id
    stages    seconds by stage, in order
    peak_mib  peak memory before work that only serves the bench; None: measure at the end
    notes     what else is worth recording: number of pairs scored, settings
    """

    clusters: dict[str, pd.DataFrame]
    stages: dict[str, float]
    peak_mib: float | None = None
    notes: dict[str, float | int | str] = field(default_factory=dict)


def peak_memory_mib() -> float:
    """Give the largest resident size that this process has had, in MiB.

    Linux carries ru_maxrss over from the parent through exec, so VmHWM is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
