"""Write down what a suite measured, in benchmarks/results: JSON for machines, a table for people."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PACKAGES = (
    "resolve-entities",
    "splink",
    "duckdb",
    "numpy",
    "pandas",
    "pyarrow",
    "rapidfuzz",
    "scipy",
    "recordlinkage",
)


def circumstances() -> dict[str, Any]:
    """Say with what and where a suite ran; file and folder names only, no paths of this machine."""
    return {
        "command": " ".join(["python", f"benchmarks/{Path(sys.argv[0]).name}", *map(_without_folder, sys.argv[1:])]),
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
    }


def _without_folder(argument: str) -> str:
    """Shorten a path to its last part."""
    return Path(argument).name if os.sep in argument else argument


def _version(package: str) -> str | None:
    """Give the installed version, None where there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def markdown_table(rows: Sequence[dict[str, Any]]) -> str:
    """Lay out rows with the same keys as a Markdown table; floats with four digits at most."""
    if not rows:
        return ""
    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in head) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    """Write one cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) <= 1 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def write(name: str, title: str, rows: Sequence[dict[str, Any]], details: dict[str, Any]) -> str:
    """Write results/<name>.json and .md; give the Markdown."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    around = circumstances()
    record = {"title": title, **around, "rows": list(rows), **details}
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    packages = ", ".join(f"{package} {version}" for package, version in around["packages"].items())
    page = (
        f"# {title}\n\n{markdown_table(rows)}\n\n"
        f"`{around['command']}`, {around['date']}, {around['cpus']} CPUs, {around['system']}, "
        f"Python {around['python']}, {packages}.\n"
    )
    (RESULTS / f"{name}.md").write_text(page, encoding="utf-8")
    return page


def page(
    name: str | None,
    title: str,
    tables: Mapping[str, Sequence[dict[str, Any]]],
    details: Mapping[str, Any] | None = None,
) -> str:
    """Lay out tables under their headings, the first without one; record them as `name` unless that is None."""
    first, *others = tables
    below = "".join(f"\n## {head}\n\n{markdown_table(tables[head])}\n" for head in others if tables[head])
    if name is None:
        return f"# {title}\n\n{markdown_table(tables[first])}\n{below}"
    more = {head: list(tables[head]) for head in others}
    text = write(name, title, tables[first], {**more, **(details or {})}) + below
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    return text
