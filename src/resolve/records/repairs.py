"""Cells mended as they are read, and what was mended where: text of wrong code pages, numbers of spreadsheets.

>>> import pyarrow as pa
>>> table = pa.table({"ime": ["PetroviÄ‡", "Ana", "JoviÄ‡"], "godina rođenja": ["1985.0", None, "1990.0"]})
>>> mended, repairs, originals = mend(table)
>>> mended.to_pydict()
{'ime': ['Petrović', 'Ana', 'Jović'], 'godina rođenja': ['1985', None, '1990']}
>>> [(repair.column, repair.kind, repair.cells) for repair in repairs], list(originals)
([('ime', 'utf-8', 2), ('godina rođenja', 'decimals', 2)], ['ime', 'godina rođenja'])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from resolve import rules
from resolve.records.numbers import mend_numbers
from resolve.records.raw import Repair, by_column
from resolve.records.tables import holds_any, matches_any
from resolve.text.repair import may_be_misread, misread

if TYPE_CHECKING:
    import pyarrow as pa


# Letters of one first byte that are better looked for by this byte alone.
_MANY_LETTERS = 3


@dataclass(frozen=True)
class _Suspects:
    """The cells of a column that may be damaged: which rows, their distinct texts, and how often each stands there."""

    rows: pa.ChunkedArray
    codes: pa.Array
    texts: tuple[str, ...]
    counts: Mapping[str, int]


def mend(
    table: pa.Table, distinct: Callable[[str], pa.StringArray] | None = None
) -> tuple[pa.Table, tuple[Repair, ...], dict[str, pa.ChunkedArray]]:
    """Mend the cells of a table of text.

    Args:
        distinct: gives the distinct texts of a column by its name, where that is known already.

    Returns:
        The table, what was mended in the order of its columns, and the columns that changed as they were.
    """
    names = table.column_names
    texts_of = distinct or (lambda name: table.column(name).drop_null().unique())
    looked_at = by_column(table.num_rows, partial(_look, texts_of), names, table.columns)
    suspects = [one for one, _ in looked_at]
    numbers = [done for _, done in looked_at]
    told = [_proven(one) for one in suspects]
    everywhere = set().union(*told)
    columns = []
    repairs: list[Repair] = []
    for name, one, own, (mended, kinds) in zip(names, suspects, told, numbers, strict=True):
        texts, damage = _mend_text(mended, one, own | _likely(one, everywhere - own))
        columns.append(texts)
        counts = {**damage, **kinds}
        repairs += [Repair(name, kind, cells, _says(kind)) for kind, cells in counts.items()]
    if not repairs:
        return table, (), {}
    changed = {repair.column for repair in repairs}
    originals = {name: table.column(name) for name in names if name in changed}
    import pyarrow as pa

    return pa.table(columns, names=names), tuple(repairs), originals


def _look(
    texts_of: Callable[[str], pa.StringArray], name: str, column: pa.ChunkedArray
) -> tuple[_Suspects | None, tuple[pa.ChunkedArray, dict[str, int]]]:
    texts = texts_of(name)
    return _suspects(column, texts), mend_numbers(name, column, texts)


def _suspects(column: pa.ChunkedArray, texts: pa.StringArray) -> _Suspects | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    pattern = _rules()["text"]["suspicious"]
    # Whether there are any is asked of the distinct texts, most often with less to look at.
    if not holds_any(pa.chunked_array([texts]), *_needles()) or not matches_any(texts, pattern):
        return None
    mask = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    coded = column.filter(mask).combine_chunks().dictionary_encode()
    texts = tuple(coded.dictionary.to_pylist())
    counts = {texts[row["values"]]: row["counts"] for row in pc.value_counts(coded.indices).to_pylist()}
    return _Suspects(mask, coded.indices, texts, counts)


def _proven(suspects: _Suspects | None) -> set[str]:
    """Give the kinds of damage that a column's own cells prove for all of it."""
    if suspects is None:
        return set()
    limits = _rules()["text"]
    found = Counter(kind for _, kind in map(misread, suspects.texts) if kind and kind != "utf-8")
    least = max(limits["distinct"], limits["share"] * len(suspects.texts))
    return {kind for kind, times in found.items() if times >= least}


def _likely(suspects: _Suspects | None, kinds: Collection[str]) -> set[str]:
    """Give the kinds, proven for other columns, that this one shows the signs of as well."""
    if suspects is None or not kinds:
        return set()
    least = _rules()["text"]["beside"] * len(suspects.texts)
    return {kind for kind in kinds if sum(may_be_misread(text, kind) for text in suspects.texts) >= least}


def _mend_text(
    column: pa.ChunkedArray, suspects: _Suspects | None, told: Collection[str]
) -> tuple[pa.ChunkedArray, dict[str, int]]:
    if suspects is None:
        return column, {}
    mended = [misread(text, told) for text in suspects.texts]
    cells: Counter[str] = Counter()
    for text, (_, kind) in zip(suspects.texts, mended, strict=True):
        if kind:
            cells[kind] += suspects.counts[text]
    if not cells:
        return column, {}
    return _replaced(column, suspects, [text for text, _ in mended]), dict(cells)


def _replaced(column: pa.ChunkedArray, suspects: _Suspects, texts: Sequence[str]) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array(texts, pa.string()).take(suspects.codes)
    mask = suspects.rows.combine_chunks()
    return pa.chunked_array([pc.replace_with_mask(column.combine_chunks(), mask, values)])


@lru_cache(maxsize=1)
def _needles() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Give what a suspicious cell holds one of: marks of ASCII, and letters beyond it or the byte that they share."""
    text = _rules()["text"]
    letters = [letter.encode() for letter in text["letters"]]
    shared = Counter(letter[:1] for letter in letters)
    wide = {letter[:1] if shared[letter[:1]] > _MANY_LETTERS else letter for letter in letters}
    return tuple(mark.encode() for mark in text["marks"]), tuple(sorted(wide))


def _says(kind: str) -> str:
    return str(_rules()["says"][kind])


def _rules() -> Mapping[str, Any]:
    return rules.load("schemas/damage")
