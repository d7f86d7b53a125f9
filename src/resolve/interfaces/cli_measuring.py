"""The commands of measuring: generate a synthetic world, bench."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from resolve.interfaces.options import Output, Quiet, progress_shown, say


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

    with progress_shown(quiet) as progress:
        made = world.generate_world(people, output, seed, difficulty, agencies or [], progress)
    if not quiet:
        world.show_world(made, output)


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
    result = benches.run_suite(suite, asked, against or [], told=say if not quiet else lambda words: None)
    benches.show_result(result, compare)
    if output is not None:
        benches.write_result(result, output)
