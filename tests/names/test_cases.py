"""The labelled pairs of fixtures/cases/names.jsonl, strictly: a known failure that passes must be promoted.

See `labelled` for how a case is marked as known to fail.
"""

from __future__ import annotations

from typing import Any

import pytest

import labelled
import resolve
from resolve import rules

CASES = labelled.read("names")


def scored(cases: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float, bool]]:
    """Give each case with its similarity and whether it comes out right."""
    bound = rules.load("names/comparison")["verdict"]["same_at"]
    found = resolve.compare_names_many([case["left"] for case in cases], [case["right"] for case in cases])
    return [(case, score, (score >= bound) == case["same"]) for case, score in zip(cases, found.tolist(), strict=True)]


MECHANISMS = sorted({case["mechanism"] for case in CASES})


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_cases(mechanism: str) -> None:
    for case, score, right in scored([case for case in CASES if case["mechanism"] == mechanism]):
        labelled.hold(case, (right, score), (True, score))


def test_the_set_is_large_and_mostly_right() -> None:
    labelled.hold_all(CASES, at_least=600, sourced=False)


if __name__ == "__main__":
    failures = {case["id"]: f"similarity {score:.2f}" for case, score, right in scored(CASES) if not right}
    labelled.mark("names", lambda case: failures.get(case["id"], ""))
