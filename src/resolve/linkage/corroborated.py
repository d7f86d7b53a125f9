"""Matches that other records vouch for, and what they say of pairs that no one vouches for.

Two records that are each surely one person's with a third are one person's, whatever they themselves look like. So
where people have three records or more, some pairs are *seen* to be matches without a look at their own levels. Which
share of matches is seen so, and how it hangs on their levels, can be told from pairs that are matches by their own
weight. Then the seen ones tell how likely a match is at any levels: they are labelled positives beside unknown pairs,
with a known chance of a positive to be labelled (Elkan and Noto 2008; Bekker, Robberechts and Davis 2019 for chances
that differ). That corrects what EM cannot know. It believes its own probabilities, and takes fields for independent:
where a record that is bad in one field is bad in others, it takes pairs of such records for strangers', and where
people of one street and name are many, it takes some of them for one.

Where nobody has three records there is nothing to see, and nothing changes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from resolve import rules
from resolve.linkage.clustering import components_of
from resolve.linkage.regression import Columns, Compared, Flags, Lesson, corrected
from resolve.records.prepare import Records
from resolve.scoring.rarities import Rarities
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import Floats, Model, probability_of


def corroborated(records: Records, model: Model, compared: Compared, barred: Flags) -> Model:
    """Give the model with what vouched-for pairs add to it; `training["vouched"]` tells how many there are."""
    written = rules.load("models/labelled")
    how = written["vouched"]
    fields = model.comparisons_in(records)
    rarities = Rarities.of(records, fields, len(compared.left))
    weight = weigh_many(records, model, compared.levels, compared.left, compared.right, rarities)
    # The others are next to no matches, and by far the most.
    hopeful = weight >= how["least_bits"]
    compared, weight, barred = compared.where(hopeful), weight[hopeful], barred[hopeful]
    open_to = (compared.left != compared.right) & ~barred
    strong = open_to & (weight >= how["strong_bits"])
    group = components_of(len(records), compared.left[strong], compared.right[strong])
    asked = np.flatnonzero(open_to & ~strong)
    asked = asked[compared.in_order(compared.left[asked], compared.right[asked])]
    if len(asked) > how["most_pairs"]:
        asked = np.sort(np.random.default_rng(1).choice(asked, int(how["most_pairs"]), replace=False))
    seen = group[compared.left[asked]] == group[compared.right[asked]]
    sure = weight[asked] >= how["sure_bits"]
    if seen[sure].sum() < how["least_seen"]:
        return model
    columns = Columns.of(fields, compared.levels[asked], written["prior"])
    caught = _caught(columns, seen, sure, float(how["spread_seen"]))
    found = columns.fit(weight[asked].astype(np.float64), seen, float(how["spread"]), caught)
    lesson = Lesson(float(found[0]), columns.by_level(found))
    told = {"seen": int(seen.sum()), "caught": float(caught[sure].mean()), "bits": lesson.bits}
    model = replace(model, training={**model.training, "vouched": told})
    return corrected(records, model, lesson, compared, rarities)


def _caught(columns: Columns, seen: Flags, sure: Flags, spread: float) -> Floats:
    """Give the share of matches that is seen, by what levels they have, as those have it that are surely matches."""
    share = float(seen[sure].mean())
    share = min(max(share, 1e-3), 1 - 1e-3)
    middle = np.full(len(seen), np.log2(share / (1 - share)))
    bits = columns.where(sure).fit(middle[sure], seen[sure], spread)
    return probability_of(middle + columns.bits_of(bits))
