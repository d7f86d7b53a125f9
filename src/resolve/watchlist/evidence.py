"""Why a person asked about is, or is not, the one that an entry is about: the evidence in bits.

The bits are those of the screening itself (`watchlist.screening`), and add up to the hit's weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from html import escape
from typing import Any

import numpy as np

from resolve import rules
from resolve.names.compare import says
from resolve.names.evidence import KINDS
from resolve.names.kernel import Scored as NamesSet
from resolve.names.kernel import Shape, as_one, omission, shapes
from resolve.names.reading import ROLES, Names, Read
from resolve.names.vocabulary import Vocabulary
from resolve.scoring.name_bits import Floats, NameBits, settings

_WHOLE = "(whole name)"


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of evidence: the field, both values ("" for none), what it says, and what it is worth in bits.

    `by_law` says, where a law decides, whether the values are the same, similar by which clause, or neither.
    """

    field: str
    asked: str
    listed: str
    says: str
    bits: float
    by_law: str = ""


@dataclass(frozen=True, slots=True)
class HitExplanation:
    """The evidence for and against a hit; all bits add up to its weight.

    Attributes:
        asked, listed: the two names that were compared, as written. weak: the listed one is a weak alias.
        entry_id, list_name, list_version: what was hit.
        evidence: the prior first, then the name word by word, then the other fields.
        weight: in bits. probability: match probability in [0, 1]. verdict: by the policy.
        policy, rules: the policy's name and the fingerprint of the rules, for the record.
        law: the law whose list of similarities decided, "" where the probability did.
    """

    asked: str
    listed: str
    weak: bool
    entry_id: str
    list_name: str
    list_version: str
    evidence: tuple[Said, ...]
    weight: float
    probability: float
    verdict: str
    policy: str
    rules: str
    law: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain types, ready for JSON."""
        return asdict(self)

    @property
    def shown_probability(self) -> str:
        """The probability for people; never rounded to a certainty that it is not."""
        if self.probability > 0.9999:
            return "over 99.99 %"
        return "under 0.01 %" if self.probability < 0.0001 else f"{100 * self.probability:.2f} %"

    def __str__(self) -> str:
        """Lay the evidence out as a table of text."""
        rows = [("field", "asked", "listed", "evidence", "bits", f"by {self.law}" if self.law else "")]
        rows += [(e.field, e.asked or "-", e.listed or "-", e.says, f"{e.bits:+.1f}", e.by_law) for e in self.evidence]
        rows.append(("", "", "", "weight", f"{self.weight:+.1f}", ""))
        widths = [min(36, max(len(row[i]) for row in rows)) for i in range(3)]
        said = max(len(row[3]) for row in rows)
        lines = [
            "  ".join(
                [
                    *(_fit(cell, width) for cell, width in zip(row, widths, strict=False)),
                    row[3].ljust(said),
                    f"{row[4]:>6}",
                    row[5],
                ]
            )
            for row in rows
        ]
        head = f"{self.verdict}: {self.listed}{' (weak alias)' if self.weak else ''}, {self.list_name} {self.entry_id}"
        return "\n".join([f"{head}, probability {self.shown_probability}", *(line.rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        """Show the evidence as a table in a notebook."""
        law = f"<th>by {escape(self.law)}" if self.law else ""
        rows = "".join(
            f"<tr><td>{escape(e.field)}<td>{escape(e.asked)}<td>{escape(e.listed)}<td>{escape(e.says)}<td>{e.bits:+.1f}"
            + (f"<td>{escape(e.by_law)}" if law else "")
            for e in self.evidence
        )
        head = f"{escape(self.listed)}, {escape(self.list_name)} {escape(self.entry_id)}: {self.verdict}"
        foot = f"weight (match probability {self.shown_probability})<th>{self.weight:+.1f}"
        columns = "<tr><th>field<th>asked<th>listed<th>evidence<th>bits"
        return f"<table><caption>{head}</caption>{columns}{law}{rows}<tr><th colspan=4>{foot}</table>"


def name_evidence(words: Vocabulary, asked: Read, listed: Read, shares: Floats) -> tuple[Said, ...]:
    """List what two names say of each other, word by word; the bits add up to `scoring.name_bits`."""
    row = np.zeros(1, np.int64)
    best: tuple[float, tuple[Said, ...]] = (-np.inf, ())
    for shape in shapes(Names.of(words, [asked]), Names.of(words, [listed]), row, row):
        few, many = (listed.shown, asked.shown) if shape.turned else (asked.shown, listed.shown)
        for places, tried, found, bits in settings(words, shape, shares):
            if float(bits.total[0]) > best[0]:
                shown = reduce(as_one, places, tuple(many))
                best = float(bits.total[0]), _by_word(tried, found, bits, few, shown)
    return best[1]


def _by_word(
    shape: Shape, found: NamesSet, bits: NameBits, few: Sequence[str], many: Sequence[str]
) -> tuple[Said, ...]:
    chosen = found.chosen[0].tolist()
    token, role = says("token"), says("role")
    rows: list[Said] = []
    for i, j in enumerate(chosen):
        sides = (many[j], few[i]) if shape.turned else (few[i], many[j])
        kind = KINDS[found.kind[0, i, j]]
        rows.append(Said("name", sides[0], sides[1], token[kind], float(bits.words[0, i])))
    for j in sorted(set(range(len(many))) - set(chosen)):
        name = ROLES[shape.many_roles[0, j]]
        lacking = -float(rules.load("screening/names")["share"]["left_over"]) * omission(name)
        sides = (many[j], "") if shape.turned else ("", many[j])
        rows.append(Said("name", sides[0], sides[1], f"{role[name]} that the other name lacks", lacking))
    raised = float(bits.total[0] - bits.words[0].sum() - bits.beside[0])
    rest = float(bits.total[0]) - sum(one.bits for one in rows) - raised
    if abs(rest) >= 0.05:
        rows.append(Said("name", _WHOLE, "", "order, roles, and how many ways there are to choose the words", rest))
    if raised >= 0.05:
        rows.append(Said("name", _WHOLE, "", "but people go by other names too", raised))
    return tuple(rows)


def _fit(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
