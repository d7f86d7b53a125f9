"""What the header of a column means, by the phrases in `rules/schemas/headers.toml`.

>>> read_header("Датум рођења").field, read_header("postcode_fake").field, read_header("Datum prelaska").field
('birth_date', 'postcode', 'ignore')
>>> print(read_header("ИмеОца").reason)
header: 'име оца' (sr, hr, bs) means father_name
>>> read_header("xyz") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from resolve import rules
from resolve.errors import RulesError
from resolve.text.repair import other_reading, repair
from resolve.text.unicode import plain, plain_many

# Between the two levels of a header in two rows: "Datum rođenja / dan".
BETWEEN_LEVELS = " / "

_LONGEST_HEADER = 200
_TRAILING_DIGITS = re.compile(r"\d+$")
_DEPENDS = "depends"
_ANSWER = "answer"
_EVENT = "event"


@dataclass(frozen=True)
class HeaderReading:
    """What a header means.

    Attributes:
        field: a field of `rules/schemas/fields.toml`.
        confidence: 0 to 1.
        reason: for people.
    """

    field: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class _Phrase:
    """A phrase of the rules: its field (or what it does), as people write it, and in which languages."""

    field: str
    shown: tuple[str, ...]
    languages: tuple[str, ...]
    confidence: float = 0.0


def read_header(header: str) -> HeaderReading | None:
    """Read one header by itself; None where it means nothing that is known."""
    return read_headers([header])[0]


def read_headers(headers: Sequence[str]) -> list[HeaderReading | None]:
    """Read the headers of one source, where "name" beside "surname" is not what it is alone.

    Returns:
        One reading a header, None where it means nothing that is known. Any text at all is taken.
    """
    matches = [_match(header) for header in headers]
    readings = [_plain_reading(match, header) for match, header in zip(matches, headers, strict=True)]
    _read_together(headers, readings)
    for group in _rules()["beside"]:
        _read_beside(group, headers, matches, readings)
    return readings


def is_header_word(text: str) -> bool:
    """Say whether a text is a word or phrase of headers, whatever it means there.

    >>> is_header_word("Datum rođenja"), is_header_word("dan"), is_header_word("Arben"), is_header_word("1985")
    (True, True, False, False)
    """
    words = header_words(text)
    return bool(words) and (_whole(text, words) is not None or "".join(words) in _parts_of_dates())


def header_words(header: str) -> tuple[str, ...]:
    """Give the plain words of a header.

    >>> header_words("DateOfBirth_1")
    ('date', 'of', 'birth', '1')
    """
    return tuple(plain(_split_camel(header[:_LONGEST_HEADER])).split())


def _split_camel(text: str) -> str:
    out = []
    for i, letter in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if letter.isupper() and (before.islower() or (before.isupper() and after.islower())):
            out.append(" ")
        out.append(letter)
    return "".join(out)


def _match(header: str) -> _Phrase | None:
    """Find the phrase that a header is or holds, with the confidence of the way it was found."""
    words = header_words(header)
    if not words:
        return None
    if BETWEEN_LEVELS in header:
        return _of_two_levels(header)
    if found := _whole(header, words):
        return found
    mended = _mended(header[:_LONGEST_HEADER])
    if mended and (found := _whole(mended, header_words(mended))):
        return found
    return _inside(words, _bare(words)) or (_inside(header_words(mended), header_words(mended)) if mended else None)


def _mended(header: str) -> str:
    """Undo damage of a header whose text was read in a wrong encoding, even where it is not certain; "" for none."""
    certain = repair(header)
    likely = " ".join(other_reading(word) or word for word in certain.split())
    return likely if likely != " ".join(header.split()) else ""


def _of_two_levels(header: str) -> _Phrase | None:
    """Read a header of two rows: together where that means something, else the lower one within the upper one."""
    upper, _, lower = header.rpartition(BETWEEN_LEVELS)
    words = header_words(lower)
    above, below = _match(upper), _match(lower)
    if found := _whole(f"{upper} {lower}", header_words(f"{upper} {lower}")):
        return found
    part = _parts_of_dates().get("".join(words))
    if part and above:
        return _part_of_date(above, words)
    if below and (above is None or words in _inner_phrases() or below.field in (_DEPENDS, _EVENT)):
        return below
    return above or below


def _whole(header: str, words: tuple[str, ...]) -> _Phrase | None:
    """Find the phrase that a header is from end to end."""
    for form in (words, tuple(plain(header[:_LONGEST_HEADER]).split()), _bare(words)):
        found = _phrases().get(form) or _joined_phrases().get("".join(form))
        if found:
            return replace(found, confidence=_rules()["confidence"]["whole"])
    return None


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (_TRAILING_DIGITS.sub("", word) for word in words)))


def _inside(words: tuple[str, ...], bare: tuple[str, ...]) -> _Phrase | None:
    trust = _rules()["confidence"]
    if event := _longest(bare, _events()):
        return event
    if found := _longest(words, _inner_phrases()) or _longest(bare, _inner_phrases()):
        found = replace(found, confidence=trust["phrase" if " " in found.shown[0].strip() else "word"])
        return _part_of_date(found, words)
    if bare and len(bare) > 1 and bare[-1] in _last_words():
        return replace(_last_words()[bare[-1]], confidence=trust["last"])
    return None


def _part_of_date(found: _Phrase, words: tuple[str, ...]) -> _Phrase:
    """Read "date of birth (year)" as the year of birth; with two parts or more it is the whole date."""
    parts = {_parts_of_dates()[word]: word for word in words if word in _parts_of_dates()}
    if found.field != "birth_date" or len(parts) != 1:
        return found
    ((field, word),) = parts.items()
    return replace(found, field=field, shown=(f"{found.shown[0]} … {word}",))


def _longest(words: tuple[str, ...], phrases: Mapping[tuple[str, ...], _Phrase]) -> _Phrase | None:
    """Find the longest phrase among neighbouring words; of equals, the one with more letters."""
    count = len(words)
    spans = [words[i:j] for i in range(count) for j in range(i + 1, min(count, i + 8) + 1)]
    known = [span for span in spans if span in phrases]
    return phrases[max(known, key=lambda span: (len(span), len("".join(span))))] if known else None


def _plain_reading(match: _Phrase | None, header: str) -> HeaderReading | None:
    if match is None or match.field == _DEPENDS:
        return None
    shown = _shown(match, header)
    if match.field == _ANSWER:
        return HeaderReading("ignore", 0.95, f"header: '{shown}' gives away who is who, so it is never used")
    if match.field == _EVENT:
        return _of_event(shown)
    return HeaderReading(match.field, match.confidence, _reason(shown, match.languages, match.field))


def _of_event(shown: str) -> HeaderReading:
    return HeaderReading("ignore", 0.8, f"header: '{shown}' is of an event or a detail, not of the person")


def _reason(shown: str, languages: Iterable[str], field: str) -> str:
    means = "is not matched on" if field == "ignore" else f"means {field}"
    return f"header: '{shown}' ({', '.join(languages)}) {means}"


def _shown(match: _Phrase, header: str) -> str:
    """Show a phrase as the rules write it, in the header's own script if they have it."""
    folded = " ".join(re.split(r"[\W_]+", _split_camel(header[:_LONGEST_HEADER]).casefold()))
    return next((shown for shown in match.shown if shown in folded), match.shown[0])


def _read_together(headers: Sequence[str], readings: list[HeaderReading | None]) -> None:
    """Read "year", "month", "day" and the like, which mean a birth only where all three are there."""
    for group in _rules()["together"]:
        keys = ["".join(header_words(header)) for header in headers]
        found = {field: [i for i, key in enumerate(keys) if key in _plain_set(group[field])] for field in group}
        if not all(len(columns) == 1 for columns in found.values()):
            continue
        for field, (i,) in found.items():
            reason = f"header: '{headers[i]}' means {field} beside the two other parts of a date"
            readings[i] = HeaderReading(field, _rules()["confidence"]["together"], reason)


def _read_beside(
    group: Mapping[str, Any],
    headers: Sequence[str],
    matches: Sequence[_Phrase | None],
    readings: list[HeaderReading | None],
) -> None:
    """Read words whose meaning hangs on the other columns of the source."""
    there = {reading.field for reading in readings if reading}
    beside = next(((other, field) for other, field in group["pairs"] if other in there), None)
    field = beside[1] if beside else group["alone"]
    words = _plain_set(tuple(word for listed in group["words"].values() for word in listed))
    for i, match in enumerate(matches):
        if match is None or match.field != _DEPENDS or plain(match.shown[0]).replace(" ", "") not in words:
            continue
        shown = _shown(match, headers[i])
        if field == _EVENT:
            readings[i] = _of_event(shown)
            continue
        if field == "ignore":
            reason = f"header: '{shown}' ({', '.join(match.languages)}) could mean several things; say which"
        else:
            reason = _reason(shown, match.languages, field) + (f" beside {beside[0]}" if beside else "")
        limit = _rules()["confidence"]["beside"] if beside else 1.0
        readings[i] = HeaderReading(field, min(match.confidence, limit), reason)


@lru_cache(maxsize=1)
def _phrases() -> Mapping[tuple[str, ...], _Phrase]:
    """Give every phrase of the rules by its plain words."""
    table: dict[tuple[str, ...], _Phrase] = {}
    listed = [*_rules()["words"].items(), (_ANSWER, {"en": _rules()["answer"]["words"]})]
    listed += [(_DEPENDS, group["words"]) for group in _rules()["beside"]]
    for field, languages in listed:
        for codes, phrases in languages.items():
            for phrase in phrases:
                _add(table, phrase, _Phrase(field, (phrase.casefold(),), tuple(codes.split())))
    return table


def _add(table: dict[tuple[str, ...], _Phrase], phrase: str, new: _Phrase) -> None:
    key = tuple(plain(phrase).split())
    old = table.get(key)
    if old is None:
        table[key] = new
    elif old.field != new.field:
        raise RulesError(f"rules/schemas/headers.toml: '{phrase}' stands under both {old.field} and {new.field}")
    else:
        shown = tuple(dict.fromkeys(old.shown + new.shown))
        table[key] = replace(old, shown=shown, languages=tuple(dict.fromkeys(old.languages + new.languages)))


@lru_cache(maxsize=1)
def _joined_phrases() -> Mapping[str, _Phrase]:
    """Give phrases by their words written as one ("dateofbirth"); one-word phrases are found without."""
    return {"".join(key): phrase for key, phrase in _phrases().items() if len(key) > 1 and len("".join(key)) > 4}


@lru_cache(maxsize=1)
def _inner_phrases() -> Mapping[tuple[str, ...], _Phrase]:
    """Give the phrases that are looked for inside longer headers."""
    general = {tuple(plain(word).split()) for word in _rules()["whole"]["words"]}
    return {key: phrase for key, phrase in _phrases().items() if key not in general and len("".join(key)) > 2}


@lru_cache(maxsize=1)
def _events() -> Mapping[tuple[str, ...], _Phrase]:
    table: dict[tuple[str, ...], _Phrase] = {}
    for word in _rules()["events"]["words"]:
        _add(table, word, _Phrase(_EVENT, (word,), ()))
    return table


@lru_cache(maxsize=1)
def _last_words() -> Mapping[str, _Phrase]:
    last = _rules()["last"]
    return {plain(word): _Phrase(field, (word,), ("en",)) for field, words in last.items() for word in words}


@lru_cache(maxsize=1)
def _parts_of_dates() -> Mapping[str, str]:
    """Give the field by each word that means a year, month or day; words of one letter say too little."""
    groups = {field: _plain_set(words) for group in _rules()["together"] for field, words in group.items()}
    return {word: field for field, words in groups.items() for word in words if len(word) > 1}


@lru_cache(maxsize=64)
def _plain_set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text.replace(" ", "") for text in plain_many(words))


def _rules() -> Mapping[str, Any]:
    return rules.load("schemas/headers")
