"""Labels that people have given, as tables, brought together with the records: what training learns from.

Two forms are known by their columns (`rules/schemas/truth`): pairs, with what was decided of each (left_id, right_id,
match; maybe left_source and right_source), and entities, as truths have them (record_id, entity_id; maybe source).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.errors import InputError
from resolve.evaluation.truth import clustering_of, column_of, table_of
from resolve.linkage.labelled import LabelledPairs, Labels

if TYPE_CHECKING:
    import pandas as pd

    from resolve.records.prepare import Records

_UNKNOWN = -1
Rows = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int64]


def read_labels(data: Any, records: Records, *, across_only: bool = False) -> Labels:
    """Read labels of pairs or of entities and find the records that they name.

    Args:
        data: a path or a frame. Of pairs, a table without a column of labels lists matches; pairs labelled as unsure
            (or not at all) are skipped, and those of records that are not in the data; how many is in `Labels.told`.
        across_only: whether the left of a pair is of the first of two sources and the right of the second, where
            the table does not say.

    Raises:
        InputError: the table has neither form; a label is not understood; one pair is labelled as a match and as none;
            a record is listed in two entities; or no record of the labels is in the data.
    """
    table = table_of(data)
    left, right = column_of(table, "left"), column_of(table, "right")
    if left is None or right is None:
        return _of_entities(table, records)
    match = _decided(table)
    ends = [
        _rows(records, table[name], _texts(table, f"{side}_source"), place if across_only else None)
        for place, (side, name) in enumerate((("left", left), ("right", right)))
    ]
    known = (ends[0] != _UNKNOWN) & (ends[1] != _UNKNOWN)
    decided = match != _UNKNOWN
    if len(table) and not known.any():
        raise InputError("no pair of the labels is in the data; do both use the same record ids and source names?")
    usable = known & decided & (ends[0] != ends[1])
    pairs, places = _distinct(ends[0], ends[1], match, usable)
    told = {
        "given": len(table),
        "unsure": int((~decided).sum()),
        "unknown": int((decided & ~known).sum()),
        "repeated": int(usable.sum()) - len(places),
        "inconsistent": _inconsistent(pairs),
    }
    return Labels(pairs, told=told)


def _decided(table: pd.DataFrame) -> Codes:
    """Give 1 for a match, 0 for none, -1 where nobody could tell; all 1 where there is no column of labels."""
    column = column_of(table, "match")
    if column is None:
        return np.ones(len(table), np.int64)
    words = rules.load("schemas/truth")["labels"]
    meaning = {word: number for number, name in ((1, "yes"), (0, "no"), (_UNKNOWN, "unsure")) for word in words[name]}
    said = table[column].fillna("").astype(str).str.strip().str.lower()
    codes = said.map(meaning)
    if codes.isna().any():
        place = int(np.flatnonzero(codes.isna().to_numpy())[0])
        raise InputError(
            f"labels, column '{column}', row {place + 1}: expected yes, no, 1, 0, true, false or unsure, "
            f"found '{said.iloc[place][:40]}'"
        )
    return codes.to_numpy(np.int64)


def _texts(table: pd.DataFrame, role: str) -> pd.Series[str] | None:
    column = column_of(table, role)
    return None if column is None else table[column].fillna("").astype(str)


def _rows(records: Records, ids: pd.Series[Any], sources: pd.Series[str] | None, side: int | None) -> Rows:
    """Find the rows of records by their ids; -1 where there is none.

    Raises:
        InputError: an id is that of several records, and no source says which.
    """
    import pandas as pd

    names = records.source_names()
    own = pd.Series(records.record_ids.astype(str))
    asked = ids.fillna("").astype(str)
    if sources is not None:
        own = own + "\0" + pd.Series(np.array(names, object)[records.source_codes])
        asked = asked + "\0" + sources
    rows = np.arange(len(records))
    if sources is None and side is not None and len(names) == 2:
        rows = rows[records.source_codes == side]
    own = own.iloc[rows]
    index = pd.Index(own)
    if not index.is_unique and asked.isin(own[own.duplicated()]).any():
        raise InputError(
            "labels name records by ids that several records have; give each its source (source, or left_source and "
            "right_source), and each record of a source its own id"
        )
    first = ~own.duplicated().to_numpy()
    found = pd.Index(own[first]).get_indexer(pd.Index(asked))
    return np.where(found >= 0, rows[first][found], _UNKNOWN).astype(np.int32)


def _distinct(left: Rows, right: Rows, match: Codes, usable: npt.NDArray[np.bool_]) -> tuple[LabelledPairs, Codes]:
    """Give each pair once, with the places of the labels that were kept."""
    place = np.flatnonzero(usable)
    low, high = np.minimum(left, right)[place], np.maximum(left, right)[place]
    order = np.lexsort((place, high, low))
    low, high, place = low[order], high[order], place[order]
    again = np.concatenate([[False], (low[1:] == low[:-1]) & (high[1:] == high[:-1])])[: len(place)]
    against = np.flatnonzero(again)[match[place[again]] != match[place[np.flatnonzero(again) - 1]]]
    if len(against):
        first, second = sorted(int(place[at]) + 1 for at in (against[0] - 1, against[0]))
        raise InputError(
            f"labels, rows {first} and {second}: one pair is labelled as a match and as none "
            f"({len(against)} such in all); keep the label that holds, or say unsure"
        )
    kept = place[~again]
    return LabelledPairs(low[~again], high[~again], match[kept] == 1), kept


def _inconsistent(pairs: LabelledPairs) -> int:
    """Count the pairs labelled as no match whose records other labels bring together."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows, place = np.unique(np.concatenate([pairs.left, pairs.right]), return_inverse=True)
    left, right = place[: len(pairs)], place[len(pairs) :]
    same = pairs.match
    if not same.any():
        return 0
    joined = coo_matrix((np.ones(int(same.sum())), (left[same], right[same])), shape=(len(rows), len(rows)))
    group = connected_components(joined, directed=False)[1]
    return int((group[left] == group[right])[~same].sum())


def _of_entities(table: pd.DataFrame, records: Records) -> Labels:
    import pandas as pd

    told = clustering_of(table)
    sources = told["source"].fillna("").astype(str)
    rows = _rows(records, told["record"], sources if (sources != "").any() else None, None)
    named = told["entity"].fillna("").astype(str).str.strip()
    usable = (rows != _UNKNOWN) & (named != "").to_numpy()
    if not usable.any():
        raise InputError("no record of the labels is in the data; do both use the same record ids and source names?")
    entities = np.full(len(records), _UNKNOWN, np.int64)
    numbers = pd.factorize(named)[0]
    if len(np.unique(rows[usable])) < usable.sum():
        raise InputError("labels list a record in an entity more than once; list each record once")
    entities[rows[usable]] = numbers[usable]
    none = LabelledPairs(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, bool))
    unsure = int((named == "").sum())
    return Labels(
        none, entities, {"given": len(table), "unsure": unsure, "unknown": len(table) - unsure - int(usable.sum())}
    )
