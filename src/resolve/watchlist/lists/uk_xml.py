"""The UK lists in XML: the UK Sanctions List (`Designations`) and the consolidated list of OFSI.

Source: the files as published on gov.uk and by OFSI ("2022 format").
"""

from __future__ import annotations

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind
from resolve.watchlist.lists.markup import Node, read_elements
from resolve.watchlist.lists.naming import ORIGINAL
from resolve.watchlist.lists.uk import add_documents, add_information, add_name, clean_birth
from resolve.watchlist.lists.wording import kind_of, numbered, one_line, tidy

ROOT = "Designations"
CONSOLIDATED_ROOT = "ArrayOfFinancialSanctionsTarget"
_PERSON = "IndividualDetails/Individual"
_LINES = (*(f"AddressLine{i}" for i in range(1, 7)), "AddressPostalCode", "AddressCountry")
_OLD_LINES = (*(f"Address{i}" for i in range(1, 7)), "PostCode", "Country")


def read_uk_xml(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read the UK Sanctions List into a harvest."""
    for node, line in read_elements(data, where, {"Designation", "DateGenerated"}, encoding, progress):
        if node.tag == "DateGenerated":
            harvest.version = node.text
            continue
        harvest.take(_designation(node), line)


def read_consolidated_xml(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read the consolidated list of OFSI into a harvest; it has an element for each name and birth date."""
    drafts: dict[str, tuple[Draft, int]] = {}
    for node, line in read_elements(data, where, {"FinancialSanctionsTarget"}, encoding, progress):
        reference = one_line(node.text_of("GroupID")) or f"line {line}"
        if reference not in drafts:
            kind = kind_of(node.text_of("GroupTypeDescription")) or Kind.OTHER
            drafts[reference] = (Draft(reference, kind, listed_on=node.text_of("DateListed")), line)
        _add_target(drafts[reference][0], node)
    for draft, line in drafts.values():
        if draft.entry_id.startswith("line "):
            draft.entry_id = ""
        harvest.take(draft, line)


def _designation(node: Node) -> Draft:
    kind = kind_of(node.text_of("IndividualEntityShip")) or Kind.OTHER
    draft = Draft(node.text_of("UniqueID"), kind, listed_on=node.text_of("DateDesignated"))
    for name in node.all("Names/Name"):
        parts = [name.text_of(f"Name{i}") for i in range(1, 7)]
        add_name(draft, parts, name.text_of("NameType") or "alias", name.text_of("AliasStrength"))
    for text in node.texts("NonLatinNames/NonLatinName/NameNonLatinScript"):
        draft.name(text, said=ORIGINAL)
    _add_person(draft, node)
    draft.add("titles", *node.texts("Titles/Title"))
    for address in node.all("Addresses/Address"):
        draft.add("addresses", _joined(address, _LINES))
        draft.add("countries", address.text_of("AddressCountry"))
    draft.add("phones", *node.texts("PhoneNumbers/PhoneNumber"))
    draft.add("emails", *node.texts("EmailAddresses/EmailAddress"))
    for number in node.texts("EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber"):
        draft.document(number, "business registration number", what="other")
    for number in node.texts("ShipDetails/Ship/IMONumbers/IMONumber"):
        draft.document(number, "IMO number", what="other")
    draft.add("countries", *node.texts("ShipDetails/Ship/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip"))
    draft.add("regimes", node.text_of("RegimeName"))
    for label, tag in (("UN", "UNReferenceNumber"), ("UK", "UniqueID"), ("UK", "OFSIGroupID")):
        if number := one_line(node.text_of(tag)):
            draft.add("references", f"{label} {number}")
    draft.remark(node.text_of("OtherInformation"), node.text_of("UKStatementofReasons"))
    return draft


def _add_person(draft: Draft, node: Node) -> None:
    draft.add("birth_dates", *map(clean_birth, node.texts(f"{_PERSON}/DOBs/DOB")))
    for place in node.all(f"{_PERSON}/BirthDetails/Location"):
        draft.add("birth_places", _joined(place, ("TownOfBirth", "CountryOfBirth")))
    draft.add("nationalities", *node.texts(f"{_PERSON}/Nationalities/Nationality"))
    draft.add("positions", *node.texts(f"{_PERSON}/Positions/Position"))
    draft.sex = node.text_of(f"{_PERSON}/Genders/Gender")
    for passport in node.all(f"{_PERSON}/PassportDetails/Passport"):
        note = passport.text_of("PassportAdditionalInformation")
        add_documents(draft, passport.text_of("PassportNumber"), note, "passport", "document_number")
    for number in node.all(f"{_PERSON}/NationalIdentifierDetails/NationalIdentifier"):
        note = number.text_of("NationalIdentifierAdditionalInformation")
        text = number.text_of("NationalIdentifierNumber")
        add_documents(draft, text, note, "national identification", "national_id")


def _add_target(draft: Draft, node: Node) -> None:
    parts = [node.text_of(f"name{i}") or node.text_of(f"Name{i}") for i in range(1, 7)]
    add_name(draft, parts, node.text_of("AliasType") or "alias", node.text_of("AliasQuality"))
    draft.name(node.text_of("NameNonLatinScript"), said=ORIGINAL)
    for tag in ("Individual_DateOfBirth", "DateOfBirth"):
        draft.add("birth_dates", *map(clean_birth, numbered(node.text_of(tag))))
    places = [node.text_of(f"Individual_{tag}") for tag in ("TownOfBirth", "CountryOfBirth")]
    draft.add("birth_places", ", ".join(filter(None, map(tidy, places))))
    draft.add("nationalities", *numbered(node.text_of("Individual_Nationality")))
    draft.add("titles", *numbered(node.text_of("NameTitle") or node.text_of("Title")))
    draft.add("positions", *numbered(node.text_of("Individual_Position")))
    draft.sex = draft.sex or node.text_of("Individual_Gender")
    for tag, said, field_name in (
        ("Individual_Passport", "passport", "document_number"),
        ("Individual_NINumber", "national identification", "national_id"),
    ):
        numbers = node.text_of(f"{tag}Number") or node.text_of(tag)
        add_documents(draft, numbers, node.text_of(f"{tag}Details"), said, field_name)
    draft.add("addresses", _joined(node, _OLD_LINES))
    draft.add("countries", node.text_of("Country"))
    draft.add("regimes", node.text_of("RegimeName"))
    draft.add("references", *(f"UK {text}" for text in node.texts("UKSanctionsListRef") if text))
    add_information(draft, node.text_of("OtherInformation"))


def _joined(node: Node, tags: tuple[str, ...]) -> str:
    return ", ".join(filter(None, (tidy(node.text_of(tag)) for tag in tags)))
