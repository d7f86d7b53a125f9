"""Watchlists read into one form, whatever list they come from: the content says which, never the file's name.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "anything.txt"
>>> _ = path.write_text('{"id": "7", "names": ["Ana Ilić", "Ана Илић"], "dob": ["1985"], "nationality": ["RS"]}')
>>> read = read_list(path, name="own")
>>> read.format, read.entries[0].entry_id, [(name.text, name.said) for name in read.entries[0].names]
('json', '7', [('Ana Ilić', 'primary'), ('Ана Илић', 'original script')])
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from resolve.errors import InputError
from resolve.records.encoding import decode, is_utf8
from resolve.records.layout import rows_of
from resolve.records.mapping import Schema
from resolve.records.raw import clean_text
from resolve.records.sources import file_bytes
from resolve.watchlist.lists import content
from resolve.watchlist.lists.draft import Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ReadList
from resolve.watchlist.lists.markup import looks_like_markup
from resolve.watchlist.lists.ofac import part_of, read_ofac

_END_OF_FILE = b"\x1a"
_MAIN = "sdn"


def read_list(
    path: str | Path,
    *,
    name: str | None = None,
    as_kind: Kind | None = None,
    encoding: str | None = None,
    schema: Schema | None = None,
    progress: Progress | None = None,
) -> ReadList:
    """Read one list.

    Args:
        path: a file of one of these: UN consolidated list (XML); OFAC SDN (sdn.csv, with alt.csv, add.csv and
            sdn_comments.csv where they lie beside it; sdn.xml; sdn_advanced.xml); UK consolidated list and UK Sanctions
            List (CSV, XML); EU financial sanctions (XML, CSV) and the table of EU journal designations; OpenSanctions
            FollowTheMoney entities (JSON) and targets.simple.csv; Interpol notices (JSON); objects with a reference and
            names (JSON); a table of any format that records are read from, one entry a row.
        name: what the list is called in hits (default: "UN", "OFAC SDN", "UK", "EU", …, else the file's name).
        as_kind: what the entries of a table or of plain JSON are where nothing in it says so (default: people).
        encoding: of a text file, where it is known and not UTF-8.
        schema: what the columns of a table mean, where their headers do not say it.
        progress: called with the share that is done, from 0 to 1.

    Returns:
        The list. Entries that could not be read are in its rejects, each with a reason and, where known, the line.

    Raises:
        FileError: the file is missing or cannot be read.
        InputError: it is empty, cut off, dangerous (a document type in XML), holds no entry, or is no list of a kind
            that is read. A list that is cut off is never read in part: who is missing from it would not be seen.
    """
    path = Path(path)
    data = file_bytes(path)
    if part := _ofac_part(data):
        parts = {part: (path, data)} | (_beside(path) if part == _MAIN else {})
        return _read_set(parts, name, encoding, progress)
    stem = clean_text(path.stem)
    asked = content.Asked(name, stem, as_kind or Kind.PERSON, encoding, schema, progress or (lambda share: None))
    return _read_one(path, data, asked)


def read_lists(
    paths: Iterable[str | Path],
    *,
    as_kind: Kind | None = None,
    encoding: str | None = None,
    schema: Schema | None = None,
    progress: Progress | None = None,
) -> list[ReadList]:
    """Read several lists; the CSV files of OFAC's list are read as one, whether they are named or lie beside sdn.csv.

    Lists of the same name get "_2", "_3" and so on behind it.

    Args:
        paths: files that `read_list` takes.
        as_kind, encoding, schema, progress: see `read_list`.

    Raises:
        FileError, InputError: one of them cannot be read; see `read_list`.
    """
    found = [Path(path) for path in paths]
    if not found:
        raise InputError("expected at least one list to read, found none")
    parts = [(path, _ofac_part(_head(path))) for path in found]
    taken = _of_main_files(parts)
    lists: list[ReadList] = []
    for path, part in parts:
        if part and part != _MAIN and path in taken:
            continue
        if part == _MAIN:
            named = {other: (place, file_bytes(place)) for place, other in parts if taken.get(place) == path}
            together = {_MAIN: (path, file_bytes(path))} | _beside(path) | named
            lists.append(_read_set(together, None, encoding, progress))
        else:
            lists.append(read_list(path, as_kind=as_kind, encoding=encoding, schema=schema, progress=progress))
    return _named_apart(lists)


def _of_main_files(parts: Sequence[tuple[Path, str]]) -> dict[Path, Path]:
    """Tell for OFAC's other files which main file they belong to: the one in their folder, else the only one."""
    mains = [path for path, part in parts if part == _MAIN]
    belongs: dict[Path, Path] = {}
    for path, part in parts:
        if part and part != _MAIN and mains:
            same = [main for main in mains if main.parent == path.parent]
            if same or len(mains) == 1:
                belongs[path] = (same or mains)[0]
    return belongs


def _named_apart(lists: Sequence[ReadList]) -> list[ReadList]:
    taken: dict[str, int] = {}
    apart: list[ReadList] = []
    for read in lists:
        taken[read.name] = count = taken.get(read.name, 0) + 1
        apart.append(read if count == 1 else replace(read, name=f"{read.name}_{count}"))
    return apart


def _head(path: Path) -> bytes:
    """Give the first bytes of a file, enough for its first rows; of one that cannot be read, none."""
    try:
        with path.open("rb") as file:
            return file.read(1 << 16)
    except OSError:
        return b""  # reading it as a whole will say why


def _ofac_part(data: bytes) -> str:
    """Say which of OFAC's CSV files the bytes are, "" if none."""
    head = data[: 1 << 16]
    if b"\0" in head or not head[:1].isdigit():
        return ""
    rows = list(islice(rows_of(head, ","), 2))
    return part_of(rows[0].cells) if rows else ""


def _beside(path: Path) -> dict[str, tuple[Path, bytes]]:
    """Find the other files of the set in the folder of the main one, by their names and then by their content."""
    stem, found = path.stem.lower(), {}
    core = "prim" if "prim" in stem else _MAIN
    wanted = {stem.replace(core, part): part for part in ("alt", "add", "comments")}
    wanted |= {f"{stem}_comments": "comments", f"{core}_comments": "comments"}
    for other in sorted(path.parent.iterdir()):
        part = wanted.get(other.stem.lower())
        if part and other.suffix.lower() == path.suffix.lower() and other.is_file() and other != path:
            data = file_bytes(other)
            if _ofac_part(data) == part:
                found[part] = (other, data)
    return found


def _read_set(
    parts: Mapping[str, tuple[Path, bytes]], name: str | None, encoding: str | None, progress: Progress | None
) -> ReadList:
    """Read the files of OFAC's list that are there."""
    harvest = Harvest(name or "OFAC SDN")
    texts = {part: (_ofac_text(data, encoding, path), path.name) for part, (path, data) in parts.items()}
    read_ofac(texts, harvest, progress or (lambda share: None))
    missing = [f"{part}.csv" for part in (_MAIN, "alt", "add") if part not in parts]
    if missing:
        harvest.notes.append(
            f"read without {', '.join(missing)}, so without what stands there; name the files together"
        )
    path, _ = parts.get(_MAIN) or next(iter(parts.values()))
    return _finished(harvest, "ofac-csv", [parts[part][1] for part in sorted(parts)], clean_text(str(path)), ())


def _ofac_text(data: bytes, encoding: str | None, path: Path) -> bytes:
    """Bring the text to UTF-8: the files are that or Windows' Western code page, never another."""
    if encoding or is_utf8(data):
        return decode(data.rstrip(_END_OF_FILE), clean_text(str(path)), encoding).data
    return data.decode("cp1252", "replace").encode()


def _read_one(path: Path, data: bytes, asked: content.Asked) -> ReadList:
    where = clean_text(str(path))
    body = data.rstrip(_END_OF_FILE)
    if not body.strip():
        raise InputError(f"{where}: expected a list, found an empty file")
    if looks_like_markup(body):
        body = body.lstrip(b" \t\r\n")
        reader = content.markup_reader(body, where, asked.encoding)
        harvest = Harvest(asked.name or reader.name)
        reader.read(body, where, harvest, asked.progress, asked.encoding)
        return _finished(harvest, reader.format, [data], where, ())
    if content.is_binary(body):
        harvest = Harvest(asked.name or asked.stem)
        return _finished(harvest, content.read_binary(path, harvest, asked), [data], where, ())
    text = decode(body, where, asked.encoding)
    harvest, kind = content.read_text(text, where, asked)
    return _finished(harvest, kind, [data], where, text.notes)


def _finished(harvest: Harvest, kind: str, data: Sequence[bytes], where: str, notes: Iterable[str]) -> ReadList:
    if not harvest.entries:
        reasons = sorted({reject.reason for reject in harvest.rejects})[:3]
        why = f" ({len(harvest.rejects):,} refused: {'; '.join(reasons)})" if reasons else ""
        raise InputError(f"{where}: expected a list of people or organisations, found one without a single entry{why}")
    digest = hashlib.sha256()
    for one in data:
        digest.update(one)
    return ReadList(
        harvest.name,
        kind,
        tuple(harvest.entries),
        harvest.version,
        tuple(harvest.rejects),
        harvest.all_notes(notes),
        digest.hexdigest()[:12],
    )
