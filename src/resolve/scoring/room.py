"""Prepared columns with room for values that the data does not hold, so that one record is compared like a row of them.

A new value gets a code of its own, and what comparisons know of each distinct value (forms, words, dates, looks) is
found for it alone and put beside what is known of the data's values. Counts stay those of the data: a new value has
been seen in no record.

>>> from resolve.records.columns import Coded
>>> from resolve.scoring.comparison import Comparison, levels_of
>>> column = Column.of("surname", "surname", Coded.of(["hoxha", "hodza", "petrovic"]))
>>> room = RoomyColumn(column, Comparison("surname", "surname", levels_of("surname")))
>>> room.code_of("hodza"), room.code_of("petrovic"), room.code_of("petrović-ilic") >= 3
(1, 2, True)
>>> at = np.array([room.code_of("hodja")])
>>> levels_of_values(room.column, room.comparison, at, np.array([1])).tolist() != [0]
True
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Coded, Column, take
from resolve.records.forms import FORMS
from resolve.scoring.across import whole_hashes
from resolve.scoring.agreement import OF_DATES
from resolve.scoring.comparison import Comparison, levels_of_values
from resolve.scoring.looks import looks_of
from resolve.scoring.names import core_of, initial_tables, learn_words
from resolve.scoring.packed import letters_in_place
from resolve.scoring.quick import dates_numbered, own_tests_of
from resolve.scoring.rarity import sounds_of, values_of
from resolve.scoring.tokens import token_table
from resolve.scoring.value_agreement import country_table, issuer_table, place_table
from resolve.values.checksums import valid_in
from resolve.values.date_agreement import Agreement, DateTable, Part

# New values that a column has room for; then all of them are forgotten, but for those in use.
ROOM = 4_096
# Rows for one record, for a pair, and for some that are looked up together.
TOGETHER = 512
ROWS = 2 + TOGETHER
_IN_USE = 2
_UNREAD = -2
# How what `weights` derives of rarity is called.
_OF_VALUES, _OF_SOUNDS = "rarity at ", "rarity of sounds"
_Spellings = Mapping[str, tuple[str, ...]]
_Table = npt.NDArray[Any]


class RoomyColumn:
    """One column, with rows for new records beside the data's and room for their values.

    Attributes:
        column: the column; its last `ROWS` rows are free, its last `ROOM` values too.
        comparison: how its values are compared.
    """

    def __init__(self, column: Column, comparison: Comparison, *, core: bool = False) -> None:
        """Make room beside a column's values; `core`: it holds names without articles already."""
        self.comparison = comparison
        self._known = len(column.values)
        self._codes = {value: code for code, value in enumerate(column.values.tolist())}
        self._forms: dict[str, dict[str, int]] = {}
        self._new: dict[tuple[str, tuple[tuple[str, ...], ...]], int] = {}
        self._new_forms: dict[str, dict[str, int]] = {}
        self._own_spellings: dict[str, tuple[str, ...]] = {}
        self._spellings = dict(column.spellings)
        self.column = Column(
            column.field,
            column.kind,
            np.concatenate([column.codes, np.full(ROWS, MISSING, np.int32)]),
            np.concatenate([column.values, np.full(ROOM, column.values[0], object)]),
            np.concatenate([column.counts, np.zeros(ROOM, np.int64)]),
            self._spellings,
            population=column.population,
        )
        self._core = None if core or not any(level.kinds for level in comparison.levels) else self._make_core()
        of_dates = own_tests_of(comparison) <= {*OF_DATES, "otherwise"} and comparison.levels[-1].test == "otherwise"
        same_day = (int(Agreement.SAME_DAY), int(Part.NONE))
        self._of_same_day = dates_numbered(comparison).get(same_day, len(comparison.levels)) if of_dates else None
        self._same = f"levels with itself by {hash(comparison.levels)}"
        self.column.derived(self._same, lambda: self._levels_with_itself(self._known))

    def code_of(self, value: str, spellings: _Spellings = {}) -> int:  # noqa: B006 - it is only read
        """Give the code of a value, -1 for "", taking a new value in."""
        if not value:
            return MISSING
        code = self._codes.get(value)
        if code is not None:
            return code
        own = {word: spellings[word] for word in value.split() if self._may_add(word, spellings)} if spellings else {}
        key = value, tuple(own.values())
        code = self._new.get(key)
        if code is None:
            code = self._new[key] = self._known + len(self._new)
            self._put(code, value, own)
        if own:  # as they would be beside those of the data
            self._spellings.update(own)
            self._own_spellings.update(own)
        return code

    def _make_core(self) -> RoomyColumn:
        """Give names without articles room of their own, whether or not the data's have any."""
        made = self.column.form("core")
        alone = Column.of(self.column.field, self.column.kind, made, self._spellings)
        core = RoomyColumn(alone, self.comparison, core=True)
        core.column.derived("core", lambda: None)
        self.column.derived("core", lambda: core.column)
        return core

    def level_with_itself(self, code: int) -> int:
        """Give the level of a value with itself."""
        return int(self.column._derived[self._same][code])

    def key_of_form(self, form: str) -> Callable[[int], int]:
        """Give what tells the code of a form for a row, -1 where it has none or the data has no value of that form."""
        size = self._form_size(form)
        codes, of_form = self.column.codes, self.column.form(form).codes

        def code(row: int) -> int:
            value = codes[row]
            if value == MISSING:
                return MISSING
            found = int(of_form[value])
            return found if found < size else MISSING

        return code

    def form_codes(self, form: str, codes: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """Give the codes of a form of some values, as `key_of_form` does of rows."""
        found = take(self.column.form(form).codes, codes).astype(np.int64)
        return np.where(found < self._form_size(form), found, MISSING)

    def learn_names(self) -> None:
        """Learn the words of the data's values, where they are names, so that no comparison waits for it."""
        if self._core is not None:
            core = core_of(self.column)
            learn_words(self.column if core is None else core, self._core._known if core else self._known)

    def prepare_form(self, form: str) -> None:
        """Make a form ready, with room for those of new values."""
        self._form_codes(form)

    def settle(self, count: int = _IN_USE) -> bool:
        """Forget the spellings of the records looked at last, and all new values where there is no room for so many.

        Returns:
            Whether new values were forgotten, so that their codes may be given to others.
        """
        full = self._is_full(count) or (self._core is not None and self._core._is_full(count))
        if not full and not self._own_spellings and (self._core is None or not self._core._own_spellings):
            return False
        for each in (self, self._core):
            if each is not None:
                if each._own_spellings:
                    each._forget_spellings()
                if full:
                    each._new.clear()
                    each._new_forms.clear()
        return full

    def _is_full(self, count: int) -> bool:
        return len(self._new) + count > ROOM - _IN_USE

    def _forget_spellings(self) -> None:
        for word in self._own_spellings:
            self._spellings.pop(word, None)
        self._own_spellings.clear()

    def adds_spellings(self, value: str, spellings: _Spellings) -> bool:
        """Say whether words of a value are written in a way that would be read into other values too."""
        return any(self._may_add(word, spellings) for word in value.split())

    def _may_add(self, word: str, spellings: _Spellings) -> bool:
        # A word that the data has by itself is read as the data wrote it, whatever is looked up.
        known = word in self._spellings and word not in self._own_spellings
        return word in spellings and not known and word not in self._codes

    def _put(self, code: int, value: str, spellings: _Spellings) -> None:
        """Put what is known of a new value beside what is known of the others."""
        table = self.column
        table.values[code] = value
        alone = Column(table.field, table.kind, np.zeros(1, np.int32), np.array([value], object), np.zeros(1, np.int64))
        known = {word: self._spellings[word] for word in (value, *value.split()) if word in self._spellings}
        alone = replace(alone, spellings={**known, **spellings})
        derived = table._derived
        texts: dict[str, str] = {"": value}
        for name in [one for one in derived if one.startswith("form:")]:
            self._put_form(name.removeprefix("form:"), code, texts)
        for name in [one for one in derived if not one.startswith("form:") and not _by_count(one)]:
            if name in (self._same, "vocabulary", "core"):
                continue
            make = _maker(name)
            if name.startswith(_OF_SOUNDS):
                derived[name][code] = self._rarity_like(code, name)
            elif make is None:  # not known here: found anew for all values, which is slow but right
                del derived[name]
            elif name == "schemes":
                own = np.bitwise_or.reduce(derived[name][: self._known], initial=0)
                derived[name][code] = valid_in([value])[0] & own
            elif name == "letters in place":
                derived[name] = _with_letters(derived[name], code, value)
            else:
                derived[name] = _with_row(derived[name], code, make(alone))
        if table.population is not None:
            for name in [one for one in derived if one.startswith(_OF_VALUES)]:
                mixed = values_of(table, float(name.removeprefix(_OF_VALUES)))
                derived[name][code] = mixed.rarity_of_new(value)
        if self._core:
            self._core.column.codes[code] = self._core.code_of(alone.form("core").texts()[0], spellings)
        derived[self._same][code] = self._levels_with_itself_at(code)

    def _rarity_like(self, code: int, name: str) -> float:
        """Give the rarity of a new name: that of the data's names with the same consonants, else as in the population,
        else the highest.
        """
        form, table = self.column.form("skeleton"), self.column._derived[name]
        same = np.flatnonzero(form.codes[: self._known] == form.codes[code])
        if len(same):
            return float(table[same[0]])
        if self.column.population is None:
            return float(table[: self._known].max(initial=0.0))
        spelled = str(form.values[form.codes[code]]) if form.codes[code] != MISSING else ""
        return sounds_of(self.column, float(name.removeprefix(f"{_OF_SOUNDS} at "))).rarity_of_new(spelled)

    def _put_form(self, form: str, code: int, texts: dict[str, str]) -> None:
        codes = self._form_codes(form)
        text = _form_of(form, texts)
        made = self.column.form(form)
        if not text:
            made.codes[code] = MISSING
        elif text in codes:
            made.codes[code] = codes[text]
        else:  # two new values of one form share its code
            new = self._new_forms.setdefault(form, {})
            place = new.setdefault(text, self._form_size(form) + (code - self._known))
            made.values[place] = text
            made.codes[code] = place

    def _form_codes(self, form: str) -> dict[str, int]:
        """Give the codes of the data's values of a form, after making room for further ones."""
        if form not in self._forms:
            made = self.column.form(form)
            self._forms[form] = {text: code for code, text in enumerate(made.values.tolist()) if text}
            values = np.concatenate([made.values, np.full(ROOM, "", object)])
            self.column._derived["form:" + form] = Coded(made.codes.copy(), values)
        return self._forms[form]

    def _form_size(self, form: str) -> int:
        return len(self._form_codes(form))

    def _levels_with_itself(self, known: int) -> _Table:
        codes = np.arange(known)
        levels = np.zeros(known + ROOM, np.int8)
        levels[:known] = levels_of_values(self.column, self.comparison, codes, codes)
        return levels

    def _levels_with_itself_at(self, code: int) -> int:
        first = self.comparison.levels[0]
        if first.test == "equal" and not first.neutral:
            return 1
        dates = self.column._derived.get("dates")
        if self._of_same_day is not None and dates is not None and dates.whole[code]:
            return self._of_same_day
        at = np.array([code])
        return int(levels_of_values(self.column, self.comparison, at, at)[0])


def _form_of(form: str, texts: dict[str, str]) -> str:
    """Give a form of one value, "" where it has none; `texts` has the forms made so far, and the value under ""."""
    if form not in texts:
        base, make = FORMS[form]
        text = _form_of(base, texts) if base else texts[""]
        texts[form] = make([text])[0] if text else ""
    return texts[form]


def _by_count(name: str) -> bool:
    """Say whether something derived hangs on how often values come, which is never for new ones."""
    return name.startswith((_OF_VALUES, "mix "))


def _maker(name: str) -> Callable[[Column], Any] | None:
    """Give what finds out for one value what a column derives for all; None for what is not known here."""
    kind, _, form = name.partition(":")
    if kind == "texts":
        return lambda column: column.form(form).texts()
    if kind == "tokens":
        return lambda column: token_table(column, form)
    if kind == "hashes":
        return lambda column: whole_hashes(column, form)
    return _MAKERS.get(name)


_MAKERS: Mapping[str, Callable[[Column], Any]] = {
    "looks": looks_of,
    "initials": initial_tables,
    "single tokens": lambda column: np.array([" " not in str(column.values[0])]),
    "token numbers": lambda column: np.full((1, 2), _UNREAD, np.int32),
    "dates": lambda column: DateTable.of(column.values.tolist()),
    "countries": country_table,
    "issuers": issuer_table,
    "places": place_table,
    "schemes": lambda column: valid_in(column.values.tolist()),
    "letters in place": letters_in_place,
}


def _with_row(table: Any, code: int, row: Any) -> Any:
    """Put the one row of `row` into a table at `code`: an array, or a tuple or dataclass of arrays."""
    if isinstance(table, tuple):
        return tuple(_with_row(one, code, new) for one, new in zip(table, row, strict=True))
    if dataclasses.is_dataclass(table) and not isinstance(table, type):
        names = [each.name for each in dataclasses.fields(table)]
        done = {name: _with_row(getattr(table, name), code, getattr(row, name)) for name in names}
        return replace(table, **done) if any(done[name] is not getattr(table, name) for name in names) else table
    if table.ndim == 1:
        table[code] = row[0]
        return table
    padding = 0 if table.dtype.kind == "u" else -1
    if row.shape[1] > table.shape[1]:
        wider = np.full((len(table), row.shape[1]), padding, table.dtype)
        wider[:, : table.shape[1]] = table
        table = wider
    table[code] = padding
    table[code, : row.shape[1]] = row[0]
    return table


def _with_letters(table: tuple[_Table, _Table] | None, code: int, value: str) -> tuple[_Table, _Table] | None:
    """Put the letters of a value into a table of them; None where there is one that such a table cannot hold."""
    if table is None:
        return None
    letters, lengths = table
    spelled = value.encode() if value.isascii() else None
    if spelled is None or len(spelled) > letters.shape[1]:
        return None
    letters[code] = 0
    letters[code, : len(spelled)] = np.frombuffer(spelled, np.uint8)
    lengths[code] = len(spelled)
    return letters, lengths
