from __future__ import annotations

from collections import Counter

import pytest

from resolve import rules
from resolve.names import organisation_words
from resolve.names.organisation_kernel import ORGANISATION_KINDS
from resolve.names.organisation_reading import ROLES
from resolve.names.organisation_words import (
    Entry,
    families,
    keys_of,
    longest_entry,
    number_entry,
    phrase_key,
    roman,
)


def means(text: str) -> tuple[str, str]:
    keys = keys_of(text.split())
    found, words = longest_entry(keys, 0)
    assert found is not None and words == len(keys)
    return found.kind, found.means


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trgovina", "trade"),
        ("tregti", "ticaret"),
        ("банка", "bank"),
        ("fondacioni", "foundation"),
        ("للتجارة", "bazargani"),
        ("ministarstvo", "ministry"),
        ("Организация", "organisation"),
        ("crveni krst", "Red Cross"),
        ("Beograd", "Belgrade"),
        ("srpska", "Serbian"),
        ("sjedinjene američke države", "USA"),
        ("Dubai", "دبي"),
        ("sedam", "seven"),
    ],
)
def test_words_of_one_class(one: str, other: str) -> None:
    assert means(one) == means(other)


def test_words_that_are_nothing_known() -> None:
    for word in ("kamenica", "agrokor", "energoprojekt", "francesco"):
        assert longest_entry([word], 0) == (None, 0)


def test_roman_numbers() -> None:
    assert [roman(one) for one in ("i", "iv", "v", "ix", "xiv", "xxxix")] == [1, 4, 5, 9, 14, 39]
    assert [roman(one) for one in ("", "iix", "vx", "ivi", "abc")] == [0] * 5


def test_digits_without_bound_are_no_number() -> None:
    assert number_entry("9" * 40) is None


def test_the_rules_are_whole() -> None:
    written = rules.load("names/organisations")
    assert tuple(written["role"]) == ROLES
    assert {one["role"] for one in written["generic"].values()} <= set(ROLES)
    assert set(families()) == set(written["form"])
    assert set(written["token"]) <= set(ORGANISATION_KINDS)
    assert written["verdict"] == rules.load("names/comparison")["verdict"]
    assert all(0 <= one["omitted"] < 1 and 0 <= one["contradicted"] < 1 for one in written["role"].values())


@pytest.mark.parametrize("file", ["names/organisations", "names/places"])
def test_no_list_says_a_thing_twice(file: str) -> None:
    def lists(table: object) -> list[tuple[str, ...]]:
        if isinstance(table, tuple):
            return [table]
        return [one for inner in table.values() for one in lists(inner)] if hasattr(table, "values") else []

    for words in lists(rules.load(file)):
        assert [word for word, count in Counter(words).items() if count > 1] == []


def test_a_word_has_one_meaning_but_for_short_legal_forms() -> None:
    found: dict[str, set[Entry]] = {}
    for phrase, entry in organisation_words._entries():
        found.setdefault(phrase_key(phrase.rstrip("*")) + "*" * phrase.endswith("*"), set()).add(entry)
    several = {phrase for phrase, entries in found.items() if len(entries) > 1}
    assert {phrase for phrase in several if len(phrase) > 2} == set()


def test_beginnings_are_long_enough_to_tell() -> None:
    beginnings = [phrase_key(phrase[:-1]) for phrase, _ in organisation_words._entries() if phrase.endswith("*")]
    assert min(map(len, beginnings)) >= organisation_words.LEAST_BEGINNING
    assert longest_entry(["gumobaro"], 0) == (None, 0)
