"""Records side by side, and the evidence of a pair as a table with its bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resolve.records.prepare import Records
from resolve.report import figures
from resolve.report.charts import Bounds, evidence_bar, no_evidence, weight_mark
from resolve.report.explanation import PRIOR, Evidence, Explanation
from resolve.report.markup import Markup, figure_cell, join, number_head, table, tag, value
from resolve.report.words import field_label, field_meaning, listed, place_of

_MOST_RECORDS = 6
_MOST_UNUSED = 12


def side_by_side(records: Records, rows: Sequence[int], pair: tuple[int, int]) -> Markup:
    """Show raw records as columns, a row for each meaning that any fills; of many six, with the pair."""
    others = [row for row in rows if row not in pair]
    shown = sorted({*pair, *others[: _MOST_RECORDS - 2]})
    cells = [_by_meaning(records, row) for row in shown]
    meanings = sorted({name for each in cells for name in each}, key=place_of)
    used = [name for name in meanings if name not in ("id", "ignore")]
    body = [_meaning_row(name, cells) for name in used]
    if "ignore" in meanings:
        body.append(_meaning_row("ignore", cells, class_="quiet"))
    head = [tag("td"), *(_record_head(records, row) for row in shown)]
    held = table(head, body, label="The records side by side", class_=f"records of-{len(shown)}")
    more = len(rows) - len(shown)
    return join([held, tag("p", f"and {figures.many(more, 'more record')}", class_="more") if more else None])


def record_name(records: Records, row: int) -> Markup:
    """Name a record by its source and its number there."""
    source = records.sources[records.source_codes[row]].name
    return join([value(source), "\u00a0", value(records.record_ids[row])])


def _by_meaning(records: Records, row: int) -> dict[str, list[tuple[str, str]]]:
    """Give a record's columns and cells by the field that the columns mean."""
    schema = records.schemas[records.source_codes[row]]
    field_of = {reading.column: reading.field for reading in schema.columns}
    found: dict[str, list[tuple[str, str]]] = {}
    for column, cell in records.raw(row).items():
        found.setdefault(field_of.get(column, "ignore"), []).append((column, cell))
    return found


def _record_head(records: Records, row: int) -> Markup:
    source = records.sources[records.source_codes[row]].name
    identity = tag("span", value(records.record_ids[row]), class_="id")
    return tag("th", tag("span", value(source), class_="source"), identity, scope="col")


def _meaning_row(name: str, cells: list[dict[str, list[tuple[str, str]]]], class_: str | None = None) -> Markup:
    head = tag("th", field_label(name), scope="row", title=field_meaning(name))
    columns = (_cell(each.get(name, []), named=name == "ignore") for each in cells)
    return tag("tr", head, *columns, class_=class_)


def _cell(held: list[tuple[str, str]], *, named: bool) -> Markup:
    if not held:
        return tag("td", value(""))
    lines: list[Markup] = []
    for column, cell in held[:_MOST_UNUSED]:
        name = join([tag("span", value(column), class_="column"), " "]) if named else None
        lines.append(tag("div", name, value(cell)))
    rest = len(held) - len(lines)
    more = tag("div", f"and {figures.many(rest, 'more column')}", class_="more") if rest else None
    return tag("td", *lines, more, title=", ".join(column for column, _ in held[:_MOST_UNUSED])[:300])


def evidence_table(explanation: Explanation, bounds: Bounds) -> Markup:
    """List the evidence of a pair, its bars adding up from the prior to the weight."""
    told = sorted((each for each in explanation.evidence if each.level != "missing"), key=lambda e: place_of(e.field))
    steps = list(_steps(explanation.prior_bits, told))
    ends = [0.0, bounds.link, explanation.prior_bits, explanation.weight, *(end for _, end in steps)]
    scale = (min(ends) - 1, max(ends) + 1)
    marks = {"zero": 0.0, "bound": bounds.link}
    rows = [_prior_row(explanation, evidence_bar(0.0, explanation.prior_bits, scale, marks, "prior"))]
    for evidence, (start, end) in zip(told, steps, strict=True):
        rows.append(_evidence_row(evidence, evidence_bar(start, end, scale, marks)))
    at = explanation.weight - sum(bits for _, bits in explanation.taken_off)
    for why, bits in explanation.taken_off:
        rows.append(_taken_off_row(why, bits, evidence_bar(at, at + bits, scale, marks)))
        at += bits
    rows += _missing_row(explanation, no_evidence(scale, marks))
    mark = weight_mark(explanation.weight, scale, marks, bounds.zone(explanation.weight))
    rows.append(_total_row(explanation, mark))
    head = ["field", "one record", "the other", "agreement", number_head("bits"), "adding up"]
    return table(head, rows, label="The evidence, field by field", class_="evidence")


def _steps(prior_bits: float, told: Sequence[Evidence]) -> Iterator[tuple[float, float]]:
    at = prior_bits
    for evidence in told:
        yield at, at + evidence.total
        at += evidence.total


def _prior_row(explanation: Explanation, chart: Markup) -> Markup:
    words = tag("th", PRIOR, scope="row", colspan=4)
    number = figure_cell(figures.bits(explanation.prior_bits))
    return tag("tr", words, number, tag("td", chart, class_="c"), class_="prior")


def _evidence_row(evidence: Evidence, chart: Markup) -> Markup:
    side = "for" if evidence.total > 0.05 else "against" if evidence.total < -0.05 else None
    return tag(
        "tr",
        tag("th", field_label(evidence.field), scope="row"),
        tag("td", value(evidence.left)),
        tag("td", value(evidence.right)),
        tag("td", evidence.level, " ", _rarity(evidence)),
        figure_cell(figures.bits(evidence.total)),
        tag("td", chart, class_="c"),
        class_=side,
    )


def _taken_off_row(why: str, bits: float, chart: Markup) -> Markup:
    words = tag("th", why, scope="row", colspan=4)
    return tag("tr", words, figure_cell(figures.bits(bits)), tag("td", chart, class_="c"), class_="against")


def _missing_row(explanation: Explanation, chart: Markup) -> list[Markup]:
    names = sorted((each.field for each in explanation.evidence if each.level == "missing"), key=place_of)
    if not names:
        return []
    words = f"missing in one or both, so it says nothing: {listed([field_label(name) for name in names])}"
    return [
        tag(
            "tr",
            tag("td", words, colspan=4),
            figure_cell("0"),
            tag("td", chart, class_="c"),
            class_="missing",
        )
    ]


def _rarity(evidence: Evidence) -> Markup | None:
    if abs(evidence.rarity_bits) < 1:
        return None
    word = "rare value" if evidence.rarity_bits > 0 else "common value"
    return tag("small", f"{word} {figures.bits(evidence.rarity_bits)}")


def _total_row(explanation: Explanation, chart: Markup) -> Markup:
    chance = tag("small", f"match probability {figures.probability(explanation.probability)}")
    words = tag("th", "weight ", chance, scope="row", colspan=4)
    number = figure_cell(figures.bits(explanation.weight))
    return tag("tr", words, number, tag("td", chart, class_="c"), class_="total")
