"""How fast columns of values are prepared: a million dates of birth, or national numbers, as records bring them.

Each column is coded, and normalised once for each distinct text, as `resolve.records` does it. A century of dates in
one writing has some 38,000 different texts; a column of many writings has up to 500,000; the numbers are all different.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import record

ROWS = 1_000_000
FEW = 40_000
MANY = 500_000
FIRST = np.datetime64("1920-01-01")
DAYS = 38_000
JMBG_WEIGHTS = np.array([7, 6, 5, 4, 3, 2] * 2)
WRITINGS = ("%d.%m.%Y.", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d.%m.%Y", "%d-%m-%y", "%Y/%m/%d", "%d %m %Y", "%d-%b-%Y",
            "%d %B %Y", "%d/%m/%y", "%d-%m-%Y", "%Y.%m.%d", "%d%b%Y")  # fmt: skip


def dates(writings: tuple[str, ...], distinct: int) -> list[str]:
    """Give different dates, each in one of some writings."""
    days = [FIRST.item() + step for step in np.arange(DAYS).astype("m8[D]").tolist()]
    texts = dict.fromkeys(day.strftime(form) for form in writings for day in days)
    return list(texts)[:distinct]


def jmbgs(count: int, rng: np.random.Generator) -> list[str]:
    """Give different numbers with right check digits."""
    parts = (
        (rng.integers(1, 29, 2 * count), 2),
        (rng.integers(1, 13, 2 * count), 2),
        (rng.integers(920, 1000, 2 * count), 3),
    )
    serial = (rng.integers(70, 90, 2 * count), 2), (rng.integers(0, 1000, 2 * count), 3)
    columns = [values // 10**place % 10 for values, width in (*parts, *serial) for place in reversed(range(width))]
    digits = np.stack(columns, axis=1)
    check = 11 - digits @ JMBG_WEIGHTS % 11
    digits = np.column_stack([digits, np.where(check > 9, 0, check)])
    letters = (digits + ord("0")).astype(np.uint8)
    return list(dict.fromkeys(letters.view("S13").ravel().astype("U13").tolist()))[:count]


def timed(work: Callable[[], Any], repeats: int) -> dict[str, float]:
    """Give the medians of the seconds that some work takes, by the clock and of the processors."""
    taken = []
    for _ in range(repeats):
        start, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start, time.process_time() - used))
    clock, processor = (round(statistics.median(times), 2) for times in zip(*taken, strict=True))
    return {"seconds": clock, "processor seconds": processor}


def rows(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure every column."""
    import pandas as pd

    from resolve.records.columns import Coded
    from resolve.records.implied import with_implied
    from resolve.records.prepare import NORMALISERS
    from resolve.values.date_agreement import DateTable, agreements
    from resolve.values.date_columns import normal_texts

    rng = np.random.default_rng(options.seed)
    found: list[dict[str, Any]] = []

    def add(what: str, texts: list[str], work: Callable[[], Any]) -> None:
        about = {"work": what, "rows": options.rows, "different texts": len(texts)}
        found.append(about | timed(work, options.repeats))

    columns = {
        "dates, 14.03.1986.": dates(WRITINGS[:1], FEW),
        "dates, 14-MAR-1986": dates(("%d-%b-%Y",), FEW),
        "dates, 14 writings mixed": dates(WRITINGS, MANY),
    }
    for what, texts in columns.items():
        column = np.array(texts, object)[rng.integers(0, len(texts), options.rows)]

        def prepared(column: Any = column) -> None:
            coded = Coded.of(column)
            counts = np.bincount(coded.codes[coded.codes >= 0], minlength=len(coded.values))
            coded.replaced(normal_texts(coded.values.tolist(), counts))

        add(what, texts, prepared)
    numbers = jmbgs(options.rows, rng)
    dashed = [f"{number[:7]}-{number[7:9]}-{number[9:]}" for number in numbers]
    add("JMBG", numbers, lambda: Coded.of(numbers).mapped(NORMALISERS["identifier"]))
    add("JMBG with dashes", dashed, lambda: Coded.of(dashed).mapped(NORMALISERS["identifier"]))
    add("births and sexes that JMBGs tell", numbers, lambda: with_implied({"national_id": Coded.of(numbers)}))
    normal = list(pd.unique(np.array(normal_texts(columns["dates, 14 writings mixed"]), object)))
    table = DateTable.of(normal)
    left, right = rng.integers(0, len(normal), (2, options.rows))
    add("pairs of dates compared", normal, lambda: agreements(table, left, right))
    return found


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--repeats", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument("--seed", type=int, default=1)


def suite(options: argparse.Namespace) -> str:
    """Measure and write the results."""
    return record.write("values", f"Values prepared: {options.rows:,} rows", rows(options), {})
