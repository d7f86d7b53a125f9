"""Same name or not: labelled pairs of names of people, companies and vessels (name_bench_cases.csv).

Each scorer is measured at a fixed threshold, the one that its makers publish, and at the threshold that is
best on these pairs, which flatters every scorer alike.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import record
from measure import Score
from peers import name_scorers
from peers.name_scorers import Scorer, Scores

Flags = NDArray[np.bool_]

LONGEST = 5
"""Names of so many tokens and more are one group of lengths."""


def load(folder: Path) -> pd.DataFrame:
    """Read the cases; `is_match` becomes a truth value, `tokens` counts the words of the longer name."""
    cases = pd.read_csv(folder / "name_bench_cases.csv", dtype=str, keep_default_na=False)
    words = cases[["name1", "name2"]].map(lambda name: len(name.split()))
    return cases.assign(is_match=cases["is_match"] == "true", tokens=words.max(axis=1))


def score_at(scores: Scores, same: Flags, threshold: float) -> Score:
    """Give precision and recall of calling pairs the same from `threshold` on; 1 where there is nothing to find."""
    called = scores >= threshold
    right = int((called & same).sum())
    precision = right / int(called.sum()) if called.any() else 1.0
    return Score(precision, right / int(same.sum()) if same.any() else 1.0)


def best_threshold(scores: Scores, same: Flags) -> float:
    """Give the threshold with the highest F1, the highest such among equals; 1 where there are no pairs."""
    values = np.unique(scores)[::-1]
    if not len(values):
        return 1.0
    f1 = [score_at(scores, same, value).f1 for value in values]
    return float(values[int(np.argmax(f1))])


def length_group(tokens: Any) -> Any:
    """Name the group of lengths that names of `tokens` words belong to: 1, 2, 3, 4, 5+."""
    return pd.Series(tokens).clip(1, LONGEST).map(lambda count: f"{count}+" if count == LONGEST else str(count))


@dataclass(frozen=True)
class NameBench:
    """What a scorer reaches; `cases` has the column `score` besides its own."""

    name: str
    fixed: float
    cases: pd.DataFrame
    seconds: float

    def by_schema(self) -> list[dict[str, Any]]:
        """Give rows for people, for organisations and vessels, and for all: at the fixed and at the best threshold."""
        people = self.cases["schema"] == "Person"
        parts = {"Person": self.cases[people], "not Person": self.cases[~people], "all": self.cases}
        return [self._row(name, part) for name, part in parts.items() if len(part)]

    def by(self, column: str) -> list[dict[str, Any]]:
        """Give a row for each value of a column, at the fixed threshold."""
        return [self._row(str(value), part, best=False) for value, part in self.cases.groupby(column)]

    def _row(self, name: str, part: pd.DataFrame, best: bool = True) -> dict[str, Any]:
        """Give the figures of some of the cases."""
        scores, same = part["score"].to_numpy(np.float64), part["is_match"].to_numpy(np.bool_)
        row: dict[str, Any] = {
            "scorer": self.name,
            "pairs of": name,
            "same": int(same.sum()),
            "other": int((~same).sum()),
        }
        row |= {"threshold": self.fixed, **_rounded(score_at(scores, same, self.fixed))}
        if best:
            threshold = best_threshold(scores, same)
            found = _rounded(score_at(scores, same, threshold))
            row |= {"best threshold": round(threshold, 4), **{f"best {key}": value for key, value in found.items()}}
        return row

    def false_positives(self) -> list[dict[str, Any]]:
        """Give the share of different pairs called the same by length, at the fixed and the best threshold of all."""
        scores, same = self.cases["score"].to_numpy(np.float64), self.cases["is_match"].to_numpy(np.bool_)
        other = self.cases[~same]
        group = length_group(other["tokens"])
        rows = []
        for kind, threshold in {"fixed": self.fixed, "best": best_threshold(scores, same)}.items():
            row: dict[str, Any] = {"scorer": self.name, "threshold": f"{kind}, {threshold:.3f}"}
            for length, called in (other["score"] >= threshold).groupby(group):
                row[f"{length} words"] = f"{int(called.sum())} of {len(called)}"
            rows.append(row)
        return rows

    def errors(self, count: int | None = None) -> str:
        """List the pairs that are wrong at the fixed threshold, the farthest off first."""
        wrong = self.cases[(self.cases["score"] >= self.fixed) != self.cases["is_match"]]
        shown = ["score", "schema", "quality", "name1", "name2"]
        lines = []
        for same, head in ((False, "Different, called the same"), (True, "The same, not seen")):
            part = wrong[wrong["is_match"] == same].sort_values("score", ascending=same, kind="stable")
            lines.append(f"{head}: {len(part)}\n{part[shown][:count].to_string(index=False)}")
        return "\n\n".join(lines)

    def text(self) -> str:
        """Give the figures as tables."""
        parts = [self.by_schema(), self.by("schema"), self.by("case_group"), self.false_positives()]
        return "\n\n".join(record.markdown_table(rows) for rows in parts)


def _rounded(score: Score) -> dict[str, float]:
    """Give F1, precision and recall."""
    figures = score.to_dict()
    return {"F1": figures["f1"], "precision": figures["precision"], "recall": figures["recall"]}


def evaluate(cases: pd.DataFrame, scorer: Scorer, threshold: float | None = None) -> NameBench:
    """Score the cases; a scorer that wants to know the schema of a pair is told."""
    left, right = cases["name1"].tolist(), cases["name2"].tolist()
    start = time.perf_counter()
    if scorer.by_schema is not None:
        scores = scorer.by_schema(left, right, cases["schema"].tolist())
    else:
        scores = scorer.score_many(left, right)
    seconds = time.perf_counter() - start
    if len(scores) != len(cases) or np.isnan(scores).any():
        raise ValueError(f"expected {len(cases)} scores that are numbers, found {len(scores)}")
    fixed = scorer.same_at if threshold is None else threshold
    return NameBench(scorer.name, fixed, cases.assign(score=scores), seconds)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--data", type=Path, required=True, help="folder with name_bench_cases.csv")
    parser.add_argument("--show-errors", action="store_true", help="list the pairs that are wrong, with scores")
    name_scorers.add_options(parser)


def suite(options: argparse.Namespace) -> str:
    """Measure every scorer; give the page, recorded unless only some scorers were asked for."""
    cases = load(options.data)
    results = []
    for scorer in name_scorers.scorers(options.peer_python, options.scorers):
        results.append(evaluate(cases, scorer, options.threshold))
        if options.show_errors:
            print(f"{scorer.name}\n\n{results[-1].errors()}\n")
    tables = {
        "by schema": [row for result in results for row in result.by_schema()],
        "By schema, at the fixed threshold": [row for result in results for row in result.by("schema")],
        "By group of cases, at the fixed threshold": [row for result in results for row in result.by("case_group")],
        "By quality of the label, at the fixed threshold": [row for result in results for row in result.by("quality")],
        "Different names called the same, by words of the longer one": [
            row for result in results for row in result.false_positives()
        ],
    }
    return record.page(
        None if options.scorers else "names", f"Same name or not: {len(cases)} labelled pairs", tables, {}
    )
