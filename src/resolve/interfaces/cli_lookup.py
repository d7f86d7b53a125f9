"""The command `resolve lookup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from resolve.errors import InputError
from resolve.interfaces.options import (
    DONE,
    SOME_REFUSED,
    Born,
    DocumentNumber,
    Encoding,
    IdColumn,
    MapColumns,
    NationalId,
    Nationality,
    Quiet,
    SchemaFile,
    Sex,
    progress_shown,
    schema_told,
)


def lookup(
    lookup_file: Annotated[
        Path, typer.Argument(help="File that --lookup of dedupe or link wrote, or its folder.", show_default=False)
    ],
    people: Annotated[Path | None, typer.Argument(help="Export of people to look up.", show_default=False)] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="found.csv, or found.jsonl.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Look up one person: the whole name.")] = None,
    born: Born = None,
    sex: Sex = None,
    nationality: Nationality = None,
    document: DocumentNumber = None,
    national_id: NationalId = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", help="NAME=value: a column of a source, or a field. May be repeated."),
    ] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read JSON lines, one record each; answer each with one line.")
    ] = False,
    source: Annotated[
        str | None, typer.Option("--source", help="Source whose columns they are; else the first that fits.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="The most matches for each person.", min=1)] = 5,
    explain: Annotated[bool, typer.Option("--explain", help="Give the evidence of every match.")] = False,
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    encoding: Encoding = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the matches as JSON lines.")] = False,
    quiet: Quiet = False,
) -> None:
    """Ask who somebody is: look one person, or a file of people, up among those of an earlier run."""
    from resolve.interfaces import looking_up

    person: dict[str, Any] = {
        "full_name": name,
        "birth_date": born,
        "sex": sex,
        "nationality": nationality,
        "document_number": document,
        "national_id": national_id,
    }
    person = {key: value for key, value in person.items() if value} | looking_up.told_by_fields(field or [])
    if (people is not None) + bool(person) + stdin != 1:
        raise InputError("expected a file of people, or one person by --name and --field, or --stdin")
    asked = looking_up.Asked(limit, source, explain)
    found: looking_up.Found | None = None
    with progress_shown(quiet or stdin) as progress:
        progress("opening", 0.0)
        opened = looking_up.open_lookup(lookup_file)
        progress("opening", 1.0)
        if people is not None:
            told = schema_told(schema, id_column, map_columns)
            found = looking_up.find_table(opened, people, asked, (told, encoding), progress)
        elif person:
            found = looking_up.find_one(opened, person, asked)
        written = looking_up.write(found, output, asked) if found and output else []
    if found is None:
        raise typer.Exit(SOME_REFUSED if looking_up.answer_lines(opened, asked) else DONE)
    if as_json:
        for line in looking_up.json_lines(found, asked):
            typer.echo(line)
    elif not quiet:
        looking_up.show(found, written, asked)
    raise typer.Exit(SOME_REFUSED if found.refused else DONE)
