"""OpenSanctions: entities of the FollowTheMoney model in JSON, and the flat table targets.simple.csv.

Source: followthemoney.tech (the model), opensanctions.org/docs/bulk (the files). Documents, addresses and sanctions are
entities of their own that point to a party, or stand inside it in nested files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.sheets import Sheet, SheetRow
from resolve.watchlist.lists.structured import Found, first_text, texts
from resolve.watchlist.lists.wording import kind_of, one_line

_PARTIES = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANISATION,
    "PublicBody": Kind.ORGANISATION,
    "Company": Kind.ORGANISATION,
    "LegalEntity": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
    "Airplane": Kind.AIRCRAFT,
}
_NAMES = {
    "name": (Quality.STRONG, "primary"),
    "alias": (Quality.STRONG, "alias"),
    "previousName": (Quality.STRONG, "formerly"),
    "abbreviation": (Quality.WEAK, "acronym"),
    "weakAlias": (Quality.WEAK, "alias"),
}
_FIELDS = {
    "birthDate": "birth_dates",
    "birthPlace": "birth_places",
    "nationality": "nationalities",
    "citizenship": "nationalities",
    "country": "countries",
    "jurisdiction": "countries",
    "flag": "countries",
    "address": "addresses",
    "title": "titles",
    "position": "positions",
    "programId": "regimes",
    "topics": "regimes",
    "phone": "phones",
    "email": "emails",
}
_NUMBERS = {
    "passportNumber": ("passport", "document_number"),
    "idNumber": ("identification number", "national_id"),
    "socialSecurityNumber": ("social security number", "national_id"),
    "innCode": ("INN", "national_id"),
    "taxNumber": ("tax number", "national_id"),
    "registrationNumber": ("registration number", "other"),
    "ogrnCode": ("OGRN", "other"),
    "leiCode": ("LEI", "other"),
    "imoNumber": ("IMO number", "other"),
    "mmsi": ("MMSI", "other"),
}
# The property of a linked entity that says whom it belongs to.
_OWNERS = ("holder", "entity")


def is_money(value: Mapping[str, Any]) -> bool:
    """Say whether an object is an entity of the FollowTheMoney model."""
    return isinstance(value.get("properties"), dict) and isinstance(value.get("schema"), str)


def read_money(found: list[Found], harvest: Harvest, progress: Progress) -> None:
    """Read entities into a harvest: people, organisations, vessels and aircraft become entries."""
    linked: dict[str, list[Mapping[str, Any]]] = {}
    addresses: dict[str, str] = {}
    parties: list[Found] = []
    for one in found:
        if not is_money(one.value):
            harvest.reject("is not an entity of the FollowTheMoney model", one.line, one.text)
        elif one.value["schema"] in _PARTIES:
            parties.append(one)
        elif one.value["schema"] == "Address":
            addresses[first_text(one.value.get("id"))] = _address_of(one.value["properties"])
        else:
            for name in _OWNERS:
                for owner in texts(one.value["properties"].get(name)):
                    linked.setdefault(owner, []).append(one.value)
    harvest.version = max((first_text(one.value.get("last_seen")) for one in parties), default="")
    beside = sum(one.value.get("target") is False for one in parties)
    if beside:
        harvest.notes.append(
            f"kept too: {beside:,} of {len(parties):,} that the file marks as not listed themselves (target: false)"
        )
    for i, one in enumerate(parties):
        draft = _entry(one.value)
        properties = one.value["properties"]
        draft.add("addresses", *(addresses.get(key, "") for key in texts(properties.get("addressEntity"))))
        for other in (*linked.get(draft.entry_id, ()), *_nested(properties)):
            _add_linked(draft, other)
        harvest.take(draft, one.line, one.text)
        progress(i / len(parties))


def _entry(value: Mapping[str, Any]) -> Draft:
    properties: Mapping[str, Any] = value["properties"]
    draft = Draft(first_text(value.get("id")), _PARTIES[value["schema"]])
    parts = {
        name: [one_line(text) for text in texts(properties.get(name))]
        for name in ("firstName", "lastName", "fatherName")
    }
    for name, (quality, said) in _NAMES.items():
        for i, text in enumerate(_caption_first(texts(properties.get(name)), value.get("caption"))):
            called = "alias" if i and said == "primary" else said
            _add_name(draft, text, quality, called, parts)
    for name, field_name in _FIELDS.items():
        draft.add(field_name, *texts(properties.get(name)))
    for name, (said, what) in _NUMBERS.items():
        for number in texts(properties.get(name)):
            kind = "other" if what == "national_id" and draft.kind is not Kind.PERSON else what
            draft.document(number, said, what=kind)
    draft.sex = first_text(properties.get("gender"))
    draft.add("references", *_un_references(properties.get("unscId")))
    draft.remark(*texts(properties.get("summary")), *texts(properties.get("notes")))
    return draft


def _caption_first(names: list[str], caption: Any) -> Iterator[str]:
    if isinstance(caption, str) and caption in names:
        yield caption
    yield from (name for name in names if name != caption)


def _add_name(draft: Draft, text: str, quality: Quality, said: str, parts: Mapping[str, list[str]]) -> None:
    """Add a name, with the parts of it that the entity names by themselves."""
    text = one_line(text)
    if draft.kind is not Kind.PERSON or any(mark in text for mark in "([;,"):
        draft.name(text, quality, said)
        return
    family = _part_in(text, parts["lastName"], ends=True)
    given = _part_in(text, parts["firstName"]) if family else ""
    father = _part_in(text, parts["fatherName"]) if family else ""
    if given and father and father.casefold() in given.casefold().split():
        given = " ".join(word for word in given.split() if word.casefold() != father.casefold())
    draft.exact_name(
        ListedName(text, quality, said, given, father, family) if given else ListedName(text, quality, said)
    )


def _part_in(text: str, parts: Iterable[str], *, ends: bool = False) -> str:
    """Give the longest part that stands in a name as whole words, at one of its ends where that is asked."""
    whole = f" {text.casefold()} "
    inside = [
        part
        for part in parts
        if part
        and (found := f" {part.casefold()} ") in whole
        and (not ends or whole.startswith(found) or whole.endswith(found))
    ]
    return max(inside, key=len, default="")


def _nested(properties: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for values in properties.values():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict) and isinstance(value.get("properties"), dict):
                yield value


def _add_linked(draft: Draft, value: Mapping[str, Any]) -> None:
    properties: Mapping[str, Any] = value["properties"]
    schema = value.get("schema")
    if schema in ("Passport", "Identification"):
        said = first_text(properties.get("type")) or ("passport" if schema == "Passport" else "identification")
        note = " ".join((*texts(properties.get("summary")), *texts(properties.get("notes"))))
        for number in (*texts(properties.get("number")), *texts(properties.get("passportNumber"))):
            what = "document_number" if schema == "Passport" else ""
            draft.document(number, said, first_text(properties.get("country")), note, what)
    elif schema == "Sanction":
        draft.add("regimes", *texts(properties.get("programId")) or texts(properties.get("program")))
        draft.add("references", *_un_references(properties.get("unscId")))
        dates = texts(properties.get("listingDate")) or texts(properties.get("startDate"))
        draft.listed_on = min((draft.listed_on, *dates), key=lambda date: date or "9")
    elif schema == "Address":
        draft.add("addresses", _address_of(properties))


def _un_references(value: Any) -> list[str]:
    return [f"UN {text}" for text in texts(value)]


def _address_of(properties: Mapping[str, Any]) -> str:
    whole = first_text(properties.get("full"))
    return whole or ", ".join(
        filter(None, (first_text(properties.get(name)) for name in ("street", "city", "country")))
    )


def is_simple(headers: tuple[str, ...]) -> bool:
    """Say whether headers are those of targets.simple.csv."""
    return {"id", "schema", "name", "aliases", "birth_date", "dataset"} <= set(headers)


def read_simple(sheet: Sheet, harvest: Harvest, progress: Progress) -> None:
    """Read targets.simple.csv into a harvest."""
    for row in sheet.rows(harvest):
        harvest.version = max(harvest.version, row.get("last_seen"))
        harvest.take(_simple_entry(row), row.line, row.text, row.number)


def _simple_entry(row: SheetRow) -> Draft:
    schema = row.get("schema")
    draft = Draft(row.get("id"), _PARTIES.get(schema) or kind_of(schema) or Kind.OTHER, listed_on=row.get("first_seen"))
    draft.name(row.get("name"))
    for text in _cells(row, "aliases"):
        draft.name(text, said="alias")
    for date in _cells(row, "birth_date"):
        draft.add("birth_dates", date)
    for header, field_name in (
        ("countries", "countries"),
        ("addresses", "addresses"),
        ("phones", "phones"),
        ("emails", "emails"),
    ):
        draft.add(field_name, *_cells(row, header))
    for number in _cells(row, "identifiers"):
        draft.document(number, "identifier", what="other")
    draft.add("regimes", *_cells(row, "program_ids"), row.get("dataset"))
    draft.remark(row.get("sanctions"))
    return draft


def _cells(row: SheetRow, header: str) -> list[str]:
    """Cut a cell of values at its semicolons; a value with one inside stands in quotes."""
    text = row.get(header)
    parts = next(csv.reader([text], delimiter=";"), []) if '"' in text and "\n" not in text else text.split(";")
    return [part.strip() for part in parts if part.strip()]
