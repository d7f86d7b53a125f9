"""Hits: an entry that a person asked about may be; what the list says and the evidence are made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from resolve import rules
from resolve.records.columns import Coded
from resolve.scoring.comparison import levels_of
from resolve.watchlist.changes import entry_digest
from resolve.watchlist.decisions import UNSURE, Decision
from resolve.watchlist.evidence import HitExplanation, Said, name_evidence
from resolve.watchlist.judging import Pair, with_law
from resolve.watchlist.lists.entries import ListedParty
from resolve.watchlist.organisation_screening import organisation_fields, prior_of
from resolve.watchlist.organisations import AskedOrganisations, compared_fields, names_said, read_names
from resolve.watchlist.policy import VERDICTS, ScreeningPolicy
from resolve.watchlist.queries import Queries
from resolve.watchlist.retrieval import Asked
from resolve.watchlist.screening import Scored
from resolve.watchlist.segment import Segment
from resolve.watchlist.similarity import Law

if TYPE_CHECKING:
    import pandas as pd

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
    "decision",
)


@dataclass(frozen=True)
class Hit:
    """An entry that a person asked about may be.

    Attributes:
        query_id: the query's own id. entry_id, list: the entry's reference, and the list that it is on.
        matched_name: the listed name that agrees best, as the list writes it; weak: it is a weak alias.
        weight: in bits, prior included: for ranking. probability: in [0, 1], for deciding.
        verdict: by the policy, or "confirmed" or "dismissed" where an officer's decision stands.
        decision: the last decision about the person and the entry, standing or not; None where there is none.
    """

    query_id: str
    entry_id: str
    list: str
    matched_name: str
    weak: bool
    weight: float
    probability: float
    verdict: str
    decision: Decision | None = field(repr=False)
    _source: Found = field(repr=False)

    @cached_property
    def entry(self) -> ListedParty:
        """All that the list says of the entry."""
        return self._source.entry()

    @cached_property
    def digests(self) -> tuple[str, str]:
        """Digests of the person's values and the entry's, by which a decision knows whether they have changed."""
        query = int(self._source.scored.query[self._source.place])
        return self._source.queries.digest(query), entry_digest(self.entry)

    @cached_property
    def explanation(self) -> HitExplanation:
        """The evidence for and against, in bits that add up to the weight."""
        return self._source.explain(self)


@dataclass(frozen=True)
class Found:
    """What a hit's entry and explanation are made of when they are asked for."""

    segment: Segment
    queries: Queries
    asked: Asked | AskedOrganisations
    scored: Scored
    place: int
    policy: ScreeningPolicy
    entries: int

    def entry(self) -> ListedParty:
        """Give the entry."""
        return self.segment.entry(int(self.scored.entry[self.place]))

    def explain(self, hit: Hit) -> HitExplanation:
        """Give the evidence of a hit that was made of this."""
        asked, prior, name = (
            self._of_organisation() if isinstance(self.asked, AskedOrganisations) else self._of_person()
        )
        evidence = [Said("", "", "", "before anything is compared", prior), *name]
        if hit.weak:
            evidence.append(Said("name", "", hit.matched_name, "only a weak alias", -self.policy.weak))
        evidence += self._fields()
        law = "" if isinstance(self.asked, AskedOrganisations) else self.policy.similarity
        if law:
            evidence = list(with_law(Law.named(law), self._pair(), evidence))
        one = self.segment.lists[int(self.segment.list_of[int(self.scored.entry[self.place])])]
        return HitExplanation(
            asked,
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
            Law.named(law).title if law else "",
        )

    def listed_name(self) -> int:
        """Give the number of the listed name that agrees best."""
        name = int(self.scored.name[self.place])
        return name if isinstance(self.asked, AskedOrganisations) else int(self.segment.index.owner[name])

    def _of_person(self) -> tuple[str, float, Sequence[Said]]:
        """Give the name asked about, the prior, and what the names say of each other."""
        assert isinstance(self.asked, Asked)
        words, _ = self.segment.index.vocabulary()
        asked = self.asked.reads[int(self.scored.asked[self.place])]
        listed = self.segment.read_name(int(self.scored.name[self.place]))
        said = name_evidence(words, asked, listed, self.segment.index.shares())
        return " ".join(asked.shown), self.policy.prior_bits(self.entries), said

    def _of_organisation(self) -> tuple[str, float, Sequence[Said]]:
        """Give these of an organisation."""
        assert isinstance(self.asked, AskedOrganisations)
        asked = self.asked.names[int(self.scored.asked[self.place])]
        listed = read_names(self.segment.listed_text(self.listed_name()))
        said = names_said(self.segment.organisations, asked, listed)
        return " ".join(asked.shown), prior_of(self.policy, self.entries), said

    def _pair(self) -> Pair:
        assert isinstance(self.asked, Asked)
        scored, at = self.scored, self.place
        places = (scored.query[at], scored.entry[at], scored.asked[at], scored.name[at])
        return Pair(self.segment, self.queries, self.asked, *map(int, places))

    def _fields(self) -> Iterator[Said]:
        query = int(self.scored.query[self.place])
        for name, said in self.scored.fields.items():
            level, value = int(said.level[self.place]), int(said.value[self.place])
            coded, kind = self._asked_field(name)
            asked = str(coded.values[coded.codes[query]]) if coded.codes[query] >= 0 else ""
            listed = self.segment.fields[name].texts[value] if level else ""
            says = levels_of(kind, "screening/fields")[level - 1].name if level else "missing"
            yield Said(name, asked, listed, says, float(said.bits[self.place]))

    def _asked_field(self, name: str) -> tuple[Coded, str]:
        """Give a field of the queries and the kind of its levels."""
        if isinstance(self.asked, AskedOrganisations):
            return organisation_fields(self.queries)[name], compared_fields()[name]["kind"]
        return self.queries.fields[name], rules.load("screening/fields")["fields"][name]


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
            _told(hit.decision, hit),
        )
        for hit in hits
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def with_decision(hit: Hit, decisions: Mapping[tuple[str, str, str], Decision]) -> Hit:
    """Give a hit with what was decided about it; a decision that stands is its verdict, but for "unsure"."""
    decision = decisions.get((hit.query_id, hit.list, hit.entry_id))
    if decision is None:
        return hit
    stands = decision.stands(*hit.digests) and decision.decided != UNSURE
    return replace(hit, decision=decision, verdict=decision.decided if stands else hit.verdict)


def hit_of(source: Found, place: int) -> Hit:
    """Make the hit of a scored pair."""
    segment, scored = source.segment, source.scored
    entry, owner = int(scored.entry[place]), source.listed_name()
    probability = float(scored.probability[place])
    return Hit(
        query_id=source.queries.ids[int(scored.query[place])],
        entry_id=segment.entry_ids[entry],
        list=segment.lists[int(segment.list_of[entry])].name,
        matched_name=segment.name_texts[owner],
        weak=bool(segment.name_weak[owner]),
        weight=float(scored.weight[place]),
        probability=probability,
        verdict=VERDICTS[int(scored.verdict[place])],
        decision=None,
        _source=source,
    )


def _told(decision: Decision | None, hit: Hit) -> str:
    if decision is None:
        return ""
    return decision.decided if decision.stands(*hit.digests) else f"{decision.decided} before a change"
