"""Raw rows to prepared columns: normalised, counted, named, and the raw values kept."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources


def read(*frames: pd.DataFrame, names: list[str] | None = None, **fields: str) -> Records:
    """Prepare frames whose columns mean the fields that they are called, or what is said."""
    columns = list(dict.fromkeys(column for frame in frames for column in frame.columns))
    said = {column: fields.get(column, column) for column in columns}
    sources = read_sources(list(frames), names)
    return prepare(sources, read_schemas(sources, Schema(map=said)))


def values(records: Records, field: str) -> list[str]:
    return [records.value(field, row) for row in range(len(records))]


def one(field: str, *cells: str | None) -> Records:
    """Prepare a column of cells beside a surname that is always there."""
    return read(pd.DataFrame({"surname": ["hoxha"] * len(cells), field: list(cells)}))


@pytest.mark.parametrize(
    ("field", "cell", "normal"),
    [
        ("surname", "Ђорђевић", "djordjevic"),
        ("father_name", " Marko ", "marko"),
        ("birth_date", "14.03.1986.", "1986-03-14"),
        ("birth_date", "1986", "1986"),
        ("birth_date", "1986-31-02", "1986-31-02"),
        ("sex", "Женско", "f"),
        ("sex", "M", "m"),
        ("sex", "Mashkull", "m"),
        ("sex", "kadın", "f"),
        ("national_id", "1403986-71-0012", "1403986710012"),
        ("document_number", "pa 012 34", "PA01234"),
        ("postcode", "m8 0na", "M80NA"),
        ("phone", "+381 (64) 123-4567", "381641234567"),
        ("phone", "00381641234567", "381641234567"),
        ("email", " Ana@X.rs ", "ana@x.rs"),
        ("town", "Ниш", "nis"),
        ("address", "Knez Mihailova 5/II", "knez mihailova 5 ii"),
        ("nationality", "SRB", "srb"),
        ("house_number", "12 b", "12B"),
    ],
)
def test_values_are_normalised_by_their_kind(field, cell, normal):
    records = one(field, cell)
    assert records.value(field, 0) == normal
    assert records.raw(0)[field] == cell and records.unread == {}


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("birth_date", "nepoznato"),
        ("birth_date", "00.00.0000"),
        ("sex", "?"),
        ("national_id", "0000000000"),
        ("document_number", "N/A"),
        ("phone", "123"),
        ("email", "none"),
        ("town", "nepoznato"),
        ("father_name", "Непознато"),
        ("address", "---"),
    ],
)
def test_a_cell_that_says_nothing_is_missing_counted_and_kept(field, cell):
    records = one(field, cell, None, "  ")
    assert field not in records.columns
    assert records.unread == {field: 1}
    assert records.raw(0)[field] == cell
    assert field not in records.raw(1) and field not in records.raw(2)


def test_unread_cells_are_counted_over_all_sources():
    frame = pd.DataFrame({"surname": ["a", "b"], "birth_date": ["?", "1986"], "sex": ["m", "none"]})
    assert read(frame, frame).unread == {"birth_date": 2, "sex": 2}


def test_columns_of_year_month_and_day_make_a_date():
    frame = pd.DataFrame(
        {
            "surname": list("abcdef"),
            "birth_year": ["1986", "1986", "1986", None, "19x", "1986"],
            "birth_month": ["3", "03", None, "3", "3", "13"],
            "birth_day": ["4", "14", None, "4", "4", "1"],
        }
    )
    assert values(read(frame), "birth_date") == ["1986-03-04", "1986-03-14", "1986", "", "", "1986-13-01"]


def test_date_parts_fill_only_what_a_whole_date_leaves_open():
    frame = pd.DataFrame({"surname": ["a", "b"], "birth_date": ["1.2.1990", None], "birth_year": ["1986", "1986"]})
    assert values(read(frame), "birth_date") == ["1990-02-01", "1986"]


def test_several_columns_of_a_field_are_joined_or_the_first_filled_one_counts():
    frame = pd.DataFrame({"l1": ["Main 5", None, None], "l2": ["Nis", "Nis", None], "surname": ["a", "b", "c"]})
    assert values(read(frame, l1="address", l2="address"), "address") == ["main 5 nis", "nis", ""]
    assert values(read(frame, l1="town", l2="town"), "town") == ["main 5", "nis", ""]


def test_sources_of_different_columns_and_scripts_share_values():
    one_source = pd.DataFrame({"surname": ["Ђорђевић"], "given_name": ["Ана"]})
    other = pd.DataFrame({"full_name": ["Ana Djordjević"], "town": ["Niš"]})
    records = read(one_source, other, names=["mup", "border"])
    assert records.source_names() == ("mup", "border")
    assert records.source_codes.tolist() == [0, 1]
    assert values(records, "surname") == ["djordjevic"] * 2 and values(records, "given_name") == ["ana"] * 2
    assert values(records, "town") == ["", "nis"]
    assert records.columns["surname"].counts.tolist() == [2]
    assert records.raw(1) == {"full_name": "Ana Djordjević", "town": "Niš"}


def test_ids_are_the_id_column_or_row_numbers():
    with_ids = pd.DataFrame({"id": ["x7", "x9"], "surname": ["a", "b"]})
    without = pd.DataFrame({"surname": ["a", "b", "c"]})
    assert read(with_ids, without).record_ids.tolist() == ["x7", "x9", "1", "2", "3"]


def test_empty_and_repeated_ids_get_their_row_number_and_a_note():
    records = read(pd.DataFrame({"id": ["7", "7", None, "8", "7"], "surname": list("abcde")}))
    assert records.record_ids.tolist() == ["7", "7#2", "#3", "8", "7#5"]
    assert len(records.notes) == 1 and "3 rows" in records.notes[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "1#2", "1#3", "#2", None]), min_size=1, max_size=6))
def test_every_record_of_a_source_can_be_named(ids):
    # A column of plain numbers that repeats the written form of a made id is a case for a person.
    records = read(pd.DataFrame({"id": pd.array(ids, "string"), "surname": ["a"] * len(ids)}))
    if not {"1#2", "1#3", "#2"} & set(ids):
        assert len(set(records.record_ids.tolist())) == len(ids)


def test_a_made_id_is_never_one_that_the_source_has():
    records = read(pd.DataFrame({"id": ["1#2", "1", "1", "1#3"], "surname": list("abcd")}))
    assert len(set(records.record_ids.tolist())) == 4


def test_a_field_that_no_record_fills_is_no_column():
    records = read(pd.DataFrame({"surname": ["a", "b"], "town": [None, None], "sex": ["x", "x"]}))
    assert set(records.columns) == {"surname"}


def test_nothing_to_match_on_is_an_error_that_says_what_to_do():
    frame = pd.DataFrame({"col1": ["qwzx", "secret-value"]})
    sources = read_sources(frame)
    with pytest.raises(InputError, match="--map") as raised:
        prepare(sources, read_schemas(sources, Schema(map={"col1": "ignore"})))
    assert "col1" in str(raised.value) and "secret" not in str(raised.value)


def test_a_batch_is_read_as_its_rows_are_one_by_one():
    frame = pd.DataFrame(
        {
            "full_name": ["Ана Марић", "HOXHA, Agim", "Ivić (Ivo) Petar", None],
            "birth_date": ["14.03.1986.", "1990", "x", "5. maj 1970"],
            "sex": ["ж", "m", "?", "F"],
            "phone": ["064 123 4567", None, "1", "+44 7700 900282"],
        }
    )
    whole = read(frame)
    for row in range(len(frame)):
        alone = frame.iloc[[row]].fillna("")
        if not (alone != "").to_numpy().any():
            continue
        single = read(alone.reset_index(drop=True))
        for field, column in whole.columns.items():
            assert whole.value(field, row) == (single.value(field, 0) if field in single.columns else ""), column


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
ROW = st.fixed_dictionaries(dict.fromkeys(("full_name", "birth_date", "phone", "town"), CELLS))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_any_text_can_be_prepared_and_raw_values_stay(rows):
    frame = pd.DataFrame([{**row, "surname": "hoxha"} for row in rows])
    records = read(frame)
    assert len(records) == len(rows)
    for number, row in enumerate(rows):
        raw = records.raw(number)
        assert raw == {name: cell for name, cell in frame.iloc[number].items() if cell.strip()} or any(
            not cell.isprintable() for cell in row.values()
        )
