"""The labelled numbers of fixtures/cases/identifiers.jsonl, strictly: a known failure that passes must be promoted.

`python tests/values/test_identifier_cases.py` marks what fails now as known, and takes the mark off what passes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from resolve.values.identifiers import compare, parse

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "identifiers.jsonl"
TOLD = ("birth", "sex", "region")


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


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
