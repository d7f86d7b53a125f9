"""The command `resolve lookup`: one person, a file of people, JSON lines."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from resolve.interfaces import looking_up
from resolve.interfaces.files import LOOKUP


@pytest.fixture(scope="module")
def saved(found, tmp_path_factory) -> Path:
    return found.lookup().save(tmp_path_factory.mktemp("lookup") / LOOKUP)


@pytest.fixture
def asked(tmp_path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("Ref;Name;Born\n7;Taçi, Gjon;30/09/1990\n8;Zzz Qqq;1911\n9;a;b;c;d\n", "utf-8")
    return path


def test_a_run_writes_it_where_it_is_asked_to(call, people, tmp_path):
    export, out = tmp_path / "people.csv", tmp_path / "out"
    people.to_csv(export, index=False)
    status, said, _ = call("dedupe", export, "-o", out, "--lookup")
    assert status == 0 and LOOKUP in said.replace("\n", "")
    (alone,) = people[people["id"] == "r7"].to_dict("records")
    status, said, _ = call("lookup", out, "--name", f"{alone['given_name']} {alone['surname']}", "--json")
    assert status == 0 and json.loads(said.splitlines()[0])["record_id"] == "r7"
    assert call("dedupe", export, "-o", out, "-q")[0] == 0
    assert not (out / LOOKUP).exists()  # it would name entities of another run
    status, _, err = call("lookup", out, "--name", "Agim Hoxha")
    assert status == 2 and "run resolve dedupe or link again with --lookup" in err


def test_one_person_is_shown_with_the_evidence(call, saved):
    status, out, err = call("lookup", saved, "--name", "Đon Thachi", "--born", "30/09/1990")
    assert (status, err) == (0, "")
    assert "Among 189 records of mup_registar, kufiri_hyrje, uk_cases: 4 links, 0 possible" in out
    assert "gjon thaci" in out and "over 99.99 %" in out and "Why the first" in out
    every = call("lookup", saved, "--name", "Đon Thachi", "--born", "30/09/1990", "--explain")[1]
    assert every.count("weight in bits") == 4 > out.count("weight in bits") == 1


def test_columns_and_fields_tell_a_person(call, saved):
    status, out, _ = call("lookup", saved, "--field", "Презиме=Тачи", "--field", "birth_date=30.09.1990.", "--json")
    assert status == 0 and len(out.splitlines()) == 4
    told = json.loads(out.splitlines()[0])
    assert list(told) == ["query_id", "source", "record_id", "entity_id", "verdict", "weight", "probability"]
    explained = call("lookup", saved, "--field", "surname=Тачи", "--born", "1990", "--json", "--explain")[1]
    assert all(json.loads(line)["explanation"]["evidence"] for line in explained.splitlines())


def test_nobody_is_found_and_what_is_not_read_is_said(call, saved):
    status, out, _ = call("lookup", saved, "--name", "Nobody", "--born", "some day")
    assert status == 0 and "0 links, 0 possible" in out
    assert "birth_date: the value cannot be read" in out
    assert call("lookup", saved, "--name", "Nobody", "-q") == (0, "", "")


def test_a_file_of_people_of_another_form(call, saved, asked, tmp_path):
    status, out, _ = call("lookup", saved, asked, "-o", tmp_path / "found.csv")
    assert status == 1  # a row was refused
    assert "2 looked up among 189 records" in out and "1 found, 0 possibly, 1 not" in out
    assert "Name as full_name, Born as birth_date" in out and "1 row of people could not be read" in out
    table = pd.read_csv(tmp_path / "found.csv", dtype={"query_id": str})
    assert set(table["query_id"]) == {"7"} and (table["verdict"] == "link").all()
    assert len(pd.read_csv(tmp_path / "found.rejects.csv")) == 1
    status, out, _ = call("lookup", saved, asked, "--json", "--explain", "-o", tmp_path / "found.jsonl")
    lines = (tmp_path / "found.jsonl").read_text("utf-8").splitlines()
    assert status == 1 and lines == out.splitlines() and "explanation" in json.loads(lines[0])


def test_a_file_of_a_source_is_read_as_the_source_is(call, saved, exports, tmp_path):
    status, out, _ = call("lookup", saved, exports["uk_cases"], "--limit", 1, "-o", tmp_path / "found.csv")
    assert status == 0 and "49 found" in out and "read:" not in out
    table = pd.read_csv(tmp_path / "found.csv")
    assert len(table) == 49 and table["query_id"].is_unique
    assert not (tmp_path / "found.rejects.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "expected a file of people, or one person by --name"),
        (["nowhere.csv", "--name", "x"], "expected a file of people, or one person"),
        (["--stdin", "--name", "x"], "expected a file of people, or one person"),
        (["--field", "surname"], "--field expects NAME=value"),
        (["--field", "shoe=3"], "has no column 'shoe'; its columns are"),
        (["--name", "x", "--source", "nowhere"], "no source 'nowhere'; there are: mup_registar"),
        (["--name", "Thachi", "-o", "found.html"], "expected a file that ends in .csv or .jsonl"),
        (["nowhere.csv"], "nowhere.csv"),
    ],
)
def test_a_wrong_call_is_told(call, saved, words, said):
    status, out, err = call("lookup", saved, *words)
    assert status == 2 and out == "" and said in err and "Traceback" not in err


def test_what_is_no_lookup_is_told(call, tmp_path, exports):
    for path, said in ((tmp_path / "none", "no such file"), (exports["uk_cases"], "written by Lookup.save")):
        status, _, err = call("lookup", path, "--name", "x")
        assert status == 2 and said in err


def test_a_file_without_a_meaning_is_told(call, saved, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("qq,zz\n1,2\n", "utf-8")
    status, _, err = call("lookup", saved, path)
    assert status == 2 and "--map COLUMN=field" in err


def test_lines_are_answered_one_by_one(found):
    asked = [
        '{"id": 7, "surname": "Thachi", "forenames": "Đon", "dob": "1990"}',
        "",
        "nope",
        "[1]",
        '{"id": "x", "shoe": 3}',
        '{"full_name": "Nobody Atall", "birth_date": null, "sex": ["m"], "phone": {"a": 1}}',
        "[" * 100_000,
        '{"surname": "\\ud800"}',
    ]
    out = io.StringIO()
    lines = io.StringIO("".join(line + "\n" for line in asked))
    refused = looking_up.answer_lines(found.lookup(), looking_up.Asked(limit=1), lines, out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert refused == sum("error" in answer for answer in answers) == 4 and len(answers) == len(asked) - 1
    assert answers[0]["id"] == 7 and answers[0]["matches"][0]["record_id"] == "22"
    assert answers[0]["fields"]["birth_date"] == "1990" and answers[0]["notes"] == []
    assert answers[3]["id"] == "x" and "no column 'shoe'" in answers[3]["error"]
    assert out.getvalue().isascii()


def test_lines_come_through_a_pipe(saved):
    command = [sys.executable, "-m", "resolve.interfaces.cli", "lookup", str(saved), "--stdin"]
    asked = b'{"id": 1, "surname": "Thachi", "dob": "30/09/1990"}\n\xff\n'
    done = subprocess.run(command, input=asked, capture_output=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and done.stderr == b""
    assert answers[0]["matches"] and answers[1] == {"error": "expected a JSON object on one line"}
