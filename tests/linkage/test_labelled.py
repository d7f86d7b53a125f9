"""Learning from labels: what they tell moves the weights, what they cannot tell does not."""

from __future__ import annotations

import numpy as np
import pytest

import resolve
from resolve.evaluation.world.writing import Order, generate
from resolve.linkage.labelled import LabelledPairs, Labels, learn
from resolve.linkage.pipeline import Policy, Task, run
from resolve.linkage.regression import Compared
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources
from resolve.scoring.comparison import compare
from resolve.scoring.weights import Model, probability_of, weigh


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    generate(Order(250, 3, "hard"), folder)
    sources = read_sources(
        sorted(path for path in folder.glob("*.csv") if "_" in path.stem and path.stem != "watchlist_hits")
    )
    records = prepare(sources, read_schemas(sources, Schema.of(None)))
    return run(records, Task(Policy("all", 0.5, 1e-9, 0.35)))


def every_pair(linked) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    left = np.concatenate([linked.links.left, linked.possible.left])
    right = np.concatenate([linked.links.right, linked.possible.right])
    return left, right, np.concatenate([linked.links.weight, linked.possible.weight])


def labels_that_say(linked, moved: float, count: int = 500) -> LabelledPairs:
    """Labels drawn from what the model says, had each pair so many bits more."""
    left, right, weight = every_pair(linked)
    draw = np.random.default_rng(5)
    near = np.flatnonzero(np.abs(weight + moved) < 6)
    chosen = draw.choice(near, min(count, len(near)), replace=False)
    match = draw.random(len(chosen)) < probability_of(weight[chosen] + moved)
    return LabelledPairs(left[chosen], right[chosen], match)


@pytest.mark.parametrize("moved", [-3.0, 3.0])
def test_labels_move_weights_that_are_off(linked, moved):
    lesson, spread, gained = learn(linked.records, linked.model, labels_that_say(linked, moved))
    assert spread > 0 and gained > 0
    assert np.sign(lesson.bits) == np.sign(moved)


def test_labels_that_the_model_foretells_change_little(linked):
    lesson, _, _ = learn(linked.records, linked.model, labels_that_say(linked, 0.0))
    assert abs(lesson.bits) < 1.0


@pytest.mark.parametrize("match", [True, False])
def test_labels_of_one_kind_change_nothing(linked, match):
    told = labels_that_say(linked, 0.0)
    same = LabelledPairs(told.left, told.right, np.full(len(told), match))
    lesson, spread, _ = learn(linked.records, linked.model, same)
    assert spread == 0 and lesson.bits == 0 and not np.any(np.concatenate(lesson.by_level))


def test_a_handful_of_labels_changes_nothing(linked):
    assert learn(linked.records, linked.model, labels_that_say(linked, 3.0, 10))[1] == 0
    assert learn(linked.records, linked.model, labels_that_say(linked, 3.0, 0))[1] == 0


def test_m_and_u_stay_shares_of_all_pairs(linked):
    """Labels of hard pairs alone must not make strangers look like hard pairs."""
    labels = Labels(labels_that_say(linked, 3.0))
    found = run(linked.records, Task(linked.task.policy, labels=labels)).model
    assert [each.u for each in found.fields] == [each.u for each in linked.model.fields]
    assert [each.m for each in found.fields] == [each.m for each in linked.model.fields]
    assert any(any(each.taught) for each in found.fields)


def test_a_taught_model_says_the_same_when_it_is_used_again(linked, tmp_path):
    labels = Labels(labels_that_say(linked, 3.0))
    taught = run(linked.records, Task(linked.task.policy, labels=labels))
    taught.model.save(tmp_path / "model.json")
    loaded = Model.load(tmp_path / "model.json")
    again = run(linked.records, Task(linked.task.policy, model=loaded))
    left, right, _ = every_pair(linked)
    levels = compare(linked.records, [each.comparison for each in taught.model.fields], left, right)
    first, second = (weigh(linked.records, each.model, levels, left, right) for each in (taught, again))
    assert np.abs(first - second).max() < 0.2
    assert loaded.training["labelled"]["pairs"] == len(labels.pairs)


def test_entities_label_the_candidates_among_them(linked):
    left, right, _ = every_pair(linked)
    entities = linked.labels.copy()
    entities[::2] = -1
    rows = np.arange(len(linked.records), dtype=np.int32)
    compared = Compared(left, right, np.empty((0, 0), np.int8), np.ones(len(left)), 1.0, rows)
    told = Labels(LabelledPairs(left[:0], right[:0], np.empty(0, bool)), entities).among(compared)
    assert len(told) and (entities[told.left] >= 0).all() and (entities[told.right] >= 0).all()
    assert (told.match == (entities[told.left] == entities[told.right])).all()


def test_an_explanation_of_a_taught_model_adds_up():
    exports = ["fixtures/mup_registar.csv", "fixtures/uk_cases.csv"]
    model = resolve.train(exports, "fixtures/truth.csv")
    people = resolve.dedupe(exports, model=model)
    why = people.explain(("mup_registar", "39"), ("uk_cases", "UKC-4380"))
    assert abs(why.prior_bits + why.near_bits + sum(e.total for e in why.evidence) - why.weight) < 0.01
