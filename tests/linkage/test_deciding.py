"""Only pairs within a component of links have a say in what becomes one entity."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.linkage.clustering import BARRED_BITS, cluster, components_of

BITS = st.sampled_from([-20.0, -5.0, 0.5, 3.0, 9.0, BARRED_BITS])
PAIRS = st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] < p[1]), BITS)


def contradict(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.full(len(left), -4.0, np.float32)


@given(PAIRS)
@settings(deadline=None)
def test_pairs_outside_of_components_change_nothing(pairs):
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    bits = np.array(list(pairs.values()), np.float32)
    linked = bits >= 2.0
    base = components_of(12, left[linked], right[linked])
    inside = base[left] == base[right]
    whole = cluster(12, left, right, bits, contradict, link_bits=2.0, join_bits=0.0)
    few = cluster(12, left[inside], right[inside], bits[inside], contradict, link_bits=2.0, join_bits=0.0)
    assert whole.labels.tolist() == few.labels.tolist()
    assert (whole.components, whole.examined, whole.split) == (few.components, few.examined, few.split)
