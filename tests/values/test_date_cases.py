"""The labelled dates of fixtures/cases/dates.jsonl, strictly: a known failure that passes must be promoted.

See `labelled` for how a case is marked as known to fail.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import labelled
from resolve.values.dates import Flag, Habits, compare, parse

CASES = labelled.read("dates")


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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: dict[str, Any]) -> None:
    labelled.hold(case, outcome(case), expected(case))


def test_the_set_is_large_sourced_and_mostly_right() -> None:
    labelled.hold_all(CASES, at_least=80)


if __name__ == "__main__":
    labelled.mark("dates", lambda case: "" if outcome(case) == expected(case) else f"found {outcome(case)}")
