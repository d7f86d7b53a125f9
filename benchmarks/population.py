"""A synthetic British and Balkan population file for measuring deduplication at scale.

python benchmarks/population.py --records 1000000 --seed 1 -o population.parquet

writes the records (id, given_name, surname, birth_date, sex, town, postcode, phone) and, beside them, their
truth (population.truth.parquet: id, entity_id). Most people have one record, many two, some up to six.
Households share surname, address and sometimes phone; twins share all but the given name; names follow Zipf's
law, so homonyms come by themselves. A person's other surname, other address and other phone are the same in
all records that have them. What goes wrong between records, and how often, is in errors.toml; names and
places are in names.toml.

The same seed gives the same bytes. A million records take some ten seconds and about a gigabyte.
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from corruption import (
    Dates,
    Flags,
    Keyboard,
    Strings,
    digit_errors,
    fill,
    initials,
    january_default,
    ocr_errors,
    swap_day_and_month,
    typing_errors,
    wrong_day,
    wrong_year,
)
from stock import HERE, Country, Culture, Numbers, Stock, read_stock

FIELDS = ("given_name", "surname", "birth_date", "sex", "town", "postcode", "phone")
HOUSEHOLD_SIZES = (0.30, 0.33, 0.16, 0.14, 0.07)
"""Part of the households that have 1, 2 ... 5 members: a head, a partner, and children."""
HOUSEHOLDS_PER_POSTCODE = 12
HOUSEHOLD_PHONE = 0.1
"""Part of the people who give the phone of the household, the others their own.

Set with the difficulty in mind: at 0.3, families merged and Splink's pairwise F1 fell to 0.85.
"""
BIRTHS = (np.datetime64("1936-01-01"), np.datetime64("2025-12-31"))


@dataclass(frozen=True)
class Places:
    """Every postcode of every country with its town; each country has a run of them."""

    town: Strings
    postcode: Strings
    start: dict[str, int]
    size: dict[str, int]


@dataclass(frozen=True)
class People:
    """One entry a person; names and places are numbers; some records have the `other_…` ones instead."""

    given: Numbers
    surname: Numbers
    other_surname: Numbers
    female: Flags
    birth: Dates
    place: Numbers
    other_place: Numbers
    phone: Strings
    other_phone: Strings


@dataclass(frozen=True)
class Records:
    """The person behind each record, how prone to error the record is, and what draws its errors."""

    person: Numbers
    factor: NDArray[np.float64]
    rng: np.random.Generator

    def hit(self, rate: float) -> Flags:
        """Say which records an error of this rate strikes."""
        return np.asarray(self.rng.random(len(self.person)) < rate * self.factor)


def generate(people: int, seed: int) -> pa.Table:
    """Make the records of `people` people, in random order, with their truth in the column `entity_id`.

    There are about 1.44 records a person (see errors.toml). Missing values are null.
    """
    if people < 1:
        raise ValueError(f"expected one person or more, found {people}")
    errors = read_errors()
    rng = np.random.default_rng(seed)
    sizes = 1 + rng.choice(len(errors["records"]["sizes"]), people, p=errors["records"]["sizes"])
    return _table(sizes, errors, rng)


def generate_records(records: int, seed: int) -> pa.Table:
    """Make exactly `records` records; the last person has fewer where the sum would be larger."""
    if records < 1:
        raise ValueError(f"expected one record or more, found {records}")
    errors = read_errors()
    rng = np.random.default_rng(seed)
    sizes = 1 + rng.choice(len(errors["records"]["sizes"]), records, p=errors["records"]["sizes"])
    total = np.cumsum(sizes)
    last = int(np.searchsorted(total, records))
    sizes = sizes[: last + 1]
    sizes[last] -= int(total[last]) - records
    return _table(sizes, errors, rng)


def read_errors() -> dict[str, Any]:
    """Read errors.toml."""
    return tomllib.loads((HERE / "errors.toml").read_text(encoding="utf-8"))


def _table(sizes: Numbers, errors: dict[str, Any], rng: np.random.Generator) -> pa.Table:
    """Make the people, then their records, then spoil and shuffle these."""
    stock = read_stock(errors)
    places, people = _people(len(sizes), stock, errors["rates"]["address"]["within_town"], rng)
    person = np.repeat(np.arange(len(sizes)), sizes)
    first = np.concatenate([[True], person[1:] != person[:-1]])
    order = rng.permutation(len(person))
    factor = np.where(first, errors["records"]["first_record"], 1.0)
    records = Records(person[order], factor[order], rng)
    columns = _columns(records, people, places, stock, errors)
    number = np.arange(1, len(person) + 1)
    arrays = [pa.array(np.char.add("R", np.char.zfill(number.astype(np.str_), 8)))]
    for name in FIELDS:
        values = columns.pop(name)
        missing = (values == "") | (rng.random(len(values)) < errors["missing"][name])
        arrays.append(pa.array(values, mask=missing))
    entity = rng.permutation(len(sizes))[records.person]
    return pa.table([*arrays, pa.array(entity)], names=["id", *FIELDS, "entity_id"])


def _columns(
    records: Records, people: People, places: Places, stock: Stock, errors: dict[str, Any]
) -> dict[str, Strings]:
    """Write down each record's fields, with their errors but nothing missing yet."""
    rates = errors["rates"]
    spoil = Spoiler(errors, records)
    given, surname = _names(records, people, stock, rates)
    given = spoil.text(given, "given_name")
    given = np.where(records.hit(rates["given_name"]["initial"]), initials(given), given)
    surname = spoil.text(surname, "surname")
    swapped = records.hit(rates["name"]["swapped"])
    town, postcode = _addresses(records, people, places, rates)
    female = people.female[records.person] ^ records.hit(rates["sex"]["wrong"])
    changed = records.hit(rates["phone"]["changed"])
    phone = np.where(changed, people.other_phone[records.person], people.phone[records.person])
    return {
        "given_name": np.where(swapped, surname, given),
        "surname": np.where(swapped, given, surname),
        "birth_date": _birth_dates(records, people, rates["birth_date"]),
        "sex": np.where(female, "F", "M"),
        "town": spoil.text(town, "town"),
        "postcode": spoil.text(postcode, "postcode"),
        "phone": _apply(phone, records.hit(rates["phone"]["digit"]), lambda v: digit_errors(v, records.rng)),
    }


@dataclass(frozen=True)
class Spoiler:
    """Typing and reading errors at the rates of a field."""

    errors: dict[str, Any]
    records: Records

    def text(self, values: Strings, field: str) -> Strings:
        """Strike some of `values` with a typing error and some with a reading error."""
        rates, typing, rng = self.errors["rates"][field], self.errors["typing"], self.records.rng
        keyboard = Keyboard.of(typing["rows"], typing["near"])
        mistyped = self.records.hit(rates["typing"])
        values = _apply(values, mistyped, lambda v: typing_errors(v, keyboard, typing, rng))
        misread = self.records.hit(rates.get("ocr", 0.0))
        return _apply(values, misread, lambda v: ocr_errors(v, self.errors["ocr"], rng))


def _apply(values: Strings, struck: Flags, change: Any) -> Strings:
    """Change the struck values; the array grows wider where a changed value needs it."""
    if not struck.any():
        return values
    changed = change(values[struck])
    result = values.astype(np.result_type(values, changed))
    result[struck] = changed
    return result


def _names(records: Records, people: People, stock: Stock, rates: dict[str, Any]) -> tuple[Strings, Strings]:
    """Write given names and surnames in the record's way of spelling."""
    person, draw = records.person, records.rng.random(len(records.person))
    plain = rates["spelling"]["plain"] * records.factor
    spelling = np.where(draw < plain, 1, 0)
    spelling[(draw >= plain) & (draw < plain + rates["spelling"]["digraph"] * records.factor)] = 2
    short = records.hit(rates["given_name"]["nickname"]).astype(np.int64)
    given = stock.given[spelling, short, people.given[person]]
    female = people.female[person]
    changed = female & records.hit(rates["surname"]["changed"])
    number = np.where(changed, people.other_surname[person], people.surname[person])
    feminine = (female ^ records.hit(rates["surname"]["gender_form"])) & female
    return given, stock.surnames[spelling, feminine.astype(np.int64), number]


def _addresses(records: Records, people: People, places: Places, rates: dict[str, Any]) -> tuple[Strings, Strings]:
    """Write town and postcode: the person's own, or the other ones."""
    moved = records.hit(rates["address"]["moved"])
    place = np.where(moved, people.other_place[records.person], people.place[records.person])
    return places.town[place], places.postcode[place]


def _birth_dates(records: Records, people: People, rates: dict[str, float]) -> Strings:
    """Write dates of birth as YYYY-MM-DD, some of them wrong."""
    dates = people.birth[records.person]
    rng = records.rng
    dates = _apply_dates(dates, records.hit(rates["year_digit"]), lambda d: wrong_year(d, rng))
    dates = _apply_dates(dates, records.hit(rates["day_digit"]), lambda d: wrong_day(d, rng))
    dates = _apply_dates(dates, records.hit(rates["swapped"]), swap_day_and_month)
    dates = _apply_dates(dates, records.hit(rates["january"]), january_default)
    return np.datetime_as_string(dates, unit="D").astype("<U10")


def _apply_dates(dates: Dates, struck: Flags, change: Any) -> Dates:
    """Change the struck dates."""
    result = dates.copy()
    result[struck] = change(dates[struck])
    return result


def _people(count: int, stock: Stock, within_town: float, rng: np.random.Generator) -> tuple[Places, People]:
    """Make households until there are `count` people."""
    size = 1 + rng.choice(len(HOUSEHOLD_SIZES), count, p=HOUSEHOLD_SIZES)
    household = np.repeat(np.arange(count), size)[:count]
    households = int(household[-1]) + 1
    starts = np.flatnonzero(np.concatenate([[True], household[1:] != household[:-1]]))
    role = np.arange(count) - starts[household]
    shares = np.array([culture.share for culture in stock.cultures])
    culture = rng.choice(len(shares), households, p=shares / shares.sum())
    country = _countries(culture, stock.cultures, rng)
    places = _places(country, stock.countries, rng)
    female = rng.random(count) < 0.5
    female[role == 1] = ~female[starts[household[role == 1]]]
    given, surname, other = _name_numbers(household, role, culture, female, (stock, rng))
    home = _draw_places(country, places, rng)[household]
    phones = {code: known.phone for code, known in stock.countries.items()}
    mobile, shared = _phones(country[household], phones, rng), _phones(country, phones, rng)[household]
    people = People(
        given=given,
        surname=surname,
        other_surname=other,
        female=female,
        birth=_births(household, role, starts, rng),
        place=home,
        other_place=_other_places(home, country[household], (places, within_town), rng),
        phone=np.where(rng.random(count) < HOUSEHOLD_PHONE, shared, mobile),
        other_phone=_phones(country[household], phones, rng),
    )
    return places, people


def _countries(culture: Numbers, cultures: list[Culture], rng: np.random.Generator) -> Strings:
    """Say in which country each household lives."""
    homes = np.array([c.home for c in cultures])
    in_britain = np.array([c.in_britain for c in cultures])
    return np.where(rng.random(len(culture)) < in_britain[culture], "gb", homes[culture])


def _places(country: Strings, countries: dict[str, Country], rng: np.random.Generator) -> Places:
    """Make postcodes for each country, as many as its households need; two may come out the same."""
    towns, postcodes = [], []
    start, size, total = {}, {}, 0
    for code, known in countries.items():
        count = max(20, int((country == code).sum()) // HOUSEHOLDS_PER_POSTCODE)
        town = np.sort(np.searchsorted(known.cumulative, rng.random(count), side="right"))
        towns.append(known.towns[town])
        postcodes.append(fill(known.postcodes[town], rng))
        start[code], size[code] = total, count
        total += count
    return Places(np.concatenate(towns), np.concatenate(postcodes), start, size)


def _draw_places(country: Strings, places: Places, rng: np.random.Generator) -> Numbers:
    """Give each entry of `country` a place there."""
    draw = rng.random(len(country))
    result = np.zeros(len(country), dtype=np.int64)
    for code, size in places.size.items():
        here = country == code
        result[here] = places.start[code] + (draw[here] * size).astype(np.int64)
    return result


def _other_places(place: Numbers, country: Strings, known: tuple[Places, float], rng: np.random.Generator) -> Numbers:
    """Give each person a second place, in the same town (its places lie side by side) or anywhere."""
    places, within_town = known
    away = _draw_places(country, places, rng)
    near = place + rng.choice([-2, -1, 1, 2], len(place))
    near = np.clip(near, 0, len(places.town) - 1)
    stays = (rng.random(len(place)) < within_town) & (places.town[near] == places.town[place])
    return np.where(stays, near, away)


def _phones(country: Strings, shapes: dict[str, str], rng: np.random.Generator) -> Strings:
    """Give each entry a phone number of its country."""
    codes, which = np.unique(country, return_inverse=True)
    return fill(np.array([shapes[str(code)] for code in codes])[which], rng)


def _name_numbers(
    household: Numbers,
    role: Numbers,
    culture: Numbers,
    female: Flags,
    source: tuple[Stock, np.random.Generator],
) -> tuple[Numbers, Numbers, Numbers]:
    """Draw given names, surnames (the household's, bar some partners) and other surnames."""
    stock, rng = source
    family = np.zeros(len(culture), dtype=np.int64)
    given = np.zeros(len(household), dtype=np.int64)
    own = np.zeros(len(household), dtype=np.int64)
    for number, known in enumerate(stock.cultures):
        homes = culture == number
        family[homes] = known.surnames.draw(int(homes.sum()), rng)
        members = homes[household]
        own[members] = known.surnames.draw(int(members.sum()), rng)
        for names, sex in ((known.men, members & ~female), (known.women, members & female)):
            given[sex] = names.draw(int(sex.sum()), rng)
    keeps = (role == 1) & (rng.random(len(role)) < 0.2)
    return given, np.where(keeps, own, family[household]), np.where(keeps, family[household], own)


def _births(household: Numbers, role: Numbers, starts: Numbers, rng: np.random.Generator) -> Dates:
    """Draw dates of birth: partners a few years apart, children 18 to 40 years younger, some twins."""
    count = len(household)
    days = rng.integers(0, 365, count)
    age = rng.triangular(20, 42, 88, len(starts))
    year = 2025 - age[household]
    year = np.where(role == 1, year + rng.normal(0, 4, count), year)
    year = np.where(role >= 2, year + rng.uniform(18, 40, count), year)
    birth = BIRTHS[0] + (np.floor(year - 1936) * 365.25).astype(np.int64) + days
    birth = np.clip(birth.astype(np.int64), BIRTHS[0].astype(np.int64), BIRTHS[1].astype(np.int64))
    late = birth >= BIRTHS[1].astype(np.int64)
    birth[late] -= rng.integers(0, 4000, int(late.sum()))
    twins = np.flatnonzero((role >= 3) & (rng.random(count) < 0.04))
    birth[twins] = birth[twins - 1]
    return birth.astype("datetime64[D]")


def write(table: pa.Table, path: Path) -> Path:
    """Write records to `path` (.parquet or .csv) and truth beside it; give the path of the truth."""
    truth_path = path.with_suffix(f".truth{path.suffix}")
    for part, target in (
        (table.drop_columns(["entity_id"]), path),
        (table.select(["id", "entity_id"]), truth_path),
    ):
        if path.suffix == ".parquet":
            pyarrow.parquet.write_table(part, target)
        elif path.suffix == ".csv":
            pyarrow.csv.write_csv(part, target)
        else:
            raise ValueError(f"expected a path that ends in .parquet or .csv, found {path.name}")
    return truth_path


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write a synthetic population file and its truth.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    table = generate_records(options.records, options.seed)
    truth = write(table, options.output)
    entities = len(table["entity_id"].unique())
    print(f"{table.num_rows:,} records of {entities:,} people: {options.output.name}, {truth.name}")


if __name__ == "__main__":
    main()
