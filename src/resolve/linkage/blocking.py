"""Blocking: which pairs of records are worth comparing, each pair once, within bounds.

Rules are data (`rules/blocking`). Every rule gives each record one integer key; DuckDB joins the records whose keys
agree. A pair that an earlier rule found is not found again. Blocks that are too large are refined by further keys,
and what is still too large is left out and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Coded, Column, take
from resolve.records.prepare import Records

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Rule:
    """A blocking rule: the keys that must all agree, those that refine blocks that are too large, and whether the
    keys are so weak that only their rare values are worth their pairs.
    """

    name: str
    keys: tuple[str, ...]
    refine: tuple[str, ...] = ()
    loose: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """The prepared fields that the keys look at."""
        return frozenset(field for key in self.keys for field in _fields_of(key))


@dataclass(frozen=True)
class RuleReport:
    """What one rule did.

    Attributes:
        pairs: candidate pairs that it found and no earlier rule had.
        refined: records whose block was too large and was split by further keys.
        left_out: records whose block stayed too large and was not compared; pairs_left_out: how many pairs those
            blocks hold.
    """

    name: str
    keys: tuple[str, ...]
    pairs: int
    refined: int
    left_out: int
    pairs_left_out: int


@dataclass(frozen=True)
class Candidates:
    """Candidate pairs.

    Attributes:
        left, right: record rows, left < right. rule: number of the first rule that found the pair.
        keys: for each rule, every record's key before any bound (-1 where it has none).
    """

    left: Rows
    right: Rows
    rule: npt.NDArray[np.int8]
    rules: tuple[Rule, ...]
    keys: tuple[Keys, ...]
    reports: tuple[RuleReport, ...]

    def __len__(self) -> int:
        return len(self.left)


def applicable_rules(records: Records, written: Sequence[Rule] | None = None) -> list[Rule]:
    """Give the rules whose fields are all filled, without refining keys whose fields are not."""
    have = set(records.columns)
    fitting = [rule for rule in (written or read_rules()) if rule.fields <= have]
    return [replace(r, refine=tuple(key for key in r.refine if set(_fields_of(key)) <= have)) for r in fitting]


def read_rules(name: str = "blocking/people") -> list[Rule]:
    """Read the blocking rules of a rules file."""
    return [
        Rule(
            written["name"],
            tuple(written["keys"]),
            tuple(written.get("refine", ())),
            written.get("loose") == "yes",
        )
        for written in rules.load(name)["rule"]
    ]


def find_candidates(
    records: Records,
    rows: Rows,
    *,
    across_only: bool = False,
    tick: Callable[[float], None] = lambda share: None,
) -> Candidates:
    """Find the candidate pairs among some rows.

    Args:
        records: prepared records. rows: the rows to pair (one of each set of identical records, say).
        across_only: pair only records of different sources.
        tick: called with the share done, from 0 to 1.
    """
    used = applicable_rules(records)
    bounds = _Bounds.for_rows(len(rows))
    sources = records.source_codes[rows]
    for field, form in sorted({tuple(key.split(":")) for rule in used for key in (*rule.keys, *rule.refine)}):
        if field != "name":
            records.columns[field].form(form)
    tick(0.2)
    with ThreadPoolExecutor() as pool:
        keys = list(pool.map(lambda rule: _combined([_key_codes(records, key)[rows] for key in rule.keys]), used))
        tick(0.3)
        built = list(pool.map(lambda rule, key: _bounded_key(records, key, rule, rows, bounds), used, keys))
    found = _join([key for key, *_ in built], sources if across_only else None, tick)
    left = rows[np.concatenate([pairs[0] for pairs in found])] if found else np.empty(0, np.int32)
    right = rows[np.concatenate([pairs[1] for pairs in found])] if found else np.empty(0, np.int32)
    rule_of = np.repeat(np.arange(len(found), dtype=np.int8), [len(pairs[0]) for pairs in found])
    reports = tuple(
        RuleReport(rule.name, rule.keys, len(pairs[0]), refined, left_out, pairs_left_out)
        for rule, pairs, (_, refined, left_out, pairs_left_out) in zip(used, found, built, strict=True)
    )
    spread = tuple(_spread(key, rows, len(records)) for key in keys)
    return Candidates(left, right, rule_of, tuple(used), spread, reports)


@dataclass(frozen=True)
class _Bounds:
    """How many records a block may hold, and how many pairs a rule and a loose rule may ask for."""

    block: int
    pairs: int
    loose_pairs: int

    @classmethod
    def for_rows(cls, rows: int) -> _Bounds:
        written = rules.load("blocking/people")["bounds"]
        block = min(int(written["affordable_pairs"]) // max(1, rows), int(written["block_records_at_most"]))
        pairs, loose = (
            max(int(written["rule_pairs"]), int(written[name] * rows))
            for name in ("pairs_per_record", "loose_pairs_per_record")
        )
        return cls(max(int(written["block_records"]), block), pairs, loose)


def _bounded_key(records: Records, key: Keys, rule: Rule, rows: Rows, bounds: _Bounds) -> tuple[Keys, int, int, int]:
    """Refine the blocks that are too large and leave out what stays so; count refined and left-out records."""
    most = bounds.loose_pairs if rule.loose else bounds.pairs
    key = key.copy()
    large, sizes = _large_blocks(key, bounds.block, most)
    refined = len(large)
    for extra in rule.refine:
        if not len(large):
            break
        finer = _combined([key[large], _key_codes(records, extra)[rows[large]]])
        key[large] = np.where(finer == MISSING, MISSING, finer + len(sizes))
        large, sizes = _large_blocks(key, bounds.block, most)
    blocks = np.unique(key[large])
    left_out = sizes[blocks].astype(np.int64)
    key[large] = MISSING
    return key, refined, len(large), int((left_out * (left_out - 1) // 2).sum())


def _large_blocks(key: Keys, most_records: int, most_pairs: int) -> tuple[Keys, Keys]:
    """Give the rows in blocks over the bound, or over what the rule's pairs leave of it, and all blocks' sizes."""
    sizes = np.bincount(key + 1, minlength=1)
    sizes[0] = 0
    by_size = np.bincount(np.minimum(sizes, most_records + 1))
    pairs = np.cumsum(by_size * np.arange(len(by_size)) * (np.arange(len(by_size)) - 1) // 2)
    largest = min(most_records, int(np.searchsorted(pairs, most_pairs, side="right")) - 1)
    return np.flatnonzero((sizes > max(1, largest))[key + 1]), sizes[1:]


def _combined(parts: Sequence[npt.NDArray[np.integer]]) -> Keys:
    """Make one key of several: equal where all are equal, -1 where any is missing, numbered from 0 without gaps."""
    import pandas as pd

    key = parts[0].astype(np.int64)
    missing = key == MISSING
    for number, part in enumerate(parts[1:], start=1):
        missing |= part == MISSING
        if number > 1:  # two parts fit into 64 bits as they are
            key = pd.factorize(key)[0].astype(np.int64)
        key = key * (int(part.max(initial=0)) + 1) + part
    codes = np.full(len(key), MISSING, np.int64)
    codes[~missing] = pd.factorize(key[~missing])[0]
    return codes


def _key_codes(records: Records, written: str) -> Keys:
    field, _, form = written.partition(":")
    if field == "name":
        return _name_pair(records, form.removesuffix("_pair"))
    column = records.columns[field]
    return take(column.form(form).codes, column.codes).astype(np.int64)


def _name_pair(records: Records, form: str) -> Keys:
    """Key given name and surname together, whichever of them comes first."""
    from resolve.records.columns import concat

    given, surname = (_form_by_record(records.columns[name], form) for name in ("given_name", "surname"))
    both = concat([given, surname])
    first, second = (
        both.codes[: len(given.codes)].astype(np.int64),
        both.codes[len(given.codes) :].astype(np.int64),
    )
    key = np.minimum(first, second) * (len(both.values) + 1) + np.maximum(first, second)
    return np.where((first == MISSING) | (second == MISSING), MISSING, key)


def _form_by_record(column: Column, form: str) -> Coded:
    made = column.form(form)
    return Coded(take(made.codes, column.codes), made.values)


def _fields_of(key: str) -> tuple[str, ...]:
    field = key.partition(":")[0]
    return ("given_name", "surname") if field == "name" else (field,)


def _join(
    keys: Sequence[Keys],
    sources: npt.NDArray[np.int16] | None,
    tick: Callable[[float], None],
) -> list[tuple[Rows, Rows]]:
    import duckdb
    import pyarrow as pa

    if not keys:
        return []
    rows = len(keys[0])
    table: Mapping[str, npt.NDArray[np.generic]] = {
        "row": np.arange(rows, dtype=np.int32),
        **{f"k{number}": key.astype(np.int32) for number, key in enumerate(keys)},
        "source": sources if sources is not None else np.zeros(rows, np.int16),
    }
    found = []
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.register("records", pa.table(dict(table)))
        connection.execute("CREATE TEMP TABLE r AS SELECT * FROM records")
        for number in range(len(keys)):
            result = connection.execute(_join_sql(number, across=sources is not None)).fetchnumpy()
            found.append((np.asarray(result["l"]), np.asarray(result["r"])))
            tick(0.4 + 0.5 * (number + 1) / len(keys))
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda number: _not_found_before(number, keys, *found[number]), range(len(keys))))


def _join_sql(number: int, *, across: bool) -> str:
    other_source = " AND a.source <> b.source" if across else ""
    return (
        f"SELECT a.row AS l, b.row AS r FROM r a JOIN r b ON a.k{number} = b.k{number} "
        f"WHERE a.row < b.row AND a.k{number} <> -1{other_source}"
    )


def _not_found_before(number: int, keys: Sequence[Keys], left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Keep the pairs that no earlier key puts together."""
    for key in keys[:number]:
        of_left = key[left]
        fresh = (of_left == MISSING) | (of_left != key[right])
        left, right = left[fresh], right[fresh]
    return left, right


def _spread(key: Keys, rows: Rows, count: int) -> Keys:
    spread = np.full(count, MISSING, np.int64)
    spread[rows] = key
    return spread
