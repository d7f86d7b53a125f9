"""Which names of an index are worth comparing with a query's name.

The tokens of a query look up tokens of the index by their keys (`watchlist.keys`), and the comparison of tokens says
what each costs. A name is a candidate where enough of its tokens are found: two, or one where either name has no more
that say anything. Candidates are ranked by a bound on what the whole comparison will cost, and the best are kept.

>>> index = NameIndex.of([("Hashim Thaçi", 0), ("Ana Ilić", 1), ("Hasan Thaqi", 2)])
>>> search = Retrieval(index)
>>> found = search.candidates(search.asked(["Хашим Тачи"]))
>>> sorted(zip(found.query.tolist(), found.name.tolist()))
[(0, 0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.evidence import token_costs
from resolve.names.reading import Names, Read, read
from resolve.names.vocabulary import INITIAL, Numbers
from resolve.text.repair import repair_many
from resolve.watchlist.index import NameIndex, Rows, neighbours
from resolve.watchlist.keys import asked_keys, joined_keys, single_keys

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

# Tokens looked up at a time; it bounds memory.
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Asked:
    """Names that are asked about: as read, ready to be compared, and which query each belongs to.

    `texts` are the names as written, "" for one of several names that stand in one text.
    """

    reads: tuple[Read, ...]
    names: Names
    query: Rows
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """Candidates: of a query, a name that was asked (a place in `Asked`) and a name of the index."""

    query: Rows
    asked: Rows
    name: Rows

    def __len__(self) -> int:
        return len(self.name)


class Retrieval:
    """Looks names up in an index; what tokens of queries found is kept for the next query that has them."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self._matches = _Matches(index)

    def asked(self, texts: Sequence[str]) -> Asked:
        """Read the names of queries; aliases within a text are asked about too."""
        reads: list[Read] = []
        query: list[int] = []
        for number, text in enumerate(repair_many(list(texts))):
            whole = read(text)
            for one in (whole, *whole.aliases):
                reads.append(one)
                query.append(number)
        return self.asked_reads(reads, query)

    def asked_reads(self, reads: Sequence[Read], query: Sequence[int]) -> Asked:
        """Take names that are read already, and the number of the query that each is of."""
        words, _ = self.index.vocabulary()
        return Asked(tuple(reads), Names.of(words, reads), np.array(query, np.int64))

    def candidates(self, asked: Asked) -> Found:
        """Find the names of the index that are worth comparing, the best of each name asked."""
        words, _ = self.index.vocabulary()
        matches = self._matches
        matches.learn(asked.names.tokens)
        initial = (words["traits"][asked.names.tokens] & INITIAL) != 0
        joined = self._by_joined(asked, initial)
        pairs = np.unique(np.concatenate([self._by_tokens(asked, initial), joined]))
        if not len(pairs):
            return Found(*(np.empty(0, np.int64) for _ in range(3)))
        row, name = np.divmod(pairs, len(self.index))
        row, name = self._best(asked, initial, row, name, np.isin(pairs, joined))
        return Found(asked.query[row], row, name)

    def _by_tokens(self, asked: Asked, initial: npt.NDArray[np.bool_]) -> Rows:
        """Follow every token but the commonest of each name to the names that have it, as row * names + name."""
        matches, index = self._matches, self.index
        row = np.repeat(np.arange(len(asked.names.sizes)), asked.names.sizes)
        place = np.flatnonzero(~initial)
        token = asked.names.tokens[place]
        of_row = row[place]
        weight = matches.names_under(token)
        # The commonest token of a name need not be followed: a candidate has another one too.
        order = np.lexsort((-weight, of_row))
        commonest = np.zeros(len(place), bool)
        several = np.bincount(of_row, minlength=len(asked.names.sizes))[of_row] > 1
        first = np.ones(len(order), bool)
        first[1:] = of_row[order][1:] != of_row[order][:-1]
        commonest[order[first]] = True
        skipped = commonest & several
        at, listed = matches.of(token)
        follow = ~skipped[at]
        asked_row, names = index.by_token.of(listed[follow])
        found = of_row[at[follow]][asked_row] * len(index) + names
        alone, single = index.by_token.of(listed[~follow])
        lone = index.sizes[single] == 1
        return np.concatenate([found, of_row[at[~follow]][alone[lone]] * len(index) + single[lone]])

    def _by_joined(self, asked: Asked, initial: npt.NDArray[np.bool_]) -> Rows:
        """Follow two neighbouring tokens that are one token of the other name, whichever side has them as one."""
        words, _ = self.index.vocabulary()
        index, tokens = self.index, asked.names.tokens
        row = np.repeat(np.arange(len(asked.names.sizes)), asked.names.sizes)
        long = np.flatnonzero(~initial & (words["size"][tokens] >= _bounds()["joined_letters"]))
        single = single_keys(words, tokens[long])
        at, names = index.by_joined.under(index.joined_values, single.keys)
        split = row[long[single.rows[at]]] * len(index) + names
        first, second, of_row = neighbours(asked.names.sizes)
        whole = np.flatnonzero(~initial[first] & ~initial[second])
        both = joined_keys(words, tokens[first[whole]], tokens[second[whole]])
        at, listed = index.by_key.under(index.key_values, both.keys)
        asked_pair, names = index.by_token.of(listed)
        return np.concatenate([split, of_row[whole[both.rows[at]]][asked_pair] * len(index) + names])

    def _best(
        self, asked: Asked, initial: npt.NDArray[np.bool_], row: Rows, name: Rows, joined: npt.NDArray[np.bool_]
    ) -> tuple[Rows, Rows]:
        """Keep the candidates that the cheap bound on their cost leaves hope for, the best of each name asked."""
        bounds = _bounds()
        # What was found as two tokens in one is not counted as different.
        cost = self._least_cost(asked, initial, row, name) - joined
        keep = np.flatnonzero(cost <= bounds["hopeless"])
        row, name, cost = row[keep], name[keep], cost[keep]
        order = np.lexsort((cost, row))
        row, name = row[order], name[order]
        first = np.searchsorted(row, row)
        near = np.arange(len(row)) - first < bounds["most"]
        return row[near], name[near]

    def _least_cost(self, asked: Asked, initial: npt.NDArray[np.bool_], row: Rows, name: Rows) -> Floats:
        """Bound the cost of pairs from below: each token of the shorter name at what its nearest token costs.

        Tokens that no key brought together count as different; an initial counts as one that fits.
        """
        index, names = self.index, asked.names
        least = np.full((len(row), int(names.sizes.max(initial=1))), np.inf, np.float32)
        sizes = index.sizes[name].astype(np.int64)
        for place in range(least.shape[1]):
            has = np.flatnonzero(names.sizes[row] > place)
            position = names.starts[row[has]] + place
            best = np.where(initial[position], np.float32(_bounds()["initial"]), np.float32(_bounds()["different"]))
            for other in range(int(sizes.max(initial=0))):
                there = np.flatnonzero((sizes[has] > other) & ~initial[position])
                listed = index.token_rows[index.starts[name[has[there]]] + other]
                found = self._matches.cost(names.tokens[position[there]], listed)
                best[there] = np.minimum(best[there], found)
            least[has, place] = best
        least.sort(axis=1)
        shorter = np.minimum(sizes, names.sizes[row])
        counted = np.where(np.arange(least.shape[1]) < shorter[:, None], least, 0)
        counted[~np.isfinite(counted)] = 0
        total: Floats = counted.sum(1) + np.float32(_bounds()["left_over"]) * np.abs(sizes - names.sizes[row])
        return total


class _Matches:
    """What tokens of queries found among the tokens of the index: which, and at what cost.

    Tokens are numbered in the order in which they were learned, so that the pairs stay sorted as they are added.
    """

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._forget()

    def _forget(self) -> None:
        self._words, _ = self._index.vocabulary()
        self._place = np.full(1024, -1, np.int64)
        self._starts = np.zeros(1, np.int64)
        self._weights = np.empty(0, np.int64)
        self._pairs = np.empty(0, np.int64)
        self._costs = np.empty(0, np.float32)

    def learn(self, tokens: Numbers) -> None:
        """Look up tokens, by their numbers in the index's vocabulary, that were not looked up yet."""
        words, _ = self._index.vocabulary()
        if words is not self._words or len(self._pairs) > _bounds()["kept"]:
            self._forget()
        if len(words) > len(self._place):
            self._place = np.concatenate([self._place, np.full(len(words), -1, np.int64)])
        new = np.unique(tokens[self._place[tokens] < 0])
        for start in range(0, len(new), _AT_ONCE):
            self._learn(new[start : start + _AT_ONCE])

    def _learn(self, tokens: Numbers) -> None:
        index = self._index
        wanted = asked_keys(self._words, tokens)
        at, listed = index.by_key.under(index.key_values, wanted.keys)
        pairs = np.unique(wanted.rows[at] * index.tokens.size + listed) if len(at) else np.empty(0, np.int64)
        row, token = np.divmod(pairs, max(1, index.tokens.size))
        cost, _ = token_costs(self._words, tokens[row], index.learned(token))
        near = np.flatnonzero(cost <= _bounds()["token"])
        first = len(self._starts) - 1
        self._place[tokens] = np.arange(first, first + len(tokens))
        row, token = row[near], token[near]
        counts = np.bincount(row, minlength=len(tokens))
        self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])
        names = np.bincount(row, index.counts[token], minlength=len(tokens)).astype(np.int64)
        self._weights = np.concatenate([self._weights, names])
        self._pairs = np.concatenate([self._pairs, (first + row) * index.tokens.size + token])
        self._costs = np.concatenate([self._costs, cost[near]])

    def names_under(self, tokens: Numbers) -> Rows:
        """Give how many names of the index have a token that each found."""
        found: Rows = self._weights[self._place[tokens]]
        return found

    def of(self, tokens: Numbers) -> tuple[Rows, Rows]:
        """Give the tokens of the index that each found, one after the other, and which each belongs to."""
        place = self._place[tokens]
        first, last = self._starts[place], self._starts[place + 1]
        asked = np.repeat(np.arange(len(tokens)), last - first)
        within = np.arange(len(asked)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
        return asked, self._pairs[first[asked] + within] % max(1, self._index.tokens.size)

    def cost(self, tokens: Numbers, listed: Array) -> Floats:
        """Give what pairs of a token and a token of the index cost, that of "different" where they did not meet."""
        found = np.full(len(tokens), np.float32(_bounds()["different"]))
        if len(self._pairs):
            pairs = self._place[tokens] * self._index.tokens.size + listed
            at = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            met = self._pairs[at] == pairs
            found[met] = self._costs[at[met]]
        return found


@cache
def _bounds() -> dict[str, float]:
    return dict(rules.load("screening/retrieval")["bounds"])
