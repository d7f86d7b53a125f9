"""What is left of a run: told from all stages, those that have not begun among them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolve
from resolve.interfaces.estimate import Estimate, known_effort
from resolve.interfaces.screen import time_left


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def after(effort: dict[str, float], told: list[tuple[float, str, float]]) -> Estimate:
    """Give the estimate after progress was told at given times."""
    clock = Hands()
    estimate = Estimate(effort, clock)
    for seconds, stage, share in told:
        clock.now = seconds
        estimate.told(stage, share)
    return estimate


def test_stages_that_have_not_begun_count():
    estimate = after({"first": 1, "second": 9}, [(0, "first", 0), (10, "first", 1)])
    assert estimate.done == pytest.approx(0.1)
    assert estimate.left() == pytest.approx(90)


def test_a_slow_machine_is_told_by_what_is_done():
    told = [(0.0, "first", 0.0), (40.0, "first", 1.0), (40.0, "second", 0.0), (80.0, "second", 0.5)]
    assert after({"first": 1, "second": 2}, told).left() == pytest.approx(40)


def test_nothing_is_said_too_early():
    assert after({"first": 1, "second": 9}, [(0, "first", 0)]).left() is None
    assert after({"first": 1, "second": 9}, [(0, "first", 0), (0.1, "first", 1)]).left() is None


def test_stages_taken_up_from_an_earlier_run_tell_nothing_of_the_machine():
    told = [
        (0.0, "read", 0.0),
        (10.0, "read", 1.0),
        (10.0, "block", 0.0),
        (10.01, "block", 1.0),
        (10.1, "compare", 0.0),
    ]
    estimate = after({"read": 1, "block": 5, "compare": 4}, told)
    assert estimate.left() == pytest.approx(40, rel=0.05)


def test_a_finished_run_has_nothing_left():
    estimate = after({"first": 1}, [(0, "first", 0), (5, "first", 1)])
    assert (estimate.done, estimate.left()) == (1, 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from(["a", "b", "c"]), st.floats(-1, 2)), max_size=20))
def test_whatever_is_told_the_share_done_never_falls_and_nothing_breaks(steps):
    clock = Hands()
    estimate, before = Estimate({"a": 1, "b": 2}, clock), 0.0
    for seconds, stage, share in steps:
        clock.now += seconds
        estimate.told(stage, share)
        assert before <= estimate.done <= 1 + 1e-9
        left = estimate.left()
        assert left is None or left >= -1e-6
        before = estimate.done


def test_every_stage_that_a_run_tells_is_known_and_in_order(messy_frame, tmp_path):
    told = []
    found = resolve.dedupe(messy_frame(60, 1), progress=lambda stage, share: told.append(stage))
    found.save(tmp_path, lambda stage, share: told.append(stage))
    assert list(dict.fromkeys(told)) == list(known_effort())


def test_time_left_is_said_in_round_figures():
    assert [time_left(seconds) for seconds in (0.2, 7, 59, 3590, 3600)] == [
        "",
        "some 5 s left",
        "some 60 s left",
        "some 1 h left",
        "some 1 h left",
    ]
