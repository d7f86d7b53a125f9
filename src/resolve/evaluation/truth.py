"""Results and truths as tables, recognised by their columns and brought together by record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.evaluation.metrics import Scores, score_clusters, score_links
from resolve.records.sources import read_source

if TYPE_CHECKING:
    import pandas as pd

    from resolve.records.prepare import Records

_LONGEST_HEADER = 100_000

Named = tuple[str, str]
Pair = tuple[Named, Named]


def evaluate_tables(result: Any, truth: Any, *, records: Records | None = None) -> Scores:
    """Score a result against a truth, each a table (path or frame) of one of two forms.

    A *clustering* has a record column, an entity column and optionally a source column; *links* have a left and a
    right column and optionally their sources. Recognised names are in `rules/schemas/truth`. Where both tables say the
    source, records are told apart by it as well, and pairs of sources that the result does not have are left out of
    the truth (`records` has them all; without, those it names). Where either is a list of links across sources
    only, pairs within a source do not count.

    Raises:
        InputError: a table has neither form, or no record of the result is in the truth.
    """
    found, true = table_of(result), table_of(truth)
    if not _is_links(found) and not _is_links(true):
        return _clusters(_clustering(found), _clustering(true))
    if records and not _has_sources(true) and len(set(records.record_ids.tolist())) < len(records):
        true = _with_sides(true, records)
    by_source = _has_sources(found) and _has_sources(true)
    of_found, of_true = _pairs(found, by_source), _pairs(true, by_source)
    if by_source:
        known = set(records.source_names()) if records else {side[0] for pair in of_found for side in pair}
        of_true = {pair for pair in of_true if pair[0][0] in known and pair[1][0] in known}
    if by_source and any(_is_links(table) and _across(pairs) for table, pairs in ((found, of_found), (true, of_true))):
        of_found, of_true = ({(a, b) for a, b in pairs if a[0] != b[0]} for pairs in (of_found, of_true))
    return score_links(of_found, of_true)


def clustering_of(truth: Any) -> pd.DataFrame:
    """Read a clustering as a table of the columns source ("" where it does not say), record and entity.

    Raises:
        InputError: it is no clustering.
    """
    return _clustering(table_of(truth))


def table_of(data: Any) -> pd.DataFrame:
    """Read a table (path or frame) of texts, its column names in lower case."""
    frame = _without_rows(data)
    if frame is None:
        frame = read_source(data).table.to_pandas()
    return frame.rename(columns={name: name.strip().lower() for name in frame.columns})


def _without_rows(data: Any) -> pd.DataFrame | None:
    """Give a table that has columns but no rows, which is a result too: nothing was linked; else None."""
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return data if data.empty and len(data.columns) else None
    if not isinstance(data, str | Path) or Path(data).suffix != ".csv" or not Path(data).is_file():
        return None
    with Path(data).open("rb") as file:
        header = file.readline(_LONGEST_HEADER)
        if not header.strip() or file.readline(1):
            return None
    return pd.DataFrame(columns=next(csv.reader([header.decode("utf-8-sig", "replace")])))


def column_of(frame: pd.DataFrame, role: str) -> str | None:
    """Give the name of the column that has a role of `rules/schemas/truth`, or None."""
    names = rules.load("schemas/truth")["columns"][role]
    return next((name for name in names if name in frame.columns), None)


def _is_links(frame: pd.DataFrame) -> bool:
    return column_of(frame, "left") is not None and column_of(frame, "right") is not None


def _has_sources(frame: pd.DataFrame) -> bool:
    roles = ("left_source", "right_source") if _is_links(frame) else ("source",)
    return all(column_of(frame, role) is not None for role in roles)


def _with_sides(links: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Take the left of true links for records of the first source and the right for the second's.

    Raises:
        InputError: there are not two sources, or the truth does not list links.
    """
    names = records.source_names()
    if len(names) != 2 or not _is_links(links):
        raise InputError(
            "sources of the result number their records alike, and the truth does not say the source; "
            "give it a column source, or left_source and right_source"
        )
    return links.assign(left_source=names[0], right_source=names[1])


def _across(pairs: set[Pair]) -> bool:
    return all(left[0] != right[0] for left, right in pairs)


def _pairs(frame: pd.DataFrame, sources: bool) -> set[Pair]:
    """Give the pairs that a table of either form says belong together, each record as (source or "", id)."""
    if _is_links(frame):
        sides = []
        for side in ("left", "right"):
            where = frame[column_of(frame, side + "_source")] if sources else [""] * len(frame)
            sides.append(list(zip(where, frame[column_of(frame, side)], strict=True)))
        return {(a, b) if a <= b else (b, a) for a, b in zip(*sides, strict=True)}
    clustering = _clustering(frame)
    clustering["record"] = list(
        zip(clustering["source"] if sources else [""] * len(frame), clustering["record"], strict=True)
    )
    together = clustering.merge(clustering, on="entity")
    return {(a, b) for a, b in zip(together["record_x"], together["record_y"], strict=True) if a < b}


def _clustering(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    record, entity, source = (column_of(frame, role) for role in ("record", "entity", "source"))
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


@dataclass(frozen=True)
class Judged:
    """Scored pairs beside the truth.

    Attributes:
        weights: bits of each pair whose two records the truth knows. match: whether it is one.
        all_pairs: pairs of the truth that could have been found. unknown: pairs left out.
    """

    weights: npt.NDArray[np.float64]
    match: npt.NDArray[np.bool_]
    all_pairs: int
    unknown: int = 0

    def with_more(self, more: Judged) -> Judged:
        """Give these pairs and others of the same result, none of them twice."""
        weights, match = np.concatenate([self.weights, more.weights]), np.concatenate([self.match, more.match])
        return Judged(
            weights, match, self.all_pairs if len(self.weights) else more.all_pairs, self.unknown + more.unknown
        )


def judge_pairs(pairs: Any, truth: Any, *, records: Any = None) -> Judged:
    """Say of scored pairs which are matches.

    Args:
        pairs: a table (path or frame) of links with their weight, each pair once. truth: a clustering or links.
        records: a clustering of all records that took part, to count what could have been found; without it, all
            records of the truth did. Where all pairs are across sources, pairs within one do not count.

    Raises:
        InputError: a table lacks a column, lists a record twice, or sources number their records alike and the truth
            does not say the source.
    """
    found, true = table_of(pairs), table_of(truth)
    weight = column_of(found, "weight")
    if not _is_links(found) or weight is None:
        raise InputError(
            "expected links with their weight (left_id, right_id, weight); "
            f"found the columns: {', '.join(found.columns)}"
        )
    named = _Ends.of(found, by_source=_has_sources(found) and _has_sources(true))
    bits = np.asarray(found[weight], np.float64)
    if _is_links(true):
        true_pairs = np.unique(_Ends.of(true, by_source=named.by_source).sorted())
        return Judged(bits, np.isin(named.sorted(), true_pairs), len(true_pairs))
    return _judged_by_clustering(bits, named, true, records)


@dataclass(frozen=True)
class _Ends:
    """The records of pairs, each as one text of its id, and of its source where they are told apart by it as well."""

    left: npt.NDArray[np.object_]
    right: npt.NDArray[np.object_]
    by_source: bool
    across: bool

    @classmethod
    def of(cls, links: pd.DataFrame, *, by_source: bool) -> _Ends:
        sides = [links[column_of(links, side)] for side in ("left", "right")]
        across = False
        if _has_sources(links):
            sources = [links[column_of(links, side)] for side in ("left_source", "right_source")]
            across = len(links) > 0 and bool((sources[0] != sources[1]).all())
        left, right = (_keys(sources[at] if by_source else None, sides[at]) for at in (0, 1))
        return cls(left, right, by_source, across)

    def sorted(self) -> npt.NDArray[np.object_]:
        """Give each pair as one text, the same whichever of its records is on the left."""
        swap = self.left > self.right
        low, high = np.where(swap, self.right, self.left), np.where(swap, self.left, self.right)
        return np.asarray(low + "\x1e" + high, object)


def _judged_by_clustering(bits: npt.NDArray[np.float64], named: _Ends, true: pd.DataFrame, records: Any) -> Judged:
    import pandas as pd

    clustering = _clustering(true)
    keys = pd.Index(_keys(clustering["source"] if named.by_source else None, clustering["record"]))
    if records is not None:
        known = _clustering(table_of(records))
        of_result = pd.Index(_keys(known["source"] if named.by_source else None, known["record"]))
        if of_result.has_duplicates:
            raise InputError("sources of the result number their records alike; give the truth a column source")
        place = of_result.get_indexer(keys)
        clustering = clustering.assign(source=known["source"].to_numpy()[place])[place >= 0]
        keys = keys[place >= 0]
    if keys.has_duplicates:
        raise InputError("the truth lists a record twice; give it a column source where sources number records alike")
    if clustering.empty:
        raise InputError("no record of the result is in the truth; do both use the same record ids and source names?")
    entity = np.append(pd.factorize(clustering["entity"])[0], -1)
    one, other = (entity[keys.get_indexer(pd.Index(side))] for side in (named.left, named.right))
    both = (one >= 0) & (other >= 0)
    total = _pairs_in(clustering["entity"])
    if named.across and (clustering["source"] != "").any():
        total -= _pairs_in(clustering["entity"].astype(str) + "\x1f" + clustering["source"].astype(str))
    return Judged(bits[both], (one == other)[both], total, int((~both).sum()))


def _pairs_in(entities: pd.Series[Any]) -> int:
    sizes = entities.value_counts().to_numpy().astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _keys(sources: pd.Series[Any] | None, names: pd.Series[Any]) -> npt.NDArray[np.object_]:
    texts = names.astype(str)
    return (texts if sources is None else sources.astype(str) + "\x1f" + texts).to_numpy(dtype=object)
