"""Stages of a run: timed, with progress told of each.

>>> clock = Clock(lambda stage, share: print(stage, share))
>>> with clock.stage("blocking"):
...     pass
blocking 0.0
blocking 1.0
>>> list(clock.seconds)
['blocking']
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float], None]


class Clock:
    """Times stages and tells progress of their start and end."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self.progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        self.progress(name, 0.0)
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.progress(name, 1.0)

    @contextmanager
    def taken_up(self, name: str, seconds: float) -> Iterator[None]:
        """Tell of a stage that an earlier run did, in so many seconds, and that is read within."""
        self.progress(name, 0.0)
        yield
        self.seconds[name] = seconds
        self.progress(name, 1.0)
