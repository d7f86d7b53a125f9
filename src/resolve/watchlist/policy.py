"""Screening policies: from which match probability on a comparison is an alert, and how likely one is beforehand.

>>> ScreeningPolicy.named("default").verdict(0.99)
'match'
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from resolve import rules
from resolve.errors import InputError, UnknownNameError

MATCH, POSSIBLE, NO_MATCH = "match", "possible", "no match"
# From the weakest
VERDICTS = (NO_MATCH, POSSIBLE, MATCH)


@dataclass(frozen=True)
class ScreeningPolicy:
    """Bounds as match probabilities in (0, 1); `rules/screening/policies` says what each figure means.

    `similarity` names a law's list of similarities (a file of `rules/screening`) that decides in place of the bounds.

    Raises:
        InputError: the bounds are out of order or out of range.
    """

    name: str
    match: float
    possible: float
    listed: float
    alike: float
    weak: float
    similarity: str = ""

    def __post_init__(self) -> None:
        if not (0 < self.possible <= self.match < 1 and 0 < self.listed < 1 and self.weak >= 0):
            raise InputError(
                f"policy '{self.name}': expected 0 < possible <= match < 1, 0 < listed < 1 and weak >= 0, found "
                f"possible {self.possible}, match {self.match}, listed {self.listed}, weak {self.weak}"
            )

    @classmethod
    def named(cls, name: str) -> ScreeningPolicy:
        """Read a policy of the rules by its name.

        Raises:
            UnknownNameError: there is none of that name.
        """
        policies = rules.load("screening/policies")["policy"]
        if name not in policies:
            raise UnknownNameError(f"no screening policy '{name}'; there are: {', '.join(policies)}")
        return cls(name, **policies[name])

    def verdict(self, probability: float) -> str:
        """Say what a match probability means: "match", "possible" or "no match"."""
        if probability >= self.match:
            return MATCH
        return POSSIBLE if probability >= self.possible else NO_MATCH

    def prior_bits(self, entries: int) -> float:
        """Give the log2 odds that a person asked about is a given one of so many entries, and worth comparing with."""
        each = float(rules.load("screening/policies")["prior"]["each"])
        share = min(self.listed / max(1, entries), each)
        return log2(share / (1 - share)) + self.alike
