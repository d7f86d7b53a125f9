"""Agencies' own tables: the columns are read as those of records are, and a few that only lists have."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.records.mapping import Schema
from resolve.watchlist.lists.entries import Kind, Quality
from resolve.watchlist.lists.read import read_list

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


@pytest.fixture
def table(tmp_path):
    def made(text: str) -> Path:
        path = tmp_path / "agency.csv"
        path.write_text(text, "utf-8")
        return path

    return made


def test_the_shipped_watchlist_reads_whole():
    read = read_list(FIXTURES / "watchlist.csv")
    assert (read.format, read.name, len(read.entries), read.rejects) == ("table-csv", "watchlist", 45, ())
    by_id = {entry.entry_id: entry for entry in read.entries}
    assert sum(entry.kind is Kind.ORGANISATION for entry in read.entries) == 5
    assert [name.text for name in by_id["TF-1010"].names if name.quality is Quality.WEAK] == ["Џоле"]
    assert by_id["TF-1007"].birth_dates == ("1986 to 1988",) and by_id["TF-1034"].birth_dates == ("1983", "1984")
    assert [entry.entry_id for entry in read.entries if entry.misused] == ["TF-1021"]
    assert by_id["TF-1001"].names[0].father == "Goran"


def test_headers_of_the_region_are_read(table):
    path = table(
        "Šifra;Vrsta;Презиме;Ime;Ime oca;Nadimak;Datum rođenja;Broj pasoša;JMBG;Napomena;Zloupotreba identiteta\n"
        "7;lice;Илић;Ana;Marko;Anka|Anči;1.2.1985.;009900113, 009900114;;vozi;\n"
        "8;firma;;Vihor d.o.o.;;;;;;;\n"
        "9;lice;Kos;Eva;;;;;;;da\n"
    )
    ana, firm, eva = read_list(path).entries
    assert [(name.text, name.quality) for name in ana.names] == [
        ("Ana Илић", Quality.STRONG),
        ("Anka", Quality.WEAK),
        ("Anči", Quality.WEAK),
    ]
    assert (ana.names[0].given, ana.names[0].father, ana.names[0].family) == ("Ana", "Marko", "Илић")
    assert [one.number for one in ana.documents] == ["009900113", "009900114"] and ana.remarks == "vozi"
    assert firm.kind is Kind.ORGANISATION and firm.name == "Vihor d.o.o."
    assert eva.misused and not ana.misused


def test_rows_without_a_name_are_reported_and_the_row_number_is_the_reference(table):
    read = read_list(table("full name,born\nAna Ilić,1985\n,1990\nEva Kos,1991\n"))
    assert [entry.entry_id for entry in read.entries] == ["1", "3"]
    assert [(reject.row, reject.reason) for reject in read.rejects] == [(2, "has no name")]


def test_brackets_stay_in_names_for_in_the_region_they_hold_the_father(table):
    assert read_list(table("id,name\n1,Petrović (Marko) Nikola\n")).entries[0].name == "Petrović (Marko) Nikola"


def test_a_column_called_entity_id_is_the_reference_of_a_list(table):
    assert read_list(table("entity_id,name\nE-9,Ana Ilić\nE-4,Eva Kos\n")).entries[1].entry_id == "E-4"


def test_a_type_that_is_no_kind_is_a_remark(table):
    read = read_list(table("id,name,type\n1,Ana Ilić,fraud\n2,Eva Kos,theft\n"))
    assert [(entry.kind, entry.remarks) for entry in read.entries] == [(Kind.PERSON, "fraud"), (Kind.PERSON, "theft")]


def test_what_entries_are_may_be_told(table):
    assert read_list(table("id,name\n1,Vihor\n"), as_kind=Kind.ORGANISATION).entries[0].kind is Kind.ORGANISATION


def test_a_schema_says_what_headers_do_not(table):
    path = table("x,y\nA-1,Ana Ilić\nA-2,Eva Kos\n")
    read = read_list(path, schema=Schema(id="x", map={"y": "full_name"}))
    assert [(entry.entry_id, entry.name) for entry in read.entries] == [("A-1", "Ana Ilić"), ("A-2", "Eva Kos")]
    with pytest.raises(UnknownNameError):
        read_list(path, schema=Schema(sources={"agency": Schema(map={"z": "full_name"})}))


def test_birth_dates_in_parts_and_maiden_names(table):
    path = table(
        "id,given name,surname,maiden name,birth year,birth month,birth day\n"
        "1,Ana,Ilić,Kos,1985,2,1\n"
        "2,Eva,Kos,,1990,,\n"
    )
    ana, eva = read_list(path).entries
    assert ana.birth_dates == ("1985-02-01",) and eva.birth_dates == ("1990",)
    assert [(name.text, name.said) for name in ana.names] == [("Ana Ilić", "primary"), ("Ana Kos", "maiden")]


def test_workbooks_parquet_and_json_tables_are_read(tmp_path):
    frame = pd.DataFrame({"Broj": ["1", "2"], "Ime i prezime": ["Ana Ilić", "Eva Kos"], "Nadimak": ["Anka", None]})
    frame.to_excel(tmp_path / "list.xlsx", index=False)
    frame.to_parquet(tmp_path / "list.parquet")
    (tmp_path / "list.json").write_text(frame.to_json(orient="records", force_ascii=False), "utf-8")
    read = [read_list(tmp_path / f"list.{ending}") for ending in ("xlsx", "parquet", "json")]
    assert [one.format for one in read] == ["table-xlsx", "table-parquet", "table-jsonl"]
    assert all(one.entries == read[0].entries for one in read)


@pytest.mark.parametrize("end", ["3,Iv", "3", '3,"Iva Kos'])
def test_a_table_that_is_cut_off_is_refused(table, end):
    text = "id,name,born\n1,Ana Ilić,1985\n2,Eva Kos,1990\n" + end
    with pytest.raises(InputError, match=r"cut off|never closed"):
        read_list(table(text))


def test_rows_of_the_wrong_width_are_reported(table):
    read = read_list(table("id,name\n1,Ana Ilić\n2,Eva,Kos\n3,Iva Kos\n"))
    assert [entry.entry_id for entry in read.entries] == ["1", "3"] and read.rejects[0].line == 3
