"""Looking one new record up among those of a finished run, and comparing two records as dicts.

>>> import pandas as pd
>>> from resolve.interfaces.library import dedupe
>>> people = dedupe(pd.DataFrame({
...     "id": ["1", "2", "3"], "name": ["Ђорђе Ђорђевић", "Djordje Djordjevic", "Ana Marić"],
...     "born": ["1.2.1985.", "1985-02-01", "1990"]}))
>>> lookup = people.lookup()
>>> [(match.record_id, match.verdict) for match in lookup.find({"name": "ĐORĐEVIĆ Đorđe", "born": "01/02/1985"})]
[('1', 'link'), ('2', 'link')]
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve.errors import InputError, UnknownNameError
from resolve.interfaces import results
from resolve.interfaces.library import RecordName, Told
from resolve.linkage.lookup import Finder
from resolve.linkage.lookup import Found as Likely
from resolve.linkage.lookup_batch import find_together
from resolve.linkage.lookup_file import Resolved, load, save
from resolve.linkage.pipeline import Linked
from resolve.records.columns import MISSING
from resolve.records.facts import facts_of
from resolve.records.single import OneRecord, RecordReader
from resolve.report.explanation import Explanation, Side, explain_score, shown_probability
from resolve.scoring.weights import probability_of, weight_of

if TYPE_CHECKING:
    import pandas as pd

MATCH_COLUMNS = ("source", "record_id", "entity_id", "verdict", "weight", "probability")
"""What a match says, in the order of tables."""
# Shapes of records of which it is kept at hand which source they are of.
_SHAPES = 1_000
_NEW = ("new", "record")
_LEFT, _RIGHT = ("record", "left"), ("record", "right")


@dataclass(frozen=True)
class Match:
    """A record of the run that the new one may be.

    Attributes:
        record_id, source: which record. entity_id: the entity it is in.
        weight: in bits, the prior included. probability: in [0, 1].
        verdict: "link" from the policy's bound for links on, else "possible"; "possible" too where a contradiction
            keeps two records apart whatever else agrees.
    """

    record_id: str
    source: str
    entity_id: str
    weight: float
    probability: float
    verdict: str
    _lookup: Lookup = field(repr=False, compare=False)
    _new: tuple[OneRecord, int] = field(repr=False, compare=False)
    _row: int = field(repr=False, compare=False)

    @property
    def explanation(self) -> Explanation:
        """The evidence for and against, whose bits add up to the weight; it is put together when it is asked for."""
        return self._lookup._explain(*self._new, self._row)

    @property
    def shown_probability(self) -> str:
        """The probability for people; never rounded to a certainty that it is not."""
        return shown_probability(self.probability)

    @property
    def fields(self) -> dict[str, str]:
        """How the record of the run was read: normal spellings by field."""
        records = self._lookup._resolved.records
        return {name: text for name in records.columns if (text := records.value(name, self._row))}

    def to_dict(self, *, explained: bool = False) -> dict[str, Any]:
        """Give all but the evidence as plain types, ready for JSON; `explained`: that too."""
        told = {name: getattr(self, name) for name in MATCH_COLUMNS}
        return {**told, "explanation": self.explanation.to_dict()} if explained else told


class Matches(list[Match]):
    """The matches of one record, the strongest first.

    Attributes:
        fields: how the record was read: normal spellings by field.
        notes: what could not be read, and what in the record contradicts its own national number.
    """

    def __init__(self, matches: Sequence[Match], fields: Mapping[str, str], notes: tuple[str, ...]) -> None:
        super().__init__(matches)
        self.fields = dict(fields)
        self.notes = notes


class Lookup:
    """The records of a finished run, for new ones to be looked up among.

    Model, prior, blocks, value counts, and how columns are read stay as the run left them: a lookup changes nothing,
    and does not hang on earlier ones. One record is looked up at a time; calls from several threads take turns.

    Make one with `Resolution.lookup()`, or `Lookup.open` of a file that `Lookup.save` wrote.
    """

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved
        self._finder = Finder(resolved.records, resolved.model, across_only=resolved.across_only)
        self._readers = {facts.source: RecordReader(facts) for facts in resolved.facts}
        self._names = [facts.source for facts in resolved.facts]
        self._sources_of: dict[tuple[str, ...], str] = {}
        self._lock = threading.Lock()
        self._make_ready()

    def _make_ready(self) -> None:
        """Look the first record up, so that what is made once for all values is made before anybody waits for it."""
        columns = self._resolved.records.columns.values()
        if len(self) and self._names:
            first = {each.field: str(each.values[each.codes[0]]) for each in columns if each.codes[0] != MISSING}
            reader = self._readers[self._names[0]]
            self.find({name: text for name, text in first.items() if reader.knows([name])[0]}, source=self._names[0])

    @classmethod
    def of(cls, linked: Linked) -> Lookup:
        """Make one of a finished run; a second or so for each 100,000 records."""
        ids = results.entity_ids(linked)
        task = linked.task
        facts = facts_of(linked.records)
        return cls(Resolved(linked.records, ids, linked.model, task.policy, facts, task.across_only))

    @classmethod
    def open(cls, path: str | Path) -> Lookup:
        """Open a file that `save` wrote.

        Raises:
            FileError: it cannot be read. InputError: it is no such file.
        """
        return cls(load(Path(path)))

    def save(self, path: str | Path) -> Path:
        """Write all that looking up needs into one file, in one step; it holds the records' normalised values.

        Raises:
            FileError: it cannot be written.
        """
        save(self._resolved, Path(path))
        return Path(path)

    def __repr__(self) -> str:
        return f"<Lookup: {len(self):,} records of {', '.join(self._names)}>"

    def __len__(self) -> int:
        return len(self._resolved.records)

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns that a record may have, by source."""
        return {name: tuple(reader.facts.fields) for name, reader in self._readers.items()}

    def has_columns(self, columns: Collection[str]) -> bool:
        """Say whether columns are all those of one source, or fields."""
        return any(reader.knows(columns)[0] == len(columns) for reader in self._readers.values())

    def find(self, record: Mapping[str, Any], *, limit: int | None = 5, source: str | None = None) -> Matches:
        """Find the records of the run that a new one may be.

        Candidates are those that the run's blocking rules would have proposed, had the new record been among the data.

        Args:
            record: raw values by the column names of a source, or by field ("surname", "birth_date"); a column that is
                left out, None or blank is missing. A value that cannot be read is missing too, and noted.
            limit: how many matches at most, 1 or more; None gives all.
            source: whose columns they are; None takes the first source that has all of them.

        Returns:
            Matches from the policy's bound for possible ones on, the strongest first; none for a record that says
            nothing.

        Raises:
            UnknownNameError: there is no such source, or it has no such column. InputError: `record` is no mapping, or
                `limit` is under 1.

        Example: see the module.
        """
        check_limit(limit)
        reader, number = self._reader(record, source)
        return self._found(reader.read(record), number, limit)

    def find_many(
        self,
        people: Any,
        *,
        limit: int | None = 5,
        source: str | None = None,
        schema: Told = None,
        encoding: str | None = None,
    ) -> pd.DataFrame:
        """Find, for each row of a table, the records of the run that it may be, as `find` does for one record.

        Args:
            people: a path or a frame, as in `dedupe`.
            limit: how many matches of each row at most, 1 or more; None gives all.
            source: whose columns they are; None takes the first source that has all of them. A table with columns
                that no source has is read by itself, as `dedupe` would read it.
            schema: what its columns mean where the guess is wrong, as in `dedupe`; the table is then read by itself.
            encoding: of a text file, such as "cp1250"; None guesses it.

        Returns:
            One row a match, those of one person together, the strongest first: query_id (the row's own number, else the
            row number from 1), source, record_id, entity_id, verdict, weight (bits), probability. A person
            without a match has no row.

        Raises:
            InputError: no rows, or `limit` is under 1. FileError: the file cannot be read. UnknownNameError: there is
                no such source, or it lacks one of the columns.
        """
        from resolve.interfaces.lookup_many import People, match_table

        return match_table(People.read(self, people, source, schema, encoding).find(self, limit))

    def _found(self, one: OneRecord, number: int, limit: int | None) -> Matches:
        """Find the records that a prepared one may be."""
        with self._lock:
            self._put(one, number)
            kept = self._finder.with_identical(self._finder.likely(self._least))
        return self._matches(one, number, kept, limit)

    def _found_together(self, ones: Sequence[OneRecord], number: int, limit: int | None) -> list[Matches]:
        """Find the records that each of some prepared ones may be, at most `together` of them."""
        with self._lock:
            found = find_together(self._finder, ones, number, self._least)
        return [self._matches(one, number, kept, limit) for one, kept in zip(ones, found, strict=True)]

    def _matches(self, one: OneRecord, number: int, kept: Likely, limit: int | None) -> Matches:
        order = np.lexsort((kept.rows, -kept.weight))[:limit]
        linked = (kept.weight >= weight_of(self._resolved.policy.link)) & ~kept.barred
        probabilities = probability_of(kept.weight)
        records, ids = self._resolved.records, self._resolved.entity_ids
        matches = [
            Match(
                str(records.record_ids[row]),
                self._source_of(row),
                str(ids[row]),
                float(kept.weight[at]),
                float(probabilities[at]),
                "link" if linked[at] else "possible",
                self,
                (one, number),
                row,
            )
            for at, row in zip(order.tolist(), kept.rows[order].tolist(), strict=True)
        ]
        return Matches(matches, one.values, _notes(one))

    @property
    def _least(self) -> float:
        return weight_of(self._resolved.policy.possible)

    def compare(
        self,
        left: Mapping[str, Any] | RecordName,
        right: Mapping[str, Any] | RecordName,
        *,
        sources: tuple[str | None, str | None] = (None, None),
    ) -> Explanation:
        """Say whether two records are one person, and why; neither need be in the run.

        Args:
            left, right: raw values, as in `find`, or the name of a record of the run: its id, or (source, id) where
                sources number their records alike.
            sources: whose columns the raw values have; None takes the first source that fits.

        Raises:
            UnknownNameError, InputError: as `find`; UnknownNameError too where there is no such record, or several.
        """
        read = [self._asked(record, source) for record, source in zip((left, right), sources, strict=True)]
        finder = self._finder
        with self._lock:
            finder.settle()
            sides = []
            for one, row, name in zip(read, (finder.first, finder.second), (_LEFT, _RIGHT), strict=True):
                if isinstance(one, int):
                    sides.append(Side.of(finder.records, one))
                else:
                    finder.put(one[0], row, one[1])
                    sides.append(Side(row, name, one[0].contradicted))
            score = finder.scorer.score(sides[0].row, sides[1].row)
            return explain_score(finder.records, finder.scorer.fields, score, *sides)

    def _asked(self, record: Mapping[str, Any] | RecordName, source: str | None) -> tuple[OneRecord, int] | int:
        """Read a record, or find the row of one that is named."""
        if isinstance(record, str | tuple):
            return self._row(record)
        reader, number = self._reader(record, source)
        return reader.read(record), number

    def _row(self, name: RecordName) -> int:
        source, record_id = name if isinstance(name, tuple) and len(name) == 2 else (None, name)
        rows = [row for row in self._rows.get(str(record_id), []) if source in (None, self._source_of(row))]
        if len(rows) != 1:
            found = f"{len(rows):,} records have" if rows else "no record has"
            raise UnknownNameError(
                f"{found} this id; name a record by its id, or by (source, id); sources: {', '.join(self._names)}"
            )
        return rows[0]

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self._resolved.records.record_ids.tolist()):
            rows.setdefault(name, []).append(row)
        return rows

    def _source_of(self, row: int) -> str:
        return self._names[int(self._resolved.records.source_codes[row])]

    def _explain(self, one: OneRecord, number: int, row: int) -> Explanation:
        finder = self._finder
        with self._lock:
            self._put(one, number)
            score = finder.scorer.score(finder.first, row)
            side = Side(finder.first, _NEW, one.contradicted)
            return explain_score(finder.records, finder.scorer.fields, score, side, Side.of(finder.records, row))

    def _put(self, one: OneRecord, number: int) -> None:
        self._finder.settle()
        self._finder.put(one, self._finder.first, number)

    def _reader(self, record: Mapping[str, Any], source: str | None) -> tuple[RecordReader, int]:
        if not isinstance(record, Mapping):
            raise InputError(f"expected a record as a mapping of column to value, found {type(record).__name__}")
        if source is None and len(self._names) == 1:
            source = self._names[0]
        elif source is None:
            source = self._fitting(tuple(record))
        if source not in self._readers:
            raise UnknownNameError(f"there is no source '{source}'; there are: {', '.join(self._names)}")
        return self._readers[source], self._names.index(source)

    def _fitting(self, keys: tuple[str, ...]) -> str:
        """Give the first source that has all of some columns, else most of them."""
        source = self._sources_of.get(keys)
        if source is None:
            source = max(self._names, key=lambda name: self._readers[name].knows(keys))
            if self._readers[source].knows(keys)[0] == len(keys) and len(self._sources_of) < _SHAPES:
                self._sources_of[keys] = source
        return source


def check_limit(limit: int | None) -> None:
    """Refuse a limit under 1."""
    if limit is not None and limit < 1:
        raise InputError(f"expected a limit of 1 or more, or None, found {limit}")


def _notes(one: OneRecord) -> tuple[str, ...]:
    unread = [f"{column}: the value cannot be read, and counts as missing" for column in one.unread]
    odd = [f"its {name} contradicts its national number; both were kept" for name in one.contradicted]
    nothing = [] if one.values else ["the record has no value to match on"]
    return (*unread, *odd, *nothing)
