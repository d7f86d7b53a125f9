"""Raw rows of all sources brought into one set of prepared, dictionary-coded columns.

Each distinct raw value is normalised once. Raw values stay in the sources' tables; a value that says nothing
("n/a", "nepoznato") or cannot be read as its kind is missing here and counted in `Records.unread`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.records import value_forms
from resolve.records.ages import births_of_ages
from resolve.records.columns import MISSING, Coded, Column, concat
from resolve.records.ids import ids_of
from resolve.records.implied import with_implied
from resolve.records.issuers import with_issuers
from resolve.records.many import firsts, marked, may_hold_many
from resolve.records.names import NAME_FIELDS, name_columns, original_spellings
from resolve.records.raw import counted
from resolve.records.schema import SourceSchema
from resolve.records.sources import Source
from resolve.records.zones import ZONE_FIELDS, zone_fields
from resolve.text.repair import repair_many
from resolve.text.unicode import compact_many, plain_many
from resolve.threads import in_threads
from resolve.values.date_columns import normal_texts
from resolve.values.identifiers import compact_all
from resolve.values.implied import with_lost_zeros

DATE_PARTS = ("birth_year", "birth_month", "birth_day")
_NAME_KINDS = frozenset({"given", "surname", "other_names", "parent"})


@dataclass(frozen=True)
class Records:
    """All records of a run, ready for blocking and comparison.

    Attributes:
        sources, schemas: what was read and how; their tables hold the raw values.
        source_codes: int16, one a record: index into `sources`. Records stand in order of source, then row.
        record_ids: one string a record.
        columns: prepared columns by field, of the fields that any source fills.
        unread: by field, how many cells held a value that could not be read as its kind.
        notes: what a person should know (repeated ids, surname-first names, what national numbers told).
        contradicted: by field, the rows whose own value their valid national number contradicts.
    """

    sources: tuple[Source, ...]
    schemas: tuple[SourceSchema, ...]
    source_codes: npt.NDArray[np.int16]
    record_ids: npt.NDArray[np.object_]
    columns: Mapping[str, Column]
    unread: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    contradicted: Mapping[str, npt.NDArray[np.int64]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.record_ids)

    def source_names(self) -> tuple[str, ...]:
        """Give the names of the sources in order."""
        return tuple(source.name for source in self.sources)

    def counting(self, rows: npt.NDArray[np.int32]) -> Records:
        """Give the same records with values counted over some rows only (one of each set of identical ones)."""
        return replace(self, columns={name: column.counting(rows) for name, column in self.columns.items()})

    def raw(self, row: int) -> dict[str, str]:
        """Give one record's cells by column name, as they stood before anything was mended; missing ones left out."""
        source = self.sources[self.source_codes[row]]
        at = row - int(np.searchsorted(self.source_codes, self.source_codes[row]))
        names = source.table.column_names
        cells = {name: source.originals.get(name, source.table.column(name))[at].as_py() for name in names}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def value(self, field_name: str, row: int) -> str:
        """Give one record's normalised value of a field, "" where missing."""
        column = self.columns[field_name]
        code = column.codes[row]
        return "" if code == MISSING else str(column.values[code])


def prepare(sources: Sequence[Source], schemas: Sequence[SourceSchema]) -> Records:
    """Prepare the records of sources read by their schemas.

    Raises:
        InputError: no source has a row, or no column of theirs has a meaning to match on.
    """
    if sum(source.table.num_rows for source in sources) == 0:
        raise InputError("there are no rows to work on: every source is empty")
    collected = Collected(list(sources), list(schemas))
    unread: dict[str, int] = {}
    columns: dict[str, Column] = {}
    parts = [collected.name_parts(i) for i in range(len(sources))]
    names, name_notes = name_columns(parts, [source.name for source in sources])
    spellings = original_spellings([*(raw for part in parts for raw in part.values()), *collected.parents()])
    others = collected.fields(unread)
    if "father_name" in others:  # a column of its own goes before what a whole name says in brackets
        names["father_name"] = others["father_name"].otherwise(names["father_name"])
    fields, number_notes, contradicted = with_implied({**others, **names})
    for field_name, coded in fields.items():
        if coded.filled:
            kind = kind_of(field_name)
            columns[field_name] = Column.of(field_name, kind, coded, spellings if kind in _NAME_KINDS else None)
    if not columns:
        found = ", ".join(sorted({c.column for schema in schemas for c in schema.columns})[:20])
        raise InputError(
            f"no column has a meaning to match on (columns found: {found}); "
            "say what they mean with --map COLUMN=field, for example --map col1=surname"
        )
    ids, id_notes = ids_of(sources, schemas)
    for source in sources:
        source.forget_encoded()
    return Records(
        tuple(sources),
        tuple(schemas),
        _source_codes(sources),
        ids,
        columns,
        unread,
        (*name_notes, *id_notes, *number_notes, *_many_notes(schemas)),
        contradicted,
    )


@dataclass(frozen=True)
class Collected:
    """The raw values of several sources by field, as their schemas say."""

    sources: list[Source]
    schemas: list[SourceSchema]
    zones: dict[int, dict[str, Coded]] = field(default_factory=dict)

    def raw(self, index: int, field_name: str) -> Coded | None:
        """Give a source's raw values of a field: of its own columns, filled up from its machine-readable zones."""
        own = self._own(index, field_name)
        if field_name not in ZONE_FIELDS or not self.schemas[index].columns_of("mrz"):
            return own
        found = self._zones(index)[field_name]
        return found if own is None else own.otherwise(found)

    def _zones(self, index: int) -> dict[str, Coded]:
        if index not in self.zones:
            lines = self._own(index, "mrz")
            self.zones[index] = zone_fields(lines) if lines is not None else {}
        return self.zones[index]

    def _own(self, index: int, field_name: str) -> Coded | None:
        """Put the columns of a source that mean a field into one, as the field's rule `many` says."""
        names = self.schemas[index].columns_of(field_name)
        table = self.sources[index].table
        if not names:
            return None
        if len(names) == 1:
            return self._of_column(index, names[0], field_name)
        if _fields()[field_name]["many"] == "join":
            import pyarrow.compute as pc

            parts = [table.column(name) for name in names]
            # Not null_handling="skip": it drops the rows in which every part is null.
            joined = pc.binary_join_element_wise(*parts, " ", null_handling="replace", null_replacement="")
            return self._coded(Coded.of_arrow(pc.utf8_trim_whitespace(joined)), field_name)
        coded = [self._of_column(index, name, field_name) for name in names]
        filled = coded[0]
        for more in coded[1:]:
            filled = filled.otherwise(more)
        return filled

    def _of_column(self, index: int, name: str, field_name: str) -> Coded:
        encoded = self.sources[index].encoded(name)
        coded = Coded.of_encoded(encoded)
        return self._coded(coded, field_name) if marked(field_name, encoded.dictionary) else coded

    def _coded(self, coded: Coded, field_name: str) -> Coded:
        """Read the cells of a coded column; of several values the first counts, of names all are kept apart."""
        if not may_hold_many(field_name, coded.values.tolist()):
            return coded
        return coded.mapped(lambda texts: firsts(field_name, texts))

    def name_parts(self, index: int) -> dict[str, Coded]:
        """Give the raw name columns of a source, and under "rows" one that tells how many rows there are."""
        found = {name: self.raw(index, name) for name in NAME_FIELDS}
        rows = self.sources[index].table.num_rows
        return {"rows": Coded.missing(rows)} | {name: raw for name, raw in found.items() if raw is not None}

    def parents(self) -> list[Coded]:
        """Give the raw names of parents, of all sources."""
        names = [name for name, rule in _fields().items() if rule["kind"] == "parent"]
        raw = [self.raw(index, name) for index in range(len(self.sources)) for name in names]
        return [one for one in raw if one is not None]

    def fields(self, unread: dict[str, int]) -> dict[str, Coded]:
        """Prepare every field that some source has, and count in `unread` the cells that could not be read."""
        names = [name for name, rule in _fields().items() if rule["kind"] in NORMALISERS]
        prepared = dict(zip(names, in_threads(self._field, names), strict=True))
        unread.update({name: lost for name, (_, lost) in prepared.items() if lost})
        return {name: coded for name, (coded, _) in prepared.items() if coded is not None}

    def dated(self, index: int, field_name: str) -> Coded | None:
        """Give the raw values of a field of dates, filled up from columns of year, month and day."""
        parts = [self.raw(index, part) for part in DATE_PARTS] if field_name == "birth_date" else []
        return _with_date_parts(self.raw(index, field_name), parts, self.sources[index].table.num_rows)

    def _field(self, field_name: str) -> tuple[Coded | None, int]:
        parts = [self._one(index, field_name) for index in range(len(self.sources))]
        lost = sum(count for _, count in parts)
        return (concat([coded for coded, _ in parts]) if any(coded.filled for coded, _ in parts) else None), lost

    def _one(self, index: int, field_name: str) -> tuple[Coded, int]:
        rows = self.sources[index].table.num_rows
        raw = self.dated(index, field_name) if field_name == "birth_date" else self.raw(index, field_name)
        if raw is None:
            return self._with_ages(index, field_name, Coded.missing(rows)), 0
        if kind_of(field_name) == "date":  # which days stand for "not known" shows in how many rows have them
            counts = np.bincount(raw.codes[raw.codes != MISSING], minlength=len(raw.values))
            done = raw.replaced(normal_texts(raw.values.tolist(), counts))
        else:
            done = raw.mapped(NORMALISERS[kind_of(field_name)])
        if field_name == "document_number":
            done = with_issuers(done, self.raw(index, "issuing_country"))
        unread = int(((raw.codes != MISSING) & (done.codes == MISSING)).sum())
        return self._with_ages(index, field_name, done), unread

    def _with_ages(self, index: int, field_name: str, done: Coded) -> Coded:
        """Fill missing dates of birth from ages, where the source has them."""
        ages = self.raw(index, "age") if field_name == "birth_date" else None
        return done if ages is None else done.otherwise(births_of_ages(ages, self.raw(index, "record_date"), done))


def kind_of(field_name: str) -> str:
    """Give the kind of a field of `rules/schemas/fields`."""
    return _fields()[field_name]["kind"]


def _with_date_parts(whole: Coded | None, parts: list[Coded | None], rows: int) -> Coded | None:
    """Fill missing dates from columns of year, month and day; an unknown part is written 0."""
    if all(part is None for part in parts):
        return whole
    texts = [part.texts() if part is not None else np.full(rows, "", object) for part in parts]
    widths = (4, 2, 2)
    padded = [
        [text.strip().zfill(width) if text.strip().isdigit() else "0" * width for text in column]
        for column, width in zip(texts, widths, strict=True)
    ]
    joined = [
        "" if year == "0000" and month == "00" else f"{year}-{month}-{day}"
        for year, month, day in zip(*padded, strict=True)
    ]
    made = Coded.of(joined)
    return made if whole is None else whole.otherwise(made)


def _known(change: Callable[[list[str]], list[str]]) -> Callable[[list[str]], list[str]]:
    """Make what a normaliser gives for a cell that says nothing is known missing, and numbers of zeros only."""

    def normalise(values: list[str]) -> list[str]:
        told = _telling(compact_many(values))
        return [found if text else "" for text, found in zip(told, change(values), strict=True)]

    return normalise


def _texts(values: list[str]) -> list[str]:
    missing = missing_words()
    return ["" if text in missing else text for text in plain_many(values)]


def _sexes(values: list[str]) -> list[str]:
    words = rules.load("schemas/values")["sex"]
    known = {word: letter for letter, group in (("f", words["female"]), ("m", words["male"])) for word in group}
    return [known.get(text, "") for text in plain_many(values)]


def _compact(values: list[str]) -> list[str]:
    return _telling(compact_many(values))


def _identifiers(values: list[str]) -> list[str]:
    return with_lost_zeros(compact_identifiers(values))


def compact_identifiers(values: list[str]) -> list[str]:
    """Give numbers in capital letters and digits, "" for those that say nothing; no lost zero is put back."""
    return _telling(compact_all(values))


def _telling(texts: Sequence[str]) -> list[str]:
    missing = _missing_compact()
    return ["" if text in missing or not text.strip("0") else text for text in texts]


NORMALISERS: Mapping[str, Callable[[list[str]], Sequence[str]]] = {
    "parent": lambda values: _texts(repair_many(values)),
    "date": normal_texts,
    "sex": _sexes,
    "identifier": _identifiers,
    "document": _known(value_forms.document_texts),
    "postcode": _compact,
    "phone": value_forms.phone_digits,
    "email": value_forms.email_texts,
    "nationality": _known(value_forms.nationalities),
    "plate": _known(value_forms.plate_texts),
    "account": _known(value_forms.account_texts),
    "place": _texts,
    "address": _texts,
    "category": _texts,
    "number": _compact,
}


def fields_of(source: Source, schema: SourceSchema) -> dict[str, Coded]:
    """Prepare the columns of one source that are no names, by field."""
    return Collected([source], [schema]).fields({})


def record_ids(source: Source, schema: SourceSchema) -> list[str]:
    """Give each row of one source its id, as `Records.record_ids` has them."""
    ids: list[str] = ids_of([source], [schema])[0].tolist()
    return ids


def normalise(field_name: str, values: list[str]) -> Sequence[str]:
    """Normalise raw values of one field as `prepare` does, "" where there is nothing in them to compare.

    Raises:
        UnknownNameError: the field is unknown, or a name: names are read whole.

    >>> list(normalise("sex", ["Male", "?"]))
    ['m', '']
    """
    kind = _fields()[field_name]["kind"] if field_name in _fields() else ""
    if kind not in NORMALISERS:
        raise UnknownNameError(f"expected a field with values of its own, found '{field_name}'")
    return NORMALISERS[kind](values)


def unread_of(field_name: str, texts: Sequence[str]) -> list[bool]:
    """Say of each text whether it cannot be read as its field's kind; a text that says nothing is known can."""
    normaliser = NORMALISERS.get(kind_of(field_name))
    done = normaliser(firsts(field_name, texts)) if normaliser else texts
    missing = missing_words()
    plain = plain_many(texts)
    return [not one and word not in missing for one, word in zip(done, plain, strict=True)]


@lru_cache(maxsize=1)
def missing_words() -> frozenset[str]:
    """Give the plain words by which cells say that nothing is known."""
    return frozenset(rules.load("schemas/values")["missing"]["words"])


@lru_cache(maxsize=1)
def _missing_compact() -> frozenset[str]:
    return frozenset(word.replace(" ", "").upper() for word in missing_words())


def _fields() -> Mapping[str, Mapping[str, str]]:
    fields: Mapping[str, Mapping[str, str]] = rules.load("schemas/fields")["field"]
    return fields


def _source_codes(sources: Sequence[Source]) -> npt.NDArray[np.int16]:
    return np.repeat(np.arange(len(sources), dtype=np.int16), [source.table.num_rows for source in sources])


def _many_notes(schemas: Sequence[SourceSchema]) -> tuple[str, ...]:
    """Tell of cells with several values, of which only the first counts."""
    split = [(schema.source, reading) for schema in schemas for reading in schema.columns if reading.many]
    return tuple(
        f"{source}: {counted(one.many, 'cell')} of '{one.column}' with several values; the first counts"
        for source, one in split
        if one.field not in NAME_FIELDS
    )
