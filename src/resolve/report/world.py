"""A page that shows a synthetic world, so that a person can judge whether its names and mistakes look real.

Like the report of a run it stands alone: no script, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from resolve.evaluation.world.agencies import Agency, read_agencies
from resolve.evaluation.world.showing import Sample, Shown, Sighting, Tradition, look
from resolve.evaluation.world.writing import Made
from resolve.files import write_atomically
from resolve.report import figures
from resolve.report.charts import bar
from resolve.report.markup import Child, Markup, figure_cell, join, number_head, table, tag, value
from resolve.report.shell import head, section
from resolve.version import __version__

TRADITION_NAMES = {
    "sr": "Serbian",
    "bs": "Bosniak",
    "hr": "Croatian",
    "me": "Montenegrin",
    "mk": "Macedonian",
    "sl": "Slovene",
    "sq_al": "Albanian (Albania)",
    "sq_xk": "Albanian (Kosovo)",
    "bg": "Bulgarian",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "ar": "Arabic",
    "fa": "Persian",
    "ps": "Pashto",
    "ku": "Kurdish",
    "en": "British",
}
_MARK_WORDS = {"as written": "", "slip": "with slips", "deceit": "made to deceive"}


def write_world_page(made: Made, path: Path) -> None:
    """Write the page of a world as one HTML file.

    Raises:
        FileError: the file cannot be written.
    """
    write_atomically(path, world_page(made, look(made.order)))


def world_page(made: Made, shown: Shown) -> str:
    """Give the page as HTML: the same text for the same world."""
    sections = [
        ("people", "People, and what was written about them", _people(shown.samples)),
        ("agencies", "The agencies", _agencies(made)),
        ("names", "Names", _names(shown.traditions)),
        ("watchlist", "The watchlist", _watchlist(shown.listed)),
    ]
    contents = [tag("li", tag("a", heading, href=f"#{name}")) for name, heading, _ in sections]
    body = tag(
        "body",
        tag("a", "Skip to the people", href="#people", class_="skip"),
        tag("nav", tag("ol", *contents), aria_label="Sections"),
        tag("main", _title(made), _summary(made, shown), *(section(*entry) for entry in sections)),
    )
    return f"<!doctype html>\n{tag('html', head('A synthetic world'), body, lang='en')}\n"


def _title(made: Made) -> Markup:
    order = made.order
    made_by = f"Seed {order.seed}, difficulty {order.difficulty}. Made by resolve {__version__}. "
    invented = tag("strong", "Everyone and everything here is invented.")
    return tag("header", tag("h1", "A synthetic world"), tag("p", made_by, invented, class_="made"), class_="page")


def _summary(made: Made, shown: Shown) -> Markup:
    records = sum(made.records.values())
    slips, deceit = made.marks["slip"], made.marks["deceit"]
    tiles = [
        ("people", figures.count(made.order.people), "in families, with twins and namesakes", "lead"),
        ("records", figures.count(records), f"{records / made.order.people:.2f} a person", ""),
        ("agencies", figures.count(len(made.records)), "each with its own way of writing", ""),
        ("with slips", figures.percent(slips / max(records, 1)), "of the records, by clerks and scanners", "unsure"),
        ("made to deceive", figures.percent(deceit / max(records, 1)), "of the records", "warn" if deceit else ""),
        ("namesakes", figures.percent(shown.namesakes), f"of {figures.count(shown.looked_through)} people", ""),
        ("on the watchlist", figures.count(made.listed), "some of them in no export", ""),
    ]
    shown_tiles = [
        tag("div", tag("dt", name), tag("dd", number, class_="figure"), tag("dd", words, class_="words"), class_=class_)
        for name, number, words, class_ in tiles
    ]
    return tag("section", tag("dl", *shown_tiles, class_="tiles"), id="summary")


def _people(samples: Sequence[Sample]) -> list[Child]:
    intro = "Each card is one person as the world has it, and below it every record that agencies hold of that person."
    return [tag("p", intro), *(_card(sample) for sample in samples)]


def _card(sample: Sample) -> Markup:
    why = TRADITION_NAMES.get(sample.why.removeprefix("Tradition "), sample.why)
    top = tag("header", tag("h3", value(sample.title)), tag("p", sample.facts), tag("span", why, class_="chip"))
    rows = [_sighting(sighting) for sighting in sample.sightings]
    return tag("article", top, table(["agency", "name", "the rest"], rows, label=f"Records: {why}"), class_="card")


def _sighting(sighting: Sighting) -> Markup:
    words = _MARK_WORDS[sighting.mark]
    agency = tag("th", sighting.agency, tag("small", f" {words}") if words else None, scope="row")
    return tag("tr", agency, tag("td", _cells(sighting.name)), tag("td", _cells(sighting.others)))


def _cells(cells: Sequence[tuple[str, str]]) -> Markup:
    """Show cells one behind the other, each after its header."""
    shown = [join([tag("small", tag("bdi", header), "\u00a0"), value(text)]) for header, text in cells]
    return join(join([cell, " \u00b7 " if at < len(shown) - 1 else None]) for at, cell in enumerate(shown))


def _agencies(made: Made) -> list[Child]:
    head_cells = ["agency", "language", "script", "encoding", "spelling", number_head("records"), ""]
    most = max(made.records.values(), default=1) or 1
    rows = [_agency(agency, made.records[agency.name], most) for agency in read_agencies(list(made.records))]
    return [table(head_cells, rows, label="Agencies")]


def _agency(agency: Agency, records: int, most: int) -> Markup:
    cells = (agency.language, agency.script, agency.encoding, ", ".join(name for name, _ in agency.spelling))
    return tag(
        "tr",
        tag("th", agency.label, tag("small", f" {agency.name}.csv"), scope="row"),
        *(tag("td", cell) for cell in cells),
        figure_cell(figures.count(records)),
        tag("td", bar(records / most), class_="c small"),
    )


def _names(traditions: Sequence[Tradition]) -> list[Child]:
    intro = "The commonest names of each tradition with their shares, and surnames from the thin end of its list."
    rows = [
        tag(
            "tr",
            tag("th", TRADITION_NAMES.get(entry.name, entry.name), scope="row"),
            tag("td", _shares(entry.surnames)),
            tag("td", _shares(entry.given)),
            tag("td", join(join([value(name), ", "]) for name in entry.rare[:-1]), value(entry.rare[-1])),
        )
        for entry in traditions
    ]
    return [tag("p", intro), table(["tradition", "surnames", "given names", "rare surnames"], rows, label="Names")]


def _shares(names: Sequence[tuple[str, float]]) -> Markup:
    shown = [join([value(name), tag("small", f"\u00a0{100 * share:.1f}\u202f%")]) for name, share in names]
    return join(join([entry, ", " if at < len(shown) - 1 else None]) for at, entry in enumerate(shown))


def _watchlist(listed: Sequence[Mapping[str, str]]) -> list[Child]:
    fields = ("name", "aliases", "weak_aliases", "birth_date", "nationality", "document")
    rows = [tag("tr", *(tag("td", value(entry[field])) for field in fields)) for entry in listed]
    words = [field.replace("_", " ") for field in fields]
    return [tag("p", "Entries with the most aliases."), table(words, rows, label="Entries of the watchlist")]
