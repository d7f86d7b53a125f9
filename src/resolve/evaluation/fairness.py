"""Error rates by group: for whom matches are missed, and for whom strangers are joined, with bounds.

>>> found, true = ["a", "a", "b", "c"], ["x", "x", "y", "y"]
>>> rates = rates_by_slice(found, true, ["Cyrl", "Latn", "Latn", "Latn"])
>>> rates["Cyrl"].recall, rates["Latn"].recall, rates["Latn"].pairs
(1.0, 0.5, 2)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from resolve.evaluation.bounds import grouped_share
from resolve.evaluation.pairs import Codes, Interval, Labels, codes_of, pair_names, pairs_of

FEWEST_PAIRS = 20
"""Slices of fewer true pairs are not compared with others."""


@dataclass(frozen=True)
class SliceRates:
    """The scores of a slice with bounds at 95 %.

    The bounds count people rather than pairs: the pairs of one person are found or missed together.

    Attributes:
        pairs: true pairs with a record in the slice; recall: the share of them found.
        found: found pairs with a record in the slice; precision: the share of them that are true.
    """

    pairs: int
    recall: float
    precision: float
    found: int
    recall_low: float
    recall_high: float
    precision_low: float
    precision_high: float


@dataclass(frozen=True)
class GroupRates:
    """Yes-or-no answers of one group, with bounds at 95 %.

    Attributes:
        matches: cases where yes is right; recall: the share of them that got it.
        others: cases where no is right; false_rate: the share of them that got a yes.
    """

    matches: int
    recall: float
    recall_low: float
    recall_high: float
    others: int
    false_rate: float
    false_low: float
    false_high: float


@dataclass(frozen=True)
class Gap:
    """How far a slice is below the best of its kind in recall; `sure` where their bounds do not meet."""

    slice: str
    best: str
    recall: float
    sure: bool


def rates_by_slice(found: Labels, true: Labels, slices: Labels) -> dict[str, SliceRates]:
    """Score pairs by the slice of the records; a pair counts in the slice of each of its records, once.

    Args:
        found, true, slices: for each record, in one order, its entity in the result, in the truth, and its slice.
    """
    texts = np.asarray(slices).astype(str)
    true_pairs, found_pairs = pairs_of(true), pairs_of(found)
    both = _Sides(codes_of(found), codes_of(true))
    result = {}
    for name in np.unique(texts).tolist():
        inside = texts == name
        result[name] = both.rates(true_pairs[inside[true_pairs].any(1)], found_pairs[inside[found_pairs].any(1)])
    return result


def rates_by_pair(found: Labels, true: Labels, slices: Labels) -> dict[str, SliceRates]:
    """Score pairs by the slices of both records, such as "Cyrl–Latn"."""
    texts = np.asarray(slices).astype(str)
    true_pairs, found_pairs = pairs_of(true), pairs_of(found)
    both = _Sides(codes_of(found), codes_of(true))
    of_true, of_found = pair_names(texts, true_pairs), pair_names(texts, found_pairs)
    return {
        name: both.rates(true_pairs[of_true == name], found_pairs[of_found == name])
        for name in np.unique(np.concatenate([of_true, of_found])).tolist()
    }


def rates_by_group(groups: Labels, match: Labels, said: Labels, person: Labels) -> dict[str, GroupRates]:
    """Score yes-or-no answers by group.

    Args:
        groups, match, said: for each case its group, whether yes is right, and whether yes was said.
        person: whom the case is about; bounds count people, as one person's cases are alike.

    >>> rates_by_group(["a", "a", "b"], [True, False, True], [True, True, False], [1, 2, 3])["a"].false_rate
    1.0
    """
    texts, right, yes = np.asarray(groups).astype(str), np.asarray(match, bool), np.asarray(said, bool)
    people = codes_of(person)
    result = {}
    for name in np.unique(texts).tolist():
        inside = texts == name
        sides = []
        for cases in (inside & right, inside & ~right):
            bounds = grouped_share(yes[cases], people[cases])
            sides.append((int(cases.sum()), bounds.value if cases.any() else 0.0, bounds.low, bounds.high))
        result[name] = GroupRates(*sides[0], *sides[1])
    return result


def gaps(slices: Mapping[str, SliceRates] | Mapping[str, GroupRates]) -> dict[str, Gap]:
    """Compare each slice with the best in recall, among those of enough matches; the best has a gap of 0."""
    enough = {name: rates for name, rates in slices.items() if matches_of(rates) >= FEWEST_PAIRS}
    if not enough:
        return {}
    best = max(enough, key=lambda name: (enough[name].recall, matches_of(enough[name])))
    top = enough[best]
    return {
        name: Gap(name, best, top.recall - rates.recall, rates.recall_high < top.recall_low)
        for name, rates in enough.items()
    }


def missed(rates: SliceRates | GroupRates) -> Interval:
    """Give the share of the matches of a slice that was missed, with bounds."""
    return Interval(1 - rates.recall, 1 - rates.recall_high, 1 - rates.recall_low)


def wrong(rates: SliceRates | GroupRates) -> Interval:
    """Give the share of a slice's links that join two people, or of its others that got a yes, with bounds."""
    if isinstance(rates, SliceRates):
        return Interval(1 - rates.precision, 1 - rates.precision_high, 1 - rates.precision_low)
    return Interval(rates.false_rate, rates.false_low, rates.false_high)


def matches_of(rates: SliceRates | GroupRates) -> int:
    """Give how many matches a slice has."""
    return rates.pairs if isinstance(rates, SliceRates) else rates.matches


@dataclass(frozen=True)
class _Sides:
    found: Codes
    true: Codes

    def rates(self, of_true: Codes, of_found: Codes) -> SliceRates:
        recall = _share(of_true, self.true, self.found)
        precision = _share(of_found, self.found, self.true)
        bounds = (recall.low, recall.high, precision.low, precision.high)
        return SliceRates(len(of_true), recall.value, precision.value, len(of_found), *bounds)


def _share(pairs: Codes, owner: Codes, other: Codes) -> Interval:
    """Bound the share of pairs that the other side has too."""
    return grouped_share(other[pairs[:, 0]] == other[pairs[:, 1]], owner[pairs[:, 0]])
