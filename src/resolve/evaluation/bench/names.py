"""The suite `names`: pairs of names as agencies of a world write them, to be told the same or not.

The same: two records of one person in two agencies. Not the same: two people of one household, or of one surname or one
given name. Pairs of namesakes, whom no name tells apart, are left out.

>>> pairs = name_pairs(Asked(people=300, difficulties=("easy",)))
>>> len(pairs.left) == len(pairs.right) == len(pairs.same), bool(pairs.same.any())
(True, True)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from resolve.evaluation.bench.common import plain_text
from resolve.evaluation.bench.suites import Asked, read_rows
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.pairs import pairs_of
from resolve.evaluation.world.agencies import read_agencies
from resolve.evaluation.world.writing import Order, generate
from resolve.version import __version__

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.int64]

_LIKE_ENOUGH = {"rapidfuzz token_sort_ratio": 0.88, "jellyfish Jaro-Winkler": 0.90}


@dataclass(frozen=True)
class NamePairs:
    """Names side by side, whether they are the same person's, and the scripts of the two."""

    left: list[str]
    right: list[str]
    same: npt.NDArray[np.bool_]
    scripts: npt.NDArray[np.str_]


@dataclass(frozen=True)
class NameRow:
    """One measure of names: at its own threshold, and the F1 at the threshold that would have been best."""

    contender: str
    version: str
    pairs: int
    seconds: float
    threshold: float
    precision: float
    recall: float
    f1: float
    best_f1: float
    recall_by_scripts: dict[str, float]


def name_pairs(asked: Asked) -> NamePairs:
    """Draw pairs of names from a world at the hardest of the difficulties that are asked for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = generate(Order(asked.people, asked.seed, asked.difficulties[-1]), folder)
        table = _named(folder, list(made.records))
    rng = np.random.default_rng(asked.seed)
    same = pairs_of(table["entity_id"].to_numpy())
    same = same[table["source"].to_numpy()[same[:, 0]] != table["source"].to_numpy()[same[:, 1]]]
    kinds = [_unlike(table, column, len(same) // 3 + 1, rng) for column in ("family", "surname", "given_name")]
    other = np.unique(np.concatenate(kinds), axis=0)
    pairs = np.concatenate([same, other])
    names, scripts = table["name"].to_numpy(), table["script"].to_numpy()
    sides = np.sort(scripts[pairs].astype(str), axis=1)
    return NamePairs(
        names[pairs[:, 0]].tolist(),
        names[pairs[:, 1]].tolist(),
        np.arange(len(pairs)) < len(same),
        np.char.add(np.char.add(sides[:, 0], "–"), sides[:, 1]),
    )


def run_names(asked: Asked) -> list[NameRow]:
    """Compare all pairs by this engine and by two common measures of likeness."""
    pairs = name_pairs(asked)
    plain = [[plain_text(name) for name in side] for side in (pairs.left, pairs.right)]
    return [
        _measured(pairs, OURS, __version__, _threshold(), lambda: _ours(pairs.left, pairs.right)),
        *(
            _measured(pairs, name, version(name.split()[0]), bound, lambda scorer=_SCORERS[name]: scorer(*plain))  # type: ignore[misc]
            for name, bound in _LIKE_ENOUGH.items()
        ),
    ]


def _named(folder: Path, agencies: list[str]) -> pd.DataFrame:
    """Read the names of all records as they are written, with who they are of."""
    import pandas as pd

    frames = []
    for agency in read_agencies(agencies):
        raw = pd.read_csv(
            folder / f"{agency.name}.csv",
            sep=agency.delimiter,
            encoding=agency.encoding,
            dtype=str,
            keep_default_na=False,
        )
        raw.columns = pd.Index([field for _, field in agency.columns])
        name = raw["full"] if "full" in raw else raw["given"] + " " + raw["surname"]
        frames.append(
            pd.DataFrame({"source": agency.name, "record_id": raw["id"], "name": name, "script": agency.script})
        )
    table = pd.concat(frames, ignore_index=True)
    truth = pd.DataFrame(read_rows(folder / "truth.csv"))
    people = pd.DataFrame(read_rows(folder / "people.csv"))
    people = people[["entity_id", "family", "surname", "given_name"]]
    table = table.merge(truth, on=["source", "record_id"]).merge(people, on="entity_id")
    return table[table["name"].str.strip() != ""].reset_index(drop=True)


def _unlike(table: pd.DataFrame, column: str, count: int, rng: np.random.Generator) -> Rows:
    """Draw pairs of different people who share a column and are no namesakes."""
    codes = np.unique(table[column].to_numpy().astype(str), return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    starts = np.cumsum(sizes) - sizes
    left = rng.integers(0, len(table), 6 * count)
    right = order[starts[codes[left]] + rng.integers(0, 1 << 40, len(left)) % sizes[codes[left]]]
    entity, full = table["entity_id"].to_numpy(), (table["given_name"] + "/" + table["surname"]).to_numpy()
    unlike = (entity[left] != entity[right]) & (full[left] != full[right])
    pairs = np.unique(np.sort(np.column_stack([left, right])[unlike], axis=1), axis=0)
    return np.asarray(rng.permutation(pairs)[:count])


def _measured(
    pairs: NamePairs, name: str, number: str, threshold: float, compare: Callable[[], npt.NDArray[Any]]
) -> NameRow:
    start = time.perf_counter()
    likeness = np.asarray(compare(), np.float64)
    seconds = time.perf_counter() - start
    found = likeness >= threshold
    right = int((found & pairs.same).sum())
    precision, recall = right / max(int(found.sum()), 1), right / max(int(pairs.same.sum()), 1)
    by_scripts = {
        kind: float(found[(pairs.scripts == kind) & pairs.same].mean())
        for kind in np.unique(pairs.scripts[pairs.same]).tolist()
    }
    f1 = _f1(precision, recall)
    return NameRow(
        name,
        number,
        len(pairs.same),
        round(seconds, 3),
        threshold,
        precision,
        recall,
        f1,
        max(f1, _best_f1(likeness, pairs.same)),
        by_scripts,
    )


def _best_f1(likeness: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]) -> float:
    order = np.argsort(-likeness, kind="stable")
    right = np.cumsum(same[order])
    last = np.append(np.diff(likeness[order]) != 0, True)  # a threshold lies between different values
    f1 = 2 * right / (np.arange(1, len(order) + 1) + same.sum())
    return float(f1[last].max(initial=0.0))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _threshold() -> float:
    from resolve import rules

    return float(rules.load("names/comparison")["verdict"]["same_at"])


def _ours(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    from resolve.names.compare import compare_names_many

    return compare_names_many(left, right)


def _token_sort(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    from rapidfuzz import fuzz, process

    return process.cpdist(left, right, scorer=fuzz.token_sort_ratio) / 100


def _jaro_winkler(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    import jellyfish

    sides = ([" ".join(sorted(name.split())) for name in side] for side in (left, right))
    return np.array([jellyfish.jaro_winkler_similarity(a, b) for a, b in zip(*sides, strict=True)])


_SCORERS: dict[str, Callable[[Sequence[str], Sequence[str]], npt.NDArray[Any]]] = {
    "rapidfuzz token_sort_ratio": _token_sort,
    "jellyfish Jaro-Winkler": _jaro_winkler,
}
