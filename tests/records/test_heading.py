"""The header among the first rows: below titles, in two rows, or not there; and rows that are no records."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.heading import Heading, find_heading, is_total
from resolve.records.norecords import repeats_of_header, totals_at_end

ANA = ["Ana", "Marić", "1985", "F"]
IVO = ["Ivo", "Ilić", "1990", "M"]


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [
        ([["Ime", "Prezime", "Godina", "Pol"], ANA, IVO], 0, 0),
        ([["Izveštaj"], ["Ime", "Prezime", "Godina", "Pol"], ANA, IVO], 1, 1),
        ([["Izveštaj", "", "", ""], ["Ime", "Prezime", "Godina", "Pol"], ANA], 1, 1),
        ([["List", "as of", "2026"], ["Total", "2"], ["Name", "Surname", "DOB", "Sex"], ANA], 2, 2),
        ([["k1", "k2", "k3", "k4"], ANA, IVO], 0, 0),
        ([["A report"], ["k1", "k2", "k3", "k4"], ANA, IVO, ANA, IVO], 1, 1),
        ([["ime"], ["Ana, Ivo"]], 0, 0),
        ([["1", *ANA], ["2", *IVO], ["3", *ANA]], -1, -1),
        ([["36", "12", "aka", "AERO"], ["173", "57", "aka", "ANGLO"], ["306", "220", "nka", "NATIONAL"]], -1, -1),
        ([["ime", "2019"], ["Ivo", "3"]], 0, 0),
        ([["a", "2019"], ["Ivo", "x"], ["Eva", "y"]], 0, 0),
        ([["x"]], 0, 0),
    ],
)
def test_where_the_header_is(rows, first, last):
    found = find_heading(rows)
    assert (found.first, found.last) == (first, last)


def test_two_rows_make_one_header():
    top = ["Rb", "Lice", "", "Rođenje", "", "Grad"]
    sub = ["", "Ime", "Prezime", "datum", "mesto", ""]
    names = ("Rb", "Lice / Ime", "Lice / Prezime", "Rođenje / datum", "Rođenje / mesto", "Grad")
    assert find_heading([top, sub, ["1", "Ana", "Marić", "1985", "Niš", "Ruma"]]) == Heading(0, 1, names)


def test_merged_cells_hold_their_text_everywhere():
    title = ["Izveštaj"] * 4
    top = ["Ime", "Datum rođenja", "Datum rođenja", "Datum rođenja"]
    sub = ["Ime", "dan", "mesec", "godina"]
    found = find_heading([title, top, sub, ["Ana", "1", "2", "1985"]])
    assert (found.first, found.last) == (1, 2)
    assert found.names == ("Ime", "Datum rođenja / dan", "Datum rođenja / mesec", "Datum rođenja / godina")


def test_a_band_of_groups_above_the_header():
    band = ["Podaci", "", "Dokument", ""]
    found = find_heading([band, ["Ime", "Prezime", "Broj", "Vrsta"], ANA])
    assert found.names == ("Podaci / Ime", "Podaci / Prezime", "Dokument / Broj", "Dokument / Vrsta")


def test_a_first_record_is_no_second_header_row():
    found = find_heading([["Ime", "", "Pol"], ["Ana", "x", "F"], ["Ivo", "y", "M"]])
    assert (found.first, found.last) == (0, 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8) | st.sampled_from(["ime", "dob", "1985", ""]), max_size=5), max_size=8))
def test_any_rows_have_a_heading(rows):
    found = find_heading(rows)
    assert -1 <= found.first <= found.last < max(1, len(rows))
    assert not rows or len(found.names) in {len(row) for row in rows}


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["Ukupno: 61"], True),
        (["УКУПНО", "61", None, None], True),
        (["Gjithsej 12", "", ""], True),
        (["Strana 3"], True),
        (["Page 1 of 2", None], True),
        (["Total Ana", "1985", "F", "Niš"], False),
        (["Totalović", None, None, None], False),
        (["Page", None, None], False),
        (["Sumaja"], False),
        ([], False),
        ([None, ""], False),
    ],
)
def test_totals(cells, total):
    assert is_total(cells) is total


def test_rows_that_are_no_records():
    table = pa.table({"a": ["Ime", "Ana", "Ime", "Suma"], "b": ["God", "1", "2", None], "c": ["Pol", "F", "Pol", None]})
    assert repeats_of_header(table, ("Ime", "God", "Pol")) == [0]
    assert repeats_of_header(table, ("Ime",)) == [] and repeats_of_header(table, ("", "", "Pol")) == []
    assert totals_at_end(table) == [3]
    assert totals_at_end(table.slice(0, 0)) == []
