"""The same, similar or neither: each clause of the law on dates, sexes and origins, and what just misses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.watchlist.similarity import NEITHER, SAME, SIMILAR, UNKNOWN, Law

LAW = Law.named("eu_mid")


@pytest.mark.parametrize(
    ("field", "asked", "listed", "case"),
    [
        ("birth_date", "1968-04-03", "1968-03-04", "inversion"),
        ("birth_date", "1968-04-03", "1968-04-16", "calendar"),  # 13 days between the calendars
        ("birth_date", "1890-04-03", "1890-04-15", "calendar"),  # and 12 in the century before
        ("birth_date", "1985-08-03 solar", "1985-08-03", "calendar"),
        ("birth_date", "1968-04-03", "1968-04-08", "edit"),
        ("birth_date", "1968", "1969", "edit"),
        ("nationality", "scg", "srb", "renamed"),
        ("birth_place", "podgorica", "titograd", "renamed"),
        ("birth_place", "rangoon", "yangon", "renamed"),
        ("birth_place", "beograd", "belograd", "edit"),
        ("birth_place", "prozor", "prizor", "edit"),
        ("birth_place", "kharkov city", "harkov city", "transliteration"),
        ("birth_place", "chaplyina", "caplina", "transliteration"),
    ],
)
def test_each_clause_by_its_name(field, asked, listed, case):
    for one, other in ((asked, listed), (listed, asked)):
        found = LAW.value(field, one, other)
        assert (found.standing, found.cases) == (SIMILAR, (case,))
        assert LAW.says(field, found).startswith("similar: ") and "Annex II, 3." in LAW.says(field, found)


@pytest.mark.parametrize(
    ("field", "asked", "listed"),
    [
        ("birth_date", "1968-04-03", "1968-05-08"),  # two digits
        ("birth_date", "1968-04-12", "1968-04-21"),  # two digits swapped are no single edit
        ("birth_date", "1968-04-03", "1968-04-15"),  # 12 days are no conversion in that century
        ("birth_date", "1968-04-03", "1971-03-04"),
        ("birth_date", "1968", "1971-04-03"),
        ("sex", "m", "f"),
        ("birth_place", "beograd", "nis"),
        ("birth_place", "beograd", "belegradd"),
        ("nationality", "srb", "hrv"),
        ("nationality", "xkx", "srb"),  # one contested by the other is no change of its name,
    ],
)
def test_what_just_misses_a_clause_is_not_similar(field, asked, listed):
    assert LAW.value(field, asked, listed).standing == LAW.value(field, listed, asked).standing == NEITHER


@pytest.mark.parametrize("listed", ["1968", "1968-04", "1966/1970", "1968~", "1968-01-01?"])
def test_a_date_known_in_part_that_agrees_is_neither_the_same_nor_another(listed):
    assert LAW.value("birth_date", "1968-04-23", listed).standing == UNKNOWN


@pytest.mark.parametrize(
    ("field", "asked", "listed", "standing"),
    [
        ("nationality", "srb", "hrv srb", SAME),  # one of several
        ("birth_place", "podgorica", "podgorica montenegro", SAME),
        ("birth_place", "montenegro", "podgorica", UNKNOWN),  # the country of the town
    ],
)
def test_places_told_more_fully(field, asked, listed, standing):
    assert LAW.value(field, asked, listed).standing == LAW.value(field, listed, asked).standing == standing


def test_equal_values_are_the_same():
    assert LAW.says("sex", LAW.value("sex", "m", "m")) == "same (Annex I, 3.3)"


def test_all_that_both_have_must_be_the_same_or_similar():
    def whole(document: bool = False, **fields: int) -> str:
        return LAW.whole(fields, document=document)

    assert whole(name=SAME, birth_date=SAME) == whole(name=SAME, birth_date=SAME, sex=SAME) == "match"
    assert whole(name=SAME) == whole(name=SAME, birth_date=UNKNOWN) == "possible"
    assert whole(name=SIMILAR, birth_date=SAME) == whole(name=SAME, birth_date=SIMILAR) == "possible"
    assert whole(name=SAME, birth_date=SAME, sex=NEITHER) == whole(name=NEITHER, birth_date=SAME) == ""


def test_a_nationality_or_a_birth_place_suffices_but_only_a_nationality_makes_the_same():
    both = {"name": SAME, "birth_date": SAME}
    assert LAW.whole({**both, "nationality": NEITHER, "birth_place": SAME}, document=False) == "possible"
    assert LAW.whole({**both, "nationality": SAME, "birth_place": NEITHER}, document=False) == "match"
    assert LAW.whole({**both, "nationality": NEITHER, "birth_place": NEITHER}, document=False) == ""


def test_different_identities_with_one_travel_document_are_to_be_verified():
    assert LAW.whole({"name": NEITHER}, document=True) == "possible"
    assert "art. 30(1)(b)" in LAW.document()


@given(st.sampled_from(["birth_date", "sex", "nationality", "birth_place"]), st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_have_one_standing_either_way(field, one, other):
    assert LAW.value(field, one, other).standing == LAW.value(field, other, one).standing
