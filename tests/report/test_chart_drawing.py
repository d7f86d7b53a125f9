"""The drawings: valid Vega-Lite for any figures, in both widths, and the style sheet knows their colours."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Any

import pandas as pd
import pytest

import resolve
from resolve.errors import InputError
from resolve.evaluation.thresholds import by_threshold
from resolve.evaluation.truth import Judged
from resolve.report import chart_data, chart_drawing, chart_svg
from resolve.report.chart_drawing import DRAWINGS, NARROW, WIDE
from resolve.report.explanation import Evidence, Explanation

alt = pytest.importorskip("altair")

HOSTILE = ["<script>alert(1)</script>", '"><img onerror=alert(1)>', "a\nb", "datum['x']", "\u202egnp", "x" * 5_000, ""]


def figures_of(run: resolve.Resolution) -> dict[str, Any]:
    data = {name: made() for name, made in chart_data.for_run(run.linked).items()}
    judged = Judged(run.links["weight"].to_numpy(), (run.links["weight"] > 3).to_numpy(), len(run.links) + 1)
    return {**data, "precision_recall": by_threshold(judged, 1.0)}


@pytest.fixture(scope="module")
def run() -> resolve.Resolution:
    people = pd.DataFrame({
        "surname": ["Hoxha", "Petrović", "Ilić", "Novak"] * 3, "given_name": ["Ana", "Ivo", "Jana"] * 4,
        "birth_date": [f"198{n % 5}-03-1{n % 7}" for n in range(12)], "sex": ["f", "m", "f"] * 4,
    })  # fmt: skip
    return resolve.dedupe(pd.concat([people, people], ignore_index=True))


def test_every_chart_is_valid_in_both_widths(run: resolve.Resolution) -> None:
    for name, data in figures_of(run).items():
        for width in (WIDE, NARROW):
            spec = DRAWINGS[name](data, width).to_dict()  # Altair checks it against the schema of Vega-Lite
            assert "https://" not in json.dumps({**spec, "$schema": ""}), "nothing is fetched"
    first = run.entities["record_id"].tolist()
    DRAWINGS["waterfall"](run.chart_data("waterfall", pair=(first[0], first[1]))).to_dict()


def test_units_stand_on_the_axes(run: resolve.Resolution) -> None:
    data = figures_of(run)
    for name, words in {
        "match_weights": "match weight in bits", "m_u": "share of the pairs that are at the level",
        "weights": "match weight in bits", "unlinkables": "records that cannot reach it",
        "precision_recall": "links from this match weight, in bits",
    }.items():  # fmt: skip
        assert f'"title": "{words}"' in json.dumps(DRAWINGS[name](data[name]).to_dict())


def test_hostile_words_are_words(run: resolve.Resolution) -> None:
    weights = chart_data.match_weights(run.model).head(len(HOSTILE)).assign(level=HOSTILE, field=HOSTILE)
    shares = chart_data.m_and_u(run.model).head(len(HOSTILE)).assign(level=HOSTILE, field=HOSTILE)
    assert DRAWINGS["match_weights"](weights).to_dict()
    spec = DRAWINGS["m_u"](shares).to_dict()
    (rows,) = spec["datasets"].values()
    assert all(row["label"].count("\n") <= 1 for row in rows), "no label has more than two lines"
    assert all(len(row["label"]) <= 120 for row in rows)


def test_values_of_records_are_cut() -> None:
    long = Evidence("surname", "a" * 1_000_000, "\ud800<b>", "same", 6.0, 0.0)
    told = chart_data.waterfall(Explanation(("a", "1"), ("b", "2"), -5.0, 0.0, (long,), 1.0, 0.7))
    assert len(DRAWINGS["waterfall"](told).to_json()) < 20_000


def test_no_figures_draw_an_empty_chart() -> None:
    empty = by_threshold(Judged(pd.Series(dtype=float).to_numpy(), pd.Series(dtype=bool).to_numpy(), 0))
    assert DRAWINGS["precision_recall"](empty).to_dict()
    one = resolve.dedupe(pd.DataFrame({"surname": ["Hoxha"], "given_name": ["Ana"]}))
    for name, made in chart_data.for_run(one.linked).items():
        assert DRAWINGS[name](made()).to_dict()


def test_the_style_sheet_knows_every_colour(run: resolve.Resolution) -> None:
    style = files("resolve.report").joinpath("page.css").read_text("utf-8")
    known = [getattr(chart_drawing, name) for name in ("FOR", "AGAINST", "NEUTRAL", "INK")]
    for colour in known:
        assert f'[fill="{colour}"]' in style and f'[stroke="{colour}"]' in style
    assert f'[fill="{chart_drawing.UNSURE}"]' in style and f'[stroke="{chart_drawing.LINE}"]' in style
    for colour in (*known, chart_drawing.UNSURE, chart_drawing.LINE, chart_drawing.SOFT):
        assert f": {colour};" in style, "the page draws its own bars and words in the same colours"


def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch, run: resolve.Resolution) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(InputError, match=r"resolve-entities\[charts\]"):
        run.chart("weights")
    assert len(run.chart_data("weights")), "the figures need nothing installed"


def test_svg_says_what_to_install(monkeypatch: pytest.MonkeyPatch, run: resolve.Resolution) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(InputError, match=r"resolve-entities\[charts\]"):
        chart_svg.to_svg(run.chart("weights"))
