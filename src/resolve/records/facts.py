"""What the columns of a source as a whole told when it was prepared, kept to read further records of it alike.

A single cell does not tell whether 03/04/1986 is in March or April, whether a whole name puts the surname first, or
whether 1 January stands for "not known": the column does.

>>> from resolve.records.prepare import prepare
>>> from resolve.records.schema import read_schemas
>>> from resolve.records.sources import read_sources
>>> import pandas as pd
>>> sources = read_sources(pd.DataFrame({"name": ["Ana Ilic", "Goran Tot"], "born": ["03/14/1986", "12/31/1990"]}))
>>> (facts,) = facts_of(prepare(sources, read_schemas(sources)))
>>> dict(facts.fields), facts.dates["birth_date"].month_first
({'name': 'full_name', 'born': 'birth_date'}, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from resolve import rules
from resolve.records.ages import era_of
from resolve.records.columns import MISSING, Coded
from resolve.records.names import surnames_come_first
from resolve.records.prepare import Collected, Records, compact_identifiers
from resolve.records.schema import SourceSchema
from resolve.records.sources import Source
from resolve.values.date_columns import habits_and_defaults, normal_text
from resolve.values.date_reading import Habits
from resolve.values.implied import believed, lost_zeros
from resolve.values.phones import region_of


@dataclass(frozen=True)
class Facts:
    """What is known of one source.

    Attributes:
        source: its name. fields: what each of its columns means, "ignore" included.
        mended: by column, the kinds of damage that were mended in it.
        surname_first: whole names put the surname first.
        dates: by field of dates, how they are written and which days stand for "not known".
        phone_regions: by field of telephones, the country of most, "" where unknown.
        lost_zeros: bits of the schemes of national numbers that have lost zeros put back.
        believed: bits of the schemes that the national numbers of all sources are of.
        era: the first and last year in which it was written, where ages stand without a date; -1 where that is open.
    """

    source: str
    fields: Mapping[str, str]
    mended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    surname_first: bool = False
    dates: Mapping[str, Habits] = field(default_factory=dict)
    phone_regions: Mapping[str, str] = field(default_factory=dict)
    lost_zeros: int = 0
    believed: int = 0
    era: tuple[int, int] = (-1, -1)


def facts_of(records: Records) -> tuple[Facts, ...]:
    """Give the facts of each source of prepared records, in order."""
    collected = Collected(list(records.sources), list(records.schemas))
    turned = surnames_come_first([collected.name_parts(number) for number in range(len(records.sources))])
    numbers = records.columns.get("national_id")
    schemes = believed(numbers.values.tolist(), _every_row(Coded(numbers.codes, numbers.values))) if numbers else 0
    return tuple(
        _of_source(collected, number, source, schema, (first, schemes))
        for number, (source, schema, first) in enumerate(zip(records.sources, records.schemas, turned, strict=True))
    )


def _of_source(
    collected: Collected, number: int, source: Source, schema: SourceSchema, told: tuple[bool, int]
) -> Facts:
    mended: dict[str, tuple[str, ...]] = {}
    for repair in source.repairs:
        mended[repair.column] = (*mended.get(repair.column, ()), repair.kind)
    dates, regions, zeros = {}, {}, 0
    for name, rule in rules.load("schemas/fields")["field"].items():
        kind = rule["kind"]
        if kind not in ("date", "phone", "identifier"):
            continue
        raw = collected.dated(number, name) if kind == "date" else collected.raw(number, name)
        if raw is None:
            continue
        texts = raw.values.tolist()
        if kind == "date":
            dates[name] = habits_and_defaults(texts, _every_row(raw))
        elif kind == "phone":
            regions[name] = region_of(texts)
        else:
            zeros = lost_zeros(compact_identifiers(texts))
    fields = {reading.column: reading.field for reading in schema.columns}
    era = _era(collected, number, dates.get("birth_date"))
    return Facts(source.name, fields, mended, told[0], dates, regions, zeros, told[1], era)


def _era(collected: Collected, number: int, habits: Habits | None) -> tuple[int, int]:
    ages, births = collected.raw(number, "age"), collected.dated(number, "birth_date")
    if ages is None or births is None or habits is None or collected.raw(number, "record_date") is not None:
        return Facts.era
    return era_of(ages, births.replaced([normal_text(text, habits) for text in births.values.tolist()]))


def _every_row(coded: Coded) -> np.ndarray:
    """Count the rows that hold each value, those of identical records too."""
    return np.bincount(coded.codes[coded.codes != MISSING], minlength=len(coded.values))
