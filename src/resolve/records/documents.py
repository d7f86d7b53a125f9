r"""JSON to tables of text: an object a line, or an array of objects.

>>> parsed = read_json_lines(b'{"ime": "Ana", "god": 1985}\n{bad\n{"god": null}\n', "p", "p.jsonl")
>>> parsed.table.to_pylist(), [(reject.line, reject.reason) for reject in parsed.rejects]
([{'ime': 'Ana', 'god': '1985'}, {'ime': None, 'god': None}], [(2, 'is not a JSON object')])
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from resolve.errors import InputError
from resolve.records.encoding import UNREADABLE
from resolve.records.raw import Parsed, Reject, counted, numbers_of, unique_names
from resolve.records.tables import rows_table


def read_json_lines(data: bytes, name: str, where: str) -> Parsed:
    """Read one JSON object a line; lines that are none are refused and the run goes on.

    Raises:
        InputError: no line holds an object.
    """
    objects: list[Mapping[str, Any]] = []
    rejects: list[Reject] = []
    numbers: list[int] = []
    for line_number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        row = len(numbers) + len(rejects) + 1
        found = None if UNREADABLE in line else _object(line)
        if found is None:
            reason = "holds bytes that are no text" if UNREADABLE in line else "is not a JSON object"
            rejects.append(Reject(name, row, line_number, None, reason, line.replace(UNREADABLE, "\ufffd")))
        else:
            objects.append(found)
            numbers.append(row)
    if not objects:
        raise InputError(
            f"{where}: expected a JSON object on every line, or one array of objects, found neither; "
            "write it as JSON lines or as an array"
        )
    names, table_notes, rows = _objects_table(objects, where)
    notes = (*table_notes, f"{counted(len(rejects), 'line')} refused: no JSON object") if rejects else table_notes
    return Parsed(rows_table(names, rows), tuple(rejects), notes, numbers_of(numbers, len(numbers) + len(rejects)))


def read_json_array(data: bytes, name: str, where: str) -> Parsed:
    """Read one JSON array of objects; items that are no objects are refused.

    Raises:
        InputError: the text is not JSON, no array, or an array without objects.
    """
    try:
        items = json.loads(data)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}, line {error.lineno}, character {error.colno}: expected JSON, found {error.msg!r}; "
            "was the file cut off?"
        ) from None
    except (RecursionError, ValueError):
        raise InputError(f"{where}: expected an array of objects, found JSON too deep or numbers too long") from None
    objects = [(i, item) for i, item in enumerate(items, start=1) if isinstance(item, dict)]
    if not objects:
        raise InputError(f"{where}: expected a JSON array of objects, found an array without any")
    rejects = tuple(
        Reject(name, i, None, None, "is not a JSON object", json.dumps(item, ensure_ascii=False))
        for i, item in enumerate(items, start=1)
        if not isinstance(item, dict)
    )
    names, notes, rows = _objects_table([item for _, item in objects], where)
    numbers = numbers_of([i for i, _ in objects], len(items))
    return Parsed(rows_table(names, rows), rejects, notes, numbers)


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError too
        return None
    return found if isinstance(found, dict) else None


def _objects_table(
    objects: Sequence[Mapping[str, Any]], where: str
) -> tuple[list[str], tuple[str, ...], list[list[Any]]]:
    """Bring objects to rows: a column for every key that any has, in order of first appearance."""
    keys = list(dict.fromkeys(key for one in objects for key in one))
    if not keys:
        raise InputError(f"{where}: expected JSON objects with fields, found empty ones only; export it again")
    names, notes = unique_names(keys)
    return names, notes, [[one.get(key) for key in keys] for one in objects]
