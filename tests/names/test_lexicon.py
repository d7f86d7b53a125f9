"""The lexical knowledge in rules/names holds together: readable, plain, without contradictions."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from resolve import rules

FILES = ("short_forms", "equivalents", "given", "common")
PLAIN = re.compile(r"[a-z]+")
# How many full names of one language a short form may serve before it says nothing.
MOST_FULL_NAMES = 6


def lexicon(name: str) -> dict[str, Any]:
    return {key: table for key, table in rules.load(f"names/{name}").items() if key != "about"}


@pytest.mark.parametrize("name", FILES)
def test_every_file_loads_and_says_what_it_means(name: str) -> None:
    assert lexicon(name)


def tokens() -> Iterator[tuple[str, str]]:
    for language, names in lexicon("short_forms").items():
        for full, short in names.items():
            yield from ((f"short_forms {language}", token) for token in (full, *short.split()))
    for kind in ("spelling", "tradition"):
        for names in lexicon("equivalents")[kind]:
            yield from ((f"equivalents {kind}", token) for token in names["names"].split())
    for language, sexes in lexicon("given").items():
        for names in sexes.values():
            yield from ((f"given {language}", token) for token in names.split())
    for part, populations in lexicon("common").items():
        for population, shares in populations.items():
            yield from ((f"common {part} {population}", token) for token in shares)


def test_every_token_is_plain() -> None:
    assert [found for found in tokens() if not PLAIN.fullmatch(found[1])] == []


def test_a_short_form_is_not_its_full_name_and_not_of_too_many() -> None:
    for language, names in lexicon("short_forms").items():
        served: Counter[str] = Counter()
        for full, short in names.items():
            forms = short.split()
            assert full not in forms, (language, full)
            assert len(forms) == len(set(forms)), (language, full)
            served.update(forms)
        assert {form: count for form, count in served.items() if count > MOST_FULL_NAMES} == {}, language


def test_sets_of_equivalents_are_sets_of_two_or_more_and_differ() -> None:
    for kind in ("spelling", "tradition"):
        sets = [names["names"].split() for names in lexicon("equivalents")[kind]]
        assert [names for names in sets if len(names) < 2 or len(names) != len(set(names))] == []
        assert len({frozenset(names) for names in sets}) == len(sets)
        most = Counter(token for names in sets for token in names).most_common(1)[0]
        assert most[1] <= 2, most


def test_sexes_are_apart_within_a_language() -> None:
    for language, sexes in lexicon("given").items():
        assert set(sexes) <= {"m", "f", "u"}, language
        lists = {sex: names.split() for sex, names in sexes.items()}
        for sex, names in lists.items():
            assert len(names) == len(set(names)), (language, sex)
        every = [name for names in lists.values() for name in names]
        assert [name for name, count in Counter(every).items() if count > 1] == [], language


@pytest.mark.parametrize(
    "name", ["nikola", "luka", "sava", "ilija", "mustafa", "musa", "sasa", "kosta", "aleksa", "matija"]
)
def test_masculine_names_in_a_are_masculine(name: str) -> None:
    assert name in lexicon("given")["sr"]["m"].split()


def test_short_forms_agree_in_sex_with_their_full_names() -> None:
    given = lexicon("given")
    for language, names in lexicon("short_forms").items():
        sexes = {sex: set(listed.split()) for sex, listed in given.get(language, {}).items()}
        men, women = sexes.get("m", set()), sexes.get("f", set())
        wrong = [
            (full, form)
            for full, short in names.items()
            for form in short.split()
            if (full in men and form in women) or (full in women and form in men)
        ]
        # One plain spelling may be a man's and a woman's short form (mica is Mića and Mica); a few are known.
        assert set(wrong) <= KNOWN_OF_BOTH.get(language, set()), (language, wrong)


KNOWN_OF_BOTH: dict[str, set[tuple[str, str]]] = {
    "bg": {("borislava", "slavi"), ("radoslava", "radi"), ("stanislava", "slavi")},
    "de": {("ulrike", "uli")},
    "en": {("maxine", "max"), ("roberta", "robbie")},
    "sr": {
        ("aleksandra", "aleks"),
        ("bozana", "boza"),
        ("ljubica", "ljuba"),
        ("ljubinka", "ljuba"),
        ("milan", "mica"),
        ("milivoje", "mica"),
        ("milorad", "mica"),
        ("miodrag", "mica"),
        ("mirko", "mira"),
        ("miroljub", "mira"),
        ("miroslav", "mira"),
        ("vidoje", "vida"),
    },
}


def test_shares_are_possible() -> None:
    for part, populations in lexicon("common").items():
        for population, shares in populations.items():
            assert all(0 < share < 200 for share in shares.values()), (part, population)
            # People bear one given name, and gendered surnames stand twice: the sum stays near or below the whole.
            assert sum(shares.values()) < 1000, (part, population)


@pytest.mark.parametrize("name", ["short_forms", "common"])
def test_entries_are_sorted(name: str) -> None:
    content = tomllib.loads((rules.data_folder("rules") / "names" / f"{name}.toml").read_text("utf-8"))
    tables = [table for key, table in content.items() if key != "about"]
    if name == "common":
        tables = [table for part in tables for table in part.values()]
    for table in tables:
        assert list(table) == sorted(table)
