"""Numbers of passports, identity cards and other documents: a key of issuer and number, never refused for its form.

>>> parse("Passport No. P 0123-456 (Kosovo)")
Document(text='P0123456 XKX', number='P0123456', issuer='XKX', kind='passport')
>>> parse("009776525", issuer="Srbija").text, parse("Лична карта бр. 004512345").kind
('009776525 SRB', 'identity_card')
>>> compare(parse("B0123456"), parse("BO12345G")).value
'characters that look alike'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from resolve import rules
from resolve.errors import InputError
from resolve.text.unicode import compact_many, plain_many
from resolve.values import countries
from resolve.values.contract import Unread
from resolve.values.shapes import fold_slips, latin_shapes

_LONGEST = 200
_SHORTEST = 3
_APART = re.compile(r"[^\w\-./]+|_+")
_DIGIT = re.compile(r"\d")


class Agreement(Enum):
    """How far two document numbers agree, from the strongest; a person may have had documents that are "different"."""

    SAME = "same"
    OTHER_ISSUER = "same number, another issuer"
    LOOK_ALIKE = "characters that look alike"
    ONE_EDIT = "one character apart or swapped"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Document:
    """One document.

    Attributes:
        text: the number, and behind a space the issuer where it is known: "009776525 SRB".
        number: capital letters and digits.
        issuer: id of a country or body of `rules/places/countries`, "" where unknown.
        kind: a kind of `rules/identifiers/documents` that the words beside the number say, else "".
    """

    text: str
    number: str
    issuer: str = ""
    kind: str = ""

    def __str__(self) -> str:
        return self.text


def parse(text: str, issuer: str = "") -> Document | Unread:
    """Read one document number.

    Args:
        text: the number, with or without words for the kind of document and the issuer beside it.
        issuer: the country or body by name or code, where another cell says it; it beats what the text says.

    Returns:
        `Unread` for text without a letter or digit, and for a number of zeros only.
    """
    said = countries.parse(issuer) if issuer.strip() else None
    number, kind, found = _read(text[:_LONGEST])
    if not number.strip("0"):
        return Unread("no letter or digit other than 0")
    by = said.ids[0] if isinstance(said, countries.Nationality) and len(said.ids) == 1 else found
    return Document(joined(number, by), number, by, kind)


def parse_many(texts: Sequence[str], issuers: Sequence[str] | None = None) -> list[Document | Unread]:
    """Read each text, with the issuer at the same place where issuers are given, as `parse` does."""
    beside = issuers if issuers is not None else [""] * len(texts)
    return [parse(text, issuer) for text, issuer in zip(texts, beside, strict=True)]


def compact(text: str) -> str:
    """Give the number in capital letters and digits, words beside it left out; "" where there is none."""
    return _read(text[:_LONGEST])[0]


def validate(text: str) -> str:
    """Give the number and its issuer; numbers of any form are valid.

    Raises:
        InputError: there is no letter or digit other than 0.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a document number, found {found.reason}")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text holds a number."""
    return isinstance(parse(text), Document)


def compare(left: Document, right: Document) -> Agreement:
    """Give the agreement level of two documents; an issuer that is not known contradicts none."""
    from rapidfuzz.distance import OSA

    apart = bool(left.issuer and right.issuer) and left.issuer != right.issuer
    apart = apart and not countries.related(left.issuer, right.issuer)
    if left.number == right.number:
        return Agreement.OTHER_ISSUER if apart else Agreement.SAME
    if apart:
        return Agreement.DIFFERENT
    if fold_slips(left.number) == fold_slips(right.number):
        return Agreement.LOOK_ALIKE
    near = OSA.distance(left.number, right.number, score_cutoff=1) <= 1
    return Agreement.ONE_EDIT if near else Agreement.DIFFERENT


def joined(number: str, issuer: str) -> str:
    """Write a number and an issuer as one text, as `number_of` and `issuer_of` take it apart again."""
    return f"{number} {issuer}" if issuer else number


def number_of(text: str) -> str:
    """Give the number of a document's text."""
    return text.partition(" ")[0]


def issuer_of(text: str) -> str:
    """Give the issuer of a document's text, "" where it is not known."""
    return text.partition(" ")[2]


def _read(text: str) -> tuple[str, str, str]:
    """Give number, kind and issuer of a text."""
    # Letters of another script that look like Latin ones are that in a number; what looks like none is transliterated.
    pieces = [piece for piece in _APART.split(text) if piece]
    known, number, named = [], [], []
    for piece, spelled in zip(pieces, plain_many(pieces), strict=True):
        word = spelled.replace(" ", "")
        if not _DIGIT.search(word) and (word in _labels() or word in _kinds()):
            known.append(word)
        elif not _DIGIT.search(word) and len(word) >= _SHORTEST and (countries.by_name(word) or _code(word)):
            named.append(word)
        else:
            number.append(piece)
    found = compact_many([latin_shapes(" ".join(number).upper())])[0]
    if not _DIGIT.search(found):  # words alone: what looked like a label may be the number
        return compact_many([latin_shapes(text.upper())])[0], "", ""
    kind = next((_kinds()[word] for word in known if word in _kinds()), "")
    issuer = next((countries.by_name(word) or _code(word) for word in named), "")
    return found, kind, issuer


def _code(word: str) -> str:
    return countries.of_code(word) if len(word) == _SHORTEST else ""


@cache
def _labels() -> frozenset[str]:
    return frozenset(rules.load("identifiers/documents")["labels"]["words"])


@cache
def _kinds() -> Mapping[str, str]:
    kinds = rules.load("identifiers/documents")["kinds"]
    return {word: kind for kind, words in kinds.items() for word in words}
