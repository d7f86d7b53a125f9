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

_MISSED = "missed % (95 %)"
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
    """Give a table a set, and one of the verdicts of those that give any."""
    columns = next(columns for kind, columns in _COLUMNS.items() if isinstance(rows[0], kind))
    for name in dict.fromkeys(row.set for row in rows):
        of_set = [row for row in rows if row.set == name]
        table = _headed(f"{name}: {_size(of_set[0])}", ("",), columns)
        for row in of_set:
            table.add_row(f"{row.contender} {row.version}".strip(), *(cell(row) for cell in columns.values()))
        yield table
        verdicts = [(row, verdict) for row in of_set if isinstance(row, ScreenRow) for verdict in row.verdicts]
        if verdicts:
            yield _verdicts(f"{name}: alerts by the screener's own verdicts", verdicts)


def _size(row: AnyRow) -> str:
    if isinstance(row, NameRow):
        return f"{row.pairs:,} pairs"
    if isinstance(row, ScreenRow):
        return f"{row.queries:,} records, {row.listed:,} of them of listed people"
    return f"{row.records:,} records"


def _verdicts(title: str, verdicts: Sequence[tuple[ScreenRow, str]]) -> Table:
    table = _headed(title, ("", "verdict"), _VERDICT_COLUMNS)
    for row, name in verdicts:
        table.add_row(row.contender, name, *(cell(row.verdicts[name]) for cell in _VERDICT_COLUMNS.values()))
    return table


def _headed(title: str, words: Sequence[str], figures: Iterable[str]) -> Table:
    """Make an empty table under a title; words may break, figures may not."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), title=f"\n{title}", title_justify="left")
    for name in words:
        table.add_column(name, overflow="fold")
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def fairness_tables(rows: Sequence[AnyRow]) -> Iterable[Table]:
    """Give a table a set and kind of slice: for whom this engine errs, with bounds, and what the others miss."""
    for name in dict.fromkeys(row.set for row in rows):
        sliced = {row.contender: row.slices for row in rows if row.set == name and not isinstance(row, ScaleRow)}
        ours = sliced.pop(OURS, {})
        for kind in FAIRNESS:
            if len(gaps(ours.get(kind, {}))) > 1:
                others = {who: slices.get(kind, {}) for who, slices in sliced.items()}
                yield _fairness(f"{name}: errors by {kind}", ours[kind], others)


def _fairness(title: str, slices: Rates, others: Mapping[str, Rates]) -> Table:
    """Show slices of enough pairs, the worst first; what the others miss stands in columns of their names."""
    apart = gaps(slices)
    kind = "false yes" if any(isinstance(rates, GroupRates) for rates in slices.values()) else "wrong links"
    table = _headed(title, ("",), ("pairs", _MISSED, "gap", f"{kind} % (95 %)", *others))
    for column in table.columns[-len(others) :] if others else ():
        column.no_wrap = False  # names of others may break, so that bounds need not
    for name in sorted(apart, key=lambda name: -apart[name].recall):
        beside = [each.get(name) for each in others.values()]
        shown = [f"{100 * missed(rates).value:.1f}" if rates is not None else "" for rates in beside]
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
    return f"{100 * rate.value:.1f} ({100 * rate.low:.1f}-{100 * rate.high:.1f})"


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
    "sec.": lambda row: f"{row.seconds:.1f}",
    "prec.": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: span(row.f1, row.f1_low, row.f1_high),
    "best": lambda row: f"{row.best_f1:.3f}",
    "B³": lambda row: f"{row.b_cubed_f1:.3f}",
    "exact": lambda row: f"{row.exact_entities:.1%}",
}
_SCALE_COLUMNS: Columns = {
    "sec.": lambda row: "" if row.failed else f"{row.seconds:.1f}",
    "process": lambda row: f"{row.process_seconds:.1f}",
    "peak MiB": lambda row: "" if row.peak_mib is None else f"{row.peak_mib:,.0f}",
    "prec.": lambda row: "failed" if row.failed else f"{row.precision:.3f}",
    "recall": lambda row: "" if row.failed else f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: "" if row.failed else span(row.f1, row.f1_low, row.f1_high),
    "B³": lambda row: "" if row.failed else f"{row.b_cubed_f1:.3f}",
}
_NAME_COLUMNS: Columns = {
    "sec.": lambda row: f"{row.seconds:.2f}",
    "threshold": lambda row: f"{row.threshold:.2f}",
    "prec.": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: span(row.f1, row.f1_low, row.f1_high),
    "best": lambda row: f"{row.best_f1:.3f}",
}
_SCREEN_COLUMNS: Columns = {
    "sec.": lambda row: f"{row.seconds:.1f}",
    "rank 1 (95 %)": lambda row: span(row.recall_at_1, row.recall_at_1_low, row.recall_at_1_high),
    "1 alert/1,000": lambda row: f"{row.recall_at_1_alert:.3f}",
    "5": lambda row: f"{row.recall_at_5_alerts:.3f}",
    "10": lambda row: f"{row.recall_at_10_alerts:.3f}",
}
_VERDICT_COLUMNS: Columns = {
    "alerts": lambda score: f"{score.alerts:,}",
    "precision (95 %)": lambda score: span(score.precision, score.precision_low, score.precision_high),
    "recall (95 %)": lambda score: span(score.recall, score.recall_low, score.recall_high),
    "/1,000 others": lambda score: f"{score.alerts_per_thousand:.2f}",
}
_COLUMNS: dict[type, Columns] = {
    Row: _CLUSTER_COLUMNS,
    NameRow: _NAME_COLUMNS,
    ScreenRow: _SCREEN_COLUMNS,
    ScaleRow: _SCALE_COLUMNS,
}
