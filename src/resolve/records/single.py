"""One record, as a dict of raw cells, prepared as the records of a finished run were.

The facts of its source stand in for the columns that it does not bring (see `records.facts`); each distinct text is
normalised once by the functions that normalise columns.

>>> reader = RecordReader(Facts("border", {"Ime": "given_name", "Rođen": "birth_date", "Let": "ignore"}))
>>> found = reader.read({"Ime": "Ђорђе", "Rođen": "1.2.1985.", "Let": "JU 540"})
>>> dict(found.values), found.unread
({'given_name': 'djordje', 'birth_date': '1985-02-01'}, ())
>>> reader.read({"ime": "Ana", "Rodjen": "1985"})
Traceback (most recent call last):
resolve.errors.UnknownNameError: border has no column 'Rodjen' (did you mean 'Rođen'?); its columns are Ime, Rođen, Let
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any, TypeVar

import numpy as np

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.names.parse import split_names
from resolve.records.ages import births_from
from resolve.records.columns import Coded
from resolve.records.facts import Facts
from resolve.records.implied import COARSER
from resolve.records.many import first_of, firsts
from resolve.records.names import NAME_FIELDS, other_tokens, spellings_in
from resolve.records.prepare import DATE_PARTS, NORMALISERS, compact_identifiers, missing_words, unread_of
from resolve.records.tables import value_text
from resolve.text.repair import repair_many
from resolve.text.unicode import plain_many
from resolve.values import countries
from resolve.values.date_agreement import Agreement, DateTable, agreements
from resolve.values.date_columns import normal_text
from resolve.values.documents import issuer_of, joined
from resolve.values.implied import implied, with_lost_zeros
from resolve.values.phones import digits_of

# Texts of one field whose normal spelling is kept at hand.
_KEPT = 50_000
_LONGEST_KEPT = 200
# Shapes of records whose keys are kept at hand.
_PLANS = 1_000
_MADE = "other_names"
_MORE_NAMES = ("middle_name", "maiden_name", "alias")
_NAMES = frozenset(NAME_FIELDS)
_PARTS = frozenset(DATE_PARTS)
_T = TypeVar("_T")


@dataclass(frozen=True)
class OneRecord:
    """One prepared record.

    Attributes:
        values: normal spellings by field, of the fields that say something.
        spellings: how plain words of its names were written, where that tells more (see `names.original_spellings`).
        unread: the columns whose cell holds a value that cannot be read as its kind; it counts as missing.
        contradicted: fields that its own valid national number contradicts.
    """

    values: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """What the keys of records of one shape mean.

    Attributes:
        columns: each key with the column of the source that it is, None where it is a field.
        straight: each key that counts with its field, those of columns first, where cells need nothing but that.
    """

    columns: tuple[tuple[str, str | None], ...]
    straight: tuple[tuple[str, str], ...] | None


class RecordReader:
    """Reads records of one source as its facts say."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._folded = {_fold(name): name for name in reversed(list(facts.fields))}
        columns: dict[str, list[str]] = {}
        for column, meaning in facts.fields.items():
            if meaning not in ("ignore", "id"):
                columns.setdefault(meaning, []).append(column)
        self._alone = {named[0]: meaning for meaning, named in columns.items() if len(named) == 1}
        self._several = {meaning: named for meaning, named in columns.items() if len(named) > 1}
        self._fields = rules.load("schemas/fields")["field"]
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._written: dict[str, Mapping[str, tuple[str, ...]]] = {}
        parents = (name for name, rule in self._fields.items() if rule["kind"] == "parent")
        self._names_written = {*NAME_FIELDS, *parents}
        self._changes: dict[str, Callable[[str], str]] = {
            name: self._normaliser(name, rule["kind"])
            for name, rule in self._fields.items()
            if rule["kind"] in NORMALISERS
        }
        self._changes |= dict.fromkeys(("given_name", "surname", *_MORE_NAMES), _plain_name)
        self._firsts = {name: first_of(name) for name in self._changes}
        self._known: dict[str, dict[str, str]] = {name: {} for name in self._changes}

    def knows(self, keys: Collection[str]) -> tuple[int, int]:
        """Count the keys that are columns of the source, or fields, and those of them that are columns."""
        columns = [self._column(key) is not None for key in keys]
        return sum(has or self._is_field(key) for has, key in zip(columns, keys, strict=True)), sum(columns)

    def meaning_of(self, key: str) -> str:
        """Give the field that a key means, "ignore" where it means none."""
        column = self._column(key)
        return self.facts.fields[column] if column is not None else key if self._is_field(key) else "ignore"

    def read(self, cells: Mapping[str, Any]) -> OneRecord:
        """Prepare one record.

        Args:
            cells: values by the source's own column names (capital letters don't matter), or by field. A value may be
                text, a number, a date or None; columns that are left out are missing.

        Raises:
            UnknownNameError: a key is no column of the source and no field. InputError: `cells` is no mapping.
        """
        raw = self._raw_by_field(cells)
        values, unread = self._names(raw), []
        if not _PARTS.isdisjoint(raw) and (whole := self._dated(raw)):
            raw["birth_date"] = whole
        for name, text in raw.items():
            if name in _NAMES or name not in self._changes:
                continue
            done = self._value(name, text)
            if done and name == "document_number" and raw.get("issuing_country"):
                done = _with_issuer(done, firsts("issuing_country", [raw["issuing_country"]])[0])
            if done:
                values[name] = done
            elif unread_of(name, [text])[0]:
                unread += self._told_by(name, cells)
        if "birth_date" not in values and (born := self._by_age(raw)):
            values["birth_date"] = born
        contradicted = self._by_number(values)
        return OneRecord(values, self._spellings(raw), tuple(unread), contradicted)

    def _raw_by_field(self, cells: Mapping[str, Any]) -> dict[str, str]:
        """Put the cells that mean one field into one, as the field's rule `many` says; blank ones are left out."""
        if not isinstance(cells, Mapping):
            raise InputError(f"expected a record as a mapping of column to value, found {type(cells).__name__}")
        plan = self._plan(cells)
        if plan.straight is not None:
            return {
                name: text for key, name in plan.straight if (text := _cell_text(cells[key])) and not text.isspace()
            }
        texts: dict[str, str] = {}
        by_field: dict[str, str] = {}
        for key, column in plan.columns:
            text = _cell_text(cells[key])
            if text and not text.isspace():
                if column is None:
                    by_field[key] = text
                else:
                    texts[column] = text if column not in self.facts.mended else self._mended(column, text) or ""
        raw = {name: text for column, text in texts.items() if text and (name := self._alone.get(column))}
        for name, columns in self._several.items():
            whole = (texts.get(column, "") for column in columns)
            raw[name] = (
                " ".join(whole).strip() if self._fields[name]["many"] == "join" else next(filter(None, whole), "")
            )
        for name, text in by_field.items():
            raw.setdefault(name, text)
        return self._with_zone(raw) if "mrz" in raw else {name: text for name, text in raw.items() if text}

    def _plan(self, cells: Mapping[str, Any]) -> _Plan:
        """Say what the keys of a record mean; records of one shape share it.

        Raises:
            UnknownNameError: one is no column and no field.
        """
        keys = tuple(cells)
        plan = self._plans.get(keys)
        if plan is None:
            columns = [(key, self._column(key)) for key in keys]
            for key, column in columns:
                if column is None and not self._is_field(key):
                    raise UnknownNameError(self._no_column(key))
            plan = _Plan(tuple(columns), self._straight(columns))
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            self._plans[keys] = plan
        return plan

    def _straight(self, columns: Sequence[tuple[str, str | None]]) -> tuple[tuple[str, str], ...] | None:
        """Give the field of each key that has one; None where cells need more than to be taken for their fields."""
        used = {column for _, column in columns if column is not None}
        if used & {*self.facts.mended, *(column for named in self._several.values() for column in named)}:
            return None
        found = [(key, self._alone[column]) for key, column in columns if column in self._alone]
        found += [(key, key) for key, column in columns if column is None]
        names = {name for _, name in found}
        return None if "mrz" in names or len(names) < len(found) else tuple(found)

    def _with_zone(self, raw: dict[str, str]) -> dict[str, str]:
        from resolve.records.zones import zone_fields

        told = {name: coded.texts()[0] for name, coded in zone_fields(Coded.of([raw["mrz"]])).items()}
        return {**{name: text for name, text in told.items() if text}, **{n: text for n, text in raw.items() if text}}

    def _names(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Give given name, surname, other names, and a father's name in a whole name, as `records.names` does."""
        given = self._value("given_name", raw["given_name"]) if "given_name" in raw else ""
        surname = self._value("surname", raw["surname"]) if "surname" in raw else ""
        father = ""
        extra = [self._value(name, raw[name]) for name in _MORE_NAMES if name in raw]
        whole = repair_many(firsts("full_name", [raw["full_name"]]))[0] if "full_name" in raw else ""
        if whole:
            cut = split_names([whole], surname_first=self.facts.surname_first)[0]
            if not given and not surname:
                given, surname = cut.given, cut.surname
            extra.insert(0, other_tokens(cut))
            father = cut.father
        others = ""
        if extra:
            had = {*given.split(), *surname.split()}
            others = " ".join(dict.fromkeys(token for text in extra for token in text.split() if token not in had))
        found = {"given_name": given, "surname": surname, _MADE: others, "father_name": father}
        return {name: text for name, text in found.items() if text}

    def _dated(self, raw: Mapping[str, str]) -> str:
        """Give the date as a whole, else of its parts; an unknown part is written 0."""
        if raw.get("birth_date"):
            return raw["birth_date"]
        texts = [raw.get(part, "").strip() for part in DATE_PARTS]
        year, month, day = (
            text.zfill(width) if text.isdigit() else "0" * width for text, width in zip(texts, (4, 2, 2), strict=True)
        )
        return "" if year == "0000" and month == "00" else f"{year}-{month}-{day}"

    def _by_age(self, raw: Mapping[str, str]) -> str:
        """Give when somebody was born by the age, "" where it does not tell."""
        if not raw.get("age"):
            return ""
        dated = "record_date" in raw or "record_date" in self.facts.fields.values()
        stated = Coded.of([raw.get("record_date", "")]) if dated else None
        return str(births_from(Coded.of([raw["age"]]), stated, self.facts.era).texts()[0])

    def _value(self, name: str, text: str) -> str:
        known = self._known[name]
        done = known.get(text)
        if done is None:
            first = self._firsts[name]
            done = self._changes[name](text if first is None else first(text))
            self._keep(known, text, done)
        return done

    @staticmethod
    def _keep(known: dict[str, _T], text: str, done: _T) -> None:
        if len(text) <= _LONGEST_KEPT:
            if len(known) >= _KEPT:
                known.clear()
            known[text] = done

    def _normaliser(self, name: str, kind: str) -> Callable[[str], str]:
        many: Callable[[list[str]], Sequence[str]] = NORMALISERS[kind]
        if kind == "date" and name in self.facts.dates:
            habits = self.facts.dates[name]
            return lambda text: normal_text(text, habits)
        if kind == "phone":
            return partial(digits_of, region=self.facts.phone_regions.get(name, ""))
        if kind == "identifier":
            zeros = self.facts.lost_zeros
            return lambda text: with_lost_zeros(compact_identifiers([text]), zeros)[0]
        return lambda text: many([text])[0]

    def _by_number(self, values: dict[str, str]) -> tuple[str, ...]:
        """Fill birth date and sex by what the national number tells; give the fields that it contradicts."""
        number = values.get("national_id")
        if not number or not self.facts.believed:
            return ()
        told = implied([number], self.facts.believed)
        contradicted = []
        for name, text in (("birth_date", told.births[0]), ("sex", told.sexes[0])):
            own = values.get(name)
            if not text or own == text:
                continue
            level = _agreement(own, text) if own and name == "birth_date" else None
            if not own or level in COARSER:
                values[name] = text
            elif level is not Agreement.SAME_DAY:
                contradicted.append(name)
        return tuple(contradicted)

    def _spellings(self, raw: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, text in raw.items():
            if not text.isascii() and name in self._names_written:
                own = self._written.get(text)
                if own is None:
                    own = spellings_in(firsts(name, [text])[0])
                    self._keep(self._written, text, own)
                found |= own
        return found

    def _mended(self, column: str, text: str) -> str | None:
        """Mend a cell where cells of its column were mended, by the same kinds of damage."""
        import pyarrow as pa

        from resolve.records.numbers import mend_numbers
        from resolve.text.repair import misread

        text = misread(text, self.facts.mended[column])[0]
        mended: str | None = mend_numbers(column, pa.chunked_array([[text]]))[0].to_pylist()[0]
        return mended

    def _column(self, key: str) -> str | None:
        if key in self.facts.fields:
            return key
        return self._folded.get(_fold(key)) if isinstance(key, str) else None

    def _is_field(self, key: str) -> bool:
        return key in self._fields and key not in ("ignore", _MADE)

    def _told_by(self, name: str, cells: Mapping[str, Any]) -> list[str]:
        parts = DATE_PARTS if name == "birth_date" else ()
        return [key for key in cells if self.facts.fields.get(self._column(key) or "", key) in (name, *parts)]

    def _no_column(self, key: object) -> str:
        names = list(self.facts.fields)
        near = get_close_matches(_fold(str(key)), list(self._folded), n=1, cutoff=0.7)
        close = f" (did you mean '{self._folded[near[0]]}'?)" if near else ""
        return f"{self.facts.source} has no column '{str(key)[:60]}'{close}; its columns are {', '.join(names[:40])}"


def _cell_text(value: Any) -> str | None:
    return value if type(value) is str and value.isascii() else value_text(value)


def _plain_name(text: str) -> str:
    # Of letters that are plain already, nothing is repaired and nothing taken off.
    short = len(text) <= _LONGEST_KEPT and text.isascii() and text.isalpha()
    plain = text.lower() if short else plain_many(repair_many([text]))[0]
    return "" if plain in missing_words() else plain


def _with_issuer(number: str, issuer: str) -> str:
    found = countries.parse_many([issuer])[0]
    known = found.ids[0] if isinstance(found, countries.Nationality) and len(found.ids) == 1 else ""
    return number if issuer_of(number) or not known else joined(number, known)


def _agreement(one: str, other: str) -> Agreement:
    return Agreement(int(agreements(DateTable.of([one, other]), np.array([0]), np.array([1]))[0]))


def _fold(name: str) -> str:
    return name.strip().casefold()
