"""What tokens of queries find among the tokens of an index: by their keys, at what cost the comparison of tokens says.

>>> index = NameIndex.of([("Hashim Thaçi", 0), ("Ana Ilić", 1)])
>>> words, _ = index.vocabulary()
>>> asked = np.array(words.numbers(["тачи", "ana"]), np.int32)
>>> found = TokenMatches(index)
>>> found.learn(asked)
>>> at, listed, cost = found.of(asked)
>>> [(int(one), index.tokens[other]) for one, other in zip(at, listed.tolist())]
[(0, 'thaçi'), (1, 'ana')]
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.evidence import token_costs
from resolve.names.vocabulary import Numbers
from resolve.watchlist.index import NameIndex
from resolve.watchlist.keys import asked_keys
from resolve.watchlist.postings import Rows, spread

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

# Tokens looked up at a time; it bounds memory.
_AT_ONCE = 2_000


class TokenMatches:
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
        if words is not self._words or len(self._pairs) > bounds()["kept"]:
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
        near = np.flatnonzero(cost <= bounds()["token"])
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

    def of(self, tokens: Numbers) -> tuple[Rows, Rows, Floats]:
        """Give the tokens of the index that each found, one after the other, which each belongs to, and the costs."""
        place = self._place[tokens]
        asked, found = spread(self._starts[place], self._starts[place + 1])
        return asked, self._pairs[found] % max(1, self._index.tokens.size), self._costs[found]

    def cost(self, tokens: Numbers, listed: Array) -> Floats:
        """Give what pairs of a token and a token of the index cost, that of "different" where they did not meet."""
        found = np.full(len(tokens), np.float32(bounds()["different"]))
        if len(self._pairs):
            pairs = self._place[tokens] * self._index.tokens.size + listed
            at = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            met = self._pairs[at] == pairs
            found[met] = self._costs[at[met]]
        return found


@cache
def bounds() -> dict[str, float]:
    """Give the bounds of `rules/screening/retrieval`."""
    return dict(rules.load("screening/retrieval")["bounds"])
