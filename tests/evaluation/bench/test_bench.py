"""The bench: tasks are complete, contenders answer for every row, results say how they came about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.bench.common import plain_text
from resolve.evaluation.bench.measuring import header_of, measure, moved, run
from resolve.evaluation.bench.names import name_pairs, run_names
from resolve.evaluation.bench.screening import by_rapidfuzz, run_screening
from resolve.evaluation.bench.suites import SUITES, Asked, world_task
from resolve.evaluation.bench.task import COMMON, OURS, contender
from resolve.evaluation.metrics import score_clusters
from resolve.evaluation.world.writing import Order, generate

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    made = generate(Order(400, 2, "medium"), folder)
    return world_task(folder, "world", list(made.records))


def test_a_task_has_every_record_with_its_truth_and_slices(task):
    rows = len(task.keys)
    assert rows == len(task.common) == len(task.truth) > 400
    assert list(task.common.columns) == list(COMMON)
    assert set(task.slices) == {"script", "condition", "tradition", "sex"}
    assert all(len(values) == rows for values in task.slices.values())


def test_the_common_table_is_plain_and_its_dates_are_dates(task):
    common = task.common
    names = common["full_name"].dropna()
    assert len(names) > 0.95 * len(common) and names.str.fullmatch(r"[a-z0-9 ]+").all()
    assert common["birth_date"].dropna().str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert common["birth_date"].notna().mean() > 0.7
    assert set(common["sex"].dropna()) == {"m", "f"}
    assert "" not in set(common["surname"])


@pytest.mark.parametrize("name", [OURS, "rapidfuzz"])
def test_a_contender_answers_for_every_row_and_well(task, name):
    row = measure(task, contender(name))
    assert row.records == len(task.keys) and row.precision > 0.9 and row.recall > 0.4
    assert row.f1_low <= row.f1 <= row.f1_high and row.f1 <= row.best_f1
    assert row.slices["pair of scripts"] and 0 <= (row.gap("script") or 0) <= 1


@pytest.mark.parametrize("name", ["splink", "recordlinkage"])
def test_peers_that_are_installed_answer_for_every_row(task, name):
    pytest.importorskip(name)
    found = contender(name).dedupe(task).labels
    assert len(found) == len(task.truth)
    assert score_clusters(found, task.truth).precision > 0.8


def test_ours_reads_the_same_records_as_the_truth_names(task):
    found = contender(OURS).dedupe(task).labels
    assert not any(str(label).startswith("alone") for label in found)


def test_the_suite_own_takes_exports_and_truth():
    names = ("mup_registar", "kufiri_hyrje", "uk_cases")
    asked = Asked(data=tuple(FIXTURES / f"{name}.csv" for name in names), truth=FIXTURES / "truth.csv")
    rows = run(SUITES["own"](asked), [OURS, "rapidfuzz"])
    assert [row.contender for row in rows] == ["resolve", "rapidfuzz baseline"]
    assert rows[0].f1 > rows[1].f1 > 0.2
    with pytest.raises(InputError, match="--data"):
        next(SUITES["own"](Asked()))


def test_own_truth_of_other_records_is_refused(tmp_path):
    (tmp_path / "truth.csv").write_text("record_id,entity_id\nX1,a\n", "utf-8")
    asked = Asked(data=(FIXTURES / "uk_cases.csv",), truth=tmp_path / "truth.csv")
    with pytest.raises(InputError, match="no record"):
        next(SUITES["own"](asked))


def test_contenders_that_are_not_there_are_refused():
    with pytest.raises(UnknownNameError, match="no contender 'magic'"):
        contender("magic")


def test_a_result_says_how_it_came_about_and_what_moved(task):
    row = measure(task, contender("rapidfuzz"))
    header = header_of("world", ["resolve", "bench"])
    assert set(header) == {"suite", "version", "rules", "world_rules", "machine", "command"}
    assert json.dumps(header)
    old = {
        "rows": [
            {
                "set": row.set,
                "contender": row.contender,
                "precision": 0.5,
                "recall": 0.5,
                "f1": 0.5,
                "b_cubed_f1": 0.5,
                "seconds": 1.0,
            }
        ]
    }
    [(name, who, measures)] = moved(old, [row])
    assert (name, who) == (row.set, row.contender) and measures["f1"] == (0.5, row.f1)
    assert moved({"rows": []}, [row]) == []


def test_name_pairs_hold_no_namesakes_among_the_unlike():
    pairs = name_pairs(Asked(people=300, difficulties=("easy",)))
    unlike = [(a, b) for a, b, same in zip(pairs.left, pairs.right, pairs.same, strict=True) if not same]
    assert len(unlike) > 50
    assert sum(plain_text(a) == plain_text(b) for a, b in unlike) < 0.05 * len(unlike)


def test_the_suite_names_measures_three_ways():
    rows = run_names(Asked(people=300, difficulties=("medium",)))
    assert [row.contender.split()[0] for row in rows] == ["resolve", "rapidfuzz", "jellyfish"]
    assert all(row.f1 <= row.best_f1 <= 1 for row in rows) and rows[0].f1 > rows[1].f1


def test_the_suite_screening_takes_any_screener():
    asked = Asked(people=1500, difficulties=("easy",))
    rows = run_screening(asked, {"none": lambda watchlist, queries: [], "baseline": by_rapidfuzz})
    none, baseline = rows
    assert none.recall_at_1 == none.recall_at_10_alerts == 0.0
    assert baseline.recall_at_1 > 0.5 and baseline.recall_at_1_alert <= baseline.recall_at_10_alerts


@pytest.mark.parametrize("text", ["", "\ud800", "\u202eabc", "a" * 100_000, "Ђорђе"])
def test_plain_text_is_ascii(text):
    assert plain_text(text).isascii()
