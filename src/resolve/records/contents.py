"""What the values of a column look like, by the patterns in `rules/schemas/contents.toml`.

>>> share("email", Sample(("ana@example.org", "ivo@example.org", "none"), (1, 1, 2)))
0.5
>>> guess(Sample(("14.03.1986", "1.2.1951.", "30/11/1990"), (1, 1, 1))).field
'birth_date'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.text.unicode import plain_many
from resolve.values.dates import Flag, Precision, read_dates

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_VALUE = 300


@dataclass(frozen=True)
class ContentReading:
    """What a column's values look like.

    Attributes:
        field: a field of `rules/schemas/fields.toml`.
        confidence: 0 to 1.
        reason: for people; it holds no value of the column.
    """

    field: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Sample:
    """Distinct values of a column, and in how many rows each stands."""

    values: tuple[str, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, counted: pa.StructArray) -> Sample:
        """Take values that say something, evenly spread and 2,000 at most, from Arrow's counts of values."""
        import pyarrow as pa

        limit = rules.load("schemas/contents")["sample"]["distinct"]
        step = max(1, len(counted) // limit)
        taken = counted.take(pa.array(range(0, len(counted), step), pa.int64()))[:limit]
        values = [value.strip()[:_LONGEST_VALUE] for value in taken.field("values").to_pylist()]
        missing = frozenset(rules.load("schemas/values")["missing"]["words"])
        rows = zip(values, taken.field("counts").to_pylist(), plain_many(values), strict=True)
        kept = [(value, count) for value, count, text in rows if text not in missing]
        return cls(tuple(value for value, _ in kept), tuple(count for _, count in kept))


def share(test: str, sample: Sample) -> float:
    """Give the share of rows whose value passes a test of the rules, 0 to 1; 0 for no values."""
    passing = sum(count for ok, count in zip(passes(test, sample.values), sample.counts, strict=True) if ok)
    return passing / (sum(sample.counts) or 1)


def expectation(field: str) -> Mapping[str, Any] | None:
    """Give the test that a field's values should pass, with its limits; None where there is none."""
    found: Mapping[str, Any] | None = rules.load("schemas/contents")["expect"].get(field)
    return found


def says(test: str) -> str:
    """Give the words for values that pass a test: "dates", "names"."""
    return str(_tests()[test]["says"])


def guess(sample: Sample) -> ContentReading | None:
    """Guess a field from values alone; None where they are no sign of one, as names are not."""
    for rule in rules.load("schemas/contents")["guess"]:
        found = share(rule["test"], sample)
        enough = len(sample.values) >= rule.get("least_distinct", 1)
        if found >= rule["share"] and enough and ("spread_years" not in rule or _are_births(sample.values, rule)):
            reason = f"content: {found:.0%} of values look like {says(rule['test'])}"
            return ContentReading(rule["field"], rule["confidence"], reason)
    return None


def passes(test: str, values: Sequence[str]) -> list[bool]:
    """Say of each value whether it passes a test of the rules."""
    rule = _tests()[test]
    passed = [True] * len(values)
    if "pattern" in rule:
        match = _pattern(rule["pattern"])
        passed = [match(value) is not None for value in values]
    if "words" in rule:
        known = _words(rule["words"])
        passed = [ok and text in known for ok, text in zip(passed, plain_many(values), strict=True)]
    if "date" in rule:
        found = read_dates(values)
        this_year = date.today().year
        to_month = rule["date"] == "month"
        passed = [
            read is not None
            and read.possible
            and read.first.year <= this_year
            and (not to_month or read.precision in (Precision.DAY, Precision.MONTH) or Flag.DEFAULT in read.flags)
            for read in found
        ]
    return passed


def _are_births(values: Sequence[str], rule: Mapping[str, Any]) -> bool:
    """Say whether dates lie as births do: spread over decades, and mostly of people beyond childhood."""
    years = [read.first.year for read in read_dates(values) if read and read.possible]
    if len(years) < 2:
        return False
    tenths = quantiles(years, n=10, method="inclusive")
    old_enough = date.today().year - tenths[4] >= rule["median_age"]
    return bool(tenths[-1] - tenths[0] >= rule["spread_years"] and old_enough)


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL).fullmatch


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    groups = rules.load("schemas/values")[name]
    return frozenset(word for words in groups.values() for word in words)


def _tests() -> Mapping[str, Mapping[str, Any]]:
    tests: Mapping[str, Mapping[str, Any]] = rules.load("schemas/contents")["test"]
    return tests
