"""The list of Specially Designated Nationals of the US Treasury (OFAC) in CSV: names, aliases, addresses, comments.

Source: OFAC, "SDN data specification" (dat_spec.txt). The files have no header and `-0-` is empty; births, documents,
weak aliases and much else stand in the remarks, parted by semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from resolve.records.layout import rows_of
from resolve.watchlist.lists.draft import Draft, Harvest, Progress
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.sheets import cut_off_at
from resolve.watchlist.lists.wording import lists_rules, numbered, one_line, quality_of, said_of, tidy

# The files of the set by the number of their cells; what tells one from another table of that width is below.
PARTS = {12: "sdn", 6: "add", 5: "alt", 2: "comments"}
_EMPTY = "-0-"
_KINDS = {"individual": Kind.PERSON, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT, "": Kind.ORGANISATION}
_REMARK_BREAK = re.compile(r";\s+(?=[A-Z\"'a-z(])|;\s*$")
_QUOTED_NAME = re.compile(r"^(?:alt\. )?([afn])\.k\.a\. '(.+?)'?\.?$")
_COUNTRY = re.compile(r"\(([^()]+)\)")
_TITLED = re.compile(
    r"^(?:alt\. )?(DOB|POB|nationality|citizen|Gender|Email Address|Telephone|Phone Number|Fax)(?: No\.)?:? (.+?)\.?$"
)
_ALIAS_SAID = {"a": "alias", "f": "formerly", "n": "alias"}


def part_of(cells: list[str]) -> str:
    """Say which file of the set the first row of a file without a header belongs to, "" where to none.

    >>> part_of(["36", "12", "aka", "AERO", "-0- "]), part_of(["36", "1", "-0- ", "", "Cuba", "-0- "])
    ('alt', 'add')
    """
    part = PARTS.get(len(cells), "")
    if not part or not cells[0].strip().isdecimal():
        return ""
    if part == "alt":
        return part if cells[1].strip().isdecimal() and cells[2].strip().lower() in ("aka", "fka", "nka") else ""
    if part == "add":
        return part if cells[1].strip().isdecimal() and any(cell.strip() == _EMPTY for cell in cells[2:]) else ""
    if part == "sdn":
        return part if sum(cell.strip() == _EMPTY for cell in cells) >= _FEWEST_EMPTY else ""
    return part if len(cells[1]) > _LONG_COMMENT else ""


_FEWEST_EMPTY = 3
_LONG_COMMENT = 100


def read_ofac(parts: Mapping[str, tuple[bytes, str]], harvest: Harvest, progress: Progress) -> None:
    """Read the files of the set that are there, by their part, each as UTF-8 bytes and what to call it in an error."""
    drafts: dict[str, tuple[Draft, int, str]] = {}
    for part in ("sdn", "alt", "add", "comments"):
        if part not in parts:
            continue
        data, place = parts[part]
        width = next(count for count, name in PARTS.items() if name == part)
        for row in rows_of(data.rstrip(b"\x1a"), ","):
            if row.open_quote or (len(row.cells) != width and not row.text.endswith(("\n", "\r"))):
                raise cut_off_at(place, row.line)
            if len(row.cells) != width:
                harvest.reject(
                    f"expected {width} cells, found {len(row.cells)} ({place})", row.line, row.text, row.number + 1
                )
                continue
            cells = ["" if cell.strip() == _EMPTY else cell.strip() for cell in row.cells]
            if part == "sdn":
                drafts[cells[0]] = (_entry(cells), row.line, row.text)
                continue
            if cells[0] not in drafts:
                if "sdn" in parts:
                    harvest.reject(
                        f"belongs to no entry of the main file ({place})", row.line, row.text, row.number + 1
                    )
                    continue
                drafts[cells[0]] = (Draft(cells[0], Kind.OTHER), row.line, row.text)
            _ADDERS[part](drafts[cells[0]][0], cells)
    for i, (draft, line, text) in enumerate(drafts.values()):
        harvest.take(draft, line, text)
        progress(i / len(drafts))


def _entry(cells: list[str]) -> Draft:
    number, name, kind, program, title, call_sign, vessel_type, _, _, flag, owner, remarks = cells
    draft = Draft(number, _KINDS.get(kind.lower(), Kind.OTHER))
    add_ofac_name(draft, name, Quality.STRONG, "primary")
    draft.add("regimes", *re.split(r"\]\s*\[|[\[\]]", program))
    draft.add("titles", title)
    draft.document(call_sign, "call sign", what="other")
    draft.add("countries", flag)
    add_remarks(draft, remarks)
    draft.remark(vessel_type, f"owner: {owner}" if owner else "")
    return draft


def add_ofac_name(draft: Draft, text: str, quality: Quality, said: str) -> None:
    """Add a name; of a person, what stands before the first comma is the surname."""
    family, comma, given = one_line(text).partition(", ")
    if draft.kind is Kind.PERSON and comma and "(" not in text:
        draft.exact_name(ListedName(one_line(text), quality, said, given=given, family=family))
    else:
        draft.name(text, quality, said)


def _add_alias(draft: Draft, cells: list[str]) -> None:
    if draft.kind is Kind.OTHER and re.match(r"[A-ZÀ-Þ' -]{2,}, [A-Z][a-z]", cells[3]):
        draft.kind = Kind.PERSON  # an alias without its entry: "SURNAME, Given" is how the list writes people
    weak = quality_of(*cells[4].split()) if cells[4] else Quality.STRONG
    add_ofac_name(draft, cells[3], weak, said_of(cells[2]))


def _add_address(draft: Draft, cells: list[str]) -> None:
    draft.add("addresses", ", ".join(filter(None, map(tidy, cells[2:5]))))
    draft.add("countries", cells[4])


def _add_comment(draft: Draft, cells: list[str]) -> None:
    add_remarks(draft, cells[1])


_ADDERS = {"alt": _add_alias, "add": _add_address, "comments": _add_comment}


def add_remarks(draft: Draft, remarks: str) -> None:
    """Read the remarks: births, nationalities, sex, documents, weak aliases; all of them are a remark too.

    >>> draft = Draft("1", Kind.PERSON)
    >>> add_remarks(draft, "DOB circa 1961; POB Niš, Serbia; Passport 00123 (Serbia) issued 2001; a.k.a. 'Gaga'.")
    >>> party = draft.party()
    >>> party.name, party.names[0].quality.value, party.birth_dates, party.documents[0].country
    ('Gaga', 'weak', ('circa 1961',), 'Serbia')
    """
    draft.remark(remarks)
    for part in filter(None, map(str.strip, _REMARK_BREAK.split(remarks))):
        if found := _QUOTED_NAME.match(part):
            add_ofac_name(draft, found.group(2), Quality.WEAK, _ALIAS_SAID[found.group(1)])
        elif found := _TITLED.match(part):
            _add_titled(draft, found.group(1), found.group(2))
        elif found := _documents().match(part):
            _add_document(draft, found.group(1), found.group(2).rstrip("."))


def _add_titled(draft: Draft, title: str, value: str) -> None:
    if title == "DOB":
        draft.born(value)
    elif title == "POB":
        draft.add("birth_places", value)
    elif title in ("nationality", "citizen"):
        draft.add("nationalities", value)
    elif title == "Gender":
        draft.sex = draft.sex or value
    elif title == "Email Address":
        draft.add("emails", value)
    else:
        draft.add("phones", *numbered(value))


def _add_document(draft: Draft, said: str, rest: str) -> None:
    number = re.split(r"\s\(|\s(?:issued|expires|expired)\b", rest, maxsplit=1)[0]
    country = _COUNTRY.search(rest)
    draft.document(number, said, country.group(1) if country else "", rest)


@cache
def _documents() -> re.Pattern[str]:
    labels = sorted(lists_rules()["ofac"]["documents"], key=len, reverse=True)
    return re.compile(rf"(?:alt\. )?({'|'.join(map(re.escape, labels))}):? (\S.*)")
