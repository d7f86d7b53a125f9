from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import crossscript
import record
from crossscript import Data, evaluate, every_target, threshold_at
from peers import name_scorers, retrieval
from peers.name_scorers import Scorer

TARGETS = [("P1", "Ana Ilić"), ("P1", "Anna Ilic"), ("P2", "Ivo Babić"), ("P3", "Petar Kos"), ("P4", "Petar Kos")]
QUERIES = [
    # query_id, query_name, language, person_id, group, same_name
    ("q1", "Ана Илић", "sr", "P1", "g1", "0"),
    ("q2", "Анна Илич", "ru|uk", "P1", "g1", "0"),
    ("q3", "Иво Бабић", "sr", "P2", "g2", "0"),
    ("q4", "Петар Кос", "sr", "P3", "g3", "1"),
    ("q5", "Јанко Нико", "sr", "", "g4", "0"),
    ("q6", "Янко Нико", "ru", "", "g4", "0"),
    ("q7", "Иван Бабич", "ru", "", "g5", "0"),
]
SCORES = {
    ("Ана Илић", "Ana Ilić"): 0.95,
    ("Ана Илић", "Anna Ilic"): 0.9,
    ("Анна Илич", "Ana Ilić"): 0.5,
    ("Анна Илич", "Anna Ilic"): 0.6,
    ("Анна Илич", "Ivo Babić"): 0.6,
    ("Иво Бабић", "Ivo Babić"): 0.7,
    ("Петар Кос", "Petar Kos"): 1.0,
    ("Јанко Нико", "Petar Kos"): 0.65,
    ("Янко Нико", "Petar Kos"): 0.2,
    ("Иван Бабич", "Ivo Babić"): 0.8,
}


def score_many(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
    return np.array([SCORES.get(pair, 0.0) for pair in zip(left, right, strict=True)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    columns = ["query_id", "query_name", "language", "person_id", "group", "same_name"]
    pd.DataFrame(QUERIES, columns=columns).to_csv(tmp_path / "queries.csv", index=False)
    targets = pd.DataFrame(TARGETS, columns=["person_id", "latin_name"])
    targets.to_csv(tmp_path / "targets.csv.gz", index=False)
    return tmp_path


@pytest.fixture
def data(folder: Path) -> Data:
    return crossscript.load(folder)


def test_people_are_numbered(data: Data) -> None:
    assert data.person.tolist() == [0, 0, 1, 2, 3]
    assert data.wanted.tolist() == [0, 0, 1, 2, -1, -1, -1]


def test_a_person_who_is_lost_is_an_error(folder: Path) -> None:
    queries = pd.read_csv(folder / "queries.csv", dtype=str).assign(person_id="P9")
    queries.to_csv(folder / "queries.csv", index=False)
    with pytest.raises(ValueError, match="7 are not"):
        crossscript.load(folder)


def test_figures_are_those_worked_out_by_hand(data: Data) -> None:
    result = every_target(data, score_many)
    assert result.outcomes["first"].tolist() == [1.0, 0.5, 1.0, 0.5, 0.0, 0.0, 0.0]
    assert result.recall_at_1 == pytest.approx((0.75 + 1.0) / 2)  # g1 averages 1 and a tie of two; g3 is apart
    assert (result.present, result.absent) == (2, 2)
    # Absent groups alert at 0.8 (g5) and 0.65 (half of g4): with 2 groups any alert is over 50 in 1,000.
    assert result.threshold[10] == pytest.approx(0.8)
    assert result.threshold[10] > 0.8
    assert result.recall == {10: 0.25, 50: 0.25}  # only one of the two spellings of g1
    assert result.same_name["groups"] == 1
    assert result.same_name["recall@1"] == 0.5
    assert result.retrieval_recall == 1.0


def test_languages_share_a_spelling(data: Data) -> None:
    rows = {row["language"]: row for row in every_target(data, score_many).by_language}
    assert sorted(rows) == ["ru", "sr", "uk"]
    assert rows["uk"]["present"] == rows["ru"]["present"] == 1
    assert rows["uk"]["recall@1"] == 0.5
    assert rows["sr"]["recall@1"] == 1.0
    assert rows["sr"]["recall at 10/1,000"] == 0.5
    assert rows["ru"]["alerts at 10/1,000"] == 0.0


def test_a_group_alerts_by_the_share_of_its_queries() -> None:
    alerts, weight = np.array([0.9, 0.7, 0.6, 0.5]), np.array([0.5, 0.5, 1.0, 1.0])  # three groups, the first has two
    assert threshold_at(alerts, weight, 0.0) > 0.9
    assert 0.7 < threshold_at(alerts, weight, 0.5 / 3) < 0.700001
    assert 0.6 < threshold_at(alerts, weight, 1 / 3) < 0.600001
    assert threshold_at(alerts, weight, 1.0) == 0.0
    assert threshold_at(np.array([]), np.array([]), 0.1) == 0.0


def test_equal_alerts_are_passed_together() -> None:
    assert threshold_at(np.array([0.9, 0.9, 0.5]), np.ones(3), 0.4) > 0.9


def test_a_score_of_nothing_finds_nobody(data: Data) -> None:
    result = every_target(data, lambda left, right: np.zeros(len(left)))
    assert result.recall_at_1 == 0.0


def test_people_outside_the_candidates_are_missed(data: Data) -> None:
    found = retrieval.Candidates(np.array([0, 1, 2, 3, 3, 4, 5, 6]), np.array([2, 1, 2, 3, 3, 2]))
    result = evaluate(data, found, score_many)
    assert result.pairs == 6
    assert result.retrieval_recall == pytest.approx((0.5 + 1.0) / 2)
    assert result.outcomes["right_score"].tolist()[0] == -np.inf
    assert result.outcomes["other_name"].tolist()[0] == "Ivo Babić"
    assert result.outcomes["first"].tolist()[:4] == [0.0, 1.0, 1.0, 0.0]


def test_candidates_hold_the_likely_ones_and_are_kept(data: Data, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    found = crossscript.candidates(data, cache, best=2)
    assert len(found.start) == 8
    of_first = set(found.rows[found.start[0] : found.start[1]].tolist())
    assert {0, 1} <= of_first
    assert len(list(cache.iterdir())) == 1
    again = crossscript.candidates(data, cache, best=2)
    assert again.rows.tolist() == found.rows.tolist()
    assert crossscript.candidates(data, None, best=2).rows.tolist() == found.rows.tolist()
    both = evaluate(data, crossscript.candidates(data), score_many), every_target(data, score_many)
    assert both[0].row()["recall@1"] == both[1].row()["recall@1"]


def test_candidates_are_named_once() -> None:
    found = retrieval.retrieve(["Петар"], ["Petar", "Ana", "Ivo"], 3)
    assert found.rows.tolist() == [0, 1, 2]
    assert found.query.tolist() == [0, 0, 0]


def test_errors_show_the_worst(data: Data) -> None:
    shown = every_target(data, score_many).errors(1)
    alerts, weak, missed = shown.split("\n\n")
    assert "Иван Бабич" in alerts
    assert "Анна Илич" in weak
    assert "Ivo Babić" in missed


def test_scores_must_be_numbers(data: Data) -> None:
    with pytest.raises(ValueError, match="not a number"):
        every_target(data, lambda left, right: np.full(len(left), np.nan))


def test_small_sets(folder: Path) -> None:
    pd.DataFrame(
        {"lang": ["hr", "hr", "sl"], "mention": ["ane", "ana", "ivu"], "base_form": ["ana", "ana", "ivo"]}
    ).to_csv(folder / "bsnlp_mentions.csv", index=False)
    pd.DataFrame({"name_sq": ["Ana"], "name_other": ["ana"]}).to_csv(folder / "sq_latin_variants.csv", index=False)
    tokens = {"cyrillic": ["ана;анна", "иво"], "latin": ["ana;anna", "ivo"]}
    flags = {"has_serbian_letters": [0, 1], "has_macedonian_letters": [0, 0]}
    pd.DataFrame(tokens | flags).to_csv(folder / "name_tokens.csv", index=False)
    pairs = {("ana", "ana"): 1.0, ("ane", "ana"): 0.8, ("ана", "anna"): 0.9, ("иво", "ivo"): 0.7, ("иво", "ana"): 0.95}

    def score(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
        return np.array([pairs.get(pair, 0.0) for pair in zip(left, right, strict=True)])

    rows = {row["set"]: row for row in crossscript.recalls(folder, Scorer("known", score, 0.8))}
    assert rows["mentions"]["reached"] == pytest.approx(2 / 3, abs=1e-4)
    assert rows["mentions that are not the base form"]["reached"] == 0.5
    assert rows["mentions, sl"]["reached"] == 0.0
    assert rows["Albanian spellings"]["pairs"] == 1
    assert rows["single names"]["pairs"] == 3
    assert rows["single names"]["reached"] == pytest.approx(1 / 3, abs=1e-4)
    assert rows["single names"]["strangers reached"] == pytest.approx(1 / 3, abs=1e-4)
    assert rows["single names with Serbian letters"]["reached"] == 0.0


def test_strangers_share_no_spelling() -> None:
    spellings = [["ana", "anna"], ["anna"], ["ivo"], ["ana"]] * 5
    other = crossscript.strangers_of(spellings)
    assert all(set(spellings[row]).isdisjoint(spellings[stranger]) for row, stranger in enumerate(other))


def test_the_suite_records_a_whole_run_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "RESULTS", folder / "results")
    monkeypatch.setattr(name_scorers, "scorers", lambda python, wanted: [Scorer("known", score_many)])
    common = {"data": folder, "cache": folder / "cache", "peer_python": None, "scorers": None, "threshold": None}
    sample = crossscript.suite(SimpleNamespace(**common, sample=2, all_pairs=True, show_errors=1))
    assert "| known |" in sample
    assert not (folder / "results").exists()
    page = crossscript.suite(SimpleNamespace(**common, sample=None, all_pairs=False, show_errors=0))
    assert page.startswith("# Cyrillic names among Latin ones: 2 people to find, 2 absent, 5 rows")
    assert "## By language" in page
    assert (folder / "results" / "crossscript.json").exists()
