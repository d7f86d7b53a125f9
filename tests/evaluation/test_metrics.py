"""Scores against counting pairs and records one by one."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.evaluation.metrics import Scores, score_clusters, score_links

QUIET = settings(max_examples=200, deadline=None)
ROWS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abcde")), min_size=1, max_size=12)


def share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def together(labels) -> set[tuple[int, int]]:
    return {(i, j) for i, j in itertools.combinations(range(len(labels)), 2) if labels[i] == labels[j]}


def entities(labels) -> set[frozenset[int]]:
    return {frozenset(i for i, label in enumerate(labels) if label == one) for one in labels}


@QUIET
@given(ROWS)
def test_clusters_score_as_counting_gives(rows):
    found, true = ([row[side] for row in rows] for side in (0, 1))
    scores = score_clusters(found, true)
    a, b = together(found), together(true)
    assert (scores.true_pairs, scores.found_pairs, scores.all_pairs) == (len(a & b), len(a), len(b))
    assert scores.precision == share(len(a & b), len(a)) and scores.recall == share(len(a & b), len(b))
    of_found = {i: group for group in entities(found) for i in group}
    of_true = {i: group for group in entities(true) for i in group}
    n = len(rows)
    overlap = [len(of_found[i] & of_true[i]) for i in range(n)]
    assert scores.b_cubed_precision == pytest.approx(sum(o / len(of_found[i]) for i, o in enumerate(overlap)) / n)
    assert scores.b_cubed_recall == pytest.approx(sum(o / len(of_true[i]) for i, o in enumerate(overlap)) / n)
    exact = len(entities(found) & entities(true)) / len(entities(true))
    assert scores.exact_entities == pytest.approx(exact) and scores.records == n


@QUIET
@given(ROWS)
def test_exchanging_result_and_truth_exchanges_precision_and_recall(rows):
    found, true = ([row[side] for row in rows] for side in (0, 1))
    one, other = score_clusters(found, true), score_clusters(true, found)
    assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)
    assert one.b_cubed_precision == pytest.approx(other.b_cubed_recall)


@QUIET
@given(ROWS, st.randoms())
def test_order_and_names_do_not_matter_and_scores_are_shares(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    scores, again = (score_clusters([f"x{a}" for a, _ in r], [b for _, b in r]) for r in (rows, shuffled))
    assert scores.f1 == pytest.approx(again.f1) and scores.b_cubed_f1 == pytest.approx(again.b_cubed_f1)
    for figure in (scores.precision, scores.recall, scores.f1, scores.b_cubed_f1, scores.exact_entities):
        assert 0 <= figure <= 1


@QUIET
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_the_truth_itself_is_perfect(labels):
    scores = score_clusters(labels, [str(label) for label in labels])
    assert (scores.f1, scores.b_cubed_f1, scores.exact_entities) == (1.0, 1.0, 1.0)


LINKS = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")))


@QUIET
@given(LINKS, LINKS)
def test_links_score_as_counting_gives(found, true):
    scores = score_links(found, true)
    both = len(found & true)
    assert (scores.true_pairs, scores.found_pairs, scores.all_pairs) == (both, len(found), len(true))
    assert scores.precision == share(both, len(found)) and scores.recall == share(both, len(true))
    assert 0 <= scores.f1 <= 1 and scores.b_cubed_f1 is None


def test_nothing_found_and_nothing_true():
    assert score_links(set(), set()).f1 == 1.0
    assert score_links(set(), {("a", "x")}).f1 == 0.0 == score_links({("a", "x")}, set()).f1
    alone = score_clusters([1, 2], [1, 2])
    assert (alone.precision, alone.recall, alone.found_pairs) == (1.0, 1.0, 0)
    assert score_clusters([], []).records == 0


def test_scores_are_shown_and_given_as_plain_types():
    scores = score_clusters([1, 1, 2], [1, 1, 1], unmatched=4)
    assert Scores(**scores.to_dict()) == scores
    for word in ("precision 1.0000", "recall 0.3333", "1 right of 1 found, 3 in the truth", "B-cubed", "4 records"):
        assert word in str(scores)
    assert "B-cubed" not in str(score_links({("a", "b")}, {("a", "b")}))


def test_many_records_do_not_overflow():
    scores = score_clusters([0] * 200_000, [0] * 200_000)
    assert scores.all_pairs == 200_000 * 199_999 // 2 and scores.f1 == 1.0


@QUIET
@given(ROWS)
def test_variation_of_information_is_that_of_scikit_learn(rows):
    metrics = pytest.importorskip("sklearn.metrics")
    found, true = ([row[side] for row in rows] for side in (0, 1))
    mutual = metrics.mutual_info_score(found, true)
    entropy = metrics.mutual_info_score(found, found) + metrics.mutual_info_score(true, true)
    expected = max(0.0, entropy - 2 * mutual) / math.log(2)
    assert score_clusters(found, true).variation_of_information == pytest.approx(expected, abs=1e-9)


def test_variation_of_information_of_nothing_is_none():
    assert score_clusters([], []).variation_of_information == 0.0
    assert score_links(set(), set()).variation_of_information is None
