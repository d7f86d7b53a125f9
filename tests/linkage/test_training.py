"""Training: EM finds the figures that the pairs were drawn with."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resolve.linkage.blocking import Candidates
from resolve.linkage.patterns import Patterns
from resolve.linkage.pipeline import Policy, Task, run
from resolve.linkage.sampling import Sample
from resolve.linkage.training import expectation_maximisation, levels_of_sample, pairs_in_all
from resolve.scoring.comparison import Level, compare, comparisons_for
from resolve.scoring.weights import FieldModel, Model, probability_of

ORACLE = Path(__file__).parents[3] / "shared" / "data" / "em_oracle" / "known_params_comparison_vectors.csv"


def field(name: str, m: tuple[float, ...], u: tuple[float, ...]) -> FieldModel:
    levels = tuple(Level(f"level {n}", "otherwise", 0.0, a, b) for n, (a, b) in enumerate(zip(m, u, strict=True)))
    return FieldModel(name, "category", levels, m, u, (True,) * len(m))


def starting(fields: int, prior: float = 0.3) -> Model:
    return Model(prior, {}, tuple(field(f"f{n}", (0.8, 0.2), (0.2, 0.8)) for n in range(fields)))


def draw_levels(prior, ms, us, count: int, seed: int, missing: float = 0.0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    match = draw.random(count) < prior
    columns = []
    for m, u in zip(ms, us, strict=True):
        of_match, of_other = (draw.choice(len(shares), count, p=shares) + 1 for shares in (m, u))
        column = np.where(match, of_match, of_other)
        columns.append(np.where(draw.random(count) < missing, 0, column))
    return np.array(columns, np.int8).T


def fit(levels: np.ndarray, start: Model):
    return expectation_maximisation(Patterns.plain(levels), start, strength=0, fit_u=True)


@pytest.mark.parametrize("missing", [0.0, 0.2])
@pytest.mark.parametrize("prior", [0.1, 0.4])
def test_em_finds_what_the_pairs_were_drawn_with(prior, missing):
    ms = [(0.9, 0.1), (0.85, 0.15), (0.95, 0.05), (0.8, 0.2)]
    us = [(0.1, 0.9), (0.05, 0.95), (0.2, 0.8), (0.02, 0.98)]
    found = fit(draw_levels(prior, ms, us, 200_000, 3, missing), starting(4))
    assert found.converged
    assert found.model.prior == pytest.approx(prior, abs=0.01)
    for each, m, u in zip(found.model.fields, ms, us, strict=True):
        assert each.m == pytest.approx(m, abs=0.015) and each.u == pytest.approx(u, abs=0.015)


def test_em_finds_fields_of_many_levels():
    ms = [(0.7, 0.2, 0.1), (0.6, 0.3, 0.1), (0.8, 0.15, 0.05)]
    us = [(0.05, 0.15, 0.8), (0.02, 0.08, 0.9), (0.1, 0.2, 0.7)]
    start = Model(0.3, {}, tuple(field(f"f{n}", (0.6, 0.25, 0.15), (0.1, 0.3, 0.6)) for n in range(3)))
    found = fit(draw_levels(0.3, ms, us, 300_000, 4), start)
    for each, m, u in zip(found.model.fields, ms, us, strict=True):
        assert each.m == pytest.approx(m, abs=0.02) and each.u == pytest.approx(u, abs=0.02)


def oracle_rows() -> list[dict[str, str]]:
    if not ORACLE.is_file():
        pytest.skip("the oracle is not here")
    with ORACLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_em_agrees_with_the_oracle():
    rows = oracle_rows()
    levels = np.array([[2 - int(row[f"gamma_col_{n}"]) for n in (1, 2, 3)] for row in rows], np.int8)
    found = fit(levels, starting(3)).model
    assert found.prior == pytest.approx(0.5, abs=0.01)
    assert [each.m[0] for each in found.fields] == pytest.approx([0.70, 0.90, 0.95], abs=0.01)
    assert [each.u[0] for each in found.fields] == pytest.approx([0.10, 0.025, 0.20], abs=0.01)
    bits = found.prior_bits + sum(each.bits()[levels[:, n]] for n, each in enumerate(found.fields))
    truth = np.array([float(row["true_match_probability_l"]) for row in rows])
    assert probability_of(np.asarray(bits)) == pytest.approx(truth, rel=0.01)


def test_the_order_of_pairs_does_not_matter():
    levels = draw_levels(0.2, [(0.9, 0.1)] * 3, [(0.1, 0.9)] * 3, 5_000, 9)
    one, other = fit(levels, starting(3)).model, fit(levels[::-1], starting(3)).model
    assert one.prior == pytest.approx(other.prior)
    assert np.allclose([each.m for each in one.fields], [each.m for each in other.fields])


def test_a_strong_prior_holds_what_few_pairs_show():
    levels = np.array([[1, 1, 1]] * 3, np.int8)
    start = starting(3)
    held = expectation_maximisation(Patterns.plain(levels), start, strength=1e6).model
    for each, first in zip(held.fields, start.fields, strict=True):
        assert each.m == pytest.approx(first.m, abs=1e-3) and each.u == first.u


def test_no_share_ends_at_nothing_and_the_model_stays_usable():
    for rows in ([[1, 1, 1]] * 50, [[2, 2, 2]] * 50, [[0, 0, 0]] * 50, [[1, 0, 2]]):
        found = fit(np.array(rows, np.int8), starting(3)).model
        assert 0 < found.prior < 1
        for each in found.fields:
            assert min(each.m) > 0 and min(each.u) > 0
            assert sum(each.m) == pytest.approx(1) and sum(each.u) == pytest.approx(1)
            assert np.isfinite(each.bits()).all()


@pytest.mark.parametrize("across_only", [False, True])
def test_pairs_in_all(read, messy_frame, across_only):
    records = read(messy_frame(7, 1), messy_frame(5, 2))
    assert pairs_in_all(records, across_only) == (35 if across_only else 66)


@pytest.mark.parametrize("across_only", [False, True])
def test_a_trained_model_is_whole_and_the_same_each_time(read, messy_frame, across_only):
    def trained() -> Model:
        records = read(messy_frame(80, 2), messy_frame(80, 3))
        return run(records, Task(Policy.named("default"), across_only=across_only)).model

    model = trained()
    assert model == trained()
    assert 0 < model.prior < 0.5 and set(model.training) >= {"pairs", "rounds", "converged"}
    assert len(model.fields) >= 10
    for each in model.fields:
        assert len(each.m) == len(each.u) == len(each.seen) == len(each.levels)
        assert min(each.m) > 0 and min(each.u) > 0
        assert sum(each.m) == pytest.approx(1) and sum(each.u) == pytest.approx(1)
        assert each.m[0] > each.u[0]


def test_the_levels_of_a_sample_are_those_of_comparing_it(read, messy_frame):
    records = read(messy_frame(60, 4))
    comparisons = comparisons_for(records)
    draw = np.random.default_rng(2)
    one, other = draw.integers(0, 60, (2, 300)).astype(np.int32)
    sample = Sample(one, other, np.ones(300), np.ones(300))
    left, right = np.triu_indices(60, 1)
    some = draw.random(len(left)) < 0.4
    left = np.concatenate([left[some], np.arange(5)]).astype(np.int32)
    right = np.concatenate([right[some], np.arange(5)]).astype(np.int32)
    rule = np.zeros(len(left), np.int8)
    want = compare(records, comparisons, one, other)
    for count in (len(left), len(left) - 5, 0):
        candidates = Candidates(left[:count], right[:count], rule[:count], rule[:count], (), (), ())
        levels = compare(records, comparisons, candidates.left, candidates.right)
        assert (levels_of_sample(records, comparisons, sample, candidates, levels) == want).all()


def people(*written: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Give records of given name, surname, birth date, town and postcode."""
    frame = pd.DataFrame(list(written), columns=["given_name", "surname", "birth_date", "town", "postcode"])
    return frame.assign(id=[str(n) for n in range(len(frame))])


TWO_PEOPLE = [
    ("Vesna", "Kolarić", "1961-03-04", "Sisak", "44000"),
    ("Vesna", "Kolaric", "1961-03-04", "Sisak", "44000"),
    ("Vesna", "Kolarić", "1961-03-04", "Zagreb", "10000"),
    ("Vesna", "Kolaić", "1961-03-04", "Sisak", "44000"),
    ("Vesna", "Kolarić", "1961", "Sisak", "44000"),
    ("Duško", "Vrhovac", "1978-11-20", "Banja Luka", "78000"),
    ("Dusko", "Vrhovac", "1978-11-20", "Banja Luka", "78000"),
    ("Duško", "Vrhovac", "1978-11-02", "Banja Luka", "78000"),
    ("Duško", "Vrhovac", "1978-11-20", "Prijedor", "79101"),
    ("Duško", "Vrhovac", "1978-11-20", "Banja Luka", "78000"),
]


def test_ten_records_of_two_people_are_two_people_and_no_families(read):
    linked = run(read(people(*TWO_PEOPLE)), Task(Policy.named("default")))
    assert linked.labels.tolist() == [0] * 5 + [5] * 5
    assert sum(linked.model.near.values()) < 0.2


def test_brothers_in_a_small_file_stay_two(read):
    brothers = [
        (given, "Kolarić", born, "Sisak", "44000")
        for given, born in (("Ivan", "1961-03-04"), ("Marko", "1964-08-19"), ("Josip", "1968-01-30"))
    ]
    linked = run(read(people(*brothers, *brothers, *TWO_PEOPLE[5:])), Task(Policy.named("default")))
    assert linked.labels.tolist() == [0, 1, 2, 0, 1, 2, *[6] * 5]
