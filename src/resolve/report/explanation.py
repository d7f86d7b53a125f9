"""Why two records are, or are not, one person: the evidence, field by field, in bits.

The bits of an explanation are computed by the code that scores ten million pairs, and add up to the pair's weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve.records.columns import MISSING
from resolve.records.frequencies import Frequencies
from resolve.records.prepare import Records
from resolve.scoring.comparison import compare
from resolve.scoring.single import PairScore
from resolve.scoring.weights import (
    FieldModel,
    Model,
    near_discount,
    probability_of,
    rarity_of_pairs,
    together_of,
    weigh,
)

if TYPE_CHECKING:
    from resolve.linkage.pipeline import Linked

PRIOR = "before any field is looked at"
NEAR = "people of one family, household or area would agree too"
RIVAL = "one of the two has a better partner, and nobody has two"

# Weights beyond it make no other probability.
_MOST_BITS = 500.0
# What is left out where bits are listed, and what rounding may make.
_SMALLEST, _ROUNDING = 0.05, 0.01


@dataclass(frozen=True)
class Evidence:
    """What one field says.

    Attributes:
        left, right: normalised values, "" where missing.
        level: the agreement level's name, "missing" where either value is, "no evidence either way" at a level that is
            neutral.
        population: the share of all people that have the value (of two, the commoner), where a population table lists
            it; None else.
        bits: log2(m/u) of the level, with the field's share of what it says that several fields disagree, or one does
            (`scoring.together`); rarity_bits: what the value's frequency adds or takes away.
    """

    field: str
    left: str
    right: str
    level: str
    bits: float
    rarity_bits: float
    population: float | None = None

    @property
    def total(self) -> float:
        """All that the field adds to the weight, in bits."""
        return self.bits + self.rarity_bits


@dataclass(frozen=True)
class Explanation:
    """The evidence for and against two records being one person.

    Attributes:
        left, right: (source, record id) of the two.
        prior_bits: log2 odds before any field is looked at; higher where nobody is twice in the two sources, and moved
            by what labelled pairs showed.
        near_bits: what is taken off (0 or less) because two people of one family, household or area would agree too.
        weight: these and all evidence added up.
        probability: match probability in [0, 1].
        same_entity: whether clustering put them together, which it may do by way of other records.
        notes: what is odd about either record: a national number that contradicts its own birth date or sex.
        rival_bits: what is taken off (0 or less) because one of the two has a better partner, where next to nobody has
            two in this data.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    prior_bits: float
    near_bits: float
    evidence: tuple[Evidence, ...]
    weight: float
    probability: float
    same_entity: bool | None = None
    notes: tuple[str, ...] = ()
    rival_bits: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain types, ready for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Lay the evidence out as a table of text."""
        rows = [("field", self.left[1], self.right[1], "agreement", "bits")]
        rows += [(e.field, e.left or "-", e.right or "-", _level(e), f"{e.total:+.1f}") for e in self.evidence]
        widths = [min(34, max(len(row[i]) for row in rows)) for i in range(4)]
        lines = [
            "  ".join([*(_fit(cell, width) for cell, width in zip(row, widths, strict=False)), f"{row[4]:>6}"])
            for row in rows
        ]
        lines.insert(1, "-" * len(lines[0]))
        for said, bits in self._beside_fields():
            lines.append(_fit(said, sum(widths) + 6) + f"  {bits:+6.1f}")
        lines.append(
            _fit(f"weight in bits (match probability {self.shown_probability})", sum(widths) + 6)
            + f"  {self.weight:+6.1f}"
        )
        lines += [f"note: {note}" for note in self.notes]
        return "\n".join([f"{self.left[0]} {self.left[1]}  and  {self.right[0]} {self.right[1]}", *lines])

    @property
    def taken_off(self) -> list[tuple[str, float]]:
        """What is taken off beside the fields: why, and how many bits; what is next to nothing is left out."""
        reasons = [(NEAR, self.near_bits), (RIVAL, self.rival_bits)]
        return [(why, bits) for why, bits in reasons if bits < -_SMALLEST]

    def _beside_fields(self) -> list[tuple[str, float]]:
        return [*self.taken_off, (PRIOR, self.prior_bits)]

    @property
    def shown_probability(self) -> str:
        """The probability for people; never rounded to a certainty that it is not."""
        return shown_probability(self.probability)

    def _repr_html_(self) -> str:
        """Show the evidence as a table in a notebook."""
        rows = "".join(
            f"<tr><td>{escape(e.field)}<td>{escape(e.left)}<td>{escape(e.right)}"
            f"<td>{escape(_level(e))}<td>{e.total:+.1f}"
            for e in self.evidence
        )
        heads = "".join(f"<th>{escape(' '.join(name))}" for name in (self.left, self.right))
        beside = "".join(f"<tr><td colspan=4>{said}<td>{bits:+.1f}" for said, bits in self._beside_fields())
        notes = "".join(f"<tr><td colspan=5>note: {escape(note)}" for note in self.notes)
        return (
            f"<table><tr><th>field{heads}<th>agreement<th>bits{rows}"
            f"{beside}"
            f"<tr><th colspan=4>weight (match probability {self.shown_probability})<th>{self.weight:+.1f}"
            f"{notes}</table>"
        )


def shown_probability(probability: float) -> str:
    """Give a probability for people; never rounded to a certainty that it is not.

    >>> shown_probability(0.99999), shown_probability(0.5)
    ('over 99.99 %', '50.00 %')
    """
    if probability > 0.9999:
        return "over 99.99 %"
    if probability < 0.0001:
        return "under 0.01 %"
    return f"{100 * probability:.2f} %"


def explain_linked(linked: Linked, left: int, right: int, *, same_entity: bool | None = None) -> Explanation:
    """Explain a pair of two record rows of a run; one that is a link, or unsure, with the weight that it has there."""
    told = explain(linked.records, linked.model, left, right, same_entity=same_entity)
    low, high = sorted((left, right))
    for pairs in (linked.links, linked.possible):
        for at in np.flatnonzero((pairs.left == low) & (pairs.right == high))[:1]:
            weight = pairs.weight[at : at + 1]
            if weight[0] < told.weight - _ROUNDING:
                bits, probability = float(weight[0]), float(probability_of(weight)[0])
                return replace(told, weight=bits, probability=probability, rival_bits=bits - told.weight)
    return told


def explain(records: Records, model: Model, left: int, right: int, *, same_entity: bool | None = None) -> Explanation:
    """Explain the pair of two record rows."""
    rows = np.array([left], np.int32), np.array([right], np.int32)
    fields = model.comparisons_in(records)
    levels = compare(records, [each.comparison for each in fields], *rows)
    rarity = rarity_of_pairs(records, model, levels, *rows)
    shared = _shared_out(float(together_of(model, levels)[0]), levels[0].tolist())
    evidence = [
        _evidence(records, each, (left, right), level, (float(each.bits()[level]) + more, float(rare[0])))
        for each, level, more, rare in zip(fields, levels[0].tolist(), shared, rarity, strict=True)
    ]
    weight = weigh(records, model, levels, *rows)
    return Explanation(
        _name(records, left),
        _name(records, right),
        model.bits_before,
        float(near_discount(records, model, levels, rarity)[0]),
        tuple(evidence),
        float(weight[0]),
        float(probability_of(weight)[0]),
        same_entity,
        tuple(Side.of(records, left).notes + Side.of(records, right).notes),
    )


@dataclass(frozen=True)
class Side:
    """One record of a pair that is explained: row, (source, record id), and fields that its own number contradicts."""

    row: int
    name: tuple[str, str]
    contradicted: Sequence[str] = ()

    @classmethod
    def of(cls, records: Records, row: int) -> Side:
        """Give a record of a run."""
        fields = [field for field, rows in records.contradicted.items() if row in rows]
        return cls(row, _name(records, row), fields)

    @property
    def notes(self) -> list[str]:
        """What is odd about the record."""
        return [f"{' '.join(self.name)}: its {field} contradicts its national number" for field in self.contradicted]


def explain_score(
    records: Records, fields: Sequence[FieldModel], score: PairScore, left: Side, right: Side
) -> Explanation:
    """Explain a pair that was scored by itself (see `scoring.single`)."""
    shared = _shared_out(score.together, list(score.levels))
    rows = left.row, right.row
    evidence = [
        _evidence(records, each, rows, level, (bits + more, rarity))
        for each, level, bits, more, rarity in zip(fields, score.levels, score.bits, shared, score.rarity, strict=True)
    ]
    return Explanation(
        left.name,
        right.name,
        score.prior,
        score.near,
        tuple(evidence),
        score.weight,
        1 / (1 + 2.0 ** -min(max(score.weight, -_MOST_BITS), _MOST_BITS)),
        None,
        tuple(left.notes + right.notes),
    )


def _evidence(
    records: Records, each: FieldModel, rows: tuple[int, int], level: int, bits: tuple[float, float]
) -> Evidence:
    """Give the evidence of one field: `bits` are those of the level, and what rarity adds."""
    column = records.columns[each.field]
    one, other = int(column.codes[rows[0]]), int(column.codes[rows[1]])
    left = "" if one == MISSING else str(column.values[one])
    right = "" if other == MISSING else str(column.values[other])
    if level:
        known = _known_share(column.population, left, right) if column.population is not None and bits[1] else None
        said = each.levels[level - 1].name
    else:
        known, said = None, "no evidence either way" if left and right else "missing"
    made = Evidence.__new__(Evidence)  # filled at once: setting seven fields one by one is half of an explanation
    made.__dict__.update(
        field=each.field, left=left, right=right, level=said, bits=bits[0], rarity_bits=bits[1], population=known
    )
    return made


def _known_share(population: Frequencies, *values: str) -> float | None:
    return max((population.share(value) for value in values if population.has(value)), default=None)


def _shared_out(bits: float, levels: list[int]) -> list[float]:
    """Share bits out among the fields that disagree, or among all that are filled where none does.

    >>> _shared_out(1.0, [1, 2, 0, 3]), _shared_out(1.0, [1, 0])
    ([0.0, 0.5, 0.0, 0.5], [1.0, 0.0])
    """
    if not bits:
        return [0.0] * len(levels)
    chosen = [level > 1 for level in levels]
    if not any(chosen):
        chosen = [level > 0 for level in levels]
    return [bits / sum(chosen) if one else 0.0 for one in chosen]


def _name(records: Records, row: int) -> tuple[str, str]:
    return records.sources[records.source_codes[row]].name, str(records.record_ids[row])


def _level(evidence: Evidence) -> str:
    if abs(evidence.rarity_bits) < 1:
        return evidence.level
    where = "" if evidence.population is None else " in the population"
    return f"{evidence.level}, {'rare' if evidence.rarity_bits > 0 else 'common'}{where}"


def _fit(text: str, width: int) -> str:
    return text if len(text) == width else text[: width - 1] + "…" if len(text) > width else text.ljust(width)
