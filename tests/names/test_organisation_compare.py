from __future__ import annotations

import unicodedata
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolve
from resolve import rules
from resolve.errors import InputError

SAME_AT = rules.load("names/organisations")["verdict"]["same_at"]
# One alphabet a name: letters that look alike are mended by those beside them, and capitals look alike where small
# letters do not.
LATIN = (
    "d.o.o. Ltd LLC a.d. S.A. GmbH Sh.p.k. trade bank group the of i V II 5 44 No. Serbia Beograd (NTF) t/a ; & JP al- "
    "Company ministry (Spain) IRISL"
)
CYRILLIC = "ДОО д.о.о. а.д. трговина банка и 7 Србија Београд (НТФ) познат као ; & министарство ООО ДООЕЛ"


def names(letters: str, listed: str) -> st.SearchStrategy[str]:
    words = st.text(alphabet=letters, min_size=1, max_size=9) | st.sampled_from(listed.split())
    return st.lists(words, min_size=1, max_size=9).map(" ".join)


NAMES = names("abcdefghijklmnoprstuvzžšđčć", LATIN) | names("абвгдђежзијклљмнњопрстћуфхцчџш", CYRILLIC)
SERBIAN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
WORDS = st.lists(st.text(alphabet="".join(SERBIAN), min_size=4, max_size=9), min_size=2, max_size=3)


def similarity(left: str, right: str) -> float:
    return resolve.compare_organisations(left, right).similarity


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_symmetric_in_range_and_the_same_in_a_batch(left: str, right: str) -> None:
    one = similarity(left, right)
    assert 0.0 <= one <= 1.0
    assert similarity(right, left) == one
    batch = resolve.compare_organisations_many([left, right, left, "Adria"], [right, left, left, left])
    assert batch[:3].tolist() == pytest.approx([one, one, similarity(left, left)], abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(NAMES)
def test_identical_names_are_one_whatever_their_case_spaces_and_unicode_form(name: str) -> None:
    expected = 1.0 if any(map(str.isalnum, name)) else 0.0
    for other in (name, name.upper(), f"  {name.replace(' ', '   ')} ", unicodedata.normalize("NFD", name)):
        assert similarity(name, other) == expected


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_serbian_cyrillic_and_latin_are_one(words: list[str]) -> None:
    latin = ["".join(SERBIAN[letter] for letter in word) for word in words]
    assert similarity(" ".join(words), " ".join(latin)) > 0.97


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_the_explanation_adds_up(left: str, right: str) -> None:
    comparison = resolve.compare_organisations(left, right)
    if comparison.similarity:
        spent = sum(one.cost for one in comparison.explanation.evidence)
        assert comparison.similarity == pytest.approx(exp(-spent), abs=1e-5)
        assert str(comparison.explanation).startswith("similarity ")


def test_evidence_names_words_on_their_own_side() -> None:
    for left, right in (("Adria Trade", "Balkan Big Trade Ltd"), ("Balkan Big Trade Ltd", "Adria Trade")):
        evidence = resolve.compare_organisations(left, right).explanation.evidence
        assert all(one.left in left and one.right in right for one in evidence)
        assert [one.left for one in evidence if one.left] == [word for word in left.split() if word != "Ltd"]


def test_legal_forms_weigh_little_and_never_decide() -> None:
    same, kind, other = (similarity("Rtanj d.o.o.", f"Rtanj {form}") for form in ("LLC", "DOOEL", "a.d."))
    assert same == 1.0 > kind > other > SAME_AT
    assert similarity("CORP", "Hollowell Corp") < SAME_AT
    assert similarity("DOO", "Rtanj DOO") < SAME_AT


def test_a_contradicting_distinctive_word_is_not_washed_out() -> None:
    shared = "Preduzeće za proizvodnju, trgovinu, promet i usluge {} export-import d.o.o. Beograd"
    assert similarity("Balkan Trade d.o.o.", "Adria Trade d.o.o.") < 0.5
    assert similarity(shared.format("Gruža"), shared.format("Lepenica")) < 0.5


def test_agreement_on_a_common_word_says_less() -> None:
    assert similarity("Krivaja Beton", "Krivaja") > similarity("Delta Beton", "Delta")


def test_numbers_decide() -> None:
    assert similarity("Factory No. 5", "Fabrika br. 5") > 0.97
    assert similarity("Factory No. 5", "Factory Nr. 7") < 0.5


def test_an_acronym_is_weaker_the_shorter_it_is() -> None:
    four = similarity("NTRF", "Northern Tidal Research Foundation")
    three = similarity("NTR", "Northern Tidal Research")
    assert four >= SAME_AT > three > similarity("NTX", "Northern Tidal Research")


def test_a_country_is_a_seat_behind_the_legal_form_and_else_part_of_the_name() -> None:
    assert similarity("Krivaja d.o.o., Srbija", "Krivaja d.o.o.") >= SAME_AT
    assert similarity("Krivaja Srbija d.o.o.", "Krivaja d.o.o.") < SAME_AT


def test_an_adjective_is_the_place_that_it_is_made_of() -> None:
    assert similarity("Самарский литейный завод", "Samara Liteyny Plant") >= SAME_AT
    assert similarity("Самарский завод", "Samotlor Plant") < SAME_AT


def test_missing_and_wrong_values() -> None:
    assert resolve.compare_organisations_many(["", None, float("nan"), "!?"], ["Adria"] * 4).tolist() == [0.0] * 4
    assert resolve.compare_organisations_many([], []).tolist() == []
    with pytest.raises(InputError, match="int"):
        resolve.compare_organisations(7, "Adria")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="found 1 and 2"):
        resolve.compare_organisations_many(["a"], ["b", "c"])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "ab " * 10_000,
        "a" + "\u0301" * 5_000,
        "\u202eabc\u202d",
        "a\0b",
        "\ud800x",
        "(" * 900,
        ",;" * 900,
        "a.b." * 900,
        "x;" * 900,
        "forty four " * 200,
        "(trading as " * 300,
    ],
)
def test_hostile_strings_have_a_result(text: str) -> None:
    for found in (similarity(text, "Adria Trade Ltd"), similarity(text, text)):
        assert np.isfinite(found)
        assert 0.0 <= found <= 1.0
