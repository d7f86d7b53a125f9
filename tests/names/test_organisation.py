from __future__ import annotations

import pytest

import resolve
from resolve.names.organisation import MOST_ALIASES, MOST_WORDS, WordKind


def test_a_name_is_told_apart_into_its_words() -> None:
    name = resolve.parse_organisation('ДОО за трговину "Балкан Прима" Београд')
    assert name.core == ("Балкан", "Прима")
    assert name.generic == ("трговину",)
    assert name.places == ("Београд",)
    assert name.forms == ("limited",)
    assert [word.text for word in name.words if word.kind is WordKind.FILLER] == ["за"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Drina d.o.o.", "limited"),
        ("Drina d. o. o.", "limited"),
        ("DOO Drina", "limited"),
        ("Друштво са ограниченом одговорношћу Дрина", "limited"),
        ("Дрина ДООЕЛ", "single_limited"),
        ("Дрина ЕООД", "single_limited"),
        ("Drina j.d.o.o.", "single_limited"),
        ("Drini Sh.p.k.", "limited"),
        ("Shoqëri me përgjegjësi të kufizuar Drini", "limited"),
        ("Drini Sh.a.", "joint_stock"),
        ("Drina a.d. Beograd", "joint_stock"),
        ("Drina S.p.A.", "joint_stock"),
        ("Drina A.Ş.", "joint_stock"),
        ("Drina Ltd. Şti.", "limited"),
        ("ОАО Дрина", "open_joint_stock"),
        ("Открытое акционерное общество «Дрина»", "open_joint_stock"),
        ("ТзОВ Дрина", "limited"),
        ("ПрАТ Дрина", "closed_joint_stock"),
        ("Drina Sp. z o.o.", "limited"),
        ("Drina B.V.", "limited"),
        ("Drina Public Limited Company", "joint_stock"),
        ("M/V Drina", "vessel"),
    ],
)
def test_legal_forms_have_classes(text: str, form: str) -> None:
    name = resolve.parse_organisation(text)
    assert name.forms == (form,)
    assert len(name.core) == 1


@pytest.mark.parametrize("text", ["AS Roma Sports Academy of the AS Region", "Drina na vodi Sava", "Toys R Us Again"])
def test_short_words_inside_a_name_are_no_legal_forms(text: str) -> None:
    words = resolve.parse_organisation(text).words[1:]
    assert all(word.kind is not WordKind.FORM for word in words)
    assert all(word.kind is WordKind.FILLER for word in words if word.text == "na")


@pytest.mark.parametrize("text", ["d.o.o.", "CORP", "the", "Ltd & a.d.", "The Company Ltd", "No. 5"])
def test_a_name_of_nothing_but_such_words_has_words_all_the_same(text: str) -> None:
    assert resolve.parse_organisation(text).words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Factory No. 007", "7"),
        ("Brigade Forty-Four", "44"),
        ("Фабрика бр. 12", "12"),
        ("Fund XII L.P.", "12"),
        ("Capital Trust I", "1"),
        ("Partners V L.P.", "5"),
        ("3rd Battalion", "3"),
        ("Prva banka", "1"),
        ("Trust AR16", "16"),
    ],
)
def test_numbers_are_read(text: str, number: str) -> None:
    assert resolve.parse_organisation(text).numbers == (number,)


def test_one_letter_is_a_number_only_at_the_end() -> None:
    assert resolve.parse_organisation("Petar I Sinovi").numbers == ()
    assert resolve.parse_organisation("X Platforms").numbers == ()


def test_brackets() -> None:
    assert resolve.parse_organisation("Northern Tidal Fund (NTF)").acronym == "NTF"
    assert resolve.parse_organisation("Galenit (Spain) S.L.").places == ("Spain",)
    assert resolve.parse_organisation("Galenit (Spain) S.L.").acronym == ""
    longer = resolve.parse_organisation("Galenit (Blue Quarry Works)")
    assert longer.core == ("Galenit", "Blue", "Quarry")
    assert [alias.core for alias in longer.aliases] == [("Galenit",)]


@pytest.mark.parametrize(
    "text",
    [
        "Adria Ltd t/a Blue Quarry",
        "Adria Ltd T/A Blue Quarry",
        "Adria a.k.a. Blue Quarry",
        "Adria (formerly Blue Quarry)",
        "Adria d.o.o., poznata kao Blue Quarry",
        "Adria; Blue Quarry",
    ],
)
def test_aliases(text: str) -> None:
    name = resolve.parse_organisation(text)
    assert name.core == ("Adria",)
    assert [alias.core for alias in name.aliases] == [("Blue", "Quarry")]


def test_a_word_that_announces_an_alias_may_be_the_name() -> None:
    assert resolve.parse_organisation("AKA Bank").core == ("AKA",)
    assert resolve.parse_organisation("Aka").core == ("Aka",)


def test_empty_and_hostile_texts() -> None:
    for text in ("", "!?", "\u202e\u202d", "(" * 900, ",;" * 900):
        assert resolve.parse_organisation(text).words == ()
    long = resolve.parse_organisation("ab " * 10_000)
    assert len(long.words) == MOST_WORDS
    assert len(resolve.parse_organisation("x;" * 900).aliases) == MOST_ALIASES
    for text in ("a" * 10_000_000, "a" + "\u0301" * 5_000, "a\0b", "\ud800x", "a.b." * 900, "(trading as " * 300):
        assert resolve.parse_organisation(text).words


def test_what_is_shown() -> None:
    name = resolve.parse_organisation("Adria Trade Ltd (ATL) t/a Blue")
    assert str(name) == "core Adria · business Trade · form Ltd · acronym ATL · alias Blue"
    shown = name.to_dict()
    assert shown["words"][0] == {"text": "Adria", "kind": "core", "means": ""}
    assert (shown["forms"], shown["acronym"], len(shown["aliases"])) == (["limited"], "ATL", 1)
