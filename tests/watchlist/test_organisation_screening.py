"""Organisations and vessels: found by any spelling of their names, apart from people, with evidence that adds up."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.errors import InputError
from resolve.watchlist.lists.entries import Kind, ListedDocument, ListedName, ListedParty, Quality, ReadList
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.queries import Queries, is_organisation
from resolve.watchlist.watchlist import Watchlist

EVERYTHING = ScreeningPolicy("everything", 0.5, 1e-12, 0.001, 8.5, 5.0)


def party(number: str, kind: Kind, *names: str, **more: object) -> ListedParty:
    return ListedParty(number, kind, tuple(ListedName(name) for name in names), **more)  # type: ignore[arg-type]


LISTED = (
    party("O1", Kind.ORGANISATION, "Zvezdara Impex d.o.o.", "Звездара Импекс", countries=("Serbia",)),
    party("O2", Kind.ORGANISATION, "Avala Balkan Trade Consulting Ltd"),
    party("O3", Kind.ORGANISATION, "Dunav Osiguranje a.d.", documents=(ListedDocument("77192654", field="other"),)),
    party("V1", Kind.VESSEL, "MV Golden Horn", emails=("ship@example.org",)),
    party("X1", Kind.OTHER, "Hašim Zvezdara"),
    party("P1", Kind.PERSON, "Avala Zvezdara"),
    ListedParty("W1", Kind.ORGANISATION, (ListedName("Petrovaradin Holding"), ListedName("Gvozden", Quality.WEAK))),
)


@pytest.fixture(scope="module")
def listed() -> Watchlist:
    return Watchlist.of([ReadList("l", "own", LISTED)])


def ids(listed: Watchlist, **asked: str) -> list[str]:
    return [hit.entry_id for hit in listed.screen({"kind": "organisation", **asked})]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Zvezdara Impex", "O1"),
        ("ЗВЕЗДАРА ИМПЕКС ДОО", "O1"),
        ("Impex Zvezdara LLC", "O1"),
        ("Zvezdra Impex", "O1"),
        ("Zvezdaraimpex", "O1"),
        ("Zvezdara 1mpex", "O1"),
        ("Avala Balkan Trgovina Consulting", "O2"),
        ("Dunav Insurance", "O3"),
        ("Golden Horn", "V1"),
    ],
)
def test_a_name_is_found_whatever_its_form(listed, name, entry):
    assert ids(listed, name=name)[:1] == [entry]


def test_the_first_letters_of_a_long_name_find_it(listed):
    hits = listed.screen({"kind": "organisation", "name": "ABTC"}, policy=EVERYTHING)
    assert hits[0].entry_id == "O2"


@pytest.mark.parametrize("name", ["Sava Impex", "Trade Consulting Ltd", "d.o.o.", "Bank"])
def test_words_that_many_names_have_make_no_hit(listed, name):
    assert ids(listed, name=name) == []


def test_people_and_organisations_never_hit_each_other_but_what_may_be_either_is_reached_both_ways(listed):
    as_person = [hit.entry_id for hit in listed.screen({"name": "Hašim Zvezdara"})]
    assert as_person == ["X1"] and "X1" in ids(listed, name="Hašim Zvezdara")
    assert "P1" not in ids(listed, name="Avala Zvezdara")
    assert listed.screen({"name": "Zvezdara Impex"}) == []


def test_a_number_finds_an_organisation_under_another_name(listed):
    (hit,) = listed.screen({"kind": "company", "name": "Nesto Drugo", "national_id": "77192654"})
    assert hit.entry_id == "O3"
    assert [one.bits > 10 for one in hit.explanation.evidence if one.field == "number"] == [True]


def test_the_country_speaks_for_and_against(listed):
    def weight(**more: str) -> float:
        return listed.screen({"kind": "organisation", "name": "Zvezdara Impex", **more}, policy=EVERYTHING)[0].weight

    assert weight(country="Serbia") > weight() > weight(country="Panama")
    assert weight(nationality="SRB") == weight(country="Srbija")


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Zvezdara Impex", "country": "Serbia"},
        {"name": "Zvezdaraimpex"},
        {"name": "Avala Balkn Trade"},
        {"name": "Golden Horn 7", "email": "ship@example.org"},
        {"name": "Gvozden"},
    ],
)
def test_the_evidence_adds_up_to_the_weight(listed, asked):
    hits = listed.screen({"kind": "organisation", **asked}, policy=EVERYTHING)
    assert hits
    for hit in hits:
        why = hit.explanation
        assert sum(one.bits for one in why.evidence) == pytest.approx(hit.weight, abs=0.06)
        assert why.entry_id == hit.entry_id and why.verdict == hit.verdict and str(why)


def test_a_weak_alias_counts_as_weak(listed):
    (hit,) = listed.screen({"kind": "organisation", "name": "Gvozden"}, policy=EVERYTHING)
    assert hit.weak and any(one.says == "only a weak alias" for one in hit.explanation.evidence)


def test_a_table_of_both_kinds_gives_what_single_queries_give(listed):
    rows = [("a", "Zvezdara Impex", "company"), ("b", "Hašim Zvezdara", "person"), ("c", "Dunav Osiguranje", "firma")]
    table = pd.DataFrame(rows, columns=["id", "name", "kind"])
    found = listed.screen_many(table)
    alone = [
        (key, hit.entry_id, pytest.approx(hit.weight, abs=1e-3))
        for key, name, kind in rows
        for hit in listed.screen({"name": name, "kind": kind})
    ]
    assert list(zip(found["query_id"], found["entry_id"], found["weight"], strict=True)) == alone
    everyone = listed.screen_many(table.drop(columns="kind"), kind="organisation")
    assert {"O1", "O3", "X1"} <= set(everyone["entry_id"])


def test_a_saved_watchlist_finds_the_same(listed, tmp_path):
    listed.save(tmp_path / "l.idx")
    again = Watchlist.open(tmp_path / "l.idx")
    for name in ("Zvezdara Impex", "Golden Horn", "ABTC"):
        one, other = (w.screen({"kind": "vessel", "name": name}, policy=EVERYTHING) for w in (listed, again))
        assert [(hit.entry_id, hit.weight) for hit in one] == [(hit.entry_id, hit.weight) for hit in other]


def test_what_was_asked_before_changes_no_weight():
    def fresh() -> Watchlist:
        return Watchlist.of([ReadList("l", "own", LISTED)])

    asked = {"kind": "organisation", "name": "Avalabalkan Trade Consulting"}
    used = fresh()
    for entry in LISTED:
        used.screen({"kind": "organisation", "name": entry.name}, policy=EVERYTHING)
    weights = [[hit.weight for hit in one.screen(asked, policy=EVERYTHING)] for one in (fresh(), used)]
    assert weights[0] == weights[1] and weights[0]


def test_a_list_without_organisations_has_none():
    watchlist = Watchlist.of([ReadList("l", "own", (LISTED[5],))])
    assert watchlist.screen({"kind": "organisation", "name": "Avala Zvezdara"}) == []


def test_entries_taken_away_are_no_hits(listed):
    assert ids(listed.without("l", ["O1"]), name="Zvezdara Impex") == []


def test_a_law_on_people_does_not_decide_on_organisations(listed):
    (hit, *_) = listed.screen({"kind": "organisation", "name": "Zvezdara Impex"}, policy="eu_mid")
    assert hit.verdict == "match" and hit.explanation.law == ""


def test_an_unknown_kind_says_what_is_known():
    with pytest.raises(InputError, match="person, organisation or vessel"):
        Queries.of_person({"name": "X", "kind": "spaceship"})
    assert is_organisation("Vessel") and not is_organisation("individual")


def test_what_is_asked_of_an_organisation_has_another_digest_than_of_a_person():
    one, other = (Queries.of_person({"name": "Avala", "kind": kind}) for kind in ("person", "organisation"))
    assert one.digest(0) != other.digest(0) and one.digest(0) == Queries.of_person({"name": "Avala"}).digest(0)


@pytest.mark.parametrize("hostile", ["a" * 100_000, "\ud800", "\u202eABC", "1 " * 5_000, "(((((", "d.o.o. " * 500])
def test_hostile_names_give_a_result(listed, hostile):
    assert isinstance(ids(listed, name=hostile), list)
