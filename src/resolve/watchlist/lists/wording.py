"""What the words of lists mean, by `rules/screening/lists.toml`.

>>> kind_of("Individual"), kind_of("Ship"), kind_of("Širitelj")
(<Kind.PERSON: 'person'>, <Kind.VESSEL: 'vessel'>, None)
>>> document_field("National Identification Number"), document_field("Numéro de passeport"), document_field("IMO")
('national_id', 'document_number', 'other')
>>> birth_dates("(a) 1.1.1968, (b) approximately 1970"), numbered("(1) Mullah (2) Haji")
(('1.1.1968', 'circa 1970'), ('Mullah', 'Haji'))
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from resolve import rules
from resolve.records.raw import clean_text
from resolve.text.unicode import plain
from resolve.watchlist.lists.entries import Kind, Quality

_NUMBER = re.compile(r"(?:^|\s)\(\d{1,2}\)\s*|(?<=\S)\(\d{1,2}\)\s*")
_COUNTRY_ENDS = re.compile(r"[.,(]|\b(?:number|passport|national|[Ii]ssue)")
_COUNTRY = re.compile(r"[A-Z][^\W\d]*(?: [^\W\d]+){0,3}")
_EMPTY = re.compile(r"[\s\-–—.,;:/]*")
_DATE_BREAK = re.compile(r"\s*(?:;|\bor\b|\bili\b|\bили\b|\bose\b|,?\s*\(?\b[a-z]\)|\n)\s*", re.IGNORECASE)
_COMMA = re.compile(r"(?<=\d{4}),\s*(?=\d{4}\b)|(?<=\)),\s*(?=\d)")
_AGE = re.compile(r"\(?\d{1,3}(?:\s*-\s*\d{1,3})?\s+years?\s+old\)?", re.IGNORECASE)
_TWO_YEARS = re.compile(r"(\d{4})\s*/\s*(\d{4})")
_YEARS = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_LONGEST_DATES = 1_000


def lists_rules() -> Mapping[str, Any]:
    """Give the rules about lists."""
    return rules.load("screening/lists")


def tidy(text: str | None) -> str:
    r"""Give a text on one line without needless white space, "" where it says that nothing is known.

    A text longer than the bound of the rules is cut there.

    >>> tidy("  Niš,\n Srbija "), tidy("-0- "), tidy("n/a"), tidy(None)
    ('Niš, Srbija', '', '', '')
    """
    if not text:
        return ""
    joined = one_line(text)
    return "" if len(joined) <= _longest_missing() and _says_nothing(joined) else joined


def one_line(text: str | None) -> str:
    """Give a text on one line without needless white space, cut at the bound of the rules.

    >>> one_line(" Na ")  # a surname in Korea
    'Na'
    """
    if not text:
        return ""
    longest = _longest_text()
    return " ".join(clean_text(text[: 8 * longest]).split())[:longest].rstrip()


def kind_of(word: str) -> Kind | None:
    """Give what an entry is about by the list's word; None where the word says nothing."""
    return _kinds().get(_plain(word[:100]))


def said_of(word: str) -> str:
    """Give what a name is called here by what the list calls it; the list's own word where it is not known.

    >>> said_of("F.K.A."), said_of("Primary name"), said_of("Stage name")
    ('formerly', 'primary', 'Stage name')
    """
    return _said().get(_plain(word[:100])) or tidy(word)


def quality_of(*words: str) -> Quality:
    """Say whether a list's words about a name make it weak.

    >>> quality_of("Low"), quality_of("Good"), quality_of("AKA", "Low quality")
    (<Quality.WEAK: 'weak'>, <Quality.STRONG: 'strong'>, <Quality.WEAK: 'weak'>)
    """
    weak = _words("weak", "words")
    return Quality.WEAK if any(_plain(word[:100]) in weak for word in words if word) else Quality.STRONG


def document_field(said: str) -> str:
    """Give the field that a kind of document fits: "national_id", "document_number" or "other"."""
    return _field_of(said[:200])


@lru_cache(maxsize=4096)
def _field_of(said: str) -> str:
    text = f" {plain(said)} "
    found = [(len(phrase), field) for phrase, field in _document_phrases() if f" {phrase} " in text]
    return max(found)[1] if found else "other"


def is_misused(*notes: str) -> bool:
    """Say whether notes about a document call it false, stolen or misused.

    >>> is_misused("Pakistan. Fraudulently obtained"), is_misused("issued in Lahore")
    (True, False)
    """
    words = _words("misused", "document")
    return any(word in words for note in notes if note for word in plain(note[:2_000]).split())


def country_of(note: str) -> str:
    """Give the country that a note on a document opens with, "" where it opens with anything else.

    >>> country_of("Libya number"), country_of("China. Issued 2001"), country_of("Social Security Number")
    ('Libya', 'China', '')
    """
    opening = _COUNTRY_ENDS.split(note, maxsplit=1)[0].strip()
    return (
        opening
        if _COUNTRY.fullmatch(opening) and document_field(opening) == "other" and not is_misused(opening)
        else ""
    )


def says_victim(value: str) -> bool:
    """Say whether the value of a field about misused identities makes an entry the victim of one."""
    return plain(value[:100]) in _words("misused", "entry")


def numbered(text: str) -> tuple[str, ...]:
    """Cut "(1) this (2) that" into its values; a text without numbers is one value. Empty values keep their place."""
    if not text:
        return ()
    if not _NUMBER.match(text):
        return (tidy(text),) if tidy(text) else ()
    return tuple(tidy(part) for part in _NUMBER.split(text)[1:])


def birth_dates(text: str) -> tuple[str, ...]:
    """Cut free text about a birth into dates as written, "circa" and ranges in one form.

    >>> birth_dates("1960/1961"), birth_dates("Between 1955 and 1957"), birth_dates("2.4.1970 or 3 May 1971")
    (('1960', '1961'), ('1955 to 1957',), ('2.4.1970', '3 May 1971'))
    """
    parted = _COMMA.sub(";", _TWO_YEARS.sub(r"\1;\2", _AGE.sub("", text[:_LONGEST_DATES])))
    pieces = map(tidy, _DATE_BREAK.split(parted))
    return tuple(dict.fromkeys(read for piece in pieces if piece and (read := _one_date(piece))))


def circa(date: str) -> str:
    """Mark a date as approximate, once."""
    return date if not date or date.startswith("circa ") else f"circa {date}"


def _one_date(piece: str) -> str:
    if not any(letter.isdigit() for letter in piece):
        return ""
    words = plain(piece).split()
    near = next((word for word in words if not word.isdigit()), "") if words else ""
    years = _YEARS.findall(piece)
    if len(years) == 2 and (near in _words("dates", "between") or re.search(r"\bto\b|\band\b|[-–]", piece)):
        if near in _words("dates", "between") or len(re.findall(r"\d+", piece)) == 2:
            return f"{years[0]} to {years[1]}"
        return piece
    if near in _words("dates", "circa") and (words[0] == near or words[-1] == near):
        return circa(tidy(re.sub(r"^[^\d]*(?=\d)|(?<=\d)\D*$", "", piece))) if len(words) <= 2 else circa(_after(piece))
    return _with_no_more(piece)


def _after(piece: str) -> str:
    return tidy(piece.partition(" ")[2])


def _with_no_more(piece: str) -> str:
    """Cut what follows a date written in numbers, such as a place; anything else stays as it is."""
    found = re.match(r"\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}(?=[\s,(])", piece)
    return found.group() if found else piece.rstrip(" ,")


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(filter(None, map(plain, lists_rules()[table][name])))


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return plain(word)


@lru_cache(maxsize=4096)
def _says_nothing(text: str) -> bool:
    return bool(_EMPTY.fullmatch(text)) or plain(text) in _missing()


@cache
def _missing() -> frozenset[str]:
    return _words("missing", "words") | {""}


@cache
def _longest_missing() -> int:
    return max(map(len, lists_rules()["missing"]["words"])) + 4


@cache
def _longest_text() -> int:
    return int(lists_rules()["bounds"]["text"])


@cache
def _kinds() -> Mapping[str, Kind]:
    return {plain(word): Kind(kind) for kind, words in lists_rules()["kinds"].items() for word in words}


@cache
def _said() -> Mapping[str, str]:
    return {plain(word): said for said, words in lists_rules()["said"].items() for word in words}


@cache
def _document_phrases() -> tuple[tuple[str, str], ...]:
    return tuple((plain(phrase), field) for field, phrases in lists_rules()["documents"].items() for phrase in phrases)
