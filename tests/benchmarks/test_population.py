import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from rapidfuzz.distance import OSA

from corruption import (
    Keyboard,
    digit_errors,
    fill,
    january_default,
    ocr_errors,
    swap_day_and_month,
    to_codes,
    to_strings,
    typing_errors,
    wrong_day,
    wrong_year,
)
from population import FIELDS, generate, generate_records, read_errors, write

RECORDS = 40_000


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return generate_records(RECORDS, seed=7)


@pytest.fixture(scope="module")
def frame(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas()


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_same_seed_same_table() -> None:
    assert generate(500, seed=4).equals(generate(500, seed=4))
    assert not generate(500, seed=4).equals(generate(500, seed=5))


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_same_seed_same_bytes(tmp_path: Path, suffix: str) -> None:
    paths = [tmp_path / f"{name}{suffix}" for name in ("first", "second")]
    truths = [write(generate_records(800, seed=2), path) for path in paths]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert truths[0].read_bytes() == truths[1].read_bytes()


def test_truth_is_kept_apart(tmp_path: Path) -> None:
    table = generate_records(300, seed=2)
    truth = pd.read_parquet(write(table, tmp_path / "people.parquet"))
    records = pd.read_parquet(tmp_path / "people.parquet")
    assert list(records.columns) == ["id", *FIELDS]
    assert list(truth.columns) == ["id", "entity_id"]
    assert list(records["id"]) == list(truth["id"])


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.parquet or \.csv"):
        write(generate(3, seed=1), tmp_path / "people.json")


@pytest.mark.parametrize("records", [1, 2, 999, 2000])
def test_number_of_records_is_exact(records: int) -> None:
    assert generate_records(records, seed=1).num_rows == records


@pytest.mark.parametrize("make", [generate, generate_records])
def test_nobody_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="found 0"):
        make(0, seed=1)


def test_two_thousand_records_are_fast() -> None:
    start = time.perf_counter()
    generate_records(2000, seed=1)
    assert time.perf_counter() - start < 5


def test_ids_are_filled_and_distinct(frame: pd.DataFrame) -> None:
    assert frame["id"].notna().all()
    assert frame["id"].is_unique
    assert frame["entity_id"].notna().all()


def test_order_tells_nothing(frame: pd.DataFrame) -> None:
    neighbours = (frame["entity_id"].diff() == 0).mean()
    assert neighbours < 0.001
    assert abs(np.corrcoef(np.arange(len(frame)), frame["entity_id"])[0, 1]) < 0.03


def test_sizes_of_entities(frame: pd.DataFrame) -> None:
    counts = frame["entity_id"].value_counts()
    found = counts.value_counts(normalize=True).sort_index()
    expected = pd.Series(read_errors()["records"]["sizes"], index=range(1, 7))
    assert list(found.index) == list(range(1, 7))
    assert (found - expected).abs().max() < 0.01


@pytest.mark.parametrize("field", FIELDS)
def test_missing_values(frame: pd.DataFrame, field: str) -> None:
    assert frame[field].isna().mean() == pytest.approx(read_errors()["missing"][field], abs=0.01)
    assert not (frame[field] == "").any()


def test_names_follow_a_law_of_few_and_many(frame: pd.DataFrame) -> None:
    shares = frame["surname"].value_counts(normalize=True)
    assert 0.003 < shares.iloc[0] < 0.015
    assert len(shares) > 8_000


def test_birth_dates_are_dates_of_the_living(frame: pd.DataFrame) -> None:
    dates = pd.to_datetime(frame["birth_date"].dropna(), format="%Y-%m-%d", errors="raise")
    assert dates.min().year >= 1920
    assert dates.max().year <= 2026


def duplicates(frame: pd.DataFrame) -> pd.DataFrame:
    """Pairs of records of one person."""
    pairs = frame.merge(frame, on="entity_id", suffixes=("", "_other"))
    return pairs[pairs["id"] < pairs["id_other"]]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("given_name", 0.20, 0.60),
        ("surname", 0.25, 0.65),
        ("birth_date", 0.10, 0.30),
        ("sex", 0.01, 0.05),
        ("town", 0.12, 0.35),
        ("postcode", 0.25, 0.55),
        ("phone", 0.20, 0.55),
    ],
)
def test_records_of_one_person_differ_as_often_as_they_should(
    frame: pd.DataFrame, field: str, low: float, high: float
) -> None:
    pairs = duplicates(frame).dropna(subset=[field, f"{field}_other"])
    assert low < (pairs[field] != pairs[f"{field}_other"]).mean() < high


def test_households_share_surname_and_postcode(frame: pd.DataFrame) -> None:
    first = frame.drop_duplicates("entity_id").dropna(subset=["surname", "postcode", "town"])
    shared = first.duplicated(["surname", "postcode", "town"], keep=False).mean()
    assert 0.2 < shared < 0.8


def test_strings_survive_the_way_to_codes_and_back() -> None:
    values = np.array(["", "Đorđe", "a", "Çlirim"])
    assert list(to_strings(to_codes(values, spare=2))) == list(values)


def test_a_typing_error_is_one_edit(rng: np.random.Generator) -> None:
    typing = read_errors()["typing"]
    keyboard = Keyboard.of(typing["rows"], typing["near"])
    values = np.array(["Petrović", "Smith", "Li", "A", "", "Đurđa"] * 400)
    spoilt = typing_errors(values, keyboard, typing, rng)
    distances = [OSA.distance(a, b) for a, b in zip(values, spoilt, strict=True)]
    assert max(distances) == 1
    assert np.mean([d for d, v in zip(distances, values, strict=True) if len(v) > 1]) > 0.9
    assert all(new == old for old, new in zip(values, spoilt, strict=True) if len(old) < 2)


def test_neighbours_on_the_keyboard() -> None:
    keyboard = Keyboard.of(read_errors()["typing"]["rows"], near=1.0)
    slips = keyboard.slips(np.full(200, ord("G"), dtype=np.uint32), np.random.default_rng(1))
    assert {chr(c) for c in slips} == set("TYFHVB")
    digits = keyboard.slips(np.full(200, ord("5"), dtype=np.uint32), np.random.default_rng(1))
    assert {chr(c) for c in digits} == {"4", "6"}


def test_one_letter_is_misread(rng: np.random.Generator) -> None:
    assert list(ocr_errors(np.array(["xlx", "xyz", ""]), {"l": "i"}, rng)) == ["xix", "xyz", ""]


def test_one_digit_is_wrong(rng: np.random.Generator) -> None:
    values = np.array(["+38163123456", "none", ""] * 50)
    wrong = digit_errors(values, rng)
    assert {OSA.distance(a, b) for a, b in zip(values[::3], wrong[::3], strict=True)} == {1}
    assert set(wrong[1::3]) == {"none"}


def test_shapes_are_filled(rng: np.random.Generator) -> None:
    filled = fill(np.array(["LS# #@@"] * 50), rng)
    assert pd.Series(filled).str.fullmatch(r"LS\d \d[A-Z]{2}").all()


def test_dates_go_wrong_and_stay_dates(rng: np.random.Generator) -> None:
    dates = np.array(["1980-03-04", "1980-03-14", "1980-01-31"], dtype="datetime64[D]")
    assert [str(d) for d in swap_day_and_month(dates)] == ["1980-04-03", "1980-03-14", "1980-01-31"]
    assert [str(d) for d in january_default(dates)] == ["1980-01-01"] * 3
    leap = np.full(300, np.datetime64("1984-02-29"))
    years = wrong_year(leap, rng).astype("datetime64[Y]").astype(int) + 1970
    assert set(years) == {1974, 1982, 1983, 1985, 1986, 1994}
    assert set(wrong_day(leap, rng).astype("datetime64[M]")) == {np.datetime64("1984-02")}
