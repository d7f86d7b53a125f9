"""Many new records looked up at once are found as one by one."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.interfaces.lookup import MATCH_COLUMNS

COLUMNS = ["query_id", *MATCH_COLUMNS]


@pytest.fixture(scope="module")
def asked(exports) -> pd.DataFrame:
    return pd.read_csv(exports["uk_cases"], dtype=str, keep_default_na=False)


def one_by_one(lookup, table, number, **how):
    rows = []
    for record in table.to_dict("records"):
        rows += [(record[number], *(getattr(m, name) for name in MATCH_COLUMNS)) for m in lookup.find(record, **how)]
    return pd.DataFrame(rows, columns=COLUMNS)


def same(got: pd.DataFrame, want: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(got, want, atol=1e-4, rtol=1e-6, check_dtype=False)


@pytest.mark.parametrize("how", [{}, {"limit": 2}, {"limit": None}, {"source": "uk_cases"}])
def test_rows_are_found_as_one_by_one(found, asked, how):
    lookup = found.lookup()
    same(lookup.find_many(asked, **how), one_by_one(lookup, asked, "case_ref", **how))


def test_rows_in_other_letters_and_twice(found, exports):
    lookup = found.lookup()
    table = pd.read_csv(exports["mup_registar"], dtype=str, keep_default_na=False, sep=None, engine="python")
    table = pd.concat([table, table.head(9)], ignore_index=True)
    same(lookup.find_many(table), one_by_one(lookup, table, "Редни број"))


def test_links_across_sources(linked, asked):
    lookup = linked.lookup()
    same(lookup.find_many(asked), one_by_one(lookup, asked, "case_ref"))


def test_a_table_of_another_form_is_read_by_itself(found):
    lookup = found.lookup()
    table = pd.DataFrame({"Name of person": ["Taçi, Gjon", "Nobody Atall"], "born": ["30/09/1990", "1911"]})
    got = lookup.find_many(table)
    assert list(got.columns) == COLUMNS and set(got["query_id"]) == {"1"} and len(got) == 4
    again = lookup.find_many(table.rename(columns={"born": "qq"}), schema={"map": {"qq": "birth_date"}})
    assert again["record_id"].tolist() == got["record_id"].tolist()
    with pytest.raises(UnknownNameError, match="uk_cases has no column 'Name of person'"):
        lookup.find_many(table, source="uk_cases")


def test_nobody_found_is_an_empty_table(found):
    got = found.lookup().find_many(pd.DataFrame({"surname": ["Qqqq"], "birth_date": ["1911"]}))
    assert list(got.columns) == COLUMNS and len(got) == 0
    with pytest.raises(InputError, match="1 or more"):
        found.lookup().find_many(pd.DataFrame({"surname": ["Qqqq"]}), limit=0)
