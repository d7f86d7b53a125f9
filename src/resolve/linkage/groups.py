"""Records that are identical in every prepared column: handled once, as a group with a count.

What is found of a group's leader is spread to its other members at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.linkage.blocking import Candidates
from resolve.linkage.blocks import Blocks
from resolve.linkage.scored import Scored
from resolve.records.prepare import Records
from resolve.scoring.comparison import Rows
from resolve.scoring.weights import Floats

# Every pair of two groups of identical records becomes a link up to this size; of larger ones, as many as join them.
_LARGEST_CLIQUE = 50


@dataclass(frozen=True)
class Groups:
    """Sets of records identical in every prepared column, each led by its lowest row.

    Attributes:
        rows: the leaders. leader: of every record. order, start, size: the members of each leader's set, found at
            `order[start[leader] : start[leader] + size[leader]]`.
    """

    rows: Rows
    leader: Rows
    order: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    @classmethod
    def of(cls, records: Records, *, by_source: bool) -> Groups:
        """Find the groups, within each source or across all."""
        count = len(records)
        same = Blocks.of([records.source_codes if by_source else np.zeros(count, np.int8)])
        # Columns of many values first: they leave few records that may still be the same.
        for column in sorted(records.columns.values(), key=lambda column: -len(column.values)):
            same = same.split(column.codes[same.order] + 1)
        leader = np.arange(count, dtype=np.int32)
        leader[same.order] = np.repeat(same.order[same.start], same.size)
        return cls.led_by(leader)

    @classmethod
    def led_by(cls, leader: Rows) -> Groups:
        """Give the groups of records whose leaders are known."""
        size = np.bincount(leader, minlength=len(leader))
        return cls(
            np.flatnonzero(size).astype(np.int32),
            leader,
            np.argsort(leader, kind="stable"),
            np.cumsum(size) - size,
            size,
        )

    def members(self, leaders: Rows) -> tuple[npt.NDArray[np.int64], Rows]:
        """Give all rows of some groups, and before them the place of each one's leader among `leaders`."""
        size = self.size[leaders]
        if int(size.sum()) == len(leaders):  # each stands for itself alone
            return np.arange(len(leaders)), leaders.astype(np.int32)
        number = np.repeat(np.arange(len(leaders)), size)
        step = np.arange(len(number)) - np.repeat(np.cumsum(size) - size, size)
        return number, self.order[self.start[leaders[number]] + step].astype(np.int32)

    def with_own_pairs(self, candidates: Candidates, *, across_only: bool) -> tuple[Candidates, Floats]:
        """Add, for each group of several, the pair of its leader with itself; count the record pairs behind each."""
        several_of = self.size > 1
        counts = np.ones(len(candidates.left))
        at = np.flatnonzero(several_of[candidates.left] | several_of[candidates.right])
        counts[at] = self.size[candidates.left[at]].astype(float) * self.size[candidates.right[at]]
        several = self.rows[self.size[self.rows] > 1]
        if across_only or not len(several):
            return candidates, counts
        inside = self.size[several].astype(float)
        both = Candidates(
            np.concatenate([candidates.left, several]),
            np.concatenate([candidates.right, several]),
            np.concatenate([candidates.rule, np.full(len(several), -1, np.int8)]),
            np.concatenate([candidates.times, np.zeros(len(several), np.int8)]),
            candidates.rules,
            candidates.blocks,
            candidates.reports,
        )
        return both, np.asarray(np.concatenate([counts, inside * (inside - 1) / 2]), np.float64)

    def labels(self, of_leaders: npt.NDArray[np.int64], joined: Rows, *, follow_links: bool) -> npt.NDArray[np.int64]:
        """Spread the leaders' labels to all records; a group not linked to itself stays apart, but for its leader.

        Args:
            joined: leaders of groups that are linked to themselves.
            follow_links: let a group hold together wherever its leader is linked to another; for runs that never link
                within a source.
        """
        labels = np.arange(len(self.leader), dtype=np.int64)
        whole = np.zeros(len(labels), bool)
        whole[joined] = True
        if follow_links:
            shared = np.bincount(of_leaders[self.rows], minlength=len(labels)) > 1
            whole[self.rows] |= shared[of_leaders[self.rows]]
        alone = self.size[self.leader] == 1
        follow = alone | whole[self.leader] | (self.leader == labels)
        labels[follow] = of_leaders[self.leader[follow]]
        return labels

    def spread(self, pairs: Scored) -> Scored:
        """Turn pairs of leaders into sorted pairs of records; a leader's pair with itself into its group's pairs."""
        several = np.maximum(self.size[pairs.left], self.size[pairs.right]) > 1
        number, left, right = self._members_of(pairs, np.flatnonzero(several))
        alone = np.flatnonzero(~several)
        number = np.concatenate([alone, number])
        left, right = np.concatenate([pairs.left[alone], left]), np.concatenate([pairs.right[alone], right])
        low, high = np.minimum(left, right), np.maximum(left, right)
        order = np.argsort(low.astype(np.int64) << 32 | high, kind="stable")
        number = number[order]
        ends = low[order].astype(np.int32), high[order].astype(np.int32)
        return Scored(*ends, pairs.weight[number], pairs.rule[number], pairs.barred[number])

    def _members_of(
        self, pairs: Scored, chosen: npt.NDArray[np.intp]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Give the pairs of records that some pairs of leaders stand for, and before them the number of each pair."""
        leaders = pairs.left[chosen], pairs.right[chosen]
        first, second = self.size[leaders[0]], self.size[leaders[1]]
        large = np.maximum(first, second) > _LARGEST_CLIQUE
        own = leaders[0] == leaders[1]
        # Of large groups not every pair is written: within one, each member with the leader; between two, the members
        # in order, and those that are left over with the other group's last.
        across = np.where(large, np.maximum(first, second), first * second)
        number = np.repeat(np.arange(len(chosen)), across)
        step = np.arange(len(number)) - np.repeat(np.cumsum(across) - across, across)
        of_first, of_second = first[number], second[number]
        i = np.where(large[number], np.where(own[number], 0, np.minimum(step, of_first - 1)), step // of_second)
        j = np.where(large[number], np.minimum(step, of_second - 1), step % of_second)
        left = self.order[self.start[leaders[0][number]] + i]
        right = self.order[self.start[leaders[1][number]] + j]
        keep = ~own[number] | (left < right)
        return chosen[number[keep]], left[keep], right[keep]
