"""Frames of any kind to tables of text: every column a string column, missing cells null, nothing lost.

Arrow converts whole columns; values that it has no text for (lists, structs, Python objects of mixed types)
are converted one by one, by `value_text`, to the same texts.

>>> import pandas as pd
>>> frame_table(pd.DataFrame({"born": [1985.0, None], "ok": [True, False]}))[0].to_pylist()
[{'born': '1985', 'ok': 'true'}, {'born': None, 'ok': 'false'}]
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from resolve.errors import InputError
from resolve.records.raw import clean_text, unique_names

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_Test: TypeAlias = "Callable[[pa.DataType], bool]"
_Converter: TypeAlias = "Callable[[pa.ChunkedArray], pa.ChunkedArray]"

# Beyond this a float no longer tells one whole number from the next.
_EXACT = 2**53
_LIST_BREAK = "; "
_MIDNIGHT = re.compile(r"[T ]00:00:00(\.0+)?(Z|[+-]\d\d:?\d\d)?$")
_WHOLE = re.compile(r"\.0+$")

# The first bytes of white space in UTF-8: ASCII's, then those of U+0085 to U+3000.
_OPENS_SPACE = np.zeros(256, bool)
_OPENS_SPACE[[*range(9, 14), *range(28, 33), 0xC2, 0xE1, 0xE2, 0xE3]] = True
_USUAL = (string.ascii_letters + string.digits + " -/.,").encode()


def frame_table(data: Any) -> tuple[pa.Table, tuple[str, ...]]:
    """Make a table of text of a pandas, Polars or Arrow frame or a DuckDB relation.

    An index of a pandas frame that has a name, or is more than the row number, becomes the first column.

    Returns:
        The table, and notes about columns that had to be renamed.

    Raises:
        InputError: `data` is no frame.
    """
    if type(data).__module__.partition(".")[0] == "pandas" and hasattr(data, "iloc"):
        if not hasattr(data, "columns"):
            raise InputError("expected a frame, found one column; call .to_frame() on it")
        return _pandas_table(data)
    return text_table(_arrow_table(data))


def text_table(table: pa.Table) -> tuple[pa.Table, tuple[str, ...]]:
    """Make a table of text of an Arrow table of any types; see `frame_table`."""
    import pyarrow as pa

    names, notes = unique_names(table.column_names)
    columns = [_filled_text(table.column(i)) for i in range(table.num_columns)]
    return pa.table(columns, names=names), notes


def _filled_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Convert a column to text, cells that are empty or only spaces to missing ones."""
    import pyarrow as pa
    import pyarrow.types as pt

    if not pt.is_dictionary(column.type):
        return blank_to_null(text_column(column))
    # It is enough to look at each distinct value.
    return pa.chunked_array([_decoded(chunk, blank_to_null) for chunk in column.chunks], pa.string())


def rows_table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Make a table of text of rows of Python values, each as long as `names`."""
    import pyarrow as pa

    columns = [pa.array([value_text(value) for value in column], pa.string()) for column in zip(*rows, strict=True)]
    columns = columns or [pa.array([], pa.string()) for _ in names]
    return pa.table([blank_to_null(pa.chunked_array([column])) for column in columns], names=list(names))


def blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make cells that are empty or only spaces null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not any(map(_may_hold_blanks, column.chunks)):
        return column
    blank = pc.or_(pc.utf8_is_space(column), pc.equal(column, ""))
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, pa.string()), column)


def _may_hold_blanks(chunk: pa.StringArray) -> bool:
    """Say whether a cell is empty or begins with a byte that begins a space, at the speed of a look at first bytes."""
    _, offsets, memory = chunk.buffers()
    if len(chunk) == 0:
        return False
    starts = np.frombuffer(offsets, np.int32, len(chunk) + 1, 4 * chunk.offset)
    filled = np.diff(starts) > 0
    # A missing cell is as long as an empty one.
    if int(filled.sum()) < len(chunk) - chunk.null_count or memory is None:
        return True
    return bool(_OPENS_SPACE[np.frombuffer(memory, np.uint8)[starts[:-1][filled]]].any())


def holds_any(column: pa.ChunkedArray, needles: Sequence[bytes], wide: Sequence[bytes] = ()) -> bool:
    """Say whether a text column may hold any of some bytes, at the speed of a search in memory.

    Args:
        needles: what is looked for. wide: what is looked for beside, where there is anything beyond ASCII.

    Returns:
        Whether its memory holds one; for a slice of a column that may be outside of the slice.

    >>> import pyarrow as pa
    >>> column = pa.chunked_array([["Ana", "x@y"]])
    >>> holds_any(column, [b"[", b"@"]), holds_any(column, [b"["])
    (True, False)
    """
    return any(_chunk_holds(chunk.buffers()[-1], needles, wide) for chunk in column.chunks)


def matches_any(texts: pa.Array, pattern: str) -> bool:
    """Say whether any of some texts holds what a pattern, of Arrow's kind, finds."""
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())


def _chunk_holds(memory: pa.Buffer | None, needles: Sequence[bytes], wide: Sequence[bytes]) -> bool:
    data = memory.to_pybytes() if memory is not None else b""
    # One pass leaves out what nearly all cells are made of; each needle is then sought in the little that is left.
    rest = data.translate(None, _USUAL)
    sought = needles if not wide or rest.isascii() else (*needles, *wide)
    return any(needle.translate(None, _USUAL) in rest and needle in data for needle in sought)


def value_text(value: Any) -> str | None:
    """Give one value as text; None where it is missing.

    >>> value_text(1985.0), value_text(datetime(2024, 5, 1)), value_text(["a", 2]), value_text({"k": 1.5})
    ('1985', '2024-05-01', 'a; 2', '{"k": 1.5}')
    """
    if value is None or isinstance(value, str):
        return clean_text(value) if value else value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return _json_text(value)
    if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "tolist"):
        return _many_text(value)
    return None if _is_missing(value) else _single_text(value)


def text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Convert an Arrow column of any type to text."""
    import pyarrow.types as pt

    kind = column.type
    if pt.is_string(kind):
        return column
    converters: tuple[tuple[_Test, _Converter], ...] = (
        (pt.is_dictionary, _dictionary_column),
        (pt.is_floating, _float_column),
        (pt.is_timestamp, _timestamp_column),
        (pt.is_decimal, _decimal_column),
        (_is_simple, _cast),
    )
    convert = next((convert for test, convert in converters if test(kind)), _one_by_one)
    return convert(column)


def _json_text(value: Mapping[Any, Any]) -> str:
    try:
        return clean_text(json.dumps(value, ensure_ascii=False, default=value_text))
    except (
        TypeError,
        ValueError,
        RecursionError,
    ):  # keys that JSON does not have, or a mapping that holds itself
        return clean_text(str(value))


def _many_text(value: Any) -> str | None:
    """Give a list, an array or a NumPy scalar as text."""
    if isinstance(value, np.datetime64 | np.timedelta64):  # tolist makes bare numbers of these
        return None if np.isnat(value) else _MIDNIGHT.sub("", str(value))
    items = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(items, list | tuple | set | frozenset):
        return value_text(items) if type(items) is not type(value) else str(items)
    if isinstance(items, set | frozenset):
        items = sorted(items, key=str)
    texts = [value_text(item) for item in items]
    return _LIST_BREAK.join(text for text in texts if text)


def _is_missing(value: Any) -> bool:
    try:
        return bool(value != value)  # noqa: PLR0124 - NaN and NaT differ from themselves
    except TypeError:  # pandas.NA will not say
        return True


def _single_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return _MIDNIGHT.sub("", value.isoformat())
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):  # pandas has a type of its own, with its own way to write it
        return str(timedelta(days=value.days, seconds=value.seconds, microseconds=value.microseconds))
    if isinstance(value, Decimal):
        return _WHOLE.sub("", format(value, "f"))
    return clean_text(str(value))


def _arrow_table(data: Any) -> pa.Table:
    import pyarrow as pa

    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if hasattr(data, "collect") and hasattr(data, "lazy"):  # a lazy Polars frame
        data = data.collect()
    if hasattr(data, "__arrow_c_stream__"):
        return pa.table(data)
    for method in ("to_arrow_table", "fetch_arrow_table", "to_arrow", "arrow", "to_table"):
        if hasattr(data, method):
            return _arrow_table(getattr(data, method)())
    raise InputError(
        "expected a path, or a pandas, Polars, Arrow or DuckDB frame; "
        f"found {type(data).__name__}: make a frame of it, for example pandas.DataFrame(data)"
    )


def _pandas_table(frame: pd.DataFrame) -> tuple[pa.Table, tuple[str, ...]]:
    import pyarrow as pa

    headers, series = _pandas_index(frame)
    headers += list(frame.columns)
    series += [frame.iloc[:, i] for i in range(frame.shape[1])]
    names, notes = unique_names(headers)
    return pa.table([blank_to_null(_pandas_column(one)) for one in series], names=names), notes


def _pandas_index(frame: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    import pandas as pd

    index = frame.index
    if isinstance(index, pd.RangeIndex) and index.name is None:
        return [], []
    unnamed = "index" if "id" in frame.columns else "id"
    headers = [unnamed if name is None else name for name in index.names]
    return headers, [index.get_level_values(level) for level in range(index.nlevels)]


def _pandas_column(series: Any) -> pa.ChunkedArray:
    """Convert a pandas column or index; Python objects go by Arrow only where it keeps them as they are."""
    import pyarrow as pa
    import pyarrow.types as pt

    try:
        found = pa.array(series, from_pandas=True)
        column = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
        kept = (pt.is_string, pt.is_large_string, pt.is_integer, pt.is_boolean, pt.is_null, pt.is_decimal)
        if series.dtype != object or any(test(column.type) for test in kept):
            return text_column(column)
    except (pa.ArrowException, OverflowError, TypeError, UnicodeError, ValueError):
        pass  # mixed types, integers beyond 64 bits, lone surrogates
    return pa.chunked_array([pa.array([value_text(value) for value in series], pa.string())])


def _is_simple(kind: pa.DataType) -> bool:
    """Say whether Arrow's own text of a type is the one that is wanted."""
    import pyarrow.types as pt

    tests = (pt.is_integer, pt.is_boolean, pt.is_date, pt.is_null, pt.is_large_string)
    return any(test(kind) for test in tests) or str(kind) == "string_view"


def _dictionary_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([_decoded(chunk, lambda values: values) for chunk in column.chunks], pa.string())


def _decoded(chunk: pa.DictionaryArray, change: _Converter) -> pa.Array:
    import pyarrow as pa

    values = change(text_column(pa.chunked_array([chunk.dictionary]))).combine_chunks()
    return values.take(chunk.indices)


def _decimal_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return _replaced(_cast(column), _WHOLE.pattern, "")


def _float_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write whole floats as integers: pandas makes floats of integers with gaps."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    wide = column.cast(pa.float64())
    whole = pc.and_(pc.equal(wide, pc.floor(wide)), pc.less(pc.abs(wide), _EXACT))
    digits = pc.if_else(whole, wide, pa.scalar(None, pa.float64())).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(digits, column.cast(pa.string()))


def _timestamp_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    texts = _replaced(_cast(column), r"(\.\d*?)0+(Z|[+-]\d\d:?\d\d)?$", r"\1\2")
    texts = _replaced(texts, r"\.(Z|[+-]\d\d:?\d\d)?$", r"\1")
    texts = _replaced(texts, r" 00:00:00(Z|[+-]\d\d:?\d\d)?$", "")
    return _replaced(texts, " ", "T")


def _replaced(column: pa.ChunkedArray, pattern: str, replacement: str) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(column, pattern, replacement, max_replacements=1)


def _cast(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:  # one chunk of more than 2 GB of text; smaller ones fit
        pieces = [column.slice(start, 100_000) for start in range(0, len(column), 100_000)]
        chunks = [chunk.cast(pa.string()) for piece in pieces for chunk in piece.chunks]
        return pa.chunked_array(chunks, pa.string())


def _one_by_one(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([pa.array([value_text(value) for value in column.to_pylist()], pa.string())])
