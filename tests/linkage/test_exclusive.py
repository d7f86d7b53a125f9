"""Sources in which nobody is twice: lonely pairs gain, rivals lose, and it is only taken to be so where it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.deciding import once_a_source
from resolve.linkage.exclusive import Sides, left_over_bits, nobody_twice, with_rivals
from resolve.linkage.groups import Groups
from resolve.linkage.pipeline import Policy, Scored, Task
from resolve.records.prepare import Records
from resolve.scoring.weights import Model, probability_of


def sides(pairs: list[tuple[int, int, float]], each: int) -> Sides:
    """Give pairs between two sources of `each` records, the second's rows following the first's."""
    left, right, bits = (np.array(part) for part in zip(*pairs, strict=True))
    return Sides(left, right + each, bits.astype(float), np.ones(2 * each, np.int64), (each, each))


def matching(each: int, linked: int, bits: float = 20.0) -> list[tuple[int, int, float]]:
    return [(n, n, bits) for n in range(linked)]


def test_a_better_partner_leaves_nothing_to_the_others():
    found = with_rivals(np.array([0, 0]), np.array([1, 2]), np.array([20.0, 3.0]), 3)
    assert found[0] > 0.99 and found[1] < 0.001


def test_who_is_left_over_gains_more_the_fewer_are_left_over():
    few, many = (left_over_bits(sides(matching(1_000, linked), 1_000)) for linked in (950, 500))
    assert few > many > 0
    assert many == pytest.approx(2.0, abs=0.2)


def test_a_handful_of_records_tells_next_to_nothing():
    assert left_over_bits(sides(matching(3, 3), 3)) < 1.0


def test_nobody_is_twice_where_links_are_single():
    assert nobody_twice(sides(matching(1_000, 900), 1_000))


def test_people_may_be_twice_where_some_have_two_partners_or_there_are_few():
    double = [(n, n + 1, 15.0) for n in range(50)]
    assert not nobody_twice(sides(matching(1_000, 900) + double, 1_000))
    assert not nobody_twice(sides(matching(100, 90), 100))


def test_identical_records_of_one_source_are_people_twice():
    several = sides(matching(1_000, 900), 1_000)
    several.sizes[:50] = 2
    assert not nobody_twice(several)


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(-400, 400)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_probabilities_of_one_record_add_up_to_one_at_most(pairs):
    each = sides(pairs, 10)
    found = with_rivals(each.left, each.right, each.bits, 20)
    assert ((found >= 0) & (found <= 1)).all()
    distinct = len({(a, b) for a, b, _ in pairs}) == len(pairs)
    if distinct:
        assert (np.bincount(each.left, found) <= 1 + 1e-9).all()
        assert (np.bincount(each.right, found) <= 1 + 1e-9).all()
    assert np.isfinite(left_over_bits(each))


def test_a_pair_with_a_better_rival_has_the_probability_that_is_left_to_it():
    each = 700
    left = np.append(np.arange(each), 0).astype(np.int32)
    right = np.append(np.arange(each), 1).astype(np.int32) + np.int32(each)
    weight = np.append(np.full(each, 12.0), -2.0).astype(np.float32)
    scored = Scored(left, right, weight, np.zeros(each + 1, np.int8), np.zeros(each + 1, bool))
    codes = np.repeat(np.array([0, 1], np.int16), each)
    records = Records((), (), codes, np.empty(2 * each, object), {})
    groups = Groups.of(records, by_source=False)
    groups = replace(groups, size=np.ones(2 * each, np.int64))
    task = Task(Policy.named("default"), across_only=True)
    model, told = once_a_source(records, Model(1e-4, {}, ()), task, scored, groups)
    assert model.left_over_bits > 3  # so that by itself the last pair would be likelier than not
    assert probability_of(told.weight[-1:])[0] < 0.01 and told.barred.tolist() == [False] * each + [True]
    assert (told.weight[:-1] > weight[:-1]).all()
