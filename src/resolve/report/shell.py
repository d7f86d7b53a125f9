"""What every page of the report has: its head with the style and nothing to fetch, header, sections, tiles."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from resolve.report.markup import Child, Markup, join, tag, value
from resolve.version import __version__

Section = tuple[str, str, Sequence[Child]]
"""A section: its name in addresses, its heading, its content."""


def document(title: str, written: date, summary: Markup, sections: Sequence[Section], *, personal: bool = True) -> str:
    """Give a whole page: the same text for the same content, title and date.

    Args:
        personal: whether it holds data of persons, which the page then says.
    """
    contents = [tag("li", tag("a", heading, href=f"#{name}")) for name, heading, _ in sections]
    main = [section(name, heading, content) for name, heading, content in sections]
    body = tag(
        "body",
        tag("a", "Skip to the results", href="#summary", class_="skip"),
        tag("nav", tag("ol", *contents), aria_label="Sections"),
        tag("main", _header(title, written, personal=personal), summary, *main),
    )
    return f"<!doctype html>\n{tag('html', head(title), body, lang='en')}\n"


def summary_of(sentence: Child, tiles: Sequence[tuple[str, str, str, str]]) -> Markup:
    """Make the opening section: a sentence, and tiles of name, figure, words below it and class."""
    return tag(
        "section",
        tag("h2", "Summary", id="summary-heading", class_="unseen-heading"),
        tag("p", sentence, class_="lead"),
        tag("dl", *(_tile(*tile) for tile in tiles), class_="tiles"),
        id="summary",
        aria_labelledby="summary-heading",
    )


def facts(rows: Sequence[tuple[str, Child]]) -> Markup:
    """List facts, a name and what is said of it in each row."""
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", words)) for name, words in rows), class_="facts")


def head(title: str, *sheets: str) -> Markup:
    """Make the head of a page that stands alone: style sheet, and a policy that forbids everything else.

    Args:
        sheets: further style sheets of this folder, by file name.
    """
    # The style sheets are ours and hold no value of the data, so they go in as they are.
    style = Markup("".join(files("resolve.report").joinpath(name).read_text("utf-8") for name in ("page.css", *sheets)))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("style", style),
    )


def section(name: str, heading: str, content: Sequence[Child]) -> Markup:
    """Make a section of a page."""
    return tag(
        "section",
        tag("h2", heading, id=f"{name}-heading"),
        *content,
        id=name,
        aria_labelledby=f"{name}-heading",
    )


def _header(title: str, written: date, *, personal: bool) -> Markup:
    warning = tag("strong", "Contains personal data: keep, pass on and delete it as the law requires.")
    made = join(
        ["Written on ", tag("time", written.isoformat()), f" by resolve {__version__}. ", warning if personal else None]
    )
    return tag("header", tag("h1", value(title)), tag("p", made, class_="made"), class_="page")


def _tile(name: str, number: str, words: str, class_: str) -> Markup:
    figure = tag("dd", number, class_="figure")
    return tag("div", tag("dt", name), figure, tag("dd", words, class_="words"), class_=class_ or None)
