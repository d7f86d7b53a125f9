"""The engine itself as a contender: it reads the files by itself, with nothing said about them."""

from __future__ import annotations

from resolve.evaluation.bench.task import Answer, Task
from resolve.linkage.pipeline import Policy, run
from resolve.linkage.pipeline import Task as Asked
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources


def dedupe(task: Task) -> Answer:
    """Find the entities, as `resolve.dedupe` with its default policy finds it.

    A row that the engine refused or numbered otherwise stands alone.
    """
    sources = read_sources(task.data)
    linked = run(prepare(sources, read_schemas(sources, Schema())), Asked(Policy.named("default")))
    records = linked.records
    names = records.source_names()
    found = {
        (names[source], record): str(label)
        for source, record, label in zip(
            records.source_codes.tolist(), records.record_ids.tolist(), linked.labels.tolist(), strict=True
        )
    }
    return Answer([found.get(key, f"alone {row}") for row, key in enumerate(task.keys)])
