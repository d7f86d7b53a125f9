"""Agreement of dates: against a plain reading of what each level means, symmetric, the same alone as in a batch."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.text.similarity import within_one_edit
from resolve.values.date_agreement import (
    Agreement,
    DateTable,
    agreement_of_days,
    agreements,
    agreements_of_days,
    parts_apart,
)
from resolve.values.date_values import Flag, of_text
from resolve.values.dates import compare, parse

QUIET = settings(max_examples=150, deadline=None)
OTHERS = (
    "1986", "1986-03", "1986-01-01?", "1987-01-01?", "1986~", "1984/1990", "1986-31-02", "1986-14-03", "1986-02-30",
    "1986-00-14", "1985-08-03 solar", "1985-03-21/1986-03-20 solar", "1985-08-04 lunar", "1991-11-27/1992-11-26 age",
    "1986-03-14",
)  # fmt: skip
TEXTS = st.lists(
    st.dates(date(1984, 1, 1), date(1996, 12, 31)).map(str) | st.sampled_from(OTHERS),
    min_size=1,
    max_size=6,
    unique=True,
)


def parts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.partition(" ")[0].split("-"))


def plainly(left: str, right: str) -> Agreement:
    """Say how two dates agree, one rule after the other, without arrays."""
    a, b = of_text(left), of_text(right)
    unsure = Flag.DEFAULT | Flag.APPROXIMATE
    if all(len(text.partition(" ")[0]) == 10 and not born.flags & unsure for text, born in ((left, a), (right, b))):
        return whole(left, right)
    if a.first <= b.last and b.first <= a.last:
        width = max((born.last - born.first).days + 1 for born in (a, b))
        if width <= 31:
            return Agreement.SAME_MONTH
        if Flag.DEFAULT in a.flags and Flag.DEFAULT in b.flags:
            return Agreement.SAME_DEFAULT
        return Agreement.AS_FAR_AS_KNOWN if width <= 366 or a.year == b.year > 0 else Agreement.WITHIN_RANGE
    if a.year == b.year > 0:
        return Agreement.SAME_YEAR
    gap = max(a.first.year - b.last.year, b.first.year - a.last.year)
    return Agreement.NEAR_YEAR if gap <= 2 else Agreement.DIFFERENT


def whole(left: str, right: str) -> Agreement:  # noqa: PLR0911 - a list of rules
    (ay, am, ad), (by, bm, bd) = parts(left), parts(right)
    a, b = of_text(left), of_text(right)
    if (ay, am, ad) == (by, bm, bd):
        return Agreement.SAME_DAY
    if (ay, am, ad) == (by, bd, bm):
        return Agreement.SWAPPED
    if " " in left + right and abs((a.first - b.first).days) <= 1:
        return Agreement.OTHER_CALENDAR
    digits = [np.array([f"{y:04}-{m:02}-{d:02}"], object) for y, m, d in ((ay, am, ad), (by, bm, bd))]
    if within_one_edit(*digits)[0]:
        return Agreement.ONE_EDIT
    if (am, ad) == (bm, bd) and abs(ay - by) in (1, 10):
        return Agreement.YEAR_APART if abs(ay - by) == 1 else Agreement.DECADE_APART
    if (ay == by) + (am == bm) + (ad == bd) >= 2:
        return Agreement.TWO_PARTS
    if ay == by:
        return Agreement.SAME_YEAR
    return Agreement.NEAR_YEAR if abs(ay - by) <= 2 else Agreement.DIFFERENT


@QUIET
@given(TEXTS)
def test_the_arrays_agree_with_the_plain_rules(texts):
    left, right = np.divmod(np.arange(len(texts) ** 2), len(texts))
    found = agreements(DateTable.of(texts), left, right)
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    assert [Agreement(level) for level in found.tolist()] == [plainly(texts[a], texts[b]) for a, b in pairs]


@QUIET
@given(TEXTS)
def test_exchanging_changes_nothing_and_a_pair_is_as_in_the_batch(texts):
    left, right = np.divmod(np.arange(len(texts) ** 2), len(texts))
    table = DateTable.of(texts)
    found = agreements(table, left, right)
    assert found.tolist() == agreements(table, right, left).tolist()
    for a, b, level in zip(left.tolist(), right.tolist(), found.tolist(), strict=True):
        assert compare(of_text(texts[a]), of_text(texts[b])) == level


def test_a_day_of_month_nought_is_a_slip_and_not_a_month_unknown():
    table = DateTable.of(["1949-00-13", "1949-07-13", "1949-11-13", "1949-07", "1950-07-13"])
    found = agreements(table, np.zeros(5, int), np.arange(5)).tolist()
    expected = [
        Agreement.SAME_DAY,
        Agreement.ONE_EDIT,
        Agreement.TWO_PARTS,
        Agreement.AS_FAR_AS_KNOWN,
        Agreement.NEAR_YEAR,
    ]
    assert found == expected


def test_stronger_agreement_has_the_lower_number():
    assert list(Agreement) == sorted(Agreement) and Agreement.SAME_DAY == 1


@pytest.mark.parametrize("text", ["1986-03-14", "1986-02-30", "1986-01-01?", "1984/1990", "1986"])
def test_a_date_agrees_with_itself(text):
    assert compare(of_text(text), parse(text)) <= Agreement.WITHIN_RANGE


def test_no_dates_and_texts_that_are_none():
    table = DateTable.of(["x", "1986-03-14", "abcd-ef-gh"])
    assert agreements(table, np.array([0, 1]), np.array([1, 0])).tolist() == [Agreement.DIFFERENT] * 2
    assert len(agreements(DateTable.of([]), np.array([], int), np.array([], int))) == 0


@QUIET
@given(TEXTS)
def test_two_days_agree_by_themselves_as_in_arrays_where_that_is_told(texts):
    table = DateTable.of(texts)
    left, right = (part.ravel() for part in np.meshgrid(np.arange(len(texts)), np.arange(len(texts))))
    many, parts = agreements(table, left, right).tolist(), parts_apart(table, left, right).tolist()
    for one, other, level, part in zip(left.tolist(), right.tolist(), many, parts, strict=True):
        alone = agreement_of_days(table, one, other)
        assert [alone] == agreements_of_days(table, one, [other])
        assert one == other or alone is None or alone == (level, part)
        assert agreements(table, np.array([one]), np.array([other])).tolist() == [level]
