"""Cells that are mended as they are read: what, where, and what is left alone."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.records.numbers import mend_numbers
from resolve.records.repairs import mend
from resolve.text.repair import may_be_misread, misread


def mended(**columns: list[str | None]) -> tuple[dict[str, list[str | None]], dict[tuple[str, str], int]]:
    table, repairs, originals = mend(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}))
    assert set(originals) == {repair.column for repair in repairs}
    assert all(originals[name].to_pylist() == columns[name] for name in originals)
    return table.to_pydict(), {(repair.column, repair.kind): repair.cells for repair in repairs}


def test_nothing_to_mend_is_the_same_table():
    table = pa.table({"a": ["Ana", None], "b": ["ana@example.org", "x|y"]})
    assert mend(table) == (table, (), {})


def test_a_column_proves_what_a_cell_does_not():
    sure = ["Petroviæ", "Jovanoviæ", "Iliæ"]
    found, repairs = mended(prezime=[*sure, "Kneè", None, "Petroviæ"])
    assert found["prezime"] == ["Petrović", "Jovanović", "Ilić", "Kneč", None, "Petrović"]
    assert repairs == {("prezime", "cp1250"): 5}
    assert mended(prezime=["Kneè", "Sæther"])[1] == {}


def test_french_and_icelandic_beside_damage_stay_as_they_are():
    found, _ = mended(prezime=["Petroviæ", "Jovanoviæ", "Iliæ", "Hélène", "Guðrún"])
    assert found["prezime"][3:] == ["Hélène", "Guðrún"]


def test_yuscii_is_told_by_the_column_and_by_columns_beside_it():
    found, repairs = mended(
        prezime=["PETROVI]", "JOVANOVI]", "NIKOLI]", "[ARI]", "ILI]"],
        ime=["MILO[", "@ELJKO", "DRA@EN", "ANA", "URO["],
        pol=["M", "@", "M", "@", "M"],
        mail=["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"],
    )
    assert found["prezime"] == ["PETROVIĆ", "JOVANOVIĆ", "NIKOLIĆ", "ŠARIĆ", "ILIĆ"]
    assert found["ime"] == ["MILOŠ", "ŽELJKO", "DRAŽEN", "ANA", "UROŠ"] and found["pol"] == ["M", "Ž", "M", "Ž", "M"]
    assert repairs == {("prezime", "yuscii"): 5, ("ime", "yuscii"): 4, ("pol", "yuscii"): 2}


def test_brackets_that_are_brackets_stay():
    assert mended(ime=["ANA [BEBA]", "IVO [sin]", "{x}", "a|b", "~5"])[1] == {}


def test_line_breaks_and_spaces_of_a_mended_cell_stay():
    assert mended(ime=["PetroviÄ‡\nAna  B"])[0]["ime"] == ["Petrović\nAna  B"]


@pytest.mark.parametrize(
    ("header", "before", "after", "kinds"),
    [
        ("x", ["1.0", "2.0", None], ["1", "2", None], {"decimals": 2}),
        ("x", ["12,00", "3"], ["12", "3"], {"decimals": 1}),
        ("x", ["1.0", "2.5"], ["1.0", "2.5"], {}),
        ("x", ["1.000", "2.000"], ["1.000", "2.000"], {}),
        ("x", ["1.0", "Ana"], ["1.0", "Ana"], {}),
        ("x", ["#N/A", "####", "Ana"], [None, None, "Ana"], {"error": 2}),
        ("x", ["1,40399E+12", "12"], [None, "12"], {"short": 1}),
        ("passport", ["1E5", "12E10", "E1"], ["1E5", "12E10", "E1"], {}),
        ("godina rođenja", ["1.985", "1,990"], ["1985", "1990"], {"thousands": 2}),
        ("iznos", ["1.985", "1.990"], ["1.985", "1.990"], {}),
        ("dob", ["31120", "14.03.1986"], ["1985-03-14", "14.03.1986"], {"serial": 1}),
        ("dob", ["10203", "110203"], ["10203", "110203"], {}),
        ("dob", ["99999"], ["99999"], {}),
        ("postcode", ["31120"], ["31120"], {}),
        ("jmbg", ["1403986734733", "705968804794"], ["1403986734733", "0705968804794"], {"zero": 1}),
        ("jmbg", ["1403986734733", "705968804795"], ["1403986734733", "705968804795"], {}),
        ("phone", ["38164123456", "3816412345"], ["38164123456", "3816412345"], {}),
    ],
)
def test_numbers(header, before, after, kinds):
    column, found = mend_numbers(header, pa.chunked_array([pa.array(before, pa.string())]))
    assert (column.to_pylist(), found) == (after, kinds)


def test_every_kind_has_its_words():
    said = set(rules.load("schemas/damage")["says"])
    letters = {kind["name"] for kind in rules.load("transliteration/repair")["letters"]}
    assert said == letters | {"utf-8", "decimals", "thousands", "serial", "zero", "short", "error"}


TEXT = st.text(st.sampled_from("aeioPŠžčĐ@[]^{|}~`ÈèÆæÐð©¹Ä‡Ĺˇ .-\n"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT | st.text(max_size=6) | st.none(), min_size=1, max_size=12))
def test_mending_is_total_and_counts_what_changed(cells):
    found, repairs = mended(x=[cell if cell is None else cell.encode("utf-8", "replace").decode() for cell in cells])
    changed = sum(a != b for a, b in zip(found["x"], cells, strict=True))
    assert changed == sum(repairs.values()) or any("\ud800" <= c <= "\udfff" for cell in cells for c in cell or "")


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_misread_names_a_kind_exactly_where_it_changes_something(text):
    for told in ((), ("yuscii",), ("cp1250",)):
        done, kind = misread(text, told)
        assert (done != text) == bool(kind)


def test_misread_leaves_long_texts_alone():
    assert misread("PetroviÄ‡" * 1000) == ("PetroviÄ‡" * 1000, "")
    assert not may_be_misread("", "yuscii")
