"""Splink on DuckDB: comparisons of its library, u by random sampling, m by EM, clusters at a probability of 0.95."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from resolve.evaluation.bench.task import COMMON, Answer, PairScores, Task

_PROBABILITY = 0.95
_TRIALS = (0.2, 0.5, 0.8)
_LEAST = 0.01
_MAX_PAIRS = 1e6


def dedupe(task: Task) -> Answer:
    """Find the entities."""
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    table = task.common.assign(unique_id=range(len(task.common)))
    used = [name for name in COMMON if name in table and table[name].notna().any()]
    connection = duckdb.connect()
    connection.register("given", table[["unique_id", *used]])
    connection.execute("create table people as select * from given")
    linker = Linker(DuckDBAPI(connection).register("people"), _settings(used), log_level="ERROR")
    rules = [
        block_on(*columns) for columns in _blocks(used, (("given_name", "surname", "birth_date"), ("national_id",)))
    ]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=_MAX_PAIRS)
    for columns in _blocks(used, (("given_name", "surname"), ("birth_date",))):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    least = _PROBABILITY if task.labels_only else _LEAST
    predictions = linker.inference.predict(threshold_match_probability=least)
    labels = _clusters(linker, predictions, _PROBABILITY, len(table))
    if task.labels_only:
        return Answer(labels)
    start = time.perf_counter()
    trials = {str(bound): _clusters(linker, predictions, bound, len(table)) for bound in _TRIALS}
    return Answer(labels, trials, _scores(predictions), time.perf_counter() - start)


def _scores(predictions: Any) -> PairScores:
    frame = predictions.query_sql(
        "select unique_id_l, unique_id_r, match_probability from {this}"
    ).as_pandas_dataframe()
    left, right = (frame[f"unique_id_{side}"].to_numpy(np.int64) for side in "lr")
    return PairScores(left, right, frame["match_probability"].to_numpy(np.float64), probability=True)


def _clusters(linker: Any, predictions: Any, bound: float, rows: int) -> list[Any]:
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=bound
    )
    frame = clustered.query_sql("select unique_id, cluster_id from {this}").as_pandas_dataframe()
    return list(frame.set_index("unique_id")["cluster_id"].reindex(range(rows)))


def _settings(used: list[str]) -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    comparisons = {
        "given_name": cl.NameComparison("given_name"),
        "surname": cl.NameComparison("surname"),
        "father_name": cl.JaroWinklerAtThresholds("father_name", [0.9]),
        "birth_date": cl.DateOfBirthComparison("birth_date", input_is_string=True),
        "sex": cl.ExactMatch("sex"),
        "national_id": cl.LevenshteinAtThresholds("national_id", [1]),
        "document": cl.LevenshteinAtThresholds("document", [1]),
        "phone": cl.LevenshteinAtThresholds("phone", [1]),
        "place": cl.JaroWinklerAtThresholds("place", [0.9]),
    }
    wanted = (
        ("birth_date",),
        ("surname", "substr(given_name, 1, 2)"),
        ("given_name", "substr(surname, 1, 2)"),
        ("national_id",),
        ("document",),
        ("phone",),
    )
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[made for name, made in comparisons.items() if name in used],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in _blocks(used, wanted)],
    )


def _blocks(used: list[str], wanted: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    columns = {column: column.removeprefix("substr(").split(",")[0] for rule in wanted for column in rule}
    return [rule for rule in wanted if all(columns[column] in used for column in rule)]
