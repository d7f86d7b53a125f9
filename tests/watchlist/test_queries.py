"""Queries: people told by fields, by headers or by a table, brought to the same form."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.errors import InputError, UnknownNameError
from resolve.watchlist.queries import Queries


def _values(queries: Queries, field: str) -> list[str]:
    return queries.fields[field].texts().tolist()


def test_parts_make_a_name_with_the_surname_told():
    person = Queries.of_person({"given_name": "Nikola", "surname": "Petrović", "father_name": "Marko"})
    assert person.names == [["Petrović (Marko) Nikola"]]
    assert Queries.of_person({"given_name": "Nikola", "surname": "Petrović"}).names == [["Petrović, Nikola"]]


def test_headers_of_an_export_are_understood():
    person = Queries.of_person({"Презиме": "Тачи", "Име": "Хашим", "DOB": "24.04.1968", "pol": "M"})
    assert person.names == [["Тачи, Хашим"]]
    assert _values(person, "birth_date") == ["1968-04-24"] and _values(person, "sex") == ["m"]


def test_several_names_and_aliases_are_all_asked():
    person = Queries.of_person({"name": ["Ana Ilić", "Ана Илић"], "alias": "Anka; Anči", "maiden_name": "Perić"})
    assert person.names[0] == ["Ana Ilić", "Ана Илић", "Perić", "Anka", "Anči"]


def test_parts_of_a_date_make_one():
    person = Queries.of_person({"name": "Ana", "birth_year": 1985, "birth_month": 2, "birth_day": 1})
    assert _values(person, "birth_date") == ["1985-02-01"]


@pytest.mark.parametrize(
    "person", [{}, {"name": ""}, {"name": None}, {"name": float("nan")}, {"name": "  ", "sex": ""}]
)
def test_a_person_without_anything_to_ask_is_refused(person):
    with pytest.raises(InputError, match="give it as 'name'"):
        Queries.of_person(person)


def test_an_unknown_field_is_refused_without_its_value():
    with pytest.raises(UnknownNameError, match="shoe size") as raised:
        Queries.of_person({"name": "Ana Ilić", "shoe size": "secret"})
    assert "secret" not in str(raised.value)
    with pytest.raises(InputError, match="expected text under 'name', found dict"):
        Queries.of_person({"name": {"a": "secret"}})


def test_a_table_keeps_its_ids_and_order():
    table = pd.DataFrame(
        {"šifra": ["b", "a"], "ime i prezime": ["Ana Ilić", ""], "datum rođenja": ["1985", "2.1.1990"]}
    )
    people = Queries.of_table(table)
    assert people.ids == ("b", "a") and people.names == [["Ana Ilić"], []]
    assert _values(people, "birth_date") == ["1985", "1990-01-02"]
    assert people.part(1, 5).ids == ("a",) and _values(people.part(1, 5), "birth_date") == ["1990-01-02"]


def test_a_table_without_names_is_refused():
    with pytest.raises(InputError, match="--map"):
        Queries.of_table(pd.DataFrame({"broj": ["1"], "x": ["y"]}))
