"""Records that disagree in every way the comparisons know, small enough for brute force."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from resolve.records.prepare import Records, prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources
from resolve.report import chart_svg

GIVEN = ["Marko", "Марко", "Mirko", "Ana", "Ana Marija", "A.", "Ђорђе", "Djordje", "Gjorgje", "Jovan", "Jovana", None]
SURNAMES = ["Hoxha", "Hodža", "Хоџа", "Petrović", "Petrovic", "Petrović-Jović", "Jović", "Marko", "Ilić", None]
DATES = ["14.03.1986.", "1986-14-03", "1986", "03/1986", "15.03.1986", "14.03.1968", "1.2.1990", "1990-02-02", None]
TOWNS = ["Niš", "Nis", "Novi Sad", "Sad Novi", "Niška Banja", None]
IDS = ["1403986710012", "1403986710021", "0202990715003", None, None]
PHONES = ["+381 64 1234567", "064 123 4567", "0649999999", None]


@pytest.fixture(autouse=True)
def _no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave charts out of reports that do not ask for them: drawing them takes longer than most tests."""
    monkeypatch.setattr(chart_svg, "can_draw", lambda: False)


@pytest.fixture
def read() -> Callable[..., Records]:
    """Prepare frames whose columns are called as the fields they mean."""

    def made(*frames: pd.DataFrame) -> Records:
        said = {column: column for frame in frames for column in frame.columns}
        sources = read_sources(list(frames))
        return prepare(sources, read_schemas(sources, Schema(map=said)))

    return made


@pytest.fixture
def messy_frame() -> Callable[[int, int], pd.DataFrame]:
    """Make a frame of so many rows, each cell drawn from a few values that are nearly alike."""

    def made(rows: int, seed: int) -> pd.DataFrame:
        draw = np.random.default_rng(seed)
        pools = {"given_name": GIVEN, "surname": SURNAMES, "birth_date": DATES, "town": TOWNS, "birth_place": TOWNS}
        pools |= {"national_id": IDS, "phone": PHONES, "sex": ["m", "f", None], "father_name": GIVEN}
        pools |= {"postcode": ["11000", "11001", "M8 0NA", None], "email": ["ana@x.rs", "ana@y.rs", None]}
        pools |= {"address": ["Main street 5", "5 Main street", "Main str. 5", None], "middle_name": [*GIVEN, None]}
        cells = {name: [pool[at] for at in draw.integers(0, len(pool), rows)] for name, pool in pools.items()}
        return pd.DataFrame(cells, dtype=object)

    return made
