"""Comparing names of companies, agencies, parties, banks and vessels: one similarity from 0 to 1, and why.

>>> round(compare_organisations("Трговина Јадран д.о.о.", "Jadran Trade Ltd").similarity, 2)
0.99
>>> print(compare_organisations("Balkan Trade d.o.o.", "Adria Trade d.o.o.").explanation)
similarity 0.295
  Balkan         0.360  a distinctive word that the other name lacks
  Trade   Trade  0.000  the same
          Adria  0.360  a distinctive word that the other name lacks
                 0.500  each name has a distinctive word that the other lacks
>>> compare_organisations_many(["Factory No. 5", "CORP"], ["Factory Nr. 7", "Microsoft Corp"]).round(1).tolist()
[0.3, 0.3]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import exp, isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.names.compare import Evidence, NameComparison, NameExplanation
from resolve.names.evidence import Floats
from resolve.names.organisation_kernel import (
    LEFT_OVER,
    ORGANISATION_KINDS,
    Found,
    Side,
    form_costs,
    name_cost,
    organisation_costs,
    pairs_by_shape,
    score,
)
from resolve.names.organisation_reading import (
    ROLES,
    Organisations,
    ReadOrganisation,
    Rows,
    keyed,
    read_organisation,
    rewritten,
)
from resolve.names.vocabulary import Vocabulary, shared_vocabulary
from resolve.text.unicode import LONGEST

_Traced = tuple[float, tuple[Evidence, ...]]
_NO_TRACE: _Traced = (float("inf"), ())


def compare_organisations(left: str, right: str) -> NameComparison:
    """Compare two names of organisations.

    The names may be in any script, with their legal forms in any language; where one gives aliases or an acronym, the
    nearest counts. The similarity is exp(-cost), the cost being the sum of the evidence that the explanation lists;
    costs are in `rules/names/organisations`, which also says from which similarity on two names are held to be one
    (`same_at`, the same as for people).

    Args:
        left, right: the names; the order makes no difference. None and NaN are names without text. The first 2,000
            characters count.

    Returns:
        The comparison. Names that read the same have 1.0; a name without letters or digits has 0.0 with every name.

    Raises:
        InputError: a name is neither text nor missing.

    >>> acronym = compare_organisations("IRISL", "Islamic Republic of Iran Shipping Lines")
    >>> [one.kind for one in acronym.explanation.evidence]
    ['same', 'acronym']
    >>> compare_organisations("", "Adria d.o.o.").similarity
    0.0
    """
    words = shared_vocabulary()
    ours, theirs = read_organisation(_text(left)), read_organisation(_text(right))
    best = min(
        (_trace(words, mine, other) for mine in (ours, *ours.aliases) for other in (theirs, *theirs.aliases)),
        key=lambda found: found[0],
    )
    similarity = exp(-best[0])
    return NameComparison(left, right, similarity, NameExplanation(similarity, best[1]))


def compare_organisations_many(left: Iterable[str], right: Iterable[str]) -> npt.NDArray[np.float64]:
    """Compare many pairs of names of organisations: `left[i]` with `right[i]`.

    The figures are those of `compare_organisations`. Each distinct name is read once.

    Args:
        left, right: names, as many on either side; lists, columns of tables or any other iterables of text.

    Returns:
        float64, one similarity from 0 to 1 a pair.

    Raises:
        InputError: the sides differ in length, or a name is neither text nor missing.

    >>> compare_organisations_many(["ОАО Газпром", None], ["Gazprom JSC", "Gazprom"]).round(2).tolist()
    [0.99, 0.0]
    """
    ours, theirs = list(map(_text, left)), list(map(_text, right))
    if len(ours) != len(theirs):
        raise InputError(f"expected as many names on the left as on the right, found {len(ours)} and {len(theirs)}")
    batch = _Batch()
    rows = np.array([batch.rows_of(text)[0] for text in (*ours, *theirs)], np.int64)
    cost = batch.costs(rows[: len(ours)], rows[len(ours) :])
    return np.exp(-cost.astype(np.float64))


class _Batch:
    """Distinct names, each read once, and pairs of them compared."""

    def __init__(self) -> None:
        self._names: list[ReadOrganisation] = []
        self._rows: dict[str, list[int]] = {}

    def rows_of(self, text: str) -> list[int]:
        """Give the row of a name, and then those of its aliases, reading it if it is new."""
        if text not in self._rows:
            read = read_organisation(text)
            first = len(self._names)
            self._names += [read, *read.aliases]
            self._rows[text] = list(range(first, len(self._names)))
        return self._rows[text]

    def costs(self, ours: Rows, theirs: Rows) -> Floats:
        """Give the cost of pairs of first rows, aliases and words written as one taken into account."""
        pair, one, other = self._with_aliases(ours, theirs)
        each = _costs_of(self._names, one, other)
        cost = np.full(len(ours), np.inf, np.float32)
        np.minimum.at(cost, pair, each)
        self._rewrite(pair, one, other, each, cost)
        return cost

    def _with_aliases(self, ours: Rows, theirs: Rows) -> tuple[Rows, Rows, Rows]:
        """Give each pair once for every two names of its sides: the number of the pair, and the rows."""
        by_first = {rows[0]: rows for rows in self._rows.values()}
        many = np.zeros(len(self._names), bool)
        many[[first for first, rows in by_first.items() if len(rows) > 1]] = True
        some = np.flatnonzero(many[ours] | many[theirs])
        more = [
            (place, mine, its)
            for place in some.tolist()
            for mine in by_first[int(ours[place])]
            for its in by_first[int(theirs[place])]
        ]
        place, mine, its = np.array(more, np.int64).reshape(-1, 3).T
        return (
            np.concatenate([np.arange(len(ours)), place]),
            np.concatenate([ours, mine]),
            np.concatenate([theirs, its]),
        )

    def _rewrite(self, pair: Rows, one: Rows, other: Rows, each: Floats, cost: Floats) -> None:
        """Lower the cost of pairs in which words of one name stand as one word in the other."""
        alone = {key for name in self._names for _, key in keyed(name)}
        spans = np.array([not alone.isdisjoint(name.spans) for name in self._names], bool)
        dear = np.flatnonzero((each > name_cost("join_from")) & (spans[one] | spans[other]))
        names: list[ReadOrganisation] = []
        places: list[int] = []
        extra: list[float] = []
        for place in dear.tolist():
            for left, right, kind in rewritten(self._names[one[place]], self._names[other[place]]):
                names += [left, right]
                places.append(int(pair[place]))
                extra.append(name_cost(kind))
        if places:
            rows = np.arange(0, len(names), 2)
            np.minimum.at(cost, places, _costs_of(names, rows, rows + 1) + np.array(extra, np.float32))


def _costs_of(names: Sequence[ReadOrganisation], ours: Rows, theirs: Rows) -> Floats:
    """Give the cost of pairs of names as they stand, either side first alike."""
    words = shared_vocabulary()
    table = Organisations.of(words, names)
    orders = [name.order() for name in names]
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=orders.__getitem__)] = np.arange(len(names))
    turn = rank[ours] > rank[theirs]
    return organisation_costs(words, table, np.where(turn, theirs, ours), np.where(turn, ours, theirs))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:LONGEST]
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    raise InputError(f"a name is a text; found {type(value).__name__}")


def _trace(words: Vocabulary, ours: ReadOrganisation, theirs: ReadOrganisation) -> _Traced:
    """Compare two names as read, and give the cost and the evidence that adds up to it."""
    best = _trace_as_read(words, ours, theirs)
    if best[0] > name_cost("join_from"):
        for one, other, kind in rewritten(ours, theirs):
            cost, evidence = _trace_as_read(words, one, other)
            if cost + name_cost(kind) < best[0]:
                best = cost + name_cost(kind), (*evidence, _of_name(kind, name_cost(kind)))
    return best


def trace(words: Vocabulary, ours: ReadOrganisation, theirs: ReadOrganisation, kind: str = "") -> tuple[Evidence, ...]:
    """Give the evidence of two names as they stand, aliases and words written as one left aside.

    Args:
        kind: the kind of rewriting (`rewritten`) that the names are of, "" for none; what it costs is listed too.
    """
    evidence = _trace_as_read(words, ours, theirs)[1]
    return (*evidence, _of_name(kind, name_cost(kind))) if kind else evidence


def _trace_as_read(words: Vocabulary, ours: ReadOrganisation, theirs: ReadOrganisation) -> _Traced:
    flipped = ours.order() > theirs.order()
    one, other = (theirs, ours) if flipped else (ours, theirs)
    table, first, second = Organisations.of(words, [one, other]), np.array([0]), np.array([1])
    for pairs in pairs_by_shape(table, first, second):
        found = score(words, Side.of(table, pairs.few), Side.of(table, pairs.many))
        cost, of_one_family = form_costs(table, first, second)
        shown = (other, one) if pairs.turned else (one, other)
        evidence = _evidence(found, *shown, turned=pairs.turned != flipped)
        if cost[0]:
            evidence = (*evidence, _of_name("members" if of_one_family[0] else "forms", float(cost[0])))
        return float(found.total[0] + cost[0]), evidence
    return _NO_TRACE


def _evidence(found: Found, few: ReadOrganisation, many: ReadOrganisation, *, turned: bool) -> tuple[Evidence, ...]:
    """List what was found for one pair, in the order of the left name and then of the right."""
    words: list[tuple[int, int, Evidence]] = []
    free = set(range(len(many.tokens)))
    last = len(few.tokens) + len(many.tokens)
    for i, j in enumerate(found.chosen[0].tolist()):
        if found.kind[0, i, j] == LEFT_OVER:
            words.append((i, last, Evidence(few.shown[i], "", *_left_over(few.roles[i], found.few_omitted[0, i]))))
            continue
        free.discard(j)
        kind = ORGANISATION_KINDS[found.kind[0, i, j]]
        said = kind, _says("token")[kind], float(found.cost[0, i, j])
        words.append((i, j, Evidence(few.shown[i], many.shown[j], *said)))
    for j in free:
        words.append((last, j, Evidence("", many.shown[j], *_left_over(many.roles[j], found.many_omitted[0, j]))))
    if turned:
        words = [(j, i, replace(one, left=one.right, right=one.left)) for i, j, one in words]
    words.sort(key=lambda word: word[:2])
    whole = [_of_name(name, float(amount[0])) for name, amount in found.adjusted if amount[0]]
    return (*(one for _, _, one in words), *whole)


def _left_over(role: int, cost: float) -> tuple[str, str, float]:
    return "omitted", f"{_says('role')[ROLES[role]]} that the other name lacks", float(cost)


def _of_name(name: str, cost: float) -> Evidence:
    if name in ROLES:
        return Evidence("", "", "contradicted", f"each name has {_says('role')[name]} that the other lacks", cost)
    return Evidence("", "", name, _says("name")[name], cost)


@cache
def _says(table: str) -> dict[str, str]:
    """Give what explanations say, people's where organisations' rules say nothing else."""
    both = {**rules.load("names/comparison")[table], **rules.load("names/organisations")[table]}
    return {name: one["says"] for name, one in both.items() if not isinstance(one, float)}
