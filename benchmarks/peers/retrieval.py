"""Candidates for a query among many names, by the union of three cheap measures, so that hardly any is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peers.name_scorers import plain

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """Target rows to look at for each query: rows[start[i] : start[i + 1]] for query i."""

    start: Numbers
    rows: Numbers

    @property
    def query(self) -> Numbers:
        """Give the query of each candidate."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def retrieve(queries: Sequence[str], targets: Sequence[str], best: int) -> Candidates:
    """Unite the `best` targets of each query by n-grams of letters, by n-grams of consonants, and by edits."""
    left, right = plain(queries), plain(targets)
    lists = [
        _top_by_ngrams(left, right, best),
        _top_by_ngrams(_skeletons(left), _skeletons(right), best),
        _top_by_edits(left, right, best),
    ]
    each = np.sort(np.concatenate(lists, axis=1), axis=1)
    first = np.ones(each.shape, dtype=np.bool_)
    first[:, 1:] = each[:, 1:] != each[:, :-1]
    start = np.concatenate([[0], np.cumsum(first.sum(axis=1))])
    return Candidates(start.astype(np.int64), each[first].astype(np.int64))


def _skeletons(names: Sequence[str]) -> list[str]:
    """Keep the consonants, the spellings of one sound as one letter where that is easy."""
    table = str.maketrans({**dict.fromkeys("aeiouyjh'`", ""), "q": "k", "c": "k", "w": "v", "x": "ks", "z": "s"})
    return [name.translate(table) for name in names]


def _ngrams(name: str) -> Iterator[str]:
    """Give the runs of two and three letters of each word, its ends marked."""
    for word in name.split():
        marked = f" {word} "
        for size in (2, 3):
            for at in range(len(marked) - size + 1):
                yield marked[at : at + size]


def _top_by_ngrams(queries: Sequence[str], targets: Sequence[str], best: int) -> Numbers:
    """Give the `best` targets of each query by the cosine of TF-IDF vectors of letter n-grams."""
    from scipy import sparse

    vocabulary: dict[str, int] = {}
    counted = []
    for names in (targets, queries):
        grams = [[vocabulary.setdefault(gram, len(vocabulary)) for gram in _ngrams(name)] for name in names]
        start = np.concatenate([[0], np.cumsum([len(found) for found in grams])])
        flat = np.fromiter((gram for found in grams for gram in found), dtype=np.int64, count=int(start[-1]))
        counted.append((start, flat))
    matrices = []
    for start, flat in counted:
        matrix = sparse.csr_matrix((np.ones(len(flat)), flat, start), shape=(len(start) - 1, len(vocabulary)))
        matrix.sum_duplicates()
        matrices.append(matrix)
    frequency = np.asarray((matrices[0] > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(targets)) / (1 + frequency)) + 1
    weighted = []
    for matrix in matrices:
        scaled = matrix @ sparse.diags(rarity)
        length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
        weighted.append(sparse.diags(1 / np.maximum(length, 1e-12)) @ scaled)
    columns = weighted[0].T.tocsr()
    return _top(len(queries), best, lambda part: (weighted[1][part] @ columns).toarray())


def _top_by_edits(queries: Sequence[str], targets: Sequence[str], best: int) -> Numbers:
    """Give the `best` targets of each query by token_sort_ratio."""
    from rapidfuzz import fuzz, process

    left, right = ([" ".join(sorted(name.split())) for name in names] for names in (queries, targets))
    return _top(
        len(left),
        best,
        lambda part: process.cdist(left[part], right, scorer=fuzz.ratio, dtype=np.float32, workers=-1),
    )


def _top(count: int, best: int, score: Callable[[slice], Any], chunk: int = 250) -> Numbers:
    """Give the columns of the `best` scores of each row, a chunk of rows at a time."""
    parts = [np.empty((0, best), dtype=np.int64)]
    for start in range(0, count, chunk):
        scores = np.asarray(score(slice(start, start + chunk)))
        kept = min(best, scores.shape[1])
        parts.append(np.argpartition(-scores, kept - 1, axis=1)[:, :kept].astype(np.int64))
    return np.concatenate(parts[1:]) if count else parts[0]
