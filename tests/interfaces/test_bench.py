"""The commands `generate` and `bench`: what they write, say and leave with."""

from __future__ import annotations

import json
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from resolve.interfaces import cli

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def call(capsys, monkeypatch):
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["resolve", *map(str, words)])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


def own(*more: object) -> list[object]:
    exports = [word for name in ("mup_registar", "kufiri_hyrje") for word in ("--data", FIXTURES / f"{name}.csv")]
    return ["bench", "own", *exports, "--truth", FIXTURES / "truth.csv", *more]


def test_generate_writes_a_world_and_its_page(call, tmp_path):
    status, out, err = call("generate", "--people", 300, "-o", tmp_path / "w", "--agencies", "rs_registar,uk_intel")
    assert (status, err) == (0, "") and "Police register, Serbia" in out and "300 people" in out
    assert {path.name for path in (tmp_path / "w").iterdir()} == {
        "rs_registar.csv", "uk_intel.csv", "truth.csv", "records.csv", "people.csv",
        "watchlist.csv", "watchlist_hits.csv", "world.json", "summary.html",
    }  # fmt: skip
    page = (tmp_path / "w" / "summary.html").read_text("utf-8")
    parser = HTMLParser()
    parser.feed(page)
    assert "<script" not in page and "http" not in page.replace("http-equiv", "") and "Macedonian" in page


def test_generate_is_quiet_and_refuses_what_is_wrong(call, tmp_path):
    words = ("generate", "-o", tmp_path / "w", "--agencies", "rs_registar")
    assert call(*words, "--people", 50, "-q") == (0, "", "")
    status, _, err = call(*words, "--people", 3)
    assert status == 2 and "20 people or more" in err
    status, _, err = call(*words, "--people", 50, "--difficulty", "mild")
    assert status == 2 and "easy, medium, hard" in err


def test_bench_own_shows_a_table_writes_json_and_compares(call, tmp_path):
    status, out, err = call(*own("--against", "rapidfuzz", "-o", tmp_path / "r.json"))
    assert status == 0 and "own: resolve" in err
    assert "prec." in out and "rapidfuzz baseline" in out
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {"suite", "version", "rules", "world_rules", "machine", "command", "rows"} == set(result)
    assert result["rows"][0]["curve"]["points"] and result["rows"][0]["calibration"]["bins"]
    assert [row["contender"] for row in result["rows"]] == ["resolve", "rapidfuzz baseline"]
    result["rows"][0] |= {"f1": 0.123, "f1_low": 0.12, "f1_high": 0.13}
    (tmp_path / "old.json").write_text(json.dumps(result), "utf-8")
    status, out, _ = call(*own("-q", "--compare", tmp_path / "old.json"))
    assert status == 0 and "What moved" in out and "0.123" in out and "better" in out


def test_a_result_of_any_suite_is_compared_and_gets_a_page(call, tmp_path):
    words = ["bench", "names", "--people", 200, "--difficulty", "easy", "-q", "-o", tmp_path / "r"]
    assert call(*words)[0] == 0
    assert {path.name for path in (tmp_path / "r").iterdir()} == {"names.json", "names.md", "names.html"}
    written = (tmp_path / "r" / "names.md").read_text("utf-8")
    assert "| resolve " in written and "## names 200 easy: errors by pair of scripts" in written
    old = json.loads((tmp_path / "r" / "names.json").read_text("utf-8"))
    old["rows"][0] |= {"recall": 0.1, "recall_low": 0.05, "recall_high": 0.2}
    (tmp_path / "old.json").write_text(json.dumps(old | {"seed": 9}), "utf-8")
    status, out, _ = call(*words, "--compare", tmp_path / "old.json", "--html", tmp_path / "page.html")
    assert status == 0 and "another seed" in out and "better" in out
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "What moved" in page and "<script" not in page


def test_peers_without_a_part_are_left_out_and_said_so(call):
    status, _, err = call("bench", "names", "--people", 100, "--difficulty", "easy", "--against", "splink")
    assert status == 0 and "Splink does not compare names alone: left out" in err


def test_scale_is_shown_with_time_and_memory(call, tmp_path):
    status, out, err = call("bench", "scale", "--records", "60", "-o", tmp_path / "scale.json")
    assert status == 0 and "peak MiB" in out and "scale 60: resolve" in err
    (row,) = json.loads((tmp_path / "scale.json").read_text("utf-8"))["rows"]
    assert row["set"] == "scale 60 medium"
    status, _, err = call("bench", "scale", "--records", "many")
    assert status == 2 and "whole numbers" in err


def floors(path: Path, **sets: float) -> Path:
    path.write_text("[own]\n" + "".join(f"{name} = {floor}\n" for name, floor in sets.items()), "utf-8")
    return path


def test_a_floor_that_is_not_reached_leaves_with_status_1(call, tmp_path):
    assert call(*own("-q", "--floors", floors(tmp_path / "low.toml", own=0.5)))[0] == 0
    status, out, err = call(*own("-q", "--floors", floors(tmp_path / "high.toml", own=1.0)))
    assert status == 1 and "below the floor of 1.000" in err and "prec." in out
    status, _, err = call(*own("-q", "--floors", floors(tmp_path / "other.toml", other=0.5)))
    assert status == 2 and "'other'" in err


@pytest.mark.parametrize(
    "content", ["", "[quick]\na = 0.5\n", "[own]\na = 'x'\n", "[own]\na = 3.0\n", "[own", "own = 1"]
)
def test_a_file_that_holds_no_floors_is_refused_before_anything_runs(call, tmp_path, content):
    (tmp_path / "floors.toml").write_text(content, "utf-8")
    status, out, err = call(*own("--floors", tmp_path / "floors.toml"))
    assert status == 2 and "floors" in err and out == "" and "own: resolve" not in err
    assert call(*own("--floors", tmp_path / "absent.toml"))[0] == 2


def test_the_floors_of_every_check_are_those_of_the_suite_quick():
    content = tomllib.loads((FIXTURES.parent / "benchmarks" / "floors.toml").read_text("utf-8"))
    assert set(content) == {"quick"} and set(content["quick"]) == {"world 1,000 medium", "world 1,000 hard"}
    assert all(0.7 < floor < 1 for floor in content["quick"].values())
    assert "bench quick" in (FIXTURES.parent / "Makefile").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bench", "magic"], "no suite 'magic'"),
        (["bench", "own"], "--truth"),
        (["bench", "quick", "--against", "magic"], "no contender 'magic'"),
        (["bench", "world", "--difficulty", "mild"], "no difficulty 'mild'"),
    ],
)
def test_bench_refuses_what_is_wrong(call, words, said):
    status, _, err = call(*words)
    assert status == 2 and said in err


def test_an_earlier_result_that_is_none_is_refused(call, tmp_path):
    (tmp_path / "no.json").write_text("[]", "utf-8")
    status, _, err = call(*own("-q", "--compare", tmp_path / "no.json"))
    assert status == 2 and "earlier run" in err
    status, _, err = call(*own("-q", "--compare", tmp_path / "absent.json"))
    assert status == 2 and "cannot be read" in err


def test_names_and_screening_are_shown(call):
    status, out, _ = call("bench", "names", "--people", 200, "--difficulty", "easy", "-q")
    assert status == 0 and "errors by pair of scripts" in out and "missed" in out
    status, out, _ = call("bench", "screening", "--people", 400, "--difficulty", "easy", "-q")
    assert status == 0 and "rank 1" in out and "own verdicts" in out
    status, _, err = call("bench", "screening", "--people", 20, "--difficulty", "easy", "-q")
    assert status == 2 and "more --people" in err
