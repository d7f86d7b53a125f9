"""What two names say of one person, in bits: rare words that agree weigh more, words that contradict weigh against.

The comparison is that of `names.kernel`; its costs become bits by `rules/screening/names`. The bits of a pair are the
sum of what its words give, what is left over gives, and what the name as a whole gives, and the explanation lists them.

>>> from resolve.names.reading import read
>>> from resolve.names.vocabulary import shared_vocabulary
>>> words = shared_vocabulary()
>>> ours = Names.of(words, [read("Hashim Thaçi"), read("Muhammad Ahmed")])
>>> theirs = Names.of(words, [read("Хашим Тачи"), read("Ahmad, Mohammed")])
>>> rare, common = name_bits(words, ours, theirs, np.arange(2), np.arange(2))
>>> bool(rare > common > 0)
True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.evidence import Kind
from resolve.names.kernel import Rows, Scored, Shape, name_cost, rejoined, score, shapes
from resolve.names.reading import Names
from resolve.names.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
# A pair without any word to set against another
NOTHING = -60.0
_BY_RARITY = frozenset({"rare", "common"})


@dataclass(frozen=True)
class NameBits:
    """What came out for the pairs of one shape: bits of each word (pairs, few), of all else, and the whole (pairs,).

    The whole is what these add up to, but never under `least` of the rules.
    """

    words: Floats
    beside: Floats
    total: Floats


def name_bits(
    words: Vocabulary, left: Names, right: Names, ours: Rows, theirs: Rows, shares: Floats | None = None
) -> Floats:
    """Give the bits of each pair of names (`ours[i]` of `left`, `theirs[i]` of `right`).

    Args:
        shares: by token number, the share of a population that bears the token; it counts beside what the rules know.
    """
    total = np.full(len(ours), np.float32(NOTHING))
    for shape in shapes(left, right, ours, theirs):
        for _, tried, _, found in settings(words, shape, shares):
            total[tried.rows] = np.maximum(total[tried.rows], found.total)
    return total


def settings(
    words: Vocabulary, shape: Shape, shares: Floats | None = None
) -> Iterator[tuple[tuple[int, ...], Shape, Scored, NameBits]]:
    """Give every way in which the names of a shape are set against each other: as they are, and with words joined.

    Given are the places of the words joined (see `names.kernel.rejoined`), the pairs, whose `rows` are those of the
    call that made the shape, and what comes out for them.
    """
    found = score(words, shape)
    yield (), shape, found, _bits(words, shape, found, shares)
    for places, joined, again in rejoined(words, shape, found):
        bits = _bits(words, joined, again, shares, name_cost("joined") * len(places))
        yield places, replace(joined, rows=shape.rows[joined.rows]), again, bits


def _bits(words: Vocabulary, shape: Shape, found: Scored, shares: Floats | None, more: float = 0.0) -> NameBits:
    rule = rules.load("screening/names")
    at = np.arange(len(found.chosen))[:, None], np.arange(found.chosen.shape[1])[None, :], found.chosen
    cost, kind = found.cost[at], found.kind[at]
    other = np.take_along_axis(shape.many, found.chosen, 1)
    share = np.maximum(_share(words, shape.few, shares), _share(words, other, shares))
    share = np.where(kind == Kind.INITIAL, np.float32(rule["share"]["initial"]), share)
    curve = rule["curve"]
    weight, against = (np.interp(cost, curve["cost"], curve[name]).astype(np.float32) for name in ("weight", "against"))
    by_word = np.asarray(-weight * np.log2(share) - against, np.float32)
    whole = sum(amount for name, amount in found.adjusted if name not in _BY_RARITY)
    rarity = sum(amount for name, amount in found.adjusted if name in _BY_RARITY)
    left_over = found.total - rarity - whole - cost.sum(1)
    few, many = shape.few.shape[1], shape.many.shape[1]
    given = rule["share"]
    single = given["single"] * (few == 1)
    cost_beside = given["left_over"] * np.maximum(left_over, 0) + given["whole"] * (whole + more)
    beside = np.asarray(single - given["ways"] * _ways(few, many) - cost_beside, np.float32)
    total = by_word.sum(1) + beside
    return NameBits(by_word, beside, np.maximum(total, np.float32(given["least"])))


def _share(words: Vocabulary, tokens: npt.NDArray[np.int32], shares: Floats | None) -> Floats:
    """Give the share of people who bear each token: in the rules, or in the population given, whichever is more."""
    known = words["share"][tokens] / np.float32(1000)
    if shares is not None:
        inside = tokens < len(shares)
        known = np.maximum(known, np.where(inside, shares[np.where(inside, tokens, 0)], 0))
    rarest = np.float32(rules.load("screening/names")["share"]["rarest"])
    return np.maximum(known, rarest).astype(np.float32)


@cache
def _ways(few: int, many: int) -> float:
    """Give, in bits, in how many ways `few` of `many` words may be chosen."""
    from math import comb, log2

    return log2(comb(many, few))
