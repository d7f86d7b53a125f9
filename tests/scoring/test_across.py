"""Agreement across fields: what stands under another heading counts once, for and never against."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resolve.scoring.comparison import compare, comparisons_for


def levels(records, a: int, b: int) -> dict[str, str]:
    used = comparisons_for(records)
    found = compare(records, used, np.array([a], np.int32), np.array([b], np.int32))[0].tolist()
    return {each.field: each.levels[code - 1].name if code else "" for each, code in zip(used, found, strict=True)}


@pytest.mark.parametrize(
    ("given", "surname", "expected"),
    [
        ("Krasniqi", "Agim", "same"),  # exchanged
        ("Krasnichi", "Agim", "another spelling of it"),
        ("Berisha", "Agim", "different"),  # one word shared, which says nothing of the other
    ],
)
def test_a_given_name_in_the_place_of_the_surname_counts_once(read, given, surname, expected):
    records = read(pd.DataFrame({"given_name": ["Agim", given], "surname": ["Krasniqi", surname]}))
    for a, b in ((0, 1), (1, 0)):
        found = levels(records, a, b)
        assert found["given_name"] == "found in another part of the name"
        assert found["surname"] == expected


def test_a_name_that_stands_in_both_parts_has_not_moved(read):
    records = read(pd.DataFrame({"given_name": ["Anton", "Walter"], "surname": ["Walter", "Walter"]}))
    for a, b in ((0, 1), (1, 0)):
        assert levels(records, a, b) == {"given_name": "different", "surname": "same"}


def test_what_is_left_over_does_not_hang_on_the_side(read):
    records = read(pd.DataFrame({"given_name": ["Ana Maria", "Hoxha"], "surname": ["Hoxha", "Maria"]}))
    assert levels(records, 0, 1) == levels(records, 1, 0)


def test_a_value_under_another_heading_is_agreement_and_never_contradiction(read):
    first = pd.DataFrame(
        {"full_name": ["Ana Kola", "Ana Kola"], "country": ["Albania", "Iraq"], "town": ["Tirana"] * 2}
    )
    second = pd.DataFrame({"full_name": ["Ana Kola"], "nationality": ["ALB"], "birth_place": ["Tiranë"]})
    records = read(first, second)
    assert levels(records, 0, 2)["nationality"] == "the other's country"
    assert levels(records, 0, 2)["birth_place"] == "where the other lives"
    assert levels(records, 1, 2)["nationality"] == ""
    assert levels(records, 0, 1)["nationality"] == ""


def test_a_fathers_name_is_found_among_the_other_names(read):
    first = pd.DataFrame({"full_name": ["Karim Hassan Fahdun", "Karim Basel Fahdun"]})
    second = pd.DataFrame({"given_name": ["Karim"], "surname": ["Fahdun"], "father_name": ["Hasan"]})
    records = read(first, second)
    assert levels(records, 0, 2)["father_name"] == "among the other names"
    assert levels(records, 1, 2)["father_name"] == ""


def test_articles_and_names_of_several_words_do_not_count_against(read):
    frame = pd.DataFrame(
        {
            "given_name": ["Abd Allah", "Abdullah", "Omar", "Omar"],
            "surname": ["Al Masri", "Masry", "المصري", "El Kurdi"],
        }
    )
    records = read(frame)
    assert levels(records, 0, 1) == {"given_name": "another spelling of it", "surname": "another spelling of it"}
    assert levels(records, 1, 2)["surname"] == "another spelling of it"
    assert levels(records, 2, 3)["surname"] == "different"
