"""Charts of a result by name, for the library and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.thresholds import by_threshold
from resolve.evaluation.truth import judge_pairs
from resolve.files import write_atomically
from resolve.report import chart_data, chart_drawing, chart_svg
from resolve.report.evaluation import write_evaluation
from resolve.scoring.weights import weight_of

if TYPE_CHECKING:
    import pandas as pd

    from resolve.evaluation.metrics import Scores
    from resolve.interfaces.library import RecordName, Resolution


def data_of(resolution: Resolution, name: str, pair: tuple[RecordName, RecordName] | None, truth: Any) -> pd.DataFrame:
    """Give the figures of a chart (see `Resolution.chart`)."""
    linked = resolution.linked
    if name not in chart_drawing.DRAWINGS:
        raise UnknownNameError(f"no chart '{name}'; there are: {', '.join(chart_drawing.DRAWINGS)}")
    if name == "waterfall":
        if pair is None:
            raise InputError("a waterfall is of a pair of records: give pair=(left_id, right_id)")
        return chart_data.waterfall(resolution.explain(*pair))
    if name == "precision_recall":
        if truth is None:
            raise InputError(
                "precision and recall need the truth: give truth=, a table of records and entities or of pairs"
            )
        judged = judge_pairs(scored_pairs(resolution.links, resolution.possible), truth, records=resolution.entities)
        return by_threshold(judged, weight_of(linked.task.policy.link))
    return chart_data.for_run(linked)[name]()


def draw(resolution: Resolution, name: str, pair: tuple[RecordName, RecordName] | None, truth: Any) -> Any:
    """Draw a chart with Altair (see `Resolution.chart`)."""
    data = data_of(resolution, name, pair, truth)
    return chart_drawing.DRAWINGS[name](data)


def scored_pairs(links: pd.DataFrame, possible: pd.DataFrame) -> pd.DataFrame:
    """Put links and unsure pairs together."""
    import pandas as pd

    return pd.concat([table for table in (links, possible) if len(table)] or [links], ignore_index=True)


def curve_of_files(result: Path, truth: Path) -> pd.DataFrame:
    """Score a saved result at every threshold: a folder that `save` wrote, or a table of links with their weights.

    The bound that the run used is taken to be the weight of its lightest link that the truth knows.

    Raises:
        InputError: there are no links with weights. FileError: a file cannot be read.
    """
    if not result.is_dir():
        judged = judge_pairs(result, truth)
        return by_threshold(judged, min(judged.weights.tolist(), default=None))
    links, possible, entities = (result / name for name in ("links.csv", "possible.csv", "entities.csv"))
    records = entities if entities.exists() else None
    judged = judge_pairs(links, truth, records=records)
    bound = min(judged.weights.tolist(), default=None)
    if possible.exists():
        judged = judged.with_more(judge_pairs(possible, truth, records=records))
    return by_threshold(judged, bound)


def save_curve(scores: Scores, curve: pd.DataFrame, path: Path) -> None:
    """Write precision and recall by threshold as the end of the file name says: .html, .svg or .json (Vega-Lite).

    Raises:
        InputError: another ending, or what draws it is not installed. FileError: the file cannot be written.
    """
    if path.suffix == ".html":
        write_evaluation(scores, curve, path, drawn=chart_svg.can_draw())
    elif path.suffix == ".json":
        write_atomically(path, str(chart_drawing.precision_recall(curve).to_json()) + "\n")
    elif path.suffix == ".svg":
        write_atomically(path, chart_svg.to_svg(chart_drawing.precision_recall(curve)))
    else:
        raise InputError(f"{path}: expected a file that ends in .html, .svg or .json (a Vega-Lite chart)")
