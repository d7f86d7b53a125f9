"""Charts of a result by name, and the curve of a saved one."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

import resolve
from resolve.errors import InputError, UnknownNameError
from resolve.interfaces.charts import curve_of_files, save_curve
from resolve.report.chart_drawing import DRAWINGS

PEOPLE = pd.DataFrame({
    "id": ["<script>1", "2", "3", "4", "5"], "surname": ["Hoxha", "Hoxha", "Petrović", "Petrovic", "Novak"],
    "given_name": ["Agim", "Agim", "Ana", "Ana", "Ivo"],
    "birth_date": ["1980-01-02"] * 2 + ["1985-03-04"] * 2 + ["1970"],
})  # fmt: skip
TRUTH = pd.DataFrame({"record_id": PEOPLE["id"], "entity_id": ["a", "a", "b", "b", "c"]})


@pytest.fixture(scope="module")
def run() -> resolve.Resolution:
    return resolve.dedupe(PEOPLE)


def test_every_chart_has_its_figures(run):
    for name in DRAWINGS:
        data = run.chart_data(name, pair=("<script>1", "2"), truth=TRUTH)
        assert isinstance(data, pd.DataFrame) and len(data)
    curve = run.chart_data("precision_recall", truth=TRUTH)
    assert curve["bound"].sum() == 1 and curve["recall"].max() == 1.0


def test_every_chart_can_be_drawn(run):
    pytest.importorskip("altair")
    for name in DRAWINGS:
        assert run.chart(name, pair=("<script>1", "2"), truth=TRUTH).to_dict()["$schema"]


def test_what_is_missing_is_said(run):
    with pytest.raises(UnknownNameError, match="there are: match_weights"):
        run.chart_data("pie")
    with pytest.raises(InputError, match="pair="):
        run.chart_data("waterfall")
    with pytest.raises(InputError, match="truth="):
        run.chart_data("precision_recall")
    with pytest.raises(UnknownNameError):
        run.chart_data("waterfall", pair=("1", "nobody"))


def test_a_model_from_a_file_is_charted_for_the_fields_that_the_data_fills(run, tmp_path):
    run.model.save(tmp_path / "model.json")
    again = resolve.dedupe(PEOPLE.drop(columns="birth_date"), model=tmp_path / "model.json")
    assert set(again.chart_data("match_weights")["field"]) == {"", "given name", "surname"}
    again.report(tmp_path / "report.html")


def test_a_run_without_a_link_has_every_chart(tmp_path):
    none = resolve.dedupe(pd.DataFrame({"surname": ["Hoxha", "Novak"], "given_name": ["Ana", "Ivo"], "id": ["1", "2"]}))
    assert len(none.links) == 0
    for name in ("match_weights", "m_u", "weights", "unlinkables"):
        assert isinstance(none.chart_data(name), pd.DataFrame)
    truth = pd.DataFrame({"record_id": ["1", "2"], "entity_id": ["a", "a"]})
    assert none.chart_data("precision_recall", truth=truth)["recall"].max() == 0.0
    none.report(tmp_path / "report.html", truth=truth)


def test_the_report_shows_the_curve_where_the_truth_is_given(run, tmp_path):
    run.report(tmp_path / "report.html", truth=TRUTH)
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "Against the truth" in html and "F1 is highest" in html
    assert "<script" not in html


def test_the_curve_of_saved_files_is_that_of_the_run(run, tmp_path):
    run.save(tmp_path / "out")
    TRUTH.to_csv(tmp_path / "truth.csv", index=False)
    of_folder = curve_of_files(tmp_path / "out", tmp_path / "truth.csv")
    of_run = run.chart_data("precision_recall", truth=TRUTH)
    columns = ["weight", "found", "right", "precision", "recall"]
    expected = of_run[~of_run["bound"]][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(of_folder[columns], expected)
    of_links = curve_of_files(tmp_path / "out" / "links.csv", tmp_path / "truth.csv")
    assert of_links["found"].max() == len(run.links)


def test_the_curve_is_saved_as_the_file_name_says(run, tmp_path, monkeypatch):
    scores, curve = resolve.evaluate(run, TRUTH), run.chart_data("precision_recall", truth=TRUTH)
    save_curve(scores, curve, tmp_path / "pr.html")
    assert "<script" not in (tmp_path / "pr.html").read_text("utf-8")
    with pytest.raises(InputError, match=r"\.html, \.svg or \.json"):
        save_curve(scores, curve, tmp_path / "pr.xls")
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(InputError, match="charts"):
        save_curve(scores, curve, tmp_path / "pr.json")
    assert not (tmp_path / "pr.json").exists()


def test_the_curve_as_a_vega_lite_chart(run, tmp_path):
    pytest.importorskip("altair")
    save_curve(resolve.evaluate(run, TRUTH), run.chart_data("precision_recall", truth=TRUTH), tmp_path / "pr.json")
    assert "vega-lite" in json.loads((tmp_path / "pr.json").read_text("utf-8"))["$schema"]


def test_the_curve_as_svg(run, tmp_path):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    save_curve(resolve.evaluate(run, TRUTH), run.chart_data("precision_recall", truth=TRUTH), tmp_path / "pr.svg")
    assert (tmp_path / "pr.svg").read_text("utf-8").startswith("<svg")
