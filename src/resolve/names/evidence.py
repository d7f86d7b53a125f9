"""What one token of a name says about one token of another: a cost, and why, for arrays of token pairs.

The evidence is tried from the strongest to the weakest, each kind only on the pairs that nothing cheaper explains.
Costs and what they mean are in `rules/names/comparison`; the tokens' knowledge is in `names.vocabulary`. All of it is
symmetric: a pair costs the same the other way round.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.distance import Bools, Floats, Rows, distance_cost, distance_rule, meet, reading_cost
from resolve.names.vocabulary import (
    CUT,
    CUT_MARK,
    FINAL_A,
    FINAL_E,
    INITIAL,
    LOST,
    LOST_LETTER,
    NONE,
    SYLLABIC,
    UNVOWELLED,
    Numbers,
    Vocabulary,
    count_bits,
)
from resolve.text.similarity import letters_swapped

__all__ = ["KINDS", "Bools", "Floats", "Kind", "Kinds", "Rows", "token_costs"]

Kinds = npt.NDArray[np.int8]

# Below this many pairs, looking each different pair up once costs more than it saves.
_WORTH_SORTING = 2_000
# Up to so many pairs, as two names make, what was found is kept.
_FEW = 64
_MOST_PAIRS = 200_000
# Tokens of so few letters are looked at whatever they share.
_SHORT = 3
_LONG = 5


class Kind:
    """Why a pair of tokens costs what it costs: numbers, whose names are those of [token] in `rules/names/comparison`.

    Plain numbers, since an enumeration is slow to compare with arrays.
    """

    SAME = 0
    SPELLING = 1
    SOUND = 2
    READING = 3
    VARIANT = 4
    GENDERED = 5
    SHORT = 6
    TRADITION = 7
    INITIAL = 8
    ANOTHER_INITIAL = 9
    SWAPPED = 10
    MISREAD = 11
    UNVOWELLED = 12
    CUT_OFF = 13
    CLOSE = 14
    NAMES_APART = 15
    SEXES_APART = 16
    ENDING_APART = 17
    DIFFERENT = 18
    LOST = 19


# By number
KINDS = tuple(name.lower() for name in vars(Kind) if name.isupper())


def token_costs(words: Vocabulary, left: Numbers, right: Numbers) -> tuple[Floats, Kinds]:
    """Give the cost of each pair of tokens, from 0 (the same) to the cost of "different", and its kind."""
    return _known_or_new(words, left, right) if 0 < len(left) <= _FEW else _token_costs(words, left, right)


def _known_or_new(words: Vocabulary, left: Numbers, right: Numbers) -> tuple[Floats, Kinds]:
    """Compare those of a few pairs that were not compared before: a name is often compared with others like it."""
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    known = words.pairs
    found = list(map(known.get, pairs))
    if None in found:
        new = [place for place, one in enumerate(found) if one is None]
        cost, kind = _token_costs(words, left[new], right[new])
        for place, one in zip(new, zip(cost.tolist(), kind.tolist(), strict=True), strict=True):
            found[place] = one
        if len(known) > _MOST_PAIRS:
            known.clear()
        known.update({pairs[place]: found[place] for place in new})
    costs, kinds = zip(*found, strict=True)
    return np.array(costs, np.float32), np.array(kinds, np.int8)


def _token_costs(words: Vocabulary, left: Numbers, right: Numbers) -> tuple[Floats, Kinds]:
    cost = np.full(len(left), _costs()[Kind.DIFFERENT], np.float32)
    kind = np.full(len(left), Kind.DIFFERENT, np.int8)
    same = words["main"][left] == words["main"][right]
    cost[same], kind[same] = 0.0, Kind.SAME
    at = (_worth_a_look(words, left, right) & ~same).nonzero()[0]
    if not len(at):
        return cost, kind
    low, high = np.minimum(left[at], right[at]), np.maximum(left[at], right[at])
    if len(at) < _WORTH_SORTING:
        cost[at], kind[at] = _look(words, low, high)
        return cost, kind
    there, kept_cost, kept_kind = words.kept.find(low, high)
    cost[at], kind[at] = kept_cost, kept_kind
    new = at[~there]
    if len(new):
        cost[new], kind[new] = _look_at_distinct(words, low[~there], high[~there])
    return cost, kind


def _look_at_distinct(words: Vocabulary, low: Numbers, high: Numbers) -> tuple[Floats, Kinds]:
    """Look at each different one of many pairs, and keep what is found for the next batch."""
    count = len(words)  # read once: another thread may be adding tokens
    distinct, inverse = np.unique(low.astype(np.int64) * count + high, return_inverse=True)
    low, high = (part.astype(np.int32) for part in np.divmod(distinct, count))
    cost, kind = _look(words, low, high)
    words.kept.keep(low, high, cost, kind)
    return cost[inverse], kind[inverse]


def _worth_a_look(words: Vocabulary, left: Numbers, right: Numbers) -> Bools:
    """Tell which pairs have most of their sounds or letters in common, or stand in one set of the lexicon.

    Across scripts it suffices that one may have the sounds of the other in some reading. Short tokens, initials and
    tokens cut off or without vowels are always worth it.
    """
    alike = _share(words, left, right, "letters", "letter_count") | _share(
        words, left, right, "written", "written_count"
    )
    traits = (words["traits"][left] | words["traits"][right]) & (INITIAL | CUT | UNVOWELLED | LOST)
    short = np.minimum(words["size"][left], words["size"][right]) <= _SHORT
    alike |= (traits != 0) | short | ((words["sets"][left] & words["sets"][right]) != 0)
    across = (~alike & (words["script"][left] != words["script"][right])).nonzero()[0]
    if len(across):
        one, two = left[across], right[across]
        letters, any_letters, count = words["letters"], words["any_letters"], words["letter_count"]
        counts = count[one], count[two]
        alike[across] = _alike(*counts, count_bits(letters[one] & any_letters[two]), 4)
        alike[across] |= _alike(*counts, count_bits(any_letters[one] & letters[two]), 4)
    return alike


def _share(words: Vocabulary, left: Numbers, right: Numbers, bits: str, count: str) -> Bools:
    column, counts = words[bits], words[count]
    return _alike(counts[left], counts[right], count_bits(column[left] & column[right]), 3)


def _alike(one: Kinds, other: Kinds, both: Kinds, of_five: int) -> Bools:
    """Tell where what is shared is so many fifths of the smaller and half of the larger set."""
    found: Bools = (both * 5 >= np.minimum(one, other) * of_five) & (both * 2 >= np.maximum(one, other))
    return found


class _Findings:
    """Costs and kinds of pairs, lowered as evidence is found."""

    def __init__(self, count: int) -> None:
        self.cost = np.full(count, _costs()[Kind.DIFFERENT], np.float32)
        self.kind = np.full(count, Kind.DIFFERENT, np.int8)

    def lower(self, where: Bools, kind: int) -> None:
        """Put a kind of evidence where it is cheaper than what is there."""
        cost = _costs()[kind]
        better = where & (cost < self.cost)
        self.cost[better], self.kind[better] = cost, kind

    def lower_some(self, at: Rows, kind: int) -> None:
        """Put a kind of evidence at some places, where it is cheaper than what is there."""
        cost = _costs()[kind]
        better = at[self.cost[at] > cost]
        self.cost[better], self.kind[better] = cost, kind

    def raise_to(self, where: Bools, kind: int) -> None:
        """Put a kind of evidence where what is there is cheaper."""
        cost = _costs()[kind]
        worse = where & (cost > self.cost)
        self.cost[worse], self.kind[worse] = cost, kind


def _look(words: Vocabulary, left: Numbers, right: Numbers) -> tuple[Floats, Kinds]:
    found = _Findings(len(left))
    words.closely(np.concatenate([left, right]))
    traits_left, traits_right = words["traits"][left], words["traits"][right]
    initial = ((traits_left | traits_right) & INITIAL) != 0
    if initial.any():
        fits = (words["starts"][left] & words["starts"][right]) != 0
        found.lower(initial & fits, Kind.INITIAL)
        found.lower(initial & ~fits, Kind.ANOTHER_INITIAL)
    whole = ~initial
    sounds = words["sounds"]
    found.lower(whole & _share_a_form(words, left, right), Kind.SPELLING)
    found.lower(whole & (sounds[left, 0] == sounds[right, 0]), Kind.SOUND)
    sexes = words["sex"][left], words["sex"][right]
    _look_up(words, left, right, whole, found)
    stem = words["stem"]
    surnames = (sexes[0] == 0) | (sexes[1] == 0)
    found.lower(whole & (stem[left] == stem[right]) & (stem[left] != NONE) & surnames, Kind.GENDERED)
    _look_for_damage(words, left, right, whole, found)
    syllabic = (traits_left & traits_right & SYLLABIC) != 0
    unclear = (whole & (found.cost > _costs()[Kind.READING]) & ~syllabic).nonzero()[0]
    if len(unclear):
        _guess(words, left, right, unclear, found)
    if (found.cost < _costs()[Kind.DIFFERENT]).any():
        _keep_apart(words, left, right, found, sexes)
    return found.cost, found.kind


def _share_a_form(words: Vocabulary, left: Numbers, right: Numbers) -> Bools:
    """Tell which tokens have a form in common; most have one form alone."""
    forms = words["forms"]
    found: Bools = forms[left, 0] == forms[right, 0]
    several = (~found & ((forms[left, 1] != NONE) | (forms[right, 1] != NONE))).nonzero()[0]
    if len(several):
        found[several] = meet(forms[left[several]], forms[right[several]])
    return found


def _look_up(words: Vocabulary, left: Numbers, right: Numbers, whole: Bools, found: _Findings) -> None:
    """Use what the lexicon says of both tokens."""
    listed = (whole & ((words["sets"][left] & words["sets"][right]) != 0)).nonzero()[0]
    if not len(listed):
        return
    one, two = left[listed], right[listed]
    full, short_of, spelling, tradition = (words[kind] for kind in ("full", "short_of", "spelling", "tradition"))
    for some, kind in (
        (meet(spelling[one], spelling[two]), Kind.VARIANT),
        (meet(short_of[one], full[two]) | meet(short_of[two], full[one]), Kind.SHORT),
        (meet(tradition[one], tradition[two]), Kind.TRADITION),
    ):
        found.lower_some(listed[some], kind)


def _look_for_damage(words: Vocabulary, left: Numbers, right: Numbers, whole: Bools, found: _Findings) -> None:
    """Look for letters taken for others by a machine, for vowels left out, and for the cut of a full field."""
    size = np.minimum(words["size"][left], words["size"][right])
    seen = words["seen"]
    found.lower(whole & (size >= _LONG) & (seen[left] == seen[right]), Kind.MISREAD)
    traits = words["traits"][left] | words["traits"][right]
    bare = (whole & ((traits & UNVOWELLED) != 0) & (size >= _SHORT)).nonzero()[0]
    if len(bare):
        skeleton = words["skeleton"]
        cost = _costs()[Kind.UNVOWELLED] + reading_cost(words, skeleton[left[bare]], skeleton[right[bare]])
        better = cost < found.cost[bare]
        found.cost[bare[better]], found.kind[bare[better]] = cost[better], Kind.UNVOWELLED
    lost = (whole & ((traits & LOST) != 0) & (size >= _SHORT)).nonzero()[0]
    if len(lost):
        fits = np.zeros(len(whole), bool)
        fits[lost] = [
            _fits(words.texts[one], words.texts[other])
            for one, other in zip(left[lost].tolist(), right[lost].tolist(), strict=True)
        ]
        found.lower(fits, Kind.LOST)
    cut = (whole & ((traits & CUT) != 0) & (size >= _SHORT)).nonzero()[0]
    if len(cut):
        texts, first = words.of_spellings("text"), words["forms"]
        one, other = texts[first[left[cut], 0]], texts[first[right[cut], 0]]
        # Only the one that is cut off may be the beginning of the other.
        ends = ((words["traits"][side[cut]] & CUT) != 0 for side in (left, right))
        begins = [
            (cut_one and b.startswith(a)) or (cut_other and a.startswith(b))
            for a, b, cut_one, cut_other in zip(one, other, *ends, strict=True)
        ]
        where = np.zeros(len(whole), bool)
        where[cut] = begins
        found.lower(where, Kind.CUT_OFF)


def _fits(one: str, other: str) -> bool:
    """Tell whether two tokens are the same but for letters that are lost in one of them, fewer than half."""
    one, other = one.rstrip(CUT_MARK), other.rstrip(CUT_MARK)
    letters = [(a, b) for a, b in zip(one, other, strict=False) if LOST_LETTER not in (a, b)]
    return len(one) == len(other) and 2 * len(letters) > len(one) and all(a == b for a, b in letters)


def _guess(words: Vocabulary, left: Numbers, right: Numbers, at: Rows, found: _Findings) -> None:
    """Weigh how far the readings are apart, and look for swapped letters."""
    left, right = left[at], right[at]
    far, read_alike = distance_cost(words, left, right)
    better = far < found.cost[at]
    found.cost[at[better]], found.kind[at[better]] = far[better], Kind.CLOSE
    texts, first = words.of_spellings("text"), words["forms"]
    swapped = letters_swapped(texts[first[left, 0]], texts[first[right, 0]])
    for some, kind in ((read_alike, Kind.READING), (swapped, Kind.SWAPPED)):
        found.lower_some(at[some], kind)


def _keep_apart(words: Vocabulary, left: Numbers, right: Numbers, found: _Findings, sexes: tuple[Kinds, Kinds]) -> None:
    """Raise what was only guessed where the tokens are known to be two names."""
    differ = ((sexes[0] & sexes[1]) == 0) & (sexes[0] != 0) & (sexes[1] != 0)
    guessed = (found.kind == Kind.CLOSE) | (found.kind == Kind.SWAPPED)
    share = words["share"]
    listed = ((sexes[0] != 0) | (share[left] > 0)) & ((sexes[1] != 0) | (share[right] > 0))
    known = guessed & listed & (found.cost > distance_rule()["names_from"])
    found.raise_to(known, Kind.NAMES_APART)
    said_alike = (found.kind == Kind.SOUND) | (found.kind == Kind.READING) | (found.kind == Kind.MISREAD)
    found.raise_to((guessed | said_alike | (found.kind == Kind.TRADITION)) & differ, Kind.SEXES_APART)
    final_left, final_right = words["final"][left], words["final"][right]
    one_is_a = (final_left == FINAL_A) != (final_right == FINAL_A)
    other_not_e = (final_left != FINAL_E) & (final_right != FINAL_E)
    tells = one_is_a & other_not_e & (words["body"][left] == words["body"][right])
    found.raise_to(guessed & tells, Kind.ENDING_APART)


@cache
def _costs() -> tuple[float, ...]:
    written = rules.load("names/comparison")["token"]
    return tuple(float(written[kind]["cost"]) for kind in KINDS)
