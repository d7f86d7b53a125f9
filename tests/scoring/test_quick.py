"""A quick look gives the level that arrays give, or none."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.scoring.comparison import Comparison, levels_of, levels_of_values
from resolve.scoring.quick import quick_look

KINDS = ("given", "surname", "parent", "other_names", "date", "sex", "place", "phone", "email", "postcode", "category")
WORDS = st.text(alphabet="abdeghijklmnoprstuvxz ", min_size=1, max_size=18).map(" ".join).map(str.strip)
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=12)
DAYS = st.dates().map(str) | st.sampled_from(["1986", "1986-03", "1986-14-03", "1986-01-01?", "1985/1987", "1986~"])


def same_as_arrays(kind: str, values: list[str], spellings: dict[str, tuple[str, ...]]) -> int:
    """Hold all pairs of values against the arrays; give how many were told."""
    column = Column.of("surname", kind, Coded.of(values), spellings)
    comparison = Comparison("surname", kind, levels_of(kind))
    look = quick_look(column, comparison)
    assert look is not None
    left, right = np.triu_indices(len(column.values), 1)
    want = levels_of_values(column, comparison, left, right).tolist()
    got = [look(one, other) for one, other in zip(left.tolist(), right.tolist(), strict=True)]
    wrong = [
        (column.values[one], column.values[other], told, level)
        for one, other, told, level in zip(left, right, got, want, strict=True)
        if told is not None and told != level
    ]
    assert not wrong
    return sum(told is not None for told in got)


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
    spellings = {"taci": ("тачи",), "djordje": ("ђорђе",)} if "name" in kind or kind in ("given", "parent") else {}
    names = ["taci", "thaci", "goran", "zoran", "michael", "michele", "x", "hannah", "mannam", "ivan petar", "petar i"]
    more = names if kind in ("given", "surname", "parent", "other_names") else []
    assert same_as_arrays(kind, [*values_of_room()[kind], *more], spellings) > 0


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["given", "surname", "place", "category"]), st.lists(WORDS, min_size=2, max_size=8, unique=True))
def test_it_says_so_of_any_words(kind, words):
    words = [word for word in {" ".join(word.split()) for word in words} if word]
    same_as_arrays(kind, sorted(words), {})


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["phone", "postcode"]), st.lists(DIGITS, min_size=2, max_size=8, unique=True))
def test_it_says_so_of_any_numbers(kind, numbers):
    same_as_arrays(kind, numbers, {})


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, min_size=2, max_size=8, unique=True))
def test_it_says_so_of_any_dates(dates):
    same_as_arrays("date", dates, {})


def test_kinds_with_tests_that_it_does_not_have_are_left_to_arrays():
    column = Column.of("national_id", "identifier", Coded.of(["1", "2"]))
    assert quick_look(column, Comparison("national_id", "identifier", levels_of("identifier"))) is None
