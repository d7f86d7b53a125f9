"""Calibration against a plain twin, and against scikit-learn where it is installed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.errors import InputError
from resolve.evaluation.calibration import calibration

ROWS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(1, 12))
def test_errors_are_those_of_a_plain_count(rows, bins):
    said, true = zip(*rows, strict=True)
    measured = calibration(said, true, bins=bins)
    cells: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        cells.setdefault(min(int(row[0] * bins), bins - 1), []).append(row)
    apart = {
        at: abs(sum(said for said, _ in cell) - sum(true for _, true in cell)) / len(cell) for at, cell in cells.items()
    }
    assert measured.error == pytest.approx(sum(apart[at] * len(cell) for at, cell in cells.items()) / len(rows))
    assert measured.largest == pytest.approx(max(apart.values()))
    assert sum(cell.pairs for cell in measured.bins) == len(rows)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_agrees_with_scikit_learn(rows):
    metrics = pytest.importorskip("sklearn.metrics")
    said, true = zip(*rows, strict=True)
    assert calibration(said, true).brier == pytest.approx(
        metrics.brier_score_loss([*true, True, False], [*said, 1, 0]) * (len(rows) + 2) / len(rows)
    )


def test_bad_input_is_refused_and_none_is_perfect():
    assert calibration([], []).error == 0
    with pytest.raises(InputError, match="as many"):
        calibration([0.5], [])
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(InputError, match="outside"):
            calibration([bad], [True])
    with pytest.raises(InputError, match="one bin"):
        calibration([0.5], [True], bins=0)
