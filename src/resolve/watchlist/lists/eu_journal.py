"""EU sanctions as printed in the Official Journal, one row a designation (the table that OpenSanctions keeps of them).

A person may be named by several acts: each row is an entry, and its reference is act, annex and number, or the name
where the act gives no number.
"""

from __future__ import annotations

import re

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.naming import cut_names
from resolve.watchlist.lists.sheets import Sheet, SheetRow
from resolve.watchlist.lists.wording import country_of, document_field, kind_of, one_line

_BREAK = re.compile(r"\s*;\s*")
_SEX = re.compile(r"\b(?:fe)?male\b", re.IGNORECASE)
_NUMBERS = {
    "passportNumber": ("passport", "document_number"),
    "idNumber": ("identification number", ""),
    "taxNumber": ("tax number", ""),
    "innCode": ("INN", "national_id"),
    "registrationNumber": ("registration number", "other"),
    "ogrnCode": ("OGRN", "other"),
    "imoNumber": ("IMO number", "other"),
    "mmsi": ("MMSI", "other"),
    "swiftBic": ("SWIFT/BIC", "other"),
    "leiCode": ("LEI", "other"),
}


def is_journal(headers: tuple[str, ...]) -> bool:
    """Say whether headers are those of the table."""
    return {"celex", "recordId", "annex", "schema", "name"} <= set(headers)


def read_journal(sheet: Sheet, harvest: Harvest, progress: Progress) -> None:
    """Read the table into a harvest."""
    for row in sheet.rows(harvest):
        harvest.take(_entry(row), row.line, row.text, row.number)


def _entry(row: SheetRow) -> Draft:
    name = row.get("name")
    reference = " ".join(filter(None, (row.get("celex"), row.get("annex"), row.get("recordId") or one_line(name)[:80])))
    draft = Draft(reference, kind_of(row.get("schema")) or Kind.OTHER, listed_on=row.get("startDate"))
    found = _SEX.search(row.get("gender") or row.get("birthDate"))
    draft.sex = found.group() if found else ""
    _add_primary(draft, name, row.get("fatherName"))
    draft.name(row.get("alias"), Quality.STRONG, "alias")
    draft.name(row.get("weakAlias"), Quality.WEAK, "alias")
    draft.name(row.get("previousName"), Quality.STRONG, "formerly")
    draft.born(row.get("birthDate"))
    draft.add("birth_places", *_BREAK.split(row.get("birthPlace")))
    draft.add("nationalities", *_BREAK.split(row.get("nationality")))
    draft.add("countries", *_BREAK.split(row.get("country")), *_BREAK.split(row.get("flag")))
    draft.add("addresses", *_BREAK.split(row.get("address")))
    draft.add("positions", *_BREAK.split(row.get("position")))
    draft.add("phones", *_BREAK.split(row.get("phone")))
    draft.add("emails", *_BREAK.split(row.get("email")))
    for header, (said, what) in _NUMBERS.items():
        for text in _BREAK.split(row.get(header)):
            _add_number(draft, text, said, what)
    draft.add("regimes", row.get("programKey"))
    draft.remark(row.get("measure"), row.get("reason"), row.get("notes"))
    return draft


def _add_primary(draft: Draft, name: str, father: str) -> None:
    draft.name(name)
    if father and (pieces := cut_names(one_line(name))):
        draft.exact_name(ListedName(pieces[0].text, father=one_line(father)))


def _add_number(draft: Draft, text: str, said: str, what: str) -> None:
    number = re.split(r"\s[(,]|\s(?:valid|issued|expir)", text, maxsplit=1)[0]
    note = " ".join(re.findall(r"\(([^()]*)\)", text))
    kind = note if said == "identification number" and document_field(note) != "other" else said
    draft.document(number, kind, country_of(note), text, what)
