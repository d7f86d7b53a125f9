"""Results and truths of either form, brought together by record."""

from __future__ import annotations

import pandas as pd
import pytest

import resolve
from resolve.errors import FileError, InputError
from resolve.evaluation.truth import evaluate_tables

FOUND = pd.DataFrame({"record_id": ["1", "2", "3", "4"], "entity_id": ["a", "a", "b", "c"]})
TRUE = pd.DataFrame({"id": ["4", "3", "2", "1"], "cluster": ["y", "y", "x", "x"]})
LINKS = pd.DataFrame({"left_id": ["1", "4"], "right_id": ["2", "3"]})


def counts(scores) -> tuple[int, int, int]:
    return scores.true_pairs, scores.found_pairs, scores.all_pairs


def test_two_clusterings():
    scores = evaluate_tables(FOUND, TRUE)
    assert counts(scores) == (1, 1, 2) and scores.records == 4 and scores.b_cubed_f1 is not None


def test_two_lists_of_links_whichever_side_comes_first():
    found = pd.DataFrame({"id_l": ["2", "1"], "id_r": ["1", "3"]})
    assert counts(evaluate_tables(found, LINKS)) == (1, 2, 2)


def test_links_against_a_clustering_and_the_other_way():
    assert counts(evaluate_tables(LINKS, TRUE)) == (2, 2, 2)
    assert counts(evaluate_tables(FOUND, LINKS)) == (1, 1, 2)


def test_of_a_clustering_against_links_only_pairs_across_sources_count():
    found = pd.DataFrame({"record_id": ["l1", "l2", "r1"], "source": ["l", "l", "r"], "entity_id": ["a"] * 3})
    links = pd.DataFrame({"left": ["l1"], "right": ["r1"], "left_source": ["l"], "right_source": ["r"]})
    assert counts(evaluate_tables(found, links)) == (1, 2, 1)
    back = pd.DataFrame({"left": ["r1"], "right": ["l1"], "left_source": ["r"], "right_source": ["l"]})
    assert counts(evaluate_tables(found, back)) == (1, 2, 1)


@pytest.mark.parametrize("name", ["record_id", "ID", " Rec_Id ", "unique_id"])
def test_columns_are_known_by_their_names(name):
    assert counts(evaluate_tables(FOUND.rename(columns={"record_id": name}), TRUE)) == (1, 1, 2)


def test_sources_that_number_alike_are_told_apart_by_their_source():
    found = pd.DataFrame({"source": ["a", "a", "b"], "record_id": ["1", "2", "1"], "entity_id": ["x", "y", "x"]})
    assert counts(evaluate_tables(found, found)) == (1, 1, 1)
    with pytest.raises(InputError, match="listed twice"):
        evaluate_tables(found, TRUE)


def test_links_of_sources_that_number_alike_are_told_apart():
    links = pd.DataFrame({"left_id": ["1"], "right_id": ["1"], "left_source": ["a"], "right_source": ["b"]})
    truth = pd.DataFrame({"source": ["a", "b"], "record_id": ["1", "1"], "entity_id": ["x", "x"]})
    assert counts(evaluate_tables(links, truth)) == (1, 1, 1)


def test_a_linking_that_found_nothing_has_found_nothing():
    frame = pd.DataFrame({"id": ["1"], "surname": ["Hoxha"], "birth_date": ["1950"]})
    linked = resolve.link(frame, frame.assign(surname="Ilić", birth_date="1990"))
    assert counts(resolve.evaluate(linked, pd.DataFrame({"left_id": ["1"], "right_id": ["1"]}))) == (0, 0, 1)


def test_the_sides_of_true_links_tell_sources_that_number_alike():
    left = pd.DataFrame(
        {
            "id": ["1", "2"],
            "surname": ["Hoxha", "Ilić"],
            "given_name": ["Agim", "Ana"],
            "birth_date": ["1950-01-02", "1990-03-04"],
        }
    )
    linked = resolve.link(left, left.iloc[::-1].assign(id=["1", "2"]))
    assert counts(resolve.evaluate(linked, pd.DataFrame({"left_id": ["1", "2"], "right_id": ["2", "1"]}))) == (2, 2, 2)
    with pytest.raises(InputError, match="left_source"):
        resolve.evaluate(resolve.dedupe([left, left, left]), pd.DataFrame({"left_id": ["1"], "right_id": ["2"]}))


def test_records_that_the_truth_does_not_know_are_counted_and_left_out():
    more = pd.concat([FOUND, pd.DataFrame({"record_id": ["9"], "entity_id": ["a"]})])
    scores = evaluate_tables(more, TRUE)
    assert counts(scores) == (1, 1, 2) and scores.unmatched == 1


def test_files_and_frames_and_numbers_are_one(tmp_path):
    FOUND.to_csv(tmp_path / "found.csv", index=False)
    TRUE.to_csv(tmp_path / "true.csv", sep=";", index=False)
    assert evaluate_tables(tmp_path / "found.csv", tmp_path / "true.csv") == evaluate_tables(FOUND, TRUE)
    assert resolve.evaluate(FOUND.astype({"record_id": int}), TRUE) == evaluate_tables(FOUND, TRUE)


def test_what_cannot_be_scored_is_refused(tmp_path):
    with pytest.raises(InputError, match="found the columns: a, b"):
        evaluate_tables(pd.DataFrame({"a": ["1"], "b": ["2"]}), TRUE)
    with pytest.raises(InputError, match="no record of the result"):
        evaluate_tables(FOUND.assign(record_id=["7", "8", "9", "10"]), TRUE)
    with pytest.raises(InputError, match="listed twice"):
        evaluate_tables(FOUND.assign(record_id="1"), TRUE)
    with pytest.raises(FileError):
        evaluate_tables(tmp_path / "none.csv", TRUE)


def test_a_resolution_of_dedupe_is_scored_by_entities_and_one_of_link_by_links():
    frame = pd.DataFrame(
        {"id": ["1", "2"], "surname": ["Hoxha"] * 2, "birth_date": ["1.2.1985"] * 2, "phone": ["064123456"] * 2}
    )
    truth = pd.DataFrame({"record_id": ["1", "2"], "entity_id": ["x", "x"]})
    assert counts(resolve.evaluate(resolve.dedupe(frame), truth)) == (1, 1, 1)
    linked = resolve.link(frame.head(1), frame.tail(1))
    assert counts(resolve.evaluate(linked, pd.DataFrame({"left_id": ["1"], "right_id": ["2"]}))) == (1, 1, 1)
