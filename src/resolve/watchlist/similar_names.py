"""Whether two names are the same or similar by a law's list of similarities, and by which cases of it.

Words are set against each other where they are the same or known transliterations. What is left decides: one word that
differs by one edit, by two letters swapped, or that is cut short; words in another order; words written as one; words
cut off at the end of the name or of one of its parts.

>>> from resolve.names.reading import read
>>> words, law = Vocabulary(), Law.named("eu_mid")
>>> asked, listed = (Names.of(words, [read(name)]) for name in ("Petrović Slobodan", "Слободан Петровић"))
>>> (found,) = similar_names(law, words, asked, listed, np.zeros(1, np.int64), np.zeros(1, np.int64))
>>> found.whole, [case for _, _, case in found.words]
(('inversion',), ['transliteration', 'transliteration'])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.evidence import KINDS, token_costs
from resolve.names.reading import FAMILY, FAMILY_PART, GIVEN, MAIDEN, NICKNAME, SUFFIX, TITLE, Names
from resolve.names.vocabulary import CUT_MARK, Vocabulary
from resolve.watchlist.similarity import NEITHER, SAME, SIMILAR, Law

Rows = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int8]

_NO, _SAME, _TRANSLITERATION, _TRUNCATED = range(4)
_LABELS = ("", "same", "transliteration", "truncated")
# They belong to no part of a name that the law compares, unless there is nothing else.
_BESIDE = frozenset({NICKNAME, TITLE, SUFFIX, MAIDEN})
_FAMILIES = frozenset({FAMILY, FAMILY_PART})


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How two names stand to each other.

    Attributes:
        standing: SAME, SIMILAR or NEITHER.
        whole: the cases that concern the name as a whole. words: words of either side, by place in their names, and the
            case by which they are similar, "same" for none.
    """

    standing: int
    whole: tuple[str, ...] = ()
    words: tuple[tuple[int, int, str], ...] = ()

    @property
    def cases(self) -> tuple[str, ...]:
        """All cases, each once."""
        return tuple(dict.fromkeys([*self.whole, *(case for _, _, case in self.words if case != "same")]))


_NEITHER = NameLikeness(NEITHER)


def similar_names(
    law: Law, words: Vocabulary, left: Names, right: Names, ours: Rows, theirs: Rows
) -> list[NameLikeness]:
    """Compare pairs of names: `ours[i]` of `left` with `theirs[i]` of `right`."""
    found = [_NEITHER] * len(ours)
    sizes = left.sizes[ours] * 64 + right.sizes[theirs]
    for shape in np.unique(sizes):
        few, many = divmod(int(shape), 64)
        rows = np.flatnonzero(sizes == shape)
        if not few or not many:
            continue
        (one, one_roles), (other, other_roles) = left.cut(ours[rows], few), right.cut(theirs[rows], many)
        labels = _labels(law, words, np.repeat(one, many, axis=1).ravel(), np.tile(other, (1, few)).ravel())
        labels = labels.reshape(-1, few, many)
        met = (labels != _NO).any(2).sum(1), (labels != _NO).any(1).sum(1)
        # All words but one of the shorter name have met one of the other, or there is no hope.
        for at in np.flatnonzero((met[0] >= min(few, many) - 1) & (met[1] >= min(few, many) - 1)).tolist():
            sides = _Side(one[at].tolist(), one_roles[at].tolist()), _Side(other[at].tolist(), other_roles[at].tolist())
            found[int(rows[at])] = _Pair(law, words, *sides, labels[at]).likeness()
    return found


def _labels(law: Law, words: Vocabulary, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> Labels:
    _, kind = token_costs(words, left, right)
    found: Labels = _by_kind(law.name)[kind]
    across = words["script"][left] != words["script"][right]
    found[(found == _SAME) & across] = _TRANSLITERATION
    return found


@cache
def _by_kind(law: str) -> Labels:
    kinds = rules.load(f"screening/{law}")["kinds"]
    return np.array([_LABELS.index(kinds.get(kind, "")) for kind in KINDS], np.int8)


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one name, by number, and their roles."""

    tokens: list[int]
    roles: list[int]

    def kept(self) -> list[int]:
        """Give the places of the words that the law compares."""
        places = [place for place, role in enumerate(self.roles) if role not in _BESIDE]
        return places or list(range(len(self.tokens)))

    def parts(self) -> tuple[list[int], list[int]] | None:
        """Give the places of the given names and of the surnames, where the name tells them apart."""
        kept = self.kept()
        families = [place for place in kept if self.roles[place] in _FAMILIES]
        others = [place for place in kept if place not in families]
        told = families and any(self.roles[place] == GIVEN for place in others)
        return (others, families) if told else None

    def orders(self) -> list[list[int]]:
        """Give the orders in which the words may stand: as written, and given names first where they are told."""
        parts = self.parts()
        first = [parts[0] + parts[1], parts[1] + parts[0]] if parts else []
        return [one for place, one in enumerate([*first, self.kept()]) if one not in [*first, self.kept()][:place]]


class _Pair:
    """Two names that are compared."""

    def __init__(self, law: Law, words: Vocabulary, left: _Side, right: _Side, labels: Labels) -> None:
        self._law, self._words, self._left, self._right, self._labels = law, words, left, right, labels

    def likeness(self) -> NameLikeness:
        """Give the likeness by the fewest cases."""
        return min(self._ways(), key=lambda one: len(one.cases), default=_NEITHER)

    def _ways(self) -> Iterator[NameLikeness]:
        yield from self._as_parts()
        both_told = self._left.parts() is not None and self._right.parts() is not None
        for ours in self._left.orders()[: 1 if both_told else None]:
            for theirs in self._right.orders()[: 1 if both_told else None]:
                if len(ours) == len(theirs):
                    yield from self._in_order(ours, theirs)
                else:
                    yield from self._joined(ours, theirs)
                    if not both_told and min(len(ours), len(theirs)) > 1:
                        yield from self._cut_off(ours, theirs)

    def _as_parts(self) -> Iterator[NameLikeness]:
        """Where both tell their parts: one part agrees, the other is cut off at its end."""
        left, right = self._left.parts(), self._right.parts()
        if left is None or right is None:
            return
        for whole, part in ((0, 1), (1, 0)):
            if len(left[whole]) == len(right[whole]) and len(left[part]) != len(right[part]):
                agree = list(self._set(left[whole], right[whole]))
                cut = list(self._cut_off(left[part], right[part]))
                if len(agree) == len(left[whole]) and cut:
                    yield NameLikeness(SIMILAR, cut[0].whole, (*agree, *cut[0].words))

    def _set(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Give the words in the same place that are the same or transliterations."""
        for i, j in zip(ours, theirs, strict=False):
            label = int(self._labels[i, j])
            if label in (_SAME, _TRANSLITERATION):
                yield i, j, _LABELS[label]

    def _in_order(self, ours: list[int], theirs: list[int]) -> Iterator[NameLikeness]:
        """Set as many words against each other as there are."""
        place_of = _matched(self._labels[np.ix_(ours, theirs)])
        free = [place for place, other in enumerate(place_of) if other < 0]
        if len(free) > 1:
            return
        said = {}
        if free:
            (other,) = set(range(len(theirs))) - set(place_of)
            case = self._damage(ours[free[0]], theirs[other])
            if not case:
                return
            place_of[free[0]] = other
            said[free[0]] = case
        order = _order_case(place_of)
        if order is None:
            return
        pairs = []
        for place, other in enumerate(place_of):
            i, j = ours[place], theirs[other]
            pairs.append((i, j, said.get(place) or _LABELS[int(self._labels[i, j])]))
        whole = (order,) if order else ()
        plain = not whole and all(case == "same" for _, _, case in pairs)
        yield NameLikeness(SAME if plain else SIMILAR, whole, tuple(pairs))

    def _joined(self, ours: list[int], theirs: list[int]) -> Iterator[NameLikeness]:
        """Write neighbouring words of the longer name as one."""
        turned = len(ours) > len(theirs)
        few, many = (theirs, ours) if turned else (ours, theirs)
        few_side, many_side = (self._right, self._left) if turned else (self._left, self._right)
        run = len(many) - len(few) + 1
        texts = [_bare(self._words.texts[number]) for number in many_side.tokens]
        sizes = [len(_bare(self._words.texts[few_side.tokens[place]])) for place in few]
        for start in range(len(many)):
            places = [many[(start + step) % len(many)] for step in range(run)]
            joined = "".join(texts[place] for place in places)
            if start + run > len(many) and run != len(many):
                continue
            if not any(abs(len(joined) - size) <= 1 for size in sizes):
                continue
            rest = [place for place in many if place not in places]
            at = [*rest[:start], -1, *rest[start:]]
            yield from self._with_joined(few, few_side, at, many_side, joined, places[0], turned)

    def _with_joined(
        self, few: list[int], few_side: _Side, at: list[int], many_side: _Side, joined: str, first: int, turned: bool
    ) -> Iterator[NameLikeness]:
        number = self._words.numbers([joined])[0]
        one = _Side([few_side.tokens[place] for place in few], [0] * len(few))
        other = _Side([number if place < 0 else many_side.tokens[place] for place in at], [0] * len(at))
        left, right = np.array(one.tokens, np.int32), np.array(other.tokens, np.int32)
        labels = _labels(self._law, self._words, np.repeat(left, len(right)), np.tile(right, len(left)))
        pair = _Pair(self._law, self._words, one, other, labels.reshape(len(left), len(right)))
        everyone = list(range(len(few)))
        for found in pair._in_order(everyone, everyone):
            words = [(few[i], first if at[j] < 0 else at[j], case) for i, j, case in found.words]
            words = [(j, i, case) for i, j, case in words] if turned else words
            yield NameLikeness(SIMILAR, ("regrouped", *found.whole), tuple(words))

    def _cut_off(self, ours: list[int], theirs: list[int]) -> Iterator[NameLikeness]:
        """Tell whether the shorter run of words begins the longer one; its last word may be cut too."""
        turned = len(ours) > len(theirs)
        few, many = (theirs, ours) if turned else (ours, theirs)
        words: list[tuple[int, int, str]] = []
        for place, (i, j) in enumerate(zip(few, many, strict=False)):
            one, other = (j, i) if turned else (i, j)
            label = int(self._labels[one, other])
            last = place == len(few) - 1
            if label in (_SAME, _TRANSLITERATION):
                words.append((one, other, _LABELS[label]))
            elif last and self._cut_short(one, other):
                words.append((one, other, "truncated"))
            else:
                return
        yield NameLikeness(SIMILAR, ("truncated",), tuple(words))

    def _cut_short(self, i: int, j: int) -> bool:
        left, right = self._texts(i, j)
        return _cut_short(self._law.name, left, right)

    def _damage(self, i: int, j: int) -> str:
        if int(self._labels[i, j]) == _TRUNCATED:
            return "truncated"
        return _damage(self._law.name, *self._texts(i, j))

    def _texts(self, i: int, j: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the Latin spellings of two words."""
        texts, forms = self._words.of_spellings("text"), self._words["forms"]
        one, other = forms[self._left.tokens[i]], forms[self._right.tokens[j]]
        return tuple(texts[one[one >= 0]].tolist()), tuple(texts[other[other >= 0]].tolist())


def _matched(labels: Labels) -> list[int]:
    """Set the words of one name against those of the other: in place first, then the same, then transliterations."""
    count = len(labels)
    found = [place if labels[place, place] in (_SAME, _TRANSLITERATION) else -1 for place in range(count)]
    for wanted in (_SAME, _TRANSLITERATION):
        for place in range(count):
            free = [j for j in range(count) if found[place] < 0 and j not in found and labels[place, j] == wanted]
            found[place] = free[0] if free else found[place]
    return found


def _order_case(place_of: Sequence[int]) -> str | None:
    """Say by which case the order of words differs, "" where it does not; None where it is no case of the law.

    >>> [_order_case(order) for order in ([0, 1], [1, 0], [1, 2, 0], [2, 1, 0], [1, 0, 3, 2])]
    ['', 'inversion', 'inversion', 'words', None]
    """
    moved = [place for place, other in enumerate(place_of) if place != other]
    if not moved:
        return ""
    count = len(place_of)
    if all((other - place_of[0]) % count == place for place, other in enumerate(place_of)):
        return "inversion"
    return "words" if len(moved) == 2 else None


@lru_cache(maxsize=200_000)
def _damage(law: str, left: tuple[str, ...], right: tuple[str, ...]) -> str:
    tests = {"edit": _edited, "letters": _swapped}
    for case in rules.load(f"screening/{law}")["damage"]["order"]:
        if case == "truncated":
            if _cut_short(law, left, right):
                return str(case)
        elif any(tests[case](one, other) for one in left for other in right):
            return str(case)
    return ""


def _cut_short(law: str, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    least = rules.load(f"screening/{law}")["damage"]["truncated"]
    return any(
        min(len(one), len(other)) >= least and one != other and (one.startswith(other) or other.startswith(one))
        for one in left
        for other in right
    )


def _edited(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    # A single letter changed is another initial, not a slip.
    return max(len(one), len(other)) > 1 and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _swapped(one: str, other: str) -> bool:
    """Tell whether exchanging two letters, wherever they stand, makes the words equal.

    >>> _swapped("marko", "makro"), _swapped("marko", "morka"), _swapped("marko", "mokra")
    (True, True, False)
    """
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 2 and apart[0] == apart[1][::-1]


def _bare(text: str) -> str:
    return text.rstrip(CUT_MARK + ".")
