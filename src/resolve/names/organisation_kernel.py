"""The one comparison of organisations' names: pairs of rows of words in, the cost of each pair out.

As with people (`names.kernel`), the words of the shorter name are set against words of the longer one at the least
total cost; the similarity is exp(-cost). A word that finds none costs what its role says, and where each name has
words of a role that the other lacks, that contradicts on top: so many shared words buy no distinctive one back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.alignment import align
from resolve.names.evidence import KINDS, Bools, Floats, Kind, Kinds, token_costs
from resolve.names.organisation_reading import (
    ADJECTIVE,
    BUSINESS,
    COMMON,
    CORE,
    DIGITS,
    IS_NUMBER,
    NO_CLASS,
    ROLES,
    Organisations,
    Rows,
)
from resolve.names.vocabulary import NONE, Numbers, Vocabulary

# The cost where a name has no word at all: a similarity of 0
NO_NAME = np.inf
_NOTHING = 1e-5
# Pairs of words looked at together; it bounds memory.
_CELLS = 2_000_000
# Kinds of evidence beyond those of people's names, by number
TRANSLATED, NUMBER_SAME, MADE_OF, SLIP, LEFT_OVER = range(len(KINDS), len(KINDS) + 5)
ORGANISATION_KINDS = (*KINDS, "translated", "number", "adjective", "slip", "omitted")


def _kinds(*kinds: int) -> Bools:
    """Make a table that tells by a kind's number whether it is one of these."""
    found = np.zeros(len(ORGANISATION_KINDS), bool)
    found[list(kinds)] = True
    return found


_GUESSED = _kinds(Kind.CLOSE, Kind.SWAPPED, Kind.ENDING_APART, Kind.SEXES_APART)
_NOT_HERE = _kinds(Kind.INITIAL, Kind.ANOTHER_INITIAL, Kind.DIFFERENT)
_SURE = _kinds(Kind.SAME, Kind.SPELLING)


@dataclass(frozen=True)
class Pairs:
    """Pairs of names of one shape; `rows` says which pairs of the call they are.

    few, many: where the words of the shorter and the longer name are; `turned`: the shorter one is the right one.
    """

    rows: Rows
    few: Rows
    many: Rows
    turned: bool


@dataclass(frozen=True)
class Side:
    """The words of one side of pairs of one shape, (pairs, words)."""

    tokens: Numbers
    roles: Kinds
    means: Numbers
    stems: Numbers
    traits: Kinds

    @classmethod
    def of(cls, names: Organisations, places: Rows) -> Side:
        """Take the words at some places."""
        return cls(
            names.tokens[places], names.roles[places], names.means[places], names.stems[places], names.traits[places]
        )


@dataclass(frozen=True)
class Found:
    """What came out for pairs of one shape: as `names.kernel.Scored`; `omitted` is what each word costs left over."""

    total: Floats
    chosen: Rows
    cost: Floats
    kind: Kinds
    few_omitted: Floats
    many_omitted: Floats
    adjusted: tuple[tuple[str, Floats], ...]


def organisation_costs(words: Vocabulary, names: Organisations, ours: Rows, theirs: Rows) -> Floats:
    """Give the cost of each pair of names, the rows `ours[i]` and `theirs[i]`: 0 or more."""
    total = np.full(len(ours), NO_NAME, np.float32)
    for pairs in pairs_by_shape(names, ours, theirs):
        found = score(words, Side.of(names, pairs.few), Side.of(names, pairs.many))
        at = pairs.rows
        total[at] = found.total + form_costs(names, ours[at], theirs[at])[0]
    return total


def pairs_by_shape(names: Organisations, ours: Rows, theirs: Rows) -> Iterator[Pairs]:
    """Group pairs of names by how many words they have, in parts that fit into memory."""
    sizes_left, sizes_right = names.sizes[ours], names.sizes[theirs]
    key = sizes_left * 64 + sizes_right
    for shape in np.unique(key):
        one, other = divmod(int(shape), 64)
        if not one or not other:
            continue
        rows, step = np.flatnonzero(key == shape), max(1, _CELLS // (one * other))
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            places = names.places(ours[some], one), names.places(theirs[some], other)
            turned = one > other
            yield Pairs(some, *(places[::-1] if turned else places), turned)


def score(words: Vocabulary, few: Side, many: Side) -> Found:
    """Find the cheapest way of setting the words of each pair against each other."""
    scale = _long_names((few.roles == CORE).sum(1), (many.roles == CORE).sum(1))
    few_omitted, many_omitted = _omitted(few.roles, scale), _omitted(many.roles, scale)
    cost, kind = _word_costs(words, few, many)
    apart = few_omitted[:, :, None] + many_omitted[:, None, :]
    left_over = cost >= apart
    left_over &= cost > 0
    cost, kind = np.where(left_over, apart, cost), np.where(left_over, np.int8(LEFT_OVER), kind)
    total, chosen = align(cost, many_omitted)
    adjusted = tuple(_adjustments(few, many, chosen, cost, kind, (few_omitted, many_omitted), total))
    for _, amount in adjusted:
        total = total + amount
    total = np.where(total < _NOTHING, np.float32(0), total)
    return Found(total, chosen, cost, kind, few_omitted, many_omitted, adjusted)


def form_costs(names: Organisations, ours: Rows, theirs: Rows) -> tuple[Floats, Bools]:
    """Give what the legal forms of pairs cost, and whether they are of one family; where a name has none, nothing."""
    one, other = names.forms[ours], names.forms[theirs]
    both = (one != 0) & (other != 0) & ((one & other) == 0)
    family = (names.families[ours] & names.families[theirs]) != 0
    cost = np.where(family, np.float32(name_cost("members")), np.float32(name_cost("forms"))) * both
    return cost.astype(np.float32), family


def _word_costs(words: Vocabulary, few: Side, many: Side) -> tuple[Floats, Kinds]:
    """Give the cost and the kind of evidence of every two words, (pairs, few, many)."""
    pairs, count = few.tokens.shape
    shape = pairs, count, many.tokens.shape[1]
    ours, theirs = np.repeat(few.tokens, shape[2], axis=1).ravel(), np.tile(many.tokens, (1, count)).ravel()
    cost, kind = token_costs(words, ours, theirs)
    _weigh_again(words, ours, theirs, cost, kind)
    cost, kind = cost.reshape(shape), kind.reshape(shape)
    stems = few.stems[:, :, None], many.stems[:, None, :]
    made_of = ((few.traits[:, :, None] | many.traits[:, None, :]) & ADJECTIVE) != 0
    made_of &= (stems[0] == stems[1]) & (stems[0] != NO_CLASS) & (cost > _token_cost("adjective"))
    _put(cost, kind, made_of, _token_cost("adjective"), MADE_OF)
    digits = ((few.traits & DIGITS) != 0)[:, :, None] | ((many.traits & DIGITS) != 0)[:, None, :]
    # Digits tell names apart, but for those that a reading machine put into a word.
    numbers = ((few.traits & IS_NUMBER) != 0)[:, :, None] | ((many.traits & IS_NUMBER) != 0)[:, None, :]
    seen = words["seen"][ours], words["seen"][theirs]
    misread = ((seen[0] == seen[1]) & (seen[0] != NONE)).reshape(shape) & digits & ~numbers & (kind != Kind.SAME)
    _put(cost, kind, digits & (kind != Kind.SAME), np.inf, Kind.DIFFERENT)
    _put(cost, kind, misread, _misread_cost(), Kind.MISREAD)
    means = few.means[:, :, None], many.means[:, None, :]
    classes = (means[0] != NO_CLASS) & (means[1] != NO_CLASS)
    _put(cost, kind, classes & (means[0] != means[1]), np.inf, Kind.DIFFERENT)
    one_class = classes & (means[0] == means[1]) & (kind != Kind.SAME)
    number = ((few.traits & IS_NUMBER) != 0)[:, :, None] & one_class
    _put(cost, kind, one_class, _token_cost("translated"), TRANSLATED)
    _put(cost, kind, number, _token_cost("number"), NUMBER_SAME)
    return cost, kind


def _put(cost: Floats, kind: Kinds, where: Bools, new_cost: float, new_kind: int) -> None:
    cost[where], kind[where] = new_cost, new_kind


def _weigh_again(words: Vocabulary, ours: Numbers, theirs: Numbers, cost: Floats, kind: Kinds) -> None:
    """Weigh what is said of people's names by what holds for organisations."""
    rule = _rule("slip")
    for name in ("short", "tradition"):
        cost[kind == KINDS.index(name)] = _token_cost(name)
    cost[_NOT_HERE[kind]] = np.inf
    size = np.minimum(words["size"][ours], words["size"][theirs])
    short = (size < rule["letters"]) & ~_SURE[kind]
    same_script = words["script"][ours] == words["script"][theirs]
    cost[short & (same_script | _GUESSED[kind])] = np.inf
    at = np.flatnonzero(_GUESSED[kind] & np.isfinite(cost))
    if len(at):
        slip = _slip_cost(words, ours[at], theirs[at])
        slip = np.where(same_script[at] | (slip < cost[at]), slip, cost[at])
        kind[at] = np.where(same_script[at] | (slip < cost[at]), np.int8(SLIP), kind[at])
        cost[at] = slip


def _slip_cost(words: Vocabulary, ours: Numbers, theirs: Numbers) -> Floats:
    """Give the cost of the letters that are changed, added, left out or swapped between two words."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    rule, texts, first = _rule("slip"), words.of_spellings("text"), words["forms"]
    one, other = texts[first[ours, 0]], texts[first[theirs, 0]]
    steps = cpdist(one.tolist(), other.tolist(), scorer=OSA.distance, dtype=np.int32).astype(np.float32)
    longer = np.maximum(words["size"][ours], words["size"][theirs])
    cost = rule["share"] * steps / np.maximum(longer, 1) + rule["more"] * np.maximum(steps - 1, 0)
    cost += rule["short"] * (longer <= rule["short_letters"])
    found: Floats = cost.astype(np.float32)
    return found


def _adjustments(
    few: Side, many: Side, chosen: Rows, cost: Floats, kind: Kinds, omitted: tuple[Floats, Floats], total: Floats
) -> Iterator[tuple[str, Floats]]:
    """Give what the name as a whole costs or saves beyond its words."""
    at = np.arange(len(chosen))[:, None], np.arange(chosen.shape[1])[None, :], chosen
    set_kind, set_cost = kind[at], cost[at]
    apart = set_kind == LEFT_OVER
    over = np.ones(many.tokens.shape, bool)
    np.put_along_axis(over, chosen, apart, 1)
    for role, name in enumerate(ROLES):
        amount = _role_figures("contradicted")[role]
        if amount:
            both = (apart & (few.roles == role)).any(1) & (over & (many.roles == role)).any(1)
            total = total + amount * both
            yield name, amount * both
    lines = -_refund(omitted[0] * (apart & (few.roles == BUSINESS)), omitted[1] * (over & (many.roles == BUSINESS)))
    total = total + lines
    yield "lines", lines
    cores = (few.roles == CORE) & (np.take_along_axis(many.roles, chosen, 1) == CORE) & ~apart
    told_apart = (apart & (few.roles == CORE)).any(1) & (over & (many.roles == CORE)).any(1)
    nothing = np.float32(name_cost("nothing_distinctive")) * ~(cores.any(1) | told_apart)
    yield "nothing_distinctive", nothing
    rule = _rule("rarity")
    common = (few.traits | np.take_along_axis(many.traits, chosen, 1)) & COMMON
    agree = cores & (set_cost <= rule["agrees"])
    rare = (agree & (common == 0)).any(1)
    factor = np.where(rare, np.float32(rule["rare"]), np.where(agree.any(1), np.float32(rule["common"]), np.float32(1)))
    rarity = (total + nothing) * (factor - 1)
    yield "rare", np.minimum(rarity, 0)
    yield "common", np.maximum(rarity, 0)


def _refund(few: Floats, many: Floats) -> Floats:
    """Give what lines of business that only one of the names has cost too much."""
    ours, theirs = few.sum(1), many.sum(1)
    one_sided = (ours == 0) | (theirs == 0)
    found: Floats = (np.maximum(ours + theirs - _rule("lines")["most"], 0) * one_sided).astype(np.float32)
    return found


def _long_names(ours: Rows, theirs: Rows) -> Floats:
    """Give how much a left-over word counts in names of so many distinctive words."""
    full = _rule("long")["full_up_to"]
    found: Floats = np.sqrt(full / np.maximum(np.minimum(ours, theirs), full)).astype(np.float32)
    return found


def _omitted(roles: Kinds, scale: Floats) -> Floats:
    found: Floats = _role_figures("omitted")[roles] * np.where(roles == CORE, scale[:, None], np.float32(1))
    return found


@cache
def _role_figures(name: str) -> npt.NDArray[np.float32]:
    written = rules.load("names/organisations")["role"]
    return np.array([written[role][name] for role in ROLES], np.float32)


@cache
def _token_cost(name: str) -> float:
    return float(rules.load("names/organisations")["token"][name]["cost"])


@cache
def _misread_cost() -> float:
    return float(rules.load("names/comparison")["token"]["misread"]["cost"])


@cache
def name_cost(name: str) -> float:
    """Give a figure of [name] in `rules/names/organisations`."""
    written = rules.load("names/organisations")["name"][name]
    return float(written if isinstance(written, float) else written["cost"])


@cache
def _rule(table: str) -> dict[str, Any]:
    return dict(rules.load("names/organisations")[table])
