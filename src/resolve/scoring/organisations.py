"""What two names of organisations say of one organisation, in bits: rare words that agree weigh more.

The comparison is that of `names.organisation_kernel`; its costs become bits by `rules/screening/organisations`. The
bits of a pair are what its words that agree give, less what the comparison costs; the explanation lists both.

>>> from resolve.names.organisation_reading import read_organisation
>>> names = [read_organisation(text) for text in ("Zvezdara Impex d.o.o.", "Звездара Импекс", "Balkan Trade Ltd")]
>>> pair, other = organisation_bits(Vocabulary(), names, np.array([0, 0]), np.array([1, 2]), {}).tolist()
>>> pair > 20 > 0 > other
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.organisation_compare import trace
from resolve.names.organisation_kernel import LEFT_OVER, Side, form_costs, name_cost, pairs_by_shape, score
from resolve.names.organisation_reading import COMMON, Organisations, ReadOrganisation, Rows, keyed, rewritten
from resolve.names.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
NOTHING = -60.0


@dataclass(frozen=True, slots=True)
class WordBits:
    """What a word of one name and of the other ("" for none) say, and what it is worth in bits."""

    asked: str
    listed: str
    says: str
    bits: float


def lookup_key(token: str, means: str) -> str:
    """Give what a word is counted by: its class where it has one, since that is one word in all languages.

    >>> lookup_key("trgovina", "business:trade"), lookup_key("zvezdara", "")
    ('businesstrade', 'zvezdara')
    """
    return means.replace(":", "").replace("_", "") if means else token


def organisation_bits(
    words: Vocabulary, names: Sequence[ReadOrganisation], ours: Rows, theirs: Rows, shares: Mapping[str, float]
) -> Floats:
    """Give the bits of each pair of names (`names[ours[i]]` and `names[theirs[i]]`), aliases left aside.

    Args:
        shares: by `lookup_key`, the share of names that have a word; one that is not there is in none.
    """
    bits, cost = _bits(words, names, ours, theirs, shares)
    many, places, more = list(names), [], []
    dear = np.flatnonzero((cost > name_cost("join_from")) & np.isfinite(cost))
    keys = [{key for _, key in keyed(name)} for name in names]
    for place in dear.tolist():
        i, j = int(ours[place]), int(theirs[place])
        if keys[j].isdisjoint(names[i].spans) and keys[i].isdisjoint(names[j].spans):
            continue
        for one, other, kind in rewritten(names[i], names[j]):
            many += [one, other]
            places.append(place)
            more.append(name_cost(kind))
    if places:
        first = np.arange(len(names), len(many), 2)
        again, _ = _bits(words, many, first, first + 1, shares)
        np.maximum.at(bits, places, again - np.float32(_rule("share")["cost"]) * np.array(more, np.float32))
    return bits


def _bits(
    words: Vocabulary, names: Sequence[ReadOrganisation], ours: Rows, theirs: Rows, shares: Mapping[str, float]
) -> tuple[Floats, Floats]:
    """Give the bits and the costs of pairs as they stand, worked on the same way from either side."""
    orders = [name.order() for name in names]
    turn = np.array([orders[i] > orders[j] for i, j in zip(ours.tolist(), theirs.tolist(), strict=True)], bool)
    ours, theirs = np.where(turn, theirs, ours), np.where(turn, ours, theirs)
    table = Organisations.of(words, names)
    worth = _worth(table, names, shares)
    bits, total = np.full(len(ours), NOTHING, np.float32), np.full(len(ours), np.inf, np.float32)
    per_cost = np.float32(_rule("share")["cost"])
    for pairs in pairs_by_shape(table, ours, theirs):
        found = score(words, Side.of(table, pairs.few), Side.of(table, pairs.many))
        cost = found.total + form_costs(table, ours[pairs.rows], theirs[pairs.rows])[0]
        at = np.arange(len(found.chosen))[:, None], np.arange(found.chosen.shape[1])[None, :], found.chosen
        agree = found.kind[at] != LEFT_OVER
        other = np.take_along_axis(worth[pairs.many], found.chosen, 1)
        gain = np.minimum(worth[pairs.few], other) * _fade(found.cost[at]) * agree
        single = _single(*(side.shape[1] for side in (pairs.few, pairs.many)))
        bits[pairs.rows] = np.maximum(gain.sum(1) + single - per_cost * cost, np.float32(_rule("share")["least"]))
        total[pairs.rows] = cost
    return bits, total


def organisation_evidence(
    words: Vocabulary, asked: ReadOrganisation, listed: ReadOrganisation, shares: Mapping[str, float]
) -> tuple[WordBits, ...]:
    """List what two names say of each other; the bits add up to those of `organisation_bits`."""
    per_cost = _rule("share")["cost"]
    ways = [(asked, listed, ""), *rewritten(asked, listed)]
    best: tuple[float, tuple[WordBits, ...]] = (-np.inf, ())
    for one, other, kind in ways:
        bits = float(_bits(words, [one, other], np.array([0]), np.array([1]), shares)[0][0])
        bits -= per_cost * name_cost(kind) if kind else 0.0
        if bits > best[0]:
            best = bits, tuple(_said(words, one, other, kind, shares, bits))
    return best[1]


def _said(
    words: Vocabulary,
    one: ReadOrganisation,
    other: ReadOrganisation,
    kind: str,
    shares: Mapping[str, float],
    bits: float,
) -> Iterator[WordBits]:
    worth = _worth_of_words(words, one, shares), _worth_of_words(words, other, shares)
    per_cost, total = _rule("share")["cost"], 0.0
    for said in trace(words, one, other, kind):
        gain = 0.0
        if said.left and said.right:
            both = [of_side[text] for of_side, text in zip(worth, (said.left, said.right), strict=True)]
            gain = min(both) * float(_fade(np.array([said.cost]))[0])
        found = gain - per_cost * said.cost
        total += found
        yield WordBits(said.left, said.right, said.says, found)
    if abs(bits - total) >= 0.05:
        alone = bits > float(_rule("share")["least"])
        says = "one word alone, and the same" if alone else "but organisations change their names too"
        yield WordBits("", "", says, bits - total)


def _worth_of_words(words: Vocabulary, name: ReadOrganisation, shares: Mapping[str, float]) -> dict[str, float]:
    table = Organisations.of(words, [name])
    return dict(zip(name.shown, _worth(table, [name], shares).tolist(), strict=True))


def _worth(table: Organisations, names: Sequence[ReadOrganisation], shares: Mapping[str, float]) -> Floats:
    """Give what agreeing on each word is worth: log2 of one over the share of names that have it."""
    rule = _rule("share")
    keys = [lookup_key(*one) for name in names for one in zip(name.tokens, name.means, strict=True)]
    share = np.array([shares.get(key, 0.0) for key in keys], np.float32)
    share = np.maximum(share, np.where((table.traits & COMMON) != 0, np.float32(rule["common"]), np.float32(0)))
    found: Floats = -np.log2(np.clip(share, np.float32(rule["rarest"]), 1)).astype(np.float32)
    return found


def _fade(cost: Floats) -> Floats:
    curve = _rule("curve")
    found: Floats = np.interp(cost, curve["cost"], curve["weight"]).astype(np.float32)
    return found


def _single(few: int, many: int) -> float:
    return float(_rule("share")["single"]) * (few == many == 1)


@cache
def _rule(table: str) -> dict[str, Any]:
    return dict(rules.load("screening/organisations")[table])
