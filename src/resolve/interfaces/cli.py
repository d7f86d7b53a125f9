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
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how a person's name is read, or how two names compare and why."""
    from resolve.interfaces import names

    if other is None:
        read = names.read_name(text)
        _print_json(names.reading_of(read)) if as_json else names.show_name(read)
    else:
        comparison = names.compare_typed(text, other)
        _print_json(names.verdict_on(comparison)) if as_json else names.show_comparison(comparison)


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

    found = inspect.inspect_files(files, _schema(schema, id_column, map_columns), encoding)
    _print_json(inspect.inspection_dicts(found)) if as_json else inspect.show_inspections(found)
    raise typer.Exit(SOME_REFUSED if any(one.source.rejects for one in found) else DONE)


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
