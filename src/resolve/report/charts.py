"""Charts as inline SVG, coloured by the style sheet through classes, so that they follow light and dark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resolve.report.figures import MINUS, count
from resolve.report.markup import Markup, tag

# Bars inside table cells are drawn on a plane of this size and stretched to the cell.
_CELL_WIDTH, _CELL_HEIGHT = 200.0, 10.0


@dataclass(frozen=True)
class Scale:
    """A stretch of values put on a stretch of drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, at: float) -> float:
        """Give the place of a value, the ends for what lies outside."""
        share = (min(max(at, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True)
class Bounds:
    """Weights in bits from which a pair is unsure and from which it is a link."""

    possible: float
    link: float

    def zone(self, weight: float) -> str:
        """Name the zone of a weight: "apart", "unsure" or "link"."""
        return "link" if weight >= self.link else "unsure" if weight >= self.possible else "apart"


def histogram(counts: Mapping[int, int], bounds: Bounds, *, label: str) -> Markup:
    """Draw how many pairs have which weight, in two widths of which the page shows the one that fits.

    Args:
        counts: pairs by whole bits, not empty.
        bounds: drawn as a band and a line.
        label: what the chart says, for those who cannot see it.
    """
    wide = _Histogram(counts, bounds, 860, 300).draw(label, "wide")
    return tag("div", wide, _Histogram(counts, bounds, 380, 260).draw(label, "narrow"), class_="chart")


@dataclass(frozen=True)
class _Histogram:
    counts: Mapping[int, int]
    bounds: Bounds
    width: int
    height: int

    @property
    def x(self) -> Scale:
        low = min(*self.counts, math.floor(self.bounds.possible) - 2)
        high = max(max(self.counts) + 1, math.ceil(self.bounds.link) + 2)
        return Scale(low, high, 46, self.width - 10)

    @property
    def y(self) -> Scale:
        # Logarithmic, as pairs of different people outnumber the rest.
        # The floor is half a pair, or one would not show.
        top = 10 ** math.ceil(math.log10(max(10, *self.counts.values())))
        return Scale(math.log10(0.5), math.log10(top), self.height - 42, 30)

    def draw(self, label: str, class_: str) -> Markup:
        parts = [*self._zones(), *self._grid(), *self._bars(), *self._axis()]
        box = f"0 0 {self.width} {self.height}"
        return tag("svg", *parts, class_=class_, viewBox=box, role="img", aria_label=label)

    def _zones(self) -> Iterable[Markup]:
        x, (top, bottom) = self.x, (self.y.end, self.y.start)
        left, right = x(self.bounds.possible), x(self.bounds.link)
        yield tag("rect", class_="band", x=left, y=top, width=right - left, height=bottom - top)
        yield tag("line", class_="bound", x1=right, x2=right, y1=top - 6, y2=bottom)
        names = ((x.start, left, "different people"), (left, right, "unsure"), (right, x.end, "links"))
        for start, end, name in names:
            if end - start > 7 * len(name):
                yield tag("text", name, class_="zone", x=(start + end) / 2, y=top - 10, text_anchor="middle")

    def _grid(self) -> Iterable[Markup]:
        x, y = self.x, self.y
        for power in range(round(y.high) + 1):
            at = y(power)
            yield tag("line", class_="grid", x1=x.start, x2=x.end, y1=at, y2=at)
            yield tag("text", _short(10**power), class_="tick", x=x.start - 7, y=at + 4, text_anchor="end")

    def _bars(self) -> Iterable[Markup]:
        x, y = self.x, self.y
        for start, pairs in sorted(self.counts.items()):
            if pairs < 1:
                continue
            zone = self.bounds.zone(start + 0.5)
            left, width = x(start), max(1.0, x(start + 1) - x(start) - 1.5)
            top = y(math.log10(pairs))
            words = f"{start} to {start + 1} bits: {count(pairs)} pairs".replace("-", MINUS)
            place = {"x": left + 0.75, "y": top, "width": width, "height": y.start - top}
            yield tag("rect", tag("title", words), class_=f"bar {zone}", **place)

    def _axis(self) -> Iterable[Markup]:
        x, bottom = self.x, self.y.start
        yield tag("line", class_="axis", x1=x.start, x2=x.end, y1=bottom, y2=bottom)
        step = next(size for size in (1, 2, 5, 10, 20, 50) if (x.high - x.low) / size <= self.width / 60)
        for at in range(math.ceil(x.low / step) * step, math.floor(x.high) + 1, step):
            words = str(at).replace("-", MINUS)
            yield tag("text", words, class_="tick", x=x(at), y=bottom + 17, text_anchor="middle")
        middle = (x.start + x.end) / 2
        yield tag("text", "match weight in bits", class_="label", x=middle, y=bottom + 36, text_anchor="middle")


def bar(share: float, class_: str = "plain") -> Markup:
    """Draw a bar that fills a share, from 0 to 1, of its table cell."""
    width = max(_CELL_WIDTH * min(1.0, share), 1.5 if share > 0 else 0.0)
    return _cell_chart([tag("rect", class_=f"bar {class_}", x=0, y=0, width=width, height=_CELL_HEIGHT)])


def evidence_bar(
    start: float,
    end: float,
    scale: tuple[float, float],
    marks: Mapping[str, float],
    class_: str | None = None,
) -> Markup:
    """Draw one step of evidence, for (rightwards) or against (leftwards), from one weight to another.

    Args:
        start: bits before the step.
        end: bits after it.
        scale: the lowest and highest bits of all steps that are drawn together.
        marks: upright lines at these bits, by class.
        class_: of the bar (default: for or against).
    """
    x = Scale(*scale, 1, _CELL_WIDTH - 1)
    left, right = sorted((x(start), x(end)))
    side = class_ or ("for" if end >= start else "against")
    step = tag("rect", class_=f"bar {side}", x=left, y=1.5, width=max(right - left, 0.8), height=_CELL_HEIGHT - 3)
    return _cell_chart([*_upright(x, marks), step])


def weight_mark(at: float, scale: tuple[float, float], marks: Mapping[str, float], zone: str) -> Markup:
    """Draw where a sum of evidence stands, between the same marks as its steps."""
    x = Scale(*scale, 1, _CELL_WIDTH - 1)
    here = tag("rect", class_=f"bar {zone}", x=min(x(at), _CELL_WIDTH - 4) - 1, y=0, width=4, height=_CELL_HEIGHT)
    return _cell_chart([*_upright(x, marks), here])


def no_evidence(scale: tuple[float, float], marks: Mapping[str, float]) -> Markup:
    """Draw the marks alone."""
    return _cell_chart(_upright(Scale(*scale, 1, _CELL_WIDTH - 1), marks))


def _upright(x: Scale, marks: Mapping[str, float]) -> Iterable[Markup]:
    # Longer than any row is high: the cell cuts them off, and from row to row they make one line.
    for name, at in marks.items():
        yield tag("line", class_=name, x1=x(at), x2=x(at), y1=-100, y2=100)


def _cell_chart(parts: Iterable[Markup]) -> Markup:
    # The figure stands in the next cell: to those who hear the page the bar would only repeat it.
    box = f"0 0 {_CELL_WIDTH:.0f} {_CELL_HEIGHT:.0f}"
    return tag("svg", *parts, class_="cell", viewBox=box, preserveAspectRatio="none", aria_hidden="true")


def _short(number: int) -> str:
    for size, name in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if number >= size:
            return f"{number // size}{name}"
    return str(number)
