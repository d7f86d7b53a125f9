"""Altair's charts as SVG inside the report's pages: no script, nothing fetched, escaped, light and dark.

`vl-convert` (of the extra `charts`) draws a chart without a browser or a network. What it gives is taken apart and put
together again by `markup.tag`: only shapes, text and their places are kept, and words are escaped whatever they hold.
Colours go through the page's style sheet, so that a chart follows it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from xml.etree import ElementTree

from resolve.errors import InputError
from resolve.report.chart_drawing import COLUMN, NARROW, WIDE
from resolve.report.markup import Markup, join, tag

HOW_TO_GET = "pip install 'resolve-entities[charts]'"
_SHAPES = frozenset({"g", "path", "rect", "line", "text", "tspan"})
_PLACES = frozenset({
    "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "width", "height", "transform", "fill", "stroke", "stroke-width",
    "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "font-weight",
})  # fmt: skip
# Vega lays a field of nothing below and above every group.
_UNSEEN = frozenset({"background", "foreground"})
_LONG = re.compile(r"-?\d+\.\d{2,}")


def can_draw() -> bool:
    """Tell whether charts are drawn into pages unasked: Altair and vl-convert are installed, and nobody said no.

    Drawing takes seconds, which `RESOLVE_CHARTS=off` in the environment saves.
    """
    there = find_spec("altair") is not None and find_spec("vl_convert") is not None
    return there and os.environ.get("RESOLVE_CHARTS") != "off"


def drawn(draw: Callable[[Any, int], Any], data: Any, *, label: str, narrow: bool = False) -> Markup:
    """Draw a chart in two widths, of which the page shows the one that fits, or only in the narrow one.

    Args:
        draw: a function of `chart_drawing`. data: its table.
        label: what the chart says, for those who cannot see it.

    Raises:
        InputError: Altair or vl-convert is not installed.
    """
    if narrow:
        return tag("div", _svg(draw(data, COLUMN), label, "column"), class_="chart")
    both = [_svg(draw(data, width), label, name) for width, name in ((WIDE, "wide"), (NARROW, "narrow"))]
    return tag("div", *both, class_="chart")


def to_svg(chart: Any) -> str:
    """Draw a chart as SVG, without a browser or a network.

    Raises:
        InputError: vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise InputError(f"drawing charts into pages and files needs vl-convert; {HOW_TO_GET}") from None
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _svg(chart: Any, label: str, class_: str) -> Markup:
    root = ElementTree.fromstring(to_svg(chart))
    box = _rounded(root.get("viewBox", "0 0 1 1"))
    # The first shape is Vega's white paper.
    inside = [_kept(child) for child in root if _name(child) == "g"]
    return tag("svg", *inside, class_=f"vega {class_}", viewBox=box, role="img", aria_label=label)


def _kept(element: ElementTree.Element) -> Markup | None:
    name = _name(element)
    if name not in _SHAPES or element.get("class") in _UNSEEN or element.get("opacity") == "0":
        return None
    children = [_kept(child) for child in element]
    if name == "g" and not any(children):
        return None
    held = {key: _rounded(given) for key, given in element.attrib.items() if key in _PLACES and "url(" not in given}
    if name == "g":
        held = {key: given for key, given in held.items() if key not in ("fill", "stroke")} | {"fill": "none"}
    return tag(name, join([element.text or "", *children]) if name in ("text", "tspan") else join(children), **held)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _rounded(given: str) -> str:
    return _LONG.sub(lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), given)
