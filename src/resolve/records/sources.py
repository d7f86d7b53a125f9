"""Reading sources of records: files of many formats and frames of many libraries, each a table of text.

>>> import pandas as pd
>>> source = read_source(pd.DataFrame({"ime": ["Ana", None], "god": [1985, 1990]}), "border")
>>> source.name, source.format, source.table.to_pylist()
('border', 'frame', [{'ime': 'Ana', 'god': '1985'}, {'ime': None, 'god': '1990'}])
"""

from __future__ import annotations

import io
import re
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.errors import FileError, InputError
from resolve.records.encoded import in_order
from resolve.records.raw import Parsed, Reject, Repair, Source, clean_text, counted

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Reject", "Source", "read_source", "read_sources"]

# What a file is by its first bytes. A zip may be a workbook; the spreadsheet reader says if it is not.
_MAGIC = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a rar archive: unpack it first"),
    (b"SQLite format 3\0", "a SQLite database: export a table of it"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_EXTENSIONS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".ods": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_FORMATS = ".csv, .tsv, .txt, .xlsx, .xls, .ods, .jsonl, .json or .parquet"
_MOST_NAMED = 12
_BYTES_OF_TEXT = 4
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z][^,;\t]*>")
_OPENS_OBJECT = re.compile(rb'\s*\{\s*["}]')
_OPENS_ARRAY = re.compile(rb"\s*\[\s*[\[{\]]")


def read_source(data: Any, name: str | None = None, *, encoding: str | None = None) -> Source:
    """Read one source of records.

    Args:
        data: a path (.csv .tsv .txt .xlsx .xls .ods .jsonl .ndjson .json .parquet; the content decides where
            it can be told), or a pandas, Polars or Arrow frame or a DuckDB relation.
        name: what to call it (default: the file's name without its ending, or "frame").
        encoding: of a text file, if it is known and not UTF-8; else it is found out, with a note.

    Raises:
        FileError: the file is missing, a folder, or may not be read.
        InputError: it holds no header, no rows, or nothing that can be read as its format.
    """
    if isinstance(data, str | Path):
        return _mended(_read_file(Path(data), name, encoding))
    return _mended(_read_frame(data, name or "frame"))


def read_sources(data: Any, names: Sequence[str] | None = None, *, encoding: str | None = None) -> list[Source]:
    """Read one or more sources.

    Args:
        data: one item that `read_source` takes, a list or tuple of them, or a mapping of name to item.
        names: one name an item. Names that come twice get "_2", "_3" and so on behind them.
        encoding: see `read_source`.

    Raises:
        InputError: there is no item, or `names` has another length; else as `read_source`.
    """
    items: list[Any]
    if isinstance(data, Mapping):
        items, names = list(data.values()), list(data) if names is None else names
    else:
        items = list(data) if isinstance(data, list | tuple) else [data]
    if not items:
        raise InputError("expected at least one source to read, found none")
    if names is not None and len(names) != len(items):
        raise InputError(f"expected {len(items)} names, one a source, found {len(names)}")
    read = [read_source(item, names[i] if names else None, encoding=encoding) for i, item in enumerate(items)]
    return _named_apart(read)


def _mended(source: Source) -> Source:
    """Mend cells that were damaged on their way, and note what was mended."""
    from resolve.records.repairs import mend

    table, repairs, originals = mend(source.table, lambda name: source.encoded(name).dictionary)
    if not repairs:
        return source
    kinds = dict.fromkeys((one.kind, one.says) for one in repairs)
    notes = (f"{_mended_cells([one for one in repairs if one.kind == kind])}: {says}" for kind, says in kinds)
    return source.mended(table, repairs, originals, tuple(notes))


def _mended_cells(repairs: Sequence[Repair]) -> str:
    cells = ", ".join(f"'{one.column}' ({counted(one.cells, 'cell')})" for one in repairs[:_MOST_NAMED])
    more = f" and {len(repairs) - _MOST_NAMED:,} more" if len(repairs) > _MOST_NAMED else ""
    return f"mended in {cells}{more}"


def _named_apart(sources: list[Source]) -> list[Source]:
    taken: set[str] = set()
    apart: list[Source] = []
    for source in sources:
        name, count = source.name, 1
        while name in taken:
            count += 1
            name = f"{source.name}_{count}"
        taken.add(name)
        rejects, skipped = (
            tuple(replace(row, source=name) for row in rows) for rows in (source.rejects, source.skipped)
        )
        apart.append(source if name == source.name else replace(source, name=name, rejects=rejects, skipped=skipped))
    return apart


def _read_frame(data: Any, name: str) -> Source:
    from resolve.records.tables import frame_table

    table, notes = frame_table(data)
    if table.num_rows == 0:
        raise InputError(f"{name}: the frame has {table.num_columns} columns but no rows")
    return Source(name, table, notes=notes)


def _read_file(path: Path, name: str | None, encoding: str | None) -> Source:
    data = file_bytes(path)
    shown = clean_text(str(path))
    name = name or clean_text(path.stem)
    if _is_blank(data):
        raise InputError(f"{shown}: expected a header and rows, found an empty file")
    kind = _format_of(data, path, shown)
    if kind in ("xlsx", "parquet"):
        parsed = _read_parquet(data, shown) if kind == "parquet" else _read_spreadsheet(data, name, shown)
        return _source(name, parsed, kind, None, shown)
    return _read_text(data, kind, name, shown, encoding)


def _read_text(data: bytes, kind: str, name: str, shown: str, encoding: str | None) -> Source:
    from resolve.records.delimited import read_delimited
    from resolve.records.documents import read_json_array, read_json_lines
    from resolve.records.encoding import decode

    text = decode(data, shown, encoding)
    if _is_blank(text.data):
        raise InputError(f"{shown}: expected a header and rows, found an empty file")
    if _OPENS_ARRAY.match(text.data) and (kind == "jsonl" or _OPENS_OBJECT.match(text.data.lstrip()[1:64])):
        parsed, kind = read_json_array(text.data, name, shown), "jsonl"
    elif kind == "jsonl" or _OPENS_OBJECT.match(text.data):
        parsed, kind = read_json_lines(text.data, name, shown), "jsonl"
    else:
        parsed = read_delimited(text, name, shown, prefer="\t,;|" if kind == "tsv" else ",;\t|")
    form = replace(parsed.form, encoding_reason=text.reason)
    return _source(name, replace(parsed, notes=(*text.notes, *parsed.notes), form=form), kind, text.encoding, shown)


def _read_spreadsheet(data: bytes, name: str, shown: str) -> Parsed:
    from resolve.records.spreadsheets import read_spreadsheet

    return read_spreadsheet(data, name, shown)


def _read_parquet(data: bytes, shown: str) -> Parsed:
    import pyarrow as pa
    from pyarrow import parquet

    from resolve.records.tables import text_table

    try:
        # parquet.read_table loads what data sets of many files need.
        codes = _held_as_codes(parquet.ParquetFile(io.BytesIO(data)))
        found = parquet.ParquetFile(io.BytesIO(data), read_dictionary=codes).read()
    except (pa.ArrowException, OSError, ValueError) as error:
        kind = type(error).__name__
        raise InputError(f"{shown}: expected a Parquet file, found one that is damaged ({kind})") from None
    table, notes = text_table(found)
    if table.num_rows == 0:
        raise InputError(f"{shown}: holds {table.num_columns} columns but no rows; export it again with its rows")
    return Parsed(table, notes=notes, encoded=_encoded(found, table, codes))


def _held_as_codes(file: Any) -> list[str]:
    """Name the columns of text that a Parquet file holds as codes of few texts, by how few bytes it takes for a cell.

    A cell that holds its text takes four bytes beside it.
    """
    import pyarrow as pa

    about, schema = file.metadata, file.schema_arrow
    bytes_of: Counter[str] = Counter()
    for group in range(about.num_row_groups):
        for place in range(about.num_columns):
            column = about.row_group(group).column(place)
            bytes_of[column.path_in_schema] += column.total_uncompressed_size
    texts = [name for name, kind in zip(schema.names, schema.types, strict=True) if kind == pa.string()]
    return [name for name in texts if texts.count(name) == 1 and 0 < bytes_of[name] < _BYTES_OF_TEXT * about.num_rows]


def _encoded(found: pa.Table, table: pa.Table, codes: Sequence[str]) -> dict[str, pa.DictionaryArray]:
    """Give columns that were read as codes under the names of the table of text that was made of them.

    Other programs may number texts in another order, or list some that no cell holds; such columns are left out, and
    so are those of which cells became missing.
    """
    kept = {}
    for name, column, now in zip(found.column_names, found.columns, table.column_names, strict=True):
        if name not in codes or column.null_count != table.column(now).null_count:
            continue
        held = column.unify_dictionaries().combine_chunks()
        numbers = held.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        if in_order(numbers, len(held.dictionary)) and len(held.dictionary.unique()) == len(held.dictionary):
            kept[now] = held
    return kept


def _source(name: str, parsed: Parsed, kind: str, encoding: str | None, shown: str) -> Source:
    read = Source(name, parsed.table, parsed.rejects, kind, encoding, shown, parsed.notes, parsed.row_numbers)
    read = replace(read, skipped=parsed.skipped, form=parsed.form)
    read.keep_encoded(parsed.encoded)
    return read


def _format_of(data: bytes, path: Path, shown: str) -> str:
    for magic, kind in _MAGIC:
        # Short ones may open a header too ("MZ;…"), so they count only before control characters.
        if data.startswith(magic) and (len(magic) >= 4 or _is_binary(data)):
            if kind in ("xlsx", "parquet"):
                return kind
            raise InputError(f"{shown}: expected a table ({_FORMATS}), found {kind}")
    if _MARKUP.match(data):
        raise InputError(f"{shown}: expected a table ({_FORMATS}), found HTML or XML; save it as .csv or .xlsx")
    kind = _EXTENSIONS.get(path.suffix.lower(), "")
    if kind in ("xlsx", "parquet") and not _is_binary(data):
        return "csv"  # systems that "export to Excel" often write text under that ending
    if kind in ("xlsx", "parquet"):
        raise InputError(f"{shown}: expected a {path.suffix} file, found other content; export it again")
    if kind:
        return kind
    if _OPENS_OBJECT.match(data) or _OPENS_ARRAY.match(data):
        return "jsonl"
    raise InputError(f"{shown}: expected {_FORMATS}, found the ending '{path.suffix}'; rename or convert the file")


def _is_blank(data: bytes) -> bool:
    """Say whether there is nothing but white space, most often by a look at the beginning."""
    return not data[:1024].strip() and not data.strip()


def _is_binary(data: bytes) -> bool:
    """Say whether the first bytes hold what no text has: control characters."""
    return not data.startswith((b"\xff\xfe", b"\xfe\xff")) and any(byte < 9 or 13 < byte < 32 for byte in data[:1024])


def file_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises:
        FileError: it is missing, a folder, or may not be read.
    """
    shown = clean_text(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISSOCK(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            raise FileError(f"{shown}: expected a file, found a socket or device; save what it gives into a file")
        return path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"{shown}: no such file; check the path") from None
    except IsADirectoryError:
        raise FileError(f"{shown}: expected a file, found a folder; name the files in it") from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise FileError(f"{shown}: expected a file, found a folder; name the files in it") from None
        raise FileError(f"{shown}: may not be read; ask for permission to read it") from None
    except FileError:
        raise
    except (OSError, ValueError) as error:
        raise FileError(f"{shown!r}: cannot be read ({type(error).__name__}); check the path") from None
