"""Telephone numbers in one international form, the ones that Kosovo had before +383 among them.

>>> parse("+381 (0)64 123-4567").text, parse("00 383 44 123 456").text, parse("+377 44 123 456").text
('+381641234567', '+38344123456', '+38344123456')
>>> parse("064/123-4567").text, parse("064/123-4567", region="RS").text
('641234567', '+381641234567')
>>> compare(parse("064/123-4567"), parse("+381641234567")).value
'same national number'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from resolve import rules
from resolve.errors import InputError
from resolve.values.contract import Unread
from resolve.values.phone_columns import plainly, worth_it

_LONGEST = 100
_LEAST_DIGITS, _MOST_DIGITS = 5, 15
_TAIL = 7
_LONGEST_CODE = 3
# What `plainly` takes off numbers without a calling code.
_USUAL_TRUNK = "0"
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_CLEAR = re.compile(r"(?:\+|00)?[\d .()/-]{4,24}", re.ASCII)
# How long a number in plain digits is, the + before it included, that is read as it stands.
_PLAINLY = (5, 25)
_DROPPED = {ord(sign): None for sign in "+ .()/-"}
# With more digits than this, a slash or bracket may part two numbers or hold a trunk zero.
_ONE_NUMBER = 12
_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
_EXTENSION = re.compile(
    r"(?:ext|extension|lok|lokal|int|dahili|wew|vn)\W*\d*\s*$|\s(?:x|l)\W?\d{1,5}\s*$", re.IGNORECASE
)
_INTERNATIONAL = re.compile(r"[^\d+]*(?:\+|00)\s*", re.ASCII)
_SEVERAL = re.compile(r"[;,|\n]|\s(?:or|ili|dhe|and|oder)\s|(?<=\d{6})\s*/\s*(?=[\d+])", re.IGNORECASE)
_TRUNK_SHOWN = re.compile(r"\(\s*0\s*\)", re.ASCII)


class Agreement(Enum):
    """How far two numbers agree, from the strongest."""

    SAME = "same"
    NATIONAL = "same national number"
    TAIL = "same last seven digits"
    ONE_EDIT = "one digit apart or swapped"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number.

    Attributes:
        text: "+" and the digits of E.164 where the country is known, else the digits without leading zeros.
        region: ISO 3166-1 alpha-2 of the country, "" where unknown.
    """

    text: str
    region: str

    def __str__(self) -> str:
        return self.text

    @property
    def digits(self) -> str:
        """The digits of `text`."""
        return self.text.lstrip("+")

    @property
    def valid(self) -> bool:
        """Whether the numbering plan of its country has the number, as the library phonenumbers knows it."""
        import phonenumbers

        try:
            found: bool = phonenumbers.is_valid_number(phonenumbers.parse(self.text, None))
        except phonenumbers.NumberParseException:
            return False
        return found


def parse(text: str, region: str = "") -> Phone | Unread:
    """Read one number, the first where a cell has several.

    Args:
        text: a number with or without a calling code, trunk zero, brackets, an extension, Eastern digits.
        region: ISO 3166-1 alpha-2 of the country that a number without a calling code is of; "" where unknown.

    Returns:
        `Unread` for under 5 digits or over 15.
    """
    return _phone(_read(text, region))


def parse_many(texts: Sequence[str], region: str = "") -> list[Phone | Unread]:
    """Read the numbers of one column.

    Numbers without a calling code are taken for `region`'s, else for the country of nearly all numbers of the column
    that have one (`column` in `rules/identifiers/phones`), else they stay national.
    """
    return [_phone(found) for found in zip(*_read_many(texts, region), strict=True)]


def digits_many(texts: Sequence[str], region: str = "") -> list[str]:
    """Read the numbers of one column as `parse_many` does, but give their digits only, "" where there is no number."""
    return _read_many(texts, region)[0]


def digits_of(text: str, region: str = "") -> str:
    """Read one number of a column of a country's numbers as `digits_many` does, "" where there is none.

    >>> digits_of("064/123-4567", "RS"), digits_of("?")
    ('381641234567', '')
    """
    return _read(text, region)[0]


def region_of(texts: Sequence[str]) -> str:
    """Give the country that most numbers of a column with a calling code are of, "" where no country has most."""
    return _column_region(_read_alone(texts)[1])


def compact(text: str) -> str:
    """Give "+" and digits where the country is known, else the digits without leading zeros; "" for none."""
    found = parse(text)
    return found.text if isinstance(found, Phone) else ""


def validate(text: str) -> str:
    """Give a number in E.164.

    Raises:
        InputError: it has no calling code, or its country's numbering plan does not have it.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a telephone number, found {found.reason}")
    if not found.region or not found.valid:
        raise InputError("expected + and a calling code with a number that its country has, found another")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a number with its calling code is one that its country has."""
    found = parse(text)
    return isinstance(found, Phone) and bool(found.region) and found.valid


def compare(left: Phone, right: Phone) -> Agreement:
    """Give the agreement level of two numbers."""
    from rapidfuzz.distance import OSA

    if left.digits == right.digits:
        return Agreement.SAME
    if len(left.digits) >= _TAIL <= len(right.digits):
        if left.digits.endswith(right.digits) or right.digits.endswith(left.digits):
            return Agreement.NATIONAL
        if left.digits[-_TAIL:] == right.digits[-_TAIL:]:
            return Agreement.TAIL
    near = OSA.distance(left.digits, right.digits, score_cutoff=1) <= 1
    return Agreement.ONE_EDIT if near else Agreement.DIFFERENT


def _digits(text: str) -> tuple[bool, str]:
    """Give whether a calling code comes first, and the digits behind + or 00."""
    if text[:1] == "+" and _PLAINLY[0] <= len(text) <= _PLAINLY[1] and text.isascii() and text[1:].isdigit():
        return True, text[1:].removeprefix("00")
    if _CLEAR.fullmatch(text):
        digits = text.translate(_DROPPED)
        if "(0" not in text and (len(digits) <= _ONE_NUMBER or "/" not in text):
            return (True, digits.removeprefix("00")) if text[0] == "+" or text[:2] == "00" else (False, digits)
    if "+" in text or "00" in text:
        text = _TRUNK_SHOWN.sub(" ", text)
    text = _first_number(next((part for part in _SEVERAL.split(text) if _enough(part)), text))
    text = _EXTENSION.sub("", text)
    opening = _INTERNATIONAL.match(text)
    return (True, _NOT_DIGITS.sub("", text[opening.end() :])) if opening else (False, _NOT_DIGITS.sub("", text))


def _first_number(text: str) -> str:
    """Of numbers parted by slashes, which also part the area from the rest, take the first."""
    if "/" not in text or sum(letter.isdigit() for letter in text) <= _MOST_DIGITS:
        return text
    taken = ""
    for piece in text.split("/"):
        if sum(letter.isdigit() for letter in taken) > _TAIL:
            break
        taken += piece
    return taken


def _enough(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= _LEAST_DIGITS


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    region: str
    trunk: str
    lengths: frozenset[int]


Reading = tuple[str, str]
_NONE: Reading = ("", "")


def _phone(found: Reading) -> Phone | Unread:
    digits, region = found
    return Phone("+" * bool(region) + digits, region) if digits else Unread("fewer than 5 digits, or more than 15")


def _read_many(texts: Sequence[str], region: str) -> tuple[list[str], list[str]]:
    """Give the digits and the regions of the numbers of one column."""
    digits, regions, one_by_one = _read_alone(texts)
    country = _by_region().get((region or _column_region(regions)).upper())
    if country is not None:
        at_home = [place for place, (number, own) in enumerate(zip(digits, regions, strict=True)) if number and not own]
        for place in _left_at_home(at_home, set(one_by_one), digits, regions, country):
            digits[place], regions[place] = _read(texts[place], country.region)
    return digits, regions


def _read_alone(texts: Sequence[str]) -> tuple[list[str], list[str], list[int]]:
    """Give the digits and the regions of numbers as they are by themselves, and which were read one by one."""
    if worth_it(texts):
        digits, found, left = plainly(texts)
        regions, one_by_one = found.tolist(), left.tolist()
    else:
        digits, regions, one_by_one = [""] * len(texts), [""] * len(texts), list(range(len(texts)))
    for place in one_by_one:
        digits[place], regions[place] = _read(texts[place])
    return digits, regions, one_by_one


def _left_at_home(
    places: list[int], odd: Set[int], digits: list[str], regions: list[str], country: _Country
) -> list[int]:
    """Put a country's code before plain numbers without one, and give the places of those that are to be read again."""
    fitting = [place for place in places if place not in odd and len(digits[place]) in country.lengths]
    if country.trunk != _USUAL_TRUNK or not worth_it(fitting):
        return places
    whole, found, left = plainly([f"+{country.code}{digits[place]}" for place in fitting])
    unread = set(left.tolist())
    done = [(place, number) for number, place in enumerate(fitting) if number not in unread]
    for place, number in done:
        digits[place], regions[place] = whole[number], found[number]
    return sorted(set(places) - {place for place, _ in done})


def _read(text: str, region: str = "") -> Reading:
    """Give the digits and the region of a number, "" where unknown; no digits where there is no number."""
    text = text[:_LONGEST].strip()
    if not text.isascii():
        text = text.translate(_EASTERN)
    international, digits = _digits(text)
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return _NONE
    return _with_code(digits) if international else _without_code(digits, region)


def _with_code(digits: str) -> Reading:
    if digits[:_LONGEST_CODE] in _moves():
        digits = _moved(digits)
    country = _country_of(digits)
    if country is None:
        return _by_library(digits)
    national = len(digits) - len(country.code)
    if country.trunk and digits.startswith(country.trunk, len(country.code)):
        trunk = len(country.trunk)
        if national - trunk in country.lengths:
            return _with_code(country.code + digits[len(country.code) + trunk :])
    return (digits, country.region) if national in country.lengths else _by_library(digits)


def _without_code(digits: str, region: str) -> Reading:
    country = _by_region().get(region.upper()) if region else None
    if country is not None:
        national = digits.removeprefix(country.trunk)
        if len(national) in country.lengths:
            return _with_code(country.code + national)
        if digits.startswith(country.code) and len(digits) - len(country.code) in country.lengths:
            return _with_code(digits)
    return digits.lstrip("0"), ""


def _moved(digits: str) -> str:
    """Give a number under the calling code that it has now."""
    for moved in _moves().get(digits[:_LONGEST_CODE], ()):
        rest = digits[_LONGEST_CODE:].removeprefix("0")
        if rest.startswith(moved.digits) and len(rest) in moved.lengths:
            return moved.to + rest
    return digits


def _country_of(digits: str) -> _Country | None:
    known = _by_code()
    for size in range(_LONGEST_CODE, 0, -1):
        found = known.get(digits[:size])
        if found is not None:
            return found
    return None


@lru_cache(maxsize=50_000)
def _by_library(digits: str) -> Reading:
    """Read a number of a country, or of a length, that the rules do not list."""
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits, None)
    except phonenumbers.NumberParseException:
        return digits.lstrip("0"), ""
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written.lstrip("+"), phonenumbers.region_code_for_country_code(number.country_code or 0) or ""


def _column_region(found: Sequence[str]) -> str:
    limits = rules.load("identifiers/phones")["column"]
    regions = Counter(found)
    del regions[""]
    if not regions:
        return ""
    region, count = regions.most_common(1)[0]
    return region if count >= limits["least"] and count >= limits["share"] * regions.total() else ""


@cache
def _by_code() -> Mapping[str, _Country]:
    return {
        entry["code"]: _Country(entry["code"], entry["region"], entry["trunk"], frozenset(entry["lengths"]))
        for entry in rules.load("identifiers/phones")["calling"]
    }


@cache
def _by_region() -> Mapping[str, _Country]:
    return {country.region: country for country in _by_code().values()}


@dataclass(frozen=True, slots=True)
class _Move:
    to: str
    digits: tuple[str, ...]
    lengths: frozenset[int]


@cache
def _moves() -> Mapping[str, Sequence[_Move]]:
    found: dict[str, list[_Move]] = {}
    for entry in rules.load("identifiers/phones")["moved"]:
        move = _Move(entry["to"], tuple(entry["digits"]), frozenset(entry["lengths"]))
        found.setdefault(entry["from"], []).append(move)
    return found
