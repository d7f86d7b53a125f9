"""Bottlenecks and bridges: the same as plain search finds, whatever the graph."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.ties import Ties, bottleneck, compact, on_a_bridge

Edge = tuple[int, int]


def ties_of(weighted: dict[Edge, float]) -> Ties:
    pairs = list(weighted)
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    return Ties(left, right, np.array([weighted[pair] for pair in pairs], np.float64))


def parts_of(count: int, edges: list[Edge]) -> list[int]:
    label = list(range(count))
    for _ in range(count):
        for one, other in edges:
            label[one] = label[other] = min(label[one], label[other])
    return label


graphs = st.dictionaries(
    st.sampled_from(list(combinations(range(8), 2))), st.sampled_from([-3.0, 0.0, 1.5, 2.0, 9.0]), max_size=28
)


@settings(deadline=None)
@given(graphs)
def test_bridges_are_those_that_plain_search_finds(weighted: dict[Edge, float]) -> None:
    edges = list(weighted)
    whole = len(set(parts_of(8, edges)))
    bridges = [edge for edge in edges if len(set(parts_of(8, [e for e in edges if e != edge]))) > whole]
    ends = {row for edge in bridges for row in edge}
    assert set(np.flatnonzero(on_a_bridge(8, ties_of(weighted)))) == ends


@settings(deadline=None)
@given(graphs)
def test_bottleneck_is_the_highest_bound_that_keeps_all_together(weighted: dict[Edge, float]) -> None:
    weighted |= {(row, row + 1): weighted.get((row, row + 1), -5.0) for row in range(7)}
    found = bottleneck(8, ties_of(weighted), np.zeros(8, np.int64))[0]
    bounds = [
        bound
        for bound in weighted.values()
        if len(set(parts_of(8, [e for e in weighted if weighted[e] >= bound]))) == 1
    ]
    assert found == max(bounds)


def test_bottlenecks_of_several_entities_and_of_none() -> None:
    ties = ties_of({(0, 1): 4.0, (2, 3): 5.0, (3, 4): 6.0})
    assert bottleneck(6, ties, np.array([0, 0, 1, 1, 1, 2])).tolist()[:2] == [4.0, 5.0]
    assert np.isnan(bottleneck(6, ties, np.array([0, 0, 1, 1, 1, 2]))[2])
    assert len(bottleneck(0, ties_of({}), np.empty(0, np.int64))) == 0


def test_a_long_chain_is_all_bridges_and_no_links_are_none() -> None:
    chain = Ties(np.arange(4_999), np.arange(1, 5_000), np.ones(4_999))
    assert on_a_bridge(5_000, chain).all()
    assert not on_a_bridge(3, ties_of({})).any()


def test_compact_numbers_the_rows_that_have_ties() -> None:
    rows, ties = compact(10, ties_of({(2, 7): 1.0, (7, 9): 2.0}))
    assert rows.tolist() == [2, 7, 9]
    assert (ties.left.tolist(), ties.right.tolist()) == ([0, 1], [1, 2])
