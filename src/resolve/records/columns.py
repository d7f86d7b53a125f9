"""Dictionary-coded columns: each distinct value held once, each record an integer code.

>>> column = Column.of("surname", "surname", Coded.of(["hoxha", "", "hodza", "hoxha"]))
>>> column.codes.tolist(), column.values.tolist(), column.counts.tolist()
([0, -1, 1, 0], ['hoxha', 'hodza'], [2, 1])
>>> sound = column.form("sound")
>>> sound.codes.tolist(), sound.values.tolist()
([0, 0], ['hoda'])
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

    from resolve.records.frequencies import Frequencies

Codes = npt.NDArray[np.int32]
Strings = npt.NDArray[np.object_]

MISSING = -1
_FORM = "form:"
_NO_SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Coded:
    """Strings by code: `values[codes[i]]` is the string of row i, and code -1 is a missing one."""

    codes: Codes
    values: Strings

    @classmethod
    def of(cls, texts: Sequence[str] | Strings) -> Coded:
        """Code texts; equal texts share a code in order of first appearance, "" is missing."""
        if len(texts) == 1:  # a record by itself
            there = texts[0] != ""
            return cls(np.array([0 if there else MISSING], np.int32), np.array(texts if there else [], object))
        import pandas as pd

        array = np.asarray(texts, dtype=object)
        codes, values = pd.factorize(array)
        return cls(codes.astype(np.int32), np.asarray(values, dtype=object))._without_blank()

    @classmethod
    def of_arrow(cls, column: pa.ChunkedArray) -> Coded:
        """Code a column of Arrow strings; null is missing."""
        return cls.of_encoded(column.combine_chunks().dictionary_encode())

    @classmethod
    def of_encoded(cls, encoded: pa.DictionaryArray) -> Coded:
        """Code a column that Arrow has dictionary-encoded."""
        import pyarrow.compute as pc

        codes = encoded.indices.fill_null(MISSING).to_numpy(zero_copy_only=False).astype(np.int32)
        coded = cls(codes, encoded.dictionary.to_numpy(zero_copy_only=False).astype(object, copy=False))
        return coded._without_blank() if pc.min(pc.binary_length(encoded.dictionary)).as_py() == 0 else coded

    @classmethod
    def missing(cls, rows: int) -> Coded:
        """Give a column of `rows` missing values."""
        return cls(np.full(rows, MISSING, np.int32), np.empty(0, object))

    @property
    def filled(self) -> bool:
        """Whether any row has a value."""
        return bool((self.codes != MISSING).any())

    def mapped(self, change: Callable[[list[str]], Sequence[str]]) -> Coded:
        """Change every distinct value once; values that become equal share a code, "" becomes missing."""
        values = self.values.tolist()
        changed = change(values)
        return self if changed == values else self.replaced(changed)

    def replaced(self, texts: Sequence[str]) -> Coded:
        """Put another text, in order, for every distinct value."""
        changed = Coded.of(list(texts))
        return Coded(take(changed.codes, self.codes), changed.values)

    def texts(self) -> Strings:
        """Give the string of every row, "" where missing."""
        if len(self.values) == 0:
            return np.full(len(self.codes), "", dtype=object)
        return np.where(self.codes == MISSING, "", self.values[self.codes])

    def otherwise(self, other: Coded) -> Coded:
        """Fill the rows missing here from another column of the same length."""
        both = concat([self, other])
        here, there = both.codes[: len(self.codes)], both.codes[len(self.codes) :]
        return Coded(np.where(here == MISSING, there, here).astype(np.int32), both.values)

    def _without_blank(self) -> Coded:
        blank = np.flatnonzero(self.values == "")
        if len(blank) == 0:
            return self
        keep = np.ones(len(self.values), bool)
        keep[blank] = False
        renumbered = np.where(keep, np.cumsum(keep) - 1, MISSING).astype(np.int32)
        return Coded(take(renumbered, self.codes), self.values[keep])


def take(table: Codes, codes: Codes) -> Codes:
    """Look codes up in a table of codes, missing staying missing."""
    if len(table) == 0:
        return np.full(len(codes), MISSING, np.int32)
    return np.append(table, np.int32(MISSING)).take(codes).astype(np.int32, copy=False)  # -1 is the last one


def concat(parts: Sequence[Coded]) -> Coded:
    """Put columns one below the other; equal values of different parts share a code.

    >>> concat([Coded.of(["a", "b"]), Coded.of(["b", ""])]).codes.tolist()
    [0, 1, 1, -1]
    """
    if len(parts) == 1:
        return parts[0]
    merged = Coded.of(np.concatenate([part.values for part in parts]) if parts else [])
    codes, start = [], 0
    for part in parts:
        renumbered = merged.codes[start : start + len(part.values)]
        codes.append(take(renumbered, part.codes))
        start += len(part.values)
    return Coded(np.concatenate(codes) if codes else np.empty(0, np.int32), merged.values)


def _counts(codes: Codes, distinct: int) -> npt.NDArray[np.int64]:
    """Count how often each of so many codes stands among others and missing ones."""
    counted = np.bincount(codes + 1, minlength=distinct + 1)[1:]
    return np.asarray(counted, np.int64)


@dataclass(frozen=True)
class Column:
    """One prepared field of all records.

    Attributes:
        field: the field's name in `rules/schemas/fields`; kind: how it is compared.
        codes: int32, one a record, -1 where missing.
        values: distinct normalised values; counts: how many records hold each (see `counting`).
        spellings: of names, how a plain word was written where plain letters lose something (see `records.names`).
        population: how common values are among all people, where that is known; None where it is not.
    """

    field: str
    kind: str
    codes: Codes
    values: Strings
    counts: npt.NDArray[np.int64]
    spellings: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=lambda: _NO_SPELLINGS, repr=False)
    _derived: dict[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    population: Frequencies | None = dataclasses.field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls, field_name: str, kind: str, coded: Coded, spellings: Mapping[str, tuple[str, ...]] | None = None
    ) -> Column:
        """Make a column of coded values, dropping values that no record holds."""
        counts = _counts(coded.codes, len(coded.values))
        used = counts > 0
        if not used.all():
            renumbered = np.where(used, np.cumsum(used) - 1, MISSING).astype(np.int32)
            coded, counts = Coded(take(renumbered, coded.codes), coded.values[used]), counts[used]
        return cls(field_name, kind, coded.codes, coded.values, counts, spellings or _NO_SPELLINGS)

    @property
    def filled(self) -> int:
        """How many records have a value."""
        return int(self.counts.sum())

    def counting(self, rows: Codes) -> Column:
        """Give the same column with `counts` over some rows only, and of what was derived only forms of its values."""
        counts = _counts(self.codes[rows], len(self.values))
        return dataclasses.replace(self, counts=counts, _derived=self._made_forms())

    def in_population(self, population: Frequencies | None) -> Column:
        """Give the same column with how common its values are among all people beside it."""
        return dataclasses.replace(self, population=population, _derived=self._made_forms())

    def _made_forms(self) -> dict[str, Any]:
        return {name: made for name, made in self._derived.items() if name.startswith(_FORM)}

    @property
    def repeat_share(self) -> float:
        """The share of pairs of records, among those with a value, that have the same one; 0 for fewer than two."""
        counts = self.counts.astype(float)
        total = counts.sum()
        return float((counts * (counts - 1)).sum() / (total * (total - 1))) if total > 1 else 0.0

    def form(self, name: str) -> Coded:
        """Give a form of the values (see `records.forms`): codes, one a distinct value, and the form's values."""
        known: Coded | None = self._derived.get(_FORM + name)
        return self.derived(_FORM + name, lambda: self._make_form(name)) if known is None else known

    def _make_form(self, name: str) -> Coded:
        from resolve.records.forms import FORMS

        base, make = FORMS[name]
        return self.form(base).mapped(make) if base else Coded.of(list(make(self.values.tolist())))

    def derived(self, name: str, make: Callable[[], Any]) -> Any:
        """Give something computed from the distinct values, computing it the first time it is asked for."""
        if name not in self._derived:
            self._derived[name] = make()
        return self._derived[name]
