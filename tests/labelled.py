"""Labelled cases in fixtures/cases, held strictly: a case that fails must be known to, and a known failure that passes
must be promoted.

`PYTHONPATH=tests python tests/values/test_date_cases.py`, and the like, marks what fails now as known, and takes the
mark off what passes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Case = dict[str, Any]
CASES = Path(__file__).parents[1] / "fixtures" / "cases"
MOST_FAILURES = 0.1


def read(*names: str) -> list[Case]:
    """Read the cases of files, by their names without the ending."""
    return [json.loads(line) for name in names for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def hold(case: Case, found: Any, expected: Any) -> None:
    """Fail where a case does not come out, unless that is known, and where a known failure comes out."""
    right, known = found == expected, "known_failure" in case
    assert right or known, f"{case['id']}: found {found!r}, expected {expected!r}: {case['reason']}"
    assert not (right and known), f"{case['id']} passes now: take its known_failure away"


def hold_all(cases: list[Case], *, at_least: int, sourced: bool = True) -> None:
    """Fail where a set is small, has an id twice, does not say where a case is from, or mostly fails."""
    assert len(cases) >= at_least
    assert len({case["id"] for case in cases}) == len(cases)
    assert all(case["reason"] for case in cases)
    assert not sourced or all(case["source"] for case in cases)
    assert sum("known_failure" in case for case in cases) / len(cases) < MOST_FAILURES


def mark(name: str, failure: Callable[[Case], str]) -> None:
    """Write the file anew: each case with what is found in place of what is expected, "" for one that passes."""
    lines = []
    for case in read(name):
        case.pop("known_failure", None)
        found = failure(case)
        lines.append(json.dumps(case | ({"known_failure": found} if found else {}), ensure_ascii=False))
    (CASES / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
