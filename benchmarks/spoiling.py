"""Names spoiled as they are on forms, in scans and in other systems: a generator for measuring screening.

Each kind spoils a name in one way; the choice of place and letter is drawn from a seed. Kinds and letters are this
module's own: they are not read from the rules that the matcher goes by.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aeiou"
LOOKALIKES = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}  # Cyrillic
FIELDS = (20, 24, 30)
"""Widths of fields that cut a name off."""
SCANNED = {"o": "0", "l": "1", "i": "1", "s": "5", "b": "8", "z": "2", "m": "rn", "w": "vv", "u": "ii", "g": "9"}


def _at(name: str, rng: random.Random, among: str = "") -> int | None:
    places = [i for i, letter in enumerate(name) if (letter.lower() in among if among else letter.isalpha())]
    return rng.choice(places) if places else None


def _typed(name: str, rng: random.Random) -> str:
    at = _at(name, rng)
    if at is None:
        return name
    kind = rng.choice(("insert", "leave out", "replace", "swap"))
    if kind == "swap" and at + 1 < len(name) and name[at + 1].isalpha():
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == "leave out":
        return name[:at] + name[at + 1 :]
    letter = rng.choice(LETTERS)
    return name[:at] + letter + name[at + (kind == "replace") :]


def _typed_twice(name: str, rng: random.Random) -> str:
    return _typed(_typed(name, rng), rng)


def _word_left_out(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 3:
        return name
    del words[rng.randrange(len(words))]
    return " ".join(words)


def _vowels_left_out(name: str, rng: random.Random) -> str:
    words = name.split()
    at = rng.randrange(len(words))
    word = words[at]
    words[at] = word[:1] + "".join(letter for letter in word[1:] if letter.lower() not in VOWELS)
    return " ".join(words)


def _initial(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    at = rng.randrange(len(words) - 1)
    words[at] = words[at][:1] + rng.choice((".", ""))
    return " ".join(words)


def _turned(name: str, rng: random.Random) -> str:
    words = name.split()
    rng.shuffle(words)
    return " ".join(words)


def _lookalikes(name: str, rng: random.Random) -> str:
    return "".join(LOOKALIKES.get(letter.lower(), letter) if rng.random() < 0.5 else letter for letter in name)


def _scanned(name: str, rng: random.Random) -> str:
    for _ in range(2):
        at = _at(name, rng, "".join(SCANNED))
        if at is not None:
            name = name[:at] + SCANNED[name[at].lower()] + name[at + 1 :]
    return name


def _truncated(name: str, rng: random.Random) -> str:
    return name[: rng.choice(FIELDS)].strip()


def _joined(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    at = rng.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :]])


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "typing error": _typed,
    "two typing errors": _typed_twice,
    "word left out": _word_left_out,
    "vowels left out": _vowels_left_out,
    "initial": _initial,
    "other order": _turned,
    "look-alike letters": _lookalikes,
    "scanned": _scanned,
    "cut off": _truncated,
    "words joined": _joined,
}


def spoiled(names: Sequence[str], seed: int) -> list[tuple[str, str, int]]:
    """Spoil each name in one way, the kinds in turn: the spoiled name, its kind, and the place of the name.

    A name that its kind leaves as it was is passed over.
    """
    rng = random.Random(seed)
    kinds = list(KINDS)
    found = []
    for place, name in enumerate(names):
        kind = kinds[place % len(kinds)]
        made = KINDS[kind](name, rng)
        if made != name:
            found.append((made, kind, place))
    return found
