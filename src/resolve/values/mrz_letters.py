"""Names as machine-readable zones write them, after ICAO Doc 9303-3 section 6.

Serbian, Bosnian and Montenegrin names go by their Latin spelling, as those states' documents do; the Cyrillic table of
Doc 9303 is for the other languages. Where documents have written a letter in several ways, all are given.

>>> spellings("Đorđe"), spellings("Müller"), spellings("Ѓорѓи")
(('DORDE', 'DJORDJE'), ('MUELLER', 'MULLER', 'MUXXLLER'), ('GJORGJI', 'GORGI'))
>>> name_field("Petrović-Njegoš", "Nikola Marko", 39)
'PETROVIC<NJEGOS<<NIKOLA<MARKO<<<<<<<<<<'
>>> name_field("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 30)
'NILAVADHANANANDA<<CHAYAPA<DEJT'
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from resolve import rules
from resolve.text import tables
from resolve.text.scripts import script_of
from resolve.text.transliterate import latin_forms
from resolve.values.mrz_layout import FILLER

_MARKS = re.compile(r"[\u0300-\u036f]+")
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_APART = re.compile(r"[\s\-‐‑–—,.;/]+")
_MOST = 8
_LONGEST = 100
_LATIN_NAMES = "sr hr bs sh me"


@lru_cache(maxsize=50_000)
def spellings(word: str, language: str = "") -> tuple[str, ...]:
    """Give the ways in which zones write one word of a name, the standard one first.

    Args:
        word: of any script and case; apostrophes are left out.
        language: ISO 639-1 codes parted by spaces, where they are known; else as `text.transliterate` guesses.

    Returns:
        At most 8; none for a word without a letter.
    """
    found: dict[str, None] = {}
    for latin in _latin(word[:_LONGEST], language):
        for text in _ways(latin):
            found.setdefault(text)
    found.pop("", None)
    return tuple(found)[:_MOST]


def name_field(surname: str, given: str, width: int, language: str = "") -> str:
    """Write a name field: surname, two fillers, given names; one filler for a space or hyphen; cut at its width.

    A name too long is cut at the end. Where that would leave nothing of the given names, the surname is cut before
    them, so that the field holds their first letter.
    """
    primary, secondary = _words(surname, language), _words(given, language)
    if not secondary:
        return primary[:width].ljust(width, FILLER)
    if len(primary) > width - 3:
        primary = primary[: width - 3]
    return f"{primary}{FILLER * 2}{secondary}"[:width].ljust(width, FILLER)


def from_code(text: str, issuer: str, kind: str) -> str:
    """Write a name in the letters of its own language where the zone holds it in code; "" where it does not.

    >>> from_code("ALEKSEQ", "RUS", "PN"), from_code("ALEKSEI", "RUS", "P")
    ('АЛЕКСЕЙ', '')
    """
    entry = rules.load("identifiers/mrz")["code"].get(issuer)
    if entry is None or kind != entry["type"]:
        return ""
    return text.translate({ord(code): letter for code, letter in entry["letters"]})


def _words(text: str, language: str) -> str:
    first = (next(iter(spellings(word, language)), "") for word in _APART.split(text))
    return FILLER.join(word for word in first if word)


def _latin(word: str, language: str) -> list[str]:
    """Give the Latin spellings that a document may start from: the one of the language, or that of Doc 9303's table."""
    if script_of(word.lower()) in ("Latn", "Zyyy"):
        return [unicodedata.normalize("NFC", word.replace("İ", "i")).lower()]
    forms = latin_forms(word, language)
    by_table = [form.text for form in forms if form.tag.endswith(":icao")]
    national = [form.text for form in forms if form.tag.partition(":")[0] in _LATIN_NAMES.split()][:1]
    return [*national, *by_table, *[form.text for form in forms[:1]]]


def _ways(latin: str) -> list[str]:
    """Spell a Latin word in each way that its letters have; one document keeps to one way throughout."""
    return [_spelled(latin, number) for number in range(1 + max(map(len, _others().values())))]


def _spelled(latin: str, number: int) -> str:
    scheme = tables.scheme("Latn", "mrz")
    out = []
    for letter in latin:
        ways = _others().get(letter, ())
        standard = _NOT_LETTERS.sub("", _without_marks(scheme.write(letter)).upper())
        out.append((standard, *ways)[min(number, len(ways))])
    return "".join(out)


def _without_marks(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text))


@cache
def _others() -> dict[str, tuple[str, ...]]:
    return {letter: tuple(ways) for letter, ways in rules.load("identifiers/mrz")["letters"].items()}
