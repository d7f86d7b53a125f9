"""The name columns of all sources brought to three fields: given name, surname, and other names.

Sources differ: one has given name and surname, another a whole name in one cell, a third both and aliases. Whole
names are cut where the parts are missing, and tokens that are neither given name nor surname become `other_names`.
All three are in plain letters, so that scripts share values, keys and counts; how a word was written is kept beside
them (`original_spellings`), since plain letters don't tell a Đ from a Dj nor a Č from a C.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from resolve import rules
from resolve.names.parse import NameParts, split_names, surname_comes_first
from resolve.names.reading import without_joined_article
from resolve.records.columns import MISSING, Coded, concat
from resolve.text.repair import repair_many
from resolve.text.unicode import plain_many

NAME_FIELDS = ("given_name", "surname", "full_name", "middle_name", "maiden_name", "alias")
_SAMPLE = 2_000
# How many ways of writing one plain word are kept.
_SPELLINGS = 2
# Longer words are no names, and reading them letter by letter costs what no name does.
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’ʼ])*")


def name_columns(
    parts: Sequence[Mapping[str, Coded]], sources: Sequence[str] = ()
) -> tuple[dict[str, Coded], tuple[str, ...]]:
    """Bring name columns to the fields given_name, surname and other_names.

    Args:
        parts: for each source, its raw name columns by field, and under "rows" a column that gives their number.
        sources: the sources' names, for the notes.

    Returns:
        The prepared columns over all sources, father_name among them where a whole name says it, and notes for people.
    """
    done: dict[str, list[Coded]] = {"given_name": [], "surname": [], "other_names": [], "father_name": []}
    notes: list[str] = []
    for index, (source, turned) in enumerate(zip(parts, surnames_come_first(parts), strict=True)):
        if turned and "surname" not in source:
            name = sources[index] if sources else f"source {index + 1}"
            notes.append(f"{name}: whole names are read with the surname first")
        for field_name, coded in _one_source(source, surname_first=turned).items():
            done[field_name].append(coded)
    return {field_name: concat(columns) for field_name, columns in done.items()}, tuple(notes)


def surnames_come_first(parts: Sequence[Mapping[str, Coded]]) -> list[bool]:
    """Tell of each source whether its whole names put the surname first; `parts` as in `name_columns`."""
    given, surnames = _vocabulary(parts)
    return ["full_name" in source and _surname_first(source["full_name"], given, surnames) for source in parts]


def _one_source(source: Mapping[str, Coded], *, surname_first: bool) -> dict[str, Coded]:
    rows = len(source["rows"].codes)
    given = _plain(source.get("given_name"), rows)
    surname = _plain(source.get("surname"), rows)
    father = Coded.missing(rows)
    extra = [_plain(source[name], rows) for name in ("middle_name", "maiden_name", "alias") if name in source]
    if "full_name" in source:
        whole = source["full_name"].mapped(repair_many)
        cut = split_names(whole.values.tolist(), surname_first=surname_first)
        empty = (given.codes == MISSING) & (surname.codes == MISSING)
        if empty.any():
            given = _fill(given, whole, [part.given for part in cut], empty)
            surname = _fill(surname, whole, [part.surname for part in cut], empty)
        extra.insert(0, whole.replaced([other_tokens(part) for part in cut]))
        father = whole.replaced([part.father for part in cut])
    others = _others(given, surname, extra, rows)
    return {"given_name": given, "surname": surname, "other_names": others, "father_name": father}


def _plain(raw: Coded | None, rows: int) -> Coded:
    return Coded.missing(rows) if raw is None else raw.mapped(plain_names)


def plain_names(values: list[str]) -> list[str]:
    """Give names in plain letters, damage repaired, "" for those that say nothing is known."""
    missing = _missing()
    return ["" if text in missing else text for text in plain_many(repair_many(values))]


def original_spellings(columns: Iterable[Coded]) -> dict[str, tuple[str, ...]]:
    """Give how plain words of names were written, where that tells more than their plain letters.

    Args:
        columns: raw names. Words are left out whose letters are plain, or lose nothing by being made so; an article
            that is written together with a name is cut off.

    Returns:
        By plain word, its spellings in small letters, damage repaired, the most frequent first.

    >>> original_spellings([Coded.of(["Ђорђе Müller", "DJORDJE", "Ђорђе"])])
    {'djordje': ('ђорђе',), 'muller': ('müller',)}
    """
    seen: Counter[str] = Counter()
    for column in columns:
        at = [code for code, text in enumerate(column.values) if not text.isascii()]
        counts = np.bincount(column.codes[column.codes != MISSING], minlength=len(column.values))[at].tolist()
        for text, count in zip(repair_many(column.values[at].tolist()), counts, strict=True):
            for word in _telling_words(text):
                seen[word] += count
    return _by_plain(seen)


def spellings_in(text: str) -> dict[str, tuple[str, ...]]:
    """Give how plain words of one raw name were written, as `original_spellings` does of a column of it alone.

    >>> spellings_in("Ђорђе Petrovic"), spellings_in("Ana")
    ({'djordje': ('ђорђе',)}, {})
    """
    return {} if text.isascii() else _by_plain(Counter(_telling_words(repair_many([text])[0])))


def _telling_words(text: str) -> list[str]:
    """Give the words of a name, in small letters, whose letters lose something by being made plain."""
    lossy, folded = _lossy(), text.casefold()
    if not lossy.search(folded):
        return []
    words = [word for word in _WORD.findall(folded) if len(word) <= _LONGEST_WORD and lossy.search(word)]
    return [without_joined_article(word) for word in words]


def _by_plain(seen: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    by_plain: defaultdict[str, list[str]] = defaultdict(list)
    words = sorted(seen, key=lambda word: (-seen[word], word))
    for word, plain in zip(words, plain_many(words), strict=True):
        if plain and " " not in plain and len(by_plain[plain]) < _SPELLINGS:
            by_plain[plain].append(word)
    return {plain: tuple(spellings) for plain, spellings in by_plain.items()}


@lru_cache(maxsize=1)
def _lossy() -> re.Pattern[str]:
    """Give a pattern of the letters that lose something by being made plain."""
    return re.compile(rf"[^\x00-\x7f{re.escape(rules.load('models/comparisons')['names']['plain'])}]")


def _fill(part: Coded, whole: Coded, cut: list[str], where: np.ndarray) -> Coded:
    made = whole.replaced(cut)
    return part.otherwise(Coded(np.where(where, made.codes, MISSING).astype(np.int32), made.values))


def other_tokens(part: NameParts) -> str:
    """Give the words of a whole name that may be of its other names."""
    return " ".join(text for text in (part.given, part.other, part.surname) if text)


def _others(given: Coded, surname: Coded, extra: list[Coded], rows: int) -> Coded:
    """Give the tokens of the extra columns that are not in given name or surname, each distinct combination once."""
    if not any(column.filled for column in extra):
        return Coded.missing(rows)
    import pandas as pd

    used = [given, surname, *extra]
    combined = np.zeros(rows, np.int64)
    for column in used:
        combined = combined * (len(column.values) + 1) + column.codes + 1
        combined = pd.factorize(combined)[0].astype(np.int64)
    _, first = np.unique(combined, return_index=True)
    texts = []
    for row in first:
        had = {token for column in used[:2] for token in _text(column, row).split()}
        fresh = dict.fromkeys(token for column in extra for token in _text(column, row).split() if token not in had)
        texts.append(" ".join(fresh))
    made = Coded.of(texts)
    return Coded(made.codes[combined], made.values)


def _text(column: Coded, row: int) -> str:
    code = column.codes[row]
    return "" if code == MISSING else str(column.values[code])


def _vocabulary(parts: Sequence[Mapping[str, Coded]]) -> tuple[Counter[str], Counter[str]]:
    given: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    for source in parts:
        for field_name, counter in (("given_name", given), ("surname", surnames)):
            if field_name in source:
                for text in plain_many(source[field_name].values[:_SAMPLE].tolist()):
                    counter.update(text.split())
    return given, surnames


def _surname_first(whole: Coded, given: Counter[str], surnames: Counter[str]) -> bool:
    return surname_comes_first(plain_many(whole.values[:_SAMPLE].tolist()), given, surnames)


@lru_cache(maxsize=1)
def _missing() -> frozenset[str]:
    return frozenset(rules.load("schemas/values")["missing"]["words"])
