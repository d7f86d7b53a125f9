"""A folder that keeps the finished stages of a run, so that a run that was stopped goes on from the last of them.

A stage is a folder of NumPy arrays and JSON, written beside its place and moved there whole: a half-written one never
counts. Nothing but its owner may read what is kept. What was kept for other data, options, rules or another version is
refused, by the fingerprint of each.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp()) / "work"
>>> first = Work.opened(folder, {"data": "a1"}, resume=False)
>>> first.keep("training", lambda place: save_arrays(place, squares=np.arange(3) ** 2))
>>> again = Work.opened(folder, {"data": "a1"}, resume=True)
>>> load_arrays(again.place("training"))["squares"].tolist()
[0, 1, 4]
>>> again.remove()
>>> folder.exists()
False
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.errors import FileError, InputError
from resolve.files import write_atomically

STAGES = ("identical", "blocking", "comparing", "training", "scoring", "clustering")
_ABOUT = "work.json"
_FORM = "resolve-work-1"
_PART = ".part"
# What changed, for people.
_SAYS = {
    "data": "other records, or their columns are read in another way",
    "options": "another policy, model or way of linking",
    "population": "another population table, or none",
    "rules": "other rules",
    "version": "another version of resolve",
}


@dataclass(frozen=True)
class Work:
    """A folder of finished stages.

    Attributes:
        folder: where it is; None keeps nothing, at no cost.
    """

    folder: Path | None = None

    @classmethod
    def opened(cls, folder: Path, fingerprints: Mapping[str, str], *, resume: bool) -> Work:
        """Open a folder, made if need be.

        Args:
            fingerprints: of the data, options, rules and version that the stages are for.
            resume: go on from stages that are there; else they are removed.

        Raises:
            InputError: the stages that are there are for something else. FileError: the folder cannot be used.
        """
        work = cls(folder)
        told = work._told()
        if resume and told is not None:
            other = [name for name, value in fingerprints.items() if told.get(name) != value]
            if other:
                found = "; ".join(f"{name}: {_SAYS.get(name, 'something else')}" for name in other)
                raise InputError(
                    f"{folder}: expected finished stages of a run like this one, found those of a run with {found}. "
                    "Run it as before, or start afresh: without --resume, or with another folder"
                )
            return work
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            work._remove_stages()
        except OSError as error:
            raise FileError(f"the folder {folder} cannot be used: {error.strerror}") from error
        write_atomically(folder / _ABOUT, json.dumps({"form": _FORM, **fingerprints}, indent=1) + "\n")
        return work

    def place(self, stage: str) -> Path | None:
        """Give the folder of a finished stage, None where it is not finished."""
        if self.folder is None:
            return None
        found = self.folder / stage
        return found if found.is_dir() else None

    def keep(self, stage: str, write: Callable[[Path], object]) -> None:
        """Keep a finished stage.

        Args:
            write: writes its files into the folder it is given.

        Raises:
            FileError: they cannot be written.
        """
        if self.folder is None:
            return
        part = self.folder / f"{stage}{_PART}"
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(mode=0o700)
            write(part)
            for path in part.iterdir():
                path.chmod(0o600)
                _on_disk(path)
            part.rename(self.folder / stage)
            _on_disk(self.folder)
        except OSError as error:
            raise FileError(f"{self.folder}: the stage '{stage}' cannot be kept: {error.strerror}") from error

    def remove(self) -> None:
        """Remove what was kept, and the folder if nothing else is in it."""
        if self.folder is None:
            return
        self._remove_stages()
        with suppress(OSError):
            self.folder.rmdir()

    def _remove_stages(self) -> None:
        """Remove what this module wrote, and nothing else that may be in the folder."""
        if self.folder is None:
            return
        (self.folder / _ABOUT).unlink(missing_ok=True)  # first: stages without it count for nothing
        for stage in STAGES:
            for name in (stage, f"{stage}{_PART}"):
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def _told(self) -> dict[str, Any] | None:
        """Give what the stages that are there are for, None where there are none."""
        if self.folder is None:
            return None
        try:
            told = json.loads((self.folder / _ABOUT).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return told if isinstance(told, dict) and told.get("form") == _FORM else None


def save_arrays(place: Path, **arrays: npt.NDArray[Any]) -> None:
    """Write arrays of numbers into the folder of a stage."""
    for name, array in arrays.items():
        np.save(place / f"{name}.npy", array, allow_pickle=False)


def load_arrays(place: Path, *, mapped: bool = False) -> dict[str, npt.NDArray[Any]]:
    """Read the arrays of a stage.

    Args:
        mapped: leave them on the disk until they are looked at.

    Raises:
        InputError: one is damaged.
    """
    found = {}
    for path in place.glob("*.npy"):
        try:
            found[path.stem] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise _damaged(path) from error
    return found


def save_told(place: Path, told: Mapping[str, Any]) -> None:
    """Write what is no array into the folder of a stage."""
    (place / "told.json").write_text(json.dumps(told), "utf-8")


def load_told(place: Path) -> dict[str, Any]:
    """Read what `save_told` wrote; {} where it wrote nothing.

    Raises:
        InputError: it is damaged.
    """
    path = place / "told.json"
    try:
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(f"{path}: expected what a finished stage wrote, found a damaged file; start without --resume")


def _on_disk(path: Path) -> None:
    """Have the disk hold what was written, so that it is there after a power cut too."""
    with suppress(OSError):  # some systems open no folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
