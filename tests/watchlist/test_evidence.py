"""Explanations: what is listed adds up to the weight, and says which words agreed."""

from __future__ import annotations

import json

import pytest

from resolve import rules
from resolve.watchlist.policy import ScreeningPolicy

EVERYTHING = ScreeningPolicy("everything", 0.5, 1e-12, 0.001, 8.5, 5.0)
QUERIES = [
    {"name": "Хашим Тачи", "birth_date": "1968", "nationality": "Kosovo", "passport_number": "P1234567"},
    {"name": "Agim Hodza", "birth_date": "1.1.1990"},
    {"name": "Djoka Djordjevic", "birth_date": "1985"},
    {"name": "Abdulrahman Zawahiri"},
    {"name": "Abd Alrahman Bin Salih Al Zawahiri", "birth_date": "12.3.1951"},
    {"name": "SlobodanPetrović"},
    {"name": "J. Smith"},
    {"name": "Ana Hashim Thaçi Krasniqi"},
]


@pytest.mark.parametrize("person", QUERIES)
def test_the_evidence_adds_up_to_the_weight(watchlist, person):
    hits = watchlist.screen(person, policy=EVERYTHING)
    assert hits
    for hit in hits:
        why = hit.explanation
        assert sum(one.bits for one in why.evidence) == pytest.approx(hit.weight, abs=0.06)
        assert why.weight == hit.weight and why.probability == hit.probability and why.verdict == hit.verdict


def test_words_are_shown_as_they_were_written(watchlist):
    why = watchlist.screen({"name": "Хашим Тачи"})[0].explanation
    assert [(one.asked, one.listed) for one in why.evidence if one.field == "name"] == [
        ("Хашим", "Hashim"),
        ("Тачи", "Thaçi"),
    ]
    assert why.list_name == "agency" and why.entry_id == "L1" and why.rules == rules.fingerprint()


def test_two_words_that_are_one_are_shown_together(watchlist):
    why = watchlist.screen({"name": "SlobodanPetrović"}, policy=EVERYTHING)[0].explanation
    assert ("SlobodanPetrović", "Slobodan Petrović") in [(one.asked, one.listed) for one in why.evidence]


def test_an_alias_inside_a_listed_text_is_explained_by_its_own_words(watchlist):
    why = watchlist.screen({"name": "Agim Hodža"}, policy=EVERYTHING)[0].explanation
    assert "Hodža" in [one.listed for one in why.evidence]


def test_text_json_and_html(watchlist):
    why = watchlist.screen({"name": "Hashim <b>Taci", "birth_date": "1968"})[0].explanation
    text = str(why)
    assert text.startswith("match: Hashim Thaçi, agency L1") and "same as far as known" in text and "weight" in text
    assert json.loads(json.dumps(why.to_dict()))["entry_id"] == "L1"
    page = why._repr_html_()
    assert "Thaçi" in page and "<b>" not in page
