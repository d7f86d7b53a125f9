"""The name in a machine-readable zone: `PETROVIC<<NIKOLA<MARKO<<<<`.

After ICAO Doc 9303, part 3, section 4.6, and parts 4 to 6 for where the name stands in each format: the primary
identifier, two fillers, the secondary identifier; one filler between the words of each; fillers to the end.

>>> read_zone("P<SRBPETROVIC<NJEGOS<<NIKOLA<MARKO<<<<<<<<<")
MrzName(primary=('PETROVIC', 'NJEGOS'), secondary=('NIKOLA', 'MARKO'), issuer='SRB')
>>> read_zone("Nikola Petrović") is None
True
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[A-Z0-9<]*[A-Z]<[A-Z0-9<]*|[A-Z0-9]*<[A-Z0-9<]*", re.ASCII | re.IGNORECASE)
_HEADER = re.compile(r"[ACIPV][A-Z<]([A-Z]{3}|[A-Z]<<|[A-Z]{2}<)(?=[A-Z])", re.ASCII)
_NAME = re.compile(r"[A-Z]+(?:<+[A-Z]+)*<*", re.ASCII)
_WITH_HEADER = (36, 44)
"""Lengths of the first line in the formats whose first line holds the name."""


class MrzName(NamedTuple):
    """The words of the primary identifier (surname) and of the secondary (given names), and the issuing state."""

    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    issuer: str


def read_zone(text: str) -> MrzName | None:
    """Read the name from a name field, from a whole first line, or from all lines of a zone parted by white space.

    Args:
        text: letters, digits and fillers (`<`) of either case.

    Returns:
        None where the text is no zone with a name in it. Zones cut off anywhere are read as far as they go.
    """
    if "<" not in text:
        return None
    lines = text.upper().split()
    if not all(_LINE.fullmatch(line) for line in lines):
        return None
    if len(lines) == 1 and len(lines[0]) in (72, 88):
        half = len(lines[0]) // 2
        lines = [lines[0][:half], lines[0][half:]]
    names = [found for found in map(_read_line, lines) if found]
    # The line with two identifiers is the name; a bare document line may pass for a surname.
    return next((name for name in names if name.secondary), names[0] if names else None)


def _read_line(line: str) -> MrzName | None:
    header = _HEADER.match(line)
    issuer = ""
    if header and (line[1] == "<" or len(line) in _WITH_HEADER):
        issuer = header.group(1).rstrip("<")
        line = line[header.end() :]
    if not _NAME.fullmatch(line):
        return None
    primary, _, secondary = line.partition("<<")
    return MrzName(_words(primary), _words(secondary), issuer)


def _words(identifier: str) -> tuple[str, ...]:
    return tuple([word for word in identifier.split("<") if word])
