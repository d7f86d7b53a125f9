"""Splink 5 asked one record at a time: two records scored, and one new record against all others.

Model and cleaning are those of `splink_dedupe`. `score_pair` and `predict_between` are what Splink has for the purpose;
term frequencies are tables made beforehand, as its documentation advises, and results are fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peers import splink_dedupe


class SplinkLookup:
    """A trained model over the records of a Parquet file."""

    def __init__(self, path: Path) -> None:
        import duckdb
        from splink import DuckDBAPI, Linker

        self._connection = duckdb.connect()
        self._columns = {name: splink_dedupe._clean(name) for name in ("given_name", "surname", "town")}
        self._connection.execute("create table people as " + splink_dedupe.CLEAN.format(path=path, **self._columns))
        self._database = DuckDBAPI(self._connection)
        self._people = self._database.register("people")
        self._linker = Linker(self._people, splink_dedupe.settings(), log_level="ERROR")
        splink_dedupe._train(self._linker, {})
        for column in ("full_name", "town"):
            self._linker.table_management.compute_tf_table(column)

    def cleaned(self, path: Path) -> list[dict[str, Any]]:
        """Give the records of another file as Splink wants them, in its order."""
        found = self._connection.sql(splink_dedupe.CLEAN.format(path=path, **self._columns)).to_arrow_table()
        records: list[dict[str, Any]] = found.to_pylist()
        return records

    def score(self, left: dict[str, Any], right: dict[str, Any]) -> Any:
        """Score two records; give the table with all intermediate figures, its explanation of a pair."""
        return self._linker.inference.score_pair(left, right).as_pandas_dataframe()

    def find(self, record: dict[str, Any], least_bits: float) -> Any:
        """Give the pairs of one new record with others, at or over a weight."""
        import pyarrow as pa

        new = self._database.register(pa.Table.from_pylist([record], self._schema()))
        found = self._linker.inference.predict_between(
            self._people, new, threshold_match_weight=least_bits, warning_mode="never"
        )
        return found.as_pandas_dataframe()

    def _schema(self) -> Any:
        return self._connection.sql("select * from people limit 0").to_arrow_table().schema
