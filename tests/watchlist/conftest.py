"""A watchlist of invented people, small enough to compare everybody with everybody."""

from __future__ import annotations

import pandas as pd
import pytest

from resolve.watchlist.watchlist import Watchlist

PEOPLE = [
    ("L1", "Hashim Thaçi", "", "1968-04-24", "Kosovo", "P1234567"),
    ("L2", "Ђорђе Ђорђевић", "Đoka", "1.2.1985.", "Srbija", ""),
    ("L3", "HOXHA, Agim; Agim Hodža", "", "1970", "", ""),
    ("L4", "Muhammad Ahmed", "Abu Omar", "", "Iraq", ""),
    ("L5", "Abd al-Rahman bin Salih al-Zawahiri", "", "03/1951", "", "A7654321"),
    ("L6", "Petrovska Ivana", "", "", "", ""),
    ("L7", "Slobodan Petrović", "", "1.1.1960", "", ""),
    ("L8", "John Smith", "", "", "United Kingdom", ""),
]
COLUMNS = ["id", "name", "nickname", "birth_date", "nationality", "passport_number"]


@pytest.fixture(scope="session")
def listed() -> pd.DataFrame:
    """The list as an agency's own table."""
    return pd.DataFrame(PEOPLE, columns=COLUMNS)


@pytest.fixture(scope="session")
def watchlist(listed: pd.DataFrame) -> Watchlist:
    return Watchlist.read(listed, names=["agency"])
