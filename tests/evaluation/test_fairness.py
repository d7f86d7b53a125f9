"""Rates by group: the counts of going pair by pair, bounds that hold them, and gaps among those large enough."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.evaluation.fairness import (
    GroupRates,
    gaps,
    matches_of,
    missed,
    rates_by_group,
    rates_by_pair,
    rates_by_slice,
    wrong,
)
from resolve.evaluation.metrics import score_clusters

QUIET = settings(max_examples=100, deadline=None)
ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from("abcde"), st.sampled_from(["Cyrl", "Latn"])), min_size=1, max_size=12
)


def together(labels) -> set[tuple[int, int]]:
    return {(i, j) for i, j in itertools.combinations(range(len(labels)), 2) if labels[i] == labels[j]}


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def counted(found, true, in_slice) -> tuple[int, float, int, float]:
    """Count pair by pair those for which `in_slice` holds."""
    of_true, of_found = ({pair for pair in together(labels) if in_slice(*pair)} for labels in (true, found))
    right = len(of_true & of_found)
    return len(of_true), share(right, len(of_true)), len(of_found), share(right, len(of_found))


@QUIET
@given(ROWS)
def test_rates_count_as_pair_by_pair_with_bounds_round_them(rows):
    found, true, slices = zip(*rows, strict=True)
    of_slices, of_pairs = rates_by_slice(found, true, slices), rates_by_pair(found, true, slices)
    assert set(of_slices) == set(slices)
    expected = {
        name: counted(found, true, lambda i, j, name=name: name in (slices[i], slices[j])) for name in of_slices
    }
    expected |= {
        name: counted(found, true, lambda i, j, name=name: name == "–".join(sorted((slices[i], slices[j]))))
        for name in of_pairs
    }
    for name, rate in (of_slices | of_pairs).items():
        assert (rate.pairs, rate.recall, rate.found, rate.precision) == pytest.approx(expected[name])
        assert rate.recall_low <= rate.recall <= rate.recall_high
        assert rate.precision_low <= rate.precision <= rate.precision_high


@QUIET
@given(ROWS)
def test_pairs_of_slices_add_up_to_the_whole(rows):
    found, true, slices = zip(*rows, strict=True)
    whole = score_clusters(found, true)
    rates = rates_by_pair(found, true, slices).values()
    assert sum(rate.pairs for rate in rates) == whole.all_pairs
    assert sum(round(rate.pairs * rate.recall) for rate in rates) == whole.true_pairs


@QUIET
@given(st.lists(st.tuples(st.sampled_from("xy"), st.booleans(), st.booleans(), st.integers(0, 5)), max_size=20))
def test_groups_count_as_one_by_one(cases):
    groups, match, said, person = ([case[at] for case in cases] for at in range(4))
    rates = rates_by_group(groups, match, said, person)
    assert set(rates) == set(groups)
    for name, rate in rates.items():
        yes = [case[2] for case in cases if case[0] == name and case[1]]
        no = [case[2] for case in cases if case[0] == name and not case[1]]
        assert (rate.matches, rate.others) == (len(yes), len(no))
        assert rate.recall == pytest.approx(sum(yes) / len(yes) if yes else 0.0)
        assert rate.false_rate == pytest.approx(sum(no) / len(no) if no else 0.0)
        assert rate.recall_low <= rate.recall <= rate.recall_high or not yes


def group(matches: int, recall: float, low: float, high: float) -> GroupRates:
    return GroupRates(matches, recall, low, high, 10, 0.1, 0.05, 0.2)


def test_gaps_are_to_the_best_of_those_large_enough():
    rates = {
        "few": group(5, 1.0, 0.5, 1.0),
        "best": group(50, 0.9, 0.8, 0.95),
        "near": group(50, 0.85, 0.7, 0.9),
        "far": group(50, 0.5, 0.4, 0.6),
    }
    found = gaps(rates)
    assert set(found) == {"best", "near", "far"} and found["best"].recall == 0
    assert (found["near"].sure, found["far"].sure) == (False, True) and found["far"].best == "best"
    assert gaps({"few": rates["few"]}) == {} == gaps({})


def test_errors_are_the_other_side_of_the_rates():
    rates = group(30, 0.9, 0.8, 0.95)
    assert (missed(rates).low, missed(rates).value, missed(rates).high) == pytest.approx((0.05, 0.1, 0.2))
    assert wrong(rates).value == 0.1 and matches_of(rates) == 30
    of_pairs = rates_by_slice(["a", "a"], ["x", "y"], ["s", "s"])["s"]
    assert (wrong(of_pairs).value, matches_of(of_pairs)) == (1.0, 0)
