"""Name columns of several sources brought to given name, surname and other names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded
from resolve.records.names import name_columns


def source(**columns: list[str]) -> dict[str, Coded]:
    rows = len(next(iter(columns.values())))
    return {"rows": Coded.missing(rows)} | {name: Coded.of(texts) for name, texts in columns.items()}


def read(*sources: dict[str, Coded]) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    columns, notes = name_columns(sources)
    fields = ("given_name", "surname", "other_names")
    return list(zip(*(columns[name].texts().tolist() for name in fields), strict=True)), notes


def test_parts_are_taken_as_they_stand():
    assert read(source(given_name=["Ана", ""], surname=["Марић", "Hoxha"]))[0] == [
        ("ana", "maric", ""),
        ("", "hoxha", ""),
    ]


def test_a_whole_name_is_cut_where_the_parts_are_missing():
    found, _ = read(
        source(
            given_name=["Ana", "", ""],
            surname=["Marić", "", "Hoxha"],
            full_name=["Ana Jelena Marić", "Agim Besnik Hoxha", "Agim Hoxha"],
        )
    )
    assert found == [("ana", "maric", "jelena"), ("agim", "hoxha", "besnik"), ("", "hoxha", "agim")]


def test_forms_that_tell_their_parts():
    names = source(full_name=["HOXHA, Agim", "Petrović (Marko) Nikola", "Hoxha", "", "()"])
    fathers = name_columns([names])[0]["father_name"]
    assert fathers.texts().tolist() == ["", "marko", "", "", ""]
    found, _ = read(names)
    assert found == [
        ("agim", "hoxha", ""),
        ("nikola", "petrovic", ""),
        ("", "hoxha", ""),
        ("", "", ""),
        ("", "", ""),
    ]


def test_other_columns_add_only_what_is_new():
    found, _ = read(
        source(
            given_name=["Ana", "Ivo"],
            surname=["Marić", "Horvat"],
            middle_name=["Jelena", "Ivo"],
            maiden_name=["Petrović", ""],
            alias=["Ana Anči", ""],
        )
    )
    assert found == [("ana", "maric", "jelena petrovic anci"), ("ivo", "horvat", "")]


def test_words_for_nothing_known_are_missing():
    found, _ = read(source(given_name=["nepoznato", "N/A", "x", "Нема"], surname=["Marić", "nan", "NULL", "unknown"]))
    assert found == [("", "maric", ""), ("", "", ""), ("", "", ""), ("", "", "")]


def test_surname_first_is_told_by_the_other_sources_and_said():
    register = source(given_name=["Agim", "Ana", "Marko"], surname=["Hoxha", "Maric", "Petrov"])
    border = source(full_name=["Hoxha Agim", "Maric Ana", "Petrov Marko", "Krasniqi Agim"])
    found, notes = read(register, border)
    assert found[3:] == [("agim", "hoxha", ""), ("ana", "maric", ""), ("marko", "petrov", ""), ("agim", "krasniqi", "")]
    assert notes == ("source 2: whole names are read with the surname first",)


def test_given_name_first_is_the_usual_order():
    register = source(given_name=["Agim", "Ana"], surname=["Hoxha", "Maric"])
    found, notes = read(register, source(full_name=["Agim Hoxha", "Ana Maric"]))
    assert found[2:] == [("agim", "hoxha", ""), ("ana", "maric", "")] and notes == ()
    assert read(source(full_name=["Hoxha Agim"]))[0] == [("hoxha", "agim", "")]


def test_sources_with_different_columns_stand_one_below_the_other():
    found, _ = read(source(surname=["Marić"]), source(alias=["Zmaj"]), source(full_name=["Ana Marić"]))
    assert found == [("", "maric", ""), ("", "", "zmaj"), ("ana", "maric", "")]


WORDS = st.sampled_from(["", "Ana", "Ana Marija", "Марић", "n/a", "Hoxha, Agim", "Ivić (Ivo) Ana", "-"])
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.integers(0, 7))
def test_a_row_is_read_the_same_wherever_it_stands(rows, turn):
    def whole(ordered: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        given_names, surnames, full, alias = (list(column) for column in zip(*ordered, strict=True))
        return read(source(given_name=given_names, surname=surnames, full_name=full, alias=alias))[0]

    turn %= len(rows)
    found = whole(rows)
    assert found[turn:] + found[:turn] == whole(rows[turn:] + rows[:turn])


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_other_names_hold_no_token_of_the_name_and_none_twice(rows):
    given_names, surnames, full, alias = (list(column) for column in zip(*rows, strict=True))
    found = read(source(given_name=given_names, surname=surnames, full_name=full, alias=alias))[0]
    for first, last, others in found:
        tokens = others.split()
        assert len(tokens) == len(set(tokens))
        assert not set(tokens) & {*first.split(), *last.split()}
