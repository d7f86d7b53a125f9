r"""Bytes of a text file to UTF-8: what the file says it is, else what its letters say.

>>> decode("Име;Презиме\nЈован;Ћирић\n".encode("cp1251"), "people.csv").encoding
'cp1251'
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from resolve import rules
from resolve.errors import InputError
from resolve.records.raw import counted

# Stands in a marked text for bytes that cannot be read. A private-use character that no agency export holds.
UNREADABLE = "\U0010fffd"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its first two bytes are the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_LONGEST_WORD = 64
_CHECKED_BYTES = 1 << 16
_CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 28, 29, 30, 31})
# So many control characters are no sign of binary data, whatever the length.
_FEW_CONTROLS = 8
# What systems fill the end of a file with: NUL, and the end-of-file mark of CP/M and DOS.
_PADDING = b"\0\x1a"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_JUMBLED = re.compile(r"[a-zà-öø-ÿāăąćčďđęěłńňřśşšţťůűźżža-яђ-џ][A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚŁŃŇŘŚŞŠŢŤŮŰŹŻŽА-ЯЂ-Џ]")
_DENSE = re.compile("[\u00c0-\u024f]{3,}")
_ADVICE = "save the file as UTF-8, or say what it is with --encoding (encoding= in Python)"


@dataclass(frozen=True)
class Decoded:
    """The text of a file.

    Attributes:
        data: UTF-8 without a byte order mark.
        encoding: what the file was in.
        notes: what a person should know, where it was a guess.
        marked: whether `data` holds `UNREADABLE` in the place of bytes that cannot be read.
        reason: why it was taken for that encoding.
    """

    data: bytes = field(repr=False)
    encoding: str
    notes: tuple[str, ...] = ()
    marked: bool = False
    reason: str = ""


def decode(data: bytes, where: str, encoding: str | None = None) -> Decoded:
    """Bring the bytes of a text file to UTF-8.

    Args:
        data: the whole file.
        where: what to call it in an error.
        encoding: its encoding if that is known; else a byte order mark decides, then UTF-8 if the bytes are
            valid, then where the NULs of UTF-16 stand, then the letters (see `rules/schemas/encodings.toml`).

    Lines of valid UTF-8 and lines of a legacy encoding may stand in one file: each is read as what it is. Bytes
    that are no text on single lines, NUL among them, are marked, so that only their rows are refused.

    Raises:
        InputError: the bytes are not text, or not of the encoding named.
    """
    if encoding is not None:
        return _told(data, where, encoding, "as told")
    for bom, name in _BOMS:
        if data.startswith(bom):
            if name != "utf-8":
                told = _told(data[len(bom) :], where, name, "a byte order mark says so")
                return replace(told, encoding=name.rpartition("-")[0])
            data = data[len(bom) :]
            reason = "a byte order mark says so"
            break
    else:
        reason = "its bytes are valid UTF-8"
        if bare := _utf16_without_mark(data):
            return _told(data, where, bare, "every other byte is NUL, as in UTF-16; it has no byte order mark")
    found = _text(data, where)
    if not is_utf8(found.data):
        return _not_utf8(found, where)
    return replace(found, reason="plain ASCII" if reason.startswith("its") and found.data.isascii() else reason)


def is_utf8(data: bytes) -> bool:
    """Say whether bytes are valid UTF-8, at the speed of Arrow's check and without a copy."""
    import pyarrow as pa

    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def guess_encoding(data: bytes) -> tuple[str, float]:
    """Guess the legacy encoding of bytes that are not UTF-8.

    Returns:
        The candidate that reads the best letters, and its mean weight a letter (1 is good, below 0 is junk).

    >>> guess_encoding("Đorđe Živković, Čačak".encode("cp1250"))[0]
    'cp1250'
    """
    score, name = _ranked(sorted(_sample(data)))[0]
    return name, score


def _ranked(words: Sequence[bytes]) -> list[tuple[float, str]]:
    """Rank the candidates, the best first; of equals the first in the rules."""
    scored = [(_score(words, name), name) for name in _rules()["guess"]["candidates"]]
    return sorted(scored, key=lambda one: -one[0])


def _utf16_without_mark(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by where its NULs stand; None where it is none."""
    limits = _rules()["utf16"]
    start = data[: limits["bytes"]]
    even, odd = start[::2].count(0), start[1::2].count(0)
    most, fewest = max(even, odd), min(even, odd)
    if len(data) % 2 or most < limits["share"] * len(start) or fewest > limits["astray"] * most:
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name


def _told(data: bytes, where: str, encoding: str, reason: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(f"{where}: '{encoding}' is not an encoding that is known; try 'utf-8' or 'cp1250'") from None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise InputError(
            f"{where}: expected {encoding} text, found bytes that are not, at byte {at + 1}; {_ADVICE}"
        ) from None
    except (TypeError, ValueError):  # codecs that make no text, such as "zip"
        raise InputError(f"{where}: '{encoding}' is not an encoding of text; try 'utf-8' or 'cp1250'") from None
    found = _text(text.removeprefix("\ufeff").encode("utf-8", "replace"), where)
    return replace(found, encoding=encoding, reason=reason)


def _text(data: bytes, where: str) -> Decoded:
    """Refuse what is no text; cut an end that only fills space, and mark NUL bytes that are left."""
    data = data.rstrip(_PADDING)
    start = data[:_CHECKED_BYTES]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if controls > _rules()["guess"]["most_controls"] * len(start) + _FEW_CONTROLS:
        raise InputError(f"{where}: expected text, found binary data; export it again as .csv or .xlsx, or {_ADVICE}")
    if b"\0" not in data:
        return Decoded(data, "utf-8")
    return Decoded(data.replace(b"\0", UNREADABLE.encode()), "utf-8", marked=True)


def _not_utf8(found: Decoded, where: str) -> Decoded:
    data = found.data
    lines = data.split(b"\n")
    wide = [line for line in lines if not line.isascii()]
    unread = [line for line in wide if not _reads_as_utf8(line)]
    if len(wide) - len(unread) >= _rules()["damaged"]["utf8_share"] * len(wide):
        return _mixed(found, lines)
    ranked = _ranked(sorted(_sample(b"\n".join(unread))))
    score, name = ranked[0]
    if score < _rules()["guess"]["least"]:
        raise InputError(f"{where}: expected text, found bytes in no encoding that is known; {_ADVICE}")
    text = data.decode(name, "replace").encode()
    note = f"not UTF-8: read as {name}, guessed from its letters; if names look wrong, {_ADVICE}"
    reason = f"not UTF-8, and of the legacy encodings it reads the likeliest letters{_rivals(ranked, unread)}"
    return Decoded(text, name, (note,), found.marked, reason)


def _rivals(ranked: Sequence[tuple[float, str]], lines: Sequence[bytes]) -> str:
    """Name the encodings that fit nearly as well and read other letters."""
    best, name = ranked[0]
    sample = b"\n".join(lines)[:_CHECKED_BYTES]
    text = sample.decode(name, "replace")
    near = [other for score, other in ranked[1:] if best - score <= _rules()["guess"]["rival"]]
    others = [other for other in near if sample.decode(other, "replace") != text]
    return f"; {' and '.join(others[:2])} would fit nearly as well" if others else ""


def _mixed(found: Decoded, lines: Sequence[bytes]) -> Decoded:
    """Read lines that are not UTF-8 as the rest is: in the legacy encoding, or marked where they are damaged."""
    other = [not line.isascii() and not _reads_as_utf8(line) for line in lines]
    foreign = [line for line, one in zip(lines, other, strict=True) if one and _is_foreign(line)]
    name, _ = guess_encoding(b"\n".join(foreign))
    done: list[bytes] = []
    legacy = damaged = 0
    for line, one in zip(lines, other, strict=True):
        if not one:
            done.append(line)
            continue
        text = line.decode(name, "replace")
        fits = _is_foreign(line) and _text_score(_WORD.findall(text)) >= _rules()["damaged"]["line_least"]
        legacy, damaged = legacy + fits, damaged + (not fits)
        done.append((text if fits else line.decode("utf-8", _mark_errors())).encode("utf-8", "replace"))
    notes = []
    if legacy:
        notes.append(f"{counted(legacy, 'line')} not UTF-8 as the rest is: read as {name}, guessed from the letters")
    if damaged:
        notes.append(f"{counted(damaged, 'line')} with bytes that are not UTF-8: refused")
    reason = f"{counted(len(lines) - sum(other), 'line')} are valid UTF-8, {sum(other):,} are not"
    return Decoded(b"\n".join(done), "utf-8", tuple(notes), found.marked or damaged > 0, reason)


def _is_foreign(line: bytes) -> bool:
    """Say whether a line was written in another encoding, not in UTF-8 and damaged later."""
    kept = line.decode("utf-8", "ignore")
    letters = sum(not letter.isascii() for letter in kept)
    return len(line) - len(kept.encode()) > letters


def _reads_as_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mark_errors() -> str:
    def mark(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return UNREADABLE, error.end

    codecs.register_error("resolve.unreadable", mark)
    return "resolve.unreadable"


def _sample(data: bytes) -> set[bytes]:
    """Take distinct words beyond ASCII from all over the file, the first ones of each part."""
    words: set[bytes] = set()
    parts = 16
    size = len(data) // parts + 1
    share = _rules()["guess"]["sample_words"] // parts
    for start in range(0, len(data), size):
        limit = len(words) + share
        for found in _HIGH_WORD.finditer(data, start, start + size):
            words.add(found.group()[:_LONGEST_WORD])
            if len(words) >= limit:
                break
    return words


def _score(words: Iterable[bytes], encoding: str) -> float:
    return _text_score(word.decode(encoding, "replace") for word in words)


def _text_score(words: Iterable[str]) -> float:
    """Give the mean weight of the letters beyond ASCII in words."""
    guess = _rules()["guess"]
    total, count = 0.0, 0
    for text in words:
        beyond = [letter for letter in text if not letter.isascii()]
        if not beyond:
            continue
        count += len(beyond)
        total += sum(_weight(letter) for letter in beyond)
        cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in beyond)
        if cyrillic and _LATIN.search(text):
            total += guess["mixed_script"] * cyrillic
        total += guess["jumbled_case"] * len(_JUMBLED.findall(text))
        total += guess["dense_marks"] * sum(map(len, _DENSE.findall(text)))
    return total / max(count, 1)


@lru_cache(maxsize=1024)
def _weight(letter: str) -> float:
    guess = _rules()["guess"]
    if letter == "\ufffd" or "\x80" <= letter <= "\x9f":
        return float(guess["impossible"])
    if not letter.isalpha():
        return float(guess["symbol"])
    groups = _rules()["letters"]
    return float(next((group["weight"] for group in groups if letter in group["text"]), guess["other_letter"]))


def _rules() -> Mapping[str, Any]:
    return rules.load("schemas/encodings")
