"""The labelled zones of fixtures/cases/mrz.jsonl: ICAO specimens and invented people."""

from __future__ import annotations

import pytest

from resolve.values import mrz
from resolve.values.contract import Unread
from resolve.values.mrz_letters import name_field
from tests.values.cases import Case, hold, levels, read_cases

ALL = read_cases("mrz")


def cases(do: str) -> list[Case]:
    return [case for case in ALL if case["do"] == do]


def seen(zone: mrz.Zone, name: str, expected: object) -> object:
    if name == "failures":
        return len(zone.failures) if isinstance(expected, int) else [failure.field for failure in zone.failures]
    return len(zone.slips) if name == "slips" else getattr(zone, name)


@pytest.mark.parametrize("case", cases("read"), ids=lambda case: case["id"])
def test_zones_are_read(case):
    zone = mrz.parse(case["text"])
    assert zone, f"{case['id']}: {zone}"
    hold(case, {name: seen(zone, name, expected) for name, expected in case["expect"].items()}, case["expect"])


@pytest.mark.parametrize("case", cases("refuse"), ids=lambda case: case["id"])
def test_what_is_no_zone_is_refused(case):
    found = mrz.parse(case["text"])
    hold(case, isinstance(found, Unread) and bool(found.reason), True)


@pytest.mark.parametrize("case", cases("compare"), ids=lambda case: case["id"])
def test_zones_are_compared(case):
    hold(case, levels(case, mrz.parse, mrz.compare), (case["level"],) * 2)


@pytest.mark.parametrize("case", cases("name"), ids=lambda case: case["id"])
def test_names_are_written(case):
    hold(case, name_field(case["surname"], case["given"], case["width"], case["language"]), case["field"])


def test_there_are_enough():
    assert len(ALL) >= 60 and len({case["id"] for case in ALL}) == len(ALL)
    assert all(case["reason"] and case["source"] for case in ALL)
