"""The commands `generate` and `bench`: what they write, say and leave with."""

from __future__ import annotations

import json
import sys
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
    assert "precision" in out and "rapidfuzz baseline" in out
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {"suite", "version", "rules", "world_rules", "machine", "command", "rows"} == set(result)
    assert [row["contender"] for row in result["rows"]] == ["resolve", "rapidfuzz baseline"]
    result["rows"][0]["f1"] = 0.123
    (tmp_path / "old.json").write_text(json.dumps(result), "utf-8")
    status, out, _ = call(*own("-q", "--compare", tmp_path / "old.json"))
    assert status == 0 and "What moved" in out and "0.123" in out


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
    assert status == 0 and "Recall by scripts" in out
    status, out, _ = call("bench", "screening", "--people", 400, "--difficulty", "easy", "-q")
    assert status == 0 and "rank 1" in out
