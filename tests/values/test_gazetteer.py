"""The gazetteer: towns in countries that there are, found by each of their names."""

from __future__ import annotations

from resolve import rules
from resolve.text.unicode import plain
from resolve.values import countries
from resolve.values.gazetteer import candidates, lies_in, town_named, towns, undeclined

TOWNS = rules.load("places/towns")["town"]


def test_towns_are_in_countries_that_there_are_and_former_names_have_years_in_order():
    for town in TOWNS:
        assert set(town["country"].split()) <= set(countries.country_ids())
        for former in town.get("former", ()):
            assert 0 <= former.get("from", 0) <= former.get("to", 2026) <= 2026


def test_names_of_one_town_are_apart_in_plain_letters():
    for town in TOWNS:
        names = [town["name"], *town.get("names", ()), *(f["name"] for f in town.get("former", ()))]
        spelled = [plain(name) for name in names]
        assert all(spelled) and len(spelled) <= len(set(spelled)) + len(town.get("former", ()))


def test_every_name_finds_its_town():
    for number, town in enumerate(TOWNS):
        for name in (town["name"], *town.get("names", ())):
            assert number in dict(candidates(tuple(plain(name).split()))), name
    assert town_named("") == town_named("no such town") == -1


def test_towns_lie_in_their_countries_and_declined_names_are_restored():
    for number, town in enumerate(towns()):
        assert all(lies_in(number, country) for country in town.countries)
    assert ("prizren",) in undeclined(("prizrena",)) and undeclined(("nis",)) == []
