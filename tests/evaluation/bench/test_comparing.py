"""What moved since an earlier run: better, worse, within noise, or not to be told."""

from __future__ import annotations

import pytest

from resolve.evaluation.bench.comparing import BETTER, MOVED, NOISE, WORSE, Measure, moved, unlike

KEY = ("a set", "resolve")


def change(was: dict[str, float], name: str, now: Measure):
    return moved({"rows": [{"set": KEY[0], "contender": KEY[1], **was}]}, {KEY: {name: now}})


@pytest.mark.parametrize(
    ("was", "now", "verdict"),
    [
        ((0.80, 0.79, 0.81), (0.90, 0.89, 0.91), BETTER),
        ((0.90, 0.89, 0.91), (0.80, 0.79, 0.81), WORSE),
        ((0.80, 0.70, 0.90), (0.82, 0.81, 0.83), NOISE),  # inside the old bounds
        ((0.80, 0.79, 0.81), (0.82, 0.70, 0.90), NOISE),  # the old value is inside the new bounds
    ],
)
def test_a_move_counts_where_each_value_is_outside_the_other_bounds(was, now, verdict):
    old = dict(zip(("f1", "f1_low", "f1_high"), was, strict=True))
    [found] = change(old, "f1", Measure(*now))
    assert (found.was, found.now, found.verdict) == (was[0], now[0], verdict)


def test_without_bounds_it_only_moved():
    assert change({"f1": 0.8}, "f1", Measure(0.9, 0.8, 1.0))[0].verdict == MOVED
    assert change({"f1": 0.8, "f1_low": 0.7, "f1_high": 0.9}, "f1", Measure(0.95))[0].verdict == MOVED


@pytest.mark.parametrize(("now", "verdict"), [(5.0, BETTER), (9.0, NOISE), (12.0, NOISE), (20.0, WORSE)])
def test_times_are_better_when_less_and_move_from_a_quarter_on(now, verdict):
    assert change({"seconds": 10.0}, "seconds", Measure(now, more_is_better=False))[0].verdict == verdict


def test_what_did_not_move_or_is_not_in_both_is_not_told():
    assert change({"f1": 0.8}, "f1", Measure(0.8001)) == []
    assert change({}, "f1", Measure(0.8)) == change({"f1": None}, "f1", Measure(0.8)) == []
    assert moved({}, {KEY: {"f1": Measure(0.5)}}) == moved({"rows": [{}]}, {KEY: {"f1": Measure(0.5)}}) == []


def test_what_else_differs_is_said():
    old = {"suite": "world", "world_rules": "a", "seed": 1, "machine": "x"}
    assert unlike(old, old) == [] == unlike({}, old)
    assert len(unlike(old, {"suite": "names", "world_rules": "b", "seed": 2, "machine": "y"})) == 4
