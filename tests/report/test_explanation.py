"""Explanations: for people as text and HTML, for programs as plain types."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import resolve
from resolve.report.chart_data import waterfall
from resolve.report.charts import Bounds
from resolve.report.explanation import RIVAL, explain_linked
from resolve.report.pairs import evidence_table

PEOPLE = pd.DataFrame(
    {
        "id": ["1", "2", "3"],
        "given_name": ["Ђорђе", "Djordje", "<b>Ana</b>"],
        "surname": ["Ђорђевић", "Djordjevic", "Marić & sons " + "very long " * 9],
        "birth_date": ["1.2.1985.", "1985-02-01", None],
        "sex": ["m", "m", "f"],
    }
)


@pytest.fixture(scope="module")
def found() -> resolve.Resolution:
    return resolve.dedupe({"<mup>": PEOPLE})


def test_the_evidence_adds_up_and_names_every_field(found):
    shown = found.explain("1", "2")
    assert {each.field for each in shown.evidence} == set(found.linked.records.columns)
    total = shown.prior_bits + shown.near_bits + sum(each.total for each in shown.evidence)
    assert total == pytest.approx(shown.weight, abs=1e-3) and shown.near_bits <= 0
    assert all(each.total == each.bits + each.rarity_bits for each in shown.evidence)
    by_field = {each.field: each for each in shown.evidence}
    assert (by_field["surname"].left, by_field["surname"].level) == ("djordjevic", "same")
    assert (shown.left, shown.right, shown.same_entity) == (("<mup>", "1"), ("<mup>", "2"), True)


def test_a_pair_with_a_better_rival_says_what_it_lost(found):
    linked = found.linked
    alone = found.explain("1", "2")
    lowered = replace(linked.links, weight=linked.links.weight - np.float32(4))
    told = explain_linked(replace(linked, links=lowered), 1, 0)
    assert (alone.rival_bits, told.rival_bits) == (0.0, pytest.approx(-4, abs=1e-3))
    assert told.weight == pytest.approx(lowered.weight[0]) and told.probability < alone.probability
    total = told.prior_bits + told.near_bits + told.rival_bits + sum(each.total for each in told.evidence)
    assert total == pytest.approx(told.weight, abs=1e-3)
    assert RIVAL[:30] in str(told) and RIVAL in told._repr_html_() and RIVAL not in str(alone)
    steps = waterfall(told)
    assert RIVAL in steps["step"].tolist() and steps["end"].iloc[-2] == pytest.approx(told.weight, abs=1e-3)
    bounds = Bounds(-4.2, 0.0)
    page = str(evidence_table(told, bounds))
    assert RIVAL in page and RIVAL not in str(evidence_table(alone, bounds))


def test_exchanging_the_two_exchanges_only_the_sides(found):
    one, other = found.explain("1", "3"), found.explain("3", "1")
    assert one.weight == pytest.approx(other.weight, abs=1e-4)
    assert [(e.right, e.left, e.level) for e in one.evidence] == [(e.left, e.right, e.level) for e in other.evidence]


def test_a_missing_value_is_no_evidence(found):
    born = next(each for each in found.explain("1", "3").evidence if each.field == "birth_date")
    assert (born.right, born.level, born.bits, born.rarity_bits) == ("", "missing", 0.0, 0.0)


def test_a_contradiction_counts_against(found):
    sex = next(each for each in found.explain("1", "3").evidence if each.field == "sex")
    assert sex.level == "different" and sex.total < 0


def test_it_is_given_as_plain_types(found):
    shown = found.explain("1", "2")
    content = json.loads(json.dumps(shown.to_dict()))
    assert content["weight"] == shown.weight and content["left"] == ["<mup>", "1"]
    assert [each["field"] for each in content["evidence"]] == [each.field for each in shown.evidence]


def test_as_text_it_is_an_aligned_table_that_ends_in_the_weight(found):
    for left, right in (("1", "2"), ("1", "3")):
        lines = str(found.explain(left, right)).splitlines()
        assert lines[0] == f"<mup> {left}  and  <mup> {right}"
        assert len({len(line) for line in lines[1:]}) == 1
        assert lines[-1].endswith(f"{found.explain(left, right).weight:+.1f}")


def test_as_html_no_value_is_markup(found):
    html = found.explain("1", "3")._repr_html_()
    assert "<b>" not in html and "<mup>" not in html and "&lt;mup&gt;" in html
    assert html.startswith("<table>") and html.endswith("</table>")


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.99999, "over 99.99 %"), (1.0, "over 99.99 %"), (1e-9, "under 0.01 %"), (0.5, "50.00 %")],
)
def test_a_probability_is_never_shown_as_certain(found, probability, words):
    from dataclasses import replace

    assert replace(found.explain("1", "2"), probability=probability).shown_probability == words


def test_a_record_whose_national_number_contradicts_it_says_so():
    frame = pd.DataFrame(
        {
            "surname": ["maric", "maric"],
            "birth_date": ["1990-01-01", "1986-03-14"],
            "national_id": ["0101990710008", "0101990710008"],
        }
    )
    shown = resolve.dedupe({"mup": frame}).explain("1", "2")
    assert shown.notes == ("mup 2: its birth_date contradicts its national number",)
    assert "contradicts" in str(shown) and "contradicts" in shown._repr_html_() and shown.to_dict()["notes"]


def test_numbers_of_two_countries_are_no_evidence_either_way():
    frame = pd.DataFrame({"surname": ["maric", "maric"], "national_id": ["0101006500006", "7523169263"]})
    shown = resolve.dedupe({"mup": frame}).explain("1", "2")
    (number,) = (each for each in shown.evidence if each.field == "national_id")
    assert (number.level, number.total) == ("no evidence either way", 0.0)
