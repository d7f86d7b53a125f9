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

from resolve.evaluation.bench.common import plain_text, written_names
from resolve.evaluation.bench.comparing import Measure
from resolve.evaluation.bench.suites import Asked, read_rows, with_records
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.bounds import f1_bounds, grouped_share
from resolve.evaluation.curves import Curve, precision_recall
from resolve.evaluation.fairness import GroupRates, rates_by_group
from resolve.evaluation.pairs import pairs_of
from resolve.evaluation.world.writing import Order, generate
from resolve.version import __version__

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.int64]

_LIKE_ENOUGH = {"rapidfuzz token_sort_ratio": 0.88, "jellyfish Jaro-Winkler": 0.90}


@dataclass(frozen=True)
class NamePairs:
    """Names side by side, whether they are the same person's, whose the left one is, and slices by kind."""

    left: list[str]
    right: list[str]
    same: npt.NDArray[np.bool_]
    people: list[str]
    slices: dict[str, list[str]]


@dataclass(frozen=True)
class Likeness:
    """A measure of names: what it is called, from which likeness its makers call two names the same, and its scores."""

    label: str
    version: str
    threshold: float
    compare: Callable[[Sequence[str], Sequence[str]], npt.NDArray[Any]]


@dataclass(frozen=True)
class NameRow:
    """One measure of names: at its own threshold, and the F1 at the threshold that would have been best.

    `slices` by kind and name: "pair of scripts", and "tradition" of the left name's person.
    """

    set: str
    contender: str
    version: str
    pairs: int
    seconds: float
    threshold: float
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    recall_low: float
    recall_high: float
    f1: float
    f1_low: float
    f1_high: float
    best_f1: float
    slices: dict[str, dict[str, GroupRates]]
    curve: Curve

    def measures(self) -> dict[str, Measure]:
        """Give what is compared with an earlier run."""
        return {
            "precision": Measure(self.precision, self.precision_low, self.precision_high),
            "recall": Measure(self.recall, self.recall_low, self.recall_high),
            "f1": Measure(self.f1, self.f1_low, self.f1_high),
            "best_f1": Measure(self.best_f1),
            "seconds": Measure(self.seconds, more_is_better=False),
        }


def name_pairs(asked: Asked) -> NamePairs:
    """Draw pairs of names from a world at the hardest of the difficulties that are asked for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = generate(Order(asked.people, asked.seed, asked.difficulties[-1]), folder)
        table = _named(folder, with_records(made))
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
        table["entity_id"].to_numpy()[pairs[:, 0]].tolist(),
        {
            "pair of scripts": [f"{one}–{other}" for one, other in sides.tolist()],
            "tradition": table["tradition"].to_numpy()[pairs[:, 0]].tolist(),
        },
    )


def run_names(
    asked: Asked, against: Sequence[str] = (), *, told: Callable[[str], None] = lambda words: None
) -> list[NameRow]:
    """Compare all pairs by this engine, by two common measures of likeness, and by the peers that are asked for.

    Args:
        against: peers that compare names, each installed. told: called with what begins.
    """
    pairs = name_pairs(asked)
    name = f"names {asked.people:,} {asked.difficulties[-1]}"
    rows = []
    for measure in measures(against):
        told(f"{name}: {measure.label}")
        rows.append(_measured(name, pairs, measure))
    return rows


def measures(against: Sequence[str] = ()) -> list[Likeness]:
    """Give the measures: this engine, the common ones, and peers."""
    found = [Likeness(OURS, __version__, _threshold(), _ours)]
    for label, bound in _LIKE_ENOUGH.items():
        found.append(Likeness(label, version(label.split()[0]), bound, _SCORERS[label]))
    if "nomenklatura" in against:
        from resolve.evaluation.bench.peers import nomenklatura

        found.append(
            Likeness("nomenklatura logic-v2", version("nomenklatura"), nomenklatura.SAME_AT, nomenklatura.compare_names)
        )
    return found


def _named(folder: Path, agencies: list[str]) -> pd.DataFrame:
    """Read the names of all records as they are written, with who they are of."""
    import pandas as pd

    table = written_names(folder, agencies)
    truth = pd.DataFrame(read_rows(folder / "truth.csv"))
    people = pd.DataFrame(read_rows(folder / "people.csv"))
    people = people[["entity_id", "family", "surname", "given_name", "tradition"]]
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


def _measured(name: str, pairs: NamePairs, measure: Likeness) -> NameRow:
    start = time.perf_counter()
    likeness = np.asarray(measure.compare(pairs.left, pairs.right), np.float64)
    seconds = time.perf_counter() - start
    found, same = likeness >= measure.threshold, pairs.same
    right, wrong, missed = (int(cases.sum()) for cases in (found & same, found & ~same, ~found & same))
    people = np.array(pairs.people, object).astype(str)
    precision, recall = grouped_share(same[found], people[found]), grouped_share(found[same], people[same])
    f1 = f1_bounds(right, wrong, missed)
    return NameRow(
        set=name,
        contender=measure.label,
        version=measure.version,
        pairs=len(same),
        seconds=round(seconds, 3),
        threshold=measure.threshold,
        precision=precision.value,
        precision_low=precision.low,
        precision_high=precision.high,
        recall=recall.value,
        recall_low=recall.low,
        recall_high=recall.high,
        f1=f1.value,
        f1_low=f1.low,
        f1_high=f1.high,
        best_f1=max(f1.value, _best_f1(likeness, same)),
        slices={kind: rates_by_group(values, same, found, people) for kind, values in pairs.slices.items()},
        curve=precision_recall(likeness, same).thinned(),
    )


def _best_f1(likeness: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]) -> float:
    order = np.argsort(-likeness, kind="stable")
    right = np.cumsum(same[order])
    last = np.append(np.diff(likeness[order]) != 0, True)  # a threshold lies between different values
    f1 = 2 * right / (np.arange(1, len(order) + 1) + same.sum())
    return float(f1[last].max(initial=0.0))


def _threshold() -> float:
    from resolve import rules

    return float(rules.load("names/comparison")["verdict"]["same_at"])


def _ours(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    from resolve.names.compare import compare_names_many

    return compare_names_many(left, right)


def _token_sort(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    from rapidfuzz import fuzz, process

    return process.cpdist(*_plain(left, right), scorer=fuzz.token_sort_ratio) / 100


def _jaro_winkler(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[Any]:
    import jellyfish

    sides = ([" ".join(sorted(name.split())) for name in side] for side in _plain(left, right))
    return np.array([jellyfish.jaro_winkler_similarity(a, b) for a, b in zip(*sides, strict=True)])


def _plain(*sides: Sequence[str]) -> list[list[str]]:
    return [[plain_text(name) for name in side] for side in sides]


_SCORERS: dict[str, Callable[[Sequence[str], Sequence[str]], npt.NDArray[Any]]] = {
    "rapidfuzz token_sort_ratio": _token_sort,
    "jellyfish Jaro-Winkler": _jaro_winkler,
}
