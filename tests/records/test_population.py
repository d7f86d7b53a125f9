"""Population tables: their forms, how values are prepared, and what is refused."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from resolve.errors import FileError, InputError, UnknownNameError
from resolve.records.population import numbers, read_population


def long(*rows: tuple[object, ...], columns: str = "field value count") -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split(), dtype=object)  # pandas 3 refuses lone surrogates else


def test_values_are_prepared_as_those_of_records():
    people = read_population(
        long(
            ("surname", "Петровић", 5),
            ("surname", "PETROVIC", 2),
            ("sex", "Female", 9),
            ("nationality", "Serbia", 4),
            ("birth_date", "1.2.1985.", 3),
        )
    )
    found = {name: dict(zip(one.values, one.counts, strict=True)) for name, one in people.fields.items()}
    assert found["surname"] == {"petrovic": 7} and found["sex"] == {"f": 9} and found["birth_date"] == {"1985-02-01": 3}
    assert list(found["nationality"].values()) == [4] and people.rejects == ()


def test_a_list_of_one_field_needs_no_column_that_names_it(tmp_path):
    path = tmp_path / "prezimena.csv"
    path.write_text("rang;prezime;broj\n1;Horvat;20147\n2;Kovačević;14892\n", "utf-8")
    surnames = read_population(path).fields["surname"]
    assert surnames.values.tolist() == ["horvat", "kovacevic"] and surnames.total == 35039


def test_several_tables_are_put_together_and_their_totals_add_up():
    one = pd.DataFrame({"surname": ["Horvat"], "count": [20], "total": [4000]})
    other = long(("surname", "Horvat", 10), ("surname", "Kos", 5), ("given_name", "Ana", 7))
    people = read_population([one, other])
    assert people.fields["surname"].counts.tolist() == [30, 5] and people.fields["surname"].total == 4015
    assert people.fields["given_name"].total == 7


def test_shares_will_do_for_counts():
    people = read_population(pd.DataFrame({"surname": ["a", "b"], "count": [0.25, 0.05], "total": [1, 1]}))
    assert people.fields["surname"].share("a") == 0.25


def test_rows_that_cannot_be_used_are_told_with_their_place_and_the_rest_counts():
    people = read_population(
        long(("surname", "Horvat", "20"), ("surname", "n/a", "3"), ("surname", "Kos", "*"), ("surname", "Novak", "-4"))
    )
    assert people.fields["surname"].values.tolist() == ["horvat"]
    assert sorted((one.row, one.column) for one in people.rejects) == [(2, "value"), (3, "count"), (4, "count")]
    assert all("Kos" not in one.reason for one in people.rejects)


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        (long(("surnames", "Horvat", 1)), UnknownNameError, r"row 1.*surnames.*did you mean 'surname'"),
        (long(("full_name", "Ana Kos", 1)), UnknownNameError, "compared as given_name and surname"),
        (long(("surname", "Horvat", 1), columns="field value age"), InputError, "columns field, value and count"),
        (pd.DataFrame({"given_name": ["a"], "surname": ["b"], "count": [1]}), InputError, "field, value and count"),
        (long(("surname", "Horvat", "many")), InputError, "no row with a value and a count over 0"),
        (long(("surname", "Horvat", 0)), InputError, "no row with a value and a count over 0"),
        (pd.DataFrame({"surname": ["a"], "count": [9], "total": [5]}), InputError, "more than its total of 5"),
        (pd.DataFrame({"surname": ["a", "b"], "count": [9, 1], "total": [50, 60]}), InputError, "row 2.*one number"),
        (pd.DataFrame({"surname": ["a"], "count": [9], "total": ["all"]}), InputError, "row 1.*one number over 0"),
    ],
)
def test_tables_that_say_nothing_sure_are_refused(table, error, words):
    with pytest.raises(error, match=words):
        read_population(table)


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(FileError):
        read_population("no/such/table.csv")


def test_hostile_cells_are_refused_or_read_never_a_traceback():
    odd = ["\u202eabc", "a" * 100_000, "\ud800x", "'; drop", "=1+1", "😀", "\u0000"]
    table = long(*(("surname", value, "1") for value in odd), ("surname", "Kos", "1e400"), ("surname", "Kos", "nan"))
    people = read_population(table)
    assert len(people.rejects) >= 2 and people.fields["surname"].total > 0


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["1.234", "950"], [1234, 950]),
        (["0.234", "0.5"], [0.234, 0.5]),
        (["1.234", "0.5"], [1.234, 0.5]),
        (["1,234", "12 345", "1\u00a0000", "1'000"], [1234, 12345, 1000, 1000]),
        (["1e3", "+5"], [1000, 5]),
    ],
)
def test_thousands_may_be_parted(texts, read):
    assert numbers(texts) == read


def test_no_number_is_none():
    assert all(map(math.isnan, numbers(["", "x", "1,2", "٣", "<5"])))
