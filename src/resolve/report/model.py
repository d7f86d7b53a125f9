"""The section about the model: what agreement of each field is worth, and how it was fitted."""

from __future__ import annotations

from collections.abc import Iterable

from resolve import rules
from resolve.linkage.pipeline import Linked
from resolve.report import figures
from resolve.report.charts import evidence_bar
from resolve.report.markup import Child, Markup, figure_cell, number_head, table, tag
from resolve.report.words import field_label, listed, place_of
from resolve.scoring.weights import FieldModel


def model_section(linked: Linked) -> list[Child]:
    """Show what agreement and disagreement of each field is worth, and how that was found out."""
    prior = linked.model.prior
    before = (
        f"Before any field is looked at: {figures.one_in(prior)} pairs of records is one person's, "
        f"or {figures.bits(linked.model.prior_bits)} bits."
    )
    told = (
        "Then each field adds or takes away. m is how often two records of one person agree at a "
        "level, u how often "
        "two records of different people do; bits are log₂(m/u). Agreement on a rare value adds more "
        "than is shown, on "
        "a common one less."
    )
    fields = sorted(linked.model.comparisons_in(linked.records), key=lambda each: place_of(each.field))
    held = [float(number) for field in fields for number in field.bits()]
    scale = (min([-1.0, *held]), max([1.0, *held]))
    parts = [_field_table(field, scale) for field in fields]
    return [
        tag("p", before, *_near_people(linked)),
        *_training(linked),
        tag("p", told),
        tag("div", *parts, class_="fields"),
    ]


def _near_people(linked: Linked) -> Iterable[str]:
    shares = [f"{group} ({figures.one_in(share)})" for group, share in linked.model.near.items() if share > 0]
    if shares:
        yield (
            f" Different people can be near each other, and then agree on some fields too: {listed(shares)} "
            "pairs. What such people would agree on as well is taken off."
        )


def _training(linked: Linked) -> Iterable[Child]:
    made_elsewhere = linked.task.model is not None
    rounds, pairs = linked.model.training.get("rounds"), linked.model.training.get("pairs")
    if rounds is None or pairs is None:
        yield tag(
            "p",
            "The model was not fitted to data: its figures are what the rules start from.",
            class_="note warn",
        )
    else:
        # Expectation maximisation is not a thing that its reader has to know, but whether it settled is.
        told = figures.many(round(pairs), "pair"), figures.many(int(rounds), "round")
        how = f"{told[0]} in {told[1]} of expectation maximisation"
        if linked.model.training.get("converged"):
            yield tag("p", f"The model was fitted to {how}, and the figures settled.", class_="note")
        else:
            unsettled = f"The model was fitted to {how} and the figures had not settled: take the weights with care."
            yield tag("p", unsettled, class_="note warn")
    if made_elsewhere:
        before = "It was trained before, on other data; only what holds before any field is looked at is new."
        yield tag("p", before, class_="note")
    if linked.model.rules and linked.model.rules != rules.fingerprint():
        then, now = linked.model.rules, rules.fingerprint()
        changed = f"The rules have changed since it was made (then {then}, now {now})."
        yield tag("p", changed, class_="note warn")


def _field_table(field: FieldModel, scale: tuple[float, float]) -> Markup:
    rows = [
        _level_row(
            field.levels[number].name,
            (field.m[number], field.u[number]),
            float(bits),
            field.seen[number],
            scale,
        )
        for number, bits in enumerate(field.bits()[1:])
    ]
    head = ["agreement", number_head("m"), number_head("u"), number_head("bits"), tag("td")]
    name = field_label(field.field)
    body = table(head, rows, label=f"What agreement in {name} is worth", class_="levels")
    return tag("section", tag("h3", name), body)


def _level_row(name: str, shares: tuple[float, float], bits: float, seen: bool, scale: tuple[float, float]) -> Markup:
    unseen = None if seen else tag("small", "from the rules’ prior", title="The data showed no pair at this level.")
    return tag(
        "tr",
        tag("th", name, unseen, scope="row"),
        figure_cell(figures.percent(shares[0])),
        figure_cell(figures.percent(shares[1])),
        figure_cell(figures.bits(bits)),
        tag("td", evidence_bar(0.0, bits, scale, {"zero": 0.0}), class_="c"),
        class_=None if seen else "unseen",
    )
