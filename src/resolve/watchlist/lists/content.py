"""Which list some content is, and its reader: XML by the outermost element, text by its headers or keys.

>>> markup_reader(b"<CONSOLIDATED_LIST/>", "un.xml", None).format
'un-xml'
>>> markup_reader(b"<rss/>", "news.xml", None)
Traceback (most recent call last):
...
resolve.errors.InputError: news.xml: expected a watchlist, found XML whose outermost element is 'rss'; ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from resolve.errors import InputError
from resolve.records.delimited import read_delimited
from resolve.records.documents import read_json_array, read_json_lines
from resolve.records.encoding import Decoded
from resolve.records.mapping import Schema
from resolve.records.raw import Reject, Source
from resolve.records.sources import read_source
from resolve.watchlist.lists import eu, eu_journal, followthemoney, notices, ofac_advanced, ofac_xml, uk, uk_xml, un
from resolve.watchlist.lists.draft import Harvest, Progress
from resolve.watchlist.lists.entries import Kind
from resolve.watchlist.lists.markup import root_of
from resolve.watchlist.lists.sheets import Sheet, cut_off_at, open_sheet
from resolve.watchlist.lists.structured import looks_like_json, read_objects
from resolve.watchlist.lists.tables import read_table
from resolve.watchlist.lists.wording import one_line

_MarkupReader: TypeAlias = Callable[[bytes, str, Harvest, Progress, "str | None"], None]
_SheetReader: TypeAlias = Callable[[Sheet, Harvest, Progress], None]
_KNOWN = (
    "UN consolidated list (XML), OFAC SDN (CSV, XML, advanced XML), UK consolidated list and UK Sanctions List (CSV, "
    "XML), EU financial sanctions (XML, CSV) and EU journal designations (CSV), OpenSanctions FollowTheMoney (JSON) "
    "and targets.simple.csv, Interpol notices (JSON), JSON objects with a reference and names, and tables with names"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller of `read_list` said beside the path, and the file's name without its ending."""

    name: str | None
    stem: str
    as_kind: Kind
    encoding: str | None
    schema: Schema | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A format in XML: what it is called, what its list is called in hits, and what reads it."""

    format: str
    name: str
    read: _MarkupReader


@dataclass(frozen=True, slots=True)
class _SheetFormat:
    format: str
    name: str
    fits: Callable[[tuple[str, ...]], bool]
    read: _SheetReader


_MARKUP = {
    un.ROOT: ListFormat("un-xml", "UN", un.read_un),
    ofac_xml.ROOT: ListFormat("ofac-xml", "OFAC SDN", ofac_xml.read_ofac_xml),
    **{
        root: ListFormat("ofac-advanced-xml", "OFAC SDN", ofac_advanced.read_ofac_advanced)
        for root in ofac_advanced.ROOTS
    },
    uk_xml.ROOT: ListFormat("uk-sanctions-list-xml", "UK", uk_xml.read_uk_xml),
    uk_xml.CONSOLIDATED_ROOT: ListFormat("uk-consolidated-xml", "UK", uk_xml.read_consolidated_xml),
    eu.ROOT: ListFormat("eu-xml", "EU", eu.read_eu_xml),
}
_SHEETS = (
    _SheetFormat("uk-consolidated-csv", "UK", uk.is_consolidated, uk.read_uk),
    _SheetFormat("uk-sanctions-list-csv", "UK", uk.is_sanctions_list, uk.read_uk),
    _SheetFormat("eu-csv", "EU", eu.is_eu, eu.read_eu_csv),
    _SheetFormat("eu-journal-csv", "EU journal", eu_journal.is_journal, eu_journal.read_journal),
    _SheetFormat("opensanctions-simple-csv", "", followthemoney.is_simple, followthemoney.read_simple),
)


def markup_reader(data: bytes, where: str, encoding: str | None) -> ListFormat:
    """Give the reader of a list in XML.

    Raises:
        InputError: the outermost element is that of no list.
    """
    root = root_of(data, encoding)
    if root and root[0] in _MARKUP:
        return _MARKUP[root[0]]
    if b"<!DOCTYPE html" in data[:1024] or (root and root[0].lower() == "html") or b"<html" in data[:1024].lower():
        raise InputError(f"{where}: expected a watchlist, found a web page; download the list itself")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise InputError(
            f"{where}: the XML declares a document type or entities, which no list does and which can do harm; "
            "it is not read"
        )
    found = f"XML whose outermost element is '{one_line(root[0])[:60]}'" if root else "XML without an element"
    raise InputError(f"{where}: expected a watchlist, found {found}; lists that are read: {_KNOWN}")


def is_binary(data: bytes) -> bool:
    """Say whether bytes are a workbook, a Parquet file or anything else that is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return data.startswith(b"PAR1") or any(byte < 9 or 13 < byte < 32 for byte in data[:1024])


def read_binary(path: Path, harvest: Harvest, asked: Asked) -> str:
    """Read a table that is no text file into a harvest, and give its format.

    Raises:
        InputError: it is no table, or one without names.
    """
    source = read_source(path, harvest.name)
    harvest.notes.extend(source.notes)
    read_table(source, harvest, asked.as_kind, asked.schema)
    return f"table-{source.format}"


def read_text(text: Decoded, where: str, asked: Asked) -> tuple[Harvest, str]:
    """Read a list in JSON or delimited text; give the harvest and the format.

    Args:
        text: the file.
        where: what to call it in an error.
        asked: what the caller said.

    Raises:
        InputError: it is empty, cut off, or no list.
    """
    harvest = Harvest(asked.name or asked.stem)
    if not text.data.strip():
        raise InputError(f"{where}: expected a list, found an empty file")
    if looks_like_json(text.data):
        return harvest, _read_json(text.data, where, harvest, asked)
    sheet = open_sheet(text.data, where)
    known = next((one for one in _SHEETS if one.fits(sheet.headers)), None)
    if known is None:
        parsed = read_delimited(text, harvest.name, where)
        _refuse_cut_off(text.data, parsed.rejects, where)
        source = Source(harvest.name, parsed.table, parsed.rejects, "csv", text.encoding, where, (), parsed.row_numbers)
        harvest.notes.extend(parsed.notes)
        read_table(source, harvest, asked.as_kind, asked.schema)
        return harvest, "table-csv"
    harvest.name = asked.name or known.name or asked.stem
    known.read(sheet, harvest, asked.progress)
    return harvest, known.format


def _refuse_cut_off(data: bytes, rejects: Sequence[Reject], where: str) -> None:
    """Refuse a table whose last row is too short and has no line end: the file was cut off inside it."""
    if rejects and not data.endswith((b"\n", b"\r")):
        last = rejects[-1]
        if data.rstrip().endswith(last.text.encode()):
            raise cut_off_at(where, last.line)


def _read_json(data: bytes, where: str, harvest: Harvest, asked: Asked) -> str:
    found = notices.notices_in(read_objects(data, where, harvest))
    if not found:
        return "json"
    start = [one.value for one in found[:100]]
    if any(map(followthemoney.is_money, start)):
        followthemoney.read_money(found, harvest, asked.progress)
        return "followthemoney-json"
    if any(map(notices.is_notice, start)):
        harvest.name = asked.name or "Interpol"
        notices.read_notices(found, harvest)
        return "interpol-json"
    if asked.schema is None and any(map(notices.is_plain, start)):
        notices.read_plain(found, harvest, asked.as_kind)
        return "json"
    harvest.rejects.clear()
    reader = read_json_array if data.lstrip()[:1] == b"[" else read_json_lines
    parsed = reader(data, harvest.name, where)
    source = Source(harvest.name, parsed.table, parsed.rejects, "jsonl", "utf-8", where, (), parsed.row_numbers)
    harvest.notes.extend(parsed.notes)
    read_table(source, harvest, asked.as_kind, asked.schema)
    return "table-jsonl"
