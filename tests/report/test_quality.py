"""Who to look at first, what was missed, and which records say too little."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import resolve
from resolve.evaluation.thresholds import by_threshold
from resolve.evaluation.truth import Judged
from resolve.linkage.cohesion import cohesion_of
from resolve.linkage.pipeline import Linked, Scored
from resolve.report.evaluation import evaluation_page, write_evaluation
from resolve.report.html import page
from resolve.report.markup import join
from resolve.report.quality import Extras, curve_section, look_first, missed_words, unlinkable_part

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def linked() -> Linked:
    surnames = ["Hoxha", "Petrović", "Ilić", "Krasniqi", "Novak", "Gjoka"]
    rows = [
        (surnames[n % 6], ["Ana", "Ivo", "Jana"][n % 3], f"{1950 + n % 37}-0{1 + n % 9}-1{n % 7}") for n in range(40)
    ]
    people = pd.DataFrame([*rows, *rows[:20]], columns=["surname", "given_name", "birth_date"])
    return resolve.dedupe(people.assign(id=[f"<b>{n}</b>" for n in range(60)])).linked


def chained(linked: Linked) -> Linked:
    """Make one person of three strangers, held by two links."""
    ends = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    links = Scored(*ends, np.array([9.0, 4.0], np.float32), np.zeros(2, np.int8), np.zeros(2, bool))
    labels = np.arange(len(linked.labels))
    labels[:3] = 0
    return replace(
        linked, labels=labels, links=links, possible=linked.possible.where(np.zeros(len(linked.possible), bool))
    )


def words_of(parts: list) -> str:
    return re.sub(r"<[^>]*>", " ", join(parts))


def test_the_least_coherent_person_comes_first_with_its_weakest_pair(linked: Linked) -> None:
    chain = chained(linked)
    html = "".join(look_first(chain, cohesion_of(chain), {0: 4}))
    assert 'href="#person-4"' in html
    assert "one link holds it" in html
    assert "+4.0" in html
    assert "&lt;b&gt;1&lt;/b&gt;" in html and "&lt;b&gt;2&lt;/b&gt;" in html
    told = words_of(look_first(chain, cohesion_of(chain), {}))
    assert "Of 1 person of several records it is for 1 under 90" in told
    assert "1 person of three records or more hangs on one link" in told


def test_nobody_of_several_records_is_nobody_to_look_at(linked: Linked) -> None:
    alone = replace(linked, labels=np.arange(len(linked.labels)))
    assert look_first(alone, cohesion_of(alone), {}) == []


def test_people_who_cohere_are_said_to(linked: Linked) -> None:
    sure = replace(linked, labels=linked.labels)
    told = words_of(look_first(sure, replace(cohesion_of(sure), coherence=np.ones(len(cohesion_of(sure).labels))), {}))
    assert "or more for all of the" in told
    assert "hang" not in told


def test_missed_matches_are_told_in_words(linked: Linked) -> None:
    assert "about 40 matches or more were probably never compared" in str(missed_words(replace(linked, missed=40.2)))
    assert "few matches can have been missed" in str(missed_words(replace(linked, missed=0.2)))
    assert missed_words(replace(linked, links=linked.links.where(np.zeros(len(linked.links), bool)))) is None


def test_records_that_say_too_little_are_counted(linked: Linked) -> None:
    assert "No record here is such" in words_of(unlinkable_part(linked, Extras(charts=False)))
    poor = replace(linked, model=replace(linked.model, prior=1e-12))
    assert re.search(r"60\s+records here \(100.*\) are such", words_of(unlinkable_part(poor, Extras(charts=False))))


def test_a_report_without_the_extra_says_how_to_get_charts(linked: Linked) -> None:
    html = page(linked, title="x", written=DAY, extras=Extras(charts=False))
    assert "resolve-entities[charts]" in html
    assert "vega" not in html.split("</style>")[1]
    assert "People to look at first" in html and "Records that say too little" in html


def test_the_curve_is_a_table_that_marks_the_bound_of_the_run() -> None:
    judged = Judged(np.linspace(-4, 20, 100), np.arange(100) > 30, 80)
    html = join(curve_section(by_threshold(judged, 1.2224), drawn=False))
    (bound,) = re.findall(r'<tr class="total">.*?</tr>', html)
    assert "+1.2" in bound and "70.0" in bound
    assert html.count("<tr") <= 20
    assert "F1 is highest" in html
    none = Judged(np.empty(0), np.empty(0, bool), 3)
    assert "no scored pair" in join(curve_section(by_threshold(none), drawn=False))


def test_the_page_of_scores(tmp_path) -> None:
    scores = resolve.evaluate(
        pd.DataFrame({"record_id": ["1", "2", "3"], "entity_id": ["a", "a", "b"]}),
        pd.DataFrame({"record_id": ["1", "2", "3"], "entity_id": ["x", "x", "x"]}),
    )
    curve = by_threshold(Judged(np.array([9.0]), np.array([True]), 3), 9.0)
    html = evaluation_page(scores, curve, drawn=False, written=DAY)
    assert "personal data" not in html
    assert "0.3333" in html and "At other thresholds" in html
    write_evaluation(scores, curve, tmp_path / "page.html", drawn=False, written=DAY)
    assert (tmp_path / "page.html").read_text("utf-8") == html
