"""Write the demonstration fixtures: three agency exports of one invented population, a watchlist, and their truth.

`python benchmarks/make_fixtures.py [FOLDER]` reads fixtures/people.txt, which says how a person is written
there, and writes mup_registar.csv, kufiri_hyrje.csv, uk_cases.csv and truth.csv into FOLDER (by default
fixtures/). It reads fixtures/watchlist.txt, which says who is listed, and writes watchlist.csv and
watchlist_truth.csv, which says whose records are whose entry. Values that no reader chooses (serials, documents,
telephones, crossing dates) are drawn from a checksum of the person's key: the output is the same on every
machine, and a new person changes no other's.
"""

from __future__ import annotations

import csv
import re
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
HEADERS = {
    "mup_registar": "Редни број;ЈМБГ;Презиме;Име оца;Име;Датум рођења;Пол;Место рођења;Адреса;Телефон",
    "kufiri_hyrje": "Nr,Emri dhe mbiemri,Atësia,Datëlindja,Gjinia,Shtetësia,Nr. i dokumentit,Data e kalimit,"
    "Pika kufitare",
    "uk_cases": "case_ref,surname,forenames,dob,sex,nationality,passport_no,last_known_address,phone",
}
DELIMITERS = {"mup_registar": ";", "kufiri_hyrje": ",", "uk_cases": ","}
LETTERS = {"m": "mup_registar", "k": "kufiri_hyrje", "u": "uk_cases"}
WATCHLIST_HEADER = (
    "id,type,name,aliases,nickname,father_name,birth_date,sex,birth_place,nationality,passport,national_id,reason,"
    "listed_on,misused_identity"
)
PASSPORTS = {  # the shape of a number; # stands for a digit
    "AFG": "P0#######",
    "ALB": "BZ#######",
    "BGR": "39#######",
    "BIH": "B#######",
    "GBR": "5########",
    "IRQ": "A1#######",
    "MKD": "A1######",
    "PAK": "ZZ#######",
    "RKS": "P0#######",
    "ROU": "05#######",
    "SRB": "00#######",
    "SYR": "N00#######",
    "TUR": "U0#######",
}
CROSSINGS = ("Merdarë", "Dheu i Bardhë", "Hani i Elezit", "Vërmicë", "Kullë", "Aeroporti i Prishtinës")
STREETS = ("High Street", "Station Road", "Victoria Road", "Park Lane", "Church Street", "London Road")
TOWNS = ("Luton", "Birmingham", "Leeds", "Croydon", "Manchester", "Slough", "Peterborough")


@dataclass(frozen=True)
class Person:
    """An invented person. `birth` is an ISO date or a bare year; a missing text is empty."""

    key: str
    birth: str
    sex: str
    region: str
    nationality: str
    place: str
    address: str


@dataclass(frozen=True)
class Record:
    """One row to be: whose, for which file, its place among the person's, its names and its overrides."""

    person: Person
    source: str
    ordinal: int
    names: tuple[str, ...]
    overrides: Mapping[str, str]

    def value(self, name: str, otherwise: str) -> str:
        """The override called `name`, empty if it is `-`; `otherwise` if there is none."""
        return _present(self.overrides.get(name, otherwise))


def _present(text: str) -> str:
    return "" if text == "-" else text


def _draw(text: str, below: int) -> int:
    """A number in [0, below) that depends on nothing but the text."""
    return zlib.crc32(text.encode()) % below


def read_table(table: str) -> list[Record]:
    """The records of a table in the form that people.txt opens by describing, in its order."""
    records: list[Record] = []
    person: Person | None = None
    ordinal = 0
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.removeprefix("*").split("|")]
        if line.startswith("*"):
            birth, sex, region, nationality = cells[1].split()
            place, address = (_present(cell) for cell in cells[2:])
            ordinal = 0
            person = Person(cells[0], birth, sex, _present(region), nationality, place, address)
            continue
        if person is None:
            raise ValueError(f"a record before any person: {line!r}")
        names = tuple(_present(cell) for cell in cells[1:] if "=" not in cell)
        overrides = dict(cell.split("=", 1) for cell in cells[1:] if "=" in cell)
        records.append(Record(person, LETTERS[cells[0]], ordinal, names, overrides))
        ordinal += 1
    return records


def jmbg(person: Person) -> str:
    """The person's number, empty if the person has none.

    The serials are the last thirty of each sex's range, which no registry reaches in a day, so that the
    numbers are valid and nobody's. A serial whose check digit would be 10 is passed over.
    """
    if not person.region:
        return ""
    year, month, day = person.birth.split("-")
    first = _draw(f"serial/{person.key}", 30)
    for step in range(30):
        serial = (470 if person.sex == "M" else 970) + (first + step) % 30
        digits = f"{day}{month}{year[1:]}{person.region}{serial}"
        weights = (7, 6, 5, 4, 3, 2) * 2
        weighted = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        check = 11 - weighted % 11
        if check != 10:
            return f"{digits}{check % 11}"
    raise ValueError(f"no serial is left for {person.key}")


def document(person: Person, which: str = "1") -> str:
    """The person's first or second document number, in the shape that the issuer uses."""
    shape = PASSPORTS[person.nationality]
    digits = iter(f"{zlib.crc32(f'passport/{person.key}/{which}'.encode()):010}"[::-1])
    return re.sub("#", lambda _: next(digits), shape)


def _written(record: Record, pattern: str, year_only: str) -> str:
    """The record's birth date as its file writes it; `year_only` is the form of a bare year."""
    text = record.value("date", record.person.birth)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text).strftime(pattern)
    if text == record.person.birth:
        return year_only.format(text)
    return text


def _register_row(record: Record) -> tuple[str, ...]:
    person, (surname, father, given) = record.person, record.names
    own = f"060 000 {_draw(f'phone/{person.key}', 9000) + 1000}"
    return (
        record.value("jmbg", jmbg(person)),
        surname,
        father,
        given,
        _written(record, "%d.%m.%Y.", "00.00.{}."),
        {"M": "М", "F": "Ж"}[person.sex],
        person.place,
        record.value("addr", person.address),
        record.value("phone", own if _draw(f"has phone/{person.key}", 3) else ""),
    )


def crossing_date(record: Record) -> date:
    """The day, in 2022 to 2024, on which the border log has the record."""
    return date(2022, 1, 1) + timedelta(days=_draw(f"crossing/{record.person.key}/{record.ordinal}", 1096))


def _border_row(record: Record) -> tuple[str, ...]:
    person, (name, father) = record.person, record.names
    number = record.value("doc", "1")
    return (
        name,
        father,
        _written(record, "%d/%m/%Y", "01/01/{}"),
        person.sex,
        person.nationality,
        document(person, number) if number in ("1", "2") else number,
        crossing_date(record).strftime("%d/%m/%Y"),
        CROSSINGS[_draw(f"point/{record.person.key}/{record.ordinal}", len(CROSSINGS))],
    )


def _uk_row(record: Record) -> tuple[str, ...]:
    person, (surname, forenames) = record.person, record.names
    key = person.key
    street = STREETS[_draw(f"street/{key}", len(STREETS))]
    town = TOWNS[_draw(f"town/{key}", len(TOWNS))]
    home = f"{_draw(f'house/{key}', 300) + 400} {street}, {town}" if _draw(f"has home/{key}", 4) else ""
    own = f"07700 900{_draw(f'uk telephone/{key}', 1000):03}" if _draw(f"has uk phone/{key}", 2) else ""
    number = record.value("doc", "1" if not _draw(f"has passport/{key}", 3) else "")
    return (
        surname,
        forenames,
        _written(record, "%Y-%m-%d", "{}"),
        person.sex if _draw(f"has sex/{key}", 8) else "",
        person.nationality if _draw(f"has nationality/{key}", 6) else "",
        document(person) if number == "1" else number,
        record.value("addr", home),
        record.value("phone", own),
    )


ROWS = {"mup_registar": _register_row, "kufiri_hyrje": _border_row, "uk_cases": _uk_row}


def _in_file_order(source: str, records: Iterable[Record]) -> list[Record]:
    """The border log runs by date of crossing; the other two files have no order that says anything."""
    chosen = [record for record in records if record.source == source]
    if source == "kufiri_hyrje":
        return sorted(chosen, key=lambda record: (crossing_date(record), record.person.key))
    return sorted(chosen, key=lambda record: _draw(f"{record.person.key}/{record.ordinal}", 2**32))


def _write(path: Path, delimiter: str, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)


def read_watchlist(table: str, people: Mapping[str, Person]) -> list[tuple[str, tuple[str, ...]]]:
    """The entries of a table in the form of watchlist.txt: whose each is, "" of nobody, and its row."""
    entries: list[tuple[str, tuple[str, ...]]] = []
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        key, *cells = (_present(cell.strip()) for cell in line.split("|"))
        entries.append((key, tuple(_drawn(cell, people[key]) if cell.startswith("@") else cell for cell in cells)))
    return entries


def _drawn(cell: str, person: Person) -> str:
    """What a cell that begins with @ stands for: a document or the number of the person."""
    return jmbg(person) if cell == "@jmbg" else document(person, "2" if cell == "@doc2" else "1")


def _write_watchlist(folder: Path, people: Mapping[str, Person], truth: Sequence[tuple[str, ...]]) -> int:
    entries = read_watchlist((FIXTURES / "watchlist.txt").read_text(encoding="utf-8"), people)
    header = tuple(WATCHLIST_HEADER.split(","))
    _write(folder / "watchlist.csv", ",", [header, *(row for _, row in entries)])
    # The last cell says that the entry is the victim of a misused identity, on whom there is no alert.
    listed = {key: row[0] for key, row in entries if key and not row[-1]}
    hits = [(source, record_id, listed[key]) for source, record_id, key in truth[1:] if key in listed]
    _write(folder / "watchlist_truth.csv", ",", [("source", "record_id", "entry_id"), *hits])
    return len(entries)


def write_fixtures(folder: Path) -> dict[str, int]:
    """Write the exports, the watchlist and the truths into a folder that exists; return each file's number of rows."""
    records = read_table((FIXTURES / "people.txt").read_text(encoding="utf-8"))
    truth: list[tuple[str, ...]] = [("source", "record_id", "entity_id")]
    counts: dict[str, int] = {}
    for source, header in HEADERS.items():
        rows: list[tuple[str, ...]] = [tuple(header.split(DELIMITERS[source]))]
        for number, record in enumerate(_in_file_order(source, records), start=1):
            record_id = f"UKC-{4100 + 7 * number}" if source == "uk_cases" else str(number)
            rows.append((record_id, *ROWS[source](record)))
            truth.append((source, record_id, record.person.key))
        _write(folder / f"{source}.csv", DELIMITERS[source], rows)
        counts[source] = len(rows) - 1
    _write(folder / "truth.csv", ",", truth)
    people = {record.person.key: record.person for record in records}
    counts["watchlist"] = _write_watchlist(folder, people, truth)
    return counts


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    for name, count in write_fixtures(target).items():
        print(f"{name}.csv: {count} records")
