r"""A result of the bench as Markdown, to be kept beside its JSON.

>>> markdown_table(["set", "F1"], [["a|b", "0.9"]]).splitlines()[-1]
'| a\\|b | 0.9 |'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from resolve.interfaces.bench import Result
from resolve.interfaces.bench_tables import fairness_tables, result_tables

_FACTS = {"version": "version", "rules": "rules", "world_rules": "rules of the world", "seed": "seed"}


def markdown(result: Result) -> str:
    """Give the tables that the screen shows, and what they were measured with."""
    header = result.to_dict()
    parts = [f"# resolve bench {result.suite}\n"]
    if result.rows:
        for table in (*result_tables(result.rows), *fairness_tables(result.rows)):
            parts.append(_section(table))
    facts = ", ".join(f"{words} {header[name]}" for name, words in _FACTS.items() if name in header)
    parts.append(f"`{header['command']}`; {facts}; {header['machine']}.\n")
    return "\n".join(parts)


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table, bars in cells escaped."""
    lines = [_line(head), "|" + "---|" * len(head), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _section(table: Table) -> str:
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    text = markdown_table([str(column.header) for column in table.columns], zip(*columns, strict=True))
    title = Text.from_markup(str(table.title)).plain.strip() if table.title else ""
    caption = f"\n{table.caption}.\n" if table.caption else ""
    return (f"## {title}\n\n" if title else "") + text + caption


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
