"""The plots of a bench's results: measures with bounds, curves over thresholds, and reliability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from resolve.evaluation.bench.measuring import Row
from resolve.evaluation.bench.names import NameRow
from resolve.evaluation.bench.scale import ScaleRow
from resolve.evaluation.bench.screening import ScreenRow
from resolve.evaluation.bounds import wilson
from resolve.evaluation.calibration import Calibration
from resolve.evaluation.curves import CurvePoint
from resolve.evaluation.pairs import Interval
from resolve.report import figures
from resolve.report.markup import Child, Markup, figure_cell, number_head, table, tag
from resolve.report.plots import Axis, Series, Span, legend, lines, outwards, shares, spans

AnyRow = Row | NameRow | ScreenRow | ScaleRow
Numbers = Mapping[str, int]
"""The number of each contender's colour and mark."""

_Kind = TypeVar("_Kind", Row, NameRow, ScreenRow, Row | NameRow)

_ALERTS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_RECALLS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
_FEWEST = 5
_SHOWN_ALERTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


def headline(rows: Sequence[AnyRow]) -> str:
    """Name the measure that a kind of suite is summed up by."""
    return "recall at 5 alerts per 1,000" if rows and isinstance(rows[0], ScreenRow) else "F1"


def main_interval(row: AnyRow) -> Interval:
    """Give that measure of a row."""
    if isinstance(row, ScreenRow):
        return Interval(row.recall_at_5_alerts, row.recall_at_5_alerts_low, row.recall_at_5_alerts_high)
    return Interval(row.f1, row.f1_low, row.f1_high)


def plain_plots(rows: Sequence[AnyRow], numbers: Numbers) -> list[Child]:
    """Plot the headline measure of every contender on every set, with its bounds."""
    shown = [row for row in rows if not (isinstance(row, ScaleRow) and row.failed)]
    if not shown:
        return [tag("p", "Nothing was measured.", class_="note")]
    groups = [
        (name, [_span(row, numbers) for row in shown if row.set == name])
        for name in dict.fromkeys(row.set for row in shown)
    ]
    low, _ = outwards(min(main_interval(row).low for row in shown), 1.0)
    words = "; ".join(f"{row.set}, {row.contender}: {main_interval(row).value:.3f}" for row in shown)
    chart = spans(groups, shares(headline(rows), low, 1.0, percent=False), label=f"{headline(rows)}: {words}")
    below = "The line holds 95 % of what chance would give."
    if any(isinstance(row, Row | NameRow) for row in rows):
        below += " The pale mark is the best of other thresholds, had the truth been known."
    return [tag("figure", chart, tag("figcaption", below))]


def _span(row: AnyRow, numbers: Numbers) -> Span:
    shown = main_interval(row)
    words = f"{shown.value:.3f} ({shown.low:.3f}–{shown.high:.3f})"
    number = numbers[row.contender]
    best = row.best_f1 if isinstance(row, Row | NameRow) else shown.value
    others = (("best of other thresholds", number, best),) if best - shown.value > 0.002 else ()
    return Span(row.contender, number, shown.value, shown.low, shown.high, words, others)


def curves(rows: Sequence[AnyRow], numbers: Numbers) -> list[Child]:
    """Plot precision against recall, or recall against false alerts, for each set."""
    if rows and isinstance(rows[0], ScreenRow):
        return _alert_curves([row for row in rows if isinstance(row, ScreenRow)], numbers)
    with_curves = [row for row in rows if isinstance(row, Row | NameRow) and row.curve and row.curve.points]
    if not with_curves:
        return []
    told = (
        "Each line runs from the strictest threshold, left, to the most lenient, over the pairs that were scored. "
        "The mark is what comes out at the contender's default, "
        + (
            "once pairs are clustered into people, which may lie off the line."
            if isinstance(rows[0], Row)
            else "on it."
        )
    )
    plots = [_precision_plot(name, of_set, numbers) for name, of_set in _by_set(with_curves)]
    return [
        tag("p", told),
        _legend(with_curves, numbers),
        tag("div", *plots, class_="plots"),
        _curve_table(with_curves),
    ]


def _precision_plot(name: str, rows: Sequence[Row | NameRow], numbers: Numbers) -> Markup:
    series = [
        Series(
            row.contender,
            numbers[row.contender],
            tuple((point.recall, point.precision) for point in _points(row)),
            mark=(row.recall, row.precision),
        )
        for row in rows
    ]
    lowest = min(min((b for _, b in one.points), default=1.0) for one in series)
    words = "; ".join(f"{row.contender} precision {row.precision:.3f} at recall {row.recall:.3f}" for row in rows)
    return lines(
        series,
        shares("recall"),
        shares("precision", *outwards(max(lowest, 0.0), 1.0, 0.2)),
        title=name,
        label=f"Precision and recall on {name}; by default {words}",
    )


def _points(row: Row | NameRow) -> Sequence[CurvePoint]:
    return row.curve.points if row.curve is not None else ()


def _curve_table(rows: Sequence[Row | NameRow]) -> Markup:
    heads: list[Child] = ["set", "contender", *(number_head(f"at recall {recall:.0%}") for recall in _RECALLS)]
    body = []
    for row in rows:
        reached = [
            max((point.precision for point in _points(row) if point.recall >= recall), default=None)
            for recall in _RECALLS
        ]
        cells = [figure_cell("–" if best is None else f"{best:.3f}") for best in reached]
        body.append(tag("tr", tag("th", row.set, scope="row"), tag("td", row.contender), *cells))
    shown = table(heads, body, label="Precision at recall")
    return tag("details", tag("summary", "Precision that is reached at a recall, as figures"), shown)


def _alert_curves(rows: Sequence[ScreenRow], numbers: Numbers) -> list[Child]:
    rows = [row for row in rows if row.det]
    if not rows:
        return []
    told = (
        "For each threshold, how many of 1,000 records of people who are not listed raise an alert, and what share of "
        "the records of listed people is found with the right entry. Further left and higher is better."
    )
    low = 500 / max(row.queries for row in rows)
    ticks = tuple((at, f"{at:g}") for at in _ALERTS if at >= low)
    x = Axis("false alerts per 1,000 records", low, _ALERTS[-1], ticks, log=True)
    plots = []
    for name, of_set in _by_set(rows):
        series = [Series(row.contender, numbers[row.contender], tuple(_alert_points(row, x))) for row in of_set]
        bottom = min(min((b for _, b in one.points), default=1.0) for one in series)
        words = "; ".join(f"{row.contender} {row.recall_at_5_alerts:.3f}" for row in of_set)
        label = f"Recall by false alerts on {name}; at 5 per 1,000: {words}"
        plots.append(lines(series, x, shares("recall", *outwards(bottom, 1.0)), title=name, label=label))
    return [tag("p", told), _legend(rows, numbers), tag("div", *plots, class_="plots"), _alert_table(rows)]


def _alert_points(row: ScreenRow, x: Axis) -> Iterable[tuple[float, float]]:
    """Give the corners of the steps, from the left edge to the right; what lies beyond is left out."""
    found = 0.0
    for point in row.det:
        alarms, recall = 1000 * point.false_alarms, 1 - point.missed
        if alarms > x.high:
            break
        if alarms > x.low and found:
            yield alarms, found
        if alarms > x.low or recall > found:
            yield max(alarms, x.low), recall
        found = recall
    yield x.high, found


def _alert_table(rows: Sequence[ScreenRow]) -> Markup:
    heads: list[Child] = ["set", "contender", *(number_head(f"at {rate:g}") for rate in _SHOWN_ALERTS)]
    body = []
    for row in rows:
        reached = [
            max((1 - point.missed for point in row.det if 1000 * point.false_alarms <= rate), default=0.0)
            for rate in _SHOWN_ALERTS
        ]
        cells = [figure_cell(f"{best:.3f}") for best in reached]
        body.append(tag("tr", tag("th", row.set, scope="row"), tag("td", row.contender), *cells))
    shown = table(heads, body, label="Recall at false alerts")
    return tag("details", tag("summary", "Recall at false alerts per 1,000 records, as figures"), shown)


def reliability(rows: Sequence[Row], numbers: Numbers) -> list[Child]:
    """Plot what share of pairs was true against the probability that was said."""
    calibrated = [row for row in rows if row.calibration is not None and row.calibration.bins]
    if not calibrated:
        return []
    told = (
        "Of the pairs given about the same match probability, by tenths, the share that is true; bars hold 95 % of "
        "what chance would give on as many pairs. On the diagonal probabilities mean what they say; below it a "
        "contender is too sure of its links. Contenders that give no probability are left out, and pairs that were "
        "never scored do not count."
    )
    plots = []
    for name, of_set in _by_set(calibrated):
        series = [_bars(row.contender, numbers[row.contender], row.calibration) for row in of_set if row.calibration]
        words = "; ".join(
            f"{row.contender} {row.calibration.error:.3f}" for row in of_set if row.calibration is not None
        )
        label = f"Share of true pairs by match probability on {name}; expected calibration error: {words}"
        x, y = shares("match probability said"), shares("share that is true")
        plots.append(lines(series, x, y, title=name, label=label, diagonal=True))
    return [
        tag("p", told),
        _legend(calibrated, numbers),
        tag("div", *plots, class_="plots"),
        _calibration_table(calibrated),
    ]


def _bars(name: str, number: int, found: Calibration) -> Series:
    cells = [cell for cell in found.bins if cell.pairs >= _FEWEST]
    bounds = (wilson(cell.true, cell.pairs) for cell in cells)
    points = tuple((cell.said, cell.true) for cell in cells)
    return Series(name, number, points, bounds=tuple((share.low, share.high) for share in bounds))


def _calibration_table(rows: Sequence[Row]) -> Markup:
    heads: list[Child] = [
        "set",
        "contender",
        *map(number_head, ("pairs", "calibration error", "largest", "Brier score")),
    ]
    body = []
    for row in rows:
        found = row.calibration
        if found is not None:
            pairs = figures.count(sum(cell.pairs for cell in found.bins))
            cells = (pairs, f"{found.error:.4f}", f"{found.largest:.3f}", f"{found.brier:.4f}")
            who = (tag("th", row.set, scope="row"), tag("td", row.contender))
            body.append(tag("tr", *who, *(figure_cell(cell) for cell in cells)))
    shown = table(heads, body, label="Calibration")
    return tag("details", tag("summary", "Calibration, as figures"), shown)


def _by_set(rows: Sequence[_Kind]) -> Iterable[tuple[str, list[_Kind]]]:
    for name in dict.fromkeys(row.set for row in rows):
        yield name, [row for row in rows if row.set == name]


def _legend(rows: Sequence[AnyRow], numbers: Numbers) -> Markup:
    there = {row.contender for row in rows}
    return legend([(name, number) for name, number in numbers.items() if name in there])
