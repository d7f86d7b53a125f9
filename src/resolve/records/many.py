"""Cells that hold several values: "+381 64 123 456; 011 222 333", "SRB / BIH", a birth date and another one.

>>> split("birth_date", "24.04.1968; 1969"), split("phone", "064/123-456"), split("nationality", "SRB / BIH")
(('24.04.1968', '1969'), ('064/123-456',), ('SRB', 'BIH'))
>>> firsts("phone", ["064 123 456; 011 222 333", "060 111 222"])
['064 123 456', '060 111 222']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.records.contents import expectation, passes
from resolve.records.tables import holds_any

if TYPE_CHECKING:
    import pyarrow as pa

# Up to so many letters, one pattern is quicker than a search for each mark.
_SHORT = 200


def may_hold_many(field: str, texts: Sequence[str] | None = None) -> bool:
    """Say whether cells of a field are looked at for several values, and any of `texts` holds a mark of them."""
    looked_at = field in _rules()["fields"] or field in _rules()["names"]
    return looked_at and (texts is None or _any_mark(field, texts))


def split(field: str, text: str) -> tuple[str, ...]:
    """Give the values of one cell, in its order: one, where it is not certain that there are more.

    Args:
        field: a field of `rules/schemas/fields.toml`; for one that is never split the cell is one value.
        text: the cell. Blank gives the cell itself.
    """
    if field in _rules()["names"]:
        parts = tuple(part.strip() for part in _name_marks().split(text) if part.strip())
        return parts or (text,)
    if field not in _rules()["fields"]:
        return (text,)
    if _numbered().match(text):
        parts = tuple(part.strip() for part in _numbered().split(text)[1 : _rules()["parts"]] if part.strip())
        return parts or (text,)
    for mark in _rules()["marks"]:
        if mark in text:
            parts = tuple(part.strip() for part in text.split(mark, _rules()["parts"]) if part.strip())
            if len(parts) > 1 and _all_pass(field, parts):
                return parts
    return (text,)


def firsts(field: str, texts: Sequence[str]) -> list[str]:
    """Give the first value of each cell; of names all values, written so that the reading of names tells them apart."""
    if not may_hold_many(field, texts):
        return list(texts)
    if field in _rules()["names"]:
        return [_name_breaks().sub("; ", text.strip()) for text in texts]
    return [split(field, text)[0] for text in texts]


@cache
def first_of(field: str) -> Callable[[str], str] | None:
    """Give what `firsts` does to one cell of a field; None for a field whose cells are never looked at.

    >>> first_of("phone")("064 123 456; 011 222 333"), first_of("birth_place")
    ('064 123 456', None)
    """
    if not may_hold_many(field):
        return None
    mark = _mark_of(field)
    return lambda text: text if len(text) <= _SHORT and not mark.search(text) else firsts(field, [text])[0]


def cells_of_many(field: str, counted: pa.StructArray) -> int:
    """Count the cells of a column that hold several values, from Arrow's counts of its values."""
    import pyarrow.compute as pc

    values = counted.field("values")
    if not may_hold_many(field) or not marked(field, values):
        return 0
    held = pc.match_substring_regex(values, "|".join(map(re.escape, _marks(field))))
    rows = counted.filter(held).to_pylist()
    return sum(row["counts"] for row in rows if len(split(field, row["values"])) > 1)


def marked(field: str, texts: pa.StringArray) -> bool:
    """Say whether cells of a field are looked at for several values, and any of Arrow's texts may hold a mark of them.

    >>> import pyarrow as pa
    >>> marked("phone", pa.array(["064 123 456; 011 222 333"])), marked("phone", pa.array(["064 123 456"]))
    (True, False)
    """
    import pyarrow as pa

    if not may_hold_many(field):
        return False
    return holds_any(pa.chunked_array([texts]), [mark.encode() for mark in _marks(field)])


def _any_mark(field: str, texts: Sequence[str]) -> bool:
    """Say whether any text holds a mark, at the speed of a search in one long text."""
    joined = "\0".join(texts)
    if len(joined) <= _SHORT:
        return _mark_of(field).search(joined) is not None
    return any(mark in joined for mark in _marks(field))


@cache
def _mark_of(field: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _marks(field))))


@cache
def _marks(field: str) -> Sequence[str]:
    names = field in _rules()["names"]
    return tuple(_rules()["name_marks"]) if names else (*_rules()["marks"], ")")


def _all_pass(field: str, parts: Sequence[str]) -> bool:
    expected = expectation(field)
    return expected is None or all(passes(expected["test"], parts))


@lru_cache(maxsize=1)
def _name_marks() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _rules()["name_marks"])))


@lru_cache(maxsize=1)
def _name_breaks() -> re.Pattern[str]:
    return re.compile(_rules()["name_breaks"])


@lru_cache(maxsize=1)
def _numbered() -> re.Pattern[str]:
    return re.compile(_rules()["numbered"])


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = rules.load("schemas/contents")["many"]
    return found
