"""One pair scored with its explanation, and one new record against many: median and slowest, beside Splink.

The records are of the synthetic population; those looked up are held out of it, so that their values may be new. Pairs
are half of one person, half of two people drawn at random. No pair and no record comes twice in what is counted; the
engine is warm: it has done as much before with others.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

import population
import record

RECORDS = 100_000
NEW = 2_000
PAIRS = 2_000
WARM_UP = 1_000
MANY = 500
"""New records that are looked up with one call."""
PEER_TIMES = 40
"""Times that a peer is asked, which takes it a thousand times as long."""
PEER_LEAST = -2.0
"""Bits from which Splink gives pairs: about the probability 0.2."""
Record = dict[str, Any]
Pair = tuple[Record, Record]


class Task:
    """The records at hand in a file, and those held out, with who they are."""

    def __init__(self, records: int, new: int, seed: int, folder: Path) -> None:
        rng = np.random.default_rng(seed)
        table = population.generate_records(records + new, seed)
        held = np.zeros(len(table), bool)
        held[rng.choice(len(table), new, replace=False)] = True
        fields = ["id", *population.FIELDS]
        self.path, self.new_path = folder / "records.parquet", folder / "new.parquet"
        pyarrow.parquet.write_table(table.filter(pa.array(~held)).select(fields), self.path)
        pyarrow.parquet.write_table(table.filter(pa.array(held)).select(fields), self.new_path)
        self.entity_of = dict(zip(table["id"].to_pylist(), table["entity_id"].to_pylist(), strict=True))
        self.new = table.filter(pa.array(held)).select(fields).to_pylist()
        self._table, self._rng = table.select(fields), rng

    def pairs(self, count: int) -> list[Pair]:
        """Draw pairs of records, half of one person."""
        entities = np.array([self.entity_of[one] for one in self._table["id"].to_pylist()])
        order = np.argsort(entities, kind="stable")
        beside = np.flatnonzero(entities[order[1:]] == entities[order[:-1]])
        same = self._rng.choice(beside, count // 2, replace=False)
        drawn = self._rng.integers(0, len(entities), (2, count))
        left = np.concatenate([order[same], drawn[0, : count - count // 2]])
        right = np.concatenate([order[same + 1], drawn[1, : count - count // 2]])
        mixed = self._rng.permutation(count)
        sides = (self._table.take(pa.array(rows[mixed])).to_pylist() for rows in (left, right))
        return list(zip(*sides, strict=True))


def timed(work: Callable[..., Any], asked: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Do some work on each of many things; give the median and the 99th of a hundred, in µs.

    Both by the clock and by what the processors gave, which on a busy machine is what the work takes.
    """
    clock, processor = [], []
    for one in asked:
        start, used = time.perf_counter_ns(), time.process_time_ns()
        work(*one)
        processor.append((time.process_time_ns() - used) / 1_000)
        clock.append((time.perf_counter_ns() - start) / 1_000)
    figures = {
        "median µs": statistics.median(clock),
        "99 % within µs": float(np.percentile(clock, 99)),
        "median processor µs": statistics.median(processor),
        "99 % within processor µs": float(np.percentile(processor, 99)),
    }
    return {"times": len(asked), **{name: round(figure, 1) for name, figure in figures.items()}}


def ours(task: Task, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Measure this project."""
    import resolve

    start = time.perf_counter()
    resolution = resolve.dedupe(task.path)
    ready = time.perf_counter()
    lookup = resolution.lookup()
    print(f"resolve: resolved in {ready - start:.1f} s, ready in {time.perf_counter() - ready:.1f} s", flush=True)

    def explained(left: Record | str, right: Record | str) -> Any:
        return lookup.compare(left, right).evidence

    def shown(left: Record, right: Record) -> str:
        return str(lookup.compare(left, right))

    cold, warm = task.new[:WARM_UP], task.new[WARM_UP:]
    timed(lookup.find, [(one,) for one in cold])
    rows = [{"who": "resolve", "what": "one new record against all", **timed(lookup.find, [(one,) for one in warm])}]
    again = [(one,) for one in cold]
    rows.append({"who": "resolve", "what": "one looked up before", **timed(lookup.find, again)})
    timed(explained, pairs[:WARM_UP])
    held = {one["id"] for one in task.new}
    inside = [(a["id"], b["id"]) for a, b in pairs[WARM_UP:] if held.isdisjoint((a["id"], b["id"]))]
    rows.append({"who": "resolve", "what": "two records of the data, explained", **timed(explained, inside)})
    lookup = resolve.Lookup.open(lookup.save(task.path.with_suffix(".lookup")))  # which remembers nothing of them
    timed(explained, pairs[:WARM_UP])
    rows.append({"who": "resolve", "what": "two raw records, explained", **timed(explained, pairs[WARM_UP:])})
    rows.append({"who": "resolve", "what": "the same two again", **timed(explained, pairs[WARM_UP:])})
    rows.append({"who": "resolve", "what": "the same two again, as text", **timed(shown, pairs[WARM_UP:])})
    lookup = resolve.Lookup.open(task.path.with_suffix(".lookup"))
    rows.append({"who": "resolve", "what": f"{MANY} new records with one call, each", **together(lookup, task)})
    print(first_right(task, lookup), flush=True)
    return rows


def together(lookup: Any, task: Task) -> dict[str, Any]:
    """Measure looking many new records up with one call; the figures are a record's share of it."""
    import pandas as pd

    new = pd.DataFrame(task.new)
    parts = [(new[start : start + MANY],) for start in range(0, len(new), MANY)]
    warm = WARM_UP // MANY
    timed(lookup.find_many, parts[:warm])
    figures = timed(lookup.find_many, parts[warm:])
    calls = figures.pop("times")
    return {"times": calls * MANY, **{name: round(figure / MANY, 1) for name, figure in figures.items()}}


def first_right(task: Task, lookup: Any) -> dict[str, Any]:
    """Tell how many new records are of people in the data, and of how many the strongest match is that person."""
    new_ids = {one["id"] for one in task.new}
    known = {entity for one, entity in task.entity_of.items() if one not in new_ids}
    there = [one for one in task.new if task.entity_of[one["id"]] in known]
    found = [lookup.find(one, limit=1) for one in there]
    right = sum(
        bool(match) and task.entity_of[match[0].record_id] == task.entity_of[one["id"]]
        for one, match in zip(there, found, strict=True)
    )
    return {"of people in the data": len(there), "strongest match right": right}


def splink(task: Task, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Measure Splink."""
    from peers.splink_lookup import SplinkLookup

    peer = SplinkLookup(task.path)
    cleaned = {one["unique_id"]: one for one in [*peer.cleaned(task.path), *peer.cleaned(task.new_path)]}
    new = [(cleaned[one["id"]], PEER_LEAST) for one in task.new[WARM_UP:]]
    scored = [(cleaned[left["id"]], cleaned[right["id"]]) for left, right in pairs[WARM_UP:]]
    rows = []
    for what, work, asked in (
        ("one new record against all", peer.find, new),
        ("one pair, with its figures", peer.score, scored),
    ):
        timed(work, asked[:5])
        rows.append({"who": "Splink", "what": what, **timed(work, asked[5 : 5 + PEER_TIMES])})
    return rows


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-peer", action="store_true", help="leave Splink out, and record nothing")


def suite(options: argparse.Namespace) -> str:
    """Measure; give the page, recorded unless Splink is left out."""
    with tempfile.TemporaryDirectory() as folder:
        task = Task(options.records, WARM_UP + NEW, options.seed, Path(folder))
        pairs = task.pairs(WARM_UP + PAIRS)
        rows = ours(task, pairs)
        if not options.without_peer:
            rows += splink(task, pairs)
    title = f"One record at a time: {options.records:,} records"
    return record.page(None if options.without_peer else "lookup", title, {"rows": rows})
