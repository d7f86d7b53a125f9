"""Blocks hold the places whose keys agree, and every pair inside them once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.linkage.blocks import Blocks, pairs_of

CODES = st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 3)), max_size=40)
HUGE = 2**31 - 2


def parts_of(rows: list[tuple[int, int]], *, scale: int = 1) -> list[np.ndarray]:
    """Turn rows of codes into arrays; a scale makes the codes so large that they must be numbered anew."""
    table = np.array(rows, np.int64).reshape(-1, 2)
    return [np.where(table[:, i] < 0, -1, table[:, i] * scale).astype(np.int32) for i in range(2)]


def agreeing(rows: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Give the pairs of places whose codes are all there and agree, by brute force."""
    return {(i, j) for i, j in itertools.combinations(range(len(rows)), 2) if rows[i] == rows[j] and min(rows[i]) >= 0}


def pairs_in(blocks: Blocks) -> list[tuple[int, int]]:
    return list(zip(*(side.tolist() for side in blocks.all_pairs()), strict=True))


@given(CODES, st.sampled_from([1, HUGE // 4]))
def test_pairs_are_those_of_places_that_agree_in_every_part(rows, scale):
    blocks = Blocks.of(parts_of(rows, scale=scale))
    found = pairs_in(blocks)
    assert len(found) == len(set(found)) == blocks.pairs and set(found) == agreeing(rows)


@given(CODES)
def test_splitting_by_a_further_part_is_the_same_as_asking_for_both(rows):
    first, second = parts_of(rows)
    whole = Blocks.of([first])
    assert set(pairs_in(whole.split(second[whole.order]))) == agreeing(rows)


@given(CODES)
def test_keys_agree_where_blocks_are_shared(rows):
    blocks = Blocks.of(parts_of(rows))
    key = blocks.keys(len(rows))
    shared = {(i, j) for i, j in itertools.combinations(range(len(rows)), 2) if key[i] == key[j] >= 0}
    assert shared == agreeing(rows)


def test_many_wide_parts_are_numbered_anew_and_not_mixed_up():
    wide = np.array([0, HUGE, HUGE, 0, HUGE], np.int32)
    assert pairs_in(Blocks.of([wide, wide, wide, np.array([0, 1, 1, 0, HUGE], np.int32)])) == [(0, 3), (1, 2)]


def test_wide_parts_that_are_missing_make_no_block():
    wide = np.array([0, -1, HUGE, HUGE, -1, HUGE], np.int32)
    last = np.array([0, 1, -1, HUGE, 1, HUGE], np.int32)
    assert pairs_in(Blocks.of([wide, wide, wide, last])) == [(3, 5)]


@given(CODES, st.lists(st.booleans(), min_size=40, max_size=40))
def test_some_of_the_blocks_are_those_that_are_wanted(rows, wanted):
    blocks = Blocks.of(parts_of(rows))
    keep = np.array(wanted[: len(blocks)], bool)
    key = np.append(keep, False)[blocks.keys(len(rows))]
    assert set(pairs_in(blocks.where(keep))) == {(i, j) for i, j in pairs_in(blocks) if key[i]}


@given(CODES, st.lists(st.booleans(), min_size=40, max_size=40), st.lists(st.booleans(), min_size=80, max_size=80))
def test_blocks_that_are_left_out_are_in_no_pair_and_hold_up_nothing_after(rows, first, then):
    blocks = Blocks.of(parts_of(rows))
    leave = np.array(first[: len(blocks)], bool)
    left = blocks.without(leave)
    assert pairs_in(left) == pairs_in(blocks.where(~leave)) and left.pairs == blocks.where(~leave).pairs
    both, plain = left.beside(blocks.where(leave)), blocks.where(~leave).beside(blocks.where(leave))
    keep = np.array(then[: len(both)], bool)
    assert pairs_in(both.where(keep)) == pairs_in(plain.where(keep))
    assert both.where(keep).numbers().tolist() == plain.where(keep).numbers().tolist()


def test_some_pairs_are_pairs_of_blocks_whatever_their_keys_are_called():
    codes = np.random.default_rng(3).integers(0, 6, 60).astype(np.int32)
    blocks, renamed = Blocks.of([codes]), Blocks.of([5 - codes])
    drawn = [each.some_pairs(200, np.random.default_rng(7)) for each in (blocks, renamed)]
    assert all((one == other).all() for one, other in zip(*drawn, strict=True))
    assert set(zip(*(side.tolist() for side in drawn[0]), strict=True)) <= set(pairs_in(blocks))


@pytest.mark.parametrize("parts", [[np.empty(0, np.int32)], [np.full(4, -1, np.int32)], [np.arange(4)]])
def test_nothing_shared_gives_no_blocks(parts):
    blocks = Blocks.of(parts)
    assert len(blocks) == 0 and blocks.pairs == 0 and pairs_in(blocks) == []


def test_pairs_of_large_blocks_are_counted_without_overflow():
    assert pairs_of(np.array([3_000_000_000])) == 3_000_000_000 * 2_999_999_999 // 2
