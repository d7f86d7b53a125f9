"""The archive: a past version is what it was, and what is not a list is not kept."""

from __future__ import annotations

from datetime import date

import pytest

from resolve.errors import FileError, InputError
from resolve.watchlist.archive import Archive


@pytest.fixture
def archive(tmp_path) -> Archive:
    archive = Archive(tmp_path / "kept")
    for day, names in ((10, ["Ana Ilić"]), (20, ["Ana Ilić", "Eva Kos"])):
        rows = "".join(f"{number},{name}\n" for number, name in enumerate(names, start=1))
        (tmp_path / "own.csv").write_text("id,name\n" + rows, "utf-8")
        archive.keep([tmp_path / "own.csv"], on=date(2026, 1, day))
    return archive


def test_the_version_of_a_day_is_the_last_kept_by_then(archive):
    assert archive.as_of(date(2026, 1, 9)) == {}
    for day, count in ((10, 1), (19, 1), (20, 2), (31, 2)):
        version = archive.as_of(date(2026, 1, day))["own"]
        assert version.entries == len(version.read().entries) == count


def test_files_that_were_changed_are_refused(archive):
    version = archive.as_of(date(2026, 1, 31))["own"]
    version.files[0].write_text("id,name\n1,Somebody Else\n", "utf-8")
    with pytest.raises(InputError, match="not those that were kept"):
        version.read()


def test_what_is_no_list_is_not_kept(archive, tmp_path):
    (tmp_path / "bad.csv").write_text("")
    for paths, error in (([tmp_path / "bad.csv"], InputError), ([tmp_path / "nowhere"], FileError), ([], InputError)):
        with pytest.raises(error):
            archive.keep(paths)
    assert len(archive.versions()) == 2


def test_a_damaged_log_says_where(archive):
    log = archive.folder / "versions.jsonl"
    log.write_text(log.read_text("utf-8") + "{}\n", "utf-8")
    with pytest.raises(InputError, match="line 3"):
        archive.versions()
