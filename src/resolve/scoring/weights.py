"""The model: m and u probabilities by agreement level, and match weights in bits.

The weight of a pair is the prior's log2 odds plus, for each field, log2(m/u) of its agreement level, plus what the
rarity of an agreeing value adds (Fellegi and Sunter 1969; Winkler 2000 for value frequencies). A missing value adds
nothing. What two different people of one family, household or area would agree on as well (surname, address, town) is
taken off again, in one figure: the pair is weighed against strangers and against such near people together, who are
latent classes of their own (Larsen and Rubin 2001). The same arrays score a chunk of pairs and list one pair's
evidence.

>>> bool(abs(probability_of(np.array([0.0]))[0] - 0.5) < 1e-9)
True
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import FileError, InputError
from resolve.files import write_atomically
from resolve.records.columns import Column
from resolve.records.prepare import Records
from resolve.scoring.agreement import OF_DATES
from resolve.scoring.comparison import Comparison, Level, Levels, Rows, levels_of
from resolve.scoring.rarity import sound_rarity, value_rarity
from resolve.scoring.together import MOST, disagreements
from resolve.version import __version__

Floats = npt.NDArray[np.float64]

_FORMAT = "resolve-model-1"
_ROUNDING = 1e-3
# Kinds of rarity by level (see `FieldModel.rarity_kinds`)
ONLY_COMMON, OF_SOUNDS = 2, 3
# Bits of odds beyond which a 32-bit number of them would be near its end.
_MOST_ODDS = np.float32(120)


@dataclass(frozen=True)
class FieldModel:
    """What the model knows of one field.

    Attributes:
        levels: names from the strongest agreement to "different"; tests and parameters beside them.
        m, u: the share of pairs of one person, and of different people, at each level; each sums to 1.
        seen: for each level, whether the data showed it; where not, m and u rest on the rules' prior alone.
        near: by group of near people, the share of their pairs at each level; groups that agree on the field no more
            than strangers do are left out. near_fitted: whether training may change these shares; where the rules
            give the share of near people who agree (twins, of all siblings), it may not.
        taught: by level, the bits that labelled pairs, or those that other records vouch for, add to log2(m/u) (see
            `linkage.labelled`, `linkage.corroborated`); empty: none.
    """

    field: str
    kind: str
    levels: tuple[Level, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]
    seen: tuple[bool, ...]
    near: Mapping[str, tuple[float, ...]] = dataclasses.field(default_factory=dict)
    near_fitted: bool = True
    taught: tuple[float, ...] = ()

    @property
    def comparison(self) -> Comparison:
        """How the field is compared."""
        return Comparison(self.field, self.kind, self.levels)

    def bits(self) -> Floats:
        """Give log2(m/u) and what labels add to it by level code, within what the rules say it may be worth; code 0,
        missing, is nothing.
        """
        return self._bits

    def near_bits(self, group: str) -> Floats:
        """Give log2(share among a group of near people / u) by level code, all 0 where they are like strangers."""
        return self._near_bits[group] if group in self._near_bits else np.zeros(len(self._bits))

    @cached_property
    def rarity_kinds(self) -> npt.NDArray[np.int8]:
        """By level code, 1 where the rarity of the values counts, 2 where only how common they are does, 3 where that
        of all their spellings counts, else 0.
        """
        kinds = {"no": 0, "common": ONLY_COMMON, "sounds": OF_SOUNDS}
        return np.array([0, *(kinds.get(level.rarity, 1) for level in self.levels)], np.int8)

    @cached_property
    def _bits(self) -> Floats:
        most = [level.at_best for level in self.levels]
        bits = np.log2(np.array(self.m) / np.array(self.u))
        if self.taught:
            bits += self.taught
        return np.concatenate([[0.0], np.minimum(bits, most)])

    @cached_property
    def _near_bits(self) -> dict[str, Floats]:
        u = np.array(self.u)
        return {group: np.concatenate([[0.0], np.log2(np.array(shares) / u)]) for group, shares in self.near.items()}


@dataclass(frozen=True)
class Model:
    """A trained model: the prior and a `FieldModel` for each field.

    Attributes:
        prior: the share of all pairs of records that are one person's, in (0, 1).
        near: by group of near people, the share of all pairs that are two people of one group, in [0, 1).
        together: by the number of fields that do not fully agree, the bits that it adds (see `scoring.together`);
            empty: none.
        left_over_bits: what every pair gains, in bits, because nobody is twice in the sources at hand.
        taught_bits: what every pair gains or loses, in bits, by what labelled pairs, or vouched-for ones, showed.
        training: how it was fitted, for people: pairs, rounds, whether it converged.
        rules: fingerprint of the rules it was made with; version: of the package.
    """

    prior: float
    near: Mapping[str, float]
    fields: tuple[FieldModel, ...]
    training: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    rules: str = ""
    version: str = __version__
    together: tuple[float, ...] = ()
    left_over_bits: float = 0.0
    taught_bits: float = 0.0

    @property
    def prior_bits(self) -> float:
        """The log2 odds that two records drawn at random are one person's."""
        return float(np.log2(self.prior / (1 - self.prior)))

    @property
    def bits_before(self) -> float:
        """What every pair has before any field is looked at: the prior's odds, and what is gained beside them."""
        return self.prior_bits + self.left_over_bits + self.taught_bits

    def comparisons_in(self, records: Records) -> tuple[FieldModel, ...]:
        """Give the fields that the records fill, in the model's order."""
        return tuple(each for each in self.fields if each.field in records.columns)

    def to_json(self) -> str:
        """Give the model as JSON, as `save` writes it."""
        content = {"format": _FORMAT, **asdict(self), "training": dict(self.training)}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def save(self, path: str | Path) -> None:
        """Write the model as JSON, replacing the file in one step.

        Raises:
            FileError: the file cannot be written.
        """
        write_atomically(Path(path), self.to_json())

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """Read a model that `save` wrote.

        Raises:
            FileError: the file cannot be read. InputError: it holds no model of this form.
        """
        try:
            text = Path(path).read_text("utf-8")
        except OSError as error:
            raise FileError(f"the model {path} cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise InputError(f"{path}: expected a model written by Model.save, found no JSON") from error
        return cls.of_json(text, str(path))

    @classmethod
    def of_json(cls, text: str, path: str) -> Model:
        """Read a model that `to_json` gave; `path` says where it stands, for errors. Raises as `load` does."""
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}: expected a model written by Model.save, found no JSON") from error
        if not isinstance(content, dict) or content.get("format") != _FORMAT:
            raise InputError(f"{path}: expected a model of the form '{_FORMAT}' written by Model.save")
        try:
            return _model(content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{path}: the model lacks or breaks a part: {error}") from error


def _model(written: Mapping[str, Any]) -> Model:
    fields = tuple(_field_model(each) for each in written["fields"])
    near = {group: _share(share) for group, share in written["near"].items()}
    prior = _share(written["prior"])
    if prior <= 0 or prior + sum(near.values()) >= 1 or not fields:
        raise ValueError("expected fields, and prior and near to leave pairs of strangers")
    together = tuple(float(bits) for bits in written.get("together", ()))
    if len(together) not in (0, MOST + 1) or not all(map(math.isfinite, together)):
        raise ValueError(f"together: expected {MOST + 1} figures or none")
    training, made_with = dict(written["training"].items()), str(written["rules"])
    left_over, taught = (float(written.get(name, 0.0)) for name in ("left_over_bits", "taught_bits"))
    if not math.isfinite(left_over + taught):
        raise ValueError("left_over_bits or taught_bits is no figure")
    return Model(prior, near, fields, training, made_with, str(written["version"]), together, left_over, taught)


def _field_model(written: Mapping[str, Any]) -> FieldModel:
    kind = str(written["kind"])
    known = {level.test for level in levels_of(kind)} if kind in rules.load("models/comparisons") else set()
    if known & OF_DATES:  # a model may part them otherwise than today's rules do
        known |= OF_DATES
    levels = tuple(Level(**each) for each in written["levels"])
    if not all(math.isfinite(figure) for level in levels for figure in (level.parameter, level.at_best)):
        raise ValueError(f"field {written['field']}: a level's parameter is no figure")
    if not levels or not {level.test for level in levels} <= known:
        raise ValueError(f"field {written['field']}: its levels are not of the kind '{kind}'")
    m, u, *groups = (
        _shares_of(shares, len(levels)) for shares in (written["m"], written["u"], *written["near"].values())
    )
    seen, fitted = tuple(map(bool, written["seen"])), bool(written["near_fitted"])
    taught = tuple(float(bits) for bits in written.get("taught", ()))
    if len(taught) not in (0, len(levels)) or not all(map(math.isfinite, taught)):
        raise ValueError(f"taught: expected {len(levels)} figures or none")
    near = dict(zip(written["near"], groups, strict=True))
    return FieldModel(str(written["field"]), kind, levels, m, u, seen, near, fitted, taught)


def _shares_of(written: Sequence[Any], levels: int) -> tuple[float, ...]:
    shares = tuple(_share(share) for share in written)
    if len(shares) != levels or min(shares) <= 0 or abs(sum(shares) - 1) > _ROUNDING:
        raise ValueError("expected one share over 0 a level, adding up to 1")
    return shares


def _share(written: Any) -> float:
    share = float(written)
    if isinstance(written, str) or not 0 <= share <= 1:
        raise ValueError(f"expected a share between 0 and 1, found {written}")
    return share


def weigh(records: Records, model: Model, levels: Levels, left: Rows, right: Rows) -> npt.NDArray[np.float32]:
    """Give the match weight of pairs in bits, prior included.

    Args:
        levels: from `comparison.compare`, one column for each of `model.comparisons_in(records)`.
        left, right: the record rows that were compared.
    """
    rarity = rarity_of_pairs(records, model, levels, left, right)
    total = np.full(len(left), model.bits_before, np.float32)
    for number, each in enumerate(model.comparisons_in(records)):
        total += each.bits().astype(np.float32)[levels[:, number]]
        total += rarity[number]
    return total + near_discount(records, model, levels, rarity) + together_of(model, levels)


def together_of(model: Model, levels: Levels) -> npt.NDArray[np.float32]:
    """Give what the number of fields that do not fully agree adds to each pair, in bits."""
    if not model.together:
        return np.zeros(len(levels), np.float32)
    bits = np.array(model.together, np.float32)[disagreements(levels)]
    bits[(levels == 0).all(1)] = 0.0
    return bits


def rarity_of_pairs(
    records: Records, model: Model, levels: Levels, left: Rows, right: Rows
) -> list[npt.NDArray[np.float32]]:
    """Give `rarity_bits` for each field of the model that the records fill."""
    return [
        rarity_bits(records.columns[each.field], each, levels[:, number], left, right)
        for number, each in enumerate(model.comparisons_in(records))
    ]


def near_discount(
    records: Records, model: Model, levels: Levels, rarity: Sequence[npt.NDArray[np.float32]]
) -> npt.NDArray[np.float32]:
    """Give the bits to take off (0 or less) because near people agree on some of the fields too."""
    against = np.ones(len(levels), np.float32)
    strangers = 1 - model.prior - sum(model.near.values())
    for group, share in model.near.items():
        odds = np.full(len(levels), np.log2(share / strangers), np.float32)
        for number, each in enumerate(model.comparisons_in(records)):
            if group in each.near:
                odds += each.near_bits(group).astype(np.float32)[levels[:, number]]
                odds += rarity[number]
        against += np.exp2(np.minimum(odds, _MOST_ODDS, out=odds), out=odds)
    return np.asarray(-np.log2(against), np.float32)


def rarity_bits(
    column: Column, model: FieldModel, levels: npt.NDArray[np.int8], left: Rows, right: Rows
) -> npt.NDArray[np.float32]:
    """Give what the rarity of an agreeing value adds (rare) or takes away (common), in bits; else 0."""
    bits = np.zeros(len(left), np.float32)
    kind = model.rarity_kinds[levels]
    of_values, of_sounds = partial(rarity_table, column, model.u[0]), partial(rarity_of_sounds, column, model.u[0])
    for counted, table_of in (((kind > 0) & (kind != OF_SOUNDS), of_values), (kind == OF_SOUNDS, of_sounds)):
        at = np.flatnonzero(counted)
        if len(at):
            table = table_of()
            # Of two values, the more frequent (the less rare) is the better witness of how rare what they share is.
            found = np.minimum(table[column.codes[left[at]]], table[column.codes[right[at]]])
            bits[at] = np.where(kind[at] == ONLY_COMMON, np.minimum(found, 0), found)
    return bits


def rarity_table(column: Column, u: float) -> npt.NDArray[np.float32]:
    """Give log2(u / frequency) of each distinct value, u being the share of strangers' pairs that have the same value.

    How frequencies are found is in `scoring.rarity`.
    """
    table: npt.NDArray[np.float32] = column.derived(
        f"rarity at {u!r}", lambda: value_rarity(column, u).astype(np.float32)
    )
    return table


def rarity_of_sounds(column: Column, u: float) -> npt.NDArray[np.float32]:
    """Give log2(u / frequency) of each distinct name with all its spellings, taken to be those of the same consonants.

    A name that ten clerks spell in ten ways is no rarer for it. In the ratio u is the share of pairs that have one name
    so; the `u` that is given, of the same value, matters only where a population is known.
    """
    name = "rarity of sounds" if column.population is None else f"rarity of sounds at {u!r}"
    table: npt.NDArray[np.float32] = column.derived(name, lambda: sound_rarity(column, u).astype(np.float32))
    return table


def probability_of(weight: npt.NDArray[np.floating[Any]]) -> Floats:
    """Turn weights in bits into match probabilities in [0, 1]."""
    bounded = np.clip(weight.astype(np.float64), -500, 500)
    return 1.0 / (1.0 + np.exp2(-bounded))


def weight_of(probability: float) -> float:
    """Turn a match probability in (0, 1) into bits."""
    return float(np.log2(probability / (1 - probability)))


def start_model(comparisons: Sequence[Comparison], prior: float, near: Mapping[str, float]) -> Model:
    """Give the model that the rules alone make, before any data is seen.

    Args:
        prior: share of pairs that match. near: share of pairs of near people, by group; a group is left out where
            none of the fields compared is one that it agrees on.
    """
    written = rules.load("models/comparisons")["near"]
    usual, composed = float(written["like_m"]), written["composed"]
    about = {each.field: rules.load("schemas/fields")["field"][each.field] for each in comparisons}
    agree_within = {name: _groups_of(about[name].get("agree_within", ()), composed) for name in about}
    fields = []
    for each in comparisons:
        pairs = zip(*((level.m, level.u) for level in each.levels), strict=True)
        m, u = (np.array(shares) / sum(shares) for shares in pairs)
        like_m = float(about[each.field].get("like_m", usual))
        by_group = {}
        for group in agree_within[each.field]:
            if group in near:
                share = float(composed[group]["like_m"]) if group in composed else like_m
                by_group[group] = tuple(share * m + (1 - share) * u)
        unseen = (False,) * len(m)
        fitted = "like_m" not in about[each.field]
        fields.append(
            FieldModel(
                each.field, each.kind, each.levels, tuple(m), tuple(u), unseen, near=by_group, near_fitted=fitted
            )
        )
    used = {group: share for group, share in near.items() if any(group in names for names in agree_within.values())}
    return Model(prior, used, tuple(fields), {}, rules.fingerprint())


def _groups_of(named: Sequence[str], composed: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the groups that agree on a field: those named, and those composed of any of them."""
    return (*named, *(group for group, made in composed.items() if not set(named).isdisjoint(made["of"])))
