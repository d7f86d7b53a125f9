"""Frequencies of values: the population's where the data say little, the data's where they differ from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.frequencies import Frequencies
from resolve.scoring.comparison import Comparison, levels_of
from resolve.scoring.rarity import expected_levels, sound_rarity, sounds_of, value_rarity, values_of
from resolve.scoring.room import RoomyColumn
from resolve.scoring.weights import rarity_of_sounds, rarity_table

PEOPLE = Frequencies.of(["petrovic", "jovanovic", "zubcic", "hoxha"], [9_000, 8_000, 10, 2_000], 100_000)


def column_of(*names: str, people: Frequencies | None = PEOPLE) -> Column:
    return Column.of("surname", "surname", Coded.of(list(names))).in_population(people)


def frequency(column: Column, u: float) -> dict[str, float]:
    rarity = value_rarity(column, u)
    return dict(zip(column.values.tolist(), (u / np.exp2(rarity)).tolist(), strict=True))


def test_a_small_file_is_as_the_population_has_it():
    found = frequency(column_of("petrovic", "zubcic", "petrovic", "zubcic"), PEOPLE.repeat_share)
    assert found["petrovic"] == pytest.approx(0.09, rel=0.2)
    assert found["zubcic"] < 0.01


def test_where_strangers_agree_more_often_than_in_the_population_the_data_decide():
    village = column_of(*["zubcic"] * 300, *(f"name{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(600)))
    assert frequency(village, 0.12)["zubcic"] == pytest.approx(1 / 3, rel=0.05)
    assert frequency(village, PEOPLE.repeat_share)["zubcic"] > 0.1  # so many records tell it by themselves


@given(
    st.lists(st.sampled_from(["petrovic", "zubcic", "babic", "hodza"]), min_size=1, max_size=50), st.floats(1e-6, 0.9)
)
def test_frequencies_lie_between_those_of_the_data_and_of_the_population(names, u):
    column = column_of(*names)
    for value, found in frequency(column, u).items():
        ends = sorted([PEOPLE.share(value), names.count(value) / len(names)])
        assert ends[0] * 0.999 <= found <= ends[1] * 1.001


def test_spellings_of_one_name_are_counted_together_in_the_population_too():
    people = Frequencies.of(["djokovic", "zubcic"], [5_000, 5], 100_000)
    column = column_of("dokovic", "zubcic", people=people)
    by_value = dict(zip(column.values, value_rarity(column, 0.01), strict=True))
    by_sound = dict(zip(column.values, sound_rarity(column, 0.01), strict=True))
    assert by_value["dokovic"] > 0 > by_sound["dokovic"] and by_sound["zubcic"] > by_sound["dokovic"]


def test_without_a_population_nothing_changes():
    column = column_of("a", "b", "a", people=None)
    assert value_rarity(column, 0.1).tolist() == np.log2(0.1 / ((np.array([2, 1]) + 1) / 13)).tolist()
    assert expected_levels(column, np.array([0.1, 0.9])).tolist() == [0.1, 0.9]


def test_strangers_have_the_same_value_as_often_as_people_of_the_population():
    found = expected_levels(column_of("petrovic"), np.array([0.001, 0.009, 0.99]))
    assert found[0] == pytest.approx(PEOPLE.repeat_share) and found.sum() == pytest.approx(1)
    assert found[2] / found[1] == pytest.approx(110)


@pytest.mark.parametrize("new", ["jovanovic", "babic", "hoxha", "hodza", "petroviq", "x"])
def test_a_value_new_to_the_data_has_the_rarity_it_would_have_without_a_record(new):
    comparison = Comparison("surname", "surname", levels_of("surname"))
    data = ["petrovic", "zubcic", "hodzha", "petrovic"]
    room, u = RoomyColumn(column_of(*data), comparison), 0.01
    for table in (rarity_table, rarity_of_sounds):
        table(room.column, u)
    code = room.code_of(new)
    mixed = values_of(room.column, u)
    assert rarity_table(room.column, u)[code] == pytest.approx(mixed.rarity_of_new(new), rel=1e-5)
    made = room.column.form("skeleton")
    spelled, among = str(made.values[made.codes[code]]), made.codes[: len(set(data))].tolist()
    of_sounds = rarity_of_sounds(room.column, u)
    if made.codes[code] in among:
        assert of_sounds[code] == of_sounds[among.index(made.codes[code])]
    else:
        assert of_sounds[code] == pytest.approx(sounds_of(room.column, u).rarity_of_new(spelled), rel=1e-5)


def test_empty_names_and_names_without_consonants_have_a_rarity():
    column = column_of("a", "io", "petrovic")
    assert np.isfinite(sound_rarity(column, 0.01)).all() and np.isfinite(value_rarity(column, 1e-9)).all()
