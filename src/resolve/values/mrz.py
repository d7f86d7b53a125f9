r"""Machine-readable zones of passports, identity cards and visas: read, mended, checked, compared and written.

After ICAO Doc 9303, parts 3 to 7. A zone whose check digits fail is read all the same: `Zone.failures` says which.

>>> zone = parse("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
>>> zone.format, zone.number, zone.nationality, zone.birth_date, zone.sex, zone.surname, zone.given, zone.failures
('TD3', 'L898902C3', 'UTO', '1974-08-12', 'f', 'ERIKSSON', 'ANNA MARIA', ())
>>> write(zone.format, zone.fields()) == zone.text
True
>>> wrong = parse(zone.text.replace("7408122F", "7408127F"))
>>> print(wrong.failures[0])
line 2: the check digit of the field 'birth' is 7, expected 2
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from resolve.errors import InputError, UnknownNameError
from resolve.values.contract import Unread
from resolve.values.countries import of_code
from resolve.values.mrz_layout import FILLER, Layout, check_digit, composite_digit, layout, put, read
from resolve.values.mrz_letters import from_code
from resolve.values.mrz_lines import Slip, find_lines, mend
from resolve.values.shapes import fold_slips

_SHORT_NUMBER = 9
_EXPIRY_TURNS = 70
_SEXES = {"M": "m", "F": "f"}


class Agreement(Enum):
    """How far two zones agree, from the strongest."""

    SAME = "same document"
    SLIP = "same document, but for characters that look alike"
    PERSON = "another document with the same name, birth date and sex"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Failure:
    """A check digit that does not fit: its line from 1, its field, what it should be and what it is."""

    line: int
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"line {self.line}: the check digit of the field '{self.field}'"
        return f"{place} is {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says.

    Attributes:
        text: its lines as they should read, parted by line breaks.
        format: "TD1", "TD2", "TD3", "MRV-A" or "MRV-B".
        type, issuer, nationality: as written, without fillers ("P", "D", "RKS").
        number: of the document, whole also where it is longer than its field.
        birth, expiry: six characters YYMMDD, fillers where unknown.
        sex: "m", "f" or "" where it is not said.
        name: the name field as written, without the fillers at its end.
        name_cut: the name fills its field, so that its end may be missing.
        optional, optional2: what states put there, without the fillers at its end and the rest of a long number.
        slips: characters that were mended; failures: check digits that do not fit.
    """

    text: str
    format: str
    type: str
    issuer: str
    number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    name: str
    name_cut: bool
    optional: str = ""
    optional2: str = ""
    slips: tuple[Slip, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def surname(self) -> str:
        """The words of the primary identifier, parted by spaces."""
        return " ".join(self.name.partition(FILLER * 2)[0].split(FILLER))

    @property
    def given(self) -> str:
        """The words of the secondary identifier, parted by spaces, "" for none."""
        return " ".join([word for word in self.name.partition(FILLER * 2)[2].split(FILLER) if word])

    @property
    def own_letters(self) -> str:
        """The name in Cyrillic where the zone holds it in code (Russian internal passports), else ""."""
        return from_code(self.name, self.issuer, self.type).replace(FILLER * 2, ", ").replace(FILLER, " ")

    @property
    def birth_date(self) -> str:
        """The date of birth as far as it is known: "1974-08-12", "1974-08", "1974" or ""; never in the future."""
        return _date(self.birth, _birth_century(self.birth, date.today()))

    @property
    def expiry_date(self) -> str:
        """The date of expiry, "" where the document has none; years from 70 on are of the last century."""
        return _date(self.expiry, 1900 if self.expiry[:2] >= str(_EXPIRY_TURNS) else 2000)

    def fields(self) -> dict[str, str]:
        """Give the fields as `write` takes them."""
        where, lines = layout(self.format), self.text.split("\n")
        fields = {name: getattr(self, name) for name in _WRITTEN if name in where.field}
        if "optional" in where.checked and not self.optional:
            # Empty data may be checked by a 0 or not at all; a filler given as data stands for the first.
            fields["optional"] = FILLER * (read(lines, where.check_place("optional")) == "0")
        return {**fields, "sex": read(lines, where.field["sex"])}


_WRITTEN = ("type", "issuer", "name", "number", "nationality", "birth", "expiry", "optional", "optional2")


def parse(text: str) -> Zone | Unread:
    """Read a zone.

    Args:
        text: its lines, parted by line breaks or spaces or run together, of either case; fillers missing at the end of
            lines and characters misread by a machine are mended where that is certain.

    Returns:
        `Unread` where the text does not have the lines of any format.
    """
    return _parse(text)


def parse_many(texts: Sequence[str]) -> list[Zone | Unread]:
    """Read each text as `parse` does; equal texts are read once."""
    return [_parse(text) for text in texts]


def compact(text: str) -> str:
    """Give the lines of a zone as they should read, parted by line breaks; without judging them, "" for no zone."""
    found = parse(text)
    return found.text if isinstance(found, Zone) else ""


def validate(text: str) -> str:
    """Give the lines of a zone whose check digits all fit.

    Raises:
        InputError: it is no zone, or a check digit does not fit; the message says which, on which line.
    """
    found = parse(text)
    if isinstance(found, Unread):
        raise InputError(f"expected a machine-readable zone, found {found.reason}")
    if found.failures:
        raise InputError(f"{found.format}, {'; '.join(map(str, found.failures))}; read the document again")
    return found.text


def is_valid(text: str) -> bool:
    """Tell whether a text is a zone whose check digits all fit."""
    found = parse(text)
    return isinstance(found, Zone) and not found.failures


def compare(left: Zone, right: Zone) -> Agreement:
    """Give the agreement level of two zones; exchanging them changes nothing."""
    same_issuer = _issuer(left) == _issuer(right)
    if left.number and left.number == right.number and same_issuer:
        return Agreement.SAME
    if left.number and fold_slips(left.number) == fold_slips(right.number) and same_issuer:
        return Agreement.SLIP
    known = bool(left.birth.strip(FILLER)) and left.birth == right.birth and not ({left.sex, right.sex} >= {"m", "f"})
    return Agreement.PERSON if known and names_agree(left, right) else Agreement.DIFFERENT


def names_agree(left: Zone, right: Zone) -> bool:
    """Tell whether two name fields are equal as far as both go: one may be cut where its field ends.

    Between a zone and a full name, compare `Zone.name` by `resolve.compare_names`: a name so long is known there to
    have been cut perhaps.
    """
    if left.name == right.name:
        return True
    short, long = sorted((left, right), key=lambda zone: len(zone.name))
    return short.name_cut and long.name.startswith(short.name)


def write(form: str, fields: Mapping[str, str]) -> str:
    """Write a zone with its check digits.

    Args:
        form: the format's name.
        fields: type, issuer, name (words parted by one filler, surname and given names by two; see
            `mrz_letters.name_field`), number, nationality, birth and expiry (YYMMDD), sex (M, F or a filler), and
            optional, optional2 where the format has them. What is not given is filled with fillers.

    Returns:
        The lines, parted by line breaks.

    Raises:
        UnknownNameError: the format or a field does not exist.
        InputError: a value does not fit its field, or holds characters that a zone has not.

    >>> print(write("TD1", {"type": "I", "issuer": "UTO", "number": "D23145890734", "birth": "740812", "sex": "F",
    ...     "expiry": "120415", "nationality": "UTO", "name": "ERIKSSON<<ANNA<MARIA"}))
    I<UTOD23145890<7349<<<<<<<<<<<
    7408122F1204159UTO<<<<<<<<<<<6
    ERIKSSON<<ANNA<MARIA<<<<<<<<<<
    """
    where = layout(form)
    lines = [FILLER * where.width] * where.lines
    unknown = [name for name in fields if name not in where.field]
    if unknown:
        raise UnknownNameError(f"no field '{unknown[0]}' in {form}; there are: {', '.join(where.field)}")
    given = {name: value.upper() for name, value in fields.items()}
    number = given.get("number", "")
    is_long = bool(where.long) and len(number) > _SHORT_NUMBER
    if is_long:
        rest = number[_SHORT_NUMBER:] + check_digit(number) + FILLER
        room = where.field[where.long][2] - where.field[where.long][1] + 1
        given |= {"number": number[:_SHORT_NUMBER], where.long: (rest + given.get(where.long, "")).rstrip(FILLER)}
        if len(given[where.long]) > room:
            raise InputError(f"expected number and {where.long} data of {room + _SHORT_NUMBER} places, found more")
    for name, value in given.items():
        lines = put(lines, where.field[name], _filled(value, name, where))
    for name in where.checked:
        digit = FILLER if is_long and name == "number" else check_digit(read(lines, where.field[name]))
        if name == "optional" and not given.get(name):
            digit = FILLER
        lines = put(lines, where.check_place(name), digit)
    if where.composite:
        lines = put(lines, where.field["composite"], composite_digit(lines, where))
    return "\n".join(lines)


def _filled(value: str, name: str, where: Layout) -> str:
    _, first, last = where.field[name]
    size = last - first + 1
    if len(value) > size or not all(letter == FILLER or (letter.isascii() and letter.isalnum()) for letter in value):
        raise InputError(f"expected up to {size} of A to Z, 0 to 9 and < in the field '{name}', found more or others")
    return value.ljust(size, FILLER)


@lru_cache(maxsize=20_000)
def _parse(text: str) -> Zone | Unread:
    found = find_lines(text)
    if isinstance(found, Unread):
        return found
    where, lines = found
    lines, slips = mend(where, lines)
    raw = {name: read(lines, place) for name, place in where.field.items()}
    number, rest = _number(lines, raw, where)
    given = {name: raw.get(name, "").rstrip(FILLER) for name in ("type", "issuer", "nationality", "name")}
    extra = {"optional": rest.rstrip(FILLER), "optional2": raw.get("optional2", "").rstrip(FILLER)}
    return Zone(
        text="\n".join(lines),
        format=where.name,
        number=number,
        birth=raw["birth"],
        sex=_SEXES.get(raw["sex"], ""),
        expiry=raw["expiry"],
        name_cut=not raw["name"].endswith(FILLER),
        slips=slips,
        failures=tuple(_failures(lines, where)),
        **given,
        **extra,
    )


def _is_long(lines: Sequence[str], where: Layout) -> bool:
    """Tell whether the number goes on in the optional data: a filler for its check digit, and something there."""
    if not where.long:
        return False
    rest = read(lines, where.field[where.long])
    return read(lines, where.check_place("number")) == FILLER and rest[0] != FILLER


def _number(lines: Sequence[str], raw: Mapping[str, str], where: Layout) -> tuple[str, str]:
    """Give the whole document number and the optional data without its part."""
    optional = raw.get("optional", "")
    if not _is_long(lines, where):
        return raw["number"].rstrip(FILLER), optional
    rest, _, beyond = optional.partition(FILLER)
    return raw["number"] + rest[:-1], beyond


def _failures(lines: Sequence[str], where: Layout) -> list[Failure]:
    found = []
    for name in where.checked:
        text, digit = read(lines, where.field[name]), read(lines, where.check_place(name))
        line = where.field[name][0]
        if name == "number" and _is_long(lines, where):
            rest = read(lines, where.field[where.long]).partition(FILLER)[0]
            text, digit = text + rest[:-1], rest[-1]
        expected = check_digit(text)
        empty = not text.strip(FILLER) and digit in (FILLER, "0")
        if digit != expected and not empty:
            found.append(Failure(line, name, expected, digit))
    if where.composite:
        expected, digit = composite_digit(lines, where), read(lines, where.field["composite"])
        if digit != expected:
            found.append(Failure(where.field["composite"][0], "composite", expected, digit))
    return found


def _issuer(zone: Zone) -> str:
    return of_code(zone.issuer) or zone.issuer


def _birth_century(birth: str, today: date) -> int:
    year = birth[:2]
    known = birth if birth.isdigit() else year + "0101"
    return 2000 if known <= today.strftime("%y%m%d") else 1900


def _date(text: str, century: int) -> str:
    year, month, day = text[:2], text[2:4], text[4:]
    if not year.isdigit():
        return ""
    parts = [str(century + int(year))]
    for part in (month, day):
        if not part.isdigit() or part == "00":
            break
        parts.append(part)
    return "-".join(parts)
