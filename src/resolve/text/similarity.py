"""String distances over aligned arrays of strings, by RapidFuzz on all cores.

>>> import numpy as np
>>> left, right = np.array(["marko", "ana"], object), np.array(["marco", "ivo"], object)
>>> [f"{score:.2f}" for score in jaro_winkler(left, right)]
['0.91', '0.00']
>>> within_one_edit(left, right).tolist()
[True, False]
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Strings = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

# Below this many pairs, starting threads costs more than it saves.
_WORTH_THREADS = 20_000
# Up to so many pairs, calling for each is quicker than setting an array call up.
_FEW = 8


def jaro_winkler(left: Strings, right: Strings, at_least: float = 0.0) -> Floats:
    """Jaro-Winkler similarity in [0, 1] of each pair (Winkler 1990); 0 under `at_least`, which is quicker."""
    from rapidfuzz.distance import JaroWinkler

    return _pairs(left, right, JaroWinkler.similarity, score_cutoff=at_least)


def indel_ratio(left: Strings, right: Strings, at_least: float = 0.0) -> Floats:
    """Share of characters kept by the fewest insertions and deletions, in [0, 1], of each pair; 0 under `at_least`."""
    from rapidfuzz.distance import Indel

    return _pairs(left, right, Indel.normalized_similarity, score_cutoff=at_least)


def within_one_edit(left: Strings, right: Strings) -> Bools:
    """Tell for each pair whether one insertion, deletion, substitution or swap of neighbours makes them equal."""
    from rapidfuzz.distance import OSA

    return _pairs(left, right, OSA.distance, score_cutoff=1) <= 1


def edit_distance(left: Strings, right: Strings, most: int) -> Floats:
    """Count the insertions, deletions, substitutions and swaps of neighbours between the texts of each pair.

    Where there are over `most`, it is one more.

    >>> edit_distance(np.array(["marko", "marko"], object), np.array(["makro", "petar"], object), 2).tolist()
    [1.0, 3.0]
    """
    from rapidfuzz.distance import OSA

    return _pairs(left, right, OSA.distance, score_cutoff=most)


def feature_distance(left: Strings, right: Strings) -> Floats:
    """Count the fewest characters to change, add or take away (Levenshtein 1966) between the texts of each pair."""
    from rapidfuzz.distance import Levenshtein

    return _pairs(left, right, Levenshtein.distance)


def letters_swapped(left: Strings, right: Strings) -> Bools:
    """Tell for each pair whether swapping two neighbouring letters makes them equal.

    >>> letters_swapped(np.array(["marko", "marko"], object), np.array(["makro", "marco"], object)).tolist()
    [True, False]
    """
    from rapidfuzz.distance import OSA, Levenshtein

    swapped: Bools = _pairs(left, right, OSA.distance, score_cutoff=1) == 1
    some = np.flatnonzero(swapped)
    if len(some):
        swapped[some] = _pairs(left[some], right[some], Levenshtein.distance) == 2
    return swapped


def _pairs(left: Strings, right: Strings, scorer: Any, **options: Any) -> Floats:
    from rapidfuzz import process

    if len(left) == 0:
        return np.empty(0, np.float32)
    if len(left) <= _FEW:
        return np.fromiter((scorer(one, other, **options) for one, other in zip(left, right, strict=True)), np.float32)
    workers = -1 if len(left) >= _WORTH_THREADS else 1
    scores: Floats = process.cpdist(left, right, scorer=scorer, dtype=np.float32, workers=workers, **options)
    return scores
