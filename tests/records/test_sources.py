"""Reading sources: every format, every kind of damage, and the promise that good rows survive."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from resolve.errors import FileError, InputError
from resolve.records.encoding import Decoded, decode, guess_encoding
from resolve.records.layout import NO_DELIMITER, ends_in_quote, rows_of, sniff_delimiter
from resolve.records.raw import Reject, unique_names
from resolve.records.sources import read_source, read_sources

QUIET = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def write(folder: Path, content: bytes | str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(source) -> list[tuple]:
    return [tuple(row.values()) for row in source.table.to_pylist()]


def as_written(source) -> list[tuple]:
    """Give the rows with the cells that were mended as they stand in the file."""
    columns = [source.originals.get(name, source.table.column(name)) for name in source.table.column_names]
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


# --- delimited text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_and_cells_are_text(tmp_path, delimiter):
    lines = ["id{d}ime{d}datum", '001{d}"Ћирић, Ј; а|б"{d}1.2.1985.', "002{d}{d}  "]
    source = read_source(write(tmp_path, "\n".join(lines).format(d=delimiter)))
    assert rows(source) == [("001", "Ћирић, Ј; а|б", "1.2.1985."), ("002", None, None)]
    assert source.encoding == "utf-8" and source.rejects == () and source.row_numbers is None
    assert all(kind == pa.string() for kind in source.table.schema.types)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a,b\n1;5,2\n", ","),
        ("name\nSmith, Ann\nLee, Bo\n", NO_DELIMITER),
        ("name\n", NO_DELIMITER),
        ("Prezime i ime;Adresa\nX Y;Glavna 1, Ruma, Srbija\nZ;Nova 2, Ruma, Srbija\n", ";"),
        ('"a,b";"c,d"\n1;2\n', ";"),
        ("a;b;c\n1;2;3;\n4;5;6;\n", ";"),
    ],
)
def test_sniff(text, expected):
    assert sniff_delimiter(text) == expected


def test_quoted_line_breaks_and_quotes(tmp_path):
    source = read_source(write(tmp_path, 'a,b\r\n"x\r\ny","say ""hi"""\r\n\r\n3,4\r\n'))
    assert rows(source) == [("x\r\ny", 'say "hi"'), ("3", "4")]


def test_old_mac_line_ends(tmp_path):
    assert rows(read_source(write(tmp_path, "a,b\r1,2\r3,4\r"))) == [("1", "2"), ("3", "4")]


def test_ragged_rows_are_refused_with_row_and_line(tmp_path):
    text = 'a,b,c\n1,2,3\n\n1,2\n"x\ny",2,3\n4,5,6,7\n   \n7,8,9\n'
    source = read_source(write(tmp_path, text), "border")
    assert rows(source) == [("1", "2", "3"), ("x\ny", "2", "3"), ("7", "8", "9")]
    assert [(r.source, r.row, r.line, r.text) for r in source.rejects] == [
        ("border", 2, 4, "1,2"),
        ("border", 4, 7, "4,5,6,7"),
    ]
    assert source.rejects[0].reason == "expected 3 cells, found 2"
    assert source.row_numbers.tolist() == [1, 3, 5]
    assert any("2 rows refused" in note for note in source.notes)


def test_reject_hides_its_text_and_cuts_it():
    reject = Reject("s", 1, 2, None, "why", "secret" * 200)
    assert "secret" not in repr(reject) and len(reject.text) == 500


def test_delimiter_at_the_end_of_every_row(tmp_path):
    source = read_source(write(tmp_path, "a;b\n1;2;\n3;4;\n"))
    assert source.table.column_names == ["a", "b", "column_3"]
    assert rows(source) == [("1", "2", None), ("3", "4", None)] and source.notes
    assert read_source(write(tmp_path, "a;b;\n1;2\n3;4\n")).table.column_names == ["a", "b"]


def test_header_names(tmp_path):
    source = read_source(write(tmp_path, "\ufeff Ime ,,Ime,Ime_2\n1,2,3,4\n"))
    assert source.table.column_names == ["Ime", "column_2", "Ime_3", "Ime_2"]
    assert source.notes == ("header 'Ime' appears twice: one was renamed 'Ime_3'",)


def test_leading_blank_lines_do_not_shift_line_numbers(tmp_path):
    source = read_source(write(tmp_path, "\n\na,b\n1,2\n3\n"))
    assert source.table.column_names == ["a", "b"] and source.rejects[0].line == 5


def test_missing_header_is_pointed_out(tmp_path):
    source = read_source(write(tmp_path, "Ana,1985-02-03\nIvo,1990-01-01\n"))
    assert any("looks like data" in note for note in source.notes)
    assert source.table.column_names == ["column_1", "column_2"] and rows(source)[0] == ("Ana", "1985-02-03")
    assert not read_source(write(tmp_path, "ime,2019\nIvo,3\n")).notes


def test_field_of_ten_megabytes(tmp_path):
    big = "x" * 10_000_000
    source = read_source(write(tmp_path, f'a,b\n1,"{big}"\n2,y\n'))
    assert source.table.column("b")[0].as_py() == big and source.table.num_rows == 2
    ragged = read_source(write(tmp_path, f'a,b\n1,"{big}"\n2\n'))
    assert ragged.table.num_rows == 1 and ragged.rejects[0].line == 3


def test_rows_across_blocks(tmp_path):
    table = [[str(i), "Ђорђевић " * (i % 7), f'"{i}'] for i in range(60_000)]
    text = io.StringIO()
    csv.writer(text).writerows([["a", "b", "c"], *table])
    source = read_source(write(tmp_path, text.getvalue()))
    assert source.table.column("c").to_pylist() == [row[2] for row in table]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a,b\n", "holds a header but no rows"),
        (b"a,b\n\n  \n", "holds a header but no rows"),
        (b"a,b\n1,\x002\n", "line 2: holds bytes that are no text"),
        (b'a,b\n1,"open', "line 2: opens a quote"),
        (b'"a,b\n1,2\n', "header opens a quote"),
        (b"a,b\n1\n2\n", "no row could be read"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"<html><table><tr>", "HTML"),
        (bytes(range(1, 256)) * 20, "expected"),
        (b"PK\x03\x04 not a workbook", "spreadsheet"),
        (b"PAR1 not parquet", "Parquet"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_bad_content(tmp_path, content, words):
    with pytest.raises(InputError, match=words):
        read_source(write(tmp_path, content))


def test_stray_quotes_are_no_open_quotes(tmp_path):
    text = 'a,b\n1,5" pipe\n2,""\n3,"x"""\n4,""""'
    assert rows(read_source(write(tmp_path, text))) == [
        ("1", '5" pipe'),
        ("2", None),
        ("3", 'x"'),
        ("4", '"'),
    ]


def test_bad_paths(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read_source(tmp_path / "none.csv")
    with pytest.raises(FileError, match="folder"):
        read_source(tmp_path)
    with pytest.raises(FileError):
        read_source("a\0b.csv")
    with pytest.raises(InputError, match=r"\.docx"):
        read_source(write(tmp_path, "a,b\n1,2\n", "x.docx"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_no_permission(tmp_path):
    path = write(tmp_path, "a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(FileError, match="permission"):
        read_source(path)


def test_no_permission_for_any_user(tmp_path, monkeypatch):
    def refuse(_: Path) -> bytes:
        raise PermissionError

    path = write(tmp_path, "a,b\n1,2\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FileError, match="permission"):
        read_source(path)


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE x;--",
    "<script>",
    "\u202egnp",
    "a\u200bb",
    "💥" * 50,
    "{}[]",
    "%s%n",
]


def test_hostile_strings_are_kept_as_they_are(tmp_path):
    text = io.StringIO()
    csv.writer(text).writerows([["id", "x"], *[[str(i), cell] for i, cell in enumerate(HOSTILE)]])
    assert read_source(write(tmp_path, text.getvalue())).table.column("x").to_pylist() == HOSTILE


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\x1f"), max_size=12)
WORD = st.text("abcdefghXYZ", min_size=1, max_size=6)


@QUIET
@given(data=st.data(), delimiter=st.sampled_from(",;\t|"), width=st.integers(2, 5))
def test_round_trip_of_any_table(tmp_path, data, delimiter, width):
    header = [f"{data.draw(WORD)}{i}" for i in range(width)]
    cells = CELL | st.sampled_from(['"', "\n", '"a\nb"', ",;", "", " "])
    table = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *table])
    source = read_source(write(tmp_path, text.getvalue()))
    assert source.table.column_names == header
    assert as_written(source) == [tuple(cell if cell.strip() else None for cell in row) for row in table]


@QUIET
@given(
    lines=st.lists(
        st.lists(st.sampled_from(["a", "", " ", '"', '"x"', '"y,z"', '"p\nq"', '5"', "ž", "\t"]), max_size=4),
        max_size=8,
    ),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_fast_reader_keeps_the_rows_of_its_plain_twin(tmp_path, lines, end):
    content = end.join(["h1,h2,h3", "1,2,3", *[",".join(line) for line in lines], "7,8,9"]).encode()
    plain = list(rows_of(content, ","))
    source = read_source(write(tmp_path, content))
    if source.table.column_names != ["h1", "h2", "h3"]:
        return  # most rows were wider than the header
    if any("quote" in reject.reason for reject in source.rejects):
        assert ("1", "2", "3") in rows(source)
        return
    good = [row for row in plain[1:] if len(row.cells) == 3]
    assert rows(source) == [tuple(cell if cell.strip() else None for cell in row.cells) for row in good]
    assert [r.line for r in source.rejects] == [row.line for row in plain[1:] if len(row.cells) != 3]
    if source.row_numbers is not None:
        assert source.row_numbers.tolist() == [row.number for row in good]


@pytest.mark.parametrize("text", ["{}", "{}\n{}", "[{}]", "[{}, {}]"])
def test_objects_without_fields_are_refused(tmp_path, text):
    with pytest.raises(InputError, match="empty ones only"):
        read_source(write(tmp_path, text.encode(), "x.json"))


@QUIET
@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.json", "x.xlsx", "x.parquet", "x.tsv"]))
def test_any_bytes_are_read_or_refused_plainly(tmp_path, content, name):
    try:
        source = read_source(write(tmp_path, content, name))
    except (InputError, FileError) as error:
        assert str(error)
    else:
        assert source.table.num_rows > 0


def test_ends_in_quote():
    assert ends_in_quote('1,"', "") and not ends_in_quote('1,""', "")


def test_a_large_file_is_read_at_arrow_speed(tmp_path):
    line = "1,Петровић,Милан,1985-02-03,M,Главна 1,21000\n"
    path = write(tmp_path, "id,surname,name,dob,sex,address,postcode\n" + line * 200_000)
    started = time.perf_counter()
    assert read_source(path).table.num_rows == 200_000
    assert time.perf_counter() - started < 2.0  # 0.1 s here; csv and Python lists would take far longer


# --- encodings ---------------------------------------------------------------------------------------------

SERBIAN = "ime;prezime;mesto\nŽeljko;Đurišić;Šabac\nĐorđe;Živković;Čačak\nNataša;Ćirić;Požega\n"
CROATIAN = "ime;prezime\nŽeljka;Šimić\nMatija;Božić\nLuka;Štimac\nTomislav;Žužul\n"
CYRILLIC = "име;презиме;место\nЂорђе;Живковић;Чачак\nЉубица;Његић;Ћуприја\nМилош;Џајић;Ниш\n"
MACEDONIAN = "име;презиме;место\nЃорѓи;Ќосев;Скопје\nСашо;Ѕвездановски;Кичево\nЉупчо;Јовановски;Велес\n"
BULGARIAN = "име;фамилия\nГеорги;Щерев\nБожидар;Янков\nЮлия;Въжарова\n"
ALBANIAN = "emri;mbiemri\nHashim;Thaçi\nVjosë;Çollaku\nShpëtim;Gjergji\nNënë;Krasniqi\n"
WESTERN = "first;last\nFrançois;Müller\nJosé;Nuñez\nBjørn;Ångström\nSéan;Muñoz\n"


@pytest.mark.parametrize(
    ("text", "encoding", "allowed"),
    [
        (SERBIAN, "cp1250", {"cp1250"}),
        (SERBIAN, "iso8859-2", {"iso8859-2"}),
        (CROATIAN, "cp1250", {"cp1250"}),
        (CROATIAN, "iso8859-2", {"iso8859-2"}),
        (CYRILLIC, "cp1251", {"cp1251"}),
        (CYRILLIC, "iso8859-5", {"iso8859-5"}),
        (CYRILLIC.upper(), "cp1251", {"cp1251"}),
        (CYRILLIC.upper(), "iso8859-5", {"iso8859-5"}),
        (MACEDONIAN, "cp1251", {"cp1251"}),
        (MACEDONIAN, "iso8859-5", {"iso8859-5"}),
        (BULGARIAN, "cp1251", {"cp1251"}),
        (BULGARIAN, "iso8859-5", {"iso8859-5"}),
        (ALBANIAN, "cp1250", {"cp1250"}),
        (ALBANIAN, "cp1252", {"cp1250", "cp1252"}),  # ë and ç are the same bytes in both
        (WESTERN, "cp1252", {"cp1252"}),
    ],
)
def test_legacy_encodings(tmp_path, text, encoding, allowed):
    source = read_source(write(tmp_path, text.encode(encoding)))
    expected = [tuple(line.split(";")) for line in text.splitlines()]
    assert [tuple(source.table.column_names), *rows(source)] == expected
    assert source.encoding in allowed
    assert any(source.encoding in note and "encoding=" in note for note in source.notes)


def test_encoding_can_be_told(tmp_path):
    path = write(tmp_path, "ime;grad\nÈedo;Niš\n".encode("cp1252"))
    told = read_source(path, encoding="cp1252")
    assert rows(told) == [("Čedo", "Niš")] and told.originals["ime"].to_pylist() == ["Èedo"]
    assert rows(read_source(path, encoding="cp1250")) == [("Čedo", "Niš")]
    with pytest.raises(InputError, match="not an encoding"):
        read_source(path, encoding="cp-none")
    with pytest.raises(InputError, match="expected utf-8"):
        read_source(path, encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_byte_order_marks(tmp_path, encoding):
    text = CYRILLIC if encoding in ("utf-16", "utf-8-sig", "utf-32") else "\ufeff" + CYRILLIC
    source = read_source(write(tmp_path, text.encode(encoding)))
    assert source.table.column_names == ["име", "презиме", "место"] and source.table.num_rows == 3


def test_a_few_damaged_lines_are_refused(tmp_path):
    lines = ["id;ime", *[f"{i};Ђорђе" for i in range(300)]]
    content = "\n".join(lines).encode().replace("17;Ђ".encode(), b"17;\xd0", 1)
    source = read_source(write(tmp_path, content))
    assert source.table.num_rows == 299 and source.encoding == "utf-8"
    assert [(r.row, r.line, r.column) for r in source.rejects] == [(18, 19, "ime")]
    assert 18 not in source.row_numbers.tolist()


def test_many_damaged_lines_are_read_as_a_legacy_encoding(tmp_path):
    good = "".join(f"{i};Đorđe Šarić\n" for i in range(100)).encode()
    bad = "".join(f"{i};Željko Šarić\n" for i in range(40)).encode("cp1250")
    source = read_source(write(tmp_path, b"id;ime\n" + good + bad))
    assert source.table.column("ime").to_pylist() == ["Đorđe Šarić"] * 100 + ["Željko Šarić"] * 40
    assert any("cp1250" in note for note in source.notes)


@QUIET
@given(st.binary(min_size=1, max_size=300))
def test_decoding_gives_utf8_or_an_input_error(content):
    with contextlib.suppress(InputError):
        decode(content, "x").data.decode()
    assert guess_encoding(content)[0]


# --- JSON, spreadsheets, Parquet ---------------------------------------------------------------------------


def test_json_lines(tmp_path):
    lines = [
        '{"id": 1, "name": "Ana \\ud800", "tags": ["a", "b"], "x": {"k": 1}}',
        "{bad",
        "",
        "[1]",
        '{"id": 2.0}',
    ]
    source = read_source(write(tmp_path, "\n".join(lines), "p.jsonl"))
    assert rows(source) == [("1", "Ana \ufffd", "a; b", '{"k": 1}'), ("2", None, None, None)]
    assert [(r.row, r.line) for r in source.rejects] == [(2, 2), (3, 4)]
    assert source.row_numbers.tolist() == [1, 4] and source.format == "jsonl"


def test_json_array(tmp_path):
    path = write(tmp_path, '[{"a": true}, 5, {"a": null, "b": 1e400}]', "p.json")
    source = read_source(path)
    assert rows(source) == [("true", None), (None, "inf")]
    assert source.rejects[0].row == 2 and source.row_numbers.tolist() == [1, 3]


def test_content_goes_before_the_ending(tmp_path):
    assert read_source(write(tmp_path, '{"a": 1}\n', "p.csv")).format == "jsonl"
    assert read_source(write(tmp_path, '[\n {"a": 1}]', "p.txt")).format == "jsonl"
    assert read_source(write(tmp_path, "a\tb\n1\t2\n", "p.xls")).table.column_names == ["a", "b"]
    pq.write_table(pa.table({"a": [1]}), tmp_path / "p.csv")
    assert read_source(tmp_path / "p.csv").format == "parquet"


@pytest.mark.parametrize("content", ["[]", "[1, 2]", '[{"a": 1}', "nonsense", "{bad\n{worse", "[" * 100_000, '"x"'])
def test_bad_json(tmp_path, content):
    with pytest.raises(InputError):
        read_source(write(tmp_path, content, "p.json"))


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    book.save(path)
    return path


def test_spreadsheet(tmp_path):
    table = [
        [],
        [None, None, None],
        ["Ime", "Rođen", "Broj", "Kad"],
        ["Ana", date(1985, 2, 3), 12, datetime(2024, 5, 1, 10, 30)],
        [],
        ["Ivo", None, 1.5, True],
    ]
    source = read_source(workbook(tmp_path / "p.xlsx", empty=[], people=table, more=[["x"]]))
    assert source.table.column_names == ["Ime", "Rođen", "Broj", "Kad"]
    assert rows(source) == [("Ana", "1985-02-03", "12", "2024-05-01T10:30:00"), ("Ivo", None, "1.5", "true")]
    assert any("'people'" in note for note in source.notes)


def test_empty_spreadsheets(tmp_path):
    with pytest.raises(InputError, match="empty sheets"):
        read_source(workbook(tmp_path / "a.xlsx", one=[]))
    with pytest.raises(InputError, match="header but no rows"):
        read_source(workbook(tmp_path / "b.xlsx", one=[["a", "b"]]))


def test_parquet_of_codes_is_read_as_its_texts(tmp_path):
    names = [["Ana", "Ivo", None, " ", "Marić"][place % 5] for place in range(5_000)]
    towns = [["Niš", "Bor", "Vlasotince"][place % 3 if place < 3_000 else 0] for place in range(5_000)]
    ids = [f"R{place}" for place in range(5_000)]
    table = pa.table({"id": ids, "name": names, "town": towns, "empty": pa.array([None] * 5_000, pa.string())})
    path = tmp_path / "p.parquet"
    for rows_a_group in (5_000, 700):
        pq.write_table(table, path, row_group_size=rows_a_group)
        source = read_source(path)
        assert source.table.column("name").to_pylist() == [None if name == " " else name for name in names]
        assert source.table.column("town").to_pylist() == towns
        assert set(source.table.schema.types) == {pa.string()}
        for column in source.table.column_names:
            encoded = source.table.column(column).combine_chunks().dictionary_encode()
            assert source.encoded(column).dictionary.equals(encoded.dictionary)
            assert source.encoded(column).indices.equals(encoded.indices)


def test_parquet_of_codes_in_another_order_is_numbered_as_texts_appear(tmp_path):
    texts = pa.array(["unused", "Bor", "Niš"])
    codes = pa.array([[2, 1][place % 2] for place in range(1_000)], pa.int32())
    pq.write_table(pa.table({"town": pa.DictionaryArray.from_arrays(codes, texts)}), tmp_path / "p.parquet")
    source = read_source(tmp_path / "p.parquet")
    assert source.encoded("town").dictionary.to_pylist() == ["Niš", "Bor"]
    assert source.encoded("town").indices.to_pylist() == [0, 1] * 500


def test_mended_columns_are_encoded_as_they_are_now(tmp_path):
    names = ["PetroviÄ‡", "Ana"] * 500
    pq.write_table(pa.table({"surname": names, "town": ["Niš"] * 1_000}), tmp_path / "p.parquet")
    source = read_source(tmp_path / "p.parquet")
    assert source.encoded("surname").dictionary.to_pylist() == ["Petrović", "Ana"]
    assert source.encoded("town").dictionary.to_pylist() == ["Niš"]


def test_parquet(tmp_path):
    pq.write_table(pa.table({"a": [1, None], "d": [date(2020, 1, 1), None]}), tmp_path / "p.parquet")
    assert rows(read_source(tmp_path / "p.parquet")) == [("1", "2020-01-01"), (None, None)]
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), tmp_path / "q.parquet")
    with pytest.raises(InputError, match="no rows"):
        read_source(tmp_path / "q.parquet")


# --- frames ------------------------------------------------------------------------------------------------


def test_pandas_types():
    frame = pd.DataFrame(
        {
            "mixed": [1, "a", None],
            "whole": [1985.0, None, 2111984804842.0],
            "part": [0.5, 1e20, np.nan],
            "big": [2**70, 1, None],
            "when": pd.to_datetime(["2020-01-01", "2020-01-01 10:30:00.5", None], format="mixed"),
            "zone": pd.to_datetime(["2020-01-01", "2020-06-01", None]).tz_localize("Europe/Belgrade"),
            "cat": pd.Categorical(["x", None, "x"]),
            "list": [["a", 1], None, []],
            "dict": [{"k": [1.5]}, None, {}],
            "bool": [True, None, False],
            "text": pd.Series(["Ana\ud800", " ", ""], dtype=object),
            "dec": [Decimal("12.50"), Decimal("3.00"), None],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "span": pd.to_timedelta([1, None, 2], unit="D"),
        }
    )
    source = read_source(frame)
    assert source.table.to_pydict() == {
        "mixed": ["1", "a", None],
        "whole": ["1985", None, "2111984804842"],
        "part": ["0.5", "1e+20", None],
        "big": [str(2**70), "1", None],
        "when": ["2020-01-01", "2020-01-01T10:30:00.5", None],
        "zone": ["2020-01-01", "2020-06-01", None],
        "cat": ["x", None, "x"],
        "list": ["a; 1", None, None],
        "dict": ['{"k": [1.5]}', None, "{}"],
        "bool": ["true", None, "false"],
        "text": ["Ana\ufffd", None, None],
        "dec": ["12.50", "3", None],
        "nullable": ["1", None, "3"],
        "span": ["1 day, 0:00:00", None, "2 days, 0:00:00"],
    }


@pytest.mark.parametrize(
    ("index", "columns"),
    [
        (None, ["a"]),
        (pd.RangeIndex(5, 7), ["a"]),
        (pd.Index(["x", "y"], name="rec_id"), ["rec_id", "a"]),
        (pd.Index([7, 9]), ["id", "a"]),
        (pd.RangeIndex(2, name="n"), ["n", "a"]),
        (pd.MultiIndex.from_tuples([(1, 2), (3, 4)], names=["p", None]), ["p", "id", "a"]),
    ],
)
def test_pandas_index(index, columns):
    assert read_source(pd.DataFrame({"a": [1, 2]}, index=index)).table.column_names == columns


def test_pandas_column_names():
    frame = pd.DataFrame([[1, 2, 3]], columns=["a", "a", 0])
    assert read_source(frame).table.column_names == ["a", "a_2", "0"]
    pairs = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("x", "y")]))
    assert read_source(pairs).table.column_names == ["x y"]


def test_odd_objects_become_text():
    itself: dict[str, object] = {}
    itself["k"] = itself
    values = [
        np.datetime64("2020-01-01", "ns"),
        np.datetime64("NaT"),
        {(1, 2): 3},
        itself,
        {1, 1.5},
        np.float64(3),
        pd.NA,
    ]
    found = read_source(pd.DataFrame({"a": pd.Series(values, dtype=object)})).table.column("a").to_pylist()
    assert found == ["2020-01-01", None, "{(1, 2): 3}", "{'k': {...}}", "1; 1.5", "3", None]


def test_other_frames():
    columns = {"a": [1, None], "s": ["x", None], "l": [[1, 2], None]}
    expected = {"a": ["1", None], "s": ["x", None], "l": ["1; 2", None]}
    table = pa.table(columns)
    frames = [
        table,
        table.to_batches()[0],
        pl.DataFrame(columns),
        pl.DataFrame(columns).lazy(),
        duckdb.from_arrow(table),
        pl.DataFrame(columns).with_columns(pl.col("s").cast(pl.Categorical)),
    ]
    for frame in frames:
        assert read_source(frame).table.to_pydict() == expected
    relation = duckdb.sql("select uuid() u, 'x'::enum('x') e, {'k': 1} s, interval 3 day i, 2.50::decimal(9,2) d")
    assert rows(read_source(relation))[0][1:3] == ("x", '{"k": 1}')


@pytest.mark.parametrize("data", [5, None, object(), b"a,b", pd.Series([1]), pd.DataFrame({"a": []}), pd.DataFrame()])
def test_what_is_no_frame(data):
    with pytest.raises(InputError):
        read_source(data)


def test_names_of_several_sources(tmp_path):
    path = write(tmp_path, "a,b\n1\n2,3\n", "border.csv")
    one, two, three = read_sources([path, str(path), pd.DataFrame({"a": [1]})])
    assert (one.name, two.name, three.name) == ("border", "border_2", "frame")
    assert two.rejects[0].source == "border_2"
    assert [s.name for s in read_sources({"x": path, "y": path})] == ["x", "y"]
    assert [s.name for s in read_sources(path)] == ["border"]
    with pytest.raises(InputError, match="names"):
        read_sources([path], ["a", "b"])
    with pytest.raises(InputError, match="at least one"):
        read_sources([])


@QUIET
@given(st.lists(st.text(max_size=6) | st.none() | st.integers(), max_size=8))
def test_column_names_are_unique_and_never_blank(headers):
    names, _ = unique_names(headers)
    assert len(set(names)) == len(headers) and all(name.strip() for name in names)


@QUIET
@given(st.lists(st.none() | st.text(max_size=5) | st.integers() | st.floats() | st.booleans() | st.dates(), min_size=1))
def test_any_object_column_becomes_text(values):
    source = read_source(pd.DataFrame({"a": pd.Series(values, dtype=object)}))
    assert len(source.table) == len(values)
    assert json.dumps(source.table.column("a").to_pylist())


def test_marked_text_is_told_apart():
    assert not decode("a\nž".encode(), "x").marked
    assert Decoded(b"", "utf-8").notes == ()
