"""The policy eu_mid: alerts by the law's list of similarities, with the clause on every piece of evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.watchlist.lists.entries import Kind, ListedName, ListedParty, ReadList
from resolve.watchlist.watchlist import Watchlist

PEOPLE = [
    ("E1", "Petrović, Slobodan", "1968-04-03", "Srbija", "Titograd", "P1234567", "m"),
    ("E2", "Abd al-Rahman Qasim", "1951-03-01", "Iraq", "Mosul", "", "m"),
    ("E3", "Jean-Pierre O'Neill", "1970", "", "", "", "m"),
    ("E4", "Ana Marija Kovačević Horvat", "1980-02-02", "", "", "", "f"),
]
COLUMNS = ["id", "name", "birth_date", "nationality", "birth_place", "passport_number", "sex"]


@pytest.fixture(scope="module")
def people() -> Watchlist:
    return Watchlist.read(pd.DataFrame(PEOPLE, columns=COLUMNS), names=["agency"])


def verdicts(people: Watchlist, **person: str) -> list[tuple[str, str]]:
    return [(hit.entry_id, hit.verdict) for hit in people.screen(person, policy="eu_mid")]


def by_law(people: Watchlist, **person: str) -> dict[tuple[str, str], str]:
    (hit,) = people.screen(person, policy="eu_mid")
    return {(one.field, one.listed): one.by_law for one in hit.explanation.evidence if one.by_law}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"name": "Slobodan Petrović", "birth_date": "3.4.1968"}, [("E1", "match")]),
        ({"name": "Slobodan Petrović"}, [("E1", "possible")]),  # the birth date is needed to be the same
        ({"name": "Slobodan Petrović", "birth_date": "1968"}, [("E1", "possible")]),
        ({"name": "Slobodan Petrović", "birth_date": "4.3.1968"}, [("E1", "possible")]),
        ({"name": "Slobodan Petrović", "birth_date": "4.5.1972"}, []),
        ({"name": "Slobodan Petrović", "birth_date": "3.4.1968", "sex": "f"}, []),
        ({"name": "Slobodan Pevrotić", "birth_date": "3.4.1968"}, [("E1", "possible")]),
        ({"name": "SlobodanPetrović"}, [("E1", "possible")]),
        ({"name": "Sloba Petrović", "birth_date": "3.4.1968"}, []),
        ({"name": "Mirko Jović", "document_number": "P1234567"}, [("E1", "possible")]),
        ({"name": "Mirko Jović", "document_number": "P7654321"}, []),
        ({"name": "Jean-Pierre O'Neill", "birth_date": "1970"}, [("E3", "match")]),
        ({"name": "Jean Pierre ONeill", "birth_date": "1970"}, [("E3", "possible")]),
        ({"name": "Ana Marija Kovačević", "birth_date": "2.2.1980"}, [("E4", "possible")]),
    ],
)
def test_the_law_decides(people, person, expected):
    assert verdicts(people, **person) == expected


def test_every_piece_of_evidence_has_its_clause_and_bits_still_add_up(people):
    person = {"name": "Слободан Петровић", "birth_date": "4.3.1968", "sex": "m", "birth_place": "Podgorica"}
    (hit,) = people.screen(person, policy="eu_mid")
    said = by_law(people, **person)
    assert said["name", "Slobodan"] == "similar: known transliteration (Annex II, 3.1(a))"
    assert said["birth_date", "1968-04-03"] == "similar: day and month swapped (Annex II, 3.2(a))"
    assert said["sex", "m"] == "same (Annex I, 3.3)"
    assert "Annex II, 3.4(c)" in said["birth_place", "titograd"]
    why = hit.explanation
    assert sum(one.bits for one in why.evidence) == pytest.approx(hit.weight, abs=0.06)
    assert why.law == "Reg. (EU) 2023/333" and "by Reg. (EU) 2023/333" in str(why) and "3.4(c)" in why._repr_html_()


def test_hyphens_and_apostrophes_have_a_clause_of_their_own(people):
    said = by_law(people, name="Jean Pierre ONeill")
    assert "3.1(g)" in said["name", "Jean Pierre O'Neill"]


def test_a_shared_document_is_said_beside_names_that_are_not_similar(people):
    said = by_law(people, name="Mirko Jović", document_number="P1234567")
    assert "not similar" in said.values() and any("art. 30(1)(b)" in one for one in said.values())


def test_of_several_names_one_that_the_law_knows_counts():
    names = (ListedName("Muhammad Ali Salih"), ListedName("Abu Qasim al-Iraqi"))
    listed = (ListedParty("1", Kind.PERSON, names, birth_dates=("1970", "1 May 1971")),)
    watchlist = Watchlist.of([ReadList("l", "own", listed)])
    (hit,) = watchlist.screen({"name": "Abu Qasim Iraqi", "birth_date": "1.5.1971"}, policy="eu_mid")
    assert hit.matched_name == "Abu Qasim al-Iraqi"


def test_other_policies_say_nothing_of_the_law(people):
    (hit, *_) = people.screen({"name": "Slobodan Petrović"}, policy="default")
    assert hit.explanation.law == "" and not any(one.by_law for one in hit.explanation.evidence)


def test_a_batch_gives_what_single_queries_give(people):
    asked = [("a", "Slobodan Petrvić"), ("b", "Ana Horvat"), ("c", "Abdulrahman Kasim")]
    together = people.screen_many(pd.DataFrame(asked, columns=["id", "name"]), policy="eu_mid")
    alone = [(key, *one) for key, name in asked for one in verdicts(people, name=name)]
    assert [tuple(row) for row in together[["query_id", "entry_id", "verdict"]].to_numpy().tolist()] == alone
