"""What reading a source gives: its rows as text, and the rows that could not be read.

>>> unique_names(["Ime ", "", "Ime"])
(['Ime', 'column_2', 'Ime_2'], ("header 'Ime' appears twice: one was renamed 'Ime_2'",))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from resolve.records.encoded import encoded_of
from resolve.threads import in_threads

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
RowNumbers = npt.NDArray[np.int64]

# A rejected row is kept for a person to look at; more than this of it helps nobody.
LONGEST_REJECT = 500

# What lines that are no records are.
ABOVE = "above the header"
REPEATED = "the header again"
TOTALS = "a line of totals or a page's foot"

# A column of fewer rows takes less time than to hand it to another thread.
_WORTH_THREADS = 5_000

NO_HEADER = (
    "no header: the first row looks like data and was read as a record; the columns are called column_1, column_2, …: "
    "say what they mean with --map column_2=full_name"
)


@dataclass(frozen=True)
class Reject:
    """A row that could not be read; the run goes on without it.

    Attributes:
        source: name of the source.
        row: its data row from 1 (the header and blank lines not counted), None where that is not known.
        line: its line in the file from 1 (the first one of a row that spans several).
        column: the column at fault, None where it is the row as a whole.
        reason: what was wrong, without a person's data.
        text: the row as it stands in the file, cut to 500 characters. For rejects.csv only: never log it.
    """

    source: str
    row: int | None
    line: int | None
    column: str | None
    reason: str
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.rstrip("\r\n")[:LONGEST_REJECT])


@dataclass(frozen=True)
class Form:
    """How a file is written, as far as it has such a thing.

    Attributes:
        encoding_reason: why it was taken for its encoding.
        delimiter: what separates its cells.
        header_line: the line, or row of a sheet, that holds its header, the lower one of two.
        sheets: the sheets that were read.
    """

    encoding_reason: str = ""
    delimiter: str | None = None
    header_line: int | None = None
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repair:
    """What was mended in a column as it was read; the cells as they stand in the file are in `Source.originals`.

    Attributes:
        column: its name. kind: a name in `rules/schemas/damage`. cells: how many were mended. says: for people.
    """

    column: str
    kind: str
    cells: int
    says: str


@dataclass(frozen=True, eq=False)
class Source:
    """One source of records as it was read.

    Attributes:
        name: what the run calls it.
        table: every column is `pa.string()`, null is missing (so are empty and blank cells); columns have the
            data's own names, in its order.
        rejects: rows that could not be read.
        format: "csv", "tsv", "xlsx", "jsonl", "parquet" or "frame".
        encoding: of a text file, such as "utf-8" or "cp1250"; else None.
        path: of a file; else None.
        notes: what a person should know about how it was read.
        row_numbers: int64, one a table row: its data row from 1. None where rows 1, 2, 3… are all there.
        skipped: lines that are no records: above the header, the header repeated, totals. They are no rejects.
        repairs: what was mended, by column.
        originals: by name, the columns in which something was mended, as they stand in the file.
        form: how the file is written.
    """

    name: str
    table: pa.Table = field(repr=False)
    rejects: tuple[Reject, ...] = ()
    format: str = "frame"
    encoding: str | None = None
    path: str | None = None
    notes: tuple[str, ...] = ()
    row_numbers: RowNumbers | None = field(default=None, repr=False)
    skipped: tuple[Reject, ...] = field(default=(), repr=False)
    repairs: tuple[Repair, ...] = ()
    originals: Mapping[str, pa.ChunkedArray] = field(default_factory=dict, repr=False)
    form: Form = Form()
    _encoded: dict[str, pa.DictionaryArray] = field(default_factory=dict, init=False, repr=False)

    def encoded(self, column: str) -> pa.DictionaryArray:
        """Give a column with each distinct text held once; it is encoded the first time it is asked for."""
        if column not in self._encoded:
            self._encoded[column] = encoded_of(self.table.column(column).combine_chunks())
        return self._encoded[column]

    def keep_encoded(self, encoded: Mapping[str, pa.DictionaryArray]) -> None:
        """Take encoded columns that are there already, as `encoded` gives them."""
        self._encoded.update(encoded)

    def mended(
        self, table: pa.Table, repairs: Sequence[Repair], originals: Mapping[str, pa.ChunkedArray], notes: Sequence[str]
    ) -> Source:
        """Give the same source with some columns mended, and what was mended noted."""
        done = replace(self, table=table, repairs=tuple(repairs), originals=originals, notes=(*self.notes, *notes))
        done.keep_encoded({name: held for name, held in self._encoded.items() if name not in originals})
        return done

    def forget_encoded(self) -> None:
        """Let the encoded columns go, once they have served; they are made again if they are asked for."""
        self._encoded.clear()

    def value_counts(self, column: str) -> pa.StructArray:
        """Give the distinct texts of a column as "values" with how many cells hold each as "counts"."""
        import pyarrow as pa

        encoded = self.encoded(column)
        codes = encoded.indices.drop_null().to_numpy(zero_copy_only=False)
        counts = pa.array(np.bincount(codes, minlength=len(encoded.dictionary)), pa.int64())
        return pa.StructArray.from_arrays([encoded.dictionary, counts], ["values", "counts"])


@dataclass(frozen=True, eq=False)
class Parsed:
    """What one format's reader hands back; `sources` makes a `Source` of it.

    `encoded`: the columns that it has met encoded, as `Source.encoded` gives them.
    """

    table: pa.Table = field(repr=False)
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    row_numbers: RowNumbers | None = field(default=None, repr=False)
    skipped: tuple[Reject, ...] = field(default=(), repr=False)
    form: Form = Form()
    encoded: Mapping[str, pa.DictionaryArray] = field(default_factory=dict, repr=False)


def by_column(rows: int, work: Callable[..., T], *columns: Iterable[Any]) -> list[T]:
    """Do some work on each column, several at a time where there are rows enough for that to be worth its while.

    Args:
        rows: of the table. work: Arrow's or NumPy's for the most part, which leaves Python free. columns: as for `map`.

    >>> by_column(2, max, [1, 5], [4, 2])
    [4, 5]
    """
    if rows < _WORTH_THREADS:
        return list(map(work, *columns))
    return in_threads(work, *columns)


def numbers_of(kept: Sequence[int], rows: int) -> RowNumbers | None:
    """Give the row numbers of the kept rows, None where all of `rows` were kept.

    >>> numbers_of([1, 3], 3), numbers_of([1, 2], 2)
    (array([1, 3]), None)
    """
    return None if len(kept) == rows else np.asarray(kept, dtype=np.int64)


def counted(count: int, what: str) -> str:
    """Give a count and what it counts.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def clean_text(text: str) -> str:
    """Replace lone surrogates, which no file or Arrow column can hold, by U+FFFD.

    >>> clean_text("Ana" + chr(0xD800)) == "Ana" + chr(0xFFFD)
    True
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def unique_names(headers: Iterable[Any]) -> tuple[list[str], tuple[str, ...]]:
    """Make column names of header cells: stripped, never blank, never twice the same.

    Returns:
        The names, and a note for each one that had to be changed because it stood there before.
    """
    stripped = [_header_text(header) for header in headers]
    given = set(stripped)
    names: list[str] = []
    taken: set[str] = set()
    notes: list[str] = []
    for position, header in enumerate(stripped, start=1):
        wanted = header or f"column_{position}"
        name = wanted
        count = 1
        while name in taken or (name != header and name in given):
            count += 1
            name = f"{wanted}_{count}"
        if header and name != header:
            notes.append(f"header '{header}' appears twice: one was renamed '{name}'")
        taken.add(name)
        names.append(name)
    return names, tuple(notes)


def _header_text(header: Any) -> str:
    if header is None or (isinstance(header, float) and math.isnan(header)):
        return ""
    if isinstance(header, tuple):
        return " ".join(filter(None, map(_header_text, header)))
    return clean_text(str(header)).strip().strip("\ufeff").strip()
