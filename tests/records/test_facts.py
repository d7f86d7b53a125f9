"""What columns told, kept for records that come later."""

from __future__ import annotations

import pandas as pd

from resolve.records.facts import facts_of
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources


def facts(*frames: pd.DataFrame, **said: str):
    sources = read_sources(list(frames))
    return facts_of(prepare(sources, read_schemas(sources, Schema(map=said))))


def test_facts_are_told_source_by_source():
    american = pd.DataFrame({"name": ["Ana Ilić", "Goran Tot"], "born": ["03/14/1986", "12/31/1990"]})
    serbian = pd.DataFrame(
        {"surname": ["Ilić", "Tot"], "given_name": ["Ana", "Goran"], "born": ["14.03.1986", "1.2.90"]}
    )
    turned = pd.DataFrame({"name": ["Ilić Ana", "Tot Goran", "Ilić Goran"], "born": ["1986", "1990", "1991"]})
    first, second, third = facts(american, serbian, turned)
    assert first.dates["birth_date"].month_first and not second.dates["birth_date"].month_first
    assert third.surname_first and not second.surname_first
    assert dict(first.fields) == {"name": "full_name", "born": "birth_date"}


def test_days_that_stand_for_not_known_are_those_of_the_column():
    days = [f"{2 + n % 27:02}.{1 + n % 12:02}.{1940 + n % 60}" for n in range(600)]
    (often,) = facts(pd.DataFrame({"born": ["01.01.1980"] * 200 + days, "surname": ["x"] * 800}))
    (never,) = facts(pd.DataFrame({"born": days, "surname": ["x"] * 600}))
    assert (1, 1) in often.dates["birth_date"].defaults and (1, 1) not in never.dates["birth_date"].defaults


def test_numbers_telephones_and_damage():
    frame = pd.DataFrame(
        {
            "mb": ["101990710008", "0101990710008", "3112985710003"] * 10,
            "tel": [f"+38164{n:07}" if n % 10 else f"064 {n:07}" for n in range(1_000_001, 1_000_031)],
            "surname": ["PetroviÄ‡", "JoviÄ‡", "IliÄ‡"] * 10,
        }
    )
    (told,) = facts(frame, mb="national_id", tel="phone")
    assert told.phone_regions == {"phone": "RS"} and told.lost_zeros and told.believed
    assert told.mended == {"surname": ("utf-8",)}


def test_a_source_with_nothing_but_a_name_has_no_more_to_tell():
    (told,) = facts(pd.DataFrame({"surname": ["Ilić", "Tot"]}))
    assert not told.dates and not told.phone_regions and not told.mended and not told.believed
