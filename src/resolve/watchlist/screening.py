"""Screening: people asked about, compared with the entries of a watchlist, and weighed in bits.

The weight of a pair is the prior's log2 odds, plus what the best of the entry's names gives (`scoring.name_bits`), plus
log2(m / u) of the agreement level of every other field that both have (`rules/screening/fields`; the best of the
entry's values counts), plus what the rarity of an agreeing value adds. A missing value adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Coded, Column
from resolve.scoring.comparison import Comparison, Level, levels_of, levels_of_values
from resolve.scoring.name_bits import name_bits
from resolve.scoring.weights import probability_of
from resolve.watchlist.judging import name_standings, verdicts, with_letters
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.postings import Rows, first_of_runs, spread
from resolve.watchlist.queries import Queries
from resolve.watchlist.retrieval import Asked, Found
from resolve.watchlist.segment import Segment, Values
from resolve.watchlist.similarity import Law

Floats = npt.NDArray[np.float32]
Pairs = npt.NDArray[np.int64]

# Fields whose values point to an entry by themselves, whatever its name
_POINTING = ("national_id", "document_number", "phone", "email")
# The name says so much against that nothing else makes an alert.
_FAR_BITS = -25.0
_LEAST_SHARE = 1e-4


@dataclass(frozen=True)
class FieldEvidence:
    """What one field says of each pair: its level (0 where missing), the entry's value, and bits."""

    level: npt.NDArray[np.int8]
    value: npt.NDArray[np.int32]
    bits: Floats


@dataclass(frozen=True)
class Scored:
    """Pairs of queries and entries, the best pair of names of each, and what speaks for and against.

    Attributes:
        query, entry: numbers of the queries and of the segment's entries, sorted by query and then by weight, falling.
        asked, name: the names compared: places in `Asked`, and rows of the segment's name index.
        name_bits: of these, less what a weak alias takes off. fields: the evidence of every other field.
        weight: in bits, prior included; probability: in [0, 1]. verdict: places in `policy.VERDICTS`.
    """

    query: Rows
    entry: Rows
    asked: Rows
    name: Rows
    name_bits: Floats
    fields: dict[str, FieldEvidence]
    weight: Floats
    probability: npt.NDArray[np.float64]
    verdict: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.query)

    def where(self, keep: npt.NDArray[Any]) -> Scored:
        """Give some of the pairs, by place or by mask."""
        fields = {
            name: FieldEvidence(one.level[keep], one.value[keep], one.bits[keep]) for name, one in self.fields.items()
        }
        return Scored(
            self.query[keep],
            self.entry[keep],
            self.asked[keep],
            self.name[keep],
            self.name_bits[keep],
            fields,
            self.weight[keep],
            self.probability[keep],
            self.verdict[keep],
        )


def score(segment: Segment, queries: Queries, policy: ScreeningPolicy, entries: int) -> tuple[Scored, Asked]:
    """Compare queries with the entries of a segment that are worth it.

    Args:
        entries: how many entries the whole watchlist has; the prior is spread over them.

    Returns:
        The pairs at or over the policy's `possible`, and the names as they were asked.
    """
    asked = _asked(segment, queries)
    pointed = _pointed(segment, queries)
    law = Law.named(policy.similarity) if policy.similarity else None
    candidates = segment.retrieval.candidates(asked)
    if law:
        candidates = with_letters(segment, asked, candidates)
    found = _with_pointed(segment, pointed, asked, candidates)
    standing = name_standings(law, segment, asked, found) if law else None
    best = _best_names(segment, policy, asked, found, standing)
    weight = best.name_bits + np.float32(policy.prior_bits(entries))
    fields: dict[str, FieldEvidence] = {}
    for field, kind in rules.load("screening/fields")["fields"].items():
        if field in queries.fields and queries.fields[field].filled:
            said = compare_field(segment.fields[field], kind, field, queries.fields[field], best.query, best.entry)
            fields[field] = said
            weight = weight + said.bits
    probability = probability_of(weight)
    if law:
        verdict = verdicts(law, segment, queries, (best.query, best.entry), best.standing)
    else:
        verdict = np.array(probability >= policy.possible, np.int8) + np.array(probability >= policy.match, np.int8)
    scored = Scored(best.query, best.entry, best.asked, best.name, best.name_bits, fields, weight, probability, verdict)
    scored = scored.where(verdict > 0)
    return scored.where(np.lexsort((scored.entry, -scored.weight, scored.query))), asked


def _asked(segment: Segment, queries: Queries) -> Asked:
    """Read the names of queries."""
    texts = queries.texts(organisations=False)
    asked = segment.retrieval.asked([text for _, text in texts])
    query_of_text = np.array([number for number, _ in texts], np.int64)
    several = np.bincount(asked.query, minlength=len(texts)) > 1
    written = tuple("" if several[place] else texts[place][1] for place in asked.query.tolist())
    return Asked(asked.reads, asked.names, query_of_text[asked.query] if len(asked.query) else asked.query, written)


def _pointed(segment: Segment, queries: Queries) -> Pairs:
    """Give the queries and entries that share a number, (pairs, 2), each once and in order."""
    pairs: list[Pairs] = []
    for field in _POINTING:
        coded = queries.fields.get(field)
        if coded is None or not coded.filled:
            continue
        numbers, entries = segment.fields[field].by_value
        known = np.array([numbers.get(text, MISSING) for text in coded.values.tolist()], np.int64)
        rows = np.flatnonzero(coded.codes != MISSING)
        rows = rows[known[coded.codes[rows]] != MISSING]
        at, entry = entries.of(known[coded.codes[rows]])
        pairs.append(np.stack([rows[at], entry], axis=1))
    return np.unique(np.concatenate(pairs), axis=0) if pairs else np.empty((0, 2), np.int64)


def _with_pointed(segment: Segment, pointed: Pairs, asked: Asked, found: Found) -> Found:
    """Add the names of entries that share a number with a query, whatever they are called."""
    if not len(pointed):
        return found
    query, entry = pointed.T
    at, names = segment.names_of.of(entry)
    by_query = np.argsort(asked.query, kind="stable")
    first, last = (np.searchsorted(asked.query[by_query], query[at], side=side) for side in ("left", "right"))
    pair, place = spread(first, last)
    more = by_query[place]
    both = np.concatenate([found.asked, more]) * len(segment.index) + np.concatenate([found.name, names[pair]])
    row, name = np.divmod(np.unique(both), max(1, len(segment.index)))
    return Found(asked.query[row], row, name)


@dataclass(frozen=True)
class _Best:
    query: Rows
    entry: Rows
    asked: Rows
    name: Rows
    name_bits: Floats
    standing: npt.NDArray[np.int8]


def _best_names(
    segment: Segment, policy: ScreeningPolicy, asked: Asked, found: Found, standing: npt.NDArray[np.int8] | None
) -> _Best:
    """Weigh the pairs of names, and keep the best of each query and entry: by standing, if that is given, then bits."""
    index = segment.index
    names = index.names(found.name)
    words, _ = index.vocabulary()
    bits = name_bits(words, asked.names, names, found.asked, np.arange(len(found)), index.shares())
    bits -= np.float32(policy.weak) * segment.name_weak[index.owner[found.name]]
    entry = segment.name_entry[index.owner[found.name]].astype(np.int64)
    first_by = np.zeros(len(found), np.int8) if standing is None else standing
    order = np.lexsort((found.name, -bits, -first_by, entry, found.query))
    order = order[((bits[order] > _FAR_BITS) | (first_by[order] > 0)) & segment.live[entry[order]]]
    query, entry = found.query[order], entry[order]
    first = first_of_runs(query, entry)
    kept = order[first]
    return _Best(query[first], entry[first], found.asked[kept], found.name[kept], bits[kept], first_by[kept])


def compare_field(values: Values, kind: str, field: str, asked: Coded, query: Rows, entry: Rows) -> FieldEvidence:
    """Compare a field of pairs of queries and entries; of an entry's values, the one that says most counts."""
    count = len(query)
    best = FieldEvidence(np.zeros(count, np.int8), np.full(count, MISSING, np.int32), np.zeros(count, np.float32))
    code = asked.codes[query]
    has = np.flatnonzero(code != MISSING)
    at, value = values.of_entry.of(entry[has])
    if not len(at):
        return best
    pair = has[at]
    column, left, right = _one_column(field, values, asked, code[pair], value)
    levels = levels_of(kind, "screening/fields")
    level = levels_of_values(column, Comparison(field, kind, levels), left, right)
    bits = _level_bits(kind)[level] + _rarity(levels, level, values.counts[value], len(values.of_entry.starts) - 1)
    order = np.lexsort((value, -bits, pair))
    kept = order[first_of_runs(pair[order])]
    best.level[pair[kept]], best.value[pair[kept]], best.bits[pair[kept]] = level[kept], value[kept], bits[kept]
    return best


def _one_column(
    field: str, values: Values, asked: Coded, codes: npt.NDArray[np.int32], listed: npt.NDArray[np.int32]
) -> tuple[Column, Rows, Rows]:
    """Put the values met on either side into one column, and give both sides' codes in it."""
    our, ours = np.unique(codes, return_inverse=True)
    their, theirs = np.unique(listed, return_inverse=True)
    texts = [*asked.values[our].tolist(), *(values.texts[number] for number in their.tolist())]
    number: dict[str, int] = {}
    place = np.array([number.setdefault(text, len(number)) for text in texts], np.int64)
    distinct = np.array(list(number), object)
    column = Column(field, "", np.empty(0, np.int32), distinct, np.ones(len(distinct), np.int64))
    return column, place[ours], place[len(our) + theirs]


@cache
def _level_bits(kind: str) -> Floats:
    levels = levels_of(kind, "screening/fields")
    return np.array([0.0, *(np.log2(level.m / level.u) for level in levels)], np.float32)


def _rarity(
    levels: Sequence[Level], level: npt.NDArray[np.int8], counts: npt.NDArray[np.int32], entries: int
) -> Floats:
    """Give what agreeing on a value that fewer (more) entries have adds (takes off), in bits."""
    bits = np.zeros(len(level), np.float32)
    for number, one in enumerate(levels, start=1):
        if one.rarity != "no":
            at = np.flatnonzero(level == number)
            # As if 1/u entries with every value once had been seen before: a small list says little.
            share = (counts[at] + 1) / (entries + 1 / one.u)
            bits[at] = np.log2(one.u / np.maximum(share, _LEAST_SHARE))
    return bits
