"""Columns with room: a new value is compared as if the column had held it all along."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.records.columns import Coded, Column
from resolve.scoring import room
from resolve.scoring.comparison import Comparison, levels_of, levels_of_values
from resolve.scoring.room import RoomyColumn

NAMES = ["marko", "mirko", "ana", "ana marija", "a", "djordje", "gjorgje", "jovan", "jovana", "petrovic ilic", "hodza"]
VALUES = {
    "given": NAMES,
    "surname": [*NAMES, "petrovski", "petrovska", "hoxha", "xhaferi", "dzaferi"],
    "parent": NAMES,
    "other_names": NAMES,
    "date": ["1986-03-14", "1986-14-03", "1986", "1986-03", "1986-03-15", "1968-03-14", "1985/1987", "1986-01-01?"],
    "sex": ["m", "f"],
    "place": ["nis", "nis serbia", "novi sad", "pristina", "prishtine", "srbija", "x" * 40, "bec"],
    "address": ["main street 5", "5 main street", "main str 5", "side street 9"],
    "nationality": ["srb", "srb bih", "xkx", "ruritania"],
    "identifier": ["1403986710012", "1403986710021", "0202990715003", "77", "2" * 30],
    "document": ["P1234567", "P1234567 SRB", "P1234568", "PI234567 XKX"],
    "phone": ["381641234567", "641234567", "641234568", "377441"],
    "email": ["ana@x.rs", "a.na@x.rs", "ana@y.rs"],
    "postcode": ["11000", "11001", "M80NA", "é1"],
    "plate": ["BG123AB", "BGI23AB", "NS1"],
    "account": ["RS35260005601001611379", "260005601001611379", "26000"],
    "category": ["farmer", "farmers", "clerk"],
    "number": ["12", "13", "1400"],
}


def column_of(kind: str, values: list[str]) -> Column:
    return Column.of("surname", kind, Coded.of(values))


def everything(column: Column, comparison: Comparison) -> None:
    """Let the column derive all that comparing needs."""
    _, codes = np.unique(column.values, return_index=True)  # without the room, which is filled with one of them
    left, right = (part.ravel() for part in np.meshgrid(codes, codes))
    levels_of_values(column, comparison, left, right)


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("warm", [False, True])
def test_new_values_are_compared_as_if_the_column_held_them(kind, warm):
    values = VALUES[kind]
    comparison = Comparison("surname", kind, levels_of(kind))
    whole = column_of(kind, values)
    known = values[:3] if kind == "identifier" else values[::2]  # which schemes there are, the data tells
    roomy = RoomyColumn(column_of(kind, known), comparison)
    if warm:
        everything(roomy.column, comparison)
        for form in ("whole", "sound"):
            roomy.prepare_form(form)
    codes = np.array([roomy.code_of(value) for value in values])
    assert (codes[[values.index(value) for value in known]] < len(known)).all()
    places = np.array([whole.values.tolist().index(value) for value in values])
    for one, other in ((a, b) for a in range(len(values)) for b in range(a, len(values))):
        got = levels_of_values(roomy.column, comparison, codes[[one]], codes[[other]])
        want = levels_of_values(whole, comparison, places[[one]], places[[other]])
        assert got.tolist() == want.tolist(), (values[one], values[other])
    for value, code, place in zip(values, codes.tolist(), places, strict=True):
        want = levels_of_values(whole, comparison, np.array([place]), np.array([place]))
        assert roomy.level_with_itself(code) == want[0], value


@pytest.mark.parametrize("kind", VALUES)
def test_all_that_a_column_derives_is_known_how_to_be_found_for_one_value(kind):
    comparison = Comparison("surname", kind, levels_of(kind))
    roomy = RoomyColumn(column_of(kind, VALUES[kind]), comparison)
    everything(roomy.column, comparison)
    before = set(roomy.column._derived)
    roomy.code_of("some new value")
    assert set(roomy.column._derived) == before  # what is not known is dropped, and found anew for all values


def test_new_values_of_one_form_meet_in_it_and_others_do_not():
    roomy = RoomyColumn(column_of("surname", ["hoxha"]), Comparison("surname", "surname", levels_of("surname")))
    roomy.prepare_form("sound")
    made = roomy.column.form("sound").codes
    hodza, hodja, petrovic = (roomy.code_of(value) for value in ("petrovitch", "petrovich", "marić"))
    assert made[hodza] == made[hodja] != made[petrovic]
    none, known, first, missing = roomy.form_codes("sound", np.array([hodza, roomy.code_of("hodza"), 0, -1]))
    assert none == -1 == missing  # no value of the data has it
    assert known == first
    assert roomy.code_of("") == -1
    key_of = roomy.key_of_form("sound")
    for row, code in enumerate([hodza, roomy.code_of("hodza"), 0, -1]):
        roomy.column.codes[row] = code
        assert key_of(row) == (none, known, first, missing)[row]


def test_codes_are_given_anew_only_when_the_room_is_full(monkeypatch):
    monkeypatch.setattr(room, "ROOM", 40)
    roomy = RoomyColumn(column_of("number", ["1"]), Comparison("surname", "number", levels_of("number")))
    first = roomy.code_of("2")
    assert not roomy.settle() and roomy.code_of("2") == first
    for number in range(room.ROOM):
        if roomy.settle():
            break
        roomy.code_of(str(number + 10))
    else:
        pytest.fail("expected the room to be full at last")
    assert roomy.code_of("900001") == first  # its code is free for another
    assert roomy.code_of("1") == 0


def test_a_new_word_is_read_as_its_record_writes_it_and_leaves_nothing_behind():
    comparison = Comparison("surname", "surname", levels_of("surname"))
    roomy = RoomyColumn(column_of("surname", ["schmidt", "hoxha"]), comparison)

    def level(**spellings: tuple[str, ...]) -> int:
        roomy.settle()
        code = roomy.code_of("smit", spellings)
        return int(levels_of_values(roomy.column, comparison, np.array([code]), np.array([0]))[0])

    plain = level()
    written = level(smit=("шмит",))
    assert written < plain  # Шмит may be Schmidt, and smit no more so than others
    assert [level(), level(smit=("шмит",)), level()] == [plain, written, plain]
    assert level(hoxha=("хоџа",)) == plain and "hoxha" not in roomy.column.spellings
