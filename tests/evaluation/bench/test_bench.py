"""The bench: tasks are complete, contenders answer for every row, results say how they came about."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.bench import contenders
from resolve.evaluation.bench.common import plain_text
from resolve.evaluation.bench.contenders import contender, taking_part
from resolve.evaluation.bench.measuring import header_of, measure, run
from resolve.evaluation.bench.names import name_pairs, run_names
from resolve.evaluation.bench.suites import SUITES, Asked, world_task
from resolve.evaluation.bench.task import COMMON, OURS
from resolve.evaluation.fairness import gaps
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
    assert row.recall_low <= row.recall <= row.recall_high and row.precision_low <= row.precision <= row.precision_high
    assert set(row.slices) == {"script", "condition", "tradition", "sex", "pair of scripts"}
    assert all(0 <= gap.recall <= 1 for gap in gaps(row.slices["script"]).values())
    assert row.curve is not None and row.curve.points[-1].recall >= row.recall - 0.15


def test_probabilities_are_measured_and_likeness_is_not_taken_for_one(task):
    ours, baseline = (measure(task, contender(name)) for name in (OURS, "rapidfuzz"))
    assert ours.calibration is not None and ours.calibration.error < 0.2
    assert baseline.calibration is None and baseline.curve is not None


@pytest.mark.parametrize("name", [OURS, "rapidfuzz"])
def test_labels_alone_are_the_same_labels(task, name):
    alone, whole = (contender(name).dedupe(replace(task, labels_only=only)) for only in (True, False))
    assert list(alone.labels) == list(whole.labels) and alone.scored is None and not alone.trials
    assert whole.scored is not None and whole.extra_seconds >= 0
    keys = whole.scored.left * len(task.truth) + whole.scored.right
    assert len(set(keys.tolist())) == len(keys) and (whole.scored.left != whole.scored.right).all()


@pytest.mark.parametrize("name", ["splink", "recordlinkage"])
def test_peers_that_are_installed_answer_for_every_row(task, name):
    pytest.importorskip(name)
    answer = contender(name).dedupe(task)
    assert len(answer.labels) == len(task.truth)
    assert score_clusters(answer.labels, task.truth).precision > 0.8
    assert answer.scored is not None and answer.scored.probability
    assert ((answer.scored.score >= 0) & (answer.scored.score <= 1)).all()


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
    with pytest.raises(UnknownNameError, match="does not deduplicate"):
        contender("nomenklatura")
    with pytest.raises(UnknownNameError, match="no contender 'magic'"):
        taking_part(["rapidfuzz", "magic"], "names")


def test_peers_that_are_absent_or_have_no_part_are_left_out_and_said_so(monkeypatch):
    monkeypatch.setattr(contenders, "installed", lambda name: None if name == "splink" else "1.0")
    there, said = taking_part(["splink", "nomenklatura", "rapidfuzz", "rapidfuzz"], "clusters")
    assert there == ["rapidfuzz"] and len(said) == 2
    assert "pip install splink" in said[0] and "does not deduplicate" in said[1]
    assert taking_part(["nomenklatura"], "screening")[0] == ["nomenklatura"]
    with pytest.raises(InputError, match="Splink is not installed"):
        contender("splink")


def test_a_result_says_how_it_came_about(task):
    row = measure(task, contender("rapidfuzz"))
    header = header_of("world", ["resolve", "bench", "-o", str(Path("a") / "folder" / "world.json")])
    assert header["command"] == "resolve bench -o world.json"
    assert set(header) == {"suite", "version", "rules", "world_rules", "machine", "command"}
    assert json.dumps(header) and json.dumps(asdict(row))
    assert set(row.measures()) == {"precision", "recall", "f1", "b_cubed_f1", "seconds"}


def test_name_pairs_hold_no_namesakes_among_the_unlike():
    pairs = name_pairs(Asked(people=300, difficulties=("easy",)))
    unlike = [(a, b) for a, b, same in zip(pairs.left, pairs.right, pairs.same, strict=True) if not same]
    assert len(unlike) > 50
    assert sum(plain_text(a) == plain_text(b) for a, b in unlike) < 0.05 * len(unlike)


def test_the_suite_names_measures_three_ways():
    told: list[str] = []
    rows = run_names(Asked(people=300, difficulties=("medium",)), told=told.append)
    assert [row.contender.split()[0] for row in rows] == ["resolve", "rapidfuzz", "jellyfish"] and len(told) == 3
    assert all(row.f1_low <= row.f1 <= row.f1_high and row.f1 <= row.best_f1 <= 1 for row in rows)
    assert rows[0].f1 > rows[1].f1
    for row in rows:
        for kind in ("pair of scripts", "tradition"):
            assert sum(rates.matches + rates.others for rates in row.slices[kind].values()) == row.pairs
        assert row.curve.points and row.set == "names 300 medium"


@pytest.mark.parametrize("text", ["", "\ud800", "\u202eabc", "a" * 100_000, "Ђорђе"])
def test_plain_text_is_ascii(text):
    assert plain_text(text).isascii()
