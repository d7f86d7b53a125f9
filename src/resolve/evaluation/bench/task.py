"""What a suite asks of a contender, and what it hands back.

>>> contender("rapidfuzz").label
'rapidfuzz baseline'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError, UnknownNameError
from resolve.version import __version__

if TYPE_CHECKING:
    import pandas as pd

OURS = "resolve"

# Columns of the common table, beside `row`; a contender may find any of them empty or absent.
COMMON = (
    "source",
    "full_name",
    "given_name",
    "surname",
    "father_name",
    "birth_date",
    "sex",
    "national_id",
    "document",
    "phone",
    "place",
)


@dataclass(frozen=True)
class Task:
    """Records to find the people in.

    Attributes:
        name: of the set. data: what the engine is given, as `resolve.dedupe` takes it.
        common: the same records in one table for contenders that need one: `row` and columns of `COMMON`, texts in
            lower-case ASCII, dates as YYYY-MM-DD, missing as None. It is made without this engine's rules.
        keys: (source, record id) by row; truth: entity by row.
        slices: by kind of slice, the slice of each row.
    """

    name: str
    data: Any
    common: pd.DataFrame
    keys: list[tuple[str, str]]
    truth: list[str]
    slices: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a contender found.

    Attributes:
        labels: the entity of each row, at the contender's default threshold.
        trials: by other thresholds, the same: to show what its best would have been, had it known the truth.
    """

    labels: Sequence[Any]
    trials: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contender:
    """Someone who deduplicates."""

    name: str
    label: str
    package: str
    dedupe: Callable[[Task], Answer]

    @property
    def version(self) -> str:
        """Give the version that is installed."""
        return __version__ if self.name == OURS else version(self.package)


_PEERS = {
    "splink": ("Splink", "splink"),
    "recordlinkage": ("recordlinkage", "recordlinkage"),
    "rapidfuzz": ("rapidfuzz baseline", "rapidfuzz"),
}


def contender(name: str) -> Contender:
    """Give a contender by name.

    Raises:
        UnknownNameError: there is none of that name. InputError: its package is not installed.
    """
    if name == OURS:
        return Contender(OURS, OURS, "resolve-entities", import_module("resolve.evaluation.bench.engine").dedupe)
    if name not in _PEERS:
        raise UnknownNameError(f"no contender '{name}'; there are: {', '.join((OURS, *_PEERS))}")
    label, package = _PEERS[name]
    try:
        version(package)
    except PackageNotFoundError:
        raise InputError(f"{label} is not installed; pip install {package}, or leave it out") from None
    return Contender(name, label, package, import_module(f"resolve.evaluation.bench.peers.{name}").dedupe)
