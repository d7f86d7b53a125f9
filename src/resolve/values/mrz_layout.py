"""Where the fields of a machine-readable zone stand, and its check digits, after ICAO Doc 9303 (rules/identifiers/mrz).

>>> check_digit("L898902C3"), check_digit("740812"), check_digit("ZE184226B<<<<<")
('6', '2', '1')
>>> layout("TD3").width, layout("TD1").field["number"]
(44, (1, 6, 14))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from resolve import rules
from resolve.errors import UnknownNameError

FILLER = "<"
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """One format.

    Attributes:
        name: "TD1", "TD2", "TD3", "MRV-A" or "MRV-B".
        lines, width: its size in characters.
        first: letters that its first line may begin with.
        field: by name, the line and the first and last place of it, all from 1.
        checked: fields with a check digit right behind them.
        composite: the runs that the composite check digit goes over; () where there is none.
        long: the field that takes the rest of a long document number, "" for none.
    """

    name: str
    lines: int
    width: int
    first: str
    field: Mapping[str, Place]
    checked: tuple[str, ...]
    composite: tuple[Place, ...]
    long: str

    def check_place(self, name: str) -> Place:
        """Give the place of the check digit of a field."""
        line, _, last = self.field[name]
        return line, last + 1, last + 1


@cache
def layouts() -> tuple[Layout, ...]:
    """Give all formats in the order of the rules."""
    return tuple(
        Layout(
            name,
            entry["lines"],
            entry["width"],
            entry["first"],
            {field: _place(place) for field, place in entry["field"].items()},
            tuple(entry["checked"]),
            tuple([_place(place) for place in entry["composite"]]),
            entry.get("long", ""),
        )
        for name, entry in rules.load("identifiers/mrz")["format"].items()
    )


def layout(name: str) -> Layout:
    """Give a format by its name.

    Raises:
        UnknownNameError: there is none of that name.
    """
    found = next((one for one in layouts() if one.name == name), None)
    if found is None:
        raise UnknownNameError(f"no format '{name}'; there are: {', '.join(one.name for one in layouts())}")
    return found


def check_digit(text: str) -> str:
    """Give the check digit of capital letters, digits and fillers: weights 7, 3, 1 over their values, modulo 10."""
    weights = rules.load("identifiers/mrz")["check"]["weights"]
    return str(sum(_value(letter) * weights[i % len(weights)] for i, letter in enumerate(text)) % 10)


def read(lines: Sequence[str], place: Place) -> str:
    """Give what stands at a place."""
    line, first, last = place
    return lines[line - 1][first - 1 : last]


def put(lines: Sequence[str], place: Place, text: str) -> list[str]:
    """Give the lines with a text, of the place's length, put in there."""
    line, first, last = place
    changed = list(lines)
    changed[line - 1] = changed[line - 1][: first - 1] + text + changed[line - 1][last:]
    return changed


def composite_digit(lines: Sequence[str], form: Layout) -> str:
    """Give the composite check digit that a format's lines should have."""
    return check_digit("".join(read(lines, place) for place in form.composite))


def _value(letter: str) -> int:
    return 0 if letter == FILLER else int(letter, 36)


def _place(numbers: Sequence[int]) -> Place:
    line, first, last = numbers
    return line, first, last
