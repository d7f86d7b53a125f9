from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import names_accuracy
import names_speed
import record
from names_accuracy import NameBench, best_threshold, length_group, score_at
from peers import name_scorers
from peers.name_scorers import Scorer

SCORES = np.array([0.9, 0.8, 0.8, 0.3])
SAME = np.array([True, True, False, False])


def cases() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "case_group": ["a", "a", "b", "b"],
            "schema": ["Person", "Person", "Person", "Company"],
            "name1": ["Ana Ilić", "Ivo", "Ana Maria Nikola Petra Ilić Babić", "Acme"],
            "name2": ["Ana Ilic", "Iva", "Ana Babić", "Zenith Ltd"],
            "is_match": SAME,
            "quality": ["STRONG", "WEAK", "WEAK", "STRONG"],
            "tokens": [2, 1, 6, 2],
        }
    )


def known(left: object, right: object) -> np.ndarray:
    return SCORES


def test_precision_and_recall_count_pairs_at_or_above_the_threshold() -> None:
    found = score_at(SCORES, SAME, 0.8)
    assert (found.precision, found.recall) == (pytest.approx(2 / 3), 1.0)
    assert score_at(SCORES, SAME, 0.85).recall == 0.5
    nothing = score_at(SCORES, SAME, 0.95)
    assert (nothing.precision, nothing.recall) == (1.0, 0.0)


def test_the_best_threshold_cannot_part_equal_scores() -> None:
    assert best_threshold(SCORES, SAME) == 0.8  # F1 0.8; 0.67 at 0.9
    assert best_threshold(np.array([]), np.array([], dtype=bool)) == 1.0


def test_long_names_are_one_group() -> None:
    assert length_group([1, 4, 5, 9]).tolist() == ["1", "4", "5+", "5+"]


def test_figures_by_schema_group_and_length() -> None:
    result = names_accuracy.evaluate(cases(), Scorer("known", known, 0.85))
    people, others, everything = result.by_schema()
    assert (people["same"], people["other"], people["recall"], people["precision"]) == (2, 1, 0.5, 1.0)
    assert (people["best threshold"], people["best F1"]) == (0.8, 0.8)
    assert (others["pairs of"], others["same"], others["other"]) == ("not Person", 0, 1)
    assert everything["other"] == 2
    assert [row["pairs of"] for row in result.by("case_group")] == ["a", "b"]
    fixed, best = result.false_positives()
    assert fixed["5+ words"] == "0 of 1"
    assert (best["threshold"], best["2 words"], best["5+ words"]) == ("best, 0.800", "0 of 1", "1 of 1")


def test_wrong_pairs_are_listed() -> None:
    listed = NameBench("known", 0.8, cases().assign(score=SCORES), 0.0).errors()
    assert "Different, called the same: 1" in listed
    assert "Ana Babić" in listed
    assert "The same, not seen: 0" in listed


def test_a_scorer_that_knows_schemas_is_told() -> None:
    seen: list[str] = []

    def by_schema(left: object, right: object, schemas: list[str]) -> np.ndarray:
        seen.extend(schemas)
        return SCORES

    names_accuracy.evaluate(cases(), Scorer("peer", known, by_schema=by_schema))
    assert seen == ["Person", "Person", "Person", "Company"]


def test_this_project_compares_organisations_as_such() -> None:
    ours = name_scorers.ours()
    assert ours.by_schema is not None
    pair = ["Balkan Trade d.o.o."] * 2, ["Trgovina Balkan LLC"] * 2
    person, company = ours.by_schema(*pair, ["Person", "Company"])
    assert person < ours.same_at <= company


def test_scores_must_be_numbers() -> None:
    with pytest.raises(ValueError, match="4 scores"):
        names_accuracy.evaluate(cases(), Scorer("short", lambda left, right: SCORES[:2]))


def test_the_suite_reads_measures_and_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = cases().drop(columns="tokens").assign(is_match=["true", "true", "false", "false"], category="", notes="")
    table.to_csv(tmp_path / "name_bench_cases.csv", index=False)
    assert names_accuracy.load(tmp_path)["tokens"].tolist() == [2, 1, 6, 2]
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(name_scorers, "scorers", lambda python, wanted: [Scorer("known", known)])
    options = SimpleNamespace(data=tmp_path, peer_python=None, scorers=None, threshold=0.8, show_errors=False)
    page = names_accuracy.suite(options)
    assert "| known | Person | 2 | 1 |" in page
    assert (tmp_path / "results" / "names.md").read_text(encoding="utf-8") == page
    assert "by words of the longer one" in (tmp_path / "results" / "names.json").read_text(encoding="utf-8")
    options.scorers = ["known"]
    (tmp_path / "results" / "names.json").unlink()
    assert names_accuracy.suite(options).startswith("# Same name or not: 4 labelled pairs")
    assert not (tmp_path / "results" / "names.json").exists()


def test_the_published_threshold_is_read_wherever_it_stands(tmp_path: Path) -> None:
    rules = tmp_path / "comparison.toml"
    assert name_scorers.published_threshold(rules) == 0.8
    rules.write_text('[about]\nsource = "own"\n[verdict]\nsame_at = 0.75\n', encoding="utf-8")
    assert name_scorers.published_threshold(rules) == 0.75


def test_string_measures_see_latin_letters() -> None:
    for scorer in name_scorers.rapidfuzz_scorers():
        assert scorer.score_many(["Ана Петрова", "Ана"], ["Petrova Ana", "Zyx"])[0] >= 0.9
    assert name_scorers.jaro_winkler_score(["Ана"], ["ANA"])[0] == 1.0


def test_a_peer_is_skipped_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    found = name_scorers.scorers(None)
    assert found[0].name == "resolve"
    assert "logic-v2 skipped" in capsys.readouterr().out
    assert [scorer.name for scorer in name_scorers.scorers(None, ["WRatio"])] == ["unidecode + WRatio"]
    assert capsys.readouterr().out == ""


def test_a_peer_answers_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    (tmp_path / "logic_v2_worker.py").write_text(
        "import json, sys\n"
        'print(json.dumps({"version": "9"}), flush=True)\n'
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        '    scores = [float(a == b) for a, b in zip(asked["left"], asked["right"])]\n'
        '    print(json.dumps({"scores": scores, "seconds": 0.5}), flush=True)\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(name_scorers, "HERE", tmp_path)
    monkeypatch.setattr(name_scorers, "CHUNK", 2)
    scorer, peer = name_scorers.logic_v2(Path(sys.executable))
    assert scorer.score_many(["a", "б", "c"], ["a", "б", "x"]).tolist() == [1.0, 1.0, 0.0]
    assert scorer.version == "nomenklatura 9"
    assert scorer.clock is not None
    assert scorer.clock() == 1.0
    peer.close()


def test_a_peer_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    (tmp_path / "logic_v2_worker.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    monkeypatch.setattr(name_scorers, "HERE", tmp_path)
    peer = name_scorers.LogicV2(Path(sys.executable))
    with pytest.raises(OSError, match="logic-v2"):
        peer.start()
    peer.close()


def test_the_command_line_knows_the_suites() -> None:
    import run

    options = run._parser().parse_args(
        ["crossscript", "--data", "x", "--sample", "3", "--all-pairs", "--show-errors", "5"]
    )
    assert (options.sample, options.all_pairs, options.show_errors, options.peer_python) == (3, True, 5, None)
    assert run._parser().parse_args(["names", "--data", "x", "--threshold", "0.7"]).threshold == 0.7
    assert run._parser().parse_args(["names-speed"]).pairs == names_speed.PAIRS
