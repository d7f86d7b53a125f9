"""The parts of a workbook's archive: bounds on what they unpack to, and what the spreadsheet reader does not tell.

>>> column_number("A"), column_number("XFD")
(0, 16383)
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from resolve import rules
from resolve.errors import InputError

_MEGABYTE = 1 << 20
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_CELL_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d+"')
_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d+)")(?=[^>]*?\bs="(\d+)")[^>]*>')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_ZEROS = re.compile(rb"0{2,}")
# LibreOffice and Excel have so many rows at most; a repeat count beyond is no table of records.
_MOST_REPEATS = 1 << 20


@dataclass(frozen=True)
class SheetFacts:
    """What the archive says of one sheet beside its values.

    Attributes:
        hidden_rows: how many rows are hidden by a filter or by hand.
        zeros: by row and column from 0, the number of digits that a cell is shown with ("0000000000000").
    """

    hidden_rows: int = 0
    zeros: Mapping[tuple[int, int], int] = field(default_factory=dict)


def column_number(letters: str) -> int:
    """Give the number, from 0, of a column called by letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def check_bounds(data: bytes, where: str) -> None:
    """Refuse an archive that unpacks to more than a workbook would, or claims more cells than a machine can hold.

    Raises:
        InputError: it does, or is damaged.
    """
    if not data.startswith(b"PK"):
        return
    limits = _limits()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            free = limits["free_megabytes"] * _MEGABYTE
            if size > limits["megabytes"] * _MEGABYTE or size > max(free, limits["ratio"] * len(data)):
                raise InputError(
                    f"{where}: unpacks to {size // _MEGABYTE:,} MB, which no workbook of this size does; "
                    "save it again as .xlsx or .csv"
                )
            for part in archive.infolist():
                _check_part(archive, part, where)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{where}: expected a spreadsheet, found an archive that is damaged or locked ({type(error).__name__}); "
            "open it and save it again as .xlsx without a password"
        ) from None


def sheet_facts(data: bytes) -> dict[str, SheetFacts]:
    """Give what an .xlsx says of its sheets, by name; nothing for other workbooks, or where it cannot be read."""
    if not data.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            widths = _zero_styles(archive)
            return {name: _facts(archive.read(path), widths) for name, path in _sheet_parts(archive)}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        return {}


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> None:
    sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    if not sheet and part.filename != "content.xml":
        with archive.open(part) as content:  # to the end: a size that is not true is found by its checksum
            while content.read(_MEGABYTE):
                pass
        return
    text = archive.read(part)
    rows = max((int(found[1][:9]) for found in _ROW_NUMBER.finditer(text)), default=0)
    columns = max((column_number(letters.decode()) + 1 for letters in set(_CELL_COLUMN.findall(text))), default=0)
    repeats = max((int(found[1][:12]) for found in _REPEATED.finditer(text)), default=0)
    if rows * columns > _limits()["cells"] or repeats > _MOST_REPEATS:
        raise InputError(
            f"{where}: a sheet claims {rows:,} rows and {columns:,} columns, most of them empty; "
            "delete what stands far outside the table, or save the table as .csv"
        )


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = {}
    for found in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = _attributes(found[0])
        relations[attributes.get("Id", "")] = attributes.get("Target", "")
    for found in _SHEET.finditer(archive.read("xl/workbook.xml")):
        attributes = _attributes(found[0])
        target = next((relations[value] for key, value in attributes.items() if key.endswith(":id")), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "name" in attributes and path in archive.namelist():
            yield attributes["name"], path


def _zero_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Give, by number of the cell style, how many digits it shows where its format is nothing but zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    text = archive.read("xl/styles.xml")
    formats = (_attributes(found[0]) for found in _FORMAT.finditer(text))
    codes = {one.get("numFmtId", ""): one.get("formatCode", "").encode() for one in formats}
    styles = _STYLES.search(text)
    used = [_attributes(found[0]).get("numFmtId", "") for found in _STYLE.finditer(styles[0] if styles else b"")]
    return {
        str(i).encode(): len(codes[one]) for i, one in enumerate(used) if one in codes and _ZEROS.fullmatch(codes[one])
    }


def _facts(text: bytes, widths: Mapping[bytes, int]) -> SheetFacts:
    zeros = {}
    if widths:
        for found in _CELL.finditer(text):
            if found[3] in widths:
                zeros[int(found[2]) - 1, column_number(found[1].decode())] = widths[found[3]]
    return SheetFacts(sum(1 for _ in _HIDDEN_ROW.finditer(text)), zeros)


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode(): html.unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(tag)}


def _limits() -> Mapping[str, Any]:
    found: Mapping[str, Any] = rules.load("schemas/layout")["sheet"]
    return found
