"""The sections that show people: entities by size and source, examples of them, and unsure pairs."""

from __future__ import annotations

import numpy as np

from resolve.linkage.cohesion import Cohesion
from resolve.linkage.pipeline import Linked
from resolve.report import figures
from resolve.report.charts import Bounds, bar
from resolve.report.explanation import Explanation, explain_linked
from resolve.report.markup import Child, Markup, figure_cell, join, number_head, table, tag, value
from resolve.report.pairs import evidence_table, record_name, side_by_side
from resolve.report.quality import look_first
from resolve.report.samples import Example, People, Unsure, examples, links_undone
from resolve.report.words import listed

_MOST_DOTS = 8
_MOST_COMBINATIONS = 15


def people_section(linked: Linked, people: People, held: Cohesion, bounds: Bounds) -> list[Child]:
    """Show how many records people have, in which sources they were found, and some of them."""
    parts: list[Child] = [
        _grouping(linked),
        tag("div", _sizes(people), _combinations(linked, people), class_="two"),
    ]
    chosen = examples(linked, people, held)
    cards = {example.label: number for number, example in enumerate(chosen, start=1)}
    parts += look_first(linked, held, cards)
    if not chosen:
        return [*parts, tag("p", "No two records were joined, so there is nobody to show.", class_="note")]
    told = (
        "The largest people, where mistakes would hide first; those who hang together least; and "
        "typical ones "
        "from several sources. Under each stand its raw records as they came in, and the evidence "
        "for the two of its "
        "records that resemble each other least: bars to the right speak for one person, to the left "
        "against, each from "
        "where the last one ended, and the upright line is where a link begins."
    )
    shown = [_card(linked, number, example, bounds) for number, example in enumerate(chosen)]
    return [
        *parts,
        tag("h3", f"{figures.many(len(chosen), 'person', 'people')} as examples"),
        tag("p", told),
        *shown,
    ]


def _grouping(linked: Linked) -> Markup:
    undone, found = links_undone(linked), linked.clustering
    sentences = [
        "Links that hang together make a person. Where they form a chain (A like B, B like C, but A "
        "unlike C), all "
        "records of the chain are compared with each other, and groups that contradict each other stay apart."
    ]
    if found.examined:
        looked = figures.many(found.examined, "chain")
        split = figures.many(found.split, "further person", "further people")
        sentences.append(f"{looked} {'was' if found.examined == 1 else 'were'} looked at again, which made {split}.")
    if undone:
        sentences.append(f"{figures.many(undone, 'link')} {'was' if undone == 1 else 'were'} set aside in doing so.")
    return tag("p", " ".join(sentences))


def _sizes(people: People) -> Markup:
    held = people.by_size()
    most = max(number for _, number in held)
    rows = [
        tag(
            "tr",
            tag("th", size, scope="row"),
            figure_cell(figures.count(number)),
            tag("td", bar(number / most), class_="c"),
        )
        for size, number in held
        if number
    ]
    head = ["records", number_head("people"), tag("td")]
    return tag("div", tag("h3", "Records per person"), table(head, rows, label="Records per person", class_="bars"))


def _combinations(linked: Linked, people: People) -> Markup:
    names = linked.records.source_names()
    rows = [
        _combination_row(names, held, number, people.combinations[0][1])
        for held, number in people.combinations[:_MOST_COMBINATIONS]
    ]
    if not rows:
        rows = _by_number_of_sources(people)
    dots = rows and 1 < len(names) <= _MOST_DOTS and people.combinations
    heads = [tag("th", value(name), scope="col", class_="dot") for name in names] if dots else ["found in"]
    held = table([*heads, number_head("people"), tag("td")], rows, label="People by source", class_="bars")
    left = len(people.combinations) - _MOST_COMBINATIONS
    more = tag("p", f"and {figures.many(left, 'rarer combination')}", class_="more") if left > 0 else None
    return tag("div", tag("h3", "Which sources people were found in"), held, more)


def _combination_row(names: tuple[str, ...], held: tuple[int, ...], number: int, most: int) -> Markup:
    if 1 < len(names) <= _MOST_DOTS:
        first = [_dot(index in held, names[index]) for index in range(len(names))]
    else:
        first = [tag("th", value(listed([names[index] for index in held])), scope="row")]
    chart = bar(number / most, "across" if len(held) > 1 else "plain")
    return tag("tr", *first, figure_cell(figures.count(number)), tag("td", chart, class_="c"))


def _dot(there: bool, source: str) -> Markup:
    label = f"{'in' if there else 'not in'} {source}"
    symbol, class_ = ("●", "in") if there else ("·", "out")
    mark = tag("span", symbol, class_=class_, role="img", aria_label=label)
    return tag("td", mark, class_="dot")


def _by_number_of_sources(people: People) -> list[Markup]:
    numbers, counts = np.unique(people.spread, return_counts=True)
    return [
        tag(
            "tr",
            tag("th", figures.many(int(number), "source"), scope="row"),
            figure_cell(figures.count(int(held))),
            tag("td", bar(held / counts.max()), class_="c"),
        )
        for number, held in zip(numbers, counts, strict=True)
    ]


def _card(linked: Linked, number: int, example: Example, bounds: Bounds) -> Markup:
    records = linked.records
    sources = {int(code) for code in records.source_codes[list(example.rows)]}
    found = f"{figures.many(len(example.rows), 'record')} from {figures.many(len(sources), 'source')}"
    told = explain_linked(linked, *example.weakest, same_entity=True)
    name = f"person-{number + 1}"
    return tag(
        "article",
        tag(
            "header",
            tag("h4", f"Person {number + 1}", id=name),
            tag("p", found),
            tag("p", example.reason, class_="chip"),
        ),
        side_by_side(records, example.rows, example.weakest),
        tag(
            "p",
            _weakest_words(example, told, bounds, records_named=_both(linked, example.weakest)),
            class_="about",
        ),
        evidence_table(told, bounds),
        class_="card",
        aria_labelledby=name,
    )


def _weakest_words(example: Example, told: Explanation, bounds: Bounds, records_named: Markup) -> Markup:
    lead = "The pair: " if len(example.rows) == 2 else "The two that resemble each other least: "
    held = "" if told.weight >= bounds.link else " By itself this pair is no link: other records hold the two together."
    return join([lead, records_named, ".", held])


def _both(linked: Linked, pair: tuple[int, int]) -> Markup:
    one, other = (record_name(linked.records, row) for row in pair)
    return join([one, " and ", other])


def unsure_section(linked: Linked, found: Unsure, bounds: Bounds) -> list[Child]:
    """Show the pairs that a person has to decide."""
    if not found.total:
        return [tag("p", "No pair of records fell into the unsure band.", class_="note")]
    policy = linked.task.policy
    band = f"between {figures.probability(policy.possible)} and {figures.probability(policy.link)}"
    sentences = [
        f"{figures.many(found.total, 'pair')} of records {'has' if found.total == 1 else 'have'} "
        f"a match probability {band}."
    ]
    if found.settled:
        joined = "is" if found.settled == 1 else "are"
        sentences.append(
            f"Of these, {figures.count(found.settled)} {joined} one person already by way of other records."
        )
    if found.pairs:
        sentences.append(f"{_shown_words(found)} Nothing was joined on their account: look at both records and decide.")
    cards = [_unsure_card(linked, number, pair, bounds) for number, pair in enumerate(found.pairs)]
    return [tag("p", " ".join(sentences)), *cards]


def _shown_words(found: Unsure) -> str:
    if found.open == 1:
        return "The one left open follows."
    if found.open == len(found.pairs):
        return f"The {found.open} left open follow, nearest to a link first."
    return f"Of the {figures.count(found.open)} left open, the {len(found.pairs)} nearest to a link follow."


def _unsure_card(linked: Linked, number: int, pair: tuple[int, int], bounds: Bounds) -> Markup:
    told = explain_linked(linked, *pair, same_entity=False)
    name = f"pair-{number + 1}"
    summary = f"match probability {figures.probability(told.probability)}, weight {figures.bits(told.weight)} bits"
    decide = tag(
        "p",
        "Decision:  ☐ one person   ☐ different people   ☐ cannot tell    By: ______________",
        class_="decide",
    )
    return tag(
        "article",
        tag(
            "header",
            tag("h3", f"Pair {number + 1}", id=name),
            tag("p", summary),
            tag("p", "unsure", class_="chip unsure"),
        ),
        side_by_side(linked.records, pair, pair),
        evidence_table(told, bounds),
        decide,
        class_="card",
        aria_labelledby=name,
    )
