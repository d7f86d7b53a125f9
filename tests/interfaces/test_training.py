"""`resolve train`: models that are kept, and labels that are told of."""

from __future__ import annotations

import pandas as pd
import pytest

import resolve
from resolve.interfaces.cli_training import summary


def test_training_without_labels_gives_the_model_of_dedupe(exports):
    paths = list(exports.values())
    assert resolve.train(paths) == resolve.dedupe(paths).model


def test_train_writes_a_model_and_says_what_became_of_labels(call, exports, tmp_path):
    left, right, _ = exports.values()
    columns = ["left_id", "right_id", "left_source", "right_source", "match"]
    resolution = resolve.dedupe([left, right])
    own = resolution.entities.groupby("source")["record_id"].first()
    said = pd.DataFrame(
        [
            (own[left.stem], own[right.stem], left.stem, right.stem, "yes"),
            (own[left.stem], "nobody", left.stem, right.stem, "no"),
        ],
        columns=columns,
    )
    said.to_csv(tmp_path / "labels.csv", index=False)
    model = tmp_path / "model.json"
    status, out, err = call("train", left, right, "-o", model, "--labels", tmp_path / "labels.csv")
    assert (status, err) == (0, "")
    assert "1 labelled pairs, 1 of them matches" in out and "1 of records that are not in the data" in out
    assert resolve.dedupe([left, right], model=model).model.fields == resolve.Model.load(model).fields


def test_train_says_why_it_could_not(call, exports, tmp_path):
    (tmp_path / "labels.csv").write_text("left_id,right_id,match\nx,y,1\n", "utf-8")
    status, _, err = call("train", *exports.values(), "-o", tmp_path / "m.json", "--labels", tmp_path / "labels.csv")
    assert status == 2 and "no pair of the labels is in the data" in err


@pytest.mark.parametrize(("spread", "words"), [(0.0, "weights stay as they are"), (0.5, "weights follow the labels")])
def test_the_summary_says_whether_labels_moved_the_weights(exports, spread, words):
    from dataclasses import replace

    told = {"pairs": 30, "matches": 10, "spread": spread, "gained": 0.1, "unsure": 2}
    model = resolve.train(list(exports.values()))
    lines = "\n".join(summary(replace(model, training={**model.training, "labelled": told})))
    assert words in lines and "2 labelled as unsure, skipped" in lines
