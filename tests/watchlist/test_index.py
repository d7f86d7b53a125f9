"""The index: what goes in comes out again, in memory and by way of a file."""

from __future__ import annotations

import numpy as np

from resolve.watchlist.container import open_arrays, write_arrays
from resolve.watchlist.index import NameIndex, neighbours

NAMES = [("Hashim Thaçi", 0), ("Хашим Тачи", 0), ("Ana Ilić", 1), ("", 2), ("Petrović, zvani Žuti", 3)]


def test_names_keep_their_owner_and_tokens():
    index = NameIndex.of(NAMES)
    assert index.owner.tolist()[:3] == [0, 0, 1] and 2 in index.owner
    tokens = [index.tokens[number] for number in index.token_rows[index.starts[2] : index.starts[2] + index.sizes[2]]]
    assert tokens == ["ana", "ilić"]


def test_an_index_without_names_is_empty():
    for names in ([], [("", 0)], [("...", 0)]):
        index = NameIndex.of(names)
        assert index.tokens.size == 0 and len(index.key_values) == 0


def test_a_file_gives_back_the_same_index(tmp_path):
    index = NameIndex.of(NAMES)
    write_arrays(tmp_path / "index", index.arrays(), {})
    arrays, _ = open_arrays(tmp_path / "index")
    again = NameIndex.from_arrays(arrays)
    for name, array in index.arrays().items():
        assert np.array_equal(array, again.arrays()[name]), name
    rows = np.arange(len(index))
    one, other = index.names(rows), again.names(rows)
    texts = [
        [which.words.texts[number] for number in names.tokens.tolist()]
        for which, names in ((index, one), (again, other))
    ]
    assert texts[0] == texts[1] and one.roles.tolist() == other.roles.tolist()


def test_shares_are_of_the_tokens_that_were_learned():
    index = NameIndex.of([("Ana Ilić", 0)] * 3)
    words, _ = index.vocabulary()
    shares = index.shares()
    assert shares[words.numbers(["ana"])[0]] == np.float32(3 / 2_000)


def test_neighbours_of_single_words_are_none():
    assert [len(part) for part in neighbours(np.array([1, 1]))] == [0, 0, 0]
