"""The page of hits: everything of an alert is on it, escaped, and nothing is fetched."""

from __future__ import annotations

from datetime import date

import pandas as pd

from resolve.report.hits import Screening, page
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.watchlist import Watchlist


def _page(name: str, asked: str) -> str:
    watchlist = Watchlist.read(pd.DataFrame({"id": ["<i>7"], "name": [name], "birth_date": ["1968"]}), names=["l<b>"])
    hits = watchlist.screen({"name": asked, "birth_date": "1968"})
    screening = Screening(1, watchlist.lists, len(watchlist), ScreeningPolicy.named("default"), hits)
    return page(screening, title="Hits", written=date(2026, 11, 26))


def test_an_alert_is_shown_with_its_evidence_and_entry():
    shown = _page("Hashim Thaçi", "Хашим Тачи")
    assert "1 may be on a list" in shown and "Тачи" in shown and "same as far as known" in shown
    assert "What the list says" in shown and shown == _page("Hashim Thaçi", "Хашим Тачи")


def test_hostile_values_stay_text():
    shown = _page("Hashim <script>alert(1)</script> Thaçi", "Hashim <script>alert(1)</script> Thaci")
    assert "<script" not in shown and "<i>7" not in shown and "l<b>" not in shown


def test_nobody_is_told_too():
    assert "none may be on a list" in _page("Hashim Thaçi", "Somebody Else")


def test_what_the_law_says_stands_beside_the_evidence():
    watchlist = Watchlist.read(pd.DataFrame({"id": ["1"], "name": ["Ana Ilić"], "birth_date": ["1968"]}), names=["l"])
    policy = ScreeningPolicy.named("eu_mid")
    hits = watchlist.screen({"name": "Ilić Ana", "birth_date": "1968"}, policy=policy)
    shown = page(Screening(1, watchlist.lists, 1, policy, hits), title="t", written=date(2026, 1, 2))
    assert "similar: surname and forename swapped (Annex II, 3.1(b))" in shown and "same (Annex I, 3.2)" in shown
    assert "decided by Reg. (EU) 2023/333" in shown and "similar by law" in shown


def test_organisations_are_shown_as_people_are():
    table = pd.DataFrame({"id": ["1"], "name": ["Zvezdara Impex d.o.o."], "type": ["organisation"]})
    watchlist = Watchlist.read(table, names=["l"])
    hits = watchlist.screen({"kind": "organisation", "name": "Zvezdara Impeks"})
    shown = page(
        Screening(1, watchlist.lists, 1, ScreeningPolicy.named("default"), hits), title="t", written=date(2026, 1, 2)
    )
    assert "Zvezdara Impex d.o.o." in shown
