"""The library: deduplicate, link, explain, evaluate. `import resolve` gives these names."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve.errors import InputError, UnknownNameError
from resolve.interfaces import results
from resolve.linkage.cohesion import Cohesion, cohesion_of
from resolve.linkage.pipeline import NOTHING_KEPT, Linked, Policy, Progress, Task, Work, run
from resolve.records.population import read_population
from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import Reject, Source, read_sources
from resolve.scoring.weights import Model
from resolve.threads import importing, no_collection

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from resolve.evaluation.metrics import Scores
    from resolve.interfaces.lookup import Lookup
    from resolve.report.explanation import Explanation

Told = Schema | str | Path | Mapping[str, Any] | None
RecordName = str | tuple[str, str]


class Resolution:
    """What a run of `dedupe` or `link` found; tables are made when they are first asked for.

    Attributes:
        linked: the run itself, in arrays. timings: seconds by stage.
    """

    def __init__(self, linked: Linked, work: Work = NOTHING_KEPT) -> None:
        self.linked = linked
        self._work = work
        self.timings: dict[str, float] = linked.seconds

    def __repr__(self) -> str:
        labels = self.linked.labels
        entities = int(np.count_nonzero(labels == np.arange(len(labels))))
        records, links = len(self.linked.records), len(self.linked.links)
        return f"<Resolution: {records:,} records, {entities:,} entities, {links:,} links>"

    @cached_property
    def entities(self) -> pd.DataFrame:
        """Every record, singletons too: record_id, source, entity_id."""
        return results.entities_table(self.linked, self._entity_ids)

    @cached_property
    def links(self) -> pd.DataFrame:
        """Pairs at or over the policy's bound: left_id, right_id, weight (bits), probability, rule, their sources."""
        return results.pairs_table(self.linked, self.linked.links)

    @cached_property
    def possible(self) -> pd.DataFrame:
        """Pairs for a person to look at: in the unsure band, or kept apart by a contradiction; columns as `links`."""
        return results.pairs_table(self.linked, self.linked.possible)

    @cached_property
    def golden(self) -> pd.DataFrame:
        """One row an entity: each field's value, the record it came from, and how many records agree on it."""
        return next(self.golden_parts(max(1, len(self.linked.labels))))

    def golden_parts(self, size: int = 200_000) -> Iterator[pd.DataFrame]:
        """Give `golden` in parts of `size` entities, for data whose whole table would not fit into memory."""
        return (part.to_pandas() for part in self.golden_arrow(size))

    def golden_arrow(self, size: int = 200_000) -> Iterator[pa.Table]:
        """Give the same parts as Arrow tables, which takes less time and memory."""
        from resolve.interfaces import golden

        return golden.golden_parts(self.linked, self._entity_ids, size)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """One row an entity, the least coherent first: how well it hangs together, and by which pair the least.

        `coherence` is the mean match probability over all pairs of its records, 1 where every two are surely one
        person; of more than 50 records a sample of pairs stands for all. `weakest_weight` (bits), `weakest_probability`
        and the two records are of the pair at which the entity would fall in two if links had to be heavier. `bridge`
        says that one link alone holds two parts together. Missing for single records.
        """
        return results.clusters_table(self.linked, self._entity_ids, self._cohesion)

    @cached_property
    def blocking(self) -> pd.DataFrame:
        """What each blocking rule did: pairs found, links among them, records refined and left out."""
        import pandas as pd

        return pd.DataFrame([vars(report) for report in self.linked.blocking])

    @property
    def missed_matches(self) -> float:
        """How many matches no blocking rule proposed, at least: an estimate from how many rules found each link."""
        return self.linked.missed

    @property
    def model(self) -> Model:
        """The model that scored the pairs; `model.save(path)` keeps it."""
        return self.linked.model

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """Rows that could not be read, of the population table too, with where and why."""
        of_records = tuple(reject for source in self.linked.records.sources for reject in source.rejects)
        population = self.linked.task.population
        return of_records if population is None else (*of_records, *population.rejects)

    def explain(self, left_id: RecordName, right_id: RecordName) -> Explanation:
        """Explain a pair of records.

        Args:
            left_id, right_id: a record id, or (source, record id) where sources number their records alike.

        Raises:
            UnknownNameError: there is no such record, or more than one.
        """
        from resolve.report.explanation import explain_linked

        left, right = self._row(left_id, 0), self._row(right_id, 1)
        together = bool(self.linked.labels[left] == self.linked.labels[right])
        return explain_linked(self.linked, left, right, same_entity=together)

    def lookup(self) -> Lookup:
        """Make the records ready for new ones to be looked up among, one at a time (see `resolve.Lookup`)."""
        return self._lookup

    def compare(self, left: Mapping[str, Any] | RecordName, right: Mapping[str, Any] | RecordName) -> Explanation:
        """Say whether two records, given as dicts of raw values by column or by name, are one person, and why.

        Raises:
            UnknownNameError: a key is no column of any source, and no field. InputError: a record is no mapping.
        """
        return self._lookup.compare(left, right)

    def save(self, folder: str | Path, progress: Progress | None = None, *, lookup: bool = False) -> Path:
        """Write entities, links, possible, clusters and golden (CSV), model.json, report.html and, if rows were
        refused, rejects.csv into a folder, each file in one step. Then the stages that `work` kept are removed.

        Args:
            progress: called with "writing" and the share that is written, from 0 to 1.
            lookup: write people.lookup too (see `resolve.Lookup`); without it, one left by an earlier run is removed.
        """
        from resolve.interfaces.files import save_resolution

        written = save_resolution(self, Path(folder), progress or (lambda stage, share: None), lookup=lookup)
        self._work.remove()
        return written

    def report(self, path: str | Path, *, truth: Any = None, charts: bool | None = None) -> None:
        """Write the HTML report: one file, readable offline.

        Args:
            truth: a table (path or frame), as in `evaluate`, to show precision and recall by threshold.
            charts: whether to draw with Altair what else is in tables; None draws if the extra `charts` is installed.

        Raises:
            InputError: the truth does not fit, or charts are asked for and cannot be drawn.
        """
        from resolve.report.html import write_report
        from resolve.report.quality import Extras

        curve = None if truth is None else self.chart_data("precision_recall", truth=truth)
        write_report(self.linked, path, extras=Extras(self._cohesion, curve, charts))

    def chart_data(
        self, name: str, *, pair: tuple[RecordName, RecordName] | None = None, truth: Any = None
    ) -> pd.DataFrame:
        """Give the figures behind a chart as a table, one row a mark; the arguments are those of `chart`."""
        from resolve.interfaces.charts import data_of

        return data_of(self, name, pair, truth)

    def chart(self, name: str, *, pair: tuple[RecordName, RecordName] | None = None, truth: Any = None) -> Any:
        """Draw a chart with Altair, to be shown in a notebook, changed, or saved.

        Args:
            name: "match_weights" (what each level is worth), "m_u" (how often pairs of one person and of two are at
                it), "weights" (how many pairs have which weight), "unlinkables" (records that say too little),
                "waterfall" (how the evidence of `pair` adds up), "precision_recall" (by threshold, against `truth`).
            pair: the two records of a waterfall, named as in `explain`. truth: a table, as in `evaluate`.

        Raises:
            UnknownNameError: there is no such chart or record.
            InputError: the pair or the truth is missing, or Altair is not installed.
        """
        from resolve.interfaces.charts import draw

        return draw(self, name, pair, truth)

    @cached_property
    def _cohesion(self) -> Cohesion:
        return cohesion_of(self.linked)

    @cached_property
    def _lookup(self) -> Lookup:
        from resolve.interfaces.lookup import Lookup

        return Lookup.of(self.linked)

    @cached_property
    def _entity_ids(self) -> Any:
        return results.entity_ids(self.linked)

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self.linked.records.record_ids.tolist()):
            rows.setdefault(name, []).append(row)
        return rows

    def _row(self, name: RecordName, side: int) -> int:
        records = self.linked.records
        if isinstance(name, tuple) and len(name) != 2:
            raise UnknownNameError(f"a record is named by its id or by (source, id); found {len(name)} parts")
        source, record_id = name if isinstance(name, tuple) else (None, name)
        rows = self._rows.get(str(record_id), [])
        names = records.source_names()
        if source is not None:
            rows = [row for row in rows if names[records.source_codes[row]] == source]
        elif len(rows) > 1 and self.linked.task.across_only:
            rows = [row for row in rows if records.source_codes[row] == side]
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise UnknownNameError(
                f"{len(rows)} records have the id '{record_id}'; say which with (source, id); "
                f"sources: {', '.join(names)}"
            )
        raise UnknownNameError(f"no record has the id '{record_id}'" + (f" in the source '{source}'" if source else ""))


def dedupe(
    data: Any,
    *,
    schema: Told = None,
    model: Model | str | Path | None = None,
    policy: str | Policy | None = None,
    population: Any = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    work: str | Path | None = None,
) -> Resolution:
    """Find the people in one or more exports, within each and across all.

    Args:
        data: a path, a pandas, Polars or Arrow table, a DuckDB relation, a list of these, or a dict of them by name.
        schema: what columns mean where the guess is wrong: a `Schema`, a TOML file, or {"id": …, "map": {…}}.
        model: a model trained before (`Model` or its file); None trains one on the data.
        policy: a `Policy` or its name in `rules/models/policies`; None is "default".
        population: how common values are among all people, of which a small file tells nothing: a path or a frame with
            the columns field, value and count, maybe total (how many people were counted), or a list of these; see
            docs/population.md. The data's own counts are added to it. None leaves it to the data.
        encoding: of the text files, such as "cp1250"; None guesses it for each.
        progress: called with a stage's name and the share of it that is done, from 0 to 1.
        work: a folder that keeps finished stages, for large data: the same call goes on from those that a run which was
            stopped left there. `Resolution.save` removes them. None keeps nothing.

    Raises:
        InputError: nothing to read, no column with a meaning, a population table that is none, or `work` holds stages
            of another run.
        FileError: a file cannot be read, or `work` cannot be written.
        UnknownNameError: the schema, policy or population names something that does not exist.

    Example:
        >>> import pandas as pd
        >>> people = pd.DataFrame({
        ...     "id": ["1", "2", "3"], "name": ["Ђорђе Ђорђевић", "Djordje Djordjevic", "Ana Marić"],
        ...     "born": ["1.2.1985.", "1985-02-01", "1990"]})
        >>> dedupe(people).entities["entity_id"].nunique()
        2
    """
    asked = _task(model, policy, population)
    with no_collection():
        sources = _read(data, None, encoding, progress)
        return _resolve(sources, schema, asked, progress, work)


def link(  # noqa: PLR0913 - each is one thing that a caller may say
    left: Any,
    right: Any,
    *,
    schema: Told = None,
    model: Model | str | Path | None = None,
    policy: str | Policy | None = None,
    population: Any = None,
    one_to_one: bool = False,
    encoding: str | None = None,
    progress: Progress | None = None,
    work: str | Path | None = None,
) -> Resolution:
    """Link the records of two exports, never two of the same export.

    Args:
        left, right: each a path or a frame, as in `dedupe`.
        one_to_one: give each record one link at most, so that the sum of weights is highest (optimal assignment).

    The other arguments, and what is raised, are those of `dedupe`.
    """
    names = None if _has_name(left) and _has_name(right) else ["left", "right"]
    asked = replace(_task(model, policy, population), across_only=True, one_to_one=one_to_one)
    with no_collection():
        sources = _read([left, right], names, encoding, progress)
        return _resolve(sources, schema, asked, progress, work)


def evaluate(result: Resolution | Any, truth: Any) -> Scores:
    """Score a result against the truth.

    Args:
        result: a `Resolution`, or a table (path or frame) of entities (record_id, entity_id, maybe source) or of
            links (left_id, right_id).
        truth: such a table.

    Raises:
        InputError: a table has neither form, or the two have no record in common.
    """
    from resolve.evaluation.truth import evaluate_tables

    if isinstance(result, Resolution):
        table = result.links if result.linked.task.across_only else result.entities
        return evaluate_tables(table, truth, records=result.linked.records)
    return evaluate_tables(result, truth)


def _read(data: Any, names: list[str] | None, encoding: str | None, progress: Progress | None) -> list[Source]:
    told = progress or (lambda stage, share: None)
    told("reading", 0.0)
    with importing("pandas", "scipy.sparse"):
        sources = read_sources(data, names, encoding=encoding)
    told("reading", 1.0)
    return sources


def _task(model: Model | str | Path | None, policy: str | Policy | None, population: Any) -> Task:
    """Read what is asked for, before the data, which may be large."""
    chosen = policy if isinstance(policy, Policy) else Policy.named(policy or "default")
    trained = Model.load(model) if isinstance(model, str | Path) else model
    return Task(chosen, model=trained, population=None if population is None else read_population(population))


def _resolve(
    sources: list[Source], schema: Told, task: Task, progress: Progress | None, work: str | Path | None
) -> Resolution:
    told = progress or (lambda stage, share: None)
    if task.one_to_one and len(sources) != 2:
        raise InputError(f"one-to-one linking needs two sources; found {len(sources)}")
    started = time.perf_counter()
    told("preparing", 0.0)
    records = prepare(sources, read_schemas(sources, Schema.of(schema)))
    if task.population is not None and task.population.fields.keys().isdisjoint(records.columns):
        note = f"the population table says nothing of the data's fields, only of {', '.join(task.population.fields)}"
        records = replace(records, notes=(*records.notes, note))
    told("preparing", 1.0)
    prepared = time.perf_counter() - started
    kept = NOTHING_KEPT if work is None else _opened(Path(work), records, task)
    linked = run(records, task, told, kept)
    linked.seconds["preparing"] = prepared
    return Resolution(linked, kept)


def _opened(folder: Path, records: Records, task: Task) -> Work:
    from resolve.linkage.fingerprint import fingerprints

    return Work.opened(folder, fingerprints(records, task), resume=True)


def _has_name(data: Any) -> bool:
    return isinstance(data, str | Path)
