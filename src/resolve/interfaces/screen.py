"""What the command line shows: progress, summaries, the demo."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from resolve.interfaces.files import LOOKUP

if TYPE_CHECKING:
    from resolve.evaluation.metrics import Scores
    from resolve.interfaces.library import Resolution


class Screen(Console):
    """A console whose reader may leave early, as `head` does: the run is done all the same, and so is its status."""

    def __init__(self) -> None:
        super().__init__(highlight=False)

    def on_broken_pipe(self) -> None:
        """Say no more."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def progress_bars() -> Iterator[Callable[[str, float], None]]:
    """Show on the error stream how far a run is in all, how long the rest will take, and a bar for each stage."""
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from resolve.interfaces.estimate import Estimate, known_effort

    columns = (
        TextColumn("{task.description:>28}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    run = Estimate(known_effort())
    tasks: dict[str, TaskID] = {}
    alone: dict[str, Estimate] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        whole = bars.add_task("[bold]in all[/]", total=1.0, left="", visible=False)

        def told(stage: str, share: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=1.0, left="")
                alone[stage] = Estimate({stage: 1.0})
            alone[stage].told(stage, share)
            if run.knows(stage):
                run.told(stage, share)
                bars.update(whole, completed=run.done, left=time_left(run.left()), visible=True)
                bars.update(tasks[stage], completed=share)
            else:  # of another kind of work: only of each stage by itself can be told how long it will take
                bars.update(tasks[stage], completed=share, left=time_left(alone[stage].left()))

        yield told


def time_left(seconds: float | None) -> str:
    """Say how long a run will take yet, in round figures; "" where it is not known or next to nothing.

    >>> time_left(None), time_left(42.0), time_left(200.0), time_left(8000.0)
    ('', 'some 40 s left', 'some 3 min left', 'some 2 h 15 min left')
    """
    if seconds is None or seconds < 1:
        return ""
    if seconds < 60:
        return f"some {max(5, round(seconds / 5) * 5)} s left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"some {minutes} min left"
    hours, minutes = divmod(round(seconds / 900) * 15, 60)
    return f"some {hours} h {minutes} min left" if minutes else f"some {hours} h left"


def show_summary(resolution: Resolution, folder: Path) -> None:
    """Show what came in, how it was read, what was found, and where the files are."""
    console = Screen()
    for table in _readings(resolution):
        console.print(table)
    console.print(_outcome(resolution))
    for note in _notes(resolution):
        console.print(f"[yellow]note[/]  {escape(note)}")
    console.print(
        f"\nResults in {escape(str(folder))}: entities.csv links.csv possible.csv clusters.csv golden.csv",
        soft_wrap=True,
    )
    console.print(f"Report:  {escape(str((folder / 'report.html').resolve()))}", soft_wrap=True)
    if (lookup := folder / LOOKUP).exists():
        console.print(f"Lookup:  {escape(str(lookup.resolve()))}", soft_wrap=True)


def show_demo(resolution: Resolution, scores: Scores, folder: Path) -> None:
    """Show the demo: the summary, one person found in all exports, one explanation, and the report's path."""
    console = Screen()
    console.print("[bold]Three exports of one invented set of people, in three languages and two scripts[/]\n")
    for table in _readings(resolution):
        console.print(table)
    console.print(_outcome(resolution))
    person = _person_in_most_sources(resolution)
    console.print("\n[bold]One person, as each agency wrote them[/]")
    console.print(_members(resolution, person))
    left, right = _telling_pair(resolution, person)
    console.print("\n[bold]Why two of these records are one person[/] (bits of evidence; each bit doubles the odds)")
    console.print(escape(str(resolution.explain(left, right))), soft_wrap=True)
    console.print("\n[bold]Against the truth[/]")
    console.print(str(scores), soft_wrap=True)
    console.print(f"\nReport:  {escape(str((folder / 'report.html').resolve()))}", soft_wrap=True)


def _readings(resolution: Resolution) -> Iterator[Table]:
    records = resolution.linked.records
    for source, schema in zip(records.sources, records.schemas, strict=True):
        title = f"{escape(source.name)}: {source.table.num_rows:,} records"
        if source.rejects:
            title += f", {len(source.rejects):,} rows refused"
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
        for name in ("column", "read as", "why", "filled"):
            table.add_column(name, justify="right" if name == "filled" else "left")
        for reading in schema.columns:
            style = "dim" if reading.field == "ignore" else ""
            cells = (escape(reading.column), reading.field, escape(reading.reason), f"{reading.filled:.0%}")
            table.add_row(*cells, style=style)
        yield table


def _outcome(resolution: Resolution) -> Table:
    linked = resolution.linked
    labels, first = np.unique(linked.labels, return_inverse=True)
    sources_of = np.zeros((len(labels), len(linked.records.sources)), bool)
    sources_of[first, linked.records.source_codes] = True
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{len(linked.records):,}", "records")
    table.add_row(f"{len(labels):,}", "people")
    if len(linked.records.sources) > 1:
        table.add_row(f"{int((sources_of.sum(axis=1) > 1).sum()):,}", "of them in more than one source")
    table.add_row(f"{len(linked.links):,}", f"links, from {linked.candidate_pairs:,} candidate pairs")
    table.add_row(f"{len(linked.possible):,}", "unsure pairs, in possible.csv, for a person to look at")
    table.add_row(f"{sum(linked.seconds.values()):.1f}", "seconds")
    return table


def _notes(resolution: Resolution) -> Iterator[str]:
    records = resolution.linked.records
    yield from records.notes
    for source in records.sources:
        yield from (f"{source.name}: {note}" for note in source.notes)
    for field, count in records.unread.items():
        yield f"{count:,} cells of {field} could not be read and count as missing"
    left_out = sum(report.pairs_left_out for report in resolution.linked.blocking)
    if left_out:
        yield f"{left_out:,} pairs in blocks that were too large were not compared; see the report"
    if missed := round(resolution.missed_matches):
        yield f"about {missed:,} matches or more were never compared, as no rule brought them together; see the report"
    if not resolution.model.training.get("converged", True):
        yield "training did not settle; the weights are those of its last round"
    if resolution.rejects:
        yield f"{len(resolution.rejects):,} rows were refused; they are in rejects.csv with their line and the reason"


def _person_in_most_sources(resolution: Resolution) -> str:
    """Choose the entity in most sources, then of the surest weakest link, so that the demo shows a clear case."""
    entities = resolution.entities
    spread = entities.groupby("entity_id").agg(sources=("source", "nunique"), records=("record_id", "size"))
    spread = spread[spread["records"] <= 4] if (spread["records"] <= 4).any() else spread
    best = spread[spread["sources"] == spread["sources"].max()]
    return str(best.sort_values("records", ascending=False, kind="stable").index[0])


def _members(resolution: Resolution, entity_id: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("source", "record", "as written"):
        table.add_column(name)
    rows = np.flatnonzero((resolution.entities["entity_id"] == entity_id).to_numpy())
    records = resolution.linked.records
    for row in rows:
        schema = records.schemas[records.source_codes[row]]
        used = {reading.column for reading in schema.columns if reading.field not in ("ignore", "id")}
        cells = [cell for column, cell in records.raw(int(row)).items() if column in used]
        table.add_row(schema.source, escape(str(records.record_ids[row])), escape(" · ".join(cells)))
    return table


def _telling_pair(resolution: Resolution, entity_id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Choose two members of different sources, the first of each of the first two."""
    members = resolution.entities[resolution.entities["entity_id"] == entity_id]
    firsts = members.drop_duplicates("source").head(2)
    if len(firsts) < 2:
        firsts = members.head(2)
    (left, right) = zip(firsts["source"], firsts["record_id"], strict=True)
    return (str(left[0]), str(left[1])), (str(right[0]), str(right[1]))
