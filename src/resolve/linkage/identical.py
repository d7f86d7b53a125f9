"""Records of a finished run that are identical in every prepared column: one of each set is looked at, for all.

>>> import numpy as np
>>> alike = Identical.of_codes([np.array([4, 7, 4])], 3)
>>> alike.rows.tolist(), [part.tolist() for part in alike.members(np.array([0, 1], np.int32))]
([0, 1], [[0, 0, 1], [0, 2, 1]])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.linkage.blocks import Blocks
from resolve.records.prepare import Records

Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Identical:
    """Sets of identical records.

    Attributes:
        rows: the lowest row of each set. order, start, size: the members of a row's set, found at
            `order[start[row] : start[row] + size[row]]` for its lowest row.
    """

    rows: Rows
    order: Rows
    start: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    @classmethod
    def of(cls, records: Records, *, by_source: bool) -> Identical:
        """Find the sets of identical records, within each source or across all."""
        # Columns of many values first: they leave few records that may still be the same.
        columns = sorted(records.columns.values(), key=lambda column: -len(column.values))
        sources = [records.source_codes] if by_source else []
        return cls.of_codes([*sources, *(column.codes + 1 for column in columns)], len(records))

    @classmethod
    def of_codes(cls, parts: Sequence[npt.NDArray[np.integer]], count: int) -> Identical:
        """Find the sets of rows whose codes, 0 or more, are equal in every part."""
        same = Blocks.of([np.zeros(count, np.int8)])
        for part in parts:
            same = same.split(part[same.order])
        leader = np.arange(count, dtype=np.int32)
        leader[same.order] = np.repeat(same.order[same.start], same.size)
        size = np.bincount(leader, minlength=count)
        order = np.argsort(leader, kind="stable").astype(np.int32)
        return cls(np.flatnonzero(size).astype(np.int32), order, np.cumsum(size) - size, size)

    def members(self, leaders: Rows) -> tuple[npt.NDArray[np.int64], Rows]:
        """Give all rows of some groups, and before them the place of each one's leader among `leaders`."""
        size = self.size[leaders]
        number = np.repeat(np.arange(len(leaders)), size)
        step = np.arange(len(number)) - np.repeat(np.cumsum(size) - size, size)
        return number, self.order[self.start[leaders[number]] + step]
