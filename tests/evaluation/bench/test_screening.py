"""The suite `screening`: the engine's own watchlist over the world's exports, end to end, and the measures."""

from __future__ import annotations

import json
from dataclasses import asdict

import pandas as pd
import pytest

from resolve.evaluation.bench import watchlist
from resolve.evaluation.bench.common import written_names
from resolve.evaluation.bench.screening import ScreenAnswer, ScreenTask, by_rapidfuzz, query_id, run_screening
from resolve.evaluation.bench.suites import Asked, read_rows, world_task
from resolve.evaluation.world.writing import Order, generate
from resolve.watchlist.policy import MATCH, POSSIBLE

ASKED = Asked(people=1500, difficulties=("easy",))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("screening")
    made = generate(Order(1500, 1, "easy"), folder)
    return folder, list(made.records)


@pytest.fixture(scope="module")
def task(world) -> ScreenTask:
    folder, agencies = world
    made = world_task(folder, "world", agencies)
    queries = made.common.assign(query_id=[query_id(*key) for key in made.keys]).rename(columns={"full_name": "name"})
    queries["name_as_written"] = written_names(folder, agencies)["name"].to_numpy()
    return ScreenTask(folder / "watchlist.csv", dict(made.data), queries)


def truth_of(folder) -> set[tuple[str, str]]:
    rows = read_rows(folder / "watchlist_hits.csv")
    return {(query_id(row["source"], row["record_id"]), row["entry_id"]) for row in rows}


def test_names_as_written_stand_in_the_order_of_the_queries(world, task):
    folder, agencies = world
    written = written_names(folder, agencies)
    assert [query_id(*key) for key in zip(written["source"], written["record_id"], strict=True)] == list(
        task.queries["query_id"]
    )


def test_the_engine_screens_every_export_against_the_world_s_list(world, task):
    folder, _ = world
    answer, truth = watchlist.screen(task), truth_of(folder)
    known = {row["id"] for row in read_rows(folder / "watchlist.csv")}
    queries = set(task.queries["query_id"])
    assert len(truth) > 20 and {query for query, _ in truth} <= queries
    assert {query for query, _, _ in answer.hits} <= queries and {entry for _, entry, _ in answer.hits} <= known
    agencies = {query.split(":")[0] for query, _, _ in answer.hits}
    assert len(agencies) >= 8  # also those in Cyrillic and Arabic script, read from their own files
    assert answer.verdicts[MATCH] <= answer.verdicts[POSSIBLE] <= {(query, entry) for query, entry, _ in answer.hits}
    found = answer.verdicts[POSSIBLE] & truth
    assert len(found) > 0.85 * len(truth) and len(found) > 0.7 * len(answer.verdicts[POSSIBLE])


def test_a_row_says_what_was_found_at_which_cost():
    nobody = run_screening(ASKED, {"none": lambda task: ScreenAnswer([], {"match": frozenset()})})[0]
    assert nobody.recall_at_1 == nobody.recall_at_10_alerts == 0.0 and nobody.det == ()
    assert nobody.verdicts["match"].precision == 1.0 and nobody.verdicts["match"].alerts == 0
    told: list[str] = []
    screeners = {"resolve": watchlist.screen, "baseline": by_rapidfuzz}
    ours, baseline = run_screening(ASKED, screeners, versions={"resolve": "9"}, told=told.append)
    assert len(told) == 2 and ours.version == "9" and baseline.version == ""
    for row in (ours, baseline):
        assert row.recall_at_1 > 0.5 and row.recall_at_1_alert <= row.recall_at_5_alerts <= row.recall_at_10_alerts
        assert row.recall_at_1_low <= row.recall_at_1 <= row.recall_at_1_high
        for slices in row.slices.values():
            assert sum(rates.matches for rates in slices.values()) == row.listed
            assert sum(rates.others for rates in slices.values()) == row.queries - row.listed
            alerts = sum(rates.others * rates.false_rate for rates in slices.values())
            assert alerts <= 0.005 * row.queries + 1e-9
        assert json.dumps(asdict(row))
    assert ours.verdicts[POSSIBLE].recall >= ours.verdicts[MATCH].recall > 0.5
    assert not baseline.verdicts


def test_an_oracle_is_right_at_every_rate():
    def oracle(task: ScreenTask) -> ScreenAnswer:
        rows = pd.read_csv(task.watchlist.parent / "watchlist_hits.csv", dtype=str)
        pairs = [(query_id(*key), entry) for *key, entry in rows.itertuples(index=False)]
        return ScreenAnswer([(*pair, 1.0) for pair in pairs], {"match": frozenset(pairs)})

    (row,) = run_screening(ASKED, {"oracle": oracle})
    assert row.recall_at_1 == row.recall_at_1_alert == row.verdicts["match"].precision == 1.0
    assert row.verdicts["match"].recall == 1.0 and row.verdicts["match"].alerts_per_thousand == 0.0
