"""Records looked up by themselves: new values, new records, nothing left behind."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.linkage.lookup import Finder
from resolve.linkage.pipeline import Policy, Task, run
from resolve.records.facts import facts_of
from resolve.records.single import OneRecord, RecordReader
from resolve.scoring.comparison import compare
from resolve.scoring.weights import weigh, weight_of


@pytest.fixture
def records(read, messy_frame):
    return read(messy_frame(60, 1))


@pytest.fixture
def model(records):
    return run(records, Task(Policy.named("default"))).model


def test_a_record_read_anew_weighs_what_it_weighs_among_the_data(records, model):
    finder = Finder(records, model)
    (facts,) = facts_of(records)
    reader = RecordReader(facts)
    rows = np.arange(len(records), dtype=np.int32)
    for row in range(0, len(records), 3):
        finder.settle()
        finder.put(reader.read(records.raw(row)), finder.first, 0)
        left = np.full(len(rows), row, np.int32)
        want = weigh(records, model, compare(records, finder.comparisons, left, rows), left, rows)
        assert finder.score(rows, finder.first).weight == pytest.approx(want, abs=1e-4)


@pytest.mark.parametrize("least", [weight_of(0.05), 0.0, 8.0])
def test_the_likely_ones_are_all_candidates_of_that_weight(records, model, least):
    finder = Finder(records, model)
    (facts,) = facts_of(records)
    reader = RecordReader(facts)
    for row in range(len(records)):
        finder.settle()
        finder.put(reader.read(records.raw(row)), finder.first, 0)
        every = finder.score(finder.candidates(), finder.first)
        some = finder.likely(least)
        assert some.rows.tolist() == every.rows[every.weight >= least].tolist()
        assert some.weight == pytest.approx(every.weight[every.weight >= least], abs=1e-5)


def test_values_that_nobody_has_make_candidates_by_what_is_left(records, model):
    finder = Finder(records, model)
    finder.put(OneRecord({"surname": "hoxhaj", "birth_date": "1986-03-14", "phone": "999"}), finder.first, 0)
    found = finder.score(finder.candidates(), finder.first)
    dates = records.columns["birth_date"]
    same_day = dates.values[dates.codes[found.rows]] == "1986-03-14"
    assert len(found.rows) and same_day.any() and np.isfinite(found.weight).all()
    finder.settle()
    finder.put(OneRecord({"surname": "qqqq", "birth_date": "2001-07-08"}), finder.first, 0)
    assert not len(finder.candidates())
