r"""JSON as lists come in it: one object a line, an array, or one object that holds them.

>>> harvest = Harvest("list")
>>> [found.line for found in read_objects(b'{"id": 1}\n{bad}\n{"id": 2}\n', "a.jsonl", harvest)]
[1, 3]
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from resolve.errors import InputError
from resolve.records.encoding import UNREADABLE
from resolve.records.raw import counted
from resolve.watchlist.lists.draft import Harvest
from resolve.watchlist.lists.wording import one_line


@dataclass(frozen=True, slots=True)
class Found:
    """One object, its line (None where the file is not of lines) and its text for a reject."""

    value: Mapping[str, Any] = field(repr=False)
    line: int | None
    text: str = field(default="", repr=False)


def looks_like_json(data: bytes) -> bool:
    """Say whether text opens as a JSON object or array does."""
    start = data[:4096].lstrip()
    return start.startswith((b'{"', b"{}", b"[{", b"[]")) or (
        start[:1] in b"{[" and start[1:].lstrip()[:1] in (b'"', b"{", b"}")
    )


def read_objects(data: bytes, where: str, harvest: Harvest) -> list[Found]:
    """Read the objects of a file; lines that are none are refused.

    Raises:
        InputError: it is no JSON, or cut off.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if isinstance(_loaded(first), dict):
        return _of_lines(lines, where, harvest)
    try:
        whole = json.loads(data)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}, line {error.lineno}: expected JSON, found {error.msg!r}; was the file cut off? get it again"
        ) from None
    except (RecursionError, ValueError):
        raise InputError(f"{where}: expected a list in JSON, found JSON too deep or numbers too long") from None
    items = whole if isinstance(whole, list) else [whole]
    for i, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            harvest.reject("is not a JSON object", None, str(item), i)
    return [Found(item, None) for item in items if isinstance(item, dict)]


def _of_lines(lines: list[str], where: str, harvest: Harvest) -> list[Found]:
    found: list[Found] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        value = None if UNREADABLE in line else _loaded(line)
        if isinstance(value, dict):
            found.append(Found(value, number, line))
        elif number == len(lines) and number > 1:
            whole = counted(len(found), "whole object")
            raise InputError(
                f"{where}, line {number}: expected a whole list, found one that is cut off after {whole}; "
                "a part of a list is not used: get the file again"
            )
        else:
            harvest.reject("is not a JSON object", number, line.replace(UNREADABLE, "\ufffd"))
    return found


def _loaded(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError too
        return None


def texts(value: Any) -> list[str]:
    """Give the texts of a JSON value: itself, the items of an array, numbers written out; objects and null give none.

    >>> texts(["Ana", 7, None, {"x": 1}]), texts("Ana"), texts(None)
    (['Ana', '7'], ['Ana'], [])
    """
    items = value if isinstance(value, list) else [value]
    return [one_line(str(item)) if not isinstance(item, str) else item for item in items if _is_text(item)]


def _is_text(item: Any) -> bool:
    return isinstance(item, str) or (isinstance(item, int | float) and not isinstance(item, bool))


def first_text(value: Any) -> str:
    """Give the first text of a JSON value, "" where there is none."""
    return next(iter(texts(value)), "")
