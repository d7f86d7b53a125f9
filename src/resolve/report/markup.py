"""HTML that is escaped by construction: text is escaped, and only `tag` makes markup.

Record values are hostile input. Nothing in the report puts strings together by hand; a plain string given to
`tag` is text, whatever it holds.

>>> tag("p", "a < b", title='say "hi"')
'<p title="say &quot;hi&quot;">a &lt; b</p>'
>>> tag("p", tag("b", "x"), None, "y", class_="note")
'<p class="note"><b>x</b>y</p>'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "br", "col", "hr"})

# Characters that would break the page, or turn the order of text around so that it reads as something else.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")

_CELL_CHARACTERS = 80
_TITLE_CHARACTERS = 300


class Markup(str):
    """A string that is HTML already. Joined or formatted it is a plain string, which is escaped again."""

    __slots__ = ()


Child = str | Markup | None
Attribute = str | int | float | bool | None


def tag(element: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """Make an element.

    Args:
        element: its name, such as "td".
        children: text, which is escaped, or markup; None is left out.
        attributes: `class_` stands for `class` and `aria_label` for `aria-label`; None and False are
            left out and True gives the name alone.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if element in _VOID:
        return Markup(f"<{element}{written}>")
    return Markup(f"<{element}{written}>{join(children)}</{element}>")


def join(children: Iterable[Child]) -> Markup:
    """Put text and markup one behind the other, text escaped."""
    return Markup("".join(child if isinstance(child, Markup) else text(child) for child in children if child))


def text(words: str) -> Markup:
    """Escape text; characters that cannot be seen are written out as [U+202E]."""
    return Markup(escape(_visible(words), quote=True))


def value(raw: object) -> Markup:
    """Show a value of the data: apart from the text around it, cut at 80 characters, more on hovering.

    >>> value("x" * 90)
    '<bdi dir="auto" title="xxx...">xxx...…</bdi>'
    >>> value("")
    '<span class="none" aria-label="empty">–</span>'
    """
    words = str(raw)
    if not words.strip():
        return tag("span", "–", class_="none", aria_label="empty")
    if len(words) <= _CELL_CHARACTERS:
        return tag("bdi", words, dir="auto")
    return tag("bdi", words[:_CELL_CHARACTERS] + "…", dir="auto", title=words[:_TITLE_CHARACTERS])


def table(head: Iterable[Child], rows: Iterable[Markup], *, label: str, class_: str | None = None) -> Markup:
    """Make a table that scrolls sideways by itself where the page is too narrow for it.

    Args:
        head: `th` elements, or text of which they are made.
        rows: `tr` elements.
        label: what the table holds, for those who hear the page.
        class_: of the table.
    """
    cells = (cell if isinstance(cell, Markup) else tag("th", cell, scope="col") for cell in head)
    body = tag("table", tag("thead", tag("tr", *cells)), tag("tbody", *rows), class_=class_)
    return tag("div", body, class_="scroll", role="region", aria_label=label, tabindex=0)


def number_head(words: str) -> Markup:
    """Make the heading of a column of figures."""
    return tag("th", words, scope="col", class_="n")


def figure_cell(words: Child) -> Markup:
    """Make a cell of a column of figures."""
    return tag("td", words, class_="n")


def _attribute(key: str, given: Attribute) -> str:
    if given is False or given is None:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if given is True:
        return f" {name}"
    words = f"{given:.2f}".rstrip("0").rstrip(".") if isinstance(given, float) else str(given)
    return f' {name}="{text(words)}"'


def _visible(words: str) -> str:
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", words)
