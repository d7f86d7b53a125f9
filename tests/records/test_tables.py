"""Tables of text: blank cells are missing, whatever they are blank with."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.tables import blank_to_null

CELLS = st.sampled_from(["Ana", "", " ", "\u2003", "\x85", "\x1f", "\u3000\t", " x", "Č", "š ", None])


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS | st.text(max_size=3), max_size=12), st.integers(0, 4), st.integers(0, 12))
def test_cells_of_nothing_but_white_space_are_missing(cells, start, size):
    column = pa.chunked_array([pa.array(cells, pa.string())]).slice(start, size)
    found = blank_to_null(column).to_pylist()
    for cell, one in zip(column.to_pylist(), found, strict=True):
        blank = cell is None or not cell or cell.isspace()
        assert one == (None if blank else cell)
