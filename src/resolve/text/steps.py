"""Steps "pattern>sounds" applied to many tokens at once, by arrays of their letters.

What comes out is what a regular expression of all patterns gives that tries them in order at each place, token by
token; of thousands of tokens, arrays take a fraction of the time. A pattern is of letters and classes of letters, "?"
behind one, "^" and "$", and conditions on what stands before and behind.

>>> reader = Steps.of(["chs>ks", "ch>h", "d$>t"], where="ch")
>>> said = {letter: letter for letter in "acdhns"}
>>> owners, readings = reader.read(Letters(["chand", "ana", "dachs"]), said.__getitem__)
>>> owners.tolist(), readings
([0, 2], ['hant', 'daks'])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, product

import numpy as np
import numpy.typing as npt

from resolve.errors import RulesError

Places = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
# Some letters, and whether all others are meant
Class = tuple[frozenset[str], bool]

_LINE_BREAK = "\n"
_END: Class = (frozenset({_LINE_BREAK}), False)
# So many line breaks stand around the tokens: no pattern looks further.
_ROOM = 16
# What stands for no sound, and for one that is not ASCII
_SILENT, _UNKNOWN = 0xFE, 0xFF
_CLASS = r"\[[^\]\\]*\]"
_LETTER = r"[^\[\]\\()?*+{}|.^$]"
_WHOLE = re.compile(
    rf"(?P<start>\^)?(?:\(\?<=(?P<before>[^()]*)\))?(?P<body>(?:(?:{_CLASS}|{_LETTER})\??)+)(?P<end>\$)?"
    r"(?:\(\?=(?P<behind>[^()]*)\))?"
)
_RUN = re.compile(rf"(?:\(\?<=(?P<before>[^()]*)\))?(?P<body>{_CLASS})\+\$")
_PART = re.compile(rf"(?P<one>{_CLASS}|{_LETTER}|[\^$])(?:(?P<may>\?)|\{{(?P<times>\d)\}})?")
_ALTERNATIVE = re.compile(r"(?:\((?:[^()])*\)|\[[^\]]*\]|[^|(\[])+")


class Letters:
    """Many tokens as one array of letters, a line break behind each; classes of letters are looked for once."""

    def __init__(self, tokens: Sequence[str]) -> None:
        around = _LINE_BREAK * _ROOM
        text = around + _LINE_BREAK.join(tokens) + around
        self.alphabet = sorted(set(text))
        self._number = {letter: number for number, letter in enumerate(self.alphabet)}
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = np.zeros(int(codes.max()) + 1, np.uint16)
        numbers[list(map(ord, self.alphabet))] = np.arange(len(self.alphabet))
        self.numbers = numbers[codes]
        self._classes: dict[Class, Bools] = {}
        self._places: dict[Class, Places] = {}
        sizes = np.fromiter(map(len, tokens), np.int64, len(tokens)) + 1
        # The token that each letter is of, -1 around them
        self.owner = np.full(len(codes), -1, np.int64)
        self.owner[_ROOM : _ROOM + int(sizes.sum())] = np.repeat(np.arange(len(tokens)), sizes)
        self.filled = sizes > 1

    def among(self, some: Class) -> Bools:
        """Tell which letters are of a class."""
        if some not in self._classes:
            letters, others = some
            found = np.zeros(len(self.numbers), bool)
            for letter in letters & self._number.keys():
                found |= self.numbers == self._number[letter]
            self._classes[some] = ~found if others else found
        return self._classes[some]

    def places(self, some: Class) -> Places:
        """Give the places, inside of tokens, of the letters of a class."""
        if some not in self._places:
            self._places[some] = np.flatnonzero(self.among(some)[_ROOM:-_ROOM]) + _ROOM
        return self._places[some]


@dataclass(frozen=True)
class _Way:
    """One way in which a pattern is found: classes of letters by their distance from where it begins, and its length.

    A `run` goes on to the end of the token.
    """

    classes: tuple[tuple[int, Class], ...]
    length: int
    run: bool = False

    @property
    def reaches_over(self) -> bool:
        """Whether it looks further than there is room around tokens."""
        return any(abs(distance) >= _ROOM for distance, _ in self.classes)

    @property
    def takes_others(self) -> bool:
        """Whether it takes a letter that is told by those that it is not."""
        return any(others for distance, (_, others) in self.classes if 0 <= distance < self.length)

    def find(self, letters: Letters) -> tuple[Places, Places]:
        """Give where it begins, and how long it is there."""
        ordered = sorted(
            self.classes, key=lambda one: len(letters.places(one[1])) if 0 <= one[0] < self.length else 1e9
        )
        distance, some = ordered[0]
        at = letters.places(some) - distance
        for distance, some in ordered[1:]:
            at = at[letters.among(some)[at + distance]]
        if not self.run:
            return at, np.full(len(at), self.length)
        outside = np.flatnonzero(~letters.among(dict(self.classes)[0]))
        end = outside[np.searchsorted(outside, at)]
        last = letters.among(_END)[end]
        return at[last], (end - at)[last]


@dataclass(frozen=True)
class Steps:
    """Steps ready to be applied: the ways of each pattern and of what a token must have (none: nothing), and sounds."""

    ways: tuple[tuple[_Way, ...], ...]
    sounds: tuple[str, ...]
    where: tuple[_Way, ...]

    @classmethod
    def of(cls, steps: Sequence[str], where: str = "") -> Steps:
        """Make steps ready, applied to tokens in which the pattern `where` is found.

        Raises:
            RulesError: a pattern is of more than letters, classes and conditions.
        """
        written = [step.rpartition(">") for step in steps]
        ways = tuple([_ways_of(pattern) for pattern, _, _ in written])
        asked = [way for one in _ALTERNATIVE.findall(where) for way in _ways_of(one)]
        return cls(ways, tuple([sounds for _, _, sounds in written]), tuple(asked))

    def read(
        self, letters: Letters, alone: Callable[[str], str], some: Bools | None = None
    ) -> tuple[Places, list[str]]:
        """Read those tokens that have what is asked for.

        Args:
            alone: gives the sounds of a letter that no step takes.
            some: of each token, whether it is wanted; None for all.

        Returns:
            The places of the tokens, ascending, and what each is read as; left out are those read as nothing, or with a
            sound that is not ASCII.
        """
        fits = letters.filled if some is None else letters.filled & some
        if self.where:
            there = np.zeros(len(fits), bool)
            for way in self.where:
                there[letters.owner[way.find(letters)[0]]] = True
            fits = fits & there
        if not fits.any():
            return np.empty(0, np.int64), []
        inside = np.append(fits, False)[letters.owner]
        table = self._table([alone(letter) if letter != _LINE_BREAK else letter for letter in letters.alphabet])
        said = table[self._taken(letters)[inside]].ravel()
        said = said[said != _SILENT]
        # A sound that stands several times in a row is written once; line breaks stay.
        said = said[np.append(True, (said[1:] != said[:-1]) | (said[1:] == ord(_LINE_BREAK)))]
        readings = said.tobytes().decode("latin-1").split(_LINE_BREAK)[:-1]
        owners, breaks = np.flatnonzero(fits), np.flatnonzero(said == ord(_LINE_BREAK))
        good = np.diff(breaks, prepend=-1) > 1
        good[np.searchsorted(breaks, np.flatnonzero(said == _UNKNOWN))] = False
        return (owners, readings) if good.all() else (owners[good], list(compress(readings, good.tolist())))

    def _table(self, alone: Sequence[str]) -> Bytes:
        """Give the sounds of each letter alone, of each step, and of what a step has taken."""
        said = [one.encode("ascii") if one.isascii() else bytes([_UNKNOWN]) for one in (*alone, *self.sounds)]
        width = max(1, *map(len, said))
        table = np.full((len(said) + 1, width), _SILENT, np.uint8)
        for row, one in zip(table, said, strict=False):
            row[: len(one)] = list(one)
        return table

    def _taken(self, letters: Letters) -> npt.NDArray[np.int32]:
        """Give at each place the row of `_table` of what is to be said there."""
        step = np.full(len(letters.numbers), -1, np.int32)
        length = np.zeros(len(letters.numbers), np.int32)
        for number in reversed(range(len(self.ways))):  # what comes first in order is put last
            for way in reversed(self.ways[number]):
                at, long = way.find(letters)
                step[at], length[at] = number, long
        begins = np.flatnonzero(step >= 0)
        begins = begins[_one_after_the_other(begins, begins + length[begins])]
        rows = letters.numbers.astype(np.int32)
        silent = len(letters.alphabet) + len(self.sounds)
        size = length[begins]
        for further in range(1, int(size.max(initial=1))):
            rows[begins[size > further] + further] = silent
        rows[begins] = step[begins] + len(letters.alphabet)
        return rows


def _one_after_the_other(begins: Places, ends: Places) -> Places:
    """Give which of some spans are taken from left to right, when one that begins inside of one taken is passed over.

    >>> _one_after_the_other(np.array([0, 1, 2, 5]), np.array([2, 3, 3, 6])).tolist()
    [0, 2, 3]
    """
    left = np.arange(len(begins))
    taken = []
    while len(left):
        # No span before it reaches one that is the first of those that hang together.
        reach = np.maximum.accumulate(ends[left])
        first = np.append(True, begins[left[1:]] >= reach[:-1])
        heads = left[first]
        taken.append(heads)
        left = left[begins[left] >= ends[heads[np.cumsum(first) - 1]]]
    return np.sort(np.concatenate(taken)) if taken else left


def _ways_of(pattern: str) -> tuple[_Way, ...]:
    """Give the ways of a pattern in the order in which they are tried."""
    found = _RUN.fullmatch(pattern) or _WHOLE.fullmatch(pattern)
    parts = found.groupdict() if found else {"body": ""}
    start = [(_END,)] if parts.get("start") else [()]
    before, behind = (_either(parts.get(side)) for side in ("before", "behind"))
    end = (_END,) if parts.get("end") else ()
    ways = [
        _Way(tuple(_placed((*first, *left), body, (*end, *right))), len(body), found is not None and found.re is _RUN)
        for body, first, left, right in product(_either(parts["body"]), start, before, behind)
    ]
    # Among letters other than some, there would be the line break.
    if any(not way.length or way.reaches_over or way.takes_others for way in ways):
        raise RulesError(
            f"the pattern {pattern!r} of a reading is of more than letters, classes of them, '?' behind one, '^', '$', "
            "and conditions before and behind: write it by several steps"
        )
    return tuple(ways)


def _placed(before: Sequence[Class], body: Sequence[Class], behind: Sequence[Class]) -> Iterator[tuple[int, Class]]:
    return zip(range(-len(before), len(body) + len(behind)), (*before, *body, *behind), strict=True)


def _either(written: str | None) -> list[tuple[Class, ...]]:
    """Give the sequences of classes that an expression stands for, in the order in which they are tried.

    >>> [len(one) for one in _either("ab?|$")]
    [2, 1, 1]
    """
    return [sequence for one in (written or "").split("|") for sequence in _sequences(_PART.finditer(one))]


def _sequences(parts: Iterable[re.Match[str]]) -> Iterator[tuple[Class, ...]]:
    choices: list[tuple[tuple[Class, ...], ...]] = []
    for part in parts:
        one = _class_of(part["one"])
        choices.append(((one,), ()) if part["may"] else ((one,) * int(part["times"] or 1),))
    for chosen in product(*choices):
        yield tuple([one for some in chosen for one in some])


def _class_of(written: str) -> Class:
    if written in "^$":
        return _END
    if written[0] != "[":
        return frozenset({written}), False
    others = written[1] == "^"
    among = re.sub("(.)-(.)", lambda found: "".join(map(chr, range(ord(found[1]), ord(found[2]) + 1))), written[1:-1])
    return frozenset(among[others:]), others
