"""The schemes by which national numbers are built, as `rules/identifiers/schemes` has them.

>>> [scheme.key for scheme in schemes() if "BG" in scheme.countries]
['egn', 'lnch']
>>> scheme_called("ЕМБГ").key, scheme_called("passport") is None
('jmbg', True)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from resolve import rules
from resolve.text.unicode import plain


@dataclass(frozen=True, eq=False)
class Scheme:
    """How the numbers of one kind are built; the fields are those of `rules/identifiers/schemes`."""

    key: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    kind: str
    shape: str
    pattern: re.Pattern[str] | None
    check: str
    weights: tuple[int, ...]
    ten: int
    sure: bool
    birth: Mapping[str, Any] | None
    sex: Mapping[str, Any] | None
    added: Mapping[int, str]
    region: tuple[int, int] | None
    regions: Mapping[int, str]
    lost_zero: bool

    @property
    def tells_people_apart(self) -> bool:
        """Whether two different valid numbers of the scheme are two people."""
        return self.sure and self.kind == "national"


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    """Give all schemes, in the order in which they are tried."""
    return tuple(_scheme(written) for written in rules.load("identifiers/schemes")["scheme"])


@lru_cache(maxsize=256)
def scheme_called(name: str) -> Scheme | None:
    """Find a scheme by its key or by what people call it, in any script; None where there is none of that name."""
    wanted = plain(name)
    return next((scheme for scheme in schemes() if wanted == scheme.key or wanted in scheme.names), None)


def _scheme(written: Mapping[str, Any]) -> Scheme:
    region = written.get("region")
    regions: dict[int, str] = {}
    for span, name in written.get("regions", {}).items():
        first, _, last = span.partition("-")
        regions |= dict.fromkeys(range(int(first), int(last) + 1), name)
    return Scheme(
        written["key"],
        tuple(written["names"]),
        tuple(written["countries"]),
        written["kind"],
        written["shape"],
        re.compile(written["pattern"]) if "pattern" in written else None,
        written["check"],
        tuple(written["weights"]),
        int(written.get("ten", 0)),
        written["sure"] == "yes",
        written.get("birth"),
        written.get("sex"),
        {int(months): sex for months, sex in written.get("added", {}).items()},
        (int(region["place"]), int(region["width"])) if region else None,
        regions,
        written.get("lost_zero") == "yes",
    )
