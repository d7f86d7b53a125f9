from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import measure

CLUSTERINGS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=25)
LINKS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12)


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


@given(CLUSTERINGS)
def test_pairwise_equals_counting_pairs(clusters: list[tuple[int, int]]) -> None:
    ours = {(i, j) for i, j in combinations(range(len(clusters)), 2) if clusters[i][0] == clusters[j][0]}
    true = {(i, j) for i, j in combinations(range(len(clusters)), 2) if clusters[i][1] == clusters[j][1]}
    score = measure.pairwise(*zip(*clusters, strict=True))
    assert score.precision == pytest.approx(ratio(len(ours & true), len(ours)))
    assert score.recall == pytest.approx(ratio(len(ours & true), len(true)))


@given(CLUSTERINGS)
def test_b_cubed_equals_the_mean_over_records(clusters: list[tuple[int, int]]) -> None:
    precision, recall = [], []
    for predicted, true in clusters:
        ours = [pair for pair in clusters if pair[0] == predicted]
        theirs = [pair for pair in clusters if pair[1] == true]
        both = [pair for pair in ours if pair[1] == true]
        precision.append(len(both) / len(ours))
        recall.append(len(both) / len(theirs))
    score = measure.b_cubed(*zip(*clusters, strict=True))
    assert score.precision == pytest.approx(sum(precision) / len(clusters))
    assert score.recall == pytest.approx(sum(recall) / len(clusters))


@given(CLUSTERINGS)
def test_precision_and_recall_swap_with_the_sides(clusters: list[tuple[int, int]]) -> None:
    predicted, true = zip(*clusters, strict=True)
    for score in (measure.pairwise, measure.b_cubed):
        there, back = score(predicted, true), score(true, predicted)
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
        assert there.f1 == pytest.approx(back.f1)


@given(LINKS, LINKS)
def test_links_equal_sets(ours: set[tuple[int, int]], true: set[tuple[int, int]]) -> None:
    score = measure.link_score(links(sorted(ours)), links(sorted(true)))
    assert score.precision == pytest.approx(ratio(len(ours & true), len(ours)))
    assert score.recall == pytest.approx(ratio(len(ours & true), len(true)))


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-3, 3), max_size=12), LINKS)
def test_best_threshold_is_the_best(weighted: dict[tuple[int, int], int], true: set[tuple[int, int]]) -> None:
    frame = links(list(weighted)).assign(weight=list(weighted.values()))
    truth = links(sorted(true))
    _, best = measure.best_link_score(frame, truth)
    trials = [measure.link_score(frame[frame["weight"] >= w], truth).f1 for w in set(weighted.values())]
    assert best.f1 == pytest.approx(max(trials)) if trials else best.f1 == measure.link_score(frame, truth).f1


def links(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["left_id", "right_id"])


def test_alignment_is_by_id_as_text() -> None:
    entities = pd.DataFrame({"record_id": ["3", "1", "2"], "entity_id": ["a", "b", "a"]})
    truth = pd.DataFrame({"id": [1, 2, 3], "entity_id": [10, 20, 20]})
    predicted, true = measure.align(entities, truth)
    assert list(predicted) == ["b", "a", "a"]
    assert list(true) == [10, 20, 20]
    assert measure.score_clusters(entities, truth)["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


@pytest.mark.parametrize(
    ("ids", "message"),
    [(["1", "2"], "1 missing"), (["1", "2", "2"], "1 repeated"), (["1", "2", "4"], "1 missing")],
)
def test_records_that_are_lost_or_repeated_are_an_error(ids: list[str], message: str) -> None:
    entities = pd.DataFrame({"record_id": ids, "entity_id": range(len(ids))})
    with pytest.raises(ValueError, match=message):
        measure.align(entities, pd.DataFrame({"id": [1, 2, 3], "entity_id": [1, 1, 2]}))


def test_sides_of_different_length_are_an_error() -> None:
    with pytest.raises(ValueError, match="found 2 and 1"):
        measure.pairwise([1, 2], [1])


def test_two_empty_sides_score_one() -> None:
    assert measure.Score(1.0, 1.0).f1 == 1.0
    assert measure.Score(0.0, 0.0).f1 == 0.0
    assert measure.pairwise([1, 2], [1, 2]).f1 == 1.0
