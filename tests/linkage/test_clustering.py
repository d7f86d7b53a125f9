"""Clustering against the plain way of doing it: average linkage one merge at a time, assignments by trying them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.clustering import cluster, components_of, one_to_one

QUIET = settings(max_examples=80, deadline=None)
LINK, JOIN, MOST = 1.0, -0.5, 8.0


def groups(labels) -> set[frozenset[int]]:
    labels = np.asarray(labels).tolist()
    return {frozenset(i for i, label in enumerate(labels) if label == one) for one in labels}


def symmetric(count: int, seed: int, spread: float = 4.0) -> np.ndarray:
    """Draw a weight for every pair, no two the same."""
    weights = np.random.default_rng(seed).normal(0, spread, (count, count)).astype(np.float32)
    return np.triu(weights, 1) + np.triu(weights, 1).T


def run(weights: np.ndarray, left=None, right=None):
    """Cluster by a table of weights, of which only some pairs were scored beforehand."""
    count = len(weights)
    if left is None:
        left, right = np.triu_indices(count, 1)
    left, right = np.asarray(left, np.int32), np.asarray(right, np.int32)

    def score(a, b):
        return weights[a, b]

    return cluster(count, left, right, weights[left, right], score, link_bits=LINK, join_bits=JOIN)


def plainly(weights: np.ndarray, left, right) -> set[frozenset[int]]:
    """Components of the links; those with an unlinked pair by average linkage, the best pair of clusters at a time."""
    count = len(weights)
    linked = {(min(a, b), max(a, b)) for a, b in zip(left, right, strict=True) if weights[a, b] >= LINK}
    parts = [{i} for i in range(count)]
    for a, b in linked:
        one, other = (next(part for part in parts if i in part) for i in (a, b))
        if one is not other:
            parts.remove(other)
            one |= other
    bounded = np.clip(weights.astype(float), -MOST, MOST)
    found: set[frozenset[int]] = set()
    for part in parts:
        if all(pair in linked for pair in itertools.combinations(sorted(part), 2)):
            found.add(frozenset(part))
            continue
        clusters = [frozenset({i}) for i in part]
        while len(clusters) > 1:
            means = {
                (a, b): np.mean([bounded[i, j] for i in a for j in b]) for a, b in itertools.combinations(clusters, 2)
            }
            (a, b), best = max(means.items(), key=lambda item: item[1])
            if best <= JOIN:
                break
            clusters = [c for c in clusters if c not in (a, b)] + [a | b]
        found |= set(clusters)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_average_linkage_is_what_one_merge_at_a_time_gives(seed):
    draw = np.random.default_rng(seed)
    count = int(draw.integers(2, 14))
    weights = symmetric(count, seed, 3.0)
    left, right = np.triu_indices(count, 1)
    known = draw.random(len(left)) < draw.choice([0.3, 0.7, 1.0])
    left, right = left[known], right[known]
    assert groups(run(weights, left, right).labels) == plainly(weights, left, right)


@pytest.mark.parametrize("seed", range(10))
def test_many_components_at_once_are_each_clustered_as_alone(seed):
    parts = [symmetric(size, seed * 10 + size, 3.0) for size in (3, 5, 8)]
    whole = np.full((16, 16), -20.0, np.float32)
    at = 0
    alone = set()
    for part in parts:
        whole[at : at + len(part), at : at + len(part)] = part
        alone |= {frozenset(i + at for i in one) for one in groups(run(part).labels)}
        at += len(part)
    assert groups(run(whole).labels) == alone


@pytest.mark.parametrize("seed", range(15))
def test_numbering_and_order_of_pairs_do_not_matter(seed):
    draw = np.random.default_rng(seed)
    weights = symmetric(12, seed, 3.0)
    straight = groups(run(weights).labels)
    turn = draw.permutation(12)
    turned = run(weights[np.ix_(turn, turn)]).labels
    assert {frozenset(int(turn[i]) for i in one) for one in groups(turned)} == straight
    left, right = np.triu_indices(12, 1)
    order = draw.permutation(len(left))
    swap = draw.random(len(left)) < 0.5
    mixed_left, mixed_right = np.where(swap, right, left)[order], np.where(swap, left, right)[order]
    assert groups(run(weights, mixed_left, mixed_right).labels) == straight


def test_equal_weights_give_the_same_partition_each_time_and_end():
    for weight in (0.0, 5.0):
        weights = np.full((9, 9), weight, np.float32)
        weights[0, 1] = weights[1, 0] = 6.0
        weights[1, 2] = weights[2, 1] = 6.0
        first = run(weights).labels
        assert np.array_equal(first, run(weights).labels)


def test_one_strong_link_does_not_join_two_groups_that_contradict():
    weights = np.full((6, 6), -7.0, np.float32)
    for group in ((0, 1, 2), (3, 4, 5)):
        for a, b in itertools.permutations(group, 2):
            weights[a, b] = 7.0
    weights[2, 3] = weights[3, 2] = 6.5
    found = run(weights)
    assert groups(found.labels) == {frozenset({0, 1, 2}), frozenset({3, 4, 5})}
    assert (found.components, found.examined, found.split) == (1, 1, 1)


def test_numbering_does_not_matter_where_weights_are_beyond_the_bound():
    weights = np.full((6, 6), -20.0, np.float32)
    for group in ((0, 1, 2), (3, 4, 5)):
        for a, b in itertools.permutations(group, 2):
            weights[a, b] = 20.0 + (a + b) / 8
    weights[2, 3] = weights[3, 2] = 15.0
    found = set()
    for turn in itertools.permutations(range(6)):
        labels = run(weights[np.ix_(turn, turn)]).labels
        found.add(frozenset(frozenset(turn[i] for i in one) for one in groups(labels)))
    assert found == {frozenset({frozenset({0, 1, 2}), frozenset({3, 4, 5})})}


def test_a_chain_falls_apart_and_a_clique_stands():
    chain = np.full((5, 5), -8.0, np.float32)
    for i in range(4):
        chain[i, i + 1] = chain[i + 1, i] = 2.0 + i / 10
    assert len(groups(run(chain).labels)) > 1
    clique = np.full((5, 5), 1.5, np.float32)
    found = run(clique)
    assert groups(found.labels) == {frozenset(range(5))} and (found.components, found.examined) == (1, 0)


def test_labels_are_the_lowest_row_of_the_entity():
    for seed in range(5):
        labels = run(symmetric(12, seed, 3.0)).labels
        assert labels.dtype == np.int64
        assert all(label == min(group) for group in groups(labels) for label in labels[list(group)])


def test_no_pairs_leave_every_record_alone():
    none = np.empty(0, np.int32)
    assert run(np.zeros((4, 4), np.float32), none, none).labels.tolist() == [0, 1, 2, 3]
    assert run(np.zeros((1, 1), np.float32), none, none).labels.tolist() == [0]


def test_a_large_component_ends_and_keeps_to_its_links():
    count = 900
    left = np.arange(count - 1, dtype=np.int32)
    weights = np.full(count - 1, 9.0, np.float32)

    def score(a, b):
        return np.full(len(a), -8.0, np.float32)

    found = cluster(count, left, left + 1, weights, score, link_bits=LINK, join_bits=JOIN)
    assert len(groups(found.labels)) > 100
    for group in groups(found.labels):
        assert max(group) - min(group) == len(group) - 1


EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14)


@QUIET
@given(EDGES)
def test_components_are_what_walking_the_links_reaches(edges):
    left, right = (np.array([edge[side] for edge in edges], np.int32) for side in (0, 1))
    labels = components_of(12, left, right)
    reach = {i: {i} for i in range(12)}
    for _ in range(12):
        for a, b in edges:
            reach[a] |= reach[b]
            reach[b] |= reach[a]
        reach = {i: set().union(*(reach[j] for j in near)) for i, near in reach.items()}
    assert labels.tolist() == [min(reach[i]) for i in range(12)]


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(10, 13)), st.floats(0.01, 50).map(lambda w: round(w, 3)), max_size=9
)


def best_total(pairs: dict[tuple[int, int], float]) -> float:
    """Try every choice of links that uses no record twice."""
    best = 0.0
    edges = list(pairs)
    for size in range(1, min(4, len(edges)) + 1):
        for chosen in itertools.combinations(edges, size):
            if len({a for a, _ in chosen}) == len({b for _, b in chosen}) == size:
                best = max(best, sum(pairs[edge] for edge in chosen))
    return best


@QUIET
@given(PAIRS)
def test_one_to_one_is_the_best_of_all_choices(pairs):
    left, right = (np.array([edge[side] for edge in pairs], np.int32) for side in (0, 1))
    weights = np.array(list(pairs.values()), np.float32)
    chosen = one_to_one(left, right, weights)
    assert np.array_equal(chosen, np.unique(chosen))
    assert len(set(left[chosen].tolist())) == len(set(right[chosen].tolist())) == len(chosen)
    assert float(weights[chosen].sum()) == pytest.approx(best_total(pairs), abs=1e-3)


def test_one_to_one_gives_up_the_strongest_link_where_two_others_weigh_more():
    left, right = np.array([0, 0, 1], np.int32), np.array([2, 3, 2], np.int32)
    assert one_to_one(left, right, np.array([10.0, 8.0, 8.0], np.float32)).tolist() == [1, 2]
