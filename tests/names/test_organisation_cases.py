"""The labelled pairs of fixtures/cases/organisations.jsonl, strictly: a known failure that passes must be promoted.

`python tests/names/test_organisation_cases.py` marks what fails now as known, and takes the mark off what passes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import resolve
from resolve import rules

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "organisations.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def scored(cases: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float, bool]]:
    """Give each case with its similarity and whether it comes out right."""
    bound = rules.load("names/organisations")["verdict"]["same_at"]
    found = resolve.compare_organisations_many([case["left"] for case in cases], [case["right"] for case in cases])
    return [(case, score, (score >= bound) == case["same"]) for case, score in zip(cases, found.tolist(), strict=True)]


MECHANISMS = sorted({case["mechanism"] for case in read_cases()})


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_cases(mechanism: str) -> None:
    for case, score, right in scored([case for case in read_cases() if case["mechanism"] == mechanism]):
        known = "known_failure" in case
        assert right or known, f"{case['id']}: similarity {score:.3f}, expected same={case['same']}: {case['reason']}"
        assert not (right and known), f"{case['id']} passes now: take its known_failure away"


def test_the_set_is_large_and_mostly_right() -> None:
    cases = read_cases()
    assert len(cases) >= 200
    assert len({case["id"] for case in cases}) == len(cases)
    assert len({case["language"] for case in cases}) >= 12
    assert sum("known_failure" in case for case in cases) / len(cases) < 0.1


if __name__ == "__main__":
    lines = []
    for case, score, right in scored(read_cases()):
        case.pop("known_failure", None)
        if not right:
            case["known_failure"] = f"similarity {score:.2f}"
        lines.append(json.dumps(case, ensure_ascii=False))
    CASES.write_text("\n".join(lines) + "\n", "utf-8")
