"""Agencies' own tables of any format, their columns read as those of records are (`records/schema`).

>>> import pandas as pd
>>> from resolve.records.sources import read_source
>>> frame = pd.DataFrame({"Šifra": ["7"], "Prezime": ["Ilić"], "Ime": ["Ana"], "Nadimak": ["Anka"]})
>>> source = read_source(frame, "mup")
>>> harvest = Harvest("mup")
>>> read_table(source, harvest, Kind.PERSON)
>>> [(name.text, name.quality.value) for name in harvest.entries[0].names]
[('Ana Ilić', 'strong'), ('Anka', 'weak')]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from resolve.errors import InputError
from resolve.records.headers import header_words
from resolve.records.mapping import Schema
from resolve.records.raw import Source
from resolve.records.schema import SourceSchema, read_schema
from resolve.text.unicode import plain
from resolve.watchlist.lists.draft import Draft, Harvest
from resolve.watchlist.lists.entries import Kind, ListedName, Quality
from resolve.watchlist.lists.wording import kind_of, lists_rules, one_line, says_victim

_BREAK = re.compile(r"\s*[;|\n]\s*|\s+/\s+")
_NUMBER_BREAK = re.compile(r"\s*[;,|\n]\s*")
_NAME_FIELDS = ("full_name", "surname", "given_name")
_KNOWN_KINDS = 0.5


@dataclass(frozen=True)
class _Columns:
    """The columns of a table by what they mean: by field of the schema, and by what only lists have."""

    fields: Mapping[str, tuple[str, ...]]
    extra: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, Sequence[str | None]] = field(repr=False)

    def values(self, field_name: str, row: int) -> list[str]:
        """Give the filled cells of a row in the columns of a field."""
        columns = self.fields.get(field_name) or self.extra.get(field_name) or ()
        return [cell for column in columns if (cell := self.cells[column][row])]

    def joined(self, field_name: str, row: int) -> str:
        """Give the cells of a row in the columns of a field, as one text."""
        return " ".join(map(one_line, self.values(field_name, row)))


def read_table(source: Source, harvest: Harvest, as_kind: Kind, schema: Schema | None = None) -> None:
    """Read a table into a harvest, one entry a row.

    Args:
        source: the table.
        harvest: gets the entries.
        as_kind: what an entry is about where no column says so.
        schema: what columns mean, where their headers do not say it.

    Raises:
        InputError: no column means a name.
        UnknownNameError: the schema names a column that is not there.
    """
    columns = _read_columns(source, schema or Schema())
    if not any(columns.fields.get(name) for name in _NAME_FIELDS):
        shown = ", ".join(f"'{name}'" for name in source.table.column_names[:12])
        raise InputError(
            f"{source.path or source.name}: expected a list of people or organisations, found a table in which no "
            f"column means a name ({shown}); say which does with a schema"
        )
    harvest.rejects.extend(replace(reject, source=harvest.name) for reject in source.rejects)
    numbers = source.row_numbers
    for row in range(source.table.num_rows):
        number = int(numbers[row]) if numbers is not None else row + 1
        text = "; ".join(cell[:100] for name in source.table.column_names if (cell := columns.cells[name][row]))
        harvest.take(_entry(columns, row, number, as_kind), None, text, number)


def _read_columns(source: Source, said: Schema) -> _Columns:
    read = _with_id(source, said)
    cells = {name: source.table.column(name).to_pylist() for name in source.table.column_names}
    fields = {name: read.columns_of(name) for name in read.fields}
    extra: dict[str, tuple[str, ...]] = {}
    for column in read.columns_of("ignore"):
        meant = _list_word(column)
        if meant == "kind" and not _says_kinds(cells[column]):
            meant = "remarks"
        if meant:
            extra[meant] = (*extra.get(meant, ()), column)
    weak = [column for column in fields.get("alias", ()) if _is_weak(column)]
    if weak:
        extra["weak"] = tuple(weak)
        fields["alias"] = tuple(column for column in fields["alias"] if column not in weak)
    return _Columns(fields, extra, cells)


def _with_id(source: Source, said: Schema) -> SourceSchema:
    """Read the schema; where no column is the id, take one that a list would call so."""
    read = read_schema(source, said)
    if read.id_column is None:
        for column in source.table.column_names:
            cells = source.table.column(column)
            if _list_word(column) == "id" and not cells.null_count and len(cells.unique()) == len(cells):
                return read_schema(source, replace(said, map={**said.map, column: "id"}))
    return read


def _entry(columns: _Columns, row: int, number: int, as_kind: Kind) -> Draft:
    kinds = [kind for text in columns.values("kind", row) if (kind := kind_of(text))]
    draft = Draft(columns.joined("id", row) or str(number), kinds[0] if kinds else as_kind)
    _add_names(draft, columns, row)
    for text in columns.values("birth_date", row):
        draft.born(text)
    parts = [columns.joined(name, row) for name in ("birth_year", "birth_month", "birth_day")]
    if parts[0]:
        draft.add(
            "birth_dates", "-".join(part.zfill(2) for part in parts[: 1 + bool(parts[1]) + bool(parts[1] and parts[2])])
        )
    draft.add("birth_places", ", ".join(columns.values("birth_place", row)))
    draft.add("nationalities", *_all(columns, "nationality", row))
    draft.add("countries", *_all(columns, "country", row))
    home = ("address", "street", "house_number", "town", "postcode", "region")
    draft.add("addresses", ", ".join(text for name in home for text in columns.values(name, row)))
    for name in ("national_id", "document_number"):
        for column in columns.fields.get(name, ()):
            for text in _NUMBER_BREAK.split(columns.cells[column][row] or ""):
                draft.document(text, column, what=name)
    draft.sex = columns.joined("sex", row)
    draft.add("phones", *_all(columns, "phone", row))
    draft.add("emails", *_all(columns, "email", row))
    draft.add("positions", *columns.values("occupation", row))
    draft.add("titles", *columns.values("title", row))
    draft.add("regimes", *columns.values("regime", row))
    draft.add("references", *_all(columns, "reference", row))
    draft.listed_on = columns.joined("listed_on", row)
    draft.remark(*columns.values("remarks", row))
    draft.misused = any(map(says_victim, columns.values("misused", row)))
    return draft


def _add_names(draft: Draft, columns: _Columns, row: int) -> None:
    """Add the names of a row. Brackets stay in them: in the region they hold the father's name."""
    given = " ".join(filter(None, (columns.joined("given_name", row), columns.joined("middle_name", row))))
    family, father = columns.joined("surname", row), columns.joined("father_name", row)
    if given or family:
        whole = " ".join(filter(None, (given, family)))
        if given and family:
            draft.exact_name(ListedName(whole, given=given, father=father, family=family))
        else:
            draft.exact_name(ListedName(whole, father=father))
    for text in _all(columns, "full_name", row):
        draft.exact_name(ListedName(text, said="alias" if draft.has_names else "primary", father=father))
    for text in _all(columns, "maiden_name", row):
        whole = f"{given} {text}" if given and " " not in text else text
        draft.exact_name(ListedName(whole, said="maiden", given=given, father=father, family=text))
    for text in _all(columns, "alias", row):
        draft.exact_name(ListedName(text, said="alias"))
    for text in _all(columns, "weak", row):
        draft.exact_name(ListedName(text, Quality.WEAK, "alias"))


def _all(columns: _Columns, field_name: str, row: int) -> list[str]:
    return [text for cell in columns.values(field_name, row) for text in _BREAK.split(cell) if text.strip()]


def _says_kinds(cells: Sequence[str | None]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(kind_of(cell) is not None for cell in filled) >= _KNOWN_KINDS * len(filled)


def _is_weak(column: str) -> bool:
    words = f" {' '.join(header_words(column))} "
    return any(f" {word} " in words for word in _table_words()["weak"])


def _list_word(column: str) -> str:
    """Give what a header means that only lists have, "" where nothing."""
    whole = " ".join(header_words(column))
    return next((name for name, words in _table_words().items() if name != "weak" and whole in words), "")


@cache
def _table_words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(plain, table["words"])) for name, table in lists_rules()["table"].items()}
