"""Names read as columns: the same as each by itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolve.names.reader import Reader
from resolve.names.reading import Names, Read, read
from resolve.names.vocabulary import Vocabulary
from resolve.text.repair import repair_many

WORDS = [
    "Ana",
    "MARIJA",
    "petrović",
    "Đorđe",
    "O'Neill",
    "J.",
    "JC",
    "Dž.",
    "Al-Din",
    "Nur",
    "Abd",
    "Rahman",
    "Иван",
    "ПЕТРОВ",
    "Ивановна",
    "محمد",
    "الحسن",
    "王",
    "van",
    "der",
    "Okafor-Wyatt",
    "Ana-Maria",
    "Ivanovna",
    "Petrovich",
    "McDonald",
    "Straße",
    "İbrahim",
    "Ⅷ",
    "x",
    "ǅevad",
    "d’Arc",
    "(Marko)",
    "Marko,",
    "Petrović,",
    ",",
    ".",
    "-",
    "--",
    "a_b",
    "4",
    "zvani",
    "sin",
    "Dr",
    "jr.",
    "Ana,Marija",
    "Christodoulopoulos-Papadimitriou",
    "ნინო",
]
CASES = [
    "Agim Hoxha",
    "HOXHA, Besnik",
    "Hoxha , Besnik",
    ", Besnik",
    "Petrović Nikola Marko",
    "PETROVIĆ Nikola",
    "Ana-Maria",
    "Ana-Maria Petrović",
    "Aleksandra Konstantinović",
    "Konstantinović-Petrovska, Aleksandra",
    "Ana Petrovna Ivanova",
    "محمد علي الحسن",
    "محمد Ali",
    "Dr Nur al-Din Hoxha",
    "Petar Ilić alias Pera Perić",
    "",
    " ",
    "x",
    "Ana  Ilić",
    "Ana\nIlić",
    "A B C D E F G H I",
    "Иван Иванович Петров",
    "J. Smith",
    "JC JUNCKER",
]


def of_each(words: Vocabulary, texts: list[str]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Give the tokens and roles of each name, as the reader reads them."""
    names, _ = Reader(words).names(texts)
    return rows_of(words, names)


def rows_of(words: Vocabulary, names: Names) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Give the tokens and roles of each name."""
    found = []
    for start, size in zip(names.starts.tolist(), names.sizes.tolist(), strict=True):
        tokens = tuple([words.texts[token] for token in names.tokens[start : start + size]])
        found.append((tokens, tuple(names.roles[start : start + size].tolist())))
    return found


@pytest.mark.parametrize("text", CASES)
def test_a_name_is_read_as_by_itself(text: str) -> None:
    plainly = read(text)
    assert of_each(Vocabulary(), [text]) == [(plainly.tokens, plainly.roles)]


def test_many_are_read_in_order() -> None:
    expected = [(name.tokens, name.roles) for name in map(read, CASES)]
    assert of_each(Vocabulary(), CASES) == expected


def test_words_met_before_are_read_the_same() -> None:
    words = Vocabulary()
    reader = Reader(words)
    first = rows_of(words, reader.names(CASES)[0])
    assert rows_of(words, reader.names(CASES[::-1])[0])[::-1] == first


def test_aliases_come_with_the_place_of_their_name() -> None:
    text = "Petar Ilić alias Pera Perić"
    _, aliases = Reader(Vocabulary()).names(["Ana Ilić", text, "Ana Ilić"])
    expected: tuple[Read, ...] = read(text).aliases
    assert aliases == [(1, alias) for alias in expected]


def test_no_names_are_no_rows() -> None:
    names, aliases = Reader(Vocabulary()).names([])
    assert len(names.sizes) == 0
    assert aliases == []


_ANY = st.text(st.characters(codec=None), max_size=12)
_NAME = st.lists(st.one_of(st.sampled_from(WORDS), _ANY), max_size=7).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(_NAME, max_size=8))
@example(["ana الحسن", "الحسن"])
@example(["MARIJA محمد"])
def test_reading_together_is_reading_each(texts: list[str]) -> None:
    mended = repair_many(texts)
    expected = [(name.tokens, name.roles) for name in map(read, mended)]
    assert of_each(Vocabulary(), mended) == expected


def test_hostile_names_take_bounded_work() -> None:
    texts = repair_many(["a" * 100_000, "a " * 50_000, "Ana, " * 10_000, "-" * 100_000, "\ud800 Ana", "\u202eAna Ilić"])
    expected = [(name.tokens, name.roles) for name in map(read, texts)]
    assert of_each(Vocabulary(), texts) == expected
