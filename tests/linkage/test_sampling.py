"""The order by content: the same for a part as for the whole, wherever rows stand."""

import itertools

import numpy as np

from resolve.linkage.blocking import find_candidates
from resolve.linkage.sampling import by_content, draw_sample


def test_a_few_rows_come_in_the_order_they_have_among_all(read, messy_frame) -> None:
    records = read(messy_frame(300, 1))
    whole = by_content(records, np.arange(300, dtype=np.int32)).tolist()
    few = np.array([7, 3, 250, 41, 12], np.int32)
    assert by_content(records, few).tolist() == [row for row in whole if row in few.tolist()]
    assert by_content(records, few[:0]).tolist() == []


def test_a_sample_of_few_records_is_every_pair_that_shares_a_block(read, messy_frame) -> None:
    records = read(messy_frame(60, 2))
    rows = by_content(records, np.arange(60, dtype=np.int32))
    found = find_candidates(records, rows)
    sample = draw_sample(found, np.ones(60, np.int64), None, rows)
    keys = [blocks.keys(60) for blocks in found.blocks]
    shared = {
        frozenset((int(rows[i]), int(rows[j])))
        for i, j in itertools.combinations(range(60), 2)
        if any(key[i] == key[j] >= 0 for key in keys)
    }
    pairs = [frozenset(pair) for pair in zip(sample.left.tolist(), sample.right.tolist(), strict=True)]
    assert len(pairs) == len(set(pairs)) and set(pairs) == shared
    assert (sample.drawn_for == 1).all() and (sample.counts == 1).all()
