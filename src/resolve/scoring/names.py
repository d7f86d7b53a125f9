"""What the one comparison of names (`names.kernel`) says of pairs of distinct values of a name column.

Most pairs of different values have nothing to do with each other, and a cheap look tells: few letters in common, no
table of names that has both, no word or initial shared. Only the others are handed to the kernel, in the letters in
which they were written where plain ones lose something.

>>> import numpy as np
>>> from resolve.records.columns import Coded, Column
>>> column = Column.of("given_name", "given", Coded.of(["sloba", "slobodan", "dragan", "dragana"]))
>>> found = evidence_of(column, np.array([0, 2, 0]), np.array([1, 3, 3]), 0.8)
>>> [NAME_KINDS[kind] for kind in found.kind]
['short', 'sexes_apart', 'different']
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.names.evidence import KINDS, Kind, token_costs
from resolve.names.kernel import Scored, joinings, score, shapes
from resolve.names.reading import OUTER, Names, Read, read
from resolve.names.vocabulary import NONE, Vocabulary, shared_vocabulary
from resolve.records.columns import MISSING, Column
from resolve.scoring.looks import (
    IN_SETS,
    INITIAL,
    LISTED,
    PLAIN,
    REWRITTEN,
    Looks,
    endings_of,
    in_place,
    looks_of,
    may_be_near,
)
from resolve.scoring.tokens import any_shared, hash_tokens, token_table
from resolve.text.similarity import edit_distance, jaro_winkler, letters_swapped

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float32]
Kinds = npt.NDArray[np.int8]

# Beside the kinds of evidence of single tokens, what values of several tokens add: one lacks tokens that the other
# has, all others agreeing; or some agree and others contradict. And what a cheap look sees: half the letters or more
# stand where they stand in the other, as when a machine or a stranger reads a hand.
NAME_KINDS = (*KINDS, "part", "part_differs", "in_place")
PART, PART_DIFFERS, IN_PLACE = range(len(KINDS), len(KINDS) + 3)
# Up to this cost two tokens agree, as spellings, sounds, short forms, initials and slips do.
_AGREES = 0.13
# Up to this cost a token of a longer name is the same beyond doubt.
_SURELY = 0.05
# Plain letters of other scripts' names need be no nearer than this (Jaro-Winkler) to be looked at.
NEAR_ACROSS = 0.60
# What slips cost, and an ending that tells two names apart
_ONE_SLIP, _TWO_SLIPS, _ENDING_APART, _IN_PLACE = 0.10, 0.40, 0.35, 0.60
_SPELLINGS = 2
# Every spelling of one side with every spelling of the other
_OURS, _THEIRS = np.divmod(np.arange(_SPELLINGS * _SPELLINGS), _SPELLINGS)
_UNREAD = -2
# Values whose words are learnt beforehand; of more, they are as they are asked for.
_MOST_LEARNT = 200_000


@dataclass(frozen=True)
class NameEvidence:
    """For pairs of values, the kind of evidence (numbers of NAME_KINDS) and its cost, 0 or more."""

    kind: Kinds
    cost: Floats


def evidence_of(column: Column, left: Ints, right: Ints, near: float) -> NameEvidence:
    """Compare pairs of values of a name column, by code.

    Args:
        near: Jaro-Winkler similarity of the plain letters from which a pair is looked at without further reason.
    """
    core = core_of(column)
    if core is not None:
        left, right = core.codes[left], core.codes[right]
        found = evidence_of(core, left, right, near)
        _set(found, np.flatnonzero(left == right), Kind.SPELLING, 0.0)
        return found
    found = NameEvidence(np.full(len(left), Kind.DIFFERENT, np.int8), np.ones(len(left), np.float32))
    single = is_single(column)
    alone = single[left] & single[right]
    one, several = np.flatnonzero(alone), np.flatnonzero(~alone)
    if len(one):
        _single_tokens(column, left, right, one, near, found)
    if len(several):
        _several_tokens(column, left, right, several, near, found)
    return found


def is_single(column: Column) -> Bools:
    """Tell of each distinct value whether it is of one word."""
    single: Bools = column.derived("single tokens", lambda: np.array([" " not in v for v in column.values], bool))
    return single


def core_of(column: Column) -> Column | None:
    """Give the column's values without articles, a row a value; None where none has any."""
    core: Column | None = column.derived("core", lambda: _core(column))
    return core


def _core(column: Column) -> Column | None:
    made = column.form("core")
    if len(made.values) == len(column.values) and (made.values == column.values).all():
        return None
    return Column.of(column.field, column.kind, made, column.spellings)


def _single_tokens(
    column: Column, left: Ints, right: Ints, at: npt.NDArray[np.int64], near: float, found: NameEvidence
) -> None:
    still = _without_kernel(column, left, right, at, near, found)
    if len(still):
        by_kernel(column, left, right, still, found)


def by_kernel(column: Column, left: Ints, right: Ints, still: npt.NDArray[np.int64], found: NameEvidence) -> None:
    """Ask the kernel about some pairs of single words, in every spelling, and put what is cheaper than is there."""
    words = _words(column)
    numbers = _numbers(column, words, np.concatenate([left[still], right[still]]))
    # All ways to set spellings against each other in one call: tokens are then learnt together.
    one, two = numbers[: len(still), _OURS], numbers[len(still) :, _THEIRS]
    there = (one != NONE) & (two != NONE)
    costs, kinds = np.empty(there.shape, np.float32), np.empty(there.shape, np.int8)
    costs[there], kinds[there] = token_costs(words, one[there], two[there])
    for way in range(there.shape[1]):
        at = np.flatnonzero(there[:, way])
        if len(at):
            _put(found, still[at], kinds[at, way], costs[at, way])


def _without_kernel(
    column: Column, left: Ints, right: Ints, at: npt.NDArray[np.int64], near: float, found: NameEvidence
) -> npt.NDArray[np.int64]:
    """Find what needs no knowledge of names, and give the pairs that do.

    Most names of a register are in no list, and most of those that are near each other are a slip or two apart. The
    kernel is needed for pairs of listed names, for short ones, and for spellings that plain letters do not tell.
    """
    ours, theirs = left[at], right[at]
    table = looks_of(column)
    one, two = table.traits[ours], table.traits[theirs]
    either, both = one | two, one & two
    initial = (either & INITIAL) != 0
    _by_initials(table, at, ours, theirs, np.flatnonzero(initial), found)
    unlisted = (both & LISTED == 0) & ~initial
    sounds = column.form("sound").codes
    sound = sounds[ours]
    alike = unlisted & (sound == sounds[theirs]) & (sound != MISSING)
    _set(found, at[alike], Kind.SOUND, 0.0)
    near_enough = may_be_near(table, ours, theirs, near)
    maybe = np.flatnonzero(near_enough)
    near_enough[maybe] = jaro_winkler(column.values[ours[maybe]], column.values[theirs[maybe]], near) >= near
    across = np.flatnonzero(~near_enough & (either & REWRITTEN != 0))
    near_enough[across] = jaro_winkler(column.values[ours[across]], column.values[theirs[across]], NEAR_ACROSS) > 0
    in_sets = np.flatnonzero(~near_enough & (both & IN_SETS != 0))
    near_enough[in_sets] = (table.sets[ours[in_sets]] & table.sets[theirs[in_sets]]) != 0
    still = ~initial & ~alike & near_enough
    plainly = still & unlisted & (both & PLAIN != 0)
    _by_slips(column, at[plainly], ours[plainly], theirs[plainly], found)
    other = np.flatnonzero(unlisted & (found.kind[at] == Kind.DIFFERENT))
    _set(found, at[other[in_place(table, ours[other], theirs[other])]], IN_PLACE, _IN_PLACE)
    left_over: npt.NDArray[np.int64] = at[still & ~plainly]
    return left_over


def _by_initials(
    table: Looks, at: npt.NDArray[np.int64], ours: Ints, theirs: Ints, some: npt.NDArray[np.int64], found: NameEvidence
) -> None:
    """Weigh some pairs, of which one is an initial."""
    one, two = ours[some], theirs[some]
    fits = (table.first[one] == table.first[two]) | (table.first_sound[one] == table.first_sound[two])
    found.kind[at[some]] = Kind.ANOTHER_INITIAL
    _set(found, at[some[fits]], Kind.INITIAL, 0.0)


def _by_slips(column: Column, at: npt.NDArray[np.int64], ours: Ints, theirs: Ints, found: NameEvidence) -> None:
    """Weigh pairs of near names that no list has by the slips between them, and by what their ends tell."""
    if not len(at):
        return
    one, other, table = column.values[ours], column.values[theirs], looks_of(column)
    slips = edit_distance(one, other, 2)
    ends_alike = table.end[ours] == table.end[theirs]
    _set(found, at[(slips == 2) & ends_alike], Kind.CLOSE, _TWO_SLIPS)
    _set(found, at[slips == 1], Kind.CLOSE, _ONE_SLIP)
    single = np.flatnonzero(slips == 1)
    _set(found, at[single[letters_swapped(one[single], other[single])]], Kind.SWAPPED, _ONE_SLIP)
    at_end = np.flatnonzero((slips == 1) & ~ends_alike)
    if not len(at_end):
        return
    endings = endings_of(column, ours[at_end], theirs[at_end])
    _set(found, at[at_end[endings.a_more]], Kind.ENDING_APART, _ENDING_APART)
    _set(found, at[at_end[endings.gendered]], Kind.GENDERED, 0.0)


def _set(found: NameEvidence, at: npt.NDArray[np.int64], kind: int, cost: float) -> None:
    found.kind[at], found.cost[at] = kind, cost


def _put(found: NameEvidence, at: npt.NDArray[np.int64], kinds: Kinds, costs: Floats) -> None:
    """Put what was found where it is cheaper than what is there; a pair of spellings is as near as its nearest."""
    better = (costs < found.cost[at]) | (found.kind[at] == Kind.DIFFERENT)
    found.kind[at[better]], found.cost[at[better]] = kinds[better], costs[better]


def _several_tokens(
    column: Column, left: Ints, right: Ints, at: npt.NDArray[np.int64], near: float, found: NameEvidence
) -> None:
    ours, theirs = left[at], right[at]
    table, tokens, (single, starts) = looks_of(column), token_table(column), initial_tables(column)
    near_enough = jaro_winkler(column.values[ours], column.values[theirs], near) >= near
    worth = any_shared(tokens[ours], tokens[theirs]) | near_enough | ((table.sets[ours] & table.sets[theirs]) != 0)
    worth |= any_shared(single[ours], starts[theirs]) | any_shared(starts[ours], single[theirs])
    kept = at[worth]
    if not len(kept):
        return
    words = _words(column)
    codes, position = np.unique(np.concatenate([left[kept], right[kept]]), return_inverse=True)
    names = Names.of(words, [_read(column, str(value)) for value in column.values[codes]])
    first, second = position[: len(kept)], position[len(kept) :]
    for shape in shapes(names, names, first, second):
        scored = score(words, shape)
        kinds, costs = _summed_up(scored, shape.few.shape[1] < shape.many.shape[1])
        for _, joined in joinings(words, shape, scored.total):
            again = score(words, joined)
            kinds_joined, costs_joined = _summed_up(again, joined.few.shape[1] < joined.many.shape[1])
            better = costs_joined < costs[joined.rows]
            kinds[joined.rows[better]], costs[joined.rows[better]] = kinds_joined[better], costs_joined[better]
        found.kind[kept[shape.rows]], found.cost[kept[shape.rows]] = kinds, costs


def _summed_up(scored: Scored, omits: bool) -> tuple[Kinds, Floats]:
    """Give one kind and cost for names of several tokens: the worst of those set against each other tells."""
    chosen = scored.chosen[:, :, None]
    cost = np.take_along_axis(scored.cost, chosen, 2)[:, :, 0]
    kind = np.take_along_axis(scored.kind, chosen, 2)[:, :, 0]
    worst = cost.argmax(1)[:, None]
    worst_cost = np.take_along_axis(cost, worst, 1)[:, 0]
    worst_kind = np.take_along_axis(kind, worst, 1)[:, 0]
    agrees = worst_cost <= _AGREES
    some = ((cost <= _SURELY) & (kind != Kind.INITIAL)).any(1)
    kinds = np.where(worst_kind == Kind.SAME, Kind.SPELLING, worst_kind)
    if omits:
        kinds = np.where(agrees, PART, kinds)
    kinds = np.where(~agrees & some, PART_DIFFERS, kinds)
    return kinds.astype(np.int8), worst_cost.astype(np.float32)


def initial_tables(column: Column) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Give, as padded tables, the tokens that are a single letter, and the first letters of all tokens."""

    def make() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
        single = hash_tokens([[t for t in v.split() if len(t) == 1] for v in column.values])
        return single, hash_tokens([[t[0] for t in v.split()] for v in column.values])

    tables: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]] = column.derived("initials", make)
    return tables


def _words(column: Column) -> Vocabulary:
    """Give the vocabulary in which the column's values are numbered, for as long as the column lives."""
    words: Vocabulary = column.derived("vocabulary", shared_vocabulary)
    return words


def _numbers(column: Column, words: Vocabulary, codes: Ints) -> npt.NDArray[np.int32]:
    """Give the token numbers of values of one token, a column for each spelling, NONE where there is no further one.

    They are looked up the first time that a value takes part in a comparison; most never do.
    """
    table: npt.NDArray[np.int32] = column.derived(
        "token numbers", lambda: np.full((len(column.values), _SPELLINGS), _UNREAD, np.int32)
    )
    unread = table[codes, 0] == _UNREAD
    if unread.any():
        new = np.unique(codes[unread])
        written = [column.spellings.get(value, (value,))[:_SPELLINGS] for value in column.values[new].tolist()]
        sizes = np.fromiter(map(len, written), np.int64, len(written))
        learnt = np.array(words.numbers([one for spellings in written for one in spellings]), np.int32)
        first = np.cumsum(sizes) - sizes
        for place in reversed(range(_SPELLINGS)):  # the first tells that a row is read, so it is filled last
            has = sizes > place
            table[new[~has], place] = NONE
            table[new[has], place] = learnt[first[has] + place]
    return table[codes]


def learn_words(column: Column, values: int) -> None:
    """Learn what the kernel asks first of the first `values` values of one word: of many, a hundredth of the time."""
    words = _words(column)
    single = np.flatnonzero(is_single(column)[: min(values, _MOST_LEARNT)])
    if len(single):
        numbers = _numbers(column, words, single).ravel()
        words.closely(numbers[numbers != NONE])


def _read(column: Column, value: str) -> Read:
    """Cut a value of several tokens into those that count, as it was written; none of them is more than another."""
    tokens = [column.spellings.get(token, (token,))[0] for token in value.split()]
    found = read(" ".join(tokens)).tokens or tuple(tokens)
    return Read(found, (OUTER,) * len(found), found)
