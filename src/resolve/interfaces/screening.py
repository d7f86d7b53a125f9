"""What `resolve screen` does: people against lists, the hits on the screen and in files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from resolve.errors import InputError
from resolve.files import write_atomically
from resolve.interfaces.screen import Screen
from resolve.records.mapping import Schema
from resolve.watchlist.container import is_index
from resolve.watchlist.policy import MATCH, ScreeningPolicy
from resolve.watchlist.queries import Queries
from resolve.watchlist.watchlist import Hit, Watchlist

if TYPE_CHECKING:
    from resolve.records.raw import Reject
    from resolve.report.hits import Screening

Progress = Callable[[str, float], None]
_SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """How to screen: the policy's name and the most hits for each person."""

    policy: str = "default"
    limit: int = 10


def open_watchlist(paths: Sequence[Path], encoding: str | None = None) -> Watchlist:
    """Read lists, or open indexes that were built of lists, and search them together.

    Raises:
        FileError: a file cannot be read. InputError: one holds no list.
    """
    indexes = [path for path in paths if is_index(path)]
    lists = [path for path in paths if path not in indexes]
    read = [Watchlist.open(path) for path in indexes]
    if lists:
        read.append(Watchlist.read(*lists, encoding=encoding))
    return Watchlist.together(read)


def screen_table(
    watchlist: Watchlist, people: Path, asked: Asked, schema: Schema, encoding: str | None, progress: Progress
) -> tuple[Screening, tuple[Reject, ...]]:
    """Screen the people of an export; give what was found, and the rows that could not be read."""
    from resolve.report.hits import Screening

    queries = Queries.of_table(people, schema, encoding)
    hits = list(watchlist.screen_table(queries, limit=asked.limit, policy=asked.policy, progress=progress))
    policy = ScreeningPolicy.named(asked.policy)
    found = Screening(len(queries), watchlist.lists, len(watchlist), policy, hits)
    return found, queries.rejects


def screen_one(watchlist: Watchlist, person: dict[str, Any], asked: Asked) -> Screening:
    """Screen one person told on the command line."""
    from resolve.report.hits import Screening

    hits = watchlist.screen(person, limit=asked.limit, policy=asked.policy)
    return Screening(1, watchlist.lists, len(watchlist), ScreeningPolicy.named(asked.policy), hits)


def write(screening: Screening, output: Path) -> list[Path]:
    """Write the hits: .csv, .jsonl (with the evidence) or .html by the ending; a folder gets all three.

    Raises:
        InputError: another ending. FileError: a file cannot be written.
    """
    if not output.suffix:
        return [path for name in ("hits.csv", "hits.jsonl", "report.html") for path in write(screening, output / name)]
    if output.suffix == ".csv":
        from resolve.interfaces.files import write_table
        from resolve.watchlist.watchlist import hits_table

        write_table(hits_table(screening.hits), output)
    elif output.suffix in (".jsonl", ".ndjson"):
        write_atomically(output, "".join(as_json(hit) + "\n" for hit in screening.hits))
    elif output.suffix in (".html", ".htm"):
        from resolve.report.hits import write_hits

        write_hits(screening, output)
    else:
        raise InputError(f"expected .csv, .jsonl, .html or a folder to write hits to, found '{output.suffix}'")
    return [output]


def as_json(hit: Hit) -> str:
    """Write a hit with its evidence and its entry as one line of JSON."""
    from dataclasses import asdict

    told = {"query_id": hit.query_id, **hit.explanation.to_dict(), "entry": asdict(hit.entry)}
    return json.dumps(told, ensure_ascii=False)


def show(screening: Screening, written: Sequence[Path], refused: int = 0) -> None:
    """Show the likeliest hits, how many there are, and where the files are."""
    console = Screen()
    hits = sorted(screening.hits, key=lambda hit: -hit.weight)
    matches = sum(hit.verdict == MATCH for hit in hits)
    lists = ", ".join(one.name for one in screening.lists)
    console.print(
        f"{screening.people:,} asked about, against {screening.entries:,} entries ({escape(lists)}): "
        f"[bold]{matches:,} match, {len(hits) - matches:,} possible[/]",
        soft_wrap=True,
    )
    if hits:
        console.print(_table(hits[:_SHOWN]))
    if len(hits) > _SHOWN:
        console.print(f"and {len(hits) - _SHOWN:,} more")
    if screening.people == 1 and hits:
        console.print(f"\n[bold]Why the first[/]\n{escape(str(hits[0].explanation))}", soft_wrap=True)
    for one in screening.lists:
        for note in one.notes:
            console.print(f"[yellow]note[/]  {escape(one.name)}: {escape(note)}", soft_wrap=True)
    if refused:
        console.print(f"[yellow]note[/]  {refused:,} rows of people were refused")
    for path in written:
        console.print(f"Written: {escape(str(path))}", soft_wrap=True)


def _table(hits: Sequence[Hit]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("asked", "listed as", "list", "entry", "verdict", "probability", "bits"):
        table.add_column(name, justify="right" if name in ("probability", "bits") else "left")
    for hit in hits:
        why = hit.explanation
        listed = f"{escape(hit.matched_name)}{' [dim](weak alias)[/]' if hit.weak else ''}"
        table.add_row(
            escape(f"{hit.query_id}  {why.asked}"),
            listed,
            escape(hit.list),
            escape(hit.entry_id),
            hit.verdict,
            why.shown_probability,
            f"{hit.weight:+.1f}",
            style="bold" if hit.verdict == MATCH else None,
        )
    return table
