"""Organisations and vessels asked about, and the listed ones that they may be.

Names of organisations are searched as those of people are (`watchlist.index`, `watchlist.retrieval`), by their words
without legal forms; a word that is one in several languages stands there by its class, and the first letters of a name
are a name too. They are compared as organisations (`scoring.organisations`).

>>> [one.tokens for one in search_rows(read_organisation("Zvezdara Trade Consulting d.o.o."))]
[('zvezdara', 'businesstrade', 'businessconsulting'), ('zvezdara', 'trade', 'consulting')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from resolve import rules
from resolve.names.organisation_reading import ReadOrganisation, read_organisation
from resolve.names.reading import OUTER, Read
from resolve.records.columns import Coded
from resolve.scoring.organisations import Floats, lookup_key, organisation_bits, organisation_evidence
from resolve.watchlist.evidence import Said
from resolve.watchlist.index import NameIndex
from resolve.watchlist.postings import Rows
from resolve.watchlist.retrieval import Asked

_CHUNK = 50_000
# First letters of fewer words say too little to be looked up.
_LEAST_ACRONYM = 4


def read_names(text: str) -> tuple[ReadOrganisation, ...]:
    """Give all names that a text holds, the first one first; none where it has no word."""
    whole = read_organisation(text)
    return tuple(one for one in (whole, *whole.aliases) if one.tokens)


def search_rows(name: ReadOrganisation) -> tuple[Read, ...]:
    """Give a name as it is looked up: by the classes of its words, by the words, and by the first letters of most."""
    keys = tuple(lookup_key(*one) for one in zip(name.tokens, name.means, strict=True))
    rows = [Read(words, (OUTER,) * len(words), name.shown) for words in dict.fromkeys((keys, name.tokens)) if words]
    for letters, span in name.spans.items():
        most = span.stop - span.start
        if span.kind != "joined" and len(letters) >= _LEAST_ACRONYM and most >= len(keys) - 1:
            rows.append(Read((letters,), (OUTER,), (letters,)))
    return tuple(rows)


def index_of(names: Iterable[tuple[str, int]]) -> NameIndex:
    """Build an index of names of organisations, each with the number of its owner."""
    return NameIndex.of_reads(_parts(names))


def _parts(names: Iterable[tuple[str, int]]) -> Iterator[tuple[list[Read], list[int]]]:
    left = iter(names)
    while chunk := list(islice(left, _CHUNK)):
        rows = [(row, owner) for text, owner in chunk for one in read_names(text) for row in search_rows(one)]
        yield [row for row, _ in rows], [owner for _, owner in rows]


@dataclass(frozen=True)
class AskedOrganisations:
    """Names of organisations asked about: as read, the query of each, and how they are looked up.

    `search.query` are places in `names`.
    """

    names: tuple[ReadOrganisation, ...]
    query: Rows
    search: Asked


def shares_of(index: NameIndex, keys: Iterable[str]) -> Mapping[str, float]:
    """Give the share of listed names that have each word, by `lookup_key`; more names than there are count."""
    words, _ = index.vocabulary()
    distinct = list(dict.fromkeys(keys))
    numbers = np.array(words.numbers(distinct), np.int64)
    seen = float(_share()["seen"])
    by_number = index.shares() * np.float32(max(len(index), 2_000) / (len(index) + seen))
    found = np.where(numbers < len(by_number), by_number[np.minimum(numbers, max(0, len(by_number) - 1))], 0)
    return dict(zip(distinct, found.tolist(), strict=True))


def best_bits(
    index: NameIndex, asked: AskedOrganisations, places: Rows, listed: Sequence[tuple[ReadOrganisation, ...]]
) -> tuple[Floats, Rows]:
    """Weigh pairs of an asked name (a place in `asked.names`) and a listed one, by the best of the listed one's names.

    Returns:
        The bits of each pair, and which of the listed names they are of.
    """
    names: list[ReadOrganisation] = list(asked.names)
    by_text: dict[int, int] = {}
    for all_names in listed:
        if id(all_names) not in by_text:
            by_text[id(all_names)] = len(names)
            names += all_names
    pair = [
        (number, int(place), by_text[id(all_names)] + which, which)
        for number, (place, all_names) in enumerate(zip(places.tolist(), listed, strict=True))
        for which in range(len(all_names))
    ]
    number, one, other, which = np.array(pair, np.int64).reshape(-1, 4).T
    shares = shares_of(index, keys_of_names(names))
    words, _ = index.vocabulary()
    bits = organisation_bits(words, names, one, other, shares)
    best = np.full(len(places), -np.inf, np.float32)
    np.maximum.at(best, number, bits)
    chosen = np.zeros(len(places), np.int64)
    is_best = bits >= best[number]
    chosen[number[is_best][::-1]] = which[is_best][::-1]
    return best, chosen


def names_said(index: NameIndex, asked: ReadOrganisation, listed: Sequence[ReadOrganisation]) -> tuple[Said, ...]:
    """List what a name says of the best of a listed entry's names, word by word."""
    words, _ = index.vocabulary()
    shares = shares_of(index, keys_of_names((asked, *listed)))
    found = [organisation_evidence(words, asked, one, shares) for one in listed]
    best = max(found, key=lambda said: sum(one.bits for one in said), default=())
    return tuple(Said("name", one.asked, one.listed, one.says, one.bits) for one in best)


def keys_of_names(names: Iterable[ReadOrganisation]) -> Iterator[str]:
    """Give the words of names as they are looked up."""
    for name in names:
        yield from (lookup_key(*one) for one in zip(name.tokens, name.means, strict=True))


def asked_field(fields: Mapping[str, Coded], names: Sequence[str]) -> Coded | None:
    """Give a query's field for comparing with an organisation's: the first of several that is filled."""
    found: Coded | None = None
    for name in names:
        coded = fields.get(name)
        if coded is not None and coded.filled:
            found = coded if found is None else found.otherwise(coded)
    return found


@cache
def compared_fields() -> Mapping[str, Any]:
    """Give the fields of organisations that are compared, with the kind of each and what of a query it is asked by."""
    return dict(rules.load("screening/organisations")["fields"])


@cache
def _share() -> dict[str, Any]:
    return dict(rules.load("screening/organisations")["share"])


def prior_bits() -> float:
    """Give the bits that are added to a policy's log2 odds for organisations."""
    return float(_share()["prior"])
