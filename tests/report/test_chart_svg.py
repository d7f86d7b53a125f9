"""Charts inside pages: shapes and words only, escaped, the same for the same figures."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

import resolve
from resolve.evaluation.thresholds import by_threshold
from resolve.evaluation.truth import Judged
from resolve.report import chart_data, chart_drawing, chart_svg
from resolve.report.html import page
from resolve.report.quality import Extras

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

FORBIDDEN = ("http", "url(", "<script", "<style", "style=", "href", "<img", "<b ", "<image", "foreignobject")


@pytest.fixture(scope="module")
def run() -> resolve.Resolution:
    people = pd.DataFrame({
        "surname": ["Hoxha", "Petrović", "Ilić", "Novak"] * 3, "given_name": ["Ana", "Ivo", "Jana"] * 4,
        "birth_date": [f"198{n % 5}-03-1{n % 7}" for n in range(12)],
    })  # fmt: skip
    return resolve.dedupe(people)


def test_holds_shapes_and_escaped_words_only(run: resolve.Resolution) -> None:
    hostile = ["<script>alert(1)</script>", "</text></svg><img src=x onerror=alert(1)>", "a\u202eb", "<b onclick=x>"]
    data = chart_data.match_weights(run.model).head(4).assign(level=hostile, field=hostile)
    drawn = chart_svg.drawn(chart_drawing.match_weights, data, label=hostile[1])
    assert not any(words in drawn.lower() for words in FORBIDDEN)
    assert set(re.findall(r"<(\w+)", drawn)) <= {"div", "svg", "g", "path", "rect", "line", "text", "tspan"}
    assert "&lt;script&gt;" in drawn
    assert "\u202e" not in drawn


def test_comes_in_two_widths_or_in_one_column(run: resolve.Resolution) -> None:
    data = chart_data.weight_histogram(run.linked)
    both = chart_svg.drawn(chart_drawing.weights, data, label="x")
    assert re.findall(r'class="vega (\w+)"', both) == ["wide", "narrow"]
    one = chart_svg.drawn(chart_drawing.weights, data, label="x", narrow=True)
    assert re.findall(r'class="vega (\w+)"', one) == ["column"]
    assert both == chart_svg.drawn(chart_drawing.weights, data, label="x")


def test_the_report_holds_the_charts_and_stays_self_contained(run: resolve.Resolution) -> None:
    curve = by_threshold(Judged(run.links["weight"].to_numpy(), (run.links["weight"] > 3).to_numpy(), 30), 1.22)
    written = page(run.linked, title="x", written=date(2026, 11, 26), extras=Extras(curve=curve, charts=True))
    labels = re.findall(r'<svg class="vega[^>]*aria-label="([^"]*)"', written)
    assert len(labels) == 6, "unlinkables and precision-recall in two widths, match weights and m and u in one"
    assert not any(words in written.lower() for words in ("http://", "https://", "url(", "<script", " style="))
    assert chart_svg.HOW_TO_GET.split("'")[1] not in written
