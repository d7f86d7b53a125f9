"""The commands of screening: screen, decide, and those under `watchlist`."""

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
    print_json,
    progress_shown,
    schema_told,
)

lists_app = typer.Typer(no_args_is_help=True, help="Build an index of watchlists, look at one, compare two versions.")


def screen(
    people: Annotated[Path | None, typer.Argument(help="Export of people to ask about.", show_default=False)] = None,
    watchlist: Annotated[
        list[Path] | None, typer.Option("--watchlist", "-w", help="A list of any format, or an index. May be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="hits.csv, .jsonl, .html, or a folder for all three.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Ask about one person: the name.")] = None,
    born: Born = None,
    sex: Sex = None,
    nationality: Nationality = None,
    document: DocumentNumber = None,
    national_id: NationalId = None,
    organisation: Annotated[
        bool, typer.Option("--organisation", help="Ask about organisations or vessels, not people.")
    ] = False,
    policy: Annotated[str, typer.Option("--policy", help="What is an alert: default, strict or eu_mid.")] = "default",
    limit: Annotated[int, typer.Option("--limit", help="The most hits for each person.", min=1)] = 10,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="File of earlier decisions, which are applied.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", help="Older version of the list: screen against what changed only.")
    ] = None,
    archive: Annotated[
        Path | None, typer.Option("--archive", help="Folder of kept versions, in place of lists.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="With --archive: the day, such as 2026-01-31.")] = None,
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    encoding: Encoding = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the hits as JSON lines.")] = False,
    quiet: Quiet = False,
) -> None:
    """Screen people (or organisations), or one told by --name, against watchlists."""
    from resolve.interfaces import screening
    from resolve.watchlist.decisions import Decisions

    if (people is None) == (name is None):
        raise InputError("expected either a file of people or one person by --name")
    kind = "organisation" if organisation else None
    asked = screening.Asked(policy, limit, Decisions(decisions) if decisions else None, kind)
    refused: tuple[Any, ...] = ()
    with progress_shown(quiet) as progress:
        progress("reading lists", 0.0)
        against = screening.Against(watchlist or [], archive, as_of, since, encoding).open()
        if people is not None:
            told = schema_told(schema, id_column, map_columns)
            found, refused = screening.screen_table(against, people, asked, told, encoding, progress)
        else:
            person = {
                "name": name,
                "birth_date": born,
                "sex": sex,
                "nationality": nationality,
                "document_number": document,
                "national_id": national_id,
                "kind": kind,
            }
            found = screening.screen_one(against, {key: value for key, value in person.items() if value}, asked)
        written = screening.write(found, output, refused) if output else []
    if as_json:
        for hit in found.hits:
            typer.echo(screening.as_json(hit))
    elif not quiet:
        screening.show(found, written, len(refused))
    raise typer.Exit(SOME_REFUSED if refused else DONE)


def decide(
    hits: Annotated[Path, typer.Argument(help="hits.jsonl of the screening.", show_default=False)],
    decisions: Annotated[Path, typer.Option("--decisions", help="File to add the decision to; made if need be.")],
    person: Annotated[str, typer.Option("--person", help="Id of the person asked about.")],
    entry: Annotated[str, typer.Option("--entry", help="The entry's id, or LIST:ID.")],
    decided: Annotated[str, typer.Option("--as", help="confirmed, dismissed or unsure.")],
    by: Annotated[str, typer.Option("--by", help="Who decides.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; a dismissal needs one.")] = "",
) -> None:
    """Record a decision about a hit; it counts in later screenings until the person's or the entry's data change."""
    from resolve.interfaces import screening
    from resolve.watchlist.decisions import Decisions

    made = screening.decide(hits, person, entry, (decided, reason, by), Decisions(decisions))
    typer.echo(f"{made.list} {made.entry_id}: {made.decided}")


@lists_app.command("build")
def build_watchlist(
    lists: Annotated[list[Path], typer.Argument(help="Lists of any format.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="File for the index.")],
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Build an index of lists, which opens at once and is screened against as the lists are."""
    from resolve.interfaces import screening

    with progress_shown(quiet) as progress:
        progress("building", 0.0)
        watchlist = screening.open_watchlist(lists, encoding)
        watchlist.save(output)
    if not quiet:
        screening.show_lists(watchlist)
        typer.echo(f"Written: {output}")
    raise typer.Exit(SOME_REFUSED if any(one.rejects for one in watchlist.lists) else DONE)


@lists_app.command("show")
def show_watchlist(
    lists: Annotated[list[Path], typer.Argument(help="Lists of any format, or indexes.", show_default=False)],
    encoding: Encoding = None,
) -> None:
    """Show what lists hold: format, version, entries, what could not be read."""
    from resolve.interfaces import screening

    watchlist = screening.open_watchlist(lists, encoding)
    screening.show_lists(watchlist)
    raise typer.Exit(SOME_REFUSED if any(one.rejects for one in watchlist.lists) else DONE)


@lists_app.command("diff")
def diff_watchlist(
    old: Annotated[Path, typer.Argument(help="The list as it was.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The list as it is.", show_default=False)],
    encoding: Encoding = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what changed between two versions of a list, and whether it shrank more than it should."""
    from resolve.watchlist.changes import compare_lists
    from resolve.watchlist.lists.read import read_list

    changes = compare_lists(read_list(old, encoding=encoding), read_list(new, encoding=encoding))
    print_json(changes.to_dict()) if as_json else typer.echo(str(changes))


@lists_app.command("keep")
def keep_watchlist(
    files: Annotated[list[Path], typer.Argument(help="The file or files of one list.", show_default=False)],
    archive: Annotated[Path, typer.Option("--archive", help="Folder to keep versions in; made if need be.")],
) -> None:
    """Keep a list as it is today, so that a screening can be repeated as of this day (screen --archive --as-of)."""
    from resolve.watchlist.archive import Archive

    kept = Archive(archive).keep(files)
    typer.echo(f"{kept.kept_on}  {kept.name}  {kept.entries:,} entries  {kept.digest}")


@lists_app.command("versions")
def versions_of_watchlists(
    archive: Annotated[Path, typer.Argument(help="Folder of kept versions.", show_default=False)],
) -> None:
    """List the versions that an archive keeps."""
    from resolve.watchlist.archive import Archive

    for one in Archive(archive).versions():
        typer.echo(f"{one.kept_on}  {one.name}  {one.version or '-'}  {one.entries:,} entries  {one.digest}")
