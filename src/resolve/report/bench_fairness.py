"""The fairness report of a bench: error rates by script, pair of scripts and naming tradition, with bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resolve.evaluation.bench.measuring import Row
from resolve.evaluation.bench.names import NameRow
from resolve.evaluation.bench.screening import ScreenRow
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.fairness import FEWEST_PAIRS, GroupRates, SliceRates, gaps, matches_of, missed, wrong
from resolve.evaluation.pairs import Interval
from resolve.report import figures
from resolve.report.bench_plots import Numbers
from resolve.report.markup import Child, Markup, figure_cell, number_head, table, tag
from resolve.report.plots import Span, legend, outwards, shares, spans
from resolve.report.world import TRADITION_NAMES

Sliced = Row | NameRow | ScreenRow
Rates = SliceRates | GroupRates

_SCRIPT_NAMES = {"Latn": "Latin", "Cyrl": "Cyrillic", "Arab": "Arabic", "Grek": "Greek"}
_SEX_NAMES = {"F": "women", "M": "men"}
_ORDER = ("script", "pair of scripts", "tradition", "condition", "sex")
_MATCHES = {Row: "true pairs", NameRow: "same person", ScreenRow: "listed records"}
_WRONG = {Row: "links that join two people", NameRow: "others called the same", ScreenRow: "others with an alert"}


def fairness_section(rows: Sequence[Sliced], numbers: Numbers) -> list[Child]:
    """Show this engine's errors by kind of slice, the others' beside them; [] where nothing is sliced."""
    ours = [row for row in rows if row.contender == OURS and row.slices]
    kinds = list(dict.fromkeys(kind for row in ours for kind in row.slices))
    shown = [part for kind in sorted(kinds, key=_place) for part in _kind(kind, ours, rows, numbers)]
    if not shown:
        return []
    return [tag("p", _told(ours[0])), legend(list(numbers.items())), *shown]


def _place(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _told(row: Sliced) -> str:
    what = {
        Row: "The share of true pairs that was not found, by what the records of a pair are.",
        NameRow: "The share of pairs of one person's names that was not called the same, by what the names are.",
        ScreenRow: "The share of listed people's records not found, at 5 alerts per 1,000 other records over all.",
    }[type(row)]
    return (
        f"{what} The line holds 95 % of what chance would give on as many people, the upright one marks the best "
        f"slice, pale marks are the other contenders. Slices of fewer than {FEWEST_PAIRS} are left out. Differences "
        "mix two things: how hard the names are, and which agencies hold them."
    )


def _kind(kind: str, ours: Sequence[Sliced], rows: Sequence[Sliced], numbers: Numbers) -> list[Child]:
    groups, tables = [], []
    for row in ours:
        others = [other for other in rows if other.set == row.set and other is not row]
        spans_of = _spans(kind, row, others, numbers)
        if len(spans_of) > 1:
            groups.append((row.set, spans_of))
            tables.append(_table(kind, row, others))
    if not groups:
        return []
    high = max(
        [span.high for _, group in groups for span in group] + [v for _, g in groups for s in g for _, _, v in s.others]
    )
    words = "; ".join(f"{name}, {span.name} {span.words}" for name, group in groups for span in group)
    chart = spans(
        groups, shares("missed", *outwards(0.0, min(1.0, high))), label=f"Missed by {kind}: {words}", best="lowest"
    )
    return [
        tag("h3", f"By {kind}"),
        tag("figure", chart),
        tag("details", tag("summary", f"Errors by {kind}, as figures"), *tables),
    ]


def _spans(kind: str, row: Sliced, others: Sequence[Sliced], numbers: Numbers) -> list[Span]:
    """Give a row a slice of enough matches, the worst first."""
    slices: Mapping[str, Rates] = row.slices.get(kind, {})
    apart = gaps(row.slices.get(kind, {}))
    found = []
    for name in sorted(apart, key=lambda name: -apart[name].recall):
        rate = missed(slices[name])
        beside = tuple(
            (other.contender, numbers[other.contender], missed(there).value)
            for other in others
            if (there := other.slices.get(kind, {}).get(name)) is not None
        )
        found.append(Span(label_of(kind, name), numbers[OURS], rate.value, rate.low, rate.high, _share(rate), beside))
    return found


def _table(kind: str, row: Sliced, others: Sequence[Sliced]) -> Markup:
    slices: Mapping[str, Rates] = row.slices[kind]
    apart = gaps(row.slices[kind])
    heads: list[Child] = [
        kind,
        *map(number_head, (_MATCHES[type(row)], "missed", "gap, points", _WRONG[type(row)])),
        *(number_head(f"{other.contender} misses") for other in others),
    ]
    body = []
    for name in sorted(slices, key=lambda name: (name not in apart, -missed(slices[name]).value)):
        rates, gap = slices[name], apart.get(name)
        told = "too few" if gap is None else "best" if gap.slice == gap.best else f"{100 * gap.recall:.1f}"
        beside = [other.slices.get(kind, {}).get(name) for other in others]
        cells = [
            figures.count(matches_of(rates)),
            _share(missed(rates)) if matches_of(rates) else "–",
            told + ("*" if gap is not None and gap.sure else ""),
            _share(wrong(rates)),
            *("–" if there is None or not matches_of(there) else _percent(missed(there).value) for there in beside),
        ]
        class_ = "quiet" if gap is None else None
        head = tag("th", label_of(kind, name), scope="row")
        body.append(tag("tr", head, *(figure_cell(cell) for cell in cells), class_=class_))
    shown = table(heads, body, label=f"Errors by {kind} on {row.set}", class_="measures")
    below = "In brackets the bounds at 95 %; a gap with a star is beyond them, a slice too small is not compared."
    return tag("div", tag("h4", row.set), shown, tag("p", below, class_="about"))


def label_of(kind: str, name: str) -> str:
    """Write a slice in words.

    >>> label_of("pair of scripts", "Arab–Latn"), label_of("tradition", "sr")
    ('Arabic–Latin', 'Serbian')
    """
    if "script" in kind:
        return "–".join(_SCRIPT_NAMES.get(part, part) for part in name.split("–"))
    known = {"tradition": TRADITION_NAMES, "sex": _SEX_NAMES}.get(kind, {})
    return known.get(name, name)


def _share(rate: Interval) -> str:
    return f"{_percent(rate.value)} ({100 * rate.low:.1f}–{100 * rate.high:.1f})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\u00a0%"
