"""What `resolve screen` does: people against lists, the hits on the screen and in files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from resolve.errors import FileError, InputError
from resolve.files import write_atomically
from resolve.interfaces.screen import Screen
from resolve.records.mapping import Schema
from resolve.watchlist.archive import Archive
from resolve.watchlist.changes import compare_lists
from resolve.watchlist.container import is_index
from resolve.watchlist.decisions import CONFIRMED, DISMISSED, Decision, Decisions
from resolve.watchlist.hits import Hit
from resolve.watchlist.lists.read import read_list, read_lists
from resolve.watchlist.policy import MATCH, ScreeningPolicy
from resolve.watchlist.queries import Queries
from resolve.watchlist.watchlist import Watchlist

if TYPE_CHECKING:
    from resolve.records.raw import Reject
    from resolve.report.hits import Screening

Progress = Callable[[str, float], None]
_SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """How to screen: the policy's name, the most hits for each person, what was decided before, and about what kind.

    `kind` is "organisation" or "person" for all rows; None: what a column "kind" says.
    """

    policy: str = "default"
    limit: int = 10
    decisions: Decisions | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Against:
    """What to screen against: lists or indexes; or an archive's lists as of a day; or only what changed since."""

    lists: Sequence[Path]
    archive: Path | None = None
    as_of: str | None = None
    since: Path | None = None
    encoding: str | None = None

    def open(self) -> Watchlist:
        """Open it.

        Raises:
            InputError: what was said does not go together, or nothing is left to screen against.
        """
        if (self.archive is None) == (not self.lists):
            raise InputError("expected lists by --watchlist, or --archive with the day in --as-of")
        if self.since is not None:
            return _changed_since(self.lists, self.since, self.encoding)
        if self.archive is None:
            return open_watchlist(self.lists, self.encoding)
        day = _day(self.as_of) if self.as_of else date.today()
        kept = Archive(self.archive).as_of(day)
        if not kept:
            raise InputError(f"{self.archive}: no list had been kept by {day}")
        return Watchlist.of([one.read() for one in kept.values()])


def _changed_since(lists: Sequence[Path], old: Path, encoding: str | None) -> Watchlist:
    """Give a list with only the entries that are new or materially changed since an older version of it."""
    if len(lists) != 1:
        raise InputError(f"--since compares one list with its older version; found {len(lists)} lists")
    before, (now,) = read_list(old, encoding=encoding), read_lists(lists, encoding=encoding)
    affected = {entry.entry_id for entry in compare_lists(before, now).affected}
    if not affected:
        raise InputError(f"{now.name}: nothing that screening looks at has changed since {old.name}: nothing to do")
    others = [entry.entry_id for entry in now.entries if entry.entry_id not in affected and not entry.misused]
    return Watchlist.of([now]).without(now.name, others)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"expected a day such as 2026-01-31, found '{text[:40]}'") from None


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

    queries = Queries.of_table(people, schema, encoding, asked.kind)
    hits = list(
        watchlist.screen_table(
            queries, limit=asked.limit, policy=asked.policy, decisions=asked.decisions, progress=progress
        )
    )
    policy = ScreeningPolicy.named(asked.policy)
    found = Screening(len(queries), watchlist.lists, len(watchlist), policy, hits)
    return found, queries.rejects


def screen_one(watchlist: Watchlist, person: dict[str, Any], asked: Asked) -> Screening:
    """Screen one person told on the command line."""
    from resolve.report.hits import Screening

    hits = watchlist.screen(person, limit=asked.limit, policy=asked.policy, decisions=asked.decisions)
    return Screening(1, watchlist.lists, len(watchlist), ScreeningPolicy.named(asked.policy), hits)


def write(screening: Screening, output: Path, refused: tuple[Reject, ...] = ()) -> list[Path]:
    """Write the hits: .csv, .jsonl (with the evidence) or .html by the ending; a folder gets all three.

    Rows of people that were refused are written to rejects.csv in the folder, or to a file of the same name that ends
    so; one left by an earlier run is removed.

    Raises:
        InputError: another ending. FileError: a file cannot be written.
    """
    rejects = output.with_suffix(".rejects.csv") if output.suffix else output / "rejects.csv"
    if refused:
        from resolve.interfaces.files import rejects_table, write_table

        write_table(rejects_table(refused), rejects)
    else:
        rejects.unlink(missing_ok=True)
    beside = [rejects] if refused else []
    if not output.suffix:
        names = ("hits.csv", "hits.jsonl", "report.html")
        return [path for name in names for path in _written(screening, output / name)] + beside
    return _written(screening, output) + beside


def _written(screening: Screening, output: Path) -> list[Path]:
    if output.suffix == ".csv":
        from resolve.interfaces.files import write_table
        from resolve.watchlist.hits import hits_table

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

    digests = dict(zip(("person_digest", "entry_digest"), hit.digests, strict=True))
    told = {"query_id": hit.query_id, **digests, **hit.explanation.to_dict(), "entry": asdict(hit.entry)}
    return json.dumps(told, ensure_ascii=False)


def decide(hits: Path, person: str, entry: str, decided: tuple[str, str, str], decisions: Decisions) -> Decision:
    """Record what an officer decided about a hit of an earlier run.

    Args:
        hits: the .jsonl that the run wrote. person: the id of who was asked about. entry: the entry's id, or LIST:ID.
        decided: the decision, the reason, and who decides.

    Raises:
        FileError: the file cannot be read. InputError: it holds no such hit, or several.
    """
    found = [one for one in _read_hits(hits) if one["query_id"] == person and entry in _names_of(one)]
    if len(found) != 1:
        what = f"{len(found)} hits" if found else "no hit"
        raise InputError(f"{hits}: {what} of that person and entry; name the entry as LIST:ID")
    (hit,) = found
    kind, reason, by = decided
    decision = Decision(
        person=person,
        list=hit["list_name"],
        entry_id=hit["entry_id"],
        decided=kind,
        reason=reason,
        by=by,
        person_digest=hit["person_digest"],
        entry_digest=hit["entry_digest"],
        weight=float(hit["weight"]),
        policy=hit["policy"],
        rules=hit["rules"],
    )
    decisions.add(decision)
    return decision


def _names_of(hit: Mapping[str, Any]) -> tuple[str, str]:
    return hit["entry_id"], f"{hit['list_name']}:{hit['entry_id']}"


def _read_hits(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise FileError(f"{path}: the hits cannot be read: {error.strerror}") from error
    try:
        found = [json.loads(line) for line in lines if line.strip()]
        return [one for one in found if {"query_id", "entry_digest", "person_digest"} <= one.keys()]
    except (ValueError, AttributeError) as error:
        raise InputError(f"{path}: expected the hits.jsonl of a screening, found something else") from error


def show(screening: Screening, written: Sequence[Path], refused: int = 0) -> None:
    """Show the likeliest hits, how many there are, and where the files are."""
    console = Screen()
    hits = sorted(screening.hits, key=lambda hit: -hit.weight)
    matches = sum(hit.verdict == MATCH for hit in hits)
    decided = sum(hit.verdict in (CONFIRMED, DISMISSED) for hit in hits)
    lists = ", ".join(one.name for one in screening.lists)
    console.print(
        f"{screening.people:,} asked about, against {screening.entries:,} entries ({escape(lists)}): "
        f"[bold]{matches:,} match, {len(hits) - matches - decided:,} possible[/]"
        + (f", {decided:,} decided before" if decided else ""),
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
        rows = "1 row" if refused == 1 else f"{refused:,} rows"
        console.print(f"[yellow]note[/]  {rows} of people could not be read; -o lists them in rejects.csv")
    for path in written:
        console.print(f"Written: {escape(str(path))}", soft_wrap=True)


def show_lists(watchlist: Watchlist) -> None:
    """Show what the lists of a watchlist hold, and what could not be read of them."""
    console = Screen()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("list", "format", "version", "entries", "refused", "digest"):
        table.add_column(name, justify="right" if name in ("entries", "refused") else "left")
    counts = watchlist.counts()
    for one in watchlist.lists:
        cells = (one.format, one.version or "-", f"{counts[one.name]:,}", f"{len(one.rejects):,}", one.digest)
        table.add_row(escape(one.name), *cells)
    console.print(table)
    for one in watchlist.lists:
        for note in one.notes:
            console.print(f"[yellow]note[/]  {escape(one.name)}: {escape(note)}", soft_wrap=True)
        for reject in one.rejects[:_SHOWN]:
            where = f"line {reject.line}" if reject.line else f"row {reject.row}" if reject.row else "somewhere"
            console.print(f"[yellow]refused[/]  {escape(one.name)}, {where}: {escape(reject.reason)}", soft_wrap=True)


def demo(listed: Path, people: Path, output: Path) -> None:
    """Screen an export of the fixtures against their watchlist, and show a few hits and one explanation."""
    console = Screen()
    watchlist = open_watchlist([listed])
    found, _ = screen_table(watchlist, people, Asked(), Schema(), None, lambda stage, share: None)
    written = write(found, output)
    ranked = sorted(found.hits, key=lambda hit: -hit.weight)
    matches = sum(hit.verdict == MATCH for hit in ranked)
    console.print(f"\n[bold]The people of {escape(people.stem)} against a watchlist of {len(watchlist)} entries[/]")
    console.print(f"{matches} match, {len(ranked) - matches} possible; some of them:")
    across = [hit for hit in ranked if not hit.matched_name.isascii()] or ranked
    console.print(_table(across[:4]))
    console.print("\n[bold]Why one of them[/]")
    console.print(escape(str(across[-1].explanation)), soft_wrap=True)
    console.print(f"\nHits:    {escape(str(written[-1].resolve()))}", soft_wrap=True)


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
