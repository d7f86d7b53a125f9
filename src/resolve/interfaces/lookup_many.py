"""Many new records looked up: a table of people, each row read as one record is.

>>> import pandas as pd
>>> from resolve.interfaces.library import dedupe
>>> people = dedupe(pd.DataFrame({
...     "id": ["1", "2", "3"], "name": ["Ђорђе Ђорђевић", "Djordje Djordjevic", "Ana Marić"],
...     "born": ["1.2.1985.", "1985-02-01", "1990"]}))
>>> asked = pd.DataFrame({"no": ["a", "b"], "ime": ["Maric, Ana", "Đorđe Đorđević"], "born": ["1990", "1985"]})
>>> people.lookup().find_many(asked)[["query_id", "record_id", "verdict"]].values.tolist()
[['a', '3', 'link'], ['b', '1', 'link'], ['b', '2', 'link']]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolve.errors import InputError
from resolve.interfaces.lookup import MATCH_COLUMNS, Lookup, Matches, check_limit
from resolve.records.facts import facts_of
from resolve.records.mapping import Schema
from resolve.records.prepare import prepare
from resolve.records.raw import Reject, Source
from resolve.records.schema import read_schemas
from resolve.records.single import OneRecord, RecordReader
from resolve.records.sources import read_source

if TYPE_CHECKING:
    import pandas as pd

_NO_SOURCE = -1


@dataclass(frozen=True)
class People:
    """A table of people to be looked up.

    Attributes:
        source: the rows as they came, and those that were refused. reader, number: what reads them, and the number of
            the source of the run that they are like, -1 for none. own: whether what they mean was told by themselves.
    """

    source: Source
    reader: RecordReader
    number: int
    own: bool = False

    @classmethod
    def read(
        cls, lookup: Lookup, data: Any, source: str | None = None, schema: Any = None, encoding: str | None = None
    ) -> People:
        """Read a table whose columns are those of a source of the run, or else say by themselves what they mean.

        Raises:
            InputError, FileError, UnknownNameError: see `Lookup.find_many`.
        """
        table = read_source(data, encoding=encoding)
        columns = dict.fromkeys(table.table.column_names, "")
        told = Schema.of(schema)
        if source is None and (told != Schema() or not lookup.has_columns(columns)):
            records = prepare([table], read_schemas([table], told))
            return cls(table, RecordReader(facts_of(records)[0]), _NO_SOURCE, own=True)
        return cls(table, *lookup._reader(columns, source))

    def __len__(self) -> int:
        return int(self.source.table.num_rows)

    @property
    def fields(self) -> Mapping[str, str]:
        """What each column means."""
        return {column: self.reader.meaning_of(column) for column in self.source.table.column_names}

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """Rows that could not be read."""
        return self.source.rejects

    def find(
        self,
        lookup: Lookup,
        limit: int | None = 5,
        progress: Callable[[str, float], None] = lambda stage, share: None,
    ) -> Iterator[tuple[str, Matches]]:
        """Look each row up: its own number, else its row number from 1, and its matches.

        Raises:
            InputError: `limit` is under 1.
        """
        check_limit(limit)
        numbered = [column for column, field in self.fields.items() if field == "id"]
        done = 0
        for batch in self.source.table.to_batches(max_chunksize=lookup._finder.together):
            progress("looking up", done / len(self))
            rows = batch.to_pylist()
            found = self._found(lookup, [self.reader.read(cells) for cells in rows], limit)
            for cells, matches in zip(rows, found, strict=True):
                done += 1
                yield (numbered and cells[numbered[0]]) or str(done), matches
        progress("looking up", 1.0)

    def _found(self, lookup: Lookup, ones: Sequence[OneRecord], limit: int | None) -> list[Matches]:
        """Look some records up together, those that say the same once."""
        keys = [(*one.values.items(), *one.spellings.items(), one.unread, one.contradicted) for one in ones]
        distinct = dict(zip(keys, ones, strict=True))
        found = lookup._found_together(list(distinct.values()), self.number, limit)
        known = dict(zip(distinct, found, strict=True))
        return [known[key] for key in keys]


def match_table(found: Iterable[tuple[str, Matches]]) -> pd.DataFrame:
    """Give matches as a table, one row each; `query_id` is whose they are."""
    import pandas as pd

    rows = [(name, *(getattr(match, column) for column in MATCH_COLUMNS)) for name, each in found for match in each]
    table = pd.DataFrame(rows, columns=["query_id", *MATCH_COLUMNS])
    return table.astype({"weight": float, "probability": float}) if rows else table


def reading_told(people: People) -> str:
    """Say what the columns of a table that was read by itself mean, those that were not used left out.

    Raises:
        InputError: none of them says who somebody is.
    """
    used = {column: field for column, field in people.fields.items() if field not in ("ignore", "id")}
    if not used:
        found = ", ".join(list(people.fields)[:20])
        raise InputError(f"no column with a meaning, found {found}; say what they are with --map COLUMN=field")
    return ", ".join(f"{column} as {field}" for column, field in used.items())
