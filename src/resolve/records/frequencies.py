"""How common the values of a field are in a population, of which the records at hand are a part.

>>> surnames = Frequencies.of(["petrovic", "zubcic", "petrovic"], [900.0, 10.0, 90.0], total=10_000.0)
>>> surnames.share("petrovic"), surnames.share("zubcic"), surnames.share("babic")
(0.099, 0.001, 0.001)
>>> spelled = surnames.form("skeleton")
>>> dict(zip(spelled.values.tolist(), spelled.counts.tolist()))
{'ptrvc': 990.0, 'zbc': 10.0}
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from resolve.records.columns import Column, Strings
from resolve.records.raw import Reject

Floats = npt.NDArray[np.float64]
_DIGITS = 32
# No one is rarer than one of more people than have ever lived.
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Frequencies:
    """How common the values of one field are.

    Attributes:
        values: distinct normalised values, in their own order; counts: how many people have each, over 0.
        total: how many people were counted, those of values that are not listed too.
    """

    values: Strings
    counts: Floats
    total: float
    _forms: dict[str, Frequencies] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, values: Sequence[str] | Strings, counts: Sequence[float] | Floats, total: float) -> Frequencies:
        """Put values and their counts together; those of equal values add up, and values without a count are left out.

        Args:
            total: how many people were counted, or fewer, where nothing is known of values that are not listed.
        """
        distinct, place = np.unique(np.asarray(values, dtype=object), return_inverse=True)
        summed = np.bincount(place, np.asarray(counts, np.float64), minlength=len(distinct))
        kept = (summed > 0) & (distinct != "")
        return cls(distinct[kept], summed[kept], max(float(total), float(summed[kept].sum())))

    def share(self, value: str) -> float:
        """Give the share of the population that has a value, in (0, 1].

        A value that is not listed counts as the rarest that is, or less where all that the list leaves over is less.
        """
        return self._shares.get(value, self.unlisted)

    def shares(self, values: Sequence[str] | Strings) -> Floats:
        """Give `share` of many values."""
        known, other = self._shares, self.unlisted
        return np.array([known.get(value, other) for value in values], np.float64)

    def has(self, value: str) -> bool:
        """Say whether a value is listed."""
        return value in self._shares

    @cached_property
    def unlisted(self) -> float:
        """The share of a value that is not listed."""
        rarest = max(float(self.counts.min()) / self.total, _LEAST)
        left_over = 1 - float(self.counts.sum()) / self.total
        return min(rarest, left_over) if left_over > 1e-9 else rarest

    @cached_property
    def repeat_share(self) -> float:
        """The share of pairs of people that have the same value; those that are not listed are taken to be many."""
        return float(np.square(self.counts / self.total).sum())

    def form(self, name: str) -> Frequencies:
        """Give how common a form of the values is (see `records.forms`): one sound, the same consonants."""
        if name not in self._forms:
            codes = np.arange(len(self.values), dtype=np.int32)
            made = Column("", "", codes, self.values, np.ones(len(codes), np.int64)).form(name)
            texts = np.where(made.codes >= 0, made.values[made.codes], "") if len(made.values) else made.texts()
            self._forms[name] = Frequencies.of(texts, self.counts, self.total)
        return self._forms[name]

    @cached_property
    def _shares(self) -> dict[str, float]:
        return dict(zip(self.values.tolist(), np.maximum(self.counts / self.total, _LEAST).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Population:
    """How common values are in a population, by field.

    Attributes:
        fields: by field, the frequencies of its values.
        rejects: rows of the tables that could not be used.
    """

    fields: Mapping[str, Frequencies]
    rejects: tuple[Reject, ...] = ()

    def beside(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        """Give columns with what is known of their fields' values beside them."""
        return {name: column.in_population(self.fields.get(name)) for name, column in columns.items()}

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the content."""
        digest = hashlib.blake2b()
        for name in sorted(self.fields):
            of_field = self.fields[name]
            told = "\0".join([name, repr(of_field.total), *of_field.values.tolist(), ""])
            digest.update(told.encode("utf-8", "surrogatepass"))
            digest.update(of_field.counts.tobytes())
        return digest.hexdigest()[:_DIGITS]

    def told(self, used: Collection[str]) -> dict[str, object]:
        """Say for the model beside which population it was made: its fingerprint, and what it has on fields in use."""
        known = {name: one for name, one in self.fields.items() if name in used}
        fields = {name: {"values": len(one.values), "people": one.total} for name, one in known.items()}
        return {"digest": self.digest, "fields": fields}
