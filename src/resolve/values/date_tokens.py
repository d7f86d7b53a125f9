"""The tokens of a written date, and where it falls into parts.

A text is cut into numbers, signs, and words with the part that they play (month name, "circa", "between", "or",
"years", a calendar); then dates of which one is true are parted, and the ends of a span.

>>> [(token.kind, token.text) for token in tokens_of(tidied("circa 12 мај ١٩٦٨"))]
[('approximate', 'circa'), ('n', '12'), ('m', 'мај'), ('n', '1968')]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from resolve.values.date_calendars import Calendar
from resolve.values.date_words import month_named, names_of_two_words, role_of

LONGEST = 160


_TIME = re.compile(r"(?:[T ,]|(?<=\d)T)\s{0,3}\d{1,2}:\d\d[\d:.,+Z APM-]{0,24}$", re.IGNORECASE)


_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\x00]+")


_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


_TOKEN = re.compile(r"(?P<n>\d+)|(?P<w>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<s>[-–—/.,;:()~])")


_MARKER = re.compile(r"(?:^|(?<=[\s,;]))\(?[a-k]\)(?=\s)", re.IGNORECASE)


_ORDINALS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a written date.

    Attributes:
        kind: "n" number, "s" sign, "m" month, "w" other word, or the role of a word (see date_words.role_of).
        month, calendar: what a month's name says.
    """

    kind: str
    text: str
    month: int = 0
    calendar: Calendar = Calendar.GREGORIAN


Tokens = list[Token]


def tidied(text: str) -> str:
    """Give the text that counts: cut, in compatibility forms and plain digits, without a time of day."""
    text = text.strip()[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))[:LONGEST]
        text = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text)
    return _TIME.sub("", text.replace("\x00", "").strip())


def tokens_of(text: str) -> Tokens:
    """Cut a tidied text into tokens; letters that count dates off and the endings of ordinals are left out."""
    text = _MARKER.sub(" or ", text)
    if not text.isascii():
        low = text.casefold()
        for name, joined in names_of_two_words().items():
            if name in low:
                text = low = low.replace(name, joined)
    elif "_" not in text and any(letter.isalpha() for letter in text):
        text = _join_latin_names(text)
    tokens = [_token(found) for found in _TOKEN.finditer(text)]
    kept = [t for t in tokens if not (t.kind == "w" and t.text in _ORDINALS)]
    return kept[1:] if kept and kept[0].kind == "or" else kept


def _join_latin_names(text: str) -> str:
    low = text.lower().replace("-", " ")
    if not ("jumada" in low or "rabi" in low or "dhu" in low):
        return text
    for name, joined in sorted(names_of_two_words().items(), key=lambda pair: -len(pair[0])):
        low = low.replace(name, joined)
    return low


def _token(found: re.Match[str]) -> Token:
    text = found.group()
    if found.lastgroup != "w":
        return Token(found.lastgroup or "s", "-" if text in "–—" else text)
    role = role_of(text)
    if role:
        return Token(role, text)
    month = month_named(text)
    if month:
        return Token("m", text, month[1], month[0])
    return Token("w", text.lower())


def alternatives(tokens: Tokens) -> list[Tokens]:
    """Part dates of which one is true: at "or", and at a comma, semicolon or bracket between two whole dates."""
    parts: list[Tokens] = [[]]
    for place, token in enumerate(tokens):
        breaks = token.kind == "or" or (
            token.kind == "s" and token.text in ",;(" and has_year(parts[-1]) and has_year(_until_break(tokens, place))
        )
        if breaks:
            parts.append([])
        else:
            parts[-1].append(token)
    kept = [part for part in parts if any(token.kind == "n" for token in part)]
    if len(kept) > 1 and not has_year(kept[0]):  # "1 or 2 May 1970": days of one month
        return [tokens]
    return kept


def _until_break(tokens: Tokens, place: int) -> Tokens:
    following: Tokens = []
    for token in tokens[place + 1 :]:
        if token.kind == "or" or (token.kind == "s" and token.text in ",;("):
            break
        following.append(token)
    return following


def ends(tokens: Tokens) -> tuple[Tokens, Tokens] | None:
    """Cut a span at its "to", or at a dash or slash that stands between two dates; None where there is none."""
    for sign in ("to", "-", "/"):
        places = [place for place, token in enumerate(tokens) if sign in (token.kind, token.text)]
        if len(places) == 1:
            left, right = tokens[: places[0]], tokens[places[0] + 1 :]
            whole_left = has_year(left) or (any(t.kind == "m" for t in left) and any(t.kind == "m" for t in right))
            if whole_left and (has_year(right) or _is_short_end(left, right)):
                return left, _lengthened(left, right)
    return None


def _is_short_end(left: Tokens, right: Tokens) -> bool:
    """Say whether two years, the second of two digits, are a span: "1980-85", not "1980-05"."""
    numbers = [token.text for token in (*left, *right) if token.kind != "s"]
    if len(numbers) != 2 or len(numbers[1]) != 2 or not all(n.isdigit() for n in numbers):
        return False
    return int(numbers[1]) > 12 and int(numbers[1]) > int(numbers[0][2:])


def _lengthened(left: Tokens, right: Tokens) -> Tokens:
    if has_year(right):
        return right
    century = next(token.text[:2] for token in left if is_year(token))
    return [Token("n", century + token.text) if token.kind == "n" else token for token in right]


def is_year(token: Token) -> bool:
    """Say whether a token is a number of four digits."""
    return token.kind == "n" and len(token.text) == 4


def has_year(tokens: Tokens) -> bool:
    """Say whether one of the tokens is a year."""
    return any(is_year(token) for token in tokens)


def names_calendar(tokens: Tokens) -> bool:
    """Say whether a word names a calendar."""
    return any(token.kind in ("solar", "lunar", "gregorian") for token in tokens)
