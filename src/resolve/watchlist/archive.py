r"""Versions of lists kept as they were published, so that a screening can be repeated as of a past day.

Each version is kept as the very files it came in, under their digest; a log says when each was kept. Nothing is ever
removed or changed.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "list.csv").write_text("id,name\n1,Ana Ilić\n", "utf-8")
>>> archive = Archive(folder / "archive")
>>> kept = archive.keep([folder / "list.csv"], on=date(2026, 1, 31))
>>> kept.name, kept.entries, [path.name for path in archive.as_of(date(2026, 2, 1))["list"].files]
('list', 1, ['list.csv'])
>>> archive.as_of(date(2026, 1, 1))
{}
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from resolve.errors import FileError, InputError
from resolve.files import write_atomically, written_in_one_step
from resolve.watchlist.lists.entries import ReadList
from resolve.watchlist.lists.read import read_lists

_LOG = "versions.jsonl"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list that was kept: when, what it was, and its files."""

    kept_on: date
    name: str
    format: str
    version: str
    digest: str
    entries: int
    files: tuple[Path, ...]

    def read(self) -> ReadList:
        """Read the version again.

        Raises:
            FileError: a file is gone. InputError: a file is not what was kept.
        """
        (found,) = read_lists(self.files)
        if found.digest != self.digest:
            raise InputError(f"{self.name}, kept on {self.kept_on}: the files are not those that were kept")
        return found


class Archive:
    """A folder of kept versions; it is made when the first is kept."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def keep(self, paths: Sequence[str | Path], *, on: date | None = None) -> Version:
        """Keep the files of one list, which are read first: what cannot be read is not kept.

        Args:
            paths: one file, or the several of one list. on: the day from which it counts (default: today).

        Raises:
            FileError: a file cannot be read or written. InputError: the files are no list, or more than one.
        """
        sources = [Path(path) for path in paths]
        lists = read_lists(sources)
        if len(lists) != 1:
            raise InputError(f"expected the files of one list, found {len(lists)} lists; keep them one by one")
        (found,) = lists
        home = self.folder / found.digest
        for source in sources:
            with written_in_one_step(home / source.name) as part:
                shutil.copyfile(source, part)
        files = tuple(home / source.name for source in sources)
        kept = Version(
            on or date.today(), found.name, found.format, found.version, found.digest, len(found.entries), files
        )
        write_atomically(self.folder / _LOG, "".join(_line(one, self.folder) for one in (*self.versions(), kept)))
        return kept

    def versions(self) -> list[Version]:
        """Give every version in the order in which they were kept.

        Raises:
            FileError: the log cannot be read. InputError: it is damaged.
        """
        path = self.folder / _LOG
        try:
            lines = path.read_text("utf-8").splitlines() if path.exists() else []
        except OSError as error:
            raise FileError(f"{path}: the log of versions cannot be read: {error.strerror}") from error
        return [_version(line, number, self.folder) for number, line in enumerate(lines, start=1)]

    def as_of(self, day: date) -> dict[str, Version]:
        """Give the version of each list that counted on a day, by the list's name."""
        ordered = sorted(self.versions(), key=lambda one: one.kept_on)
        return {one.name: one for one in ordered if one.kept_on <= day}


def _line(one: Version, folder: Path) -> str:
    told = {
        "kept_on": one.kept_on.isoformat(),
        "name": one.name,
        "format": one.format,
        "version": one.version,
        "digest": one.digest,
        "entries": one.entries,
        "files": [path.relative_to(folder).as_posix() for path in one.files],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _version(line: str, number: int, folder: Path) -> Version:
    try:
        told = json.loads(line)
        files = tuple(folder / name for name in told.pop("files"))
        return Version(date.fromisoformat(told.pop("kept_on")), files=files, **told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        where = f"{folder / _LOG}, line {number}"
        raise InputError(f"{where}: expected a version of a list, found something else") from error
