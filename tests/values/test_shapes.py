"""Characters that look alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolve.values.shapes import fold_slips, fold_slips_many, latin_shapes, slip_pairs


@given(st.lists(st.text("OQDILZSGB0123456789AX", max_size=12), max_size=5))
def test_folding_many_is_folding_each_and_once_is_enough(texts):
    assert fold_slips_many(texts) == [fold_slips(text) for text in texts]
    assert [fold_slips(fold_slips(text)) for text in texts] == [fold_slips(text) for text in texts]


def test_pairs_fold_to_one_and_letters_that_look_like_none_stay():
    assert all(fold_slips(letter) == digit for letter, digit in slip_pairs())
    assert latin_shapes("АВЕКМНОРСТУХ") == "ABEKMHOPCTYX" and latin_shapes("ЖЂ") == "ЖЂ"
