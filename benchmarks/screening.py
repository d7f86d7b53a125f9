"""Screening against public lists: recall at a rate of false alerts, across lists, with spoiled names, and speed."""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import record
from resolve.names.organisation_reading import read_organisation
from resolve.watchlist.lists.entries import Kind, ListedParty, ReadList
from resolve.watchlist.lists.read import read_list
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.queries import Queries
from resolve.watchlist.watchlist import Watchlist
from spoiling import spoiled

RATES = (0.0, 0.5, 1.0, 3.3)
"""False alerts per 1,000 people who are on no list, at which recall is reported."""
PRECISION = 0.98
LISTS = (
    "lists/un_consolidated.xml",
    "lists/uk/ConList_2025-04-10.csv",
    "lists/ofac/sdn.csv",
    "lists/eu_journal.csv",
    "lists/opensanctions/targets.simple.csv",
    "screening/list.jsonl",
)
NOTHING = -np.inf
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """The best weight of a right entry and of a wrong one, for each query; -inf where there is none."""

    right: Weights
    wrong: Weights

    def recall_at(self, threshold: float) -> float:
        """Give the share of queries whose right entry weighs at least so much."""
        return float((self.right >= threshold).mean())


def everything() -> ScreeningPolicy:
    """Give the default policy with no bound to speak of, so that weights can be looked at under every threshold."""
    default = ScreeningPolicy.named("default")
    return ScreeningPolicy("everything", default.match, 1e-9, default.listed, default.alike, default.weak)


def outcome(watchlist: Watchlist, people: pd.DataFrame, right: Sequence[set[str]]) -> Outcome:
    """Screen people whose ids are their places, and see what weighs most."""
    best = Outcome(np.full(len(people), NOTHING), np.full(len(people), NOTHING))
    for hit in watchlist.screen_table(people, limit=50, policy=everything()):
        place = int(hit.query_id)
        side = best.right if hit.entry_id in right[place] else best.wrong
        side[place] = max(side[place], hit.weight)
    return best


def frame(names: Sequence[str], dates: Sequence[str] | None = None) -> pd.DataFrame:
    """Make a table of people."""
    columns: dict[str, Any] = {"id": [str(place) for place in range(len(names))], "name": list(names)}
    if dates is not None:
        columns["birth_date"] = list(dates)
    return pd.DataFrame(columns)


def rates(name: str, found: Outcome, absent: Weights) -> dict[str, Any]:
    """Give recall at each rate of false alerts, and what the default policy does."""
    falling = -np.sort(-absent)
    row: dict[str, Any] = {"queries": name, "recall@1": float((found.right > found.wrong).mean())}
    for rate in RATES:
        threshold = falling[int(rate * len(absent) / 1000)]
        row[f"recall at {rate:g}/1,000"] = float((found.right > threshold).mean())
    default = ScreeningPolicy.named("default")
    bound = np.log2(default.possible / (1 - default.possible))
    row["recall, default policy"] = found.recall_at(bound)
    row["alerts/1,000, default policy"] = round(1000 * float((absent >= bound).mean()), 2)
    return row


def strangers(data: Path, count: int) -> pd.DataFrame:
    """Read invented people who are on no list."""
    with gzip.open(data / "screening/negatives_global.csv.gz", "rt", encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False, nrows=count)


def un_list(data: Path, count: int) -> Iterator[dict[str, Any]]:
    """The list of the UN: queries for people on it, and invented people of many countries."""
    watchlist = Watchlist.read(data / "screening/list.jsonl")
    asked = [json.loads(line) for line in (data / "screening/positives.jsonl").read_text("utf-8").splitlines()]
    right = [set(one["ids"]) for one in asked]
    names, dates = [one["name"] for one in asked], [one["dob"] or "" for one in asked]
    others = strangers(data, count)
    nobody: list[set[str]] = [set()] * len(others)
    for title, with_dates in (("name only", False), ("name and birth date", True)):
        found = outcome(watchlist, frame(names, dates if with_dates else None), right)
        born = others["date_of_birth"].tolist() if with_dates else None
        absent = outcome(watchlist, frame(others["full_name"].tolist(), born), nobody).wrong
        yield rates(title, found, absent)


def people_of(read: ReadList) -> list[ListedParty]:
    """Give the people of a list."""
    return [entry for entry in read.entries if entry.kind is Kind.PERSON]


def across(data: Path) -> Iterator[dict[str, Any]]:
    """People of the UK's list screened against the UN's; `UN ...` among the references is the truth."""
    un = read_list(data / "lists/un_consolidated.xml")
    listed = {entry.entry_id for entry in people_of(un)}
    people = people_of(read_list(data / "lists/uk/ConList_2025-04-10.csv"))
    right = [{reference.removeprefix("UN ") for reference in one.references} & listed for one in people]
    dates = [one.birth_dates[0] if one.birth_dates else "" for one in people]
    watchlist = Watchlist.of([un])
    for title, born in (("name only", None), ("name and birth date", dates)):
        found = outcome(watchlist, frame([one.name for one in people], born), right)
        has = np.array([bool(one) for one in right])
        for verdict in ("possible", "match"):
            bound = getattr(ScreeningPolicy.named("default"), verdict)
            threshold = np.log2(bound / (1 - bound))
            hit = np.maximum(found.right, found.wrong) >= threshold
            good = hit & has & (found.right >= found.wrong)
            yield {
                "queries": title,
                "threshold": verdict,
                "recall": float((found.right[has] >= threshold).mean()),
                "precision": float(good.sum() / hit.sum()),
                "found without a reference": int((hit & ~has).sum()),
            }


def spoiled_names(data: Path, count: int, seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Names of OFAC's list spoiled in ten ways, beside as many strangers: recall where precision is 0.98."""
    read = read_list(data / "lists/ofac/sdn.csv")
    people = people_of(read)
    names = [" ".join(reversed(one.name.split(", ", 1))).title() for one in people]
    made = spoiled(names, seed)
    watchlist = Watchlist.of([read])
    found = outcome(watchlist, frame([name for name, _, _ in made]), [{people[place].entry_id} for _, _, place in made])
    absent = outcome(watchlist, frame(strangers(data, count)["full_name"].tolist()), [set()] * count).wrong
    threshold = threshold_at_precision(found, absent)
    whole = {
        "names": len(made),
        "recall@1": float((found.right > found.wrong).mean()),
        f"recall at precision {PRECISION}": found.recall_at(threshold),
        "probability there": float(1 / (1 + 2**-threshold)),
    }
    kinds = np.array([kind for _, kind, _ in made])
    by_kind = []
    for kind in dict.fromkeys(kinds):
        mine = Outcome(found.right[kinds == kind], found.wrong[kinds == kind])
        by_kind.append(
            {
                "spoiled by": str(kind),
                "names": len(mine.right),
                "recall@1": float((mine.right > mine.wrong).mean()),
                "recall": mine.recall_at(threshold),
            }
        )
    return [whole], by_kind


def threshold_at_precision(found: Outcome, absent: Weights) -> float:
    """Give the lowest threshold at which 98 % of alerts are right, were there as many strangers as people listed."""
    best = np.inf
    for threshold in np.unique(np.round(found.right[np.isfinite(found.right)], 1)):
        alerts = np.maximum(found.right, found.wrong) >= threshold
        right = (alerts & (found.right >= found.wrong)).sum()
        false = (alerts & (found.right < found.wrong)).sum() + (absent >= threshold).mean() * len(found.right)
        if right / max(1.0, right + false) >= PRECISION:
            best = min(best, float(threshold))
    return best


def speed(data: Path, count: int) -> Iterator[dict[str, Any]]:
    """All lists together: building, saving, opening, a batch and single queries, in one process."""
    started = time.perf_counter()
    watchlist = Watchlist.read(*[data / name for name in LISTS if (data / name).exists()])
    built = time.perf_counter() - started
    people = strangers(data, 2 * count)
    half = [people[:count], people[count:]]
    queries = [Queries.of_table(frame(part["full_name"].tolist(), part["date_of_birth"].tolist())) for part in half]
    seconds = []
    for part in queries:
        started = time.perf_counter()
        for _ in watchlist.screen_table(part):
            pass
        seconds.append(time.perf_counter() - started)
    single = []
    for name, born in zip(half[1]["full_name"][:500], half[1]["date_of_birth"][:500], strict=True):
        started = time.perf_counter()
        watchlist.screen({"name": name, "birth_date": born})
        single.append(time.perf_counter() - started)
    yield {
        "names": sum(len(segment.index) for segment in watchlist._segments),
        "read and built, s": round(built, 1),
        "queries/s, first": round(count / seconds[0]),
        "queries/s, after": round(count / seconds[1]),
        "single, ms, median": float(np.median(single) * 1e3),
        "single, ms, 99 %": float(np.quantile(single, 0.99) * 1e3),
    }


def outcome_of_organisations(watchlist: Watchlist, names: Sequence[str], right: Sequence[set[str]]) -> Outcome:
    """Screen organisations by their names alone, and see what weighs most."""
    best = Outcome(np.full(len(names), NOTHING), np.full(len(names), NOTHING))
    for hit in watchlist.screen_table(frame(names), limit=50, policy=everything(), kind="organisation"):
        place = int(hit.query_id)
        side = best.right if hit.entry_id in right[place] else best.wrong
        side[place] = max(side[place], hit.weight)
    return best


def organisations_of(read: ReadList) -> list[ListedParty]:
    """Give all that a list has but people."""
    return [entry for entry in read.entries if entry.kind is not Kind.PERSON]


def organisations_across(data: Path) -> Iterator[dict[str, Any]]:
    """Organisations of the UK's list screened against the UN's.

    `UN ...` among the references is the truth. It lacks many, so a hit whose name reads the same counts as right too.
    """
    un = read_list(data / "lists/un_consolidated.xml")
    listed = organisations_of(un)
    ids, read_as = {entry.entry_id for entry in listed}, defaultdict(set)
    for entry in listed:
        for name in entry.names:
            read_as[frozenset(read_organisation(name.text).tokens)].add(entry.entry_id)
    parties = organisations_of(read_list(data / "lists/uk/ConList_2025-04-10.csv"))
    referred = [{reference.removeprefix("UN ") for reference in one.references} & ids for one in parties]
    same = [read_as[frozenset(read_organisation(one.name).tokens)] for one in parties]
    right = [one | other for one, other in zip(referred, same, strict=True)]
    found = outcome_of_organisations(Watchlist.of([un]), [one.name for one in parties], right)
    has, known = (np.array([bool(one) for one in truth]) for truth in (right, referred))
    for verdict in ("possible", "match"):
        bound = getattr(ScreeningPolicy.named("default"), verdict)
        threshold = np.log2(bound / (1 - bound))
        hit = np.maximum(found.right, found.wrong) >= threshold
        good = hit & has & (found.right >= found.wrong)
        yield {
            "queries": len(parties),
            "threshold": verdict,
            "recall of references": float((found.right[known] >= threshold).mean()),
            "precision": float(good.sum() / max(1, hit.sum())),
            "right, without a reference": int((good & ~known).sum()),
        }


def spoiled_organisations(data: Path, seed: int) -> Iterator[dict[str, Any]]:
    """Names of OFAC's list of drug traffickers' companies, spoiled in ten ways; and its aliases where only main names
    are listed. The strangers are the organisations of the UK's list, which has none of these.

    Names of every other one were looked at when the weights were set, so the others are asked about.
    """
    read = read_list(data / "lists/ofac/sdn.csv")
    listed = [one for one in organisations_of(read) if any(name.startswith("SDNT") for name in one.regimes)]
    others = [one.name for one in organisations_of(read_list(data / "lists/uk/ConList_2025-04-10.csv"))]
    asked = listed[1::2]
    by_name: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        by_name[one.name].add(one.entry_id)
    made = spoiled([one.name.title() for one in asked], seed)
    aliases = [(name.text, one) for one in asked for name in one.names[1:]]
    main_only = [replace(one, names=one.names[:1]) for one in listed]
    tried = (
        ("spoiled", listed, [name for name, _, _ in made], [asked[place] for _, _, place in made]),
        ("aliases, main names listed", main_only, [name for name, _ in aliases], [one for _, one in aliases]),
    )
    for title, entries, names, truth in tried:
        watchlist = Watchlist.of([replace(read, entries=tuple(entries))])
        found = outcome_of_organisations(watchlist, names, [by_name[one.name] for one in truth])
        absent = outcome_of_organisations(watchlist, others, [set()] * len(others)).wrong
        yield of_organisations(title, found, absent)
        if title == "spoiled":
            kinds = np.array([kind for _, kind, _ in made])
            for kind in dict.fromkeys(kinds.tolist()):
                mine = kinds == kind
                yield of_organisations(f"of these: {kind}", Outcome(found.right[mine], found.wrong[mine]), absent)


def of_organisations(title: str, found: Outcome, absent: Weights) -> dict[str, Any]:
    """Give recall where precision is 0.98, and what the default policy does."""
    threshold = threshold_at_precision(found, absent)
    default = ScreeningPolicy.named("default")
    bounds = [np.log2(bound / (1 - bound)) for bound in (default.possible, default.match)]
    return {
        "names": title,
        "queries": len(found.right),
        "recall@1": float((found.right > found.wrong).mean()),
        f"recall at precision {PRECISION}": found.recall_at(threshold),
        "recall, possible": found.recall_at(bounds[0]),
        "recall, match": found.recall_at(bounds[1]),
        "strangers/1,000, possible": round(1000 * float((absent >= bounds[0]).mean()), 1),
        "strangers/1,000, match": round(1000 * float((absent >= bounds[1]).mean()), 1),
    }


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--data", type=Path, required=True, help="folder with screening/ and lists/")
    parser.add_argument("--strangers", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)


PARTS = ("un", "across", "spoiled", "organisations", "speed")


def suite(options: argparse.Namespace) -> str:
    """Run the parts, and give the pages; all parts together are recorded."""
    tables: dict[str, list[dict[str, Any]]] = {}
    if "un" in options.parts:
        tables["UN list, 342 queries for people on it"] = list(un_list(options.data, options.strangers))
    if "across" in options.parts:
        tables["People of the UK's list against the UN's"] = list(across(options.data))
    if "spoiled" in options.parts:
        whole, by_kind = spoiled_names(options.data, min(20_000, options.strangers), options.seed)
        tables["OFAC's list, names spoiled in one way each"] = whole
        tables["The same by kind, at that threshold"] = by_kind
    if "organisations" in options.parts:
        tables["Organisations of the UK's list against the UN's"] = list(organisations_across(options.data))
        tables["Organisations of OFAC's list"] = list(spoiled_organisations(options.data, options.seed))
    if "speed" in options.parts:
        tables["Speed, all lists together"] = list(speed(options.data, min(10_000, options.strangers // 2)))
    return record.page("screening" if tuple(options.parts) == PARTS else None, "Screening against public lists", tables)
