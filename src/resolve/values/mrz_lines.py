"""The lines of a machine-readable zone found in a text, and mended where a reader took one character for another.

A field of digits can hold no letter and a field of letters no digit, so a misread one is known for what it is. In a
field of both the check digit decides, where a letter stands among digits or a digit among letters.

>>> form, lines = find_lines("P<UTOERIKSSON<<ANNA<MARIA L898902C36UTO7408122F1204159ZE184226B<<<<<10")
>>> form.name, [len(line) for line in lines]
('TD3', [44, 44])
>>> mended, slips = mend(form, [lines[0], lines[1].replace("740812", "74O812")])
>>> slips
(Slip(line=2, field='birth', found='O', taken='0'),)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from resolve import rules
from resolve.values.contract import Unread
from resolve.values.countries import of_code
from resolve.values.mrz_layout import FILLER, Layout, check_digit, layouts, put, read
from resolve.values.shapes import latin_shapes, slip_pairs, to_digit, to_letter

_LONGEST = 2_000
_SHORTEST_LINE = 20
_MOST_MENDED = 2
_ZONE = re.compile(r"[A-Z0-9<]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_FILLED_OUT = 15


@dataclass(frozen=True, slots=True)
class Slip:
    """One character taken for another: the line from 1, the field, what was found and what it was taken to be."""

    line: int
    field: str
    found: str
    taken: str


def find_lines(text: str) -> tuple[Layout, list[str]] | Unread:
    """Find the lines of a zone in a text, filled up to their width where fillers at the end are missing.

    Args:
        text: the lines, parted by line breaks or other white space, or run together; of either case.
    """
    cleaned = _clean(text[:_LONGEST])
    if not cleaned:
        return Unread("empty text")
    for lines in (_by_breaks(cleaned), cleaned.split(), [re.sub(r"\s+", "", cleaned)]):
        if not lines or not all(map(_ZONE.fullmatch, lines)):
            continue
        found = _fitted(lines) if len(lines) > 1 else _cut(lines[0])
        if found is not None:
            return found
    if not _ZONE.fullmatch(re.sub(r"\s+", "", cleaned)):
        return Unread("characters other than A to Z, 0 to 9 and <")
    sizes = ", ".join(f"{form.lines} of {form.width} ({form.name})" for form in layouts())
    return Unread(f"lines of {' and '.join(str(len(line)) for line in cleaned.split()[:4])} characters, not {sizes}")


def mend(form: Layout, lines: Sequence[str]) -> tuple[list[str], tuple[Slip, ...]]:
    """Mend what a field's alphabet or its check digit shows to be misread; the rest stays as it is."""
    mended, slips = list(lines), []
    alphabets = rules.load("identifiers/mrz")["alphabet"]
    places = dict(form.field) | {f"{name}_check": form.check_place(name) for name in form.checked}
    for name, place in places.items():
        text = read(mended, place)
        better = _by_alphabet(name, text, alphabets[name], _is_coded(form, mended))
        slips += _slips(place[0], name, text, better)
        mended = put(mended, place, better)
    for name in form.checked:
        if alphabets[name] == "any":
            mended, more = _by_check_digit(form, mended, name)
            slips += more
    return mended, tuple(slips)


def _clean(text: str) -> str:
    for written in rules.load("identifiers/mrz")["slips"]["fillers"]:
        text = text.replace(written, FILLER * (2 if written == "«" else 1))
    text = _INVISIBLE.sub("", text)
    return latin_shapes(text.upper()).strip()


def _by_breaks(text: str) -> list[str]:
    lines = [re.sub(r"\s+", "", line) for line in text.splitlines()]
    return [line for line in lines if FILLER in line or len(line) >= _SHORTEST_LINE]


def _fitted(lines: list[str]) -> tuple[Layout, list[str]] | None:
    """Fit lines to the format that they are as wide as, else to the narrowest that they may be cut or filled up to."""
    widest = max(map(len, lines))
    for form in sorted(layouts(), key=lambda one: (one.width != widest, one.width)):
        if len(lines) != form.lines or lines[0][0] not in form.first:
            continue
        cut = [line[: form.width] + line[form.width :].rstrip(FILLER) for line in lines]
        if any(len(line) > form.width for line in cut):
            continue
        # The last place of the second line is a check digit in all formats that have a composite one.
        if len(cut[1]) == form.width or not form.composite:
            return form, [line.ljust(form.width, FILLER) for line in cut]
    return None


def _cut(text: str) -> tuple[Layout, list[str]] | None:
    """Cut lines that run together, from the longest format down."""
    for form in sorted(layouts(), key=lambda one: -one.lines * one.width):
        total = form.lines * form.width
        whole = len(text) == total
        # Fillers may be gone from the end, but only where the last line ends in them.
        short = total - _FILLED_OUT <= len(text) < total and (not form.composite or form.lines > 2)
        if text[0] in form.first and (whole or short):
            text = text.ljust(total, FILLER)
            return form, [text[i : i + form.width] for i in range(0, total, form.width)]
    return None


def _is_coded(form: Layout, lines: Sequence[str]) -> bool:
    """Tell whether the names are in a code in which digits stand for letters (Russian internal passports)."""
    codes = rules.load("identifiers/mrz")["code"]
    entry = codes.get(read(lines, form.field["issuer"]))
    return entry is not None and read(lines, form.field["type"]) == entry["type"]


def _by_alphabet(name: str, text: str, alphabet: str, coded: bool) -> str:
    if alphabet == "digits":
        return text.translate(to_digit())
    if alphabet == "letters" and not (coded and name == "name"):
        letters = text.translate(to_letter())
        if name in ("issuer", "nationality"):
            return _a_country(text, letters)
        return _without_slips_in_fillers(letters) if name == "name" else letters
    return text


def _a_country(text: str, letters: str) -> str:
    """Of the ways to read a code's digits as letters take one that is a country's, if there is one."""
    if text == letters:
        return text
    ways = [[one] if not one.isdigit() else _letters_for(one) for one in text]
    return next((code for way in product(*ways) if of_code(code := "".join(way))), letters)


def _without_slips_in_fillers(name: str) -> str:
    """Clear letters that stand alone among the fillers behind the given names; initials stand by one filler only."""
    taken = "".join(rules.load("identifiers/mrz")["slips"]["in_fillers"])
    found = re.search(rf"(?:<+[{taken}]){{2,}}<*$", name)
    if found is None or FILLER * 2 not in name[: found.start()]:
        return name
    if FILLER * 2 not in found.group().rstrip(FILLER):
        return name
    return name[: found.start()].ljust(len(name), FILLER)


def _by_check_digit(form: Layout, lines: list[str], name: str) -> tuple[list[str], list[Slip]]:
    """Mend a field of letters and digits whose check digit does not fit, if one way to do it stands out.

    The composite check digit says nothing more: it weighs the field as the field's own does. A tenth of all ways fits
    by chance, so only a letter among digits, or a digit among letters, is taken for a slip.
    """
    place = form.field[name]
    text, digit = read(lines, place), read(lines, form.check_place(name))
    if not digit.isdigit() or check_digit(text) == digit:
        return lines, []
    for count in range(1, _MOST_MENDED + 1):
        fitting = [(gain, other) for gain, other in _variants(text, count) if check_digit(other) == digit]
        best = max((gain for gain, _ in fitting), default=0)
        chosen = [other for gain, other in fitting if gain == best]
        if len(chosen) == 1:
            return put(lines, place, chosen[0]), _slips(place[0], name, text, chosen[0])
        if chosen:
            break
    return lines, []


def _variants(text: str, count: int) -> Iterator[tuple[int, str]]:
    """Give the texts with some out-of-place characters exchanged, each with how much better they fit in."""
    gains = {i: gain for i in range(len(text)) if text[i] in _exchanged() and (gain := _gain(text, i)) > 0}
    for places in combinations(gains, count):
        changed = list(text)
        for i in places:
            changed[i] = _exchanged()[text[i]]
        yield sum(gains[i] for i in places), "".join(changed)


def _gain(text: str, i: int) -> int:
    """Give how many more neighbours, letters or digits, a character has of its own kind once it is exchanged."""
    beside = [letter for letter in text[max(0, i - 1) : i] + text[i + 1 : i + 2] if letter != FILLER]
    alike = sum(letter.isdigit() == text[i].isdigit() for letter in beside)
    return len(beside) - 2 * alike


def _slips(line: int, name: str, text: str, better: str) -> list[Slip]:
    return [Slip(line, name, a, b) for a, b in zip(text, better, strict=True) if a != b]


def _letters_for(digit: str) -> list[str]:
    return [letter for letter, known in slip_pairs() if known == digit] or [digit]


@cache
def _exchanged() -> dict[str, str]:
    """Give what a character is taken for, both ways: of several letters for one digit the first listed."""
    return dict(slip_pairs()) | {digit: letter for letter, digit in reversed(slip_pairs())}
