"""The report of a run as one HTML file that a person can read, print and keep.

The file stands alone: no script, nothing fetched, and a content security policy that forbids both, so that
a hostile cell of an export stays text whatever reads the page.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from resolve import rules
from resolve.files import write_atomically
from resolve.linkage.cohesion import cohesion_of
from resolve.linkage.pipeline import Linked
from resolve.report import figures
from resolve.report.charts import Bounds
from resolve.report.markup import Child, Markup, join, tag
from resolve.report.model import model_section
from resolve.report.people import people_section, unsure_section
from resolve.report.quality import Extras, curve_section, model_charts, unlinkable_part
from resolve.report.samples import People, Unsure, count_people, unsure_pairs
from resolve.report.sections import blocking_section, sources_section, weights_section
from resolve.report.shell import document, facts, summary_of
from resolve.scoring.weights import weight_of
from resolve.version import __version__


def write_report(
    linked: Linked,
    path: str | Path,
    *,
    title: str = "Entity resolution report",
    written: date | None = None,
    extras: Extras | None = None,
) -> None:
    """Write what a run found as one HTML file, which needs no network and runs no script.

    Args:
        linked: the result of a run; it may hold one record only, and no link.
        path: the file; it is replaced in one step.
        title: heads the page.
        written: the date on the page (default: today).
        extras: what to show beside the run.

    Raises:
        FileError: the file cannot be written. InputError: charts are asked for, and what draws them is not installed.
    """
    write_atomically(Path(path), page(linked, title=title, written=written or date.today(), extras=extras))


def page(linked: Linked, *, title: str, written: date, extras: Extras | None = None) -> str:
    """Give the report as HTML: the same text for the same run, title and date."""
    bounds = Bounds(weight_of(linked.task.policy.possible), weight_of(linked.task.policy.link))
    people, unsure = count_people(linked), unsure_pairs(linked)
    extras = extras or Extras()
    held = extras.held or cohesion_of(linked)
    truth = (
        []
        if extras.curve is None
        else [("truth", "Against the truth", curve_section(extras.curve, drawn=extras.drawn))]
    )
    sections = [
        ("came-in", "What came in", sources_section(linked.records)),
        ("found", "How pairs were found", blocking_section(linked)),
        (
            "weights",
            "How much the pairs resemble each other",
            [*weights_section(linked, bounds), *unlinkable_part(linked, extras)],
        ),
        ("model", "What each field is worth", [*model_section(linked), *model_charts(linked, extras)]),
        ("people", "People", people_section(linked, people, held, bounds)),
        ("unsure", "Pairs to decide by hand", unsure_section(linked, unsure, bounds)),
        *truth,
        ("run", "About this run", _run_section(linked)),
    ]
    return document(title, written, _summary(linked, people, unsure), sections)


def _summary(linked: Linked, people: People, unsure: Unsure) -> Markup:
    records = linked.records
    refused = sum(len(source.rejects) for source in records.sources)
    tiles = [
        ("records", figures.count(len(records)), f"in {figures.many(len(records.sources), 'source')}", ""),
        ("people", figures.count(len(people)), "once records are joined", "lead"),
        (
            "across sources",
            figures.count(people.in_several_sources),
            "people found in more than one source",
            "",
        ),
        (
            "links",
            figures.count(len(linked.links)),
            f"of {figures.many(linked.candidate_pairs, 'pair')} compared",
            "",
        ),
        (
            "unsure pairs",
            figures.count(unsure.total),
            f"{figures.count(unsure.open)} left for a person to decide",
            "unsure",
        ),
        ("rows refused", figures.count(refused), "that could not be read", "warn" if refused else ""),
        ("time taken", figures.seconds(sum(linked.seconds.values())), "without reading files", ""),
    ]
    return summary_of(_sentence(linked, people, unsure), tiles)


def _sentence(linked: Linked, people: People, unsure: Unsure) -> Markup:
    records = linked.records
    counted = f"{figures.many(len(records), 'record')} from {figures.many(len(records.sources), 'source')}"
    became = tag("strong", f"{figures.many(len(people), 'person', 'people')}")
    parts: list[Child] = [counted, " turned out to be ", became]
    if people.in_several_sources:
        found = "one was" if people.in_several_sources == 1 else f"{figures.count(people.in_several_sources)} were"
        parts.append(f", of whom {found} found in more than one source")
    elif len(records.sources) > 1:
        parts.append(", none of them found in more than one source")
    wait = f"{figures.many(unsure.open, 'unsure pair')} {'waits' if unsure.open == 1 else 'wait'} for a decision"
    parts.append(f"; {wait if unsure.open else 'no pair was left unsure'}.")
    return join(parts)


def _run_section(linked: Linked) -> list[Child]:
    policy, task = linked.task.policy, linked.task
    asked = "across sources only" if task.across_only else "within and across sources"
    bounds = (
        f"{policy.name}: a link from {figures.probability(policy.link)}, unsure from "
        f"{figures.probability(policy.possible)}, groups joined from {figures.probability(policy.join)}"
    )
    stages = ", ".join(f"{name} {figures.seconds(took)}" for name, took in linked.seconds.items())
    told: list[tuple[str, Child]] = [
        ("Asked for", asked + (", at most one link a record" if task.one_to_one else "")),
        ("Policy", bounds),
        ("Program", f"resolve {__version__}; model made by version {linked.model.version}"),
        ("Rules", tag("code", rules.fingerprint())),
        ("Time by stage", stages or "not measured"),
    ]
    law = (
        "A link says that records probably describe one person. No legal consequence follows from a "
        "link alone: "
        "before anyone is held to it, a person with the authority to do so must look at the records "
        "and decide."
    )
    return [tag("p", law, class_="law"), facts(told)]
