"""Plain spellings: safe on any text, the same alone as in a batch, and the same from either Serbian alphabet."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolve.text.unicode import LONGEST, compact, compact_many, plain, plain_many

QUIET = settings(max_examples=150, deadline=None)
# Any code point at all: lone surrogates, controls and unassigned ones too.
ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, exclude_categories=()), max_size=40)
# Characters that have broken normalisers, mixed with letters so that they stand in the middle of words.
SINGLE = list("aAzđĐŠčЂЊѓіщ'`’ \t\n\r\x0b\x0c\x00\x1c\x1d\x1e\x85\u2028\u2029İıßﬁªK\u0130\u0345\u1e9e中")
LONGER = ["\ud800", "\udfff", "\u202e", "\u200d", "\ufeff", "e\u0301\u0323\u0301", "\U0001f468\u200d\U0001f469"]
TRICKY = st.lists(st.sampled_from(SINGLE + LONGER), max_size=30).map("".join)
TEXTS = ANY_TEXT | TRICKY
HOSTILE = {
    "nul": "a\x00b",
    "lone surrogate": "a\ud800b",
    "pair the wrong way": "\udc00\ud800",
    "override": "\u202eacimA",
    "next line": "a\x85b\u2028c\u2029d\x0be\x0cf",
    "separators": "a\x1cb\x1dc\x1ed\x1fe",
    "carriage returns": "a\r\nb\rc\nd",
    "marks": "e" + "\u0301" * 500,
    "marks alone": "\u0301\u0323",
    "expands": "\ufdfa" * 50,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "private": "\ue000\U0010fffd",
    "not a character": "\ufffe\uffff",
    "tags": "\U000e0041\U000e0042",
}


def is_plain(text: str) -> bool:
    words = text.split(" ") if text else []
    return all(word and set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789") for word in words)


@QUIET
@given(TEXTS)
@example("\u2126\u0345")
@example("ŉ")
def test_plain_is_plain_and_idempotent(text):
    once = plain(text)
    assert is_plain(once)
    assert plain(once) == once


@QUIET
@given(TEXTS)
def test_compact_is_compact_and_idempotent(text):
    once = compact(text)
    assert set(once) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert compact(once) == once


@QUIET
@given(st.lists(TEXTS, max_size=8))
def test_a_batch_equals_its_texts_one_by_one(texts):
    assert plain_many(texts) == [plain(text) for text in texts]
    assert compact_many(texts) == [compact(text) for text in texts]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_neither_breaks_nor_moves_its_neighbours(text):
    found = plain_many(["Ана Марић", text, "Šarić"])
    assert len(found) == 3
    assert (found[0], found[2]) == ("ana maric", "saric")
    assert is_plain(found[1])
    assert found[1] == plain(text)


def test_line_breaks_of_every_kind_part_words():
    assert plain("a\x85b\u2028c\u2029d\x0be\x0cf\rg\nh\x1ci") == "a b c d e f g h i"


def test_an_ascii_batch_and_a_mixed_one_agree_on_ascii_texts():
    texts = ["O'Neil", "Smith-Jones", "", "  A.  B. "]
    assert plain_many([*texts, "Ж"])[:4] == plain_many(texts) == ["oneil", "smith jones", "", "a b"]


@pytest.mark.parametrize("unit", ["a", "Ж", "e\u0301", "\u0301", "中", "\ufdfa", "(", "\U0001f468\u200d"])
def test_a_text_of_megabytes_is_cut(unit):
    long = unit * (10_000_000 // len(unit))
    found = plain_many([long, "ana"])
    assert found[1] == "ana"
    assert len(found[0]) <= 40 * LONGEST
    assert plain(long) == found[0]


def test_nothing_gives_nothing():
    assert plain_many([]) == [] == compact_many([])
    assert plain("") == compact("") == ""
    assert plain_many(["", ""]) == ["", ""]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ђорђевић", "Đorđević"),
        ("Љиљана Његош", "Ljiljana Njegoš"),
        ("Џевад Хаџић", "Dževad Hadžić"),
        ("Жељко Чолић", "Željko Čolić"),
        ("Шћепан Цвијић", "Šćepan Cvijić"),
    ],
)
def test_both_serbian_alphabets_give_one_spelling(cyrillic, latin):
    assert plain(cyrillic) == plain(latin)
    assert plain(cyrillic.upper()) == plain(latin.upper()) == plain(latin)


SERBIAN = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "đ",
            "e",
            "ž",
            "z",
            "i",
            "j",
            "k",
            "l",
            "lj",
            "m",
            "n",
            "nj",
            "o",
            "p",
            "r",
            "s",
            "t",
            "ć",
            "u",
            "f",
            "h",
            "c",
            "č",
            "dž",
            "š",
        ],
        strict=True,
    )
)


@QUIET
@given(st.lists(st.sampled_from(sorted(SERBIAN)), max_size=15))
def test_any_serbian_word_has_one_spelling_in_both_alphabets(letters):
    assert plain("".join(letters)) == plain("".join(SERBIAN[letter] for letter in letters))


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("ÇELIK", "celik"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Işık", "isik"),
        ("Përparim", "perparim"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Łukasz", "lukasz"),
        ("ＭＡＲＫＯ", "marko"),
        ("ﬁlip", "filip"),
        ("Mar\u00adko", "marko"),
        ("Š", "s"),
        ("S\u030c", "s"),
        ("Ѓорѓи Ќосев", "gjorgji kjosev"),
        ("Щерев", "shterev"),
        ("D’Angelo O'Neil", "dangelo oneil"),
        ("Γιώργος ΠΑΠΑΔΟΠΟΥΛΟΣ", "giorgos papadopoulos"),
        ("Երևան Պետրոսյան", "yerevan petrosyan"),
        ("მიხეილ სააკაშვილი", "mikheil saakashvili"),
        ("محمد الحسيني", "muhammad al husayni"),
        ("علی رضایی", "ali rezaei"),
        ("יוסף כהן", "yosef cohen"),
        ("محمد ١٢", "muhammad 12"),
        ("Ива\u0301нов", "ivanov"),
        ("С\u0301утра", "sutra"),
    ],
)
def test_spellings(written, spelled):
    assert plain(written) == spelled


@pytest.mark.parametrize(
    ("written", "number"),
    [("PA 0123-456/b", "PA0123456B"), ("АВ 123", "AV123"), ("№ 77", "NO77"), ("---", ""), ("٠١٢", "012")],
)
def test_document_numbers(written, number):
    assert compact(written) == number


def test_many_texts_of_plain_and_other_letters_keep_their_places():
    texts = ["Ana", "Ђорђе", "O'Brien", "Müller", "", "李"] * 20
    assert plain_many(texts) == [plain(text) for text in texts]
