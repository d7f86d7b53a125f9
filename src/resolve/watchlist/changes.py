"""What changed between two versions of a list, so that only that need be screened again.

>>> from dataclasses import replace
>>> from resolve.watchlist.lists.entries import Kind, ListedName
>>> ana = ListedParty("1", Kind.PERSON, (ListedName("Ana Ilić"),))
>>> eva = ListedParty("2", Kind.PERSON, (ListedName("Eva Kos"),))
>>> born = replace(ana, birth_dates=("1985",))
>>> changes = compare_lists(ReadList("own", "json", (ana, eva)), ReadList("own", "json", (born,)), shrink=0.9)
>>> print(changes)
own: 2 entries before, 1 now
  0 added, 1 removed, 1 changed (1 of them in what screening looks at), 0 as before
  removed: 2
  changed: 1 (birth_dates)
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from resolve import rules
from resolve.records.raw import counted
from resolve.watchlist.lists.entries import ListedDocument, ListedName, ListedParty, ReadList

_SHOWN = 20
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that is in both versions and not the same.

    Attributes:
        old, new: the entry before and now.
        parts: the attributes of `ListedParty` that differ, such as "names"; their order and doubles do not count.
    """

    old: ListedParty = field(repr=False)
    new: ListedParty = field(repr=False)
    parts: tuple[str, ...]

    @property
    def entry_id(self) -> str:
        """The list's reference of the entry."""
        return self.new.entry_id

    @property
    def material(self) -> bool:
        """Whether a part differs that screening looks at, by `rules/screening/lists.toml`."""
        return any(part in _material() for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        """Give the reference and, for each part that differs, what is new and what is gone, as plain values."""
        parts = {}
        for part in self.parts:
            before, now = (_texts(getattr(party, part)) for party in (self.old, self.new))
            added, removed = [text for text in now if text not in before], [text for text in before if text not in now]
            parts[part] = {"added": added, "removed": removed}
        return {"entry_id": self.entry_id, "material": self.material, "parts": parts}


@dataclass(frozen=True)
class ListChanges:
    """What changed between two versions of a list.

    Attributes:
        name: the list's. old_version, new_version: the list's own, "" where it has none.
        old_digest, new_digest: of the bytes that were read.
        added, removed, changed: entries by reference, in the order of the new list (removed: of the old one).
        renumbered: pairs of an old and a new reference whose entries are alike in everything material: the same entry
            under another reference. They are among the removed and added too.
        old_count, new_count: entries of each version.
        notes: what a person should know, a list that shrank first of all.
    """

    name: str
    old_version: str
    new_version: str
    old_digest: str
    new_digest: str
    added: tuple[ListedParty, ...] = field(repr=False)
    removed: tuple[ListedParty, ...] = field(repr=False)
    changed: tuple[EntryChange, ...] = field(repr=False)
    renumbered: tuple[tuple[str, str], ...]
    old_count: int
    new_count: int
    notes: tuple[str, ...] = ()

    @property
    def affected(self) -> tuple[ListedParty, ...]:
        """The entries to screen against again: those added and those changed in what screening looks at."""
        return (*self.added, *(change.new for change in self.changed if change.material))

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as plain values, ready for JSON; of added and removed entries the reference and main name."""
        return {
            "name": self.name,
            "old": {"version": self.old_version, "digest": self.old_digest, "entries": self.old_count},
            "new": {"version": self.new_version, "digest": self.new_digest, "entries": self.new_count},
            "added": [{"entry_id": party.entry_id, "name": party.name} for party in self.added],
            "removed": [{"entry_id": party.entry_id, "name": party.name} for party in self.removed],
            "changed": [change.to_dict() for change in self.changed],
            "renumbered": [list(pair) for pair in self.renumbered],
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        """Say it in a few lines: counts, references of what changed, notes."""
        versions = f" ({self.old_version or '?'} → {self.new_version or '?'})" if self.new_version else ""
        material = sum(change.material for change in self.changed)
        same = self.new_count - len(self.added) - len(self.changed)
        lines = [
            f"{self.name}{versions}: {_entries(self.old_count)} before, {self.new_count:,} now",
            f"  {len(self.added):,} added, {len(self.removed):,} removed, {len(self.changed):,} changed "
            f"({material:,} of them in what screening looks at), {same:,} as before",
        ]
        changed = [f"{change.entry_id} ({', '.join(change.parts)})" for change in self.changed]
        for label, shown in (
            ("added", [party.entry_id for party in self.added]),
            ("removed", [party.entry_id for party in self.removed]),
            ("changed", changed),
            ("renumbered", [f"{old} → {new}" for old, new in self.renumbered]),
        ):
            if shown:
                more = f" and {len(shown) - _SHOWN:,} more" if len(shown) > _SHOWN else ""
                lines.append(f"  {label}: {', '.join(shown[:_SHOWN])}{more}")
        return "\n".join([*lines, *(f"  ! {note}" for note in self.notes)])


def compare_lists(old: ReadList, new: ReadList, *, shrink: float | None = None) -> ListChanges:
    """Compare two versions of a list.

    Args:
        old, new: the list as it was and as it is, of whatever formats.
        shrink: share in (0, 1] by which it may shrink without a note (default: `rules/screening/lists.toml`).
    """
    before = {party.entry_id: party for party in old.entries}
    now = {party.entry_id: party for party in new.entries}
    added = tuple(party for key, party in now.items() if key not in before)
    removed = tuple(party for key, party in before.items() if key not in now)
    pairs = ((before[key], party) for key, party in now.items() if key in before)
    changed = tuple(EntryChange(was, is_now, parts) for was, is_now in pairs if (parts := _differing(was, is_now)))
    notes = _notes(old, new, _share(shrink), shared=len(now) - len(added))
    return ListChanges(
        new.name,
        old.version,
        new.version,
        old.digest,
        new.digest,
        added,
        removed,
        changed,
        _renumbered(removed, added),
        len(before),
        len(now),
        notes,
    )


def entry_digest(party: ListedParty) -> str:
    """Give 16 hex digits that stay the same as long as nothing changes that screening looks at.

    The reference, the order of names and what the list calls them do not count, nor do remarks and the like.
    """
    text = "\x1e".join(
        f"{part}={_SEPARATOR.join(sorted(_texts(getattr(party, part))))}" for part in sorted(_material())
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


_SEPARATOR = "\x1f"


def _differing(old: ListedParty, new: ListedParty) -> tuple[str, ...]:
    if old == new:
        return ()
    names = [one.name for one in fields(ListedParty) if one.name != "entry_id"]
    return tuple(name for name in names if _texts(getattr(old, name)) != _texts(getattr(new, name)))


def _texts(value: Any) -> list[str]:
    """Give the values of a part as texts, sorted, each once."""
    items: Iterable[Any] = value if isinstance(value, tuple) else () if value in ("", False) else (value,)
    return sorted({_text(item) for item in items})


def _text(item: Any) -> str:
    if isinstance(item, ListedName):
        parts = " ".join(f"[{part}]" for part in (item.given, item.father, item.family) if part)
        return " ".join(filter(None, (item.text, parts, "(weak)" if item.quality == "weak" else "")))
    if isinstance(item, ListedDocument):
        mark = "(misused)" if item.misused else ""
        return " ".join(filter(None, (item.field, item.number, item.country, mark)))
    return str(item)


def _renumbered(removed: Iterable[ListedParty], added: Iterable[ListedParty]) -> tuple[tuple[str, str], ...]:
    """Pair entries that went and came with the same data; where several are alike, none of them is paired."""
    gone, come = _by_digest(removed), _by_digest(added)
    return tuple((gone[mark], come[mark]) for mark in gone if gone[mark] and come.get(mark))


def _by_digest(parties: Iterable[ListedParty]) -> dict[str, str]:
    found: dict[str, str] = {}
    for party in parties:
        mark = entry_digest(party)
        found[mark] = "" if mark in found else party.entry_id
    return found


def _notes(old: ReadList, new: ReadList, shrink: float, shared: int) -> tuple[str, ...]:
    notes = []
    if len(new.entries) < (1 - shrink) * len(old.entries):
        notes.append(_shrank(f"{new.name} has", len(old.entries), len(new.entries), shrink))
    else:
        notes.extend(_kinds_shrank(new.name, _kinds(old), _kinds(new), shrink))
    if old.entries and new.entries and not shared:
        notes.append(f"no reference is in both: are '{old.format}' and '{new.format}' versions of one list?")
    if old.digest and old.digest == new.digest:
        notes.append("the two files are the same, byte for byte")
    if len(new.rejects) > len(old.rejects):
        notes.append(f"{counted(len(new.rejects), 'reject')} now, {len(old.rejects):,} before: see why in the rejects")
    return tuple(notes)


def _kinds(read: ReadList) -> Mapping[str, int]:
    return Counter(party.kind.value for party in read.entries)


def _kinds_shrank(name: str, old: Mapping[str, int], new: Mapping[str, int], shrink: float) -> list[str]:
    fewest = int(rules.load("screening/lists")["changes"]["fewest"])
    return [
        _shrank(f"{name}: of the kind '{kind}' it has", count, new.get(kind, 0), shrink)
        for kind, count in old.items()
        if count >= fewest and new.get(kind, 0) < (1 - shrink) * count
    ]


def _shrank(subject: str, old: int, new: int, shrink: float) -> str:
    return (
        f"THE LIST SHRANK: {subject} {_entries(new)}, {old:,} before ({(old - new) / old:.0%} fewer, more than the "
        f"{shrink:.0%} that is usual); make sure that the file is whole before you rely on it"
    )


def _entries(count: int) -> str:
    return f"{count:,} entry" if count == 1 else f"{count:,} entries"


def _share(shrink: float | None) -> float:
    return float(rules.load("screening/lists")["changes"]["shrink"]) if shrink is None else shrink


@cache
def _material() -> frozenset[str]:
    return frozenset(rules.load("screening/lists")["changes"]["material"])
