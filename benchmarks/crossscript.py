"""Finding Cyrillic names among Latin ones, by name alone: queries.csv against targets.csv.gz.

For a developer at work, from a scratch script:

    data = crossscript.load(Path("crossscript"))
    found = crossscript.candidates(data, Path("cache"))
    print(crossscript.evaluate(data, found, resolve.compare_names_many).summary())

Every scorer sees the same candidates: for each query the 50 best targets by each of three cheap measures. The
share of right people among them is reported, and `every_target` does without, for a sample. A person's score
is the best of the person's rows. Figures are averages over groups: a group is one person, and counts as the
average over the person's spellings. Groups whose Latin name another target bears too are reported apart.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import record
from peers import name_scorers
from peers.name_scorers import ScoreMany, Scorer, Scores
from peers.retrieval import Candidates, Numbers, retrieve

BEST = 50
"""Candidates that each measure contributes to a query."""
FALSE_ALERTS = (10, 50)
"""False alerts per 1,000 absent people at which recall is reported."""
DIGITS = 9
"""Scores closer than this count as tied, so that the order of summation decides nothing."""
SEED = 1
NOBODY = -1
UNSEEN = -np.inf
"""The score of a person who is not among the candidates."""


@dataclass(frozen=True)
class Data:
    """The queries, the rows of the targets, and whom each of them stands for, as numbers.

    wanted  person number of each query, -1 where the person is not in the targets
    person  person number of each target row
    """

    queries: pd.DataFrame
    targets: pd.DataFrame
    wanted: Numbers
    person: Numbers


def load(folder: Path, sample: int | None = None) -> Data:
    """Read the queries (of `sample` groups chosen at random, if given) and the targets."""
    queries = pd.read_csv(folder / "queries.csv", dtype=str, keep_default_na=False)
    targets = pd.read_csv(folder / "targets.csv.gz", dtype=str, keep_default_na=False)
    if sample is not None:
        groups = queries["group"].unique()
        chosen = np.random.default_rng(SEED).permutation(groups)[:sample]
        queries = queries[queries["group"].isin(chosen)].reset_index(drop=True)
    person, people = pd.factorize(targets["person_id"])
    wanted = pd.Index(people).get_indexer(queries["person_id"])
    lost = (wanted == NOBODY) & (queries["person_id"] != "").to_numpy()
    if lost.any():
        raise ValueError(f"expected every person_id of the queries among the targets, {int(lost.sum())} are not")
    return Data(queries, targets, wanted.astype(np.int64), person.astype(np.int64))


def candidates(data: Data, cache: Path | None = None, best: int = BEST) -> Candidates:
    """Give the candidates of every query; read them from the folder `cache` where they were worked out before."""
    queries = data.queries["query_name"].tolist()
    targets = data.targets["latin_name"].tolist()
    path = None
    if cache is not None:
        content = "\n".join([f"1 {best}", *queries, "", *targets])
        path = cache / f"candidates-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npz"
        if path.exists():
            stored = np.load(path)
            return Candidates(stored["start"], stored["rows"])
    found = retrieve(queries, targets, best)
    if path is not None and cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, start=found.start, rows=found.rows)
    return found


@dataclass(frozen=True)
class CrossScript:
    """What a scorer reaches; see the head of this module for what is averaged over what.

    recall_at_1       share of present people who come first; a tie of n counts 1/n
    recall            by false alerts per 1,000 absent people: share of present people at or above the threshold
    threshold         by false alerts: the lowest threshold with no more of them
    retrieval_recall  share of present people with a row among the candidates
    present, absent   numbers of groups
    by_language       one row a language
    same_name         recall@1 and recall of the groups left out, and how many they are
    outcomes          one row a query, for looking at errors
    """

    recall_at_1: float
    recall: dict[int, float]
    threshold: dict[int, float]
    retrieval_recall: float
    present: int
    absent: int
    pairs: int
    seconds: float
    by_language: list[dict[str, Any]]
    same_name: dict[str, Any]
    outcomes: pd.DataFrame

    def row(self) -> dict[str, Any]:
        """Give the figures as one row of a table."""
        figures: dict[str, Any] = {"recall@1": round(self.recall_at_1, 4)}
        for alerts, recall in self.recall.items():
            figures[f"recall at {alerts}/1,000"] = round(recall, 4)
            figures[f"threshold at {alerts}"] = round(self.threshold[alerts], 4)
        pairs = {"pairs": self.pairs, "seconds": round(self.seconds, 2)}
        return {**figures, "retrieval recall": round(self.retrieval_recall, 4), **pairs}

    def summary(self) -> str:
        """Say the figures in one line."""
        return ", ".join(f"{name} {value}" for name, value in self.row().items())

    def errors(self, count: int) -> str:
        """List the worst of each kind of error, `count` of each."""
        present = self.outcomes[self.outcomes["person_id"] != ""]
        absent = self.outcomes[self.outcomes["person_id"] == ""]
        weak = ["query_name", "language", "right_name", "right_score"]
        alert = ["query_name", "language", "other_name", "other_score"]
        missed = present[present["first"] < 1].sort_values("first", kind="stable")
        tables = {
            "Absent people with the highest alerts": absent.nlargest(count, "other_score")[alert],
            "Right pairs with the lowest scores": present.nsmallest(count, "right_score")[weak],
            "Not (alone) at rank 1": missed.head(count)[[*weak, "other_name", "other_score", "first"]],
        }
        return "\n\n".join(f"{head}\n{table.to_string(index=False)}" for head, table in tables.items())


def evaluate(data: Data, found: Candidates, score_many: ScoreMany) -> CrossScript:
    """Score the candidates in one batch, and measure."""
    query = found.query
    names = data.queries["query_name"].to_numpy(dtype=object)[query].tolist()
    targets = data.targets["latin_name"].to_numpy(dtype=object)[found.rows].tolist()
    start = time.perf_counter()
    scores = _checked(score_many(names, targets), len(names))
    seconds = time.perf_counter() - start
    return measure(data, outcomes(data, query, found.rows, scores), len(names), seconds)


def every_target(data: Data, score_many: ScoreMany, chunk: int = 20) -> CrossScript:
    """Score every query against every distinct name of the targets, `chunk` queries at a time, and measure."""
    number, distinct = pd.factorize(data.targets["latin_name"])
    rows = np.arange(len(data.targets))
    names = data.queries["query_name"].tolist()
    parts, seconds = [], 0.0
    for first in range(0, len(names), chunk):
        asked = names[first : first + chunk]
        start = time.perf_counter()
        left = [name for name in asked for _ in distinct]
        scores = _checked(score_many(left, distinct.tolist() * len(asked)), len(left))
        seconds += time.perf_counter() - start
        by_row = scores.reshape(len(asked), len(distinct))[:, number].ravel()
        query = np.repeat(np.arange(len(asked)), len(rows))
        some = slice(first, first + chunk)
        part = Data(data.queries.iloc[some], data.targets, data.wanted[some], data.person)
        parts.append(outcomes(part, query, np.tile(rows, len(asked)), by_row))
    return measure(data, pd.concat(parts, ignore_index=True), len(names) * len(distinct), seconds)


def _checked(scores: Any, count: int) -> Scores:
    """Round the scores; refuse a wrong number of them and scores that are no number."""
    found: Scores = np.asarray(scores, dtype=np.float64).round(DIGITS)
    if found.shape != (count,) or np.isnan(found).any():
        raise ValueError(f"expected {count} scores, found {found.shape}, {int(np.isnan(found).sum())} not a number")
    return found


def outcomes(data: Data, query: Numbers, rows: Numbers, scores: Scores) -> pd.DataFrame:
    """Give, for each query, the right person's score, the best other person's, and the part of a first place.

    `query` (ascending), `rows` and `scores` are aligned, one entry a candidate. `first` is 1 where the right
    person is strictly first, 1/n in a tie of n, 0 elsewhere, and 0 where the right person scores nothing.
    """
    person = data.person[rows]
    order = np.lexsort((-scores, person, query))
    query, rows, scores, person = query[order], rows[order], scores[order], person[order]
    top = np.ones(len(query), dtype=np.bool_)
    top[1:] = (query[1:] != query[:-1]) | (person[1:] != person[:-1])
    query, rows, scores, person = query[top], rows[top], scores[top], person[top]
    right = person == data.wanted[query]
    count = len(data.queries)
    right_score, right_row = _best_of(query[right], rows[right], scores[right], count)
    other_score, other_row = _best_of(query[~right], rows[~right], scores[~right], count)
    tied = np.bincount(query[~right & (scores == right_score[query])], minlength=count)
    first = np.where((right_score > 0) & (right_score >= other_score), 1 / (1 + tied), 0.0)
    names = np.append(data.targets["latin_name"].to_numpy(dtype=object), "")
    return data.queries.assign(
        right_score=right_score,
        right_name=names[right_row],
        other_score=other_score,
        other_name=names[other_row],
        first=first,
    ).reset_index(drop=True)


def _best_of(query: Numbers, rows: Numbers, scores: Scores, count: int) -> tuple[Scores, Numbers]:
    """Give the best score of each of `count` queries and its row; no candidates: -inf and row -1."""
    best, row = np.full(count, UNSEEN), np.full(count, -1, dtype=np.int64)
    order = np.argsort(scores, kind="stable")
    best[query[order]] = scores[order]
    row[query[order]] = rows[order]
    return best, row


def threshold_at(alerts: Scores, weight: Scores, share: float) -> float:
    """Give the lowest threshold at which the weighted share of `alerts` at or above it is at most `share`.

    alerts  the highest score of each query that should find nobody
    weight  what each of them counts; they need not sum to 1

    >>> threshold_at(np.array([0.9, 0.8, 0.7, 0.6]), np.ones(4), 0.25) > 0.8
    True
    """
    values, place = np.unique(alerts, return_inverse=True)
    if not len(values):
        return 0.0
    total = np.bincount(place, weights=weight)
    at_or_above = np.cumsum(total[::-1])[::-1] / weight.sum()
    too_many = values[at_or_above > share + 1e-12]
    return max(float(np.nextafter(too_many[-1], np.inf)), 0.0) if len(too_many) else 0.0


def by_group(values: Any, groups: pd.Series[Any]) -> float:
    """Average over each group's queries and then over the groups; NaN where there are none."""
    return float(pd.Series(np.asarray(values, dtype=np.float64)).groupby(groups.to_numpy()).mean().mean())


def measure(data: Data, table: pd.DataFrame, pairs: int, seconds: float) -> CrossScript:
    """Sum up the outcomes."""
    shared = table["same_name"].astype(int) > 0
    present, absent = table["person_id"] != "", table["person_id"] == ""
    scored, strangers = table[present & ~shared], table[absent & ~shared]
    weight = 1 / strangers.groupby("group")["group"].transform("size")
    alerts, weights = strangers["other_score"].to_numpy(np.float64), weight.to_numpy(np.float64)
    threshold = {k: threshold_at(alerts, weights, k / 1000) for k in FALSE_ALERTS}

    def figures(rows: pd.DataFrame) -> dict[str, Any]:
        recall = {k: by_group(rows["right_score"] >= at, rows["group"]) for k, at in threshold.items()}
        return {"recall@1": by_group(rows["first"], rows["group"]), "recall": recall}

    languages = table["language"].str.split("|")
    by_language = []
    for language in sorted({name for names in languages for name in names}):
        spoken = languages.map(lambda names, language=language: language in names)
        mine, nobody = table[spoken & present & ~shared], table[spoken & absent & ~shared]
        found = figures(mine)
        row: dict[str, Any] = {"language": language, "present": mine["group"].nunique(), "recall@1": found["recall@1"]}
        for k, at in threshold.items():
            row[f"recall at {k}/1,000"] = found["recall"][k]
            row[f"alerts at {k}/1,000"] = by_group(nobody["other_score"] >= at, nobody["group"])
        by_language.append({name: round(cell, 4) if isinstance(cell, float) else cell for name, cell in row.items()})
    overall = figures(scored)
    left_out = table[present & shared]
    return CrossScript(
        recall_at_1=overall["recall@1"],
        recall=overall["recall"],
        threshold=threshold,
        retrieval_recall=by_group(scored["right_score"] > UNSEEN, scored["group"]),
        present=scored["group"].nunique(),
        absent=strangers["group"].nunique(),
        pairs=pairs,
        seconds=seconds,
        by_language=by_language,
        same_name={"groups": left_out["group"].nunique(), **figures(left_out)},
        outcomes=table,
    )


@dataclass(frozen=True)
class Recall:
    """How many of the pairs that belong together a scorer calls the same at its fixed threshold.

    control  the same share among pairs that don't belong together; None where the set has none
    """

    name: str
    count: int
    reached: float
    control: float | None = None


def mentions(folder: Path, scorer: Scorer, threshold: float) -> list[Recall]:
    """Declined mentions in the news against the dictionary form, by language and where the two differ."""
    table = pd.read_csv(folder / "bsnlp_mentions.csv", dtype=str, keep_default_na=False)
    scores = _checked(scorer.score_many(table["mention"].tolist(), table["base_form"].tolist()), len(table))
    differs = table["mention"] != table["base_form"]
    languages = {f"mentions, {name}": table["lang"] == name for name in sorted(table["lang"].unique())}
    parts = {"mentions": differs | True, "mentions that are not the base form": differs, **languages}
    return [_share(name, scores[part.to_numpy()], threshold) for name, part in parts.items()]


def albanian(folder: Path, scorer: Scorer, threshold: float) -> list[Recall]:
    """Albanian spellings against those of other languages in Latin letters."""
    table = pd.read_csv(folder / "sq_latin_variants.csv", dtype=str, keep_default_na=False)
    scores = _checked(scorer.score_many(table["name_sq"].tolist(), table["name_other"].tolist()), len(table))
    return [_share("Albanian spellings", scores, threshold)]


def tokens(folder: Path, scorer: Scorer, threshold: float) -> list[Recall]:
    """Single names: each Cyrillic spelling against the Latin spellings of its row, and of another row as control."""
    table = pd.read_csv(folder / "name_tokens.csv", dtype=str, keep_default_na=False)
    cyrillic, latin = (table[column].str.split(";").tolist() for column in ("cyrillic", "latin"))
    other = strangers_of(latin)
    own = _best_spelling(cyrillic, latin, scorer.score_many)
    false = _best_spelling(cyrillic, [latin[row] for row in other], scorer.score_many)
    row = np.repeat(np.arange(len(table)), [len(spellings) for spellings in cyrillic])
    parts = {"single names": np.ones(len(row), dtype=np.bool_)}
    for name, column in {"Serbian": "has_serbian_letters", "Macedonian": "has_macedonian_letters"}.items():
        parts[f"single names with {name} letters"] = (table[column] == "1").to_numpy()[row]
    return [_share(name, own[part], threshold, false[part]) for name, part in parts.items()]


def strangers_of(spellings: Sequence[Sequence[str]]) -> Numbers:
    """Give each row another row at random that shares no spelling with it, where twenty draws find one."""
    rng = np.random.default_rng(SEED)
    sets = [set(names) for names in spellings]
    other = rng.integers(0, len(sets), len(sets))
    for _ in range(20):
        same = [row for row, stranger in enumerate(other) if not sets[row].isdisjoint(sets[stranger])]
        other[same] = rng.integers(0, len(sets), len(same))
    return other


def _best_spelling(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]], score_many: ScoreMany) -> Scores:
    """Give the best score of each spelling on the left with any spelling in the same row on the right."""
    pairs = [(name, spelling) for names, row in zip(left, right, strict=True) for name in names for spelling in row]
    sizes = [len(row) for names, row in zip(left, right, strict=True) for _ in names]
    scores = _checked(score_many([name for name, _ in pairs], [spelling for _, spelling in pairs]), len(pairs))
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    best: Scores = np.maximum.reduceat(scores, start) if len(scores) else scores
    return best


def _share(name: str, scores: Scores, threshold: float, control: Scores | None = None) -> Recall:
    """Give the shares at or above the threshold; NaN where there are no pairs."""

    def share(values: Scores) -> float:
        return round(float((values >= threshold).mean()), 4) if len(values) else float("nan")

    return Recall(name, len(scores), share(scores), None if control is None else share(control))


RECALLS = {"bsnlp_mentions.csv": mentions, "sq_latin_variants.csv": albanian, "name_tokens.csv": tokens}


def recalls(folder: Path, scorer: Scorer, threshold: float | None = None) -> list[dict[str, Any]]:
    """Give a row for each of the small sets that are there."""
    at = scorer.same_at if threshold is None else threshold
    found = [row for file, report in RECALLS.items() if (folder / file).exists() for row in report(folder, scorer, at)]
    return [
        {"scorer": scorer.name, "threshold": at, "set": row.name, "pairs": row.count}
        | {"reached": row.reached, "strangers reached": row.control}
        for row in found
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--data", type=Path, required=True, help="folder with queries.csv and targets.csv.gz")
    parser.add_argument("--cache", type=Path, help="folder to keep candidates in (default: a temporary one)")
    parser.add_argument("--sample", type=int, help="this many people only; nothing is recorded")
    parser.add_argument("--all-pairs", action="store_true", help="every query with every target; take a sample")
    parser.add_argument("--show-errors", type=int, default=0, metavar="N", help="list the N worst errors of each kind")
    name_scorers.add_options(parser)


def suite(options: argparse.Namespace) -> str:
    """Measure every scorer on the same candidates; give the page, recorded unless it is of a sample."""
    data = load(options.data, options.sample)
    cache = options.cache or Path(tempfile.gettempdir()) / "resolve-bench"
    found = None if options.all_pairs else candidates(data, cache)
    rows: list[dict[str, Any]] = []
    languages: list[dict[str, Any]] = []
    small: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    present = absent = 0
    for scorer in name_scorers.scorers(options.peer_python, options.scorers):
        print(f"crossscript: {scorer.name}", flush=True)
        result = every_target(data, scorer.score_many) if found is None else evaluate(data, found, scorer.score_many)
        rows.append({"scorer": scorer.name, **result.row()})
        languages += [{"scorer": scorer.name, **row} for row in result.by_language]
        details.append({"scorer": scorer.name, "version": scorer.version, "same name": result.same_name})
        small += [] if options.sample else recalls(options.data, scorer, options.threshold)
        if options.show_errors:
            print(f"{scorer.name}\n\n{result.errors(options.show_errors)}\n")
        present, absent = result.present, result.absent
    title = (
        f"Cyrillic names among Latin ones: {present:,} people to find, {absent:,} absent, {len(data.targets):,} rows"
    )
    tables = {"figures": rows, "By language": languages, "Small sets, at the fixed threshold": small}
    whole = not (options.sample or options.all_pairs or options.scorers)
    return record.page("crossscript" if whole else None, title, tables, {"details": details})
