"""Repair: certain damage is undone, honest spellings of any language survive, and nothing makes it fail."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolve.text.repair import other_reading, repair, repair_many
from resolve.text.scripts import LONGEST

QUIET = settings(max_examples=200, deadline=None)
ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, exclude_categories=()), max_size=30)
DAMAGE = list("ÃÄÅÆÈÐÑæèð©¹®¾¡‘’‡Ÿ\u0091\u00ad\u00a0@[\\]^`{|}~eaivnršžАаеоВРсіοΑѐ\u0301\u0308\u202e\u200b\ud800 .")
TEXTS = ANY_TEXT | st.lists(st.sampled_from(DAMAGE), max_size=25).map("".join)

UTF8_MISREAD = [
    "Đorđe Petrović",
    "Šćepan Žižić",
    "ČAČAK",
    "Hélène Müller",
    "Ђорђе Ћирић",
    "Сергей",
    "Γιώργος",
    "Işık Çağlar",
]
CP1250_MISREAD = [
    "Đorđe Jovanović",
    "Miloš Vučić",
    "ČEDOMIR PETROVIĆ",
    "Anđela Kovačević",
    "Ćamil Ćosić",
    "Đuro",
    "Braća Rađević",
]
LATIN2_MISREAD = ["Šarić Željko", "Miloš", "Živko Milošević", "MILOŠEVIĆ", "Đorđe Nušić", "Šabac", "Božo"]
YUSCII_MISREAD = [
    ("Petrovi} @arko", "Petrović Žarko"),
    ("\\or|e", "Đorđe"),
    ("[ari}", "Šarić"),
    ("Ko{tunica", "Koštunica"),
    ("Milo{evi} Slavi{a", "Milošević Slaviša"),
    ("^edomir", "Čedomir"),
    ("PETROVI] BO@IDAR", "PETROVIĆ BOŽIDAR"),
    ("Vu~i}", "Vučić"),
    ("Kova~evi} An|ela", "Kovačević Anđela"),
]
HONEST = [
    "Hélène Lefèvre", "Irène Ève Michèle", "Geneviève", "Thérèse", "Sæther", "Kjær Nærum", "Jens Sørensen", "Æthelred",
    "Guðrún Sigurðardóttir", "Davíð Friðrik", "Þórður Njörður", "Niccolò", "Mosè", "José Núñez", "João Conceição",
    "Ñuñez", "Müller-Groß", "Åse Ångström", "Şahin Ağaoğlu", "İbrahim Işık", "Băsescu CĂŞTI", "Łukasz Żółć",
    "Noël Anaïs",    "Çela Përparim Ymer", "Dvořák Kšíř", "Nguyễn Đặng Thị", "Zoë", "O’Neil", "D'Angelo", "Őszi Űr",
    "Сјеница Њујорк", "Їжакевич", "Мар'яна", "Γιώργος Αϋφαντής", "محمد علی", "כהן", "李明", "ジョン",
    "[alias]", "{x}", "a@b.com", "Ana|Marko", "~", "C:\\temp", "100% & #1", "Marko (1968)", "x^2", "`", "J. R. R.",
]  # fmt: skip


# Latin letters misread as Cyrillic are too close to honest text to be mended.
UTF8_PAGES = [(name, page) for name in UTF8_MISREAD for page in ("cp1252", "latin-1", "cp1250")]
UTF8_PAGES += [("Ђорђе Ћирић", "cp1251"), ("Сергей", "cp1251")]


@pytest.mark.parametrize(("name", "page"), UTF8_PAGES)
def test_utf8_read_in_a_one_byte_code_page(name, page):
    read = "".join(bytes([byte]).decode(page, "replace").replace("\ufffd", chr(byte)) for byte in name.encode())
    assert repair(read) == name


def test_utf8_misread_twice():
    once = "Đorđe Šarić".encode().decode("latin-1")
    assert repair(once.encode().decode("latin-1")) == "Đorđe Šarić"


@pytest.mark.parametrize("name", CP1250_MISREAD)
def test_windows_1250_read_as_windows_1252(name):
    assert repair(name.encode("cp1250").decode("cp1252")) == name


@pytest.mark.parametrize("name", LATIN2_MISREAD)
def test_8859_2_read_as_8859_1(name):
    assert repair(name.encode("iso8859-2").decode("latin-1")) == name


@pytest.mark.parametrize(("damaged", "name"), YUSCII_MISREAD)
def test_yuscii(damaged, name):
    assert repair(damaged) == name


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_spelling_survives(name):
    assert repair(name) == name


@pytest.mark.parametrize(
    ("mixed", "one"),
    [
        ("\u041carko", "Marko"),
        ("M\u0430rk\u043e Petr\u043ević", "Marko Petrović"),
        ("Marko \u0410. Petrović", "Marko A. Petrović"),
        ("\u0391na", "Ana"),
        ("Петpoвић", "Петровић"),
        ("Георгиeв", "Георгиев"),
        ("Παπαdopoulos", "Παπαdopoulos"),
        ("Петровіћž", "Петровіћž"),
        ("\u0410n", "\u0410n"),
        ("\u0410n Smith", "An Smith"),
        ("Αthina", "Athina"),
        ("Марко Smith", "Марко Smith"),
        ("А. Петровић", "А. Петровић"),
        ("А", "А"),
    ],
)
def test_look_alikes_go_to_the_script_of_most_letters(mixed, one):
    assert repair(mixed) == one


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("\u01c4evad \u01c9iljana", "DŽevad ljiljana"),
        ("ＭＡＲＫＯ", "MARKO"),
        ("ﬁlip", "filip"),
        ("Mar\u00adko\u200b", "Marko"),
        ("\u202eAna\u202c", "Ana"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("a\tb\u00a0c\u2028d\ne", "a b c d e"),
        ("S\u030carić", "Šarić"),
        ("\ufeffAna", "Ana"),
        ("", ""),
    ],
)
def test_compatibility_forms_and_what_cannot_be_seen(written, clean):
    assert repair(written) == clean


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("Kneè", "Kneč"),
        ("@arko", "Žarko"),
        ("Mla|en", "Mlađen"),
        ("Èaèak", "Čačak"),
        ("Hélène", ""),
        ("Sæther", ""),
        ("Guðrún", ""),
        ("Ana|Marko", ""),
        ("marko", ""),
        ("", ""),
    ],
)
def test_what_may_be_damage_has_another_reading(word, reading):
    assert other_reading(word) == reading


def test_evidence_in_one_word_counts_for_the_others_but_not_for_foreign_ones():
    assert repair("Kneè Petroviæ") == "Kneč Petrović"
    assert repair("Hélène Petroviæ") == "Hélène Petrović"
    assert repair("Irène Sæther Petroviæ") == "Irène Sæther Petrović"


@QUIET
@given(TEXTS)
@example("ÃƒÂ¡")
@example("Ã\u00ad¡")
@example("а\u0301" * 9)
def test_repair_is_idempotent_and_bounded(text):
    once = repair(text)
    assert repair(once) == once
    assert len(once) <= LONGEST
    assert not any("\ud800" <= letter <= "\udfff" or letter < " " for letter in once)
    other_reading(text)


@QUIET
@given(st.lists(TEXTS, max_size=6))
def test_a_batch_equals_its_texts_one_by_one(texts):
    assert repair_many(texts) == [repair(text) for text in texts]


@QUIET
@given(st.text("abcčćdđeéfghijklmnoprsštuvzžABCČĆDĐŠŽ áíóúëçüöäñ.-'", max_size=30))
def test_sound_text_passes_untouched(text):
    assert repair(text) == text


@pytest.mark.parametrize(
    "unit", ["a", "Ж", "e\u0301", "\u0301", "è", "Ã¡", "{a", "a~", "[", "\ufdfa", "\u202e", "aа", "¹"]
)
def test_a_text_of_megabytes_is_cut(unit):
    assert len(repair(unit * (10_000_000 // len(unit)))) <= LONGEST


def test_marks_are_kept_to_two_a_letter():
    assert repair("e" + "\u0323" * 3000) == "ẹ\u0323"
    assert repair("Nguyễn Thị") == "Nguyễn Thị"


def test_many_tokens_and_many_texts():
    draw = random.Random(3)
    texts = ["".join(draw.choices(DAMAGE, k=40)) for _ in range(1_000)]
    assert [repair(text) for text in repair_many(texts)] == repair_many(texts)
    assert len(repair("Petroviæ " * 10_000)) <= LONGEST
    assert repair_many([]) == []
