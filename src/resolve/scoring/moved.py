"""Words that stand in another part of the other name, for one record and the few that it is compared with.

The answers are those of `across.raise_moved`, whose arrays are many to set up for a pair or for a few dozen
(`tests/scoring/test_moved` holds the two together).

>>> from resolve.records.columns import Coded
>>> given = Column.of("given_name", "given", Coded.of(["walter", "anton", "hans"]))
>>> surname = Column.of("surname", "surname", Coded.of(["walter", "walter", "anton"]))
>>> moved = MovedWords({"given_name": given, "surname": surname})
>>> moved.in_pair("given_name", moved.of_pair(0, 1)), moved.in_pair("given_name", moved.of_pair(1, 2))
(False, True)
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from resolve.records.columns import MISSING, Column
from resolve.scoring.across import SOUND
from resolve.scoring.tokens import token_table

Rows = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
_Sounds = frozenset[int]
# By part of the name, the words of either side as they sound.
PairOfNames = Mapping[str, tuple[_Sounds, _Sounds]]
# Names whose words are kept at hand.
_KEPT = 200_000
_NONE: _Sounds = frozenset()


class MovedWords:
    """Tells which words of one part of a name stand in another part of another name, and not there in their own."""

    def __init__(self, parts: Mapping[str, Column]) -> None:
        """Look at the columns of some of `across.NAME_PARTS`, by field."""
        self._parts = parts
        self._known: dict[str, dict[int, _Sounds]] = {name: {} for name in parts}

    def forget(self, name: str) -> None:
        """Forget the words of a field's values, whose codes are about to be given to others."""
        self._known.get(name, {}).clear()

    def of_pair(self, left: int, right: int) -> PairOfNames:
        """Give the words of two rows by part of the name."""
        return {name: (self.sounds(name, left), self.sounds(name, right)) for name in self._parts}

    def in_pair(self, name: str, pair: PairOfNames) -> bool:
        """Tell whether a word of one part of a name stands in another part of the other name."""
        ours, theirs = pair[name]
        for part, (our_part, their_part) in pair.items():
            if part != name and (
                (not ours.isdisjoint(their_part) and ours & their_part - our_part)
                or (not theirs.isdisjoint(our_part) and theirs & our_part - their_part)
            ):
                return True
        return False

    def among(self, row: int, rows: Rows) -> MovedAmong:
        """Look at one row beside some others."""
        return MovedAmong(self, row, rows)

    def sounds(self, name: str, row: int) -> _Sounds:
        """Give the words of a part of a row's name as they sound, by hash."""
        column = self._parts[name]
        code = int(column.codes[row])
        if code == MISSING:
            return _NONE
        known = self._known[name]
        found = known.get(code)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[code] = frozenset(token_table(column, SOUND)[code].tolist()) - {0}
        return found

    def parts_beside(self, name: str) -> list[str]:
        """Give the other parts of a name that there are."""
        return [part for part in self._parts if part != name]

    def holding(self, name: str, rows: Rows, sound: int) -> Bools:
        """Tell which rows have a word of that sound in a part of their name."""
        column = self._parts[name]
        codes = column.codes[rows]
        found: Bools = (token_table(column, SOUND)[codes] == np.uint64(sound)).any(1) & (codes != MISSING)
        return found


class MovedAmong:
    """One row beside some others; what was asked of a word is kept."""

    def __init__(self, words: MovedWords, row: int, rows: Rows) -> None:
        self._words, self._row, self._rows = words, row, rows
        self._asked: dict[tuple[str, int], Bools] = {}

    def in_pairs(self, name: str) -> Bools:
        """Tell with which of the others a word of this part of the name stands elsewhere in either name."""
        words, row = self._words, self._row
        found = np.zeros(len(self._rows), bool)
        own = words.sounds(name, row)
        for part in words.parts_beside(name):
            beside = words.sounds(part, row)
            for sound in own - beside:
                found |= self._holding(part, sound)
            for sound in beside:
                found |= self._holding(name, sound) & ~self._holding(part, sound)
        return found

    def _holding(self, name: str, sound: int) -> Bools:
        known = self._asked.get((name, sound))
        if known is None:
            known = self._asked[name, sound] = self._words.holding(name, self._rows, sound)
        return known
