"""The consolidated list of the European Union's financial sanctions (FSF): XML 1.1 and the CSV with semicolons.

Source: the files as published by the European Commission. In the CSV each row holds one part of an entry: a name, an
address, a birth, a document or a citizenship.
"""

from __future__ import annotations

from resolve.text.scripts import script_of
from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.markup import Node, read_elements, root_of
from resolve.watchlist.lists.naming import ORIGINAL
from resolve.watchlist.lists.sheets import Sheet, SheetRow, gathered
from resolve.watchlist.lists.wording import circa, kind_of, one_line, tidy

ROOT = "export"
_FALSE = ("knownFalse", "KnownFalse")
_SEXES = ("M", "F")


def is_eu(headers: tuple[str, ...]) -> bool:
    """Say whether headers are those of the EU's CSV."""
    return {"Entity_LogicalId", "NameAlias_WholeName"} <= set(headers)


def read_eu_xml(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read the XML into a harvest."""
    root = root_of(data, encoding)
    harvest.version = root[1].get("generationDate", "") if root else ""
    for node, line in read_elements(data, where, {"sanctionEntity"}, encoding, progress):
        harvest.take(_entry(node), line)


def read_eu_csv(sheet: Sheet, harvest: Harvest, progress: Progress) -> None:
    """Read the CSV into a harvest."""
    groups = gathered(sheet.rows(harvest), "Entity_LogicalId")
    for i, rows in enumerate(groups.values()):
        harvest.version = harvest.version or rows[0].get("fileGenerationDate", "FileGenerationDate")
        node = _node_of(rows)
        harvest.take(_entry(node), rows[0].line, rows[0].text, rows[0].number)
        progress(i / len(groups))


# The attributes of the XML and the columns of the CSV that say the same, by element.
_CSV_PARTS = {
    "nameAlias": ("NameAlias", "firstName middleName lastName wholeName nameLanguage gender title function strong"),
    "birthdate": (
        "BirthDate",
        "birthdate day month year yearRangeFrom yearRangeTo circa calendarType city place region countryDescription",
    ),
    "citizenship": ("Citizenship", "countryDescription countryIso2Code region"),
    "address": ("Address", "street poBox city zipCode region place countryDescription"),
    "identification": (
        "Identification",
        "number latinNumber typeDescription typeCode countryDescription countryIso2Code knownFalse nameOnDocument",
    ),
}
_RENAMED = {
    "typeDescription": "identificationTypeDescription",
    "typeCode": "identificationTypeCode",
    "day": "dayOfMonth",
    "month": "monthOfYear",
}


def _node_of(rows: list[SheetRow]) -> Node:
    """Bring the rows of one entry to the element that the XML would have."""
    first = rows[0]
    entity = {
        "logicalId": first.get("Entity_LogicalId"),
        "euReferenceNumber": first.get("Entity_EU_ReferenceNumber"),
        "unitedNationId": first.get("Entity_UnitedNationId"),
        "designationDate": first.get("Entity_DesignationDate"),
    }
    subject = {
        "code": first.get("Entity_SubjectType_ClassificationCode"),
        "classificationCode": first.get("Entity_SubjectType"),
    }
    regulation = {
        "programme": first.get("Entity_Regulation_Programme"),
        "publicationDate": first.get("Entity_Regulation_PublicationDate"),
    }
    node = Node("sanctionEntity", entity, children=[Node("subjectType", subject), Node("regulation", regulation)])
    node.children.append(Node("remark", {}, first.get("Entity_Remark")))
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        for tag, (prefix, names) in _CSV_PARTS.items():
            cells = {name: row.get(f"{prefix}_{name[:1].upper()}{name[1:]}") for name in names.split()}
            key = (tag, *cells.values())
            if any(cells.values()) and key not in seen:
                seen.add(key)
                attributes = {_RENAMED.get(name, name): cell for name, cell in cells.items()}
                node.children.append(Node(tag, attributes, children=[Node("remark", {}, row.get(f"{prefix}_Remark"))]))
    return node


def _entry(node: Node) -> Draft:
    subject = next(iter(node.all("subjectType")), node)
    kind = kind_of(subject.get("code")) or kind_of(subject.get("classificationCode")) or Kind.OTHER
    reference, number = one_line(node.get("euReferenceNumber")), one_line(node.get("logicalId"))
    draft = Draft(reference or number, kind, listed_on=node.get("designationDate"))
    draft.add("references", *(f"EU {text}" for text in (reference, number) if text))
    draft.add(
        "references",
        *(f"UN {text}" for text in node.get("unitedNationId").replace(",", ";").split(";") if text.strip()),
    )
    for alias in node.all("nameAlias"):
        _add_name(draft, alias)
    for birth in node.all("birthdate"):
        _add_birth(draft, birth)
    for citizenship in node.all("citizenship"):
        draft.add("nationalities", citizenship.get("countryDescription") or citizenship.get("countryIso2Code"))
    for address in node.all("address"):
        parts = ("street", "poBox", "place", "city", "zipCode", "region", "countryDescription")
        draft.add("addresses", _joined(address, parts))
        draft.add("countries", _known(address.get("countryDescription")))
    for document in node.all("identification"):
        _add_document(draft, document)
    for regulation in node.all("regulation"):
        draft.add("regimes", regulation.get("programme"))
        draft.listed_on = draft.listed_on or regulation.get("publicationDate")
    draft.remark(*node.texts("remark"))
    return draft


def _add_name(draft: Draft, alias: Node) -> None:
    given = " ".join(filter(None, (one_line(alias.get(name)) for name in ("firstName", "middleName"))))
    family, whole = one_line(alias.get("lastName")), one_line(alias.get("wholeName"))
    quality = Quality.WEAK if alias.get("strong").lower() == "false" else Quality.STRONG
    said = "alias" if draft.has_names else "primary"
    if script_of(whole or family) not in ("Latn", "Zyyy"):
        said = ORIGINAL
    if given and family and draft.kind is Kind.PERSON:
        draft.exact_name(ListedName(whole or f"{given} {family}", quality, said, given=given, family=family))
    else:
        draft.name(whole or f"{given} {family}".strip(), quality, said)
    if alias.get("gender").upper() in _SEXES:
        draft.sex = draft.sex or alias.get("gender")
    draft.add("titles", alias.get("title"))
    draft.add("positions", alias.get("function"))


def _add_birth(draft: Draft, birth: Node) -> None:
    start, end = birth.get("yearRangeFrom"), birth.get("yearRangeTo")
    date = tidy(birth.get("birthdate"))
    if not date and birth.get("year"):
        parts = (birth.get("year"), birth.get("monthOfYear").zfill(2), birth.get("dayOfMonth").zfill(2))
        date = "-".join(parts[: 1 if parts[1] == "00" else 2 if parts[2] == "00" else 3])
    elif not date and (start or end):
        date = f"{start} to {end}" if start and end and start != end else start or end
    if date:
        calendar = birth.get("calendarType").upper()
        told = f"{date} ({calendar.lower()})" if calendar not in ("", "GREGORIAN") else date
        draft.add("birth_dates", circa(told) if birth.get("circa").lower() == "true" else told)
    else:
        draft.born(birth.text_of("remark"))
    draft.add("birth_places", _joined(birth, ("place", "city", "region", "countryDescription")))


def _add_document(draft: Draft, document: Node) -> None:
    note = " ".join([document.text_of("remark"), *("false" for name in _FALSE if document.get(name).lower() == "true")])
    said = document.get("identificationTypeDescription") or document.get("identificationTypeCode")
    country = _known(document.get("countryDescription")) or _known(document.get("countryIso2Code"))
    draft.document(document.get("number") or document.get("latinNumber"), said, country, note)


def _joined(node: Node, names: tuple[str, ...]) -> str:
    return ", ".join(filter(None, (_known(node.get(name)) for name in names)))


def _known(text: str) -> str:
    return "" if text.upper() in ("UNKNOWN", "00") else tidy(text)
