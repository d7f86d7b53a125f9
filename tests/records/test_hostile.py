"""Input that is out to break the reading: refused in words, or read around, in time that grows with its size."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from resolve.errors import FileError, InputError
from resolve.records.quotes import close_quotes
from resolve.records.sources import read_source
from resolve.records.workbook import check_bounds

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = "".join(f"{i};Hoti;Arben;{1950 + i % 50}\n" for i in range(2000))
HEADER = "id;surname;given_name;birth_year\n"


def write(folder: Path, content: bytes | str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "bad",
    [
        '7;"Hoti;Arben;1950\n',
        '"7;Hoti;Arben;1950\n',
        '7;Hoti;"Arben\n',
        '7;"Ho"ti";"Ar"ben";1950;\n',
        "7;Hoti\n",
        "7;Ho\0ti;Arben;1950\n",
        "\0\n",
        ";" * 10_000 + "\n",
        "x" * 3_000_000 + "\n",
        '"' * 9_999 + "\n",
    ],
)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_a_bad_row_costs_no_good_one(tmp_path, bad, where):
    rows = GOOD.splitlines(keepends=True)
    place = {"first": 0, "middle": 1000, "last": 2000}[where]
    content = HEADER + "".join([*rows[:place], bad, *rows[place:]])
    source = read_source(write(tmp_path, content))
    assert source.table.num_rows == 2000 and len(source.rejects) == 1
    assert source.rejects[0].line == place + 2
    assert set(source.table.column("surname").to_pylist()) == {"Hoti"}


def test_every_second_row_opens_a_quote(tmp_path):
    rows = GOOD.splitlines(keepends=True)
    content = HEADER + "".join(row if i % 2 else row.replace(";Hoti", ';"Hoti') for i, row in enumerate(rows))
    source = read_source(write(tmp_path, content))
    assert source.table.num_rows + len(source.rejects) == 2000 and source.table.num_rows >= 1000


def test_a_quote_that_is_open_over_the_rest_of_a_long_file(tmp_path):
    content = HEADER + '0;"Hoti;Arben;1950\n' + GOOD * 20
    source = read_source(write(tmp_path, content))
    assert source.table.num_rows == 40_000 and [reject.line for reject in source.rejects] == [2]
    assert source.rejects[0].reason == 'opens a quote (") that is never closed'


def test_cells_of_many_lines_are_no_slips(tmp_path):
    cell = "\n".join(["Glavna 1", "Ruma"] * 200)
    source = read_source(write(tmp_path, f'id;address;x\n1;"{cell}";y\n2;"a;b\nc;d";"e ""f""\ng"\n'))
    assert source.table.column("address").to_pylist() == [cell, "a;b\nc;d"] and source.rejects == ()


def test_thousands_of_columns(tmp_path):
    names = ";".join(f"c{i}" for i in range(5_000))
    row = ";".join("1" for _ in range(5_000))
    source = read_source(write(tmp_path, f"{names}\n{row}\n{row}\n"))
    assert (source.table.num_columns, source.table.num_rows) == (5_000, 2)


def test_cells_of_ten_megabytes_in_every_format(tmp_path):
    big = "ć" * 5_000_000
    assert read_source(write(tmp_path, f"a;b\n1;{big}\n2;x\n")).table.column("b")[0].as_py() == big
    assert (
        read_source(write(tmp_path, f"a;b\n1;{big}\n2;x\n".encode("cp1250")), encoding="cp1250")
        .table.column("b")[0]
        .as_py()
        == big
    )
    assert read_source(write(tmp_path, f'{{"a": "{big}"}}\n', "p.jsonl")).table.column("a")[0].as_py() == big


def test_only_titles_and_blank_lines(tmp_path):
    for content in ("Last Updated\n", "sep=;\n", "\n\n;;;\n", "Izveštaj\n\n\n", '""\n'):
        with pytest.raises(InputError):
            read_source(write(tmp_path, content))


@pytest.mark.skipif(os.name == "nt", reason="there are no such sockets")
def test_what_is_no_file(tmp_path):
    place = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as made:
        try:
            made.bind(str(place))
        except OSError:
            pytest.skip("the folder's name is too long for a socket")
        with pytest.raises(FileError, match="socket or device"):
            read_source(place)
    with pytest.raises(FileError, match="socket or device"):
        read_source("/dev/zero")


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as content:
        for name, data in parts.items():
            content.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def test_an_archive_that_unpacks_to_too_much():
    bomb = archive(**{"xl/worksheets/sheet1.xml": b"0" * (200 << 20)})
    assert len(bomb) < 1 << 20
    with pytest.raises(InputError, match="unpacks to 200 MB"):
        check_bounds(bomb, "p.xlsx")


def test_an_archive_whose_sizes_are_lies():
    honest = archive(**{"xl/worksheets/sheet1.xml": b"<row/>" * 1000})
    lie = honest.replace((6000).to_bytes(4, "little"), (60).to_bytes(4, "little"))
    assert lie != honest
    with pytest.raises(InputError, match="damaged"):
        check_bounds(lie, "p.xlsx")


def test_a_cell_in_the_far_corner(tmp_path):
    book = Workbook()
    book.active.append(["ime", "prezime"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "p.xlsx")
    with pytest.raises(InputError, match="1,048,576 rows and 16,384 columns"):
        read_source(tmp_path / "p.xlsx")


def test_an_ods_row_repeated_for_ever(tmp_path):
    sheet = '<table:table-row table:number-rows-repeated="2000000000"><table:table-cell/></table:table-row>'
    path = write(
        tmp_path,
        archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": sheet.encode()}),
        "p.ods",
    )
    with pytest.raises(InputError, match="a sheet claims"):
        read_source(path)


@pytest.mark.parametrize("cut", [5, 100, 1000, -30])
def test_workbooks_that_are_cut_off(tmp_path, cut):
    book = Workbook()
    for i in range(100):
        book.active.append([i, "Hoti"])
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(InputError):
        read_source(write(tmp_path, made.getvalue()[:cut], "p.xlsx"))


@QUIET
@given(st.lists(st.sampled_from(["a", '"', '""', ";", "\n", '"x"', "\\", "ž", "\r\n"]), max_size=60).map("".join))
def test_any_arrangement_of_quotes_is_read_around(tmp_path, text):
    try:
        source = read_source(write(tmp_path, f"h1;h2\n1;2\n{text}\n3;4\n5;6\n"))
    except InputError as error:
        assert str(error)
        return
    assert source.table.num_rows > 0


@QUIET
@given(st.lists(st.sampled_from(["a", '"', ";", "\n", '"x"']), max_size=40).map("".join))
def test_closing_quotes_keeps_the_number_of_lines(text):
    data = f"h;i\n{text}".encode()
    mended, slips = close_quotes(data, ";", 2, 1)
    assert mended.count(b"\n") == data.count(b"\n")
    assert close_quotes(mended, ";", 2, 1)[1] == () or slips
