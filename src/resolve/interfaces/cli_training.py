"""The command of training: fit a model to exports and labels, and keep it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resolve.interfaces.options import (
    Encoding,
    IdColumn,
    MapColumns,
    PopulationFiles,
    Quiet,
    SchemaFile,
    progress_shown,
    schema_told,
)

if TYPE_CHECKING:
    from resolve.scoring.weights import Model


def train(
    exports: Annotated[list[Path], typer.Argument(help="Exports, as for dedupe.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="File for the model.")],
    labels: Annotated[
        Path | None,
        typer.Option("--labels", help="What people have said: left_id, right_id, match; or record_id, entity_id."),
    ] = None,
    across: Annotated[bool, typer.Option("--across", help="Learn from pairs of different exports only.")] = False,
    id_column: IdColumn = None,
    map_columns: MapColumns = None,
    schema: SchemaFile = None,
    population: PopulationFiles = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Fit a model to exports, and to labels if there are any, for --model of dedupe and link."""
    from resolve.interfaces import training

    with progress_shown(quiet) as progress:
        model = training.train(
            list(exports),
            labels,
            schema=schema_told(schema, id_column, map_columns),
            across=across,
            population=population or None,
            encoding=encoding,
            progress=progress,
        )
    model.save(output)
    if not quiet:
        for line in summary(model):
            typer.echo(line)
        typer.echo(f"Model:   {output}")


def summary(model: Model) -> Iterator[str]:
    """Say in lines what a model was fitted to, and what became of labels."""
    yield f"{model.training.get('pairs', 0):,} pairs without labels, {model.training.get('rounds', 0)} rounds"
    labelled = model.training.get("labelled")
    if labelled is None:
        return
    yield f"{labelled['pairs']:,} labelled pairs, {labelled['matches']:,} of them matches"
    reasons = {
        "unsure": "labelled as unsure, skipped",
        "unknown": "of records that are not in the data, left out",
        "repeated": "said more than once, taken once",
        "inconsistent": "labelled as no match, though other labels bring their records together",
    }
    for name, words in reasons.items():
        if labelled.get(name):
            yield f"{labelled[name]:,} {words}"
    if labelled["spread"]:
        yield f"weights follow the labels: by cross-validation each is foretold better by {labelled['gained']:.2f} bits"
    else:
        yield "the labels do not foretell each other better than the model without them: weights stay as they are"
