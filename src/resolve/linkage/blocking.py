"""Blocking: which pairs of records are worth comparing, each pair once, within bounds.

Rules are data (`rules/blocking`). Every rule gives each record a key, and the pairs of records whose keys agree are
written out; sorting brings together the pairs that several rules found. Blocks that are too large are refined by
further keys, and what is still too large is left out and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.linkage.blocks import Blocks, pairs_of
from resolve.records.columns import MISSING, Codes, concat, take
from resolve.records.prepare import Records
from resolve.threads import in_threads

Keys = npt.NDArray[np.integer]
Rows = npt.NDArray[np.int32]
Packed = npt.NDArray[np.int64]

# A pair and its rule in one number: room for 2^28 records and 2^6 rules.
_ROW_BITS, _RULE_BITS = 28, 6
# So many pairs, of all rules, are brought together at a time in each thread; it bounds memory at some 300 MB beyond the
# pairs.
_TOGETHER = 4_000_000
_ONE_IN = 1024
_NO_PAIRS: Packed = np.empty(0, np.int64)


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
        links: of its pairs, those that became links; only_here: those of them that no other rule found.
    """

    name: str
    keys: tuple[str, ...]
    pairs: int
    refined: int
    left_out: int
    pairs_left_out: int
    links: int = 0
    only_here: int = 0


@dataclass(frozen=True)
class Candidates:
    """Candidate pairs.

    Attributes:
        left, right: record rows, left < right, in rising order. rule: number of the first rule that found the pair.
        times: how many rules found the pair.
        blocks: for each rule, the blocks before any bound, of places in the rows that candidates were sought among.
        codes: by key of the rules, the code of each of these places, -1 where it has none.
    """

    left: Rows
    right: Rows
    rule: npt.NDArray[np.int8]
    times: npt.NDArray[np.int8]
    rules: tuple[Rule, ...]
    blocks: tuple[Blocks, ...]
    reports: tuple[RuleReport, ...]
    codes: Mapping[str, Keys] = field(default_factory=dict)

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
        records: prepared records. rows: the rows to pair (one of each set of identical records, say), in any order.
        across_only: pair only records of different sources.
        tick: called with the share done, from 0 to 1.
    """
    used = applicable_rules(records)
    bounds = _Bounds.for_rows(len(rows))
    make_forms(records)
    tick(0.2)
    codes = _codes_by_key(records, used, rows)
    blocks = in_threads(lambda rule: Blocks.of([codes[key] for key in rule.keys]), used)
    tick(0.4)
    sources = records.source_codes if across_only else None

    def found_by(number: int) -> tuple[Packed, RuleReport]:
        rule = used[number]
        bounded = _bounded(blocks[number], rule, codes, bounds)
        report = RuleReport(rule.name, rule.keys, 0, bounded.refined, bounded.left_out, bounded.pairs_left_out)
        return _packed_pairs(number, bounded.kept, rows, sources), report

    found = in_threads(found_by, range(len(used)))
    tick(0.8)
    left, right, rule_of, times = _each_once([packed for packed, _ in found])
    pairs = np.bincount(rule_of, minlength=len(used)).tolist()
    reports = tuple(replace(report, pairs=number) for number, (_, report) in zip(pairs, found, strict=True))
    return Candidates(left, right, rule_of, times, tuple(used), tuple(blocks), reports, codes)


def make_forms(records: Records) -> None:
    """Make the forms of values that the rules' keys look at, those of names included; what is there already stays."""
    used = applicable_rules(records)
    for fields, form in sorted({tuple(key.split(":")) for rule in used for key in (*rule.keys, *rule.refine)}):
        for each in _fields_of(fields):
            records.columns[each].form(form.removesuffix("_pair"))


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


@dataclass(frozen=True)
class _Bounded:
    """The blocks that are kept; how many records were refined and left out, and how many pairs those blocks hold."""

    kept: Blocks
    refined: int
    left_out: int
    pairs_left_out: int


def _bounded(blocks: Blocks, rule: Rule, codes: Mapping[str, Keys], bounds: _Bounds) -> _Bounded:
    """Refine the blocks that are too large and leave out what stays so."""
    most = bounds.loose_pairs if rule.loose else bounds.pairs
    large = _too_large(blocks, bounds.block, most)
    refined = int(blocks.size[large].sum())
    for extra in rule.refine:
        if not large.any():
            break
        open_blocks = blocks.where(large)
        finer = open_blocks.split(codes[extra][open_blocks.order])
        blocks = blocks.without(large).beside(finer)
        large = _too_large(blocks, bounds.block, most)
    left_out = blocks.size[large]
    return _Bounded(blocks.without(large), refined, int(left_out.sum()), pairs_of(left_out))


def _too_large(blocks: Blocks, most_records: int, most_pairs: int) -> npt.NDArray[np.bool_]:
    """Tell which blocks are over the bound, or over what the rule's pairs leave of it."""
    by_size = np.bincount(np.minimum(blocks.size, most_records + 1), minlength=2)
    pairs = np.cumsum(by_size * np.arange(len(by_size)) * (np.arange(len(by_size)) - 1) // 2)
    largest = min(most_records, int(np.searchsorted(pairs, most_pairs, side="right")) - 1)
    return np.asarray(blocks.size > max(1, largest))


def _packed_pairs(number: int, blocks: Blocks, rows: Rows, sources: npt.NDArray[np.int16] | None) -> Packed:
    """Give the pairs of a rule as numbers that sort by the two rows, then by the rule, in that order."""
    one, other = (rows[places] for places in blocks.all_pairs())
    if sources is not None:
        apart = sources[one] != sources[other]
        one, other = one[apart], other[apart]
    packed = np.minimum(one, other).astype(np.int64)
    packed <<= _ROW_BITS
    packed |= np.maximum(one, other)
    packed <<= _RULE_BITS
    packed |= number
    packed.sort()
    return packed


def _each_once(found: Sequence[Packed]) -> tuple[Rows, Rows, npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """Keep each pair once, with the first of the rules that found it and how many did; pairs in order of their rows.

    Args:
        found: by rule, in rising order.
    """
    edges = _edges(found)
    places = [np.concatenate([[0], np.searchsorted(one, edges), [len(one)]]) for one in found]

    def part(n: int) -> tuple[Rows, Rows, npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        return _once(
            np.concatenate([*(one[at[n] : at[n + 1]] for one, at in zip(found, places, strict=True)), _NO_PAIRS])
        )

    parts = in_threads(part, range(len(edges) + 1))
    left, right, rule, times = (np.concatenate(column) for column in zip(*parts, strict=True))
    return left, right, rule, times


def _edges(found: Sequence[Packed]) -> Packed:
    """Give the numbers that part what was found into some millions each; none stands within the numbers of one pair."""
    sampled = np.sort(np.concatenate([*(one[::_ONE_IN] for one in found), _NO_PAIRS]))
    step = max(1, _TOGETHER // _ONE_IN)
    return np.unique(sampled[step::step] >> _RULE_BITS << _RULE_BITS)


def _once(packed: Packed) -> tuple[Rows, Rows, npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    packed.sort()
    opens = np.ones(len(packed), bool)
    np.greater_equal(packed[1:] ^ packed[:-1], 1 << _RULE_BITS, out=opens[1:])
    first = np.flatnonzero(opens)
    times = np.diff(first, append=len(packed)).astype(np.int8)
    pair = packed[first]
    rule = (pair & ((1 << _RULE_BITS) - 1)).astype(np.int8)
    pair >>= _RULE_BITS
    return (pair >> _ROW_BITS).astype(np.int32), (pair & ((1 << _ROW_BITS) - 1)).astype(np.int32), rule, times


def with_links(candidates: Candidates, linked: npt.NDArray[np.bool_]) -> tuple[RuleReport, ...]:
    """Give the rules' reports with what became links.

    Args:
        linked: which candidates did.
    """
    used, rule = len(candidates.rules), candidates.rule
    proposed = linked & (rule >= 0)  # identical records are found by no rule
    links = np.bincount(rule[proposed], minlength=used).tolist()
    alone = np.bincount(rule[proposed & (candidates.times == 1)], minlength=used).tolist()
    return tuple(
        replace(report, links=number, only_here=single)
        for report, number, single in zip(candidates.reports, links, alone, strict=True)
    )


def missed_at_least(times: npt.NDArray[np.integer]) -> float:
    """Estimate how many matches no rule found, from how many rules found each of the others (Chao 1987).

    Where rules are nets, a pair that is hard to catch is in few of them: what is in none is at least the square of
    those in one over twice those in two. Nets that miss together miss more than that.

    >>> missed_at_least(np.array([1, 1, 1, 1, 2, 2, 3]))
    4.0
    """
    once, twice = int((times == 1).sum()), int((times == 2).sum())
    return once * once / (2 * twice) if twice else once * (once - 1) / 2


def _codes_by_key(records: Records, used: Sequence[Rule], rows: Rows) -> Mapping[str, Keys]:
    """Give the codes of some rows by key, of the rules' own keys and of those that refine."""
    keys = list(dict.fromkeys(key for rule in used for key in (*rule.keys, *rule.refine)))
    fields = sorted({field for key in keys for field in _fields_of(key)})
    by_field = dict(zip(fields, in_threads(lambda field: records.columns[field].codes[rows], fields), strict=True))
    return dict(zip(keys, in_threads(lambda key: _key_codes(records, key, by_field), keys), strict=True))


def _key_codes(records: Records, written: str, by_field: Mapping[str, Codes] | None = None) -> Keys:
    """Give the codes of a key: of all records, or of those whose values' codes are given by field."""
    field, _, form = written.partition(":")
    held = by_field or {each: records.columns[each].codes for each in _fields_of(field)}
    if field == "name":
        return _name_pair(records, form.removesuffix("_pair"), held)
    return take(records.columns[field].form(form).codes, held[field])


def _name_pair(records: Records, form: str, held: Mapping[str, Codes]) -> Keys:
    """Key given name and surname together, whichever of them comes first."""
    names = ("given_name", "surname")
    made = [records.columns[name].form(form) for name in names]
    both = concat(made)
    first = take(both.codes[: len(made[0].codes)], held[names[0]])
    second = take(both.codes[len(made[0].codes) :], held[names[1]])
    low = np.minimum(first, second)
    key = low.astype(np.int64)
    key *= len(both.values) + 1
    key += np.maximum(first, second)
    key[low == MISSING] = MISSING
    return key


def _fields_of(key: str) -> tuple[str, ...]:
    field = key.partition(":")[0]
    return ("given_name", "surname") if field == "name" else (field,)
