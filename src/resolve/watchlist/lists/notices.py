"""Small lists in JSON: Interpol's public notices, and plain objects with a reference, names and what else they say.

Source: the answers of Interpol's public notice service (ws-public.interpol.int/notices/v1), single or a page of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from resolve.text.unicode import plain
from resolve.watchlist.lists.draft import Draft, Harvest
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.structured import Found, first_text, texts
from resolve.watchlist.lists.wording import kind_of, lists_rules, one_line, quality_of, says_victim, tidy

_NOTICE_KEYS = ("forename", "date_of_birth", "nationalities", "arrest_warrants", "sex_id")
_SEXES = ("M", "F")
_PLAIN_FIELDS = ["birth_places", "nationalities", "countries", "addresses", "positions", "regimes", "references"]


def notices_in(found: list[Found]) -> list[Found]:
    """Take the notices out of the pages that hold them."""
    notices: list[Found] = []
    for one in found:
        inside = one.value.get("_embedded")
        page = inside.get("notices") if isinstance(inside, dict) else one.value.get("notices")
        if isinstance(page, list):
            notices.extend(Found(notice, one.line, "") for notice in page if isinstance(notice, dict))
        else:
            notices.append(one)
    return notices


def is_notice(value: Mapping[str, Any]) -> bool:
    """Say whether an object is one of Interpol's notices."""
    return "entity_id" in value and "name" in value and any(key in value for key in _NOTICE_KEYS)


def read_notices(found: list[Found], harvest: Harvest) -> None:
    """Read notices into a harvest."""
    for one in found:
        harvest.take(_notice(one.value), one.line, one.text)


def _notice(value: Mapping[str, Any]) -> Draft:
    forename, surname = first_text(value.get("forename")), first_text(value.get("name"))
    draft = Draft(first_text(value.get("entity_id")), Kind.PERSON)
    if forename and surname:
        given, family = one_line(forename), one_line(surname)
        draft.exact_name(ListedName(f"{forename} {surname}", given=given, family=family))
    else:
        draft.name(surname or forename)
    for date in texts(value.get("date_of_birth")):
        draft.add("birth_dates", date.replace("/", "-"))
    places = [first_text(value.get(key)) for key in ("place_of_birth", "country_of_birth_id")]
    draft.add("birth_places", ", ".join(filter(None, map(tidy, places))))
    draft.add("nationalities", *texts(value.get("nationalities")))
    sex = first_text(value.get("sex_id")).upper()
    draft.sex = sex if sex in _SEXES else ""
    if reference := first_text(value.get("un_reference")):
        draft.add("references", f"UN {reference}")
    warrants = value.get("arrest_warrants")
    for warrant in warrants if isinstance(warrants, list) else ():
        if isinstance(warrant, dict):
            draft.remark(first_text(warrant.get("charge")))
            draft.add("regimes", "Red Notice")
    return draft


def is_plain(value: Mapping[str, Any]) -> bool:
    """Say whether an object has a reference and names under keys that `rules/screening/lists.toml` knows."""
    meant = {_key(key) for key in value}
    return {"id", "names"} <= meant


def read_plain(found: list[Found], harvest: Harvest, as_kind: Kind) -> None:
    """Read plain objects into a harvest; keys that are not known are passed over, with a note."""
    unknown: dict[str, None] = {}
    for one in found:
        harvest.take(_plain_entry(one.value, as_kind, unknown), one.line, one.text)
    if unknown:
        shown = ", ".join(f"'{one_line(key)[:40]}'" for key in list(unknown)[:10])
        harvest.notes.append(f"keys whose meaning is not known were passed over: {shown}")


def _plain_entry(value: Mapping[str, Any], as_kind: Kind, unknown: dict[str, None]) -> Draft:
    by_field: dict[str, list[Any]] = {}
    for key, content in value.items():
        field_name = _key(key)
        if field_name:
            by_field.setdefault(field_name, []).extend(content if isinstance(content, list) else [content])
        else:
            unknown.setdefault(key)
    kinds = [kind for text in texts(by_field.get("kind")) if (kind := kind_of(text))]
    draft = Draft(first_text(by_field.get("id")), kinds[0] if kinds else as_kind)
    for field_name, quality in (("names", Quality.STRONG), ("aliases", Quality.STRONG), ("weak_aliases", Quality.WEAK)):
        _add_names(draft, by_field.get(field_name, ()), quality, "primary" if field_name == "names" else "alias")
    for date in texts(by_field.get("birth_dates")):
        draft.born(date)
    for field_name in _PLAIN_FIELDS:
        draft.add(field_name, *texts(by_field.get(field_name)))
    for field_name, said, what in (
        ("passports", "passport", "document_number"),
        ("national_ids", "national id", "national_id"),
    ):
        for number in texts(by_field.get(field_name)):
            draft.document(number, said, what=what)
    draft.sex = first_text(by_field.get("sex"))
    draft.listed_on = first_text(by_field.get("listed_on"))
    draft.misused = any(
        item is True or (isinstance(item, str) and says_victim(item)) for item in by_field.get("misused", ())
    )
    draft.remark(*texts(by_field.get("remarks")))
    return draft


def _add_names(draft: Draft, items: Iterable[Any], quality: Quality, said: str) -> None:
    for item in items:
        if isinstance(item, dict):
            told = first_text(item.get("quality"))
            weak = quality_of(told, first_text(item.get("said")) or first_text(item.get("type")))
            text = first_text(item.get("text")) or first_text(item.get("name"))
            worse = Quality.WEAK if Quality.WEAK in (weak, quality) else quality
        else:
            text, worse = first_text(item), quality
        called = "alias" if said == "primary" and draft.has_names else said
        draft.name(text, worse, called)


@cache
def _keys() -> Mapping[str, str]:
    return {plain(word): name for name, table in lists_rules()["json"].items() for word in table["words"]}


def _key(key: str) -> str:
    return _keys().get(plain(key[:100]), "")
