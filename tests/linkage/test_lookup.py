"""Records looked up by themselves: new values, new records, nothing left behind."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.linkage.lookup import Finder
from resolve.linkage.pipeline import Policy, Task, run
from resolve.records.facts import facts_of
from resolve.records.frequencies import Frequencies, Population
from resolve.records.single import OneRecord, RecordReader
from resolve.scoring.comparison import compare
from resolve.scoring.weights import rarity_of_pairs, weigh, weight_of

PEOPLE = Population({"surname": Frequencies.of(["petrovic", "hoxha", "ilic", "smitt"], [40, 900, 3, 500], 9_000)})


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


def test_the_population_of_the_run_weighs_in_lookups_too(read, messy_frame):
    linked = run(read(messy_frame(60, 1)), Task(Policy.named("default"), population=PEOPLE))
    records, model = linked.records, linked.model
    plain = run(read(messy_frame(60, 1)), Task(Policy.named("default"))).records
    finder, without = Finder(records, model), Finder(plain, model)
    (facts,) = facts_of(records)
    reader = RecordReader(facts)
    rows = np.arange(len(records), dtype=np.int32)
    differs = 0
    for row in range(0, len(records), 3):
        one = reader.read(records.raw(row))
        for each in (finder, without):
            each.settle()
            each.put(one, each.first, 0)
        left = np.full(len(rows), row, np.int32)
        want = weigh(records, model, compare(records, finder.comparisons, left, rows), left, rows)
        assert finder.score(rows, finder.first).weight == pytest.approx(want, abs=1e-4)
        alone = [finder.scorer.score(finder.first, other).weight for other in rows.tolist()]
        assert alone == pytest.approx(want.tolist(), abs=1e-3)
        differs += bool((abs(without.score(rows, without.first).weight - want) > 0.1).any())
    assert differs


def test_a_new_name_is_as_rare_as_it_is_in_the_population(read, messy_frame):
    linked = run(read(messy_frame(60, 1)), Task(Policy.named("default"), population=PEOPLE))
    finder = Finder(linked.records, linked.model)
    found = {}
    for name in ("smitt", "qwwert"):  # the data has neither; one is frequent in the population
        finder.settle()
        for row in (finder.first, finder.second):
            finder.put(OneRecord({"surname": name, "given_name": "ana"}), row, 0)
        found[name] = finder.scorer.score(finder.first, finder.second).weight
        place = [each.field for each in finder.scorer.fields].index("surname")
        assert finder.scorer.score(finder.first, finder.second).rarity[place] == pytest.approx(
            found_rarity(finder, place), abs=1e-5
        )
    assert found["smitt"] < found["qwwert"]


def found_rarity(finder, place):
    """Give what the arrays find that a surname adds, of the two free rows."""
    one, other = (np.array([row], np.int32) for row in (finder.first, finder.second))
    levels = compare(finder.records, finder.comparisons, one, other)
    return float(rarity_of_pairs(finder.records, finder.model, levels, one, other)[place][0])


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
