"""What moved since an earlier run, and whether by more than chance.

>>> now = {("world", "resolve"): {"f1": Measure(0.95, 0.94, 0.96)}}
>>> earlier = {"rows": [{"set": "world", "contender": "resolve", "f1": 0.90, "f1_low": 0.89, "f1_high": 0.91}]}
>>> [(change.measure, change.verdict) for change in moved(earlier, now)]
[('f1', 'better')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BETTER, WORSE, NOISE, MOVED = "better", "worse", "within noise", "moved"

# Times on one machine differ by as much from run to run.
_NOISE_OF_TIME = 0.25
_LEAST = 0.0005


@dataclass(frozen=True)
class Measure:
    """A figure with its bounds at 95 %, where it has any; time and memory are better when they are less."""

    value: float
    low: float | None = None
    high: float | None = None
    more_is_better: bool = True


@dataclass(frozen=True)
class Change:
    """How a measure of a contender on a set moved.

    `verdict` is "better" or "worse" where the new value lies outside the old one's bounds and the old one outside the
    new one's; "within noise" where not; "moved" where there are no bounds to tell by. Times move from a quarter on.
    """

    set: str
    contender: str
    measure: str
    was: float
    now: float
    verdict: str


def moved(old: Mapping[str, Any], rows: Mapping[tuple[str, str], Mapping[str, Measure]]) -> list[Change]:
    """Say what moved on the sets and of the contenders that an earlier result has too.

    Args:
        old: an earlier result as it is written. rows: measures of the new one, by set and contender.
    """
    before = {(row.get("set", ""), row["contender"]): row for row in old.get("rows", ()) if "contender" in row}
    return [
        Change(*key, name, float(before[key][name]), measure.value, _verdict(before[key], name, measure))
        for key, measures in rows.items()
        if key in before
        for name, measure in measures.items()
        if before[key].get(name) is not None and abs(float(before[key][name]) - measure.value) >= _LEAST
    ]


def unlike(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Say what two results were measured with that differs, so that a reader knows what their difference may mean."""
    words = {
        "suite": "another suite",
        "world_rules": "other rules of the world, so the data are not the same",
        "seed": "another seed, so the data are not the same",
        "machine": "another machine, so times do not compare",
    }
    return [said for name, said in words.items() if name in old and name in new and old[name] != new[name]]


def _verdict(row: Mapping[str, Any], name: str, now: Measure) -> str:
    was = float(row[name])
    better = (now.value > was) == now.more_is_better
    if not now.more_is_better:
        small = abs(now.value - was) <= _NOISE_OF_TIME * max(abs(was), abs(now.value))
        return NOISE if small else BETTER if better else WORSE
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    if None in (low, high, now.low, now.high):
        return MOVED
    apart = not (float(low) <= now.value <= float(high)) and not (now.low <= was <= now.high)  # type: ignore[arg-type, operator]
    return (BETTER if better else WORSE) if apart else NOISE
