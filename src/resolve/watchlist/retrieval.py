"""Which names of an index are worth comparing with a query's name.

The tokens of a query look up tokens of the index by their keys (`watchlist.keys`), and the comparison of tokens says
what each costs. A name is a candidate where enough of its tokens are found: two, or one where either name has no more
that say anything. Candidates are ranked by a bound on what the whole comparison will cost, and the best are kept.

>>> index = NameIndex.of([("Hashim Thaçi", 0), ("Ana Ilić", 1), ("Hasan Thaqi", 2)])
>>> search = Retrieval(index)
>>> found = search.candidates(search.asked(["Ана Илић"]))
>>> sorted(zip(found.query.tolist(), found.name.tolist()))
[(0, 1)]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resolve.names.reading import Names, Read, read_many
from resolve.names.vocabulary import INITIAL, Numbers
from resolve.text.repair import repair_many
from resolve.watchlist.index import NameIndex, neighbours
from resolve.watchlist.keys import joined_keys, single_keys
from resolve.watchlist.matches import Floats, TokenMatches, bounds
from resolve.watchlist.postings import Rows, first_of_runs, spread


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
    """Looks names up in an index; what tokens of queries found is kept for the next query that has them.

    Args:
        followed: the commonest token of a name is followed only to so many names; None is the bound of the rules. Of
            organisations' names, many a commonest word is a trade's, and tells nothing by itself.
    """

    def __init__(self, index: NameIndex, followed: int | None = None) -> None:
        self.index = index
        self._followed = bounds()["followed"] if followed is None else followed
        self._matches = TokenMatches(index)

    def asked(self, texts: Sequence[str]) -> Asked:
        """Read the names of queries; aliases within a text are asked about too."""
        reads: list[Read] = []
        query: list[int] = []
        for number, whole in enumerate(read_many(repair_many(list(texts)))):
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
        self._matches.learn(asked.names.tokens)
        initial = (words["traits"][asked.names.tokens] & INITIAL) != 0
        tokens = _Tokens.of(asked, initial, self._matches.names_under, self._followed)
        met = self._follow(tokens)
        joined = self._by_joined(asked, tokens)
        pairs, number = np.unique(np.concatenate([met.pair, joined]), return_inverse=True)
        if not len(pairs):
            return Found(*(np.empty(0, np.int64) for _ in range(3)))
        row, name = np.divmod(pairs, len(self.index))
        least = self._least(asked, tokens, row, name)
        np.minimum.at(least, (number[: len(met.pair)], met.place), met.cost)
        # What was found as two tokens in one is not counted as different.
        as_one = np.zeros(len(pairs), np.float32)
        as_one[number[len(met.pair) :]] = bounds()["different"]
        row, name = self._best(row, name, self._bound(asked, least, row, name) - as_one)
        return Found(asked.query[row], row, name)

    def _follow(self, tokens: _Tokens) -> _Met:
        """Follow tokens to the names that have them.

        Those passed over are followed to names of a single token only: other candidates have another token too.
        """
        index, matches = self.index, self._matches
        at, listed, cost = matches.of(tokens.token)
        follow = ~tokens.passed_over[at]
        by_row, names = index.by_token.of(listed[follow])
        token, worth = at[follow][by_row], cost[follow][by_row]
        alone, single = index.by_token.of(listed[~follow])
        lone = index.sizes[single] == 1
        token = np.concatenate([token, at[~follow][alone[lone]]])
        worth = np.concatenate([worth, cost[~follow][alone[lone]]])
        names = np.concatenate([names, single[lone]])
        return _Met(tokens.row[token] * len(index) + names, tokens.place[token], worth)

    def _by_joined(self, asked: Asked, whole: _Tokens) -> Rows:
        """Follow two neighbouring tokens that are one token of the other name, whichever side has them as one."""
        words, _ = self.index.vocabulary()
        index, tokens, initial = self.index, asked.names.tokens, whole.initial
        row = np.repeat(np.arange(len(asked.names.sizes)), asked.names.sizes)
        long = np.flatnonzero(~initial & (words["size"][tokens] >= bounds()["joined_letters"]))
        single = single_keys(words, tokens[long])
        at, names = index.by_joined.under(index.joined_values, single.keys)
        split = row[long[single.rows[at]]] * len(index) + names
        first, second, of_row = neighbours(asked.names.sizes)
        pair = np.flatnonzero(~initial[first] & ~initial[second])
        both = joined_keys(words, tokens[first[pair]], tokens[second[pair]])
        at, listed = index.by_key.under(index.key_values, both.keys)
        asked_pair, names = index.by_token.of(listed)
        return np.concatenate([split, of_row[pair[both.rows[at]]][asked_pair] * len(index) + names])

    def _least(self, asked: Asked, tokens: _Tokens, row: Rows, name: Rows) -> Floats:
        """Give, by pair and place in the name asked, what the token costs at least while nothing is known of it.

        That is what an initial costs that fits, or what different tokens do; of the tokens passed over it is looked up.
        Places beyond the name are endless.
        """
        width = int(asked.names.sizes.max(initial=1))
        of_place = np.full((len(asked.names.sizes), width), np.inf, np.float32)
        rows = np.repeat(np.arange(len(asked.names.sizes)), asked.names.sizes)
        places = np.arange(len(rows)) - asked.names.starts[rows]
        of_place[rows, places] = np.where(tokens.initial, bounds()["initial"], bounds()["different"])
        least: Floats = of_place[row]
        passed_over = np.full(len(of_place), -1, np.int64)
        skipped = np.flatnonzero(tokens.passed_over)
        passed_over[tokens.row[skipped]] = skipped
        pair = np.flatnonzero(passed_over[row] >= 0)
        starts = self.index.starts[name[pair]]
        at, listed = spread(starts, starts + self.index.sizes[name[pair]])
        token = passed_over[row[pair]]
        cost = self._matches.cost(tokens.token[token[at]], self.index.token_rows[listed])
        np.minimum.at(least, (pair[at], tokens.place[token[at]]), cost)
        return least

    def _bound(self, asked: Asked, least: Floats, row: Rows, name: Rows) -> Floats:
        """Bound the cost of pairs from below: as many of the cheapest tokens as the shorter name has, and the rest."""
        theirs, ours = self.index.sizes[name].astype(np.int64), asked.names.sizes[row]
        least.sort(axis=1)
        counted = np.where(np.arange(least.shape[1]) < np.minimum(theirs, ours)[:, None], least, np.float32(0))
        total: Floats = counted.sum(1) + np.float32(bounds()["left_over"]) * np.abs(theirs - ours)
        return total

    def _best(self, row: Rows, name: Rows, cost: Floats) -> tuple[Rows, Rows]:
        """Keep the candidates that the bound on their cost leaves hope for, the best of each name asked."""
        keep = np.flatnonzero(cost <= bounds()["hopeless"])
        row, name, cost = row[keep], name[keep], cost[keep]
        order = np.lexsort((cost, row))
        row, name = row[order], name[order]
        first = np.searchsorted(row, row)
        near = np.arange(len(row)) - first < bounds()["most"]
        return row[near], name[near]


@dataclass(frozen=True)
class _Met:
    """Tokens that met: the pair of names (row * names + name), the token's place in its name, and what it costs."""

    pair: Rows
    place: Rows
    cost: Floats


@dataclass(frozen=True)
class _Tokens:
    """The tokens of names that are asked, but for initials: their names' rows, and places there.

    `passed_over` tells the one of each name that the most names of the index have, where the name has several and those
    are too many to be followed. `initial` is by token of all, initials too.
    """

    token: Numbers
    row: Rows
    place: Rows
    passed_over: npt.NDArray[np.bool_]
    initial: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls, asked: Asked, initial: npt.NDArray[np.bool_], names_under: Callable[[Numbers], Rows], followed: float
    ) -> _Tokens:
        names = asked.names
        whole = np.flatnonzero(~initial)
        row = np.repeat(np.arange(len(names.sizes)), names.sizes)[whole]
        token = names.tokens[whole]
        under = names_under(token)
        order = np.lexsort((-under, row))
        passed_over = np.zeros(len(whole), bool)
        passed_over[order[first_of_runs(row[order])]] = True
        passed_over &= (np.bincount(row, minlength=len(names.sizes))[row] > 1) & (under > followed)
        return cls(token, row, whole - names.starts[row], passed_over, initial)
