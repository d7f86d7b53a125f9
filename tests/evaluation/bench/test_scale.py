"""The suite `scale`: each contender in a process of its own, scored when it has ended."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from resolve.errors import InputError
from resolve.evaluation.bench import scale, worker
from resolve.evaluation.bench.scale import people_for, run_scale
from resolve.evaluation.bench.suites import Asked


def test_a_size_is_run_by_everyone_in_a_process_of_its_own():
    told: list[str] = []
    stages: set[str] = set()
    rows = run_scale(
        Asked(records=(400,)), ["rapidfuzz"], told=told.append, progress=lambda stage, share: stages.add(stage)
    )
    assert [row.contender for row in rows] == ["resolve", "rapidfuzz baseline"]
    for row in rows:
        assert not row.failed and 300 < row.records < 500 and row.set == "scale 400 medium"
        assert 0 < row.seconds <= row.process_seconds and row.precision > 0.9 and row.recall > 0.3
        assert row.f1_low <= row.f1 <= row.f1_high
        assert row.peak_mib is None or row.peak_mib > 20
        assert "f1" in row.measures()
    assert rows[0].f1 > rows[1].f1 and len(told) == 4 and "writing agencies" in stages


def test_a_contender_that_fails_is_told_and_the_run_goes_on(monkeypatch):
    monkeypatch.setattr(scale.sys, "executable", sys.executable)
    real = scale.subprocess.run

    def run(command, **options):
        failing = [command[0], "-c", "raise MemoryError('no more')"]
        return real(failing if command[3] == "rapidfuzz" else command, **options)

    monkeypatch.setattr(scale.subprocess, "run", run)
    ours, failed = run_scale(Asked(records=(100,)), ["rapidfuzz"])
    assert ours.f1 > 0 and failed.f1 == 0.0 and failed.peak_mib is None and failed.measures() == {}
    assert "status 1" in failed.failed and "no more" in failed.failed


@pytest.mark.parametrize("records", [(), (5,), (100, 0)])
def test_sizes_that_are_too_small_are_refused(records):
    with pytest.raises(InputError, match="30 records or more"):
        run_scale(Asked(records=records))


def test_sizes_are_about_what_was_asked_for():
    assert people_for(1_000_000) == 700_000


def test_records_without_an_answer_stand_alone(tmp_path):
    keys = pd.MultiIndex.from_tuples([("s", "1"), ("s", "2"), ("s", "3"), ("s", "4")], names=["source", "record_id"])
    truth = pd.Series(["a", "a", "b", "b"], keys)
    found = pd.DataFrame({"source": ["s", "s"], "record_id": ["1", "2"], "entity_id": ["x", "x"]})
    found.to_parquet(tmp_path / "found.parquet")
    scores = scale._scored(tmp_path / "found.parquet", truth)
    assert (scores["precision"], scores["recall"]) == (1.0, 0.5)


def test_the_worker_writes_entities_and_what_it_took(tmp_path):
    made = scale.generate(scale.Order(60, 1, "easy"), tmp_path)
    worker.main("resolve", tmp_path, tmp_path)
    figures = json.loads((tmp_path / scale.RUN).read_text("utf-8"))
    assert figures["seconds"] > 0
    found = pd.read_parquet(tmp_path / scale.ENTITIES)
    assert list(found.columns) == ["source", "record_id", "entity_id"]
    assert len(found) == sum(made.records.values())
