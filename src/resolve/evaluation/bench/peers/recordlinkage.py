"""The Python Record Linkage Toolkit: blocks, Jaro-Winkler comparisons and its unsupervised ECM classifier."""

from __future__ import annotations

import time
import warnings

import numpy as np

from resolve.evaluation.bench.peers.joining import joined
from resolve.evaluation.bench.task import Answer, PairScores, Task

_ALIKE = 0.85


def dedupe(task: Task) -> Answer:
    """Find the entities; the classifier has no threshold to try others of."""
    with warnings.catch_warnings():  # it still calls pandas and scikit-learn in ways that these warn about
        warnings.simplefilter("ignore")
        return _dedupe(task)


def _dedupe(task: Task) -> Answer:
    import recordlinkage
    from recordlinkage.compare import Exact, String

    table = task.common.reset_index(drop=True)
    indexer = recordlinkage.Index()
    for block in (["birth_date"], ["given_name", "surname"], ["national_id"], ["document"], ["phone"]):
        if all(column in table and table[column].notna().any() for column in block):
            indexer.block(block)
    pairs = indexer.index(table)
    compare = recordlinkage.Compare(
        [
            String("given_name", "given_name", method="jarowinkler", threshold=_ALIKE),
            String("surname", "surname", method="jarowinkler", threshold=_ALIKE),
            Exact("birth_date", "birth_date"),
            Exact("sex", "sex"),
            Exact("national_id", "national_id"),
            Exact("document", "document"),
            Exact("phone", "phone"),
        ]
    )
    features = compare.compute(pairs, table)
    features = features.loc[:, features.nunique() > 1]
    classifier = recordlinkage.ECMClassifier()
    links = classifier.fit_predict(features)
    labels = joined(len(table), links.get_level_values(0), links.get_level_values(1))
    if task.labels_only:
        return Answer(labels)
    start = time.perf_counter()
    probability = classifier.prob(features)
    left, right = (probability.index.get_level_values(side).to_numpy(np.int64) for side in (0, 1))
    scored = PairScores(left, right, probability.to_numpy(np.float64), probability=True)
    return Answer(labels, scored=scored, extra_seconds=time.perf_counter() - start)
