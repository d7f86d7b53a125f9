"""Precision and recall of data without a full truth, from a sample of pairs that people have labelled.

The candidate pairs fall into strata, such as bands of weight; some pairs of each are drawn at random and labelled. Each
label stands for as many pairs as its stratum has by label (Horvitz and Thompson 1952), with the variance of stratified
sampling without replacement (Cochran 1977, 5.6).

>>> strata = [Stratum(linked=True, pairs=1000, labelled=50, matches=48), Stratum(False, 20_000, 100, 1)]
>>> estimate = from_labels(strata)
>>> round(estimate.precision.value, 3), round(estimate.recall.value, 3)
(0.96, 0.828)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from resolve.errors import InputError
from resolve.evaluation.pairs import Interval


@dataclass(frozen=True)
class Stratum:
    """Pairs of one kind: whether they are linked, how many there are, were labelled, and are matches by the labels."""

    linked: bool
    pairs: int
    labelled: int
    matches: int

    def __post_init__(self) -> None:
        if not 0 <= self.matches <= self.labelled <= self.pairs:
            raise InputError(
                f"expected 0 <= matches <= labelled <= pairs, found {self.matches}, {self.labelled}, {self.pairs}"
            )
        if self.pairs and not self.labelled:
            raise InputError(
                "expected labels in every stratum that has pairs, found one without; label some, or merge it"
            )

    @property
    def total(self) -> float:
        """Give the estimated number of matches."""
        return self.pairs * self.matches / self.labelled if self.labelled else 0.0

    @property
    def variance(self) -> float:
        """Give the variance of that estimate.

        The share is moved a little from 0 and 1 (one match and one other added), so that few labels of one kind do
        not look like certainty.
        """
        if self.labelled == self.pairs:
            return 0.0
        share = (self.matches + 1) / (self.labelled + 2)
        return self.pairs**2 * (1 - self.labelled / self.pairs) * share * (1 - share) / self.labelled


@dataclass(frozen=True)
class LabelEstimate:
    """Precision and recall with bounds; recall is of the matches among the candidate pairs."""

    precision: Interval
    recall: Interval
    matches: float


def from_labels(strata: Sequence[Stratum], *, confidence: float = 0.95) -> LabelEstimate:
    """Estimate precision and recall from labelled samples.

    Args:
        strata: that cover all candidate pairs; a stratum is linked or not, as a whole.
        confidence: of the bounds, in (0, 1); they are those of the normal approximation, held within [0, 1].

    Raises:
        InputError: the confidence is not in (0, 1).
    """
    if not 0 < confidence < 1:
        raise InputError(f"expected a confidence between 0 and 1, found {confidence}")
    linked, rest = [s for s in strata if s.linked], [s for s in strata if not s.linked]
    found, missed = sum(s.total for s in linked), sum(s.total for s in rest)
    pairs = sum(s.pairs for s in linked)
    var_found, var_missed = sum(s.variance for s in linked), sum(s.variance for s in rest)
    spread = NormalDist().inv_cdf((1 + confidence) / 2)
    precision = found / pairs if pairs else 1.0
    recall, all_matches = (found / (found + missed) if found + missed else 1.0), found + missed
    # The delta method: d recall = ((1 - recall) d found - recall d missed) / all.
    var_recall = ((1 - recall) ** 2 * var_found + recall**2 * var_missed) / all_matches**2 if all_matches else 0.0
    return LabelEstimate(
        _within(precision, spread * sqrt(var_found) / pairs if pairs else 0.0),
        _within(recall, spread * sqrt(var_recall)),
        all_matches,
    )


def _within(value: float, half: float) -> Interval:
    return Interval(value, max(0.0, value - half), min(1.0, value + half))
