"""People: families hold together, and numbers are valid."""

from __future__ import annotations

import numpy as np
import pytest
from stdnum.bg import egn
from stdnum.iso7064 import mod_97_10
from stdnum.si import emso
from stdnum.tr import tckimlik

from resolve.errors import InputError
from resolve.evaluation.world.agencies import Difficulty, read_agencies
from resolve.evaluation.world.names import TRADITIONS
from resolve.evaluation.world.numbers import national_numbers, shaped
from resolve.evaluation.world.people import Population, countries
from resolve.evaluation.world.records import Desk

WORLD = Population(seed=1, count=20_000)
IDS = np.arange(20_000, dtype=np.uint64)
PEOPLE = WORLD.people(IDS)
PLACES = WORLD.places(IDS)


def test_any_people_can_be_had_alone_and_in_any_order():
    some = np.array([19_999, 7, 123], np.uint64)
    for name in ("given", "surname", "birth", "female", "ring", "residence"):
        assert (getattr(WORLD.people(some), name) == getattr(PEOPLE, name)[some.astype(int)]).all()


def test_children_bear_the_fathers_name_and_are_younger():
    child = np.flatnonzero((PLACES.role > 1) & ~PEOPLE.female[PLACES.head.astype(int)])
    heads = PLACES.head[child].astype(int)
    assert (PEOPLE.father[child] == PEOPLE.given[heads]).all()
    years = PEOPLE.birth.astype("datetime64[Y]").astype(int)
    assert (years[child] - years[heads] >= 13).all()


def test_twins_share_a_birthday_and_brothers_a_family():
    twins = np.flatnonzero(PEOPLE.twin & (PLACES.role == 2))
    assert len(twins) > 20
    same = PEOPLE.birth[twins] == PEOPLE.birth[twins + 1]
    assert same[~(PEOPLE.default_birth[twins] | PEOPLE.default_birth[twins + 1])].all()


def test_traditions_have_about_their_shares():
    counts = np.bincount(PEOPLE.tradition, minlength=len(TRADITIONS)) / len(PEOPLE)
    shares = np.array(list(WORLD.table["share"].values()))
    assert np.allclose(counts, [WORLD.table["share"][name] / shares.sum() for name in TRADITIONS], atol=0.02)


@pytest.mark.parametrize(("country", "valid"), [("SRB", emso), ("MKD", emso), ("BGR", egn), ("TUR", tckimlik)])
def test_national_numbers_are_valid(country, valid):
    at = np.flatnonzero(PEOPLE.nationality == countries().index(country))[:300]
    some = WORLD.people(IDS[at])
    numbers = national_numbers(WORLD.draws, some)
    assert all(valid.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_number_in_a_shape_is_the_same_for_the_same_owner():
    owner = np.array([5, 5, 6], np.uint64)
    first, again, other = shaped(WORLD.draws, "document", owner, np.zeros(3, int), "document")
    assert first == again != other and len(first) == 9


def test_a_world_needs_some_people():
    with pytest.raises(InputError, match="20 people"):
        Population(seed=1, count=3)


def test_accounts_are_valid_by_their_check_digits():
    agency = next(agency for agency in read_agencies(["uk_intel"]))
    desk = Desk(WORLD, agency, Difficulty.named("medium"))
    page = desk.page(0, desk.places)
    rows = page.rows.to_pylist()
    written = [row["iban"] for row in rows if row["iban"]]
    assert len(written) > 100 and all(mod_97_10.is_valid(text[4:] + text[:4]) for text in written)


def test_the_phones_of_a_ring_come_up_again_and_again():
    desk = Desk(WORLD, read_agencies(["frontline_debrief"])[0], Difficulty.named("medium"))
    phones = [row["facilitator phone"] for row in desk.page(0, desk.places).rows.to_pylist()]
    named = [phone[-6:] for phone in phones if phone]
    assert len(set(named)) < len(named) / 2
