"""People asked about: their names as written, and their other values normalised as those of records are.

>>> people = Queries.of_person({"name": "Hashim Thaçi", "birth_date": "24.4.1968."})
>>> people.names, people.fields["birth_date"].texts().tolist()
([['Hashim Thaçi']], ['1968-04-24'])
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.records.columns import Coded
from resolve.records.headers import read_headers
from resolve.records.mapping import Schema
from resolve.records.prepare import DATE_PARTS, fields_of, normalise, record_ids
from resolve.records.raw import Reject
from resolve.records.schema import read_schema
from resolve.records.sources import read_source

# What a query may call its whole name beside the words that headers may be
_NAME = "full_name"
_KIND = "kind"
# What only organisations are compared by
_BESIDE = ("country",)
_PARTS = ("surname", "father_name", "given_name", "middle_name")
_ALSO = ("alias", "maiden_name")


@dataclass(frozen=True)
class Queries:
    """Queries in order: `ids`, one a query; `names`, all that each has; `fields` by name, one row a query.

    `organisations` says which ask about an organisation or a vessel, not a person; () where none does. `rejects` are
    rows of a table that could not be read.
    """

    ids: tuple[str, ...]
    names: list[list[str]]
    fields: Mapping[str, Coded]
    rejects: tuple[Reject, ...] = ()
    organisations: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, first: int, last: int) -> Queries:
        """Give the queries from `first` up to, but not including, `last`."""
        rows = slice(first, last)
        fields = {name: Coded(coded.codes[rows], coded.values) for name, coded in self.fields.items()}
        return Queries(self.ids[rows], self.names[rows], fields, organisations=self.organisations[rows])

    def texts(self, *, organisations: bool) -> list[tuple[int, str]]:
        """Give the names that are asked about, each with the number of its query: of organisations, or of people."""
        of_kind = self.organisations or (False,) * len(self)
        return [
            (number, text)
            for number, names in enumerate(self.names)
            if of_kind[number] is organisations
            for text in names
        ]

    def digest(self, row: int) -> str:
        """Give 16 hex digits that stay the same as long as nothing changes of what is asked with."""
        told = [sorted(self.names[row])]
        organisation = bool(self.organisations and self.organisations[row])
        told += [["organisation"]] if organisation else []
        for name in sorted(self.fields):
            if name in _BESIDE and not organisation:
                continue
            coded = self.fields[name]
            code = int(coded.codes[row])
            told += [[name, str(coded.values[code])]] if code >= 0 else []
        return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:16]

    @classmethod
    def of_person(cls, person: Mapping[str, Any]) -> Queries:
        """Take one person, told by fields or by words that headers may be ("name", "Презиме", "DOB").

        Args:
            person: texts by field; a list of texts under a name is several names. None and "" are missing. With
                "organisation" (or vessel, company) under "kind" it asks about one of those.

        Raises:
            InputError: there is no name among the fields, or a value that is no text. UnknownNameError: a field that
                nothing is known of.
        """
        organisation = is_organisation(_text(_KIND, person.get(_KIND)))
        told = _by_field({key: value for key, value in person.items() if key != _KIND})
        fields: dict[str, Coded] = {}
        for name in (*_compared(), *_BESIDE):
            texts = [text for text in told.get(name, ()) if text]
            if name == "birth_date" and not texts:
                texts = _date_of_parts(told)
            if texts:
                fields[name] = Coded.of(list(normalise(name, texts[:1])))
        names = _names_of({name: texts for name, texts in told.items() if texts})
        if not names and not any(coded.filled for coded in fields.values()):
            raise InputError("expected a person with a name, found none; give it as 'name'")
        ids = [text for text in told.get("id", ()) if text] or ["1"]
        return cls((ids[0],), [names], fields, organisations=(organisation,))

    @classmethod
    def of_table(
        cls, data: Any, schema: Schema | None = None, encoding: str | None = None, kind: str | None = None
    ) -> Queries:
        """Take a table of people: a path or frame that `records.sources` reads, its columns read by their headers.

        Args:
            kind: what all rows ask about, "person" or "organisation"; None: what a column "kind" says of each, and
                people where there is none.

        Raises:
            InputError: there are no rows, or no column holds a name. FileError: a file cannot be read.
        """
        source = read_source(data, encoding=encoding)
        read = read_schema(source, schema)
        parts = {name: column for name in (_NAME, *_PARTS, *_ALSO) if (column := _texts_of(source.table, read, name))}
        if not {_NAME, "surname", "given_name"} & set(parts):
            found = ", ".join(source.table.column_names[:20])
            raise InputError(
                f"expected a column with names, found {found}; say which it is with --map COLUMN=full_name"
            )
        names = [
            _names_of({name: [column[row]] for name, column in parts.items() if column[row]})
            for row in range(source.table.num_rows)
        ]
        wanted = (*_compared(), *_BESIDE)
        prepared = {name: coded for name, coded in fields_of(source, read).items() if name in wanted}
        ids = tuple(record_ids(source, read))
        return cls(ids, names, prepared, source.rejects, _kinds_of(source.table, kind))


def is_organisation(kind: str) -> bool:
    """Tell whether a word for what is asked about means an organisation or a vessel; "" means a person.

    Raises:
        InputError: the word is known for neither.

    >>> is_organisation("Company"), is_organisation("person"), is_organisation("")
    (True, False, False)
    """
    words = rules.load("screening/organisations")["kind"]
    word = kind.strip().casefold()
    if word in words["organisation"]:
        return True
    if word and word not in words["person"]:
        raise InputError(f"expected a kind such as person, organisation or vessel, found '{kind[:40]}'")
    return False


def _kinds_of(table: Any, kind: str | None) -> tuple[bool, ...]:
    if kind is not None:
        return (is_organisation(kind),) * int(table.num_rows)
    column = next((name for name in table.column_names if name.strip().casefold() == _KIND), None)
    if column is None:
        return ()
    return tuple(is_organisation(text or "") for text in table.column(column).to_pylist())


def _names_of(told: Mapping[str, Sequence[str]]) -> list[str]:
    """Give all names: the whole one as written, the parts put together, and other names."""
    names = list(told.get(_NAME, ()))
    given = " ".join([*told.get("given_name", ()), *told.get("middle_name", ())])
    family = " ".join(told.get("surname", ()))
    father = "".join(f" ({text})" for text in told.get("father_name", ()))
    if family and given:
        names.append(f"{family}{father} {given}" if father else f"{family}, {given}")
    elif not names and (family or given):
        names.append(family or given)
    for text in told.get("maiden_name", ()):
        names.append(f"{text}, {given}" if given else text)
    names += [part.strip() for text in told.get("alias", ()) for part in text.split(";")]
    return [name for name in dict.fromkeys(names) if name.strip()]


def _by_field(person: Mapping[str, Any]) -> dict[str, list[str]]:
    fields = _fields_of(list(person))
    told: dict[str, list[str]] = {}
    for header, value in person.items():
        texts = [_text(header, one) for one in (value if isinstance(value, list | tuple) else [value])]
        told.setdefault(fields[header], []).extend(text for text in texts if text.strip())
    return told


def _fields_of(headers: Sequence[str]) -> dict[str, str]:
    """Give the field that each key means: its own name, or what it means as a header beside the others."""
    known = rules.load("schemas/fields")["field"]
    found = {header: _NAME if header == "name" else header for header in headers if header in known or header == "name"}
    others = [header for header in headers if header not in found]
    for header, reading in zip(others, read_headers(others), strict=True):
        if reading is None or reading.field == "ignore":
            raise UnknownNameError(f"nothing is known of a field '{header}'; known are: name, {', '.join(_known())}")
        found[header] = reading.field
    return found


def _known() -> list[str]:
    return [*_PARTS, *_ALSO, *_compared(), *_BESIDE, _KIND]


def _text(header: str, value: Any) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or hasattr(value, "isoformat"):
        return str(value)
    raise InputError(f"expected text under '{header}', found {type(value).__name__}")


def _date_of_parts(told: Mapping[str, Sequence[str]]) -> list[str]:
    year, month, day = (next(iter(told.get(part, ())), "0") for part in DATE_PARTS)
    return [f"{int(year):04}-{int(month or 0):02}-{int(day or 0):02}"] if year.isdigit() and int(year) else []


def _compared() -> tuple[str, ...]:
    return tuple(rules.load("screening/fields")["fields"])


def _texts_of(table: Any, schema: Any, field: str) -> list[str]:
    columns = schema.columns_of(field)
    if not columns:
        return []
    texts = [table.column(name).to_pylist() for name in columns]
    return [" ".join(filter(None, row)) for row in zip(*texts, strict=True)]
