"""Matches that other records vouch for: what they mend, and when they change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from resolve import rules
from resolve.linkage.corroborated import corroborated
from resolve.linkage.pipeline import Policy, Task, run
from resolve.linkage.regression import Compared
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources
from resolve.scoring.comparison import barred, compare
from resolve.scoring.weights import probability_of, weigh

GIVEN = ("Agim", "Marko", "Ana", "Besnik", "Jovan", "Elira", "Nikola", "Sara", "Petar", "Mirela", "Goran", "Teuta")
SURNAMES = ("Hoxha", "Ilić", "Krasniqi", "Petrović", "Gashi", "Babić", "Berisha", "Novak", "Shala", "Marić", "Jovanov")


def people(count: int, copies: int, seed: int = 1, bad: float = 0.25) -> pd.DataFrame:
    """So many records a person, of which some are bad in several fields at once."""
    draw = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        own = {
            "given_name": draw.choice(GIVEN),
            "surname": draw.choice(SURNAMES),
            "birth_date": f"{draw.integers(1950, 2000)}-{draw.integers(1, 13):02}-{draw.integers(1, 29):02}",
            "town": f"Town{draw.integers(0, 40)}",
            "phone": f"06{draw.integers(10_000_000, 99_999_999)}",
            "email": f"p{draw.integers(10_000_000, 99_999_999)}@example.org",
        }
        for _ in range(copies):
            row = dict(own)
            row["phone" if draw.random() < 0.5 else "email"] = ""
            if draw.random() < bad:
                row |= {"given_name": draw.choice(GIVEN), "town": f"Town{draw.integers(0, 40)}"}
            if draw.random() < 0.3:
                row["birth_date"] = row["birth_date"][:-2] + f"{draw.integers(1, 29):02}"
            if draw.random() < 0.15:
                row["surname"] = draw.choice(SURNAMES)
            rows.append({"person": person, **row})
    return pd.DataFrame(rows).sample(frac=1, random_state=seed).reset_index(drop=True)


def linked(frame: pd.DataFrame):
    sources = read_sources(frame.drop(columns="person").assign(id=range(len(frame))))
    records = prepare(sources, read_schemas(sources, Schema.of(None)))
    return run(records, Task(Policy.named("default")))


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return people(250, 5)


@pytest.fixture(scope="module")
def found(frame):
    return linked(frame)


def pairs_of(found, frame: pd.DataFrame) -> tuple[Compared, np.ndarray]:
    """All pairs of the records of some people, and which are matches."""
    some = np.flatnonzero(frame["person"].to_numpy() < 100).astype(np.int32)
    left, right = (some[side] for side in np.triu_indices(len(some), 1))
    fields = [each.comparison for each in found.model.fields]
    levels = compare(found.records, fields, left, right)
    person = frame["person"].to_numpy()
    rows = np.arange(len(frame), dtype=np.int32)
    return Compared(left, right, levels, np.ones(len(left)), float(len(left)), rows), person[left] == person[right]


@pytest.mark.parametrize("moved", [-4.0, 4.0])
def test_weights_that_are_off_come_back(found, frame, moved):
    compared, match = pairs_of(found, frame)
    odds = 2.0 ** (found.model.prior_bits + moved)
    off = replace(found.model, prior=odds / (1 + odds))
    none = np.zeros(len(match), bool)
    mended = corroborated(found.records, off, compared, none)
    error = [abs(expected(found, model, compared) - match.sum()) for model in (off, mended)]
    assert mended.training["vouched"]["seen"] > 0
    assert error[1] < error[0]


def expected(found, model, compared: Compared) -> float:
    weight = weigh(found.records, model, compared.levels, compared.left, compared.right)
    return float(probability_of(weight).sum())


def test_nothing_changes_where_nobody_has_three_records():
    assert "vouched" not in linked(people(300, 2)).model.training


def test_nothing_changes_without_pairs(found):
    none = np.empty(0, np.int32)
    rows = np.arange(len(found.records), dtype=np.int32)
    levels = np.empty((0, len(found.model.fields)), np.int8)
    nothing = Compared(none, none, levels, np.empty(0), 1.0, rows)
    assert corroborated(found.records, found.model, nothing, np.empty(0, bool)) == found.model


def test_barred_pairs_vouch_for_no_one(found, frame):
    compared, match = pairs_of(found, frame)
    assert not barred([each.comparison for each in found.model.fields], compared.levels).any()
    assert corroborated(found.records, found.model, compared, np.ones(len(match), bool)) == found.model


def test_the_model_does_not_hang_on_the_order_of_rows(frame, found):
    turned = linked(frame.sample(frac=1, random_state=9).reset_index(drop=True))
    assert turned.model.prior == pytest.approx(found.model.prior, rel=1e-6)
    for one, other in zip(found.model.fields, turned.model.fields, strict=True):
        assert one.taught == pytest.approx(other.taught, abs=1e-6)


def test_the_rules_say_from_when_on_pairs_vouch():
    how = rules.load("models/labelled")["vouched"]
    assert how["least_bits"] < how["sure_bits"] < how["strong_bits"]
