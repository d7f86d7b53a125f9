"""Agreement across fields: a word in another part of the name, and a value under another heading.

Tables are filled in by people: the surname stands in the column of given names, a list has the country that another
calls nationality, a name in one cell holds the father's name that another has in a column of its own. Each of these is
a level of the field; it raises a pair, and never lowers one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Coded, Column
from resolve.records.prepare import Records
from resolve.scoring.tokens import Hashes, any_shared, hash_tokens, token_table, tokens_of_rows, without

Rows = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]

# Where a token of one part of a name may turn up in the other record's name.
NAME_PARTS = ("given_name", "surname", "other_names")
# As they sound, so that another spelling or script does not hide them.
SOUND = "sound"
# What two fields of a kind share is looked for in this form: a place as a whole, of others any word.
_FORMS = {"place": "place", "parent": SOUND}
_AS_A_WHOLE = frozenset({"place"})


def raise_moved(records: Records, field: str, number: int, level: Levels, left: Rows, right: Rows) -> None:
    """Raise pairs below the level `number` to it where a token of this part stands elsewhere in the other name.

    A token that stands there in the own name too has not moved: Walter Walter is no more like Anton Walter for it.
    """
    below = np.flatnonzero(level > number)
    elsewhere = [records.columns[part] for part in NAME_PARTS if part != field and part in records.columns]
    if not len(below) or not elsewhere:
        return
    here = records.columns[field]
    moved = np.zeros(len(below), bool)
    for ours, theirs in ((left[below], right[below]), (right[below], left[below])):
        own = tokens_of_rows(here, ours, SOUND)
        for column in elsewhere:
            there = tokens_of_rows(column, theirs, SOUND)
            at = np.flatnonzero(any_shared(own, there))
            moved[at] |= any_shared(without(own[at], tokens_of_rows(column, ours[at], SOUND)), there[at])
    level[below[moved]] = number


def raise_elsewhere(records: Records, field: str, number: int, level: Levels, left: Rows, right: Rows) -> None:
    """Raise pairs of which one lacks the field to the level where it has the other's value in a field that says it too.

    Which fields do is `also` in `rules/schemas/fields`.
    """
    others = [records.columns[name] for name in said_by_others(field) if name in records.columns]
    here = records.columns[field]
    for ours, theirs in ((left, right), (right, left)):
        for column in others:
            lacks = (here.codes[ours] != MISSING) & (here.codes[theirs] == MISSING) & (column.codes[theirs] != MISSING)
            at = np.flatnonzero((level == 0) & lacks)
            if len(at):
                same = any_shared(_hashes(here, here.kind)[here.codes[ours[at]]], _of(column, here.kind, theirs[at]))
                level[at[same]] = number


def said_by_others(field: str) -> Sequence[str]:
    """Give the fields in which a value of a field may stand too.

    >>> "country" in said_by_others("nationality")
    True
    """
    found: Sequence[str] = rules.load("schemas/fields")["field"][field].get("also", ())
    return found


def _of(column: Column, kind: str, rows: Rows) -> Hashes:
    return _hashes(column, kind)[column.codes[rows]]


def _hashes(column: Column, kind: str) -> Hashes:
    """Give for each distinct value the hashes by which fields of a kind are compared with others."""
    form = _FORMS.get(kind, "whole")
    if kind not in _AS_A_WHOLE:
        return token_table(column, form)

    table: Hashes = column.derived(f"hashes:{form}", lambda: whole_hashes(column, form))
    return table


def whole_hashes(column: Column, form: str) -> Hashes:
    """Give for each distinct value the hash of its form as a whole."""
    return hash_tokens([[text] if text else [] for text in column.form(form).texts()])


ACROSS: Mapping[str, Callable[[Records, str, int, Levels, Rows, Rows], None]] = {
    "moved": raise_moved,
    "elsewhere": raise_elsewhere,
}
"""Tests of levels that look beyond a field's own values."""


def crossed(records: Records, left: Rows, right: Rows) -> tuple[Column, list[tuple[Rows, Rows, Rows]]]:
    """Set the parts of names against each other that are left over where a given name is a word of the other's surname.

    Such a word is one agreement, though it shows in both parts. What else agrees is told by the surname of the one and
    the given name of the other.

    Args:
        left, right: pairs of record rows, all with given name and surname.

    Returns:
        A column of all given names and surnames, and, for the given names of either side, the places of the pairs of
        which this holds, with the codes of what is left over.
    """
    given, surname = records.columns["given_name"], records.columns["surname"]
    found = []
    for ours, theirs in ((left, right), (right, left)):
        shared = any_shared(tokens_of_rows(given, ours, SOUND), tokens_of_rows(surname, theirs, SOUND))
        at = np.flatnonzero(shared).astype(np.int32)
        found.append((at, surname.codes[ours[at]], given.codes[theirs[at]]))
    both, of_surname, of_given = _together(surname, given, found)
    return both, [(at, of_surname[one], of_given[other]) for at, one, other in found]


def _together(surname: Column, given: Column, pairs: Sequence[tuple[Rows, Rows, Rows]]) -> tuple[Column, Rows, Rows]:
    """Give one column of those surnames and given names that are in pairs, and their codes in it by those they had."""
    surnames = np.unique(np.concatenate([one for _, one, _ in pairs]))
    names = np.unique(np.concatenate([other for _, _, other in pairs]))
    merged = Coded.of(np.concatenate([surname.values[surnames], given.values[names]]))
    of_surname, of_given = np.zeros(len(surname.values), np.int32), np.zeros(len(given.values), np.int32)
    of_surname[surnames], of_given[names] = merged.codes[: len(surnames)], merged.codes[len(surnames) :]
    return Column.of(surname.field, surname.kind, merged, surname.spellings), of_surname, of_given
