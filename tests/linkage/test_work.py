"""Finished stages are kept whole or not at all, for their owner alone, and only for the run they were made by."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from resolve.errors import FileError, InputError
from resolve.linkage.work import STAGES, Work, load_arrays, load_told, save_arrays, save_told

MARKS = {"data": "d", "options": "o", "rules": "r", "version": "v"}


def kept(folder: Path, stage: str = "blocking") -> Work:
    work = Work.opened(folder, MARKS, resume=False)
    work.keep(stage, lambda place: save_arrays(place, numbers=np.arange(4)))
    return work


def test_nothing_is_kept_without_a_folder():
    nothing = Work()
    nothing.keep("blocking", lambda place: pytest.fail("written"))
    nothing.remove()
    assert nothing.place("blocking") is None


def test_a_finished_stage_is_there_for_the_next_run(tmp_path):
    kept(tmp_path / "w")
    place = Work.opened(tmp_path / "w", MARKS, resume=True).place("blocking")
    assert place is not None and load_arrays(place)["numbers"].tolist() == [0, 1, 2, 3]


def test_without_resuming_a_run_starts_afresh(tmp_path):
    kept(tmp_path)
    assert Work.opened(tmp_path, MARKS, resume=False).place("blocking") is None


def test_a_half_written_stage_does_not_count_and_is_written_anew(tmp_path):
    work = kept(tmp_path)

    def stop_half_way(place: Path) -> None:
        save_arrays(place, levels=np.ones(3))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.keep("comparing", stop_half_way)
    again = Work.opened(tmp_path, MARKS, resume=True)
    assert again.place("comparing") is None
    again.keep("comparing", lambda place: save_arrays(place, levels=np.zeros(3)))
    place = again.place("comparing")
    assert place is not None and load_arrays(place)["levels"].tolist() == [0, 0, 0]


def test_only_the_owner_may_read_what_is_kept(tmp_path):
    kept(tmp_path / "w")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "w", tmp_path / "w" / "blocking")}
    assert modes == {0o700}
    assert stat.S_IMODE((tmp_path / "w" / "blocking" / "numbers.npy").stat().st_mode) == 0o600


def test_a_folder_that_was_there_keeps_its_rights_and_its_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    before = tmp_path.stat().st_mode
    kept(tmp_path).remove()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert tmp_path.stat().st_mode == before


@pytest.mark.parametrize("part", MARKS)
def test_stages_of_another_run_are_refused_with_what_differs(tmp_path, part):
    kept(tmp_path)
    with pytest.raises(InputError, match=f"{part}: .*start afresh"):
        Work.opened(tmp_path, MARKS | {part: "other"}, resume=True)


def test_stages_that_lost_what_they_are_for_do_not_count(tmp_path):
    kept(tmp_path)
    (tmp_path / "work.json").write_text("{")
    assert Work.opened(tmp_path, MARKS, resume=True).place("blocking") is None


def test_a_damaged_stage_is_an_error_that_says_what_to_do(tmp_path):
    place = kept(tmp_path).place("blocking")
    assert place is not None
    (place / "numbers.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(InputError, match="without --resume"):
        load_arrays(place)
    (place / "numbers.npy").unlink()
    (place / "told.json").write_text("{")
    with pytest.raises(InputError, match="without --resume"):
        load_told(place)


def test_no_pickle_is_read(tmp_path):
    np.save(tmp_path / "bad.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(InputError):
        load_arrays(tmp_path)


def test_a_folder_that_cannot_be_used_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be used"):
        Work.opened(tmp_path / "file", MARKS, resume=True)


def test_what_is_no_array_comes_back_too(tmp_path):
    assert load_told(tmp_path) == {}
    save_told(tmp_path, {"examined": 3, "names": ["a"]})
    assert load_told(tmp_path) == {"examined": 3, "names": ["a"]}
    assert len(STAGES) == len(set(STAGES))
