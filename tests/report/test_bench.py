"""The page of a bench: every kind of suite has its plots, nothing is fetched, and what is hostile stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from resolve.evaluation.bench.comparing import Change
from resolve.evaluation.bench.measuring import header_of, run
from resolve.evaluation.bench.names import run_names
from resolve.evaluation.bench.scale import ScaleRow
from resolve.evaluation.bench.screening import BASELINE, by_rapidfuzz, run_screening
from resolve.evaluation.bench.suites import SUITES, Asked
from resolve.evaluation.bench.watchlist import screen
from resolve.report.bench import bench_page

VOID = {"meta", "br", "col", "hr"}
ASKED = Asked(people=700, difficulties=("medium",))


class Checked(HTMLParser):
    """Closes what it opens, and knows ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page(suite: str, rows, moves=None) -> str:
    text = bench_page({**header_of(suite, ["resolve", "bench"]), "seed": 1}, rows, moves)
    parser = Checked()
    parser.feed(text)
    assert parser.open == [] and len(set(parser.ids)) == len(parser.ids)
    assert {link.removeprefix("#") for link in parser.links} <= set(parser.ids)
    assert "<script" not in text and "src=" not in text and "default-src 'none'" in text.replace("&#x27;", "'")
    assert text == bench_page({**header_of(suite, ["resolve", "bench"]), "seed": 1}, rows, moves)
    return text


@pytest.fixture(scope="module")
def clusters():
    return run(SUITES["world"](ASKED), ["resolve", "rapidfuzz"])


def test_a_world_has_its_table_curves_reliability_and_fairness(clusters):
    text = page("world", clusters)
    for name in ("table", "measure", "curves", "reliability", "fairness", "run"):
        assert f'id="{name}"' in text
    for kind in ("By script", "By pair of scripts", "By tradition", "By condition"):
        assert kind in text
    assert text.count("<figure") >= 6 and "Serbian" in text and "rapidfuzz baseline" in text
    assert re.search(r"F1 is 0\.\d{3}, ahead of rapidfuzz baseline", text)


def test_names_have_curves_and_fairness_and_no_reliability():
    text = page("names", run_names(ASKED))
    assert 'id="curves"' in text and 'id="fairness"' in text and 'id="reliability"' not in text


def test_screening_has_recall_against_alerts_and_verdicts():
    text = page("screening", run_screening(ASKED, {"resolve": screen, BASELINE: by_rapidfuzz}))
    assert "Recall against false alerts" in text and "By verdict" in text and "possible" in text


def scale_row(**more) -> ScaleRow:
    whole = ScaleRow("scale 100 medium", "resolve", "1", 100, 2.0, 3.0, 250.4, 0.9, 0.8, 0.85, 0.8, 0.9, 0.9, 0.8)
    return replace(whole, **more)


def test_large_worlds_show_time_and_memory_and_what_failed():
    failed = scale_row(contender="Splink", f1=0.0, peak_mib=None, failed="ended with status 1: <b>no</b>")
    text = page("scale", [scale_row(), failed])
    assert "peak MiB" in text and "250" in text and "status 1" in text and "<b>" not in text
    assert 'id="fairness"' not in text


def test_what_moved_is_shown_with_its_verdict(clusters):
    changes = [
        Change("a <i>set</i>", "resolve", "f1", 0.8, 0.9, "better"),
        Change("a set", "resolve", "recall", 0.8, 0.7, "worse"),
        Change("a set", "resolve", "seconds", 2.0, 2.1, "within noise"),
    ]
    text = page("world", clusters, ("old.json", changes, ["another machine"]))
    assert "+0.100" in text and "\u22120.100" in text and "better" in text and "another machine" in text
    assert "<i>" not in text
    assert "Nothing moved" in page("world", clusters, ("old.json", [], []))


def test_a_bench_of_others_or_of_nothing_has_a_page(clusters):
    assert "This engine was not measured" in page("world", clusters[1:])
    assert "Nothing was measured" in page("world", [])
    bare = replace(clusters[0], slices={}, curve=None, calibration=None)
    assert 'id="curves"' not in page("own", [bare])


def test_a_contender_that_is_named_hostilely_stays_text(clusters):
    hostile = [clusters[0], replace(clusters[1], contender="<img src=x>\u202e", set=clusters[0].set)]
    assert "<img" not in bench_page({"suite": "<b>"}, hostile)
