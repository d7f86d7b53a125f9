"""Labelled cases of fixtures/cases, held strictly: a known failure that passes must be promoted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
Case = dict[str, Any]


def read_cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def hold(case: Case, found: Any, expected: Any) -> None:
    """Fail where a case does not come out, unless that is known, and where a known failure comes out."""
    right, known = found == expected, "known_failure" in case
    assert right or known, f"{case['id']}: found {found!r}, expected {expected!r}: {case['reason']}"
    assert not (right and known), f"{case['id']} passes now: take its known_failure away"


def levels(case: Case, parse: Callable[[str], Any], compare: Callable[[Any, Any], Any]) -> tuple[str, str]:
    """Compare both ways round and give the levels' names."""
    left, right = parse(case["left"]), parse(case["right"])
    return compare(left, right).name, compare(right, left).name
