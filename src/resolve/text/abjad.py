"""Scripts that leave vowels out (Arabic, Hebrew): usual spellings of known names, and vowels where a shape tells them.

>>> [text for text, _ in names("Arab", "محمد", ("ar",))][:2]
['muhammad', 'mohammed']
>>> vowelled("Arab", "سالم", "ar") == "س" "a" "ل" "i" "م"
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from resolve import rules
from resolve.text.tables import FILES

# Fewer than the forms a word may have, so that its letters are always given too.
_MOST = 6
# Of two names written together neither is shorter, and both are not longer.
_SHORTEST = 3
_LONGEST_HALF = 20


class _Spelling(NamedTuple):
    """How a name is written, the languages that write it (and its parts) so, and how far down their lists it stands."""

    text: str
    languages: tuple[str, ...]
    place: int


def names(script: str, word: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the usual spellings of a word that the rules know as a name, each with its tag.

    Spellings of the first of `languages` come first. A word that begins or ends with a known element (the article,
    "servant of", "son of") and is otherwise a known name gives the two together; so do two known names written as
    one word. An unknown word gives none.
    """
    if "names" not in _table(script):
        return iter(())
    rank = {language: place for place, language in enumerate(languages)}

    def place(spelling: _Spelling) -> tuple[int, int]:
        return sum([rank.get(language, len(rank)) for language in spelling.languages]), spelling.place

    # A spelling that two languages share counts where it comes first.
    best: dict[str, str] = {}
    for spelling in sorted(_found(script, _folded(script, word)), key=place):
        best.setdefault(spelling.text, spelling.languages[0])
    return islice(((text, f"{language}:name") for text, language in best.items()), _MOST)


def vowelled(script: str, word: str, language: str) -> str:
    """Put Latin vowels into a word whose shape tells them; a word of another shape stays as it is."""
    for shape, written in _patterns(script, language):
        word, changed = shape.subn(written, word)
        if changed:
            break
    return word


def _found(script: str, word: str) -> Iterator[_Spelling]:
    yield from _ended(script, word)
    for element, before in _spellings(script, "prefixes").items():
        if word.startswith(element):
            for name in _ended(script, word.removeprefix(element)):
                yield from (_Spelling(e.text + name.text, name.languages, e.place + name.place) for e in before)


def _ended(script: str, word: str) -> Iterator[_Spelling]:
    """Find a name as it is, with an ending, or as two names written together."""
    known = _spellings(script, "names")
    yield from known.get(word, ())
    for element, after in _spellings(script, "suffixes").items():
        if word.endswith(element):
            yield from _joined(known.get(word.removesuffix(element), ()), after)
    if word not in known:
        for place in range(_SHORTEST, min(len(word), _LONGEST_HALF) - _SHORTEST + 1):
            yield from _joined(known.get(word[:place], ()), known.get(word[place:], ()))


def _joined(heads: Iterable[_Spelling], tails: Sequence[_Spelling]) -> Iterator[_Spelling]:
    for head in heads:
        for tail in tails:
            yield _Spelling(head.text + tail.text, head.languages + tail.languages, head.place + tail.place)


def _folded(script: str, word: str) -> str:
    return word.translate(_folding(script))


@cache
def _folding(script: str) -> dict[int, str]:
    return {ord(letter): written for letter, written in _table(script).get("fold", {}).items()}


@cache
def _spellings(script: str, section: str) -> Mapping[str, tuple[_Spelling, ...]]:
    """Read "one two fa:three": a code counts until the next; without any, the script's first language is meant."""
    table = _table(script)
    out: dict[str, tuple[_Spelling, ...]] = {}
    for word, written in table.get(section, {}).items():
        language = str(table["script"]["order"][0])
        spellings = []
        for place, part in enumerate(written.split()):
            code, _, text = part.rpartition(":")
            language = code or language
            spellings.append(_Spelling(text, (language,), place))
        key = _folded(script, word)
        out[key] = out.get(key, ()) + tuple(spellings)
    return out


@cache
def _patterns(script: str, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    table = _table(script)
    return tuple(
        (re.compile(pattern["shape"].replace("C", f"[{table['consonants']['letters']}]")), pattern["written"])
        for pattern in table.get("patterns", ())
        if language in pattern["languages"]
    )


def _table(script: str) -> Mapping[str, Any]:
    return rules.load(f"transliteration/{FILES[script]}")
