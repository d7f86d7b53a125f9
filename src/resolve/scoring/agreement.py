"""The tests that agreement levels are made of, each over aligned arrays of distinct value pairs.

A test is symmetric: exchanging the two sides changes nothing. `rules/models/comparisons` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column
from resolve.scoring.value_agreement import VALUE_TESTS
from resolve.text.similarity import indel_ratio, jaro_winkler, within_one_edit
from resolve.values.checksums import valid_in

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Hashes = npt.NDArray[np.uint64]

# Tokens of a name beyond these are not looked at; no honest name part has more.
_TOKENS = 6
_SHORTEST_MOVED = 2
_LONGEST_IN_PLACE = 24


@dataclass
class ValuePairs:
    """Pairs of values of one column, by code; distances are computed once and kept for the tests that follow.

    `least` holds, by test, the lowest figure that any level asks of it: under that, a distance need not be known.
    """

    column: Column
    left: Ints
    right: Ints
    least: Mapping[str, float] = field(default_factory=dict)
    _known: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)

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
            asked = [self.least[test] for test in ("jaro_winkler", "close_token") if test in self.least]
            least = min(asked, default=0.0)
            self._known["jaro_winkler"] = jaro_winkler(*self.texts(), least)
        return self._known["jaro_winkler"]

    def ratio(self) -> npt.NDArray[np.float32]:
        """Give the pairs' ratio, as written or with the words in order, whichever is higher."""
        if "ratio" not in self._known:
            least = self.least.get("ratio", 0.0)
            sorted_words = indel_ratio(*self.texts("sorted_words"), least)
            self._known["ratio"] = np.maximum(sorted_words, indel_ratio(*self.texts(), least))
        return self._known["ratio"]

    def where(self, keep: Bools) -> ValuePairs:
        """Give the pairs to keep, with what is known of them."""
        known = {name: values[keep] for name, values in self._known.items()}
        return ValuePairs(self.column, self.left[keep], self.right[keep], self.least, known)


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

    Most pairs are told by comparing letters in place; only those that may be a swap, or differ in length by one, are
    handed to the general measure.
    """
    table = pairs.column.derived("letters in place", lambda: _letters_in_place(pairs.column.values))
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
    """Hold where both are valid national numbers of one scheme, by their check digits."""
    schemes = pairs.column.derived("valid in", lambda: valid_in(pairs.column.values.tolist()))
    return np.asarray((schemes[pairs.left] & schemes[pairs.right]) != 0)


def _initial_or_part(pairs: ValuePairs, _: float) -> Bools:
    """Hold where one is the other's initial, or they share a whole token ("ana", "ana maria")."""
    lengths = pairs.column.derived("lengths", lambda: np.array([len(v) for v in pairs.column.values], np.int32))
    letters = pairs.column.derived("letters", lambda: np.array([ord(v[0]) for v in pairs.column.values], np.int32))
    short = np.minimum(lengths[pairs.left], lengths[pairs.right]) == 1
    initial = short & (letters[pairs.left] == letters[pairs.right])
    return np.asarray(initial | _shared_token(pairs, 0.0))


def _shared_token(pairs: ValuePairs, _: float) -> Bools:
    table = _token_table(pairs.column)
    return any_shared(table[pairs.left], table[pairs.right])


def _close_token(pairs: ValuePairs, at_least: float) -> Bools:
    """Hold where the values are close as wholes, or a token of one is an initial of a token of the other."""
    close = pairs.jaro_winkler() >= at_least
    single, first = _initials(pairs.column)
    left_starts, right_starts = first[pairs.left], first[pairs.right]
    initials = any_shared(single[pairs.left], right_starts) | any_shared(left_starts, single[pairs.right])
    return np.asarray(close | initials)


def _equal_full(pairs: ValuePairs, _: float) -> Bools:
    year, month, day = _date_parts(pairs.column)
    full = (year > 0) & (month > 0) & (day > 0)
    return np.asarray((pairs.left == pairs.right) & full[pairs.left])


def _day_month_swapped(pairs: ValuePairs, _: float) -> Bools:
    (left_y, left_m, left_d), (right_y, right_m, right_d) = _both_dates(pairs)
    known = (left_y > 0) & (left_m > 0) & (left_d > 0)
    return np.asarray(known & (left_y == right_y) & (left_m == right_d) & (left_d == right_m))


def _one_date_edit(pairs: ValuePairs, _: float) -> Bools:
    """Hold where two whole dates are one digit or one swap of neighbours apart."""
    left, right = _both_dates(pairs)
    whole = np.ones(len(pairs.left), bool)
    for part in (*left, *right):
        whole &= part > 0
    holds = np.zeros(len(whole), bool)
    if whole.any():
        holds[whole] = _one_edit(pairs.where(whole), 0.0)
    return holds


def _two_parts(pairs: ValuePairs, _: float) -> Bools:
    agree = sum((a == b) & (a > 0) for a, b in zip(*_both_dates(pairs), strict=True))
    two: Bools = np.asarray(agree) >= 2
    return two


def _as_far_as_known(pairs: ValuePairs, _: float) -> Bools:
    """Hold where no part known on both sides differs, and at least one is known on both."""
    known = np.zeros(len(pairs.left), bool)
    differ = np.zeros(len(pairs.left), bool)
    for a, b in zip(*_both_dates(pairs), strict=True):
        both = (a > 0) & (b > 0)
        known |= both
        differ |= both & (a != b)
    return known & ~differ


def _same_year(pairs: ValuePairs, _: float) -> Bools:
    (left, *_rest), (right, *_more) = _both_dates(pairs)
    return np.asarray((left == right) & (left > 0))


def _near_year(pairs: ValuePairs, _: float) -> Bools:
    (left, *_rest), (right, *_more) = _both_dates(pairs)
    return np.asarray((np.abs(left - right) <= 2) & (left > 0) & (right > 0))


TESTS: Mapping[str, Callable[[ValuePairs, float], Bools]] = {
    "equal": _equal,
    "same_sound": _same_form("sound"),
    "same_prefix": _same_form("prefix"),
    "same_tail": _same_form("tail"),
    "same_local_part": _same_form("local_part"),
    "same_mailbox": _same_form("mailbox"),
    "same_number": _same_form("number"),
    "same_account": _same_form("account_number"),
    "same_street_and_house": _same_form("street_and_house"),
    "jaro_winkler": _jaro_winkler,
    "ratio": _ratio,
    "one_edit": _one_edit,
    "both_valid": _both_valid,
    "initial_or_part": _initial_or_part,
    "shared_token": _shared_token,
    "close_token": _close_token,
    "equal_full": _equal_full,
    "day_month_swapped": _day_month_swapped,
    "one_date_edit": _one_date_edit,
    "two_parts": _two_parts,
    "as_far_as_known": _as_far_as_known,
    "same_year": _same_year,
    "near_year": _near_year,
    **VALUE_TESTS,
    "otherwise": _otherwise,
}


def any_shared(left: Hashes, right: Hashes) -> Bools:
    """Tell for each row whether two padded token tables share a token; 0 is padding."""
    shared = np.zeros(len(left), bool)
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            shared |= (left[:, i] == right[:, j]) & (left[:, i] != 0)
    return shared


def tokens_of_rows(column: Column, rows: npt.NDArray[np.int32]) -> Hashes:
    """Give the hashed tokens of a column for record rows, none where missing."""
    codes = column.codes[rows]
    table = _token_table(column)
    found = table[np.maximum(codes, 0)] if len(table) else np.zeros((len(rows), 1), np.uint64)
    found[codes == MISSING] = 0
    return found


def _token_table(column: Column) -> Hashes:
    def make() -> Hashes:
        return _hash_tokens([[t for t in v.split() if len(t) >= _SHORTEST_MOVED] for v in column.values])

    table: Hashes = column.derived("tokens", make)
    return table


def _initials(column: Column) -> tuple[Hashes, Hashes]:
    """Give, as padded tables, the tokens that are a single letter, and the first letters of all tokens."""

    def make() -> tuple[Hashes, Hashes]:
        single = _hash_tokens([[t for t in v.split() if len(t) == 1] for v in column.values])
        return single, _hash_tokens([[t[0] for t in v.split()] for v in column.values])

    tables: tuple[Hashes, Hashes] = column.derived("initials", make)
    return tables


def _hash_tokens(lists: list[list[str]]) -> Hashes:
    import pandas as pd

    width = max(1, min(_TOKENS, max((len(tokens) for tokens in lists), default=1)))
    table = np.zeros((len(lists), width), np.uint64)
    rows = np.repeat(np.arange(len(lists)), [min(len(tokens), width) for tokens in lists])
    flat = [token for tokens in lists for token in tokens[:width]]
    if flat:
        codes, distinct = pd.factorize(np.asarray(flat, object))
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))
        table[rows, place] = pd.util.hash_array(np.asarray(distinct, object))[codes]
    return table


def _letters_in_place(
    values: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]] | None:
    """Give plain values as a table of letters, one row each, and their lengths; None for long or other values."""
    lengths = np.array([len(value) for value in values], np.int64)
    if not len(values) or lengths.max() > _LONGEST_IN_PLACE or not "".join(values).isascii():
        return None
    width = int(lengths.max())
    return values.astype(f"S{width}").view(np.uint8).reshape(len(values), width), lengths


Dates = tuple[npt.NDArray[np.int16], npt.NDArray[np.int16], npt.NDArray[np.int16]]


def _date_parts(column: Column) -> Dates:
    """Give year, month and day of each distinct date, 0 where unknown; an impossible month or day stays as written."""

    def make() -> Dates:
        parts = [[int(part) for part in (value + "-0-0").split("-")[:3]] for value in column.values]
        table = np.array(parts, np.int16).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    dates: Dates = column.derived("date parts", make)
    return dates


def _both_dates(pairs: ValuePairs) -> tuple[Dates, Dates]:
    year, month, day = _date_parts(pairs.column)
    left, right = pairs.left, pairs.right
    return (year[left], month[left], day[left]), (year[right], month[right], day[right])
