"""The parts of the report that tell a reviewer where to spend time, and what a result cannot have found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve import rules
from resolve.linkage.cohesion import Cohesion
from resolve.linkage.pipeline import Linked
from resolve.report import chart_data, chart_drawing, chart_svg, figures
from resolve.report.charts import bar
from resolve.report.markup import Child, Markup, figure_cell, join, number_head, table, tag
from resolve.report.pairs import record_name

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 16


@dataclass(frozen=True)
class Extras:
    """What a report shows beside the run itself.

    Attributes:
        held: how entities hang together; None finds it out.
        curve: precision and recall by threshold (`evaluation.thresholds`), where the truth is known.
        charts: whether to draw with Altair; None draws where it can.
    """

    held: Cohesion | None = None
    curve: pd.DataFrame | None = None
    charts: bool | None = None

    @property
    def drawn(self) -> bool:
        """Whether charts are drawn."""
        return chart_svg.can_draw() if self.charts is None else self.charts


def look_first(linked: Linked, held: Cohesion, cards: Mapping[int, int]) -> list[Child]:
    """List the people who hang together least.

    Args:
        cards: by label, the number of the card that shows the person whole.
    """
    order = held.worst_first()
    if not len(order):
        return []
    bounds = rules.load("models/review")["coherence"]
    doubtful = int(((held.coherence[order] < bounds["doubtful"]) | held.bridge[order]).sum())
    shown = order[: min(bounds["shown"], max(bounds["least"], doubtful))]
    told = (
        "Coherence is the mean match probability of all pairs of a person's records, those that no rule proposed as "
        f"well. {_coherence_counted(held, order)} The weakest pair is the one at which a person would fall in two if "
        "links had to be heavier. All are in clusters.csv, the least coherent first."
    )
    told_in = [number_head("records"), number_head("coherence"), tag("td"), "weakest pair", number_head("bits")]
    rows = [_look_row(linked, held, int(place), cards) for place in shown]
    return [
        tag("h3", "People to look at first"),
        tag("p", told),
        table(["person", *told_in, tag("td")], rows, label="People to look at first", class_="look"),
    ]


def _coherence_counted(held: Cohesion, order: Any) -> str:
    bounds = rules.load("models/review")["coherence"]
    worst, bridges = held.coherence[order], int(held.bridge.sum())
    several, least = figures.many(len(order), "person", "people"), figures.percent(bounds["doubtful"])
    shaky, doubtful = (int((worst < bounds[name]).sum()) for name in ("shaky", "doubtful"))
    if doubtful:
        counted = f"{figures.count(doubtful)} under {least}"
        counted += f", {figures.count(shaky)} of them under {figures.percent(bounds['shaky'])}" if shaky else ""
        said = f"Of {several} of several records it is for {counted}."
    else:
        said = f"It is {least} or more for all of the {several} of several records."
    if bridges:
        said += (
            f" {figures.many(bridges, 'person', 'people')} of three records or more "
            f"{'hangs' if bridges == 1 else 'hang'} on one link at some place: without it, there would be two people."
        )
    return said


def _look_row(linked: Linked, held: Cohesion, place: int, cards: Mapping[int, int]) -> Markup:
    left, right = int(held.left[place]), int(held.right[place])
    card = cards.get(int(held.labels[place]))
    first = (
        tag("a", f"Person {card}", href=f"#person-{card}")
        if card
        else record_name(linked.records, int(held.labels[place]))
    )
    pair = join([record_name(linked.records, left), " and ", record_name(linked.records, right)])
    coherence = float(held.coherence[place])
    bounds = rules.load("models/review")["coherence"]
    zone = "against" if coherence < bounds["shaky"] else "unsure" if coherence < bounds["doubtful"] else "link"
    return tag(
        "tr",
        tag("th", first, scope="row"),
        figure_cell(figures.count(int(held.sizes[place]))),
        figure_cell(figures.percent(coherence)),
        tag("td", bar(coherence, zone), class_="c small"),
        tag("td", pair),
        figure_cell(figures.bits(float(held.weakest[place]))),
        tag("td", tag("span", "one link holds it", class_="chip") if held.bridge[place] else None),
    )


def missed_words(linked: Linked) -> Markup | None:
    """Say how many matches were never compared, by estimate."""
    if not len(linked.links):
        return None
    number = round(linked.missed)
    if not number:
        words = (
            "Next to every link was found by several rules, so that few matches can have been missed by all of them."
        )
        return tag("p", words, class_="note")
    found = figures.many(len(linked.links), "link")
    words = (
        f"Beside the {found} found, about {figures.many(number, 'match', 'matches')} or more were probably never "
        "compared, because no rule brought the two records together. This is an estimate from how many links were "
        "found by one rule alone and how many by two, and rather too low, as rules tend to miss the same pairs."
    )
    return tag("p", words, class_="note")


def unlinkable_part(linked: Linked, extras: Extras) -> list[Child]:
    """Tell how many records could not be linked to any other, as they say too little."""
    data = chart_data.unlinkables(linked)
    (bound,) = data[data["bound"]].to_dict("records")
    number, share = int(bound["records"]), float(bound["share"])
    counted = f"{figures.many(number, 'record')} here ({figures.percent(share)}) {'is' if number == 1 else 'are'}"
    counted = counted if number else "No record here is"
    told = (
        "A record with little in it cannot be linked to any other, not even to one that is the same in every field. "
        f"{counted} such: under the {figures.bits(float(bound['weight']))} bits of a link."
    )
    label = f"Share of records that cannot reach a weight; {figures.percent(share)} cannot reach that of a link"
    below = "The further to the right the line rises, the more there is in the records to tell people apart by."
    shown = _figure(chart_drawing.unlinkables, data, label, below) if extras.drawn else None
    thin = data.iloc[_spread(data["bound"].to_numpy())]
    rows = [
        tag(
            "tr",
            tag("th", figures.bits(float(one["weight"])), scope="row", class_="n"),
            figure_cell(figures.probability(float(one["probability"]))),
            figure_cell(figures.count(int(one["records"]))),
            figure_cell(figures.percent(float(one["share"]))),
            tag("td", bar(float(one["share"])), class_="c"),
            class_="total" if one["bound"] else None,
        )
        for one in thin.to_dict("records")
    ]
    head = [number_head(words) for words in ("bits", "match probability", "records that cannot", "share")]
    held = table([*head, tag("td")], rows, label="Records that cannot reach a weight", class_="curve")
    summary = tag("summary", "Records that cannot reach a weight, in figures")
    return [tag("h3", "Records that say too little"), tag("p", told), shown, tag("details", summary, held)]


def model_charts(linked: Linked, extras: Extras) -> list[Child]:
    """Draw what levels are worth, and m beside u, or say how to get these charts."""
    if not extras.drawn:
        how = tag("code", chart_svg.HOW_TO_GET)
        also = " and draws precision and recall where the truth is known." if extras.curve is not None else "."
        return [
            tag("p", "Charts of these figures, and of the records that say too little: ", how, also, class_="about")
        ]
    fields = linked.model.comparisons_in(linked.records)
    weights = chart_data.match_weights(linked.model, fields)
    shares = chart_data.m_and_u(linked.model, fields)
    pale = " Pale: the data showed no pair at the level."
    parts = [
        _figure(chart_drawing.match_weights, weights, "What each level is worth", "Match weights." + pale, narrow=True),
        _figure(chart_drawing.m_u, shares, "m and u of each level", "m and u." + pale, narrow=True),
    ]
    summary = tag("summary", "The same as charts: match weights, and m beside u")
    return [tag("details", summary, tag("div", *parts, class_="two even"), class_="charts")]


def curve_section(curve: pd.DataFrame, *, drawn: bool) -> list[Child]:
    """Show precision and recall at every threshold."""
    told = (
        "Each bound on the weight gives other links. Precision is the share of links that the truth confirms, recall "
        "the share of its matches that are links, and F1 their harmonic mean. Counted are links as such, before they "
        "are made into people."
    )
    if not len(curve):
        return [tag("p", told), tag("p", "There is no scored pair whose records the truth knows.", class_="note")]
    best = curve.iloc[int(curve["f1"].to_numpy().argmax())]
    found = (
        f"F1 is highest, {best['f1']:.4f}, for links from {figures.bits(float(best['weight']))} bits "
        f"(match probability {figures.probability(float(best['probability']))})."
    )
    label = f"Precision over recall, and both over the match weight from which a pair is a link. {found}"
    below = (
        "The dot and the upright dashed line are the bound that the run used. Pairs lighter than those that the run "
        "kept are not in it."
    )
    shown = _figure(chart_drawing.precision_recall, curve, label, below) if drawn else None
    how = None if drawn else tag("p", "As a chart: ", tag("code", chart_svg.HOW_TO_GET), class_="about")
    rows = [_curve_row(one) for one in curve.iloc[_spread(curve["bound"].to_numpy())].to_dict("records")]
    words = ("bits", "match probability", "links", "right", "precision", "recall", "F1")
    held = table([number_head(each) for each in words], rows, label="Precision and recall", class_="curve")
    summary = tag("summary", "Precision and recall in figures")
    return [tag("p", told), tag("p", found, class_="note"), shown, how, tag("details", summary, held, open=not drawn)]


def _curve_row(one: Mapping[str, Any]) -> Markup:
    cells = [figures.probability(float(one["probability"]))]
    cells += [figures.count(int(one[key])) for key in ("found", "right")]
    cells += [f"{one[key]:.4f}" for key in ("precision", "recall", "f1")]
    head = tag("th", figures.bits(float(one["weight"])), scope="row", class_="n")
    return tag("tr", head, *map(figure_cell, cells), class_="total" if one["bound"] else None)


def _figure(draw: Any, data: pd.DataFrame, label: str, below: str, *, narrow: bool = False) -> Markup:
    return tag("figure", chart_svg.drawn(draw, data, label=label, narrow=narrow), tag("figcaption", below))


def _spread(always: Any) -> Any:
    """Choose rows spread over a table, and those that are always to be shown."""
    chosen = np.linspace(0, len(always) - 1, min(_MOST_ROWS, len(always))).astype(int)
    return np.unique([*chosen, *np.flatnonzero(always)])
