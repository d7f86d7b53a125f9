"""The consolidated list of the UN Security Council (XML).

Source: the file as published at scsanctions.un.org and its schema, sc-sanctions.xsd.
"""

from __future__ import annotations

import re

from resolve.text.scripts import script_of
from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, Quality
from resolve.watchlist.lists.markup import Node, read_elements, root_of
from resolve.watchlist.lists.naming import ORIGINAL, cut_names
from resolve.watchlist.lists.wording import circa, one_line, quality_of, said_of, tidy

ROOT = "CONSOLIDATED_LIST"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME")
# What stands in the place of a name that a person does not have; in capitals it may be a name.
_NO_NAME = ("-", "na", "n/a")
_SEX = re.compile(r"\bGender\s*:?\s*(male|female)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\d|\bborn\b|\bpassport\b|\bson of\b", re.IGNORECASE)


def read_un(data: bytes, where: str, harvest: Harvest, progress: Progress, encoding: str | None) -> None:
    """Read the UN consolidated list into a harvest."""
    root = root_of(data, encoding)
    harvest.version = root[1].get("dateGenerated", "") if root else ""
    for node, line in read_elements(data, where, {"INDIVIDUAL", "ENTITY"}, encoding, progress):
        harvest.take(_entry(node), line)


def _entry(node: Node) -> Draft:
    kind = Kind.PERSON if node.tag == "INDIVIDUAL" else Kind.ORGANISATION
    reference, data_id = node.text_of("REFERENCE_NUMBER"), node.text_of("DATAID")
    draft = Draft(reference or data_id, kind, sex=node.text_of("GENDER"), listed_on=node.text_of("LISTED_ON"))
    draft.add("references", *(f"UN {one_line(number)}" for number in (reference, data_id) if one_line(number)))
    parts = [text for tag in _NAMES if (text := one_line(node.text_of(tag))) and text not in _NO_NAME]
    draft.name(" ".join(parts))
    for text in node.texts("NAME_ORIGINAL_SCRIPT"):
        draft.name(text, said=ORIGINAL)
    for comment in node.texts("COMMENTS1"):
        draft.remark(comment)
        if not draft.sex and (found := _SEX.search(comment)):
            draft.sex = found.group(1)
    for alias in node.all(f"{node.tag}_ALIAS"):
        _add_alias(draft, alias)
    for birth in node.all("INDIVIDUAL_DATE_OF_BIRTH"):
        _add_birth(draft, birth)
    for place in node.all("INDIVIDUAL_PLACE_OF_BIRTH"):
        draft.add("birth_places", _place(place, "STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"))
    for address in node.all(f"{node.tag}_ADDRESS"):
        draft.add("addresses", _place(address, "STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"))
        draft.add("countries", address.text_of("COUNTRY"))
    for document in node.all("INDIVIDUAL_DOCUMENT"):
        _add_document(draft, document)
    draft.add("nationalities", *node.texts("NATIONALITY/VALUE"))
    draft.add("titles", *node.texts("TITLE/VALUE"))
    draft.add("positions", *node.texts("DESIGNATION/VALUE"))
    draft.add("regimes", *node.texts("UN_LIST_TYPE"))
    return draft


def _add_alias(draft: Draft, alias: Node) -> None:
    """Add an alias, the spelling in another script that its note gives, and the birth that goes with it."""
    text, said, note = alias.text_of("ALIAS_NAME"), alias.text_of("QUALITY"), alias.text_of("NOTE")
    quality = quality_of(said, note)
    called = said_of(note) if said_of(note) == "formerly" else said_of(said) if quality is Quality.STRONG else "alias"
    draft.name(text, quality, called or "alias")
    if note:
        for piece in _spellings(text, note):
            draft.name(piece, quality, ORIGINAL if script_of(piece) != "Latn" else "transliteration")
        draft.remark(f"{one_line(text)}: {one_line(note)}")
    draft.born(alias.text_of("DATE_OF_BIRTH"))
    draft.add("birth_places", _place(alias, "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))


def _spellings(text: str, note: str) -> list[str]:
    """Give what a note holds of the same name in another script."""
    if script_of(text) in ("Latn", "Zyyy"):
        words = [word for word in note.replace(":", ": ").split() if script_of(word) not in ("Latn", "Zyyy")]
        return [" ".join(words)] if words else []
    if _SENTENCE.search(note):
        return []
    found = [piece.text for piece in cut_names(one_line(note))]
    return [name for name in found if all(word[:1].isupper() or "-" in word for word in name.split())]


def _add_birth(draft: Draft, birth: Node) -> None:
    kind, note = birth.text_of("TYPE_OF_DATE"), birth.text_of("NOTE")
    start, end = birth.text_of("FROM_YEAR"), birth.text_of("TO_YEAR")
    date = birth.text_of("DATE") or birth.text_of("YEAR") or (f"{start} to {end}" if start and end else start or end)
    if not date:
        draft.born(note)
    elif len(date) == 4 and re.fullmatch(r"[A-Z][a-z]+\.?", note):
        draft.born(f"{note} {date}")  # a month in the note, the year in its place
    else:
        draft.add("birth_dates", circa(tidy(date)) if kind == "APPROXIMATELY" else date)


def _add_document(draft: Draft, document: Node) -> None:
    kinds = [one_line(document.text_of(tag)) for tag in ("TYPE_OF_DOCUMENT2", "TYPE_OF_DOCUMENT")]
    country = document.text_of("ISSUING_COUNTRY") or document.text_of("COUNTRY_OF_ISSUE")
    draft.document(document.text_of("NUMBER"), next(filter(None, kinds), ""), country, document.text_of("NOTE"))


def _place(node: Node, *tags: str) -> str:
    return ", ".join(filter(None, (tidy(node.text_of(tag)) for tag in tags)))
