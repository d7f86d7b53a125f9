"""The tables in docs/ that repeat what rules/ holds are complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from resolve.version import __version__

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"


def rows_of(page: str) -> list[list[str]]:
    """Give the cells of a page's table rows whose first cell is in backticks."""
    rows = re.findall(r"^\| `(.+) \|$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    return [[cell.strip("` ") for cell in row.split(" | ")] for row in rows]


def read_rules(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{name}.toml").read_text("utf-8"))


def test_columns_lists_every_field() -> None:
    fields = read_rules("schemas/fields")["field"]
    expected = [[name, about["kind"], about["many"], about["meaning"]] for name, about in fields.items()]
    assert rows_of("docs/columns.md") == expected


def test_rules_lists_every_file() -> None:
    files = sorted(path.relative_to(RULES).as_posix() for path in RULES.rglob("*.toml"))
    assert sorted(row[0] for row in rows_of("docs/rules.md")) == files


def test_method_lists_every_group_of_near_people() -> None:
    groups = list(read_rules("models/comparisons")["near"]["pairs_per_record"])
    assert [row[0] for row in rows_of("docs/method.md")] == groups


def test_the_changelog_knows_this_version() -> None:
    assert f"\n## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
