"""The command line.

Exit status: 0 done, 1 done but some rows were refused (listed in OUT/rejects.csv), 2 could not run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from resolve.errors import InputError, ResolveError
from resolve.version import __version__

DONE, SOME_REFUSED, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find people across records.",
)

lists_app = typer.Typer(no_args_is_help=True, help="Build an index of watchlists, look at one, compare two versions.")
app.add_typer(lists_app, name="watchlist")

Output = Annotated[Path, typer.Option("-o", "--output", help="Folder for the results; made if need be.")]
IdColumn = Annotated[str | None, typer.Option("--id", help="Column that holds the records' own numbers.")]
MapColumns = Annotated[
    list[str] | None, typer.Option("--map", help="COLUMN=field: say what a column means. May be repeated.")
]
SchemaFile = Annotated[Path | None, typer.Option("--schema", help="TOML file that says what columns mean.")]
ModelFile = Annotated[Path | None, typer.Option("--model", help="model.json of an earlier run, in place of training.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the text files, such as cp1250; else guessed for each.")
]
PolicyName = Annotated[str, typer.Option("--policy", help="Named bounds for links: default or strict.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]


@app.callback(invoke_without_command=True)
def _start(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"resolve {__version__}")
        raise typer.Exit(DONE)


@app.command()
def dedupe(
    exports: Annotated[
        list[Path], typer.Argument(help="Exports: CSV, TSV, XLSX, JSONL or Parquet.", show_default=False)
    ],
    output: Output,
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    model: ModelFile = None,
    policy: PolicyName = "default",
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Find the people in one or more exports, within each and across all."""
    from resolve.interfaces import library

    with _progress(quiet) as progress:
        resolution = library.dedupe(
            list(exports),
            schema=_schema(schema, id_column, map_columns),
            model=model,
            policy=policy,
            encoding=encoding,
            progress=progress,
        )
        progress("writing", 0.0)
        resolution.save(output)
    _finish(resolution, output, quiet)


@app.command()
def link(
    left: Annotated[Path, typer.Argument(help="First export.", show_default=False)],
    right: Annotated[Path, typer.Argument(help="Second export.", show_default=False)],
    output: Output,
    one_to_one: Annotated[bool, typer.Option("--one-to-one", help="At most one link a record.")] = False,
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    model: ModelFile = None,
    policy: PolicyName = "default",
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Link the records of two exports, never two of the same export."""
    from resolve.interfaces import library

    with _progress(quiet) as progress:
        resolution = library.link(
            left,
            right,
            schema=_schema(schema, id_column, map_columns),
            model=model,
            policy=policy,
            encoding=encoding,
            one_to_one=one_to_one,
            progress=progress,
        )
        progress("writing", 0.0)
        resolution.save(output)
    _finish(resolution, output, quiet)


@app.command()
def evaluate(
    result: Annotated[Path, typer.Argument(help="entities.csv, links.csv, or a folder that holds them.")],
    truth: Annotated[Path, typer.Argument(help="Truth: record_id, entity_id (maybe source), or left_id, right_id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure a result against the truth: precision, recall, F1."""
    from resolve.interfaces import library

    found = result / "entities.csv" if result.is_dir() else result
    scores = library.evaluate(found, truth)
    typer.echo(json.dumps(scores.to_dict(), indent=1) if as_json else str(scores))


@app.command()
def name(
    text: Annotated[str, typer.Argument(help="A name, as it is written.", show_default=False)],
    other: Annotated[str | None, typer.Argument(help="Another, to compare it with.", show_default=False)] = None,
    organisation: Annotated[
        bool, typer.Option("--organisation", help="Names of companies, agencies, vessels; not of people.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how a name is read, or how two names compare and why."""
    from resolve.interfaces import names

    if organisation and other is None:
        of_organisation = names.read_organisation(text)
        _print_json(of_organisation.to_dict()) if as_json else names.show_organisation(of_organisation)
    elif organisation and other is not None:
        compared = names.compare_typed_organisations(text, other)
        _print_json(names.verdict_on(compared)) if as_json else names.show_comparison(compared)
    elif other is None:
        read = names.read_name(text)
        _print_json(names.reading_of(read)) if as_json else names.show_name(read)
    else:
        comparison = names.compare_typed(text, other)
        _print_json(names.verdict_on(comparison)) if as_json else names.show_comparison(comparison)


@app.command()
def screen(
    people: Annotated[Path | None, typer.Argument(help="Export of people to ask about.", show_default=False)] = None,
    watchlist: Annotated[
        list[Path] | None, typer.Option("--watchlist", "-w", help="A list of any format, or an index. May be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="hits.csv, .jsonl, .html, or a folder for all three.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Ask about one person: the name.")] = None,
    born: Annotated[str | None, typer.Option("--born", help="Date or year of birth.")] = None,
    sex: Annotated[str | None, typer.Option("--sex", help="Sex.")] = None,
    nationality: Annotated[str | None, typer.Option("--nationality", help="Nationality.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Number of a passport or identity card.")] = None,
    national_id: Annotated[str | None, typer.Option("--national-id", help="National identity number.")] = None,
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
    """Screen people, or one person told by --name, against watchlists."""
    from resolve.interfaces import screening
    from resolve.watchlist.decisions import Decisions

    if (people is None) == (name is None):
        raise InputError("expected either a file of people or one person by --name")
    kind = "organisation" if organisation else None
    asked = screening.Asked(policy, limit, Decisions(decisions) if decisions else None, kind)
    refused: tuple[Any, ...] = ()
    with _progress(quiet) as progress:
        progress("reading lists", 0.0)
        against = screening.Against(watchlist or [], archive, as_of, since, encoding).open()
        if people is not None:
            told = _schema(schema, id_column, map_columns)
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
        written = screening.write(found, output) if output else []
    if as_json:
        for hit in found.hits:
            typer.echo(screening.as_json(hit))
    elif not quiet:
        screening.show(found, written, len(refused))
    raise typer.Exit(SOME_REFUSED if refused else DONE)


@app.command()
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

    with _progress(quiet) as progress:
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
    _print_json(changes.to_dict()) if as_json else typer.echo(str(changes))


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


@app.command()
def generate(
    people: Annotated[int, typer.Option("--people", help="How many people, from 20 up.", show_default=False)],
    output: Output,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    difficulty: Annotated[str, typer.Option(help="easy, medium or hard.")] = "medium",
    agencies: Annotated[
        list[str] | None, typer.Option("--agencies", help="Only this agency; may be repeated, or a list with commas.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make a synthetic world: exports of agencies, a watchlist, and the truth about them."""
    from resolve.interfaces import world

    with _progress(quiet) as progress:
        made = world.generate_world(people, output, seed, difficulty, agencies or [], progress)
    if not quiet:
        world.show_world(made, output)


@app.command()
def bench(
    suite: Annotated[str, typer.Argument(help="quick, world, febrl, names, screening or own.")] = "quick",
    against: Annotated[
        list[str] | None, typer.Option("--against", help="Also splink, recordlinkage, rapidfuzz; commas, or repeated.")
    ] = None,
    people: Annotated[int, typer.Option("--people", help="Size of the worlds.")] = 5_000,
    seed: Annotated[int, typer.Option(help="Seed of the worlds.")] = 1,
    difficulty: Annotated[
        list[str] | None, typer.Option("--difficulty", help="easy, medium, hard; commas, or repeated; else all.")
    ] = None,
    data: Annotated[list[Path] | None, typer.Option("--data", help="Suite own: exports; may be repeated.")] = None,
    truth: Annotated[
        Path | None, typer.Option("--truth", help="Suite own: record_id, entity_id, maybe source.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the result as JSON.")] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help="JSON of an earlier run: show what moved.")] = None,
    quiet: Quiet = False,
) -> None:
    """Measure this engine, and others that are installed, on data with truth."""
    from resolve.interfaces import bench as benches

    asked = benches.asked_for(people, seed, difficulty or [], data or [], truth)
    result = benches.run_suite(suite, asked, against or [], told=_say if not quiet else lambda words: None)
    benches.show_result(result, compare)
    if output is not None:
        benches.write_result(result, output)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the results.")] = Path("out/demo"),
) -> None:
    """Link three small invented agency exports into people and explain one link."""
    from resolve import rules
    from resolve.interfaces import library
    from resolve.interfaces.screen import show_demo

    folder = rules.data_folder("fixtures")
    names = ("mup_registar", "kufiri_hyrje", "uk_cases")
    resolution = library.dedupe({name: folder / f"{name}.csv" for name in names})
    resolution.save(output)
    show_demo(resolution, library.evaluate(resolution, folder / "truth.csv"), output)


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        status = app(standalone_mode=False)
    except ResolveError as error:
        _say(str(error))
        status = COULD_NOT_RUN
    except (typer.Abort, KeyboardInterrupt):
        _say("interrupted; what was written is complete files of this run, the others are as they were")
        status = INTERRUPTED
    except Exception as error:
        status = _usage_status(error)
    sys.exit(status if isinstance(status, int) else DONE)


def _usage_status(error: Exception) -> int:
    """Tell a wrong call of the command in its own words; anything else is a defect and is raised."""
    show = getattr(error, "show", None)
    if show is None:
        raise error
    show()
    return COULD_NOT_RUN


def _schema(path: Path | None, id_column: str | None, map_columns: list[str] | None) -> Any:
    from resolve.records.schema import Schema

    told = Schema.of(path)
    mapped = dict(told.map)
    for pair in map_columns or []:
        column, equals, field = pair.rpartition("=")
        if not equals or not column or not field:
            raise InputError(f"--map expects COLUMN=field, found '{pair}'")
        mapped[column] = field
    return Schema(id_column or told.id, mapped, told.sources)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    if quiet or not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    from resolve.interfaces.screen import progress_bars

    with progress_bars() as progress:
        yield progress


def _finish(resolution: Any, output: Path, quiet: bool) -> None:
    from resolve.interfaces.screen import show_summary

    if not quiet:
        show_summary(resolution, output)
    raise typer.Exit(SOME_REFUSED if resolution.rejects else DONE)


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _say(message: str) -> None:
    typer.echo(f"resolve: {message}", err=True)


if __name__ == "__main__":
    main()
