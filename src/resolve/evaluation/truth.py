"""Results and truths as tables, recognised by their columns and brought together by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.errors import InputError
from resolve.evaluation.metrics import Scores, score_clusters, score_links
from resolve.records.sources import read_source

if TYPE_CHECKING:
    import pandas as pd


def evaluate_tables(result: Any, truth: Any) -> Scores:
    """Score a result against a truth, each a table (path or frame) of one of two forms.

    A *clustering* has a record column, an entity column and optionally a source column; *links* have a left and a
    right column. Recognised names are in `rules/schemas/truth`. Of a clustering against links, only pairs across
    sources count, as in linking two files.

    Raises:
        InputError: a table has neither form, or no record of the result is in the truth.
    """
    found, true = _table(result), _table(truth)
    if _is_links(true):
        pairs = _link_set(found) if _is_links(found) else _cross_pairs(found)
        return score_links(pairs, _link_set(true))
    if _is_links(found):
        return score_links(_link_set(found), _inside(_clustering(true)))
    return _clusters(_clustering(found), _clustering(true))


def _table(data: Any) -> pd.DataFrame:
    frame: pd.DataFrame = read_source(data).table.to_pandas()
    return frame.rename(columns={name: name.strip().lower() for name in frame.columns})


def _column(frame: pd.DataFrame, role: str) -> str | None:
    names = rules.load("schemas/truth")["columns"][role]
    return next((name for name in names if name in frame.columns), None)


def _is_links(frame: pd.DataFrame) -> bool:
    return _column(frame, "left") is not None and _column(frame, "right") is not None


def _link_set(frame: pd.DataFrame) -> set[tuple[str, str]]:
    left, right = frame[_column(frame, "left")], frame[_column(frame, "right")]
    return {(a, b) if a <= b else (b, a) for a, b in zip(left, right, strict=True)}


def _clustering(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    record, entity, source = (_column(frame, role) for role in ("record", "entity", "source"))
    if record is None or entity is None:
        raise InputError(
            "expected a table with a record column (record_id, id, …) and an entity column (entity_id, cluster, …), "
            f"or links (left_id, right_id); found the columns: {', '.join(frame.columns)}"
        )
    where = frame[source] if source else ""
    return pd.DataFrame({"source": where, "record": frame[record], "entity": frame[entity]})


def _clusters(found: pd.DataFrame, true: pd.DataFrame) -> Scores:
    both_name_sources = (found["source"] != "").any() and (true["source"] != "").any()
    key = ["source", "record"] if both_name_sources else ["record"]
    if true.duplicated(key).any() or found.duplicated(key).any():
        raise InputError(
            f"a record is listed twice ({' and '.join(key)} repeat); list each record once, with its source where "
            "sources number their records alike"
        )
    merged = found.merge(true, on=key, suffixes=("_found", "_true"))
    if merged.empty:
        raise InputError("no record of the result is in the truth; do both use the same record ids and source names?")
    return score_clusters(
        merged["entity_found"].tolist(), merged["entity_true"].tolist(), unmatched=len(found) - len(merged)
    )


def _inside(clustering: pd.DataFrame) -> set[tuple[str, str]]:
    together = clustering.merge(clustering, on="entity")
    together = together[together["record_x"] < together["record_y"]]
    return set(zip(together["record_x"], together["record_y"], strict=True))


def _cross_pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    clustering = _clustering(frame)
    together = clustering.merge(clustering, on="entity")
    if (clustering["source"] != "").any():
        together = together[together["source_x"] != together["source_y"]]
    together = together[together["record_x"] < together["record_y"]]
    return set(zip(together["record_x"], together["record_y"], strict=True))
