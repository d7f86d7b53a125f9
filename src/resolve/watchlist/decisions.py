"""What officers decided about hits: kept for good, and applied as long as nothing material has changed.

A decision is about one person (by the id that the caller's system has for them) and one entry of a list. Decisions are
only ever added; the last one counts. One stands while the person's values and the entry's are what they were when it
was made (`Queries.digest`, `changes.entry_digest`); after that the hit is open again, and the old decision is shown.

>>> import tempfile
>>> decisions = Decisions(Path(tempfile.mkdtemp()) / "decisions.db")
>>> made = Decision("7", "UN", "QDi.001", "dismissed", "another date of birth", "officer 12", "a1", "b2")
>>> decisions.add(made)
>>> found = decisions.latest("7", "UN", "QDi.001")
>>> found.decided, found.stands("a1", "b2"), found.stands("a1", "changed")
('dismissed', True, False)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from resolve.errors import FileError, InputError

CONFIRMED, DISMISSED, UNSURE = "confirmed", "dismissed", "unsure"
KINDS = (CONFIRMED, DISMISSED, UNSURE)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        person: the id of the person asked about. list, entry_id: the entry.
        decided: "confirmed", "dismissed" or "unsure". reason: in the officer's words. by: who decided.
        person_digest, entry_digest: of the values that were looked at.
        weight: of the hit, in bits. policy, rules: by which it was screened.
        at: when, as ISO 8601 in UTC; given by `Decisions.add` where empty.

    Raises:
        InputError: `decided` is none of the three, or a dismissal has no reason.
    """

    person: str
    list: str
    entry_id: str
    decided: str
    reason: str
    by: str
    person_digest: str
    entry_digest: str
    weight: float = 0.0
    policy: str = ""
    rules: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        if self.decided not in KINDS:
            raise InputError(f"expected a decision of {', '.join(KINDS)}, found '{self.decided}'")
        if self.decided == DISMISSED and not self.reason.strip():
            raise InputError("a dismissal needs a reason: say what tells the person and the entry apart")

    def stands(self, person_digest: str, entry_digest: str) -> bool:
        """Tell whether the decision still holds for values with these digests."""
        return (self.person_digest, self.entry_digest) == (person_digest, entry_digest)


_COLUMNS = tuple(one.name for one in fields(Decision))
_MADE = f"""
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, {", ".join(f"{name} NOT NULL" for name in _COLUMNS)}
);
CREATE INDEX IF NOT EXISTS by_pair ON decisions (person, list, entry_id);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
"""


class Decisions:
    """The decisions in one file, which is made if need be.

    Raises:
        FileError: the file cannot be opened or written. InputError: it is another kind of file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self._opened() as connection:
            connection.executescript(_MADE)

    def add(self, decision: Decision) -> None:
        """Add a decision; what was decided before stays on record."""
        at = decision.at or datetime.now(UTC).isoformat(timespec="seconds")
        places = ", ".join("?" for _ in _COLUMNS)
        with self._opened() as connection:
            connection.execute(
                f"INSERT INTO decisions ({', '.join(_COLUMNS)}) VALUES ({places})", astuple(replace(decision, at=at))
            )

    def latest(self, person: str, list_name: str, entry_id: str) -> Decision | None:
        """Give the last decision about a person and an entry, None where there is none."""
        where = "WHERE person = ? AND list = ? AND entry_id = ? ORDER BY number DESC LIMIT 1"
        return next(self._read(where, (person, list_name, entry_id)), None)

    def all(self) -> list[Decision]:
        """Give every decision, the first first."""
        return list(self._read("ORDER BY number", ()))

    def standing(self) -> dict[tuple[str, str, str], Decision]:
        """Give the last decision of every person, list and entry."""
        return {(one.person, one.list, one.entry_id): one for one in self._read("ORDER BY number", ())}

    def _read(self, where: str, values: tuple[str, ...]) -> Iterator[Decision]:
        with self._opened() as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM decisions {where}", values).fetchall()
        yield from (Decision(*row) for row in rows)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path)
        except (OSError, sqlite3.Error) as error:
            raise FileError(f"{self.path}: the decisions cannot be opened; check the path") from error
        try:
            with connection:
                yield connection
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error) or "no such column" in str(error):
                raise InputError(f"{self.path}: expected a file of decisions, found another kind of file") from error
            raise FileError(f"{self.path}: the decisions cannot be read or written: {error}") from error
        finally:
            connection.close()
