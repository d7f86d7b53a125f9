"""Letter tables of `rules/transliteration`, compiled: each scheme is one regular expression over whole words.

>>> scheme("Cyrl", "ru:bgn").write("елена"), scheme("Cyrl", "bg:2009").write("мария")
('yelena', 'maria')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from resolve import rules
from resolve.errors import RulesError

# The file of `rules/transliteration` that holds each script's tables.
FILES = {
    "Cyrl": "cyrillic",
    "Grek": "greek",
    "Armn": "armenian",
    "Geor": "georgian",
    "Arab": "arabic",
    "Hebr": "hebrew",
    "Latn": "latin",
}

_KEY = re.compile(r"(?P<start>\^)?(?:<(?P<before>[^<>]+)>)?(?P<letters>[^<>^$]+)(?:<(?P<after>[^<>]+)>)?(?P<end>\$)?")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to write a script in Latin letters: keys with conditions or of several letters, and single letters."""

    tag: str
    pattern: re.Pattern[str]
    latin: tuple[str, ...]
    single: Mapping[int, str]

    def write(self, word: str) -> str:
        """Write a lower-case word; letters that the scheme does not know stay as they are."""
        return self.pattern.sub(self._spell, word).translate(self.single)

    def pieces(self, word: str) -> Iterator[tuple[int, int, str]]:
        """Write a lower-case word piece by piece: where each piece of it begins and ends, and its Latin letters."""
        place = 0
        for found in self.pattern.finditer(word):
            yield from self._letter_by_letter(word, place, found.start())
            place = found.end()
            yield found.start(), place, self._spell(found)
        yield from self._letter_by_letter(word, place, len(word))

    def _letter_by_letter(self, word: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for place in range(start, end):
            yield place, place + 1, self.single.get(ord(word[place]), word[place])

    def _spell(self, found: re.Match[str]) -> str:
        return self.latin[(found.lastindex or 1) - 1]


@dataclass(frozen=True, slots=True)
class Language:
    """What a script's table says of one language: the letters it has, what it never has, its schemes in order."""

    alphabet: frozenset[str]
    never: re.Pattern[str] | None
    schemes: tuple[str, ...]

    def fits(self, letters: str) -> bool:
        """Tell whether a lower-case text may be in this language: every one of its letters is in the alphabet."""
        return self.alphabet.issuperset(letters) and not (self.never and self.never.search(letters))

    def lacks(self, letter: str) -> bool:
        """Tell whether a letter is not in the alphabet."""
        return letter not in self.alphabet


@dataclass(frozen=True, slots=True)
class Script:
    """What the tables say of a script as a whole."""

    languages: Mapping[str, Language]
    default: frozenset[str]
    aliases: Mapping[str, str]
    ignore: re.Pattern[str]
    decompose: bool

    @property
    def usual(self) -> tuple[str, ...]:
        """The languages that are meant by default, in the order in which they are tried."""
        return tuple([code for code in self.languages if code in self.default])

    def clean(self, word: str) -> str:
        """Drop from a lower-case word what is no letter of it: accents, stress and vowel points, as the rules say."""
        if self.decompose:
            word = unicodedata.normalize("NFD", word)
        word = self.ignore.sub("", word)
        return unicodedata.normalize("NFC", word) if self.decompose else word


@cache
def script(name: str) -> Script:
    """Read what the rules say of the script `name`, one of `FILES`."""
    table = _file(name)
    about = table["script"]
    languages = {
        code: Language(
            frozenset(table["languages"][code]["alphabet"]),
            re.compile(table["languages"][code]["never"]) if "never" in table["languages"][code] else None,
            tuple(table["languages"][code]["schemes"]),
        )
        for code in about["order"]
    }
    return Script(
        languages,
        frozenset(about["default"]),
        about.get("aliases", {}),
        re.compile(about["ignore"]) if about.get("ignore") else re.compile(r"(?!)"),
        bool(about.get("decompose")),
    )


@cache
def scheme(script_name: str, tag: str) -> Scheme:
    """Compile the scheme `tag` of a script: its own keys on top of those of the schemes that it is based on.

    Raises:
        RulesError: a scheme is missing or a key is not of the form that the rules file describes.
    """
    letters = _letters(script_name, tag)
    single = {ord(key): latin for key, latin in letters.items() if len(key) == 1}
    keys = sorted((key for key in letters if len(key) > 1), key=_precedence)
    # Only where one of the first letters stands is it worth trying the alternatives.
    first = "".join(sorted({(_parts(key)["letters"] or "")[0] for key in keys}))
    pattern = f"(?=[{re.escape(first)}])(?:{'|'.join([_expression(key) for key in keys])})" if keys else "(?!)"
    return Scheme(tag, re.compile(pattern), tuple(letters[key] for key in keys), single)


def _letters(script_name: str, tag: str) -> dict[str, str]:
    own = _file(script_name)["schemes"].get(tag)
    if own is None:
        raise RulesError(f"rules/transliteration/{FILES[script_name]}.toml has no scheme '{tag}'")
    based_on = _letters(script_name, own["base"]) if "base" in own else {}
    return based_on | {key: latin for key, latin in own.items() if key != "base"}


def _precedence(key: str) -> tuple[int, int, str]:
    parts = _parts(key)
    conditions = sum(parts[name] is not None for name in ("start", "before", "after", "end"))
    return -len(parts["letters"] or ""), -conditions, key


def _expression(key: str) -> str:
    parts = _parts(key)
    start = r"(?<![\w\u0300-\u036f])" if parts["start"] else ""
    before = f"(?<=[{re.escape(parts['before'])}])" if parts["before"] else ""
    after = f"(?=[{re.escape(parts['after'])}])" if parts["after"] else ""
    end = r"(?!\w)" if parts["end"] else ""
    return f"{start}{before}({re.escape(parts['letters'] or '')}){after}{end}"


def _parts(key: str) -> dict[str, str | None]:
    found = _KEY.fullmatch(key)
    if not found:
        raise RulesError(f"rules/transliteration: the key '{key}' is not of the form ^<before>letters<after>$")
    return found.groupdict()


def _file(script_name: str) -> Mapping[str, Any]:
    return rules.load(f"transliteration/{FILES[script_name]}")
