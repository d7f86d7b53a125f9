"""A name's text cut into tokens: words, marker words, groups in brackets and quotes, separators.

>>> [(token.kind.value, token.text) for token in tokens("Petrović (Marko), poznat kao „Nidžo“")]
[('name', 'Petrović'), ('group', 'Marko'), ('comma', ','), ('marker', 'poznat kao'), ('quoted', 'Nidžo')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from resolve.names.words import MARKERS, NO_KINDS, Entry, Kind, Word, phrases_from, word

MOST_TOKENS = 40

_OPENING, _CLOSING = "[\"“”„‟«»‹›‘’‚'`´]", "[\"“”‟«»‹›‘’'`´]"
_SCAN = re.compile(
    rf"""(?<![^\W_]){_OPENING}{{1,2}}(?=\S)(?P<quoted>[^"“”„‟«»(){{}}\[\],;]{{1,60}}?){_CLOSING}{{1,2}}(?![^\W_])
    |(?P<group>[(\[{{])
    |(?P<comma>[,،、，])
    |(?P<slashed>(?<![^\W_])[^\W\d_](?:/[^\W\d_]){{1,2}}(?![^\W_]))
    |(?P<separator>[;；؛/|\\])
    |(?P<chunk>[^\s,،、，;；؛/|\\()\[\]{{}}"“”„‟«»‹›:<>=!\#&+…·•]+)""",
    re.VERBOSE,
)
_CLOSE = re.compile(r"[)\]}]")
_EDGES = "*-‐‑‒–—'’‘‚`´_~^%$"
_DASHES = "-‐‑‒–—"
_DOTTED = re.compile(r"(?<=\.)(?=[^\W\d_]{2})")
_ONE_MORE = re.compile(r"[^\W_]+\s*(?:$|,)")


class Shape(StrEnum):
    """What a token is."""

    NAME = "name"
    MARKER = "marker"
    UNKNOWN = "unknown"
    COMMA = "comma"
    SEPARATOR = "separator"
    GROUP = "group"
    QUOTED = "quoted"


class Token(NamedTuple):
    """One token: where it begins, what the rules say of it, and for a group the tokens inside."""

    kind: Shape
    text: str
    place: int
    word: Word | None = None
    kinds: frozenset[Kind] = NO_KINDS
    languages: tuple[str, ...] = ()
    inner: tuple[Token, ...] = ()


class _Chunk(NamedTuple):
    kind: Shape
    text: str
    place: int
    glued: bool = False  # a hyphen stands between this one and the one before
    inner: tuple[Token, ...] = ()


def tokens(text: str) -> list[Token]:
    """Cut a repaired text into tokens. Brackets and quotes without a partner are passed over.

    Marker words that have nothing to mark, because nothing comes after them, are names like any other.
    """
    return _inside(text, 0, len(text), not _one_case(text))


def _inside(text: str, begin: int, end: int, mixed: bool) -> list[Token]:
    return _marked(_glue(list(_chunks(text, begin, end, mixed))), mixed)


def _one_case(text: str) -> bool:
    return text.isupper() or text.islower() or text.casefold() == text


def _chunks(text: str, begin: int, end: int, mixed: bool) -> Iterator[_Chunk]:
    position, nested = begin, begin > 0 or end < len(text)
    while found := _SCAN.search(text, position, end):
        position = found.end()
        kind, piece, place = found.lastgroup, found.group(), found.start()
        if kind == "quoted":
            inner = tuple(_inside(text, found.start("quoted"), found.end("quoted"), mixed))
            yield _Chunk(Shape.QUOTED, found.group("quoted").strip(), place, inner=inner)
        elif kind == "group":
            close = _CLOSE.search(text, position, end)
            if nested or close is None or not text[position : close.start()].strip():
                continue  # a bracket inside brackets adds nothing
            inside_end = close.start()
            yield _Chunk(
                Shape.GROUP,
                text[position:inside_end].strip(),
                place,
                inner=tuple(_inside(text, position, inside_end, mixed)),
            )
            position = close.end()
        elif kind == "comma":
            yield _Chunk(Shape.COMMA, piece, place)
        elif kind == "separator":
            yield _Chunk(Shape.SEPARATOR, piece, place, glued=_within_a_word(text, place, end))
        elif kind == "slashed":
            yield _Chunk(Shape.NAME, piece, place)
        else:
            yield from _words(piece, place)


def _within_a_word(text: str, place: int, end: int) -> bool:
    """Tell whether a slash parts two halves of one name: nothing but a single word stands on one of its sides."""
    tight = 0 < place < end - 1 and not text[place - 1].isspace() and not text[place + 1].isspace()
    return tight and (bool(_ONE_MORE.match(text, place + 1, end)) or len(text[:place].split()) == 1)


def _words(piece: str, place: int) -> Iterator[_Chunk]:
    """Cut a run of characters without white space: "J.C.Juncker", "-Njegoš", "al-Zoubi"."""
    if "@" in piece:
        yield _Chunk(Shape.UNKNOWN, piece, place)
        return
    for part in _DOTTED.split(piece) if "." in piece else (piece,):
        bare = part.strip(_EDGES)
        letters = sum(map(str.isalpha, bare))
        offset = part.find(bare) if bare else 0
        if letters:
            digits = sum(map(str.isdigit, bare))
            shape = Shape.UNKNOWN if digits >= letters else Shape.NAME
            glued = part[0] in _DASHES
            yield from _article(_Chunk(shape, bare.lstrip("."), place + offset, glued))
            if part[-1] in _DASHES:
                yield _Chunk(Shape.NAME, "", place + len(part), glued=True)
        elif any(map(str.isalnum, bare)):
            yield _Chunk(Shape.UNKNOWN, bare, place + offset)
        elif part[0] in _DASHES:
            yield _Chunk(Shape.NAME, "", place, glued=True)
        place += len(part)


def _article(chunk: _Chunk) -> Iterator[_Chunk]:
    """Part an Arabic article from its name, unless the rules know the two as one word."""
    article, dash, name = chunk.text.partition("-")
    known = dash and len(name) > 1 and Kind.JOIN_ARTICLE in word(article).kinds and not word(chunk.text).kinds
    if known and chunk.kind is Shape.NAME:
        yield chunk._replace(text=article + "-")
        yield chunk._replace(text=name, place=chunk.place + len(article) + 1, glued=False)
    else:
        yield chunk


def _glue(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Put together what a hyphen with spaces around it, or a slash within a word, has parted."""
    done: list[_Chunk] = []
    pending = ""
    for chunk in chunks:
        if chunk.kind is Shape.SEPARATOR and chunk.glued and done and done[-1].kind is Shape.NAME:
            pending = chunk.text
        elif chunk.kind is not Shape.NAME:
            pending = ""
            done.append(chunk)
        elif not chunk.text:
            pending = "-"
        else:
            link = pending or ("-" if chunk.glued else "")
            if link and done and _can_be_glued(done[-1], chunk):
                done[-1] = done[-1]._replace(text=done[-1].text + link + chunk.text)
            else:
                done.append(chunk)
            pending = ""
    return done


def _can_be_glued(left: _Chunk, right: _Chunk) -> bool:
    plain_words = not word(right.text).entry and not word(right.text).opens and not word(left.text).entry
    return left.kind is Shape.NAME and plain_words and not left.text.endswith((".", "-"))


def _marked(chunks: Sequence[_Chunk], mixed: bool) -> list[Token]:
    """Find the marker words and phrases."""
    done: list[Token] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if chunk.kind is not Shape.NAME:
            done.append(Token(chunk.kind, chunk.text, chunk.place, inner=chunk.inner))
            index += 1
            continue
        entry, length = _phrase(chunks, index)
        if entry is None or index + length >= len(chunks):
            length = 1
            done.append(_single(chunk, mixed, followed=index + 1 < len(chunks), preceded=index > 0))
        else:
            text = " ".join(part.text for part in chunks[index : index + length])
            done.append(Token(Shape.MARKER, text, chunk.place, None, entry.bare, entry.languages))
        index += length
    return done


def _phrase(chunks: Sequence[_Chunk], index: int) -> tuple[Entry | None, int]:
    first = word(chunks[index].text)
    if first.opens:
        for keys, entry in phrases_from(first.key):
            following = chunks[index : index + len(keys)]
            if len(following) == len(keys) and all(
                chunk.kind is Shape.NAME and word(chunk.text).key == key
                for chunk, key in zip(following, keys, strict=True)
            ):
                return entry, len(keys)
    return None, 1


def _single(chunk: _Chunk, mixed: bool, *, followed: bool, preceded: bool) -> Token:
    one = word(chunk.text)
    kinds = one.kinds
    if not kinds or one.entry is None:
        # A small abbreviation among words that begin with capitals: "dipl. oec."
        title = mixed and one.lower and not one.initial and chunk.text.endswith(".")
        return Token(Shape.NAME, chunk.text, chunk.place, one, frozenset({Kind.TITLE}) if title else NO_KINDS)
    if one.entry.lower_case and not one.lower and (mixed or one.initial):
        kinds = kinds & {Kind.ALSO_GIVEN}
    marks = kinds & MARKERS
    if Kind.TITLE in kinds and not preceded:
        marks = NO_KINDS
    if Kind.FATHER_AFTER in marks and not preceded:
        marks = marks - {Kind.FATHER_AFTER}
    if marks and (followed or Kind.FATHER_AFTER in marks):
        return Token(Shape.MARKER, chunk.text, chunk.place, one, kinds, one.entry.languages)
    return Token(Shape.NAME, chunk.text, chunk.place, one, kinds - MARKERS, one.entry.languages)
