"""What changed between two versions of a list, what of it matters, and a loud word where the list shrank."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolve.watchlist.changes import compare_lists, entry_digest
from resolve.watchlist.lists.entries import Kind, ListedDocument, ListedName, ListedParty, Quality, ReadList
from resolve.watchlist.lists.read import read_list

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def party(key: str, *names: str, **more: object) -> ListedParty:
    made = ListedParty(key, Kind.PERSON, tuple(ListedName(name) for name in names or (f"Name {key}",)))
    return replace(made, **more)  # type: ignore[arg-type]


def listed(*parties: ListedParty, **more: object) -> ReadList:
    return replace(ReadList("own", "json", parties), **more)  # type: ignore[arg-type]


def many(count: int, kind: Kind = Kind.PERSON, start: int = 0) -> tuple[ListedParty, ...]:
    return tuple(party(str(i), kind=kind) for i in range(start, start + count))


def test_a_list_is_as_it_was():
    read = read_list(FIXTURES / "watchlist.csv")
    changes = compare_lists(read, read)
    assert (changes.added, changes.removed, changes.changed, changes.affected) == ((), (), (), ())
    assert changes.notes == ("the two files are the same, byte for byte",)


def test_added_removed_and_changed_entries_are_told_with_their_parts():
    old = listed(party("1"), party("2"), party("3", remarks="old"))
    new = listed(party("4"), party("3", remarks="new"), party("1", "Name 1", "Other", birth_dates=("1985",)))
    changes = compare_lists(old, new, shrink=0.9)
    assert [one.entry_id for one in changes.added] == ["4"] and [one.entry_id for one in changes.removed] == ["2"]
    assert {one.entry_id: one.parts for one in changes.changed} == {"3": ("remarks",), "1": ("names", "birth_dates")}
    assert {one.entry_id: one.material for one in changes.changed} == {"3": False, "1": True}
    assert [one.entry_id for one in changes.affected] == ["4", "1"]


def test_the_order_of_values_is_no_change():
    one = party("1", "Ana", "Anka", birth_dates=("1985", "1986"))
    two = replace(one, names=one.names[::-1], birth_dates=one.birth_dates[::-1])
    assert compare_lists(listed(one), listed(two)).changed == ()
    assert entry_digest(one) == entry_digest(two)


@pytest.mark.parametrize(
    "more",
    [
        {"names": (ListedName("Ana", Quality.WEAK),)},
        {"names": (ListedName("Ana", family="Ilić"),)},
        {"names": (ListedName("Аna"),)},
        {"birth_dates": ("1985",)},
        {"documents": (ListedDocument("1"),)},
        {"documents": (ListedDocument("1", misused=True),)},
        {"nationalities": ("RS",)},
        {"sex": "F"},
        {"misused": True},
        {"kind": Kind.OTHER},
    ],
)
def test_what_screening_looks_at_changes_the_digest(more):
    before, now = party("1", "Ana"), party("1", "Ana", **more)
    assert entry_digest(before) != entry_digest(now)
    assert compare_lists(listed(before), listed(now)).changed[0].material


@pytest.mark.parametrize("more", [{"remarks": "x"}, {"addresses": ("x",)}, {"listed_on": "2020"}, {"regimes": ("x",)}])
def test_the_rest_does_not(more):
    assert entry_digest(party("1", "Ana")) == entry_digest(party("1", "Ana", **more))


def test_an_entry_under_another_reference_is_recognised():
    changes = compare_lists(listed(party("1", "Ana"), party("2", "Eva")), listed(party("7", "Ana"), party("2", "Eva")))
    assert changes.renumbered == (("1", "7"),)
    alike = compare_lists(listed(party("1", "Ana"), party("3", "Ana")), listed(party("7", "Ana")), shrink=0.9)
    assert alike.renumbered == ()


def test_a_list_that_shrank_is_said_loudly():
    old = listed(*many(100))
    assert not compare_lists(old, listed(*many(95))).notes
    notes = compare_lists(old, listed(*many(94))).notes
    assert notes[0].startswith("THE LIST SHRANK: own has 94 entries, 100 before (6% fewer, more than the 5%")
    assert not compare_lists(old, listed(*many(94)), shrink=0.1).notes
    assert "! THE LIST SHRANK" in str(compare_lists(old, listed(*many(10))))


def test_a_kind_that_is_gone_is_said_even_where_the_list_grew():
    old = listed(*many(30), *many(30, Kind.ORGANISATION, 30))
    notes = compare_lists(old, listed(*many(90))).notes
    assert "of the kind 'organisation' it has 0 entries, 30 before" in notes[0]


def test_lists_with_no_reference_in_common_are_doubted():
    changes = compare_lists(listed(party("1")), listed(party("2"), format="un-xml"))
    assert any("versions of one list?" in note for note in changes.notes)


def test_it_can_be_read_and_kept():
    old, new = listed(party("1", "Ana"), version="1"), listed(party("1", "Ana", sex="F"), party("2"), version="2")
    changes = compare_lists(old, new)
    assert str(changes).splitlines()[0] == "own (1 → 2): 1 entry before, 2 now"
    kept = json.loads(json.dumps(changes.to_dict()))
    assert kept["changed"] == [{"entry_id": "1", "material": True, "parts": {"sex": {"added": ["F"], "removed": []}}}]
    assert kept["added"] == [{"entry_id": "2", "name": "Name 2"}]
    assert "and 480 more" in str(compare_lists(listed(party("x")), listed(party("x"), *many(500))))


def test_an_empty_list_compares():
    assert compare_lists(listed(), listed(party("1"))).added[0].entry_id == "1"
    assert compare_lists(listed(party("1")), listed()).notes


@given(st.lists(st.integers(0, 20), unique=True), st.lists(st.integers(0, 20), unique=True))
def test_every_entry_is_added_removed_changed_or_as_before(before, now):
    changes = compare_lists(listed(*(party(str(i)) for i in before)), listed(*(party(str(i)) for i in now)))
    assert {int(one.entry_id) for one in changes.added} == set(now) - set(before)
    assert {int(one.entry_id) for one in changes.removed} == set(before) - set(now)
    assert changes.changed == ()
