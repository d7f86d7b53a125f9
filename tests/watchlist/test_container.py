"""Arrays in a file: mapped back as they were; anything else is refused with what to do."""

from __future__ import annotations

import numpy as np
import pytest

from resolve.errors import FileError, InputError
from resolve.watchlist.container import is_index, open_arrays, write_arrays

ARRAYS = {
    "none": np.empty(0, np.int32),
    "table": np.arange(6, dtype=np.float32).reshape(2, 3),
    "bools": np.array([True, False]),
    "bytes": np.frombuffer(b"abc", np.uint8),
}


def test_arrays_come_back_and_cannot_be_changed(tmp_path):
    path = tmp_path / "a.idx"
    write_arrays(path, ARRAYS, {"made": "today"})
    arrays, description = open_arrays(path)
    assert description == {"made": "today"} and is_index(path)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype and np.array_equal(arrays[name], array)
    with pytest.raises(ValueError, match="read-only"):
        arrays["table"][0, 0] = 1


@pytest.mark.parametrize("damage", ["cut", "longer", "other", "empty", "outside", "objects"])
def test_a_damaged_file_is_refused(tmp_path, damage):
    path = tmp_path / "a.idx"
    write_arrays(path, ARRAYS, {})
    content = path.read_bytes()
    changed = {
        "cut": content[:-10],
        "longer": content + b"x",
        "other": b'{"format": "something else"}\n',
        "empty": b"",
        "outside": content.replace(b"[2, 3]", b"[9, 9]", 1),
        "objects": content.replace(b'"<f4"', b'"|O" ', 1),
    }[damage]
    path.write_bytes(changed)
    with pytest.raises(InputError, match="build it again"):
        open_arrays(path)


def test_a_missing_file_is_a_file_error(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        open_arrays(tmp_path / "none")
    assert not is_index(tmp_path / "none") and not is_index(tmp_path)
