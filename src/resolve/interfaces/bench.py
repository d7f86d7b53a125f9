"""What `resolve bench` runs and shows.

>>> asked_for(500, 1, ["easy,hard"], [], None).difficulties
('easy', 'hard')
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from resolve.errors import FileError, InputError, UnknownNameError
from resolve.evaluation.bench.measuring import Row, header_of, moved, run
from resolve.evaluation.bench.names import NameRow, run_names
from resolve.evaluation.bench.screening import BASELINE, ScreenRow, by_rapidfuzz, run_screening
from resolve.evaluation.bench.suites import SUITES, Asked
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.screening import Hit
from resolve.evaluation.world.agencies import LEVELS, Difficulty
from resolve.files import write_atomically
from resolve.interfaces.screen import Screen
from resolve.interfaces.world import names_in

_OTHERS = ("names", "screening")
_SLICES = ("script", "pair of scripts", "tradition", "condition")
_FEWEST_PAIRS = 20
_MOVED = 0.0005


@dataclass(frozen=True)
class Result:
    """Rows of a suite, of one kind."""

    suite: str
    rows: Sequence[Row] | Sequence[NameRow] | Sequence[ScreenRow]

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain types, with what is needed to repeat it."""
        return {**header_of(self.suite, ["resolve", *sys.argv[1:]]), "rows": [asdict(row) for row in self.rows]}


def asked_for(people: int, seed: int, difficulty: Sequence[str], data: Sequence[Path], truth: Path | None) -> Asked:
    """Bring the options of the command together.

    Raises:
        UnknownNameError: there is no such difficulty.
    """
    levels = names_in(difficulty) or LEVELS
    return Asked(people, seed, tuple(Difficulty.named(level).name for level in levels), tuple(data), truth)


def run_suite(
    suite: str, asked: Asked, against: Sequence[str], *, told: Callable[[str], None] = lambda words: None
) -> Result:
    """Run a suite with this engine and others.

    Raises:
        UnknownNameError: there is no such suite or contender. InputError: a package or an option is missing.
    """
    if suite == "names":
        return Result(suite, run_names(asked))
    if suite == "screening":
        return Result(suite, run_screening(asked, _screeners()))
    if suite not in SUITES:
        raise UnknownNameError(f"no suite '{suite}'; there are: {', '.join((*SUITES, *_OTHERS))}")
    return Result(suite, run(SUITES[suite](asked), [OURS, *names_in(against)], told=told))


def _screeners() -> dict[str, Callable[[Path, Any], list[Hit]]]:
    """Give the baseline, and this engine where it has a watchlist."""
    import resolve

    found: dict[str, Callable[[Path, Any], list[Hit]]] = {BASELINE: by_rapidfuzz}
    if hasattr(resolve, "Watchlist"):
        found[OURS] = _by_watchlist
    return found


def _by_watchlist(watchlist: Path, queries: Any) -> list[Hit]:
    import resolve

    asked = queries[["query_id", "name", "birth_date", "sex"]]
    hits = resolve.Watchlist.read(watchlist).screen_many(asked)
    return list(zip(hits["query_id"], hits["entry_id"], hits["weight"], strict=True))


def show_result(result: Result, compare: Path | None = None) -> None:
    """Show a result as tables, and what moved since an earlier one.

    Raises:
        FileError: the earlier result cannot be read. InputError: it is none.
    """
    screen = Screen()
    rows = list(result.rows)
    if rows and isinstance(rows[0], Row):
        clusters = [row for row in rows if isinstance(row, Row)]
        screen.print(_table(_CLUSTER_COLUMNS, clusters))
        for kind in _SLICES:
            if any(kind in row.slices for row in clusters):
                screen.print(_slice_table(kind, clusters))
        if compare is not None:
            _show_moved(screen, moved(_earlier(compare), clusters))
    elif rows and isinstance(rows[0], NameRow):
        screen.print(_table(_NAME_COLUMNS, rows))
        screen.print(_script_table([row for row in rows if isinstance(row, NameRow)]))
    else:
        screen.print(_table(_SCREEN_COLUMNS, rows))
        if not any(isinstance(row, ScreenRow) and row.contender == OURS for row in rows):
            screen.print("this version has no watchlist: the baseline is measured alone")


def write_result(result: Result, path: Path) -> None:
    """Write a result as JSON.

    Raises:
        FileError: the file cannot be written.
    """
    write_atomically(path, json.dumps(result.to_dict(), indent=1, ensure_ascii=False) + "\n")


Columns = Mapping[str, Callable[[Any], str]]

_CLUSTER_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "contender": lambda row: f"{row.contender} {row.version}",
    "records": lambda row: f"{row.records:,}",
    "seconds": lambda row: f"{row.seconds:.1f}",
    "precision": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1 (95 %)": lambda row: f"{row.f1:.3f} ({row.f1_low:.3f}-{row.f1_high:.3f})",
    "best F1": lambda row: f"{row.best_f1:.3f}",
    "B³ F1": lambda row: f"{row.b_cubed_f1:.3f}",
    "exact": lambda row: f"{row.exact_entities:.1%}",
}
_NAME_COLUMNS: Columns = {
    "measure": lambda row: f"{row.contender} {row.version}",
    "pairs": lambda row: f"{row.pairs:,}",
    "seconds": lambda row: f"{row.seconds:.2f}",
    "threshold": lambda row: f"{row.threshold:.2f}",
    "precision": lambda row: f"{row.precision:.3f}",
    "recall": lambda row: f"{row.recall:.3f}",
    "F1": lambda row: f"{row.f1:.3f}",
    "best F1": lambda row: f"{row.best_f1:.3f}",
}
_SCREEN_COLUMNS: Columns = {
    "set": lambda row: row.set,
    "screener": lambda row: row.contender,
    "queries": lambda row: f"{row.queries:,}",
    "listed": lambda row: f"{row.listed:,}",
    "seconds": lambda row: f"{row.seconds:.1f}",
    "rank 1": lambda row: f"{row.recall_at_1:.3f}",
    "at 1 alert a 1,000": lambda row: f"{row.recall_at_1_alert:.3f}",
    "at 5": lambda row: f"{row.recall_at_5_alerts:.3f}",
    "at 10": lambda row: f"{row.recall_at_10_alerts:.3f}",
}


def _table(columns: Columns, rows: Sequence[Any]) -> Table:
    table = Table(box=None)
    for name in columns:
        table.add_column(name, justify="left" if name in ("set", "contender", "measure", "screener") else "right")
    for row in rows:
        table.add_row(*(cell(row) for cell in columns.values()))
    return table


def _slice_table(kind: str, rows: Sequence[Row]) -> Table:
    """Show recall by slice, those of 20 true pairs or more, and how far the worst is below the best."""
    names = sorted(
        {name for row in rows for name, score in row.slices.get(kind, {}).items() if score.pairs >= _FEWEST_PAIRS}
    )
    table = Table("set", "contender", *names, "gap", box=None, title=f"Recall by {kind}", title_justify="left")
    for row in rows:
        cells = [row.slices[kind].get(name) for name in names] if kind in row.slices else []
        gap = row.gap(kind)
        shown = [f"{cell.recall:.2f}" if cell and cell.pairs >= _FEWEST_PAIRS else "" for cell in cells]
        table.add_row(row.set, row.contender, *shown, f"{gap:.2f}" if gap is not None else "")
    return table


def _script_table(rows: Sequence[NameRow]) -> Table:
    kinds = list(rows[0].recall_by_scripts)
    table = Table("measure", *kinds, box=None, title="Recall by scripts", title_justify="left")
    for row in rows:
        table.add_row(row.contender, *(f"{row.recall_by_scripts.get(kind, 0.0):.2f}" for kind in kinds))
    return table


def _earlier(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError:
        raise InputError(f"{path}: expected the JSON of an earlier run of resolve bench") from None
    if not isinstance(content, dict) or "rows" not in content:
        raise InputError(f"{path}: expected the JSON of an earlier run of resolve bench, found other content")
    return content


def _show_moved(screen: Screen, changes: Sequence[tuple[str, str, dict[str, tuple[float, float]]]]) -> None:
    if not changes:
        screen.print("the earlier run has none of these sets and contenders")
        return
    table = Table(
        "set", "contender", "measure", "was", "is", "moved", box=None, title="What moved", title_justify="left"
    )
    for name, contender, measures in changes:
        for measure, (was, now) in measures.items():
            if abs(now - was) >= _MOVED:
                table.add_row(name, contender, measure, f"{was:.3f}", f"{now:.3f}", f"{now - was:+.3f}")
    screen.print(table if table.row_count else "nothing moved since the earlier run")
