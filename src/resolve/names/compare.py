"""Comparing people's names: one similarity from 0 to 1, and why.

>>> comparison = compare_names("Petrović Đorđe", "Djordje Petrovic")
>>> round(comparison.similarity, 2)
0.99
>>> print(compare_names("Џевдет Џафери", "Xhevdet Xhaferi").explanation)
similarity 0.965
  Џевдет  Xhevdet  0.020  another spelling of the same sounds
  Џафери  Xhaferi  0.020  another spelling of the same sounds
                  -0.004  what agrees is a rare name
>>> compare_names_many(["Sloba Ilić", "Goran Ilić"], ["Slobodan Ilić", "Zoran Ilić"]).round(1).tolist()
[0.9, 0.6]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.names.evidence import KINDS, Floats
from resolve.names.kernel import Rows, Scored, Shape, as_one, name_cost, name_costs, omission, rejoined, score, shape_of
from resolve.names.reader import reader_of
from resolve.names.reading import ROLES, Names, Read, read
from resolve.names.vocabulary import Vocabulary, shared_vocabulary
from resolve.text.repair import repair_many
from resolve.threads import in_threads, no_collection, processors

# Pairs worked on at a time by one thread: at most so many, which bounds memory at some 200 MB; of a smaller batch each
# core gets its share, unless that is hardly worth a thread.
_CHUNK, _WORTH_A_THREAD = 100_000, 20_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: tokens of either name ("" for none), the kind, what it says, and what it costs."""

    left: str
    right: str
    kind: str
    says: str
    cost: float


@dataclass(frozen=True, slots=True)
class NameExplanation:
    """Why two names compare as they do: the similarity is exp(-cost), and the cost is the sum of the evidence's."""

    similarity: float
    evidence: tuple[Evidence, ...]

    def __str__(self) -> str:
        left = max([len(one.left) for one in self.evidence], default=0)
        right = max([len(one.right) for one in self.evidence], default=0)
        lines = [f"similarity {self.similarity:.3f}"]
        for one in self.evidence:
            lines.append(f"  {one.left:<{left}}  {one.right:<{right}} {one.cost:6.3f}  {one.says}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain dictionaries and lists, ready for JSON."""
        evidence = [
            {"left": one.left, "right": one.right, "kind": one.kind, "says": one.says, "cost": one.cost}
            for one in self.evidence
        ]
        return {"similarity": self.similarity, "evidence": evidence}


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Two names compared: `similarity` from 0 to 1, and why."""

    left: str
    right: str
    similarity: float
    explanation: NameExplanation


def compare_names(left: str, right: str) -> NameComparison:
    """Compare two names of people.

    The names may be in any script, order and form that `parse_name` reads; where one has aliases, the nearest counts.
    The similarity is exp(-cost), the cost being the sum of the evidence that the explanation lists; costs are in
    `rules/names/comparison`, which also says from which similarity on two names are held to be one (`same_at`).

    Args:
        left, right: the names; the order makes no difference. None and NaN are names without text.

    Returns:
        The comparison. Names that read the same have 1.0; a name without letters or digits has 0.0 with every name.

    Raises:
        InputError: a name is neither text nor missing.

    >>> compare_names("Dragan Ilić", "Dragana Ilić").explanation.evidence[0].kind
    'sexes_apart'
    >>> compare_names("", "Dragan Ilić").similarity
    0.0
    """
    words = shared_vocabulary()
    ours, theirs = (read(text) for text in repair_many([_text(left), _text(right)]))
    best: tuple[float, tuple[Evidence, ...]] = (float("inf"), ())
    for mine in (ours, *ours.aliases):
        for other in (theirs, *theirs.aliases):
            best = min(best, _trace(words, mine, other), key=lambda found: found[0])
    similarity = exp(-best[0])
    return NameComparison(left, right, similarity, NameExplanation(similarity, best[1]))


def compare_names_many(left: Iterable[str], right: Iterable[str]) -> npt.NDArray[np.float64]:
    """Compare many pairs of names: `left[i]` with `right[i]`.

    The figures are those of `compare_names`. Each distinct name is read once and each distinct pair of tokens compared
    once a hundred thousand pairs; all cores are used.

    Args:
        left, right: names, as many on either side; lists, columns of tables or any other iterables of text.

    Returns:
        float64, one similarity from 0 to 1 a pair.

    Raises:
        InputError: the sides differ in length, or a name is neither text nor missing.

    >>> compare_names_many(["Hashim Thaçi", "Hashim Thaçi"], ["Хашим Тачи", None]).round(2).tolist()
    [0.98, 0.0]
    """
    with no_collection():
        return _compared(shared_vocabulary(), left, right)


def _compared(words: Vocabulary, left: Iterable[str], right: Iterable[str]) -> npt.NDArray[np.float64]:
    ours, our_rows = _read_many(words, left)
    theirs, their_rows = _read_many(words, right)
    if len(our_rows) != len(their_rows):
        raise InputError(
            f"expected as many names on the left as on the right, found {len(our_rows)} and {len(their_rows)}"
        )
    cost = np.empty(len(our_rows), np.float32)

    chunk = max(_WORTH_A_THREAD, min(_CHUNK, -(-len(cost) // processors())))

    def work(start: int) -> None:
        part = slice(start, start + chunk)
        cost[part] = name_costs(words, ours.names, theirs.names, our_rows[part], their_rows[part])

    starts = range(0, len(cost), chunk)
    if len(starts) < 2:
        for start in starts:
            work(start)
    else:
        in_threads(work, starts)
    _with_aliases(words, ours, theirs, our_rows, their_rows, cost)
    return np.exp(-cost.astype(np.float64))


@dataclass(frozen=True)
class _Many:
    """Distinct names: the first `len(first_alias) - 1` rows of `names`, then the aliases, from `first_alias` on."""

    names: Names
    first_alias: Rows


def _read_many(words: Vocabulary, texts: Iterable[str]) -> tuple[_Many, Rows]:
    given = texts if isinstance(texts, list) else list(texts)
    index = {text: number for number, text in enumerate(dict.fromkeys(given))}
    rows = np.fromiter(map(index.__getitem__, given), np.int64, len(given))
    names, aliases = reader_of(words).names(repair_many([_text(text) for text in index]))
    counts = np.bincount(np.array([row + 1 for row, _ in aliases], np.int64), minlength=len(index) + 1)
    return _Many(names.and_more(words, [alias for _, alias in aliases]), len(index) + counts.cumsum()), rows


def _with_aliases(
    words: Vocabulary, ours: _Many, theirs: _Many, our_rows: Rows, their_rows: Rows, cost: Floats
) -> None:
    """Lower the cost of pairs in which an alias of either name is nearer."""
    some = np.flatnonzero(_has_alias(ours, our_rows) | _has_alias(theirs, their_rows))
    if not len(some):
        return
    pairs = [
        (place, mine, other)
        for place in some.tolist()
        for mine in _rows_of(ours, our_rows[place])
        for other in _rows_of(theirs, their_rows[place])
    ]
    place, mine, other = (np.array(one, np.int64) for one in zip(*pairs, strict=True))
    np.minimum.at(cost, place, name_costs(words, ours.names, theirs.names, mine, other))


def _has_alias(many: _Many, rows: Rows) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.diff(many.first_alias)[rows] > 0
    return found


def _rows_of(many: _Many, row: int) -> list[int]:
    return [row, *range(many.first_alias[row], many.first_alias[row + 1])]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    raise InputError(f"a name is a text; found {type(value).__name__}")


def _trace(words: Vocabulary, ours: Read, theirs: Read) -> tuple[float, tuple[Evidence, ...]]:
    """Compare two names as read, and give the cost and the evidence that adds up to it."""
    shape = shape_of(words, ours, theirs)
    if shape is None:
        return float("inf"), ()
    shown = (theirs.shown, ours.shown) if shape.turned else (ours.shown, theirs.shown)
    found = score(words, shape)
    best = float(found.total[0]), _evidence(shape, found, *shown)
    for places, joined, again in rejoined(words, shape, found):
        spent = name_cost("joined") * len(places)
        if float(again.total[0]) + spent < best[0]:
            many = shown[1]
            for at in places:
                many = as_one(many, at)
            evidence = (*_evidence(joined, again, shown[0], many), _of_name("joined", spent))
            best = float(again.total[0]) + spent, evidence
    return best


def _evidence(shape: Shape, found: Scored, few: Sequence[str], many: Sequence[str]) -> tuple[Evidence, ...]:
    """List what was found for the one pair of a shape, in the order of the shorter name."""
    rows = []
    chosen = found.chosen[0].tolist()
    for i, j in enumerate(chosen):
        kind = KINDS[found.kind[0, i, j]]
        rows.append((few[i], many[j], kind, says("token")[kind], found.cost[0, i, j]))
    for j in sorted(set(range(len(many))) - set(chosen)):
        role = ROLES[shape.many_roles[0, j]]
        rows.append(("", many[j], "omitted", f"{says('role')[role]} that the other name lacks", omission(role)))
    turned = [(other, one, kind, says, cost) for one, other, kind, says, cost in rows] if shape.turned else rows
    whole = [_of_name(name, float(amount[0])) for name, amount in found.adjusted if amount[0]]
    return (*[Evidence(left, right, kind, says, float(cost)) for left, right, kind, says, cost in turned], *whole)


def _of_name(name: str, cost: float) -> Evidence:
    return Evidence("", "", name, says("name")[name], cost)


@cache
def says(table: str) -> dict[str, str]:
    """Give what an explanation says of each kind of evidence in a table of `rules/names/comparison`."""
    written = rules.load("names/comparison")[table]
    return {name: one["says"] for name, one in written.items() if not isinstance(one, float)}
