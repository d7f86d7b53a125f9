"""The page of a bench: what was measured, with plots, and for whom the errors are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resolve.evaluation.bench.comparing import BETTER, NOISE, WORSE, Change
from resolve.evaluation.bench.measuring import Row
from resolve.evaluation.bench.names import NameRow
from resolve.evaluation.bench.scale import ScaleRow
from resolve.evaluation.bench.screening import ScreenRow
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.fairness import gaps
from resolve.evaluation.pairs import Interval
from resolve.report import figures
from resolve.report.bench_fairness import fairness_section, label_of
from resolve.report.bench_plots import AnyRow, Numbers, curves, headline, main_interval, plain_plots, reliability
from resolve.report.markup import Child, Markup, figure_cell, number_head, table, tag
from resolve.report.plots import SHEET
from resolve.report.shell import Section, facts, head, section, summary_of
from resolve.version import __version__

Moves = tuple[str, Sequence[Change], Sequence[str]]
"""The name of an earlier result, what changed since, and what else is not the same."""

_TITLES = {
    "quick": "Small worlds",
    "world": "Worlds of agencies",
    "febrl": "FEBRL",
    "own": "Your own data",
    "names": "Pairs of names",
    "screening": "Screening against a watchlist",
    "scale": "Large worlds",
}


def bench_page(header: Mapping[str, Any], rows: Sequence[AnyRow], moves: Moves | None = None) -> str:
    """Give the page as HTML: the same text for the same result.

    Args:
        header: what the result was measured with. rows: of one kind. moves: since an earlier result.
    """
    suite = str(header["suite"])
    title = f"Bench: {_TITLES.get(suite, suite)}"
    numbers = _numbered(rows)
    sections: list[Section] = [("table", "Results", _table_section(rows))]
    if rows:
        sections += _plot_sections(rows, numbers)
    if moves is not None:
        sections.append(("moved", "What moved", _moved_section(moves)))
    sections.append(("run", "About this run", [_about(header), *_reading(rows)]))
    contents = [tag("li", tag("a", heading, href=f"#{name}")) for name, heading, _ in sections]
    body = tag(
        "body",
        tag("a", "Skip to the results", href="#summary", class_="skip"),
        tag("nav", tag("ol", *contents), aria_label="Sections"),
        tag("main", _header(title), _summary(rows), *(section(*entry) for entry in sections)),
    )
    return f"<!doctype html>\n{tag('html', head(title, SHEET), body, lang='en')}\n"


def _numbered(rows: Sequence[AnyRow]) -> Numbers:
    """Number the contenders, this engine 0, so that each looks alike all over the page."""
    names = list(dict.fromkeys(row.contender for row in rows))
    return {name: number for number, name in enumerate(sorted(names, key=lambda name: name != OURS))}


def _plot_sections(rows: Sequence[AnyRow], numbers: Numbers) -> list[Section]:
    name = headline(rows)
    sections: list[Section] = [("measure", f"{name[:1].upper()}{name[1:]}, with bounds", plain_plots(rows, numbers))]
    found = curves(rows, numbers)
    if found:
        kind = "Recall against false alerts" if isinstance(rows[0], ScreenRow) else "Precision and recall by threshold"
        sections.append(("curves", kind, found))
    calibrated = reliability([row for row in rows if isinstance(row, Row)], numbers)
    if calibrated:
        sections.append(("reliability", "What probabilities are worth", calibrated))
    fair = fairness_section([row for row in rows if not isinstance(row, ScaleRow)], numbers)
    if fair:
        sections.append(("fairness", "For whom it errs", fair))
    return sections


def _header(title: str) -> Markup:
    made = f"Measured by resolve {__version__}. Figures only: no record is shown."
    return tag("header", tag("h1", title), tag("p", made, class_="made"), class_="page")


def _summary(rows: Sequence[AnyRow]) -> Markup:
    ours = [row for row in rows if row.contender == OURS and not getattr(row, "failed", "")]
    if not ours:
        return summary_of("This engine was not measured.", [])
    name = headline(rows)
    tiles = []
    for row in ours:
        shown = main_interval(row)
        words = f"{name}, {shown.low:.3f}–{shown.high:.3f}"
        tiles.append((row.set, f"{shown.value:.3f}", words, "lead"))
    worst = min(ours, key=lambda row: main_interval(row).value)
    tiles.extend(_gap_tiles(worst))
    return summary_of(_sentence(rows, worst, name), tiles)


def _sentence(rows: Sequence[AnyRow], worst: AnyRow, name: str) -> str:
    """Say how this engine stands beside the best of the others where it does worst."""
    value = main_interval(worst).value
    others = [row for row in rows if row.set == worst.set and row.contender != worst.contender]
    if not others:
        return f"On {worst.set}, where it does worst, this engine's {name} is {value:.3f}."
    best = max(others, key=lambda row: main_interval(row).value)
    there, theirs = main_interval(worst), main_interval(best)
    apart = there.low > theirs.high or theirs.low > there.high
    word = "ahead of" if value > theirs.value else "behind" if value < theirs.value else "level with"
    sure = "" if apart or value == theirs.value else ", within the bounds of chance"
    return (
        f"On {worst.set}, where it does worst, this engine's {name} is {value:.3f}, {word} {best.contender} "
        f"({theirs.value:.3f}){sure}."
    )


def _gap_tiles(row: AnyRow) -> list[tuple[str, str, str, str]]:
    if isinstance(row, ScaleRow):
        return [("time", figures.seconds(row.seconds), f"for {figures.count(row.records)} records", "")]
    tiles = []
    for kind in ("pair of scripts", "tradition"):
        apart = gaps(row.slices.get(kind, {}))
        if len(apart) > 1:
            worst = max(apart.values(), key=lambda gap: gap.recall)
            words = f"in recall from {label_of(kind, worst.best)} to {label_of(kind, worst.slice)}, on {row.set}"
            tiles.append((f"gap by {kind}", f"{100 * worst.recall:.0f} points", words, "unsure"))
    return tiles


def _table_section(rows: Sequence[AnyRow]) -> list[Child]:
    if not rows:
        return [tag("p", "Nothing was measured.", class_="note")]
    columns = next(columns for kind, columns in _COLUMNS.items() if isinstance(rows[0], kind))
    heads: list[Child] = ["set", "contender", *(number_head(name) for name in columns)]
    body = []
    for row in rows:
        cells = [figure_cell(_cell(row, name)) for name in columns.values()]
        who = tag("td", row.contender, tag("small", f" {row.version}"))
        class_ = "ours" if row.contender == OURS else None
        body.append(tag("tr", tag("th", row.set, scope="row"), who, *cells, class_=class_))
    shown: list[Child] = [table(heads, body, label="Results", class_="measures")]
    shown += [tag("p", f"{row.contender} on {row.set}: {row.failed}", class_="note warn") for row in _failed(rows)]
    verdicts = [row for row in rows if isinstance(row, ScreenRow) and row.verdicts]
    return [*shown, *(_verdicts(verdicts) if verdicts else [])]


def _failed(rows: Sequence[AnyRow]) -> list[ScaleRow]:
    return [row for row in rows if isinstance(row, ScaleRow) and row.failed]


def _cell(row: AnyRow, name: str) -> str:
    value = getattr(row, name)
    if value is None or (isinstance(row, ScaleRow) and row.failed and name != "records"):
        return "–"
    if name in ("seconds", "process_seconds"):
        return f"{value:.1f}"
    if name == "peak_mib":
        return figures.count(round(value))
    return figures.count(value) if isinstance(value, int) else f"{value:.3f}"


def _verdicts(rows: Sequence[ScreenRow]) -> list[Child]:
    heads: list[Child] = [
        "set",
        "screener",
        "verdict",
        *map(number_head, ("alerts", "precision", "recall", "per 1,000 others")),
    ]
    body = []
    for row in rows:
        for verdict, score in row.verdicts.items():
            shown = (
                figures.count(score.alerts),
                _bounded(Interval(score.precision, score.precision_low, score.precision_high)),
                _bounded(Interval(score.recall, score.recall_low, score.recall_high)),
                f"{score.alerts_per_thousand:.2f}",
            )
            words = (tag("th", row.set, scope="row"), tag("td", row.contender), tag("td", verdict))
            body.append(tag("tr", *words, *(figure_cell(cell) for cell in shown)))
    below = (
        "A verdict and all stronger ones, by each screener's own bounds. An alert is right where it names the entry."
    )
    return [tag("h3", "By verdict"), table(heads, body, label="Verdicts"), tag("p", below, class_="about")]


def _bounded(interval: Interval) -> str:
    return f"{interval.value:.3f} ({interval.low:.3f}–{interval.high:.3f})"


def _moved_section(moves: Moves) -> list[Child]:
    earlier, changes, unlike = moves
    notes: list[Child] = [tag("p", f"{earlier} was measured with {words}.", class_="note warn") for words in unlike]
    if not changes:
        return [*notes, tag("p", f"Nothing moved since {earlier}, on what both have.", class_="note")]
    heads: list[Child] = ["set", "contender", "measure", *map(number_head, ("was", "is", "moved")), ""]
    words = {BETTER: "better", WORSE: "worse", NOISE: "none"}
    body = [
        tag(
            "tr",
            tag("th", change.set, scope="row"),
            tag("td", change.contender),
            tag("td", change.measure.replace("_", " ")),
            *(figure_cell(f"{value:.3f}") for value in (change.was, change.now)),
            figure_cell(f"{change.now - change.was:+.3f}".replace("-", figures.MINUS)),
            tag("td", change.verdict, class_=words.get(change.verdict)),
        )
        for change in changes
    ]
    below = (
        f"Since {earlier}. Better and worse: each value lies outside the bounds of the other; times, a quarter or "
        "more. Moved: there are no bounds to tell by."
    )
    return [*notes, table(heads, body, label="What moved"), tag("p", below, class_="about")]


def _about(header: Mapping[str, Any]) -> Markup:
    names = {
        "command": "Command",
        "version": "Version",
        "rules": "Rules",
        "world_rules": "Rules of the world",
        "seed": "Seed",
        "machine": "Machine",
    }
    return facts([(words, str(header[name])) for name, words in names.items() if name in header])


def _reading(rows: Sequence[AnyRow]) -> list[Child]:
    told = (
        "Bounds hold 95 % of what chance would give on as many people: people are the unit, since the records of one "
        "person are right or wrong together. Other tools are set up by their documentation, not by their makers."
    )
    best = "Best F1 is that of the best of the thresholds tried, chosen with the truth in hand, as no user can."
    return [
        tag("p", told, class_="about"),
        tag("p", best, class_="about") if any(hasattr(r, "best_f1") for r in rows) else None,
    ]


_COLUMNS: dict[type, dict[str, str]] = {
    Row: {
        "records": "records",
        "seconds": "seconds",
        "precision": "precision",
        "recall": "recall",
        "F1": "f1",
        "best F1": "best_f1",
        "B³ F1": "b_cubed_f1",
        "entities exact": "exact_entities",
    },
    NameRow: {
        "pairs": "pairs",
        "seconds": "seconds",
        "threshold": "threshold",
        "precision": "precision",
        "recall": "recall",
        "F1": "f1",
        "best F1": "best_f1",
    },
    ScreenRow: {
        "records": "queries",
        "listed": "listed",
        "seconds": "seconds",
        "right at rank 1": "recall_at_1",
        "recall at 1 alert per 1,000": "recall_at_1_alert",
        "at 5": "recall_at_5_alerts",
        "at 10": "recall_at_10_alerts",
    },
    ScaleRow: {
        "records": "records",
        "seconds": "seconds",
        "whole process": "process_seconds",
        "peak MiB": "peak_mib",
        "precision": "precision",
        "recall": "recall",
        "F1": "f1",
        "B³ F1": "b_cubed_f1",
        "entities exact": "exact_entities",
    },
}
