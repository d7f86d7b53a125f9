"""The sections about the run: what came in, how pairs were found, and their weights."""

from __future__ import annotations

import math

from resolve.linkage.blocking import RuleReport
from resolve.linkage.pipeline import Linked
from resolve.records.prepare import Records
from resolve.records.schema import ColumnReading, SourceSchema
from resolve.records.sources import Reject, Source
from resolve.report import figures
from resolve.report.charts import Bounds, bar, histogram
from resolve.report.markup import Child, Markup, figure_cell, join, number_head, table, tag, value
from resolve.report.quality import missed_words
from resolve.report.samples import links_by_rule
from resolve.report.words import field_label, field_meaning, in_words, listed

# Longer lists are cut, and say so; the whole of each is in the files that the run writes.
_MOST_COLUMNS = 150
_MOST_REJECTS = 20
_MOST_NOTES = 20
_OPEN_SOURCES = 4


def sources_section(records: Records) -> list[Child]:
    """Tell what was read from each source and how its columns were understood."""
    rows = [_source_row(source) for source in records.sources]
    head = ["source", number_head("rows"), "format", "encoding", number_head("rows refused")]
    open_ = len(records.sources) <= _OPEN_SOURCES
    columns = [
        tag(
            "details",
            tag("summary", "How the columns of ", value(source.name), " were read"),
            _columns(schema),
            open=open_,
        )
        for source, schema in zip(records.sources, records.schemas, strict=True)
    ]
    return [
        table(head, rows, label="Sources"),
        _notes(records),
        *columns,
        _unread(records),
        _rejects(records),
    ]


def _source_row(source: Source) -> Markup:
    refused = len(source.rejects)
    return tag(
        "tr",
        tag("th", value(source.name), scope="row", title=source.path),
        figure_cell(figures.count(source.table.num_rows)),
        tag("td", source.format),
        tag("td", source.encoding or value("")),
        tag("td", figures.count(refused), class_="n warn" if refused else "n"),
    )


def _notes(records: Records) -> Markup | None:
    notes = [f"{source.name}: {note}" for source in records.sources for note in source.notes] + list(records.notes)
    if not notes:
        return None
    more = len(notes) - _MOST_NOTES
    shown = [tag("li", note) for note in notes[:_MOST_NOTES]]
    return tag(
        "ul",
        *shown,
        tag("li", f"and {figures.many(more, 'more note')}") if more > 0 else None,
        class_="notes",
    )


def _columns(schema: SourceSchema) -> Markup:
    rows = [_column_row(reading) for reading in schema.columns[:_MOST_COLUMNS]]
    head = [
        "column",
        "read as",
        "why",
        number_head("sure"),
        number_head("filled"),
        tag("td"),
        number_head("distinct"),
    ]
    held = table(head, rows, label="Columns of the source", class_="columns")
    more = len(schema.columns) - _MOST_COLUMNS
    return join([held, tag("p", f"and {figures.many(more, 'more column')}", class_="more") if more > 0 else None])


def _column_row(reading: ColumnReading) -> Markup:
    return tag(
        "tr",
        tag("th", value(reading.column), scope="row"),
        tag("td", field_label(reading.field), title=field_meaning(reading.field), class_="field"),
        tag("td", reading.reason, class_="why"),
        figure_cell(f"{round(100 * reading.confidence)}\u00a0%"),
        figure_cell(f"{math.floor(100 * reading.filled)}\u00a0%"),
        tag("td", bar(reading.filled), class_="c small"),
        figure_cell(figures.count(reading.distinct)),
        class_="quiet" if reading.field == "ignore" else None,
    )


def _unread(records: Records) -> Markup:
    if not any(records.unread.values()):
        return tag(
            "p",
            "Every filled cell of a column that is matched on could be read as what it should be.",
            class_="note",
        )
    held = [f"{field_label(field)} ({figures.count(cells)})" for field, cells in records.unread.items() if cells]
    words = (
        f"Cells that hold something which could not be read as what it should be: {listed(held)}. "
        "They count as missing, which is evidence neither for nor against."
    )
    return tag("p", words, class_="note warn")


def _rejects(records: Records) -> Markup | None:
    rejects = [reject for source in records.sources for reject in source.rejects]
    if not rejects:
        return None
    rows = [_reject_row(reject) for reject in rejects[:_MOST_REJECTS]]
    head = ["source", number_head("line"), "column", "what was wrong", "the row as it stands"]
    shown = f", the first {_MOST_REJECTS} shown" if len(rejects) > _MOST_REJECTS else ""
    title = f"Rows that were refused: {figures.count(len(rejects))}{shown}"
    return tag("details", tag("summary", title), table(head, rows, label="Refused rows", class_="refused"), open=True)


def _reject_row(reject: Reject) -> Markup:
    at = reject.line if reject.line is not None else reject.row
    cells = (tag("td", value(reject.column or "")), tag("td", reject.reason), tag("td", value(reject.text)))
    return tag("tr", tag("td", value(reject.source)), figure_cell("–" if at is None else figures.count(at)), *cells)


def blocking_section(linked: Linked) -> list[Child]:
    """Tell which rule proposed how many pairs, and what was left out."""
    told = (
        "Comparing every record with every other would take too long, so a rule proposes the pairs "
        "worth comparing: "
        "those of which something agrees. A pair counts for the first rule that proposed it. Records "
        "that are "
        "identical in everything matched on stand as one here."
    )
    if not linked.blocking:
        nothing = "No rule applied to the fields of these sources, so only identical records could be found."
        return [tag("p", told), tag("p", nothing, class_="note warn")]
    links = links_by_rule(linked)
    most = max((rule.pairs for rule in linked.blocking), default=0) or 1
    rows = [_rule_row(rule, links[number], most) for number, rule in enumerate(linked.blocking)]
    if links[-1]:
        rows.append(_identical_row(links[-1]))
    figures_told = [number_head(words) for words in ("became links", "split", "left out")]
    head = ["rule", "what must agree", number_head("new pairs"), tag("td"), *figures_told]
    return [
        tag("p", told),
        table(head, rows, label="Blocking rules", class_="rules"),
        _split_words(linked),
        missed_words(linked),
        _left_out(linked),
    ]


def _rule_row(rule: RuleReport, links: int, most: int) -> Markup:
    return tag(
        "tr",
        tag("th", rule.name, scope="row"),
        tag("td", in_words(rule.keys)),
        figure_cell(figures.count(rule.pairs)),
        tag("td", bar(rule.pairs / most), class_="c small"),
        figure_cell(figures.count(links)),
        figure_cell(figures.count(rule.refined)),
        tag("td", figures.count(rule.left_out), class_="n warn" if rule.left_out else "n"),
        class_=None if rule.pairs else "quiet",
    )


def _identical_row(links: int) -> Markup:
    name = tag("th", "identical records", scope="row")
    dash = figure_cell("–")
    return tag(
        "tr",
        name,
        tag("td", "everything matched on"),
        dash,
        tag("td"),
        figure_cell(figures.count(links)),
        dash,
        dash,
    )


def _split_words(linked: Linked) -> Markup | None:
    if not any(rule.refined or rule.left_out for rule in linked.blocking):
        return None
    words = (
        "Split: records that share a rule's keys with so many others that a further key had to agree too. "
        "Left out: records whose group was too large even so; the rule did not compare them."
    )
    return tag("p", words, class_="about")


def _left_out(linked: Linked) -> Markup | None:
    lost = [rule for rule in linked.blocking if rule.left_out]
    if not lost:
        return tag("p", "No group of records was too large to compare: no rule left anything out.", class_="note")
    pairs = sum(rule.pairs_left_out for rule in lost)
    words = (
        f"A possible loss of matches: {listed([rule.name for rule in lost])} left out groups that "
        f"were too large, up "
        f"to {figures.many(pairs, 'pair')} in all. Another rule may have proposed some of these; what "
        f"none proposed "
        "was never compared."
    )
    return tag("p", words, class_="note warn")


def weights_section(linked: Linked, bounds: Bounds) -> list[Child]:
    """Show how the weights of the compared pairs are spread around the threshold."""
    told = (
        "The weight of a pair adds up the evidence of its fields, in bits: each bit doubles the odds "
        "that the two are "
        "one person, each bit under zero halves them. At zero the odds are even."
    )
    if not any(linked.weights.values()):
        return [
            tag("p", told),
            tag("p", "No pair of records was compared, so there is no weight to show.", class_="note"),
        ]
    policy = linked.task.policy
    label = (
        f"Match weights of {figures.many(linked.candidate_pairs, 'compared pair')}, from "
        f"{min(linked.weights)} to "
        f"{max(linked.weights) + 1} bits; a link from {bounds.link:.1f} bits, unsure from "
        f"{bounds.possible:.1f} bits"
    ).replace("-", figures.MINUS)
    below = (
        f"Pairs by weight; each line upwards is ten times as many. A pair is a link from "
        f"{figures.bits(bounds.link)} bits "
        f"(match probability {figures.probability(policy.link)}) and unsure from "
        f"{figures.bits(bounds.possible)} bits "
        f"({figures.probability(policy.possible)}). Two well-parted hills with little between them "
        f"are a good sign."
    )
    figure = tag("figure", histogram(linked.weights, bounds, label=label), tag("figcaption", below))
    return [tag("p", told), figure]
