"""The labelled cases of documents, zones, places, phones and accounts in fixtures/cases, held strictly.

A known failure that passes must be promoted.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from labelled import Case, hold, hold_all, read
from resolve.values import accounts, addresses, countries, documents, emails, mrz, phones, places, plates
from resolve.values.contract import Unread
from resolve.values.mrz_letters import name_field


def levels(case: Case, parse: Callable[[str], Any], compare: Callable[[Any, Any], Any]) -> tuple[str, str]:
    """Compare both ways round and give the levels' names."""
    left, right = parse(case["left"]), parse(case["right"])
    return compare(left, right).name, compare(right, left).name


MODULES: dict[str, ModuleType] = {
    "place": places,
    "nationality": countries,
    "phone": phones,
    "email": emails,
    "address": addresses,
    "document": documents,
    "plate": plates,
    "account": accounts,
}
ALL = read("places", "phones", "documents")
LEAST = {"place": 40, "nationality": 20, "phone": 20, "document": 14, "account": 15}


@pytest.mark.parametrize("case", [case for case in ALL if "level" in case], ids=lambda case: case["id"])
def test_pairs_agree_as_they_should(case):
    module = MODULES[case["kind"]]
    hold(case, levels(case, module.parse, module.compare), (case["level"],) * 2)


@pytest.mark.parametrize("case", [case for case in ALL if "normal" in case], ids=lambda case: case["id"])
def test_phones_are_read(case):
    found = phones.parse(case["text"], case["region"])
    hold(case, "" if isinstance(found, Unread) else found.text, case["normal"])


@pytest.mark.parametrize("case", [case for case in ALL if "valid" in case], ids=lambda case: case["id"])
def test_accounts_are_checked(case):
    hold(case, accounts.is_valid(case["text"]), case["valid"])


def test_there_are_enough():
    kinds = [case["kind"] for case in ALL]
    assert all(kinds.count(kind) >= least for kind, least in LEAST.items())
    hold_all(ALL, at_least=sum(LEAST.values()))


ZONES = read("mrz")


def zones(do: str) -> list[Case]:
    return [case for case in ZONES if case["do"] == do]


def seen(zone: mrz.Zone, name: str, expected: object) -> object:
    if name == "failures":
        return len(zone.failures) if isinstance(expected, int) else [failure.field for failure in zone.failures]
    return len(zone.slips) if name == "slips" else getattr(zone, name)


@pytest.mark.parametrize("case", zones("read"), ids=lambda case: case["id"])
def test_zones_are_read(case):
    zone = mrz.parse(case["text"])
    assert zone, f"{case['id']}: {zone}"
    hold(case, {name: seen(zone, name, expected) for name, expected in case["expect"].items()}, case["expect"])


@pytest.mark.parametrize("case", zones("refuse"), ids=lambda case: case["id"])
def test_what_is_no_zone_is_refused(case):
    found = mrz.parse(case["text"])
    hold(case, isinstance(found, Unread) and bool(found.reason), True)


@pytest.mark.parametrize("case", zones("compare"), ids=lambda case: case["id"])
def test_zones_are_compared(case):
    hold(case, levels(case, mrz.parse, mrz.compare), (case["level"],) * 2)


@pytest.mark.parametrize("case", zones("name"), ids=lambda case: case["id"])
def test_names_are_written(case):
    hold(case, name_field(case["surname"], case["given"], case["width"], case["language"]), case["field"])


def test_there_are_enough_zones():
    hold_all(ZONES, at_least=60)
