"""The OFAC list as sdn.xml (and consolidated.xml): one `sdnEntry` an entry.

Source: OFAC's schema for sdn.xml. The misspelt element `publshInformation` is part of the format.
"""

from __future__ import annotations

from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName
from resolve.watchlist.lists.markup import Node, read_elements
from resolve.watchlist.lists.wording import kind_of, one_line, quality_of, said_of, tidy

ROOT = "sdnList"


def read_ofac_xml(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read sdn.xml into a harvest."""
    stated = ""
    for node, line in read_elements(data, where, {"sdnEntry", "publshInformation"}, encoding, progress):
        if node.tag == "publshInformation":
            harvest.version, stated = node.text_of("Publish_Date"), node.text_of("Record_Count")
            continue
        harvest.take(_entry(node), line)
    if stated.isdecimal() and int(stated) != len(harvest.entries):
        harvest.notes.append(f"the list says that it holds {int(stated):,} entries; {len(harvest.entries):,} were read")


def _entry(node: Node) -> Draft:
    draft = Draft(node.text_of("uid"), kind_of(node.text_of("sdnType")) or Kind.OTHER)
    _add_name(draft, node, "primary", "")
    for alias in node.all("akaList/aka"):
        _add_name(draft, alias, said_of(alias.text_of("type")), alias.text_of("category"))
    for birth in node.texts("dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        draft.born(birth)
    draft.add("birth_places", *node.texts("placeOfBirthList/placeOfBirthItem/placeOfBirth"))
    draft.add("nationalities", *node.texts("nationalityList/nationality/country"))
    draft.add("nationalities", *node.texts("citizenshipList/citizenship/country"))
    for document in node.all("idList/id"):
        _add_number(draft, document)
    for address in node.all("addressList/address"):
        lines = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
        draft.add("addresses", ", ".join(filter(None, (tidy(address.text_of(line)) for line in lines))))
        draft.add("countries", address.text_of("country"))
    draft.document(node.text_of("vesselInfo/callSign"), "call sign", what="other")
    draft.add("countries", node.text_of("vesselInfo/vesselFlag"))
    draft.add("titles", node.text_of("title"))
    draft.add("regimes", *node.texts("programList/program"))
    draft.remark(node.text_of("remarks"))
    return draft


def _add_name(draft: Draft, node: Node, said: str, category: str) -> None:
    given, family = one_line(node.text_of("firstName")), one_line(node.text_of("lastName"))
    quality = quality_of(category)
    if given and family:
        draft.exact_name(ListedName(f"{given} {family}", quality, said, given=given, family=family))
    else:
        draft.name(given or family, quality, said)


def _add_number(draft: Draft, node: Node) -> None:
    """Add one of the numbers, among which the list keeps the sex, mail addresses and telephones too."""
    said, number = node.text_of("idType"), node.text_of("idNumber")
    if said == "Gender":
        draft.sex = number
    elif said == "Email Address":
        draft.add("emails", number)
    elif said in ("Phone Number", "Telephone Number"):
        draft.add("phones", number)
    elif number:
        draft.document(number, said, node.text_of("idCountry"))
