"""Words in Latin letters: language by its own letters, tables, tagged spellings, and everything else left alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolve.errors import RulesError
from resolve.text.scripts import LONGEST, letters_by_script
from resolve.text.tables import FILES, _parts, scheme, script
from resolve.text.transliterate import (
    guess_language,
    guess_languages,
    latin_forms,
    latin_forms_many,
    latin_texts_many,
    to_latin,
    to_latin_cased,
    to_latin_many,
)
from resolve.text.unicode import plain

QUIET = settings(max_examples=150, deadline=None)
# Words of the scripts that tables cover, mixed and damaged, and any text at all.
WORDS = st.text(
    "абвгдѓеёжзѕиіїйјкќлљмнњопрстћуўфхцчџшщъыьэюяђγιώργοςαυεևոвმხمحمدالعيוסלŠđöıßİ\u0301\u0651\u064e'’-7\u0378\ud800\u202e",
    max_size=12,
) | st.text(st.characters(exclude_categories=()), max_size=12)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("ђорђе", "sr"),
        ("љиљана", "sr"),
        ("ќосев", "mk"),
        ("ѓорѓи", "mk"),
        ("ѕвезда", "mk"),
        ("щерев", "bg"),
        ("юлия", "bg"),
        ("ёлкин", "ru"),
        ("быков", "ru"),
        ("їжак", "uk"),
        ("зінченко", "uk"),
        ("быкаў", "be"),
        ("марко", "sr"),
        ("", "sr"),
        ("marko", "sr"),
    ],
)
def test_language_is_told_by_letters_that_only_it_has(word, language):
    assert guess_language(word) == language


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Ђорђе Џамија", "đorđe džamija"),
        ("Ѓорѓи", "ǵorǵi"),
        ("Щерев", "shterev"),
        ("Цыганов", "tsyganov"),
        ("Marko", "marko"),
        ("Марко2 Smith", "marko2 smith"),
        ("", ""),
    ],
)
def test_transliteration(written, latin):
    assert to_latin(written) == latin


def test_each_word_is_read_in_its_own_language():
    assert to_latin("щерев ђорђе ќосев") == " ".join(to_latin(word) for word in ("щерев", "ђорђе", "ќосев"))


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_line_breaks_and_spaces_stay(text):
    lowered = text.lower()
    assert [c for c in to_latin_many(lowered) if c in "\n "] == [c for c in lowered if c in "\n "]


ALPHABETS = {
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
}


@pytest.mark.parametrize(
    "language",
    [
        *(language for language in ALPHABETS if language != "be"),
        "be",
    ],
)
def test_no_letter_of_a_known_alphabet_is_left_in_cyrillic(language):
    own = next(letter for letter in ALPHABETS[language] if guess_language(letter) == language)
    latin = to_latin(own + ALPHABETS[language])
    assert not any("\u0400" <= letter <= "\u052f" for letter in latin)
    assert to_latin(latin) == latin


@pytest.mark.parametrize(("written", "latin"), [("Ольга", "olga"), ("Игорь", "igor"), ("Татьяна", "tatiana")])
def test_a_soft_sign_not_before_o_is_russian(written, latin):
    assert to_latin(written) == latin


def texts(word, language=""):
    return [form.text for form in latin_forms(word, language)]


def tags(word, language=""):
    return {form.tag: form.text for form in latin_forms(word, language)}


@pytest.mark.parametrize(
    ("word", "language", "spellings"),
    [
        ("Ђорђе", "", ["đorđe", "djordje", "dorde"]),
        ("ЉУБИЦА", "", ["ljubica", "lyubitsa"]),
        ("Хаџић", "", ["hadžić", "hadzic", "hadzhich"]),
        ("Јовановић", "", ["jovanović", "jovanovic", "yovanovich"]),
        ("С\u0301екира", "me", ["śekira", "sjekira", "sekira"]),
        ("З\u0301еница", "me", ["źenica", "zjenica", "zenica"]),
        ("Ќосев", "", ["ḱosev", "kjosev", "kosev", "ćosev"]),
        ("Ѓорѓи", "", ["ǵorǵi", "gjorgji", "gorgi", "đorgi"]),
        ("Џафери", "mk", ["džaferi", "djaferi", "dzaferi", "dzhaferi"]),
        ("Хашим", "mk", ["hašim", "hashim", "hasim"]),
        ("Щерев", "bg", ["shterev", "chtchereff", "šterev"]),
        ("Юлия", "bg", ["yulia", "ioulia", "yuliya"]),
        ("Ангелов", "bg", ["angelov", "angeloff"]),
        ("Кръстев", "", ["krastev", "krustev", "krăstev"]),
        ("Цветков", "bg", ["tsvetkov", "tzvetkoff", "cvetkov"]),
        ("Алексей", "ru", ["aleksei", "aleksey", "alexey", "alexei"]),
        ("Сергей", "", ["sergey", "sergei"]),
        ("Хрущёв", "", ["khrushchev", "hruschov", "khrouchtchev"]),
        ("Елена", "ru", ["elena", "yelena"]),
        ("Ильин", "ru", ["ilin", "iline"]),
        ("Дмитрий", "ru", ["dmitrii", "dmitriy", "dmitry", "dmitri"]),
        ("Юрьевна", "", ["iurevna", "yuryevna"]),
        ("Соловьёв", "", ["solovev", "solovyev"]),
        ("Объедков", "", ["obieedkov", "obyedkov"]),
        ("Джон", "ru", ["dzhon", "jon"]),
        ("Уильям", "", ["uiliam", "wilyam"]),
        ("Цой", "ru", ["tsoi", "tsoy", "tcoi"]),
        ("Сергій", "", ["serhii", "sergiy", "sergey"]),
        ("Згурський", "uk", ["zghurskyi", "zgursky"]),
        ("Єва", "", ["yeva"]),
        ("Їжак", "", ["yizhak"]),
        ("Юрій", "uk", ["yurii", "yuriy"]),
        ("Зеленський", "", ["zelenskyi", "zelensky"]),
        ("Мар'яна", "uk", ["mariana"]),
        ("Быкаў", "", ["bykau", "bykav"]),
        ("Ярмоленка", "be", ["iarmolenka", "yarmolenka"]),
        ("Γιώργος", "", ["giorgos", "yorgos"]),
        ("Χρήστος", "", ["christos", "hristos", "khristos"]),
        ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "", ["papadopoulos", "papadopulos"]),
        ("Ευάγγελος", "", ["evangelos"]),
        ("Ευθύμιος", "", ["efthymios", "efthimios"]),
        ("Μπάμπης", "", ["bampis", "babis"]),
        ("Ντίνος", "", ["ntinos", "dinos"]),
        ("Βασίλειος", "", ["vasileios", "basileios", "vasilios"]),
        ("Պետրոսյան", "", ["petrosyan", "petrosian", "bedrosian"]),
        ("Երևան", "", ["yerevan", "erevan"]),
        ("Ոսկանյան", "", ["voskanyan", "oskanian"]),
        ("Հովհաննես", "", ["hovhannes"]),
        ("ჯაფარიძე", "", ["japaridze", "dzhaparidze"]),
        ("ხაჩიძე", "", ["khachidze", "hachidze"]),
        ("სააკაშვილი", "", ["saakashvili"]),
        ("محمد", "", ["muhammad", "mohammed", "mohammad"]),
        ("مُحَمَّد", "", ["muhammad"]),
        ("حسین", "fa", ["hossein", "hussain", "husayn"]),
        ("حسين", "", ["husayn", "hussein"]),
        ("الحسيني", "", ["al-husayni", "el-husayni"]),
        ("الشمري", "", ["al-shammari"]),
        ("عبدالرحمن", "", ["abdulrahman", "abdelrahman"]),
        ("حسین‌زاده", "", ["hosseinzadeh", "hosseinzada"]),
        ("احمدزی", "", ["ahmadzai"]),
        ("علیرضا", "", ["alireza"]),
        ("محمدعلی", "", ["mohammadali", "muhammadali"]),
        ("الناصري", "", ["al-nasiri", "al-nasseri"]),
        ("شاكرة", "ar", ["shakira"]),
        ("ئازاد", "ku", ["azad"]),
        ("راه", "fa", ["rah"]),
        ("فاطمة", "", ["fatima"]),
        ("ناطق", "ar", ["natiq"]),
        ("مكتوم", "", ["maktum"]),
        ("پژمان", "", ["pejman"]),
        ("شێرزاد", "", ["sherzad"]),
        ("ڕێبوار", "", ["rebwar"]),
        ("کۆسرەت", "", ["kosrat", "kosret"]),
        ("پښتون", "", ["pashtun"]),
        ("כהן", "", ["cohen"]),
        ("משה", "", ["moshe"]),
        ("לוין", "", ["levin"]),
        ("Müller", "", ["müller", "muller", "mueller"]),
        ("Øyvind", "", ["øyvind", "oyvind", "oeyvind"]),
        ("Åse", "", ["åse", "ase", "aase"]),
        ("Núñez", "", ["núñez", "nunez"]),
        ("Groß", "", ["groß", "gross"]),
        ("Sæther", "", ["sæther", "saether", "sather"]),
        ("Ağaoğlu", "", ["ağaoğlu", "agaoglu", "aaolu", "aghaoghlu"]),
        ("Işık", "", ["işık", "isik"]),
        ("IŞIK", "tr", ["ışık", "isik"]),
        ("İSMAİL", "", ["ismail"]),
        ("Përparim", "", ["përparim", "perparim"]),
        ("Thaçi", "", ["thaçi", "thaci", "thachi"]),
        ("Đorđević", "", ["đorđević", "djordjevic", "dordevic"]),
        ("Marko", "", ["marko"]),
        ("O’Neil", "", ["o’neil", "oneil"]),
        ("Kneè", "", ["kneè", "kneč"]),
        ("李明", "", ["li ming"]),
    ],
)
def test_spellings_of_a_word(word, language, spellings):
    found = texts(word, language)
    assert found[0] == spellings[0]
    assert set(spellings) <= set(found)


def test_a_tag_says_where_a_spelling_comes_from():
    assert tags("Ќосев")["mk:icao"] == "kjosev"
    assert tags("Цой", "ru")["ru:gost"] == "tcoi"
    assert tags("Kneè")["repair?"] == "kneč"
    assert tags("محمد")["fa:name"] == "mohammad"
    assert "unidecode" in tags("किशोर")


@pytest.mark.parametrize(
    ("word", "context", "languages"),
    [
        ("Иванов", "", ("sr", "mk", "bg", "ru")),
        ("Сергей", "", ("bg", "ru")),
        ("Щерев", "", ("bg", "ru")),
        ("Кръстев", "", ("bg",)),
        ("Хаџи", "", ("sr", "mk")),
        ("Хашим", "Ќосев", ("mk",)),
        ("Иванов", "Ђорђе", ("sr",)),
        ("Иванов", "Рыбаков", ("ru",)),
        ("Шевченко", "Сергій", ("uk", "be")),
        ("Иванов", "Marko", ("sr", "mk", "bg", "ru")),
        ("Ђорђе", "Щерев", ("sr",)),
        ("محمد", "", ("ar", "fa")),
        ("علی", "", ("fa",)),
        ("علي", "", ("ar",)),
        ("احمد", "پژمان", ("fa",)),
        ("ڕێبوار", "", ("ku",)),
        ("Γιώργος", "", ("el",)),
        ("Marko", "Ђорђе", ()),
        ("", "", ()),
    ],
)
def test_several_languages_are_guessed_where_no_letter_tells(word, context, languages):
    assert guess_languages(word, context) == languages


def test_the_national_spelling_of_each_possible_language_comes_before_variants():
    assert texts("Хашим")[:3] == ["hašim", "hashim", "khashim"]
    assert texts("Хашим", "ru sr")[:2] == ["khashim", "hašim"]
    assert texts("Хашим", "de") == texts("Хашим")


def test_a_word_that_its_language_cannot_have_written_keeps_its_own_reading():
    found = texts("Щерев", "sr")
    assert "shterev" in found


@pytest.mark.parametrize("word", ["ЂОРЂЕ", "ѓорѓи", "АЛЕКСЕЙ", "Γιώργος", "ŠARIĆ", "ՊԵՏՐՈՍՅԱՆ"])
def test_case_makes_no_difference(word):
    assert latin_forms(word.upper()) == latin_forms(word.lower())


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("ЉУБИЦА Љубић Љ.", "LJUBICA Ljubić Lj."),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("ХАЏИЋ Џамија", "HADŽIĆ Džamija"),
        ("Щерев ЩЕРЕВ", "Shterev SHTEREV"),
        ("Γιώργος ΨΑΡΡΟΣ", "Giorgos PSARROS"),
        ("محمد", "Muhammad"),
        ("ჯაფარიძე", "Japaridze"),
        ("McDonald, 1968", "McDonald, 1968"),
        ("", ""),
    ],
)
def test_display_keeps_capitals(written, latin):
    assert to_latin_cased(written) == latin


@QUIET
@given(WORDS)
@example("ља\u05d0Γ")
@example("\u0345")
def test_forms_are_few_distinct_lower_case_and_in_latin_letters(word):
    forms = latin_forms(word)
    assert len(forms) <= 8
    assert len({form.text for form in forms}) == len(forms)
    for form in forms:
        assert form.text == form.text.strip() != ""
        assert set(letters_by_script(form.text)) <= {"Latn"}
        assert len(form.text) <= 20 * (len(word) + 1)


@QUIET
@given(st.lists(WORDS, max_size=5))
def test_a_batch_equals_its_words_one_by_one(words):
    assert latin_forms_many(words) == [latin_forms(word) for word in words]
    assert latin_forms_many(words, ["ru"] * len(words)) == [latin_forms(word, "ru") for word in words]


@QUIET
@given(WORDS, WORDS)
def test_nothing_raises_and_the_first_guess_is_the_guess(word, context):
    languages = guess_languages(word, context)
    assert len(set(languages)) == len(languages)
    assert guess_language(word) == next(iter(guess_languages(word)), "sr")
    to_latin(word)
    to_latin_cased(word)


def test_the_first_form_is_what_a_plain_text_shows():
    for word in ("Ђорђе", "Ќосев", "Щерев", "Ёлкин", "Χρήστος", "Պետրոսյան", "ჯაფარიძე", "محمد", "כהן", "ناطق"):
        assert plain(word) == plain(latin_forms(word)[0].text)


@pytest.mark.parametrize("name", [name for name in FILES if name != "Latn"])
def test_every_alphabet_is_covered_by_every_scheme_of_its_language(name):
    for language in script(name).languages.values():
        for tag in language.schemes:
            for letter in language.alphabet:
                written = scheme(name, tag).write(script(name).clean(f"{letter}{letter}"))
                assert set(letters_by_script(written)) <= {"Latn"}, (tag, letter)


@pytest.mark.parametrize("name", list(FILES))
def test_no_scheme_writes_a_letter_that_it_reads(name):
    for language in script(name).languages.values():
        for tag in language.schemes:
            compiled = scheme(name, tag)
            latin = "".join([*compiled.latin, *compiled.single.values()])
            assert not {ord(letter) for letter in latin} & compiled.single.keys(), tag


@pytest.mark.parametrize("key", ["", "^", "<a>", "a<", "a^"])
def test_a_key_of_another_shape_is_refused(key):
    with pytest.raises(RulesError):
        _parts(key)


def test_a_scheme_that_is_missing_is_refused():
    with pytest.raises(RulesError, match=r"no scheme 'xx:none'"):
        scheme("Cyrl", "xx:none")


@pytest.mark.parametrize("unit", ["Ж", "а\u0301", "م", "א", "ω", "é", "中", "\u202e", "\x00", "Жa", "عبدال"])
def test_a_word_of_megabytes_is_cut(unit):
    forms = latin_forms(unit * (10_000_000 // len(unit)))
    assert len(forms) <= 8
    assert all(len(form.text) <= LONGEST for form in forms)


def test_ten_thousand_words():
    words = [f"{'абвгдежзик'[i % 10]}{'лмнопрст'[i % 8]}ов{i}" for i in range(10_000)]
    assert all(latin_forms_many(words))
    assert to_latin(" ".join(words)).count(" ") == 9_999


@QUIET
@given(st.lists(WORDS | st.sampled_from(["Ђорђе", "Petroviæ", "Müller", "Щерев", "ana"]), max_size=6))
def test_texts_of_many_words_are_those_of_their_forms(words):
    texts = [tuple(form.text for form in latin_forms(word)) for word in words]
    assert latin_texts_many(words) == texts
    assert latin_texts_many(words, most=1) == [one[:1] for one in texts]
