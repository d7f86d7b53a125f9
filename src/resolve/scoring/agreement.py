"""The tests that agreement levels are made of, each over aligned arrays of distinct value pairs.

A test is symmetric: exchanging the two sides changes nothing. `rules/models/comparisons` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.evidence import Kind
from resolve.records.columns import MISSING, Column
from resolve.scoring.names import NAME_KINDS, evidence_of
from resolve.scoring.packed import letters_in_place, one_edit_apart, packed_letters
from resolve.scoring.tokens import any_shared, token_table
from resolve.scoring.value_agreement import VALUE_TESTS
from resolve.text.similarity import indel_ratio, jaro_winkler, within_one_edit
from resolve.values.checksums import believed, checked, telling, valid_in
from resolve.values.date_agreement import Agreement, DateTable, Part, agreements, parts_apart

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]

# From so many pairs on, packing all values of a column pays.
_WORTH_PACKING = 10_000


@dataclass
class ValuePairs:
    """Pairs of values of one column, by code; distances are computed once and kept for the tests that follow.

    `least` holds, by test, the lowest figure that any level asks of it: under that, a distance need not be known.
    """

    column: Column
    left: Ints
    right: Ints
    least: Mapping[str, float] = field(default_factory=dict)
    _known: dict[str, npt.NDArray[Any]] = field(default_factory=dict)

    def texts(self, form: str | None = None) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
        """Give both sides as strings, of the values or of a form of them ("" where it does not exist)."""
        table = self.column.values
        if form is not None:
            table = self.column.derived("texts:" + form, lambda: self.column.form(form).texts())
        return table[self.left], table[self.right]

    def forms(self, name: str) -> tuple[Ints, Ints]:
        """Give the codes of a form on both sides."""
        codes = self.column.form(name).codes
        return codes[self.left], codes[self.right]

    def jaro_winkler(self) -> npt.NDArray[np.float32]:
        """Give the pairs' Jaro-Winkler similarity, 0 where it is under all that any level asks."""
        if "jaro_winkler" not in self._known:
            self._known["jaro_winkler"] = jaro_winkler(*self.texts(), self.least.get("jaro_winkler", 0.0))
        return self._known["jaro_winkler"]

    def ratio(self) -> npt.NDArray[np.float32]:
        """Give the pairs' ratio, as written or with the words in order, whichever is higher."""
        if "ratio" not in self._known:
            least = self.least.get("ratio", 0.0)
            sorted_words = indel_ratio(*self.texts("sorted_words"), least)
            self._known["ratio"] = np.maximum(sorted_words, indel_ratio(*self.texts(), least))
        return self._known["ratio"]

    def names(self) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
        """Give the pairs' evidence as names: kind, a number of NAME_KINDS, and cost."""
        if "kind" not in self._known:
            near = float(rules.load("models/comparisons")["names"]["near"])
            found = evidence_of(self.column, self.left, self.right, near)
            self._known["kind"], self._known["cost"] = found.kind, found.cost
        return self._known["kind"], self._known["cost"]

    def dates(self) -> npt.NDArray[np.int8]:
        """Give the `Agreement` of the pairs, which are dates of birth."""
        if "dates" not in self._known:
            self._known["dates"] = agreements(dates_of(self.column), self.left, self.right)
        return self._known["dates"]

    def date_parts(self) -> npt.NDArray[np.int8]:
        """Give the `Part` in which the pairs differ, which are dates of birth."""
        if "date_parts" not in self._known:
            table = self.column.derived("dates", lambda: DateTable.of(self.column.values.tolist()))
            self._known["date_parts"] = parts_apart(table, self.left, self.right)
        return self._known["date_parts"]

    def where(self, keep: Bools | Ints) -> ValuePairs:
        """Give the pairs to keep, with what is known of them."""
        known = {name: values[keep] for name, values in self._known.items()}
        return ValuePairs(self.column, self.left[keep], self.right[keep], self.least, known)


def dates_of(column: Column) -> DateTable:
    """Give the dates of a column, one entry a distinct value."""
    table: DateTable = column.derived("dates", lambda: DateTable.of(column.values.tolist()))
    return table


def _equal(pairs: ValuePairs, _: float) -> Bools:
    return np.asarray(pairs.left == pairs.right)


def _otherwise(pairs: ValuePairs, _: float) -> Bools:
    return np.ones(len(pairs.left), bool)


def _same_form(name: str) -> Callable[[ValuePairs, float], Bools]:
    def test(pairs: ValuePairs, _: float) -> Bools:
        left, right = pairs.forms(name)
        same: Bools = (left == right) & (left != MISSING)
        return same

    return test


def _jaro_winkler(pairs: ValuePairs, at_least: float) -> Bools:
    return np.asarray(pairs.jaro_winkler() >= at_least)


def _ratio(pairs: ValuePairs, at_least: float) -> Bools:
    """Compare as written and with the words in order, and take the better: lines are swapped, words split."""
    return np.asarray(pairs.ratio() >= at_least)


def _one_edit(pairs: ValuePairs, _: float) -> Bools:
    """Hold where one insertion, deletion, substitution or swap of neighbours makes the two equal.

    Many pairs are told by numbers that letters are packed into. Of few, most are told by comparing letters in place;
    only those that may be a swap, or differ in length by one, are handed to the general measure.
    """
    packed = packed_letters(pairs.column) if len(pairs.left) >= _WORTH_PACKING else None
    if packed is not None:
        return one_edit_apart(packed, pairs.left, pairs.right)
    table = letters_in_place(pairs.column)
    if table is None:
        return within_one_edit(*pairs.texts())
    letters, lengths = table
    differ = np.count_nonzero(letters[pairs.left] != letters[pairs.right], axis=1)
    longer = np.abs(lengths[pairs.left] - lengths[pairs.right])
    holds = (longer == 0) & (differ <= 1)
    unsure = ((longer == 0) & (differ == 2)) | (longer == 1)
    if unsure.any():
        holds[unsure] = within_one_edit(*pairs.where(unsure).texts())
    return np.asarray(holds)


def _both_valid(pairs: ValuePairs, _: float) -> Bools:
    """Hold where both are valid national numbers of one scheme, of which a person has one number."""
    left, right = _schemes(pairs)
    return np.asarray((left & right & np.uint32(telling())) != 0)


def _other_scheme(pairs: ValuePairs, _: float) -> Bools:
    """Hold where both are valid numbers, of different schemes, as one person has in two countries."""
    left, right = _schemes(pairs)
    return np.asarray((left != 0) & (right != 0) & ((left & right) == 0))


def _schemes(pairs: ValuePairs) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Give as bits the schemes that both sides are valid in, of those that the column shows to be its own."""

    def make() -> npt.NDArray[np.uint32]:
        numbers = pairs.column.values.tolist()
        own = np.uint32(believed(numbers, pairs.column.counts) & checked())
        return np.asarray(valid_in(numbers) & own)

    schemes: npt.NDArray[np.uint32] = pairs.column.derived("schemes", make)
    return schemes[pairs.left], schemes[pairs.right]


def _shared_token(pairs: ValuePairs, _: float) -> Bools:
    table = token_table(pairs.column)
    return any_shared(table[pairs.left], table[pairs.right])


class NameLevel(Protocol):
    """What a level of names says: its kinds of evidence, none for other levels, and the most that they may cost."""

    @property
    def kinds(self) -> str:
        """The kinds, apart by spaces."""

    @property
    def parameter(self) -> float:
        """The most that the evidence may cost, 0 for whatever it costs."""


def named_levels(pairs: ValuePairs, levels: Sequence[NameLevel]) -> npt.NDArray[np.int8]:
    """Give for each pair the number, from 1, of the first level whose kinds of evidence it shows; 0 for none.

    The kinds are those of the one comparison of names (`rules/names/comparison`) and of `scoring.names`; where a level
    says so, the evidence may cost no more than its parameter.
    """
    kind, cost = pairs.names()
    found = np.zeros(len(kind), np.int8)
    at = np.flatnonzero(kind != Kind.DIFFERENT)
    kind, cost = kind[at], cost[at]
    level = np.zeros(len(at), np.int8)
    for number, each in enumerate(levels, start=1):
        if each.kinds:
            holds = _kinds_in(each.kinds)[kind] & (level == 0)
            level[holds & (cost <= each.parameter) if each.parameter else holds] = number
    found[at] = level
    return found


@cache
def _kinds_in(kinds: str) -> Bools:
    """Tell by number which kinds of evidence of names are among some, given apart by spaces."""
    return np.array([name in kinds.split() for name in NAME_KINDS])


def _dates(wanted: Agreement) -> Callable[[ValuePairs, float], Bools]:
    """Hold where two dates of birth agree in one way (see `values.date_agreement`)."""

    def test(pairs: ValuePairs, _: float) -> Bools:
        return np.asarray(pairs.dates() == wanted)

    return test


def _dates_in_part(wanted: Agreement, part: Part) -> Callable[[ValuePairs, float], Bools]:
    def test(pairs: ValuePairs, _: float) -> Bools:
        return np.asarray((pairs.dates() == wanted) & (pairs.date_parts() == part))

    return test


def dated_levels(pairs: ValuePairs, tests: Sequence[str]) -> npt.NDArray[np.int8]:
    """Give for each pair of dates the number, from 1, of the test of dates that holds, of which there is one; else 0.

    Args:
        tests: the names of all tests of a kind of field, in order, those of dates among them.
    """
    number, parted = _numbers_of_dates(tuple(tests))
    return np.asarray(number[pairs.dates(), pairs.date_parts() if parted else 0], np.int8)


@cache
def _numbers_of_dates(tests: tuple[str, ...]) -> tuple[npt.NDArray[np.int8], bool]:
    """Give the number of a test of dates by the agreement and the part in which they differ, and if parts matter."""
    number = np.zeros((len(Agreement) + 1, len(Part)), np.int8)
    places = {test: place for place, test in enumerate(tests, start=1)}
    for test, agreement in DATE_TESTS.items():
        number[agreement] = places.get(test, 0)
    parted = {test: places[test] for test in DATE_PART_TESTS if test in places}
    for test, place in parted.items():
        number[DATE_PART_TESTS[test]] = place
    return number, bool(parted)


DATE_TESTS: Mapping[str, Agreement] = {
    "equal_full": Agreement.SAME_DAY,
    "day_month_swapped": Agreement.SWAPPED,
    "one_date_edit": Agreement.ONE_EDIT,
    "other_calendar": Agreement.OTHER_CALENDAR,
    "year_apart": Agreement.YEAR_APART,
    "decade_apart": Agreement.DECADE_APART,
    "same_default": Agreement.SAME_DEFAULT,
    "same_month": Agreement.SAME_MONTH,
    "two_parts": Agreement.TWO_PARTS,
    "as_far_as_known": Agreement.AS_FAR_AS_KNOWN,
    "within_range": Agreement.WITHIN_RANGE,
    "same_year": Agreement.SAME_YEAR,
    "near_year": Agreement.NEAR_YEAR,
}

DATE_PART_TESTS: Mapping[str, tuple[Agreement, Part]] = {
    f"{test}_{part.name.lower()}": (DATE_TESTS[test], part)
    for test in ("one_date_edit", "two_parts")
    for part in (Part.DAY, Part.MONTH, Part.YEAR)
}

OF_DATES = frozenset({*DATE_TESTS, *DATE_PART_TESTS})
"""Names of the tests of dates."""

SAME_FORMS: Mapping[str, str] = {
    "same_prefix": "prefix",
    "same_tail": "tail",
    "same_local_part": "local_part",
    "same_mailbox": "mailbox",
    "same_number": "number",
    "same_account": "account_number",
    "same_street_and_house": "street_and_house",
}
"""Tests of which form of two values is the same."""

TESTS: Mapping[str, Callable[[ValuePairs, float], Bools]] = {
    "equal": _equal,
    **{test: _same_form(form) for test, form in SAME_FORMS.items()},
    "jaro_winkler": _jaro_winkler,
    "ratio": _ratio,
    "one_edit": _one_edit,
    "both_valid": _both_valid,
    "other_scheme": _other_scheme,
    "shared_token": _shared_token,
    **{name: _dates(wanted) for name, wanted in DATE_TESTS.items()},
    **{name: _dates_in_part(*wanted) for name, wanted in DATE_PART_TESTS.items()},
    **VALUE_TESTS,
    "otherwise": _otherwise,
}
