"""The one comparison of names: pairs of rows of tokens in, the cost of each pair out.

A pair's cost is the least over all ways of setting the tokens of the shorter name against tokens of the longer one:
what the set tokens cost by their spelling (`names.evidence`) and roles, plus what the tokens left over cost. The
similarity is exp(-cost). Pairs of one shape (tokens on either side) are worked on together, as arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.alignment import align
from resolve.names.evidence import Bools, Floats, Kind, Kinds, token_costs
from resolve.names.reading import FAMILY, FATHER, GIVEN, MIDDLE, OUTER, ROLES, SUFFIX, TITLE, Names, Read
from resolve.names.vocabulary import FINAL_A, FINAL_I, Numbers, Vocabulary

Rows = npt.NDArray[np.int64]
TokenCosts = tuple[Floats, Kinds]
# The cost where a name has no token at all: a similarity of 0
NO_NAME = np.inf
_NOTHING = 1e-5


@dataclass(frozen=True)
class Shape:
    """Pairs of names of one shape: token numbers and roles, (pairs, few) on one side and (pairs, many) on the other.

    `rows` says which pairs of the call they are, `turned` that the shorter name is the right one.
    """

    rows: Rows
    few: Numbers
    few_roles: Kinds
    many: Numbers
    many_roles: Kinds
    turned: bool

    def where(self, keep: Rows) -> Shape:
        """Give some of the pairs."""
        sides = self.few[keep], self.few_roles[keep], self.many[keep], self.many_roles[keep]
        return Shape(self.rows[keep], *sides, self.turned)


@dataclass(frozen=True)
class Scored:
    """What came out for the pairs of one shape.

    total (pairs,), chosen (pairs, few): the token of the longer name set against each of the shorter; cost and kind
    (pairs, few, many) of every two tokens; adjusted: what the name as a whole adds or takes off, by its name in [name].
    """

    total: Floats
    chosen: Rows
    cost: Floats
    kind: Kinds
    adjusted: tuple[tuple[str, Floats], ...] = ()


def name_costs(words: Vocabulary, left: Names, right: Names, ours: Rows, theirs: Rows) -> Floats:
    """Give the cost of each pair of names (`ours[i]` of `left`, `theirs[i]` of `right`), 0 or more."""
    total = np.full(len(ours), NO_NAME, np.float32)
    parts = list(shapes(left, right, ours, theirs))
    for shape, costs in zip(parts, _token_costs(words, parts), strict=True):
        found = score(words, shape, costs)
        total[shape.rows] = found.total
        for places, joined, again in rejoined(words, shape, found):
            rows = shape.rows[joined.rows]
            total[rows] = np.minimum(total[rows], again.total + np.float32(name_cost("joined")) * len(places))
    return total


def shape_of(words: Vocabulary, left: Read, right: Read) -> Shape | None:
    """Give the shape of one pair of names, None where one of them has no token."""
    turned = len(left.tokens) > len(right.tokens)
    few, many = (right, left) if turned else (left, right)
    if not few.tokens:
        return None
    numbers = np.array([words.numbers(few.tokens + many.tokens)], np.int32)
    roles = np.array([few.roles + many.roles], np.int8)
    size = len(few.tokens)
    sides = numbers[:, :size], roles[:, :size], numbers[:, size:], roles[:, size:]
    return Shape(np.zeros(1, np.int64), *sides, turned)


def shapes(left: Names, right: Names, ours: Rows, theirs: Rows) -> Iterator[Shape]:
    """Group pairs of names by how many tokens they have."""
    sizes_left, sizes_right = left.sizes[ours], right.sizes[theirs]
    key = sizes_left * 64 + sizes_right
    for found in np.unique(key) if len(key) > 1 else key:
        few, many = divmod(int(found), 64)
        if not few or not many:
            continue
        rows = np.flatnonzero(key == found)
        turned = few > many
        if turned:
            few, many = many, few
            one, two = right.cut(theirs[rows], few), left.cut(ours[rows], many)
        else:
            one, two = left.cut(ours[rows], few), right.cut(theirs[rows], many)
        yield Shape(rows, *one, *two, turned)


def score(words: Vocabulary, shape: Shape, costs: TokenCosts | None = None) -> Scored:
    """Find the cheapest way of setting the tokens of each pair against each other.

    Args:
        costs: what is known of every two tokens, where it is known.
    """
    cost, kind = costs or _token_costs(words, [shape])[0]
    crossed, cap, omitted = _role_costs()
    roles = shape.few_roles[:, :, None] * len(ROLES) + shape.many_roles[:, None, :]
    few_roles, many_roles = shape.few_roles[:, :, None], shape.many_roles[:, None, :]
    initial = kind == Kind.INITIAL
    more = crossed[roles]
    if initial.any():
        # An initial may stand for the father's name wherever it stands; but for an outer name only at an end.
        across = ((few_roles == MIDDLE) & _outer(many_roles)) | (_outer(few_roles) & (many_roles == MIDDLE))
        more = np.where(initial, np.float32(name_cost("middle_initial")) * across, more)
    suffixes = (few_roles == SUFFIX) & (many_roles == SUFFIX) & (kind != Kind.SAME)
    cost = np.minimum(np.where(suffixes, cap[roles], cost + more), cap[roles])
    total, chosen = align(cost, omitted[shape.many_roles])
    adjusted = tuple(_adjustments(words, shape, chosen, cost, kind, total))
    for _, amount in adjusted:
        total = total + amount
    # What adding and taking off again leaves of nothing is nothing.
    total = np.where(total < _NOTHING, np.float32(0), total)
    return Scored(total, chosen, cost, kind, adjusted)


def _token_costs(words: Vocabulary, parts: Sequence[Shape]) -> list[TokenCosts]:
    """Compare every token of the shorter name with every one of the longer, for pairs of several shapes at once.

    Given are costs and kinds of shape (pairs, few, many).
    """
    wanted = [(*part.few.shape, part.many.shape[1]) for part in parts]
    few = [part.few.repeat(part.many.shape[1], axis=1).ravel() for part in parts]
    many = [part.many[:, None].repeat(part.few.shape[1], axis=1).ravel() for part in parts]
    if len(parts) == 1:
        cost, kind = token_costs(words, few[0], many[0])
        return [(cost.reshape(wanted[0]), kind.reshape(wanted[0]))]
    if not parts:
        return []
    cost, kind = token_costs(words, np.concatenate(few), np.concatenate(many))
    ends = np.cumsum([one.size for one in few])[:-1].tolist()
    found = zip(np.split(cost, ends), np.split(kind, ends), wanted, strict=True)
    return [(costs.reshape(shape), kinds.reshape(shape)) for costs, kinds, shape in found]


def _adjustments(
    words: Vocabulary, shape: Shape, chosen: Rows, cost: Floats, kind: Kinds, total: Floats
) -> Iterator[tuple[str, Floats]]:
    """Give what the name as a whole costs or saves beyond its tokens."""
    at = np.arange(len(chosen))[:, None], np.arange(chosen.shape[1])[None, :], chosen
    set_kind, set_cost = kind[at], cost[at]
    found: dict[str, Floats] = {}
    if shape.few.shape[1] == 1 < shape.many.shape[1]:
        found["all_but_one"] = np.full(len(total), name_cost("all_but_one"), np.float32)
    elif shape.many.shape[1] > 2 * shape.few.shape[1]:
        found["most_left_out"] = np.full(len(total), name_cost("most_left_out"), np.float32)
    if (set_kind == Kind.INITIAL).any():
        found["initials_only"] = np.float32(name_cost("initials_only")) * (set_kind == Kind.INITIAL).all(1)
    apart = (set_kind == Kind.ENDING_APART) | (set_kind == Kind.SEXES_APART) | (set_kind == Kind.CLOSE)
    if apart.any() and shape.few.shape[1] > 1:
        found["declined"] = -_declined(words, shape, chosen, set_cost, apart)
    yield from found.items()
    for amount in found.values():
        total = total + amount
    rarity = total * (_by_rarity(words, shape, chosen, set_cost) - 1)
    yield "rare", np.minimum(rarity, 0)
    yield "common", np.maximum(rarity, 0)


def _declined(words: Vocabulary, shape: Shape, chosen: Rows, cost: Floats, apart: Bools) -> Floats:
    """Give what is taken off where two tokens of one name end in an -a or -i more: a case or a definite form.

    A woman's surname either keeps its form or has an ending of its own, so both tokens changing speaks for a case.
    """
    other = np.take_along_axis(shape.many, chosen, 1)
    final, body = words["final"], words["body"]
    ours, theirs = _ends_more(final[shape.few]), _ends_more(final[other])
    changed = apart & (body[shape.few] == body[other]) & (ours != theirs)
    case = ((changed & ours).sum(1) > 1) | ((changed & theirs).sum(1) > 1)
    off: Floats = (np.maximum(cost - np.float32(name_cost("declined")), 0) * changed).sum(1) * case
    return off


def _ends_more(final: Kinds) -> Bools:
    found: Bools = (final == FINAL_A) | (final == FINAL_I)
    return found


def _by_rarity(words: Vocabulary, shape: Shape, chosen: Rows, cost: Floats) -> Floats:
    """Give what the cost is multiplied by: less than 1 where a rare name agrees, more where none but common ones do.

    A name is rare that no list has: neither that of common names nor, within a script, that of given names, of which
    fathers' are made. Across scripts a given name that agrees tells more.
    """
    rule = _rarity()
    at = np.arange(len(chosen))[:, None]
    both = np.stack([shape.few, shape.many[at, chosen]])
    roles = np.stack([shape.few_roles, shape.many_roles[at, chosen]])
    agree = (cost <= rule["agrees"]) & (words["size"][shape.few] > 1)
    share, script = words["share"][both].max(0), words["script"][both]
    listed = ((words["sex"][both] != 0) | (roles == FATHER)).any(0) & (script[0] == script[1])
    listed |= share > 0
    common = share >= rule["common_from"]
    factor: Floats = np.full(len(agree), rule["between"], np.float32)
    factor[(common | ~agree).all(1)] = rule["common"]
    factor[(agree & ~listed).any(1)] = rule["rare"]
    return factor


def joinings(words: Vocabulary, shape: Shape, total: Floats) -> Iterator[tuple[int, Shape]]:
    """Give dear pairs again with two tokens of the longer name written as one, where that looks like one of the other.

    The two stand side by side; so do the last and the first, since the surname may come first. Given are the place of
    the first of the two, and the pairs; their `rows` are places in `shape`.
    """
    few, many = shape.few.shape[1], shape.many.shape[1]
    if few >= many:
        return
    dear = np.flatnonzero(total > name_cost("join_from"))
    if not len(dear):
        return
    size, letters = words["size"], words["letters"]
    few_size, few_letters = size[shape.few[dear]], letters[shape.few[dear]]
    for at in range(many):
        one, two = shape.many[dear, at], shape.many[dear, (at + 1) % many]
        like = np.abs(few_size - (size[one] + size[two])[:, None]) <= 2
        if like.any():
            like &= _few_bits(few_letters ^ (letters[one] | letters[two])[:, None])
            pairs = dear[like.any(1)]
            if len(pairs):
                joined = _joined(words, shape, pairs, at)
                near = _near_one(words, joined, at % (many - 1))
                if len(near):
                    yield at, joined.where(near)


def rejoined(
    words: Vocabulary, shape: Shape, found: Scored, places: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Shape, Scored]]:
    """Give dear pairs again with tokens of the longer name written as one, once or more often.

    Each way is tried once, its places in order, and none is of more than `join_most` (`rules/names/comparison`).

    Args:
        places: the places of what was joined before.

    Returns:
        The places of the first of each two, one after the other; the pairs, whose `rows` are places in `shape`; what
        comes out for them.
    """
    if len(places) >= name_cost("join_most"):
        return
    for at, joined in joinings(words, shape, found.total):
        if places and at < places[-1]:
            continue
        again = score(words, joined)
        yield (*places, at), joined, again
        for more, further, scored in rejoined(words, joined, again, (*places, at)):
            yield more, replace(further, rows=joined.rows[further.rows]), scored


def _outer(roles: Kinds) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (roles == OUTER) | (roles == GIVEN) | (roles == FAMILY)
    return found


def _few_bits(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Tell where at most three bits are set."""
    for _ in range(3):
        bits = bits & (bits - np.uint32(1) * (bits != 0))
    found: npt.NDArray[np.bool_] = bits == 0
    return found


def _near_one(words: Vocabulary, shape: Shape, at: int) -> Rows:
    """Give the pairs in which the joined token is near one of the other name: in two words there is room to differ."""
    few = shape.few.shape[1]
    cost, _ = token_costs(words, shape.few.ravel(), np.repeat(shape.many[:, at], few))
    return np.flatnonzero((cost.reshape(-1, few) <= name_cost("join_close")).any(1))


def as_one(shown: Sequence[str], at: int) -> tuple[str, ...]:
    """Give the words of a name with two shown together, as `joinings` numbers and orders them.

    >>> as_one(("Ayman", "Al", "Zawahiri"), 1), as_one(("Ilić", "Ana"), 1)
    (('Ayman', 'Al Zawahiri'), ('Ana Ilić',))
    """
    if at == len(shown) - 1:
        return (f"{shown[-1]} {shown[0]}", *shown[1:-1])
    return (*shown[:at], " ".join(shown[at : at + 2]), *shown[at + 2 :])


def _joined(words: Vocabulary, shape: Shape, pairs: Rows, at: int) -> Shape:
    many, roles = shape.many[pairs], shape.many_roles[pairs]
    if at == many.shape[1] - 1:
        many, roles, at = np.roll(many, 1, axis=1), np.roll(roles, 1, axis=1), 0
    made = words.numbers([words.texts[one] + words.texts[two] for one, two in many[:, at : at + 2].tolist()])
    tokens = np.concatenate([many[:, :at], np.array(made, np.int32)[:, None], many[:, at + 2 :]], axis=1)
    outer = np.where((roles[:, at] == MIDDLE) | (roles[:, at] == TITLE), roles[:, at + 1], roles[:, at])
    kept = np.concatenate([roles[:, :at], outer[:, None], roles[:, at + 2 :]], axis=1)
    return Shape(pairs, shape.few[pairs], shape.few_roles[pairs], tokens, kept, shape.turned)


@cache
def _role_costs() -> tuple[Floats, Floats, Floats]:
    """Give, by a pair of roles, what crossing them costs and the most that it may cost; by role, the omission."""
    written = rules.load("names/comparison")
    crossed = np.zeros((len(ROLES), len(ROLES)), np.float32)
    for one in written["crossed"]:
        i, j = (ROLES.index(role) for role in one["roles"])
        crossed[i, j] = crossed[j, i] = one["cost"]
    different = np.array([written["role"][role]["different"] for role in ROLES], np.float32)
    cap = np.minimum(different[:, None], different[None, :])
    omitted = np.array([written["role"][role]["omitted"] for role in ROLES], np.float32)
    return crossed.ravel(), cap.ravel(), omitted


@cache
def _rarity() -> dict[str, float]:
    return dict(rules.load("names/comparison")["rarity"])


def omission(role: str) -> float:
    """Give what it costs when the other name lacks a token of a role."""
    return float(_role_costs()[2][ROLES.index(role)])


@cache
def name_cost(name: str) -> float:
    """Give a figure of [name] in `rules/names/comparison`."""
    written = rules.load("names/comparison")["name"][name]
    return float(written if isinstance(written, float) else written["cost"])
