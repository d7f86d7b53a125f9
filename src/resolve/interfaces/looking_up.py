"""What `resolve lookup` does: people among the records of a run, the matches on the screen, in files and as lines."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from resolve.errors import InputError, ResolveError
from resolve.files import write_atomically
from resolve.interfaces.files import LOOKUP
from resolve.interfaces.lookup import Lookup, Match, Matches
from resolve.interfaces.lookup_many import People, match_table, reading_told
from resolve.interfaces.screen import Screen

if TYPE_CHECKING:
    from resolve.records.raw import Reject

Progress = Callable[[str, float], None]
_SHOWN = 20
_LINK = "link"
_NAMES = ("given_name", "surname")
_LONGEST = 40


@dataclass(frozen=True)
class Asked:
    """How to look up: the most matches for each person, whose columns are told, and whether with the evidence."""

    limit: int = 5
    source: str | None = None
    explain: bool = False


@dataclass(frozen=True)
class Found:
    """What was found of whom: the matches by the people's numbers, how their file was read, and its refused rows."""

    among: str
    people: Sequence[tuple[str, Matches]]
    read_as: str = ""
    refused: tuple[Reject, ...] = ()
    one: bool = False

    @property
    def matches(self) -> list[tuple[str, Match]]:
        """All matches, the strongest first, with the numbers of those asked about."""
        every = [(name, match) for name, each in self.people for match in each]
        return sorted(every, key=lambda found: -found[1].weight)


def open_lookup(path: Path) -> Lookup:
    """Open a lookup, or that of a run's folder.

    Raises:
        FileError: it cannot be read. InputError: it is no such file, or the folder has none.
    """
    if path.is_dir():
        if not (path / LOOKUP).exists():
            raise InputError(f"{path} holds no {LOOKUP}; run resolve dedupe or link again with --lookup")
        path = path / LOOKUP
    return Lookup.open(path)


def told_by_fields(told: Sequence[str]) -> dict[str, str]:
    """Give what --field says.

    >>> told_by_fields(["surname=Hoxha", "note=a=b"])
    {'surname': 'Hoxha', 'note': 'a=b'}
    """
    found = {}
    for one in told:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise InputError(f"--field expects NAME=value, found '{one[:_LONGEST]}'")
        found[name.strip()] = value
    return found


def find_one(lookup: Lookup, person: Mapping[str, Any], asked: Asked) -> Found:
    """Look up one person told on the command line."""
    found = lookup.find(person, limit=asked.limit, source=asked.source)
    return Found(_among(lookup), [("1", found)], one=True)


def find_table(lookup: Lookup, path: Path, asked: Asked, reading: tuple[Any, str | None], progress: Progress) -> Found:
    """Look up the people of an export; `reading` is what was told of its columns, and its encoding."""
    people = People.read(lookup, path, asked.source, *reading)
    read_as = reading_told(people)
    found = list(people.find(lookup, asked.limit, progress))
    return Found(_among(lookup), found, read_as if people.own else "", people.rejects)


def answer_lines(lookup: Lookup, asked: Asked, lines: IO[str] | None = None, out: IO[str] | None = None) -> int:
    """Answer each JSON line on standard input with one on standard output, at once; give how many were refused.

    A line is an object of raw values by column or field, as `Lookup.find` takes it. The answer has the line's "id" if
    there is one, the fields as they were read, the matches and notes; or "error", and the next line is read.
    """
    out = sys.stdout if out is None else out
    refused = 0
    for line in _typed() if lines is None else lines:
        if line.strip():
            answer = _answer(lookup, line, asked)
            refused += "error" in answer
            try:
                out.write(json.dumps(answer) + "\n")
                out.flush()
            except BrokenPipeError:  # nobody reads on
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                break
    return refused


def _typed() -> IO[str]:
    """Give standard input as UTF-8, whatever the terminal's encoding is; bytes that are none become marks."""
    return io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")


def _answer(lookup: Lookup, line: str, asked: Asked) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "expected a JSON object on one line"}
    if not isinstance(record, dict):
        return {"error": f"expected a JSON object on one line, found {type(record).__name__}"}
    named = {"id": record["id"]} if "id" in record else {}
    try:
        found = lookup.find(record, limit=asked.limit, source=asked.source)
    except ResolveError as error:
        return {**named, "error": str(error)}
    matches = [match.to_dict(explained=asked.explain) for match in found]
    return {**named, "fields": found.fields, "matches": matches, "notes": list(found.notes)}


def json_lines(found: Found, asked: Asked) -> Iterator[str]:
    """Give each match as JSON on one line."""
    for name, each in found.people:
        for match in each:
            told = {"query_id": name, **match.to_dict(explained=asked.explain)}
            yield json.dumps(told, ensure_ascii=False)


def write(found: Found, output: Path, asked: Asked) -> list[Path]:
    """Write the matches: .csv, or .jsonl (with the evidence, if it is asked for); give the files written.

    Rows that were refused are written beside it, to a file of the same name that ends .rejects.csv; one left by an
    earlier run is removed.

    Raises:
        InputError: another ending. FileError: a file cannot be written.
    """
    from resolve.interfaces.files import rejects_table, write_table

    if output.suffix not in (".csv", ".jsonl", ".ndjson"):
        raise InputError(f"{output}: expected a file that ends in .csv or .jsonl")
    if output.suffix == ".csv":
        write_table(match_table(found.people), output)
    else:
        write_atomically(output, "".join(line + "\n" for line in json_lines(found, asked)))
    rejects = output.with_suffix(".rejects.csv")
    if not found.refused:
        rejects.unlink(missing_ok=True)
        return [output]
    write_table(rejects_table(found.refused), rejects)
    return [output, rejects]


def show(found: Found, written: Sequence[Path], asked: Asked) -> None:
    """Show the likeliest matches, how many people were found, what could not be read, and where the files are."""
    console = Screen()
    matches = found.matches
    console.print(_summary(found), soft_wrap=True)
    if found.read_as:
        console.print(f"[dim]read: {escape(found.read_as)}[/]", soft_wrap=True)
    if matches:
        console.print(_table(matches[:_SHOWN], one=found.one))
    if len(matches) > _SHOWN:
        console.print(f"and {len(matches) - _SHOWN:,} more" + ("" if written else "; -o writes all of them to a file"))
    if found.one and matches and not asked.explain:
        console.print(f"\n[bold]Why the first[/]\n{escape(str(matches[0][1].explanation))}", soft_wrap=True)
    for name, match in matches[:_SHOWN] if asked.explain else []:
        heading = f"{match.source} {match.record_id}" if found.one else f"{name} and {match.source} {match.record_id}"
        console.print(f"\n[bold]Why {escape(heading)}[/]\n{escape(str(match.explanation))}", soft_wrap=True)
    for note in _notes(found):
        console.print(f"[yellow]note[/]  {escape(note)}", soft_wrap=True)
    for path in written:
        console.print(f"Written: {escape(str(path))}", soft_wrap=True)


def _links(count: int) -> str:
    return f"{count:,} link" if count == 1 else f"{count:,} links"


def _summary(found: Found) -> str:
    if found.one:
        links = sum(match.verdict == _LINK for _, match in found.matches)
        return f"Among {escape(found.among)}: [bold]{_links(links)}, {len(found.matches) - links:,} possible[/]"
    linked = sum(any(match.verdict == _LINK for match in each) for _, each in found.people)
    unsure = sum(bool(each) for _, each in found.people) - linked
    count = len(found.people)
    return (
        f"{count:,} looked up among {escape(found.among)}: "
        f"[bold]{linked:,} found, {unsure:,} possibly, {count - linked - unsure:,} not[/]"
    )


def _table(matches: Sequence[tuple[str, Match]], *, one: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    asked = [] if one else ["asked"]
    for name in (*asked, "found as", "source", "record", "entity", "verdict", "probability", "bits"):
        table.add_column(name, justify="right" if name in ("probability", "bits") else "left")
    for name, match in matches:
        table.add_row(
            *([] if one else [escape(name)]),
            escape(_said(match.fields)),
            escape(match.source),
            escape(match.record_id),
            escape(match.entity_id),
            match.verdict,
            match.shown_probability,
            f"{match.weight:+.1f}",
            style="bold" if match.verdict == _LINK else None,
        )
    return table


def _said(fields: Mapping[str, str]) -> str:
    """Say who a record is about: the name, and when born."""
    names = [fields[name] for name in _NAMES if name in fields] or [fields.get("other_names", "-")]
    text = " ".join(names)
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"{shown}  {fields['birth_date']}" if "birth_date" in fields else shown


def _notes(found: Found) -> Iterator[str]:
    if found.one:
        yield from found.people[0][1].notes
    elif noted := sum(bool(each.notes) for _, each in found.people):
        people = "1 person has" if noted == 1 else f"{noted:,} people have"
        yield f"{people} a value that cannot be read, or contradicts itself, or none at all"
    if found.refused:
        rows = "1 row" if len(found.refused) == 1 else f"{len(found.refused):,} rows"
        yield f"{rows} of people could not be read; -o lists them in a file that ends .rejects.csv"


def _among(lookup: Lookup) -> str:
    sources = list(lookup.columns)
    told = ", ".join(sources) if len(sources) <= 4 else f"{', '.join(sources[:3])} and {len(sources) - 3:,} more"
    return f"{len(lookup):,} records of {told}"
