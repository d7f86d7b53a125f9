"""The two lists of the United Kingdom: the consolidated list of OFSI (CSV, XML) and the UK Sanctions List of the FCDO.

Sources: the files as published on gov.uk and the formats described with them. One entry has a row for each of its
names, birth dates and addresses; `Name 6` is the surname or the whole name, `Name 1` to `Name 5` the names
before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import zip_longest

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName
from resolve.watchlist.lists.naming import ORIGINAL
from resolve.watchlist.lists.sheets import Sheet, SheetRow, gathered
from resolve.watchlist.lists.wording import country_of, kind_of, numbered, one_line, quality_of, said_of, tidy

_LABEL = re.compile(r"\(([A-Z][A-Za-z /]{2,40})\)\s*:")
_UN_REFERENCE = re.compile(r"\b([A-Z]{2})([ieIE])\. ?(\d{3})\b")
_UK_REFERENCE = re.compile(r"\b[A-Z]{3}\d{4}\b")
_PHONE_BREAK = re.compile(r"\s*(?:\(\d{1,2}\)|[;,]|\.\s)\s*")
_NAME_HEADERS = ("Name ", "Alias ", "Non-", "Last Updated")
_NUMBERS = {"Business Reg No": "business registration number", "IMO number": "IMO number"}

# The columns of both lists under one name each: the consolidated list's, then the UK Sanctions List's.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "alias_type": ("Alias Type", "Name type", "Name Type"),
    "quality": ("Alias Quality", "Alias strength", "Alias Strength"),
    "script": ("Name Non-Latin Script", "Name non-latin script"),
    "born": ("DOB", "D.O.B"),
    "town": ("Town of Birth", "Town of birth"),
    "birth_country": ("Country of Birth", "Country of birth"),
    "nationality": ("Nationality", "Nationality(/ies)"),
    "passport": ("Passport Number", "Passport number"),
    "passport_note": ("Passport Details", "Passport additional information"),
    "national": ("National Identification Number", "National Identifier number"),
    "national_note": ("National Identification Details", "National Identifier additional information"),
    "country": ("Country", "Address Country"),
    "post": ("Post/Zip Code", "Address Postal Code"),
    "kind": ("Group Type", "Designation Type", "Individual, Entity, Ship"),
    "regime": ("Regime", "Regime Name"),
    "listed": ("Listed On", "Date Designated", "UK Sanctions List Date Designated"),
}


def is_consolidated(headers: tuple[str, ...]) -> bool:
    """Say whether headers are those of the consolidated list of OFSI."""
    return {"Name 6", "Group ID", "Group Type"} <= set(headers)


def is_sanctions_list(headers: tuple[str, ...]) -> bool:
    """Say whether headers are those of the UK Sanctions List."""
    return {"Name 6", "Unique ID"} <= set(headers)


def read_uk(sheet: Sheet, harvest: Harvest, progress: Progress) -> None:
    """Read either list as CSV into a harvest."""
    key = "Group ID" if is_consolidated(sheet.headers) else "Unique ID"
    groups = gathered(sheet.rows(harvest), key)
    harvest.version = _date_above(sheet) or _latest(groups)
    for i, (reference, rows) in enumerate(groups.items()):
        harvest.take(_entry(reference, rows), rows[0].line, rows[0].text, rows[0].number)
        progress(i / len(groups))


def _date_above(sheet: Sheet) -> str:
    found = re.search(r"\d[\w/ -]+", " ".join(sheet.above))
    return one_line(found.group()) if found else ""


def _latest(groups: Mapping[str, list[SheetRow]]) -> str:
    dates = {row.get("Last Updated") for rows in groups.values() for row in rows}
    return max(dates, key=_sortable, default="")


def _sortable(date: str) -> str:
    try:
        return datetime.strptime(date, "%d/%m/%Y").date().isoformat()
    except ValueError:
        return ""


def _entry(reference: str, rows: list[SheetRow]) -> Draft:
    kind = kind_of(_cell(rows[0], "kind")) or Kind.OTHER
    draft = Draft(reference, kind, listed_on=_cell(rows[0], "listed"))
    for row in rows:
        parts = [row.get(f"Name {i}") for i in range(1, 7)]
        add_name(draft, parts, _cell(row, "alias_type") or "alias", _cell(row, "quality"))
        draft.name(_cell(row, "script"), said=ORIGINAL)
    for row in {_beyond_names(row): row for row in rows}.values():  # rows for several names repeat all else
        _add_person(draft, row)
        address = [row.get(f"Address {i}", f"Address Line {i}") for i in range(1, 7)]
        address += [_cell(row, "post"), _cell(row, "country")]
        draft.add("addresses", ", ".join(filter(None, map(tidy, address))))
        draft.add("countries", _cell(row, "country"))
        draft.add("regimes", _cell(row, "regime"))
    for row in {row.get("Other Information"): row for row in rows}.values():
        add_information(draft, row.get("Other Information"))
    for row in rows[:1] if "Unique ID" in rows[0].cells else ():
        draft.add("references", *un_references(row.get("UN Reference Number")))
        draft.add("references", *(f"UK {text}" for text in (row.get("Unique ID"), row.get("OFSI Group ID")) if text))
    return draft


def _beyond_names(row: SheetRow) -> tuple[str, ...]:
    return tuple(cell for header, cell in row.cells.items() if not header.startswith(_NAME_HEADERS))


def add_name(draft: Draft, parts: list[str], alias_type: str, quality: str) -> None:
    """Add a name of six cells, of which the sixth is the surname where another is filled."""
    *before, surname = map(one_line, parts)
    given = " ".join(filter(None, before))
    said = said_of(alias_type)
    weak = quality_of(quality, alias_type)
    if draft.kind is Kind.PERSON and given and surname and not any(mark in given + surname for mark in "([;"):
        draft.exact_name(ListedName(f"{given} {surname}", weak, said, given=given, family=surname))
    else:
        draft.name(" ".join(filter(None, (given, surname))), weak, said)


def _add_person(draft: Draft, row: SheetRow) -> None:
    for date in numbered(_cell(row, "born")):
        draft.add("birth_dates", clean_birth(date))
    towns, countries = numbered(_cell(row, "town")), numbered(_cell(row, "birth_country"))
    if len(countries) == 1:
        countries *= max(1, len(towns))
    draft.add("birth_places", *(", ".join(filter(None, pair)) for pair in zip_longest(towns, countries, fillvalue="")))
    draft.add("nationalities", *numbered(_cell(row, "nationality")))
    draft.add("titles", *numbered(row.get("Title")))
    draft.add("positions", *numbered(row.get("Position")))
    draft.sex = draft.sex or row.get("Gender")
    add_documents(draft, _cell(row, "passport"), _cell(row, "passport_note"), "passport", "document_number")
    add_documents(draft, _cell(row, "national"), _cell(row, "national_note"), "national identification", "national_id")
    draft.add("phones", *_phones(row.get("Phone number")))
    draft.add("emails", *numbered(row.get("Email address")))
    for header, said in (
        ("Business registration number (s)", "business registration number"),
        ("IMO number", "IMO number"),
    ):
        for number in numbered(row.get(header)):
            draft.document(number, said, what="other")


def clean_birth(date: str) -> str:
    """Write the "dd" and "mm" that stand for an unknown day and month as zeros.

    >>> clean_birth("dd/mm/1945"), clean_birth("00/00/1969")
    ('00/00/1945', '00/00/1969')
    """
    return re.sub(r"[dm]{2}", "00", date) if re.fullmatch(r"[d\d]{1,2}/[m\d]{1,2}/\d{4}", date) else date


def add_documents(draft: Draft, numbers: str, notes: str, said: str, field_name: str) -> None:
    """Add numbered documents with the notes of the same numbers."""
    found, notes_found = numbered(numbers), numbered(notes)
    if len(found) == 1:
        notes_found = (notes,)
    for number, note in zip_longest(found, notes_found[: len(found)], fillvalue=""):
        draft.document(number, said, country_of(note), note, field_name)


def un_references(text: str) -> list[str]:
    """Give the references to the UN list in a text, in the UN's own spelling.

    >>> un_references("QDE.145. Associated with"), un_references("CDi. 038")
    (['UN QDe.145'], ['UN CDi.038'])
    """
    return [f"UN {regime}{kind.lower()}.{number}" for regime, kind, number in _UN_REFERENCE.findall(text)]


def add_information(draft: Draft, text: str) -> None:
    """Read the labelled parts of "Other Information": references, sex, telephones, numbers; all of it is a remark."""
    draft.remark(text)
    labels = list(_LABEL.finditer(text))
    for found, after in zip_longest(labels, labels[1:]):
        value = text[found.end() : after.start() if after else len(text)].strip()
        label = found.group(1)
        if label == "UN Ref":
            draft.add("references", *un_references(value[:60])[:1])
        elif label == "UK Sanctions List Ref":
            draft.add("references", *(f"UK {number}" for number in _UK_REFERENCE.findall(value[:60])))
        elif label == "Gender":
            draft.sex = draft.sex or (re.findall(r"[A-Za-z]+", value) or [""])[0]
        elif label in ("Phone number", "Tel"):
            draft.add("phones", *_phones(value))
        elif label == "Email address":
            draft.add("emails", *re.findall(r"[^\s;,()<>]+@[^\s;,()<>]+\.[A-Za-z]{2,}", value))
        elif label in _NUMBERS:
            for number in numbered(value):
                draft.document(number, _NUMBERS[label], what="other")
        elif label == "Flag of ship":
            draft.add("countries", value)


def _phones(text: str) -> list[str]:
    return [part.strip(" .'") for part in _PHONE_BREAK.split(text) if sum(map(str.isdigit, part)) > 4]


def _cell(row: SheetRow, name: str) -> str:
    return row.get(*COLUMNS[name])
