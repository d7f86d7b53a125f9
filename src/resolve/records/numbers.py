"""Numbers that went through a spreadsheet or a program that takes them for amounts, brought back to what they were.

>>> import pyarrow as pa
>>> mend_numbers("birth date", pa.chunked_array([["31120", "1990-05-01"]]))[0].to_pylist()
['1985-03-14', '1990-05-01']
>>> column, kinds = mend_numbers("JMBG", pa.chunked_array([["1,40399E+12", "1403986710012"]]))
>>> column.to_pylist(), kinds
([None, '1403986710012'], {'short': 1})
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.records.headers import read_header
from resolve.records.tables import holds_any, matches_any
from resolve.values.checksums import valid_in
from resolve.values.number_schemes import schemes

if TYPE_CHECKING:
    import pyarrow as pa

_DAY_ZERO = date(1899, 12, 30)
_COMPACT_DATE = r"^\d{6}$|^\d{8}$"
# A number of a person's own has so many digits at least, in the schemes whose check digits are known.
_SHORTEST_NUMBER = 9


def mend_numbers(
    name: str, column: pa.ChunkedArray, texts: pa.StringArray | None = None
) -> tuple[pa.ChunkedArray, dict[str, int]]:
    """Mend the numbers of one column of text.

    Args:
        name: its header, which tells dates and years.
        texts: its distinct texts, where they are known already.

    Returns:
        The column, and by kind of `rules/schemas/damage` how many cells were mended; cells whose digits are lost become
        missing.
    """
    looked_at = column.slice(0, 10 * _rules()["look"]).drop_null()[: _rules()["look"]].to_pylist()
    kinds: dict[str, int] = {}
    texts = column.drop_null().unique() if texts is None else texts
    before, column = column, _without_lost(column, texts, kinds)
    if not any(text[:1].isdigit() for text in looked_at):
        return column, kinds
    if all(_pattern("whole").search(text) or _pattern("short").search(text) for text in looked_at):
        if any(_pattern("decimals").search(text) for text in looked_at):
            column = _decimals(column, kinds)
        if max(map(len, looked_at)) >= _SHORTEST_NUMBER:
            column = _leading_zeros(column, looked_at, kinds)
    field = _field(name)
    if field == "birth_date":
        texts = texts if column is before else column.drop_null().unique()
        column = _serials(column, texts, kinds)
    elif field == "birth_year":
        column = _changed(column, _rules()["thousands"], _without_marks, "thousands", kinds)
    return column, kinds


def _without_lost(column: pa.ChunkedArray, texts: pa.StringArray, kinds: dict[str, int]) -> pa.ChunkedArray:
    """Make cells missing whose digits are lost, or that hold an error of a spreadsheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not holds_any(pa.chunked_array([texts]), [mark.encode() for mark in _rules()["marks"]]):
        return column
    either = f"{_rules()['error']}|{_rules()['short']}"
    if not matches_any(texts, either):
        return column
    found = pc.fill_null(pc.match_substring_regex(column, either), False)
    errors = pc.sum(pc.match_substring_regex(column.filter(found), _rules()["error"])).as_py()
    cells = {"error": errors, "short": pc.sum(found).as_py() - errors}
    kinds.update({kind: count for kind, count in cells.items() if count})
    return pc.if_else(found, pa.scalar(None, pa.string()), column)


def _decimals(column: pa.ChunkedArray, kinds: dict[str, int]) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    if not pc.all(pc.match_substring_regex(column, _rules()["whole"])).as_py():
        return column
    return _changed(
        column,
        _rules()["decimals"],
        lambda texts: [_pattern("decimals").sub("", text) for text in texts],
        "decimals",
        kinds,
    )


def _leading_zeros(column: pa.ChunkedArray, looked_at: Sequence[str], kinds: dict[str, int]) -> pa.ChunkedArray:
    """Put back the leading zero of national numbers, where most numbers that were looked at are valid in one scheme."""
    for bit, scheme in enumerate(schemes()):
        if not scheme.lost_zero:
            continue
        length = len(scheme.shape)
        whole = [text for text in looked_at if len(text) == length]
        valid = int((valid_in(whole, 1 << bit) != 0).sum())
        if valid and valid >= _rules()["valid"] * len(looked_at):
            return _changed(column, rf"^\d{{{length - 1}}}$", partial(_with_zero, bit), "zero", kinds)
    return column


def _with_zero(bit: int, texts: Sequence[str]) -> list[str]:
    """Give the numbers with a leading zero where that makes them valid in a scheme."""
    longer = [f"0{text}" for text in texts]
    fits = valid_in(longer, 1 << bit) != 0
    return [long if fit else text for text, long, fit in zip(texts, longer, fits, strict=True)]


def _serials(column: pa.ChunkedArray, texts: pa.StringArray, kinds: dict[str, int]) -> pa.ChunkedArray:
    """Make dates of day numbers, unless the column holds dates as bare digits, which may have lost a leading zero."""
    if matches_any(texts, _COMPACT_DATE) or not matches_any(texts, _rules()["serial"]):
        return column
    return _changed(column, _rules()["serial"], lambda texts: list(map(_date_of, texts)), "serial", kinds)


def _date_of(text: str) -> str:
    days = int(text[:5])
    if not _rules()["first"] <= days <= _rules()["last"]:
        return text
    return (_DAY_ZERO + timedelta(days=days)).isoformat()


def _without_marks(texts: Sequence[str]) -> list[str]:
    return [text.replace(".", "").replace(",", "") for text in texts]


def _changed(
    column: pa.ChunkedArray,
    pattern: str,
    change: Callable[[Sequence[str]], Sequence[str]],
    kind: str,
    kinds: dict[str, int],
) -> pa.ChunkedArray:
    """Change the cells that match a pattern, each distinct one once, and count those that became another."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    if not pc.any(found).as_py():
        return column
    coded = column.filter(found).combine_chunks().dictionary_encode()
    before = coded.dictionary
    after = pa.array(change(before.to_pylist()), pa.string())
    cells = pc.sum(pc.not_equal(before, after).take(coded.indices)).as_py() or 0
    if not cells:
        return column
    kinds[kind] = cells
    values = after.take(coded.indices)
    return pa.chunked_array([pc.replace_with_mask(column.combine_chunks(), found.combine_chunks(), values)])


def _field(name: str) -> str:
    reading = read_header(name)
    return reading.field if reading else ""


@lru_cache(maxsize=16)
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_rules()[key])


def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = rules.load("schemas/damage")["numbers"]
    return found
