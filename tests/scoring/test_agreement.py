"""The tests of agreement levels: symmetric, the same in a batch as alone, and right on dates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.prepare import Records
from resolve.scoring.agreement import TESTS, ValuePairs
from resolve.scoring.comparison import Comparison, Level, compare
from resolve.text.similarity import within_one_edit
from resolve.values.dates import read_date

QUIET = settings(max_examples=40, deadline=None)
WORDS = st.lists(
    st.lists(st.text("abcdhjo", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
    | st.sampled_from(
        ["ana", "ana maria", "a", "m ana", "marko", "mirko", "ana@x.rs", "381641234567", "M80NA", "11000"]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)
WRITTEN = st.sampled_from(
    [
        "1986-03-14",
        "1986-14-03",
        "1986-03",
        "1986",
        "1968-03-14",
        "1986-03-15",
        "1987-01-01",
        "1986-03-41",
        "1886-03-14",
        "1986-01-01?",
        "1985-08-03 solar",
        "1985-03-21/1986-03-20 solar",
        "1958/1992",
        "1986~",
    ]
)
DATES = st.lists(st.dates(date(1985, 1, 1), date(1988, 12, 31)).map(str) | WRITTEN, min_size=1, max_size=6, unique=True)
OF_DATES = (
    "equal_full",
    "day_month_swapped",
    "one_date_edit",
    "other_calendar",
    "year_apart",
    "decade_apart",
    "same_month",
    "same_default",
    "within_range",
    "two_parts",
    "as_far_as_known",
    "same_year",
    "near_year",
)
ALWAYS_OF_ITSELF = (
    "equal", "jaro_winkler", "ratio", "one_edit", "otherwise",
)  # fmt: skip


def table(name: str, values: list[str], at_least: float = 0.0) -> np.ndarray:
    """Apply one test to all ordered pairs of distinct values: entry (i, j) says whether it holds."""
    kind = "date" if name in OF_DATES else "given"
    steps = (Level("holds", name, at_least, 0.5, 0.5), Level("different", "otherwise", 0.0, 0.5, 0.5))
    ids = np.array(values, object)
    columns = {"any": Column.of("any", kind, Coded.of(values))}
    records = Records((), (), np.zeros(len(values), np.int16), ids, columns)
    left, right = np.divmod(np.arange(len(values) ** 2, dtype=np.int32), len(values))
    levels = compare(records, [Comparison("any", kind, steps)], left, right)
    return levels.reshape(len(values), len(values)) == 1


def values_for(name: str) -> st.SearchStrategy[list[str]]:
    return DATES if name in OF_DATES else WORDS


@pytest.mark.parametrize("name", TESTS)
@QUIET
@given(st.data())
def test_exchanging_the_sides_changes_nothing(name, data):
    values = data.draw(values_for(name))
    for at_least in (0.7, 0.9):
        found = table(name, values, at_least)
        assert np.array_equal(found, found.T)
        assert np.array_equal(found, table(name, values[::-1], at_least)[::-1, ::-1])


@pytest.mark.parametrize("name", TESTS)
@QUIET
@given(st.data())
def test_a_batch_equals_its_pairs_one_by_one(name, data):
    values = data.draw(values_for(name))
    together = table(name, values, 0.85)
    for a, left in enumerate(values):
        for b, right in enumerate(values):
            alone = table(name, [left, right] if a != b else [left], 0.85)
            assert alone[0, -1] == together[a, b]


@pytest.mark.parametrize("name", ALWAYS_OF_ITSELF)
@QUIET
@given(WORDS)
def test_a_value_agrees_with_itself(name, values):
    values = [value for value in values if len(value.split()[0]) > 1]
    assert table(name, values, 1.0).diagonal().all()


def holds(name: str, left: str, right: str, at_least: float = 0.0) -> bool:
    found = table(name, [left, right] if left != right else [left], at_least)
    assert found[0, -1] == found[-1, 0]
    return bool(found[0, -1])


@pytest.mark.parametrize(
    ("name", "left", "right", "expected"),
    [
        ("shared_token", "ana jelena", "jelena", True),
        ("shared_token", "a ana", "a ivo", False),
        ("both_valid", "0101006500006", "0101990710008", True),
        ("both_valid", "0101006500006", "0101006500007", False),
        ("both_valid", "0101006500006", "7523169263", False),
        ("other_scheme", "0101006500006", "7523169263", True),
        ("other_scheme", "0101006500006", "P08533013", False),
        ("one_edit", "A1234", "A1243", True),
        ("one_edit", "A1234", "A4321", False),
        ("same_tail", "381641234567", "0641234567", True),
        ("same_tail", "123", "123456789", False),
        ("same_local_part", "ana@x.rs", "ana@y.rs", True),
        ("same_prefix", "M80NA", "M81XY", True),
        ("one_date_edit", "1986-03-14", "1986-03-15", True),
        ("one_date_edit", "1986-03-14", "1968-03-14", True),
        ("one_date_edit", "1986-03-14", "1986-04-15", False),
        ("one_date_edit", "1986", "1987", False),
        ("one_date_edit", "1986-01-01?", "1987-01-01?", False),
        ("year_apart", "1989-03-14", "1990-03-14", True),
        ("decade_apart", "1995-03-14", "2005-03-14", True),
        ("same_month", "1986-03", "1986-03-14", True),
        ("same_default", "1986-01-01?", "1986-01-01?", True),
        ("as_far_as_known", "1986-01-01?", "1986-05-20", True),
        ("within_range", "1984/1990", "1986-05-20", True),
        ("other_calendar", "1985-08-03 solar", "1985-08-04", True),
    ],
)
def test_examples(name, left, right, expected):
    assert holds(name, left, right, 0.88) is expected


def test_lines_of_an_address_may_be_swapped():
    assert holds("ratio", "main street 5", "5 main street", 0.99)
    assert not holds("ratio", "main street 5", "station road 11", 0.7)


@QUIET
@given(DATES)
def test_any_date_that_is_read_can_be_compared(values):
    read = list(dict.fromkeys(found.text for found in map(read_date, values) if found))
    for name in OF_DATES:
        assert table(name, read).shape == (len(read), len(read))


@given(st.lists(st.text("01ab", max_size=6), min_size=2, max_size=8, unique=True))
def test_one_edit_in_place_is_the_general_measure(values):
    column = Column.of("postcode", "postcode", Coded.of([value for value in values if value] or ["0"]))
    left, right = (side.ravel() for side in np.meshgrid(*[np.arange(len(column.values))] * 2))
    held = TESTS["one_edit"](ValuePairs(column, left, right), 0.0)
    assert held.tolist() == within_one_edit(column.values[left], column.values[right]).tolist()
