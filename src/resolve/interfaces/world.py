"""What `resolve generate` does and shows.

>>> names_in(["rs_registar,uk_intel", "mk_granica"])
('rs_registar', 'uk_intel', 'mk_granica')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.table import Table

from resolve.evaluation.world.agencies import read_agencies
from resolve.evaluation.world.writing import Made, Order, generate
from resolve.interfaces.screen import Screen
from resolve.report.world import write_world_page


def generate_world(
    people: int,
    output: Path,
    seed: int,
    difficulty: str,
    agencies: Sequence[str],
    progress: Callable[[str, float], None],
) -> Made:
    """Write a world to a folder, with summary.html beside it.

    Raises:
        InputError: too few people. UnknownNameError: no such agency or difficulty. FileError: a file cannot be written.
    """
    made = generate(Order(people, seed, difficulty, names_in(agencies)), output, progress=progress)
    progress("writing the summary", 0.0)
    write_world_page(made, output / "summary.html")
    progress("writing the summary", 1.0)
    return made


def names_in(given: Sequence[str]) -> tuple[str, ...]:
    """Give the names of agencies, each argument one or several with commas between."""
    return tuple(name.strip() for argument in given for name in argument.split(",") if name.strip())


def show_world(made: Made, output: Path) -> None:
    """Show on the screen what was made."""
    table = Table("agency", "language", "script", box=None)
    table.add_column("records", justify="right")
    for agency in read_agencies(list(made.records)):
        table.add_row(agency.label, agency.language, agency.script, f"{made.records[agency.name]:,}")
    screen = Screen()
    screen.print(table)
    total = sum(made.records.values())
    screen.print(f"{total:,} records of {made.order.people:,} people, {made.listed:,} entries on the watchlist")
    screen.print(f"written to {output}; summary.html shows them, truth.csv has who is who")
