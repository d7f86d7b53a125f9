"""Labels as people hand them in: forms, words, ids that are not there, contradictions."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.errors import InputError
from resolve.evaluation.labelled import read_labels
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources


def records_of(*counts: int):
    frames = [
        pd.DataFrame({"id": [f"r{n}" for n in range(count)], "name": [f"Ana Marić{n}" for n in range(count)]})
        for count in counts
    ]
    sources = read_sources({f"s{place}": frame for place, frame in enumerate(frames)})
    return prepare(sources, read_schemas(sources, Schema.of(None)))


def pairs(*rows: tuple[str, str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["left_id", "right_id", "match"])


def test_words_for_yes_no_and_unsure():
    said = pairs(("r0", "r1", "Yes"), ("r2", "r1", "0"), ("r1", "r3", "unsure"), ("r3", "r4", "TRUE"), ("r4", "r0", ""))
    labels = read_labels(said, records_of(5))
    found = sorted(
        zip(labels.pairs.left.tolist(), labels.pairs.right.tolist(), labels.pairs.match.tolist(), strict=True)
    )
    assert found == [(0, 1, True), (1, 2, False), (3, 4, True)]
    assert labels.told == {"given": 5, "unsure": 2, "unknown": 0, "repeated": 0, "inconsistent": 0}


@pytest.mark.parametrize(("yes", "no"), [(1, 0), (True, False), (1.0, 0.0)])
def test_labels_may_be_numbers_or_flags(yes, no):
    labels = read_labels(pairs(("r0", "r1", yes), ("r0", "r2", no)), records_of(3))
    assert labels.pairs.match.tolist() == [True, False]


def test_a_table_without_labels_lists_matches():
    assert read_labels(pairs(("r0", "r1", "")).drop(columns="match"), records_of(3)).pairs.match.tolist() == [True]


def test_unknown_ids_are_counted_and_left_out():
    labels = read_labels(pairs(("r0", "r1", 1), ("r0", "nobody", 1), ("r2", "r2", 1)), records_of(3))
    assert len(labels.pairs) == 1 and labels.told["unknown"] == 1
    with pytest.raises(InputError, match="no pair of the labels is in the data"):
        read_labels(pairs(("x", "y", 1)), records_of(3))


def test_one_pair_said_both_ways_is_refused_whichever_way_round():
    with pytest.raises(InputError, match="rows 1 and 3: one pair is labelled as a match and as none"):
        read_labels(pairs(("r0", "r1", 1), ("r0", "r2", 0), ("r1", "r0", 0)), records_of(3))
    assert read_labels(pairs(("r0", "r1", 1), ("r1", "r0", 1)), records_of(3)).told["repeated"] == 1


def test_labels_that_contradict_by_way_of_others_are_counted():
    said = pairs(("r0", "r1", 1), ("r1", "r2", 1), ("r0", "r2", 0))
    assert read_labels(said, records_of(3)).told["inconsistent"] == 1


def test_a_label_that_is_not_understood_is_named_with_its_row():
    with pytest.raises(InputError, match="column 'match', row 2: expected yes, no"):
        read_labels(pairs(("r0", "r1", 1), ("r0", "r2", "hm")), records_of(3))


def test_sources_tell_records_apart_that_are_numbered_alike():
    with pytest.raises(InputError, match="give each its source"):
        read_labels(pairs(("r0", "r1", 1)), records_of(2, 2))
    said = pairs(("r0", "r1", 1)).assign(left_source="s0", right_source="s1")
    labels = read_labels(said, records_of(2, 2))
    assert (labels.pairs.left.tolist(), labels.pairs.right.tolist()) == ([0], [3])
    across = read_labels(pairs(("r0", "r1", 1)), records_of(2, 2), across_only=True)
    assert (across.pairs.left.tolist(), across.pairs.right.tolist()) == ([0], [3])


def test_entities_are_read_as_truths_are():
    told = pd.DataFrame({"record_id": ["r0", "r1", "r3", "gone"], "entity_id": ["a", "a", "b", "b"]})
    labels = read_labels(told, records_of(4))
    assert labels.entities.tolist() == [0, 0, -1, 1] and labels.told["unknown"] == 1
    with pytest.raises(InputError, match="more than once"):
        read_labels(pd.concat([told, told]), records_of(4))


def test_a_table_of_neither_form_is_refused():
    with pytest.raises(InputError, match="expected a table with a record column"):
        read_labels(pd.DataFrame({"colour": ["red"]}), records_of(2))
