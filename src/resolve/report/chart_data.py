"""The figures behind each chart, as small tidy tables: one row a mark, one column a quantity.

`chart_drawing` draws them, the report lists them, and who likes another tool can take them from here.

>>> from resolve.report.explanation import Evidence, Explanation
>>> name = Evidence("surname", "hoxha", "hoxha", "same", 6.0, 1.5)
>>> waterfall(Explanation(("a", "1"), ("b", "2"), -5.0, 0.0, (name,), 2.5, 0.85))[["step", "start", "end", "kind"]]
                           step  start  end    kind
0  before any field is looked at    0.0 -5.0  prior
1                        surname   -5.0  2.5    for
2                         weight    0.0  2.5  weight
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from resolve.linkage.alone import weights_with_themselves
from resolve.linkage.pipeline import Linked
from resolve.report.explanation import PRIOR, Explanation
from resolve.report.words import field_label, place_of
from resolve.scoring.weights import FieldModel, Model, probability_of, weight_of

if TYPE_CHECKING:
    import pandas as pd

ONE_PERSON, STRANGERS = "one person (m)", "different people (u)"
_SMALLEST = 0.05
_MOST_STEPS = 200


def match_weights(model: Model, fields: Sequence[FieldModel] | None = None) -> pd.DataFrame:
    """Give what each agreement level of each field is worth.

    Args:
        fields: those to show; None is all of the model.

    Returns:
        A row a level, the prior first (its field is ""): field, level, number (1 the strongest agreement; 0 the prior),
        m, u (shares in [0, 1]), bits (log2(m/u)), seen (whether the data showed the level).
    """
    import pandas as pd

    nothing = float("nan")
    prior = {"field": "", "level": PRIOR, "number": 0, "m": nothing, "u": nothing, "bits": model.prior_bits}
    rows = [{**prior, "seen": True}]
    for each in sorted(model.fields if fields is None else fields, key=lambda one: place_of(one.field)):
        for number, bits in enumerate(each.bits()[1:].tolist(), start=1):
            at = number - 1
            told = {"field": field_label(each.field), "level": each.levels[at].name, "number": number}
            rows.append({**told, "m": each.m[at], "u": each.u[at], "bits": bits, "seen": each.seen[at]})
    return pd.DataFrame(rows)


def m_and_u(model: Model, fields: Sequence[FieldModel] | None = None) -> pd.DataFrame:
    """Give how often pairs of one person, and of different people, are at each level.

    Returns:
        Two rows a level: field, level, number, class ("one person (m)", "different people (u)"), share in [0, 1], seen.
    """
    import pandas as pd

    weights = match_weights(model, fields)
    levels = weights[weights["number"] > 0]
    keys = ["field", "level", "number", "seen"]
    sides = [levels[[*keys, side]].rename(columns={side: "share"}) for side in ("m", "u")]
    found = pd.concat([sides[0].assign(**{"class": ONE_PERSON}), sides[1].assign(**{"class": STRANGERS})])
    return found.sort_index(kind="stable")[["field", "level", "number", "class", "share", "seen"]].reset_index(
        drop=True
    )


def waterfall(explanation: Explanation) -> pd.DataFrame:
    """Give the steps from the prior to a pair's weight, as its evidence lists them.

    Returns:
        A row a step: number, step, agreement, left, right (the two values), bits, start, end (the sum up to then),
        kind ("prior", "for", "against", "near", "weight"). Fields that are missing say nothing and are left out; the
        last row is the weight, from 0.
    """
    import pandas as pd

    told = sorted((one for one in explanation.evidence if one.level != "missing"), key=lambda one: place_of(one.field))
    steps: list[tuple[str, str, str, str, float, str]] = [(PRIOR, "", "", "", explanation.prior_bits, "prior")]
    for one in told:
        side = "against" if one.total < 0 else "for"
        steps.append((field_label(one.field), one.level, _encodable(one.left), _encodable(one.right), one.total, side))
    steps += [(why, "", "", "", bits, "near") for why, bits in explanation.taken_off]
    ends = np.cumsum([step[4] for step in steps]).tolist()
    starts = [0.0, *ends]
    steps.append(("weight", "", "", "", explanation.weight, "weight"))
    starts[-1], ends = 0.0, [*ends, explanation.weight]
    columns = ["step", "agreement", "left", "right", "bits", "kind"]
    frame = pd.DataFrame(steps, columns=columns).assign(start=starts, end=ends, number=range(len(steps)))
    return frame[["number", *columns[:5], "start", "end", "kind"]]


def _encodable(text: str) -> str:
    """Put "?" for halves of characters, which a table of pandas 3 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def weight_histogram(linked: Linked) -> pd.DataFrame:
    """Give how many compared pairs have which weight.

    Returns:
        A row a whole bit: low, high (bits), pairs, zone ("different people", "unsure", "link") of its middle; the first
        and the last also hold what lies beyond.
    """
    import pandas as pd

    policy = linked.task.policy
    low = np.array(sorted(linked.weights), np.int64)
    middle = low + 0.5
    zone = np.where(
        middle >= weight_of(policy.link),
        "link",
        np.where(middle >= weight_of(policy.possible), "unsure", "different people"),
    )
    pairs = np.array([linked.weights[bits] for bits in low.tolist()], np.int64)
    return pd.DataFrame({"low": low, "high": low + 1, "pairs": pairs, "zone": zone})


def unlinkables(linked: Linked) -> pd.DataFrame:
    """Give how many records could not reach a weight with any other, as they do not reach it with themselves.

    Returns:
        A row for each whole bit from where the first record falls out to where all do, and one for the policy's bound
        of a link (`bound` is True there): weight (bits), probability, records, share of all in [0, 1], bound.
    """
    import pandas as pd

    weights = np.sort(weights_with_themselves(linked).astype(np.float64))
    link = weight_of(linked.task.policy.link)
    low, high = np.floor(min(weights[0], link)), np.ceil(max(weights[-1], link)) + 1
    step = max(1.0, np.ceil((high - low) / _MOST_STEPS))
    at = np.unique([*np.arange(low, high + step, step), link])
    records = np.searchsorted(weights, at, side="left")
    return pd.DataFrame(
        {
            "weight": at,
            "probability": probability_of(at),
            "records": records,
            "share": records / len(weights),
            "bound": at == link,
        }
    )


def for_run(linked: Linked) -> dict[str, Callable[[], pd.DataFrame]]:
    """Give what makes the figures of every chart that needs a run and nothing else, by the chart's name."""
    fields = linked.model.comparisons_in(linked.records)
    return {
        "match_weights": lambda: match_weights(linked.model, fields),
        "m_u": lambda: m_and_u(linked.model, fields),
        "weights": lambda: weight_histogram(linked),
        "unlinkables": lambda: unlinkables(linked),
    }
