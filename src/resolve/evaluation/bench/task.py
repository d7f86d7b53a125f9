"""What a suite asks of a contender, and what it hands back.

>>> Answer(["a", "a", "b"]).scored is None
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

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
        labels_only: nothing else is wanted of the answer, for runs that measure time and memory.
    """

    name: str
    data: Any
    common: pd.DataFrame
    keys: list[tuple[str, str]]
    truth: list[str]
    slices: Mapping[str, list[str]] = field(default_factory=dict)
    labels_only: bool = False


@dataclass(frozen=True)
class PairScores:
    """Pairs of rows that a contender scored, each once; higher is surer.

    Attributes:
        probability: whether the scores are meant as match probabilities.
    """

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    score: npt.NDArray[np.float64]
    probability: bool


@dataclass(frozen=True)
class Answer:
    """What a contender found.

    Attributes:
        labels: the entity of each row, at the contender's default threshold.
        trials: by other thresholds, the same: to show what its best would have been, had it known the truth.
        scored: the pairs that it scored, for curves.
        extra_seconds: what the trials and the scores took beside the labels; they are not the contender's own.
    """

    labels: Sequence[Any]
    trials: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    scored: PairScores | None = None
    extra_seconds: float = 0.0
