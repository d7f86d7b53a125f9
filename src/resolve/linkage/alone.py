"""What a record weighs against itself: the most that any other record could reach with it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resolve.linkage.pipeline import Linked
from resolve.scoring.comparison import CHUNK, compare
from resolve.scoring.weights import weigh


def weights_with_themselves(linked: Linked) -> npt.NDArray[np.float32]:
    """Give for each record the weight, in bits, of a second record that were the same in every field.

    A record with little in it, or only with what is common, stays low: where it is under the bound of a link, no other
    record can be linked to it. Records that are equal weigh the same.
    """
    records, model = linked.records, linked.model
    comparisons = [each.comparison for each in model.comparisons_in(records)]
    found = np.empty(len(records), np.float32)
    for start in range(0, len(records), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(records)), dtype=np.int32)
        levels = compare(records, comparisons, rows, rows)
        found[rows] = weigh(records, model, levels, rows, rows)
    return found
