"""Entries in the making: readers pour in what a list says, and a whole entry or a reject comes out.

>>> draft = Draft("QDi.001", Kind.PERSON)
>>> draft.name("Ana ILIĆ (nadimak); Anka ILIĆ")
>>> draft.add("nationalities", "Srbija", "", "Srbija")
>>> [(name.text, name.quality.value, name.said) for name in draft.party().names], draft.party().nationalities
([('Anka ILIĆ', 'strong', 'alias'), ('Ana ILIĆ', 'weak', 'nadimak')], ('Srbija',))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from resolve.records.raw import Reject, counted
from resolve.text.scripts import script_of
from resolve.watchlist.lists.entries import Kind, ListedDocument, ListedName, ListedParty, Quality
from resolve.watchlist.lists.naming import ORIGINAL, NamePiece, cut_names
from resolve.watchlist.lists.wording import birth_dates, document_field, is_misused, lists_rules, one_line, tidy

Progress: TypeAlias = Callable[[float], None]
_LISTS = (
    "birth_dates",
    "birth_places",
    "nationalities",
    "countries",
    "addresses",
    "titles",
    "positions",
    "regimes",
    "references",
    "phones",
    "emails",
)
_FEW = 3
# "Central African Republic number O00065772": a number that stands behind its country.
_WORDED_NUMBER = re.compile(r"([^\W\d][^\d]{2,40}?) (?:passport )?(?:number|no\.?):? *(\S*\d\S*)", re.IGNORECASE)


class EntryError(Exception):
    """An entry that cannot be read; its message says why, without a person's data."""


def _script(text: str) -> str | None:
    script = script_of(text)
    return None if script in ("Latn", "Zyyy") else script


def _fits(text: str, bound: str) -> bool:
    """Say whether a text, its white space folded, is within a bound of the rules."""
    longest = int(lists_rules()["bounds"][bound])
    return len(text) <= longest or (len(text) <= 4 * longest and len(" ".join(text.split())) <= longest)


@dataclass(slots=True)
class Draft:
    """One entry as far as it has been read. Every text is brought to one line; empty ones are passed over."""

    entry_id: str
    kind: Kind
    sex: str = ""
    listed_on: str = ""
    misused: bool = False
    refused: list[str] = field(default_factory=list)
    _names: dict[str, ListedName] = field(default_factory=dict)
    _values: dict[str, dict[str, None]] = field(default_factory=dict)
    _documents: dict[tuple[str, str], ListedDocument] = field(default_factory=dict)
    _remarks: dict[str, None] = field(default_factory=dict)

    def name(self, text: str, quality: Quality = Quality.STRONG, said: str = "primary") -> None:
        """Add a cell of names that the list does not cut into parts; a name longer than the bound is refused."""
        if not _fits(text, "text"):
            self._refuse_name()
            return
        pieces = cut_names(one_line(text), person=self.kind is Kind.PERSON)
        if not pieces and not self._names and any(map(str.isalnum, text)):
            pieces = (NamePiece(one_line(text)),)  # whatever it is, it is all that names the entry
        for i, piece in enumerate(pieces):
            if not _fits(piece.text, "name"):
                self._refuse_name()
                continue
            weak = Quality.WEAK in (piece.quality, quality)
            called = piece.said or ("alias" if i and said == "primary" else said)
            self._add_name(ListedName(piece.text, Quality.WEAK if weak else Quality.STRONG, called))

    def exact_name(self, name: ListedName) -> None:
        """Add one name as it is, with the parts that the list tells apart."""
        if not _fits(name.text, "name"):
            self._refuse_name()
            return
        text, given, father, family = (
            one_line(part).strip(" ,;") for part in (name.text, name.given, name.father, name.family)
        )
        if any(map(str.isalnum, text)):
            self._add_name(ListedName(text, name.quality, name.said, given, father, family))

    def add(self, field_name: str, *values: str | None) -> None:
        """Add values to one of the lists of texts of `ListedParty`, each once."""
        kept = self._values.setdefault(field_name, {})
        for value in values:
            if value and (text := tidy(value)):
                kept.setdefault(text)

    def born(self, text: str | None) -> None:
        """Add birth dates from free text."""
        if text:
            self.add("birth_dates", *birth_dates(text))

    def document(self, number: str | None, said: str = "", country: str = "", note: str = "", what: str = "") -> None:
        """Add a document by the list's word for its kind; `note` may call it false, `what` is the field if told."""
        text = tidy(number)
        if worded := _WORDED_NUMBER.fullmatch(text):
            country, text = country or worded.group(1), worded.group(2)
        if any(map(str.isalnum, text)):
            said = tidy(said)
            kind = what or document_field(said)
            found = ListedDocument(text, said, kind, tidy(country), is_misused(said, note))
            old = self._documents.get((text, kind))
            if old is None or (not old.country and found.country):
                self._documents[text, kind] = found

    def remark(self, *texts: str | None) -> None:
        """Add to the remarks."""
        for text in texts:
            if line := tidy(text):
                self._remarks.setdefault(line)

    @property
    def has_names(self) -> bool:
        """Whether a name has been added."""
        return bool(self._names)

    def party(self) -> ListedParty:
        """Make the entry.

        Raises:
            EntryError: it has no reference or no name.
        """
        entry_id = one_line(self.entry_id)
        if not entry_id:
            raise EntryError("has no reference of its own")
        if not self._names:
            raise EntryError(self.refused[0] if self.refused else "has no name")
        values = {name: tuple(self._values.get(name, ())) for name in _LISTS}
        return ListedParty(
            entry_id,
            self.kind,
            self._ordered_names(),
            documents=tuple(self._documents.values()),
            sex=tidy(self.sex),
            listed_on=tidy(self.listed_on),
            remarks=tidy(" | ".join(self._remarks)),
            misused=self.misused,
            **values,
        )

    def _ordered_names(self) -> tuple[ListedName, ...]:
        """Give the names, a primary and strong one first."""
        names = sorted(self._names.values(), key=lambda name: name.said != "primary")
        first = next((name for name in names if name.quality is Quality.STRONG and name.said != ORIGINAL), names[0])
        if names[0].said == "primary":
            first = names[0]
        return (first, *(name for name in names if name is not first))

    def _add_name(self, name: ListedName) -> None:
        if name.said == "alias" and not name.text.isascii() and _script(name.text) not in (None, self._script()):
            name = replace(name, said=ORIGINAL)
        old = self._names.get(name.text)
        if old is None:
            self._names[name.text] = name
            return
        better = replace(old, quality=Quality.STRONG) if name.quality is Quality.STRONG else old
        if name.said == "primary":
            better = replace(better, said="primary")
        if not any((old.given, old.father, old.family)):
            better = replace(better, given=name.given, father=name.father, family=name.family)
        self._names[name.text] = better

    def _script(self) -> str | None:
        return _script(next(iter(self._names), ""))

    def _refuse_name(self) -> None:
        self.refused.append(f"a name longer than {lists_rules()['bounds']['name']} characters was left out")


@dataclass(slots=True)
class Harvest:
    """The entries, rejects and notes of one list, as they are read."""

    name: str
    entries: list[ListedParty] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    version: str = ""
    _taken: Counter[str] = field(default_factory=Counter)
    _doubled: int = 0

    def take(self, draft: Draft, line: int | None = None, text: str = "", row: int | None = None) -> None:
        """Make an entry of a draft, or a reject where that cannot be."""
        for reason in draft.refused:
            self.reject(reason, line, text, row, column="name")
        try:
            party = draft.party()
        except EntryError as error:
            if not draft.refused:
                self.reject(str(error), line, text, row)
            return
        self._taken[party.entry_id] += 1
        count = self._taken[party.entry_id]
        if count > 1:
            self._doubled += 1
            party = replace(party, entry_id=f"{party.entry_id} ({count})")
        self.entries.append(party)

    def reject(
        self, reason: str, line: int | None = None, text: str = "", row: int | None = None, column: str | None = None
    ) -> None:
        """Report something that could not be read."""
        self.rejects.append(Reject(self.name, row, line, column, reason, text))

    def all_notes(self, more: Iterable[str] = ()) -> tuple[str, ...]:
        """Give the notes, with those on rejects and references that came twice."""
        notes = [*more, *self.notes]
        if self._doubled:
            notes.append(
                f"references that stand there more than once: numbered (2), (3)… in {counted(self._doubled, 'case')}"
            )
        if self.rejects:
            lines = [str(reject.line) for reject in self.rejects if reject.line][:_FEW]
            where = f" (line {', '.join(lines)}{'…' if len(self.rejects) > _FEW else ''})" if lines else ""
            notes.append(f"{counted(len(self.rejects), 'reject')}{where}: see the rejects for each reason")
        return tuple(dict.fromkeys(notes))
