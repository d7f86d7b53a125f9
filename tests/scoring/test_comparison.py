"""Comparison: one level a field and pair, whatever the order, the chunk, or the company of other pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resolve.scoring import comparison
from resolve.scoring.comparison import compare, comparisons_for


def some_pairs(rows: int, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.integers(0, rows, count).astype(np.int32), draw.integers(0, rows, count).astype(np.int32)


@pytest.fixture
def messy(read, messy_frame):
    return read(messy_frame(60, 1), messy_frame(60, 2))


def level_name(records, field: str, a: int, b: int) -> str:
    used = comparisons_for(records)
    number = [each.field for each in used].index(field)
    level = int(compare(records, used, np.array([a], np.int32), np.array([b], np.int32))[0, number])
    return used[number].levels[level - 1].name if level else "missing"


def test_exchanging_the_sides_changes_nothing(messy):
    left, right = some_pairs(len(messy), 3_000, 1)
    used = comparisons_for(messy)
    assert np.array_equal(compare(messy, used, left, right), compare(messy, used, right, left))


def test_chunks_change_nothing(messy, monkeypatch):
    left, right = some_pairs(len(messy), 1_000, 2)
    used = comparisons_for(messy)
    whole = compare(messy, used, left, right)
    monkeypatch.setattr(comparison, "CHUNK", 7, raising=False)
    assert np.array_equal(whole, compare(messy, used, left, right))


def test_a_batch_equals_its_pairs_one_by_one(messy):
    left, right = some_pairs(len(messy), 200, 3)
    used = comparisons_for(messy)
    whole = compare(messy, used, left, right)
    for number in range(len(left)):
        part = slice(number, number + 1)
        assert np.array_equal(whole[part], compare(messy, used, left[part], right[part]))


def test_a_pair_is_compared_the_same_among_other_records(read, messy_frame):
    frame = messy_frame(40, 4)
    both = read(frame)
    used = comparisons_for(both)
    left, right = some_pairs(40, 60, 5)
    whole = compare(both, used, left, right)
    for number, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        # The column of dates is read as a whole, so a pair alone gets dates that leave nothing open.
        born = [both.value("birth_date", row) or None for row in (a, b)]
        pair = read(frame.iloc[[a, b]].reset_index(drop=True).assign(birth_date=born))
        alone = compare(pair, comparisons_for(pair), np.array([0], np.int32), np.array([1], np.int32))[0]
        by_field = dict(zip([each.field for each in comparisons_for(pair)], alone.tolist(), strict=True))
        assert whole[number].tolist() == [by_field.get(each.field, 0) for each in used]


def test_level_0_is_missing_and_no_other(messy):
    left, right = some_pairs(len(messy), 2_000, 6)
    used = comparisons_for(messy)
    levels = compare(messy, used, left, right)
    for number, each in enumerate(used):
        codes = messy.columns[each.field].codes
        told = [place for place, level in enumerate(each.levels, start=1) if level.test == "elsewhere"]
        nothing = np.isin(levels[:, number], [0, *told])
        assert np.array_equal(nothing, (codes[left] == -1) | (codes[right] == -1))
        assert levels[:, number].max() <= len(each.levels)


def test_a_record_agrees_with_itself_as_no_other_does(messy):
    rows = np.arange(len(messy), dtype=np.int32)
    used = comparisons_for(messy)
    levels = compare(messy, used, rows, rows)
    for number, each in enumerate(used):
        if each.kind != "date":  # a date known in part agrees as far as it is known
            assert set(levels[:, number].tolist()) <= {0, 1}


def test_no_pairs_and_no_fields(messy):
    none = np.empty(0, np.int32)
    used = comparisons_for(messy)
    assert compare(messy, used, none, none).shape == (0, len(used))
    one = np.zeros(1, np.int32)
    assert compare(messy, [], one, one).shape == (1, 0)


def test_every_field_that_is_filled_is_compared_to_an_end(messy):
    used = comparisons_for(messy)
    assert {each.field for each in used} == set(messy.columns)
    assert all(each.levels[-1].test == "otherwise" for each in used)


@pytest.mark.parametrize(
    ("field", "left", "right", "name"),
    [
        ("surname", "Хоџа", "Hodža", "same"),
        ("surname", "Hoxha", "Hodža", "another spelling of it"),
        ("surname", "Xhaferi", "Џафери", "another spelling of it"),
        ("surname", "Petrovska", "Petrovski", "a man's and a woman's form of one surname"),
        ("surname", "Tankanova", "Tankanov", "a man's and a woman's form of one surname"),
        ("surname", "Petrović-Jović", "Jović", "part of a double name or its initial"),
        ("surname", "Petrović-Jović", "Petrović-Ilić", "a part agrees, another part differs"),
        ("surname", "Petrović", "Petrovski", "close, but two names"),
        ("surname", "Petrović", "Ilić", "different"),
        ("surname", "Petrović", "Petrovci", "a slip of the pen or of a reading machine"),
        ("given_name", "Ђорђе", "Gjorgje", "another spelling of it"),
        ("given_name", "Ђорђе", "Djordje", "same"),
        ("given_name", "محمد", "Mohammed", "another spelling of it"),
        ("given_name", "Sloba", "Slobodan", "a short form of it"),
        ("given_name", "Bill", "William", "a short form of it"),
        ("given_name", "Goran", "Zoran", "close, but two names"),
        ("given_name", "Dragan", "Dragana", "a man's and a woman's name"),
        ("given_name", "John", "Ivan", "the name's form in another tradition"),
        ("given_name", "Ana Marija", "Anamarija", "another spelling of it"),
        ("given_name", "Ana", "Ana Marija", "initial or part of it"),
        ("given_name", "A.", "Ana", "initial or part of it"),
        ("given_name", "A.", "Ivo", "the initial does not fit"),
        ("given_name", "Ð.", "Đorđe", "initial or part of it"),
        ("given_name", "PetroviÄ‡", "Петровић", "same"),
        ("father_name", "Џевдет", "Xhevdet", "another spelling of it"),
        ("birth_date", "14.03.1986", "1986-03-14", "same day"),
        ("birth_date", "03.04.1986", "1986-03-04", "day and month swapped"),
        ("birth_date", "14.03.1986", "15.03.1986", "one digit of the day apart"),
        ("birth_date", "14.03.1986", "14.03.1987", "one digit of the year apart"),
        ("birth_date", "14.03.1986", "14.05.1986", "one digit of the month apart"),
        ("birth_date", "14.03.1986", "14.11.1986", "same day and year, another month"),
        ("birth_date", "14.03.1986", "27.03.1986", "same month and year, another day"),
        ("birth_date", "14.03.1986", "14.03.1953", "same day and month, another year"),
        ("birth_date", "14.03.1986", "1986", "same as far as known"),
        ("birth_date", "1986", "1986", "same as far as known"),
        ("birth_date", "14.03.1986", "20.11.1951", "different"),
        ("national_id", "1403986710012", "1403986710021", "one digit apart or swapped"),
        ("national_id", "0101006500006", "0101990710008", "two different valid numbers"),
        ("national_id", "0101006500006", "0101006500007", "one digit apart or swapped"),
        ("national_id", "0101006500006", "7523169263", "missing"),  # of two countries: neutral
        ("national_id", "0101006500006", "AB123456C", "different"),
        ("birth_date", "01.01.1986", "1.1.1986.", "same default day, so the same year"),
        ("birth_date", "01.01.1986", "14.03.1986", "same as far as known"),
        ("birth_date", "3.1986", "14.03.1986", "same month, the day not known"),
        ("birth_date", "1984-1990", "14.03.1986", "within the span of years"),
        ("birth_date", "1364/05/12", "3.8.1985", "same day"),
        ("birth_date", "14.03.1989", "14.03.1990", "a year apart to the day"),
        ("document_number", "P1234567", "K7654321", "another number, as after a reissue"),
        ("sex", "ж", "F", "same"),
        ("town", "Niš", None, "missing"),
    ],
)
def test_levels(read, field, left, right, name):
    records = read(pd.DataFrame({field: [left, right], "occupation": ["a", "b"]}))
    assert level_name(records, field, 0, 1) == name
    assert level_name(records, field, 1, 0) == name


def test_a_name_found_in_another_part_is_told_from_a_contradiction(read):
    frame = pd.DataFrame({"given_name": ["Hoxha", "Agim", "Besnik"], "surname": ["Agim", "Hoxha", "Krasniqi"]})
    records = read(frame)
    assert level_name(records, "surname", 0, 1) == "same"
    assert level_name(records, "given_name", 0, 1) == "found in another part of the name"
    assert level_name(records, "surname", 0, 2) == "different"


def test_a_table_of_all_pairs_of_values_gives_what_sorting_gives(messy, monkeypatch):
    left, right = some_pairs(len(messy), 5_000, 6)
    used = comparisons_for(messy)
    whole = compare(messy, used, left, right)
    monkeypatch.setattr(comparison, "_SMALL", 0)
    assert np.array_equal(whole, compare(messy, used, left, right))


def test_no_pairs_have_no_levels(messy):
    none = np.empty(0, np.int32)
    used = comparisons_for(messy)
    assert compare(messy, used, none, none).shape == (0, len(used))
