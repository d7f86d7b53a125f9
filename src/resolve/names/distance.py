"""How far apart two tokens sound: the distance of their readings, by the features of sounds, as a cost.

>>> words = Vocabulary()
>>> left, right = (np.array(words.numbers([token]), np.int32) for token in ("marko", "marco"))
>>> cost, alike = distance_cost(words, left, right)
>>> bool(cost[0] < 0.1)
True
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.vocabulary import NONE, Numbers, Vocabulary, count_bits
from resolve.text.similarity import feature_distance

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


def distance_cost(words: Vocabulary, left: Numbers, right: Numbers) -> tuple[Floats, Bools]:
    """Give the cost of how far apart the tokens sound, at least over their readings, and whether some readings meet.

    The most general readings are tried first. Where they leave a doubt, so are the others: all against all across
    scripts, within a script each against the general one of the other token.
    """
    rule = distance_rule()
    sounds, script = words["sounds"], words["script"]
    least = reading_cost(words, sounds[left, 0], sounds[right, 0])
    alike = np.zeros(len(left), bool)
    across = script[left] != script[right]
    doubt = ((least > rule["sure"]) & (least < np.where(across, rule["hopeless_across"], rule["hopeless"]))).nonzero()[
        0
    ]
    doubt = doubt[_may_sound_alike(words, left[doubt], right[doubt])]
    if len(doubt):
        _try_other_readings(words, left, right, doubt, across, least, alike)
    begin_apart = (words["starts"][left] & words["starts"][right]) == 0
    return np.minimum(least + np.float32(rule["start"]) * begin_apart, np.float32(different_cost())), alike


def _may_sound_alike(words: Vocabulary, left: Numbers, right: Numbers) -> Bools:
    """Tell where some reading of one token may have two thirds of the sounds of the other's most general one."""
    letters, any_letters, count = words["letters"], words["any_letters"], words["letter_count"]
    one = count_bits(letters[left] & any_letters[right]) * 3 >= count[left] * 2
    other = count_bits(any_letters[left] & letters[right]) * 3 >= count[right] * 2
    found: Bools = one | other
    return found


def _try_other_readings(
    words: Vocabulary, left: Numbers, right: Numbers, doubt: Rows, across: Bools, least: Floats, alike: Bools
) -> None:
    """Lower `least`, and set `alike`, where other readings of the pairs in doubt are nearer."""
    rule = distance_rule()
    words.all_readings(np.concatenate([left[doubt], right[doubt]]))
    ours, theirs = words["sounds"][left[doubt]], words["sounds"][right[doubt]]
    pair, i, j = _combinations((ours != NONE).sum(1), (theirs != NONE).sum(1))
    one, two = ours[pair, i], theirs[pair, j]
    alike[doubt[pair[one == two]]] = True
    tried = ((i + j > 0) & (across[doubt][pair] | (i == 0) | (j == 0))).nonzero()[0]
    pair, one, two = pair[tried], one[tried], two[tried]
    letters = words.of_spellings("letters")[one], words.of_spellings("letters")[two]
    most = np.maximum(count_bits(letters[0]), count_bits(letters[1]))
    near = (count_bits(letters[0] & letters[1]) * 3 >= most * 2).nonzero()[0]
    pair = doubt[pair[near]]
    other = np.where(across[pair], rule["other_reading_across"], rule["other_reading"]).astype(np.float32)
    np.minimum.at(least, pair, reading_cost(words, one[near], two[near]) + other)


def _combinations(ours: Rows, theirs: Rows) -> tuple[Rows, Rows, Rows]:
    """Give every combination of two numbers below those of each row: the row, and the two.

    >>> [part.tolist() for part in _combinations(np.array([1, 2]), np.array([2, 1]))]
    [[0, 0, 1, 1], [0, 0, 0, 1], [0, 1, 0, 0]]
    """
    sizes = ours * theirs
    row = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(row)) - np.repeat(sizes.cumsum() - sizes, sizes)
    one, other = np.divmod(place, theirs[row])
    return row, one, other


def reading_cost(words: Vocabulary, one: Numbers, two: Numbers) -> Floats:
    """Give the cost of the distance of two readings, by spelling number."""
    rule = distance_rule()
    words.measure(np.concatenate([one, two]))
    spelled, units = words.of_spellings("features"), words.of_spellings("units")
    endings, tails = words.of_spellings("ending"), words.of_spellings("tail")
    steps = feature_distance(spelled[one], spelled[two])
    longer = np.maximum(units[one], units[two])
    beginnings, heads = words.of_spellings("beginning"), words.of_spellings("head")
    shared = tails[one] * (endings[one] == endings[two]) + heads[one] * (beginnings[one] == beginnings[two])
    body = np.maximum(longer - rule["shared"] * shared, np.minimum(longer, rule["least_body"]))
    share = steps / np.maximum(body, 1)
    cost = share * (rule["linear"] + rule["square"] * share)
    cost += rule["short"] * ((body <= rule["short_body"]) & (steps >= rule["consonant"]))
    # Two tokens without a sound say nothing of each other.
    single: Floats = np.where(longer > 0, cost, different_cost()).astype(np.float32)
    return single


def meet(left: Numbers, right: Numbers) -> Bools:
    """Tell which rows of numbers share one; NONE is no number."""
    found: Bools = ((left[:, :, None] == right[:, None, :]) & (left[:, :, None] != NONE)).any((1, 2))
    return found


@cache
def distance_rule() -> dict[str, float]:
    """Give the figures of [distance] in `rules/names/comparison`."""
    return dict(rules.load("names/comparison")["distance"])


@cache
def different_cost() -> float:
    """Give what two tokens cost that have nothing in common, the most there is."""
    return float(rules.load("names/comparison")["token"]["different"]["cost"])
