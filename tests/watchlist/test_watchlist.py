"""The watchlist as it is used: read, asked, added to, saved and opened again."""

from __future__ import annotations

import pandas as pd
import pytest

import resolve
from resolve.errors import FileError, InputError, UnknownNameError
from resolve.watchlist.hits import COLUMNS
from resolve.watchlist.watchlist import Watchlist


def _asked(watchlist: Watchlist, name: str) -> list[tuple[str, str]]:
    return [(hit.list, hit.entry_id) for hit in watchlist.screen({"name": name})]


def test_the_public_names_are_there():
    assert resolve.Watchlist is Watchlist


def test_a_hit_has_the_whole_entry(watchlist):
    (hit,) = watchlist.screen({"name": "Hashim Taci", "birth_date": "24.04.68"})
    assert (hit.entry_id, hit.list, hit.matched_name, hit.verdict) == ("L1", "agency", "Hashim Thaçi", "match")
    assert hit.entry.birth_dates == ("1968-04-24",) and hit.entry.nationalities == ("Kosovo",)
    assert 0 < hit.probability < 1


def test_no_weight_saturates(watchlist):
    first, second = (
        watchlist.screen({"name": "Hashim Thaçi", **more})[0]
        for more in ({"birth_date": "1968"}, {"birth_date": "24.4.1968", "passport_number": "P1234567"})
    )
    assert second.weight > first.weight and second.probability > first.probability < 1


def test_limit_and_policy(watchlist):
    assert watchlist.screen({"name": "Hashim Thaçi"}, limit=0) == []
    with pytest.raises(UnknownNameError, match="default, strict"):
        watchlist.screen({"name": "Hashim Thaçi"}, policy="hopeful")


def test_a_table_of_hits_has_its_columns_even_when_empty(watchlist):
    none = watchlist.screen_many(pd.DataFrame({"name": ["Nobody Atall"]}))
    assert list(none.columns) == list(COLUMNS) and none.empty


def test_lists_are_added_and_taken_away(listed):
    watchlist = Watchlist.read(listed, names=["one"])
    more = Watchlist.read(pd.DataFrame({"id": ["X"], "name": ["Hashim Taci"]}), names=["two"])
    both = Watchlist.together([watchlist, more])
    assert len(both) == len(watchlist) + 1 and [one.name for one in both.lists] == ["one", "two"]
    assert sorted(_asked(both, "Hashim Thaçi")) == [("one", "L1"), ("two", "X")]
    without = both.without("one", ["L1"])
    assert _asked(without, "Hashim Thaçi") == [("two", "X")] and len(without) == len(watchlist)
    assert sorted(_asked(both, "Hashim Thaçi")) == [("one", "L1"), ("two", "X")]
    assert _asked(both.without("two"), "Hashim Thaçi") == [("one", "L1")]
    with pytest.raises(UnknownNameError, match="no list 'three'"):
        both.without("three")
    with pytest.raises(UnknownNameError, match="1 of the references"):
        both.without("one", ["L99"])


def test_a_saved_watchlist_answers_alike(watchlist, tmp_path):
    watchlist.save(tmp_path / "lists.idx")
    again = Watchlist.open(tmp_path / "lists.idx")
    assert len(again) == len(watchlist) and [one.name for one in again.lists] == ["agency"]
    for person in ({"name": "Хашим Тачи", "birth_date": "1968"}, {"name": "X Y", "passport_number": "A7654321"}):
        one, other = (
            [(hit.entry_id, hit.weight, str(hit.explanation)) for hit in which.screen(person)]
            for which in (watchlist, again)
        )
        assert one == other and one


def test_taken_away_entries_stay_away_in_a_file(watchlist, tmp_path):
    watchlist.without("agency", ["L1"]).save(tmp_path / "lists.idx")
    assert _asked(Watchlist.open(tmp_path / "lists.idx"), "Hashim Thaçi") == []


def test_what_is_no_list_is_refused(tmp_path):
    with pytest.raises(InputError, match="found none"):
        Watchlist.of([])
    with pytest.raises(FileError):
        Watchlist.read(tmp_path / "nowhere.xml")
    (tmp_path / "x.idx").write_text("{}")
    with pytest.raises(InputError, match="build it again"):
        Watchlist.open(tmp_path / "x.idx")
    with pytest.raises(InputError, match="expected 1 names"):
        Watchlist.read(pd.DataFrame({"name": ["Ana Ilić"]}), names=["a", "b"])


def test_an_index_made_with_other_rules_is_refused(watchlist, tmp_path, monkeypatch):
    watchlist.save(tmp_path / "lists.idx")
    monkeypatch.setattr("resolve.rules.fingerprint", lambda: "0" * 12)
    with pytest.raises(InputError, match="other rules"):
        Watchlist.open(tmp_path / "lists.idx")


@pytest.mark.parametrize(
    "name", ["\x00", "\u202eicaT mihsaH", "\ud800\udfff", "a\u0301" * 5_000, "x" * 1_000_000, "- " * 9_000]
)
def test_hostile_names_are_asked_in_bounded_time(watchlist, name):
    assert watchlist.screen({"name": name}) == []
