"""Search by letters: whatever one edit, one swap, a new order or a cut makes of a name is found."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolve.names.reading import read
from resolve.watchlist.index import NameIndex
from resolve.watchlist.letters import LetterSearch

NAMES = ["Slobodan Petrović", "Ana Marija Horvat", "Muhammad Abdurahmanović", "Li Wei"]
SEARCH = LetterSearch.of(NameIndex.of([(name, number) for number, name in enumerate(NAMES)]))
WORD = st.text("abcdefghijklmnoprstuvz", min_size=4, max_size=12)


def found(*names: str) -> list[tuple[int, int]]:
    asked, name = SEARCH.find([name.lower().split() for name in names])
    return list(zip(asked.tolist(), name.tolist(), strict=True))


@given(st.sampled_from(NAMES), st.data())
def test_any_edit_swap_and_order_is_found(name, data):
    letters = list(name)
    at, other = (data.draw(st.integers(0, len(letters) - 1)) for _ in range(2))
    edited = [*letters[:at], data.draw(st.sampled_from("abcxyz")), *letters[at + data.draw(st.integers(0, 1)) :]]
    swapped = letters.copy()
    swapped[at], swapped[other] = swapped[other], swapped[at]
    words = data.draw(st.permutations(name.split()))
    for asked in ("".join(edited), "".join(swapped), " ".join(words)):
        assert (0, NAMES.index(name)) in found(asked)


def test_a_word_cut_short_is_found_and_another_word_is_not():
    assert found("Muhammad Abdur", "Muhammad Salihović") == [(0, 2)]


def test_every_name_asked_has_its_own_place():
    assert found("Nobody Else", "Wei Li", "Petrović Slobodan") == [(1, 3), (2, 0)]


def test_nothing_in_nothing():
    empty = LetterSearch.of(NameIndex.of([]))
    assert [part.tolist() for part in empty.find([["ana"]])] == [[], []]
    assert [part.tolist() for part in SEARCH.find([])] == [[], []]
    assert found("") == []


@given(st.lists(st.tuples(WORD, WORD), max_size=8))
def test_every_name_finds_itself(pairs):
    names = [f"{one} {other}" for one, other in pairs]
    search = LetterSearch.of(NameIndex.of([(name, number) for number, name in enumerate(names)]))
    asked, name = search.find([read(one).tokens for one in names])
    assert set(range(len(names))) <= {int(one) for one, other in zip(asked, name, strict=True) if one == other}
    assert np.all(np.diff(asked) >= 0)
