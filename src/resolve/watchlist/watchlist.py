"""A watchlist: lists of any publisher, searched together.

>>> import pandas as pd
>>> listed = pd.DataFrame({"id": ["7", "8"], "name": ["Хашим Тачи", "Ana Ilić"], "birth_date": ["1968", ""]})
>>> watchlist = Watchlist.read(listed, names=["agency"])
>>> (hit,) = watchlist.screen({"name": "HASIM TACI", "birth_date": "24.04.68"})
>>> hit.entry_id, hit.list, hit.matched_name, hit.verdict
('7', 'agency', 'Хашим Тачи', 'match')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve import rules
from resolve.errors import InputError, UnknownNameError
from resolve.records.mapping import Schema
from resolve.watchlist.container import open_arrays, write_arrays
from resolve.watchlist.decisions import Decisions
from resolve.watchlist.hits import Found, Hit, hit_of, hits_table, with_decision
from resolve.watchlist.lists.entries import ReadList
from resolve.watchlist.lists.frames import read_frame
from resolve.watchlist.lists.read import read_lists
from resolve.watchlist.organisation_screening import score_organisations
from resolve.watchlist.organisations import AskedOrganisations
from resolve.watchlist.policy import ScreeningPolicy
from resolve.watchlist.queries import Queries
from resolve.watchlist.retrieval import Asked
from resolve.watchlist.screening import Scored, score
from resolve.watchlist.segment import Segment

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str, float], None]
Told = ScreeningPolicy | str | None

# Queries screened at a time; it bounds memory.
_CHUNK = 1_000


class Watchlist:
    """Lists that are searched together. Make one by `read`, `of` or `open`."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = list(segments)

    @classmethod
    def of(cls, lists: Sequence[ReadList]) -> Watchlist:
        """Build a watchlist of lists already read.

        Raises:
            InputError: there is no list, or none has an entry.
        """
        if not any(one.entries for one in lists):
            raise InputError("expected lists with entries, found none to search")
        return cls([Segment.of(lists)])

    @classmethod
    def read(cls, *sources: Any, names: Sequence[str] | None = None, encoding: str | None = None) -> Watchlist:
        """Read lists and build a watchlist of them.

        Args:
            sources: paths of lists of any format that `watchlist.lists.read` knows, told by their content; or tables
                (pandas, Polars, Arrow, DuckDB) of an agency's own.
            names: what to call them in hits, one a list; else what they are, or the file's name.
            encoding: of text files, if it is known.

        Raises:
            FileError: a file cannot be read. InputError: it holds no list, or no entry.
        """
        return cls.of(_read(sources, names, encoding))

    @classmethod
    def together(cls, watchlists: Sequence[Watchlist]) -> Watchlist:
        """Give one watchlist of several; nothing is built again."""
        return cls([segment for one in watchlists for segment in one._segments])

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._segments)

    @cached_property
    def _built(self) -> int:
        """How many entries the prior is spread over: all of the lists that any is left of, so that taking entries
        away leaves the weights of the others as they were.
        """
        return sum(int(np.isin(segment.list_of, segment.list_of[segment.live]).sum()) for segment in self._segments)

    def __repr__(self) -> str:
        names = sum(len(segment.index) for segment in self._segments)
        others = sum(len(np.unique(segment.organisations.owner)) for segment in self._segments)
        more = f", {others:,} of organisations" if others else ""
        lists = f"{len(self.lists)} list{'' if len(self.lists) == 1 else 's'}"
        return f"<Watchlist: {len(self):,} entries, {names:,} names of people{more}, {lists}>"

    @property
    def lists(self) -> tuple[ReadList, ...]:
        """What was read, without the entries: name, format, version, notes."""
        return tuple(one for segment in self._segments for one in segment.lists)

    def counts(self) -> dict[str, int]:
        """Give how many entries of each list still count, by its name."""
        found: dict[str, int] = {}
        for segment in self._segments:
            numbers = np.bincount(segment.list_of[segment.live], minlength=len(segment.lists))
            for one, number in zip(segment.lists, numbers.tolist(), strict=True):
                found[one.name] = found.get(one.name, 0) + number
        return found

    def without(self, name: str, entry_ids: Iterable[str] | None = None) -> Watchlist:
        """Give a watchlist without a list, or without some of its entries; what is left is not built again.

        Raises:
            UnknownNameError: there is no list of that name, or an entry is not on it.
        """
        wanted = None if entry_ids is None else set(entry_ids)
        segments: list[Segment] = []
        found: set[str] = set()
        if name not in [one.name for one in self.lists]:
            raise UnknownNameError(f"no list '{name}'; there are: {', '.join(one.name for one in self.lists)}")
        for segment in self._segments:
            numbers = [number for number, one in enumerate(segment.lists) if one.name == name]
            gone = np.isin(segment.list_of, numbers)
            if wanted is not None:
                found |= {segment.entry_ids[entry] for entry in np.flatnonzero(gone)} & wanted
                gone &= np.array([reference in wanted for reference in segment.entry_ids], bool)
            segments.append(segment.without(gone))
        if wanted is not None and wanted - found:
            raise UnknownNameError(f"{len(wanted - found)} of the references are not on the list '{name}'")
        return Watchlist(segments)

    def screen(
        self,
        person: Mapping[str, Any],
        *,
        limit: int = 10,
        policy: Told = None,
        decisions: Decisions | None = None,
    ) -> list[Hit]:
        """Find the entries that one person may be, the likeliest first.

        Args:
            person: texts by field: name (or given_name and surname), and any of birth_date, sex, nationality,
                birth_place, national_id, document_number, phone, email; words that headers may be are understood too.
                With kind "organisation" (or "vessel") it asks about one of those: name, country, numbers, phone, email.
            limit: the most hits to give. decisions: what officers decided before (the person's `id` is their key).
            policy: a `ScreeningPolicy` or its name in `rules/screening/policies`; None is "default".

        Returns:
            Hits of the verdicts "match" and "possible"; none is [].

        Raises:
            InputError: there is nothing to ask with. UnknownNameError: an unknown field or policy.
        """
        asked = Queries.of_person(person)
        return list(self.screen_table(asked, limit=limit, policy=policy, decisions=decisions))

    def screen_many(
        self,
        people: Any,
        *,
        limit: int = 10,
        policy: Told = None,
        schema: Schema | str | Path | Mapping[str, Any] | None = None,
        decisions: Decisions | None = None,
        progress: Progress | None = None,
        kind: str | None = None,
    ) -> pd.DataFrame:
        """Screen a table of people.

        Args:
            people: a path or a frame; its columns are read as those of an export are.
            limit: the most hits to give for each person. schema: what columns mean where the guess is wrong.
            decisions: what officers decided before; a decision that stands is the verdict.
            progress: called with "screening" and the share done.
            kind: "person" or "organisation" for all rows; None: what a column "kind" says, people where there is none.

        Returns:
            One row a hit, in order of the people and then of weight: query_id, entry_id, list, name (the entry's main
            one), matched_name, weak_alias, birth_date (as listed), weight (bits), probability, verdict, decision.
        """
        return hits_table(
            self.screen_table(
                people, limit=limit, policy=policy, schema=schema, decisions=decisions, progress=progress, kind=kind
            )
        )

    def screen_table(
        self,
        people: Any,
        *,
        limit: int = 10,
        policy: Told = None,
        schema: Schema | str | Path | Mapping[str, Any] | None = None,
        decisions: Decisions | None = None,
        progress: Progress | None = None,
        kind: str | None = None,
    ) -> Iterator[Hit]:
        """Screen a table of people as `screen_many` does, and give the hits one after the other."""
        told = progress or (lambda stage, share: None)
        decided = decisions.standing() if decisions else {}
        chosen = _policy(policy)
        queries = people if isinstance(people, Queries) else Queries.of_table(people, Schema.of(schema), kind=kind)
        for start in range(0, len(queries), _CHUNK):
            part = queries.part(start, start + _CHUNK)
            by_query: dict[int, list[Hit]] = {}
            for query, hit in self._numbered_hits(part, chosen):
                by_query.setdefault(query, []).append(hit)
            for query in sorted(by_query):
                found = sorted(by_query[query], key=lambda hit: (-hit.weight, hit.list, hit.entry_id))
                yield from (with_decision(hit, decided) for hit in found[: max(0, limit)])
            told("screening", min(1.0, (start + _CHUNK) / max(1, len(queries))))

    def save(self, path: str | Path) -> None:
        """Write the watchlist to one file, in one step; `open` maps it back without reading it all.

        Raises:
            FileError: the file cannot be written.
        """
        arrays = {
            f"{number}:{name}": array
            for number, segment in enumerate(self._segments)
            for name, array in segment.arrays()
        }
        lists = [segment.described() for segment in self._segments]
        write_arrays(Path(path), arrays, {"segments": lists, "rules": rules.fingerprint()})

    @classmethod
    def open(cls, path: str | Path) -> Watchlist:
        """Open a watchlist that `save` wrote.

        Raises:
            FileError: the file cannot be read. InputError: it is no such file, or was made with other rules.
        """
        arrays, description = open_arrays(Path(path))
        if description["rules"] != rules.fingerprint():
            raise InputError(f"{path}: the index was built with other rules than those in force: build it again")
        segments = []
        for number, lists in enumerate(description["segments"]):
            head = f"{number}:"
            mine = {name.removeprefix(head): array for name, array in arrays.items() if name.startswith(head)}
            segments.append(Segment.from_arrays(mine, lists))
        return cls(segments)

    def _numbered_hits(self, queries: Queries, policy: ScreeningPolicy) -> Iterator[tuple[int, Hit]]:
        entries = self._built
        for segment in self._segments:
            ways: list[tuple[Scored, Asked | AskedOrganisations]] = []
            if not all(queries.organisations) or not queries.organisations:
                ways.append(score(segment, queries, policy, entries))
            if any(queries.organisations) and len(segment.organisations):
                ways.append(score_organisations(segment, queries, policy, entries))
            for scored, asked in ways:
                for place in range(len(scored)):
                    source = Found(segment, queries, asked, scored, place, policy, entries)
                    yield int(scored.query[place]), hit_of(source, place)


def _read(sources: Sequence[Any], names: Sequence[str] | None, encoding: str | None) -> list[ReadList]:
    paths = [source for source in sources if isinstance(source, str | Path)]
    frames = [(number, one) for number, one in enumerate(sources, start=1) if not isinstance(one, str | Path)]
    lists = read_lists(paths, encoding=encoding) if paths else []
    lists += [read_frame(source, f"list {number}") for number, source in frames]
    if names is not None and len(names) != len(lists):
        raise InputError(f"expected {len(lists)} names, one a list, found {len(names)}")
    return lists if names is None else [replace(one, name=name) for one, name in zip(lists, names, strict=True)]


def _policy(told: Told) -> ScreeningPolicy:
    return told if isinstance(told, ScreeningPolicy) else ScreeningPolicy.named(told or "default")
