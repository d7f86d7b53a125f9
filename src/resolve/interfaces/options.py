"""What the commands share: exit statuses, options, progress, and how they say something."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from resolve.errors import InputError

DONE, SOME_REFUSED, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130

Output = Annotated[Path, typer.Option("-o", "--output", help="Folder for the results; made if need be.")]
IdColumn = Annotated[str | None, typer.Option("--id", help="Column that holds the records' own numbers.")]
MapColumns = Annotated[
    list[str] | None, typer.Option("--map", help="COLUMN=field: say what a column means. May be repeated.")
]
SchemaFile = Annotated[Path | None, typer.Option("--schema", help="TOML file that says what columns mean.")]
ModelFile = Annotated[Path | None, typer.Option("--model", help="model.json of an earlier run, in place of training.")]
PopulationFiles = Annotated[
    list[Path] | None,
    typer.Option("--population", help="Table of how common values are: field, value, count. May be repeated."),
]
# What is said of one person who is asked about.
Born = Annotated[str | None, typer.Option("--born", help="Date or year of birth.")]
Sex = Annotated[str | None, typer.Option("--sex", help="Sex.")]
Nationality = Annotated[str | None, typer.Option("--nationality", help="Nationality.")]
DocumentNumber = Annotated[str | None, typer.Option("--document", help="Number of a passport or identity card.")]
NationalId = Annotated[str | None, typer.Option("--national-id", help="National identity number.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the text files, such as cp1250; else guessed for each.")
]
PolicyName = Annotated[str, typer.Option("--policy", help="Named bounds for links: default or strict.")]
WorkFolder = Annotated[
    Path | None, typer.Option("--work", help="Keep finished stages in this folder until the run is done.")
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Keep finished stages, in OUT/work or --work, and go on from those a stopped run left."
    ),
]
WithLookup = Annotated[
    bool, typer.Option("--lookup", help="Write people.lookup too, among which resolve lookup finds new records.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]


def schema_told(path: Path | None, id_column: str | None, map_columns: list[str] | None) -> Any:
    """Give what --schema, --id and --map say together."""
    from resolve.records.schema import Schema

    told = Schema.of(path)
    mapped = dict(told.map)
    for pair in map_columns or []:
        column, equals, field = pair.rpartition("=")
        if not equals or not column or not field:
            raise InputError(f"--map expects COLUMN=field, found '{pair}'")
        mapped[column] = field
    return Schema(id_column or told.id, mapped, told.sources)


def work_folder(output: Path, work: Path | None, resume: bool) -> Path | None:
    """Give the folder that keeps finished stages, None where none is asked for; what it holds goes unless resumed."""
    from resolve.linkage.work import Work

    folder = work or (output / "work" if resume else None)
    if folder is not None and not resume:
        Work(folder).remove()
    return folder


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Any]:
    """Show progress on a terminal, unless it is not wanted."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    from resolve.interfaces.screen import progress_bars

    with progress_bars() as progress:
        yield progress


def print_json(content: Any) -> None:
    """Print JSON for people and programs."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def say(message: str) -> None:
    """Say something on the error stream."""
    typer.echo(f"resolve: {message}", err=True)
