"""Files written in one step: a reader sees the old one or the new one, never a part.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     write_atomically(Path(folder) / "new" / "note.txt", "done")
...     [path.name for path in (Path(folder) / "new").iterdir()]
['note.txt']
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from resolve.errors import FileError


@contextmanager
def written_in_one_step(path: Path) -> Iterator[Path]:
    """Give a place beside `path` to write to; it becomes `path` at the end, or is removed where writing failed.

    Raises:
        FileError: the file or its folder cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}") from error
    finally:  # after an interrupt too: a part may hold personal data
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Write a text file (UTF-8) in one step.

    Raises:
        FileError: the file or its folder cannot be written.
    """
    with written_in_one_step(path) as part:
        part.write_text(text, "utf-8")
