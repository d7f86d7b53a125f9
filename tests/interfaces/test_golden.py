"""Golden records in parts: the cells as sources wrote them, empty where no record has any."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import resolve

LEFT = pd.DataFrame(
    {
        "id": ["1", "2", "3"],
        "given_name": ["Đorđe", "Ana", "Fatmir"],
        "surname": ["Đorđević", "Ilić", None],
        "birth_date": ["14.03.1986.", None, "1990"],
    }
)
RIGHT = pd.DataFrame(
    {"id": ["a", "b"], "name": ["Djordje Djordjevic", "Besnik Hoxha"], "birth_date": ["1986-03-14", "2.2.1970"]}
)


@pytest.fixture(scope="module")
def found() -> resolve.Resolution:
    return resolve.dedupe({"mup": LEFT, "uk": RIGHT})


def test_cells_stand_as_they_were_written_with_where_they_came_from(found):
    golden = found.golden.set_index("given_name_from")
    ana = golden.loc["mup:2"]
    assert (ana["given_name"], ana["surname"], ana["given_name_votes"]) == ("Ana", "Ilić", "1/1")
    assert (ana["birth_date"], ana["birth_date_from"], ana["birth_date_votes"]) == ("", "", "")
    besnik = golden.loc["uk:b"]
    assert (besnik["given_name"], besnik["surname"]) == ("besnik", "hoxha")  # cut from a whole name
    assert besnik["birth_date"] == "2.2.1970" and besnik["sources"] == "uk"
    assert set(golden["sources"]) == {"mup", "uk", "mup; uk"}


@pytest.mark.parametrize("size", [1, 2, 100])
def test_parts_are_the_whole_one_below_the_other(found, size):
    parts = list(found.golden_parts(size))
    assert all(len(part) <= size for part in parts)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), found.golden)
    assert pa.concat_tables(found.golden_arrow(size)).to_pandas().equals(found.golden)
