"""The alerts of a screening as one HTML page: ranked, each with its evidence, for an officer to check and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from resolve import rules
from resolve.files import write_atomically
from resolve.report import figures
from resolve.report.charts import Bounds, evidence_bar, weight_mark
from resolve.report.markup import Child, Markup, figure_cell, join, number_head, table, tag, value
from resolve.report.shell import document, facts, summary_of
from resolve.report.words import field_label
from resolve.scoring.weights import weight_of
from resolve.version import __version__
from resolve.watchlist.hits import Hit
from resolve.watchlist.lists.entries import ListedParty, ReadList
from resolve.watchlist.policy import MATCH, ScreeningPolicy
from resolve.watchlist.similarity import Law

# So many alerts are shown with their evidence; all are in the table that goes with the page.
MOST_SHOWN = 200
_MOST_NAMES = 12


@dataclass(frozen=True)
class Screening:
    """What was screened against what: how many people, the lists, the policy, and the hits."""

    people: int
    lists: tuple[ReadList, ...]
    entries: int
    policy: ScreeningPolicy
    hits: Sequence[Hit]


def write_hits(
    screening: Screening, path: str | Path, *, title: str = "Screening report", written: date | None = None
) -> None:
    """Write the alerts as one HTML file, which needs no network and runs no script.

    Raises:
        FileError: the file cannot be written.
    """
    write_atomically(Path(path), page(screening, title=title, written=written or date.today()))


def page(screening: Screening, *, title: str, written: date) -> str:
    """Give the page: the same text for the same hits, title and date."""
    ranked = sorted(screening.hits, key=lambda hit: (-hit.weight, hit.query_id, hit.list, hit.entry_id))
    sections = [
        ("alerts", "Alerts, the likeliest first", _alerts(ranked, screening.policy)),
        ("evidence", "Evidence", _evidence(ranked, screening.policy)),
        ("run", "About this run", _run(screening)),
    ]
    return document(title, written, _summary(screening, ranked), sections)


def _summary(screening: Screening, ranked: Sequence[Hit]) -> Markup:
    asked = len({hit.query_id for hit in ranked})
    matches = sum(hit.verdict == MATCH for hit in ranked)
    sentence = join(
        [
            f"Of {figures.many(screening.people, 'person', 'people')} asked about, ",
            tag("strong", f"{figures.count(asked)} may be on a list" if asked else "none may be on a list"),
            f": {figures.many(matches, 'match', 'matches')} and "
            f"{figures.many(len(ranked) - matches, 'possible match', 'possible matches')} to check.",
        ]
    )
    policy = screening.policy
    bounds = [f"from {figures.probability(bound)}" for bound in (policy.match, policy.possible)]
    if policy.similarity:
        bounds = ["the same by law", "similar by law"]
    tiles = [
        ("people asked about", figures.count(screening.people), "", ""),
        ("matches", figures.count(matches), bounds[0], "lead"),
        ("possible", figures.count(len(ranked) - matches), bounds[1], "unsure"),
        ("entries", figures.count(screening.entries), f"on {figures.many(len(screening.lists), 'list')}", ""),
    ]
    return summary_of(sentence, tiles)


def _alerts(ranked: Sequence[Hit], policy: ScreeningPolicy) -> list[Child]:
    if not ranked:
        return [tag("p", "Nobody asked about is like anybody listed.", class_="note")]
    rows = []
    for place, hit in enumerate(ranked[:MOST_SHOWN], start=1):
        link = tag("a", figures.count(place), href=f"#alert-{place}")
        rows.append(
            tag(
                "tr",
                figure_cell(link),
                tag("th", value(hit.query_id), scope="row"),
                tag("td", value(hit.explanation.asked)),
                tag("td", value(hit.matched_name), tag("small", " weak alias") if hit.weak else None),
                tag("td", value(hit.list), " ", value(hit.entry_id)),
                tag("td", hit.verdict),
                figure_cell(figures.probability(hit.probability)),
                figure_cell(figures.bits(hit.weight)),
                class_="for" if hit.verdict == MATCH else None,
            )
        )
    head = [number_head(""), "asked", "name", "listed name", "entry", "verdict"]
    numbers = [number_head("probability"), number_head("bits")]
    shown: list[Child] = [table([*head, *numbers], rows, label="Alerts", class_="alerts")]
    if len(ranked) > MOST_SHOWN:
        rest = figures.count(len(ranked) - MOST_SHOWN)
        shown.append(tag("p", f"and {rest} more, in the table of hits", class_="more"))
    return shown


def _evidence(ranked: Sequence[Hit], policy: ScreeningPolicy) -> list[Child]:
    bounds = Bounds(weight_of(policy.possible), weight_of(policy.match))
    return [_one(place, hit, bounds) for place, hit in enumerate(ranked[:MOST_SHOWN], start=1)]


def _one(place: int, hit: Hit, bounds: Bounds) -> Markup:
    heading = join([f"{place}. ", value(hit.explanation.asked), " and ", value(hit.matched_name)])
    return tag(
        "section",
        tag("h3", heading),
        tag(
            "p",
            join([f"{hit.verdict}, ", value(hit.list), " ", value(hit.entry_id), f"; asked as {hit.query_id}"]),
            class_="about",
        ),
        _evidence_table(hit, bounds),
        _entry(hit.entry),
        id=f"alert-{place}",
    )


def _evidence_table(hit: Hit, bounds: Bounds) -> Markup:
    at, steps = 0.0, []
    for said in hit.explanation.evidence:
        steps.append((said, at, at + said.bits))
        at += said.bits
    ends = [0.0, bounds.link, at, *(end for _, _, end in steps)]
    scale, marks = (min(ends) - 1, max(ends) + 1), {"zero": 0.0, "bound": bounds.link}
    rows = []
    for said, start, end in steps:
        kind = None if said.field else "prior"
        chart = tag("td", evidence_bar(start, end, scale, marks, kind), class_="c")
        law = tag("small", said.by_law, class_="clause") if said.by_law else None
        words: list[Child] = [tag("th", said.says, scope="row", colspan=4)]
        if said.field:
            label = tag("th", "name" if said.field == "name" else field_label(said.field), scope="row")
            words = [label, tag("td", value(said.asked)), tag("td", value(said.listed)), tag("td", said.says, law)]
        side = kind or ("for" if said.bits > 0.05 else "against" if said.bits < -0.05 else None)
        rows.append(tag("tr", *words, figure_cell(figures.bits(said.bits)), chart, class_=side))
    chance = tag("small", f"match probability {figures.probability(hit.probability)}")
    mark = weight_mark(hit.weight, scale, marks, bounds.zone(hit.weight))
    total = tag("th", "weight ", chance, scope="row", colspan=4)
    rows.append(tag("tr", total, figure_cell(figures.bits(hit.weight)), tag("td", mark, class_="c"), class_="total"))
    head = ["field", "asked", "listed", "evidence", number_head("bits"), "adding up"]
    return table(head, rows, label="The evidence", class_="evidence")


def _entry(entry: ListedParty) -> Markup:
    """Show what the list says of the entry, so that it can be checked against what is known of the person."""
    names = [f"{name.text}{' (weak)' if name.quality == 'weak' else ''}" for name in entry.names]
    documents = [" ".join(filter(None, (one.said, one.number, one.country))) for one in entry.documents]
    told = [
        ("Names", names),
        ("Born", entry.birth_dates),
        ("Birth places", entry.birth_places),
        ("Nationalities", entry.nationalities),
        ("Sex", [entry.sex]),
        ("Documents", documents),
        ("Positions", entry.positions),
        ("Regimes", entry.regimes),
        ("Other references", entry.references),
        ("Listed on", [entry.listed_on]),
        ("Remarks", [entry.remarks]),
    ]
    rows: list[tuple[str, Child]] = [(name, _values(texts)) for name, texts in told if any(texts)]
    return tag("details", tag("summary", "What the list says"), facts(rows))


def _values(texts: Sequence[str]) -> Markup:
    shown = [text for text in texts if text][:_MOST_NAMES]
    rest = sum(map(bool, texts)) - len(shown)
    parts: list[Child] = []
    for text in shown:
        parts += ["; " if parts else None, value(text)]
    return join([*parts, f" and {rest} more" if rest else None])


def _run(screening: Screening) -> list[Child]:
    policy = screening.policy
    bounds = (
        f"{policy.name}: match from {figures.probability(policy.match)}, "
        f"possible from {figures.probability(policy.possible)}"
        if not policy.similarity
        else f"{policy.name}: what is an alert is decided by {Law.named(policy.similarity).title}; bits rank only"
    )
    rows: list[tuple[str, Child]] = [("Policy", bounds)]
    for one in screening.lists:
        version = f", version {one.version}" if one.version else ""
        rows.append(("List", join([value(one.name), f" ({one.format}{version}, digest {one.digest})"])))
        rows += [("Note", value(note)) for note in one.notes]
    rows += [("Program", f"resolve {__version__}"), ("Rules", tag("code", rules.fingerprint()))]
    law = (
        "A hit says that a person may be the one an entry is about. No measure follows from it alone: "
        "a person with the authority to do so must check the evidence and decide."
    )
    return [tag("p", law, class_="law"), facts(rows)]
