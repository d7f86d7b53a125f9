"""Plain spellings: text of any script brought to lower-case a-z, digits and single spaces.

Everything here works on many texts at once: they are joined into one long string, each step is one pass over it in
C, and the result is cut again. One text is the same call with a list of one, so batch and single cannot differ.

>>> plain("ЂОРЂЕВИЋ-Šarić,  Đorđe")
'djordjevic saric djordje'
>>> compact("PA 0123-456/b")
'PA0123456B'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from resolve import rules
from resolve.text import scripts
from resolve.text.transliterate import to_latin_many

# Only so many characters of a text count; others read the bound from here.
LONGEST = scripts.LONGEST

_BREAK = "\n"
_WORTH_PARTING = 32
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9\n]+")
_NOT_COMPACT = re.compile(r"[^A-Z0-9\n]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_NEW_LINES = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """Bring one text to lower-case a-z, digits and single spaces; see `plain_many`."""
    return plain_many([text])[0]


def plain_many(texts: Sequence[str]) -> list[str]:
    """Bring texts of any script to lower-case a-z, digits and single spaces.

    Compatibility forms are unfolded (NFKC), invisible characters dropped, Cyrillic, Greek, Armenian, Georgian, Arabic
    and Hebrew transliterated by the tables in `rules/transliteration`, other scripts by Unidecode, marks removed,
    everything else made a space. Only the first 2,000 characters of a text count. Empty text gives "".
    """
    if len(texts) < _WORTH_PARTING:
        return _plain(texts)
    quick = [text for text in texts if text.isascii()]
    if len(quick) in (0, len(texts)):
        return _plain(texts)
    # Texts of plain letters alone take a much shorter way.
    parts = iter(_plain(quick)), iter(_plain([text for text in texts if not text.isascii()]))
    return [next(parts[not text.isascii()]) for text in texts]


def _plain(texts: Sequence[str]) -> list[str]:
    joined = latin_joined(texts)
    if not joined.isascii():
        joined = joined.translate(_letters())
        joined = _MARKS.sub("", unicodedata.normalize("NFD", joined))
        if not joined.isascii():
            joined = _last_resort(joined)
    else:
        joined = joined.replace("'", "").replace("`", "")
    return _cut(_NOT_PLAIN.sub(" ", joined), len(texts))


def latin_joined(texts: Sequence[str]) -> str:
    """Join texts by line breaks, lower-cased, in Latin letters with their marks where tables know the script."""
    joined = _BREAK.join(texts)
    as_it_is = joined.isascii() and joined.count(_BREAK) == len(texts) - 1 and len(max(texts, key=len)) <= LONGEST
    if not as_it_is:
        joined = _BREAK.join([_one_line(text) for text in texts])
    if not joined.isascii():
        joined = _INVISIBLE.sub("", unicodedata.normalize("NFKC", joined))
        joined = joined.replace("İ", "i").casefold().replace("ı", "i")
        joined = to_latin_many(unicodedata.normalize("NFC", joined))
    else:
        joined = joined.lower()
    return joined


def compact(text: str) -> str:
    """Keep only letters and digits, in capitals: the form in which document numbers are compared."""
    return compact_many([text])[0]


def compact_many(texts: Sequence[str]) -> list[str]:
    """Keep only letters and digits of each text, in capitals; Cyrillic look-alikes are transliterated first."""
    joined = _BREAK.join(plain_many(texts)).upper()
    return [text.replace(" ", "") for text in joined.split(_BREAK)] if texts else []


def _one_line(text: str) -> str:
    if len(text) > LONGEST:
        text = text[:LONGEST]
    return text if text.isascii() and text.isprintable() else _NEW_LINES.sub(" ", text)


def _cut(joined: str, count: int) -> list[str]:
    if count == 0:
        return []
    parts = [part.strip() for part in joined.split(_BREAK)]
    if len(parts) != count:  # a step made or swallowed a line break: a defect worth a loud stop, not a shifted column
        raise AssertionError(f"expected {count} texts after normalising, found {len(parts)}")
    return parts


def _last_resort(joined: str) -> str:
    from unidecode import unidecode

    out = []
    for line in joined.split(_BREAK):
        out.append(line if line.isascii() else unidecode(line, errors="ignore").replace(_BREAK, " ").lower())
    return _BREAK.join(out).replace("'", "").replace("`", "")


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    return {
        ord(letter): spelled for letter, spelled in rules.load("transliteration/latin")["schemes"]["popular"].items()
    }
