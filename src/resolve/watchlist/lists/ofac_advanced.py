"""The OFAC list as sdn_advanced.xml: the Advanced Sanctions Data Model, where parties refer to tables of values.

Source: OFAC, "Advanced Sanctions List Standard" notes and schema (UN/Wolfsberg model of 2013). Values, locations and
documents come before the parties in the file, what they are sanctioned for after them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.markup import Node, read_elements
from resolve.watchlist.lists.naming import ORIGINAL
from resolve.watchlist.lists.wording import circa, kind_of, one_line, said_of

ROOTS = ("Sanctions", "SanctionsData")
_WANTED = frozenset(
    ("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry")
)
_TEXT_FEATURES = {
    "email address": "emails",
    "phone number": "phones",
    "title": "titles",
}
_PLACE_FEATURES = {
    "place of birth": "birth_places",
    "nationality country": "nationalities",
    "citizenship country": "nationalities",
    "location": "addresses",
    "vessel flag": "countries",
}
_LAST_DAY_OF_YEAR = ("12", "31")


@dataclass(slots=True)
class _Tables:
    """The tables of values that parties refer to."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    party_types: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    documents: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)

    def value(self, kind: str, number: str) -> str:
        return self.values.get((kind, number), "")


def read_ofac_advanced(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read sdn_advanced.xml into a harvest."""
    tables = _Tables()
    entries: dict[str, list[tuple[str, str]]] = {}
    parties: list[tuple[Draft, int]] = []
    for node, line in read_elements(data, where, _WANTED, encoding, progress):
        if node.tag == "DateOfIssue":
            harvest.version = _date(node)
        elif node.tag == "ReferenceValueSets":
            _read_values(node, tables)
        elif node.tag == "Location":
            _read_place(node, tables)
        elif node.tag == "IDRegDocument":
            _read_document(node, tables)
        elif node.tag == "DistinctParty":
            parties.append((_party(node, tables), line))
        else:
            entries.setdefault(node.get("ProfileID"), []).extend(_sanctions(node))
    for draft, line in parties:
        for field_name, value in entries.get(draft.entry_id, ()):
            if field_name == "listed_on":
                draft.listed_on = draft.listed_on or value
            else:
                draft.add(field_name, value)
        harvest.take(draft, line)


def _read_values(node: Node, tables: _Tables) -> None:
    for group in node.children:
        for value in group.children:
            tables.values[value.tag, value.get("ID")] = value.text
            if value.tag == "PartySubType":
                tables.party_types[value.get("ID")] = value.get("PartyTypeID")


def _read_place(node: Node, tables: _Tables) -> None:
    parts = [one_line(text) for text in node.texts("LocationPart/LocationPartValue/Value")]
    country = next((tables.value("Country", one.get("CountryID")) for one in node.all("LocationCountry")), "")
    if not country:
        country = next((tables.value("AreaCode", one.get("AreaCodeID")) for one in node.all("LocationAreaCode")), "")
    if country and country not in parts:
        parts.append(country)
    tables.places[node.get("ID")] = ", ".join(filter(None, parts))
    tables.countries[node.get("ID")] = country


def _read_document(node: Node, tables: _Tables) -> None:
    country = node.get("IssuedBy-CountryID") or next((one.get("CountryID") for one in node.all("IssuedBy")), "")
    note = " ".join(filter(None, (node.text_of("Comment"), tables.value("Validity", node.get("ValidityID")))))
    found = (
        node.text_of("IDRegistrationNo"),
        tables.value("IDRegDocType", node.get("IDRegDocTypeID")),
        tables.value("Country", country),
        note,
    )
    tables.documents.setdefault(node.get("IdentityID"), []).append(found)


def _party(node: Node, tables: _Tables) -> Draft:
    profile = next(iter(node.all("Profile")), node)
    subtype = profile.get("PartySubTypeID")
    named = tables.value("PartySubType", subtype)
    kind = kind_of(named) or kind_of(tables.value("PartyType", tables.party_types.get(subtype, "")))
    draft = Draft(node.get("FixedRef") or profile.get("ID"), kind or Kind.OTHER)
    for comment in node.texts("Comment"):
        draft.remark(comment)
    for identity in profile.all("Identity"):
        groups = {
            group.get("ID"): tables.value("NamePartType", group.get("NamePartTypeID"))
            for group in identity.all("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        for alias in identity.all("Alias"):
            for name in alias.all("DocumentedName"):
                _add_name(draft, alias, name, groups, tables)
        for document in tables.documents.get(identity.get("ID"), ()):
            number, said, country, note = document
            draft.document(number, said, country, note)
    for feature in (*profile.all("Feature"), *node.all("Feature")):
        _add_feature(draft, feature, tables)
    return draft


def _add_name(draft: Draft, alias: Node, name: Node, groups: dict[str, str], tables: _Tables) -> None:
    values = name.all("DocumentedNamePart/NamePartValue")
    parts: dict[str, list[str]] = {}
    for value in values:
        parts.setdefault(groups.get(value.get("NamePartGroupID"), "").lower(), []).append(one_line(value.text))
    quality = Quality.WEAK if alias.get("LowQuality") == "true" else Quality.STRONG
    script = next((tables.value("Script", value.get("ScriptID")) for value in values if value.get("ScriptID")), "")
    said = "primary" if alias.get("Primary") == "true" else said_of(tables.value("AliasType", alias.get("AliasTypeID")))
    if script and script != "Latin":
        said = ORIGINAL
    family = " ".join(parts.get("last name", ()))
    given = " ".join((*parts.get("first name", ()), *parts.get("middle name", ())))
    father = " ".join(parts.get("patronymic", ()))
    if family and given and draft.kind is Kind.PERSON:
        text = " ".join(filter(None, (given, father, family)))
        draft.exact_name(ListedName(text, quality, said, given=given, father=father, family=family))
    else:
        draft.name(" ".join(one_line(value.text) for value in values), quality, said)


def _add_feature(draft: Draft, feature: Node, tables: _Tables) -> None:
    kind = tables.value("FeatureType", feature.get("FeatureTypeID")).lower()
    for version in (*feature.all("FeatureVersion"), feature):
        if kind == "birthdate":
            draft.add("birth_dates", *map(_period, version.all("DatePeriod")))
        details = [
            detail.text or tables.value("DetailReference", detail.get("DetailReferenceID"))
            for detail in version.all("VersionDetail")
        ]
        places = [place.get("LocationID") for place in version.all("VersionLocation")]
        if kind == "gender":
            draft.sex = draft.sex or next(filter(None, details), "")
        elif kind in _TEXT_FEATURES:
            draft.add(_TEXT_FEATURES[kind], *details)
        elif kind in _PLACE_FEATURES:
            draft.add(_PLACE_FEATURES[kind], *(tables.places.get(place, "") for place in places), *details)
            if kind == "location":
                draft.add("countries", *(tables.countries.get(place, "") for place in places))
        elif kind != "birthdate":
            draft.remark(*(f"{kind}: {detail}" for detail in details if detail))


def _period(period: Node) -> str:
    """Write a period as a date, a year, or a range; ends that are not exact make it approximate."""
    starts, ends = period.all("Start/From"), period.all("End/To") or period.all("Start/To")
    if not starts:
        return ""
    first, last = starts[0], ends[0] if ends else starts[0]
    near = any(end.get("Approximate") == "true" for end in (*period.all("Start"), *period.all("End")))
    if _date(first) == _date(last):
        date = _date(first)
    elif first.text_of("Year") == last.text_of("Year") and _ends_year(first, last):
        date = first.text_of("Year")
    else:
        date = f"{first.text_of('Year')} to {last.text_of('Year')}"
        if first.text_of("Year") == last.text_of("Year"):
            date = f"{first.text_of('Year')}-{first.text_of('Month').zfill(2)}"
    return circa(date) if near else date


def _ends_year(first: Node, last: Node) -> bool:
    opens = (first.text_of("Month") or "1", first.text_of("Day") or "1") == ("1", "1")
    return opens and (last.text_of("Month") or "12", last.text_of("Day") or "31") == _LAST_DAY_OF_YEAR


def _date(node: Node) -> str:
    parts = [node.text_of(name) for name in ("Year", "Month", "Day")]
    return "-".join(part.zfill(2) for part in parts if part)


def _sanctions(node: Node) -> list[tuple[str, str]]:
    found = [("listed_on", _date(date)) for date in node.all("EntryEvent/Date")]
    return found + [("regimes", text) for text in node.texts("SanctionsMeasure/Comment") if text]
