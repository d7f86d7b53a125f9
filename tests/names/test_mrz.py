"""Names in machine-readable zones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.names.mrz import MrzName, read_zone
from resolve.names.parse import parse_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PETROVIC<<NIKOLA<MARKO<<<<", MrzName(("PETROVIC",), ("NIKOLA", "MARKO"), "")),
        ("P<SRBPETROVIC<<NIKOLA<MARKO".ljust(44, "<"), MrzName(("PETROVIC",), ("NIKOLA", "MARKO"), "SRB")),
        ("P<SRBPETROVIC<<NIKOLA", MrzName(("PETROVIC",), ("NIKOLA",), "SRB")),
        ("PDSRBPETROVIC<<NIKOLA".ljust(44, "<"), MrzName(("PETROVIC",), ("NIKOLA",), "SRB")),
        ("P<D<<MUSTERMANN<<ERIKA".ljust(44, "<"), MrzName(("MUSTERMANN",), ("ERIKA",), "D")),
        ("I<RKSHOXHA<<AGIM".ljust(36, "<"), MrzName(("HOXHA",), ("AGIM",), "RKS")),
        ("p<srbpetrovic<<nikola<<<", MrzName(("PETROVIC",), ("NIKOLA",), "SRB")),
        ("PETROVIC<NJEGOS<<PETAR<<", MrzName(("PETROVIC", "NJEGOS"), ("PETAR",), "")),
        ("VAN<DER<BERG<<JAN", MrzName(("VAN", "DER", "BERG"), ("JAN",), "")),
        ("HOXHA<<<<<<", MrzName(("HOXHA",), (), "")),
        ("PREOBRAZHENSKAIA<<VLADISLAVA<VSEV", MrzName(("PREOBRAZHENSKAIA",), ("VLADISLAVA", "VSEV"), "")),
    ],
)
def test_a_name_field_is_read(text, name):
    assert read_zone(text) == name


def test_all_lines_of_a_zone():
    first, second = "P<SRBPETROVIC<<NIKOLA".ljust(44, "<"), "0123456784SRB8001014M3001012<<<<<<<<<<<<<<04"
    expected = MrzName(("PETROVIC",), ("NIKOLA",), "SRB")
    assert read_zone(f"{first}\n{second}") == read_zone(first + second) == read_zone(f"{first} {second}") == expected
    card = ("I<SRB0123456784<<<<<<<<<<<<<<<", "8001014M3001012SRB<<<<<<<<<<<4", "PETROVIC<<NIKOLA<<<<<<<<<<<<<<")
    assert read_zone("\n".join(card)) == MrzName(("PETROVIC",), ("NIKOLA",), "")


@pytest.mark.parametrize(
    "text", ["", "<", "<<<<", "Nikola Petrović", "a < b", "Nikola <nikola@x.org>", "123<<456", "Ж<<Ж"]
)
def test_what_is_no_zone(text):
    assert read_zone(text) is None


def test_a_zone_is_read_as_a_name():
    name = parse_name("P<NLDVAN<DER<BERG<<JAN<PIETER<<<<<<<<<<<<<<<<")
    assert (name.particles, name.family, name.given, name.middle) == (("VAN", "DER"), ("BERG",), ("JAN",), ("PIETER",))
    assert parse_name("ALI<<ABD<AL<RAHMAN").given == ("ABD AL RAHMAN",)
    assert parse_name("HOXHA<<<<").family == ("HOXHA",)


@settings(max_examples=200, deadline=None)
@given(st.text("AB<P0 \nж", max_size=60) | st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_is_read_or_refused_and_no_letter_made(text):
    found = read_zone(text)
    if found:
        letters = sorted("".join([*found.primary, *found.secondary]))
        assert set(letters) <= set(text.upper()) and len(letters) <= len(text.upper())
