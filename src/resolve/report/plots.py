"""Plots of measures as inline SVG: points with bounds, and lines over two axes.

Series differ in colour, in dashes and in the shape of their marks; colours come from the style sheet by class.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resolve.report.charts import Scale
from resolve.report.markup import Child, Markup, join, tag

SHEET = "plots.css"
"""The style sheet that a page with plots needs besides its own."""

_SERIES = 6
_ROW, _HEADING, _TOP, _BOTTOM = 23, 30, 8, 38
_LETTER = 6.6
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """An axis: what it shows, its ends, and where it has ticks. Logarithmic ones start over 0."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool = False

    def scale(self, start: float, end: float) -> _Place:
        """Put the axis on a stretch of drawing."""
        return _Place(self, start, end)


@dataclass(frozen=True)
class _Place:
    axis: Axis
    start: float
    end: float

    def __call__(self, value: float) -> float:
        low, high = self.axis.low, self.axis.high
        if not self.axis.log:
            return Scale(low, high, self.start, self.end)(value)
        return Scale(math.log10(low), math.log10(high), self.start, self.end)(math.log10(max(value, low)))


@dataclass(frozen=True)
class Series:
    """A line: its name, its number among the series of the page, and its points in order.

    `mark` is a point of its own, such as the default threshold. With `bounds`, one a point, the points are marks with
    upright bars, and no line joins them.
    """

    name: str
    number: int
    points: tuple[Point, ...]
    mark: Point | None = None
    bounds: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Span:
    """A figure with bounds in a row of its own, with its words, and figures of other series beside it."""

    name: str
    number: int
    value: float
    low: float
    high: float
    words: str
    others: tuple[tuple[str, int, float], ...] = ()


def shares(label: str, low: float = 0.0, high: float = 1.0, *, percent: bool = True) -> Axis:
    """Give an axis of shares between two ends, with ticks in hundredths or as they are."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / step <= 6)
    ticks = [low + at * step for at in range(round((high - low) / step) + 1)]
    return Axis(label, low, high, tuple((at, f"{100 * at:.0f}\u00a0%" if percent else f"{at:.2g}") for at in ticks))


def outwards(low: float, high: float, step: float = 0.1) -> tuple[float, float]:
    """Move the ends of a stretch of shares outwards to whole steps, within 0 and 1.

    >>> outwards(0.83, 0.97)
    (0.8, 1.0)
    """
    down, up = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return round(max(0.0, down), 6), round(min(1.0, max(up, down + step)), 6)


def legend(names: Sequence[tuple[str, int]]) -> Markup:
    """Name the series beside their marks."""
    items = []
    for name, number in names:
        line = tag("line", class_=f"line {_class(number)}", x1=0, x2=34, y1=7, y2=7)
        drawn = tag("svg", line, _mark(number, (17, 7)), class_="key", viewBox="0 0 34 14", aria_hidden="true")
        items.append(tag("li", drawn, name))
    return tag("ul", *items, class_="legend")


def lines(series: Sequence[Series], x: Axis, y: Axis, *, title: str, label: str, diagonal: bool = False) -> Markup:
    """Draw lines over two axes.

    Args:
        title: stands over the plot. label: what it says, for those who cannot see it.
        diagonal: draw the line where both axes say the same.
    """
    width, height = 420, 330
    left, right = x.scale(62, width - 24), y.scale(height - 48, 14)
    parts: list[Child] = [*_grid(x, y, left, right)]
    if diagonal:
        ends = {"x1": left(x.low), "x2": left(x.high), "y1": right(y.low), "y2": right(y.high)}
        parts.append(tag("line", class_="diagonal", **ends))
    for one in reversed(series):
        parts.append(_line(one, left, right))
    drawn = tag("svg", *parts, viewBox=f"0 0 {width} {height}", role="img", aria_label=label)
    return tag("figure", tag("figcaption", title), drawn, class_="plot")


def _grid(x: Axis, y: Axis, left: _Place, up: _Place) -> Iterable[Markup]:
    for at, words in y.ticks:
        yield tag("line", class_="grid", x1=left.start, x2=left.end, y1=up(at), y2=up(at))
        yield tag("text", words, class_="tick", x=left.start - 7, y=up(at) + 4, text_anchor="end")
    for at, words in x.ticks:
        yield tag("line", class_="grid", x1=left(at), x2=left(at), y1=up.start, y2=up.end)
        yield tag("text", words, class_="tick", x=left(at), y=up.start + 17, text_anchor="middle")
    yield tag("line", class_="axis", x1=left.start, x2=left.end, y1=up.start, y2=up.start)
    middle, high = (left.start + left.end) / 2, (up.start + up.end) / 2
    yield tag("text", x.label, class_="label", x=middle, y=up.start + 38, text_anchor="middle")
    turned = f"translate(12 {high:.0f}) rotate(-90)"
    yield tag("text", y.label, class_="label", transform=turned, text_anchor="middle")


def _line(series: Series, left: _Place, up: _Place) -> Markup:
    places = [(left(a), up(b)) for a, b in series.points]
    path = " ".join(f"{'M' if not at else 'L'}{a:.1f} {b:.1f}" for at, (a, b) in enumerate(places))
    joined = len(places) > 1 and not series.bounds
    drawn: list[Child] = [tag("path", class_=f"line {_class(series.number)}", d=path)] if joined else []
    for (a, _), (low, high) in zip(places, series.bounds, strict=bool(series.bounds)):
        drawn.append(tag("line", class_=f"span {_class(series.number)}", x1=a, x2=a, y1=up(low), y2=up(high)))
    marks = [*(() if joined else series.points), *([series.mark] if series.mark else ())]
    for a, b in marks:
        words = f"{series.name}: {100 * a:.1f}\u00a0%, {100 * b:.1f}\u00a0%"
        drawn.append(_mark(series.number, (left(a), up(b)), words))
    return tag("g", *drawn)


def spans(groups: Sequence[tuple[str, Sequence[Span]]], axis: Axis, *, label: str, best: str = "") -> Markup:
    """Draw figures with bounds, row below row, in two widths of which the page shows the one that fits.

    Args:
        groups: rows under a heading each, "" for none.
        label: what the chart says, for those who cannot see it.
        best: where given, the row of each group whose value gets an upright line, by name.
    """
    longest = max((len(span.name) for _, rows in groups for span in rows), default=0)
    wide = _Spans(groups, axis, best, 860, max(80, min(230, 20 + _LETTER * longest)), 150)
    narrow = replace(wide, width=400, names=max(64, min(190, 16 + _LETTER * longest)), words=0)
    return tag("div", wide.draw(label, "wide"), narrow.draw(label, "narrow"), class_="chart")


@dataclass(frozen=True)
class _Spans:
    groups: Sequence[tuple[str, Sequence[Span]]]
    axis: Axis
    best: str
    width: int
    names: float
    words: int

    @property
    def x(self) -> _Place:
        return self.axis.scale(self.names, self.width - max(self.words, 14))

    @property
    def height(self) -> int:
        return _TOP + _BOTTOM + sum(_ROW * len(rows) + (_HEADING if heading else 0) for heading, rows in self.groups)

    def draw(self, label: str, class_: str) -> Markup:
        x, bottom = self.x, self.height - _BOTTOM
        parts: list[Child] = []
        for at, words in self.axis.ticks:
            parts.append(tag("line", class_="grid", x1=x(at), x2=x(at), y1=_TOP, y2=bottom))
            parts.append(tag("text", words, class_="tick", x=x(at), y=bottom + 16, text_anchor="middle"))
        middle = (x.start + x.end) / 2
        parts.append(tag("text", self.axis.label, class_="label", x=middle, y=bottom + 34, text_anchor="middle"))
        top = float(_TOP)
        for heading, rows in self.groups:
            if heading:
                parts.append(tag("text", heading, class_="heading", x=0, y=top + 20))
                top += _HEADING
            parts.extend(self._reference(rows, top))
            for row in rows:
                parts.append(self._row(row, top + _ROW / 2))
                top += _ROW
        box = f"0 0 {self.width} {self.height}"
        return tag("svg", *parts, class_=f"{class_} spans", viewBox=box, role="img", aria_label=label)

    def _reference(self, rows: Sequence[Span], top: float) -> Iterable[Markup]:
        for row in rows:
            if row.name == self.best or (self.best == "lowest" and row is min(rows, key=lambda span: span.value)):
                at = self.x(row.value)
                yield tag("line", class_="reference", x1=at, x2=at, y1=top, y2=top + _ROW * len(rows))
                return

    def _row(self, row: Span, y: float) -> Markup:
        x = self.x
        parts: list[Child] = [
            tag(
                "text",
                row.name,
                class_="name" + (" ours" if not row.number else ""),
                x=self.names - 12,
                y=y + 4,
                text_anchor="end",
            )
        ]
        parts.extend(_mark(number, (x(value), y), name, "faint") for name, number, value in row.others)
        parts.append(tag("line", class_=f"span {_class(row.number)}", x1=x(row.low), x2=x(row.high), y1=y, y2=y))
        parts.append(_mark(row.number, (x(row.value), y), f"{row.name}: {row.words}"))
        if self.words:
            parts.append(tag("text", row.words, class_="figure", x=self.width, y=y + 4, text_anchor="end"))
        return tag("g", *parts)


def _class(number: int) -> str:
    return f"s{number % _SERIES}"


def _mark(number: int, at: Point, words: str = "", more: str = "") -> Markup:
    """Draw the mark of a series: disc, square, triangle, diamond, ring or cross."""
    x, y = at
    title = join([tag("title", words) if words else None])
    class_ = f"mark {_class(number)} {more}".strip()
    shape = number % _SERIES
    if shape in (0, 4):
        return tag("circle", title, class_=class_ + (" ring" if shape == 4 else ""), cx=x, cy=y, r=4.5)
    size = 4.3
    corners = {
        1: ((-size, -size), (size, -size), (size, size), (-size, size)),
        2: ((0, -5.4), (5.2, 4), (-5.2, 4)),
        3: ((0, -5.8), (5.8, 0), (0, 5.8), (-5.8, 0)),
        5: ((-5, -2), (-2, -2), (-2, -5), (2, -5), (2, -2), (5, -2), (5, 2), (2, 2), (2, 5), (-2, 5), (-2, 2), (-5, 2)),
    }[shape]
    places = " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in corners)
    return tag("polygon", title, class_=class_, points=places)
