"""What is asked of a run: the bounds that decide, and between which records links are sought.

>>> Policy.named("strict").link > Policy.named("default").link
True
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.linkage.labelled import Labels
from resolve.records.frequencies import Population
from resolve.scoring.weights import Model


@dataclass(frozen=True)
class Policy:
    """Bounds as match probabilities in (0, 1); `rules/models/policies` says what each means.

    `eased` is in bits, 0 or more: by how much `join` is lower where many pairs stand between two groups.
    """

    name: str
    link: float
    possible: float
    join: float
    eased: float = 0.0

    def __post_init__(self) -> None:
        if not (0 < self.possible <= self.link < 1 and 0 < self.join < 1):
            raise InputError(
                f"policy '{self.name}': expected 0 < possible <= link < 1 and 0 < join < 1, found "
                f"possible {self.possible}, link {self.link}, join {self.join}"
            )
        if not 0 <= self.eased < math.inf:
            raise InputError(f"policy '{self.name}': expected eased as bits, 0 or more, found {self.eased}")

    @classmethod
    def named(cls, name: str) -> Policy:
        """Read a policy of the rules by its name.

        Raises:
            UnknownNameError: there is none of that name.
        """
        policies = rules.load("models/policies")["policy"]
        if name not in policies:
            raise UnknownNameError(f"no policy '{name}'; there are: {', '.join(policies)}")
        return cls(name, **policies[name])


@dataclass(frozen=True)
class Task:
    """What is asked of a run.

    Attributes:
        across_only: link records of different sources only, never within one.
        one_to_one: at most one link a record (needs `across_only` and two sources).
        model: a model trained before, in place of training.
        labels: what people have said of pairs of the records, to be learned from beside.
        population: how common values are among all people, where a table of that is at hand.
    """

    policy: Policy
    across_only: bool = False
    one_to_one: bool = False
    model: Model | None = None
    labels: Labels | None = None
    population: Population | None = None
