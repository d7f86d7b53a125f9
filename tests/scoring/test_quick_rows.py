"""A sweep over some values gives the levels that arrays give, or none."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.scoring.comparison import Comparison, levels_of, levels_of_values
from resolve.scoring.quick_rows import quick_sweep

KINDS = ("given", "surname", "parent", "other_names", "date", "sex", "phone", "email", "postcode", "category")
SPELLINGS = {"taci": ("тачи",), "djordje": ("ђорђе",), "petrova": ("петрова",)}
NAMES = ["taci", "thaci", "goran", "zoran", "michael", "michele", "x", "hannah", "mannam", "ivan petar", "petar i"]
ENDINGS = ["petrov", "petrova", "petrovski", "petrovska", "zemann", "zemanna", "kowalsky", "kowalksy", "kowalskys"]
WORDS = st.text(alphabet="abdeghijklmnoprstuvxz", min_size=1, max_size=9)
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=12)
DAYS = st.dates().map(str) | st.sampled_from(["1986", "1986-03", "1986-14-03", "1986-01-01?", "1985/1987", "1986~"])


def same_as_arrays(kind: str, values: list[str], spellings: dict[str, tuple[str, ...]]) -> int:
    """Hold each value with all others against the arrays; give how many pairs were told."""
    column = Column.of("surname", kind, Coded.of(values), spellings)
    comparison = Comparison("surname", kind, levels_of(kind))
    sweep = quick_sweep(column, comparison)
    assert sweep is not None
    told = 0
    for own in range(len(column.values)):
        others = [other for other in range(len(column.values)) if other != own]
        if not others:
            continue
        left, right = np.minimum(own, others), np.maximum(own, others)
        want = levels_of_values(column, comparison, left, right).tolist()
        got = sweep(own, others)
        wrong = [
            (column.values[own], column.values[other], level, said)
            for other, level, said in zip(others, want, got, strict=True)
            if said is not None and said != level
        ]
        assert not wrong
        told += sum(said is not None for said in got)
    return told


def values_of_room() -> dict[str, list[str]]:
    path = Path(__file__).with_name("test_room.py")
    spec = importlib.util.spec_from_file_location("values_of_room", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, list[str]] = module.VALUES
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_arrays_say(kind):
    named = kind in ("given", "surname", "parent", "other_names")
    more = [*NAMES, *ENDINGS] if named else []
    assert same_as_arrays(kind, [*values_of_room()[kind], *more], SPELLINGS if named else {}) > 0


def test_names_near_each_other_are_told_too():
    assert same_as_arrays("surname", ENDINGS, {}) == len(ENDINGS) * (len(ENDINGS) - 1)


def test_kinds_that_need_arrays_have_none():
    for kind in ("place", "identifier", "address"):
        column = Column.of("x", kind, Coded.of(["a", "b"]))
        assert quick_sweep(column, Comparison("x", kind, levels_of(kind))) is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["given", "surname", "parent"]), st.lists(WORDS, min_size=2, max_size=8, unique=True), st.booleans()
)
def test_any_words(kind, values, articles):
    values = [*values, *(["al " + values[0], "de " + values[-1]] if articles else [])]
    same_as_arrays(kind, [*values, *(value + "a" for value in values[:2]), *(value[:-1] + "e" for value in values)], {})


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, min_size=2, max_size=8, unique=True))
def test_any_days(values):
    same_as_arrays("date", values, {})


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["phone", "postcode", "email"]), st.lists(DIGITS, min_size=2, max_size=8, unique=True))
def test_any_digits(kind, values):
    same_as_arrays(kind, values, {})
