"""Weights: one score for a batch, a pair and an explanation; models that survive a file, and broken files refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import FileError, InputError, ResolveError
from resolve.files import write_atomically
from resolve.scoring.comparison import compare, comparisons_for
from resolve.scoring.weights import Model, probability_of, start_model, weigh, weight_of

NEAR = {"area": 1e-3, "household": 1e-4, "family": 1e-4, "community": 1e-3}


@pytest.fixture
def messy(read, messy_frame):
    return read(messy_frame(50, 1), messy_frame(50, 2))


@pytest.fixture
def model(messy):
    return start_model(comparisons_for(messy), 0.01, NEAR)


def score(records, model: Model, left, right) -> np.ndarray:
    left, right = np.asarray(left, np.int32), np.asarray(right, np.int32)
    used = [each.comparison for each in model.comparisons_in(records)]
    return weigh(records, model, compare(records, used, left, right), left, right)


def test_weights_are_symmetric_and_do_not_hang_on_company(messy, model):
    draw = np.random.default_rng(1)
    left, right = draw.integers(0, 100, 400), draw.integers(0, 100, 400)
    whole = score(messy, model, left, right)
    assert np.isfinite(whole).all()
    assert np.allclose(whole, score(messy, model, right, left), atol=1e-4)
    for number in range(0, 400, 20):
        assert score(messy, model, left[[number]], right[[number]])[0] == pytest.approx(whole[number], abs=1e-4)


def test_the_prior_moves_every_weight_alike_where_no_one_is_near(messy, model):
    alone = replace(model, near={}, fields=tuple(replace(each, near={}) for each in model.fields))
    left, right = np.arange(49), np.arange(1, 50)
    low, high = (score(messy, replace(alone, prior=prior), left, right) for prior in (0.01, 0.1))
    assert np.allclose(high - low, weight_of(0.1) - weight_of(0.01), atol=1e-4)


def test_near_people_only_take_off(messy, model):
    left, right = np.arange(49), np.arange(1, 50)
    alone = replace(model, near={}, fields=tuple(replace(each, near={}) for each in model.fields))
    assert (score(messy, model, left, right) <= score(messy, alone, left, right) + 1e-5).all()


def weigh_two(read, left: dict, right: dict) -> float:
    """Score the first two of many records by the rules' own figures."""
    names = [f"{a}{b}o" for a in "bcdfgklmnprst" for b in ("ar", "el", "im", "on")]
    others = pd.DataFrame({"given_name": names, "surname": [name + "vic" for name in names]})
    records = read(pd.concat([pd.DataFrame([left, right]), others], ignore_index=True))
    return float(score(records, start_model(comparisons_for(records), 0.001, {}), [0], [1])[0])


AGIM = {
    "given_name": "Agim",
    "surname": "Hoxha",
    "birth_date": "14.03.1986",
    "sex": "m",
    "national_id": "1403986710012",
}


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "20.11.1951"},
        {"sex": "f"},
        {"national_id": "0202990715003"},
        {"given_name": "Besnik"},
        {"surname": "Krasniqi"},
    ],
)
def test_a_contradiction_counts_against_and_a_missing_value_for_nothing(read, other):
    field = next(iter(other))
    same, contradicted, missing = (
        weigh_two(read, AGIM, AGIM | {field: value}) for value in (AGIM[field], other[field], None)
    )
    assert contradicted < missing < same


def test_a_rare_name_weighs_more_than_a_common_one(read):
    rare, common = "Zefirović", "Hoxha"
    frame = pd.DataFrame({"surname": [rare, rare, common, common] + [common] * 40 + ["Ivić", "Jović"] * 10})
    records = read(frame)
    weights = score(records, start_model(comparisons_for(records), 0.001, {}), [0, 2], [1, 3])
    assert weights[0] > weights[1] + 1


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-9, 1 - 1e-9))
def test_probability_and_weight_undo_each_other(probability):
    assert probability_of(np.array([weight_of(probability)]))[0] == pytest.approx(probability, rel=1e-6)


def test_probabilities_of_extreme_weights_are_numbers():
    assert probability_of(np.array([-1e9, 0.0, 1e9])).tolist() == pytest.approx([0.0, 0.5, 1.0])
    assert len(probability_of(np.empty(0))) == 0


def test_a_model_survives_its_file_exactly(messy, model, tmp_path):
    trained = replace(model, prior=1 / 3, training={"pairs": 7, "rounds": 3, "converged": True})
    trained.save(tmp_path / "new" / "model.json")
    found = Model.load(tmp_path / "new" / "model.json")
    assert found == trained
    left, right = np.arange(99), np.arange(1, 100)
    assert np.array_equal(score(messy, trained, left, right), score(messy, found, left, right))
    found.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "new" / "model.json").read_bytes()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["model.json"]


def without(key):
    def change(content):
        del content[key]

    return change


def put(value, *path):
    def change(content):
        for part in path[:-1]:
            content = content[part]
        content[path[-1]] = value

    return change


def times(figure):
    def change(content):
        content["fields"][0]["m"] = [share * figure for share in content["fields"][0]["m"]]

    return change


BROKEN = {
    "another format": put("resolve-model-9", "format"),
    "no format": without("format"),
    "no fields": without("fields"),
    "no prior": without("prior"),
    "no near": without("near"),
    "no training": without("training"),
    "no rules": without("rules"),
    "no version": without("version"),
    "fields null": put(None, "fields"),
    "fields a number": put(3, "fields"),
    "a field a text": put("surname", "fields", 0),
    "m too short": put([1.0], "fields", 0, "m"),
    "m zero": put([0.0] * 7, "fields", 0, "m"),
    "m negative": put([-0.1] * 7, "fields", 0, "m"),
    "m null": put(None, "fields", 0, "m"),
    "level with an unknown part": put(1, "fields", 0, "levels", 0, "colour"),
    "level without a name": lambda content: content["fields"][0]["levels"][0].pop("name"),
    "a field without u": lambda content: content["fields"][0].pop("u"),
}
# What the loader lets by, or what gets out of it as another error.
BROKEN_BUT_PASSED = {
    "m words": put(["a"] * 7, "fields", 0, "m"),
    "no levels": lambda content: content["fields"][0].update(levels=[], m=[], u=[], seen=[], near={}),
    "near a list": put([1], "fields", 0, "near"),
    "near of the model a list": put([1], "near"),
    "prior a word": put("often", "prior"),
    "prior 0": put(0, "prior"),
    "prior 2": put(2, "prior"),
    "prior null": put(None, "prior"),
    "m not a number": times(float("nan")),
    "m over 1": times(5.0),
    "near share over 1": put({"area": 3.0}, "near"),
    "unknown test": put("telepathy", "fields", 0, "levels", 0, "test"),
    "parameter a word": put("x", "fields", 0, "levels", 0, "parameter"),
    "unknown field kind": put(7, "fields", 0, "kind"),
    "training a list": put([1], "training"),
}


def broken_model(model, path, change) -> None:
    model.save(path)
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_model_file_is_refused_with_its_name(model, tmp_path, change):
    path = tmp_path / "model.json"
    broken_model(model, path, change)
    with pytest.raises(InputError, match=r"model\.json"):
        Model.load(path)


@pytest.mark.parametrize("change", BROKEN_BUT_PASSED.values(), ids=BROKEN_BUT_PASSED)
def test_a_model_file_with_figures_that_cannot_be_is_refused(model, tmp_path, change):
    path = tmp_path / "model.json"
    broken_model(model, path, change)
    with pytest.raises(InputError, match=r"model\.json"):
        Model.load(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"3", b"\xff\xfe\x00", b'"model"', b"\x00" * 9])
def test_a_file_that_is_no_model_is_refused(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"model\.json"):
        Model.load(path)


def test_a_file_nested_without_end_is_refused(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("[" * 200_000)
    with pytest.raises(InputError):
        Model.load(path)


def test_a_missing_file_and_a_folder_are_file_errors(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FileError):
            Model.load(path)


def test_a_model_that_cannot_be_written_is_a_file_error(model, tmp_path):
    (tmp_path / "file").write_text("here first")
    with pytest.raises(FileError) as raised:
        model.save(tmp_path / "file" / "model.json")
    assert isinstance(raised.value, ResolveError) and isinstance(raised.value, OSError)


def test_writing_leaves_the_new_file_whole_and_nothing_beside_it(tmp_path):
    path = tmp_path / "a" / "text.txt"
    write_atomically(path, "old")
    write_atomically(path, "нов\n")
    assert path.read_text("utf-8") == "нов\n"
    assert list(path.parent.iterdir()) == [path]


def test_shares_of_the_starting_model_are_shares(model):
    for each in model.fields:
        assert sum(each.m) == pytest.approx(1) and sum(each.u) == pytest.approx(1)
        assert each.bits()[0] == 0 and each.near_bits("no such group").tolist() == [0.0] * (len(each.m) + 1)
        for shares in each.near.values():
            assert sum(shares) == pytest.approx(1)
