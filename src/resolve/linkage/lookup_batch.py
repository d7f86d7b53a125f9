"""Some hundreds of new records looked up together: candidates by sorted keys, then one comparison of all pairs.

What one record takes to look up is the setting up of small arrays; together they share it. Candidates, levels and
weights are those of `Finder.likely` (`tests/linkage/test_lookup_batch` holds the two together), and the comparison is
the batch's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from resolve.linkage.key_index import Counts, Rows
from resolve.linkage.lookup import Finder, Found
from resolve.records.single import OneRecord
from resolve.scoring.comparison import barred, compare
from resolve.scoring.weights import weigh


def find_together(finder: Finder, ones: Sequence[OneRecord], source: int, least: float) -> list[Found]:
    """Find for each record the others that weigh so many bits with it, those that are identical to them included.

    Args:
        ones: at most `finder.together` of them. source: the number of the source that they are like, -1 for none.
    """
    finder.settle(len(ones))
    alone = [place for place, one in enumerate(ones) if finder.adds_spellings(one)]
    others = [place for place in range(len(ones)) if place not in {*alone}]
    found = dict(zip(others, _likely(finder, [ones[place] for place in others], source, least), strict=True))
    for place in alone:  # a way of writing a name that the data does not have would be read into the others too
        finder.settle()
        finder.put(ones[place], finder.first, source)
        found[place] = finder.with_identical(finder.likely(least))
    return [found[place] for place in range(len(ones))]


def _likely(finder: Finder, ones: Sequence[OneRecord], source: int, least: float) -> list[Found]:
    rows = np.arange(finder.free, finder.free + len(ones), dtype=np.int32)
    for row, one in zip(rows.tolist(), ones, strict=True):
        finder.put(one, row, source)
    number, right = _candidates(finder, rows)
    left = rows[number]
    levels = compare(finder.records, finder.comparisons, left, right)
    weight = weigh(finder.records, finder.model, levels, left, right)
    kept = np.flatnonzero(weight >= least)
    found = Found(right[kept], weight[kept], barred(finder.comparisons, levels[kept]))
    ends = np.searchsorted(number[kept], np.arange(len(ones) + 1)).tolist()
    parts = (slice(start, end) for start, end in pairwise(ends))
    return [finder.with_identical(Found(found.rows[at], found.weight[at], found.barred[at])) for at in parts]


def _candidates(finder: Finder, rows: Rows) -> tuple[npt.NDArray[np.int64], Rows]:
    """Give the candidates of some records in free rows: whose they are, by place in `rows`, and their own rows."""
    known: dict[str, Counts] = {}

    def codes_of(key: str) -> Counts:
        if key not in known:
            known[key] = finder.codes_of(key, rows)
        return known[key]

    found = [rule.rows_of_many(codes_of, len(rows)) for rule in finder.rules]
    same = [finder.same_in_all(row) for row in rows.tolist()]
    found.append((np.repeat(np.arange(len(rows)), [len(each) for each in same]), np.concatenate([*same, rows[:0]])))
    packed = np.concatenate([number << 32 | candidates for number, candidates in found])
    packed = np.unique(packed)
    number, candidates = packed >> 32, (packed & 0xFFFFFFFF).astype(np.int32)
    if finder.across_only:
        codes = finder.records.source_codes
        keep = codes[candidates] != codes[rows[number]]
        number, candidates = number[keep], candidates[keep]
    return number, candidates
