"""Looking new records up: who of these is it, and why."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resolve
from resolve.errors import InputError, UnknownNameError
from resolve.interfaces.lookup import Lookup
from resolve.scoring import room


@pytest.fixture(scope="module")
def lookup(found) -> resolve.Lookup:
    return found.lookup()


def raw(resolution, source: str, record_id: str) -> dict:
    records = resolution.linked.records
    names = np.array(records.source_names(), object)[records.source_codes]
    (row,) = np.flatnonzero((names == source) & (records.record_ids == record_id))
    return records.raw(int(row))


@pytest.mark.parametrize("across", [False, True])
def test_records_of_the_data_find_their_links_and_unsure_pairs_with_the_same_weight(found, linked, across):
    resolution = linked if across else found
    lookup = resolution.lookup()
    for table, verdict in ((resolution.links, "link"), (resolution.possible, "possible")):
        for pair in table.head(120).itertuples():
            for one, other in ((0, 1), (1, 0)):
                names = (pair.left_source, pair.left_id), (pair.right_source, pair.right_id)
                matches = lookup.find(raw(resolution, *names[one]), limit=None, source=names[one][0])
                by_name = {(match.source, match.record_id): match for match in matches}
                match = by_name[names[other]]
                assert match.weight == pytest.approx(pair.weight, abs=1e-3)
                assert match.probability == pytest.approx(pair.probability, abs=1e-5)
                assert match.verdict == verdict or across  # of two that could be, the batch takes the better
                assert across or (names[one] in by_name)  # it is itself among the data


def test_an_explanation_is_that_of_the_batch(found, lookup):
    for pair in found.links.head(40).itertuples():
        left, right = (pair.left_source, pair.left_id), (pair.right_source, pair.right_id)
        want = found.explain(left, right)
        matches = lookup.find(raw(found, *left), limit=None, source=left[0])
        (match,) = [one for one in matches if (one.source, one.record_id) == right]
        got = match.explanation
        assert [(e.field, e.left, e.right, e.level) for e in got.evidence] == [
            (e.field, e.left, e.right, e.level) for e in want.evidence
        ]
        assert [e.total for e in got.evidence] == pytest.approx([e.total for e in want.evidence], abs=1e-4)
        assert got.weight == pytest.approx(want.weight, abs=1e-3) == pytest.approx(match.weight, abs=1e-3)
        assert got.right == want.right and got.left == ("new", "record")
        assert got.prior_bits + got.near_bits + sum(e.total for e in got.evidence) == pytest.approx(got.weight)
        both = found.compare(raw(found, *left), raw(found, *right))
        assert both.weight == pytest.approx(want.weight, abs=1e-3)
        assert [e.level for e in both.evidence] == [e.level for e in want.evidence]


def test_matches_come_strongest_first_with_their_entities(found, lookup):
    entities = found.entities.set_index(["source", "record_id"])["entity_id"]
    matches = lookup.find({"surname": "Тачи", "forenames": "Ђон", "dob": "30/09/1990"}, limit=None)
    assert len(matches) >= 4 and matches[0].verdict == "link"
    assert [match.weight for match in matches] == sorted((match.weight for match in matches), reverse=True)
    assert all(match.entity_id == entities[match.source, match.record_id] for match in matches)
    assert matches.fields == {"surname": "taci", "given_name": "djon", "birth_date": "1990-09-30"}
    two = lookup.find({"surname": "Тачи", "forenames": "Ђон", "dob": "30/09/1990"}, limit=2)
    assert two == matches[:2]


def test_a_lookup_changes_nothing_and_hangs_on_no_other(found, lookup):
    asked = [raw(found, *name) for name in found.entities[["source", "record_id"]].head(40).itertuples(index=False)]
    asked += [{"surname": f"Nobody{n}", "dob": "1970"} for n in range(30)]
    once = [[(m.record_id, m.weight) for m in lookup.find(one)] for one in asked]
    again = [[(m.record_id, m.weight) for m in lookup.find(one)] for one in reversed(asked)]
    fresh = Lookup.of(found.linked)
    assert once == again[::-1] == [[(m.record_id, m.weight) for m in fresh.find(one)] for one in asked]


def test_an_old_match_is_explained_after_other_lookups(found, monkeypatch):
    monkeypatch.setattr(room, "ROOM", 32)
    lookup = Lookup.of(found.linked)
    first = lookup.find({"surname": "Тачи", "forenames": "Ђон", "dob": "30/09/1990"})[0]
    want = str(first.explanation)
    for n in range(100):  # more new values than there is room for
        lookup.find({"surname": f"Nobody{n}", "dob": "1990-09-30"})
    assert str(first.explanation) == want


def test_several_threads_may_ask(found, lookup):
    asked = [raw(found, *name) for name in found.entities[["source", "record_id"]].head(12).itertuples(index=False)]
    want = [[(m.record_id, m.weight) for m in lookup.find(one)] for one in asked]
    got: dict[int, list] = {}

    def ask(number: int) -> None:
        got[number] = [[(m.record_id, m.weight) for m in lookup.find(one)] for one in asked]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(got[number] == want for number in range(4))


def test_records_of_the_run_are_compared_by_name_too(found, lookup):
    pair = found.links.iloc[3]
    left, right = (pair["left_source"], pair["left_id"]), (pair["right_source"], pair["right_id"])
    want = found.explain(left, right)
    for one, other in ((left, right), (raw(found, *left), right), (left, raw(found, *right))):
        assert lookup.compare(one, other).weight == pytest.approx(want.weight, abs=1e-3)
    assert lookup.compare(left, right).left == left
    assert lookup.compare("UKC-4352", left).left == ("uk_cases", "UKC-4352")
    for nobody in ("nobody", "22", ("uk_cases", "22"), ("uk_cases",)):  # two sources have a record 22
        with pytest.raises(UnknownNameError, match="name a record by its id"):
            lookup.compare(nobody, left)


def test_what_cannot_be_read_is_said(lookup):
    found = lookup.find({"surname": "Тачи", "dob": "some day"})
    assert found.notes == ("dob: the value cannot be read, and counts as missing",)
    for nothing in ({}, {"surname": None}, {"surname": "n/a"}, {"case_ref": "UKC-4107"}):
        found = lookup.find(nothing)
        assert found == [] and found.notes == ("the record has no value to match on",)


def test_what_is_asked_wrongly_is_refused(lookup):
    with pytest.raises(UnknownNameError, match="uk_cases has no column 'no such'; its columns are") as refused:
        lookup.find({"no such": "Secret", "dob": "1990", "surname": "Secret"})
    assert "Secret" not in str(refused.value)
    with pytest.raises(UnknownNameError, match="no source 'nowhere'"):
        lookup.find({"surname": "x"}, source="nowhere")
    with pytest.raises(InputError, match="1 or more"):
        lookup.find({"surname": "x"}, limit=0)
    with pytest.raises(InputError, match="mapping"):
        lookup.find("Тачи")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="mapping"):
        lookup.compare({"surname": "x"}, None)  # type: ignore[arg-type]


def test_columns_tell_the_source_unless_it_is_said(lookup):
    assert lookup.find({"Презиме": "Тачи", "Датум рођења": "30.09.1990."})
    assert set(lookup.columns) == {"mup_registar", "kufiri_hyrje", "uk_cases"} and "dob" in lookup.columns["uk_cases"]
    with pytest.raises(UnknownNameError, match="uk_cases has no column 'Презиме'"):
        lookup.find({"Презиме": "Тачи"}, source="uk_cases")


def test_a_contradiction_is_said_of_either_record():
    number = "0101990710008"  # of a man born on 1 January 1990
    row = {"given_name": "Agim", "surname": "Hoxha", "birth_date": "01.01.1990", "sex": "m", "national_id": number}
    odd_row = {"birth_date": "02.03.1951"}
    people = pd.DataFrame([{"id": str(n), **row, **(odd_row if n == 3 else {})} for n in range(6)])
    lookup = resolve.dedupe(people).lookup()
    odd = lookup.find({**row, "birth_date": "15.04.1951"})
    assert odd.notes == ("its birth_date contradicts its national number; both were kept",)
    notes = [match.explanation.notes for match in odd]
    assert all("new record: its birth_date contradicts its national number" in each for each in notes)
    assert any("frame 3: its birth_date contradicts its national number" in each for each in notes)


def test_a_saved_lookup_answers_alike(found, lookup, tmp_path):
    path = lookup.save(tmp_path / "people.lookup")
    opened = resolve.Lookup.open(path)
    assert len(opened) == len(lookup) and repr(opened) == repr(lookup)
    for name in found.entities[["source", "record_id"]].head(30).itertuples(index=False):
        one = raw(found, *name)
        ours, theirs = opened.find(one), lookup.find(one)
        assert ours == theirs and ours.fields == theirs.fields and ours.notes == theirs.notes
        assert [str(match.explanation) for match in ours] == [str(match.explanation) for match in theirs]


def test_a_saved_lookup_is_opened_in_another_process(lookup, tmp_path):
    path = lookup.save(tmp_path / "people.lookup")
    code = (
        "import sys, resolve; found = resolve.Lookup.open(sys.argv[1]).find({'surname': 'Тачи', 'dob': '30/09/1990'});"
        "print([(match.record_id, round(match.weight, 4)) for match in found])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    here = lookup.find({"surname": "Тачи", "dob": "30/09/1990"})
    assert said.stdout.strip() == str([(match.record_id, round(match.weight, 4)) for match in here])


def test_fields_that_the_data_does_not_have_say_nothing(people):
    resolution = resolve.dedupe(people)
    lookup = resolution.lookup()
    asked = {"surname": people["surname"][7], "given_name": people["given_name"][7], "phone": "1234567"}
    assert lookup.find(asked) == lookup.find({name: asked[name] for name in ("surname", "given_name")}) != []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["surname", "forenames", "dob", "sex", "nationality", "passport_no", "phone"]),
        st.text(st.characters(), max_size=60) | st.sampled_from(["\ud800", "\u202eabc", "x" * 5000, "1" * 3000]),
    )
)
def test_any_record_is_looked_up(lookup, record):
    found = lookup.find(record)
    assert all(0 <= match.probability <= 1 and match.verdict in ("link", "possible") for match in found)
    assert lookup.compare(record, record).evidence
