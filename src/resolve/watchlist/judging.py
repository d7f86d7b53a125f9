"""Pairs of people asked about and entries, judged by a law's list of similarities (`watchlist.similarity`).

>>> marks_differ("Anne-Marie O'Brien", "Anne Marie OBrien"), marks_differ("Ilić, Ana", "Ana Ilić")
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from resolve.watchlist.evidence import Said
from resolve.watchlist.policy import NO_MATCH, VERDICTS
from resolve.watchlist.postings import Rows
from resolve.watchlist.queries import Queries
from resolve.watchlist.retrieval import Asked, Found
from resolve.watchlist.segment import Segment
from resolve.watchlist.similar_names import NameLikeness, similar_names
from resolve.watchlist.similarity import SIMILAR, UNTOLD, Law, Likeness

Codes = npt.NDArray[np.int8]

_HYPHENS = "-‐‑‒–"
_APOSTROPHES = "'’‘ʻʼ`´ʹ"


def with_letters(segment: Segment, asked: Asked, found: Found) -> Found:
    """Add names that have the letters of those asked about, in any order and but for one, or but for a cut word."""
    row, name = segment.letters.find([read.tokens for read in asked.reads])
    count = max(1, len(segment.index))
    both = np.unique(np.concatenate([found.asked * count + found.name, row * count + name]))
    row, name = np.divmod(both, count)
    return Found(asked.query[row], row, name)


def judge_names(law: Law, segment: Segment, asked: Asked, rows: Rows, names: Rows) -> list[NameLikeness]:
    """Compare names asked about (places in `asked`) with listed ones (rows of the segment's index) by the law."""
    index = segment.index
    listed = index.names(names)
    words, _ = index.vocabulary()
    found = similar_names(law, words, asked.names, listed, rows, np.arange(len(names)))
    for place, one in enumerate(found):
        if one.standing:
            text, listed_text = asked.texts[int(rows[place])], _text_of(segment, int(names[place]))
            if text and listed_text and marks_differ(text, listed_text):
                whole = [case for case in one.whole if case != "regrouped"]
                found[place] = replace(one, standing=SIMILAR, whole=("marks", *whole))
    return found


def name_standings(law: Law, segment: Segment, asked: Asked, found: Found) -> Codes:
    """Give how the names of candidates stand to each other."""
    return np.array([one.standing for one in judge_names(law, segment, asked, found.asked, found.name)], np.int8)


def _text_of(segment: Segment, name: int) -> str:
    """Give a listed name as written, "" where its text holds several names."""
    owner = segment.index.owner
    several = [other for other in (name - 1, name + 1) if 0 <= other < len(owner) and owner[other] == owner[name]]
    return "" if several else segment.listed_text(int(owner[name]))


def marks_differ(one: str, other: str) -> bool:
    """Tell whether two names are written with other hyphens or apostrophes. Commas only part surname and forename."""
    return _marks(one) != _marks(other)


def _marks(text: str) -> tuple[int, int]:
    return sum(map(text.count, _HYPHENS)), sum(map(text.count, _APOSTROPHES))


def judge_fields(
    law: Law, segment: Segment, queries: Queries, query: int, entry: int
) -> Iterator[tuple[str, str, str, Likeness]]:
    """Compare the fields that the law compares: the field, both values, and how they stand; of several, the best."""
    for category in law.written["category"].values():
        for field in category["fields"]:
            coded = queries.fields.get(field)
            if coded is None or coded.codes[query] < 0 or field not in segment.fields:
                continue
            asked, values = str(coded.values[coded.codes[query]]), segment.fields[field]
            _, places = values.of_entry.of(np.array([entry]))
            listed = [values.texts[place] for place in places.tolist()]
            said = [(law.value(field, asked, text), text) for text in listed]
            if said:
                best, text = max(said, key=lambda one: one[0].standing)
                # What is not fully known of one value may be another's contradiction: it is no difference.
                unsure = best.standing < SIMILAR and any(one is UNTOLD for one, _ in said)
                yield field, asked, text, UNTOLD if unsure else best


def shares_document(law: Law, segment: Segment, queries: Queries, query: int, entry: int) -> bool:
    """Tell whether a query has the number of a travel document of an entry."""
    for field in law.written["document"]["fields"]:
        coded = queries.fields.get(field)
        if coded is not None and coded.codes[query] >= 0:
            asked, values = str(coded.values[coded.codes[query]]), segment.fields[field]
            _, places = values.of_entry.of(np.array([entry]))
            if any(values.texts[place] == asked for place in places.tolist()):
                return True
    return False


def verdicts(law: Law, segment: Segment, queries: Queries, pairs: tuple[Rows, Rows], names: Codes) -> Codes:
    """Give the verdict on each pair of a query and an entry, as places in `policy.VERDICTS`.

    Args:
        pairs: numbers of queries and of entries. names: how their names stand to each other.
    """
    found = np.zeros(len(names), np.int8)
    for place, (query, entry, name) in enumerate(zip(*(one.tolist() for one in (*pairs, names)), strict=True)):
        document = shares_document(law, segment, queries, query, entry)
        if name < SIMILAR and not document:
            continue
        standing = {field: one.standing for field, _, _, one in judge_fields(law, segment, queries, query, entry)}
        verdict = law.whole({"name": name, **standing}, document=document)
        found[place] = VERDICTS.index(verdict or NO_MATCH)
    return found


@dataclass(frozen=True)
class Pair:
    """One query and one entry, and the names of them that were compared: by number, as in `screening.Scored`."""

    segment: Segment
    queries: Queries
    asked: Asked
    query: int
    entry: int
    asked_name: int
    name: int


def with_law(law: Law, pair: Pair, evidence: Iterable[Said]) -> Iterator[Said]:
    """Give evidence with what the law says of each piece of it, and of the names as a whole and of a shared document.

    What is added is worth no bits: the weight is for ranking, the law decides.
    """
    segment = pair.segment
    (names,) = judge_names(law, segment, pair.asked, np.array([pair.asked_name]), np.array([pair.name]))
    of_field = {
        field: law.says(field, one)
        for field, _, _, one in judge_fields(law, segment, pair.queries, pair.query, pair.entry)
    }
    read, listed = pair.asked.reads[pair.asked_name], segment.read_name(pair.name).shown
    of_words = {(read.shown[i], listed[j]): law.word(case) for i, j, case in names.words if j < len(listed)}
    whole = law.says("name", Likeness(names.standing, names.cases))
    said = list(evidence)
    last = max((place for place, one in enumerate(said) if one.field == "name"), default=0)
    for place, one in enumerate(said):
        if one.field == "name":
            yield replace(one, by_law=of_words.get((one.asked, one.listed), ""))
        else:
            yield replace(one, by_law=of_field.get(one.field, ""))
        if place == last:
            yield Said("name", " ".join(read.shown), " ".join(listed), "by the law", 0.0, whole)
    if shares_document(law, segment, pair.queries, pair.query, pair.entry):
        yield Said("document_number", "", "", "by the law", 0.0, law.document())
