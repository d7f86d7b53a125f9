"""The charts, drawn with Altair from the tables of `chart_data`: for notebooks, for files, and for the report.

Blue speaks for one person, rust against, ochre is unsure: they differ in lightness too, and no chart leaves it to
colour alone. What a figure counts, and in which unit, stands on its axis. Altair comes with the extra `charts`.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.report.chart_data import ONE_PERSON, STRANGERS

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    Chart = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.HConcatChart | alt.FacetChart

# The page's style sheet knows these colours, and turns each into its own for light, dark and print.
FOR, AGAINST, UNSURE, NEUTRAL = "#2b6a99", "#b4532a", "#c08a1e", "#8b949c"
INK, SOFT, LINE = "#1d2329", "#59626b", "#e2dfd9"

WIDE, COLUMN, NARROW = 860, 440, 380
_ROW, _LINE = 19, 15
_LETTER = 6.1
_LONGEST = 80


def altair() -> Any:
    """Give Altair, which is loaded only where a chart is drawn.

    Raises:
        InputError: it is not installed.
    """
    try:
        import altair as found
    except ImportError:
        raise InputError("charts need Altair; pip install 'resolve-entities[charts]'") from None
    return found


def match_weights(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw what each level is worth: a panel for the prior, then one for each field, on one scale of bits."""
    alt = altair()
    scale = alt.Scale(domain=_around_zero(data["bits"]), nice=False)
    axis = alt.Axis(title="match weight in bits", tickCount=width // 60, orient="top")
    base = alt.Chart().encode(y=_level_axis(alt, width))
    side = alt.when("datum.number == 0").then(alt.value(NEUTRAL)).when("datum.bits < 0").then(alt.value(AGAINST))
    bars = base.mark_bar(size=12).encode(
        x=alt.X("bits:Q", scale=scale, axis=axis),
        x2=alt.datum(0),
        color=side.otherwise(alt.value(FOR)),
        opacity=alt.when("datum.seen").then(alt.value(1.0)).otherwise(alt.value(0.4)),
        tooltip=["level:N", _number(alt, "bits", "+.2f"), _number(alt, "m", ".4%"), _number(alt, "u", ".4%"), "seen:N"],
    )
    zero = alt.Chart().mark_rule(color=NEUTRAL).encode(x=alt.datum(0, type="quantitative", scale=scale))
    return _by_field(alt, alt.layer(zero, bars, *_bits_words(alt, base, scale)), data, width)


def m_u(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw how often pairs of one person, and of two, are at each level: a dot for m, a diamond for u, and a line."""
    alt = altair()
    classes = [ONE_PERSON, STRANGERS]
    legend = alt.Legend(orient="top", title=None, labelLimit=width, columnPadding=30)
    quarters = {"values": [0, 0.25, 0.5, 0.75, 1], "labelFlush": False, "domain": False, "ticks": False, "offset": 8}
    axis = alt.Axis(format="%", title="share of the pairs that are at the level", orient="top", **quarters)
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    base = alt.Chart().encode(y=_level_axis(alt, width))
    line = base.mark_rule(color=NEUTRAL).encode(x=alt.X("min(share):Q", axis=axis), x2="max(share):Q")
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x,
        color=alt.Color("class:N", scale=alt.Scale(domain=classes, range=[FOR, AGAINST]), legend=legend),
        shape=alt.Shape("class:N", scale=alt.Scale(domain=classes, range=["circle", "diamond"]), legend=legend),
        opacity=alt.when("datum.seen").then(alt.value(1.0)).otherwise(alt.value(0.4)),
        tooltip=["level:N", "class:N", _number(alt, "share", ".4%"), "seen:N"],
    )
    return _by_field(alt, alt.layer(line, marks), data, width)


def waterfall(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw how the evidence of a pair adds up, from the prior to the weight, each step from the end of the last."""
    alt = altair()
    told = data["step"].where(data["agreement"] == "", data["step"] + ": " + data["agreement"])
    values = {side: data[side].str.slice(0, _LONGEST) for side in ("left", "right")}
    data = _with_labels(data.assign(told=told, **values), "told", width)
    scale = alt.Scale(domain=_around_zero(data["start"], data["end"]), nice=False)
    kinds = ["prior", "for", "against", "near", "weight"]
    colours = alt.Scale(domain=kinds, range=[NEUTRAL, FOR, AGAINST, AGAINST, INK])
    y = alt.Y("label:N", sort=None, axis=_labels_of(alt, width))
    base = alt.Chart(data).encode(y=y)
    bars = base.mark_bar(size=12).encode(
        x=alt.X("start:Q", scale=scale, axis=alt.Axis(title="sum of evidence in bits")),
        x2="end:Q",
        color=alt.Color("kind:N", scale=colours, legend=None),
        tooltip=[
            "step:N",
            "agreement:N",
            "left:N",
            "right:N",
            _number(alt, "bits", "+.2f"),
            _number(alt, "end", "+.2f"),
        ],
    )
    zero = alt.Chart(data).mark_rule(color=NEUTRAL).encode(x=alt.datum(0, type="quantitative", scale=scale))
    words = base.transform_calculate(
        words="replace(format(datum.bits, '+.1f'), '-', '−')", right="max(datum.start, datum.end)"
    ).mark_text(align="left", dx=4, color=SOFT)
    shown = zero + bars + words.encode(x=alt.X("right:Q", scale=scale), text="words:N")
    return _sized(shown, width - _label_width(width) - 16, _row_height(data["label"]) * len(data))


def weights(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw how many compared pairs have which weight; upwards, ten times as many a line."""
    alt = altair()
    zones = alt.Scale(domain=["different people", "unsure", "link"], range=[NEUTRAL, UNSURE, FOR])
    top = max(10, int(data["pairs"].max()) if len(data) else 10)
    scale = alt.Scale(type="log", domain=[0.5, top * 1.5], nice=False)
    powers = [10**power for power in range(len(str(top)))]
    axis = alt.Axis(title="pairs of records", values=powers, format="~s")
    shown = (
        alt.Chart(data[data["pairs"] > 0])
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X("low:Q", axis=_bits_axis(alt, width), scale=alt.Scale(zero=False)),
            x2="high:Q",
            y=alt.Y("pairs:Q", scale=scale, axis=axis),
            y2=alt.datum(0.5),
            color=alt.Color("zone:N", scale=zones, legend=alt.Legend(orient="top", title=None)),
            tooltip=["low:Q", "high:Q", _number(alt, "pairs", ","), "zone:N"],
        )
    )
    return _sized(shown, width - 62, 240)


def unlinkables(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw the share of records that could not reach a weight even with their own like; a line at the link bound."""
    alt = altair()
    base = alt.Chart(data)
    x = alt.X("weight:Q", axis=_bits_axis(alt, width), scale=alt.Scale(zero=False, nice=False))
    y = alt.Y(
        "share:Q", axis=alt.Axis(title="records that cannot reach it", format="%"), scale=alt.Scale(domain=[0, 1])
    )
    tooltip = [
        _number(alt, "weight", "+.1f"),
        _number(alt, "probability", ".4f"),
        "records",
        _number(alt, "share", ".2%"),
    ]
    line = base.mark_line(interpolate="step-before", color=FOR, strokeWidth=2).encode(x=x, y=y)
    points = base.mark_point(opacity=0, size=60).encode(x=x, y=y, tooltip=tooltip)
    bound = base.transform_filter("datum.bound")
    rule = bound.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x)
    words = bound.transform_calculate(words="format(datum.share, '.1%') + ' cannot be linked'")
    middle = (data["weight"].min() + data["weight"].max()) / 2
    side: dict[str, Any] = {"align": "left", "dx": 5}
    if len(data) and data.loc[data["bound"], "weight"].min() > middle:
        side = {"align": "right", "dx": -5}
    told = words.mark_text(color=INK, **side).encode(x=x, y=alt.value(10), text="words:N")
    return _sized(line + points + rule + told, width - 62, 220)


def precision_recall(data: pd.DataFrame, width: int = WIDE) -> Chart:
    """Draw precision over recall, and both with F1 over the threshold; a mark where the run's own bound stands."""
    alt = altair()
    beside = width > NARROW * 1.5
    each = (width - 150) // 2 if beside else width - 62
    parts = [_curve(alt, data), _over_threshold(alt, data, each)]
    sized = [part.properties(width=each, height=min(each, 260)) for part in parts]
    both = alt.hconcat(*sized, spacing=36) if beside else alt.vconcat(*sized, spacing=24)
    return _themed(both.resolve_legend("independent"))


def _curve(alt: Any, data: pd.DataFrame) -> Any:
    """Draw the part of the curve that a policy would choose from: from half the highest recall on."""
    upper = data[data["recall"] >= data["recall"].max() / 2]
    both = {}
    for name, channel, make in (("recall", "x", alt.X), ("precision", "y", alt.Y)):
        scale = alt.Scale(domain=[_below(upper[name]), 1], nice=False)
        both[channel] = make(f"{name}:Q", scale=scale, axis=alt.Axis(title=name, format=".2~f", tickCount=6))
    tooltip = [_number(alt, "weight", "+.1f"), _number(alt, "probability", ".4f")]
    tooltip += [_number(alt, name, ".4f") for name in ("precision", "recall", "f1")]
    base = alt.Chart(upper).encode(**both)
    line = base.mark_line(color=FOR, strokeWidth=2).encode(order="weight:Q")
    points = base.mark_point(opacity=0, size=60).encode(tooltip=tooltip)
    bound = base.transform_filter("datum.bound").mark_point(color=INK, fill=INK, size=50, opacity=1)
    return line + points + bound.encode(tooltip=tooltip)


def _over_threshold(alt: Any, data: pd.DataFrame, width: int) -> Any:
    names = ["precision", "recall", "F1"]
    long = data.melt(["weight", "bound"], ["precision", "recall", "f1"], "measure", "share").replace({"f1": "F1"})
    legend = alt.Legend(orient="bottom-left", title=None, symbolStrokeWidth=2, symbolSize=300, offset=8)
    colours = alt.Scale(domain=names, range=[FOR, AGAINST, INK])
    dashes = alt.Scale(domain=names, range=[[1, 0], [6, 3], [2, 2]])
    axis = alt.Axis(title="links from this match weight, in bits", tickCount=width // 50, labelOverlap="parity")
    x = alt.X("weight:Q", axis=axis, scale=alt.Scale(zero=False))
    over = alt.Chart(long)
    lines = over.mark_line(strokeWidth=2).encode(
        x=x,
        y=alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=None, format=".2~f", tickCount=6)),
        color=alt.Color("measure:N", scale=colours, legend=legend),
        strokeDash=alt.StrokeDash("measure:N", scale=dashes, legend=legend),
        tooltip=["measure:N", _number(alt, "weight", "+.1f"), _number(alt, "share", ".4f")],
    )
    return lines + over.transform_filter("datum.bound").mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x)


def _below(shares: pd.Series[float]) -> float:
    """Give where an axis of shares begins: a little below the lowest."""
    low = min(shares.tolist(), default=0.0)
    return max(0.0, low - max(0.01, 0.1 * (1 - low)))


DRAWINGS = {
    "match_weights": match_weights,
    "m_u": m_u,
    "waterfall": waterfall,
    "weights": weights,
    "unlinkables": unlinkables,
    "precision_recall": precision_recall,
}
"""The charts by name, each made of the table of the same name in `chart_data` (precision_recall: `evaluation`)."""


def _around_zero(*columns: pd.Series[float]) -> list[float]:
    """Give the stretch that holds all figures and 0, with room for the words beside bars."""
    held = [float(number) for column in columns for number in column.tolist()] or [0.0]
    low, high = min(0.0, *held), max(0.0, *held)
    room = max(1.0, 0.16 * (high - low))
    return [low - (room if low < 0 else 0.0), high + room]


def _with_labels(data: pd.DataFrame, column: str, width: int) -> pd.DataFrame:
    """Put the words of an axis into a column `label`, broken into lines that fit beside the chart."""
    letters = int(_label_width(width) / _LETTER)
    broken = ["\n".join(textwrap.wrap(words, letters, max_lines=2, placeholder="…")) or "–" for words in data[column]]
    return data.assign(label=broken)


def _label_width(width: int) -> int:
    return min(320, int(width * 0.42))


def _labels_of(alt: Any, width: int) -> Any:
    # Of two lines the first stands above the middle of its row; of one line, in it.
    baseline = {"condition": {"test": "indexof(datum.value, '\\n') >= 0", "value": "bottom"}, "value": "middle"}
    lines = "split(datum.value, '\\n')"
    limit = _label_width(width) + 30
    return alt.Axis(title=None, labelExpr=lines, labelBaseline=baseline, labelLimit=limit, labelPadding=9, ticks=False)


def _level_axis(alt: Any, width: int) -> Any:
    return alt.Y("label:N", sort=None, axis=_labels_of(alt, width))


def _row_height(labels: pd.Series[str]) -> int:
    """Give the height of a row, as much as the label of most lines needs."""
    lines = max((words.count("\n") + 1 for words in labels), default=1)
    return _ROW if lines == 1 else _LINE * lines + 4


def _bits_words(alt: Any, base: Any, scale: Any) -> list[Any]:
    """Write bits beside each bar, on the side to which it points."""
    told = base.transform_calculate(words="replace(format(datum.bits, '+.1f'), '-', '−')")
    x = alt.X("bits:Q", scale=scale)
    right = told.transform_filter("datum.bits >= 0").mark_text(align="left", dx=4, color=SOFT)
    left = told.transform_filter("datum.bits < 0").mark_text(align="right", dx=-4, color=SOFT)
    return [side.encode(x=x, text="words:N") for side in (right, left)]


def _by_field(alt: Any, shown: Any, data: pd.DataFrame, width: int) -> Chart:
    """Put a panel for each field below the last one, its levels in their own order."""
    data = _with_labels(data, "level", width)
    step = alt.Step(_row_height(data["label"]), **{"for": "position"})
    header = alt.Header(title=None, labelAngle=0, labelAnchor="start", labelOrient="top", labelPadding=2)
    fields = alt.Row("field:N", sort=data["field"].unique().tolist(), header=header)
    sized = shown.properties(width=width - _label_width(width) - 16, height=step)
    return _themed(sized.facet(data=data, row=fields, spacing=14).resolve_scale(y="independent"))


def _sized(shown: Any, width: int, height: int) -> Chart:
    return _themed(shown.properties(width=width, height=height))


def _bits_axis(alt: Any, width: int) -> Any:
    return alt.Axis(title="match weight in bits", tickCount=width // 60, labelOverlap="parity")


def _number(alt: Any, column: str, form: str) -> Any:
    return alt.Tooltip(f"{column}:Q", format=form)


def _themed(chart: Any) -> Chart:
    axis = {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "domainColor": NEUTRAL,
        "gridColor": LINE,
        "tickColor": NEUTRAL,
    }
    themed: Chart = (
        chart.configure_axis(**axis)
        .configure_view(stroke=None)
        .configure_text(fontSize=12)
        .configure_legend(labelColor=SOFT, labelFontSize=12)
        .configure_header(labelFontSize=13, labelFontWeight=600, labelColor=INK)
    )
    return themed
