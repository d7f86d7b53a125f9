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
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BREAK = re.compile(r"\s*[;\n|]\s*|\s+/\s+")
_INNER_BREAK = re.compile(r"\s*(?:[;,|]|\s/\s|\bor\b|\band\b|\bili\b)\s*")
_EDGES = " ,;:"
_QUOTED = re.compile(r"[\"“„«‘']([^\"“”„«»‘’']*)[\"”“»’']")
_ACRONYM = re.compile(r"[^\W\d_a-zа-я][\w&./’'-]{1,11}")
_LONGEST_OPENING = 4


@dataclass(frozen=True, slots=True)
class NamePiece:
    """One name of a cell: its text, what a bracket calls it ("" where none does), and whether that makes it weak."""

    text: str
    said: str = ""
    quality: Quality = Quality.STRONG


def cut_names(text: str) -> tuple[NamePiece, ...]:
    """Cut a cell into names, in order, each once. A bracket that holds a note is left out of the name.

    Args:
        text: one line of text, of bounded length.
    """
    if not _is_plain(text):
        pieces = [piece for part in _parts(text) for piece in _one_cell(part)]
    else:
        pieces = list(_by_script(NamePiece(_joined(text))))
    return tuple({piece.text: piece for piece in reversed(pieces) if _has_letters(piece.text)}.values())[::-1]


def _is_plain(text: str) -> bool:
    return not any(mark in text for mark in "([;|\n") and " / " not in text


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _parts(text: str) -> Iterator[str]:
    """Cut at breaks outside brackets."""
    start, depth = 0, 0
    for found in re.finditer(r"[(\[]|[)\]]|\s*[;\n|]\s*|\s+/\s+", text):
        mark = found.group()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _one_cell(text: str) -> Iterator[NamePiece]:
    """Give the name of a cell and what its brackets add."""
    brackets = list(_BRACKET.finditer(text))
    whole = _joined(_BRACKET.sub(" ", text))
    if not whole:
        yield from (piece for found in brackets for piece in _one_cell(found.group(1)))
        return
    notes = [found.group(1).strip() for found in brackets]
    said = next((note for note in notes if quality_of(note) is Quality.WEAK), "")
    yield from _by_script(NamePiece(whole, said, quality_of(said)))
    for found in brackets:
        before, after = _joined(text[: found.start()]), _joined(_BRACKET.sub(" ", text[found.end() :]))
        yield from _inside(found.group(1), _joined(_BRACKET.sub(" ", before)), after)


def _inside(content: str, before: str, after: str) -> Iterator[NamePiece]:
    """Read a bracket: names after "a.k.a." and kin, a name in another script, a variant, an acronym; else a note."""
    said, rest = _opening(content)
    base = f"{before} {after}"
    for part in filter(None, map(_joined, _INNER_BREAK.split(rest) if said else _BREAK.split(rest))):
        one_word = " " not in part
        variant = f"{before.rpartition(' ')[0]} {part} {after}".strip()
        if any(map(str.isdigit, part)) or quality_of(part) is Quality.WEAK:
            continue
        if said:
            if one_word and after:
                yield NamePiece(variant, said)
            else:
                yield NamePiece(part, said, Quality.WEAK if one_word and " " in before else Quality.STRONG)
        elif script_of(part) != script_of(base):
            if not one_word or " " not in base.strip():
                yield NamePiece(part, ORIGINAL)
        elif one_word and after and before and part[:1].isupper():
            yield NamePiece(variant, "variation")
        elif one_word and not after and _ACRONYM.fullmatch(part) and part.upper() == part:
            yield NamePiece(part, "acronym", Quality.WEAK)
        elif not one_word and all(word[:1].isupper() or not word[:1].isalpha() for word in part.split()):
            yield NamePiece(part, "alias")


def _opening(content: str) -> tuple[str, str]:
    """Take "a.k.a." and the like off the beginning of a bracket; what it means, "" where there is none."""
    words = content.split()
    for count in range(min(_LONGEST_OPENING, len(words) - 1), 0, -1):
        if plain(" ".join(words[:count])) in _openings():
            return said_of(" ".join(words[:count]).strip(":,")), " ".join(words[count:])
    return "", content


@cache
def _openings() -> frozenset[str]:
    said = lists_rules()["said"]
    words = (word for name in ("alias", "formerly", "maiden", "transliteration") for word in said[name])
    return frozenset(map(plain, words)) - {"good"}


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
    quoted = _QUOTED.fullmatch(bare)
    return quoted.group(1).strip(_EDGES) if quoted else bare
