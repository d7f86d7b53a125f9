"""The figures behind the charts, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import resolve
from resolve.report import chart_data
from resolve.report.explanation import NEAR, PRIOR, Evidence, Explanation
from resolve.scoring.comparison import Level
from resolve.scoring.weights import FieldModel, Model


def model() -> Model:
    levels = (Level("same", "equal", 0.0, 0.9, 0.1), Level("different", "else", 0.0, 0.1, 0.9))
    sex = FieldModel("sex", "category", levels, (0.96, 0.04), (0.48, 0.52), (True, False))
    name = FieldModel("surname", "name", levels, (0.8, 0.2), (0.05, 0.95), (True, True))
    return Model(0.2, {}, (sex, name))


def test_match_weights_are_the_log_of_m_over_u_after_the_prior() -> None:
    found = chart_data.match_weights(model())
    assert found["field"].tolist() == ["", "surname", "surname", "sex", "sex"]
    assert found["number"].tolist() == [0, 1, 2, 1, 2]
    assert found["bits"].round(3).tolist() == [-2.0, 4.0, -2.248, 1.0, -3.7]
    assert found["seen"].tolist() == [True, True, True, True, False]
    assert np.isnan(found["m"][0])


def test_of_fields_that_the_data_fills_only() -> None:
    assert chart_data.match_weights(model(), model().fields[:1])["field"].tolist() == ["", "sex", "sex"]


def test_m_and_u_are_two_rows_a_level() -> None:
    found = chart_data.m_and_u(model(), model().fields[1:])
    assert found["level"].tolist() == ["same", "same", "different", "different"]
    assert found["class"].tolist() == [chart_data.ONE_PERSON, chart_data.STRANGERS] * 2
    assert found["share"].tolist() == [0.8, 0.05, 0.2, 0.95]


def test_a_field_of_one_level() -> None:
    only = FieldModel("sex", "category", (Level("same", "equal", 0, 1, 1),), (1.0,), (1.0,), (True,))
    assert chart_data.match_weights(Model(0.5, {}, (only,)))["bits"].tolist() == [0.0, 0.0]


def test_a_waterfall_steps_from_the_prior_to_the_weight() -> None:
    evidence = (
        Evidence("sex", "m", "f", "different", -3.5, 0.0),
        Evidence("surname", "hoxha", "hoxha", "same", 6.0, 1.5),
        Evidence("phone", "", "1", "missing", 0.0, 0.0),
    )
    found = chart_data.waterfall(Explanation(("a", "1"), ("b", "2"), -5.0, -0.5, evidence, -1.5, 0.26))
    assert found["step"].tolist() == [PRIOR, "surname", "sex", NEAR, "weight"]
    assert found["start"].tolist() == [0.0, -5.0, 2.5, -1.0, 0.0]
    assert found["end"].tolist() == [-5.0, 2.5, -1.0, -1.5, -1.5]
    assert found["kind"].tolist() == ["prior", "for", "against", "near", "weight"]
    assert found["number"].tolist() == [0, 1, 2, 3, 4]


@pytest.fixture(scope="module")
def run() -> resolve.Resolution:
    surnames = ["Hoxha", "Petrović", "Ilić", "Krasniqi", "Novak", "Gjoka"]
    rows = [
        (surnames[n % 6], ["Ana", "Ivo", "Jana"][n % 3], f"{1950 + n % 37}-0{1 + n % 9}-1{n % 7}") for n in range(60)
    ]
    people = pd.DataFrame([*rows, *rows[:20], ("", "", "1990")], columns=["surname", "given_name", "birth_date"])
    return resolve.dedupe(people)


def test_the_histogram_counts_every_compared_pair_once(run: resolve.Resolution) -> None:
    found = chart_data.weight_histogram(run.linked)
    assert found["pairs"].sum() == run.linked.candidate_pairs
    assert (found["high"] - found["low"] == 1).all() and found["low"].is_monotonic_increasing
    links = found[found["zone"] == "link"]
    assert links["low"].min() >= 1, "a link begins at +1.2 bits, so the bar from 0 to 1 is none"


def test_unlinkables_are_counted_at_every_bit(run: resolve.Resolution) -> None:
    found = chart_data.unlinkables(run.linked)
    alone = np.array([chart_data.weights_with_themselves(run.linked)]).ravel()
    for row in found.to_dict("records"):
        assert row["records"] == int((alone < row["weight"]).sum())
        assert row["share"] == pytest.approx(row["records"] / len(alone))
    assert found["bound"].sum() == 1
    (bound,) = found[found["bound"]].to_dict("records")
    assert bound["probability"] == pytest.approx(run.linked.task.policy.link)
    assert bound["records"] >= 1, "a year of birth alone is not enough"
    assert found["records"].iloc[0] == 0
    assert found["records"].iloc[-1] == len(alone)


def test_one_record() -> None:
    one = resolve.dedupe(pd.DataFrame({"surname": ["Hoxha"], "given_name": ["Ana"]})).linked
    assert len(chart_data.weight_histogram(one)) == 0
    assert chart_data.unlinkables(one)["records"].iloc[-1] == 1


def test_unlinkables_over_an_absurd_stretch_of_bits_stay_few(run: resolve.Resolution) -> None:
    wide = replace(run.linked.model, left_over_bits=1e6)
    assert len(chart_data.unlinkables(replace(run.linked, model=wide))) < 300
