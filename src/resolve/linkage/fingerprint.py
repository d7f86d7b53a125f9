"""Fingerprints of what a run depends on, so that a run that was stopped goes on only as the run it was.

>>> fingerprint({"link": 0.7}) == fingerprint({"link": 0.7}), fingerprint([1, 2]) == fingerprint([12])
(True, False)
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from resolve import rules
from resolve.linkage.task import Task
from resolve.records.prepare import Records
from resolve.version import __version__

_DIGITS = 32
# So many texts are joined at a time; it bounds memory.
_TOGETHER = 1_000_000


def fingerprints(records: Records, task: Task) -> dict[str, str]:
    """Give the fingerprints of the prepared data, the options, the population, the rules and the version.

    The data's is of what was read, not of the file: a copy of a file is the same data, and an export read with another
    schema is not.
    """
    digest = hashlib.blake2b()
    _add(digest, [[source.name, source.table.num_rows] for source in records.sources])
    _add_texts(digest, records.record_ids)
    for name in sorted(records.columns):
        column = records.columns[name]
        _add(digest, [name, column.kind, column.codes, column.spellings])
        _add_texts(digest, column.values)
    return {
        "data": digest.hexdigest()[:_DIGITS],
        "options": fingerprint(replace(task, population=None)),
        "population": "" if task.population is None else task.population.digest,
        "rules": rules.fingerprint(),
        "version": __version__,
    }


def fingerprint(content: Any) -> str:
    """Give a fingerprint of plain values, arrays of numbers, dataclasses, and mappings and sequences of these."""
    digest = hashlib.blake2b()
    _add(digest, content)
    return digest.hexdigest()[:_DIGITS]


def _add(digest: Any, content: Any) -> None:
    if is_dataclass(content) and not isinstance(content, type):
        _add(digest, {each.name: getattr(content, each.name) for each in fields(content)})
    elif isinstance(content, Mapping):
        _add(digest, [part for key in sorted(content, key=str) for part in (key, content[key])])
    elif isinstance(content, np.ndarray) and content.dtype != object:
        _opened(digest, str(content.dtype), content.size)
        digest.update(np.ascontiguousarray(content))
    elif isinstance(content, list | tuple | np.ndarray):
        _opened(digest, "list", len(content))
        for part in content:
            _add(digest, part)
    else:
        text = repr(content).encode("utf-8", "surrogatepass")
        _opened(digest, type(content).__name__, len(text))
        digest.update(text)


def _add_texts(digest: Any, texts: Any) -> None:
    _opened(digest, "texts", len(texts))
    for start in range(0, len(texts), _TOGETHER):
        digest.update("\x00".join(texts[start : start + _TOGETHER].tolist()).encode("utf-8", "surrogatepass"))
        digest.update(b"\x00")


def _opened(digest: Any, kind: str, size: int) -> None:
    digest.update(f"{kind}:{size};".encode())
