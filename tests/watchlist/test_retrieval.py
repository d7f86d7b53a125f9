"""Retrieval: what a full comparison would call near is among the candidates."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.names.compare import compare_names_many
from resolve.watchlist.index import NameIndex
from resolve.watchlist.retrieval import Retrieval

LISTED = [
    "Hashim Thaçi", "Đorđe Đorđević", "Slobodan Petrović", "Agim Hoxha", "Ivana Petrovska", "Muhammad Ahmed",
    "Abd al-Rahman al-Zawahiri", "John Smith", "Jovan Jovanović", "Ayman Al Zawahiri", "Besnik Krasniqi", "Madonna",
    "Marko Petrović Njegoš", "Konstantin Stojanovski", "Ahmet Yılmaz", "Aleksandr Ivanov", "Кирил Петков", "محمد احمدی",
]  # fmt: skip
ASKED = [
    "Хашим Тачи", "HASIM TACI", "Ђорђе Ђорђевић", "Djordjevic Djordje", "Sloba Petrovic", "S. Petrović", "Hodža Agim",
    "Ivana Petrovski", "Mohammed Ahmad", "abdurrahman zawahiri", "Smith, John", "J. Smith", "Ayman Alzawahiri",
    "Besnik Krasnici", "Krasniqi Besnik", "Madona", "Marko Njegoš", "Konstantin Stojanovsky",
    "Ahmed Jilmaz", "Alexander Ivanoff", "Kiril Petkov", "Mohammad Ahmadi", "Jovan Jovanovic", "JovanJovanović",
    "Jhon Smith", "Slobodn Petrovć", "Thaci", "Nobody Here", "", "...",
]  # fmt: skip


@pytest.fixture(scope="module")
def search() -> Retrieval:
    return Retrieval(NameIndex.of((name, place) for place, name in enumerate(LISTED)))


def _pairs(search: Retrieval, texts: list[str]) -> set[tuple[int, int]]:
    found = search.candidates(search.asked(texts))
    return set(zip(found.query.tolist(), search.index.owner[found.name].tolist(), strict=True))


def test_no_near_name_is_lost(search):
    left = [asked for asked in ASKED for _ in LISTED]
    near = compare_names_many(left, LISTED * len(ASKED)).reshape(len(ASKED), len(LISTED)) >= 0.5
    found = _pairs(search, ASKED)
    missed = [(ASKED[i], LISTED[j]) for i, j in np.argwhere(near) if (int(i), int(j)) not in found]
    # One word against a name of two is never one name by itself.
    assert [pair for pair in missed if pair[0] != "Thaci"] == []
    assert near.sum() > 20


def test_one_query_finds_what_many_together_find(search):
    together = _pairs(search, ASKED)
    alone = {(place, entry) for place, text in enumerate(ASKED) for _, entry in _pairs(search, [text])}
    assert together == alone


def test_names_written_as_one_word_are_found(search):
    assert (0, LISTED.index("Jovan Jovanović")) in _pairs(search, ["JovanovićJovan"])
    assert (0, LISTED.index("Ayman Al Zawahiri")) in _pairs(search, ["Ayman Alzawahiri"])


@pytest.mark.parametrize("text", ["", "   ", "...", "\x00", "\u202e", "a" * 100_000, "x " * 10_000, "\ud800"])
def test_hostile_queries_find_nobody(search, text):
    assert _pairs(search, [text]) == set()


def test_an_empty_index_finds_nobody():
    empty = Retrieval(NameIndex.of([]))
    assert len(empty.candidates(empty.asked(["Ana Ilić", ""]))) == 0


def test_a_name_is_found_by_its_one_word_that_is_whole():
    # The other word is spoiled past every key, and the whole one is the commoner of the two.
    listed = ["Iraj Masjedi", "Ali Masjedi", "Ir Besnik", "Ana Ilić"]
    found = _pairs(Retrieval(NameIndex.of((name, place) for place, name in enumerate(listed))), ["Ir Masjedi"])
    assert (0, 0) in found
    assert (0, 3) not in found
