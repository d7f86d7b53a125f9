"""What a word in an organisation's name is: a legal form, a generic word, a place, a number, or a word of its own.

The words are in `rules/names/organisations` and `rules/names/places`. They are looked up as keys: plain a-z, without
spaces, so that one entry covers several scripts.

>>> keys = keys_of(["друштво", "са", "ограниченом", "одговорношћу", "Трговина"])
>>> found, words = longest_entry(keys, 0)
>>> found.kind, found.means, words
('form', 'limited', 4)
>>> longest_entry(keys, 4)[0].means
'trade'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from resolve import rules
from resolve.text.unicode import plain_many

# No entry of the rules has more words.
_MOST_WORDS = 8
# A beginning of words has at least so many letters, and stands for endings of at most so many, none longer than itself.
LEAST_BEGINNING = 4
_MOST_ENDING = 5
# The beginning of a last word must have so many letters to be taken for a word that a full field has cut.
_LEAST_CUT = 5
_DIGITS = re.compile(r"0*(\d{1,18})(?:st|nd|rd|th|ti|ta|to|oj|i|a|te)?")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the rules say of a word or phrase.

    kind: "form", "business", "empty", "core", "country", "region", "town", "number" or "filler". means: the class that
    it belongs to, one for all languages ("limited", "trade", "rs", "7"); "" for fillers.
    """

    kind: str
    means: str


def keys_of(words: Sequence[str]) -> list[str]:
    """Give the keys by which words are looked up; "" for a word without letters and digits."""
    return [_key(word) for word in words]


@lru_cache(maxsize=200_000)
def _key(word: str) -> str:
    return plain_many([word])[0].replace(" ", "")


def longest_entry(keys: Sequence[str], at: int) -> tuple[Entry | None, int]:
    """Look up the longest phrase that begins at a word; give what it is and how many words it has (0 for none)."""
    phrases, heads = _phrases(), _heads()
    most = min(_MOST_WORDS, len(keys) - at, heads.get(keys[at], 1))
    for count in range(most, 1, -1):
        found = phrases.get(" ".join(keys[at : at + count]))
        if found:
            return found, count
    single = phrases.get(keys[at]) or _by_beginning(keys[at]) or number_entry(keys[at])
    return single, 1 if single else 0


def inner_entry(key: str) -> Entry | None:
    """Look up a word that stands where a legal form of one or two letters cannot.

    >>> longest_entry(["na"], 0)[0].kind, inner_entry("na").kind, inner_entry("kk")
    ('form', 'filler', None)
    """
    return _other_words().get(key)


def cut_entry(keys: Sequence[str], at: int) -> tuple[Entry | None, int]:
    """Look up words up to the end as a legal form or generic word whose end a full field has cut."""
    said = " ".join(keys[at:])
    return (_cut_phrases().get(said), len(keys) - at) if len(said) >= _LEAST_CUT else (None, 0)


@lru_cache(maxsize=200_000)
def number_entry(key: str) -> Entry | None:
    """Read digits, with an ordinal ending or without, and Roman numbers of two letters and more.

    >>> number_entry("007").means, number_entry("3rd").means, number_entry("xiv").means, number_entry("x")
    ('7', '3', '14', None)
    """
    if digits := _DIGITS.fullmatch(key):
        return Entry("number", digits.group(1))
    return Entry("number", str(roman(key))) if len(key) > 1 and roman(key) else None


def roman(key: str) -> int:
    """Read a Roman number up to 39; 0 where it is none."""
    if not key or not _ROMAN.fullmatch(key):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in key]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


@cache
def number_signs() -> frozenset[str]:
    """Give the keys of words that announce a number, such as No and Nr."""
    return frozenset(keys_of(rules.load("names/organisations")["number_signs"]["words"]))


@cache
def common_words() -> frozenset[str]:
    """Give the keys of distinctive words that many names have."""
    return frozenset(keys_of(list(_listed(rules.load("names/organisations")["common"]))))


@lru_cache(maxsize=200_000)
def adjective_stem(key: str) -> tuple[str, bool]:
    """Give what a Slavic adjective is made of, final vowels left out ("" where too short), and whether it is one.

    >>> adjective_stem("samarskiy"), adjective_stem("samara"), adjective_stem("ski")
    (('samar', True), ('samar', False), ('', False))
    """
    rule = rules.load("names/organisations")["adjectives"]
    ending = next((one for one in rule["endings"] if key.endswith(one)), "")
    stem = key[: len(key) - len(ending)].rstrip("aeiouy")
    return (stem, bool(ending)) if len(stem) >= rule["letters"] else ("", False)


@cache
def families() -> Mapping[str, str]:
    """Give the family of each class of legal forms."""
    return {name: one["family"] for name, one in rules.load("names/organisations")["form"].items()}


@cache
def alias_words() -> re.Pattern[str]:
    """Give the pattern of the words before another name of the same organisation."""
    phrases = sorted(set(_listed(rules.load("names/organisations")["aliases"])), key=len, reverse=True)
    spelled = [r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()) for phrase in phrases]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spelled)})(?![^\W_])[:,]?", re.IGNORECASE)


def _listed(table: Mapping[str, Any]) -> Iterator[str]:
    """Give the words of a table of languages, whatever else it holds."""
    for words in table.values():
        if not isinstance(words, str):
            yield from words


def _entries() -> Iterator[tuple[str, Entry]]:
    """Give every phrase of the rules; of two that read the same, the first counts."""
    written, places = rules.load("names/organisations"), rules.load("names/places")
    for name, one in written["form"].items():
        yield from ((phrase, Entry("form", name)) for phrase in _listed(one))
    for kind in ("country", "region", "town"):
        for name, phrases in places[kind].items():
            yield from ((phrase, Entry(kind, name)) for phrase in phrases)
    for name, one in written["generic"].items():
        yield from ((phrase, Entry(one["role"], name)) for phrase in _listed(one))
    for name, phrases in written["words"].items():
        yield from ((phrase, Entry("core", name)) for phrase in phrases)
    yield from ((phrase, Entry("filler", "")) for phrase in _listed(written["fillers"]))
    for value, phrases in written["numbers"].items():
        yield from ((phrase, Entry("number", value)) for phrase in phrases)


@cache
def _phrases() -> dict[str, Entry]:
    """Give what the rules say of whole phrases, by their keys."""
    found: dict[str, Entry] = {}
    for phrase, entry in _entries():
        if not phrase.endswith("*"):
            found.setdefault(phrase_key(phrase), entry)
    return found


@cache
def _other_words() -> dict[str, Entry]:
    """Give what single words are beside legal forms."""
    found: dict[str, Entry] = {}
    for phrase, entry in _entries():
        if entry.kind != "form" and not phrase.endswith("*"):
            found.setdefault(phrase_key(phrase), entry)
    return found


@cache
def _beginnings() -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for phrase, entry in _entries():
        if phrase.endswith("*"):
            found.setdefault(_key(phrase[:-1]), entry)
    return found


@cache
def _heads() -> dict[str, int]:
    """Give for each first word the words of the longest phrase that it begins."""
    found: dict[str, int] = {}
    for phrase in _phrases():
        words = phrase.split(" ")
        found[words[0]] = max(found.get(words[0], 1), len(words))
    return found


@cache
def _cut_phrases() -> dict[str, Entry]:
    """Give the phrases of legal forms and of words that say nothing with their last word cut."""
    whole = _phrases()
    found: dict[str, Entry] = {}
    for phrase, entry in whole.items():
        if entry.kind in ("form", "empty"):
            shortest = max(phrase.rfind(" ") + 3, _LEAST_CUT)
            for size in range(shortest, len(phrase)):
                found.setdefault(phrase[:size], entry)
    return {phrase: entry for phrase, entry in found.items() if phrase not in whole}


@lru_cache(maxsize=200_000)
def _by_beginning(key: str) -> Entry | None:
    beginnings = _beginnings()
    shortest = max(LEAST_BEGINNING, len(key) - _MOST_ENDING, (len(key) + 1) // 2)
    for size in range(len(key), shortest - 1, -1):
        if found := beginnings.get(key[:size]):
            return found
    return None


def phrase_key(phrase: str) -> str:
    """Give the key of a phrase: those of its words, with a space between."""
    return " ".join(keys_of(_split(phrase)))


def _split(phrase: str) -> list[str]:
    return re.split(r"[\s'’-]+", phrase)
