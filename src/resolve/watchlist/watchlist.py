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
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from resolve import rules
from resolve.errors import InputError
from resolve.names.reading import Read, read
from resolve.records.mapping import Schema
from resolve.scoring.comparison import levels_of
from resolve.text.repair import repair_many
from resolve.watchlist.container import open_arrays, write_arrays
from resolve.watchlist.evidence import HitExplanation, Said, name_evidence
from resolve.watchlist.lists.entries import ListedParty, ReadList
from resolve.watchlist.lists.frames import read_frame
from resolve.watchlist.lists.read import read_lists
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
COLUMNS = (
    "query_id",
    "entry_id",
    "list",
    "name",
    "matched_name",
    "weak_alias",
    "birth_date",
    "weight",
    "probability",
    "verdict",
)


@dataclass(frozen=True)
class Hit:
    """An entry that a person asked about may be.

    Attributes:
        query_id: the query's own id. entry_id, list: the entry's reference, and the list that it is on.
        matched_name: the listed name that agrees best, as the list writes it; weak: it is a weak alias.
        weight: in bits, prior included: for ranking. probability: in [0, 1], for deciding. verdict: by the policy.
    """

    query_id: str
    entry_id: str
    list: str
    matched_name: str
    weak: bool
    weight: float
    probability: float
    verdict: str
    _source: _Source = field(repr=False)

    @cached_property
    def entry(self) -> ListedParty:
        """All that the list says of the entry."""
        return self._source.entry()

    @cached_property
    def explanation(self) -> HitExplanation:
        """The evidence for and against, in bits that add up to the weight."""
        return self._source.explain(self)


@dataclass(frozen=True)
class _Source:
    """What a hit's entry and explanation are made of when they are asked for."""

    segment: Segment
    queries: Queries
    asked: Asked
    scored: Scored
    place: int
    policy: ScreeningPolicy
    entries: int

    def entry(self) -> ListedParty:
        return self.segment.entry(int(self.scored.entry[self.place]))

    def explain(self, hit: Hit) -> HitExplanation:
        index, row = self.segment.index, int(self.scored.name[self.place])
        words, _ = index.vocabulary()
        asked = self.asked.reads[int(self.scored.asked[self.place])]
        name = name_evidence(words, asked, self._listed(row), index.shares())
        evidence = [Said("", "", "", "before anything is compared", self.policy.prior_bits(self.entries)), *name]
        if hit.weak:
            evidence.append(Said("name", "", hit.matched_name, "only a weak alias", -self.policy.weak))
        evidence += self._fields()
        one = self.segment.lists[int(self.segment.list_of[int(self.scored.entry[self.place])])]
        return HitExplanation(
            " ".join(asked.shown),
            hit.matched_name,
            hit.weak,
            hit.entry_id,
            hit.list,
            one.version,
            tuple(evidence),
            hit.weight,
            hit.probability,
            hit.verdict,
            self.policy.name,
            rules.fingerprint(),
        )

    def _listed(self, row: int) -> Read:
        """Give the listed name as it was read when the index was built: its owner's text, or an alias in that text."""
        index = self.segment.index
        whole = read(repair_many([self.segment.listed_text(int(index.owner[row]))])[0])
        number = row - int(np.searchsorted(index.owner, index.owner[row]))
        return (whole, *whole.aliases)[number]

    def _fields(self) -> Iterator[Said]:
        query = int(self.scored.query[self.place])
        for name, said in self.scored.fields.items():
            level, value = int(said.level[self.place]), int(said.value[self.place])
            kind = rules.load("screening/fields")["fields"][name]
            coded = self.queries.fields[name]
            asked = str(coded.values[coded.codes[query]]) if coded.codes[query] >= 0 else ""
            listed = self.segment.fields[name].texts[value] if level else ""
            says = levels_of(kind, "screening/fields")[level - 1].name if level else "missing"
            yield Said(name, asked, listed, says, float(said.bits[self.place]))


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

    def __repr__(self) -> str:
        names = sum(len(segment.index) for segment in self._segments)
        return f"<Watchlist: {len(self):,} entries, {names:,} names of people, {len(self.lists)} lists>"

    @property
    def lists(self) -> tuple[ReadList, ...]:
        """What was read, without the entries: name, format, version, notes."""
        return tuple(one for segment in self._segments for one in segment.lists)

    def add(self, *lists: ReadList) -> Watchlist:
        """Give a watchlist with further lists; what is there is not built again."""
        return Watchlist([*self._segments, Segment.of(lists)])

    def screen(self, person: Mapping[str, Any], *, limit: int = 10, policy: Told = None) -> list[Hit]:
        """Find the entries that one person may be, the likeliest first.

        Args:
            person: texts by field: name (or given_name and surname), and any of birth_date, sex, nationality,
                birth_place, national_id, document_number, phone, email; words that headers may be are understood too.
            limit: the most hits to give.
            policy: a `ScreeningPolicy` or its name in `rules/screening/policies`; None is "default".

        Returns:
            Hits of the verdicts "match" and "possible"; none is [].

        Raises:
            InputError: there is nothing to ask with. UnknownNameError: an unknown field or policy.
        """
        chosen = _policy(policy)
        hits = self._hits(Queries.of_person(person), chosen)
        return sorted(hits, key=lambda hit: (-hit.weight, hit.list, hit.entry_id))[: max(0, limit)]

    def screen_many(
        self,
        people: Any,
        *,
        limit: int = 10,
        policy: Told = None,
        schema: Schema | str | Path | Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Screen a table of people.

        Args:
            people: a path or a frame; its columns are read as those of an export are.
            limit: the most hits to give for each person. schema: what columns mean where the guess is wrong.
            progress: called with "screening" and the share done.

        Returns:
            One row a hit, in order of the people and then of weight: query_id, entry_id, list, name (the entry's main
            one), matched_name, weak_alias, birth_date (the listed value compared), weight (bits), probability, verdict.
        """
        return hits_table(self.screen_table(people, limit=limit, policy=policy, schema=schema, progress=progress))

    def screen_table(
        self,
        people: Any,
        *,
        limit: int = 10,
        policy: Told = None,
        schema: Schema | str | Path | Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Hit]:
        """Screen a table of people as `screen_many` does, and give the hits one after the other."""
        told = progress or (lambda stage, share: None)
        chosen = _policy(policy)
        queries = people if isinstance(people, Queries) else Queries.of_table(people, Schema.of(schema))
        for start in range(0, len(queries), _CHUNK):
            part = queries.part(start, start + _CHUNK)
            by_query: dict[int, list[Hit]] = {}
            for query, hit in self._numbered_hits(part, chosen):
                by_query.setdefault(query, []).append(hit)
            for query in sorted(by_query):
                found = sorted(by_query[query], key=lambda hit: (-hit.weight, hit.list, hit.entry_id))
                yield from found[: max(0, limit)]
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

    def _hits(self, queries: Queries, policy: ScreeningPolicy) -> list[Hit]:
        return [hit for _, hit in self._numbered_hits(queries, policy)]

    def _numbered_hits(self, queries: Queries, policy: ScreeningPolicy) -> Iterator[tuple[int, Hit]]:
        entries = len(self)
        for segment in self._segments:
            scored, asked = score(segment, queries, policy, entries)
            for place in range(len(scored)):
                source = _Source(segment, queries, asked, scored, place, policy, entries)
                yield int(scored.query[place]), _hit(source, place)


def hits_table(hits: Iterable[Hit]) -> pd.DataFrame:
    """Give hits as a table of `COLUMNS`, one row a hit."""
    import pandas as pd

    rows = [
        (
            hit.query_id,
            hit.entry_id,
            hit.list,
            hit.entry.name,
            hit.matched_name,
            hit.weak,
            "; ".join(hit.entry.birth_dates),
            hit.weight,
            hit.probability,
            hit.verdict,
        )
        for hit in hits
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _hit(source: _Source, place: int) -> Hit:
    segment, scored = source.segment, source.scored
    entry, owner = int(scored.entry[place]), int(segment.index.owner[int(scored.name[place])])
    probability = float(scored.probability[place])
    return Hit(
        query_id=source.queries.ids[int(scored.query[place])],
        entry_id=segment.entry_ids[entry],
        list=segment.lists[int(segment.list_of[entry])].name,
        matched_name=segment.name_texts[owner],
        weak=bool(segment.name_weak[owner]),
        weight=float(scored.weight[place]),
        probability=probability,
        verdict=source.policy.verdict(probability),
        _source=source,
    )


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
