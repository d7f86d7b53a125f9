"""Blocking: every pair whose keys agree, each once, and bounds that are kept and reported."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from resolve.linkage.blocking import applicable_rules, find_candidates, missed_at_least, read_rules, with_links


def every_row(records) -> np.ndarray:
    return np.arange(len(records), dtype=np.int32)


def pairs_of(found) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def form_of(records, field: str, form: str, row: int) -> str | None:
    column = records.columns[field]
    made = column.form(form)
    code = made.codes[column.codes[row]] if column.codes[row] >= 0 else -1
    return made.values[code] if code >= 0 else None


def key_of(records, written: str, row: int) -> object:
    """Give one record's key by the rule's words, plainly; None where it has none."""
    field, _, form = written.partition(":")
    if field != "name":
        return form_of(records, field, form, row)
    parts = [form_of(records, name, form.removesuffix("_pair"), row) for name in ("given_name", "surname")]
    return tuple(sorted(parts)) if all(parts) else None


def first_rule(records, rules, a: int, b: int) -> int | None:
    for number, rule in enumerate(rules):
        keys = [(key_of(records, key, a), key_of(records, key, b)) for key in rule.keys]
        if all(one is not None and one == other for one, other in keys):
            return number
    return None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("across_only", [False, True])
def test_pairs_are_those_that_brute_force_finds_by_the_same_rule(read, messy_frame, seed, across_only):
    records = read(messy_frame(25, seed), messy_frame(25, seed + 100))
    found = find_candidates(records, every_row(records), across_only=across_only)
    expected = {}
    for a, b in itertools.combinations(range(len(records)), 2):
        if across_only and records.source_codes[a] == records.source_codes[b]:
            continue
        rule = first_rule(records, found.rules, a, b)
        if rule is not None:
            expected[a, b] = rule
    assert dict(zip(pairs_of(found), found.rule.tolist(), strict=True)) == expected
    assert len(found) == len(expected)
    assert sum(report.left_out for report in found.reports) == 0
    counts = np.bincount(found.rule, minlength=len(found.rules))
    assert [report.pairs for report in found.reports] == counts.tolist()


@pytest.mark.parametrize("across_only", [False, True])
def test_each_pair_comes_once_lower_row_first(read, messy_frame, across_only):
    records = read(messy_frame(150, 7), messy_frame(150, 8))
    found = find_candidates(records, every_row(records), across_only=across_only)
    assert len(found) > 100
    assert (found.left < found.right).all()
    assert len(set(pairs_of(found))) == len(found)
    if across_only:
        assert (records.source_codes[found.left] != records.source_codes[found.right]).all()


def test_only_the_rows_asked_for_are_paired(read, messy_frame):
    records = read(messy_frame(60, 3))
    rows = np.arange(0, 60, 3, dtype=np.int32)
    some = set(pairs_of(find_candidates(records, rows)))
    whole = set(pairs_of(find_candidates(records, every_row(records))))
    assert some == {(a, b) for a, b in whole if a % 3 == 0 and b % 3 == 0}


def test_the_order_of_rows_does_not_matter(read, messy_frame):
    frame = messy_frame(80, 5)
    turned = frame.iloc[::-1].reset_index(drop=True)
    one, other = (read(each) for each in (frame, turned))
    straight = set(pairs_of(find_candidates(one, every_row(one))))
    back = {(79 - b, 79 - a) for a, b in pairs_of(find_candidates(other, every_row(other)))}
    assert straight == back


def test_two_runs_give_the_same_pairs_in_the_same_order(read, messy_frame):
    records = read(messy_frame(200, 6))
    one, other = (find_candidates(records, every_row(records)) for _ in range(2))
    assert np.array_equal(one.left, other.left) and np.array_equal(one.right, other.right)
    assert np.array_equal(one.rule, other.rule)


def test_a_block_too_large_to_split_is_left_out_and_reported(read):
    rows = 6_000
    records = read(pd.DataFrame({"surname": ["Hoxha"] * rows + ["Ivic", "Ivić"]}))
    found = find_candidates(records, every_row(records))
    assert pairs_of(found) == [(rows, rows + 1)]
    report = next(report for report in found.reports if report.left_out)
    assert (report.left_out, report.pairs_left_out) == (rows, rows * (rows - 1) // 2)


def test_a_block_too_large_is_split_by_further_keys(read):
    rows = 6_000
    given = [f"{a}{b}{c}o" for a in "bdgkmnprst" for b in "aeiou" for c in "bdgkmnprst"]
    frame = pd.DataFrame({"surname": ["Hoxha"] * rows, "given_name": [given[i % len(given)] for i in range(rows)]})
    records = read(frame)
    found = find_candidates(records, every_row(records))
    assert any(report.refined for report in found.reports)
    assert 0 < len(found) < 3_000_000


def test_rules_apply_where_their_fields_are_filled(read):
    records = read(pd.DataFrame({"surname": ["a", "b"], "birth_date": ["1990", "1991"]}))
    have = {"surname", "birth_date"}
    used = applicable_rules(records)
    assert {rule.name for rule in used} == {rule.name for rule in read_rules() if rule.fields <= have}
    assert used and all(key.partition(":")[0] in have for rule in used for key in rule.refine)


def test_no_rule_that_applies_gives_no_pairs(read):
    records = read(pd.DataFrame({"sex": ["m", "m", "f"]}))
    found = find_candidates(records, every_row(records))
    assert len(found) == 0 and found.rules == () and found.reports == ()


def test_no_rows_and_one_row_give_no_pairs(read):
    records = read(pd.DataFrame({"surname": ["a"]}))
    assert len(find_candidates(records, every_row(records))) == 0
    assert len(find_candidates(records, np.empty(0, np.int32))) == 0


def test_progress_rises(read, messy_frame):
    told: list[float] = []
    records = read(messy_frame(30, 1))
    find_candidates(records, every_row(records), tick=told.append)
    assert told and told == sorted(told) and 0 <= told[0] <= told[-1] <= 1


def test_reports_tell_which_links_only_one_rule_found(read, messy_frame):
    records = read(messy_frame(80, 3))
    found = find_candidates(records, every_row(records))
    reports = with_links(found, np.ones(len(found), bool))
    assert [report.links for report in reports] == [report.pairs for report in found.reports]
    assert sum(report.only_here for report in reports) == int((found.times == 1).sum())
    assert (found.times >= 1).all()


def test_what_is_missed_is_estimated_from_what_few_rules_found():
    assert missed_at_least(np.array([1] * 6 + [2] * 3 + [5])) == 6.0
    assert missed_at_least(np.array([1, 1, 1])) == 3.0
    assert missed_at_least(np.array([2, 3])) == missed_at_least(np.empty(0, np.int8)) == 0.0
