"""Pairs of tokens kept for the next batch."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolve.names.pairs import KeptPairs

_NUMBERS = st.integers(0, 2**31 - 1)
_PAIR = st.tuples(_NUMBERS, _NUMBERS).map(lambda pair: (min(pair), max(pair)))


def _arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def test_nothing_is_there_at_first() -> None:
    there, _, _ = KeptPairs(bits=4).find(*_arrays([(0, 0), (1, 2)]))
    assert not there.any()


@given(st.dictionaries(_PAIR, st.tuples(st.floats(0, 1, width=32), st.integers(0, 19)), max_size=60))
def test_what_is_there_is_what_was_kept_last(found: dict[tuple[int, int], tuple[float, int]]) -> None:
    kept = KeptPairs(bits=4)
    low, high = _arrays(list(found))
    kept.keep(low, high, np.ones(len(low), np.float32), np.zeros(len(low), np.int8))
    cost = np.array([cost for cost, _ in found.values()], np.float32)
    kind = np.array([kind for _, kind in found.values()], np.int8)
    kept.keep(low, high, cost, kind)
    there, kept_cost, kept_kind = kept.find(low, high)
    assert kept_cost[there].tolist() == cost[there].tolist()
    assert kept_kind[there].tolist() == kind[there].tolist()
    assert there.any() or not found


def test_a_table_that_is_large_enough_forgets_little() -> None:
    kept = KeptPairs(bits=16)
    low = np.arange(2_000, dtype=np.int32)
    kept.keep(low, low + 7, np.zeros(2_000, np.float32), np.zeros(2_000, np.int8))
    assert kept.find(low, low + 7)[0].mean() > 0.9
    assert not kept.find(low, low + 8)[0].any()
