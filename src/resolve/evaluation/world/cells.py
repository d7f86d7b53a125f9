"""What an agency writes into the cells of a record, other than names: numbers, dates, places, and so on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.evaluation.world.agencies import Agency
from resolve.evaluation.world.draws import Draws, Flags, Ids, Numbers
from resolve.evaluation.world.names import Texts
from resolve.evaluation.world.numbers import date_parts, filled, national_numbers, shaped
from resolve.evaluation.world.people import Dates, People, Population, countries
from resolve.evaluation.world.slips import Mishaps, digit_changed, strike

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FIRST_EVENT, _EVENT_DAYS = np.datetime64("2019-01-01"), 2600
_ADULT = np.timedelta64(15 * 365, "D")
_RING_PHONES, _RING_CARS = 4, 3
_RING_PHONE_SHARE, _RING_HOME_SHARE = 0.6, 0.4
_YEARS = 1900


class Facts:
    """The cells of an agency's records that hold no name.

    Args:
        people: whose the records are, one a record. mishaps: what goes wrong with each.
        hides: records made to deceive.
    """

    def __init__(self, world: Population, agency: Agency, people: People, mishaps: Mishaps, hides: Flags) -> None:
        self.world, self.agency, self.people = world, agency, people
        self.mishaps, self.hides = mishaps, hides
        self.draws = world.draws
        self.event = _FIRST_EVENT + (mishaps.bits("event") % np.uint64(_EVENT_DAYS)).astype(np.int64)
        self.event = np.maximum(self.event, people.birth + _ADULT)

    def number_slip(self, texts: Texts, field: str) -> Texts:
        """Strike some numbers with a wrong digit."""
        struck = self.mishaps.hits("slips", "number_digit", field)
        return strike(texts, struck, self.mishaps.bits(f"digit/{field}"), "", digit_changed)

    def national_id(self) -> Texts:
        """National numbers of the countries whose numbers the agency knows."""
        known = np.array([country in self.agency.numbers_of for country in countries()])
        texts = np.where(known[self.people.nationality], national_numbers(self.draws, self.people), "")
        hidden = self.mishaps.hits("hiding", "no_number", only=self.hides)
        return self.number_slip(np.where(hidden, "", texts), "national_id")

    def document(self) -> Texts:
        """Passport numbers: the present one, an old one, or another person's."""
        people = self.people
        reissued = self.draws.hits("reissued", people.ids, self.world.rates["reissued"])
        old = self.mishaps.hits("changes", "old_document", only=reissued)
        other = self.mishaps.bits("lender") % np.uint64(self.world.count)
        borrowed = self.mishaps.hits("hiding", "document", only=self.hides)
        cell = self.mishaps.hits("slips", "borrowed_cell", "document")
        owner = np.where(borrowed, other, np.where(cell, people.household, people.ids))
        numbers = shaped(self.draws, "document", 2 * owner + old.astype(np.uint64), people.nationality, "document")
        return self.number_slip(numbers, "document")

    def phone(self) -> Texts:
        """Telephones: one's own, another, the household's, or one of the ring's."""
        people, draws = self.people, self.draws
        of_home = draws.hits("gives home's", people.ids, self.world.rates["household_phone"])
        other = self.mishaps.hits("changes", "other_phone")
        owner = np.where(of_home & ~other, people.household + np.uint64(1 << 50), 2 * people.ids + other)
        owner = np.where(self._of_ring("phone", _RING_PHONE_SHARE), self._ring_thing(_RING_PHONES), owner)
        country = np.where(owner >= np.uint64(1 << 60), people.ring % 5, people.residence)
        return self._local(self.number_slip(shaped(draws, "phone", owner, country, "phone"), "phone"))

    def ring_phone(self) -> Texts:
        """Telephones of smugglers that people name."""
        ring = np.where(self.people.ring >= 0, self.people.ring, self._any_ring())
        thing = _thing(ring, self.mishaps.bits("named phone"), _RING_PHONES)
        return self._local(shaped(self.draws, "phone", thing, ring % 5, "phone"))

    def plate(self) -> Texts:
        """Vehicles: one's own or one of the ring's."""
        people = self.people
        ring = self._of_ring("plate", _RING_PHONE_SHARE)
        owner = np.where(ring, self._ring_thing(_RING_CARS), people.household)
        return shaped(self.draws, "plate", owner, np.where(ring, people.ring % 5, people.residence), "plate")

    def account(self) -> Texts:
        """IBANs, valid by their check digits: one's own or one of the ring's."""
        people = self.people
        ring = self._of_ring("account", _RING_PHONE_SHARE)
        owner = np.where(ring, self._ring_thing(2), people.ids)
        digits = filled(self.draws, "account", owner, "#" * 24)
        codes = [_account_code(number) for number in np.where(ring, people.ring % 5, people.residence).tolist()]
        return np.array([_iban(code, text) for code, text in zip(codes, digits, strict=True)], object)

    def birth(self) -> Texts:
        """Birth dates, some wrong, some only a year."""
        dates, only_year = self.birth_as_told()
        year, month, day = date_parts(dates)
        told = _written(self.agency.date, year, month, day)
        return np.where(only_year, _written(self.agency.year, year, month, day), told)

    def birth_as_told(self) -> tuple[Dates, Flags]:
        """Give the dates as the record has them, and where only the year is said."""
        hits, bits = self.mishaps.hits, self.mishaps.bits("birth")
        dates, hides = self.people.birth, self.hides
        claimed = hits("changes", "claimed_date", only=self.people.default_birth)
        dates = dates + np.where(claimed, (bits % np.uint64(1095)).astype(np.int64) - 547, 0)
        year, month, day = date_parts(dates)
        step = np.array([-10, -1, 1, 10])[(bits >> np.uint64(12) & np.uint64(3)).astype(np.int64)]
        year = year + np.where(hits("slips", "year_digit"), step, 0)
        lie = 1 + (bits >> np.uint64(14) & np.uint64(3)).astype(np.int64)
        year = year + np.where(hits("hiding", "year", only=hides), np.where(step > 0, lie, -lie), 0)
        wrong = (day + step - 1) % 28 + 1
        day = np.where(hits("slips", "day_digit"), wrong, day)
        exchanged = (hits("slips", "day_month") | hits("hiding", "day_month", only=hides)) & (day <= 12)
        month, day = np.where(exchanged, day, month), np.where(exchanged, month, day)
        default = hits("slips", "january")
        month, day = np.where(default, 1, month), np.where(default, 1, day)
        months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
        return months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]"), hits("slips", "year_only")

    def age(self) -> Texts:
        """Ages at the event, some rounded to five years."""
        years = ((self.event - self.people.birth).astype(np.int64) / 365.25).astype(np.int64)
        rounded = self.mishaps.bits("age") % np.uint64(4) == 0
        years = np.where(rounded, (years + 2) // 5 * 5, years)
        return years.astype(str).astype(object)

    def event_date(self) -> Texts:
        """Days on which the records were made."""
        return _written(self.agency.date, *date_parts(self.event))

    def sex(self) -> Texts:
        """Words for the sex."""
        man, woman = self.agency.sex
        return np.where(self.people.female ^ self.mishaps.hits("slips", "sex"), woman, man).astype(object)

    def nationality(self) -> Texts:
        """Countries of nationality, as codes or words."""
        people = self.people
        other = self.mishaps.hits("changes", "other_nationality", only=people.other_nationality >= 0)
        shown = np.where(other, people.other_nationality, people.nationality)
        lied = self.mishaps.hits("hiding", "nationality", only=self.hides)
        lie = (self.mishaps.bits("false flag") % np.uint64(len(countries()))).astype(np.int64)
        return _country_words(self.agency.country)[np.where(lied, lie, shown)]

    def home(self) -> tuple[Numbers, Numbers, Texts]:
        """Give town, street and house number of where people live or say so."""
        people, draws = self.people, self.draws
        moved = draws.hits("moved", people.ids, self.world.rates["moved"])
        other = self.mishaps.hits("changes", "moved", only=moved)
        place = np.where(other, people.ids + np.uint64(1 << 50), people.household)
        place = np.where(self._of_ring("home", _RING_HOME_SHARE), self._ring_thing(2), place)
        town = self.world.town("home town", place, people.residence)
        street = self.world.street("street", place, people.residence)
        house = 1 + draws.below("house", place, 160)
        return town, street, house.astype(str).astype(object)

    def crossing(self) -> Texts:
        """Border crossings."""
        points = np.array(self.agency.crossings, object)
        return points[(self.mishaps.bits("crossing") % np.uint64(len(points))).astype(np.int64)]

    def case(self) -> Texts:
        """Operations: those of a ring share one."""
        ring = np.where(self.people.ring >= 0, self.people.ring, self._any_ring())
        alone = (self.people.ring < 0) & (self.mishaps.bits("case") % np.uint64(10) > 0)
        number = np.where(alone, 100_000 + (self.people.ids % np.uint64(800_000)).astype(np.int64), 10_000 + ring)
        return np.char.add("OP", number.astype(str)).astype(object)

    def _any_ring(self) -> Numbers:
        return (self.mishaps.bits("any ring") % np.uint64(self.world.rings)).astype(np.int64)

    def _of_ring(self, thing: str, share: float) -> Flags:
        given = self.mishaps.bits(f"ring's {thing}") % np.uint64(1000) < np.uint64(1000 * share)
        return np.asarray((self.people.ring >= 0) & given)

    def _ring_thing(self, count: int) -> Ids:
        return _thing(np.maximum(self.people.ring, 0), self.mishaps.bits("ring's"), count)

    def _local(self, phones: Texts) -> Texts:
        """Write phones as the record does: with +, with 00, or with spaces."""
        style = (self.mishaps.bits("phone style") % np.uint64(3)).astype(np.int64)
        return np.array([_PHONE_STYLES[how](text) for how, text in zip(style.tolist(), phones, strict=True)], object)


_PHONE_STYLES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.replace("+", "00", 1),
    lambda text: f"{text[:4]} {text[4:6]} {text[6:9]} {text[9:]}".strip(),
)


def _thing(ring: Numbers, bits: Ids, count: int) -> Ids:
    """Number one of the things of a ring."""
    return np.uint64(1 << 60) + ring.astype(np.uint64) * np.uint64(16) + bits % np.uint64(count)


def _written(shape: str, year: Numbers, month: Numbers, day: Numbers) -> Texts:
    """Write dates in a shape, piece by piece."""
    result: Texts = np.full(len(year), "", object)
    for piece in shape.replace("%", "\0%").split("\0"):
        if piece.startswith("%"):
            result = result + _part(piece[1], year, month, day)
        rest = piece[2:] if piece.startswith("%") else piece
        if rest:
            result = result + rest
    return result


def _part(letter: str, year: Numbers, month: Numbers, day: Numbers) -> Texts:
    plain, padded, years, months = _words()
    if letter == "Y":
        return years[year - _YEARS]
    if letter == "b":
        return months[month - 1]
    table = padded if letter in "dm" else plain
    return table[day if letter in "de" else month]


@cache
def _words() -> tuple[Texts, Texts, Texts, Texts]:
    plain = np.array([str(number) for number in range(100)], object)
    padded = np.array([f"{number:02}" for number in range(100)], object)
    years = np.array([str(_YEARS + number) for number in range(200)], object)
    return plain, padded, years, np.array(_MONTHS, object)


@cache
def _country_words(style: str) -> npt.NDArray[np.object_]:
    described = rules.load("world/places")["country"]
    if style == "iso3":
        return np.array(list(described), object)
    return np.array([country["names"][int(style)] for country in described.values()], object)


@cache
def _account_code(number: int) -> str:
    return str(rules.load("world/places")["country"][countries()[number]].get("account", "RS22"))


def _iban(kind: str, digits: str) -> str:
    """Write an IBAN of a country and length with its check digits (ISO 7064, mod 97-10)."""
    country, digits = kind[:2], digits[: int(kind[2:]) - 4]
    rest = "".join(str(int(letter, 36)) for letter in digits + country) + "00"
    return f"{country}{98 - int(rest) % 97:02}{digits}"


__all__ = ["Draws", "Facts"]
