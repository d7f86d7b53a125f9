"""Scored pairs against a truth, at every threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resolve.errors import InputError
from resolve.evaluation.thresholds import by_threshold
from resolve.evaluation.truth import Judged, judge_pairs

PAIRS = pd.DataFrame({"left_id": ["1", "1", "3"], "right_id": ["2", "3", "9"], "weight": [5.0, 2.0, 1.0]})
TRUE = pd.DataFrame({"record_id": ["1", "2", "3", "4"], "entity_id": ["a", "a", "b", "b"]})


def of(judged: Judged) -> tuple[list[float], list[bool], int, int]:
    return judged.weights.tolist(), judged.match.tolist(), judged.all_pairs, judged.unknown


def test_pairs_are_judged_by_a_clustering_and_unknown_records_left_out():
    assert of(judge_pairs(PAIRS, TRUE)) == ([5.0, 2.0], [True, False], 2, 1)


def test_only_records_that_took_part_could_be_found():
    assert of(judge_pairs(PAIRS, TRUE, records=TRUE.head(3)))[2] == 1


def test_pairs_are_judged_by_links_whichever_side_comes_first():
    links = pd.DataFrame({"left": ["2", "8"], "right": ["1", "9"]})
    assert of(judge_pairs(PAIRS, links)) == ([5.0, 2.0, 1.0], [True, False, False], 2, 0)


def test_across_sources_pairs_within_one_do_not_count():
    pairs = pd.DataFrame({"left_id": ["1"], "right_id": ["1"], "weight": [3]})
    pairs = pairs.assign(left_source="a", right_source="b")
    true = pd.DataFrame({"record": ["1", "2", "1"], "source": ["a", "a", "b"], "entity": ["x"] * 3})
    assert of(judge_pairs(pairs, true)) == ([3.0], [True], 2, 0)
    assert of(judge_pairs(pairs, true, records=true)) == ([3.0], [True], 2, 0)


def test_sources_that_number_alike_need_a_truth_that_says_the_source():
    pairs = PAIRS.assign(left_source="a", right_source="b")
    records = pd.DataFrame({"record_id": ["1", "1"], "source": ["a", "b"], "entity_id": ["x", "y"]})
    with pytest.raises(InputError, match="column source"):
        judge_pairs(pairs, TRUE, records=records)
    with pytest.raises(InputError, match="twice"):
        judge_pairs(PAIRS, pd.concat([TRUE, TRUE]))


def test_what_is_no_list_of_scored_pairs_is_refused():
    with pytest.raises(InputError, match="weight"):
        judge_pairs(PAIRS.drop(columns="weight"), TRUE)
    with pytest.raises(InputError, match="no record of the result"):
        judge_pairs(PAIRS, TRUE, records=TRUE.assign(record_id=["w", "x", "y", "z"]))


def test_no_pairs_at_all():
    assert of(judge_pairs(PAIRS.head(0), TRUE)) == ([], [], 2, 0)


def test_more_pairs_of_the_same_result():
    both = judge_pairs(PAIRS.head(1), TRUE).with_more(judge_pairs(PAIRS.tail(2), TRUE))
    assert of(both) == ([5.0, 2.0], [True, False], 2, 1)


def test_scores_at_each_weight_by_hand():
    judged = Judged(np.array([1.0, 5.0, 5.0, 3.0]), np.array([False, True, False, True]), 4)
    found = by_threshold(judged, 4.0)
    assert found["weight"].tolist() == [5.0, 4.0, 3.0, 1.0]
    assert found["found"].tolist() == [2, 2, 3, 4]
    assert found["right"].tolist() == [1, 1, 2, 2]
    assert found["precision"].round(3).tolist() == [0.5, 0.5, 0.667, 0.5]
    assert found["recall"].tolist() == [0.25, 0.25, 0.5, 0.5]
    assert found["f1"].round(3).tolist() == [0.333, 0.333, 0.571, 0.5]
    assert found["bound"].tolist() == [False, True, False, False]


def test_nothing_found_and_nothing_to_find():
    none = Judged(np.empty(0), np.empty(0, bool), 0)
    assert len(by_threshold(none)) == 0
    (row,) = by_threshold(none, 1.0).to_dict("records")
    assert (row["precision"], row["recall"], row["found"]) == (1.0, 1.0, 0)


def test_a_curve_of_many_pairs_is_thinned_and_keeps_its_ends():
    weights = np.random.default_rng(1).normal(size=50_000)
    found = by_threshold(Judged(weights, weights > 0, 30_000), 0.5)
    assert len(found) <= 402
    assert (found["weight"].max(), found["weight"].min()) == (weights.max(), weights.min())
    assert found["found"].iloc[-1] == 50_000
    assert found["weight"].is_monotonic_decreasing
