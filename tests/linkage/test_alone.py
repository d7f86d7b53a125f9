"""What records weigh against themselves."""

import numpy as np
import pandas as pd
import pytest

import resolve
from resolve.linkage.alone import weights_with_themselves


def test_a_record_weighs_what_its_twin_would() -> None:
    people = pd.DataFrame({
        "id": ["1", "2", "3", "4"], "surname": ["Hoxha", "Hoxha", "Novak", None],
        "given_name": ["Agim", "Agim", "Ivo", None], "birth_date": ["1980-01-02", "1980-01-02", "1970", "1970"],
    })  # fmt: skip
    run = resolve.dedupe(people)
    found = weights_with_themselves(run.linked)
    assert found[0] == found[1] == pytest.approx(run.explain("1", "2").weight, abs=1e-3)
    assert found[3] < found[2] < found[0], "the less a record says, the less it weighs"
    assert np.isfinite(found).all()
