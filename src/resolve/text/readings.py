"""Readings of a written token: how it may be said, by the orthographies in `rules/phonetics/readings`.

>>> readings("đorđe")[0] == readings("ђорђе")[0] == readings("djordje")[0]
True
>>> "JorJ" in readings("george"), readings("джордж")
(True, ('JorJ',))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain, compress
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.text.steps import Letters, Steps

Places = npt.NDArray[np.int64]

_DOUBLED = re.compile(r"([^\n])\1+")
_MARKS = re.compile("[\u0300-\u036f]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# A pattern that begins with ^ or (?<=...), and the letter or class of letters after it, which no quantifier follows
_BEFORE = re.compile(
    r"(?:\^|\(\?<=(?P<before>(?:\[[^\]]*\](?:\{\d\})?|[^()\[\]])*)\))(?P<first>\[[^\]]*\]|[^\[\]()^$\\.])"
    r"(?P<rest>(?![?*+{]).*)"
)
_LINE_BREAK = 10
# In a shorter text, an expression is quicker than setting arrays up.
_WORTH_ARRAYS = 500
# From so many forms on, applying the steps by arrays is quicker than by expressions.
_WORTH_STEPS = 400
# No name needs more; the bound keeps the comparison of two tokens of unclear origin cheap.
MOST = 10
# So many sounds at least stand before an ending.
_LEFT = 2


def readings(token: str) -> tuple[str, ...]:
    """Give the distinct readings of one lower-case token of Latin or Cyrillic letters, the most general first."""
    return tuple(
        dict.fromkeys((*first_readings([token], [token], [_script(token)]), *other_readings_many([[token]])[0]))
    )[:MOST]


def first_readings(tokens: Sequence[str], forms: Sequence[str], scripts: Sequence[str]) -> list[str]:
    """Give the most general reading of each lower-case token; "" for one without letters.

    Args:
        tokens, scripts: the tokens and their scripts (`text.scripts`).
        forms: a Latin form of each, which is read for scripts that have no table of readings.
    """
    cyrillic = [token if script == "Cyrl" else "" for token, script in zip(tokens, scripts, strict=True)]
    latin = ["" if script == "Cyrl" else form for form, script in zip(forms, scripts, strict=True)]
    general = {table.of: table for table in reversed(_tables())}
    found = general["Latn"].read_all(latin)
    if any(cyrillic):
        found = [one or other for one, other in zip(found, general["Cyrl"].read_all(cyrillic), strict=True)]
    return found


def other_readings_many(forms: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give, for the forms of each token, their readings by every orthography that has something of its own to say."""
    # What each form is read as, with the place of the orthography that says so
    said: dict[str, list[tuple[int, str]]] = {form: [] for written in forms for form in written}
    by_script: dict[str, list[str]] = {}
    for form in said:
        by_script.setdefault(_script(form), []).append(form)
    irregular = _irregular()
    for form in irregular.keys() & said.keys():
        said[form].append((-1, irregular[form]))
    joined = {script: "\n".join(some) for script, some in by_script.items()}
    for order, table in enumerate(_tables()):
        fitting, read = table.read_fitting(joined.get(table.of, ""))
        for form, one in zip(fitting, read, strict=True):
            # A letter that is left over is none of this orthography's.
            if one and one.isascii():
                said[form].append((order, one))
    return [_in_order(written, said) for written in forms]


def _in_order(written: Sequence[str], said: Mapping[str, list[tuple[int, str]]]) -> list[str]:
    if len(written) == 1:
        return [one for _, one in said[written[0]]]
    own = list(chain.from_iterable([said[form] for form in dict.fromkeys(written)]))
    return [one for _, one in sorted(own, key=itemgetter(0))]


def other_readings_flat(forms: Sequence[Sequence[str]], read_before: Collection[str] = ()) -> tuple[Places, list[str]]:
    """Give what `other_readings_many` does as one list, and beside it the places of the tokens, which ascend.

    Args:
        forms: the forms of each token, none twice.
        read_before: forms of which the most general reading is known, and need not be among them.
    """
    numbers: dict[str, int] = {}
    of_forms = [numbers.setdefault(form, len(numbers)) for written in forms for form in written]
    said: list[str] = []
    read: list[Places] = []
    orders: list[int] = []
    for order, (where, some) in enumerate(_said_of(numbers, read_before)):
        said += some
        read.append(where)
        orders += [order] * len(some)
    form = np.concatenate(read) if read else np.empty(0, np.int64)
    tokens = np.repeat(np.arange(len(forms)), [len(written) for written in forms])
    owner, reading = _meeting(np.array(of_forms, np.int64), form)
    # Readings of a token stand in the order of the orthographies, those by one of them in the order of the forms.
    at = np.lexsort((owner, np.array(orders, np.int64)[reading], tokens[owner]))
    return tokens[owner[at]], [said[place] for place in reading[at].tolist()]


def _said_of(numbers: Mapping[str, int], read_before: Collection[str]) -> Iterator[tuple[Places, list[str]]]:
    """Give, for one orthography after the other, the numbers of the forms that it reads by itself, and as what."""
    irregular = _irregular()
    named = [form for form in numbers if form in irregular]
    yield _numbered(numbers, named), [irregular[form] for form in named]
    by_script: dict[str, list[str]] = {}
    for form in numbers:
        by_script.setdefault(_script(form), []).append(form)
    places = {script: _numbered(numbers, forms) for script, forms in by_script.items()}
    letters = {script: Letters(forms) for script, forms in by_script.items()} if len(numbers) >= _WORTH_STEPS else {}
    for table in _tables():
        forms = by_script.get(table.of, [])
        new = [form not in read_before for form in forms] if table.is_general and read_before else None
        if table.of in letters:
            where, read = table.by_steps.read(letters[table.of], _letter_alone, new if new is None else np.array(new))
            yield places[table.of][where], read
        elif forms:
            fitting, read = table.read_fitting("\n".join(forms if new is None else compress(forms, new)))
            # A letter that is left over is none of this orthography's.
            good = [bool(one) and one.isascii() for one in read]
            yield _numbered(numbers, list(compress(fitting, good))), list(compress(read, good))


def _numbered(numbers: Mapping[str, int], forms: Sequence[str]) -> Places:
    return np.fromiter(map(numbers.__getitem__, forms), np.int64, len(forms))


def _meeting(keys: Places, others: Places) -> tuple[Places, Places]:
    """Give every two places, of keys and of others, at which the same number stands.

    >>> [part.tolist() for part in _meeting(np.array([5, 7, 5]), np.array([7, 5, 6]))]
    [[0, 1, 2], [1, 0, 1]]
    """
    order = np.argsort(others, kind="stable")
    ordered = others[order]
    first, end = np.searchsorted(ordered, keys), np.searchsorted(ordered, keys, "right")
    counts = end - first
    one = np.repeat(np.arange(len(keys)), counts)
    within = np.arange(len(one)) - np.repeat(counts.cumsum() - counts, counts)
    return one, order[np.repeat(first, counts) + within]


def _script(token: str) -> str:
    return "Cyrl" if not token.isascii() and _CYRILLIC.search(token) else "Latn"


def features_many(readings: Sequence[str]) -> list[str]:
    """Spell readings by the features of their sounds (`rules/phonetics/sounds`), for measuring distance.

    >>> features_many(["da"])
    ['3+dMa']
    """
    return "\n".join(readings).translate(_features()).split("\n") if readings else []


def ending(reading: str) -> str:
    """Give the longest ending of a reading that many surnames share, "" for none.

    >>> ending("pavloviC"), ending("hoJa")
    ('oviC', '')
    """
    return endings_many([reading])[0]


def endings_many(readings: Sequence[str]) -> list[str]:
    """Give the endings of many readings, as `ending` gives that of one."""
    by_last, size = _endings()
    found = [by_last.get(reading[-size:], ()) for reading in readings]
    return [_fitting(reading, some) if some else "" for reading, some in zip(readings, found, strict=True)]


def _fitting(reading: str, endings: Iterable[str]) -> str:
    """Give the first of some endings that a reading has, with two sounds or more before it."""
    for one in endings:
        if reading.endswith(one) and len(reading) - len(one) >= _LEFT:
            return one
    return ""


def beginning(reading: str) -> str:
    """Give the beginning of a reading that many names of several words share, "" for none.

    >>> beginning("abdulsalam"), beginning("ana")
    ('abdul', '')
    """
    listed = _beginnings()
    if reading.startswith(listed):
        return next((one for one in listed if reading.startswith(one) and len(reading) > len(one) + 2), "")
    return ""


def beginnings_many(readings: Sequence[str]) -> list[str]:
    """Give the beginnings of many readings, as `beginning` gives that of one."""
    heads, size = _heads()
    return [beginning(reading) if reading[:size] in heads else "" for reading in readings]


def without_gender(reading: str) -> str:
    """Give a surname's reading without the ending that tells a man's from a woman's, "" where it has none.

    >>> without_gender("petrovski") == without_gender("petrovska")
    True
    >>> without_gender("hoJa")
    ''
    """
    return without_gender_many([reading])[0]


def without_gender_many(readings: Sequence[str]) -> list[str]:
    """Do for many readings what `without_gender` does for one."""
    by_last, size = _endings_with_sex()
    some = [by_last.get(reading[-size:], ()) for reading in readings]
    ends = [_fitting(reading, own) if own else "" for reading, own in zip(readings, some, strict=True)]
    return [
        f"{reading[: -len(end)]} {_gendered()[end]}" if end else "" for reading, end in zip(readings, ends, strict=True)
    ]


class _Table:
    """One orthography, ready to read."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.of = str(written["of"])
        self.is_general = "where" not in written
        self._where = f"(?=.*?(?:{written['where']}))" if "where" in written else ""
        steps = [step.rpartition(">") for step in written["steps"]]
        self._steps = [step for step, _, _ in steps]
        self._sounds: list[str] = ["", *[sounds for _, _, sounds in steps]]
        self._written = written

    # Compiled when first used: most names need a table or two.
    @cached_property
    def by_steps(self) -> Steps:
        return Steps.of(self._written["steps"], self._written.get("where", ""))

    @cached_property
    def _fitting(self) -> re.Pattern[str]:
        return re.compile(f"^{self._where}.+$", re.MULTILINE)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The empty group behind each alternative tells which one it was; in front, it would keep the expression from
        # passing over alternatives by their first letter, which makes it ten times slower.
        return re.compile("|".join(f"(?:{_letter_first(one)})()" for one in self._steps), re.MULTILINE)

    def read_all(self, tokens: Sequence[str]) -> list[str]:
        """Read tokens, however few or many, by what is quicker; a table that asks nothing of a token."""
        if len(tokens) < _WORTH_STEPS:
            return self.read_many(tokens)
        owners, said = self.by_steps.read(Letters(tokens), _letter_alone)
        found = dict(zip(owners.tolist(), said, strict=True))
        left_over = [place for place, token in enumerate(tokens) if token and place not in found]
        found.update(zip(left_over, self.read_many([tokens[place] for place in left_over]), strict=True))
        return [found.get(place, "") for place in range(len(tokens))]

    def read_many(self, tokens: Sequence[str]) -> list[str]:
        return self.read("\n".join(tokens)).split("\n") if tokens else []

    def read_fitting(self, joined: str) -> tuple[list[str], list[str]]:
        """Read those of the tokens, one a line, of which this orthography has something of its own to say."""
        fitting = self._fitting.findall(joined)
        return fitting, self.read_many(fitting)

    def read(self, token: str) -> str:
        sounds = self._sounds
        return _each_once(_plainly(self._pattern.sub(lambda found: sounds[found.lastindex or 0], token)))


def _each_once(said: str) -> str:
    """Write a sound that stands several times in a row once; line breaks stay.

    >>> _each_once("anna")
    'ana'
    """
    if len(said) < _WORTH_ARRAYS or not said.isascii():
        once: str = _DOUBLED.sub(r"\1", said)
        return once
    sounds = np.frombuffer(said.encode("ascii"), np.uint8)
    kept = np.append(True, (sounds[1:] != sounds[:-1]) | (sounds[1:] == _LINE_BREAK))
    joined: str = sounds[kept].tobytes().decode("ascii")
    return joined


def _letter_first(pattern: str) -> str:
    """Put what a pattern asks of the text before it behind its first letter.

    >>> _letter_first("(?<=[aeo])h$"), _letter_first("^wr"), _letter_first("sh")
    ('h(?<=[aeo]h)$', 'w(?<=^w)r', 'sh')
    """
    found = _BEFORE.fullmatch(pattern)
    if not found:
        return pattern
    before = found["before"] or "^"
    return f"{found['first']}(?<={before}{found['first']}){found['rest']}"


def _plainly(said: str) -> str:
    """Read the letters that no step has taken, without their marks where need be."""
    said = _by_letters(said)
    return said if said.isascii() else _by_letters(_MARKS.sub("", unicodedata.normalize("NFD", said)))


@lru_cache(maxsize=10_000)
def _letter_alone(letter: str) -> str:
    return _plainly(letter)


def _by_letters(said: str) -> str:
    """Read the letters that no step has taken; no sound is such a letter, so that the order does not matter."""
    letters = _letters()
    for letter in letters.keys() & set(said):
        said = said.replace(letter, letters[letter])
    return said


@cache
def _tables() -> tuple[_Table, ...]:
    return tuple(_Table(written) for written in rules.load("phonetics/readings")["table"].values())


@cache
def _irregular() -> Mapping[str, str]:
    written: Mapping[str, str] = rules.load("phonetics/readings")["irregular"]
    return written


@cache
def _letters() -> Mapping[str, str]:
    written: Mapping[str, str] = rules.load("phonetics/readings")["letters"]
    return written


@cache
def _features() -> dict[int, str]:
    return {ord(sound): spelled for sound, spelled in rules.load("phonetics/sounds")["features"].items()}


@cache
def _endings() -> tuple[Mapping[str, tuple[str, ...]], int]:
    return _by_last(rules.load("phonetics/sounds")["endings"]["sounds"].split())


@cache
def _endings_with_sex() -> tuple[Mapping[str, tuple[str, ...]], int]:
    return _by_last(_gendered())


def _by_last(endings: Iterable[str]) -> tuple[Mapping[str, tuple[str, ...]], int]:
    """Give endings, the longest first, by their last sounds, as many as the shortest of them has; and how many."""
    size = min(map(len, endings))
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(endings, key=len, reverse=True):
        found[one[-size:]] = (*found.get(one[-size:], ()), one)
    return found, size


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(sorted(rules.load("phonetics/sounds")["endings"]["beginnings"].split(), key=len, reverse=True))


@cache
def _heads() -> tuple[frozenset[str], int]:
    """Give with what beginnings begin, as many sounds as the shortest of them has; and how many."""
    size = min(map(len, _beginnings()))
    return frozenset([one[:size] for one in _beginnings()]), size


@cache
def _gendered() -> Mapping[str, int]:
    written = rules.load("phonetics/sounds")["endings"]["gendered"]
    return {ending: kind for kind, endings in enumerate(written) for ending in endings.split()}
