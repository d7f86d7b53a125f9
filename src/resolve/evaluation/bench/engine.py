"""The engine itself as a contender: it reads the files by itself, with nothing said about them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from resolve.evaluation.bench.task import Answer, PairScores, Task
from resolve.linkage.pipeline import Linked, Policy, run
from resolve.linkage.pipeline import Task as Asked
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources

# Pairs under this probability are many, and say nothing that a curve would show.
_LEAST = 1e-3


def dedupe(task: Task) -> Answer:
    """Find the entities, as `resolve.dedupe` with its default policy finds it.

    A row that the engine refused or numbered otherwise stands alone.
    """
    policy = Policy.named("default")
    # What is kept as possible has no say in what is linked and joined.
    linked = link(task.data, policy if task.labels_only else replace(policy, possible=_LEAST))
    found = dict(entities(linked))
    labels = [found.get(key, f"alone {row}") for row, key in enumerate(task.keys)]
    start = time.perf_counter()
    scored = None if task.labels_only else _scores(linked, task)
    return Answer(labels, scored=scored, extra_seconds=time.perf_counter() - start)


def link(data: Any, policy: Policy | None = None) -> Linked:
    """Read exports and link them."""
    sources = read_sources(data)
    return run(prepare(sources, read_schemas(sources, Schema())), Asked(policy or Policy.named("default")))


def entities(linked: Linked) -> Iterator[tuple[tuple[str, str], str]]:
    """Give (source, record id) and entity of every record."""
    records = linked.records
    names = records.source_names()
    for source, record, label in zip(
        records.source_codes.tolist(), records.record_ids.tolist(), linked.labels.tolist(), strict=True
    ):
        yield (names[source], record), str(label)


def _scores(linked: Linked, task: Task) -> PairScores:
    """Give the scored pairs by the rows of the task; barred ones are no links whatever they score, so 0."""
    rows = {key: row for row, key in enumerate(task.keys)}
    place = np.array([rows.get(key, -1) for key, _ in entities(linked)], np.int64)
    both = (linked.links, linked.possible)
    left, right = (place[np.concatenate([getattr(pairs, side) for pairs in both])] for side in ("left", "right"))
    weight = np.concatenate([pairs.weight for pairs in both]).astype(np.float64)
    barred = np.concatenate([pairs.barred for pairs in both])
    probability = np.where(barred, 0.0, 1 / (1 + np.exp2(-np.clip(weight, -60, 60))))
    known = (left >= 0) & (right >= 0)
    return PairScores(left[known], right[known], probability[known], probability=True)
