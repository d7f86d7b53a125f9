"""Cells of names as lists print them: cut where several names stand, and no note taken for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.watchlist.lists.draft import Draft
from resolve.watchlist.lists.entries import Kind, Quality
from resolve.watchlist.lists.naming import cut_names


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ana ILIĆ", [("Ana ILIĆ", "")]),
        ("Ana ILIĆ; Anka ILIĆ;", [("Ana ILIĆ", ""), ("Anka ILIĆ", "")]),
        ("Ana ILIĆ / Anka ILIĆ", [("Ana ILIĆ", ""), ("Anka ILIĆ", "")]),
        ("Ana ILIĆ (Minister of Transport)", [("Ana ILIĆ", "")]),
        ("Ana ILIĆ (previously listed as)", [("Ana ILIĆ", "formerly")]),
        ("Petar ILIĆ III (third)", [("Petar ILIĆ III", "")]),
        ("(Sheikh) Musa KOS", [("Musa KOS", "")]),
        (
            "Mohamad (a.k.a. Mohamed, Muhammad) KOS",
            [("Mohamad KOS", ""), ("Mohamed KOS", "alias"), ("Muhammad KOS", "alias")],
        ),
        ("Petar KOS (a.k.a. Pjetër KOCI)", [("Petar KOS", ""), ("Pjetër KOCI", "alias")]),
        ("Petar KOS (formerly Petar KOSIĆ)", [("Petar KOS", ""), ("Petar KOSIĆ", "formerly")]),
        ("Abuzaid (Abuzayed) Omarov KOS", [("Abuzaid Omarov KOS", ""), ("Abuzayed Omarov KOS", "variation")]),
        ("Vihor Transport Company (VTC)", [("Vihor Transport Company", ""), ("VTC", "acronym")]),
        ("Petar KOS (Петар КОС)", [("Petar KOS", ""), ("Петар КОС", "original script")]),
        ("Mohammed (محمد) KOS", [("Mohammed KOS", "")]),
        (
            "جبهة الوادي (Front of the Valley; Valley Front)",
            [("جبهة الوادي", ""), ("Front of the Valley", "original script"), ("Valley Front", "original script")],
        ),
        ("Petar KOS (a.k.a. Bes (devil))", [("Petar KOS", ""), ("Bes devil", "alias")]),
        ("Petar KOS (Petrov", [("Petar KOS Petrov", "")]),
        (") Petar KOS", [("Petar KOS", "")]),
        ("Vihor Trading (LLC)", [("Vihor Trading", "")]),
        ("Petar KOS, born in Bar on 1 Jan. 1967", [("Petar KOS", "")]),
        ("Petar KOS born in 1963; DOB: 1948", [("Petar KOS", "")]),
        ('"Petar KOS Passport number: B0515260', [("Petar KOS", "")]),
        ("Maks Born", [("Maks Born", "")]),
        ("DOBROLET", [("DOBROLET", "")]),
        ("Dob Pobrić", [("Dob Pobrić", "")]),
        ("born in 1963", []),
        ("Lev Yershov (Ershov)", [("Lev Yershov", ""), ("Lev Ershov", "variation")]),
        ("Amir KOS (original script: Амир Кос)", [("Amir KOS", ""), ("Амир Кос", "original script")]),
        ("‘Vihor’", [("Vihor", "")]),
        ("ООО «Вихор»", [("ООО «Вихор»", "")]),
        ("()", []),
        (" ; ", []),
        ("", []),
    ],
)
def test_cells_are_cut(cell, expected):
    assert [(piece.text, piece.said) for piece in cut_names(cell)] == expected


def test_a_combat_name_is_weak_and_so_is_a_single_word_behind_a_name():
    pieces = {piece.text: piece.quality for piece in cut_names("Petar KOS (alias Gaga); Omar KOS (nom de guerre)")}
    assert pieces == {"Petar KOS": Quality.STRONG, "Gaga": Quality.WEAK, "Omar KOS": Quality.WEAK}


@given(st.text(max_size=500))
def test_any_text_is_cut_into_single_lines_of_its_own_words(cell):
    pieces = cut_names(cell)
    assert len({piece.text for piece in pieces}) == len(pieces)
    assert all(piece.text and "\n" not in piece.text for piece in pieces)


@pytest.mark.parametrize(
    "cell", ["(" * 500, ")" * 500, "()" * 250, "(a;" * 166, "x (y) " * 83, ";" * 500, "[" * 250 + "]" * 250]
)
def test_hostile_cells_are_cut_without_harm(cell):
    assert all(piece.text for piece in cut_names(cell))


def test_a_bracket_inside_a_firm_s_name_belongs_to_it():
    pieces = cut_names("Vihor Trading (Bar) Limited (VTB)", person=False)
    assert [piece.text for piece in pieces] == ["Vihor Trading Limited", "Vihor Trading Bar Limited", "VTB"]


def test_an_entry_is_never_left_without_the_only_text_that_names_it():
    draft = Draft("1", Kind.ORGANISATION)
    draft.name("born in 1963")
    assert draft.party().name == "born in 1963"
