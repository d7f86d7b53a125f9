"""Dictionary-coded columns: what goes in comes out, equal texts share a code, blanks are missing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import MISSING, Coded, Column, concat, take

QUIET = settings(max_examples=120, deadline=None)
# Sources replace lone surrogates when they are read; NUL has a test of its own.
UTF8 = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS = st.lists(
    st.sampled_from(["", "ana", "ivo", "Ж", "a b", "0"]) | st.text(UTF8, max_size=4),
    max_size=12,
)


@QUIET
@given(TEXTS)
def test_texts_survive_coding(texts):
    coded = Coded.of(texts)
    assert coded.texts().tolist() == texts
    assert len(set(coded.values.tolist())) == len(coded.values) and "" not in coded.values.tolist()
    assert coded.codes.dtype == np.int32
    assert coded.filled == any(texts)


@QUIET
@given(st.lists(st.none() | st.text("ab ", max_size=3), max_size=12))
def test_arrow_and_python_code_alike(texts):
    chunks = pa.chunked_array([texts[:5], texts[5:]], pa.string())
    of_arrow, of_texts = Coded.of_arrow(chunks), Coded.of([text or "" for text in texts])
    assert of_arrow.texts().tolist() == of_texts.texts().tolist()
    assert ((of_arrow.codes == MISSING) == (of_texts.codes == MISSING)).all()


@QUIET
@given(TEXTS)
def test_mapping_values_is_mapping_rows(texts):
    mapped = Coded.of(texts).mapped(lambda values: [value.lower()[:1] for value in values])
    assert mapped.texts().tolist() == [text.lower()[:1] for text in texts]
    assert len(set(mapped.values.tolist())) == len(mapped.values)


@QUIET
@given(st.lists(TEXTS, max_size=4))
def test_columns_one_below_the_other(parts):
    merged = concat([Coded.of(texts) for texts in parts])
    assert merged.texts().tolist() == [text for texts in parts for text in texts]
    assert len(set(merged.values.tolist())) == len(merged.values)


@QUIET
@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["", "b", "c"])), max_size=8))
def test_a_second_column_fills_the_gaps_of_the_first(rows):
    first, second = Coded.of([row[0] for row in rows]), Coded.of([row[1] for row in rows])
    assert first.otherwise(second).texts().tolist() == [one or other for one, other in rows]


@QUIET
@given(TEXTS)
def test_a_column_counts_its_values_and_drops_those_of_no_record(texts):
    coded = Coded.of(texts)
    column = Column.of("surname", "surname", Coded(coded.codes, np.array([*coded.values, "nobody"], object)))
    held = {value: texts.count(value) for value in texts if value}
    assert dict(zip(column.values.tolist(), column.counts.tolist(), strict=True)) == held
    assert column.filled == sum(held.values())
    pairs = [(a, b) for i, a in enumerate(texts) for b in texts[:i] if a and b]
    share = sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0
    assert column.repeat_share == pytest.approx(share)


def test_missing_columns():
    coded = Coded.missing(3)
    assert coded.texts().tolist() == ["", "", ""] and not coded.filled
    column = Column.of("surname", "surname", coded)
    assert (column.filled, column.repeat_share, len(column.values)) == (0, 0.0, 0)
    assert len(column.form("sound").values) == 0


def test_looking_codes_up_keeps_missing_missing():
    assert take(np.array([5, 6], np.int32), np.array([1, MISSING, 0], np.int32)).tolist() == [6, MISSING, 5]
    assert take(np.empty(0, np.int32), np.array([MISSING], np.int32)).tolist() == [MISSING]


def test_what_is_derived_is_made_once():
    column = Column.of("surname", "surname", Coded.of(["hoxha", "hodza", "hoxha"]))
    made = []
    for _ in range(3):
        column.derived("x", lambda: made.append(1))
    assert made == [1]
    assert column.form("sound") is column.form("sound")


def test_a_form_has_one_code_a_distinct_value():
    column = Column.of("birth_date", "date", Coded.of(["1986-03-14", "1986", "1986-03-14", ""]))
    form = column.form("full_date")
    assert form.codes.tolist() == [0, MISSING] and form.values.tolist() == ["1986-03-14"]


def test_counting_over_some_rows_keeps_forms_and_nothing_else():
    column = Column.of("surname", "surname", Coded.of(["hoxha", "hodza", "ana", "hoxha"]))
    form = column.form("sound")
    column.derived("counted", lambda: column.counts)
    counted = column.counting(np.array([0, 1], np.int32))
    assert counted.counts.tolist() == [1, 1, 0] and counted.form("sound") is form
    assert counted.derived("counted", lambda: counted.counts).tolist() == [1, 1, 0]
