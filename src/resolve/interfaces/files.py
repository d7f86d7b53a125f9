"""A resolution written to a folder, each file in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from resolve.errors import FileError
from resolve.files import written_in_one_step

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from resolve.interfaces.library import Resolution
    from resolve.records.sources import Reject


LOOKUP = "people.lookup"
"""The name under which a run writes what looking up needs, into its folder."""


def save_resolution(
    resolution: Resolution,
    folder: Path,
    progress: Callable[[str, float], None] = lambda stage, share: None,
    *,
    lookup: bool = False,
) -> Path:
    """Write all files of a resolution into a folder, made if need be, and give the folder.

    `rejects.csv` is written only where rows were refused, `people.lookup` only where it is asked for; one left by an
    earlier run is removed.

    Raises:
        FileError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"the folder {folder} cannot be made: {error.strerror}") from error
    progress("writing", 0.0)
    write_table(resolution.entities, folder / "entities.csv")
    progress("writing", 0.1)
    write_table(resolution.links, folder / "links.csv")
    write_table(resolution.possible, folder / "possible.csv")
    write_table(resolution.clusters, folder / "clusters.csv")
    progress("writing", 0.2)
    write_tables(resolution.golden_arrow(), folder / "golden.csv")
    progress("writing", 0.9)
    resolution.model.save(folder / "model.json")
    resolution.report(folder / "report.html")
    if resolution.rejects:
        write_table(rejects_table(resolution.rejects), folder / "rejects.csv")
    else:
        (folder / "rejects.csv").unlink(missing_ok=True)
    if lookup:
        resolution.lookup().save(folder / LOOKUP)
    else:
        (folder / LOOKUP).unlink(missing_ok=True)
    progress("writing", 1.0)
    return folder


def rejects_table(rejects: tuple[Reject, ...]) -> pd.DataFrame:
    """Give refused rows as a table: where each stood, why it was refused, and its text."""
    import pandas as pd

    return pd.DataFrame([vars(reject) for reject in rejects]).astype({"row": "Int64", "line": "Int64"})


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV (UTF-8), so that a reader sees the old file or the new one, never a part.

    Raises:
        FileError: the file cannot be written.
    """
    import pyarrow as pa
    from pyarrow import csv

    with written_in_one_step(path) as part:
        csv.write_csv(pa.Table.from_pandas(table, preserve_index=False), part)


def write_tables(tables: Iterable[pa.Table], path: Path) -> None:
    """Write Arrow tables of the same columns, one below the other, as `write_table` does, and hold one at a time.

    Raises:
        FileError: the file cannot be written.
    """
    from pyarrow import csv

    with written_in_one_step(path) as part, part.open("wb") as file:
        for number, table in enumerate(tables):
            csv.write_csv(table, file, csv.WriteOptions(include_header=number == 0))
