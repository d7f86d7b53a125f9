"""Plots keep within their frame, say what they show, and hold no text that is not escaped."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.report.plots import Axis, Series, Span, legend, lines, outwards, shares, spans

SHARE = st.floats(0, 1)
LOG = Axis("alerts", 0.1, 100.0, ((1.0, "1"), (10.0, "10")), log=True)


def places(markup: str) -> list[float]:
    """Give every x and y of marks and lines."""
    root = ET.fromstring(f"<div>{markup}</div>".replace("\u00a0", " "))
    found = []
    for svg in root.iter("svg"):
        width, height = map(float, svg.attrib["viewBox"].split()[2:])
        for part in svg.iter():
            for name, most in (
                ("x", width),
                ("x1", width),
                ("x2", width),
                ("cx", width),
                ("y1", height),
                ("cy", height),
            ):
                if name in part.attrib:
                    found.append(float(part.attrib[name]) / most)
            if part.tag == "path":
                numbers = [float(number) for number in re.findall(r"-?[\d.]+", part.attrib["d"])]
                found += [number / (width if at % 2 == 0 else height) for at, number in enumerate(numbers)]
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SHARE, SHARE), max_size=8), st.integers(0, 12), st.none() | st.tuples(SHARE, SHARE))
def test_lines_keep_within_the_frame(points, number, mark):
    drawn = lines([Series("who", number, tuple(points), mark)], shares("x"), shares("y"), title="t", label="l")
    assert all(0 <= place <= 1 for place in places(drawn))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_logarithmic_axes_take_nothing_and_too_much(values):
    drawn = lines([Series("who", 0, tuple((value, 0.5) for value in values))], LOG, shares("y"), title="t", label="l")
    assert all(0 <= place <= 1 for place in places(drawn))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), SHARE, SHARE), max_size=6))
def test_spans_keep_within_the_frame_whatever_the_rows_are_called(rows):
    made = [Span(name, at, min(pair), min(pair), max(pair), "w") for at, (name, *pair) in enumerate(rows)]
    drawn = spans([("a set", made), ("", made)], shares("F1"), label="l", best="lowest")
    assert all(0 <= place <= 1 for place in places(drawn))
    assert drawn.count("<svg") == 2


def test_bars_stand_in_place_of_a_line():
    series = Series("who", 1, ((0.1, 0.2), (0.9, 0.8)), bounds=((0.1, 0.3), (0.7, 0.9)))
    drawn = lines([series], shares("said"), shares("true"), title="t", label="l", diagonal=True)
    assert "<path" not in drawn and drawn.count('class="span s1"') == 2 and 'class="diagonal"' in drawn


def test_what_is_named_is_text_and_said_to_those_who_cannot_see():
    hostile = "<script>x</script>\u202e"
    drawn = spans([(hostile, [Span(hostile, 0, 0.5, 0.4, 0.6, hostile)])], shares("F1"), label=hostile)
    drawn += lines([Series(hostile, 0, ((0.1, 0.2),))], shares("x"), shares("y"), title=hostile, label=hostile)
    drawn += legend([(hostile, at) for at in range(8)])
    assert "<script" not in drawn and "\u202e" not in drawn and drawn.count('role="img"') == 3


@pytest.mark.parametrize(
    ("ends", "moved"), [((0.83, 0.97), (0.8, 1.0)), ((0.0, 0.0), (0.0, 0.1)), ((0.3, 0.3), (0.3, 0.4))]
)
def test_ends_move_outwards_within_shares(ends, moved):
    assert outwards(*ends) == moved
    axis = shares("x", *moved)
    assert axis.ticks[0][0] == moved[0] and axis.ticks[-1][0] == pytest.approx(moved[1])
