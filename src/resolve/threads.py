"""Work in threads: of NumPy, Arrow and RapidFuzz for the most part, which leave Python free to others.

>>> in_threads(max, [1, 5], [4, 2])
[4, 5]
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from typing import Any, TypeVar

T = TypeVar("T")
# A twenty-fifth of Python's own
_TURN_SECONDS = 0.0002


def processors() -> int:
    """Give the number of processors that this process may use.

    >>> processors() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_threads(work: Callable[..., T], *columns: Iterable[Any]) -> list[T]:
    """Do what `map` does, as much at a time as there are processors.

    More threads would gain nothing, and each of them holds arrays of its own.
    """
    with ThreadPoolExecutor(processors()) as pool:
        return list(pool.map(work, *columns))


@contextmanager
def beside(work: Callable[[], Any]) -> Iterator[None]:
    """Do some work in another thread while a block runs, which ends when both are done.

    What the work raises is raised at the end of the block.

    >>> done = []
    >>> with beside(lambda: done.append(1)):
    ...     pass
    >>> done
    [1]
    """
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(work)
        yield
    doing.result()


def importing(*modules: str) -> AbstractContextManager[None]:
    """Import what will be needed later in another thread while a block runs; what is not there is left to its user.

    >>> with importing("json", "a_module_that_is_not_there"):
    ...     pass
    """

    def load() -> None:
        for name in modules:
            with suppress(ImportError):
                import_module(name)

    return beside(load)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking over many small objects, none of which is in a cycle, while a block runs.

    >>> with no_collection():
    ...     gc.isenabled()
    False
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads change places more often while a block runs.

    A thread that works on arrays needs Python for a moment between two of them; behind a thread that works in Python
    alone it would wait for a whole turn each time, and a processor with it.

    >>> import sys
    >>> with short_turns():
    ...     sys.getswitchinterval() < 0.005
    True
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
