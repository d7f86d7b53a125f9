"""What `resolve bench` shows on the screen.

>>> span(0.941, 0.935, 0.95)
'0.941 (0.935-0.950)'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from resolve.evaluation.bench.comparing import BETTER, NOISE, WORSE, Change
from resolve.evaluation.bench.measuring import Row
from resolve.evaluation.bench.names import NameRow
from resolve.evaluation.bench.scale import ScaleRow
from resolve.evaluation.bench.screening import ScreenRow
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.fairness import FEWEST_PAIRS, Gap, GroupRates, SliceRates, gaps, matches_of, missed, wrong
from resolve.evaluation.pairs import Interval
from resolve.interfaces.bench import AnyRow, Comparison, Result
from resolve.interfaces.screen import Screen

Columns = Mapping[str, Callable[[Any], str]]
Rates = Mapping[str, SliceRates] | Mapping[str, GroupRates]

FAIRNESS = ("script", "pair of scripts", "tradition")
"""Kinds of slices of the fairness report; results hold others as well."""

_WORDS = ("set", "contender")
_VERDICTS = {BETTER: "green", WORSE: "red", NOISE: "dim"}


def show_result(result: Result, comparison: Comparison | None = None) -> None:
    """Show a result as tables, with the fairness report, and what moved since an earlier one."""
    screen = Screen()
    if not result.rows:
        screen.print("nothing was measured")
        return
    for table in result_tables(result.rows):
        screen.print(table)
    for row in result.rows:
        if isinstance(row, ScaleRow) and row.failed:
            screen.print(f"{row.contender} on {row.set}: {escape(row.failed)}", soft_wrap=True)
    for table in fairness_tables(result.rows):
        screen.print(table)
    if comparison is not None:
        _show_moved(screen, comparison)


def span(value: float, low: float, high: float) -> str:
    """Write a figure with its bounds."""
    return f"{value:.3f} ({low:.3f}-{high:.3f})"


def result_tables(rows: Sequence[AnyRow]) -> Iterable[Table]:
    """Give the table of a suite, and that of its verdicts where it has any."""
    columns = next(columns for kind, columns in _COLUMNS.items() if isinstance(rows[0], kind))
    yield _table(columns, rows)
    verdicts = [(row, name) for row in rows if isinstance(row, ScreenRow) for name in row.verdicts]
    if verdicts:
        table = _headed("Alerts by the screener's own verdicts", ("set", "screener", "verdict"), _VERDICT_COLUMNS)
        for row, name in verdicts:
            shown = [cell(row.verdicts[name]) for cell in _VERDICT_COLUMNS.values()]
            table.add_row(row.set, row.contender, name, *shown)
        yield table


def _table(columns: Columns, rows: Sequence[Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, justify="left" if name in _WORDS else "right")
    for row in rows:
        table.add_row(*(cell(row) for cell in columns.values()))
    return table


def _headed(title: str, words: Sequence[str], figures: Iterable[str]) -> Table:
    table = Table(box=None, pad_edge=False, title=f"\n{title}", title_justify="left")
    for name in words:
        table.add_column(name)
    for name in figures:
        table.add_column(name, justify="right")
    return table


def fairness_tables(rows: Sequence[AnyRow]) -> Iterable[Table]:
    """Give a table a set and kind of slice: for whom this engine errs, with bounds, and what the others miss."""
    for name in dict.fromkeys(row.set for row in rows):
        of_set = [row for row in rows if row.set == name and not isinstance(row, ScaleRow)]
        ours = next((row for row in of_set if row.contender == OURS), None)
        for kind in FAIRNESS if ours is not None else ():
            if len(gaps(ours.slices.get(kind, {}))) > 1:  # type: ignore[union-attr]
                others = {row.contender: row.slices.get(kind, {}) for row in of_set if row is not ours}
                yield _fairness(f"{name}: errors by {kind}", ours.slices[kind], others)  # type: ignore[union-attr]


def _fairness(title: str, slices: Rates, others: Mapping[str, Rates]) -> Table:
    """Show slices of enough pairs, the worst first."""
    apart = gaps(slices)
    kind = "false yes" if any(isinstance(rates, GroupRates) for rates in slices.values()) else "wrong links"
    figures = ("pairs", "missed, 95 %", "gap", f"{kind}, 95 %", *(f"{who} missed" for who in others))
    table = _headed(title, ("",), figures)
    for name in sorted(apart, key=lambda name: -apart[name].recall):
        beside = [each.get(name) for each in others.values()]
        shown = [f"{missed(rates).value:.1%}" if rates is not None else "" for rates in beside]
        table.add_row(name, *_rates(slices[name], apart[name]), *shown)
    few = len(slices) - len(apart)
    if few:
        table.caption = f"{few} with fewer than {FEWEST_PAIRS} pairs left out"
        table.caption_justify = "left"
    return table


def _rates(rates: SliceRates | GroupRates, gap: Gap) -> Iterable[str]:
    yield f"{matches_of(rates):,}"
    yield _error(missed(rates))
    yield "best" if gap.slice == gap.best else f"{100 * gap.recall:.1f}{'*' if gap.sure else ''}"
    yield _error(wrong(rates))


def _error(rate: Interval) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%}-{rate.high:.1%})"


def _show_moved(screen: Screen, comparison: Comparison) -> None:
    for words in comparison.unlike:
        screen.print(f"[yellow]note[/]  {escape(comparison.earlier)} was measured with {words}", soft_wrap=True)
    if not comparison.compared:
        screen.print("the earlier run has none of these sets and contenders")
    elif not comparison.changes:
        screen.print("nothing moved since the earlier run")
    else:
        screen.print(_moves(comparison.changes))


def _moves(changes: Sequence[Change]) -> Table:
    table = _headed("What moved", ("set", "contender", "measure"), ("was", "is", "moved", ""))
    for change in changes:
        colour = _VERDICTS.get(change.verdict)
        figures = (f"{change.was:.3f}", f"{change.now:.3f}", f"{change.now - change.was:+.3f}")
        verdict = f"[{colour}]{change.verdict}[/]" if colour else change.verdict
        table.add_row(change.set, change.contender, change.measure.replace("_", " "), *figures, verdict)
    return table


_CLUSTER_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "contender": lambda row: f"{row.contender} {row.version}",
    "records": lambda row: f"{row.records:,}",
    "seconds": lambda row: f"{row.seconds:.1f}",
    "precision": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: span(row.f1, row.f1_low, row.f1_high),
    "best F1": lambda row: f"{row.best_f1:.3f}",
    "B³ F1": lambda row: f"{row.b_cubed_f1:.3f}",
    "exact": lambda row: f"{row.exact_entities:.1%}",
}
_SCALE_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "contender": lambda row: f"{row.contender} {row.version}",
    "records": lambda row: f"{row.records:,}",
    "seconds": lambda row: "" if row.failed else f"{row.seconds:.1f}",
    "process": lambda row: f"{row.process_seconds:.1f}",
    "peak MiB": lambda row: "" if row.peak_mib is None else f"{row.peak_mib:,.0f}",
    "precision": lambda row: "failed" if row.failed else f"{row.precision:.3f}",
    "recall": lambda row: "" if row.failed else f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: "" if row.failed else span(row.f1, row.f1_low, row.f1_high),
    "B³ F1": lambda row: "" if row.failed else f"{row.b_cubed_f1:.3f}",
}
_NAME_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "contender": lambda row: f"{row.contender} {row.version}",
    "pairs": lambda row: f"{row.pairs:,}",
    "seconds": lambda row: f"{row.seconds:.2f}",
    "threshold": lambda row: f"{row.threshold:.2f}",
    "precision": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: span(row.f1, row.f1_low, row.f1_high),
    "best F1": lambda row: f"{row.best_f1:.3f}",
}
_SCREEN_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "contender": lambda row: f"{row.contender} {row.version}",
    "queries": lambda row: f"{row.queries:,}",
    "listed": lambda row: f"{row.listed:,}",
    "seconds": lambda row: f"{row.seconds:.1f}",
    "rank 1 (95 %)": lambda row: span(row.recall_at_1, row.recall_at_1_low, row.recall_at_1_high),
    "at 1 alert a 1,000": lambda row: f"{row.recall_at_1_alert:.3f}",
    "at 5": lambda row: f"{row.recall_at_5_alerts:.3f}",
    "at 10": lambda row: f"{row.recall_at_10_alerts:.3f}",
}
_VERDICT_COLUMNS: Columns = {
    "alerts": lambda score: f"{score.alerts:,}",
    "precision (95 %)": lambda score: span(score.precision, score.precision_low, score.precision_high),
    "recall (95 %)": lambda score: span(score.recall, score.recall_low, score.recall_high),
    "alerts a 1,000 others": lambda score: f"{score.alerts_per_thousand:.2f}",
}
_COLUMNS: dict[type, Columns] = {
    Row: _CLUSTER_COLUMNS,
    NameRow: _NAME_COLUMNS,
    ScreenRow: _SCREEN_COLUMNS,
    ScaleRow: _SCALE_COLUMNS,
}
