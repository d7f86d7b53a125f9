"""A run that was stopped and goes on ends as one that was not; nor do chunks and threads change anything."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolve
import resolve.threads
from resolve.errors import InputError
from resolve.linkage import blocking
from resolve.linkage.work import STAGES, Work
from resolve.scoring import comparison

WRITTEN = ("entities.csv", "links.csv", "possible.csv", "golden.csv", "model.json")


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it."""


def files(found: resolve.Resolution, folder: Path) -> dict[str, bytes]:
    found.save(folder)
    return {name: (folder / name).read_bytes() for name in WRITTEN}


def killed_after(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next run die as soon as a stage is kept."""
    keep = Work.keep

    def keep_and_die(self, name, write):
        keep(self, name, write)
        if name == stage:
            raise Killed

    monkeypatch.setattr(Work, "keep", keep_and_die)


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_killed_after_any_stage_goes_on_to_the_same_result(stage, messy_frame, tmp_path, monkeypatch):
    frame = messy_frame(250, 3)
    whole = files(resolve.dedupe(frame), tmp_path / "whole")
    with monkeypatch.context() as patched:
        killed_after(stage, patched)
        with pytest.raises(Killed):
            resolve.dedupe(frame, work=tmp_path / "work")
    kept = {path.name for path in (tmp_path / "work").iterdir() if path.is_dir()}
    assert kept == set(STAGES[: STAGES.index(stage) + 1])
    again = resolve.dedupe(frame, work=tmp_path / "work")
    assert files(again, tmp_path / "again") == whole
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize("one_to_one", [False, True])
def test_links_between_two_sources_go_on_as_well(one_to_one, messy_frame, tmp_path):
    frame = messy_frame(400, 5)
    sides = frame.iloc[::2], frame.iloc[1::2]
    whole = files(resolve.link(*sides, one_to_one=one_to_one), tmp_path / "whole")
    resolve.link(*sides, one_to_one=one_to_one, work=tmp_path / "work")
    assert files(resolve.link(*sides, one_to_one=one_to_one, work=tmp_path / "work"), tmp_path / "again") == whole


def test_finished_stages_are_not_done_again(messy_frame, tmp_path, monkeypatch):
    frame = messy_frame(60, 3)
    first = resolve.dedupe(frame, work=tmp_path)
    monkeypatch.setattr("resolve.linkage.pipeline.compare", lambda *_, **__: pytest.fail("compared again"))
    again = resolve.dedupe(frame, work=tmp_path)
    stages = {"finding identical records", *STAGES[1:]}
    assert {s: first.timings[s] for s in stages} == {s: again.timings[s] for s in stages}


def test_a_model_used_again_goes_on_as_well(messy_frame, tmp_path):
    frame = messy_frame(120, 4)
    model = resolve.dedupe(frame).model
    whole = files(resolve.dedupe(frame, model=model), tmp_path / "whole")
    resolve.dedupe(frame, model=model, work=tmp_path / "work")
    assert files(resolve.dedupe(frame, model=model, work=tmp_path / "work"), tmp_path / "again") == whole


def test_stages_kept_for_other_data_or_options_are_refused(messy_frame, tmp_path):
    frame = messy_frame(60, 3)
    resolve.dedupe(frame, work=tmp_path)
    with pytest.raises(InputError, match="data: "):
        resolve.dedupe(frame.iloc[1:], work=tmp_path)
    with pytest.raises(InputError, match="options: "):
        resolve.dedupe(frame, policy="strict", work=tmp_path)


def test_chunks_and_threads_change_nothing(messy_frame, tmp_path, monkeypatch):
    frame = messy_frame(120, 9)
    whole = files(resolve.dedupe(frame), tmp_path / "whole")
    monkeypatch.setattr(comparison, "CHUNK", 97)
    monkeypatch.setattr(comparison, "_WORTH_THREADS", 10)
    monkeypatch.setattr(blocking, "_TOGETHER", 64)
    monkeypatch.setattr(blocking, "_ONE_IN", 4)
    for threads in (1, 5):
        monkeypatch.setattr(resolve.threads, "processors", lambda count=threads: count)
        assert files(resolve.dedupe(frame), tmp_path / str(threads)) == whole


def test_golden_records_are_the_same_in_parts(messy_frame):
    found = resolve.dedupe(messy_frame(120, 2))
    parts = list(found.golden_parts(50))
    assert len(parts) == -(-len(found.golden) // 50)
    rows = [row for part in parts for row in part.to_dict("records")]
    assert rows == found.golden.to_dict("records")
