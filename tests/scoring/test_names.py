"""Evidence of names in linkage: in the letters in which they were written, the same either way and in any company."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve.records.columns import Coded, Column
from resolve.records.names import original_spellings
from resolve.scoring.names import NAME_KINDS, evidence_of
from resolve.text.unicode import plain_many

NEAR = 0.8


def column_of(*written: str) -> Column:
    raw = Coded.of(list(written))
    return Column.of("given_name", "given", raw.mapped(plain_many), original_spellings([raw]))


def kind(left: str, right: str) -> str:
    column = column_of(left, right)
    codes = column.codes
    found = evidence_of(column, codes[:1], codes[1:2], NEAR)
    turned = evidence_of(column, codes[1:2], codes[:1], NEAR)
    assert found.kind[0] == turned.kind[0]
    return NAME_KINDS[found.kind[0]]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Dževdet", "Xhevdet", "variant"),
        ("Џафери", "Xhaferi", "sound"),
        ("Müller", "Mueller", "spelling"),
        ("Sloba", "Slobodan", "short"),
        ("Dragan", "Dragana", "sexes_apart"),
        ("Goran", "Zoran", "names_apart"),
        ("Tankanov", "Tankanova", "gendered"),
        ("Kelomir", "Keolmir", "swapped"),
        ("Kelomir", "Kelumir", "close"),
        ("Hannah", "Mannam", "in_place"),
        ("G.", "Goran", "initial"),
        ("G.", "Zoran", "another_initial"),
        ("Marko", "Biljana", "different"),
        ("Ana Marija", "Marija", "part"),
        ("Ana Marija", "Ana Jelena", "part_differs"),
        ("Marija Ana", "Ana Marija", "spelling"),
    ],
)
def test_the_kind_of_evidence(left, right, expected):
    assert kind(left, right) == expected


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["Ђорђе", "Djordje", "Gjorgje", "Ana", "A.", "Sloba", "Slobodan", "محمد", "Müller", "Ana Marija"]
        ),
        st.text("abčdжeш ", min_size=1, max_size=12),
        st.text(min_size=1, max_size=6),
    ),
    min_size=2,
    max_size=6,
    unique=True,
)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_exchanging_the_sides_changes_nothing(words):
    column = column_of(*words)
    count = len(column.values)
    left, right = (part.ravel() for part in np.indices((count, count)))
    apart = left != right
    left, right = left[apart], right[apart]
    one, other = evidence_of(column, left, right, NEAR), evidence_of(column, right, left, NEAR)
    assert np.array_equal(one.kind, other.kind)
    assert np.allclose(one.cost, other.cost, atol=1e-5)


def test_no_pairs():
    column = column_of("Ana", "Ivo")
    none = np.empty(0, np.int64)
    assert len(evidence_of(column, none, none, NEAR).kind) == 0
