"""The labelled numbers of fixtures/cases/identifiers.jsonl, strictly: a known failure that passes must be promoted.

See `labelled` for how a case is marked as known to fail.
"""

from __future__ import annotations

from typing import Any

import pytest

import labelled
from resolve.values.identifiers import compare, parse

CASES = labelled.read("identifiers")
TOLD = ("birth", "sex", "region")


def outcome(case: dict[str, Any]) -> Any:
    """Give what comes out, in the form of what the case expects."""
    hints = case.get("hints", ())
    if case["kind"] == "pair":
        return compare(parse(case["left"], hints), parse(case["right"], hints)).name
    found = parse(case["text"], hints)
    if not found:
        return None
    told = {name: getattr(found, name) for name in TOLD if name in case}
    return found.scheme, found.check.value, told, bool(found.warning) if "warned" in case else None


def expected(case: dict[str, Any]) -> Any:
    if case["kind"] == "pair":
        return case["agreement"]
    if case["check"] is None:
        return None
    return case["scheme"], case["check"], {name: case[name] for name in TOLD if name in case}, case.get("warned")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: dict[str, Any]) -> None:
    labelled.hold(case, outcome(case), expected(case))


def test_the_set_is_large_sourced_and_mostly_right() -> None:
    labelled.hold_all(CASES, at_least=80)


if __name__ == "__main__":
    labelled.mark("identifiers", lambda case: "" if outcome(case) == expected(case) else f"found {outcome(case)}")
