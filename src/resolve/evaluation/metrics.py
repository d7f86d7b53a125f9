"""How good a clustering or a list of links is, against the truth.

>>> scores = score_clusters(["a", "a", "b", "b"], ["x", "x", "x", "y"])
>>> scores.precision, round(scores.recall, 3), scores.f1
(0.5, 0.333, 0.4)
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """Measures of a result against the truth, each in [0, 1]; a share of nothing is 1.

    Attributes:
        precision, recall, f1: over pairs of records of one entity.
        true_pairs: found and right; found_pairs: found; all_pairs: in the truth.
        b_cubed_precision, b_cubed_recall, b_cubed_f1: the mean over records (Bagga and Baldwin 1998); None for links.
        exact_entities: share of true entities found exactly; None for links.
        records: how many records both sides know; unmatched: how many of the result the truth does not know.
        variation_of_information: in bits, 0 for the same clustering (Meila 2007); None for links.
    """

    precision: float
    recall: float
    f1: float
    true_pairs: int
    found_pairs: int
    all_pairs: int
    b_cubed_precision: float | None = None
    b_cubed_recall: float | None = None
    b_cubed_f1: float | None = None
    exact_entities: float | None = None
    records: int = 0
    unmatched: int = 0
    variation_of_information: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain types, ready for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        lines = [
            f"pairs      precision {self.precision:.4f}   recall {self.recall:.4f}   F1 {self.f1:.4f}"
            f"   ({self.true_pairs:,} right of {self.found_pairs:,} found, {self.all_pairs:,} in the truth)"
        ]
        if self.b_cubed_f1 is not None:
            lines.append(
                f"B-cubed    precision {self.b_cubed_precision:.4f}   recall {self.b_cubed_recall:.4f}"
                f"   F1 {self.b_cubed_f1:.4f}"
            )
            lines.append(f"entities   {self.exact_entities:.2%} found exactly")
        if self.unmatched:
            lines.append(f"{self.unmatched:,} records of the result are not in the truth and were left out")
        return "\n".join(lines)


def score_clusters(found: Sequence[Any] | Counts, true: Sequence[Any] | Counts, *, unmatched: int = 0) -> Scores:
    """Score a clustering of records.

    Args:
        found, true: for each record, in one order, its entity in the result and in the truth.
    """
    import pandas as pd

    codes_found, codes_true = pd.factorize(np.asarray(found))[0], pd.factorize(np.asarray(true))[0]
    sizes_found, sizes_true = np.bincount(codes_found), np.bincount(codes_true)
    cell = codes_found.astype(np.int64) * (len(sizes_true) or 1) + codes_true
    distinct, overlap = np.unique(cell, return_counts=True)
    of_found, of_true = np.divmod(distinct, len(sizes_true) or 1)
    right, found_pairs, all_pairs = _pairs(overlap), _pairs(sizes_found), _pairs(sizes_true)
    records = len(codes_found)
    squares = overlap.astype(float) ** 2
    b_precision = _share(float((squares / sizes_found[of_found]).sum()), records)
    b_recall = _share(float((squares / sizes_true[of_true]).sum()), records)
    exact = (overlap == sizes_found[of_found]) & (overlap == sizes_true[of_true])
    precision, recall = _share(right, found_pairs), _share(right, all_pairs)
    return Scores(
        precision,
        recall,
        _f1(precision, recall),
        right,
        found_pairs,
        all_pairs,
        b_precision,
        b_recall,
        _f1(b_precision, b_recall),
        _share(int(exact.sum()), len(sizes_true)),
        records,
        unmatched,
        _variation(overlap, sizes_found[of_found], sizes_true[of_true], records),
    )


def score_links(found: Set[Any], true: Set[Any]) -> Scores:
    """Score links between records, each an unordered pair given in one order on both sides."""
    right = len(found & true)
    precision, recall = _share(right, len(found)), _share(right, len(true))
    return Scores(precision, recall, _f1(precision, recall), right, len(found), len(true))


def _pairs(sizes: Counts) -> int:
    whole = sizes.astype(np.int64)
    return int((whole * (whole - 1) // 2).sum())


def _variation(overlap: Counts, of_found: Counts, of_true: Counts, records: int) -> float:
    """Give the entropy of each clustering given the other, added up, in bits."""
    if not records:
        return 0.0
    uncertain = np.log2(of_found / overlap) + np.log2(of_true / overlap)
    return float((overlap * uncertain).sum() / records)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
