"""What looking new records up needs of a finished run, as one Arrow file: prepared columns, model, facts, entities.

The records' own cells are not in it; their normalised values are, so it holds personal data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from resolve.errors import FileError, InputError
from resolve.files import written_in_one_step
from resolve.linkage.groups import Groups
from resolve.linkage.pipeline import Policy
from resolve.records.columns import MISSING, Column
from resolve.records.facts import Facts
from resolve.records.frequencies import Frequencies
from resolve.records.prepare import Records
from resolve.records.raw import Source
from resolve.scoring.weights import Model
from resolve.values.date_reading import Habits

if TYPE_CHECKING:
    import pyarrow as pa

_FORMAT = "resolve-lookup-1"
_FIELD = "field:"


@dataclass(frozen=True)
class Resolved:
    """A finished run, as far as looking up goes.

    Attributes:
        records: prepared records, values counted over one of each set of identical ones.
        entity_ids: one string a record. facts: of each source. across_only: links are between sources only.
    """

    records: Records
    entity_ids: npt.NDArray[np.object_]
    model: Model
    policy: Policy
    facts: tuple[Facts, ...]
    across_only: bool = False


def save(resolved: Resolved, path: Path) -> None:
    """Write the file in one step.

    Raises:
        FileError: it cannot be written.
    """
    import pyarrow as pa
    from pyarrow import feather

    records = resolved.records
    columns: dict[str, Any] = {
        "record_id": pa.array(records.record_ids, pa.string()),
        "source": pa.array(records.source_codes, pa.int16()),
        "entity_id": pa.array(resolved.entity_ids, pa.string()),
    }
    for name, column in records.columns.items():
        codes = pa.array(column.codes, pa.int32(), mask=column.codes == MISSING)
        columns[_FIELD + name] = pa.DictionaryArray.from_arrays(codes, pa.array(column.values, pa.string()))
    told = {
        "format": _FORMAT,
        "model": resolved.model.to_json(),
        "policy": asdict(resolved.policy),
        "across_only": resolved.across_only,
        "facts": [_facts_told(facts) for facts in resolved.facts],
        "kinds": {name: column.kind for name, column in records.columns.items()},
        "spellings": _spellings(records),
        "population": _population_told(records),
        "contradicted": {name: rows.tolist() for name, rows in records.contradicted.items()},
    }
    table = pa.table(columns).replace_schema_metadata({"resolve": json.dumps(told, ensure_ascii=False)})
    with written_in_one_step(path) as part:
        feather.write_feather(table, str(part), compression="lz4")


def load(path: Path) -> Resolved:
    """Read a file that `save` wrote.

    Raises:
        FileError: it cannot be read. InputError: it is no such file, or a part of it is broken.
    """
    import pyarrow as pa
    from pyarrow import feather

    try:
        table = feather.read_table(str(path), memory_map=False)
    except OSError as error:
        if not path.is_file():
            raise FileError(f"{path}: no such file; check the path") from error
        raise InputError(f"{path}: expected a file written by Lookup.save, found another or a damaged one") from error
    except pa.ArrowException as error:
        raise InputError(f"{path}: expected a file written by Lookup.save, found another or a damaged one") from error
    try:
        told = json.loads((table.schema.metadata or {})[b"resolve"])
        if told["format"] != _FORMAT:
            raise ValueError(f"its form is not '{_FORMAT}'")
        model = Model.of_json(told["model"], str(path))
        facts = tuple(_facts(each) for each in told["facts"])
        records = _records(table, told, facts)
        ids = _strings(table, "entity_id")
        return Resolved(records, ids, model, Policy(**told["policy"]), facts, bool(told["across_only"]))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, pa.ArrowException) as error:
        if isinstance(error, InputError):
            raise
        kind = type(error).__name__
        raise InputError(
            f"{path}: expected a file written by Lookup.save; a part is missing or broken ({kind})"
        ) from None


def _records(table: pa.Table, told: Mapping[str, Any], facts: tuple[Facts, ...]) -> Records:
    import pyarrow as pa

    empty = pa.table({})
    sources = tuple(Source(each.source, empty) for each in facts)
    codes = table.column("source").to_numpy().astype(np.int16)
    if len(codes) and not (codes.min() >= 0 and codes.max() < len(sources)):
        raise ValueError("records of unknown sources")
    spellings = {name: {word: tuple(own) for word, own in each.items()} for name, each in told["spellings"].items()}
    population = {name: _frequencies(each) for name, each in told.get("population", {}).items()}
    columns = {}
    for name, kind in told["kinds"].items():
        coded = table.column(_FIELD + name).combine_chunks()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        values = coded.dictionary.to_numpy(zero_copy_only=False).astype(object)
        field_codes = coded.indices.fill_null(MISSING).to_numpy(zero_copy_only=False).astype(np.int32)
        if len(field_codes) and not (field_codes.min() >= MISSING and field_codes.max() < len(values)):
            raise ValueError("codes without a value")
        counts = np.zeros(len(values), np.int64)
        column = Column(name, str(kind), field_codes, values, counts, spellings.get(name, {}))
        columns[name] = column.in_population(population.get(name))
    contradicted = {name: np.array(rows, np.int64) for name, rows in told["contradicted"].items()}
    ids = _strings(table, "record_id")
    records = Records(sources, (), codes, ids, columns, contradicted=contradicted)
    return records.counting(Groups.of(records, by_source=bool(told["across_only"])).rows)


def _strings(table: pa.Table, name: str) -> npt.NDArray[np.object_]:
    return np.asarray(table.column(name).to_numpy(zero_copy_only=False), object)


def _spellings(records: Records) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Give the spellings of each name column, of words that its values hold."""
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, column in records.columns.items():
        if column.spellings:
            words = {word for value in column.values.tolist() for word in value.split()}
            found[name] = {word: own for word, own in column.spellings.items() if word in words}
    return found


def _population_told(records: Records) -> dict[str, Any]:
    known = {name: column.population for name, column in records.columns.items() if column.population is not None}
    return {
        name: {"values": each.values.tolist(), "counts": each.counts.tolist(), "total": each.total}
        for name, each in known.items()
    }


def _frequencies(told: Mapping[str, Any]) -> Frequencies:
    made = Frequencies.of([str(value) for value in told["values"]], told["counts"], float(told["total"]))
    if not len(made.values) or len(told["values"]) != len(told["counts"]):
        raise ValueError("a population without values, or without their counts")
    return made


def _facts_told(facts: Facts) -> dict[str, Any]:
    told = asdict(facts)
    for habits in told["dates"].values():
        habits["defaults"] = sorted(habits["defaults"])
        del habits["stated"]
    return told


def _facts(told: Mapping[str, Any]) -> Facts:
    dates = {
        name: Habits(**{**habits, "defaults": frozenset((int(month), int(day)) for month, day in habits["defaults"])})
        for name, habits in told["dates"].items()
    }
    mended = {name: tuple(kinds) for name, kinds in told["mended"].items()}
    first, last = told["era"]
    return Facts(**{**told, "dates": dates, "mended": mended, "era": (int(first), int(last))})
