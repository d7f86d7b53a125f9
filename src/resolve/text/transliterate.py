"""Cyrillic to Latin by national tables, one way only.

The language of a word is guessed from letters that only one alphabet has; a word without any is read as Serbian.

>>> to_latin("Ђорђе Џамија")
'đorđe džamija'
>>> to_latin("Ѓорѓи Ќосев"), to_latin("Щерев")
('ǵorǵi ḱosev', 'shterev')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from resolve import rules

_WORD = re.compile(r"[\u0400-\u052f]+")


def to_latin(text: str) -> str:
    """Write the Cyrillic words of a text in Latin letters, lower case; other scripts pass unchanged."""
    return to_latin_many(text.lower())


def to_latin_many(lowered: str) -> str:
    """Transliterate every Cyrillic word of an already lower-cased text; line breaks and spaces stay in place."""
    return _WORD.sub(lambda found: _word(found.group()), lowered)


@lru_cache(maxsize=200_000)
def _word(word: str) -> str:
    return word.translate(_table(guess_language(word)))


def guess_language(word: str) -> str:
    """Name the language (ISO 639-1) whose own letters a lower-case Cyrillic word shows; "sr" where none tells.

    >>> guess_language("ќосев"), guess_language("ђорђе"), guess_language("марко")
    ('mk', 'sr', 'sr')
    """
    guess = rules.load("transliteration/cyrillic")["guess"]
    for language in guess["order"]:
        if re.search(guess[language], word):
            return str(language)
    return str(guess["default"])


@cache
def _table(language: str) -> dict[int, str]:
    tables = rules.load("transliteration/cyrillic")
    merged = dict(tables["sr"]) | dict(tables[language])
    return {ord(letter): latin for letter, latin in merged.items()}
