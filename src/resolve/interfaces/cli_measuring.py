"""The commands of measuring: generate a synthetic world, bench."""

from __future__ import annotations

from collections.abc import Callable
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
    suite: Annotated[str, typer.Argument(help="quick, world, febrl, names, screening, scale or own.")] = "quick",
    against: Annotated[
        list[str] | None,
        typer.Option("--against", help="Also splink, recordlinkage, rapidfuzz, nomenklatura; commas, or repeated."),
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
    records: Annotated[
        list[str] | None, typer.Option("--records", help="Suite scale: sizes, about; commas, or repeated.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A .json file; or a folder for JSON, Markdown and a page."),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with plots.")] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help="JSON of an earlier run: show what moved.")] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", help="TOML with the least F1 by suite and set; below it, status 1.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Measure this engine, and others that are installed, on data with truth."""
    from resolve.evaluation.bench.suites import Asked
    from resolve.interfaces import bench as benches
    from resolve.interfaces.bench_tables import show_result

    asked = benches.asked_for(Asked(people, seed, data=tuple(data or ()), truth=truth), difficulty or [], records or [])
    earlier = benches.earlier_result(compare) if compare is not None else None
    least = benches.read_floors(floors, suite) if floors is not None else {}
    with progress_shown(quiet) as progress:
        result = benches.run_suite(suite, asked, against or [], told=_told(quiet), progress=progress)
    comparison = benches.compared(result, compare.name, earlier) if compare is not None and earlier else None
    show_result(result, comparison)
    if output is not None:
        benches.write_result(result, output, comparison)
    if html is not None:
        benches.write_page(result, html, comparison)
    fallen = benches.below_floors(result, least)
    for words in fallen:
        say(words)
    if fallen:
        raise typer.Exit(1)


def _told(quiet: bool) -> Callable[[str], None]:
    return (lambda words: None) if quiet else say
