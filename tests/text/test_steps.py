"""Steps: what arrays of letters give is what a regular expression gives, token by token."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.errors import RulesError
from resolve.text.steps import Letters, Steps

QUIET = settings(max_examples=150, deadline=None)
TOKENS = st.lists(st.text("abcdez", max_size=8), max_size=6)
PLAIN = ["a", "b", "ab", "ba", "bc", "abc", "cab", "^a", "^ab", "c$", "bc$", "ca?$", "[bcd]e"]
BESIDE = ["a(?=b)", "a(?=[bc]|$)", "(?<=a)b", "(?<=[ab]{2})c", "(?<=[ab])c(?=[^ab]|$)", "(?<=[a-c])[cde]+$"]
PATTERNS = st.sampled_from([*PLAIN, *BESIDE, "e(?=dd?$)"])


def by_expression(steps: list[str], where: str, tokens: list[str]) -> tuple[list[int], list[str]]:
    sounds = {f"_{number}": step.rpartition(">")[2] for number, step in enumerate(steps)}
    pattern = re.compile("|".join(f"(?P<_{number}>{step.rpartition('>')[0]})" for number, step in enumerate(steps)))
    said = [pattern.sub(lambda found: sounds[str(found.lastgroup)], token) for token in tokens]
    once = [re.sub(r"(.)\1+", r"\1", one) for one in said]
    owners = [place for place, token in enumerate(tokens) if token and re.search(where, token) and once[place]]
    return owners, [once[place] for place in owners]


@QUIET
@given(st.lists(PATTERNS, min_size=1, max_size=8), st.sampled_from(["", "a|cb", "^b|[cd]$", "(?<=a)e"]), TOKENS)
def test_arrays_give_what_an_expression_gives(patterns, where, tokens):
    steps = [f"{pattern}>{'xyzuv'[number % 5] * (number % 3)}" for number, pattern in enumerate(patterns)]
    owners, readings = Steps.of(steps, where).read(Letters(tokens), str)
    assert (owners.tolist(), readings) == by_expression(steps, where, tokens)


def test_only_wanted_tokens_are_read_and_only_as_ascii():
    steps = Steps.of(["a>o"])
    owners, readings = steps.read(Letters(["aba", "bé", "", "ab"]), str, np.array([True, True, True, False]))
    assert owners.tolist() == [0]
    assert readings == ["obo"]


def test_a_run_of_any_length_and_letters_of_any_plane_take_one_pass():
    owners, readings = Steps.of(["(?<=a)[bc]+$>e"]).read(Letters(["a" + "bc" * 100_000, "\ud800\U0001f600", "\0"]), str)
    assert owners.tolist() == [0, 2]
    assert readings == ["ae", "\0"]


@pytest.mark.parametrize("pattern", ["(ab)+", "[^a]", "a*", "", "a?", "a.", r"\w", "(?=a)", f"a(?={'b' * 20})"])
def test_a_pattern_that_is_beyond_it_is_refused(pattern):
    with pytest.raises(RulesError, match="write it by several steps"):
        Steps.of([f"{pattern}>b"])


def test_every_table_of_readings_can_be_applied():
    for table in rules.load("phonetics/readings")["table"].values():
        assert len(Steps.of(table["steps"], table.get("where", "")).ways) == len(table["steps"])
