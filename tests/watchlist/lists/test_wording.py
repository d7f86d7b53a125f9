"""The words of lists: kinds, qualities, documents, dates, and cells that say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve import rules
from resolve.watchlist.lists.entries import Kind, Quality
from resolve.watchlist.lists.wording import (
    birth_dates,
    document_field,
    is_misused,
    kind_of,
    numbered,
    one_line,
    quality_of,
    said_of,
    tidy,
)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Individual", Kind.PERSON),
        ("person", Kind.PERSON),
        ("физичко лице", Kind.PERSON),
        ("LegalEntity", Kind.ORGANISATION),
        ("pravno lice", Kind.ORGANISATION),
        ("Ship", Kind.VESSEL),
        ("Aircraft", Kind.AIRCRAFT),
        ("fraud", None),
        ("", None),
    ],
)
def test_kinds(word, kind):
    assert kind_of(word) is kind


@pytest.mark.parametrize(
    "word", ["Low", "Low quality", "Low quality a.k.a", "weak", "nom de guerre", "Nadimak", "НАДИМАК", "Call sign"]
)
def test_weak_words(word):
    assert quality_of(word) is Quality.WEAK


@pytest.mark.parametrize("word", ["Good", "Good quality a.k.a", "strong", "", "AKA", "nickel"])
def test_words_that_are_not_weak(word):
    assert quality_of(word) is Quality.STRONG


def test_a_list_s_own_word_is_kept_where_it_is_not_known():
    assert (said_of("a.k.a."), said_of("Stage  name")) == ("alias", "Stage name")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Passport", "document_number"),
        ("Número de pasaporte", "document_number"),
        ("national identity card no.", "national_id"),
        ("Cedula No.", "national_id"),
        ("JMBG", "national_id"),
        ("Driver's License No.", "document_number"),
        ("Vessel Registration Identification", "other"),
        ("Company Number", "other"),
        ("", "other"),
    ],
)
def test_documents(said, field):
    assert document_field(said) == field


@pytest.mark.parametrize(
    "note", ["MISUSE", "from false passport", "Fraudulently obtained", "reported stolen", "украден"]
)
def test_notes_that_call_a_document_misused(note):
    assert is_misused(note)
    assert not is_misused("issued in Lahore", "")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1972-03-08", ("1972-03-08",)),
        ("14.03.1986.", ("14.03.1986.",)),
        ("(a) 1.1.1968, (b) 23.4.1968", ("1.1.1968", "23.4.1968")),
        ("a) 11 Apr. 1960 b) 11 Apr. 1963", ("11 Apr. 1960", "11 Apr. 1963")),
        ("2.3.1960 or 4.5.1961", ("2.3.1960", "4.5.1961")),
        ("1949/1950", ("1949", "1950")),
        ("Between 1949 and 1952", ("1949 to 1952",)),
        ("1969 to 1972", ("1969 to 1972",)),
        ("circa 1970", ("circa 1970",)),
        ("ca. 1947", ("circa 1947",)),
        ("Approximately 1966", ("circa 1966",)),
        ("1966 circa", ("circa 1966",)),
        ("oko 1980", ("circa 1980",)),
        ("circa Mar 1970", ("circa Mar 1970",)),
        ("3.4.1971 Gender: female", ("3.4.1971",)),
        ("08 Mar 1972", ("08 Mar 1972",)),
        ("1979, 1980", ("1979", "1980")),
        ("March 8, 1972", ("March 8, 1972",)),
        ("between 1.1.1961 and 31.12.1963", ("1961 to 1963",)),
        ("1343 (Iranian Hijri calendar), 1964", ("1343 (Iranian Hijri calendar)", "1964")),
        ("circa (29 years old)", ()),
        ("30-35 years old", ()),
        ("unknown", ()),
        ("", ()),
    ],
)
def test_births(text, dates):
    assert birth_dates(text) == dates


def test_numbered_cells_keep_the_place_of_empty_values():
    assert numbered("(1) - (2) Kuwait") == ("", "Kuwait")
    assert numbered("(1) Serbia(2)Montenegro") == ("Serbia", "Montenegro")
    assert numbered("Serbia (Republic)") == ("Serbia (Republic)",)


@given(st.text())
def test_any_text_comes_out_on_one_bounded_line(text):
    bound = rules.load("screening/lists")["bounds"]["text"]
    for read in (tidy(text), one_line(text), *numbered(text), *birth_dates(text)):
        assert "\n" not in read and len(read) <= bound and read == read.strip()
        read.encode("utf-8")


def test_the_rules_name_kinds_and_fields_that_exist():
    content = rules.load("screening/lists")
    assert {Kind(kind) for kind in content["kinds"]}
    assert set(content["documents"]) <= {*rules.load("schemas/fields")["field"], "other"}
