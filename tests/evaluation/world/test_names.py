"""The stock of names has the shape that its tables promise."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from resolve import rules
from resolve.evaluation.world.names import KINDS, TRADITIONS, read_stock, zipf

STOCK = read_stock()
SCRIPTS = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC"}


@pytest.mark.parametrize("tradition", TRADITIONS)
def test_names_are_in_the_letters_of_their_tradition(tradition):
    script = rules.load(f"world/names/{tradition}")["tradition"]["script"]
    number = TRADITIONS.index(tradition)
    for code in np.concatenate([STOCK.curves[tradition, kind][0] for kind in KINDS]).tolist():
        if STOCK.tradition[code] == number:
            scripts = {unicodedata.name(letter).split()[0] for letter in STOCK.texts[code] if letter.isalpha()}
            assert scripts - {"MODIFIER"} == {SCRIPTS[script]}, STOCK.texts[code]
            assert bool(STOCK.latin[code]) == (script == "Arab")


@pytest.mark.parametrize("tradition", TRADITIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_commonest_name_has_its_share_and_the_rest_fall(tradition, kind):
    codes, cumulative = STOCK.curves[tradition, kind]
    shares = np.diff(cumulative, prepend=0)
    assert shares[0] == pytest.approx(rules.load(f"world/names/{tradition}")[kind]["head"], rel=0.02)
    assert (np.diff(shares) < 1e-12).all() and len(codes) >= 80


def code_of(tradition, kind, text):
    return next(code for code in STOCK.curves[tradition, kind][0].tolist() if STOCK.texts[code] == text)


@pytest.mark.parametrize(
    ("tradition", "text", "feminine"),
    [("mk", "Стојановски", "Стојановска"), ("bg", "Иванов", "Иванова"), ("sr", "Janković", "Janković")],
)
def test_feminine_forms_follow_the_tradition(tradition, text, feminine):
    assert STOCK.texts[STOCK.feminine[code_of(tradition, "surnames", text)]] == feminine


def test_patronymics_follow_the_tradition():
    father = code_of("ru", "male", "Сергей")
    assert STOCK.texts[STOCK.patronymic[father]] == "Сергеевич"
    assert STOCK.texts[STOCK.patronymic_feminine[father]] == "Сергеевна"
    assert STOCK.patronymic[code_of("sr", "male", "Dragan")] == -1


def test_zipf_meets_the_head_and_adds_up():
    shares = zipf(500, 0.02, 1.0)
    assert shares.sum() == pytest.approx(1) and shares[0] == pytest.approx(0.02, rel=0.01)
