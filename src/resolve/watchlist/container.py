"""Arrays and a description of them in one file, written in one step and mapped back into memory without being read.

The file is a line of JSON (format, description, and of each array its type, shape and place), padded to 64 bytes,
and then the arrays, each beginning at a multiple of 64 bytes.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "some.idx"
>>> write_arrays(path, {"a": np.arange(3)}, {"of": "numbers"})
>>> arrays, description = open_arrays(path)
>>> arrays["a"].tolist(), description
([0, 1, 2], {'of': 'numbers'})
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.errors import FileError, InputError
from resolve.files import written_in_one_step

Array = npt.NDArray[Any]

_FORMAT = "resolve-index-1"
_STEP = 64
_LONGEST_HEAD = 50_000_000
_KINDS = frozenset("biuf")


def write_arrays(path: Path, arrays: Mapping[str, Array], description: Mapping[str, Any]) -> None:
    """Write arrays of plain numbers and what describes them, replacing the file in one step.

    Raises:
        FileError: the file cannot be written.
    """
    places: list[dict[str, Any]] = []
    at = 0
    for name, array in arrays.items():
        places.append({"name": name, "type": array.dtype.str, "shape": list(array.shape), "at": at})
        at = _rounded(at + array.nbytes)
    head = json.dumps({"format": _FORMAT, "description": dict(description), "arrays": places, "bytes": at})
    encoded = head.encode() + b"\n"
    encoded = encoded[:-1] + b" " * (_rounded(len(encoded)) - len(encoded)) + b"\n"
    with written_in_one_step(path) as part, part.open("wb") as file:
        for piece in _parts(encoded, arrays):
            file.write(piece)


def open_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """Map a file that `write_arrays` wrote; its arrays cannot be written to.

    Raises:
        FileError: the file cannot be read. InputError: it is no such file, or was cut off.
    """
    try:
        with path.open("rb") as file:
            encoded = file.readline(_LONGEST_HEAD)
        size = path.stat().st_size
    except OSError as error:
        raise FileError(f"{path}: the index cannot be read: {error.strerror}") from error
    try:
        head = json.loads(encoded)
        if head["format"] != _FORMAT:
            raise ValueError(f"the format is {head['format']!r}")
        places, start, length = head["arrays"], len(encoded), int(head["bytes"])
        if size != start + length:
            raise ValueError(f"it should have {start + length:,} bytes and has {size:,}")
        mapped = np.memmap(path, np.uint8, "r") if size > start else np.empty(0, np.uint8)
        return {place["name"]: _view(mapped, start, length, place) for place in places}, dict(head["description"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: expected an index of the form '{_FORMAT}'; {error}: build it again") from error


def is_index(path: Path) -> bool:
    """Tell whether a file begins as one that `write_arrays` wrote; a file that cannot be read does not."""
    begins = json.dumps({"format": _FORMAT})[:-1].encode()
    try:
        with path.open("rb") as file:
            return file.read(len(begins)) == begins
    except OSError:
        return False


def _parts(head: bytes, arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    yield head
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data if array.size else b""
        yield b"\0" * (_rounded(array.nbytes) - array.nbytes)


def _view(mapped: Array, start: int, length: int, place: Mapping[str, Any]) -> Array:
    kind = np.dtype(str(place["type"]))
    shape = tuple(int(size) for size in place["shape"])
    first, size = int(place["at"]), prod(shape) * kind.itemsize
    if kind.kind not in _KINDS or min(shape, default=0) < 0 or not 0 <= first <= first + size <= length:
        raise ValueError("an array lies outside the file")
    # As a plain array: every slice of a memmap is dear to make.
    view: Array = mapped[start + first : start + first + size].view(np.ndarray).view(kind).reshape(shape)
    return view


def _rounded(size: int) -> int:
    return -(-size // _STEP) * _STEP
