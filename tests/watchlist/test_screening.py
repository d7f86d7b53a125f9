"""Screening: evidence for and against, from every field that both sides have."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.watchlist.lists.entries import Kind, ListedName, ListedParty, Quality, ReadList
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.watchlist import Watchlist

EVERYTHING = ScreeningPolicy("everything", 0.5, 1e-12, 0.001, 8.5, 5.0)


def weight(watchlist: Watchlist, entry: str, **person: str) -> float:
    hits = watchlist.screen(person, policy=EVERYTHING, limit=100)
    return next((hit.weight for hit in hits if hit.entry_id == entry), float("-inf"))


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Хашим Тачи", "L1"),
        ("HASIM TACI", "L1"),
        ("Djordjevic Djordje", "L2"),
        ("Hodža, Agim", "L3"),
        ("Sloba Petrovic", "L7"),
        ("Smith John", "L8"),
    ],
)
def test_a_name_is_found_whatever_its_script_and_order(watchlist, name, entry):
    assert watchlist.screen({"name": name}, policy=EVERYTHING)[0].entry_id == entry


def test_a_birth_date_speaks_for_and_against(watchlist):
    plain = weight(watchlist, "L1", name="Hashim Thaci")
    same = weight(watchlist, "L1", name="Hashim Thaci", birth_date="24.04.1968")
    year = weight(watchlist, "L1", name="Hashim Thaci", birth_date="1968")
    another = weight(watchlist, "L1", name="Hashim Thaci", birth_date="3.9.1991")
    assert same > year > plain > another


def test_what_is_missing_says_nothing(watchlist):
    assert weight(watchlist, "L6", name="Ivana Petrovska", birth_date="1980") == weight(
        watchlist, "L6", name="Ivana Petrovska"
    )


def test_a_rare_name_weighs_more_than_a_common_one(watchlist):
    assert weight(watchlist, "L1", name="Hashim Thaçi") > weight(watchlist, "L4", name="Muhammad Ahmed")


def test_a_document_finds_an_entry_under_another_name(watchlist):
    (hit,) = watchlist.screen({"name": "Somebody Else", "document_number": "P 1234567"})
    assert hit.entry_id == "L1"
    assert any(one.field == "document_number" and one.bits > 10 for one in hit.explanation.evidence)


def test_a_weak_alias_is_weaker_than_a_name():
    def listed(quality: Quality) -> Watchlist:
        names = (ListedName("Petar Horvatić"), ListedName("Kurjak Vukovski", quality))
        return Watchlist.of([ReadList("l", "own", (ListedParty("1", Kind.PERSON, names),))])

    weak, strong = (
        listed(quality).screen({"name": "Kurjak Vukovski"}, policy=EVERYTHING)[0]
        for quality in (Quality.WEAK, Quality.STRONG)
    )
    assert weak.weak and not strong.weak and strong.weight - weak.weight == pytest.approx(5.0, abs=1e-3)


def test_the_victim_of_a_misused_identity_is_never_a_hit():
    names = (ListedName("Hashim Thaçi"),)
    listed = (
        ListedParty("1", Kind.PERSON, names, misused=True),
        ListedParty("2", Kind.PERSON, (ListedName("Ana Ilić"),)),
    )
    watchlist = Watchlist.of([ReadList("l", "own", listed)])
    assert watchlist.screen({"name": "Hashim Thaçi"}, policy=EVERYTHING) == []
    assert len(watchlist) == 1


def test_an_organisation_is_no_hit_for_a_person():
    listed = (
        ListedParty("1", Kind.ORGANISATION, (ListedName("Hashim Thaçi"),)),
        ListedParty("2", Kind.PERSON, (ListedName("Ana Ilić"),)),
    )
    assert Watchlist.of([ReadList("l", "own", listed)]).screen({"name": "Hashim Thaçi"}) == []


def test_of_several_birth_dates_the_best_counts():
    dates = ("1960", "24 Apr 1968", "circa 1971")
    listed = (ListedParty("1", Kind.PERSON, (ListedName("Hashim Thaçi"),), birth_dates=dates),)
    (hit,) = Watchlist.of([ReadList("l", "own", listed)]).screen({"name": "Hashim Thaçi", "birth_date": "24.4.1968"})
    (date,) = [one for one in hit.explanation.evidence if one.field == "birth_date"]
    assert (date.listed, date.says) == ("1968-04-24", "same day")


def test_a_batch_gives_what_single_queries_give(watchlist, listed):
    people = [
        {"id": "a", "name": "Хашим Тачи", "birth_date": "1968"},
        {"id": "b", "name": "Agim Hodza", "birth_date": ""},
        {"id": "c", "name": "Nobody", "birth_date": "1990"},
        {"id": "d", "name": "Muhamed Ahmad", "birth_date": ""},
    ]
    together = watchlist.screen_many(pd.DataFrame(people), policy=EVERYTHING)
    for person in people:
        asked = {key: value for key, value in person.items() if key != "id"}
        alone = watchlist.screen(asked, policy=EVERYTHING)
        mine = together[together["query_id"] == person["id"]]
        assert mine["entry_id"].tolist() == [hit.entry_id for hit in alone]
        assert mine["weight"].tolist() == pytest.approx([hit.weight for hit in alone], abs=1e-4)


def test_the_order_of_the_list_changes_nothing(listed):
    forwards, backwards = Watchlist.read(listed, names=["l"]), Watchlist.read(listed[::-1], names=["l"])
    for name in ("Hashim Taci", "Agim Hodza", "Ivana Petrovski"):
        one, other = (which.screen({"name": name}, policy=EVERYTHING) for which in (forwards, backwards))
        assert [hit.entry_id for hit in one] == [hit.entry_id for hit in other]
        assert [hit.weight for hit in one] == pytest.approx([hit.weight for hit in other], abs=1e-4)
