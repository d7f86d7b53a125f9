r"""Bytes of a text file to UTF-8: what the file says it is, else what its letters say.

>>> decode("Име;Презиме\nЈован;Ћирић\n".encode("cp1251"), "people.csv").encoding
'cp1251'
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
_CONTROLS = bytes({*range(1, 32)} - {9, 10, 11, 12, 13, 28, 29, 30, 31})
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
    """

    data: bytes = field(repr=False)
    encoding: str
    notes: tuple[str, ...] = ()
    marked: bool = False


def decode(data: bytes, where: str, encoding: str | None = None) -> Decoded:
    """Bring the bytes of a text file to UTF-8.

    Args:
        data: the whole file.
        where: what to call it in an error.
        encoding: its encoding if that is known; else a byte order mark decides, then UTF-8 if the bytes are
            valid, then the letters (see `rules/schemas/encodings.toml`).

    Raises:
        InputError: the bytes are not text, not of the encoding named, or hold NUL.
    """
    if encoding is not None:
        return Decoded(_told(data, where, encoding), encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            data, encoding = data[len(bom) :], name
            break
    if encoding not in (None, "utf-8"):
        return Decoded(_told(data, where, encoding), encoding.rpartition("-")[0])
    _refuse_binary(data, where)
    return Decoded(data, "utf-8") if is_utf8(data) else _not_utf8(data, where)


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
    words = sorted(_sample(data))
    scored = [(_score(words, name), name) for name in _rules()["guess"]["candidates"]]
    best = max(score for score, _ in scored)
    return next(name for score, name in scored if score == best), best


def _told(data: bytes, where: str, encoding: str) -> bytes:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(f"{where}: '{encoding}' is not an encoding that is known; try 'utf-8' or 'cp1250'") from None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise InputError(
            f"{where}: expected {encoding} text, found bytes that are not, at byte {at + 1}; {_ADVICE}"
        ) from None
    done = text.removeprefix("\ufeff").encode("utf-8", "replace")
    _refuse_binary(done, where)
    return done


def _refuse_binary(data: bytes, where: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise InputError(
            f"{where}, line {line}: expected text, found a NUL byte; the file is binary, damaged, or "
            f"UTF-16 without its byte order mark: {_ADVICE}"
        )
    start = data[:_CHECKED_BYTES]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if controls > _rules()["guess"]["most_controls"] * len(start) + 1:
        raise InputError(f"{where}: expected text, found binary data; export it again as .csv or .xlsx")


def _not_utf8(data: bytes, where: str) -> Decoded:
    lines = data.split(b"\n")
    wide = [line for line in lines if not line.isascii()]
    unread = [line for line in wide if not _reads_as_utf8(line)]
    bad = len(unread)
    limits = _rules()["damaged"]
    few = bad <= limits["few_lines"] or bad <= limits["few_share"] * len(lines)
    name, score = guess_encoding(b"\n".join(unread))
    hopeless = score < _rules()["guess"]["least"]
    if hopeless and not few:
        raise InputError(f"{where}: expected text, found bytes in no encoding that is known; {_ADVICE}")
    if few and (hopeless or len(wide) - bad > bad):
        note = f"{counted(bad, 'line')} with bytes that are not UTF-8: refused"
        return Decoded(data.decode("utf-8", _mark_errors()).encode(), "utf-8", (note,), marked=True)
    if len(wide) - bad > bad:
        note = f"{counted(bad, 'line')} not UTF-8 as the rest is: read as {name}, guessed from the letters"
        return Decoded(b"\n".join(_either(line, name) for line in lines), "utf-8", (note,))
    note = f"not UTF-8: read as {name}, guessed from its letters; if names look wrong, {_ADVICE}"
    return Decoded(data.decode(name, "replace").encode(), name, (note,))


def _reads_as_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _either(line: bytes, name: str) -> bytes:
    return line if line.isascii() or _reads_as_utf8(line) else line.decode(name, "replace").encode()


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
    guess = _rules()["guess"]
    total, count = 0.0, 0
    for word in words:
        text = word.decode(encoding, "replace")
        beyond = [letter for letter in text if not letter.isascii()]
        count += len(beyond)
        total += sum(_weight(letter) for letter in beyond)
        cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in beyond)
        if cyrillic and re.search("[A-Za-z]", text):
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
