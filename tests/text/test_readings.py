"""Readings: what orthographies say of a token, many at a time as one by one."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.text import readings as module
from resolve.text.readings import (
    MOST,
    beginning,
    beginnings_many,
    ending,
    endings_many,
    features_many,
    first_readings,
    other_readings_many,
    readings,
    without_gender,
    without_gender_many,
)

QUIET = settings(max_examples=80, deadline=None)
LATIN = st.text("abcdefghijklmnopqrstuvwxyzčćđšžçëöüğıéèñłßæ", min_size=1, max_size=12)
CYRILLIC = st.text("абвгдђежзијклљмнњопрстћуфхцчџшщъыьэюяѓќѕё", min_size=1, max_size=12)
TOKENS = LATIN | CYRILLIC
SOUNDS = set("aeioujpbfvdtszkghlrmncCJSZ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đorđe", "ђорђе"),
        ("xhaferi", "џафери"),
        ("thaçi", "тачи"),
        ("zaxoyî", "zakhoyi"),
        ("john", "џон"),
        ("hoxha", "hodža"),
        ("mazowiecki", "мазовјецки"),
    ],
)
def test_spellings_of_one_name_share_a_reading_or_come_close(one, other):
    from rapidfuzz.distance import Levenshtein

    apart = min(Levenshtein.distance(a, b) for a in readings(one) for b in readings(other))
    assert apart <= 1


@QUIET
@given(TOKENS)
def test_readings_are_sounds_distinct_and_few(token):
    found = readings(token)
    assert len(found) == len(set(found)) <= MOST
    assert set("".join(found)) <= SOUNDS


@QUIET
@given(st.lists(TOKENS, max_size=6))
def test_many_tokens_read_as_each_alone(tokens):
    alone = [other_readings_many([[token]])[0] for token in tokens]
    assert other_readings_many([[token] for token in tokens]) == alone
    scripts = ["Cyrl" if token[0] > "\u0400" else "Latn" for token in tokens]
    firsts = [first_readings([one], [one], [script])[0] for one, script in zip(tokens, scripts, strict=True)]
    assert first_readings(tokens, tokens, scripts) == firsts


@pytest.mark.parametrize("name", sorted(rules.load("phonetics/readings")["table"]))
def test_patterns_turned_to_begin_with_a_letter_find_the_same(name):
    table = rules.load("phonetics/readings")["table"][name]
    patterns = [step.rpartition(">")[0] for step in table["steps"]]
    written = re.compile("|".join(f"(?:{one})" for one in patterns), re.MULTILINE)
    turned = re.compile("|".join(f"(?:{module._letter_first(one)})" for one in patterns), re.MULTILINE)
    tokens = """wright knez écoles anaïs schmidt ghetto tchaikovsky yahya oueh щёкин дзидзо žarko stahl eaux oyo xwedê
        rosé guerra ije zoysia fatih ьогъе уолкер""".replace(" ", "\n")
    assert [one.span() for one in turned.finditer(tokens)] == [one.span() for one in written.finditer(tokens)]


@QUIET
@given(st.text("".join(sorted(SOUNDS)), max_size=14))
def test_endings_and_beginnings_leave_a_name_over(reading):
    for part, at_end in ((ending(reading), True), (beginning(reading), False)):
        assert reading.endswith(part) if at_end else reading.startswith(part)
        assert not part or len(reading) - len(part) >= 2
    assert without_gender(reading) == "" or len(reading) > 2


@pytest.mark.parametrize("text", ["", "\n", "a" * 100_000, "\u0301\u0301", "\ud800", "\u202eabc", "7", "…"])
def test_hostile_tokens_have_readings_or_none(text):
    assert isinstance(readings(text), tuple)


def test_features_keep_their_places():
    assert features_many(["da", "", "j"]) == ["3+dMa", "", "j"]
    assert features_many([]) == []


@QUIET
@given(st.lists(st.text("aeioucCkstvnj", max_size=9), max_size=20))
def test_endings_of_many_are_those_of_each(said: list[str]) -> None:
    assert endings_many(said) == [ending(one) for one in said]
    assert beginnings_many(said) == [beginning(one) for one in said]
    assert without_gender_many(said) == [without_gender(one) for one in said]


def test_the_longest_ending_is_taken_and_leaves_two_sounds() -> None:
    assert ending("pavloviC") == "oviC"
    assert ending("oviC") == "iC"
    assert ending("iC") == ""
    assert without_gender_many(["petrova", "ova", "petrov"]) == ["petr 3", "", "petr 3"]


@QUIET
@given(st.text("abž\n", max_size=20))
def test_doubled_sounds_count_once_in_a_long_text_as_in_a_short_one(text):
    long = "ba\n" * 200
    assert module._each_once(long + text) == long + module._each_once("\n" + text)[1:]


@QUIET
@given(
    st.lists(st.lists(TOKENS, min_size=1, max_size=3, unique=True), max_size=6), st.sampled_from([0, 1_000]), st.data()
)
def test_readings_as_arrays_are_those_as_lists(forms, from_many, data):
    known = data.draw(st.sets(st.sampled_from([form for own in forms for form in own]))) if forms else set()
    with mock.patch.object(module, "_WORTH_STEPS", from_many):
        tokens, said = module.other_readings_flat(forms)
        with_known = module.other_readings_flat(forms, read_before=known)
        general = module.other_readings_flat(forms, read_before={form for own in forms for form in own})
    given_by = list(zip(tokens.tolist(), said, strict=True))
    found = [[one for token, one in given_by if token == each] for each in range(len(forms))]
    assert found == other_readings_many(forms)
    assert len(general[1]) <= len(with_known[1]) <= len(said)


@QUIET
@given(st.lists(TOKENS | st.text("ab'-字ł1", max_size=4), max_size=6))
def test_first_readings_of_many_are_those_of_few(tokens):
    scripts = ["Cyrl" if module._script(token) == "Cyrl" else "Latn" for token in tokens]
    with mock.patch.object(module, "_WORTH_STEPS", 0):
        found = first_readings(tokens, tokens, scripts)
    assert found == first_readings(tokens, tokens, scripts)
