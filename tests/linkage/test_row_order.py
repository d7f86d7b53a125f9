"""Another order of a file's rows gives the same model and the same entities."""

from __future__ import annotations

import resolve


def test_row_order_changes_nothing(messy_frame):
    frame = messy_frame(300, 7)
    frame.insert(0, "id", [f"r{number}" for number in range(len(frame))])
    found = []
    for seed in (1, 2):
        resolution = resolve.dedupe(frame.sample(frac=1, random_state=seed).reset_index(drop=True))
        entities = resolution.entities.groupby("entity_id")["record_id"].agg(frozenset)
        found.append((resolution.model.prior, [each.m for each in resolution.model.fields], set(entities)))
    assert found[0] == found[1]
