"""Names as agencies write them."""

from __future__ import annotations

import pytest

from resolve import rules
from resolve.evaluation.world.spelling import rewrite, spell, systems

CASES = [
    ("Тачи", "mk", "icao", "Tachi"),
    ("Ѓорѓиевски", "mk", "icao", "Gjorgjievski"),
    ("Ѓорѓиевски", "mk", "gaj", "Đorđievski"),
    ("Thaçi", "sq_xk", "sr_cyrillic", "Тачи"),
    ("Rexhepi", "sq_xk", "gaj", "Redžepi"),
    ("Đorđević", "sr", "sr_cyrillic", "Ђорђевић"),
    ("Đorđević", "sr", "sq_latin", "Gjorgjeviq"),
    ("Đorđević", "sr", "gaj_digraph", "Djordjevic"),
    ("Djordjević", "sr", "mk_cyrillic", "Дјордјевиќ"),
    ("Ljubinko", "sr", "sr_cyrillic", "Љубинко"),
    ("Щерев", "bg", "icao", "Shterev"),
    ("Щерев", "bg", "icao_old", "Chtereff"),
    ("Иванова", "bg", "bg_cyrillic", "Иванова"),
    ("Юлия", "ru", "icao", "Iuliia"),
    ("Згурський", "uk", "icao", "Zghurskyi"),
    ("Çelik", "tr", "sr_cyrillic", "Челик"),
    ("İbrahim", "tr", "tr_latin", "İbrahim"),
    ("Şahin", "tr", "tr_plain", "Sahin"),
]


@pytest.mark.parametrize(("text", "tradition", "system", "written"), CASES)
def test_spells_as_the_standard_says(text, tradition, system, written):
    assert spell(text, tradition, system) == written


def test_the_longest_letters_win_and_anchors_hold():
    assert rewrite("ru_french", "ленин") == "lenine"
    assert rewrite("gaj_cyrillic", "ljubinkonj") == "љубинкоњ"


def test_a_listener_writes_in_several_ways_and_each_the_same_twice():
    ways = {spell("محمد", "ar", "debrief", latin="Mohammad", variant=turn) for turn in range(6)}
    assert len(ways) > 1
    assert ways == {spell("محمد", "ar", "debrief", latin="Mohammad", variant=turn) for turn in range(6)}


def test_systems_name_tables_that_there_are():
    content = rules.load("world/spelling")
    tables = set(content["table"])
    for system in systems().values():
        assert set(system["then"]) <= tables
        assert set(system.get("special", {}).values()) <= tables | {"keep"}
        assert system.get("vary", "en") in content["variants"]
        assert system.get("places", "icao") in systems()
    assert set(content["to_gaj"].values()) | set(content["to_latin"].values()) <= tables
