"""The suite of values runs, on little, and measures what it says."""

from __future__ import annotations

import argparse

import numpy as np

import values_speed
from resolve.values.identifiers import is_valid


def test_it_measures_every_kind_of_column():
    found = values_speed.rows(argparse.Namespace(rows=500, repeats=1, seed=1))
    assert len({row["work"] for row in found}) == len(found) == 7
    assert all(row["seconds"] >= 0 and row["rows"] == 500 for row in found)


def test_its_numbers_are_valid_and_its_dates_different():
    numbers = values_speed.jmbgs(200, np.random.default_rng(1))
    assert len(set(numbers)) == 200 and all(map(is_valid, numbers))
    texts = values_speed.dates(values_speed.WRITINGS, 100_000)
    assert len(set(texts)) == 100_000
