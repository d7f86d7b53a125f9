"""Splink 5 on DuckDB, set up as its documentation would by a competent user, for the synthetic population.

Cleaning as its guide advises (lower case, no accents, empty as null), six comparisons from its comparison
library, term frequencies on names and town, prior by deterministic rules, u by random sampling, m by EM over
three blocks, there without term frequencies: at a million records of seed 1 that halved the time and left F1
at its best threshold as it was. Rules, levels and numbers of pairs are the best of those tried on such files
with the truth at hand, which favours Splink.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from contender import Deduplication, peak_memory_mib

MAX_PAIRS = 2e6
"""Pairs for u (Splink proposes 1e6 to start with) and for each round of EM."""
TRIAL_WEIGHTS = (-2, -1, 0, 1, 2, 3, 5, 7, 9)
"""Match weights (bits) to make clusters at as well; the probability 0.95 is 4.2 bits, 0.2 is -2."""

CLEAN = """
select id as unique_id,
    {given_name} as given_name,
    {surname} as surname,
    {given_name} || ' ' || {surname} as full_name,
    birth_date, sex,
    {town} as town,
    upper(postcode) as postcode,
    phone
from read_parquet('{path}')
"""
"""Splink wants the whole name in a column of its own for its term frequencies."""


def settings() -> Any:
    """Give the model: comparisons and blocking rules."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("given_name", "surname", forename_surname_concat_col_name="full_name"),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("town", [0.9]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", [1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "birth_date"),
            block_on("given_name", "birth_date"),
            block_on("phone"),
            block_on("given_name", "surname", "postcode"),
            block_on("postcode", "birth_date"),
            block_on("given_name", "surname", "substr(birth_date, 1, 4)"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def dedupe(path: Path) -> Deduplication:
    """Deduplicate the records in the Parquet file at `path`."""
    import duckdb
    from splink import DuckDBAPI, Linker

    stages: dict[str, float] = {}
    with _timed(stages, "load"):
        connection = duckdb.connect()
        columns = {name: _clean(name) for name in ("given_name", "surname", "town")}
        connection.execute("create table people as " + CLEAN.format(path=path, **columns))
        database = DuckDBAPI(connection)
        linker = Linker(database.register("people"), settings(), log_level="ERROR")
    _train(linker, stages)
    with _timed(stages, "predict"):
        predictions = linker.inference.predict(threshold_match_probability=0.2)
    with _timed(stages, "cluster"):
        clusters = {"0.95": _clusters(linker, predictions, threshold_match_probability=0.95)}
    memory = peak_memory_mib()
    with _timed(stages, "trial clusters"):
        for weight in TRIAL_WEIGHTS:
            clusters[f"{weight} bits"] = _clusters(linker, predictions, threshold_match_weight=weight)
    kept = len(predictions.query_sql("select 1 from {this}").as_pyarrow_table())
    return Deduplication(clusters, stages, memory, {"pairs_kept": kept, "max_pairs": MAX_PAIRS})


def _train(linker: Any, stages: dict[str, float]) -> None:
    """Estimate the prior, u and m."""
    from splink import block_on

    with _timed(stages, "prior"):
        linker.training.estimate_probability_two_random_records_match(
            [
                block_on("given_name", "surname", "birth_date"),
                block_on("given_name", "surname", "phone"),
                block_on("given_name", "birth_date", "postcode"),
            ],
            recall=0.7,
        )
    with _timed(stages, "u"):
        linker.training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS)
    with _timed(stages, "m"):
        for rule in (
            block_on("given_name", "surname"),
            block_on("birth_date"),
            block_on("phone"),
        ):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True, max_pairs=MAX_PAIRS
            )


def _clean(column: str) -> str:
    """Give the SQL that cleans a column of names: lower case, trimmed, no accents, empty as null."""
    return f"nullif(trim(strip_accents(lower({column}))), '')"


def _clusters(linker: Any, predictions: Any, **threshold: float) -> pd.DataFrame:
    """Cluster at a threshold; give record_id and entity_id."""
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, **threshold)
    frame: pd.DataFrame = clustered.query_sql(
        "select unique_id as record_id, cluster_id as entity_id from {this}"
    ).as_pandas_dataframe()
    return frame


@contextmanager
def _timed(stages: dict[str, float], stage: str) -> Iterator[None]:
    """Note the seconds that a stage takes."""
    start = time.perf_counter()
    yield
    stages[stage] = round(time.perf_counter() - start, 3)
