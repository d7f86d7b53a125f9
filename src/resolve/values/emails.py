"""E-mail addresses in one spelling, and the mailbox behind +tags and dots.

>>> parse("Ana Marić <mailto:Ana.Maric+web@GMAIL.com>")
Email(text='ana.maric+web@gmail.com', mailbox='anamaric@gmail.com')
>>> compare(parse("ana.maric@gmail.com"), parse("anamaric+1@gmail.com")).value
'same mailbox but for dots or what follows a plus'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from resolve.errors import InputError
from resolve.values.contract import Unread

_LONGEST = 320
_CLOSE = 0.94
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_SPELLED_AT = re.compile(r"\s*[\[({]\s*(?:at|et)\s*[\])}]\s*", re.IGNORECASE)
_AROUND = re.compile(r"[<>\[\](){}\"',;:]+")
_FORM = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


class Agreement(Enum):
    """How far two addresses agree, from the strongest."""

    SAME = "same"
    MAILBOX = "same mailbox but for dots or what follows a plus"
    LOCAL_PART = "same before the @"
    CLOSE = "close spelling"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Email:
    """One address: in lower case, and with dots and what follows a plus left out before the @."""

    text: str
    mailbox: str

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Email | Unread:
    """Read one address, the first where a cell has several; `Unread` without "@" and something on both sides of it."""
    found = compact(text)
    local, at, domain = found.partition("@")
    return Email(found, mailbox(found)) if local and at and domain else Unread("no @ with text on both sides")


def parse_many(texts: Sequence[str]) -> list[Email | Unread]:
    """Read each text as `parse` does."""
    return [parse(text) for text in texts]


def compact(text: str) -> str:
    """Give an address in lower case, without a name, brackets, "mailto:" or spaces; "" for text without "@"."""
    text = text[:_LONGEST]
    if "@" not in text:
        text = _SPELLED_AT.sub("@", text)
    if "@" not in text:
        return ""
    if "<" in text and "@" in (inside := text.partition("<")[2].partition(">")[0]):
        text = inside
    pieces = [piece for piece in re.split(r"[;,]|\s/\s", text) if "@" in piece]
    text = _BLANK.sub("", pieces[0] if pieces else text).lower()
    return _AROUND.sub("", text.removeprefix("mailto:")).rstrip(".")


def validate(text: str) -> str:
    """Give an address in its normal spelling.

    Raises:
        InputError: it is not of the form name@domain.tld.
    """
    found = compact(text)
    if not _FORM.fullmatch(found):
        raise InputError("expected an address of the form name@domain.tld, found another")
    return found


def is_valid(text: str) -> bool:
    """Tell whether an address has the form name@domain.tld."""
    return _FORM.fullmatch(compact(text)) is not None


def compare(left: Email, right: Email) -> Agreement:
    """Give the agreement level of two addresses."""
    from rapidfuzz.distance import JaroWinkler

    if left.text == right.text:
        return Agreement.SAME
    if left.mailbox == right.mailbox:
        return Agreement.MAILBOX
    if left.text.partition("@")[0] == right.text.partition("@")[0]:
        return Agreement.LOCAL_PART
    close = JaroWinkler.similarity(left.text, right.text) >= _CLOSE
    return Agreement.CLOSE if close else Agreement.DIFFERENT


def mailbox(address: str) -> str:
    """Give an address without dots and without what follows a plus before the @.

    >>> mailbox("ana.maric+web@gmail.com"), mailbox("ana@x.rs")
    ('anamaric@gmail.com', 'ana@x.rs')
    """
    local, at, domain = address.partition("@")
    kept = local.partition("+")[0].replace(".", "") or local
    return kept + at + domain
