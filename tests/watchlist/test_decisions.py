"""Decisions: only ever added, the last counts, and it holds as long as nothing material has changed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pandas as pd
import pytest

from resolve.errors import FileError, InputError
from resolve.watchlist.decisions import Decision, Decisions
from resolve.watchlist.watchlist import Watchlist

PERSON = {"id": "7", "name": "Хашим Тачи", "birth_date": "1968"}


@pytest.fixture
def decisions(tmp_path) -> Decisions:
    return Decisions(tmp_path / "new" / "decisions.db")


def _decide(watchlist: Watchlist, decisions: Decisions, decided: str, reason: str = "another man") -> None:
    (hit,) = watchlist.screen(PERSON)
    person, entry = hit.digests
    decisions.add(Decision("7", hit.list, hit.entry_id, decided, reason, "officer", person, entry))


@pytest.mark.parametrize(
    ("decided", "verdict"), [("confirmed", "confirmed"), ("dismissed", "dismissed"), ("unsure", "match")]
)
def test_a_decision_is_the_verdict_from_then_on(watchlist, decisions, decided, verdict):
    assert watchlist.screen(PERSON, decisions=decisions)[0].verdict == "match"
    _decide(watchlist, decisions, decided)
    (hit,) = watchlist.screen(PERSON, decisions=decisions)
    assert hit.verdict == verdict and hit.decision is not None and hit.decision.decided == decided
    table = watchlist.screen_many(pd.DataFrame([PERSON]), decisions=decisions)
    assert (table["verdict"].tolist(), table["decision"].tolist()) == ([verdict], [decided])


def test_the_last_decision_counts_and_all_are_kept(watchlist, decisions):
    for decided in ("dismissed", "confirmed"):
        _decide(watchlist, decisions, decided)
    assert watchlist.screen(PERSON, decisions=decisions)[0].verdict == "confirmed"
    assert [one.decided for one in decisions.all()] == ["dismissed", "confirmed"]
    assert all(one.at.endswith("+00:00") for one in decisions.all())


def test_a_change_of_the_person_opens_the_hit_again(watchlist, decisions):
    _decide(watchlist, decisions, "dismissed")
    changed = {**PERSON, "birth_date": "24.4.1968"}
    (hit,) = watchlist.screen(changed, decisions=decisions)
    assert hit.verdict == "match" and hit.decision is not None
    table = watchlist.screen_many(pd.DataFrame([changed]), decisions=decisions)
    assert table["decision"].tolist() == ["dismissed before a change"]


def test_a_change_of_the_entry_opens_the_hit_again(watchlist, decisions, listed):
    _decide(watchlist, decisions, "dismissed")
    changed = listed.copy()
    changed.loc[0, "birth_date"] = "1968-04-25"
    (hit,) = Watchlist.read(changed, names=["agency"]).screen(PERSON, decisions=decisions)
    assert hit.verdict == "match"


def test_another_person_is_not_decided_about(watchlist, decisions):
    _decide(watchlist, decisions, "dismissed")
    assert watchlist.screen({**PERSON, "id": "8"}, decisions=decisions)[0].decision is None


def test_decisions_cannot_be_changed_or_deleted(watchlist, decisions):
    _decide(watchlist, decisions, "dismissed")
    connection = sqlite3.connect(decisions.path)
    for statement in ("UPDATE decisions SET decided = 'confirmed'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.DatabaseError, match="only added"):
            connection.execute(statement)
    connection.close()


def test_a_dismissal_needs_a_reason_and_decisions_are_of_three_kinds():
    made = Decision("7", "UN", "1", "confirmed", "", "officer", "a", "b")
    with pytest.raises(InputError, match="needs a reason"):
        replace(made, decided="dismissed", reason="  ")
    with pytest.raises(InputError, match="confirmed, dismissed, unsure"):
        replace(made, decided="perhaps")


def test_another_kind_of_file_is_refused(tmp_path):
    (tmp_path / "other.db").write_text("this is no database, but long enough to look at " * 30)
    with pytest.raises(InputError, match="another kind of file"):
        Decisions(tmp_path / "other.db")
    with pytest.raises(FileError):
        Decisions(tmp_path)
