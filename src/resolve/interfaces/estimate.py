"""How far a run is and how long the rest will take, from what its stages are known to take beside one another.

A bar for each stage says nothing of the stages that have not begun. Here the effort of every stage is known in
advance, relative to the others (`rules/models/effort`), and the stages that are done tell how fast the machine is.

>>> time = iter([0.0, 10.0])
>>> estimate = Estimate({"reading": 1.0, "comparing": 3.0}, lambda: next(time))
>>> estimate.told("reading", 0.0); estimate.told("reading", 1.0); estimate.done
0.25
>>> round(estimate.left() or 0)
30
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from resolve import rules

# A stage this many times as fast as it should be was taken up from an earlier run, and tells nothing of the machine.
_TAKEN_UP = 20.0
# Before so many seconds and so much of the run, an estimate would be a guess.
_LEAST_SECONDS, _LEAST_DONE = 1.0, 0.02


def known_effort() -> dict[str, float]:
    """Give the stages of a run in order, and the effort of each relative to the others."""
    return {stage["name"]: float(stage["units"]) for stage in rules.load("models/effort")["stage"]}


class Estimate:
    """Follows a run by the progress it tells.

    Args:
        effort: by stage; a stage that is not among them counts as nothing.
        clock: gives the time in seconds.
    """

    def __init__(self, effort: Mapping[str, float], clock: Callable[[], float] = time.monotonic) -> None:
        self._effort = effort
        self._clock = clock
        self._begun: dict[str, float] = {}
        self._share: dict[str, float] = {}
        self._seconds: dict[str, float] = {}

    def knows(self, stage: str) -> bool:
        """Tell whether the effort of a stage is known."""
        return stage in self._effort

    def told(self, stage: str, share: float) -> None:
        """Take in that a stage is done to a share, from 0 to 1; a stage before it that told no end has ended."""
        now = self._clock()
        for other in self._share:
            if other != stage:
                self._share[other] = 1.0
        begun = self._begun.setdefault(stage, now)
        self._share[stage] = max(self._share.get(stage, 0.0), min(max(share, 0.0), 1.0))
        self._seconds[stage] = now - begun

    @property
    def done(self) -> float:
        """The share of the whole run that is done, from 0 to 1."""
        whole = sum(self._effort.values())
        return sum(self._effort.get(stage, 0.0) * share for stage, share in self._share.items()) / whole

    def left(self) -> float | None:
        """Give how many seconds are left, None where it is too early to tell."""
        if self._share.get(next(reversed(list(self._effort)))) == 1.0:
            return 0.0
        spent = {stage: self._effort.get(stage, 0.0) * share for stage, share in self._share.items()}
        timed = [(self._seconds[stage], units) for stage, units in spent.items() if units > 0]
        usual = sum(seconds for seconds, _ in timed) / max(sum(units for _, units in timed), 1e-9)
        own = [(seconds, units) for seconds, units in timed if seconds * _TAKEN_UP >= usual * units]
        seconds, units = sum(each for each, _ in own), sum(each for _, each in own)
        whole = sum(self._effort.values())
        if seconds < _LEAST_SECONDS or units < _LEAST_DONE * whole:
            return None
        return (1 - self.done) * whole * seconds / units
