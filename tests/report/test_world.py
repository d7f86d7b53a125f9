"""The page of a world stands alone and shows every agency and person it promises."""

from __future__ import annotations

from collections import Counter

from resolve.evaluation.world.agencies import read_agencies
from resolve.evaluation.world.showing import Sample, Shown, Sighting, Tradition, look
from resolve.evaluation.world.writing import Made, Order
from resolve.report.world import world_page

AGENCIES = ("mk_granica", "rs_registar", "xk_kufiri", "consular_list")
ORDER = Order(600, 1, "hard", AGENCIES)


def made() -> Made:
    return Made(ORDER, Counter(dict.fromkeys(AGENCIES, 10)), Counter(sr=40), Counter({"as written": 30, "slip": 10}), 2)


def test_the_page_has_everything_and_fetches_nothing():
    shown = look(ORDER)
    page = world_page(made(), shown)
    assert all(agency.label in page for agency in read_agencies(AGENCIES))
    assert len(shown.samples) > 5 and page.count('class="card"') == len(shown.samples)
    assert all(len(sample.sightings) > 1 for sample in shown.samples)
    assert "<script" not in page and "src=" not in page and "default-src 'none'" in page.replace("&#x27;", "'")
    assert page == world_page(made(), look(ORDER))


def test_what_is_shown_stays_text():
    hostile = "<b>x</b>\u202e"
    sighting = Sighting("a", (("name", hostile),), ((hostile, hostile),), "slip")
    shown = Shown(
        (Sample("Twin", hostile, hostile, (sighting,)),),
        (Tradition("sr", ((hostile, 0.1),), ((hostile, 0.1),), (hostile,)),),
        ({"name": hostile, "aliases": "", "weak_aliases": "", "birth_date": "", "nationality": "", "document": ""},),
        10,
        0.0,
    )
    page = world_page(made(), shown)
    assert "<b>" not in page and "\u202e" not in page
