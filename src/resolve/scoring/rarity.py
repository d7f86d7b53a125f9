"""How common values are: counted in the data, or expected of a population and corrected by the data.

A file of ten records does not tell that Petrović is common and Zubčić rare. Where a table of the population does, the
frequency of a value is the mean of a Dirichlet distribution around the table's shares, to which the data's counts are
added: as if so many records more had been seen, that have values as people of the population do. How many is told by
how far the data are from the population. In a village of one surname strangers agree on it far more often than people
of the population would; then the data's own counts decide.

>>> from resolve.records.columns import Coded
>>> from resolve.records.frequencies import Frequencies
>>> column = Column.of("surname", "surname", Coded.of(["petrovic", "zubcic", "zubcic"]))
>>> people = Frequencies.of(["petrovic", "zubcic", "babic"], [90, 1, 9], 10_000)
>>> known = column.in_population(people)
>>> values_of(known, people.repeat_share).frequencies(known.counts, known.values).round(4).tolist()
[0.009, 0.0001]
>>> values_of(known, 0.3).frequencies(known.counts, known.values).round(2).tolist()
[0.19, 0.37]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.records.columns import MISSING, Column, Strings
from resolve.records.frequencies import Frequencies

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
_SOUNDS = "skeleton"
_LEAST_REPEATS = 1e-9


@dataclass(frozen=True)
class Mixed:
    """What frequencies are made of where a population is known.

    Attributes:
        expected: how common values are in the population. strength: for how many records of the data it counts.
        filled: how many records have a value. u: the share of strangers' pairs that have the same one.
    """

    expected: Frequencies
    strength: float
    filled: int
    u: float

    def frequencies(self, counts: Counts | Floats, values: Strings) -> Floats:
        """Give the frequency of values that so many records have, in (0, 1)."""
        return self._of(counts, self.expected.shares(values))

    def rarity_of_new(self, value: str) -> float:
        """Give log2(u / frequency) of a value that no record has."""
        return float(np.log2(self.u / self._of(np.zeros(1), np.array([self.expected.share(value)]))[0]))

    def _of(self, counts: Counts | Floats, shares: Floats) -> Floats:
        found: Floats = (counts + self.strength * shares) / (self.filled + self.strength)
        return found


def value_rarity(column: Column, u: float) -> Floats:
    """Give log2(u / frequency) of each distinct value, u being the share of strangers' pairs that have the same.

    Without a population a frequency is shrunk towards u as if 1/u records with every value once had been seen before:
    in a file of ten records a name that occurs twice is not thereby common.
    """
    if column.population is None:
        return np.asarray(np.log2(u / ((column.counts + 1) / (column.filled + 1 / u))))
    return np.asarray(np.log2(u / values_of(column, u).frequencies(column.counts, column.values)))


def sound_rarity(column: Column, u: float) -> Floats:
    """Give log2(u / frequency) of each distinct name in all its spellings, u there being the share of one name so.

    Spellings of one name are taken to be those of the same consonants.

    Args:
        u: the share of strangers' pairs that have the same value.
    """
    form = column.form(_SOUNDS)
    codes = np.where(form.codes == MISSING, form.codes.max(initial=0) + 1, form.codes)
    counts = np.bincount(codes, column.counts)
    if column.population is None:
        alike = _repeats(counts, column.filled)
        return np.asarray(np.log2(alike / ((counts + 1) / (column.filled + 1 / alike))))[codes]
    mixed = sounds_of(column, u)
    texts = np.full(len(counts), "", object)
    texts[: len(form.values)] = form.values[: len(counts)]
    return np.asarray(np.log2(mixed.u / mixed.frequencies(counts, texts)))[codes]


def values_of(column: Column, u: float) -> Mixed:
    """Give what the frequencies of a column's values are made of; its population is known."""

    def make() -> Mixed:
        expected = _population(column)
        return Mixed(expected, _strength(expected, u), column.filled, u)

    mixed: Mixed = column.derived(f"mix at {u!r}", make)
    return mixed


def sounds_of(column: Column, u: float) -> Mixed:
    """Give what the frequencies of a column's names in all their spellings are made of; its population is known."""

    def make() -> Mixed:
        expected = _population(column)
        form = column.form(_SOUNDS)
        filled, there = column.filled, form.codes != MISSING
        alike = _repeats(np.bincount(form.codes[there], column.counts[there]), filled)
        written = float(rules.load("models/comparisons")["strength"]["u"])
        pairs, spelled = filled * (filled - 1) / 2, expected.form(_SOUNDS)
        alike = (pairs * alike + written * spelled.repeat_share) / (pairs + written)
        return Mixed(spelled, _strength(expected, u), filled, alike)

    mixed: Mixed = column.derived(f"mix of sounds at {u!r}", make)
    return mixed


def expected_levels(column: Column, shares: Floats) -> Floats:
    """Give the rules' shares of strangers' pairs by level, the first (equal values) as the population has it."""
    if column.population is None:
        return shares
    same = min(column.population.repeat_share, 0.5)
    return np.concatenate([[same], shares[1:] * (1 - same) / shares[1:].sum()])


def _strength(expected: Frequencies, u: float) -> float:
    """Say for how many records of the data the population counts.

    Were people drawn from towns whose shares are spread around the population's as a Dirichlet distribution of so many
    records is, then strangers of a town would have the same value in a share u = r + (1 - r) / (strength + 1) of
    pairs, r being the population's. So the strength is known from u.
    """
    repeats = max(expected.repeat_share, _LEAST_REPEATS)
    most = float(rules.load("models/comparisons")["population"]["most_strength"]) / repeats
    apart = u - repeats
    return most if apart <= 0 else float(np.clip((1 - repeats) / apart - 1, 1.0, most))


def _repeats(counts: Counts | Floats, filled: int) -> float:
    """Give the share of pairs of records that have the same value."""
    filled = max(filled, 2)
    return max(float((counts * (counts - 1)).sum()) / (filled * (filled - 1)), _LEAST_REPEATS)


def _population(column: Column) -> Frequencies:
    assert column.population is not None  # who asks has seen to it
    return column.population
