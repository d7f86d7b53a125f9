"""Workbooks: which sheet, merged cells, numbers as they are shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from resolve.records.sources import read_source
from resolve.records.workbook import column_number, sheet_facts

HEADER = ["Ime", "Prezime", "JMBG"]


def book_of(path: Path, **sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def rows(source) -> list[tuple]:
    return [tuple(row.values()) for row in source.table.to_pylist()]


def test_sheets_of_one_header_are_read_together(tmp_path):
    path = tmp_path / "p.xlsx"
    ana, ivo, eva = ["Ana", "A", "1"], ["Ivo", "I", "2"], ["Eva", "E", "3"]
    book_of(path, Notes=[["read me"]], Jan=[HEADER, ana], Codes=[["a", "b"], ["1", "2"]], Feb=[["x"], HEADER, ivo, eva])
    source = read_source(path)
    assert rows(source) == [("Ana", "A", "1"), ("Ivo", "I", "2"), ("Eva", "E", "3")]
    assert source.form.sheets == ("Jan", "Feb")
    assert any("'Jan', 'Feb', which have one header" in note for note in source.notes)
    assert any("'Notes'" in note and "'Codes' (another header)" in note for note in source.notes)


def test_hidden_sheets_are_read_only_where_there_is_no_other(tmp_path):
    path = tmp_path / "p.xlsx"
    book = book_of(path, Old=[HEADER, ["Ana", "A", "1"]], New=[HEADER, ["Ivo", "I", "2"]])
    book["Old"].sheet_state = "hidden"
    book.save(path)
    source = read_source(path)
    assert rows(source) == [("Ivo", "I", "2")] and any("'Old' (hidden)" in note for note in source.notes)


def test_cells_merged_down_hold_for_every_row_and_across_for_the_first(tmp_path):
    path = tmp_path / "p.xlsx"
    book = book_of(path, S=[["Grad", "Ime", "Pol"], ["Niš", "Ana", "F"], [None, "Ivo", "M"], ["Ruma", None, "F"]])
    book["S"].merge_cells("A2:A3")
    book["S"].merge_cells("A4:B4")
    book.save(path)
    source = read_source(path)
    assert rows(source) == [("Niš", "Ana", "F"), ("Niš", "Ivo", "M"), ("Ruma", None, "F")]
    assert any("1 cell filled from merged ones" in note for note in source.notes)


def test_numbers_are_written_out_with_the_zeros_they_are_shown_with(tmp_path):
    path = tmp_path / "p.xlsx"
    born = date(1985, 2, 1)
    book = book_of(path, S=[[*HEADER, "Rođen"], ["Ana", "A", 101986734733, born], ["Ivo", "I", 1403986734733.0, born]])
    book["S"]["C2"].number_format = "0000000000000"
    book.save(path)
    assert [row[2:] for row in rows(read_source(path))] == [
        ("0101986734733", "1985-02-01"),
        ("1403986734733", "1985-02-01"),
    ]


def test_numbers_of_more_digits_than_a_spreadsheet_keeps_are_no_false_ones(tmp_path):
    path = tmp_path / "p.xlsx"
    book_of(path, S=[["Ime", "Broj"], ["Ana", "1.40398673473E+12"], ["Ivo", "1.4E+03"]])
    source = read_source(path)
    assert source.table.column("Broj").to_pylist() == [None, None]
    assert [repair.kind for repair in source.repairs] == ["short"]


def test_totals_and_titles_of_a_sheet(tmp_path):
    path = tmp_path / "p.xlsx"
    book_of(path, S=[["Spisak lica"], [], HEADER, ["Ana", "A", "1"], HEADER, ["Ivo", "I", "2"], ["Ukupno", 2]])
    source = read_source(path)
    assert [row[0] for row in rows(source)] == ["Ana", "Ivo"]
    assert [(row.line, row.text) for row in source.skipped] == [
        (1, "Spisak lica"),
        (5, "Ime\tPrezime\tJMBG"),
        (7, "Ukupno\t2"),
    ]
    assert source.form.header_line == 3


def test_hidden_rows_are_counted(tmp_path):
    path = tmp_path / "p.xlsx"
    book = book_of(path, S=[HEADER, ["Ana", "A", "1"], ["Ivo", "I", "2"]])
    book["S"].row_dimensions[3].hidden = True
    book.save(path)
    assert sheet_facts(path.read_bytes())["S"].hidden_rows == 1
    assert read_source(path).table.num_rows == 2


def test_a_sheet_without_a_header(tmp_path):
    path = tmp_path / "p.xlsx"
    book_of(path, S=[[1, "Ana", date(1985, 2, 1)], [2, "Ivo", date(1990, 2, 1)]])
    source = read_source(path)
    assert source.table.column_names == ["column_1", "column_2", "column_3"] and source.table.num_rows == 2
    assert source.form.header_line is None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"not a zip"])
def test_facts_of_what_is_no_workbook(data):
    assert sheet_facts(data) == {}


def test_column_numbers():
    assert [column_number(name) for name in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
