"""Names as zones write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.values.mrz_letters import from_code, name_field, spellings


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Đoković", ("DOKOVIC", "DJOKOVIC")),
        ("Şükür", ("SUEKUER", "SUKUR", "SUXXKUXXR")),
        ("Łódź", ("LODZ",)),
        ("Åse", ("AASE", "ASE")),
        ("Søren", ("SOEREN", "SOREN")),
        ("O'Neil", ("ONEIL",)),
        ("Ћира", ("CIRA",)),
        ("", ()),
        ("123", ()),
        ("!?", ()),
    ],
)
def test_words_have_the_spellings_that_documents_have_shown(word, written):
    assert spellings(word)[: len(written)] == written and bool(spellings(word)) == bool(written)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([30, 31, 39]))
def test_a_field_is_full_and_has_letters_and_fillers_only(surname, given_names, width):
    field = name_field(surname, given_names, width)
    assert len(field) == width and set(field) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")


def test_an_unknown_code_is_none():
    assert from_code("ALEKSEQ", "SRB", "PN") == from_code("ALEKSEQ", "RUS", "P") == ""
