"""The command line: what it writes, says and leaves with."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

import resolve
from resolve.interfaces import cli
from resolve.linkage.work import Work
from resolve.version import __version__

FILES = {"entities.csv", "links.csv", "possible.csv", "clusters.csv", "golden.csv", "model.json", "report.html"}


@pytest.fixture
def export(tmp_path, people):
    path = tmp_path / "people.csv"
    people.to_csv(path, index=False)
    return path


def test_dedupe_writes_everything_and_sums_it_up(call, export, tmp_path, people):
    status, out, err = call("dedupe", export, "-o", tmp_path / "out")
    assert (status, err) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert f"{len(people)} records" in out and "people" in out and "report.html" in out.replace("\n", "")
    assert len(pd.read_csv(tmp_path / "out" / "entities.csv")) == len(people)


@pytest.mark.parametrize("flag", ["--quiet", "-q"])
def test_quiet_says_nothing(call, export, tmp_path, flag):
    assert call("dedupe", export, "-o", tmp_path / "out", flag) == (0, "", "")
    assert call("link", export, export, "-o", tmp_path / "out2", flag) == (0, "", "")
    assert {path.name for path in (tmp_path / "out2").iterdir()} == FILES


def test_several_exports_keep_their_names(call, exports, tmp_path):
    assert call("dedupe", *exports.values(), "-o", tmp_path / "out", "-q")[0] == 0
    assert set(pd.read_csv(tmp_path / "out" / "entities.csv")["source"]) == set(exports)


def test_link_one_to_one(call, exports, tmp_path):
    left, right, _ = exports.values()
    assert call("link", left, right, "-o", tmp_path / "out", "--one-to-one", "-q")[0] == 0
    links = pd.read_csv(tmp_path / "out" / "links.csv")
    assert len(links) and not links["left_id"].duplicated().any() and not links["right_id"].duplicated().any()


def test_a_killed_run_goes_on_with_resume_and_leaves_no_stages(call, export, tmp_path, monkeypatch):
    assert call("dedupe", export, "-o", tmp_path / "whole", "-q") == (0, "", "")
    keep = Work.keep

    def keep_and_stop(self, name, write):
        keep(self, name, write)
        if name == "comparing":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Work, "keep", keep_and_stop)
        status, _, err = call("dedupe", export, "-o", tmp_path / "out", "--resume", "-q")
    assert status == 130 and "--resume" in err
    assert {path.name for path in (tmp_path / "out" / "work").iterdir()} > {"blocking", "comparing"}
    assert call("dedupe", export, "-o", tmp_path / "out", "--resume", "-q") == (0, "", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    for name in FILES - {"report.html"}:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_work_without_resume_starts_afresh(call, export, exports, tmp_path):
    resolve.dedupe(export, work=tmp_path / "work")
    other = exports["uk_cases"]
    assert call("dedupe", other, "-o", tmp_path / "out", "--work", tmp_path / "work", "-q")[0] == 0
    assert not (tmp_path / "work").exists()
    resolve.dedupe(export, work=tmp_path / "work")
    status, _, err = call("dedupe", other, "-o", tmp_path / "out", "--work", tmp_path / "work", "--resume", "-q")
    assert status == 2 and "data: other records" in err and "start afresh" in err


def test_refused_rows_give_status_1_and_rejects(call, tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("id,given_name,surname\n1,Ana,Marić\n2,Ivo,Ilić,x,y,z\n3,Eva,Jović\n")
    status, out, _ = call("dedupe", path, "-o", tmp_path / "out")
    assert status == 1 and "rejects.csv" in out
    rejects = pd.read_csv(tmp_path / "out" / "rejects.csv")
    assert rejects["line"].tolist() == [3] and rejects["source"].tolist() == ["ragged"]
    path.write_text("id,given_name,surname\n1,Ana,Marić\n3,Eva,Jović\n")
    assert call("dedupe", path, "-o", tmp_path / "out", "-q")[0] == 0
    assert not (tmp_path / "out" / "rejects.csv").exists()


def test_columns_are_told(call, tmp_path):
    path = tmp_path / "coded.csv"
    path.write_text("k;c1;c2;x=y\na7;Ana;Marić;064123456\na9;Ana;Marić;064123456\n")
    words = ["--id", "k", "--map", "c1=given_name", "--map", "c2=surname", "--map", "x=y=phone"]
    assert call("dedupe", path, "-o", tmp_path / "out", "-q", *words)[0] == 0
    assert pd.read_csv(tmp_path / "out" / "entities.csv")["record_id"].tolist() == ["a7", "a9"]
    golden = pd.read_csv(tmp_path / "out" / "golden.csv", dtype=str)
    assert {"given_name", "surname", "phone"} <= set(golden.columns)


def test_a_schema_file_and_words_beside_it(call, tmp_path):
    path = tmp_path / "coded.csv"
    path.write_text("k;c1;c2\na7;Ana;Marić\na9;Ana;Marić\n")
    schema = tmp_path / "schema.toml"
    schema.write_text('id = "k"\n[map]\nc1 = "given_name"\nc2 = "ignore"\n')
    assert call("dedupe", path, "-o", tmp_path / "out", "-q", "--schema", schema, "--map", "c2=surname")[0] == 0
    golden = pd.read_csv(tmp_path / "out" / "golden.csv", dtype=str)
    assert {"given_name", "surname"} <= set(golden.columns)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--map", "surname"], "--map expects COLUMN=field"),
        (["--map", "=surname"], "--map expects COLUMN=field"),
        (["--map", "surname="], "--map expects COLUMN=field"),
        (["--map", "surname=family"], "'family', which does not exist"),
        (["--map", "nachname=surname"], "'nachname'"),
        (["--id", "number"], "'number'"),
        (["--policy", "lenient"], "no policy 'lenient'"),
        (["--model", "none.json"], "none.json"),
        (["--schema", "none.toml"], "none.toml"),
        (["--colour"], "--colour"),
    ],
)
def test_what_cannot_be_done_gives_status_2_and_says_why(call, export, tmp_path, words, said):
    status, out, err = call("dedupe", export, "-o", tmp_path / "out", *words)
    assert (status, out) == (2, "")
    assert said in err.replace("\n", " ")
    assert not (tmp_path / "out").exists() and "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content"), [("empty.csv", ""), ("header.csv", "id,surname\n"), ("odd.csv", "a,b\n!,?\n")]
)
def test_files_with_nothing_to_work_on_give_status_2(call, tmp_path, name, content):
    (tmp_path / name).write_text(content)
    status, out, err = call("dedupe", tmp_path / name, "-o", tmp_path / "out")
    assert (status, out) == (2, "") and err.startswith("resolve: ") and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [["dedupe"], ["dedupe", "x.csv"], ["nothing"], ["link", "a.csv", "-o", "out"], ["-o"]]
)
def test_a_wrong_call_gives_status_2(call, words):
    status, _, err = call(*words)
    assert status == 2 and "Traceback" not in err


def test_a_missing_file_gives_status_2(call, tmp_path):
    status, _, err = call("dedupe", tmp_path / "none.csv", "-o", tmp_path / "out")
    assert status == 2 and "none.csv" in err


def test_an_output_that_is_a_file_gives_status_2(call, export, tmp_path):
    (tmp_path / "out").write_text("here first")
    status, _, err = call("dedupe", export, "-o", tmp_path / "out")
    assert status == 2 and "out" in err and (tmp_path / "out").read_text() == "here first"


def test_a_model_of_one_run_serves_another(call, export, tmp_path):
    assert call("dedupe", export, "-o", tmp_path / "one", "-q")[0] == 0
    assert call("dedupe", export, "-o", tmp_path / "two", "-q", "--model", tmp_path / "one" / "model.json")[0] == 0
    entities = [(tmp_path / each / "entities.csv").read_bytes() for each in ("one", "two")]
    assert entities[0] == entities[1]


def test_two_runs_write_the_same_bytes(call, export, tmp_path):
    for each in ("one", "two"):
        assert call("dedupe", export, "-o", tmp_path / each, "-q")[0] == 0
    for name in FILES - {"report.html"}:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_evaluate_takes_a_folder_or_a_file(call, found, truth, tmp_path):
    found.save(tmp_path)
    status, of_folder, _ = call("evaluate", tmp_path, truth)
    assert status == 0 and "precision" in of_folder and "B-cubed" in of_folder
    assert call("evaluate", tmp_path / "entities.csv", truth)[1] == of_folder
    status, as_json, _ = call("evaluate", tmp_path, truth, "--json")
    scores = json.loads(as_json)
    assert status == 0 and 0 < scores["f1"] <= 1 and f"F1 {scores['f1']:.4f}" in of_folder


def test_evaluate_of_what_has_no_form_gives_status_2(call, export, truth):
    status, out, err = call("evaluate", export, truth)
    assert (status, out) == (2, "") and "entity" in err


def test_demo(call, tmp_path):
    status, out, _ = call("demo", "-o", tmp_path / "demo")
    assert status == 0
    for words in ("One person, as each agency wrote them", "weight in bits", "precision", "against a watchlist"):
        assert words in out
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {*FILES, "screening"}


def test_version_and_help(call):
    assert call("--version") == (0, f"resolve {__version__}\n", "")
    for command in ("dedupe", "link", "evaluate", "inspect", "screen", "decide", "generate", "bench", "demo"):
        status, out, _ = call(command, "--help")
        assert status == 0 and "--help" in out


def test_a_defect_is_not_hidden(monkeypatch, export, tmp_path):
    def broken(*_, **__):
        raise ZeroDivisionError

    from resolve.interfaces import library

    monkeypatch.setattr(library, "dedupe", broken)
    monkeypatch.setattr(sys, "argv", ["resolve", "dedupe", str(export), "-o", str(tmp_path / "out")])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_paths_are_shown_in_one_piece(call, export, tmp_path):
    folder = tmp_path / ("folder" * 20)
    out = call("dedupe", export, "-o", folder)[1]
    assert str(folder / "report.html") in out


def test_as_a_process_of_its_own(export, tmp_path):
    command = [sys.executable, "-m", "resolve.interfaces.cli"]
    done = subprocess.run(
        [*command, "dedupe", export, "-o", tmp_path / "out", "--quiet"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    failed = subprocess.run(
        [*command, "dedupe", export, "-o", tmp_path / "o", "--colour"], capture_output=True, check=False
    )
    assert failed.returncode == 2 and failed.stdout == b"" and b"--colour" in failed.stderr


def test_name_shows_how_one_is_read(call):
    status, out, err = call("name", "Petrović (Марко) Nikola, zvani Nidžo")
    assert (status, err) == (0, "")
    assert out.startswith("given Nikola · father Марко · family Petrović · nickname Nidžo\n")
    row = next(line.split() for line in out.splitlines() if line.startswith("Марко"))
    assert row[1:3] == ["father", "sure"] and "marko" in row


def test_name_shows_how_two_compare(call):
    status, out, err = call("name", "Ђорђе Ђорђевић", "Djordjevic Djordje")
    assert (status, err) == (0, "")
    assert out.startswith("similarity 0.9") and ": one name (" in out.splitlines()[0]
    assert any(line.split()[:2] == ["Ђорђе", "Djordje"] for line in out.splitlines())
    assert ": two names (" in call("name", "Dragan Ilić", "Dragana Ilić")[1]


def test_name_as_json(call):
    read = json.loads(call("name", "Ilić, Ђорђе", "--json")[1])
    assert [part["role"] for part in read["parts"]] == ["family", "given"]
    assert {"text": "djordje", "tag": "sr:popular"} in read["parts"][1]["forms"][0]
    compared = json.loads(call("name", "Ana Ilić", "Ana Ilić", "--json")[1])
    assert compared["similarity"] == 1.0 and compared["same"] is True


def test_name_of_an_organisation(call):
    status, out, err = call("name", "--organisation", "ДОО Балкан Трговина (TBB)")
    assert (status, err) == (0, "")
    assert out.startswith("core Балкан · business Трговина · form ДОО · acronym TBB\n")
    compared = call("name", "--organisation", "Балкан Трговина ДОО", "Balkan Trade Ltd")[1]
    assert ": one name (" in compared.splitlines()[0]
    assert json.loads(call("name", "--organisation", "Adria Ltd", "--json")[1])["forms"] == ["limited"]
    verdict = json.loads(call("name", "--organisation", "Adria Trade", "Balkan Trade", "--json")[1])
    assert not verdict["same"] and verdict["evidence"]


@pytest.mark.parametrize("texts", [["!?"], ["!?", "Adria"]])
def test_name_of_an_organisation_without_letters_is_refused(call, texts):
    status, _, err = call("name", "--organisation", *texts)
    assert status == 2
    assert "without letters or digits" in err


@pytest.mark.parametrize("texts", [("",), ("...",), ("Ana Ilić", "?!")])
def test_name_without_letters_is_refused_with_what_to_do(call, texts):
    status, out, err = call("name", *texts)
    assert (status, out) == (2, "") and "in quotes" in err


@pytest.fixture
def lists(tmp_path):
    """A folder with a list of two people, and an export of people to ask about."""
    (tmp_path / "list.csv").write_text("id,name,birth_date\nL1,Hashim Thaçi,1968-04-24\nL2,Ana Ilić,\n", "utf-8")
    (tmp_path / "people.csv").write_text("broj;ime i prezime\n7;Хашим Тачи\n8;Nobody Atall\n", "utf-8")
    return tmp_path


def test_screen_one_person(call, lists):
    status, out, err = call("screen", "--name", "HASIM TACI", "--born", "1968", "-w", lists / "list.csv")
    assert (status, err) == (0, "")
    assert "1 match" in out and "L1" in out and "same as far as known" in out
    assert "0 match" in call("screen", "--name", "Marko Perić", "-w", lists / "list.csv")[1]


def test_screen_an_export_writes_hits_in_three_forms(call, lists):
    status, out, err = call("screen", lists / "people.csv", "-w", lists / "list.csv", "-o", lists / "hits")
    assert (status, err) == (0, "") and "2 asked about, against 2 entries" in out
    hits = pd.read_csv(lists / "hits" / "hits.csv", dtype=str)
    assert hits["query_id"].tolist() == ["7"] and hits["entry_id"].tolist() == ["L1"]
    (line,) = (lists / "hits" / "hits.jsonl").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert told["entry"]["entry_id"] == "L1" and told["evidence"][0]["bits"] < 0
    page = (lists / "hits" / "report.html").read_text("utf-8")
    assert "Хашим" in page and "<script" not in page


def test_screen_against_an_index(call, lists):
    assert call("watchlist", "build", lists / "list.csv", "-o", lists / "l.idx")[0] == 0
    out = call("screen", "--name", "Хашим Тачи", "-w", lists / "l.idx", "--json")[1]
    assert json.loads(out)["list_name"] == "list"
    assert "table-csv" in call("watchlist", "show", lists / "l.idx")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--name", "Ana Ilić", "-w", "nowhere.xml"], "no such file"),
        (["-w", "list.csv"], "either a file of people or one person"),
        (["people.csv", "--name", "Ana", "-w", "list.csv"], "either a file of people or one person"),
        (["--name", "Ana Ilić", "-w", "list.csv", "--policy", "hopeful"], "default, strict"),
        (["--name", "Ana Ilić", "-w", "list.csv", "-o", "hits.pdf"], "expected .csv, .jsonl, .html"),
        (["--name", "Ana Ilić", "-w", "empty.csv"], "empty file"),
    ],
)
def test_screen_says_what_is_wrong(call, lists, monkeypatch, arguments, says):
    monkeypatch.chdir(lists)
    (lists / "empty.csv").write_text("")
    status, out, err = call("screen", *arguments)
    assert (status, out) == (2, "") and says in err and "Ana" not in err


def test_a_decision_is_applied_in_the_next_screening(call, lists):
    ask = ["screen", lists / "people.csv", "-w", lists / "list.csv", "-o", lists / "hits.jsonl"]
    ask += ["--decisions", lists / "decisions.db"]
    assert "1 match, 0 possible" in call(*ask)[1]
    decide = ["decide", lists / "hits.jsonl", "--decisions", lists / "decisions.db", "--person", "7"]
    decide += ["--as", "dismissed", "--by", "officer 12"]
    assert call(*decide, "--entry", "L1")[0] == 2  # no reason
    assert call(*decide, "--entry", "L9", "--reason", "x")[0] == 2  # no such hit
    assert call(*decide, "--entry", "list:L1", "--reason", "another year")[:2] == (0, "list L1: dismissed\n")
    assert "0 match, 0 possible, 1 decided before" in call(*ask)[1]


def test_what_changed_in_a_list_is_shown_and_screened_alone(call, lists):
    new = "id,name,birth_date\nL1,Hashim Thaçi,1968-04-24\nL2,Ana Ilić,1985\nL3,Хашим Тачи,\n"
    (lists / "new.csv").write_text(new, "utf-8")
    out = call("watchlist", "diff", lists / "list.csv", lists / "new.csv")[1]
    assert "1 added, 0 removed, 1 changed" in out and "L2 (birth_dates)" in out
    assert json.loads(call("watchlist", "diff", lists / "list.csv", lists / "new.csv", "--json")[1])["added"]
    ask = ["screen", lists / "people.csv", "-w", lists / "new.csv", "--json"]
    whole = {json.loads(line)["entry_id"]: json.loads(line)["weight"] for line in call(*ask)[1].splitlines()}
    (part,) = [json.loads(line) for line in call(*ask, "--since", lists / "list.csv")[1].splitlines()]
    assert set(whole) == {"L1", "L3"} and part["entry_id"] == "L3" and part["weight"] == pytest.approx(whole["L3"])
    assert "nothing to do" in call(*ask, "--since", lists / "new.csv")[2]


def test_a_screening_as_of_a_past_day(call, lists):
    assert "2 entries" in call("watchlist", "keep", lists / "list.csv", "--archive", lists / "kept")[1]
    assert "list" in call("watchlist", "versions", lists / "kept")[1]
    ask = ["screen", "--name", "Hashim Taci", "--archive", lists / "kept"]
    assert "1 match" in call(*ask)[1]
    assert "no list had been kept" in call(*ask, "--as-of", "2020-01-01")[2]
    assert "expected a day" in call(*ask, "--as-of", "yesterday")[2]


def test_refused_people_are_listed_beside_the_hits(call, lists):
    (lists / "ragged.csv").write_text("id,name,born\n1,Hashim Taci,1968\n2,Ivo\n", "utf-8")
    status, out, _ = call("screen", lists / "ragged.csv", "-w", lists / "list.csv", "-o", lists / "out")
    assert status == 1 and "1 row" in out
    assert pd.read_csv(lists / "out" / "rejects.csv")["row"].tolist() == [2]
    assert call("screen", lists / "people.csv", "-w", lists / "list.csv", "-o", lists / "out")[0] == 0
    assert not (lists / "out" / "rejects.csv").exists()
