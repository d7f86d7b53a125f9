"""The report: escaped, whole, self-contained, the same for the same run, and right in its figures."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resolve.errors import FileError
from resolve.linkage.pipeline import Linked, Policy, Task, run
from resolve.records.prepare import prepare
from resolve.records.schema import read_schema
from resolve.records.sources import Reject, read_source
from resolve.report.figures import count
from resolve.report.html import page, write_report

DAY = date(2026, 11, 23)
HEADINGS = [
    "Summary", "What came in", "How pairs were found", "How much the pairs resemble each other",
    "What each field is worth", "People", "Pairs to decide by hand", "About this run",
]  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>", '"><img onerror=alert(1)>', "' onmouseover='alert(1)", "</style><b>", "<!--",
    "]]>", "&lt;b&gt;", "{{7*7}}", "javascript:alert(1)", "a\u202egnp.exe", "\ufeff<svg onload=alert(1)>",
    "nul\x00l",
]  # fmt: skip
VOID = {"meta", "br", "col", "hr"}


class Balanced(HTMLParser):
    """Checks that every element is closed in order, and keeps what a test asks for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(html: str) -> Balanced:
    parser = Balanced()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def linked_of(*frames: pd.DataFrame, across_only: bool = False, policy: str = "default") -> Linked:
    sources = [read_source(frame, f"source {number}") for number, frame in enumerate(frames, start=1)]
    records = prepare(sources, [read_schema(source) for source in sources])
    return run(records, Task(Policy.named(policy), across_only=across_only))


def people(names: int, seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    given = draw.choice(["Ana", "Marko", "Agim", "Emina", "Ivo", "Besa", "Ilir", "Jana"], names)
    surname = draw.choice(["Hoxha", "Petrović", "Ilić", "Krasniqi", "Novak", "Gjoka", "Berisha"], names)
    born = [f"{draw.integers(1950, 2000)}-{draw.integers(1, 13):02}-{draw.integers(1, 29):02}" for _ in range(names)]
    return pd.DataFrame({"id": range(1, names + 1), "given_name": given, "surname": surname, "date_of_birth": born})


@pytest.fixture(scope="module")
def linked() -> Linked:
    first = people(120, 1)
    again = first.sample(60, random_state=2).reset_index(drop=True)
    again["surname"] = [name[:-1] if row % 3 == 0 else name for row, name in enumerate(again["surname"])]
    return linked_of(first, again, people(40, 3))


@pytest.fixture(scope="module")
def html(linked: Linked) -> str:
    return page(linked, title="Test run", written=DAY)


def test_has_every_section(html: str) -> None:
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", html)
    assert found == HEADINGS
    names = {attributes["id"] for _, attributes in parsed(html).tags if attributes.get("id")}
    assert set(re.findall(r'href="#([^"]*)"', html)) <= names


def test_is_well_formed_and_accessible(html: str) -> None:
    tags = parsed(html).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    charts = [attributes for tag, attributes in tags if tag == "svg"]
    assert charts
    assert all(each.get("aria-label") or each.get("aria-hidden") == "true" for each in charts)
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert {attributes["aria-labelledby"] for _, attributes in tags if "aria-labelledby" in attributes} <= set(ids)


def test_fetches_and_runs_nothing(html: str) -> None:
    for forbidden in (
        "http://",
        "https://",
        "src=",
        "@import",
        "url(",
        "<script",
        "<link",
        "<iframe",
        "javascript:",
    ):
        assert forbidden not in html.lower()
    tags = parsed(html).tags
    assert not any(name.startswith("on") or name == "style" for _, attributes in tags for name in attributes)
    (policy,) = [a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_escapes_hostile_values_everywhere() -> None:
    frame = pd.DataFrame({
        "id": [*HOSTILE, *(f"again {text}" for text in HOSTILE)],
        "surname": ["Hoxha", "Petrovic", "Ilic", "Krasniqi", "Novak", "Gjoka"] * 4,
        "given_name": HOSTILE * 2,
        "date_of_birth": [f"19{60 + row % 12}-03-14" for row in range(24)],
        '<img onerror="x">': HOSTILE * 2,
        **{f"</th>{number}": [words] * 24 for number, words in enumerate(HOSTILE[:10])},
    })  # fmt: skip
    source = read_source(frame, '<b onclick="x">source</b>')
    source = replace(
        source,
        rejects=(Reject(HOSTILE[0], 1, 2, HOSTILE[1], HOSTILE[2], HOSTILE[0]),),
        notes=(HOSTILE[0],), encoding=HOSTILE[1], path=HOSTILE[2],
    )  # fmt: skip
    result = run(prepare([source], [read_schema(source)]), Task(Policy.named("default")))
    written = page(result, title=HOSTILE[0] + HOSTILE[2], written=DAY)
    tags = parsed(written).tags
    names = {tag for tag, _ in tags}
    assert not names & {"script", "img", "b"}
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)
    shown = parsed(written).texts
    assert all(words in shown for words in HOSTILE[:9]), "a value is missing, or is not there as it was"
    assert "\u202e" not in written
    assert "[U+202E]" in written
    assert "\x00" not in written


def test_figures_are_those_of_the_run(linked: Linked, html: str) -> None:
    tiles = dict(re.findall(r'<dt>([^<]*)</dt><dd class="figure">([^<]*)</dd>', html))
    labels = linked.labels
    by_person = pd.Series(linked.records.source_codes).groupby(labels).nunique()
    assert tiles["records"] == count(len(linked.records))
    assert tiles["people"] == count(len(np.unique(labels)))
    assert tiles["across sources"] == count(int((by_person > 1).sum()))
    assert tiles["links"] == count(len(linked.links))
    assert tiles["unsure pairs"] == count(len(linked.possible))
    assert tiles["rows refused"] == "0"
    texts = parsed(html).texts
    for rule in linked.blocking:
        assert rule.name in texts
        assert count(rule.pairs) in texts
    sizes = np.bincount(np.bincount(labels))
    alone = re.search(r"<h3>Records per person</h3>.*?<th scope=\"row\">1</th><td class=\"n\">([^<]*)<", html)
    assert alone is not None
    assert alone[1] == count(int(sizes[1]))


def test_evidence_adds_up_to_the_weight(html: str) -> None:
    tables = re.findall(r'<table class="evidence">.*?</table>', html)
    assert tables
    for table in tables:
        *steps, weight = [
            float(number.replace("\u2212", "-")) for number in re.findall(r'<td class="n">([^<]*)</td>', table)
        ]
        assert sum(steps) == pytest.approx(weight, abs=0.06 * len(steps))


def test_is_the_same_for_the_same_run(linked: Linked) -> None:
    once = page(replace(linked, seconds={}), title="x", written=DAY)
    assert once == page(replace(linked, seconds={}), title="x", written=DAY)
    again = replace(run(linked.records, linked.task), seconds={})
    assert once == page(again, title="x", written=DAY)


def test_one_record(tmp_path: Path) -> None:
    result = linked_of(people(1, 1))
    write_report(result, tmp_path / "new folder" / "report.html", written=DAY)
    html = (tmp_path / "new folder" / "report.html").read_text("utf-8")
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", html) == HEADINGS
    assert "1 record from 1 source turned out to be" in html
    assert "No pair of records was compared" in html
    parsed(html)


def test_no_links_and_no_rules() -> None:
    html = page(linked_of(pd.DataFrame({"sex": ["M", "F"], "id": [1, 2]})), title="x", written=DAY)
    parsed(html)
    assert "No rule applied" in html
    assert "No two records were joined" in html
    assert "No pair of records fell into the unsure band" in html


def test_across_only_shows_no_pair_within_a_source() -> None:
    first = people(60, 1)
    result = linked_of(first, first.copy(), across_only=True)
    html = page(result, title="x", written=DAY)
    for left, right in re.findall(r"<p class=\"about\">.*?>(source \d)</bdi>.*?>(source \d)</bdi>", html):
        assert left != right


def test_long_right_to_left_and_odd_values() -> None:
    long = "ш" * 2_000
    frame = pd.DataFrame({
        "surname": ["التميمي", "التميمي", "Hoxha"], "given_name": [long, long, "Ana"],
        "date_of_birth": ["1980-01-02", "1980-01-02", "1990-05-06"],
    })  # fmt: skip
    html = page(linked_of(frame), title="x", written=DAY)
    parsed(html)
    assert '<bdi dir="auto">التميمي</bdi>' in html
    assert "ш" * 301 not in html
    assert f'title="{"ш" * 300}">{"ш" * 80}…</bdi>' in html


def test_unsure_pair_of_identical_records_shows_two_records(linked: Linked) -> None:
    doubled = linked_of(pd.concat([people(30, 1), people(30, 1).assign(id=range(31, 61))], ignore_index=True))
    own = doubled.links.where(np.array([0]))
    own = replace(own, right=own.left.copy(), weight=np.array([-1.0], np.float32))
    html = page(replace(doubled, possible=own), title="x", written=DAY)
    unsure = html.split('id="unsure"')[1]
    first, second = re.findall(r'<span class="id"><bdi dir="auto">([^<]*)</bdi>', unsure)[:2]
    assert first != second


def test_says_when_training_did_not_settle(linked: Linked) -> None:
    model = replace(linked.model, training={"pairs": 10.0, "rounds": 200, "converged": False})
    assert "had not settled" in page(replace(linked, model=model), title="x", written=DAY)
    untrained = replace(linked.model, training={})
    assert "not fitted to data" in page(replace(linked, model=untrained), title="x", written=DAY)


def test_warns_of_blocks_left_out(linked: Linked) -> None:
    rule = replace(linked.blocking[0], left_out=1234, pairs_left_out=987654, refined=5)
    html = page(replace(linked, blocking=(rule, *linked.blocking[1:])), title="x", written=DAY)
    assert "A possible loss of matches" in html
    assert count(987654) in html


def test_many_sources() -> None:
    html = page(linked_of(*(people(3, seed) for seed in range(70))), title="x", written=DAY)
    parsed(html)
    assert "210 records from 70 sources" in html


def test_cannot_be_written(tmp_path: Path, linked: Linked) -> None:
    with pytest.raises(FileError):
        write_report(linked, tmp_path)
    assert not list(tmp_path.parent.glob("*.part"))
