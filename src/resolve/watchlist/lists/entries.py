"""The one form of a listed person or organisation, whatever list it comes from.

Texts stay as the list writes them, but for white space; nothing is normalised, so that evidence can quote the list.

>>> entry = ListedParty("QDi.001", Kind.PERSON, (ListedName("Ana ILIĆ"), ListedName("Anka", Quality.WEAK)))
>>> entry.name, [name.text for name in entry.names if name.quality is Quality.WEAK]
('Ana ILIĆ', ['Anka'])
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resolve.records.raw import Reject


class Kind(StrEnum):
    """What an entry is about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class Quality(StrEnum):
    """How well a name identifies, by the list's own word."""

    STRONG = "strong"
    WEAK = "weak"
    """A nickname, a low-quality alias: evidence beside others, never a hit by itself."""


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of an entry.

    Attributes:
        text: the whole name in the order in which the list gives it.
        quality: strong, or weak where the list says so.
        said: what the list calls it: "primary", "alias", "formerly", "maiden", "original script", or its own word.
        given, father, family: the parts, where the list itself tells them apart; "" where it does not.
    """

    text: str
    quality: Quality = Quality.STRONG
    said: str = "primary"
    given: str = ""
    father: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A number that identifies: `said` is the list's word for its kind, `field` one of schemas/fields it fits.

    `field` is "national_id", "document_number" or "other"; `country` is as written, "" where not said. A document that
    the list calls fraudulent or misused is `misused`.
    """

    number: str
    said: str = ""
    field: str = "document_number"
    country: str = ""
    misused: bool = False


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of a list: a person, an organisation, a vessel.

    Attributes:
        entry_id: the list's own reference; in a table its `id` column.
        names: every name, the main one first; at least one.
        birth_dates: as written: dates, years, "circa 1960", ranges "1960 to 1962".
        birth_places, nationalities, countries, addresses: as written. countries are those of residence or activity.
        sex: as written, "" where not said.
        references: other lists' references to the same party, such as "UN QDi.001".
        misused: the entry describes the victim of a misused identity, on whom there must never be an alert.
        phones, emails: as written.
    """

    entry_id: str
    kind: Kind
    names: tuple[ListedName, ...]
    birth_dates: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    sex: str = ""
    titles: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    listed_on: str = ""
    remarks: str = ""
    misused: bool = False

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read.

    Attributes:
        name: what the list is called in hits, such as "UN" or the file's name.
        format: which reader read it. version: the list's own date or version, "" where it has none.
        entries: in the order of the file. rejects: entries that could not be read, with where and why.
        notes: what a person should know. digest: the first 12 hex digits of the SHA-256 of the bytes read.
    """

    name: str
    format: str
    entries: tuple[ListedParty, ...]
    version: str = ""
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
