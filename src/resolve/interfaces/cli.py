"""The command line.

Exit status: 0 done, 1 done but some rows were refused (listed in OUT/rejects.csv), 2 could not run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from resolve.errors import ResolveError
from resolve.interfaces import cli_lookup, cli_measuring, cli_screening, cli_training
from resolve.interfaces.options import (
    COULD_NOT_RUN,
    DONE,
    INTERRUPTED,
    SOME_REFUSED,
    Encoding,
    IdColumn,
    MapColumns,
    ModelFile,
    Output,
    PolicyName,
    PopulationFiles,
    Quiet,
    Resume,
    SchemaFile,
    WithLookup,
    WorkFolder,
    print_json,
    progress_shown,
    say,
    schema_told,
    work_folder,
)
from resolve.version import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find people across records.",
)
app.add_typer(cli_screening.lists_app, name="watchlist")


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
    population: PopulationFiles = None,
    encoding: Encoding = None,
    work: WorkFolder = None,
    resume: Resume = False,
    lookup: WithLookup = False,
    quiet: Quiet = False,
) -> None:
    """Find the people in one or more exports, within each and across all."""
    from resolve.interfaces import library

    with progress_shown(quiet) as progress:
        resolution = library.dedupe(
            list(exports),
            schema=schema_told(schema, id_column, map_columns),
            model=model,
            policy=policy,
            population=population or None,
            encoding=encoding,
            progress=progress,
            work=work_folder(output, work, resume),
        )
        resolution.save(output, progress, lookup=lookup)
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
    population: PopulationFiles = None,
    encoding: Encoding = None,
    work: WorkFolder = None,
    resume: Resume = False,
    lookup: WithLookup = False,
    quiet: Quiet = False,
) -> None:
    """Link the records of two exports, never two of the same export."""
    from resolve.interfaces import library

    with progress_shown(quiet) as progress:
        resolution = library.link(
            left,
            right,
            schema=schema_told(schema, id_column, map_columns),
            model=model,
            policy=policy,
            population=population or None,
            encoding=encoding,
            one_to_one=one_to_one,
            progress=progress,
            work=work_folder(output, work, resume),
        )
        resolution.save(output, progress, lookup=lookup)
    _finish(resolution, output, quiet)


@app.command()
def evaluate(
    result: Annotated[Path, typer.Argument(help="entities.csv, links.csv, or a folder that holds them.")],
    truth: Annotated[Path, typer.Argument(help="Truth: record_id, entity_id (maybe source), or left_id, right_id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Write precision and recall by threshold: .html, .svg or .json.")
    ] = None,
) -> None:
    """Measure a result against the truth: precision, recall, F1."""
    from resolve.interfaces import library

    found = result / "entities.csv" if result.is_dir() else result
    scores = library.evaluate(found, truth)
    if chart is not None:
        from resolve.interfaces.charts import curve_of_files, save_curve

        save_curve(scores, curve_of_files(result, truth), chart)
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
        print_json(of_organisation.to_dict()) if as_json else names.show_organisation(of_organisation)
    elif organisation and other is not None:
        compared = names.compare_typed_organisations(text, other)
        print_json(names.verdict_on(compared)) if as_json else names.show_comparison(compared)
    elif other is None:
        read = names.read_name(text)
        print_json(names.reading_of(read)) if as_json else names.show_name(read)
    else:
        comparison = names.compare_typed(text, other)
        print_json(names.verdict_on(comparison)) if as_json else names.show_comparison(comparison)


@app.command("inspect")
def inspect_files(
    files: Annotated[list[Path], typer.Argument(help="Exports or lists, as for dedupe.", show_default=False)],
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    encoding: Encoding = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what would be read of a file: its encoding, rows and columns, what they mean, and what does not parse."""
    from resolve.interfaces import inspect

    found = inspect.inspect_files(files, schema_told(schema, id_column, map_columns), encoding)
    print_json(inspect.inspection_dicts(found)) if as_json else inspect.show_inspections(found)
    raise typer.Exit(SOME_REFUSED if any(one.source.rejects for one in found) else DONE)


app.command()(cli_lookup.lookup)
app.command()(cli_training.train)
app.command()(cli_screening.screen)
app.command()(cli_screening.decide)
app.command()(cli_measuring.generate)
app.command()(cli_measuring.bench)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the results.")] = Path("out/demo"),
) -> None:
    """Link three small invented agency exports into people, screen one against a list, and explain a link and a hit."""
    from resolve import rules
    from resolve.interfaces import library, screening
    from resolve.interfaces.screen import show_demo

    folder = rules.data_folder("fixtures")
    exports = {name: folder / f"{name}.csv" for name in ("mup_registar", "kufiri_hyrje", "uk_cases")}
    resolution = library.dedupe(exports)
    resolution.save(output)
    show_demo(resolution, library.evaluate(resolution, folder / "truth.csv"), output)
    screening.demo(folder / "watchlist.csv", exports["uk_cases"], output / "screening")


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        status = app(standalone_mode=False)
    except ResolveError as error:
        say(str(error))
        status = COULD_NOT_RUN
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Exception as error:
        status = _usage_status(error)
    if status == INTERRUPTED:
        say(
            "interrupted; what was written is complete files of this run, the others are as they were. "
            "A run with --resume keeps its finished stages and goes on from them"
        )
    sys.exit(status if isinstance(status, int) else DONE)


def _usage_status(error: Exception) -> int:
    """Tell a wrong call of the command in its own words; anything else is a defect and is raised."""
    show = getattr(error, "show", None)
    if show is None:
        raise error
    show()
    return COULD_NOT_RUN


def _finish(resolution: Any, output: Path, quiet: bool) -> None:
    from resolve.interfaces.screen import show_summary

    if not quiet:
        show_summary(resolution, output)
    raise typer.Exit(SOME_REFUSED if resolution.rejects else DONE)


if __name__ == "__main__":
    main()
