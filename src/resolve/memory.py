"""Memory that is free goes back to the system.

After work in several threads the C library keeps what they let go, in pieces by thread, and the next stage takes new
memory beside it: a fifth of the peak of a large run.

>>> give_back()
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Let the C library return the memory that it holds for nobody, where it can be asked to (glibc)."""
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    import ctypes

    try:
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, or another system
        return lambda pad: None
    return trim
