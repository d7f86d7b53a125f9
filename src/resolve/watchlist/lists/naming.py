"""A cell of names as a list prints it, cut into names: several in one cell, aliases and notes in brackets, two scripts.

>>> [(piece.text, piece.said) for piece in cut_names("Abu Zaid (a.k.a. Ebu) MARKOV; Omar MARKOV (nom de guerre)")]
[('Abu Zaid MARKOV', ''), ('Abu Ebu MARKOV', 'alias'), ('Omar MARKOV', 'nom de guerre')]
>>> [(piece.text, piece.said) for piece in cut_names("Petar ILIĆ Петар ИЛИЋ")]
[('Petar ILIĆ', ''), ('Петар ИЛИЋ', 'original script')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resolve.text.scripts import script_of
from resolve.text.unicode import plain
from resolve.watchlist.lists.entries import Quality
from resolve.watchlist.lists.wording import lists_rules, quality_of, said_of

ORIGINAL = "original script"
_MARKS = re.compile(r"[(\[]|[)\]]|\s*[;\n|]\s*|\s+/\s+")
_BREAK = re.compile(r"\s*[;\n|]\s*|\s+/\s+")
_INNER_BREAK = re.compile(r"\s*(?:[;,|]|\s/\s|\bor\b|\band\b|\bili\b)\s*")
_EDGES = " ,;:"
_QUOTED = re.compile(r"[\"“„«‘']([^\"“”„«»‘’']*)[\"”“»’']")
_ACRONYM = re.compile(r"[^\W\d_a-zа-я][\w&./’'-]{1,11}")
_LONGEST_OPENING = 4
# What follows a name without being part of it: "born 1963 in Kabul", "DOB: 1948", "Passport number: …".
_NOTE = re.compile(
    r"(?:^|[\s,]+)(?:born\s(?=[^,;]*\d|in\b|on\b)"
    r"|(?i:DOB|POB|dates? of \w+|place of \w+|passport (?:no\.?|number))\s?[:\d]).*"
)


@dataclass(frozen=True, slots=True)
class NamePiece:
    """One name of a cell: its text, what a bracket calls it ("" where none does), and whether that makes it weak."""

    text: str
    said: str = ""
    quality: Quality = Quality.STRONG


@dataclass(frozen=True, slots=True)
class _Bracket:
    """What stands in a bracket, and the name before and after it without brackets."""

    content: str
    before: str
    after: str


def cut_names(text: str, *, person: bool = True) -> tuple[NamePiece, ...]:
    """Cut a cell into names, in order, each once. A bracket that holds a note is left out of the name.

    Args:
        text: one line of text, of bounded length.
        person: whether the names are of a person. A word in a bracket inside a person's name is another spelling of
            the word before it ("Abu Zaid (Zayd) MARKOV"), inside an organisation's it belongs to the name as well.
    """
    if any(mark in text for mark in "()[];|\n") or " / " in text:
        pieces = [piece for part in _parts(text) for piece in _one_cell(part, person=person)]
    else:
        pieces = list(_by_script(NamePiece(_joined(_NOTE.sub("", text)))))
    named = (piece for piece in reversed(pieces) if any(map(str.isalnum, piece.text)))
    return tuple({piece.text: piece for piece in named}.values())[::-1]


def _parts(text: str) -> Iterator[str]:
    """Cut at breaks outside brackets."""
    start, depth = 0, 0
    for found in _MARKS.finditer(text):
        mark = found.group()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield text[start : found.start()]
            start = found.end()
    rest = text[start:]
    if depth and _BREAK.search(rest):  # a bracket that is never closed hides no break
        yield from _BREAK.split(re.sub(r"[()\[\]]", " ", rest))
    else:
        yield rest


def _brackets(text: str) -> tuple[str, list[_Bracket]]:
    """Take the outermost brackets out of a name; those inside them, and marks without a partner, count as spaces."""
    spans: list[tuple[int, int]] = []
    open_at: list[int] = []
    for at, mark in enumerate(text):
        if mark in "([":
            open_at.append(at)
        elif mark in ")]" and open_at:
            start = open_at.pop()
            if not open_at:
                spans.append((start, at))
    if open_at:
        return _joined(re.sub(r"[()\[\]]", " ", text)), []
    outside, end = [], 0
    for start, stop in spans:
        outside.append(_bare(text[end:start]))
        end = stop + 1
    outside.append(_bare(text[end:]))
    found = [
        _Bracket(
            _bare(text[start + 1 : stop]), _joined(" ".join(outside[: i + 1])), _joined(" ".join(outside[i + 1 :]))
        )
        for i, (start, stop) in enumerate(spans)
    ]
    return _joined(" ".join(outside)), found


def _bare(text: str) -> str:
    return re.sub(r"[()\[\]]", " ", text)


def _one_cell(text: str, *, person: bool) -> Iterator[NamePiece]:
    """Give the name of a cell and what its brackets add."""
    whole, brackets = _brackets(text)
    if not whole:
        yield from (NamePiece(part) for one in brackets for part in map(_joined, _BREAK.split(one.content)))
        return
    notes = [one.content.strip() for one in brackets]
    said = next((note for note in notes if quality_of(note) is Quality.WEAK), "")
    said = said or next((said_of(note) for note in notes if plain(note) in _openings()), "")
    yield from _by_script(NamePiece(_joined(_NOTE.sub("", whole)), said, quality_of(said)))
    for one in brackets:
        yield from _inside(one, person=person)


def _inside(bracket: _Bracket, *, person: bool) -> Iterator[NamePiece]:
    """Read a bracket: names after "a.k.a." and kin, a name in another script, a variant, an acronym; else a note."""
    said, rest = _opening(bracket.content)
    before, after = bracket.before, bracket.after
    base = f"{before} {after}".strip()
    for part in filter(None, map(_joined, _INNER_BREAK.split(rest) if said else _BREAK.split(rest))):
        one_word = " " not in part
        if any(map(str.isdigit, part)) or quality_of(part) is Quality.WEAK or plain(part) in _legal_forms():
            continue
        if said and one_word and after:
            yield NamePiece(_variant(part, before, after, person=person), said)
        elif said:
            yield NamePiece(part, said, Quality.WEAK if one_word and " " in before else Quality.STRONG)
        elif script_of(part) != script_of(base):
            if not one_word or " " not in base:
                yield NamePiece(part, ORIGINAL)
        elif one_word and after and (before or not person) and part[:1].isupper():
            yield NamePiece(_variant(part, before, after, person=person), "variation")
        elif one_word and not after and _ACRONYM.fullmatch(part) and part.upper() == part:
            yield NamePiece(part, "acronym", Quality.WEAK)
        elif one_word and person and " " in before and part[:1].isupper():
            yield NamePiece(_variant(part, before, "", person=True), "variation", Quality.WEAK)  # or it is a title
        elif not one_word and all(word[:1].isupper() or not word[:1].isalpha() for word in part.split()):
            yield NamePiece(part, "alias")


def _variant(part: str, before: str, after: str, *, person: bool) -> str:
    """Put a word of a bracket in the place of the word before it, or behind it in an organisation's name."""
    return f"{before.rpartition(' ')[0] if person else before} {part} {after}".strip()


def _opening(content: str) -> tuple[str, str]:
    """Take "a.k.a." and the like off the beginning of a bracket; what it means, "" where there is none."""
    words = content.split()
    if plain(content) in _openings():
        return "", ""
    for count in range(min(_LONGEST_OPENING, len(words) - 1), 0, -1):
        if plain(" ".join(words[:count])) in _openings():
            return said_of(" ".join(words[:count]).strip(":,")), " ".join(words[count:])
    return "", content


@cache
def _openings() -> frozenset[str]:
    said = lists_rules()["said"]
    words = (word for name in ("alias", "formerly", "maiden", "transliteration", ORIGINAL) for word in said[name])
    return frozenset(map(plain, words)) - {"good"}


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(map(plain, lists_rules()["legal_forms"]["words"]))


def _by_script(piece: NamePiece) -> Iterator[NamePiece]:
    """Cut a name that is written once in each of two scripts."""
    words = piece.text.split()
    if piece.text.isascii() or len(words) < 4:
        yield piece
        return
    scripts = [script_of(word) for word in words]
    known = [script for script in scripts if script != "Zyyy"]
    second = next((i for i, script in enumerate(scripts) if script not in ("Zyyy", known[0])), 0) if known else 0
    tail = [script for script in scripts[second:] if script != "Zyyy"]
    if second < 2 or len(words) - second < 2 or len(set(tail)) != 1:
        yield piece
        return
    first, other = _joined(" ".join(words[:second])), _joined(" ".join(words[second:]))
    yield NamePiece(first, piece.said, piece.quality)
    yield NamePiece(other, ORIGINAL, piece.quality)


def _joined(text: str) -> str:
    """Give a name on one line, without the punctuation and the pair of quotes around it."""
    bare = " ".join(text.split()).strip(_EDGES)
    if bare.count('"') == 1:
        bare = bare.strip('"').strip(_EDGES)
    quoted = _QUOTED.fullmatch(bare)
    return quoted.group(1).strip(_EDGES) if quoted else bare
