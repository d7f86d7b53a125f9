"""The labelled dates of fixtures/cases/dates.jsonl, strictly: a known failure that passes must be promoted.

`python tests/values/test_date_cases.py` marks what fails now as known, and takes the mark off what passes.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from resolve.values.dates import Flag, Habits, compare, parse

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "dates.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def outcome(case: dict[str, Any]) -> Any:
    """Give what comes out, in the form of what the case expects."""
    if case["kind"] == "pair":
        return compare(parse(case["left"]), parse(case["right"])).name
    stated = date.fromisoformat(case["stated"]) if "stated" in case else None
    found = parse(case["text"], Habits(stated=stated))
    return (found.text, found.possible, Flag.SWAPPED in found.flags) if found else None


def expected(case: dict[str, Any]) -> Any:
    if case["kind"] == "pair":
        return case["agreement"]
    if case["expected"] is None:
        return None
    return case["expected"], case.get("possible", True), case.get("swapped", False)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["id"])
def test_cases(case: dict[str, Any]) -> None:
    right = outcome(case) == expected(case)
    assert right or "known_failure" in case, f"found {outcome(case)}: {case['reason']}"
    assert not (right and "known_failure" in case), "it passes now: take its known_failure away"


def test_the_set_is_large_sourced_and_mostly_right() -> None:
    cases = read_cases()
    assert len(cases) >= 80 and all(case["reason"] and case["source"] for case in cases)
    assert sum("known_failure" in case for case in cases) / len(cases) < 0.1


if __name__ == "__main__":
    lines = []
    for case in read_cases():
        case.pop("known_failure", None)
        if outcome(case) != expected(case):
            case["known_failure"] = f"found {outcome(case)}"
        lines.append(json.dumps(case, ensure_ascii=False))
    CASES.write_text("\n".join(lines) + "\n", "utf-8")
