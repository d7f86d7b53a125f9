"""What all kinds of values have in common.

A module of `resolve.values` reads one kind. Its functions have the same names and the same meaning in each, after
python-stdnum's contract:

- `parse(text)` gives the value, a frozen dataclass whose `text` is its normal spelling, or `Unread` with the reason;
- `compact(text)` gives the normal spelling as far as there is one, without judging it;
- `validate(text)` gives the normal spelling or raises `InputError`;
- `is_valid(text)` tells whether `validate` would not raise;
- `compare(left, right)` gives the agreement level of two values, a member of the module's own `Agreement`;
- `parse_many(texts)` reads each distinct text of a column once.

Refusing a valid value is worse than accepting a bad one: what is odd but possible is read, and flagged.

>>> bool(Unread("no digits")), Unread("no digits").reason
(False, 'no digits')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Unread:
    """What `parse` gives in place of a value: why there is none, without quoting the text. It is false."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False
