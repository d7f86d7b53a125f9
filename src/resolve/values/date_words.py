"""The words of a written date: month names, "circa", "between", "years old", names of calendars.

>>> [month_named(word)[1] for word in ("listopada", "листопада", "Sept", "мај", "Kasım")]
[10, 11, 9, 5, 11]
>>> month_named("ju") is None, role_of("приблизно"), role_of("Shamsi")
(True, 'approximate', 'solar')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from resolve import rules
from resolve.text.unicode import plain_many
from resolve.values.date_calendars import Calendar

Month = tuple[Calendar, int]
_SHORTEST_BEGINNING = 3
# Languages of months.toml that are written in Latin letters: of two meanings of a plain word, theirs goes first.
_LATIN = re.compile(r"[\u0000-\u024f]*")


@lru_cache(maxsize=8192)
def month_named(word: str) -> Month | None:
    """Tell the calendar and number of a month by its name, in full or cut; None for any other word."""
    written, plainly, beginnings = _months()
    word = written_form(word)
    if found := written.get(word):
        return found
    (short,) = plain_many([word])
    short = short.replace(" ", "")
    if found := plainly.get(short):
        return found
    if len(short) < _SHORTEST_BEGINNING or not short.isalpha():
        return None
    return beginnings.get(short)


@lru_cache(maxsize=8192)
def role_of(word: str) -> str:
    """Tell what a word that is no month does beside a date.

    Returns:
        "approximate", "between", "to", "or", "age", a calendar ("solar", "lunar", "gregorian"), or "" for others.
    """
    written, plainly = _roles()
    word = written_form(word)
    found = written.get(word)
    if found is None and not _is_one_letter(word):
        (short,) = plain_many([word])
        found = plainly.get(short.replace(" ", ""))
    return found or ""


@lru_cache(maxsize=1)
def names_of_two_words() -> Mapping[str, str]:
    """Give the month names of several words, each with the one word that stands for it."""
    return {name.replace("_", " "): name.replace("_", "") for name, _ in _named() if "_" in name}


def written_form(word: str) -> str:
    """Bring a word to the form in which the rules are looked up: composed, in small letters."""
    word = unicodedata.normalize("NFKC", word).replace("İ", "i").casefold()
    return unicodedata.normalize("NFC", word)


def _is_one_letter(word: str) -> bool:
    """Say whether a word is a single letter of another script, whose plain form would be too little to go by."""
    return len(word) == 1 and not word.isascii()


def _named() -> Iterator[tuple[str, Month]]:
    content = rules.load("dates/months")
    for calendar in Calendar:
        for lines in content[calendar.value].values():
            for number, line in enumerate(lines, start=1):
                for name in line.split():
                    yield written_form(name), (calendar, number)


@lru_cache(maxsize=1)
def _months() -> tuple[dict[str, Month], dict[str, Month], dict[str, Month]]:
    """Give month names as written, as plain words, and the beginnings of those in Latin letters."""
    written: dict[str, Month] = {}
    for name, month in _named():
        written.setdefault(name.replace("_", ""), month)
    names = sorted(written, key=lambda name: _LATIN.fullmatch(name) is None)  # those in Latin letters first
    plainly: dict[str, Month] = {}
    meanings: dict[str, set[Month]] = {}
    for name, spaced in zip(names, plain_many(names), strict=True):
        short = spaced.replace(" ", "")
        plainly.setdefault(short, written[name])
        if written[name][0] is Calendar.GREGORIAN and _LATIN.fullmatch(name):
            for length in range(_SHORTEST_BEGINNING, len(short)):
                meanings.setdefault(short[:length], set()).add(written[name])
    beginnings = {start: found.pop() for start, found in meanings.items() if len(found) == 1}
    return written, {name: month for name, month in plainly.items() if len(name) > 1}, beginnings


@lru_cache(maxsize=1)
def _roles() -> tuple[dict[str, str], dict[str, str]]:
    content = rules.load("dates/words")
    groups = {"approximate": content["approximate"]["words"], "age": content["age"]["words"]}
    groups |= {role: content["span"][role] for role in ("between", "to", "or")}
    groups |= {calendar.value: content["calendar"][calendar.value] for calendar in Calendar}
    written: dict[str, str] = {}
    plainly: dict[str, str] = {}
    for role, words in groups.items():
        for word, short in zip(words, plain_many(words), strict=True):
            written.setdefault(written_form(word), role)
            plainly.setdefault(short.replace(" ", ""), role)
    return written, plainly
