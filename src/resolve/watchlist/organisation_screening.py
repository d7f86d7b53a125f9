"""Screening of organisations and vessels: names compared as organisations', weighed in bits beside other fields.

The weight of a pair is the prior's log2 odds, what the best of the entry's names gives (`scoring.organisations`), and
log2(m / u) of the agreement level of every field that both have (`rules/screening/organisations`, [fields]).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from resolve.names.organisation_reading import ReadOrganisation
from resolve.records.columns import MISSING, Coded
from resolve.scoring.weights import probability_of
from resolve.watchlist.organisations import (
    AskedOrganisations,
    asked_field,
    best_bits,
    compared_fields,
    prior_bits,
    read_names,
    search_rows,
)
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.postings import Rows, first_of_runs
from resolve.watchlist.queries import Queries
from resolve.watchlist.screening import FieldEvidence, Scored, compare_field
from resolve.watchlist.segment import Segment

Pairs = npt.NDArray[np.int64]

# Fields whose values point to an entry by themselves, whatever its name
_POINTING = ("number", "phone", "email")
# The name says so much against that nothing else makes an alert.
_FAR_BITS = -25.0


def score_organisations(
    segment: Segment, queries: Queries, policy: ScreeningPolicy, entries: int
) -> tuple[Scored, AskedOrganisations]:
    """Compare the queries that ask about organisations with the entries of a segment that are none of people.

    Args:
        entries: how many entries the whole watchlist has; the prior is spread over them.

    Returns:
        The pairs at or over the policy's `possible` (`asked` are places in the names asked about, `name` numbers of
        listed names), and the names as they were asked. A law on people's data (`policy.similarity`) says nothing here.
    """
    asked = _asked(segment, queries)
    fields = organisation_fields(queries)
    place, owner = _candidates(segment, asked, fields)
    # All words of the candidates are learned, so that how rare they are does not depend on what was asked before.
    segment.organisations.names(segment.organisation_rows.of(np.unique(owner))[1])
    listed: dict[int, tuple[ReadOrganisation, ...]] = {
        number: read_names(segment.listed_text(number)) for number in np.unique(owner).tolist()
    }
    bits, _ = best_bits(segment.organisations, asked, place, [listed[number] for number in owner.tolist()])
    bits -= np.float32(policy.weak) * segment.name_weak[owner]
    query, entry, kept = _best(segment, asked.query[place], owner, bits)
    weight = bits[kept] + np.float32(prior_of(policy, entries))
    found: dict[str, FieldEvidence] = {}
    for field, kind in ((name, one["kind"]) for name, one in compared_fields().items()):
        if field in fields:
            found[field] = compare_field(segment.fields[field], kind, field, fields[field], query, entry)
            weight = weight + found[field].bits
    probability = probability_of(weight)
    verdict = np.array(probability >= policy.possible, np.int8) + np.array(probability >= policy.match, np.int8)
    scored = Scored(query, entry, place[kept], owner[kept], bits[kept], found, weight, probability, verdict)
    scored = scored.where(verdict > 0)
    return scored.where(np.lexsort((scored.entry, -scored.weight, scored.query))), asked


def prior_of(policy: ScreeningPolicy, entries: int) -> float:
    """Give the log2 odds that an organisation asked about is a given one of so many entries, and worth comparing."""
    return policy.prior_bits(entries) - policy.alike + prior_bits()


def organisation_fields(queries: Queries) -> Mapping[str, Coded]:
    """Give the fields of queries by which organisations are compared."""
    found = {field: asked_field(queries.fields, one["asked"]) for field, one in compared_fields().items()}
    return {field: coded for field, coded in found.items() if coded is not None}


def _asked(segment: Segment, queries: Queries) -> AskedOrganisations:
    names = [(number, one) for number, text in queries.texts(organisations=True) for one in read_names(text)]
    rows = [(row, place) for place, (_, one) in enumerate(names) for row in search_rows(one)]
    search = segment.organisation_retrieval.asked_reads([row for row, _ in rows], [place for _, place in rows])
    return AskedOrganisations(
        tuple(one for _, one in names), np.array([number for number, _ in names], np.int64), search
    )


def _candidates(segment: Segment, asked: AskedOrganisations, fields: Mapping[str, Coded]) -> tuple[Rows, Rows]:
    """Give the names asked about and the numbers of the listed names worth comparing, each pair once."""
    found = segment.organisation_retrieval.candidates(asked.search)
    count = max(1, len(segment.name_entry))
    pairs = [found.query * count + segment.organisations.owner[found.name]]
    for query, entry in _pointed(segment, fields).tolist():
        places = np.flatnonzero(asked.query == query)
        _, owners = segment.listed_of.of(np.array([entry]))
        pairs.append((places[:, None] * count + owners[None, :].astype(np.int64)).ravel())
    place, owner = np.divmod(np.unique(np.concatenate(pairs)), count)
    return place, owner


def _pointed(segment: Segment, fields: Mapping[str, Coded]) -> Pairs:
    """Give the queries and the entries, none of a person, that share a number or an address, each pair once."""
    pairs: list[Pairs] = [np.empty((0, 2), np.int64)]
    of_kind = np.zeros(segment.entries.size, bool)
    of_kind[segment.name_entry[segment.organisations.owner]] = True
    for field in set(_POINTING) & set(fields):
        coded = fields[field]
        numbers, entries = segment.fields[field].by_value
        known = np.array([numbers.get(text, MISSING) for text in coded.values.tolist()], np.int64)
        rows = np.flatnonzero(coded.codes != MISSING)
        rows = rows[known[coded.codes[rows]] != MISSING]
        at, entry = entries.of(known[coded.codes[rows]])
        pairs.append(np.stack([rows[at], entry], axis=1)[of_kind[entry]])
    return np.unique(np.concatenate(pairs), axis=0)


def _best(segment: Segment, query: Rows, owner: Rows, bits: npt.NDArray[np.float32]) -> tuple[Rows, Rows, Rows]:
    """Keep the best pair of names of each query and entry; give query, entry and place in the pairs."""
    entry = segment.name_entry[owner].astype(np.int64)
    order = np.lexsort((owner, -bits, entry, query))
    order = order[(bits[order] > _FAR_BITS) & segment.live[entry[order]]]
    kept = order[first_of_runs(query[order], entry[order])]
    return query[kept], entry[kept], kept
