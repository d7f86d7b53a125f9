"""How good a result is, as a page of its own: the scores, and precision and recall at every threshold."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from resolve.evaluation.metrics import Scores
from resolve.files import write_atomically
from resolve.report import figures
from resolve.report.quality import curve_section
from resolve.report.shell import document, summary_of

if TYPE_CHECKING:
    import pandas as pd


def write_evaluation(
    scores: Scores, curve: pd.DataFrame, path: str | Path, *, drawn: bool, written: date | None = None
) -> None:
    """Write the page: one file, which needs no network and runs no script.

    Args:
        curve: from `evaluation.thresholds.by_threshold`; it may have no row.
        drawn: whether to draw charts, which needs the extra `charts`.

    Raises:
        FileError: the file cannot be written. InputError: charts cannot be drawn.
    """
    write_atomically(Path(path), evaluation_page(scores, curve, drawn=drawn, written=written or date.today()))


def evaluation_page(scores: Scores, curve: pd.DataFrame, *, drawn: bool, written: date) -> str:
    """Give the page as HTML: the same text for the same figures and date."""
    tiles = [
        ("precision", f"{scores.precision:.4f}", f"{figures.count(scores.true_pairs)} pairs right", ""),
        ("recall", f"{scores.recall:.4f}", f"of {figures.many(scores.all_pairs, 'pair')} in the truth", ""),
        ("F1", f"{scores.f1:.4f}", "their harmonic mean", "lead"),
    ]
    if scores.b_cubed_f1 is not None:
        tiles.append(("B-cubed F1", f"{scores.b_cubed_f1:.4f}", "the mean over records", ""))
    if scores.exact_entities is not None:
        tiles.append(("found exactly", figures.percent(scores.exact_entities), "of the people in the truth", ""))
    sentence = f"Of {figures.many(scores.found_pairs, 'pair')} found, {figures.count(scores.true_pairs)} are right."
    sections = [("truth", "At other thresholds", curve_section(curve, drawn=drawn))]
    return document("How good the result is", written, summary_of(sentence, tiles), sections, personal=False)
