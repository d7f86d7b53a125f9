"""How common values are in a population: shares, values that are not listed, and forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.frequencies import Frequencies, Population

TABLES = st.lists(st.tuples(st.text(max_size=5), st.floats(0, 1e9)), max_size=20)


@given(TABLES, st.floats(0, 1e10))
def test_shares_are_shares_and_add_up_to_one_at_most(rows, total):
    made = Frequencies.of([value for value, _ in rows], [count for _, count in rows], total)
    if not len(made.values):
        return
    shares = made.shares(made.values)
    assert (shares > 0).all() and shares.sum() <= 1 + 1e-9
    assert 0 < made.unlisted <= shares.min()
    assert 0 <= made.repeat_share <= 1 + 1e-9


def test_equal_values_add_up_and_those_of_no_one_are_left_out():
    made = Frequencies.of(["b", "a", "b", "c", ""], [1, 2, 3, 0, 5], 100)
    assert (made.values.tolist(), made.counts.tolist(), made.total) == (["a", "b"], [2.0, 4.0], 100.0)


def test_a_value_that_is_not_listed_is_no_commoner_than_the_rarest_and_than_what_is_left_over():
    assert Frequencies.of(["a", "b"], [90, 10], 1000).share("c") == 0.01
    assert Frequencies.of(["a", "b"], [900, 99], 1000).share("c") == pytest.approx(0.001)
    assert Frequencies.of(["a", "b"], [90, 10], 0).share("c") == 0.1


def test_spellings_of_one_name_are_counted_together_in_a_form():
    made = Frequencies.of(["djokovic", "dokovic", "zubcic"], [1, 2, 4], 10).form("skeleton")
    assert sorted(made.counts.tolist()) == [3.0, 4.0] and made.total == 10


def test_a_column_keeps_its_population_when_it_is_counted_anew():
    people = Population({"surname": Frequencies.of(["a"], [1], 10)})
    columns = {name: Column.of(name, "surname", Coded.of(["a", "b"])) for name in ("surname", "given_name")}
    beside = people.beside(columns)
    assert beside["surname"].counting(np.array([0])).population is people.fields["surname"]
    assert beside["given_name"].population is None


def test_the_digest_is_that_of_the_content():
    def digest(*tables):
        return Population({name: Frequencies.of(*of_field) for name, *of_field in tables}).digest

    one, other = ("surname", ["a", "b"], [1, 2], 9), ("town", ["a"], [1], 9)
    assert digest(one, other) == digest(other, ("surname", ["b", "a"], [2, 1], 9))
    changed = [
        ("surname", ["a", "b"], [1, 3], 9),
        ("surname", ["a", "c"], [1, 2], 9),
        ("surname", ["a", "b"], [1, 2], 8),
    ]
    assert len({digest(table) for table in [one, *changed, ("given_name", *one[1:])]}) == 5
