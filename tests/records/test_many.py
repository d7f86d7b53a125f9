"""Cells of several values: told apart where it is certain, the first one counts, and it is said."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.many import firsts, split
from resolve.records.prepare import prepare
from resolve.records.schema import read_schema
from resolve.records.sources import read_source


@pytest.mark.parametrize(
    ("field", "cell", "values"),
    [
        ("phone", "064 123 456; 011 222 333", ("064 123 456", "011 222 333")),
        ("phone", "064/123-456", ("064/123-456",)),
        ("phone", "064 123 456 / 011 222 333", ("064 123 456", "011 222 333")),
        ("phone", "064 123 456; home", ("064 123 456; home",)),
        ("phone", "064 123 456\n011 222 333\n", ("064 123 456", "011 222 333")),
        ("birth_date", "24/04/1968", ("24/04/1968",)),
        ("birth_date", "1968-04-24;1969", ("1968-04-24", "1969")),
        ("nationality", "SRB, BIH", ("SRB", "BIH")),
        ("nationality", "(1) Iraq (2) Syria", ("Iraq", "Syria")),
        ("nationality", "1) Iraq 2) Syria", ("Iraq", "Syria")),
        ("document_number", "(1) A123 (2) B456", ("A123", "B456")),
        ("email", "a@x.org; b@x.org", ("a@x.org", "b@x.org")),
        ("address", "Glavna 1; Ruma", ("Glavna 1; Ruma",)),
        ("full_name", "Ana Marić; Ana Ilić", ("Ana Marić", "Ana Ilić")),
        ("alias", "A\n\nB", ("A", "B")),
        ("phone", "", ("",)),
        ("phone", ";;", (";;",)),
    ],
)
def test_split(field, cell, values):
    assert split(field, cell) == values


def test_names_are_written_so_that_their_reading_tells_them_apart():
    assert firsts("full_name", ["Ana Marić\nAna Ilić", "A | B", "C; D"]) == ["Ana Marić; Ana Ilić", "A; B", "C; D"]
    assert firsts("address", ["x\ny"]) == ["x\ny"]


def test_the_first_value_counts_and_it_is_said():
    frame = pd.DataFrame(
        {"surname": ["Hoti", "Ilić"], "phone": ["064 123 456; 011 222 333", None], "dob": ["1968; 1969", "1990"]}
    )
    source = read_source(frame, "border")
    schema = read_schema(source)
    assert {one.field: one.many for one in schema.columns} == {"surname": 0, "phone": 1, "birth_date": 1}
    records = prepare([source], [schema])
    assert records.value("phone", 0) == "64123456" and records.value("birth_date", 0) == "1968"
    assert "border: 1 cell of 'phone' with several values; the first counts" in records.notes


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["phone", "birth_date", "nationality", "full_name", "address", "ignore"]), st.text(max_size=30))
def test_split_is_total_and_loses_no_cell(field, text):
    values = split(field, text)
    assert values and (values == (text,) or all(value.strip() for value in values))
    assert len(firsts(field, [text])) == 1
