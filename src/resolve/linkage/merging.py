"""Golden records: for each entity and field, the value most of its records hold, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column
from resolve.values.date_agreement import DateTable

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """For one field, the value chosen for each entity, in order of `entities`.

    Attributes:
        row: a record row that holds the value, -1 where no record of the entity has one.
        votes: records that hold the value; filled: records that hold any.
    """

    row: npt.NDArray[np.int64]
    votes: npt.NDArray[np.int64]
    filled: npt.NDArray[np.int64]


def choose(column: Column, entity: npt.NDArray[np.int64], entities: int) -> Chosen:
    """Choose the value of a field for each entity: the most frequent, then the fullest, then the first in order.

    The fullest value is the longest, and of dates the one that leaves the fewest days open.

    Args:
        entity: for each record, the number of its entity, from 0 to `entities` - 1.
    """
    rows = np.flatnonzero(column.codes != MISSING)
    filled = np.bincount(entity[rows], minlength=entities).astype(np.int64)
    row = np.full(entities, MISSING, np.int64)
    count = np.zeros(entities, np.int64)
    alone = filled[entity[rows]] == 1
    row[entity[rows[alone]]], count[entity[rows[alone]]] = rows[alone], 1
    rows = rows[~alone]
    cell = entity[rows] * max(len(column.values), 1) + column.codes[rows]
    distinct, first, votes = np.unique(cell, return_index=True, return_counts=True)
    of, code = np.divmod(distinct, max(len(column.values), 1))
    best = _best(column, of, code, votes)
    row[of[best]], count[of[best]] = rows[first[best]], votes[best]
    return Chosen(row, count, filled)


def _best(column: Column, of: Labels, code: Labels, votes: Labels) -> Labels:
    """Give the place of the best value of each entity, of values in the order of entities."""
    if not len(of):
        return of
    fullness = _fullness(column)[code]
    order = np.lexsort((-fullness, -votes, of))
    begins = np.r_[True, of[order][1:] != of[order][:-1]]
    leader: Labels = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    tied: Labels = order[(votes[order] == votes[leader]) & (fullness[order] == fullness[leader])]
    several = np.bincount(of[tied])[of[tied]] > 1
    best: Labels = tied[~several]
    tied = tied[several]
    if not len(tied):
        return best
    codes, place = np.unique(code[tied], return_inverse=True)
    rank = np.empty(len(codes), np.int64)
    rank[sorted(range(len(codes)), key=column.values[codes].tolist().__getitem__)] = np.arange(len(codes))
    tied = tied[np.lexsort((rank[place], of[tied]))]
    first = tied[np.r_[True, of[tied][1:] != of[tied][:-1]]]
    return np.concatenate([best, first])


def _fullness(column: Column) -> npt.NDArray[np.int64]:
    """Give how much each distinct value says, more being better."""
    if column.kind == "date":
        table = DateTable.of(column.values.tolist())
        return np.asarray(-np.abs(table.last.astype(np.int64) - table.first))
    return np.array([len(value) for value in column.values], np.int64)
