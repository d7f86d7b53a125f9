"""What the user says about columns: a schema, from TOML or a mapping, checked against what there is.

>>> Schema.of({"Име": "given_name"}).field_of("border", "Име")
'given_name'
>>> Schema.of({"Име": "givenname"})
Traceback (most recent call last):
resolve.errors.UnknownNameError: column 'Име' is mapped to the field 'givenname', which does not exist...
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resolve import rules
from resolve.errors import FileError, InputError, UnknownNameError
from resolve.records.raw import Source

_NO_MAP: Mapping[str, str] = MappingProxyType({})
_MADE = "other_names"  # put together from the name columns, never a column by itself
_KEYS = frozenset({"id", "map", "source", "sources"})


@dataclass(frozen=True)
class Schema:
    """What the user says about columns; it overrules every guess.

    Attributes:
        id: the column that holds the source's own number for the row.
        map: field by column, for every source that has the column.
        sources: what holds for one source only, by its name; it overrules the rest.

    Raises:
        UnknownNameError: `map` names a field that does not exist.

    >>> Schema(id="case_no", map={"Име": "given_name"}).field_of("border", "Име")
    'given_name'
    """

    id: str | None = None
    map: Mapping[str, str] = field(default_factory=lambda: _NO_MAP)
    sources: Mapping[str, Schema] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column, field_name in self.map.items():
            _check_field(column, field_name)

    @classmethod
    def read(cls, path: str | Path) -> Schema:
        """Read a schema from TOML: `id = "…"`, `[map]`, `[source.NAME]` and `[source.NAME.map]`.

        Raises:
            FileError: the file is missing or cannot be read.
            InputError: it is not TOML, or not of this form.
        """
        try:
            content = tomllib.loads(Path(path).read_text("utf-8-sig"))
        except OSError as error:
            raise FileError(f"{path}: cannot be read ({type(error).__name__}); check the path") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: expected a schema in TOML, found a mistake: {error}") from None
        return cls._of_mapping(content, str(path))

    @classmethod
    def of(cls, value: Schema | str | Path | Mapping[str, Any] | None) -> Schema:
        """Make a schema of a schema, the path of one, a mapping of the same form, or nothing.

        A mapping may also give fields by column directly: `{"Име": "given_name"}`.

        Raises:
            InputError: it is none of these; else as `read`.
        """
        if value is None:
            return cls()
        if isinstance(value, Schema):
            return value
        if isinstance(value, str | Path):
            return cls.read(value)
        if isinstance(value, Mapping):
            nested = set(value) <= {"id"} or not {"map", "source", "sources"}.isdisjoint(value)
            return cls._of_mapping(value if nested else {"map": value}, "the schema")
        raise InputError(f"expected a schema, its path or a mapping of column to field, found {type(value).__name__}")

    @classmethod
    def _of_mapping(cls, content: Any, where: str) -> Schema:
        if not isinstance(content, Mapping) or not _KEYS.issuperset(content):
            raise InputError(f"{where}: expected only id, [map] and [source.NAME]")
        name, mapped = content.get("id"), content.get("map", {})
        nested = content.get("source", content.get("sources", {}))
        if not isinstance(name, str | None) or not isinstance(mapped, Mapping) or not isinstance(nested, Mapping):
            raise InputError(f"{where}: expected id to be a column's name and [map] to hold COLUMN = field")
        sources = {
            str(key): one if isinstance(one, Schema) else cls._of_mapping(one, f"{where}, source.{key}")
            for key, one in nested.items()
        }
        return cls(name, {str(column): field_name for column, field_name in mapped.items()}, sources)

    def field_of(self, source: str, column: str) -> str | None:
        """Give the field that the user says a column means; None where nothing is said of it."""
        own = self.sources.get(source)
        for said in (own, self):
            if said is not None:
                folded = {_fold(key): field_name for key, field_name in said.map.items()}
                found = said.map.get(column) or folded.get(_fold(column))
                if said.id is not None and _fold(said.id) == _fold(column):
                    found = "id"
                if found:
                    return found
        return None


def _check_field(column: str, field_name: str) -> None:
    known = [name for name in rules.load("schemas/fields")["field"] if name != _MADE]
    if field_name not in known:
        raise UnknownNameError(
            f"column '{column}' is mapped to the field '{field_name}', which does not exist"
            f"{_close(str(field_name), known)}; the fields are {', '.join(known)}"
        )


def check_sources(said: Schema, names: Sequence[str]) -> None:
    """Refuse a schema that speaks of a source that is not there, by `UnknownNameError`."""
    for name in said.sources:
        if name not in names:
            raise UnknownNameError(f"the schema names the source '{name}', which is not there{_close(name, names)}")


def check_columns(said: Schema, sources: Sequence[Source]) -> None:
    """Refuse columns that none of the sources has, by `UnknownNameError`."""
    known = list(dict.fromkeys(name for source in sources for name in source.table.column_names))
    folded = {_fold(name) for name in known}
    for column in (*said.map, *([said.id] if said.id is not None else [])):
        if _fold(column) not in folded:
            names = ", ".join(f"'{source.name}'" for source in sources)
            raise UnknownNameError(
                f"the column '{column}' is in no source ({names}){_close(column, known)}; "
                f"the columns are {', '.join(known[:40])}"
            )


def _close(name: str, known: Iterable[str]) -> str:
    by_fold = {_fold(one): one for one in known}
    near = get_close_matches(_fold(name), list(by_fold), n=2, cutoff=0.7)
    return f" (did you mean {' or '.join(repr(by_fold[one]) for one in near)}?)" if near else ""


def _fold(name: str) -> str:
    return name.strip().casefold()
