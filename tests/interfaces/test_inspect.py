"""`resolve inspect`: what it shows, what it leaves with, and that files cannot steer the terminal."""

from __future__ import annotations

import json
import sys

import pytest

from resolve.interfaces import cli
from resolve.rules import data_folder

MESSY = data_folder("fixtures") / "messy"


@pytest.fixture
def call(capsys, monkeypatch):
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["resolve", "inspect", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


def test_it_shows_the_file_and_its_columns(call, exports):
    status, out, err = call(exports["mup_registar"])
    assert (status, err) == (0, "")
    for words in ("utf-8", "semicolon", "birth_date", "99.99.9999.", "header: 'презиме'"):
        assert words in out


def test_refused_rows_give_status_1(call):
    status, out, _ = call(MESSY / "ragged.csv")
    assert status == 1 and "expected 9 cells, found 5" in out and "2 rows refused" in out


def test_several_files_and_json(call):
    status, out, _ = call(MESSY / "cp1250.csv", MESSY / "sheets.xlsx", "--json")
    first, second = json.loads(out)
    assert status == 0 and first["encoding"] == "cp1250" and second["sheets"] == ["Januar", "Februar"]
    assert json.loads(call(MESSY / "people.csv", "--json")[1])["rows"] == 8


def test_options_are_those_of_the_other_commands(call, tmp_path):
    assert "as told" in call(MESSY / "no_header.csv", "--map", "column_2=surname", "--id", "column_1")[1]
    assert "ISO" not in call(MESSY / "cp1250.csv", "--encoding", "cp1250")[1]
    schema = tmp_path / "s.toml"
    schema.write_text('[source.no_header.map]\ncolumn_3 = "given_name"\n')
    assert "as told" in call(MESSY / "no_header.csv", "--schema", schema)[1]
    for words in (["--map", "none=surname"], ["--map", "column_2=name"], ["--encoding", "cp-none"]):
        status, _, err = call(MESSY / "no_header.csv", *words)
        assert status == 2 and err.startswith("resolve: ")


def test_a_file_that_cannot_be_read(call, tmp_path):
    assert call(tmp_path)[0] == 2 and call(tmp_path / "none.csv")[0] == 2


def test_values_cannot_steer_the_terminal_or_the_markup(call, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("surname,dob\nHoti,[bold]\x1b[31mred\nIlić,\u202e1985\n", encoding="utf-8")
    status, out, _ = call(path)
    assert status == 0 and "[bold]" in out and "\x1b" not in out and "\u202e" not in out
