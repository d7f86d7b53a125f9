"""Files with next to no third records: lonely pairs gain, rivals of a better pair lose; elsewhere nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.deciding import few_partners
from resolve.linkage.groups import Groups
from resolve.linkage.partners import Partners, Side, beside_better
from resolve.linkage.pipeline import Policy, Scored, Task
from resolve.records.prepare import Records
from resolve.scoring.weights import Model


def side(pairs: list[tuple[int, int, float]], records: int) -> Side:
    left, right, bits = (np.array(part) for part in zip(*pairs, strict=True))
    return Side(left, right, bits.astype(float), np.ones(records, np.int64))


def couples(number: int, bits: float = 20.0) -> list[tuple[int, int, float]]:
    return [(2 * n, 2 * n + 1, bits) for n in range(number)]


def threes(number: int, start: int) -> list[tuple[int, int, float]]:
    return [(start + 3 * n + a, start + 3 * n + b, 20.0) for n in range(number) for a, b in ((0, 1), (0, 2), (1, 2))]


def test_where_records_have_one_partner_at_most_a_second_costs_and_loneliness_gains():
    found = Partners.among(side(couples(500), 5000))
    assert found.lost < -5
    assert found.gained == pytest.approx(-2 * np.log2(0.8), abs=0.05)


def test_the_more_files_hold_third_records_the_less_it_costs_until_it_is_nothing():
    some = [Partners.among(side(couples(500) + threes(number, 1000), 8000)) for number in (0, 2, 5)]
    assert some[0].lost < some[1].lost < some[2].lost < 0
    assert Partners.among(side(couples(500) + threes(300, 1000), 8000)) == Partners()


def test_too_few_links_tell_nothing():
    assert Partners.among(side(couples(50), 2000)) == Partners()


def test_identical_records_are_partners_too():
    each = side([(n, n, 20.0) for n in range(500)], 2500)
    each.sizes[:500] = 2
    assert Partners.among(each).lost < -5
    each.sizes[:500] = 3
    assert Partners.among(each) == Partners()


def test_only_a_better_rival_counts_and_as_far_as_it_is_likely():
    left, right = np.array([0, 0, 3, 5, 5]), np.array([1, 2, 4, 6, 7])
    found = beside_better(left, right, np.array([20.0, 4.0, 4.0, 3.0, 3.0]), 8, -6.0)
    assert found.round(2).tolist() == [20.0, -2.0, 4.0, 3.0, 3.0]


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(-400, 400)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.floats(-20, -0.1))
def test_weights_never_rise_and_fall_by_so_much_at_most(pairs, lost):
    each = side(pairs, 10)
    found = beside_better(each.left, each.right, each.bits, 10, lost)
    assert (found <= each.bits + 1e-9).all() and (found >= each.bits + lost - 1e-9).all()
    best = each.bits.max()
    assert (found[each.bits == best] == best).all()


def test_a_namesake_of_two_who_have_found_each_other_is_no_link():
    couple = couples(600, 12.0)
    pairs = [*couple, (0, 1200, 3.0), (1201, 1202, 1.0)]
    left, right, weight = (np.array(part) for part in zip(*pairs, strict=True))
    bars = np.zeros(len(pairs), bool)
    scored = Scored(
        left.astype(np.int32), right.astype(np.int32), weight.astype(np.float32), np.zeros(len(pairs), np.int8), bars
    )
    records = Records((), (), np.zeros(6000, np.int16), np.empty(6000, object), {})
    groups = replace(Groups.of(records, by_source=False), size=np.ones(6000, np.int64))
    model, told = few_partners(records, Model(1e-4, {}, ()), Task(Policy.named("default")), scored, groups)
    assert told.weight[-2] < 0 < told.weight[-1]
    assert model.left_over_bits == pytest.approx(told.weight[-1] - 1.0, abs=1e-5)
    assert not told.barred.any()
