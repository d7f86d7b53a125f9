"""The library: deduplicate, link, explain, evaluate. `import resolve` gives these names."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.metrics import Scores
from resolve.evaluation.truth import evaluate_tables
from resolve.interfaces import results
from resolve.linkage.pipeline import Linked, Policy, Progress, Task, run
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import Reject, Source, read_sources
from resolve.report.explanation import Explanation, explain
from resolve.scoring.weights import Model

if TYPE_CHECKING:
    import pandas as pd

    from resolve.interfaces.lookup import Lookup

Told = Schema | str | Path | Mapping[str, Any] | None
RecordName = str | tuple[str, str]


class Resolution:
    """What a run of `dedupe` or `link` found; tables are made when they are first asked for.

    Attributes:
        linked: the run itself, in arrays. timings: seconds by stage.
    """

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.timings: dict[str, float] = linked.seconds

    def __repr__(self) -> str:
        entities = len(set(self.linked.labels.tolist()))
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
        return results.golden_table(self.linked, self._entity_ids)

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
        """Rows that could not be read, with where and why."""
        return tuple(reject for source in self.linked.records.sources for reject in source.rejects)

    def explain(self, left_id: RecordName, right_id: RecordName) -> Explanation:
        """Explain a pair of records.

        Args:
            left_id, right_id: a record id, or (source, record id) where sources number their records alike.

        Raises:
            UnknownNameError: there is no such record, or more than one.
        """
        left, right = self._row(left_id, 0), self._row(right_id, 1)
        together = bool(self.linked.labels[left] == self.linked.labels[right])
        return explain(self.linked.records, self.linked.model, left, right, same_entity=together)

    def lookup(self) -> Lookup:
        """Make the records ready for new ones to be looked up among, one at a time (see `resolve.Lookup`)."""
        return self._lookup

    def compare(self, left: Mapping[str, Any] | RecordName, right: Mapping[str, Any] | RecordName) -> Explanation:
        """Say whether two records, given as dicts of raw values by column or by name, are one person, and why.

        Raises:
            UnknownNameError: a key is no column of any source, and no field. InputError: a record is no mapping.
        """
        return self._lookup.compare(left, right)

    def save(self, folder: str | Path) -> Path:
        """Write entities, links, possible and golden (CSV), model.json, report.html and, if rows were refused,
        rejects.csv into a folder, each file in one step.
        """
        from resolve.interfaces.files import save_resolution

        return save_resolution(self, Path(folder))

    def report(self, path: str | Path) -> None:
        """Write the HTML report: one file, readable offline."""
        from resolve.report.html import write_report

        write_report(self.linked, path)

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
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Resolution:
    """Find the people in one or more exports, within each and across all.

    Args:
        data: a path, a pandas, Polars or Arrow table, a DuckDB relation, a list of these, or a dict of them by name.
        schema: what columns mean where the guess is wrong: a `Schema`, a TOML file, or {"id": …, "map": {…}}.
        model: a model trained before (`Model` or its file); None trains one on the data.
        policy: a `Policy` or its name in `rules/models/policies`; None is "default".
        encoding: of the text files, such as "cp1250"; None guesses it for each.
        progress: called with a stage's name and the share of it that is done, from 0 to 1.

    Raises:
        InputError: nothing to read, or no column with a meaning. FileError: a file cannot be read.
        UnknownNameError: the schema or policy names something that does not exist.

    Example:
        >>> import pandas as pd
        >>> people = pd.DataFrame({
        ...     "id": ["1", "2", "3"], "name": ["Ђорђе Ђорђевић", "Djordje Djordjevic", "Ana Marić"],
        ...     "born": ["1.2.1985.", "1985-02-01", "1990"]})
        >>> dedupe(people).entities["entity_id"].nunique()
        2
    """
    return _resolve(read_sources(data, encoding=encoding), schema, model, policy, progress)


def link(
    left: Any,
    right: Any,
    *,
    schema: Told = None,
    model: Model | str | Path | None = None,
    policy: str | Policy | None = None,
    one_to_one: bool = False,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Resolution:
    """Link the records of two exports, never two of the same export.

    Args:
        left, right: each a path or a frame, as in `dedupe`.
        one_to_one: give each record one link at most, so that the sum of weights is highest (optimal assignment).

    The other arguments, and what is raised, are those of `dedupe`.
    """
    names = None if _has_name(left) and _has_name(right) else ["left", "right"]
    sources = read_sources([left, right], names, encoding=encoding)
    return _resolve(sources, schema, model, policy, progress, across_only=True, one_to_one=one_to_one)


def evaluate(result: Resolution | Any, truth: Any) -> Scores:
    """Score a result against the truth.

    Args:
        result: a `Resolution`, or a table (path or frame) of entities (record_id, entity_id, maybe source) or of
            links (left_id, right_id).
        truth: such a table.

    Raises:
        InputError: a table has neither form, or the two have no record in common.
    """
    if isinstance(result, Resolution):
        table = result.links if result.linked.task.across_only else result.entities
        return evaluate_tables(table, truth, records=result.linked.records)
    return evaluate_tables(result, truth)


def _resolve(
    sources: list[Source],
    schema: Told,
    model: Model | str | Path | None,
    policy: str | Policy | None,
    progress: Progress | None,
    *,
    across_only: bool = False,
    one_to_one: bool = False,
) -> Resolution:
    told = progress or (lambda stage, share: None)
    if one_to_one and len(sources) != 2:
        raise InputError(f"one-to-one linking needs two sources; found {len(sources)}")
    started = time.perf_counter()
    told("preparing", 0.0)
    records = prepare(sources, read_schemas(sources, Schema.of(schema)))
    told("preparing", 1.0)
    prepared = time.perf_counter() - started
    chosen = policy if isinstance(policy, Policy) else Policy.named(policy or "default")
    trained = Model.load(model) if isinstance(model, str | Path) else model
    linked = run(records, Task(chosen, across_only, one_to_one, trained), told)
    linked.seconds["preparing"] = prepared
    return Resolution(linked)


def _has_name(data: Any) -> bool:
    return isinstance(data, str | Path)
