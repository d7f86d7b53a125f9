"""A part of a watchlist that was built at once: entries, an index of their names, and their other values.

>>> from resolve.watchlist.lists.entries import Kind, ListedName
>>> people = [ListedParty("7", Kind.PERSON, (ListedName("Ana Ilić"),), birth_dates=("1968",))]
>>> made = Segment.of([ReadList("agency", "table", tuple(people))])
>>> len(made), made.entry(0).name, made.fields["birth_date"].values.tolist()
(1, 'Ana Ilić', ['1968'])
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names.reading import Read, read
from resolve.records.prepare import normalise
from resolve.text.repair import repair_many
from resolve.watchlist.index import NameIndex
from resolve.watchlist.letters import LetterSearch
from resolve.watchlist.lists.entries import Kind, ListedDocument, ListedName, ListedParty, Quality, ReadList
from resolve.watchlist.organisations import index_of
from resolve.watchlist.postings import Postings, Texts
from resolve.watchlist.retrieval import Retrieval

Array = npt.NDArray[Any]

# Who is asked about by a person's name
_PEOPLE = frozenset({Kind.PERSON, Kind.OTHER})
# Fields that only organisations are compared by, and as what their values are read
_OF_ORGANISATIONS = {"country": "nationality", "number": "national_id"}
_TEXTS = ("entries", "name_texts", "index_texts", "references")


@dataclass(frozen=True)
class Values:
    """One field of all entries: the distinct values, and which of them each entry has."""

    texts: Texts
    of_entry: Postings
    counts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, field: str, written: Sequence[Sequence[str]]) -> Values:
        """Normalise what entries have in a field of the schemas, or of organisations."""
        flat = [text for texts in written for text in texts]
        owner = np.repeat(np.arange(len(written)), [len(texts) for texts in written])
        distinct = list(dict.fromkeys(flat))
        made = (
            dict(zip(distinct, normalise(_OF_ORGANISATIONS.get(field, field), distinct), strict=True))
            if distinct
            else {}
        )
        values = list(dict.fromkeys(text for text in made.values() if text))
        number = {text: place for place, text in enumerate(values)}
        codes = np.array([number.get(made[text], -1) for text in flat], np.int64)
        has = codes >= 0
        counts = np.bincount(codes[has], minlength=len(values)).astype(np.int32)
        return cls(Texts.of(values), Postings.by_number(owner[has], codes[has], len(written)), counts)

    @cached_property
    def values(self) -> npt.NDArray[np.object_]:
        """The distinct values as strings."""
        return np.array([self.texts[number] for number in range(self.texts.size)], object)

    @cached_property
    def by_value(self) -> tuple[dict[str, int], Postings]:
        """The number of each value, and the entries that have it."""
        entries = np.repeat(np.arange(len(self.of_entry.starts) - 1), np.diff(self.of_entry.starts))
        numbers = {text: number for number, text in enumerate(self.values.tolist())}
        return numbers, Postings.by_number(self.of_entry.rows, entries, len(numbers))


@dataclass(frozen=True)
class Segment:
    """Entries of one or more lists.

    Attributes:
        lists: what each list was, without its entries; `list_of` says which each entry is of.
        index, organisations: over the names of people, and of organisations and vessels; the owner of a name is its
            number among all listed names. Entries of kind "other" are in both.
        name_entry, name_weak: the entry of each listed name, and whether it is a weak alias.
        name_texts: the listed names as written; index_texts: as the index read them. references: the entries' ids.
        live: which entries still count; those taken away are not.
    """

    lists: tuple[ReadList, ...]
    list_of: npt.NDArray[np.int16]
    entries: Texts
    index: NameIndex
    organisations: NameIndex
    name_entry: npt.NDArray[np.int32]
    name_weak: npt.NDArray[np.bool_]
    name_texts: Texts
    index_texts: Texts
    references: Texts
    fields: Mapping[str, Values]
    live: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.live.sum())

    def without(self, gone: npt.NDArray[np.bool_]) -> Segment:
        """Give the segment without some of its entries, which are passed over from now on; nothing is built again."""
        return replace(self, live=self.live & ~gone)

    @classmethod
    def of(cls, lists: Sequence[ReadList]) -> Segment:
        """Build a segment; victims of misused identities are kept out of it."""
        entries = [entry for one in lists for entry in one.entries if not entry.misused]
        counts = [sum(not entry.misused for entry in one.entries) for one in lists]
        named = [(number, name) for number, entry in enumerate(entries) for name in entry.names]
        people = [entry.kind in _PEOPLE for entry in entries]
        asked = [(_whole(name), place) for place, (number, name) in enumerate(named) if people[number]]
        others = [
            (name.text, place) for place, (number, name) in enumerate(named) if entries[number].kind is not Kind.PERSON
        ]
        return cls(
            lists=tuple(replace(one, entries=()) for one in lists),
            list_of=np.repeat(np.arange(len(lists), dtype=np.int16), counts),
            entries=Texts.of(json.dumps(asdict(entry), ensure_ascii=False) for entry in entries),
            index=NameIndex.of(asked),
            organisations=index_of(others),
            name_entry=np.array([number for number, _ in named], np.int32),
            name_weak=np.array([name.quality is Quality.WEAK for _, name in named], bool),
            name_texts=Texts.of(name.text for _, name in named),
            index_texts=Texts.of(_whole(name) for _, name in named),
            references=Texts.of(entry.entry_id for entry in entries),
            fields={
                field: Values.of(field, [list(_written(entry, field)) for entry in entries])
                for field in (*rules.load("screening/fields")["fields"], *_OF_ORGANISATIONS)
            },
            live=np.ones(len(entries), bool),
        )

    @cached_property
    def retrieval(self) -> Retrieval:
        """The search over the names."""
        return Retrieval(self.index)

    @cached_property
    def organisation_retrieval(self) -> Retrieval:
        """The search over the names of organisations."""
        return Retrieval(self.organisations, followed=0)

    @cached_property
    def organisation_rows(self) -> Postings:
        """The rows of the index of organisations by the number of the listed name."""
        owner = self.organisations.owner
        return Postings.by_number(owner, np.arange(len(owner)), len(self.name_entry))

    @cached_property
    def listed_of(self) -> Postings:
        """The numbers of the listed names by entry."""
        return Postings.by_number(self.name_entry, np.arange(len(self.name_entry)), self.entries.size)

    @cached_property
    def letters(self) -> LetterSearch:
        """The search over the letters of the names; made when it is first asked for."""
        return LetterSearch.of(self.index)

    @cached_property
    def names_of(self) -> Postings:
        """The rows of the name index by entry."""
        return Postings.by_number(self.name_entry[self.index.owner], np.arange(len(self.index)), self.entries.size)

    def listed_text(self, name: int) -> str:
        """Give a listed name, by its number, as the index read it."""
        return self.index_texts[name]

    def read_name(self, row: int) -> Read:
        """Give a row of the name index as it was read when that was built: a listed text, or an alias within it."""
        whole = read(repair_many([self.listed_text(int(self.index.owner[row]))])[0])
        number = row - int(np.searchsorted(self.index.owner, self.index.owner[row]))
        return (whole, *whole.aliases)[number]

    @cached_property
    def entry_ids(self) -> list[str]:
        """The entries' own references."""
        return [self.references[number] for number in range(self.references.size)]

    def entry(self, number: int) -> ListedParty:
        """Give an entry."""
        return _party(json.loads(self.entries[number]))

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """Give everything but `lists` as arrays by name."""
        for head in ("index", "organisations"):
            yield from ((f"{head}/{name}", array) for name, array in getattr(self, head).arrays().items())
        for name in ("list_of", "name_entry", "name_weak", "live"):
            yield name, getattr(self, name)
        for name in _TEXTS:
            yield from _of_texts(name, getattr(self, name))
        for field, values in self.fields.items():
            yield from _of_texts(f"field/{field}/texts", values.texts)
            yield f"field/{field}/starts", values.of_entry.starts
            yield f"field/{field}/rows", values.of_entry.rows
            yield f"field/{field}/counts", values.counts

    def described(self) -> list[dict[str, Any]]:
        """Give `lists` as plain types."""
        return [asdict(replace(one, rejects=())) for one in self.lists]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], lists: Sequence[Mapping[str, Any]]) -> Segment:
        """Take up what `arrays` and `described` gave."""
        texts: Mapping[str, Any] = {name: _to_texts(name, arrays) for name in _TEXTS}
        fields = sorted({name.split("/")[1] for name in arrays if name.startswith("field/")})
        return cls(
            lists=tuple(
                ReadList(**{**one, "entries": (), "rejects": (), "notes": tuple(one["notes"])}) for one in lists
            ),
            list_of=arrays["list_of"],
            **texts,
            index=NameIndex.from_arrays(_under("index/", arrays)),
            organisations=NameIndex.from_arrays(_under("organisations/", arrays)),
            name_entry=arrays["name_entry"],
            name_weak=arrays["name_weak"],
            live=arrays["live"],
            fields={
                field: Values(
                    _to_texts(f"field/{field}/texts", arrays),
                    Postings(arrays[f"field/{field}/starts"], arrays[f"field/{field}/rows"]),
                    arrays[f"field/{field}/counts"],
                )
                for field in fields
            },
        )


def _under(head: str, arrays: Mapping[str, Array]) -> Mapping[str, Array]:
    return {name.removeprefix(head): array for name, array in arrays.items() if name.startswith(head)}


def _whole(name: ListedName) -> str:
    """Write a name so that the parts that the list itself tells apart are read so."""
    if not (name.family and name.given):
        return name.text
    father = f" ({name.father})" if name.father else ""
    return f"{name.family}{father} {name.given}" if father else f"{name.family}, {name.given}"


def _written(entry: ListedParty, field: str) -> Iterator[str]:
    if field in _OF_ORGANISATIONS and entry.kind is Kind.PERSON:
        return
    if field in ("national_id", "document_number"):
        yield from (one.number for one in entry.documents if one.field == field and not one.misused)
    elif field == "number":
        yield from (one.number for one in entry.documents if not one.misused)
    elif field == "country":
        yield from dict.fromkeys((*entry.countries, *entry.nationalities))
    elif field == "sex":
        yield from filter(None, [entry.sex])
    else:
        attribute = {
            "birth_date": "birth_dates",
            "birth_place": "birth_places",
            "nationality": "nationalities",
            "phone": "phones",
            "email": "emails",
        }[field]
        yield from getattr(entry, attribute)


def _of_texts(name: str, texts: Texts) -> Iterator[tuple[str, Array]]:
    yield f"{name}/text_starts", texts.starts
    yield f"{name}/text_letters", texts.letters


def _to_texts(name: str, arrays: Mapping[str, Array]) -> Texts:
    return Texts(arrays[f"{name}/text_starts"], arrays[f"{name}/text_letters"])


def _party(written: Mapping[str, Any]) -> ListedParty:
    tuples = {key: tuple(value) for key, value in written.items() if isinstance(value, list)}
    names = tuple(ListedName(**{**one, "quality": Quality(one["quality"])}) for one in written["names"])
    documents = tuple(ListedDocument(**one) for one in written["documents"])
    return ListedParty(**{**written, **tuples, "kind": Kind(written["kind"]), "names": names, "documents": documents})
